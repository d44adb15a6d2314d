"""The picture as SVG: a drawing that any browser shows and any printer prints."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from radio.show.sketch import Sketch, Span

WIDTH, HEIGHT = 1200, 470
_LEFT, _RIGHT = 56, 1176  # of both panels
_WAVE = (96, 270)  # top and bottom
_LOUD = (314, 424)
_COLOURS = {"narration": "#3b6ea5", "interview": "#d9822b", "question": "#5b8c5a", "cue": "#8e6fa8"}
_NAMES = {"narration": "presenter", "interview": "interview", "question": "question", "cue": "music"}
_BETWEEN = "#c3c9d1"
_INK, _PALE, _TARGET = "#1f2933", "#8793a1", "#2f9e6e"
_LOWEST, _HIGHEST = -32.0, -8.0  # LUFS
_FULLNESS = 2.6  # times: speech's mean stands some 12 dB under its peaks
_LETTER = 6.6  # width at 12 px, about
_TICKS_S = (5, 10, 15, 30, 60, 120, 300, 600, 1200)


def svg(drawn: Sketch) -> str:
    """The whole document."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbfbfa"/>',
        *_heading(drawn),
        *_grid(drawn),
        *_wave(drawn),
        *_labels(drawn),
        *_loudness(drawn),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(x: float, y: float, text: str, colour: str = _INK, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" {more}>{escape(text)}</text>'


def _heading(drawn: Sketch) -> Iterator[str]:
    yield _text(_LEFT, 34, drawn.title, more='font-size="20" font-weight="600"')
    told = f"{clock(drawn.duration_ms)} · {drawn.integrated:.1f} LUFS"
    if drawn.target is not None:
        told += f" · target {drawn.target:g}"
    yield _text(_LEFT, 56, told, _PALE)
    x = float(_RIGHT)
    for kind in reversed([k for k in _COLOURS if any(s.kind == k for s in drawn.spans)]):
        x -= len(_NAMES[kind]) * _LETTER + 34
        yield f'<rect x="{x:.1f}" y="46" width="11" height="11" rx="2" fill="{_COLOURS[kind]}"/>'
        yield _text(x + 16, 56, _NAMES[kind])


def _grid(drawn: Sketch) -> Iterator[str]:
    seconds = drawn.duration_ms / 1000
    every = next((t for t in _TICKS_S if seconds / t <= 14), 3600)
    for at in range(0, int(seconds) + 1, every):
        x = _x(drawn, at * 1000)
        yield f'<path d="M{x:.1f} {_WAVE[0]}V{_WAVE[1]}M{x:.1f} {_LOUD[0]}V{_LOUD[1]}" stroke="#e6e8eb"/>'
        yield _text(x, _LOUD[1] + 20, clock(at * 1000), _PALE, 'text-anchor="middle"')
    for lufs in (-10, -16, -23, -30):
        y = _y(lufs)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#e6e8eb"/>'
        yield _text(_LEFT - 8, y + 4, str(lufs), _PALE, 'text-anchor="end"')
    yield _text(_LEFT, _LOUD[0] - 10, "loudness, LUFS (3 s)", _PALE)


def _wave(drawn: Sketch) -> Iterator[str]:
    """Peaks, pale, and the body of the sound in them: a path of thin columns for each colour."""
    columns = len(drawn.peaks)
    times = (np.arange(columns) + 0.5) * drawn.duration_ms / columns
    starts = np.array([s.start_ms for s in drawn.spans] or [drawn.duration_ms + 1])
    place = np.searchsorted(starts, times, "right") - 1
    middle, half = sum(_WAVE) / 2, (_WAVE[1] - _WAVE[0]) / 2
    paths: dict[tuple[str, float], list[str]] = {}
    for column in range(columns):
        span = drawn.spans[place[column]] if place[column] >= 0 else None
        inside = span is not None and times[column] < span.end_ms
        colour = _COLOURS.get(span.kind, _BETWEEN) if span and inside else _BETWEEN
        x = _LEFT + (column + 0.5) * (_RIGHT - _LEFT) / columns
        for values, opacity in ((drawn.peaks, 0.3), (drawn.bodies * _FULLNESS, 1.0)):
            reach = max(0.6, half * min(1.0, float(values[column])))
            paths.setdefault((colour, opacity), []).append(f"M{x:.1f} {middle - reach:.1f}v{2 * reach:.1f}")
    width = 0.75 * (_RIGHT - _LEFT) / max(1, columns)
    for (colour, opacity), path in paths.items():
        look = f'stroke="{colour}" stroke-width="{width:.2f}" stroke-opacity="{opacity}" fill="none"'
        yield f'<path d="{"".join(path)}" {look}/>'


def _labels(drawn: Sketch) -> Iterator[str]:
    """Who speaks, above the sound, as far as there is room."""
    for span in drawn.spans:
        left, right = _x(drawn, span.start_ms), _x(drawn, span.end_ms)
        colour = _COLOURS.get(span.kind, _PALE)
        yield f'<path d="M{left:.1f} {_WAVE[0] - 6}H{right:.1f}" stroke="{colour}" stroke-width="3"/>'
        room = int((right - left) / _LETTER)
        if shown := _fitting(span, room):
            yield _text(left, _WAVE[0] - 13, shown, colour, 'font-weight="600"')


def _fitting(span: Span, room: int) -> str:
    if len(span.label) <= room:
        return span.label
    # The last word of a Vietnamese name is what a person is called by.
    last = span.label.rpartition(" ")[2]
    return last if span.kind == "interview" and len(last) <= room else ""


def _loudness(drawn: Sketch) -> Iterator[str]:
    if drawn.target is not None:
        top, bottom = _y(drawn.target + 1), _y(drawn.target - 1)
        yield (
            f'<rect x="{_LEFT}" y="{top:.1f}" width="{_RIGHT - _LEFT}" height="{bottom - top:.1f}" '
            f'fill="{_TARGET}" opacity="0.18"/>'
        )
        line = f"M{_LEFT} {_y(drawn.target):.1f}H{_RIGHT}"
        yield f'<path d="{line}" stroke="{_TARGET}" stroke-dasharray="5 4"/>'
    values = drawn.short_term[:: max(1, len(drawn.short_term) // WIDTH)]
    if not len(values):
        return
    xs = np.linspace(_LEFT, _RIGHT, len(values))
    points = " ".join(f"{x:.1f},{_y(v):.1f}" for x, v in zip(xs, values, strict=True))
    yield f'<polyline points="{points}" fill="none" stroke="{_INK}" stroke-width="1.6"/>'


def _x(drawn: Sketch, at_ms: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * at_ms / max(1, drawn.duration_ms)


def _y(lufs: float) -> float:
    share = (min(max(lufs, _LOWEST), _HIGHEST) - _LOWEST) / (_HIGHEST - _LOWEST)
    return _LOUD[1] - share * (_LOUD[1] - _LOUD[0])


def clock(at_ms: float) -> str:
    """Minutes and seconds."""
    minutes, seconds = divmod(round(at_ms / 1000), 60)
    return f"{minutes}:{seconds:02d}"
