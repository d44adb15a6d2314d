"""Parts: each segment of a story as sound, made side by side with others, a few ahead of the programme.

Where nothing that a part is made from has changed since it was put on the shelf, it is taken from there.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from radio import __version__
from radio.audio import peaks
from radio.audio.sound import Samples, Sound
from radio.press import AHEAD, Encoder, Middle, Taken, context_of, middle_of
from radio.renditions import Manner, Planned, Rendition, Tune, file_digest, rendition
from radio.shelf import Record, Shelf
from radio.track import Entry, Phrase


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as sound, at its level: before + middle + after."""

    entry: Entry  # times from the part's own start
    before: Sound
    middle: Middle | None  # encoded before; None where all is before
    after: Samples
    energies: peaks.Floats  # K-weighted mean squares each 4 ms
    true_peak: float  # linear, 1.0 being full scale
    notes: tuple[str, ...] = ()  # what a producer should know of it, one clause each
    taken: Taken | None = None  # what becomes of its middle's frames
    under: bool = False  # whether the bed lies under it: all of it stands before, then
    tail_ms: int = 0  # that is heard of a recording's room behind the entry's end


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where parts are made."""

    manner: Manner
    encoder: Encoder
    pool: Executor  # of those who speak, decode and level
    ahead: int  # parts that are made ahead of the programme
    programs: str  # ffmpeg's and LAME's versions: other ones may make other frames
    shelf: Shelf | None = None  # None to make everything anew
    under_dbtp: float = 0.0  # ceiling of what the bed lies under, so that both together keep the programme's
    keep_sound: bool = False  # on the shelf, too: for formats that are not put together of MP3 frames

    def parts(self, plans: Sequence[Planned]) -> Iterator[Part]:
        """The parts, in order."""
        coming: deque[tuple[Planned, Future[Part]]] = deque()
        todo = deque(plans)
        played: dict[Tune, Future[Part]] = {}  # a sting is heard many times, and made once
        while todo or coming:
            while todo and len(coming) < self.ahead:
                planned = todo.popleft()
                known = played.get(planned.tune) if planned.tune else None
                future = known or self.pool.submit(self._part, planned)
                if planned.tune:
                    played[planned.tune] = future
                coming.append((planned, future))
            planned, future = coming.popleft()
            part = future.result()
            yield replace(part, entry=replace(part.entry, segment=planned.segment)) if planned.tune else part

    def _part(self, planned: Planned) -> Part:
        if planned.under:
            return self._under(planned)
        key = self._key(planned) if self.shelf else ""
        if self.shelf and (record := self.shelf.get(key)):
            return _from_record(record, planned)
        made = rendition(planned, self.manner)
        sound = made.sound
        part = _part(made)
        if self.shelf and middle_of(sound, self.encoder.rate):
            part = replace(part, taken=partial(self._keep, self.shelf, key, part))
        return part

    def _under(self, planned: Planned) -> Part:
        """A part to be mixed with the bed: its frames depend on where it stands, and are not kept."""
        made = rendition(planned, replace(self.manner, ceiling_dbtp=self.under_dbtp))
        return _part(made, under=True)

    def _keep(self, shelf: Shelf, key: str, part: Part, frames: bytes) -> None:
        self.pool.submit(_shelve, shelf, key, part, frames, self)

    def _key(self, planned: Planned) -> str:
        """A digest of all that the part is made from."""
        voice = planned.voice
        made_from: list[Any] = [
            (__version__, self.programs, asdict(self.manner), asdict(self.encoder.rate), self.keep_sound),
            planned.segment.kind,
            [(written, spoken.text) for written, spoken in planned.sentences],
            (voice.engine, voice.version, voice.settings) if voice else None,
            (file_digest(planned.take.path), asdict(planned.take), planned.room_ms) if planned.take else None,
            (file_digest(planned.tune.take.path), asdict(planned.tune)) if planned.tune else None,
        ]
        return hashlib.sha256(json.dumps(made_from, default=str).encode("ascii")).hexdigest()


def _shelve(shelf: Shelf, key: str, part: Part, frames: bytes, made_by: Workshop) -> None:
    """Put a part on the shelf, its middle encoded."""
    sound, entry, rate = part.before, part.entry, made_by.encoder.rate
    start, stop = middle_of(sound, rate) or (0, 0)
    facts = {
        "start_ms": entry.start_ms,
        "end_ms": entry.end_ms,
        "tail_ms": part.tail_ms,
        "gain_db": entry.gain_db,
        "trimmed_ms": entry.trimmed_ms,
        "span_ms": entry.span_ms,
        "phrases": [(p.text, p.start_ms, p.end_ms) for p in entry.phrases],
        "true_peak": part.true_peak,
        "notes": part.notes,
        "samples": stop - start,
    }
    arrays: dict[str, Any] = {
        "frames": np.frombuffer(frames, np.uint8),
        "before": sound[0:start],
        "begin": sound[start : start + AHEAD],
        "end": sound[stop - context_of(rate) : stop],
        "after": sound[stop : len(sound)],
        "energies": part.energies,
    }
    if made_by.keep_sound:
        arrays["sound"] = sound[start:stop]
    shelf.put(key, Record(facts, arrays))


def _part(made: Rendition, *, under: bool = False) -> Part:
    """All of ``made`` to be encoded where it stands."""
    sound = made.sound
    return Part(
        entry=made.entry,
        before=sound,
        middle=None,
        after=sound[0:0],
        energies=sound.energies,
        true_peak=sound.true_peak,
        notes=made.notes,
        under=under,
        tail_ms=made.tail_ms,
    )


def _from_record(record: Record, planned: Planned) -> Part:
    facts: Any = record.facts
    arrays: Any = record.arrays
    voice = planned.voice
    played = planned.tune.take if planned.tune else planned.take
    entry = Entry(
        segment=planned.segment,
        start_ms=facts["start_ms"],
        end_ms=facts["end_ms"],
        origin=planned.origin,
        engine=voice.engine if voice else "",
        voice=voice.name if voice else "",
        clip=played.path.name if played else "",
        clip_sha256=file_digest(played.path) if played else "",
        gain_db=facts["gain_db"],
        trimmed_ms=tuple(facts["trimmed_ms"]),
        span_ms=tuple(facts["span_ms"]) if facts["span_ms"] else None,
        phrases=tuple(Phrase(*p) for p in facts["phrases"]),
    )
    ends = (arrays["begin"], arrays["end"])
    middle = Middle(arrays["frames"].tobytes(), facts["samples"], *ends, arrays.get("sound"))
    notes = tuple(facts["notes"])
    return Part(
        entry,
        arrays["before"],
        middle,
        arrays["after"],
        arrays["energies"],
        facts["true_peak"],
        notes,
        tail_ms=facts["tail_ms"],
    )
