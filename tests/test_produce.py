"""From a script to an episode, with real voices and the real encoder."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from radio import ffmpeg
from radio.assembly import assemble
from radio.audio.clip import Clip, samples
from radio.audio.sound import Samples, Sound
from radio.casting import casts
from radio.errors import ArticleError, ClipError, VoiceBusyError, VoiceError
from radio.parts import Part
from radio.presenters import Presenter
from radio.press import Middle, Taken
from radio.produce import Cast, Job, heard, produce
from radio.script import Credit, Cue, Interview, Narration, Question, Script, Speaker
from radio.station import Pauses, Station
from radio.take import Take
from radio.track import Entry, Origin
from radio.voices import VoiceOptions, open_voice
from radio.voices.tone import Tone
from tests.test_ffmpeg import recording

BAY = Speaker("Trần Văn Bảy", "người dân ấp Gò Tre")
SCRIPT = Script(
    title="Nước sạch về ấp",
    lead="Tuyến ống đã xong. Bà con phấn khởi.",
    credits=(Credit("BT", "Nguyễn Thu", "BT: Nguyễn Thu"),),
    segments=(
        Narration("Ông Bảy nói:"),
        Cue("(Băng)"),
        Interview("Mở vòi ra là có nước.", speaker=BAY),
        Question("Vậy rau thì sao?"),
        Narration("***"),
        Interview("Rau tốt lắm.", speaker=BAY),
    ),
)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(SCRIPT, {}, Station(), tmp_path / "a.mp3", datetime(2026, 3, 5, tzinfo=UTC))


class Written:
    """A reel that keeps what it is given."""

    def __init__(self) -> None:
        self.sounds: list[Samples] = []

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        self.sounds.append(sound[0 : len(sound)])

    def insert(self, middle: Middle) -> None:
        raise AssertionError("nothing here is encoded")


def tone_cast() -> Cast:
    return Cast((open_voice("tone", VoiceOptions()),), open_voice("tone", VoiceOptions(pitch=80)))


def test_the_order_of_hearing() -> None:
    order = heard(SCRIPT, Station())
    assert [(s.kind, number) for s, number in order] == [
        ("narration", 0), ("narration", 0), ("narration", 0), ("cue", 0),
        ("interview", 1), ("question", 0), ("narration", 0), ("interview", 2),
    ]  # fmt: skip
    assert order[0][0].text == SCRIPT.title
    assert heard(SCRIPT, Station(read_title=False))[0][0].text == SCRIPT.lead


def test_phrases_lie_where_they_are_heard(job: Job) -> None:
    episode = produce(job, [tone_cast])
    lead = episode.track.entries[1]
    assert [p.text for p in lead.phrases] == ["Tuyến ống đã xong.", "Bà con phấn khởi."]
    first, second = lead.phrases
    assert (first.start_ms, second.end_ms) == (lead.start_ms, lead.end_ms)
    assert second.start_ms - first.end_ms == Pauses().sentence
    # The tone voice says a syllable in 200 ms.
    assert first.end_ms - first.start_ms == pytest.approx(800, abs=80)
    sound = samples(ffmpeg.decode(job.out, subject="a")).astype(float)
    between = sound[(first.end_ms + 30) * 48 : (second.start_ms - 30) * 48]
    within = sound[(first.start_ms + 50) * 48 : (first.end_ms - 50) * 48]
    assert np.abs(between).max() < 100 < np.abs(within).max()


def test_cues_and_mere_marks_are_not_heard(job: Job) -> None:
    episode = produce(job, [tone_cast])
    assert [e.segment.text for e in episode.track.entries] == [
        SCRIPT.title, SCRIPT.lead,
        "Ông Bảy nói:", "Mở vòi ra là có nước.", "Vậy rau thì sao?", "Rau tốt lắm.",
    ]  # fmt: skip


def test_recordings_and_voices_side_by_side(job: Job, tmp_path: Path) -> None:
    clip = recording(tmp_path / "băng.m4a", 3)
    episode = produce(replace(job, takes={2: Take(clip)}), [tone_cast])
    spoken, recorded = (e for e in episode.track.entries if isinstance(e.segment, Interview))
    assert spoken.origin is Origin.SYNTHETIC
    assert recorded.origin is Origin.RECORDING
    assert recorded.clip == "băng.m4a"
    told = json.loads(job.out.with_suffix(".json").read_text("utf-8"))["sources"][1]
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    assert told == {"kind": "recording", "name": "băng.m4a", "sha256": digest}
    assert recorded.end_ms - recorded.start_ms == pytest.approx(3000, abs=60)
    assert episode.notes == ("statement 1, Trần Văn Bảy: no recording; read by a voice",)
    assert episode.track.synthetic


def test_times_are_whole_milliseconds_from_end_to_end(job: Job) -> None:
    track = produce(job, [tone_cast]).track
    decoded = samples(ffmpeg.decode(job.out, subject="a"))
    assert len(decoded) == track.duration_ms * 48


@dataclass
class Failing:
    """A voice that speaks well until its service goes away."""

    failure: VoiceError
    good_for: int
    name = engine = "thử"
    version = settings = ""
    online = True

    closed = False

    def speak(self, text: str) -> Clip:
        self.good_for -= 1
        if self.good_for < 0:
            raise self.failure
        return open_voice("tone", VoiceOptions()).speak(text)

    def close(self) -> None:
        self.closed = True


class Listening(Tone):
    """A tone that tells what it was asked for."""

    def __init__(self, asked: list[str]) -> None:
        super().__init__(VoiceOptions())
        self.asked = asked

    def speak(self, text: str) -> Clip:
        self.asked.append(text)
        return super().speak(text)


class Waiting(Tone):
    """An online voice that takes its time, and counts who waits."""

    online = True

    def __init__(self) -> None:
        super().__init__(VoiceOptions())
        self.now = self.most = 0
        self.lock = threading.Lock()

    def speak(self, text: str) -> Clip:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.05)
        with self.lock:
            self.now -= 1
        return super().speak(text)


def test_the_next_voice_speaks_the_whole_story(job: Job) -> None:
    away = VoiceBusyError("thử", "does not answer", "try again later")
    failing = Failing(away, 2)
    episode = produce(job, [lambda: Cast((failing,), failing), tone_cast])
    assert failing.closed
    assert set(episode.voices) == {"tone", "tone pitch 80"}
    assert "does not answer" in episode.notes[0]
    assert "the whole story is spoken by tone" in episode.notes[0]
    assert episode.replaced == episode.notes[:1]


def test_no_voice_left(job: Job, tmp_path: Path) -> None:
    away = VoiceBusyError("thử", "does not answer", "try again later")
    with pytest.raises(VoiceBusyError):
        produce(job, [lambda: Cast((Failing(away, 2),), Failing(away, 2))])
    assert not list(tmp_path.iterdir())


def test_a_silent_recording_is_refused(job: Job, tmp_path: Path) -> None:
    silent = recording(tmp_path / "im.wav", 3, ["-af", "volume=0", "-ar", "8000"])
    with pytest.raises(ClipError, match=r"im\.wav: is silent"):
        produce(replace(job, takes={1: Take(silent)}), [tone_cast])


def test_nothing_to_say(job: Job) -> None:
    empty = replace(SCRIPT, title="", lead="", segments=(Narration("***"), Cue("(Nhạc)")))
    with pytest.raises(ArticleError):
        produce(replace(job, script=empty), [tone_cast])


def test_presenters_take_turns(job: Job) -> None:
    two = Station(presenter=(Presenter("PTV nam"), Presenter("PTV nữ")))
    script = replace(SCRIPT, segments=(*SCRIPT.segments, Narration("Chào.", presenter="PTV nữ")))
    asked: dict[str, list[str]] = {"one": [], "two": [], "quotes": []}
    voices = [Listening(asked[name]) for name in asked]
    produce(replace(job, station=two, script=script), [lambda: Cast((voices[0], voices[1]), voices[2])])
    assert {name: sorted(texts) for name, texts in asked.items()} == {
        "one": ["Nước sạch về ấp", "Vậy rau thì sao?", "Ông Bảy nói:"],
        "two": ["Bà con phấn khởi.", "Chào.", "Tuyến ống đã xong."],
        "quotes": ["Mở vòi ra là có nước.", "Rau tốt lắm."],
    }


def test_what_a_voice_leaves_out_is_told(job: Job) -> None:
    script = replace(SCRIPT, segments=(Narration("Ông Sok (សុខ) chào bà con."),))
    (opened,) = casts(Station())
    episode = produce(replace(job, script=script), [opened])
    (told,) = (note for note in episode.notes if "leaves out" in note)
    assert "“សខ”" in told
    assert "Ông Sok (" in told


def test_many_sentences_wait_for_an_online_voice_together(job: Job) -> None:
    voice = Waiting()
    script = replace(SCRIPT, segments=tuple(Narration(f"Câu số {n}. Câu khác.") for n in range(20)))
    produce(replace(job, script=script), [lambda: Cast((voice,), voice)])
    assert voice.most >= 8


def test_pauses_follow_what_was_said(job: Job) -> None:
    pause = Pauses(sentence=120, paragraph=720, colon=960, clip=480)
    script = replace(SCRIPT, lead="Xin chào. Mời nghe: một hai.", segments=SCRIPT.segments[:3])
    episode = produce(replace(job, script=script, station=Station(pause=pause)), [tone_cast])
    title, lead, says, quote = episode.track.entries
    assert lead.start_ms - title.end_ms == pytest.approx(720, abs=12)
    assert quote.start_ms - says.end_ms == pytest.approx(960, abs=12)
    assert lead.phrases[1].start_ms - lead.phrases[0].end_ms == 120


def test_a_tape_without_words_plays_or_is_left_out(job: Job, tmp_path: Path) -> None:
    tape = Cue("Băng phỏng vấn ông Bảy", speaker=BAY)
    script = replace(SCRIPT, segments=(Narration("Mời nghe."), tape))
    without = produce(replace(job, script=script), [tone_cast])
    assert len(without.track.entries) == 3
    assert "left out" in without.notes[0]
    clip = recording(tmp_path / "b.wav", 2)
    played = produce(replace(job, script=script, takes={1: Take(clip)}), [tone_cast])
    assert played.track.entries[-1].clip == "b.wav"


def test_no_drift_over_a_hundred_segments() -> None:
    def parts() -> Iterator[Part]:
        for i in range(100):
            sound = np.zeros((37 + i) * 48, np.int16)
            sound[0] = 20_000
            entry = Entry(Narration(str(i)), 0, 37 + i, Origin.SYNTHETIC)
            yield Part(entry, sound, None, sound[:0], np.ones(-(-(37 + i) // 4), np.float32), 0.6)

    written = Written()
    track, _ = assemble(parts(), written, Pauses())
    whole = np.concatenate(written.sounds)
    assert len(whole) == track.duration_ms * 48
    assert np.flatnonzero(whole).tolist() == [e.start_ms * 48 for e in track.entries]
    # Every segment begins with an MP3 frame, and the pauses are as set but for half a frame.
    assert all(e.start_ms % 24 == 0 for e in track.entries)
    assert track.duration_ms % 24 == 0
    gaps = [b.start_ms - a.end_ms for a, b in pairwise(track.entries)]
    assert all(abs(gap - Pauses().paragraph) <= 12 for gap in gaps)


def test_the_same_story_gives_the_same_bytes(job: Job) -> None:
    made = []
    for _ in range(2):
        produce(job, [tone_cast])
        made.append((job.out.read_bytes(), job.out.with_suffix(".json").read_bytes()))
    assert made[0] == made[1]


def test_a_story_keeps_the_id_that_it_has(job: Job) -> None:
    mine = "6f0d4c9e-2a53-5a1c-9f0e-0c8f8a3e7d11"
    alone = produce(replace(job, id=mine, cores=1), [tone_cast])
    together = produce(replace(job, out=job.out.with_name("b.mp3")), [tone_cast])
    assert (alone.id, together.id != mine) == (mine, True)
    assert alone.track == together.track, "however many cores make it"
