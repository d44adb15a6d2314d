"""Voice: the only thing that speaks; and the settings that it is opened with."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from radio.audio.clip import Clip
from radio.errors import ConfigError

ACCENTS = ("north", "central", "south")
_RATES = (0.5, 2.0)
_PITCHES = (0, 100)
_AT_ONCE = 16  # sentences that may wait for an online voice; how many it asks for at once is its own affair
_SHOWN = 60  # characters of a sentence that a message repeats


class Voice(Protocol):
    """A name and `speak`. A cache, too, is a Voice: one that wraps a Voice.

    Built in or a plug-in, a voice comes from an entry point of the group ``radio.voices`` that resolves to
    a callable ``(VoiceOptions) -> Voice``: the voice's class, as a rule. The callable may have:

    ``about() -> str``: one line on what it can do here, found out without a network;
    ``handles``: a set, of "rate" and "pitch" those that the engine changes by itself; the others are changed
    in its sound;
    ``check(options)``: raises a RadioError where it could not be opened so, telling what it wants;
    ``characters``: names of what is worth a listen, or a callable ``(options)`` that gives them;
    ``accents``: those of ACCENTS that it has.

    A voice may have:

    ``syllable_ms``: the least that a syllable takes it, on the average of a sentence at its normal rate, so
    that a sentence of which half is missing is noticed;
    ``dies_away``: true if its sentences end in near silence, so that one that does not is known to be cut;
    ``slow``: true if its sound is worth keeping although it asks no service;
    ``speak_all(texts) -> list[Clip]``: the sentences of a passage, better together than one by one;
    ``unspoken(text) -> str``: what it leaves out of ``text`` because it cannot speak it; else it must raise;
    ``close()``: stop asking; what is still being spoken may raise, and nothing is spoken after it.
    """

    @property
    def name(self) -> str:
        """What people read: ``espeak vi-vn-x-south``."""
        ...

    @property
    def engine(self) -> str:
        """The entry point's name: ``espeak``."""
        ...

    @property
    def version(self) -> str:
        """Of the engine: another version may sound different."""
        ...

    @property
    def settings(self) -> str:
        """Everything else that changes the sound, in a form that is the same for the same sound."""
        ...

    @property
    def online(self) -> bool:
        """Whether it asks a service, so that its sound is worth keeping."""
        ...

    def speak(self, text: str) -> Clip:
        """The sound of ``text``, in its spoken form, at the voice's own rate; all of it or none.

        Text without a letter or digit gives a clip of no length. May be called from several threads.
        Raises VoiceError that names the sentence, VoiceBusyError where a later try may succeed.
        """
        ...


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How a voice is to speak. An engine ignores what it has no use for."""

    accent: str = "south"  # one of ACCENTS; ignored by a voice that has only one
    language: str = "vi"  # ISO 639-1
    variant: str = ""  # one of the engine's characters, such as espeak's "f3"; "" for its own
    rate: float = 1.0  # times the voice's normal rate, 0.5 to 2
    pitch: int | None = None  # 0 to 100; None for the voice's own
    cache_dir: Path | None = None  # where the sound of online and slow voices is kept; None to keep none
    cache_bytes: int = 500 << 20  # how much is kept there
    data_dir: Path | None = None  # where voices that were fetched are
    extra: Mapping[str, str] = field(default_factory=dict)  # the engine's own settings, by name

    def __post_init__(self) -> None:
        if self.accent not in ACCENTS:
            raise ConfigError("accent", f"{self.accent!r} is none", f"choose one of: {', '.join(ACCENTS)}")
        if not _RATES[0] <= self.rate <= _RATES[1]:
            raise ConfigError("rate", f"{self.rate} is out of range", "choose from {} to {}".format(*_RATES))
        if self.pitch is not None and not _PITCHES[0] <= self.pitch <= _PITCHES[1]:
            raise ConfigError(
                "pitch", f"{self.pitch} is out of range", "choose from {} to {}".format(*_PITCHES)
            )


def speak_all(voice: Voice, texts: Sequence[str]) -> list[Clip]:
    """What ``voice`` says to each of ``texts``, the sentences of a passage; an online one to some at once.

    Raises what the first of them that fails raises; those not begun yet are not asked for.
    """
    together: Callable[[Sequence[str]], list[Clip]] | None = getattr(voice, "speak_all", None)
    if together:
        return together(texts)
    if not voice.online or len(texts) < 2:
        return [voice.speak(text) for text in texts]
    pool = ThreadPoolExecutor(min(_AT_ONCE, len(texts)), thread_name_prefix="speak")
    try:
        asked = [pool.submit(voice.speak, text) for text in texts]
        for answer in wait(asked, return_when=FIRST_EXCEPTION).done:
            answer.result()
        return [answer.result() for answer in asked]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def unspoken(voice: Voice, text: str) -> str:
    """What ``voice`` leaves out of ``text`` because it cannot speak it; "" as a rule."""
    leaves_out: Callable[[str], str] | None = getattr(voice, "unspoken", None)
    return leaves_out(text) if leaves_out else ""


def close(voice: Voice) -> None:
    """Have ``voice`` stop what it is about, if it is about anything."""
    stop: Callable[[], None] | None = getattr(voice, "close", None)
    if stop:
        stop()


def check_extra(engine: str, extra: Mapping[str, str], known: Collection[str]) -> None:
    """Raise ConfigError for a setting in ``extra`` that ``engine`` does not know."""
    for key in extra:
        if key not in known:
            remedy = f"choose one of: {', '.join(sorted(known))}" if known else "take it away: it has none"
            raise ConfigError(f"voices.{engine}.{key}", "is unknown", remedy)


def number(extra: Mapping[str, str], engine: str, key: str, default: float, low: float, high: float) -> float:
    """The setting ``key`` of ``engine``, from ``low`` to ``high``. Raises ConfigError that names it."""
    value = extra.get(key, default)
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not low <= found <= high:
        problem = f"{value!r} is not a number from {low:g} to {high:g}"
        raise ConfigError(f"voices.{engine}.{key}", problem, "mend it in station.toml")
    return found


def clean(text: str) -> str:
    """``text`` as a voice can take it: NFC, one line, blanks folded, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_VISIBLE.get(unicodedata.category(c), c) for c in composed).split())


# Controls part words; format marks (soft hyphen, zero-width joiner) and what is no character do not.
_VISIBLE = {"Cc": " ", "Cf": "", "Cs": "", "Co": "", "Cn": ""}


def sayable(text: str) -> bool:
    """Whether there is anything in ``text`` to say: a letter or a digit."""
    return any(c.isalnum() for c in text)


def named(text: str) -> str:
    """The sentence as a message names it: in quotation marks, its beginning only if it is long."""
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1]}…”"
