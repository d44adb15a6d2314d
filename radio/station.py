"""Station: the settings of one station, and how they are read from ``station.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from radio.ambience import OF_THE_CLIP, Ambience
from radio.errors import ConfigError
from radio.formats import FORMATS
from radio.masters import MASTERS
from radio.music import PIECES, STING_AT, Music
from radio.presenters import ALTERNATIONS, Presenter, presenter
from radio.take import note

ACCENTS = ("north", "central", "south")
ID3 = ("2.3", "2.4")
VARIABLE = tuple(f"V{quality}" for quality in range(10))  # LAME's variable bit rates, the best first
_LOUDEST_BED_LU = -6.0  # under speech, against it
FILES = ("vtt", "srt", "txt", "chapters")


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after things, milliseconds."""

    sentence: int = 350  # between two sentences of the presenter
    paragraph: int = 600  # between two paragraphs
    colon: int = 450  # after words that end with a colon, before what they announce
    clip: int = 450  # before and after a recording
    music: int = 300  # before and after a piece of music


@dataclass(frozen=True, slots=True)
class Podcast:
    """The feed's channel, as directories ask for it; "" for what is not set."""

    base_url: str = ""  # where the folder of episodes is published: "https://dai.example.vn/podcast/"
    title: str = ""  # "" for the programme's name, else the station's
    description: str = ""  # what it is about, at most 4,000 bytes
    link: str = ""  # the station's own page
    category: str = ""  # of Apple's list, "News" or "News > Politics"
    image: str = ""  # the cover: a file in the folder of episodes, or an address
    explicit: bool = False  # whether it is unfit for children
    author: str = ""  # "" for the station's name
    owner_name: str = ""  # who answers for it; "" for the station's name
    owner_email: str = ""  # where directories write to
    locked: bool = True  # whether other hosts are asked not to take it over
    hosts: tuple[str, ...] = ()  # the presenters, where they are people
    feed_url: str = ""  # the feed's address, where it is not the file's name behind base_url
    guid: str = ""  # the channel's, to keep after a move; "" to make it from the feed's address
    limit: int = 0  # newest episodes to list; 0 for all
    page: int = 0  # episodes on a page of the feed; 0 for all on one
    txt: Mapping[str, str] = field(default_factory=dict)  # proofs for directories, by purpose
    new_feed_url: str = ""  # where the podcast has moved to, so that apps follow


@dataclass(frozen=True, slots=True)
class Station:
    """A station's settings; what is not set keeps the default."""

    name: str = ""  # "Đài Truyền thanh huyện Tháp Mười": publisher of the episode
    programme: str = ""  # "Thời sự": the album of the tags
    language: str = "vi"  # of the articles, ISO 639-1
    voice: tuple[str, ...] = ()  # the presenter's voices, in order of preference; () for the built-in one
    presenter: tuple[Presenter, ...] = ()  # who reads; () for one, in the station's voice
    alternate: str = "paragraph"  # how several presenters take turns, one of ALTERNATIONS
    quote_voice: Presenter = field(default_factory=Presenter)  # reads quotations without a recording
    accent: str = "south"  # one of ACCENTS, for the voices that have them
    rate: float = 1.0  # speaking rate, 1.0 the voice's own
    cache_mb: int = 500  # how much sound of online and slow voices is kept
    master: str = "podcast"  # what it is made for, one of MASTERS
    loudness: float = -16.0  # integrated loudness of the programme, LUFS; the master's where it is not set
    true_peak: float = -1.0  # ceiling of the finished MP3, dBTP; the master's where it is not set
    band: tuple[int, int] | None = None  # frequencies kept, Hz; None for all; the master's if not set
    ratio: float = 1.0  # decibels in for a decibel out; the master's where it is not set
    formats: tuple[str, ...] = ("mp3",)  # of FORMATS, in which a programme is delivered
    bitrate: int | str = 128  # of the MP3: kbit/s, or one of VARIABLE
    m4a_bitrate: int = 96  # of the M4A, kbit/s
    opus_bitrate: int = 64  # of the Opus, kbit/s
    denoise: bool = False  # whether the noise of recordings is reduced
    read_title: bool = True  # whether the presenter reads the title first
    copyright: str = ""  # of the episode, without a sign or a year
    cover: str = ""  # a small JPEG or PNG for the tags, a path from station.toml's folder; "" for none
    id3: str = "2.3"  # version of the tags, one of ID3
    files: tuple[str, ...] = ("vtt", "chapters")  # of FILES, written beside the MP3 and its sidecar
    pause: Pauses = field(default_factory=Pauses)
    music: Music = field(default_factory=Music)
    ambience: Ambience = field(default_factory=Ambience)
    podcast: Podcast = field(default_factory=Podcast)
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


def _address(value: Any) -> str | None:
    fits = isinstance(value, str) and value.startswith(("https://", "http://")) and " " not in value
    return None if fits else 'must be an address, such as "https://dai.example.vn/podcast/"'


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _names(value: Any) -> str | None:
    fits = isinstance(value, list) and value and all(isinstance(v, str) and v for v in value)
    return None if fits else 'must be a list of names, such as ["gtts", "espeak"]'


def _voice(value: Any) -> str | None:
    return None if isinstance(value, str) and value else _names(value)


def _some_of(*allowed: str) -> Check:
    listed = ", ".join(allowed)

    def check(value: Any) -> str | None:
        fits = isinstance(value, list) and all(v in allowed for v in value)
        return None if fits else f"must be a list of any of: {listed}"

    return check


def _band(value: Any) -> str | None:
    edges = value if isinstance(value, list) else []
    fits = len(edges) == 2 and all(isinstance(v, int) and not isinstance(v, bool) for v in edges)
    fits = fits and 20 <= edges[0] <= edges[1] // 2 and edges[1] <= 20_000
    return None if fits else "must be two frequencies in Hz, such as [200, 7000], from 20 to 20000"


def _formats(value: Any) -> str | None:
    names = [v for v in value if isinstance(v, str)] if isinstance(value, list) else []
    fits = names and names == value and len(set(names)) == len(names) and set(names) <= set(FORMATS)
    return None if fits else f"must be a list of any of: {', '.join(FORMATS)}"


def _settings_of_voices(value: Any) -> str | None:
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        return "must be tables, one a voice, such as [voices.gtts]"
    plain = all(isinstance(v, str | int | float) for table in value.values() for v in table.values())
    return None if plain else "must hold texts and numbers"


def _piece(value: Any) -> str | None:
    if complaint := _text(value):
        return complaint
    try:
        return None if not value or note(value).file else 'must name a file, such as "nhac-hieu.mp3"'
    except ValueError as error:
        return f"must be a file and its span: {error}"


def _ambience(value: Any) -> str | None:
    return None if value == OF_THE_CLIP else _piece(value)


def _texts(value: Any) -> str | None:
    fits = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    return None if fits else "must be a table of texts"


_CHECKS: dict[str, Check] = {
    "name": _text,
    "programme": _text,
    "language": _one_of("vi"),
    "voice": _names,
    "alternate": _one_of(*ALTERNATIONS),
    "accent": _one_of(*ACCENTS),
    "rate": _number(0.5, 2.0),
    "cache_mb": _whole(1, 1_000_000),
    "master": _one_of(*MASTERS),
    "loudness": _number(-36, -10),
    "true_peak": _number(-9, 0),
    "band": _band,
    "ratio": _number(1, 10),
    "formats": _formats,
    "bitrate": _one_of(64, 80, 96, 112, 128, 160, 192, 224, 256, 320, *VARIABLE),
    "m4a_bitrate": _whole(48, 256),
    "opus_bitrate": _whole(24, 256),
    "denoise": _flag,
    "read_title": _flag,
    "copyright": _text,
    "cover": _text,
    "id3": _one_of(*ID3),
    "files": _some_of(*FILES),
    "voices": _settings_of_voices,
    "reading": _texts,
}
_PODCAST_CHECKS: dict[str, Check] = {
    "base_url": _address,
    "title": _text,
    "description": _text,
    "link": _address,
    "category": _text,
    "image": _text,
    "explicit": _flag,
    "author": _text,
    "owner_name": _text,
    "owner_email": _text,
    "locked": _flag,
    "hosts": _names,
    "feed_url": _address,
    "guid": _text,
    "limit": _whole(0, 1_000_000),
    "page": _whole(0, 1_000_000),
    "txt": _texts,
    "new_feed_url": _address,
}
_MUSIC_CHECKS: dict[str, Check] = {
    **dict.fromkeys(PIECES, _piece),
    "sting_at": _one_of(*STING_AT),
    "level_lu": _number(-20, 3),
    "bed_lu": _number(-40, 0),
    "duck_db": _number(0, 40),
    "attack_ms": _whole(0, 10_000),
    "release_ms": _whole(0, 10_000),
    "fade_ms": _whole(0, 10_000),
    "close_ms": _whole(0, 120_000),
    "fade_out_ms": _whole(0, 60_000),
    "bed_under_clips": _flag,
}
_AMBIENCE_CHECKS: dict[str, Check] = {"source": _ambience, "level_lu": _number(-60, -6)}
_PRESENTER_CHECKS: dict[str, Check] = {
    "label": _text,
    "voice": _voice,
    "variant": _text,
    "accent": _one_of(*ACCENTS),
    "rate": _number(0.5, 2.0),
    "pitch": _whole(0, 100),
}
_PAUSE_CHECKS: dict[str, Check] = {f.name: _whole(0, 10_000) for f in fields(Pauses)}


def parse(text: str, source: str) -> Station:
    """A station from the text of its ``station.toml``; ``source`` is the file's name in messages.

    Raises ConfigError that names the key: unknown, of the wrong type or out of range.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(source, f"is not TOML: {error}", "mend that line") from error
    pause = _table(values, "pause", _PAUSE_CHECKS, source)
    podcast = _table(values, "podcast", _PODCAST_CHECKS, source)
    music = _music(values, source)
    ambience = Ambience(**_table(values, "ambience", _AMBIENCE_CHECKS, source))
    readers: dict[str, Any] = {
        "presenter": _presenters(values, source),
        "quote_voice": _quoter(values, source),
    }
    _check(values, _CHECKS, source, "")
    values["voices"] = {
        name: {key: str(setting) for key, setting in table.items()}
        for name, table in values.get("voices", {}).items()
    }
    master = MASTERS[values.get("master", "podcast")]
    values.setdefault("loudness", master.loudness)
    values.setdefault("true_peak", master.true_peak)
    values.setdefault("band", master.band_hz)
    values.setdefault("ratio", master.ratio)
    pauses = Pauses(**pause)
    channel = Podcast(**_tuples(podcast))
    kept: dict[str, Any] = {"pause": pauses, "music": music, "ambience": ambience, "podcast": channel}
    return Station(**_tuples(values), **readers, **kept)


def _music(values: dict[str, Any], source: str) -> Music:
    """The table ``[music]``, checked and taken out of ``values``."""
    music = Music(**_table(values, "music", _MUSIC_CHECKS, source))
    if music.bed and music.under_speech_lu > _LOUDEST_BED_LU:
        problem = f"the bed would stand {-music.under_speech_lu:g} LU under the words: they are lost in it"
        remedy = f"lower music.bed_lu or raise music.duck_db, to {-_LOUDEST_BED_LU:g} LU together at least"
        raise ConfigError(f"{source}: music.duck_db", problem, remedy)
    return music


def mastered(station: Station, name: str) -> Station:
    """``station`` with the numbers of another master. Raises ConfigError for one that is not known."""
    master = MASTERS.get(name)
    if master is None:
        remedy = f"choose one of: {', '.join(MASTERS)}"
        raise ConfigError(f"master {name!r}", "is unknown", remedy)
    return replace(
        station,
        master=name,
        loudness=master.loudness,
        true_peak=master.true_peak,
        band=master.band_hz,
        ratio=master.ratio,
    )


def _presenters(values: dict[str, Any], source: str) -> tuple[Presenter, ...]:
    """The tables ``[[presenter]]``, checked and taken out of ``values``."""
    tables = values.pop("presenter", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        remedy = "write [[presenter]] and its keys below it, once for each"
        raise ConfigError(f"{source}: presenter", "must be tables", remedy)
    for number, table in enumerate(tables, 1):
        _check(table, _PRESENTER_CHECKS, source, f"presenter {number}.")
    return tuple(map(presenter, tables))


def _quoter(values: dict[str, Any], source: str) -> Presenter:
    """``quote_voice``, the name of a voice or a table like a presenter's, checked and taken out."""
    value = values.pop("quote_voice", "")
    if isinstance(value, dict):
        _check(value, _PRESENTER_CHECKS, source, "quote_voice.")
    else:
        _check({"quote_voice": value}, {"quote_voice": _text}, source, "")
    return presenter(value)


def _table(values: dict[str, Any], name: str, checks: Mapping[str, Check], source: str) -> dict[str, Any]:
    """The table ``name``, checked and taken out of ``values``."""
    table = values.pop(name, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{source}: {name}", "must be a table", f"write [{name}] and its keys below it")
    _check(table, checks, source, f"{name}.")
    return table


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def _check(values: Mapping[str, Any], checks: Mapping[str, Check], source: str, prefix: str) -> None:
    for key, value in values.items():
        subject = f"{source}: {prefix}{key}"
        if key not in checks:
            known = ", ".join(sorted(checks))
            raise ConfigError(subject, "unknown setting", f"the settings are: {known}")
        if complaint := checks[key](value):
            raise ConfigError(subject, f"{value!r} will not do", f"it {complaint}")
