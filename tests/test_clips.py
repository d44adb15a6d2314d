"""Recordings as newsrooms get them, each as loud as the presenter in the finished MP3."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest

from radio import ffmpeg
from radio.audio.clip import at_house_rate, samples
from radio.casting import casts
from radio.episode import Episode
from radio.errors import ClipError
from radio.produce import Job, produce
from radio.script import Interview, Narration, Script, Segment, Speaker
from radio.station import Station
from radio.take import Span, Take
from radio.tape import Tape
from radio.track import Origin
from radio.voices import VoiceOptions, open_voice

Wave = npt.NDArray[np.float64]
SAID = "Bây giờ mở vòi ra là có nước, tui mới dám trồng thêm luống rau sau nhà."


def say(text: str) -> Wave:
    spoken = open_voice("espeak", VoiceOptions(variant="f3")).speak(text)
    return samples(at_house_rate(spoken)).astype(np.float64) / 32768


def room(seconds: float, level_db: float) -> Wave:
    return np.random.default_rng(1).normal(0, 10 ** (level_db / 20), round(48_000 * seconds))


def in_a_room(sound: Wave, level_db: float, before_s: float = 1.2, after_s: float = 1.8) -> Wave:
    out = room(before_s + after_s + len(sound) / 48_000, level_db)
    start = round(48_000 * before_s)
    out[start : start + len(sound)] += sound
    return out


def whispered(sound: Wave) -> Wave:
    loudness = np.sqrt(np.convolve(sound**2, np.ones(960) / 960, "same"))
    dull = np.convolve(np.random.default_rng(2).normal(0, 1, len(sound)), np.hanning(6) / 3, "same")
    return np.asarray(loudness * dull, np.float64)


def knocked(sound: Wave, at_s: float) -> Wave:
    knock = np.random.default_rng(3).normal(0, 0.4, 7000) * np.hanning(7000)
    out = sound.copy()
    out[round(48_000 * at_s) : round(48_000 * at_s) + 7000] = knock
    return out


def hummed(sound: Wave) -> Wave:
    return np.asarray(sound + 0.2 * np.sin(2 * np.pi * 50 * np.arange(len(sound)) / 48_000), np.float64)


RECORDINGS: dict[str, tuple[Callable[[Wave], Wave], list[str]]] = {
    "một điện thoại.amr": (
        lambda s: in_a_room(s * 0.1, -40), ["-ar", "8000", "-ac", "1", "-c:a", "libopencore_amrnb"],
    ),
    "hai thì thầm.m4a": (lambda s: in_a_room(whispered(s) * 0.01, -85), ["-c:a", "aac", "-b:a", "48k"]),
    "ba la to.mp3": (lambda s: np.clip(in_a_room(s * 30, -50), -1, 1), []),
    "bốn ngập ngừng.wav": (
        lambda s: np.concatenate([in_a_room(s * 0.2, -60), room(9, -60), in_a_room(s * 0.05, -60, 5, 6)]), [],
    ),
    "năm hai giây.ogg": (lambda s: in_a_room(s[:86_000] * 0.3, -60, 0.1, 0.1), ["-c:a", "libopus"]),
    "sáu chạm micro.wav": (lambda s: knocked(in_a_room(s * 0.02, -65), 3), []),
    "bảy chạm đầu băng.wav": (lambda s: knocked(in_a_room(s * 0.02, -65), 0), []),
    "tám ù điện.flac": (lambda s: hummed(in_a_room(s * 0.1, -70)), []),
    "chín xa gần.wma": (lambda s: np.concatenate([s * 0.8, room(0.4, -60), s * 0.08]), ["-c:a", "wmav2"]),
}  # fmt: skip


def written(path: Path, sound: Wave, options: list[str]) -> Path:
    raw = ["-f", "f32le", "-ar", "48000", "-ac", "1", "-i", "-"]
    command = [ffmpeg.find().path, "-y", "-loglevel", "error", *raw, *options, str(path)]
    done = subprocess.run(command, input=sound.astype("<f4").tobytes(), capture_output=True, check=False)
    if b"nknown encoder" in done.stderr:
        pytest.skip("this ffmpeg cannot make such a file")
    assert done.returncode == 0, done.stderr
    return path


def made(folder: Path, takes: list[Take], station: Station) -> tuple[Episode, Wave]:
    segments: list[Segment] = []
    for take in takes:
        segments += [Narration("Mời bà con cùng nghe:"), Interview("Lời.", speaker=Speaker(take.path.stem))]
    job = Job(
        script=Script("Bản tin", "", (), tuple(segments)),
        takes=dict(enumerate(takes, 1)),
        station=station,
        out=folder / "a.mp3",
        made=datetime(2026, 3, 5, tzinfo=UTC),
    )
    episode = produce(job, casts(station, voice="espeak"))
    heard = samples(ffmpeg.decode(job.out, subject="a")).astype(np.float64) / 32768
    return episode, heard


def test_every_segment_is_as_loud_as_the_others(tmp_path: Path) -> None:
    said = say(SAID)
    takes = [
        Take(written(tmp_path / name, make(said), options)) for name, (make, options) in RECORDINGS.items()
    ]
    episode, heard = made(tmp_path, takes, Station())
    meter = pyloudnorm.Meter(48_000)
    for entry in episode.track.entries:
        span = heard[entry.start_ms * 48 : entry.end_ms * 48]
        if len(span) > 0.4 * 48_000:
            assert meter.integrated_loudness(span) == pytest.approx(-16, abs=1), entry
    assert meter.integrated_loudness(heard) == pytest.approx(-16, abs=0.5)
    told = "\n".join(episode.notes)
    assert "ba la to.mp3: clipped, first at 0:01." in told
    assert "hai thì thầm.m4a: nearly silent" in told
    assert "sáu chạm micro.wav: knocked at, first at 0:03.0: " in told
    assert "bảy chạm đầu băng.wav: knocked at, first at 0:00.0: " in told
    assert "bốn" not in told
    cut = {e.clip: e.trimmed_ms for e in episode.track.entries if e.clip}
    for name in ("một điện thoại.amr", "hai thì thầm.m4a", "ba la to.mp3"):
        before_ms, after_ms = cut[name]
        # A margin stays: 120 ms before and 220 ms after, and the voice's own silence.
        assert before_ms == pytest.approx(1080, abs=150), name
        assert after_ms == pytest.approx(1650, abs=200), name


def test_noise_is_reduced_where_it_is_asked_for(tmp_path: Path) -> None:
    """By the station, and otherwise than the station by a take."""
    noisy = written(tmp_path / "ồn.wav", in_a_room(say(SAID) * 0.3, -45), [])
    takes = [Take(noisy), Take(noisy, denoise=True), Take(noisy, denoise=False)]
    for station, quieter in ((Station(), [False, True, False]), (Station(denoise=True), [True, True, False])):
        episode, heard = made(tmp_path, takes, station)
        floors = []
        for entry in episode.track.entries:
            if entry.origin is Origin.RECORDING:
                tail = heard[(entry.end_ms - 150) * 48 : (entry.end_ms - 30) * 48]
                floors.append(10 * np.log10((tail**2).mean()))
        plain = floors[2]
        assert [floor < plain - 8 for floor in floors] == quieter


def test_rumble_goes_and_the_voice_stays(tmp_path: Path) -> None:
    levels = []
    for hz in (32, 48, 128, 300):
        tone = 0.3 * np.sin(2 * np.pi * hz * np.arange(96_000) / 48_000)
        both = tone + 0.3 * np.sin(2 * np.pi * 1000 * np.arange(96_000) / 48_000)
        path = written(tmp_path / f"{hz}.wav", both, [])
        _, heard = made(tmp_path, [Take(path, Span(0, 2000))], Station())
        spectrum = np.abs(np.fft.rfft(heard[-120_000:-60_000] * np.hanning(60_000)))
        low, high = (spectrum[round(at * 60_000 / 48_000)] for at in (hz, 1000))
        levels.append(20 * np.log10(low / high))
    assert levels[0] < -28
    assert levels[1] < -14
    assert levels[2] == pytest.approx(0, abs=1)
    assert levels[3] == pytest.approx(0, abs=0.5)


def test_what_is_cut_off_at_its_ends_is_told(tmp_path: Path) -> None:
    said = say(SAID) * 0.3
    loud = said + room(len(said) / 48_000, -70)
    whole = Take(written(tmp_path / "đủ.wav", in_a_room(said, -70), []))
    # In the middle of its loudest vowel.
    middle = int(np.convolve(loud[60_000:90_000] ** 2, np.ones(4800), "valid").argmax()) + 60_000 + 4800
    cut = Take(written(tmp_path / "cụt.wav", np.concatenate([room(0.5, -70), loud[:middle]]), []))
    episode, _ = made(tmp_path, [whole, cut], Station())
    (told,) = episode.notes
    assert told.startswith("cụt.wav: ends in the middle of a sound, at 0:0")
    by_hand = Take(cut.path, Span(0, 1500))
    assert made(tmp_path, [by_hand], Station())[0].notes == ()


@pytest.mark.parametrize(("left", "right", "said"), [(1, 0, "only the left"), (1, -1, "opposite phase")])
def test_odd_stereo_is_heard_and_told(left: float, right: float, said: str, tmp_path: Path) -> None:
    pan = f"pan=stereo|c0={left}*c0|c1={right}*c0"
    path = written(tmp_path / "ghi.wav", in_a_room(say(SAID) * 0.3, -70), ["-af", pan])
    episode, heard = made(tmp_path, [Take(path)], Station())
    assert said in episode.notes[0]
    (entry,) = (e for e in episode.track.entries if e.clip)
    span = heard[entry.start_ms * 48 : entry.end_ms * 48]
    assert pyloudnorm.Meter(48_000).integrated_loudness(span) == pytest.approx(-16, abs=1)
    assert entry.gain_db < 20, "nothing was lost by cancelling"


def test_silence_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "im.wav", np.zeros(96_000), [])
    with pytest.raises(ClipError, match=r"^im\.wav: is silent from start to end"):
        made(tmp_path, [Take(path)], Station())


def test_a_recording_is_named_by_what_is_on_it(tmp_path: Path) -> None:
    """The tape itself tells what a decoder should: nothing more is kept of it than is asked for."""
    path = written(tmp_path / "a.wav", room(1, -30), [])
    tape = Tape()
    assert ffmpeg.record(path, tape, subject="a") == ""
    assert (len(tape), tape.silent, tape.full, tape.lowered_db) == (48_000, False, False, 0)
    tape.erase()
    assert len(tape) == 0
