"""Archive: the zip around an office document, from a stranger; nothing in it is trusted.

Only parts that are asked for are unpacked, in memory, and never more of one than a document needs: what a zip
says of its own sizes is not believed. Names are looked up, never used as paths.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from radio.errors import ArticleError

SIGNATURE = b"PK\x03\x04"

_ENTRIES = 4000  # parts of a document; a long one with a picture on each page has some hundreds
_ENTRY = b"PK\x01\x02"  # opens each entry of a zip's directory (APPNOTE.TXT 4.3.12)
_LARGEST = 16 << 20  # bytes of all parts that are read, unpacked: some thousand pages of text
_RATIO = 250  # unpacked to packed; documents' XML packs 10 to 60 times, a bomb's 1,000 times
_SMALL = 8 << 20  # bytes that do no harm whatever the ratio
_METHODS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # all that office documents use; the others know no bounds
_ENCRYPTED = 0x1  # general purpose bit 0 (APPNOTE.TXT 4.4.4)
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError,
    NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
_REMEDY = "open it in a word processor and save it again"


class Archive:
    """A zip's parts by name, whatever the case of letters and the kind of slashes."""

    def __init__(self, data: bytes, source: str) -> None:
        """Open the zip in ``data``; ``source`` is its name in messages. Raises ArticleError."""
        self.source = source
        self._left = _LARGEST
        if data.count(_ENTRY) > _ENTRIES:
            raise self._error("holds too many parts for a document")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGED as error:
            raise self._error("is damaged, or was cut off in copying") from error
        self._parts = {_key(info.filename): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def part(self, name: str) -> bytes:
        """The bytes of the part ``name``; b"" if there is none.

        Raises ArticleError where it is damaged, locked by a password or larger than any document's; all parts
        together may be 16 MiB.
        """
        info = self._parts.get(_key(name))
        if info is None:
            return b""
        if info.flag_bits & _ENCRYPTED:
            raise self._error("is locked with a password", "open it with the password and save it without")
        if info.compress_type not in _METHODS:
            raise self._error("is packed in a way that no word processor packs")
        limit = min(self._left, _SMALL + _RATIO * info.compress_size)
        try:
            with self._zip.open(info) as packed:
                data = packed.read(limit + 1)
        except _DAMAGED as error:
            raise self._error("is damaged, or was cut off in copying") from error
        if len(data) > limit:
            raise self._error(
                "unpacks to more than any article", "copy the article's text into a new document"
            )
        self._left -= len(data)
        return data

    def _error(self, problem: str, remedy: str = _REMEDY) -> ArticleError:
        return ArticleError(self.source, problem, remedy)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
