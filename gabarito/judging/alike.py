"""Whether two values that came from processes are alike: hostile ones included."""

from __future__ import annotations

from typing import Any

import numpy as np

from gabarito.checks.verificador import same
from gabarito.guest import values

RTOL, ATOL = 1e-6, 1e-9
"""Two behaviours are the same up to rounding; mistakes differ by much more."""

_NUMBERS = frozenset("biufc")
"""Kinds of ``numpy.dtype`` that are numbers."""


def alike(one: Any, other: Any) -> bool:
    """Equal up to rounding; a list is as good as a tuple, and a table as the lists in it.

    Raises:
        MemoryError: there is not enough to see it; that they differ nobody knows then.
    """
    try:
        return same(one, other, _nearly)
    except MemoryError:
        raise
    except Exception:  # whatever a hostile value trips over
        return False


def _nearly(one: Any, other: Any) -> bool:
    """What :func:`alike` takes for equal among leaves."""
    bare = plain(one), plain(other)
    if bare[0] is not one or bare[1] is not other:
        return same(*bare, _nearly)
    if isinstance(one, int) and isinstance(other, int) and one == other:
        return True  # also of those that fit into no array
    if numeric(one) and numeric(other):
        return np.shape(one) == np.shape(other) and near(one, other, RTOL, ATOL)
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other))
    return type(one) is type(other) and bool(one == other)


def near(one: Any, other: Any, rtol: float, atol: float) -> bool:
    """``np.allclose`` of numbers of one shape, NaN like NaN; several times as fast."""
    first, second = _floats(np.asarray(one)), _floats(np.asarray(other))
    if first.shape == second.shape and bool((first == second).all()):
        return True
    with np.errstate(all="ignore"):
        if bool((np.abs(first - second) <= atol + rtol * np.abs(second)).all()):
            return bool(np.isfinite(second).all()) or _near(first, second, rtol, atol)
    finite = np.isfinite(first).all() and np.isfinite(second).all()
    return not finite and _near(first, second, rtol, atol)


def _near(first: np.ndarray, second: np.ndarray, rtol: float, atol: float) -> bool:
    return np.allclose(first, second, rtol=rtol, atol=atol, equal_nan=True)


def _floats(numbers: np.ndarray) -> np.ndarray:
    return numbers.astype(float) if numbers.dtype.kind in "biu" else numbers


def plain(value: Any) -> Any:
    """Tables and arrays of objects as lists of what is in them; the type of what is opaque."""
    if type(value).__name__ == "DataFrame":
        return [list(value.columns), value.to_numpy().tolist()]
    if type(value).__name__ == "Series":
        return value.to_numpy().tolist()
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        return value.tolist()
    return value.type_name if isinstance(value, values.Opaque) else value


def common(one: Any, other: Any) -> Any:
    """What stays of what two calls gave: what is alike in both, and the form of the rest."""
    one, other = plain(one), plain(other)
    if alike(one, other):
        return one
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return {key: common(one[key], other[key]) for key in one}
    rows = isinstance(one, (list, tuple)) and isinstance(other, (list, tuple))
    if rows and len(one) == len(other):
        return [common(*pair) for pair in zip(one, other, strict=True)]
    return _form(one)


def _form(value: Any) -> Any:
    """What stays of a value that is another at each call: its structure and shapes."""
    value = plain(value)
    if isinstance(value, dict):
        return {key: _form(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_form(item) for item in value]
    return list(np.shape(value)) if numeric(value) else value


def numeric(value: Any) -> bool:
    """Whether it is a number, or an array of numbers."""
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in _NUMBERS:
        return True
    return isinstance(value, (bool, int, float, complex))
