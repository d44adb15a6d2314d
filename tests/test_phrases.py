"""Phrases of sentences, with the voice's word times and without."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import speech
from radio.audio.clip import Clip, Word, duration_ms, samples
from radio.phrases import LIMIT, spread, timed
from radio.speech import Spoken
from radio.track import Phrase
from radio.voices import VoiceOptions, open_voice

LONG = (
    "Tuyến ống dài 4,5 km do UBND xã Vĩnh Hưng Đông làm chủ đầu tư, khởi công ngày 5/3/2023 và hoàn thành "
    "sau 90 ngày thi công, đưa nước sạch về cho hơn 300 hộ dân của ấp vùng sâu Gò Tre, nơi bà con nhiều năm "
    "phải dùng nước kênh."
)


def spoken(text: str) -> Spoken:
    return speech.normalize(text)


def words(text: str, each_ms: int = 200) -> tuple[Word, ...]:
    return tuple(Word(w, i * each_ms, (i + 1) * each_ms) for i, w in enumerate(text.split()))


def check(phrases: tuple[Phrase, ...], text: str, length_ms: int) -> None:
    """No word lost, no gap, no overlap, no phrase without time."""
    assert " ".join(p.text for p in phrases).split() == text.split()
    edges = [phrases[0].start_ms, *(p.end_ms for p in phrases)]
    assert edges == [*(p.start_ms for p in phrases), length_ms]
    assert edges == sorted(set(edges))


def test_a_short_sentence_is_one_phrase() -> None:
    assert timed("Mở vòi ra.", spoken("Mở vòi ra."), (), 900) == (Phrase("Mở vòi ra.", 0, 900),)


def test_a_long_sentence_is_cut_behind_its_clauses() -> None:
    phrases = timed(LONG, spoken(LONG), (), 20_000)
    check(phrases, LONG, 20_000)
    assert all(len(p.text) <= LIMIT for p in phrases)
    assert sum(p.text.endswith((",", ".")) for p in phrases) >= 3
    assert len(phrases) <= 6


def test_what_is_spoken_otherwise_is_not_cut() -> None:
    text = "Từ ngày 5/3/2023 đến ngày 12/10/2024 " * 9
    for phrase in timed(text.strip(), spoken(text.strip()), (), 60_000):
        assert phrase.text.count("ngày") == phrase.text.count("/") / 2


def test_a_phrase_begins_with_its_first_word() -> None:
    said = spoken(LONG)
    phrases = timed(LONG, said, words(said.text), 200 * len(said.text.split()) + 300)
    check(phrases, LONG, phrases[-1].end_ms)
    for phrase in phrases[1:]:
        # What was spoken before the phrase, counted anew.
        before = LONG[: LONG.index(phrase.text)]
        assert phrase.start_ms == 200 * len(spoken(before).text.split())


def test_words_that_do_not_fit_are_not_believed() -> None:
    said = spoken(LONG)
    assert timed(LONG, said, words("một hai"), 9000) == timed(LONG, said, (), 9000)


def test_the_built_in_voices_word_times_are_where_the_words_are() -> None:
    voice = open_voice("espeak", VoiceOptions())
    text = "Bà con trong ấp rất phấn khởi vì đã có nước sạch để dùng, ai cũng mong đường mới xong trước Tết."
    said = spoken(text)
    clip: Clip = voice.speak(said.text)
    first, second = timed(text, said, clip.words, duration_ms(clip))
    assert first.text.endswith("để dùng,")
    # At the comma the voice pauses: somewhere near the cut it is quiet.
    heard = np.abs(samples(clip).astype(int))
    rate = clip.sound.frame_rate
    near = heard[(second.start_ms - 250) * rate // 1000 : (second.start_ms + 20) * rate // 1000]
    assert near[: len(near) // 10 * 10].reshape(-1, len(near) // 10).max(axis=1).min() < heard.max() / 20


def test_a_recording_is_spread_by_what_is_said() -> None:
    both = [(text, spoken(text)) for text in ("Năm 2023 khó.", "Giờ đỡ nhiều rồi, bà con ạ.")]
    first, second = spread(both, 10_000)
    # "năm hai nghìn không trăm hai mươi ba khó" and a breath, against seven words.
    assert (first.start_ms, second.end_ms) == (0, 10_000)
    assert first.end_ms == second.start_ms == pytest.approx(10_000 * 11 / 18, abs=600)


def test_few_words_of_a_long_recording() -> None:
    both = [(text, spoken(text)) for text in ("Hồi trước, mùa khô tới là lo, nước đổi sáu bảy chục ngàn.",)]
    phrases = spread(both, 24_000)
    check(phrases, both[0][0], 24_000)
    assert len(phrases) >= 3, "it is one caption where it is read in four seconds"
    assert len(spread(both, 4_000)) == 1


def test_too_short_for_its_sentences() -> None:
    both = [(text, spoken(text)) for text in ("Một.", "Hai.", "Ba.")]
    phrases = spread(both, 2)
    check(phrases, "Một. Hai. Ba.", 2)


@given(
    st.lists(
        st.sampled_from(["ấp", "4,5 km", "UBND", "x" * 90, "vui,", "ngày 5/3", "K’Brêu", "–"]), min_size=1
    ),
    st.integers(1, 60_000),
)
def test_no_word_is_lost_or_untimed(tokens: list[str], length_ms: int) -> None:
    text = " ".join(tokens)
    said = spoken(text)
    check(timed(text, said, (), length_ms), text, length_ms)
    check(timed(text, said, words(said.text, 1), length_ms), text, length_ms)
    check(spread([(text, said)] * 3, length_ms), f"{text} {text} {text}", length_ms)


def test_time_grows_with_length_alone() -> None:
    text = "nước sạch về ấp " * 60_000
    said = Spoken(text, (), ())
    began = time.perf_counter()
    assert len(timed(text, said, (), 10**9)) > 10_000
    assert time.perf_counter() - began < 10
