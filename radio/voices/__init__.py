"""Voices: text in its spoken form to a Clip. No engine's library is loaded before its voice is opened."""

from radio.voices.awaited import Awaited
from radio.voices.cache import Cached, Usage, clear, usage
from radio.voices.registry import VoiceInfo, available, open_voice
from radio.voices.voice import ACCENTS, Voice, VoiceOptions, close, speak_all, unspoken

__all__ = [
    "ACCENTS",
    "Awaited",
    "Cached",
    "Usage",
    "Voice",
    "VoiceInfo",
    "VoiceOptions",
    "available",
    "clear",
    "close",
    "open_voice",
    "speak_all",
    "unspoken",
    "usage",
]
