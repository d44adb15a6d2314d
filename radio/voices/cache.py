"""Cached: a voice that remembers what it has said.

An entry is a file: a WAV that any player plays, then a line of JSON with the times of its words, then the
SHA-256 of all before it, 32 bytes. Its name is the SHA-256 of everything that the sound depends on, its time
of change that of its last use, its folder the engine's name.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import threading
import time
import wave
import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from radio.audio.clip import Clip, Word, from_samples, samples
from radio.voices.voice import Voice, clean
from radio.voices.wrapped import Wrapped

_DIGEST_SIZE = hashlib.sha256().digest_size
_LOOKS = 20  # times that a folder is looked at while as much as it may hold is written
_ROOM = 0.1  # of what a folder may hold is made free at a time
_ABANDONED_S = 3600
_RIFF_HEADER = 8  # bytes before what the RIFF header's size counts


@dataclass(frozen=True, slots=True)
class Usage:
    """What is kept of one engine's sound."""

    engine: str
    sentences: int
    bytes: int


class Cached(Wrapped):
    """``voice``, with its sound kept in ``folder``; safe with several processes on one folder.

    most_bytes: how much the folder may hold; what was last used longest ago goes first.
    """

    def __init__(self, voice: Voice, folder: Path, *, most_bytes: int = 500 << 20) -> None:
        super().__init__(voice)
        self.folder = folder
        self._most_bytes = most_bytes
        self._asked: weakref.WeakValueDictionary[Path, threading.Lock] = weakref.WeakValueDictionary()
        self._guard = threading.Lock()
        self._allowed = 0  # bytes that may be written before the folder is looked at again

    def speak(self, text: str) -> Clip:
        """What the voice said to ``text`` before, else what it says now.

        Raises what the voice raises.
        """
        entry = self.entry(text)
        # A sentence that stands in a story twice is asked for once.
        with self._guard:
            own = self._asked.setdefault(entry, threading.Lock())
        with own:
            kept = _read(entry)
            if kept is None:
                kept = self.voice.speak(text)
                self._keep(entry, kept)
        return kept

    def _keep(self, entry: Path, clip: Clip) -> None:
        self._allowed -= _write(entry, clip)
        if self._allowed < 0:
            self._allowed = min(prune(self.folder, self._most_bytes), self._most_bytes // _LOOKS)

    def entry(self, text: str) -> Path:
        """Where the sound of ``text`` is, or would be, kept."""
        parts = (self.engine, self.version, self.settings, clean(text))
        key = hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
        return self.folder / self.engine / f"{key}.wav"


def _read(entry: Path) -> Clip | None:
    """The entry's clip; None if there is none, or a damaged one."""
    try:
        data = entry.read_bytes()
    except OSError:
        return None
    body, digest = data[:-_DIGEST_SIZE], data[-_DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != digest:
        return None
    with contextlib.suppress(OSError):  # another process may have pruned it, or the disk is read-only
        os.utime(entry)
    return _from_bytes(body)


def _write(entry: Path, clip: Clip) -> int:
    """Write an entry and return its size, bytes; where the disk refuses, it is not kept."""
    body = _to_bytes(clip)
    # Not flushed to the disk: what a power cut leaves half-written is damaged, and made anew.
    temp = entry.with_name(f".{entry.stem[:16]}-{os.getpid()}-{threading.get_ident()}.wav")
    with contextlib.suppress(OSError):
        try:
            entry.parent.mkdir(parents=True, exist_ok=True)
            temp.write_bytes(body + hashlib.sha256(body).digest())
            temp.replace(entry)
        finally:
            temp.unlink(missing_ok=True)
    return len(body) + _DIGEST_SIZE


def usage(folder: Path) -> tuple[Usage, ...]:
    """What is kept in ``folder``, by engine."""
    sentences: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path, found in _entries(folder):
        sentences[path.parent.name] += 1
        sizes[path.parent.name] += found.st_size
    return tuple(Usage(engine, sentences[engine], sizes[engine]) for engine in sorted(sentences))


def clear(folder: Path) -> int:
    """Take away all that is kept in ``folder`` and return its size, bytes."""
    return sum(_removed(path, found.st_size) for path, found in _entries(folder))


def prune(folder: Path, most_bytes: int) -> int:
    """Take away what was last used longest ago, if there is too much; return how many bytes more may come."""
    entries = sorted(_entries(folder), key=lambda entry: entry[1].st_mtime_ns)
    size = sum(found.st_size for _, found in entries)
    if size > most_bytes:
        for path, found in entries:
            if size <= most_bytes * (1 - _ROOM):
                break
            size -= _removed(path, found.st_size)
    return max(0, most_bytes - size)


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.glob("*/*.wav"):
        with contextlib.suppress(OSError):  # another process may take it away meanwhile
            found = path.stat()
            # What is being written is nobody's to take away; what a process left that was killed, is.
            if not path.name.startswith(".") or found.st_mtime < time.time() - _ABANDONED_S:
                yield path, found


def _removed(path: Path, size: int) -> int:
    with contextlib.suppress(OSError):
        path.unlink()
        return size
    return 0


def _to_bytes(clip: Clip) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(clip.sound.frame_rate)
        out.writeframes(samples(clip).tobytes())
    words = [(w.text, w.start_ms, w.end_ms) for w in clip.words]
    return buffer.getvalue() + json.dumps({"words": words}).encode("ascii")


def _from_bytes(body: bytes) -> Clip:
    """The clip of an entry whose checksum is right: nothing in it needs doubting."""
    end_of_wav = _RIFF_HEADER + int.from_bytes(body[4:8], "little")
    with wave.open(io.BytesIO(body[:end_of_wav])) as sound:
        heard = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        rate = sound.getframerate()
    words = json.loads(body[end_of_wav:])["words"]
    return Clip(from_samples(heard, rate).sound, tuple(Word(*w) for w in words))
