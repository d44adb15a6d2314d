"""An episode to look at: its waveform by segment, and its loudness over time against the target."""

from radio.show.png import png
from radio.show.sketch import Sketch, Span, sketch
from radio.show.svg import svg
from radio.show.terminal import terminal

__all__ = ["Sketch", "Span", "png", "sketch", "svg", "terminal"]
