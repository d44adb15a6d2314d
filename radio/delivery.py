"""Delivery: a finished programme to M4A and Ogg Opus, no louder anywhere than it may be.

What these encoders make of a peak nobody can tell beforehand: up to 5 dB more. So it is played back and
measured, and where it is too loud, the sound is turned down for some milliseconds and encoded again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from radio import ffmpeg, tags
from radio.audio import loudness, peaks
from radio.audio.mp3 import Rate
from radio.audio.sound import MS, Samples, Sound
from radio.bwf import FRONT_BYTES, bext, cart, chunk, info, ixml, markers
from radio.chapters import Chapter, chapters
from radio.episode import Episode
from radio.errors import OutputError
from radio.formats import FORMATS, format_of
from radio.press import Encoder, Press, Tee, Wav, finish, lift_db, sound_of

_PIECE = 240_000  # samples at a time: whole milliseconds
_AROUND = peaks.BLOCK
# Below the ceiling, try by try: where the sound is turned down, the encoder spends its bits otherwise.
_MARGINS_DB = (0.1, 0.3, 0.6, 1.0, 1.5, 2.5)
_CLOSE_ENOUGH_DB = 0.2
_AS_SET_DB = 0.6
_MOST_DB = 1.5  # that is given back at a time
_LIFT_DB = 0.7  # of M4A and Opus as a rule: more is put right
_BITEXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a programme goes: the files under their final names, and those that are written."""

    targets: Mapping[str, tuple[Path, Path]]  # by format
    wav: Path | None  # where all samples are written; None where an MP3 is enough

    @property
    def mp3(self) -> bool:
        """Whether there is to be one."""
        return "mp3" in self.targets

    def lift_db(self, rate: Rate) -> float:
        """What is left between the sound's ceiling and the files'."""
        return max(lift_db(rate) if self.mp3 else 0.0, _LIFT_DB if self._lossy else 0.0, 0.1)

    @property
    def _lossy(self) -> tuple[str, ...]:
        return tuple(name for name in self.targets if name in _ENCODERS)

    @contextlib.contextmanager
    def reel(self, encoder: Encoder) -> Iterator[Tee]:
        """What takes the programme's sound."""
        with contextlib.ExitStack() as stack:
            reels: list[Press | Wav] = []
            if self.mp3:
                reels.append(stack.enter_context(Press(self.targets["mp3"][1], encoder)))
            if self.wav:
                reels.append(stack.enter_context(Wav(self.wav, encoder.subject, FRONT_BYTES)))
            yield Tee(tuple(reels))

    def finish(self, episode: Episode) -> None:
        """Make the files of which only the sound is there, and have each tell what it is."""
        with ThreadPoolExecutor(2, thread_name_prefix="deliver") as pool:
            orders = [pool.submit(self._encode, name, episode) for name in self._lossy]
            if self.mp3:
                tags.write(self.targets["mp3"][1], episode)
            for order in orders:
                order.result()
        if "wav" in self.targets:
            path, temp = self.targets["wav"]
            front = bext(episode) + cart(episode)
            behind = info(episode) + markers(episode.track) + ixml(episode)
            finish(temp, front, behind + chunk(b"id3 ", tags.tag(episode)), path)

    def _encode(self, name: str, episode: Episode) -> None:
        path, temp = self.targets[name]
        station = episode.station
        kbps = station.m4a_bitrate if name == "m4a" else station.opus_bitrate
        if self.wav is None:
            raise ValueError("there is no sound to encode")
        order = Order(temp, name, kbps, path)
        reached = episode.track.loudness_lufs
        # What could not be brought to its loudness is no louder here.
        lufs = station.loudness if abs(reached - station.loudness) < _AS_SET_DB else reached
        wanted = Wanted(lufs, station.true_peak)
        deliver(sound_of(self.wav, FRONT_BYTES), order, chapters(episode.track), wanted)
        (tags.write_mp4 if name == "m4a" else tags.write_opus)(temp, episode)


@contextlib.contextmanager
def delivered(targets: Sequence[Path], temps: Sequence[Path]) -> Iterator[Delivery]:
    """Where a programme goes, for as long as it is made.

    targets: the final names. temps: where each is written until then, and others behind them.
    Raises OutputError for a name that asks for no format.
    """
    found: dict[str, tuple[Path, Path]] = {}
    for path, temp in zip(targets, temps, strict=False):
        kind = format_of(path)
        if kind is None or kind.name in found:
            problem = "is a second file of one format" if kind else "is not a name for a sound file"
            raise OutputError(path, problem, f"end it in {', '.join(f.suffix for f in FORMATS.values())}")
        found[kind.name] = (path, temp)
    if set(found) <= {"mp3", "wav"}:
        yield Delivery(found, found["wav"][1] if "wav" in found else None)
        return
    # In the same folder, where there is room for such files.
    with contextlib.ExitStack() as stack:
        wav = found["wav"][1] if "wav" in found else temps[0].with_suffix(".sound")
        if "wav" not in found:
            stack.callback(wav.unlink, missing_ok=True)
        yield Delivery(found, wav)


@dataclass(frozen=True, slots=True)
class Order:
    """A file to be made."""

    path: Path  # overwritten
    format: str  # "m4a" or "opus"
    bitrate_kbps: int
    subject: object  # what messages call it


@dataclass(frozen=True, slots=True)
class Wanted:
    """How loud it is to be, as decoded."""

    loudness_lufs: float
    true_peak_dbtp: float  # at most


def deliver(sound: Sound, order: Order, marks: tuple[Chapter, ...], wanted: Wanted) -> None:
    """Encode ``sound``, as decoded no louder than is ``wanted``. Raises OutputError."""
    ceiling = 10 ** (wanted.true_peak_dbtp / 20)
    edges: peaks.Floats | None = None
    for margin_db in _MARGINS_DB:
        _ENCODERS[order.format](_turned(sound, edges), order, marks)
        tops, lufs = _measured(ffmpeg.play(order.path, subject=order.subject), ceiling)
        missing_db = wanted.loudness_lufs - lufs
        if tops.max(initial=0) <= ceiling and abs(missing_db) <= _CLOSE_ENOUGH_DB:
            return
        # What was taken from the peaks is given back to the whole; silence stays as it is.
        gain = np.float32(10 ** (min(max(missing_db, -_MOST_DB), _MOST_DB) / 20))
        milliseconds = -(-len(sound) // MS)
        within = np.pad(tops, (0, max(0, milliseconds - len(tops))))[:milliseconds] * gain
        dips = peaks.gains(within, ceiling * 10 ** (-margin_db / 20)) * gain
        edges = dips if edges is None else edges * dips


def _turned(sound: Sound, edges: peaks.Floats | None) -> Iterator[Samples]:
    """``sound`` times the gains at the edges of milliseconds, piece by piece."""
    for start in range(0, len(sound), _PIECE):
        piece = sound[start : start + _PIECE]
        if edges is None:
            yield piece
            continue
        first = start // MS
        ramps = edges[first : first + -(-len(piece) // MS) + 1]
        at = np.arange(len(piece)) / MS
        wave = piece * np.interp(at, np.arange(len(ramps)), ramps)
        yield np.clip(np.rint(wave), -32768, 32767).astype(np.int16)


def _measured(pieces: Iterator[peaks.Floats], ceiling: float) -> tuple[peaks.Floats, float]:
    """True peak of each millisecond, and integrated loudness."""
    found = []
    meter = loudness.Meter()
    held = np.zeros(_AROUND, np.float32)  # what was there before, and a millisecond of it measured again
    for piece in pieces:
        meter.add(piece)
        whole = np.concatenate([held, piece])
        kept = len(whole) // MS * MS - _AROUND
        found.append(peaks.true_peaks(whole[: kept + _AROUND], ceiling)[1:-1])
        held = whole[max(0, kept - _AROUND) :]
    found.append(peaks.true_peaks(held, ceiling)[1:])
    return np.concatenate(found), meter.lufs()


def _m4a(pieces: Iterator[Samples], order: Order, marks: tuple[Chapter, ...]) -> None:
    """AAC-LC by ffmpeg, which writes the chapters both ways: a track of texts (QuickTime), and Nero's."""
    with TemporaryDirectory() as folder:
        told = Path(folder, "chapters.txt")
        told.write_text(_ffmetadata(marks), "utf-8", newline="\n")
        options = [
            *("-f", "ffmetadata", "-i", f"file:{told}", "-map", "0:a", "-map_chapters", "1"),
            *("-c:a", "aac", "-b:a", f"{order.bitrate_kbps}k", *_BITEXACT),
            *("-movflags", "+faststart", "-f", "ipod"),
        ]
        _feed(options, pieces, order)


def _opus(pieces: Iterator[Samples], order: Order, _marks: tuple[Chapter, ...]) -> None:
    options = [
        *(
            "-map_metadata",
            "-1",
            "-c:a",
            "libopus",
            "-b:a",
            f"{order.bitrate_kbps}k",
            "-vbr",
            "constrained",
            *_BITEXACT,
        ),
        *("-f", "opus"),
    ]
    _feed(options, pieces, order)


def _feed(options: list[str], pieces: Iterator[Samples], order: Order) -> None:
    ffmpeg.feed([*options, "-y", f"file:{order.path}"], pieces, None, subject=order.subject)


def _ffmetadata(marks: tuple[Chapter, ...]) -> str:
    """https://ffmpeg.org/ffmpeg-formats.html#Metadata-2."""
    lines = [";FFMETADATA1"]
    for mark in marks:
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={mark.start_ms}", f"END={mark.end_ms}"]
        lines.append(f"title={_escaped(mark.title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "=;#\\\n" else c for c in text)


_ENCODERS = {"m4a": _m4a, "opus": _opus}
