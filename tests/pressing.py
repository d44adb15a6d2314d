"""MP3s for tests, by the press itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from radio.audio.mp3 import Rate
from radio.audio.sound import Samples
from radio.press import Encoder, Press


def press_mp3(path: Path, sound: Samples, *, bitrate_kbps: int = 128) -> Path:
    """Write ``sound`` to ``path``."""
    with ThreadPoolExecutor(1) as pool, Press(path, Encoder(pool, Rate(bitrate_kbps), path)) as press:
        press.write(sound)
    return path
