"""Nearly equal numbers are those that NumPy takes for such."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from gabarito.judging.alike import alike, near
from gabarito.judging.run_check import bounded

NUMBERS = [0.0, -0.0, 1.0, 1 + 5e-7, 1 + 5e-6, -1.0, 1e-10, 1e300, 1e308, -1e308, np.nan, np.inf]
VALUES = [
    *NUMBERS,
    -np.inf,
    True,
    2**62,
    np.uint8(255),
    np.uint8(1),
    np.float32(1.0),
    1 + 1j,
]


@pytest.mark.parametrize("shape", [(), (1,), (2, 3)])
def test_near_is_what_numpy_says(shape):
    for one, other in itertools.product(VALUES, repeat=2):
        first, second = np.full(shape, one), np.full(shape, other)
        with np.errstate(all="ignore"):
            wanted = np.allclose(first, second, rtol=1e-6, atol=1e-9, equal_nan=True)
        assert near(first, second, 1e-6, 1e-9) == wanted, (one, other)


def test_one_number_that_differs_among_many_shows():
    one = np.arange(6.0).reshape(2, 3)
    assert near(one, one.copy(), 1e-6, 1e-9)
    assert not near(one, one + np.eye(2, 3) * 1e-3, 1e-6, 1e-9)
    assert not near(one, np.where(one == 5, np.nan, one), 1e-6, 1e-9)
    assert near(np.where(one == 5, np.nan, one), np.where(one == 5, np.nan, one), 1e-6, 1e-9)


def test_what_there_is_no_memory_to_compare_is_not_called_different():
    one, other = np.ones((2, 60_000_000), dtype=np.int8)
    other[-1] = 2
    with bounded(), pytest.raises(MemoryError):
        alike([one], [other])
