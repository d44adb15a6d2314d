"""Memory that is given back: an hour's programme is to take no more of it than a quarter's."""

from __future__ import annotations

import ctypes
import sys

_M_MMAP_THRESHOLD = -3  # of malloc.h, https://man7.org/linux/man-pages/man3/mallopt.3.html
_M_TRIM_THRESHOLD = -1
_LARGE = 1 << 20  # bytes: what is larger is given back at once
_SPARE = 1 << 25  # bytes that may stay free at the end of the heap, to be used again


def give_back() -> None:
    """Have the system take back large pieces as soon as they are free.

    Left to itself, glibc keeps those of all sizes that it has met, for each thread apart.
    Other systems' allocators have no such habit.
    """
    if sys.platform == "linux":
        setting = getattr(ctypes.CDLL(None), "mallopt", None)
        if setting is not None:
            setting(_M_MMAP_THRESHOLD, _LARGE)
            setting(_M_TRIM_THRESHOLD, _SPARE)
