"""The picture as SVG: a drawing that any browser shows and any printer prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from radio.show.letters import cut, lines, name_for, width
from radio.show.sketch import Sketch, Span

WIDTH = 1200
_LEFT, _RIGHT = 64, 1168  # of both panels
_WAVE_HEIGHT, _LOUD_HEIGHT = 160, 116
# Told apart by all eyes: Okabe and Ito's colours, https://jfly.uni-koeln.de/color/; for letters, darker.
_COLOURS = {
    "narration": ("#0072b2", "#005a8e"),
    "interview": ("#e08a00", "#9a5b00"),
    "question": ("#009e73", "#00705a"),
    "cue": ("#cc79a7", "#9c4677"),
    "chapter": ("#0072b2", "#005a8e"),
}
_NAMES = {
    "narration": "presenter",
    "interview": "interview",
    "question": "question",
    "cue": "music",
    "chapter": "chapter",
}
_BETWEEN = "#aab2bd"
_PAPER, _INK, _PALE, _GRID, _TARGET = "#ffffff", "#1f2933", "#66717e", "#e4e7eb", "#00705a"
_LOWEST, _HIGHEST = -36.0, -8.0  # LUFS
_LEVELS = (-10, -16, -23, -30)
_FULLNESS = 2.6  # times: speech's mean stands some 12 dB under its peaks
_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_TICKS = 12
_ROW, _COLUMNS = 19, 3  # of the list of people
_SMALL = 12.0


class _Page:
    """Where everything stands, from the top."""

    def __init__(self, drawn: Sketch) -> None:
        self.title = lines(drawn.title, _RIGHT - _LEFT, 21, most=2, bold=True) or [""]
        self.told = 36 + 27 * len(self.title)
        self.names = self.told + 34
        self.wave = (self.names + 12, self.names + 12 + _WAVE_HEIGHT)
        self.loud = (self.wave[1] + 44, self.wave[1] + 44 + _LOUD_HEIGHT)
        self.people = people(drawn.spans)
        rows = -(-len(self.people) // _COLUMNS)
        self.list = self.loud[1] + 52
        self.height = self.list + rows * _ROW + (6 if rows else -14)


def people(spans: Sequence[Span]) -> dict[str, list[Span]]:
    """Everybody who is heard but the presenter, in order, with the places."""
    found: dict[str, list[Span]] = {}
    presenters = {span.label for span in spans if span.kind == "narration"}
    for span in spans:
        if span.kind in ("interview", "question", "chapter") and span.label not in presenters:
            found.setdefault(span.label, []).append(span)
    return found


def svg(drawn: Sketch) -> str:
    """The whole document."""
    page = _Page(drawn)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {page.height}" width="{WIDTH}" '
        f'height="{page.height}" font-family="Noto Sans, Segoe UI, system-ui, DejaVu Sans, sans-serif" '
        f'font-size="{_SMALL:g}">',
        f"<title>{escape(drawn.title)}</title>",
        f'<rect width="{WIDTH}" height="{page.height}" fill="{_PAPER}"/>',
        *_heading(drawn, page),
        *_grid(drawn, page),
        *_wave(drawn, page),
        *_labels(drawn, page),
        *_loudness(drawn, page),
        *_people(page),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(x: float, y: float, text: str, colour: str = _INK, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" {more}>{escape(text)}</text>'


def _heading(drawn: Sketch, page: _Page) -> Iterator[str]:
    for number, line in enumerate(page.title):
        yield _text(_LEFT, 38 + 27 * number, line, more='font-size="21" font-weight="700"')
    told = f"{clock(drawn.duration_ms)} · {_lufs(drawn.integrated)} LUFS"
    if drawn.target is not None:
        told += f" · target {_minus(f'{drawn.target:g}')} LUFS"
    yield _text(_LEFT, page.told, told, _PALE, 'font-size="13"')
    x = float(_RIGHT)
    for kind in reversed([k for k in _COLOURS if any(s.kind == k for s in drawn.spans)]):
        x -= width(_NAMES[kind], _SMALL)
        yield _text(x, page.told, _NAMES[kind], _PALE)
        x -= 17
        yield f'<rect x="{x:.1f}" y="{page.told - 10}" width="11" height="11" fill="{_COLOURS[kind][0]}"/>'
        x -= 18


def _grid(drawn: Sketch, page: _Page) -> Iterator[str]:
    seconds = drawn.duration_ms / 1000
    every = next((t for t in _TICKS_S if seconds / t <= _MOST_TICKS), 3600)
    bottom, unit = page.loud[1], "h:min:s" if seconds >= 3600 else "min:s"
    for at in range(0, int(seconds) + 1, every):
        x = _x(drawn, at * 1000)
        path = f"M{x:.1f} {page.wave[0]}V{page.wave[1]}M{x:.1f} {page.loud[0]}V{bottom}"
        yield f'<path d="{path}" stroke="{_GRID}"/>'
        if x < _RIGHT - 2 * width(unit, _SMALL):
            yield _text(x, bottom + 18, clock(at * 1000, seconds), _PALE, 'text-anchor="middle"')
    yield _text(_RIGHT, bottom + 18, unit, _PALE, 'text-anchor="end"')
    for lufs in _LEVELS:
        y = _y(lufs, page)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 8, y + 4, _minus(str(lufs)), _PALE, 'text-anchor="end"')
    yield _text(_LEFT, page.loud[0] - 10, "Loudness, LUFS (3 s)", _PALE)
    middle, half = sum(page.wave) / 2, _WAVE_HEIGHT / 2
    for db, share in ((0, 1.0), (-6, 0.5), (-6, -0.5), (0, -1.0)):
        y = middle - half * share
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 8, y + 4, _minus(str(db)), _PALE, 'text-anchor="end"')
    yield _text(_LEFT - 8, middle + 4, "dBFS", _PALE, 'text-anchor="end"')


def _wave(drawn: Sketch, page: _Page) -> Iterator[str]:
    """Peaks, pale, and the body of the sound in them: a path of thin columns for each colour."""
    columns = len(drawn.peaks)
    times = (np.arange(columns) + 0.5) * drawn.duration_ms / max(1, columns)
    starts = np.array([s.start_ms for s in drawn.spans] or [drawn.duration_ms + 1])
    place = np.searchsorted(starts, times, "right") - 1
    middle, half = sum(page.wave) / 2, _WAVE_HEIGHT / 2
    paths: dict[tuple[str, float], list[str]] = {}
    bodies = np.minimum(drawn.bodies * _FULLNESS, drawn.peaks)
    for column in range(columns):
        span = drawn.spans[place[column]] if place[column] >= 0 and drawn.spans else None
        inside = span is not None and times[column] < span.end_ms
        colour = _COLOURS[span.kind][0] if span and inside else _BETWEEN
        x = _LEFT + (column + 0.5) * (_RIGHT - _LEFT) / columns
        for values, opacity in ((drawn.peaks, 0.28), (bodies, 1.0)):
            reach = max(0.5, half * min(1.0, float(values[column])))
            paths.setdefault((colour, opacity), []).append(f"M{x:.1f} {middle - reach:.1f}v{2 * reach:.1f}")
    thick = 0.72 * (_RIGHT - _LEFT) / max(1, columns)
    for (colour, opacity), path in sorted(paths.items(), key=lambda item: item[0][1]):
        look = f'stroke="{colour}" stroke-width="{thick:.2f}" stroke-opacity="{opacity}" fill="none"'
        yield f'<path d="{"".join(path)}" {look}/>'


def _labels(drawn: Sketch, page: _Page) -> Iterator[str]:
    """Who speaks, above the sound: the name, as much of it as has room, or its number in the list."""
    numbers = {label: number for number, label in enumerate(page.people, 1)}
    told = ""
    for span in drawn.spans:
        left, right = _x(drawn, span.start_ms), _x(drawn, span.end_ms)
        fill, ink = _COLOURS[span.kind]
        bar = max(1.5, right - left - 1)
        yield f'<rect x="{left:.1f}" y="{page.names + 2}" width="{bar:.1f}" height="4" rx="1" fill="{fill}"/>'
        room = right - left - 3
        if span.label in numbers:
            shown = name_for(span.label, room, _SMALL) or name_for(str(numbers[span.label]), room + 3, _SMALL)
        else:
            # Who goes on is not named again, and a presenter's label is no name to be cut.
            fits = width(span.label, _SMALL, bold=True) <= room
            shown = span.label if fits and told != span.label else ""
        told = span.label if shown or span.label == told else ""
        if shown:
            yield _text(left, page.names - 4, shown, ink, 'font-weight="700"')


def _loudness(drawn: Sketch, page: _Page) -> Iterator[str]:
    if drawn.target is not None:
        top, bottom = _y(drawn.target + 1, page), _y(drawn.target - 1, page)
        yield (
            f'<rect x="{_LEFT}" y="{top:.1f}" width="{_RIGHT - _LEFT}" height="{bottom - top:.1f}" '
            f'fill="{_TARGET}" opacity="0.15"/>'
        )
        y = _y(drawn.target, page)
        yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_TARGET}" stroke-dasharray="6 4"/>'
        told = f"target {_minus(f'{drawn.target:g}')} ±1 LU"
        yield _text(_RIGHT, page.loud[0] - 10, told, _TARGET, 'text-anchor="end"')
    values = drawn.short_term[:: max(1, len(drawn.short_term) // WIDTH)]
    if not len(values):
        return
    xs = np.linspace(_LEFT, _RIGHT, len(values))
    points = " ".join(f"{x:.1f},{_y(v, page):.1f}" for x, v in zip(xs, values, strict=True))
    yield f'<polyline points="{points}" fill="none" stroke="{_INK}" stroke-width="1.5"/>'


def _people(page: _Page) -> Iterator[str]:
    """Everybody with a number, the first time that they are heard, and how often."""
    rows = -(-len(page.people) // _COLUMNS)
    column = (_RIGHT - _LEFT) / _COLUMNS
    for number, (label, spans) in enumerate(page.people.items(), 1):
        x = _LEFT + (number - 1) // max(1, rows) * column
        y = page.list + (number - 1) % max(1, rows) * _ROW
        times = clock(spans[0].start_ms) + (f" ×{len(spans)}" if len(spans) > 1 else "")
        ink = _COLOURS[spans[0].kind][1]
        yield _text(x + 20, y, str(number), ink, 'font-weight="700" text-anchor="end"')
        room = column - 38 - width(times, _SMALL)
        yield _text(x + 27, y, cut(label, room, _SMALL), _INK)
        shown = 27 + width(cut(label, room, _SMALL), _SMALL) + 9
        yield _text(x + shown, y, times, _PALE)


def _x(drawn: Sketch, at_ms: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * at_ms / max(1, drawn.duration_ms)


def _y(lufs: float, page: _Page) -> float:
    share = (min(max(lufs, _LOWEST), _HIGHEST) - _LOWEST) / (_HIGHEST - _LOWEST)
    return page.loud[1] - share * _LOUD_HEIGHT


def _lufs(value: float) -> str:
    return _minus(f"{value:.1f}") if np.isfinite(value) else "–inf"


def _minus(number: str) -> str:
    # An en dash: not every font has a minus sign.
    return number.replace("-", "–")


def clock(at_ms: float, longest_s: float = 0) -> str:
    """Minutes and seconds; hours before them from an hour on, or where a time of ``longest_s`` has them."""
    minutes, seconds = divmod(round(at_ms / 1000), 60)
    if minutes < 60 and longest_s < 3600:
        return f"{minutes}:{seconds:02d}"
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
