"""Station: the settings of one station, and how they are read from ``station.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from radio.errors import ConfigError

ACCENTS = ("north", "central", "south")
FILES = ("vtt", "srt", "txt", "chapters")


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after things, milliseconds."""

    sentence: int = 350  # between two sentences of the presenter
    paragraph: int = 600  # between two paragraphs
    clip: int = 450  # before and after a recording


@dataclass(frozen=True, slots=True)
class Station:
    """A station's settings; what is not set keeps the default."""

    name: str = ""  # "Đài Truyền thanh huyện Tháp Mười": publisher of the episode
    programme: str = ""  # "Thời sự": the album of the tags
    language: str = "vi"  # of the articles, ISO 639-1
    voice: tuple[str, ...] = ()  # the presenter's voices, in order of preference; () for the built-in one
    quote_voice: str = ""  # reads quotations that have no recording; "" picks one that differs
    accent: str = "south"  # one of ACCENTS, for the voices that have them
    rate: float = 1.0  # speaking rate, 1.0 the voice's own
    loudness: float = -16.0  # integrated loudness of the programme, LUFS
    true_peak: float = -1.0  # ceiling of the finished MP3, dBTP
    bitrate: int = 128  # of the MP3, kbit/s
    read_title: bool = True  # whether the presenter reads the title first
    copyright: str = ""  # of the episode, without a sign or a year
    files: tuple[str, ...] = ("vtt", "chapters")  # of FILES, written beside the MP3 and its sidecar
    pause: Pauses = field(default_factory=Pauses)
    voices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # a voice's own settings, by name
    reading: Mapping[str, str] = field(default_factory=dict)  # habits where two readings are right, by name


Check = Callable[[Any], str | None]  # a complaint about a value, or None


def _number(low: float, high: float) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "must be a number"
        return None if low <= value <= high else f"must be between {low:g} and {high:g}"

    return check


def _whole(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be a whole number"
        return None if low <= value <= high else f"must be between {low} and {high}"

    return check


def _one_of(*allowed: object) -> Check:
    listed = ", ".join(str(a) for a in allowed)

    def check(value: Any) -> str | None:
        return None if value in allowed and not isinstance(value, bool) else f"must be one of: {listed}"

    return check


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else "must be text in quotation marks"


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _names(value: Any) -> str | None:
    fits = isinstance(value, list) and value and all(isinstance(v, str) and v for v in value)
    return None if fits else 'must be a list of names, such as ["gtts", "espeak"]'


def _some_of(*allowed: str) -> Check:
    listed = ", ".join(allowed)

    def check(value: Any) -> str | None:
        fits = isinstance(value, list) and all(v in allowed for v in value)
        return None if fits else f"must be a list of any of: {listed}"

    return check


def _settings_of_voices(value: Any) -> str | None:
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        return "must be tables, one a voice, such as [voices.gtts]"
    plain = all(isinstance(v, str | int | float) for table in value.values() for v in table.values())
    return None if plain else "must hold texts and numbers"


def _texts(value: Any) -> str | None:
    fits = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    return None if fits else "must be a table of texts"


_CHECKS: dict[str, Check] = {
    "name": _text,
    "programme": _text,
    "language": _one_of("vi"),
    "voice": _names,
    "quote_voice": _text,
    "accent": _one_of(*ACCENTS),
    "rate": _number(0.5, 2.0),
    "loudness": _number(-36, -10),
    "true_peak": _number(-9, 0),
    "bitrate": _one_of(64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    "read_title": _flag,
    "copyright": _text,
    "files": _some_of(*FILES),
    "voices": _settings_of_voices,
    "reading": _texts,
}
_LISTS = frozenset(("voice", "files"))
_PAUSE_CHECKS: dict[str, Check] = {f.name: _whole(0, 10_000) for f in fields(Pauses)}


def parse(text: str, source: str) -> Station:
    """A station from the text of its ``station.toml``; ``source`` is the file's name in messages.

    Raises ConfigError that names the key: unknown, of the wrong type or out of range.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(source, f"is not TOML: {error}", "mend that line") from error
    pause = values.pop("pause", {})
    if not isinstance(pause, dict):
        raise ConfigError(f"{source}: pause", "must be a table", "write [pause] and its keys below it")
    _check(values, _CHECKS, source, "")
    _check(pause, _PAUSE_CHECKS, source, "pause.")
    for key in _LISTS & values.keys():
        values[key] = tuple(values[key])
    values["voices"] = {
        name: {key: str(setting) for key, setting in table.items()}
        for name, table in values.get("voices", {}).items()
    }
    return Station(**values, pause=Pauses(**pause))


def _check(values: Mapping[str, Any], checks: Mapping[str, Check], source: str, prefix: str) -> None:
    for key, value in values.items():
        subject = f"{source}: {prefix}{key}"
        if key not in checks:
            known = ", ".join(sorted(checks))
            raise ConfigError(subject, "unknown setting", f"the settings are: {known}")
        if complaint := checks[key](value):
            raise ConfigError(subject, f"{value!r} will not do", f"it {complaint}")
