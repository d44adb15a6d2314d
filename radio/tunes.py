"""Tunes: where a station's music is heard in a programme, and what lies under what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from radio.ambience import OF_THE_CLIP, Ambience
from radio.assembly import LEAD_IN_MS, TAIL_MS, Bed, gap_ms
from radio.audio import bed
from radio.audio.clip import HOUSE_RATE
from radio.audio.mp3 import FRAME_MS
from radio.cues import Asked, asked, bare
from radio.errors import ConfigError
from radio.music import PIECES, Music
from radio.renditions import Manner, Planned, Tune, file_digest, music
from radio.script import Cue, Interview, Narration
from radio.station import Pauses, Station
from radio.take import Take, note
from radio.track import Entry, Origin

_SHORTEST_BED_S = 1
_BED_CREST_DB = 10.0  # of its peaks over its loudness
_GENTLE_MS = 12  # that a piece takes to end, which ends by itself
_NAMES = {Asked.SIGNATURE: "Nhạc hiệu", Asked.STING: "Nhạc cắt", Asked.CLOSE: "Nhạc kết"}


def placed(station: Station, folder: Path) -> Station:
    """``station`` with the whole paths of its sounds, which stand in ``folder``."""
    music, ambience = station.music, station.ambience
    pieces: dict[str, Any] = {
        piece: _place(text, folder) for piece in PIECES if (text := getattr(music, piece))
    }
    if ambience.source not in ("", OF_THE_CLIP):
        ambience = replace(ambience, source=_place(ambience.source, folder))
    return replace(station, music=replace(music, **pieces), ambience=ambience)


def _place(text: str, folder: Path) -> str:
    file = note(text).file
    return f"{(folder / file).absolute()}{text.strip().removeprefix(file)}"


def tunes(pieces: Music) -> dict[Asked, Tune]:
    """The station's pieces that are heard alone, by what a cue asks for."""
    files = {Asked.SIGNATURE: pieces.signature, Asked.STING: pieces.sting, Asked.CLOSE: pieces.close}
    return {kind: _tune(kind, take(file), pieces) for kind, file in files.items() if file}


def tune_of(cue: Cue, pieces: Music, own: Take | None) -> Tune | None:
    """What ``cue`` wants played: its own recording, where it is one of music, or the station's piece."""
    kind = asked(cue.text)
    if own:
        return _tune(kind, own, pieces) if kind in _NAMES else None
    return tunes(pieces).get(kind)


def _tune(kind: Asked, piece: Take, pieces: Music) -> Tune:
    cut = piece.span is not None and piece.span.end_ms is not None
    ending = kind is Asked.CLOSE
    return Tune(
        take=piece,
        setting=f"music.{kind}",
        level_lu=pieces.level_lu,
        longest_ms=pieces.close_ms if ending else None,
        out_ms=pieces.fade_out_ms if ending else pieces.fade_ms if cut else _GENTLE_MS,
    )


def take(piece: str) -> Take:
    """The file and the span that a setting names."""
    found = note(piece)
    return Take(Path(found.file), found.span)


def with_music(plans: Iterable[Planned], pieces: Music) -> tuple[Planned, ...]:
    """``plans`` with the signature before, stings between, the close behind, and the bed under them.

    What the script calls for by a cue of its own is not played a second time.
    """
    told = tuple(plans)
    if not any(p.tune is None for p in told):
        return ()
    own = tunes(pieces)
    called = {asked(p.segment.text) for p in told if p.tune}
    if pieces.sting_at == "paragraphs" and (sting := own.get(Asked.STING)):
        told = tuple(_parted(told, lambda: _played(Asked.STING, sting)))
    if (signature := own.get(Asked.SIGNATURE)) and Asked.SIGNATURE not in called:
        told = (_played(Asked.SIGNATURE, signature), *told)
    if (close := own.get(Asked.CLOSE)) and Asked.CLOSE not in called:
        told = (*told, _played(Asked.CLOSE, close))
    return tuple(replace(p, under=_is_under(p, pieces)) for p in told) if pieces.bed else told


def _played(kind: Asked, tune: Tune) -> Planned:
    return Planned(Cue(_NAMES[kind], rule=kind), (), tune=tune)


def named(cue: Cue) -> Cue:
    """``cue`` as a listing tells it."""
    return replace(cue, text=bare(cue.text))


def _parted(plans: tuple[Planned, ...], sting: Callable[[], Planned]) -> Iterator[Planned]:
    """``plans`` with a sting before each paragraph, but for the first, that begins with narration.

    What is announced by a colon, or said of a recording in its own paragraph, is not parted from it.
    """
    for before, planned in zip((None, *plans), plans, strict=False):
        if before and _begins_a_paragraph(before, planned):
            yield sting()
        yield planned


def _begins_a_paragraph(before: Planned, planned: Planned) -> bool:
    if not isinstance(planned.segment, Narration) or before.tune or before.segment.rule == "title":
        return False
    same = planned.segment.line and planned.segment.line == before.segment.line
    return not same and not before.segment.text.endswith(":")


def _is_under(planned: Planned, pieces: Music) -> bool:
    quoted = isinstance(planned.segment, Interview | Cue)
    return planned.tune is None and (pieces.bed_under_clips or not quoted)


def under_dbtp(pieces: Music, manner: Manner) -> float:
    """The ceiling of what the bed lies under: the bed's peaks fit on top of it, under the programme's own."""
    if not pieces.bed:
        return manner.ceiling_dbtp
    ducked_db = pieces.under_speech_lu - _loudest_lu(pieces)
    bed_peak = 10 ** ((_bed_ceiling_dbtp(pieces, manner) + ducked_db) / 20)
    return 20 * math.log10(10 ** (manner.ceiling_dbtp / 20) - bed_peak)


def _bed_ceiling_dbtp(pieces: Music, manner: Manner) -> float:
    """Peaks that speech would have to make room for are kept down: nobody hears it of what lies under it."""
    return min(manner.ceiling_dbtp, manner.target_lufs + _loudest_lu(pieces) + _BED_CREST_DB)


def _loudest_lu(pieces: Music) -> float:
    """How loud the bed is made: as it is ever heard."""
    return max(pieces.level_lu, pieces.bed_lu)


def with_room(plans: Iterable[Planned], source: str, pauses: Pauses) -> tuple[Planned, ...]:
    """``plans``; where ``source`` asks for it, recordings with as much of their room as the pauses hold."""
    told = tuple(plans)
    if source != OF_THE_CLIP:
        return told
    gaps_ms = [LEAD_IN_MS, *(_gap_ms(a, b, pauses) for a, b in pairwise(told)), TAIL_MS]
    # Where two recordings meet, each has half of the pause.
    shared = [_has_room(a) and _has_room(b) for a, b in pairwise(told)]
    rooms_ms = [
        max(0, gap - FRAME_MS // 2) // (2 if both else 1)
        for gap, both in zip(gaps_ms, [False, *shared, False], strict=True)
    ]
    return tuple(
        replace(planned, room_ms=room) if _has_room(planned) else planned
        for planned, room in zip(told, pairwise(rooms_ms), strict=True)
    )


def _has_room(planned: Planned) -> bool:
    return planned.take is not None and planned.take.span is None


def _gap_ms(before: Planned, after: Planned, pauses: Pauses) -> int:
    return gap_ms(before.segment, before.origin, after.origin, pauses)


def surrounding(ambience: Ambience, manner: Manner, pool: Executor) -> Future[bed.Loop] | None:
    """What lies under the pauses around recordings, in the making; None where it is no file."""
    if ambience.source in ("", OF_THE_CLIP):
        return None
    tune = Tune(take(ambience.source), "ambience.source", ambience.level_lu)
    return pool.submit(_loop, tune, manner)


def _loop(tune: Tune, manner: Manner) -> bed.Loop:
    made = music(tune, manner)
    if len(made) < _SHORTEST_BED_S * HOUSE_RATE:
        subject = f"{tune.setting}: {tune.take.path.name}"
        raise ConfigError(subject, "is too short to lie under speech", "give a piece of some seconds")
    return bed.Loop(made)


def laid(pieces: Music, manner: Manner, pool: Executor) -> Bed | None:
    """The station's bed, in the making; None if it has none."""
    if not pieces.bed:
        return None
    loudest_lu = _loudest_lu(pieces)
    tune = Tune(take(pieces.bed), "music.bed", loudest_lu)
    ducking = bed.Ducking(
        open_db=pieces.bed_lu - loudest_lu,
        speech_db=pieces.under_speech_lu - loudest_lu,
        swell_db=pieces.level_lu - loudest_lu,
        attack_ms=pieces.attack_ms,
        release_ms=pieces.release_ms,
        fade_ms=pieces.fade_ms,
    )
    path, cue = tune.take.path, Cue(_NAMES[Asked.CLOSE], rule=Asked.CLOSE)
    ending = Entry(cue, 0, 0, Origin.MUSIC, clip=path.name, clip_sha256=file_digest(path))
    return Bed(
        loop=pool.submit(_loop, tune, replace(manner, ceiling_dbtp=_bed_ceiling_dbtp(pieces, manner))),
        ducking=ducking,
        ending=ending if pieces.close_ms and not pieces.close else None,
        ending_ms=pieces.close_ms,
        fade_out_ms=pieces.fade_out_ms,
    )
