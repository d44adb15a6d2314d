"""The small form, for a terminal: the waveform in blocks, and who speaks below it."""

from __future__ import annotations

import numpy as np

from radio.show.sketch import Sketch
from radio.show.svg import clock, people

_BLOCKS = " ▁▂▃▄▅▆▇█"
_SIGNS = {"narration": "─", "interview": "━", "question": "┄", "cue": "♪", "chapter": "─"}
_MOST_PEOPLE = 20  # lines of them


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
        # One column stays free before the next segment, if there is room.
        last = max(first + 1, last - 1)
        line[first:last] = _SIGNS[span.kind] * (last - first)
    target = f", target {drawn.target:g}" if drawn.target is not None else ""
    head = f"{drawn.title}\n{clock(drawn.duration_ms)}, {drawn.integrated:.1f} LUFS{target}"
    signs = "".join(line[:width]).rstrip()
    kinds = dict.fromkeys(span.kind for span in drawn.spans)
    named = {"narration": "presenter", "interview": "interview", "question": "question", "cue": "music"}
    legend = "   ".join(f"{_SIGNS[k]} {named[k]}" for k in kinds if k in named)
    heard = [
        f"{clock(spans[0].start_ms):>8}  {label}" + (f" ×{len(spans)}" if len(spans) > 1 else "")
        for label, spans in people(drawn.spans).items()
    ]
    left_out = [f"{'…':>8}  and {len(heard) - _MOST_PEOPLE} more"] if len(heard) > _MOST_PEOPLE else []
    blocks = [head, "", wave, *([signs, "", legend] if signs else []), *heard[:_MOST_PEOPLE], *left_out]
    return "\n".join(blocks)
