"""Finding a station's settings on this machine, and its folders."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from importlib import resources
from pathlib import Path

import platformdirs

from radio.ambience import OF_THE_CLIP
from radio.errors import ConfigError, OutputError
from radio.files import write_text
from radio.music import PIECES
from radio.picture import picture
from radio.speech import Lexicon, Reading, lexicon
from radio.station import Station, parse
from radio.take import note

FILE_NAME = "station.toml"
LEXICON_NAME = "lexicon.tsv"
_MOST_COVER_BYTES = 2 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """A station and where it was read from."""

    station: Station
    path: Path | None = None  # of station.toml; None where the defaults stand
    lexicon: Lexicon = field(default_factory=Lexicon)  # the station's own dictionary, beside it
    reading: Reading = field(default_factory=Reading)  # how it reads where two readings are right
    cover: bytes = b""  # the picture for the tags, a JPEG or PNG; b"" for none

    @property
    def folder(self) -> Path:
        """Where the files that the settings name stand."""
        return self.path.parent if self.path else Path()


def load(path: Path | None = None) -> Settings:
    """The settings at ``path``, else in the working folder, else the defaults.

    path: a station.toml, or the folder of one. Raises ConfigError for one that is named but missing, and
    for what is wrong inside.
    """
    found = path if path is not None else Path(FILE_NAME)
    if found.is_dir():
        found = found / FILE_NAME
    if path is None and not found.exists():
        return Settings(Station())
    station = parse(_text(found, "make one with: radio init"), str(found))
    words = found.with_name(LEXICON_NAME)
    return Settings(
        station=_with_its_sounds(station, found),
        path=found,
        lexicon=lexicon.parse(_text(words, "save it anew"), str(words)) if words.exists() else Lexicon(),
        reading=_reading(station, found),
        cover=_cover(station, found),
    )


def _reading(station: Station, source: Path) -> Reading:
    known = [f.name for f in fields(Reading)]
    for key in station.reading:
        if key not in known:
            subject = f"{source}: reading.{key}"
            raise ConfigError(subject, "unknown setting", f"the settings are: {', '.join(known)}")
    try:
        return Reading(**station.reading)
    except ConfigError as error:
        raise ConfigError(f"{source}: reading.{error.subject}", error.problem, error.remedy) from error


def _cover(station: Station, source: Path) -> bytes:
    if not station.cover:
        return b""
    path = source.parent / station.cover
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_COVER_BYTES + 1)
    except OSError as error:
        problem = f"the picture {str(path)!r} cannot be read ({error.strerror})"
        raise ConfigError(f"{source}: cover", problem, "put it there, or leave the setting empty") from error
    if picture(data) is None or len(data) > _MOST_COVER_BYTES:
        problem = f"{str(path)!r} is no JPEG or PNG of at most {_MOST_COVER_BYTES >> 20} MB"
        raise ConfigError(
            f"{source}: cover", problem, "save it so, about 600 pixels wide: every MP3 carries it"
        )
    return data


def _with_its_sounds(station: Station, source: Path) -> Station:
    """``station``. Raises ConfigError if a sound that it names does not stand beside its settings."""
    named = {f"music.{piece}": getattr(station.music, piece) for piece in PIECES}
    if station.ambience.source != OF_THE_CLIP:
        named["ambience.source"] = station.ambience.source
    for key, text in named.items():
        path = source.parent / note(text).file if text else source
        if not path.is_file():
            problem = f"there is no sound {str(path)!r}"
            raise ConfigError(f"{source}: {key}", problem, "put it there, or leave the setting empty")
    return station


def _text(path: Path, remedy: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(path, "is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise ConfigError(path, problem, remedy) from error


def write_template(folder: Path) -> Path:
    """Write a commented station.toml into ``folder`` and return its path.

    Raises OutputError if there is one already (it is somebody's work) or the folder cannot be written.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise OutputError(target, "there is one already", "edit it, or move it away first")
    template = resources.files("radio").joinpath("station.template.toml").read_text("utf-8")
    write_text(target, template)
    return target


def voices_dir() -> Path:
    """The folder of what online and slow voices have said; not created here."""
    return cache_dir() / "voices"


def data_dir() -> Path:
    """The folder of what was fetched to stay, such as voices; not created here."""
    return Path(platformdirs.user_data_dir("radio", appauthor=False))


def cache_dir() -> Path:
    """The folder of what can be made again, by the system's own custom; not created here."""
    return Path(platformdirs.user_cache_dir("radio", appauthor=False))
