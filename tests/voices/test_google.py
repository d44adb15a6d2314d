from __future__ import annotations

import email.utils
import itertools
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trustme
import urllib3.util.connection
from gtts import gTTS
from hypothesis import given
from hypothesis import strategies as st

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, Clip, duration_ms, samples
from radio.audio.silence import levels_db
from radio.errors import ConfigError, VoiceBusyError, VoiceError
from radio.voices import Voice, VoiceOptions, open_voice
from radio.voices.google import Google
from radio.voices.patience import retry_after_s
from radio.voices.tone import Tone
from tests.voices import translate
from tests.voices.translate import Answer, Translate, fixed, page, slow, speak

SENTENCE = "Bà Trần Thị Ngọc Cẩm nói"
LONG = (
    "Trong giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm, xã Mỹ Đông "
    "tập trung lãnh đạo, chỉ đạo thực hiện tốt các nhiệm vụ trọng tâm; bà con nông dân phấn khởi thi đua "
    "lao động sản xuất, giao thông nông thôn được mở rộng, đời sống nhân dân ngày càng được nâng lên rõ rệt."
)
SPEECH = translate.speech


def google(service: Translate, **extra: object) -> Google:
    """The voice as a station would open it, but in a hurry."""
    quick = {"url": service.url, "wait": 0.01, "timeout": 5, "tries": 2, "patience": 30} | extra
    return Google(VoiceOptions(extra={key: str(value) for key, value in quick.items()}))


def timeout_for(trouble: Answer) -> float:
    """Seconds: short only where it is to be run into, for the machine of the tests may be busy."""
    return 0.4 if trouble is translate.hang else 5


def beeps_ms(clip: Clip) -> int:
    """How long it sounds, without silence."""
    sound = samples(clip)
    blocks = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    return int((abs(blocks.astype(int)).max(axis=1) > 2000).sum()) * 10


def test_a_sentence_is_asked_for_once_and_heard(service: Translate) -> None:
    clip = google(service).speak(SENTENCE)
    assert service.asked == [SENTENCE]
    assert clip.sound.frame_rate == HOUSE_RATE
    assert beeps_ms(clip) == pytest.approx(6 * 200, rel=0.1)


def test_the_request_looks_like_gtts_s_own(service: Translate) -> None:
    google(service).speak(SENTENCE)
    own = gTTS(SENTENCE, lang="vi", lang_check=False)._prepare_requests()[0]
    sent = service.headers[0]
    for name in ("Referer", "User-Agent", "Content-Type", "Content-Length"):
        assert sent[name] == own.headers[name]


def test_a_long_sentence_in_pieces_loses_nothing_and_has_no_gaps(service: Translate) -> None:
    clip = google(service).speak(LONG)
    assert len(service.asked) > 2
    assert all(len(piece) <= 100 for piece in service.asked)
    assert sorted(" ".join(service.asked).split()) == sorted(LONG.split())
    beeps = 200 * len(LONG.split())
    assert beeps_ms(clip) == pytest.approx(beeps, rel=0.05)
    seams = len(service.asked) - 1
    assert duration_ms(clip) <= beeps + 300 + seams * 340  # 340: the pause after a clause


ONE_CLAUSE = (
    "Hội Nông dân xã phối hợp Ngân hàng Chính sách xã hội cho hội viên vay vốn mua thiết bị tưới tự động cho "
    "vùng Đồng bằng sông Cửu Long phát triển thêm cây ăn trái và nuôi thủy sản nước ngọt để xuất khẩu "
    "sang các nước láng giềng"
)


@pytest.mark.parametrize(("text", "most_ms"), [(ONE_CLAUSE, 110), (LONG, 260)])
def test_real_speech_is_joined_without_a_gap_a_loss_or_a_click(
    service: Translate, text: str, most_ms: int
) -> None:
    service.usual = translate.speak_really
    heard = samples(google(service).speak(text))
    levels = levels_db(heard, HOUSE_RATE)
    spoken = np.flatnonzero(levels > levels.max() - 50)
    assert (np.diff(spoken).max() - 1) * 10 <= most_ms
    pieces = [samples(ffmpeg.decode(translate.real_mp3(piece), subject=piece)) for piece in service.asked]
    assert len(pieces) > 2
    loud = sum(int((levels_db(piece, HOUSE_RATE) > levels.max() - 50).sum()) for piece in pieces)
    assert len(spoken) == pytest.approx(loud, abs=len(pieces))  # blocks of 10 ms: no syllable is as short
    steepest = max(int(np.abs(np.diff(piece.astype(int))).max()) for piece in pieces)
    assert np.abs(np.diff(heard.astype(int))).max() <= steepest


def test_pieces_are_joined_in_order_whatever_order_they_come_in(service: Translate) -> None:
    service.answers = [slow(0.3), slow(0.15), speak, speak]
    heard = google(service).speak(LONG)
    again = google(service).speak(LONG)
    assert samples(heard).tobytes() == samples(again).tobytes()


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_requests_at_once_than_set(service: Translate, at_once: int) -> None:
    service.usual = slow(0.02)
    voice = google(service, at_once=at_once)
    threads = [threading.Thread(target=voice.speak, args=(LONG,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert service.at_once == at_once


def test_text_without_a_word_asks_for_nothing(service: Translate) -> None:
    assert duration_ms(google(service).speak("… – !")) == 0
    assert service.asked == []


@pytest.mark.parametrize(
    "trouble",
    [
        fixed(b"slow down", 429),
        fixed(b"", 500),
        fixed(b"", 503, Retry_After="0"),
        fixed(b"", 302, Location="https://www.google.com/sorry/index"),
        page,
        fixed(b""),
        translate.no_speech,
        translate.cut_line,
        translate.cut_connection,
        translate.cut_sound,
        translate.hang,
        translate.half,
        fixed(SPEECH(b"this is no sound at all")),
        fixed(SPEECH(b"")),
    ],
)
def test_trouble_that_passes_is_not_noticed(service: Translate, trouble: Answer) -> None:
    service.answers = [trouble]
    clip = google(service, timeout=timeout_for(trouble)).speak(SENTENCE)
    assert service.asked == [SENTENCE] * 2
    assert beeps_ms(clip) == pytest.approx(6 * 200, rel=0.1)


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [
        (fixed(b"", 429), r"the service is busy \(HTTP 429\) \(tried 2 times\)"),
        (fixed(b"", 500), r"busy \(HTTP 500\)"),
        (fixed(b"", 204), r"busy \(HTTP 204\)"),
        (fixed(b"", 307, Location="/elsewhere"), r"busy \(HTTP 307\)"),
        (translate.flood, "sends without end"),
        (translate.half, "gives only .* ms for 6 words"),
        (translate.hang, "does not answer in time"),
        (translate.cut_connection, "the connection fails or is cut"),
        (page, "gives a page instead of speech"),
        (fixed(b""), "gives nothing instead of speech"),
        (fixed(b"[]"), "gives no sound instead of speech"),
        (translate.no_speech, "has no speech for it"),
        (translate.cut_line, "answer is cut off"),
        (translate.cut_sound, "cut off"),
        (fixed(SPEECH(b"no sound")), "is not a recording"),
    ],
)
def test_trouble_that_stays_names_the_sentence(service: Translate, trouble: Answer, problem: str) -> None:
    service.usual = trouble
    with pytest.raises(VoiceBusyError, match=problem) as caught:
        google(service, timeout=timeout_for(trouble)).speak(SENTENCE)
    assert caught.value.subject == f"gtts, “{SENTENCE}”"
    assert service.asked == [SENTENCE] * 2


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_not_asked_again(service: Translate, status: int) -> None:
    service.usual = fixed(b"", status)
    with pytest.raises(VoiceError, match=f"refuses \\(HTTP {status}\\)"):
        google(service).speak(SENTENCE)
    assert len(service.asked) == 1


def test_a_certificate_that_is_not_trusted(service: Translate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(VoiceError, match="certificate is not trusted") as caught:
        google(service).speak(SENTENCE)
    assert not isinstance(caught.value, VoiceBusyError)
    assert service.asked == []


def test_a_service_that_is_not_there(service: Translate) -> None:
    voice = google(service, url="https://localhost:9", tries=2)
    with pytest.raises(VoiceBusyError, match=r"the connection fails.*tried 2 times"):
        voice.speak(SENTENCE)


def test_a_service_that_is_silent_from_the_start() -> None:
    start = time.monotonic()
    with translate.silent() as url, pytest.raises(VoiceBusyError, match="does not answer in time"):
        Google(VoiceOptions(extra={"url": url, "tries": "3", "wait": "0", "patience": "0.6"})).speak(SENTENCE)
    assert time.monotonic() - start < 5


def test_a_certificate_of_another_host(
    authority: trustme.CA, service: Translate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translate.serving(authority.issue_cert("translate.example")) as other:
        with pytest.raises(VoiceError, match="certificate is not trusted"):
            google(other).speak(SENTENCE)
        assert other.asked == []


@pytest.mark.parametrize("bundle", ["no such file", "no certificate"])
def test_certificates_that_cannot_be_read(
    service: Translate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundle: str
) -> None:
    (tmp_path / "no certificate").write_text("hello", "utf-8")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / bundle))
    with pytest.raises(VoiceError, match="REQUESTS_CA_BUNDLE"):
        google(service).speak(SENTENCE)


def test_a_proxy_of_the_environment_is_asked(service: Translate, monkeypatch: pytest.MonkeyPatch) -> None:
    with translate.proxying() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        google(service, at_once=1).speak(LONG)
        assert proxy.asked == [service.url.removeprefix("https://")]  # one tunnel for all pieces
        assert len(service.asked) > 2
        proxy.status = 503
        with pytest.raises(VoiceBusyError, match="the proxy does not let us through"):
            google(service, patience=9).speak(SENTENCE)


@pytest.mark.parametrize("proxy", ["http://[", "http://proxy:port", "nothing://localhost:9"])
def test_a_proxy_that_is_none(service: Translate, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "")
    with pytest.raises(VoiceError, match=r"proxy|connection"):
        google(service, patience=8).speak(SENTENCE)


def test_several_readers_stand_in_one_line(service: Translate) -> None:
    service.usual = slow(0.03)
    readers = [google(service, at_once=2) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda reader: reader.speak(LONG), readers))
    assert service.at_once == 2


def test_nobody_asks_while_the_service_wants_rest(service: Translate) -> None:
    service.answers = [fixed(b"", 429, Retry_After="1")]
    google(service, at_once=1, tries=3).speak(LONG)
    first, second = service.at[:2]
    assert second - first >= 0.95
    service.answers = [fixed(b"", 429, Retry_After="1")]
    service.usual = slow(0.2)
    service.at.clear()
    readers = [google(service, at_once=2, tries=3) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda reader: reader.speak(LONG), readers))
    refused = service.at[0]
    # One more may have been under way.
    assert sum(at - refused < 0.9 for at in service.at[1:]) <= 1


def test_retry_after_is_honoured(service: Translate) -> None:
    service.answers = [fixed(b"", 429, Retry_After="1")]
    google(service).speak(SENTENCE)
    first, second = service.at
    assert 1.0 <= second - first < 4


def test_a_wait_beyond_patience_is_not_begun(service: Translate) -> None:
    service.answers = [fixed(b"", 429, Retry_After="3600")]
    start = time.monotonic()
    with pytest.raises(VoiceBusyError, match="HTTP 429"):
        google(service).speak(SENTENCE)
    assert time.monotonic() - start < 10
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "trouble", [translate.trickle, translate.trickle_head, translate.hang, fixed(b"", 503)]
)
def test_patience_bounds_all_tries_together(service: Translate, trouble: Answer) -> None:
    service.usual = trouble
    start = time.monotonic()
    with pytest.raises(VoiceBusyError):
        google(service, tries=20, patience=0.8, timeout=0.5).speak(SENTENCE)
    assert time.monotonic() - start < 3


def test_waits_grow(service: Translate) -> None:
    service.usual = fixed(b"", 500)
    with pytest.raises(VoiceBusyError):
        google(service, wait=0.05, tries=4).speak(SENTENCE)
    waits = [b - a for a, b in itertools.pairwise(service.at)]
    assert waits[0] >= 0.05
    assert waits[1] >= 0.1
    assert waits[2] >= 0.2


def test_one_piece_that_fails_ends_the_others_waiting(service: Translate) -> None:
    service.answers = [fixed(b"", 403)]
    service.usual = fixed(b"", 503, Retry_After="5")
    start = time.monotonic()
    with pytest.raises(VoiceError, match="HTTP 403"):
        google(service).speak(LONG)
    assert time.monotonic() - start < 4.5


def test_the_same_sentence_is_asked_for_once_with_a_cache(service: Translate, tmp_path: Path) -> None:
    def opened() -> Voice:
        return open_voice("gtts", VoiceOptions(extra={"url": service.url}, cache_dir=tmp_path / "cache"))

    first, second = opened().speak(LONG), opened().speak(LONG)
    assert first == second
    assert sorted(" ".join(service.asked).split()) == sorted(LONG.split())


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"url": "http://localhost"}, r"voices\.gtts\.url: 'http://localhost' is no https address"),
        ({"tld": "com/evil?"}, r"voices\.gtts\.tld: 'com/evil\?' is no domain"),
        ({"tld": ""}, "tld"),
        ({"at_once": "many"}, r"voices\.gtts\.at_once: 'many' is not a number from 1 to 16"),
        ({"timeout": "nan"}, "timeout"),
        ({"speed": "2"}, r"voices\.gtts\.speed: is unknown; choose one of: at_once, .*url"),
    ],
)
def test_wrong_settings_are_named(extra: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Google(VoiceOptions(extra=extra))


def test_rate_and_pitch_are_made_of_its_sound_and_ask_for_nothing(service: Translate, tmp_path: Path) -> None:
    plain = VoiceOptions(cache_dir=tmp_path, extra={"url": service.url})
    normal = open_voice("gtts", plain).speak("một hai ba bốn")
    quick = open_voice("gtts", replace(plain, rate=2.0)).speak("một hai ba bốn")
    high = open_voice("gtts", replace(plain, pitch=60)).speak("một hai ba bốn")
    assert duration_ms(quick) == pytest.approx(duration_ms(normal) / 2, abs=2)
    assert duration_ms(high) == pytest.approx(duration_ms(normal), abs=2)
    assert len(service.asked) == 1


def test_closed_it_stops_asking(service: Translate) -> None:
    service.usual = slow(0.2)
    voice = google(service, at_once=1)
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(voice.speak, f"câu số {n}") for n in range(8)]
        time.sleep(0.1)
        voice.close()
        assert [type(a.exception()) for a in asked[2:]] == [VoiceError] * 6
    assert len(service.asked) <= 2


def test_closed_it_hangs_up(service: Translate) -> None:
    service.usual = slow(20)
    voice = google(service, timeout=30)
    threading.Timer(0.5, voice.close).start()
    start = time.monotonic()
    with pytest.raises(VoiceError):
        voice.speak(LONG)
    assert time.monotonic() - start < 10


def test_closed_while_it_connects_it_asks_nothing(
    service: Translate, monkeypatch: pytest.MonkeyPatch
) -> None:
    connecting, closed = threading.Event(), threading.Event()
    connect = urllib3.util.connection.create_connection

    def slowly(*args: Any, **kwargs: Any) -> socket.socket:
        connecting.set()
        assert closed.wait(20)
        return connect(*args, **kwargs)

    monkeypatch.setattr(urllib3.util.connection, "create_connection", slowly)
    service.usual = slow(20)
    voice = google(service, timeout=30)
    with ThreadPoolExecutor() as pool:
        start = time.monotonic()
        asked = pool.submit(voice.speak, "Một câu.")
        assert connecting.wait(20)
        voice.close()
        closed.set()
        assert isinstance(asked.exception(), VoiceError)
    assert time.monotonic() - start < 10
    assert service.asked == []


def test_where_a_piece_is_refused_the_others_are_let_go(service: Translate) -> None:
    service.answers = [fixed(b"", 403)]
    service.usual = slow(20)
    voice = google(service, timeout=30)
    start = time.monotonic()
    with pytest.raises(VoiceError):
        voice.speak(LONG)
    voice._line.pool.shutdown()  # waits for who still asks
    assert time.monotonic() - start < 10


def test_another_domain_is_another_sound() -> None:
    common, vietnamese = Google(VoiceOptions()), Google(VoiceOptions(extra={"tld": "com.vn"}))
    assert "translate.google.com.vn/" in vietnamese.settings
    assert common.settings != vietnamese.settings
    assert common.name == "gtts vi"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("7", 7.0),
        (" 0 ", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("9" * 400, float("inf")),
        ("Mon, 01 Jan 0001 00:00:00 -0000", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    ],
)
def test_retry_after(value: str | None, expected: float | None) -> None:
    assert retry_after_s(value) == expected


@given(
    st.text(st.characters(codec="latin-1"), max_size=40)
    | st.from_regex(r"\\w{3}, \\d+ Jan \\d+ 0:0:0 [+-]\\d+")
)
def test_retry_after_of_any_kind(value: str) -> None:
    found = retry_after_s(value)
    assert found is None or found >= 0


def test_retry_after_a_date() -> None:
    value = email.utils.formatdate(time.time() + 60, usegmt=True)
    assert retry_after_s(value) == pytest.approx(60, abs=2)


def test_the_service_of_these_tests_speaks_as_long_as_tone() -> None:
    assert len(translate.mp3("xin chào")) > 2000
    assert duration_ms(Tone(VoiceOptions()).speak("xin chào")) == 400
