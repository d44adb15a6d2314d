"""Ranks: the values below which so many hundredths of all lie."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def percentiles(values: npt.NDArray[np.floating], *ranks: float) -> tuple[float, ...]:
    """The percentiles of so many hundredths, in between those that there are; ``values`` holds one at least.

    NumPy's own says the same, but loads its masked arrays for it, and is slow on the few values of a
    sentence: 25 ms of every programme.
    """
    ordered = np.sort(values)
    at = np.asarray(ranks) / 100 * (len(ordered) - 1)
    return tuple(np.interp(at, np.arange(len(ordered)), ordered).tolist())
