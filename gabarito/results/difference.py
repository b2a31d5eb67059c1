"""What of two arrays that differ is worth a picture: a few plain numbers, none of them wild."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from gabarito.checks.verificador import Compared

MOST_IN_A_PLANE = 10
"""Rows, and columns, that are kept about the first difference."""

MOST_IN_A_LINE = 100
"""Numbers that are kept of an array with one axis."""

_FEWEST_IN_A_LINE = 3
"""Of two numbers the sentence says all."""

_WILD = 1e6
"""Times the largest expected number: a picture of such a value has nothing but it."""


class Window(msgspec.Struct, frozen=True):
    """What the first number that differs is made of: a part of a matrix of the visible example.

    Attributes:
        place: of the number, an index for each axis.
        values: the whole matrix.
        rows, columns: of it that are read: the first, and the one after the last.
        weights: what the part is multiplied by; empty where by nothing.
    """

    place: list[int]
    values: list[list[float]]
    rows: tuple[int, int]
    columns: tuple[int, int]
    weights: list[list[float]]


class Difference(msgspec.Struct, frozen=True, omit_defaults=True):
    """Obtained and expected numbers: rows of a matrix, or one row of points.

    Attributes:
        name: what the student calls it, with the part that is here.
        wrong: places in the rows, counted through from 0.
        line: an array with one axis.
        window: of what the first of them is made, where the check says it.
    """

    name: str
    got: list[list[float]]
    want: list[list[float]]
    wrong: list[int]
    line: bool = False
    window: Window | None = None


def of(compared: Compared) -> Difference | None:
    """The part about the first difference; None where a picture would say nothing.

    The values come from a student: nothing is kept that is not finite, or out of all proportion.
    """
    first = tuple(int(place) for place in np.argwhere(compared.wrong)[0])
    part = _part(compared.want.shape, first)
    got, want, wrong = (
        np.atleast_2d(array[part]) for array in (compared.got, compared.want, compared.wrong)
    )
    if not _worth_a_picture(got, want):
        return None
    rows = _rounded(got), _rounded(want)
    if rows[0] == rows[1]:
        return None
    name = compared.name + _in_words(part, compared.want.shape)
    line = len(compared.want.shape) == 1
    window = _window(first, *compared.window) if compared.window else None
    return Difference(name, *rows, np.flatnonzero(wrong).tolist(), line, window)


def _window(
    place: tuple[int, ...], matrix: Any, rows: slice, columns: slice, weights: Any
) -> Window | None:
    """The window as the instructor's check gives it; None of what cannot be drawn."""
    whole = np.asarray(matrix, dtype=float)
    if whole.ndim != 2 or max(whole.shape) > MOST_IN_A_PLANE:
        return None
    (top, bottom, _), (left, right, _) = (
        part.indices(size) for part, size in zip((rows, columns), whole.shape, strict=True)
    )
    factors = [] if weights is None else _rounded(np.asarray(weights, dtype=float))
    return Window(list(place), _rounded(whole), (top, bottom), (left, right), factors)


def _part(shape: tuple[int, ...], first: tuple[int, ...]) -> tuple[int | slice, ...]:
    """An index that leaves one axis or two: of images, height and width."""
    axes = [axis for axis, size in enumerate(shape) if size > 1 or len(shape) <= 2]
    kept = axes[1:3] if len(axes) > 3 else axes[:2]
    most = MOST_IN_A_LINE if len(shape) == 1 else MOST_IN_A_PLANE
    return tuple(
        _around(place, size, most) if axis in kept else place
        for axis, (place, size) in enumerate(zip(first, shape, strict=True))
    )


def _around(place: int, size: int, most: int) -> slice:
    begin = max(0, min(place - most // 2, size - most))
    return slice(begin, min(size, begin + most))


def _worth_a_picture(got: np.ndarray, want: np.ndarray) -> bool:
    if want.size < _FEWEST_IN_A_LINE or not (np.isfinite(got).all() and np.isfinite(want).all()):
        return False
    return bool(np.abs(got).max() <= _WILD * max(1.0, float(np.abs(want).max())))


def _rounded(rows: np.ndarray) -> list[list[float]]:
    return [[float(f"{number:.8g}") for number in row] for row in rows]


def _in_words(part: tuple[int | slice, ...], shape: tuple[int, ...]) -> str:
    """What is indexed, as the student would write it; nothing where it is all."""
    said = [_slice(one, size) for one, size in zip(part, shape, strict=True)]
    return "" if set(said) <= {":"} else f"[{', '.join(said)}]"


def _slice(one: int | slice, size: int) -> str:
    if isinstance(one, int):
        return str(one)
    return ":" if one == slice(0, size) else f"{one.start}:{one.stop}"
