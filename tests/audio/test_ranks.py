from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.audio.ranks import percentiles


@given(st.lists(st.floats(-120, 10), min_size=1, max_size=60))
def test_as_numpy_has_it(values: list[float]) -> None:
    found = percentiles(np.array(values), 0, 10, 50, 95, 100)
    assert found == pytest.approx(np.percentile(values, (0, 10, 50, 95, 100)).tolist())
