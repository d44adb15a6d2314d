"""Speech: written Vietnamese to spoken Vietnamese, as a newsreader reads it."""

from __future__ import annotations

from radio.speech.lexicon import Lexicon
from radio.speech.reading import Reading
from radio.speech.scan import normalize
from radio.speech.spoken import Span, Spoken

__all__ = ["Lexicon", "Reading", "Span", "Spoken", "normalize"]
