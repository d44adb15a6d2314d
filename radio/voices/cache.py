"""Cached: a voice that remembers what it has said.

An entry is a file: a WAV that any player plays, then a line of JSON with the times of its words, then the
SHA-256 of all before it, 32 bytes. Its name is the SHA-256 of everything that the sound depends on.
"""

from __future__ import annotations

import hashlib
import io
import json
import wave
from pathlib import Path

import numpy as np

from radio.audio.clip import Clip, Word, from_samples, samples
from radio.files import output_error, replacing
from radio.voices.voice import Voice, clean

_DIGEST_SIZE = hashlib.sha256().digest_size
_RIFF_HEADER = 8  # bytes before what the RIFF header's size counts


class Cached:
    """``voice``, with its sound kept in ``folder``; safe with several processes on one folder."""

    def __init__(self, voice: Voice, folder: Path) -> None:
        self.voice = voice
        self.folder = folder
        self.name = voice.name
        self.engine = voice.engine
        self.version = voice.version
        self.settings = voice.settings
        self.online = voice.online

    def speak(self, text: str) -> Clip:
        """What the voice said to ``text`` before, else what it says now.

        Raises what the voice raises, and OutputError where the folder cannot be written.
        """
        entry = self.entry(text)
        kept = _read(entry)
        if kept is None:
            kept = self.voice.speak(text)
            _write(entry, kept)
        return kept

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
    return _from_bytes(body) if hashlib.sha256(body).digest() == digest else None


def _write(entry: Path, clip: Clip) -> None:
    body = _to_bytes(clip)
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        with replacing(entry) as (temp,):
            temp.write_bytes(body + hashlib.sha256(body).digest())
    except OSError as error:
        raise output_error(entry, error) from error


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
