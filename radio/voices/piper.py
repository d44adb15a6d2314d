"""piper: neural voices on this machine (extra ``piper``), from files that ``radio voices add`` fetches.

A voice is a model, NAME.onnx, and its description, NAME.onnx.json:
https://github.com/OHF-Voice/piper1-gpl/blob/main/docs/VOICES.md
"""

from __future__ import annotations

import functools
import importlib.metadata
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
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
from radio.voices.piper_description import complaint
from radio.voices.piper_store import installed, stored
from radio.voices.voice import VoiceOptions, check_extra, clean, named, sayable

_ONNX_ERRORS = (
    Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile, NotImplemented, RuntimeException,
)  # fmt: skip
_MEND = "fetch it anew with: radio voices add"
_MOST_S = 1800  # of sound for a sentence
# piper tells of sounds that a model does not know in its log; we do by `unspoken`.
logging.getLogger("piper").addHandler(logging.NullHandler())


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
        return "neural, offline; more voices come with: radio voices add NAME"

    @staticmethod
    def check(options: VoiceOptions) -> None:
        """Raise VoiceError where no voice has been fetched."""
        if not Piper.characters(options):
            stored(options.variant, options.data_dir)

    @staticmethod
    def characters(options: VoiceOptions) -> tuple[str, ...]:
        """The voices that are there."""
        return installed(options.data_dir) if options.data_dir else ()

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at the model's rate; `unspoken` is left out."""
        said = _trusted(text)
        pieces = [np.zeros(0, np.int16)]
        if sayable(said):
            try:
                pieces += self._pieces(said)
            except (*_ONNX_ERRORS, LookupError, ValueError, TypeError, RuntimeError) as error:
                # A model that loads may still be none of speech.
                raise VoiceError(self.name, f"fails at {named(text)}", _MEND) from error
        elif sayable(text):
            raise VoiceError(self.name, f"cannot speak {named(text)}", "write it with Vietnamese letters")
        return from_samples(np.concatenate(pieces), self._voice.config.sample_rate)

    def _pieces(self, said: str) -> Iterator[npt.NDArray[np.int16]]:
        """The sound, sentence by sentence."""
        most = _MOST_S * self._voice.config.sample_rate
        for chunk in self._voice.synthesize(said, self._config):
            most -= len(chunk.audio_int16_array)
            if most < 0:
                raise ValueError("sound without end")
            yield chunk.audio_int16_array

    def unspoken(self, text: str) -> str:
        """The words of ``text`` that are left out, or lose a sound that the model does not know."""
        prepared = prepare(clean(text))
        words = prepared.sent.split()
        lost = [w for w in words if not plain(w)]
        said = _trusted(text)
        if sayable(said) and self._lacks(said):
            lost = [w for w in words if not plain(w) or (sayable(w) and self._lacks(w))]
        return " ".join([*lost, *prepared.left_out.split()])

    def _lacks(self, said: str) -> bool:
        """Whether the model knows no sign for a sound of ``said``."""
        known = self._voice.config.phoneme_id_map
        return any(p not in known for sentence in self._voice.phonemize(said) for p in sentence)


def _trusted(text: str) -> str:
    """What of ``text`` piper is given: it has espeak-ng inside, which some characters kill."""
    return " ".join(word for word in prepare(clean(text)).sent.split() if plain(word))


@functools.lru_cache(maxsize=4)
def _loaded(path: Path, _mtime_ns: int) -> PiperVoice:
    subject = f"piper voice {path.stem!r}"
    description = path.with_name(f"{path.name}.json")
    try:
        wrong = complaint(description.read_bytes())
    except OSError as error:
        wrong = f"cannot be read ({error.strerror})"
    if wrong:
        raise VoiceError(subject, f"has no good description: {description.name} {wrong}", _MEND)
    try:
        return PiperVoice.load(path, download_dir=path.parent)
    except (*_ONNX_ERRORS, OSError, LookupError, ValueError, TypeError) as error:
        raise VoiceError(subject, "is damaged: its model does not load", _MEND) from error


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
