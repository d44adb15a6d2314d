"""What is heard around a recording: its own room, or a station's sound, under the pauses and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from radio import settings
from radio.errors import ConfigError
from radio.produce import produce
from radio.script import Interview, Narration, Script
from radio.take import Span, Take
from radio.track import Entry, Origin
from tests.test_clips import in_a_room, say, written
from tests.test_music import BAY, Wave, decoded, job, level_db, tones
from tests.test_newsroom import encoded

SCRIPT = Script(
    "",
    "",
    (),
    (
        Narration("Mời bà con cùng nghe:"),
        Interview("Nước về rồi.", speaker=BAY),
        Interview("Rau tốt lắm.", speaker=BAY),
        Narration("Đó là lời ông Bảy."),
    ),
)
PAUSES = "[pause]\ncolon = 900\nclip = 1200\n"


def rms_db(sound: Wave, start_ms: float, end_ms: float) -> float:
    span = sound[round(start_ms * 48) : round(end_ms * 48)]
    return float(10 * np.log10((span**2).mean() + 1e-12))


def recorded(entries: tuple[Entry, ...]) -> list[Entry]:
    return [e for e in entries if e.origin is Origin.RECORDING]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return written(tmp_path / "bảy.wav", in_a_room(say("Nước về rồi, bà con mừng lắm.") * 0.3, -50), [])


def test_a_recordings_room_comes_before_it_and_goes_after_it(clip: Path, tmp_path: Path) -> None:
    times = []
    for source in ("clip", ""):
        toml = f'{PAUSES}[ambience]\nsource = "{source}"\n'
        made = job(tmp_path, toml, SCRIPT, {1: Take(clip), 2: Take(clip)})
        track = produce(made, [tones]).track
        sound = decoded(made)
        assert len(sound) == track.duration_ms * 48
        first, second = recorded(track.entries)
        times.append([(e.start_ms, e.end_ms) for e in track.entries])
        room = rms_db(sound, first.start_ms + 20, first.start_ms + 90)
        before = [rms_db(sound, first.start_ms - t, first.start_ms - t + 60) for t in (90, 400, 800)]
        between = rms_db(sound, first.end_ms + 500, first.end_ms + 700)
        after = [rms_db(sound, second.end_ms + t, second.end_ms + t + 60) for t in (30, 600, 1120)]
        if source:
            assert before[0] == pytest.approx(room, abs=2)
            assert before[0] > before[1] > before[2]
            assert before[2] < room - 18
            assert after[0] == pytest.approx(room, abs=2)
            assert after[0] > after[1] > after[2]
            assert between < room - 3
            # The words follow their own recording's beginning: captions are where they were.
            assert first.phrases[0].start_ms == first.start_ms
            assert first.phrases[-1].end_ms == first.end_ms
        else:
            assert max(*before, *after, between) < -80
    assert times[0] == times[1], "the times of what is said are the same"


def test_there_is_no_step_where_the_room_meets_the_recording(clip: Path, tmp_path: Path) -> None:
    made = job(tmp_path, f'{PAUSES}[ambience]\nsource = "clip"\n', SCRIPT, {1: Take(clip), 2: Take(clip)})
    track = produce(made, [tones]).track
    steps = np.abs(np.diff(decoded(made)))
    for entry in recorded(track.entries):
        for at in (entry.start_ms * 48, entry.end_ms * 48):
            around = np.concatenate([steps[at - 4800 : at - 100], steps[at + 100 : at + 4800]])
            assert steps[at - 96 : at + 96].max() <= around.max() * 1.1


def test_what_is_taken_by_hand_stands_in_no_room_but_its_own(clip: Path, tmp_path: Path) -> None:
    toml = f'{PAUSES}[ambience]\nsource = "clip"\n'
    made = job(tmp_path, toml, SCRIPT, {1: Take(clip, Span(1200, 2200))})
    track = produce(made, [tones]).track
    (entry,) = recorded(track.entries)
    sound = decoded(made)
    assert entry.end_ms - entry.start_ms == 1000
    assert rms_db(sound, entry.start_ms - 200, entry.start_ms - 30) < -80


def test_a_stations_sound_lies_under_the_pauses_and_nowhere_else(clip: Path, tmp_path: Path) -> None:
    encoded(tmp_path / "chợ.mp3", [], source="sine=frequency=5000:sample_rate=48000:duration=4")
    levels = []
    for level_lu in (-20, -30):
        toml = f'{PAUSES}[ambience]\nsource = "chợ.mp3"\nlevel_lu = {level_lu}\n'
        made = job(tmp_path, toml, SCRIPT, {1: Take(clip), 2: Take(clip)})
        track = produce(made, [tones]).track
        first, second = recorded(track.entries)
        sound = decoded(made)
        levels.append(level_db(sound, 5000, first.end_ms + 200, second.start_ms - 200))
        coming = [
            level_db(sound, 5000, first.start_ms - t, first.start_ms - t + 100) for t in (150, 500, 880)
        ]
        assert coming[0] > coming[1] > coming[2]
        assert level_db(sound, 5000, first.start_ms + 30, first.end_ms - 30) < levels[-1] - 12
        said = track.entries[0]
        assert level_db(sound, 5000, said.start_ms + 30, said.end_ms - 100) < -75
    assert levels[0] - levels[1] == pytest.approx(10, abs=0.5)


def test_the_shelf_knows_the_room(clip: Path, tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    toml = f'{PAUSES}[ambience]\nsource = "clip"\n'
    long = written(
        tmp_path / "dài.wav", in_a_room(np.tile(say("Nước về rồi, bà con mừng lắm.") * 0.3, 3), -50), []
    )
    made = job(tmp_path, toml, SCRIPT, {1: Take(long), 2: Take(clip)})
    first = produce(made, [tones]).track
    fresh = made.out.read_bytes()
    kept = replace(made, cache=tmp_path / "cache")
    for _ in range(2):
        assert produce(kept, [tones]).track == first
        assert made.out.read_bytes() == fresh
    silent = replace(kept, station=replace(made.station, ambience=replace(made.station.ambience, source="")))
    produce(silent, [tones])
    assert made.out.read_bytes() != fresh


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('source = "không.mp3"', r"ambience\.source: there is no sound"),
        ('source = "a.mp3@3-1"', r"ambience\.source: .* ends before it begins"),
        ("source = 1", r"ambience\.source: .* text"),
        ("level_lu = 3", r"ambience\.level_lu: .* between"),
    ],
)
def test_what_is_wrong_names_the_setting(line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(f"[ambience]\n{line}\n", "utf-8")
    with pytest.raises(ConfigError, match=said):
        settings.load(tmp_path)
