"""Make what is heard under samples/: interview clips by espeak-ng in other voices, and a station's music.

The clips stand in for a journalist's phone recordings, with a room's noise and dead air; samples/README.md
says that they are synthetic.
Run in the project's environment: .venv/bin/python scripts/make_samples.py
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sample_music import bed, signature, sting

from radio import ffmpeg
from radio.audio.clip import at_house_rate, samples
from radio.read import read
from radio.segment import segment
from radio.speech import normalize
from radio.voices import VoiceOptions, open_voice

FOLDER = Path(__file__).resolve().parent.parent / "samples"


@dataclass(frozen=True, slots=True)
class Phone:
    """How a recording was made."""

    speaker: int  # statement number in the article, from 1
    file: str  # where it goes
    accent: str
    variant: str  # espeak-ng's
    level: float  # linear, against the voice's own
    noise: float  # RMS of the room, linear, full scale being 1
    codec: tuple[str, ...]  # ffmpeg's options


STORIES = {
    "nuoc-sach-ve-ap": (
        Phone(
            1,
            "dang-thi-ngoc-anh.m4a",
            "central",
            "f3",
            0.35,
            1e-3,
            ("-ac", "2", "-ar", "44100", "-b:a", "64k"),
        ),
        Phone(2, "2.mp3", "north", "m4", 0.8, 3e-3, ("-ar", "22050", "-b:a", "40k")),
    ),
    "lop-hoc-ben-suoi": (
        Phone(1, "thầy Y Moan Ênuôl.ogg", "north", "m7", 0.5, 2e-3, ("-c:a", "libopus", "-b:a", "24k")),
    ),
}


def main() -> None:
    """Write every clip; the same bytes each time with the same ffmpeg."""
    for story, phones in STORIES.items():
        statements = segment(read(FOLDER / f"{story}.txt")).interviews
        folder = FOLDER / f"{story}.clips"
        folder.mkdir(exist_ok=True)
        for phone in phones:
            record(statements[phone.speaker - 1].text, phone, folder / phone.file)
    (FOLDER / "nhac").mkdir(exist_ok=True)
    for name, piece in (("nhac-hieu", signature), ("nhac-cat", sting), ("nhac-nen", bed)):
        encode(piece(), ("-c:a", "libopus", "-b:a", "56k"), FOLDER / "nhac" / f"{name}.ogg")


def record(text: str, phone: Phone, path: Path) -> None:
    """Speak ``text`` as ``phone`` describes, 1.2 s of room before and 1.8 s after."""
    voice = open_voice("espeak", VoiceOptions(accent=phone.accent, variant=phone.variant))
    said = samples(at_house_rate(voice.speak(normalize(text).text))).astype(np.float32) / 32768
    sound = np.concatenate([np.zeros(57_600), said * phone.level, np.zeros(86_400)])
    sound += np.random.default_rng(phone.speaker).normal(0, phone.noise, len(sound))
    encode(sound, phone.codec, path)


def encode(sound: npt.NDArray[np.float64], codec: Sequence[str], path: Path) -> None:
    """Write mono ``sound`` at 48 kHz, full scale being 1."""
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    raw = ["-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "-"]
    command = [ffmpeg.find().path, "-y", "-loglevel", "error", *raw, *codec]
    subprocess.run([*command, "-fflags", "+bitexact", f"file:{path}"], input=pcm, check=True)


if __name__ == "__main__":
    main()
