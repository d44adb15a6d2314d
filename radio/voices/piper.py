"""piper: neural voices on this machine (extra ``piper``), from files that ``radio voices add`` fetches.

A voice is a model, NAME.onnx, and its description, NAME.onnx.json:
https://github.com/OHF-Voice/piper1-gpl/blob/main/docs/VOICES.md
"""

from __future__ import annotations

import functools
import importlib.metadata
from pathlib import Path

import numpy as np
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    NotImplemented,
    RuntimeException,
)
from piper import PiperVoice, SynthesisConfig

from radio.audio.clip import Clip, from_samples
from radio.errors import ConfigError, VoiceError
from radio.voices.espeak import prepare
from radio.voices.espeak_apart import plain
from radio.voices.piper_store import stored
from radio.voices.voice import VoiceOptions, check_extra, clean, named, sayable

_ONNX_ERRORS = (
    Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile, NotImplemented, RuntimeException,
)  # fmt: skip
_MEND = "fetch it anew with: radio voices add"


class Piper:
    """A neural voice of this machine's; loaded once, whoever reads with it."""

    engine = "piper"
    online = False
    slow = True
    handles = frozenset({"rate"})

    def __init__(self, options: VoiceOptions) -> None:
        check_extra(self.engine, options.extra, ("speaker",))
        path = stored(options.variant, options.data_dir)
        found = path.stat()
        self._voice = _loaded(path, found.st_mtime_ns)
        self._speaker = _speaker(options.extra.get("speaker", ""), self._voice)
        self._config = SynthesisConfig(
            speaker_id=self._speaker, length_scale=self._voice.config.length_scale / options.rate
        )
        self.name = f"piper {path.stem}"
        self.version = importlib.metadata.version("piper-tts")
        self.settings = (
            f"{path.stem} {found.st_size} {found.st_mtime_ns} {self._speaker} rate={options.rate:g}"
        )

    @staticmethod
    def about() -> str:
        """One line for people."""
        return "neural, offline; voices come with: radio voices add NAME"

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at the model's rate; `unspoken` is left out."""
        said = _trusted(text)
        pieces = [np.zeros(0, np.int16)]
        if sayable(said):
            try:
                pieces += [chunk.audio_int16_array for chunk in self._voice.synthesize(said, self._config)]
            except _ONNX_ERRORS as error:
                raise VoiceError(self.name, f"fails at {named(text)}", _MEND) from error
        elif sayable(text):
            raise VoiceError(self.name, f"cannot speak {named(text)}", "write it with Vietnamese letters")
        return from_samples(np.concatenate(pieces), self._voice.config.sample_rate)

    def unspoken(self, text: str) -> str:
        """The words of ``text`` that are left out."""
        prepared = prepare(clean(text))
        return " ".join([*(w for w in prepared.sent.split() if not plain(w)), *prepared.left_out.split()])


def _trusted(text: str) -> str:
    """What of ``text`` piper is given: it has espeak-ng inside, which some characters kill."""
    return " ".join(word for word in prepare(clean(text)).sent.split() if plain(word))


@functools.lru_cache(maxsize=4)
def _loaded(path: Path, _mtime_ns: int) -> PiperVoice:
    subject = f"piper voice {path.stem!r}"
    try:
        return PiperVoice.load(path, download_dir=path.parent)
    except _ONNX_ERRORS as error:
        raise VoiceError(subject, "is damaged: its model does not load", _MEND) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # A description may be JSON and yet anything.
        raise VoiceError(subject, f"has no good description ({path.name}.json)", _MEND) from error


def _speaker(wanted: str, voice: PiperVoice) -> int | None:
    """The number of the speaker, by number or name; None for the voice's own."""
    if not wanted:
        return None
    named_so = voice.config.speaker_id_map.get(wanted)
    if named_so is not None:
        return int(named_so)
    if wanted.isdecimal() and int(wanted) < voice.config.num_speakers:
        return int(wanted)
    known = ", ".join(voice.config.speaker_id_map) or f"0 to {voice.config.num_speakers - 1}"
    raise ConfigError("voices.piper.speaker", f"{wanted!r} is none", f"choose one of: {known}")
