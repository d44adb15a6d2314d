"""The press: a programme's sound to the file that leaves the house, on all cores."""

from radio.press.lame import encode_mp3, lift_db, version
from radio.press.press import AHEAD, Encoder, Middle, Press, Taken, context_of, middle_of
from radio.press.tee import Tee
from radio.press.wav import Pcm, Wav, finish, sound_of

__all__ = [
    "AHEAD",
    "Encoder",
    "Middle",
    "Pcm",
    "Press",
    "Taken",
    "Tee",
    "Wav",
    "context_of",
    "encode_mp3",
    "finish",
    "lift_db",
    "middle_of",
    "sound_of",
    "version",
]
