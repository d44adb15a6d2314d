"""piper with a model made here, through the real loading and synthesis."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("piper")
pytest.importorskip("onnx")

from radio.audio.clip import duration_ms, samples
from radio.errors import ConfigError, VoiceError
from radio.voices import VoiceOptions, open_voice
from radio.voices.piper import Piper
from radio.voices.piper_description import complaint
from radio.voices.piper_store import folder
from tests.voices import neural

SENTENCE = "Bà Đặng Thị Ngọc Ánh nói: chúng tôi rất vui mừng."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder(tmp_path).mkdir()
    neural.write(folder(tmp_path), "vi_VN-thử-low")
    return tmp_path


def test_a_sentence_is_heard(data: Path) -> None:
    voice = Piper(VoiceOptions(data_dir=data))
    clip = voice.speak(SENTENCE)
    assert voice.name == "piper vi_VN-thử-low"
    assert clip.sound.frame_rate == neural.RATE
    assert 11 * 100 < duration_ms(clip) < 11 * 900
    assert samples(clip).max() > 20_000


def test_rate_is_its_own(data: Path) -> None:
    normal, quick = (open_voice("piper", VoiceOptions(data_dir=data, rate=r)).speak(SENTENCE) for r in (1, 2))
    assert duration_ms(quick) == pytest.approx(duration_ms(normal) / 2, rel=0.01)


def test_what_it_has_said_is_kept(data: Path, tmp_path: Path) -> None:
    options = VoiceOptions(data_dir=data, cache_dir=tmp_path / "kept")
    first = open_voice("piper", options).speak(SENTENCE)
    assert len(list((tmp_path / "kept").rglob("*.wav"))) == 1
    assert open_voice("piper", options).speak(SENTENCE) == first


def test_the_model_is_loaded_once(data: Path) -> None:
    one, two = (Piper(VoiceOptions(data_dir=data, rate=r)) for r in (1.0, 1.2))
    assert one._voice is two._voice


@pytest.mark.parametrize(
    ("text", "left_out"), [("`", ""), (")-C", ""), ("xin 漢 chào", "漢"), ("xin ไทย chào", "ไทย")]
)
def test_what_would_kill_its_espeak_is_left_out(data: Path, text: str, left_out: str) -> None:
    voice = Piper(VoiceOptions(data_dir=data))
    voice.speak(text)
    assert voice.unspoken(text) == left_out


def test_nothing_but_what_it_cannot_speak_is_an_error(data: Path) -> None:
    with pytest.raises(VoiceError, match="cannot speak “漢字”"):
        Piper(VoiceOptions(data_dir=data)).speak("漢字")
    assert duration_ms(Piper(VoiceOptions(data_dir=data)).speak("…")) == 0


def test_a_voice_by_its_name_or_path(data: Path, tmp_path: Path) -> None:
    neural.write(folder(data), "vi_VN-khác-low")
    assert open_voice("piper:vi_VN-khác-low", VoiceOptions(data_dir=data)).name == "piper vi_VN-khác-low"
    path = neural.write(tmp_path, "riêng")
    assert Piper(VoiceOptions(variant=str(path))).name == "piper riêng"
    with pytest.raises(
        VoiceError,
        match="piper: has several voices; choose one of: piper:vi_VN-khác-low, piper:vi_VN-thử-low",
    ):
        Piper(VoiceOptions(data_dir=data))
    with pytest.raises(VoiceError, match=r"'/no/such\.onnx': is not there"):
        Piper(VoiceOptions(variant="/no/such.onnx"))


def test_without_a_voice_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="has no voice yet; fetch one, such as: radio voices add"):
        Piper(VoiceOptions(data_dir=tmp_path))


@pytest.mark.parametrize(
    ("ending", "content", "message"),
    [
        (".onnx", b"not a model", "its model does not load"),
        (".onnx", b"", "its model does not load"),
        (".onnx.json", b"{", "no good description"),
        (".onnx.json", b"[]", "no good description"),
        (".onnx.json", b'{"audio": 3}', "no good description"),
        (".onnx.json", None, "no good description"),
    ],
)
def test_a_damaged_voice_is_named(data: Path, ending: str, content: bytes | None, message: str) -> None:
    path = folder(data) / f"vi_VN-thử-low{ending}"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(VoiceError, match=f"piper voice 'vi_VN-thử-low': .*{message}.*; fetch it anew"):
        Piper(VoiceOptions(data_dir=data))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("audio.sample_rate", 0),
        ("audio.sample_rate", 10**12),
        ("audio.sample_rate", "x"),
        ("espeak.voice", "../../etc/passwd"),
        ("espeak.voice", "vi\x00"),
        ("inference.length_scale", 0),
        ("inference.length_scale", 1e300),
        ("inference.noise_scale", "x"),
        ("phoneme_id_map", []),
        ("phoneme_id_map", {"^": [1], "$": [2], "_": [0], "a": [10**30]}),
        ("phoneme_type", "pinyin"),
        ("num_speakers", []),
    ],
)
def test_a_hostile_description_is_refused(data: Path, path: str, value: object) -> None:
    file = folder(data) / "vi_VN-thử-low.onnx.json"
    description = json.loads(file.read_text("utf-8"))
    *outer, last = path.split(".")
    inner = description
    for key in outer:
        inner = inner[key]
    inner[last] = value
    file.write_text(json.dumps(description), "utf-8")
    with pytest.raises(VoiceError, match=rf"no good description: .* \({path}\)"):
        Piper(VoiceOptions(data_dir=data))


def test_a_description_without_bottom_is_refused(data: Path) -> None:
    (folder(data) / "vi_VN-thử-low.onnx.json").write_text("[" * 100_000, "utf-8")
    with pytest.raises(VoiceError, match="is no JSON"):
        Piper(VoiceOptions(data_dir=data))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(
                    ["audio", "sample_rate", "espeak", "voice", "inference", "phoneme_id_map", "^"]
                ),
                x,
            )
        ),
    )
)
def test_no_json_is_taken_for_a_description(value: object) -> None:
    assert complaint(json.dumps(value).encode())


def test_sounds_that_the_model_does_not_know_are_told(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = folder(data) / "vi_VN-thử-low.onnx.json"
    description = json.loads(file.read_text("utf-8"))
    del description["phoneme_id_map"]["m"]
    file.write_text(json.dumps(description), "utf-8")
    voice = Piper(VoiceOptions(data_dir=data))
    voice.speak("chào mẹ Ánh")
    assert voice.unspoken("chào mẹ Ánh") == "mẹ"
    assert voice.unspoken("chào Ánh") == ""
    assert capfd.readouterr().err == ""


def test_speakers(data: Path) -> None:
    neural.write(folder(data), "vi_VN-thử-low", speakers=3)
    assert Piper(VoiceOptions(data_dir=data, extra={"speaker": "người 2"}))._speaker == 2
    assert Piper(VoiceOptions(data_dir=data, extra={"speaker": "1"}))._speaker == 1
    with pytest.raises(ConfigError, match=r"voices\.piper\.speaker: '7' is none; choose one of: người 0"):
        Piper(VoiceOptions(data_dir=data, extra={"speaker": "7"}))
