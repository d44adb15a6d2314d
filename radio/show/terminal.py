"""The small form, for a terminal: the waveform in blocks, and who speaks below it."""

from __future__ import annotations

import numpy as np

from radio.show.sketch import Sketch
from radio.show.svg import clock

_BLOCKS = " ▁▂▃▄▅▆▇█"
_SIGNS = {"narration": "─", "interview": "━", "question": "┄", "cue": "♪"}


def terminal(drawn: Sketch, width: int) -> str:
    """Lines of at most ``width`` characters, but for names that are longer."""
    edges = np.linspace(0, len(drawn.bodies), width, endpoint=False).astype(int)
    bodies = np.maximum.reduceat(drawn.bodies, edges)
    # Against the loudest place: a full block there, none at nothing.
    shares = bodies / max(1e-6, float(bodies.max()))
    wave = "".join(_BLOCKS[round(s * (len(_BLOCKS) - 1))] for s in shares)
    line = [" "] * width
    for span in drawn.spans:
        first, last = (int(at * width / max(1, drawn.duration_ms)) for at in (span.start_ms, span.end_ms))
        line[first : max(first + 1, last)] = _SIGNS.get(span.kind, "─") * (max(first + 1, last) - first)
    target = f", target {drawn.target:g}" if drawn.target is not None else ""
    head = f"{drawn.title}\n{clock(drawn.duration_ms)}, {drawn.integrated:.1f} LUFS{target}"
    people = [f"{clock(s.start_ms):>6}  {_SIGNS.get(s.kind, '─')} {s.label}" for s in drawn.spans]
    return "\n".join([head, "", wave, "".join(line[:width]).rstrip(), "", *people])
