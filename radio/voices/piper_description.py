"""Whether the description of a piper voice, NAME.onnx.json, can be one: it may come from anybody.

The keys are those that piper reads: https://github.com/OHF-Voice/piper1-gpl/blob/main/docs/VOICES.md
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9-]+)?", re.IGNORECASE)
_MOST_ID = 1 << 16
Check = Callable[[Any], bool]


def _whole(low: int, high: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _number(low: float, high: float) -> Check:
    def check(value: Any) -> bool:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        return fits and math.isfinite(value) and low <= value <= high

    return check


def _ids(value: Any) -> bool:
    number = _whole(0, _MOST_ID)
    lists = isinstance(value, dict) and all(isinstance(ids, list) for ids in value.values())
    return lists and {"^", "$", "_"} <= value.keys() and all(number(i) for ids in value.values() for i in ids)


def _speakers(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_whole(0, _MOST_ID), value.values()))


# Path of a value → whether it must be there, and what it must be.
_CHECKS: dict[tuple[str, ...], tuple[bool, Check]] = {
    ("audio", "sample_rate"): (True, _whole(8_000, 96_000)),
    ("espeak", "voice"): (True, lambda value: isinstance(value, str) and bool(_LANGUAGE.fullmatch(value))),
    ("phoneme_type",): (False, lambda value: value in ("espeak", "text")),
    ("phoneme_id_map",): (True, _ids),
    ("num_symbols",): (True, _whole(1, _MOST_ID)),
    ("num_speakers",): (True, _whole(1, _MOST_ID)),
    ("speaker_id_map",): (False, _speakers),
    ("inference",): (False, lambda value: isinstance(value, dict)),
    ("inference", "length_scale"): (False, _number(0.1, 10)),
    ("inference", "noise_scale"): (False, _number(0, 10)),
    ("inference", "noise_w"): (False, _number(0, 10)),
}


def complaint(data: bytes) -> str:
    """What is wrong with a description, in one clause; "" if nothing is."""
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return "is no JSON"
    for path, (needed, check) in _CHECKS.items():
        found = value
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if (found is None and needed) or (found is not None and not check(found)):
            return f"does not say what piper needs ({'.'.join(path)})"
    return ""
