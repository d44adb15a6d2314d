"""Saying: a text spoken into a file, to try out a voice or a name's pronunciation."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from radio import sentences, speech
from radio.audio import level
from radio.audio.clip import HOUSE_RATE, at_house_rate, samples
from radio.audio.mp3 import Rate
from radio.audio.sound import MS, Samples
from radio.casting import BUILT_IN, options
from radio.errors import ArticleError, ConfigError, OutputError, VoiceError
from radio.files import output_error, replacing
from radio.press import encode_mp3
from radio.settings import Settings
from radio.slug import slug
from radio.voices import Voice, VoiceInfo, available, close, open_voice, speak_all, unspoken

_CEILING_DBTP = -2.0
_MARGIN_MS = 30
_SAMPLE = "Xin chào quý vị và các bạn, sau đây là chương trình thời sự của đài truyền thanh xã nhà."


@dataclass(frozen=True, slots=True)
class Said:
    """A text that was spoken."""

    out: Path
    voice: str  # its name
    spoken: str  # the text's spoken form
    left_out: str  # what of it the voice could not speak
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice's turn at the sample sentence."""

    voice: str  # as station.toml and --voice name it
    said: Said | None
    problem: str  # why it could not; "" if it could


def ready(found: Settings) -> tuple[VoiceInfo, ...]:
    """The voices that are installed, and whether they can be opened as the station has set them."""
    return available(lambda name: options(name, found.station))


def wants(name: str, found: Settings) -> str:
    """What the voice ``name`` wants before it can be opened; "" if nothing."""
    try:
        open_voice(name, options(name, found.station))
    except (VoiceError, ConfigError) as error:
        return f"{error.problem}; {error.remedy}"
    return ""


def say(text: str, out: Path, name: str, found: Settings) -> Said:
    """Speak ``text`` as the station would, in the voice ``name`` ("" for its first), into ``out``.

    out: its ending says whether it becomes an MP3 or a WAV. Raises RadioError.
    """
    first = found.station.voice[0] if found.station.voice else BUILT_IN
    name = name or first
    return _say(text, out, open_voice(name, options(name, found.station)), found)


def sample_all(folder: Path, found: Settings) -> Iterator[Sample]:
    """The sample sentence by each voice that is here, each into a file of its own in ``folder``."""
    for info in ready(found):
        if not info.ready:
            yield Sample(info.name, None, info.detail)
            continue
        for name in (f"{info.name}:{c}" for c in info.characters) if info.characters else (info.name,):
            for accent in info.accents or (found.station.accent,):
                called = f"{name} {accent}" if info.accents else name
                yield _sample(name, called, accent, folder, found)


def _sample(name: str, called: str, accent: str, folder: Path, found: Settings) -> Sample:
    try:
        voice = open_voice(name, replace(options(name, found.station), accent=accent))
        return Sample(called, _say(_SAMPLE, folder / f"{slug(called)}.mp3", voice, found), "")
    except (VoiceError, ConfigError) as error:
        return Sample(called, None, f"{error.problem}; {error.remedy}")


def _say(text: str, out: Path, voice: Voice, found: Settings) -> Said:
    parts = [text[start:end].strip() for start, end in sentences.split(text)]
    spoken = [speech.normalize(part, found.reading, found.lexicon).text for part in parts]
    spoken = [part for part in spoken if any(map(str.isalnum, part))]
    if not spoken:
        raise ArticleError(repr(text), "has no words that can be spoken", "give it some")
    station = found.station
    pieces: list[Samples] = []
    try:
        for clip in speak_all(voice, spoken):
            inner, _ = level.cut(samples(at_house_rate(clip)), before_ms=_MARGIN_MS, after_ms=_MARGIN_MS)
            pieces += [inner[0 : len(inner)], level.pause(station.pause.sentence)]
    finally:
        close(voice)
    pieces.pop()
    levelled = level.level(np.concatenate(pieces), target_lufs=station.loudness, ceiling_dbtp=_CEILING_DBTP)
    if levelled is None:
        raise VoiceError(voice.name, "gives silence", "choose another voice")
    _write(levelled.samples, out, station.bitrate)
    whole = " ".join(spoken)
    return Said(out, voice.name, whole, unspoken(voice, whole), len(levelled) // MS)


def _write(sound: Samples, out: Path, bitrate: int | str) -> None:
    forms = {
        ".mp3": lambda: encode_mp3([sound], Rate.of(bitrate), subject=out),
        ".wav": lambda: _wav(sound),
    }
    form = forms.get(out.suffix.lower())
    if form is None:
        raise OutputError(out, "is neither an MP3 nor a WAV by its name", "end it in .mp3 or .wav")
    data = form()
    with replacing(out) as (temp,):
        try:
            temp.write_bytes(data)
        except OSError as error:
            raise output_error(out, error) from error


def _wav(sound: Samples) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(HOUSE_RATE)
        out.writeframes(sound.astype("<i2").tobytes())
    return buffer.getvalue()
