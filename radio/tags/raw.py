"""An ID3v2 tag as bytes: frame by frame, nothing understood, so that nothing is lost.

https://id3.org/id3v2.3.0 §3; https://id3.org/id3v2.4.0-structure §3–4. What a tag holds that is not ours is
put back as it stood: other programs' frames, and those that no parser knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

HEADER = 10  # bytes of a tag's, a footer's and a frame's header
MARK = b"ID3"
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10  # flags of the tag
_FRAME_UNSYNCHRONISED = 0x02  # flag of a v2.4 frame
_CAPITALS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LETTERS = _CAPITALS | frozenset(b"0123456789")
_MOST_BYTES = (1 << 28) - 1  # four times seven bits


@dataclass(frozen=True, slots=True)
class RawFrame:
    """A frame as it stands."""

    id: str  # "TIT2"
    flags: bytes  # two
    body: bytes


def length(head: bytes) -> int:
    """How many bytes a tag takes at the start of a file, by its first ten; 0 if there is none."""
    if not head.startswith(MARK) or len(head) < HEADER or max(head[6:10]) > 0x7F or head[3] > 4:
        return 0
    footer = HEADER if head[3] == 4 and head[5] & _FOOTER else 0
    return HEADER + _synchsafe(head[6:10]) + footer


def version(tag: bytes) -> int:
    """The tag's version: 2, 3 or 4."""
    return tag[3]


def frames(tag: bytes) -> tuple[RawFrame, ...]:
    """The frames of a whole tag of version 3 or 4. Raises ValueError if it is damaged."""
    flags = tag[5]
    footer = HEADER if version(tag) == 4 and flags & _FOOTER else 0
    data = tag[HEADER : len(tag) - footer]
    if version(tag) == 3:
        if flags & _UNSYNCHRONISED:
            data = data.replace(b"\xff\x00", b"\xff")
        return _walk(data[_extended(data, 3) if flags & _EXTENDED else 0 :], _plain)
    data = data[_extended(data, 4) if flags & _EXTENDED else 0 :]
    try:
        found = _walk(data, _synchsafe)
    except ValueError:
        found = _walk(data, _plain)  # as an old iTunes wrote them
    if not flags & _UNSYNCHRONISED:
        return found
    marked = (bytes([f.flags[0], f.flags[1] | _FRAME_UNSYNCHRONISED]) for f in found)
    return tuple(RawFrame(f.id, bits, f.body) for f, bits in zip(found, marked, strict=True))


def render(kept: Sequence[RawFrame], number: int, *, padding: Callable[[int], int]) -> bytes:
    """The tag of version ``number`` (3 or 4) that holds ``kept``.

    padding: from the bytes that the tag takes to those that are to be added. Raises ValueError if it is too
    large for a tag.
    """
    sized = _synchsafe_bytes if number == 4 else lambda size: size.to_bytes(4)
    data = b"".join(f.id.encode("ascii") + sized(len(f.body)) + f.flags + f.body for f in kept)
    data += bytes(padding(HEADER + len(data)))
    return MARK + bytes([number, 0, 0]) + _synchsafe_bytes(len(data)) + data


def _walk(data: bytes, size_of: Callable[[bytes], int]) -> tuple[RawFrame, ...]:
    found: list[RawFrame] = []
    at = 0
    while at + HEADER <= len(data) and data[at]:
        name, end = data[at : at + 4], at + HEADER + size_of(data[at + 4 : at + 8])
        if name[0] not in _CAPITALS or not _LETTERS.issuperset(name) or end > len(data):
            raise ValueError(f"there is no frame at byte {at}")
        found.append(RawFrame(name.decode("ascii"), data[at + 8 : at + HEADER], data[at + HEADER : end]))
        at = end
    if data[at:].strip(b"\x00"):
        raise ValueError(f"there is neither a frame nor padding at byte {at}")
    return tuple(found)


def _extended(data: bytes, number: int) -> int:
    """The bytes that the extended header takes; its size counts itself in v2.4 alone."""
    return _synchsafe(data[:4]) if number == 4 else 4 + _plain(data[:4])


def _plain(four: bytes) -> int:
    return int.from_bytes(four)


def _synchsafe(four: bytes) -> int:
    if max(four, default=0) > 0x7F:
        raise ValueError("a size has a bit that no size has")
    return sum(byte << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


def _synchsafe_bytes(size: int) -> bytes:
    if size > _MOST_BYTES:
        raise ValueError("more than a tag can hold")
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
