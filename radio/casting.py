"""Who reads: from the names in station.toml to voices that can speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from radio import settings
from radio.errors import ConfigError
from radio.presenters import Presenter
from radio.produce import Cast, Opener
from radio.station import Station
from radio.voices import Awaited, VoiceOptions, open_voice

BUILT_IN = "espeak"
_OF_EVERY_VOICE = (
    "variant",
    "accent",
    "rate",
    "pitch",
)  # keys of [voices.NAME] that are not the engine's own
# Two who read must not sound alike: another of the engine's characters, else another pitch, is taken.
_CHARACTERS = {"espeak": ("", "f3", "m3", "f5"), "edge": ("", "vi-VN-NamMinhNeural")}
_PITCHES = (None, 38, 60)

Reading = tuple[str, VoiceOptions]  # an engine's name, and how it is to read


def casts(station: Station, *, voice: str = "", strict: bool = False) -> tuple[Opener, ...]:
    """What opens the station's casts, in order of trust.

    voice: reads instead of all that the station names for its presenters; "" for none.
    strict: whether only the first cast will do; what its services cannot speak now is VoiceBusyError then.
    A voice that cannot be opened is treated like one that cannot speak: the next cast has its turn.
    """
    readers = station.presenter or (Presenter(),)
    if voice:
        readers = tuple(replace(reader, voice=(voice,), variant="") for reader in readers)
    if strict:
        return (partial(_awaited, partial(_cast, 0, readers, station)),)
    count = max(len(_names(reader, station)) for reader in readers)
    opened = [partial(_cast, place, readers, station) for place in range(count)]
    if station.quote_voice.voice:
        # At the last, if it is the quoter's own voice that cannot speak.
        plain = replace(station, quote_voice=replace(station.quote_voice, voice=(), variant=""))
        opened.append(partial(_cast, count - 1, readers, plain))
    return tuple(opened)


def options(name: str, station: Station) -> VoiceOptions:
    """The settings of the voice ``name``, "engine" or "engine:variant": the station's, and its own table's.

    Raises ConfigError for one that is wrong.
    """
    engine, _, variant = name.partition(":")
    table = station.voices.get(engine, {})
    return VoiceOptions(
        accent=table.get("accent", station.accent),
        language=station.language,
        variant=variant or table.get("variant", ""),
        rate=_number(table, engine, "rate") if "rate" in table else station.rate,
        pitch=round(_number(table, engine, "pitch")) if "pitch" in table else None,
        cache_dir=settings.voices_dir(),
        cache_bytes=station.cache_mb * 1_000_000,
        data_dir=settings.data_dir(),
        extra={key: value for key, value in table.items() if key not in _OF_EVERY_VOICE},
    )


def _number(table: Mapping[str, str], engine: str, key: str) -> float:
    try:
        return float(table[key])
    except ValueError as error:
        subject = f"voices.{engine}.{key}"
        raise ConfigError(subject, f"{table[key]!r} is no number", "mend it in station.toml") from error


def _names(reader: Presenter, station: Station) -> tuple[str, ...]:
    """The voices of ``reader`` in order of trust."""
    first, *others = reader.voice or station.voice or (BUILT_IN,)
    return (f"{first}:{reader.variant}" if reader.variant and ":" not in first else first, *others)


def _cast(place: int, readers: Sequence[Presenter], station: Station) -> Cast:
    """The cast of the ``place``-th in each presenter's order of trust, else of the last."""
    taken: list[Reading] = []
    for reader in readers:
        taken.append(_unlike(taken, _reading(reader, place, station), fixed=reader))
    quoter = station.quote_voice
    if not quoter.voice:
        quoter = replace(quoter, voice=(taken[0][0],))
    quotes = _unlike(taken, _reading(quoter, place, station), fixed=quoter)
    presenters = tuple(open_voice(*reading) for reading in taken)
    return Cast(presenters, open_voice(*quotes))


def _awaited(opened: Opener) -> Cast:
    cast = opened()
    presenters = tuple(Awaited(voice) if voice.online else voice for voice in cast.presenters)
    return Cast(presenters, Awaited(cast.quoter) if cast.quoter.online else cast.quoter)


def _reading(reader: Presenter, place: int, station: Station) -> Reading:
    names = _names(reader, station)
    name = names[min(place, len(names) - 1)]
    wanted = options(name, station)
    return name.partition(":")[0], replace(
        wanted,
        accent=reader.accent or wanted.accent,
        rate=wanted.rate if reader.rate is None else reader.rate,
        pitch=wanted.pitch if reader.pitch is None else reader.pitch,
    )


def _unlike(taken: Sequence[Reading], wanted: Reading, *, fixed: Presenter) -> Reading:
    """``wanted``, changed to sound like none of ``taken``, unless ``fixed`` says how it is to sound."""
    engine, own = wanted
    if fixed.variant or fixed.pitch is not None or any(":" in name for name in fixed.voice):
        return wanted
    characters = _CHARACTERS.get(engine, (own.variant,))
    others = (
        (engine, replace(own, variant=variant, pitch=pitch))
        for pitch, variant in product((own.pitch, *_PITCHES), characters)
    )
    return next((other for other in (wanted, *others) if other not in taken), wanted)
