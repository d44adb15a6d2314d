"""A station's music in a programme, measured on the decoded MP3."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import jsonschema
import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest

from radio import ffmpeg, settings, sidecar
from radio.audio.clip import samples
from radio.casting import casts
from radio.chapters import chapters
from radio.episode import Episode
from radio.errors import ArticleError, ConfigError
from radio.masters import MASTERS
from radio.produce import Cast, Job, produce
from radio.recipe import recipe
from radio.script import Cue, Interview, Narration, Question, Script, Segment, Speaker
from radio.take import Take
from radio.track import Origin
from radio.transcript import to_srt, to_text
from radio.voices import VoiceOptions, open_voice
from tests.test_masters import ebur128
from tests.test_newsroom import encoded

Wave = npt.NDArray[np.float64]
BAY = Speaker("Trần Văn Bảy", "người dân ấp Gò Tre")
LONG = "Công trình nước sạch phục vụ ba trăm hộ dân trong ấp vùng sâu."
SCRIPT = Script(
    title="Nước sạch về ấp",
    lead=LONG,
    credits=(),
    segments=(
        Narration(f"Sáng nay, {LONG}", line=3),
        Narration("Ông Bảy vui vẻ nói:", line=4),
        Interview("Mở vòi ra là có nước, tui mừng lắm.", line=4, speaker=BAY),
        Narration("Ông nói thêm về ruộng rau.", line=4),
        Cue("(Nhạc cắt)", line=5),
        Narration(LONG, line=6),
    ),
)
# Pitches that no voice here has, so that each is heard through the others.
BED_HZ, STING_HZ, SIGNATURE_HZ, CLOSE_HZ = 5000, 6000, 7000, 8000
SLOW = "[pause]\nparagraph = 3000\nclip = 1000\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A station's folder with music that is easily measured."""
    for name, hz, seconds in (
        ("nền.wav", BED_HZ, 7),
        ("cắt.mp3", STING_HZ, 1),
        ("hiệu.ogg", SIGNATURE_HZ, 4),
        ("kết.wav", CLOSE_HZ, 20),
    ):
        quiet = f"sine=frequency={hz}:sample_rate=48000:duration={seconds},volume=-6dB"
        encoded(tmp_path / name, ["-c:a", "libopus"] if name.endswith("ogg") else [], source=quiet)
    return tmp_path


def job(folder: Path, toml: str, script: Script = SCRIPT, takes: dict[int, Take] | None = None) -> Job:
    (folder / "station.toml").write_text(toml, "utf-8")
    station = settings.load(folder).station
    day = datetime(2026, 3, 5, tzinfo=UTC)
    return Job(script, takes or {}, station, folder / "a.mp3", day, folder=folder)


def tones() -> Cast:
    return Cast((open_voice("tone", VoiceOptions()),), open_voice("tone", VoiceOptions(pitch=80)))


def decoded(made: Job) -> Wave:
    return samples(ffmpeg.decode(made.out, subject="a")).astype(np.float64) / 32768


def level_db(sound: Wave, hz: float, start_ms: float, end_ms: float) -> float:
    """The level of a pitch in a span, dB below a full sine."""
    span = sound[round(start_ms * 48) : round(end_ms * 48)]
    window = np.hanning(len(span))
    turned = span * window * np.exp(-2j * np.pi * hz * np.arange(len(span)) / 48_000)
    return float(20 * np.log10(2 * abs(turned.sum()) / window.sum() + 1e-9))


def gaps(episode: Episode) -> Iterator[tuple[str, str, int, int]]:
    """Between which segments, from when to when."""
    for a, b in pairwise(episode.track.entries):
        yield a.segment.kind, b.segment.kind, a.end_ms, b.start_ms


@pytest.mark.parametrize(("bed_lu", "duck_db"), [(-12, 8), (-8, 15), (-20, 6)])
def test_the_bed_goes_down_for_the_words(bed_lu: float, duck_db: float, folder: Path) -> None:
    toml = f'{SLOW}[music]\nbed = "nền.wav"\nbed_lu = {bed_lu}\nduck_db = {duck_db}\n'
    made = job(folder, toml)
    episode = produce(made, [tones])
    sound = decoded(made)
    under = [
        level_db(sound, BED_HZ, e.start_ms + 300, e.end_ms - 900)
        for e in episode.track.entries
        if isinstance(e.segment, Narration) and e.end_ms - e.start_ms > 2000
    ]
    open_db = [
        level_db(sound, BED_HZ, start + 1000, end - 500)
        for before, after, start, end in gaps(episode)
        if before == after == "narration" and end - start > 2000
    ]
    assert len(under) >= 3
    assert len(open_db) >= 3
    assert np.ptp(under) < 0.6
    assert np.ptp(open_db) < 0.6
    assert np.mean(open_db) - np.mean(under) == pytest.approx(duck_db, abs=0.4)
    # As loud against speech as is set: a steady pitch's loudness is known from its level.
    weight = pyloudnorm.Meter(48_000).integrated_loudness(
        np.sin(2 * np.pi * BED_HZ * np.arange(96_000) / 48_000)
    )
    assert np.mean(open_db) + weight == pytest.approx(-16 + bed_lu, abs=0.5)


def test_attack_and_release_take_their_time(folder: Path) -> None:
    toml = f'{SLOW}[music]\nbed = "nền.wav"\nduck_db = 20\nattack_ms = 400\nrelease_ms = 1000\n'
    made = job(folder, toml)
    episode = produce(made, [tones])
    sound = decoded(made)
    start, end = next((s, e) for a, b, s, e in gaps(episode) if a == b == "narration" and e - s > 2500)
    full = level_db(sound, BED_HZ, start + 1300, start + 1700)
    assert level_db(sound, BED_HZ, start + 450, start + 550) == pytest.approx(full - 10, abs=1.5)
    assert level_db(sound, BED_HZ, end - 230, end - 170) == pytest.approx(full - 10, abs=1.5)
    assert level_db(sound, BED_HZ, end - 450, end - 410) == pytest.approx(full, abs=0.7)


@pytest.mark.parametrize("under", [False, True])
def test_the_bed_is_under_recordings_only_if_asked(under: bool, folder: Path) -> None:
    clip = encoded(folder / "bảy.m4a", [], seconds=4)
    toml = f'{SLOW}[music]\nbed = "nền.wav"\nbed_under_clips = {str(under).lower()}\n'
    made = job(folder, toml, takes={1: Take(clip)})
    episode = produce(made, [tones])
    sound = decoded(made)
    (recorded,) = (e for e in episode.track.entries if e.origin is Origin.RECORDING)
    heard = level_db(sound, BED_HZ, recorded.start_ms + 100, recorded.end_ms - 100)
    words = episode.track.entries[2]
    beside = level_db(sound, BED_HZ, words.start_ms + 100, words.end_ms - 100)
    assert heard == pytest.approx(beside, abs=1) if under else heard < -75


def test_each_piece_is_where_the_timeline_says(folder: Path) -> None:
    toml = (
        '[music]\nsignature = "hiệu.ogg@0.5-3"\nsting = "cắt.mp3"\nsting_at = "paragraphs"\nbed = "nền.wav"\n'
        'close = "kết.wav"\nclose_ms = 5000\nfade_out_ms = 2000\n'
    )
    made = job(folder, toml)
    episode = produce(made, [tones])
    sound = decoded(made)
    assert len(sound) == episode.track.duration_ms * 48
    music = [e for e in episode.track.entries if e.origin is Origin.MUSIC]
    assert [(e.segment.text, e.clip) for e in music] == [
        ("Nhạc hiệu", "hiệu.ogg"), ("Nhạc cắt", "cắt.mp3"), ("Nhạc cắt", "cắt.mp3"), ("Nhạc cắt", "cắt.mp3"),
        ("Nhạc kết", "kết.wav"),
    ]  # fmt: skip
    assert music[0].end_ms - music[0].start_ms == pytest.approx(2500, abs=1)
    assert music[-1].end_ms - music[-1].start_ms == 5000
    pitches = {"hiệu.ogg": SIGNATURE_HZ, "cắt.mp3": STING_HZ, "kết.wav": CLOSE_HZ}
    for hz in pitches.values():
        # The level of the pitch every 4 ms: it is heard where a piece is, and nowhere else.
        at = np.arange(0, len(sound) / 48 - 12, 4)
        heard = np.array([level_db(sound, hz, t, t + 12) for t in at]) > -32
        starts = at[1:][heard[1:] & ~heard[:-1]]
        told = [e.start_ms for e in music if pitches[e.clip] == hz]
        assert len(starts) == len(told)
        assert np.abs(starts - told).max() <= 24
    first, last = music[0], music[-1]
    fading = [level_db(sound, CLOSE_HZ, last.end_ms - t, last.end_ms - t + 100) for t in (2100, 1050, 300)]
    assert fading[0] == pytest.approx(fading[1] + 6, abs=1)
    assert fading[2] < fading[0] - 20
    assert level_db(sound, SIGNATURE_HZ, first.start_ms + 100, first.end_ms - 900) > -32


def test_without_a_close_the_bed_comes_up_and_fades(folder: Path) -> None:
    made = job(folder, '[music]\nbed = "nền.wav"\nclose_ms = 6000\n')
    episode = produce(made, [tones])
    sound = decoded(made)
    *_, said, ending = episode.track.entries
    assert (ending.origin, ending.clip, ending.start_ms) == (Origin.MUSIC, "nền.wav", said.end_ms)
    assert ending.end_ms == episode.track.duration_ms == pytest.approx(said.end_ms + 6000, abs=12)
    rise = [
        level_db(sound, BED_HZ, said.end_ms + t, said.end_ms + t + 200) for t in (-1200, 1000, 2500, 5600)
    ]
    assert rise[1] - rise[0] == pytest.approx(20, abs=0.6), "from 20 LU under the words to their level"
    assert rise[2] == pytest.approx(rise[1], abs=0.5)
    assert rise[3] < rise[1] - 15


def test_the_bed_comes_up_behind_a_last_statement_too(folder: Path) -> None:
    script = replace(SCRIPT, segments=SCRIPT.segments[:3])
    made = job(folder, '[music]\nbed = "nền.wav"\nclose_ms = 5000\nfade_out_ms = 1000\n', script)
    *_, quoted, ending = produce(made, [tones]).track.entries
    assert isinstance(quoted.segment, Interview)
    sound = decoded(made)
    levels = [level_db(sound, BED_HZ, quoted.end_ms + t, quoted.end_ms + t + 100) for t in (-300, 100, 1500)]
    assert levels[0] < -75
    assert levels[0] < levels[1] - 10 < levels[2] - 10
    assert (ending.start_ms, ending.origin) == (quoted.end_ms, Origin.MUSIC)
    # Behind a close of the script's own there is none.
    closed = replace(script, segments=(*script.segments, Cue("(Nhạc kết)", take="kết.wav")))
    made = job(folder, '[music]\nbed = "nền.wav"\n', closed, {2: Take(folder / "kết.wav")})
    assert [e.clip for e in produce(made, [tones]).track.entries if e.origin is Origin.MUSIC] == ["kết.wav"]


@pytest.mark.parametrize(
    ("master", "levels"),
    [*((name, "") for name in MASTERS), ("podcast", "bed_lu = -8\nduck_db = 4\nlevel_lu = -1\n")],
)
def test_loudness_and_peaks_hold_with_music(master: str, levels: str, folder: Path) -> None:
    clip = encoded(folder / "bảy.m4a", [], seconds=3)
    music = Path(__file__).parent.parent / "samples" / "nhac"
    pieces = "".join(
        f'{key} = "{(music / name).as_posix()}"\n'
        for key, name in (("signature", "nhac-hieu.ogg"), ("sting", "nhac-cat.ogg"), ("bed", "nhac-nen.ogg"))
    )
    script = replace(SCRIPT, segments=SCRIPT.segments * 3)
    toml = f'master = "{master}"\n[music]\n{pieces}{levels}'
    made = job(folder, toml, script, {1: Take(clip)})
    track = produce(made, casts(made.station, voice="espeak")).track
    lufs, peak = ebur128(made.out)
    assert lufs == pytest.approx(made.station.loudness, abs=0.5)
    assert track.loudness_lufs == pytest.approx(lufs, abs=0.3)
    assert peak <= made.station.true_peak
    sound = decoded(made)
    meter = pyloudnorm.Meter(48_000)
    for entry in track.entries:
        span = sound[entry.start_ms * 48 : entry.end_ms * 48]
        if entry.origin is not Origin.MUSIC and len(span) > 20_000:
            assert meter.integrated_loudness(span) == pytest.approx(made.station.loudness, abs=1)


def test_no_join_clicks(folder: Path) -> None:
    """No sample of a join stands out: the step at it is none of more than the sound around it has."""
    toml = '[pause]\nparagraph = 0\ncolon = 0\nclip = 0\nmusic = 0\n[music]\nsignature = "hiệu.ogg@0.5-3"\n'
    toml += 'sting = "cắt.mp3"\nsting_at = "paragraphs"\nbed = "nền.wav"\nfade_ms = 100\n'
    # A recording that begins and ends in the middle of a loud low tone.
    tone = "sine=frequency=110:sample_rate=48000:duration=6,volume=8"
    clip = encoded(folder / "bảy.wav", [], source=tone)
    made = job(folder, toml, takes={1: Take(clip)})
    episode = produce(made, [tones])
    sound = decoded(made)
    steps = np.abs(np.diff(sound))
    for entry in episode.track.entries:
        for at_ms in (entry.start_ms, entry.end_ms):
            at = at_ms * 48
            here = steps[max(0, at - 96) : at + 96].max(initial=0)
            around = steps[max(0, at - 4800) : at + 4800]
            assert here <= max(np.percentile(around, 99.5) * 1.2, 0.005), f"{entry.segment.text} at {at_ms}"


def test_what_a_script_calls_for_is_played_there_and_not_twice(folder: Path) -> None:
    toml = '[music]\nsignature = "hiệu.ogg"\nsting = "cắt.mp3"\nclose = "kết.wav"\n'
    segments: tuple[Segment, ...] = (
        Cue("(Nhạc hiệu)"),
        Narration("Xin chào."),
        Cue("(Nhạc xen)", take="riêng.wav"),
        Question("Vì sao?"),
        Cue("(Nhạc nền nhỏ dần)"),
        Cue("(Quảng cáo)"),
        Cue("[Nhạc kết]"),
        Narration("Hẹn gặp lại."),
    )
    script = Script("", "", (), segments)
    own = encoded(folder / "riêng.wav", [], seconds=1)
    episode = produce(job(folder, toml, script, {1: Take(own)}), [tones])
    assert [e.segment.text for e in episode.track.entries] == [
        "Nhạc hiệu", "Xin chào.", "Nhạc xen", "Vì sao?", "Nhạc kết", "Hẹn gặp lại.",
    ]  # fmt: skip
    assert [e.clip for e in episode.track.entries if e.origin is Origin.MUSIC] == [
        "hiệu.ogg",
        "riêng.wav",
        "kết.wav",
    ]


def test_a_sting_parts_no_introduction_from_its_recording(folder: Path) -> None:
    episode = produce(job(folder, '[music]\nsting = "cắt.mp3"\nsting_at = "paragraphs"\n'), [tones])
    told = ["♪" if e.origin is Origin.MUSIC else e.segment.text for e in episode.track.entries]
    assert told == [
        "Nước sạch về ấp", LONG, "♪", f"Sáng nay, {LONG}", "♪", "Ông Bảy vui vẻ nói:",
        "Mở vòi ra là có nước, tui mừng lắm.", "Ông nói thêm về ruộng rau.", "♪", LONG,
    ]  # fmt: skip


def test_music_alone_is_no_programme(folder: Path) -> None:
    empty = Script("", "", (), (Cue("(Nhạc cắt)"), Narration("***")))
    with pytest.raises(ArticleError, match="no words"):
        produce(job(folder, '[music]\nsignature = "hiệu.ogg"\nsting = "cắt.mp3"\n', empty), [tones])


def test_who_reads_the_episode_knows_of_the_music(folder: Path) -> None:
    made = job(folder, '[music]\nsignature = "hiệu.ogg@1-2"\nsting = "cắt.mp3"\nbed = "nền.wav"\n')
    episode = produce(made, [tones])
    value = json.loads(made.out.with_suffix(".json").read_text("utf-8"))
    jsonschema.validate(value, sidecar.schema(), format_checker=jsonschema.FormatChecker())
    assert [s["origin"] for s in value["segments"]].count("music") == 3
    assert value["music"] == {
        "signature": "hiệu.ogg", "sting": "cắt.mp3", "bed": "nền.wav", "close": None,
        "level_lu": 0.0, "bed_lu": -12.0, "duck_db": 8.0,
    }  # fmt: skip
    assert str(folder) not in json.dumps(value, ensure_ascii=False)
    sources = [s["name"] for s in value["sources"] if s["kind"] == "music"]
    assert sources == ["hiệu.ogg", "cắt.mp3", "nền.wav"]
    # Chapters cover the programme, and none is of music alone.
    marks = chapters(episode.track)
    assert len(marks) == len(episode.track.entries) - 3
    assert (marks[0].start_ms, marks[-1].end_ms) == (0, episode.track.duration_ms)
    assert not any("Nhạc" in m.title for m in marks)
    assert "[Nhạc hiệu]" in to_srt(episode.track)
    assert "[Nhạc cắt]" in to_text(episode.track)
    assert episode.track.synthetic


def test_the_same_bytes_again_and_from_the_shelf(folder: Path) -> None:
    toml = '[music]\nsignature = "hiệu.ogg"\nsting = "cắt.mp3"\nbed = "nền.wav"\n'
    made = job(folder, toml)
    produce(made, [tones])
    fresh = made.out.read_bytes()
    kept = replace(made, cache=folder / "cache")
    for _ in range(2):
        produce(kept, [tones])
        assert made.out.read_bytes() == fresh
    # Another level, another piece under the old name: neither is answered from the shelf.
    louder = replace(kept, station=replace(made.station, music=replace(made.station.music, level_lu=-3)))
    produce(louder, [tones])
    assert made.out.read_bytes() != fresh
    encoded(folder / "cắt.mp3", [], source="sine=frequency=6000:duration=2")
    produce(kept, [tones])
    assert made.out.read_bytes() != fresh
    anew = made.out.read_bytes()
    produce(made, [tones])
    assert made.out.read_bytes() == anew


def test_another_piece_of_the_same_name_is_another_recipe(folder: Path) -> None:
    (folder / "station.toml").write_text('[music]\nsting = "cắt.mp3@0-0.5"\n', "utf-8")
    first = recipe(settings.load(folder), lambda path: path.read_bytes().hex())
    assert recipe(settings.load(folder), lambda path: path.read_bytes().hex()) == first
    encoded(folder / "cắt.mp3", [], seconds=3)
    assert recipe(settings.load(folder), lambda path: path.read_bytes().hex()) != first


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('sting = "không.mp3"', r"station\.toml: music\.sting: there is no sound"),
        (
            'bed = "chữ.txt"',
            r"music\.bed: chữ\.txt: is not a recording that can be decoded; give another piece",
        ),
        ('signature = "hiệu.ogg@30-40"', r"music\.signature: hiệu\.ogg: is 0:04.* long, but its span begins"),
        ('signature = "hiệu.ogg@3-1"', r"music\.signature: .* ends before it begins"),
        ('signature = "@1-2"', r"music\.signature: .* must name a file"),
        ('close = "im.wav"', r"music\.close: im\.wav: is silent"),
        ('bed = "ngắn.wav"', r"music\.bed: ngắn\.wav: is too short"),
        ('bed = "nền.wav"\nbed_lu = -2\nduck_db = 1', r"music\.duck_db: the bed would stand 3 LU under"),
        ("duck_db = -1", r"music\.duck_db: -1 will not do"),
        ('sting_at = "always"', r"music\.sting_at: .* must be one of: cues, paragraphs"),
        ("attack_ms = 0.5", r"music\.attack_ms: .* whole number"),
        ("volume = 3", r"music\.volume: unknown setting"),
    ],
)
def test_what_is_wrong_names_the_setting(line: str, said: str, folder: Path) -> None:
    (folder / "chữ.txt").write_text("Không phải nhạc.", "utf-8")
    encoded(folder / "im.wav", [], source="anullsrc=r=48000:cl=mono:d=3")
    encoded(folder / "ngắn.wav", [], seconds=0.3)
    with pytest.raises(ConfigError, match=said):
        produce(job(folder, f"[music]\n{line}\n"), [tones])
    assert not (folder / "a.mp3").exists()


def test_a_long_programme_holds_no_more_of_the_bed(folder: Path) -> None:
    """An hour is written block by block: what grows is eight bytes each 4 ms."""
    script = """
import tracemalloc
from concurrent.futures import Future
import numpy as np
from radio.assembly import Bed, assemble
from radio.audio import bed, level
from radio.parts import Part
from radio.script import Narration
from radio.station import Pauses
from radio.track import Entry, Origin

class Reel:
    total = 0
    def write(self, sound, taken=None):
        self.total += sum(len(sound[at : at + 96_000]) for at in range(0, len(sound), 96_000))

def parts(count):
    silent = np.zeros(20_000 * 48, np.int16)
    for _ in range(count):
        entry = Entry(Narration("a"), 0, 20_000, Origin.SYNTHETIC)
        yield Part(entry, silent, None, silent[:0], np.ones(5000, np.float32), 0.1, under=True)

noise = np.random.default_rng(1).normal(0, 3000, 480_000).astype(np.int16)
music = level.level(noise, target_lufs=-17, ceiling_dbtp=-1)
loop = Future(); loop.set_result(bed.Loop(music))
under = Bed(loop, bed.Ducking(-10, -20, 0, 200, 700, 800))
peaks = []
for minutes in (1, 11):
    tracemalloc.start()
    reel = Reel()
    track, _ = assemble(parts(3 * minutes), reel, Pauses(), under)
    assert reel.total == track.duration_ms * 48
    peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
print(peaks[1] - peaks[0])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert int(done.stdout) < 4_000_000, "ten minutes more; an hour is within 20 MB"
