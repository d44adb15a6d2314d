"""A bed's gain has no steps, and is what it should be under words, in gaps and where it is not wanted."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.assembly import Bed, assemble
from radio.audio import bed, level
from radio.audio.bed import Around, Ducking, Loop
from radio.audio.peaks import Floats
from radio.audio.sound import MS, Samples, Sound
from radio.parts import Part
from radio.press import Middle, Taken
from radio.script import Cue, Narration
from radio.station import Pauses
from radio.track import Entry, Origin

DUCKING = Ducking(open_db=-10, speech_db=-20, swell_db=0, attack_ms=200, release_ms=700, fade_ms=800)
NEVER = float("inf")


def db(gain: float) -> float:
    return float(20 * np.log10(gain))


def test_down_for_the_words_and_up_between_them() -> None:
    gains = DUCKING.gains(10_000, 14_000, Around(speech_end_ms=10_000, speech_start_ms=14_000))
    assert db(gains[0]) == pytest.approx(-20, abs=0.01)
    assert db(gains[350]) == pytest.approx(-15, abs=0.1)
    assert db(gains[700]) == db(gains[3_800]) == pytest.approx(-10, abs=0.01)
    assert db(gains[3_900]) == pytest.approx(-15, abs=0.1)
    assert db(gains[4_000]) == pytest.approx(-20, abs=0.01)


def test_gone_before_what_has_none() -> None:
    around = Around(speech_start_ms=5_000, speech_end_ms=8_000, off_start_ms=8_400, leaving_ms=800)
    gains = DUCKING.gains(5_000, 8_000, around)
    assert db(gains[2_600]) == pytest.approx(-20, abs=0.01)
    assert db(gains[3_000]) == pytest.approx(-26, abs=0.1)
    after = DUCKING.gains(8_000, 8_400, Around(8_000, 8_000, 0, 8_400, 800))
    assert after[0] == pytest.approx(gains[-1])
    assert after[-1] == 0


def looped(sound: Samples) -> Loop:
    music = level.level(sound, target_lufs=-17, ceiling_dbtp=-1)
    assert music is not None
    return Loop(music)


class Kept:
    """A reel that keeps what it is given; what is encoded already is told by its length."""

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        assert len(sound[0 : len(sound)]) == len(sound)

    def insert(self, middle: Middle) -> None:
        raise AssertionError("nothing here is encoded")


def part(ms: int, kind: str) -> Part:
    entry = Entry(Narration("a") if kind == "speech" else Cue("b"), 0, ms, Origin.SYNTHETIC)
    silent = np.zeros(ms * MS, np.int16)
    energies = np.zeros(-(-ms // 4), np.float32)
    return Part(entry, silent, None, silent[:0], energies, 0.1, under=kind == "speech")


PARTS = st.lists(st.tuples(st.integers(1, 3000), st.sampled_from(["speech", "off"])), min_size=1, max_size=8)


@given(PARTS, st.integers(0, 1500), st.integers(0, 1500), st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_follows_whatever_the_bed_never_jumps(
    told: list[tuple[int, str]], pause_ms: int, fade_ms: int, comes_up: bool
) -> None:
    gains: list[Floats] = []

    class Watched(Ducking):
        def gains(self, start_ms: int, end_ms: int, around: Around) -> Floats:
            found = Ducking.gains(self, start_ms, end_ms, around)
            gains.append(found)
            spans.append((start_ms, end_ms))
            return found

    spans: list[tuple[int, int]] = []
    loop: Future[Loop] = Future()
    loop.set_result(looped(np.random.default_rng(1).normal(0, 3000, 96_000).astype(np.int16)))
    ducking = Watched(-10, -20, 0, 200, 700, fade_ms)
    ending = Entry(Cue("c"), 0, 0, Origin.MUSIC) if comes_up else None
    under = Bed(loop, ducking, ending, 4000 if comes_up else 0, 1500)
    pauses = Pauses(paragraph=pause_ms, clip=pause_ms, music=pause_ms)
    track, _ = assemble((part(*t) for t in told), Kept(), pauses, under)
    whole = np.zeros(track.duration_ms + 1, np.float32)
    for (start_ms, end_ms), found in zip(spans, gains, strict=True):
        # Where two stretches meet they agree.
        if start_ms and whole[start_ms] > 0:
            assert found[0] == pytest.approx(whole[start_ms], abs=0.02)
        whole[start_ms : end_ms + 1] = found
    assert np.abs(np.diff(whole)).max() <= (0.03 if fade_ms >= 24 else 0.12)
    for entry, (_, kind) in zip(track.entries, told, strict=False):
        inner = whole[entry.start_ms : entry.end_ms + 1]
        if kind == "speech":
            assert inner.max() <= 10 ** (-20 / 20) * 1.001
        else:
            assert inner[1:-1].max(initial=0) == 0
    assert whole[-1] == 0


def test_a_loop_goes_round_without_a_seam() -> None:
    """A tone that fits its period goes on as if it had no end; and the levels are those that are heard."""
    at = np.arange(5 * 48_000)
    loop = looped((8000 * np.sin(2 * np.pi * 250 * at / 48_000)).astype(np.int16))
    heard = loop.read(0, 13_000).astype(float)
    steps = np.abs(np.diff(heard))
    assert steps.max() <= np.abs(np.diff(heard[:48_000])).max() * 1.02
    middle = np.concatenate(
        [loop.read(a, b) for a, b in ((0, 1), (1, 3_999), (3_999, 4_000), (4_000, 13_000))]
    )
    assert np.array_equal(middle, heard.astype(np.int16)), "in pieces as in one"
    energies = loop.energies(13_000 // 4)
    assert len(energies) == 3250
    assert energies[1500] == pytest.approx(energies[200], rel=0.05)


@pytest.mark.parametrize("ms", [10, 300, 1200])
def test_the_shortest_music_is_a_loop_too(ms: int) -> None:
    loop = looped(np.random.default_rng(2).normal(0, 5000, ms * MS + 13).astype(np.int16))
    assert len(loop.read(0, 5_000)) == 5_000 * MS
    assert len(loop.energies(1250)) == 1250


def test_mixing_adds_and_keeps_what_is_alone() -> None:
    sound = np.random.default_rng(3).integers(-9000, 9000, 480).astype(np.int16)
    music = np.full(480, 1000, np.int16)
    assert np.array_equal(bed.mixed(sound, music, np.zeros(11, np.float32)), sound)
    both = bed.mixed(sound, music, np.full(11, 0.5, np.float32))
    assert np.array_equal(both, sound + 500)
    loud = bed.mixed(np.full(480, 32_000, np.int16), music, np.ones(11, np.float32))
    assert loud.max() == 32_767
