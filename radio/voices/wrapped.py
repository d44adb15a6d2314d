"""Wrapped: a voice around a voice, the same in all that it does not change."""

from __future__ import annotations

from radio.audio.clip import Clip
from radio.voices.voice import Voice, close, unspoken


class Wrapped:
    """``voice``, and a place to do something before or after it speaks."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.name = voice.name
        self.engine = voice.engine
        self.version = voice.version
        self.settings = voice.settings
        self.online = voice.online

    def speak(self, text: str) -> Clip:
        """What the voice says to ``text``. Raises what the voice raises."""
        return self.voice.speak(text)

    def unspoken(self, text: str) -> str:
        """What of ``text`` the voice leaves out."""
        return unspoken(self.voice, text)

    def close(self) -> None:
        """Have the voice stop what it is about."""
        close(self.voice)
