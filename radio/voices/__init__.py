"""Voices: text in its spoken form to a Clip. No engine's library is loaded before its voice is opened."""

from radio.voices.cache import Cached
from radio.voices.registry import VoiceInfo, available, open_voice
from radio.voices.voice import ACCENTS, Voice, VoiceOptions

__all__ = ["ACCENTS", "Cached", "Voice", "VoiceInfo", "VoiceOptions", "available", "open_voice"]
