"""Recipe: what the sound and the words of every story rest on, besides its own files, as digests.

Whatever is not known to leave them alone counts: a setting added tomorrow makes stories anew, and none is
forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Any

from radio import __version__
from radio.settings import Settings
from radio.station import Station
from radio.take import note

_BUILT_IN = "espeak"
# Of the station's settings: those that change the feed alone, and what is kept for the next time.
_BESIDES = ("podcast", "cache_mb")
# Of a voice's own settings: how long it is waited for.
_PATIENCE = frozenset(("timeout", "patience", "tries", "at_once"))
# What the built-in voices speak by; a plug-in's own version stands for it.
_LIBRARIES = {
    "edge": ("edge-tts",),
    "espeak": ("espeakng-loader",),
    "gtts": ("gtts",),
    "piper": ("piper-tts",),
}

Content = Callable[[Path], str]  # the digest of a file's content


def recipe(settings: Settings, content: Content) -> dict[str, str]:
    """Digests by what they are of: "settings", "lexicon", "voice", "program".

    content: digests the files that settings name, such as music. Raises what it raises.
    """
    values = {
        f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in ("path", "lexicon")
    }
    named = {text: content(path) for text, path in named_files(settings).items()}
    return {
        "settings": _digest([_plain(values), named]),
        "lexicon": _digest(_plain(settings.lexicon)),
        "voice": _digest(_voices(settings.station)),
        "program": __version__,
    }


def named_files(settings: Settings) -> dict[str, Path]:
    """The files that settings name, such as music, by what is written there, a path from their folder."""
    told = sorted(set(map(_without_span, _texts(settings.station))))
    return {text: settings.folder / text for text in told if _is_file(settings.folder, text)}


def _without_span(text: str) -> str:
    """The file that a setting such as "nhac.mp3@0-12" names."""
    try:
        return note(text).file
    except ValueError:
        return text


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """``value`` as JSON has it; of bytes their digest."""
    if is_dataclass(value) and not isinstance(value, type):
        skipped = _BESIDES if isinstance(value, Station) else ()
        told = {f.name: getattr(value, f.name) for f in fields(value) if f.compare and f.name not in skipped}
        return {name: _plain(_own(name, inner)) for name, inner in told.items()}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _own(name: str, value: Any) -> Any:
    """The settings of voices without how long they are waited for."""
    if name != "voices" or not isinstance(value, Mapping):
        return value
    return {
        voice: {key: told for key, told in table.items() if key not in _PATIENCE}
        for voice, table in value.items()
    }


def _texts(value: Any) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        skipped = _BESIDES if isinstance(value, Station) else ()
        value = [getattr(value, f.name) for f in fields(value) if f.name not in skipped]
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)


def _is_file(folder: Path, text: str) -> bool:
    """Whether a setting is the name of a file. A sentence is not, nor what no file can be called."""
    try:
        return bool(text) and len(text) < 1000 and (folder / text).is_file()
    except (OSError, ValueError):
        return False


def _voices(station: Station) -> list[list[str]]:
    """The voices that may speak, each with the versions of what it speaks by."""
    readers = (*station.presenter, station.quote_voice)
    names = [*station.voice, *(name for reader in readers for name in reader.voice)] or [_BUILT_IN]
    engines = sorted({name.partition(":")[0] for name in names})
    points = {point.name: point for point in entry_points(group="radio.voices") if point.name in engines}
    told = []
    for engine in engines:
        point = points.get(engine)
        own = f"{point.dist.name} {point.dist.version}" if point and point.dist else ""
        told.append([engine, own, *(_version(name) for name in _LIBRARIES.get(engine, ()))])
    return told


def _version(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return ""
