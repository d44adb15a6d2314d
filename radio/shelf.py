"""Shelf: segments as they were made before, found again by all that they were made from.

What stands here can be made again; a damaged or missing entry is made anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_LIMIT_BYTES = 512 << 20  # about eight hours of programme
_FORMAT = 3  # raised when what stands in an entry changes, or what is made from the same things


@dataclass(frozen=True, slots=True)
class Record:
    """A segment as sound, ready for the press."""

    facts: Mapping[str, object]  # JSON values: what the timeline says of it
    arrays: Mapping[str, Any]  # NumPy's: its sound and frames, by name


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of records."""

    folder: Path  # made when it is needed

    def get(self, key: str) -> Record | None:
        """The record kept under ``key``, a hex digest; None if there is none that is whole."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            facts = json.loads(bytes(arrays.pop("facts")))
            # What is used stays: the oldest go first.
            os.utime(path)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        return Record(facts, arrays)

    def put(self, key: str, record: Record) -> None:
        """Keep ``record``; where the disk refuses, it is not kept."""
        facts = np.frombuffer(json.dumps(dict(record.facts)).encode("ascii"), np.uint8)
        path = self._path(key)
        # Not flushed to the disk: what a power cut leaves half-written is damaged, and made anew.
        temp = path.with_name(f".{key[:16]}-{os.getpid()}.part")
        with contextlib.suppress(OSError):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with temp.open("wb") as file:
                    np.savez(file, facts=facts, **record.arrays)
                temp.replace(path)
            finally:
                temp.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take away what was not used for longest, down to the limit."""
        with contextlib.suppress(OSError):
            entries = [(e.stat(), e) for e in self.folder.glob("*/*.npz")]
            left = sum(stat.st_size for stat, _ in entries)
            for stat, entry in sorted(entries, key=lambda e: e[0].st_mtime):
                if left <= _LIMIT_BYTES:
                    return
                entry.unlink(missing_ok=True)
                left -= stat.st_size

    def _path(self, key: str) -> Path:
        return self.folder / str(_FORMAT) / f"{key}.npz"
