"""Tags. Of an MP3: ID3v2.3 in UTF-16 unless a station asks for v2.4, with chapters.

Version 2.3 because old players read it, and because long Vietnamese chapter titles break in a large podcast
client as 2.4. A file's tag is never edited in place: a copy is written, read back, compared, and renamed. M4A
and Ogg Opus say the same, each in its own way.
"""

from __future__ import annotations

from radio.tags.ending import ending
from radio.tags.file import change, tag, write
from radio.tags.frames import Changes
from radio.tags.info import Info, info
from radio.tags.mp4 import write_mp4
from radio.tags.opus import write_opus

__all__ = ["Changes", "Info", "change", "ending", "info", "tag", "write", "write_mp4", "write_opus"]
