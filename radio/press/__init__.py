"""The press: a programme's sound to the file that leaves the house, on all cores."""

from radio.press.lame import encode_mp3
from radio.press.press import AHEAD, Encoder, Middle, Press, Taken, context_of, middle_of

__all__ = ["AHEAD", "Encoder", "Middle", "Press", "Taken", "context_of", "encode_mp3", "middle_of"]
