"""LAME: sound to MP3 frames that stand alone. Called in this process, else by way of ffmpeg.

ffmpeg hands every frame through five threads: that and its pipes cost more than half as much as encoding.
"""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile

from radio import ffmpeg
from radio.audio.mp3 import Rate
from radio.audio.sound import Samples
from radio.errors import OutputError
from radio.press import libmp3lame

# LAME turns the sound down below 256 kbit/s (presets.c, abr_switch_map, "scale"); we set it right again.
_LAME_SCALE = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}
_LAME_SCALE_BELOW_192 = 0.95
# Finer settings stop at the noise that their model holds for masked, and fill the frame up with nothing. This
# one spends all of a frame's bits: measured on synthetic speech its noise is lower in every band up to
# 10 kHz, by 6 to 13 dB at 128 kbit/s and by 1 to 9 dB at 64, and it takes a little over half the time.
_LAME_QUALITY = 7

# What the encoder adds to the highest true peaks of noise, drums and loud pop; to those of speech, a tenth.
_LIFT_DB = 1.3
_LIFT_VBR_DB = 1.8


def lift_db(rate: Rate) -> float:
    """How much higher a true peak may come out of the encoder than it went in."""
    return _LIFT_DB if rate.quality is None else _LIFT_VBR_DB


def version() -> str:
    """What encodes; "" where ffmpeg does."""
    return libmp3lame.version()


def encode_mp3(pieces: Iterable[Samples], rate: Rate, *, subject: object) -> bytes:
    """Mono samples at the house rate, given piece by piece, as MP3 frames: no bit reservoir, no header.

    subject: what messages call the file. Raises OutputError if LAME does not take it.
    """
    scale = 1 / (_LAME_SCALE.get(rate.kbps, _LAME_SCALE_BELOW_192) if rate.quality is None else 1.0)
    lame = libmp3lame.library()
    if lame is None:
        return _by_ffmpeg(pieces, rate, scale, subject)
    try:
        return libmp3lame.encode(lame, pieces, rate, quality=_LAME_QUALITY, scale=scale)
    except libmp3lame.LameError as error:
        raise OutputError(subject, f"the encoder stopped: {error}", "try again") from error


def _by_ffmpeg(pieces: Iterable[Samples], rate: Rate, scale: float, subject: object) -> bytes:
    bits = ("-b:a", f"{rate.kbps}k") if rate.quality is None else ("-q:a", str(rate.quality))
    options = [
        *(("-af", f"volume={scale:.6f}:precision=float") if scale != 1 else ()),
        *("-c:a", "libmp3lame", *bits, "-reservoir", "0"),
        *("-compression_level", str(_LAME_QUALITY), "-map_metadata", "-1"),
        *("-id3v2_version", "0", "-write_xing", "0", "-fflags", "+bitexact", "-f", "mp3", "pipe:1"),
    ]
    with TemporaryFile() as made:
        ffmpeg.feed(options, pieces, made, subject=subject)
        made.seek(0)
        return made.read()
