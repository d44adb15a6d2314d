"""Awaited: a voice that no other one may stand in for."""

from __future__ import annotations

from radio.audio.clip import Clip
from radio.errors import VoiceBusyError, VoiceError
from radio.voices.wrapped import Wrapped


class Awaited(Wrapped):
    """``voice``, which asks a service; whatever it cannot speak now, it is to be asked for later."""

    def speak(self, text: str) -> Clip:
        """What the voice says. Raises VoiceBusyError, and no other VoiceError."""
        try:
            return self.voice.speak(text)
        except VoiceBusyError:
            raise
        except VoiceError as error:
            raise VoiceBusyError(error.subject, error.problem, error.remedy) from error
