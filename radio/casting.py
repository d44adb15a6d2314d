"""Who reads: from the names in station.toml to voices that can speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from radio import settings
from radio.produce import Cast, Opener
from radio.station import Station
from radio.voices import VoiceOptions, open_voice

# A quotation must not sound like the presenter: another of the built-in voice's characters.
_QUOTER = "espeak"
_OTHER_VARIANT = "f3"


def casts(names: Sequence[str], station: Station) -> tuple[Opener, ...]:
    """What opens the cast of each of ``names``, in order of preference.

    A voice that cannot be opened is treated like one that cannot speak: the next one has its turn.
    """
    return tuple(partial(_cast, name, station) for name in names)


def options(name: str, station: Station) -> VoiceOptions:
    """The settings of the voice ``name``: the station's, and those of its own table."""
    return VoiceOptions(
        accent=station.accent,
        language=station.language,
        rate=station.rate,
        cache_dir=settings.cache_dir(),
        extra=station.voices.get(name, {}),
    )


def _cast(name: str, station: Station) -> Cast:
    own = options(name, station)
    if station.quote_voice:
        return Cast(
            open_voice(name, own), open_voice(station.quote_voice, options(station.quote_voice, station))
        )
    other = options(_QUOTER, station)
    if name == _QUOTER:
        other = replace(other, variant=_OTHER_VARIANT)
    return Cast(open_voice(name, own), open_voice(_QUOTER, other))
