"""The registry: voices by name, the built-in ones by the same door as anybody's plug-in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points

from radio.errors import RadioError, VoiceError
from radio.voices.cache import Cached
from radio.voices.hearing import Checked
from radio.voices.shaped import Shaped
from radio.voices.voice import Voice, VoiceOptions

GROUP = "radio.voices"


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that is installed, whether or not it can speak."""

    name: str  # what station.toml and --voice call it
    ready: bool  # whether it can be opened as it is set; of a service, whether its library is there
    detail: str  # one line: what it can do, or what it wants
    characters: tuple[str, ...] = ()  # variants that are worth a listen; () for the one that it has
    accents: tuple[str, ...] = ()  # that it has; () for one


def open_voice(name: str, options: VoiceOptions) -> Voice:
    """The voice of that name, its every sentence checked; online and slow ones keep their sound.

    name: an entry point's, or "name:variant", such as "espeak:f3".
    Raises VoiceError for a name that is unknown and for a library that is missing, ConfigError for a
    setting that is wrong.
    """
    engine, _, variant = name.partition(":")
    points = _entry_points()
    if engine not in points:
        raise VoiceError(f"voice {engine!r}", "is unknown", f"choose one of: {', '.join(sorted(points))}")
    point = points[engine]
    wanted = replace(options, variant=variant or options.variant)
    try:
        return _prepared(_factory(point), wanted)
    except ImportError as error:
        raise VoiceError(f"voice {engine!r}", _wanting(error), _install(point)) from error


def _prepared(factory: Callable[[VoiceOptions], Voice], options: VoiceOptions) -> Voice:
    handles: Collection[str] = getattr(factory, "handles", ())
    left = replace(
        options,
        rate=1.0 if "rate" in handles else options.rate,
        pitch=None if "pitch" in handles else options.pitch,
    )
    own = replace(
        options,
        rate=options.rate if "rate" in handles else 1.0,
        pitch=options.pitch if "pitch" in handles else None,
    )
    speaker = factory(own)
    voice: Voice = Checked(speaker, rate=own.rate)
    if options.cache_dir and (speaker.online or getattr(speaker, "slow", False)):
        voice = Cached(voice, options.cache_dir, most_bytes=options.cache_bytes)
    # Behind the cache: another rate asks the service for nothing.
    return (
        voice if (left.rate, left.pitch) == (1.0, None) else Shaped(voice, rate=left.rate, pitch=left.pitch)
    )


def available(options: Callable[[str], VoiceOptions] = lambda _: VoiceOptions()) -> tuple[VoiceInfo, ...]:
    """Every voice that is installed, by name. Asks no network.

    options: by an engine's name those that it would be opened with.
    """
    return tuple(_info(point, options) for _, point in sorted(_entry_points().items()))


def _entry_points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _factory(point: EntryPoint) -> Callable[[VoiceOptions], Voice]:
    try:
        factory: Callable[[VoiceOptions], Voice] = point.load()
    except AttributeError as error:
        remedy = f"install {_distribution(point)} anew"
        raise VoiceError(f"voice {point.name!r}", f"is not to be found at {point.value}", remedy) from error
    return factory


def _info(point: EntryPoint, options: Callable[[str], VoiceOptions]) -> VoiceInfo:
    try:
        factory = _factory(point)
        about: Callable[[], str] = getattr(factory, "about", lambda: f"from {_distribution(point)}")
        detail = about()
        wanted = options(point.name)
        check: Callable[[VoiceOptions], None] = getattr(factory, "check", lambda _: None)
        check(wanted)
        characters = getattr(factory, "characters", ())
        there = tuple(characters(wanted) if callable(characters) else characters)
        return VoiceInfo(point.name, True, detail, there, tuple(getattr(factory, "accents", ())))
    except ImportError as error:
        return VoiceInfo(point.name, False, f"{_wanting(error)}; {_install(point)}")
    except RadioError as error:
        return VoiceInfo(point.name, False, str(error))


def _wanting(error: ImportError) -> str:
    return (
        f"needs the library {error.name}, which is not installed" if error.name else f"does not load: {error}"
    )


def _install(point: EntryPoint) -> str:
    extras = f"[{','.join(point.extras)}]" if point.extras else ""
    return f"run: pip install '{_distribution(point)}{extras}'"


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value.partition(":")[0]
