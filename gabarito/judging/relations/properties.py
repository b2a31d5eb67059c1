"""Relations of one part of the result: what all that is expected has, and what is given lacks."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import variations
from gabarito.judging.relations.samples import ATOL, Pair, array, close, part

Told = dict[str, Any]
Both = tuple[np.ndarray, np.ndarray]

FEWEST_WRONG = 2
"""Calls that have to be wrong, before what they have in common says anything."""

FEWEST_NUMBERS = 4
"""Different numbers that have to lie on one line: two of them always do."""

MOST_ELEMENTS = 100_000


def other_sum(pairs: Sequence[Pair]) -> Told | None:
    """Each row, or column, of what is expected adds up to the same 0 or 1, and of this it does not.

    A vector counts as one row.
    """
    numbers = _of_one_shape(pairs)
    off = [both for both in numbers if not close(*both)]
    if len(off) < FEWEST_WRONG or any(not want.ndim for want, _ in numbers):
        return None
    for axis, what in ((-1, "linha"), (0, "coluna")):
        for value in (0, 1):
            kept = all(_adds_up(want, axis, value) for want, _ in numbers)
            says = [got for want, got in off if want.shape[axis] > 1 and want.any()]
            other = not any(_adds_up(got, axis, value) for got in says)
            if kept and other and len(says) >= FEWEST_WRONG:
                return {"what": messages.SUM_OF[what], "value": str(value)}
    return None


def _adds_up(numbers: np.ndarray, axis: int, value: float) -> bool:
    return bool(np.allclose(numbers.sum(axis=axis), value, rtol=0, atol=1e-4))


def cut_at_zero(pairs: Sequence[Pair]) -> Told | None:
    """Zero where a negative number is expected; elsewhere right."""
    numbers = _of_one_shape(pairs)
    off = [want for want, got in numbers if not close(want, got)]
    holds = all(close(np.maximum(want, 0), got) for want, got in numbers)
    right = sum(int((want > ATOL).sum()) for want, _ in numbers)
    return {} if holds and len(off) >= FEWEST_WRONG and right >= FEWEST_WRONG else None


def cut_to_whole_numbers(pairs: Sequence[Pair]) -> Told | None:
    """Numbers with their decimals cut off, or rounded."""
    numbers = _of_one_shape(pairs)
    off = [(want, got) for want, got in numbers if not close(want, got)]
    if len(off) < FEWEST_WRONG or not any(np.abs(got).max() >= 1 for _, got in off):
        return None
    for cut in (np.trunc, np.floor, np.round):
        if all(close(cut(want), got) for want, got in numbers):
            return {}
    return None


def one_number_for_all(pairs: Sequence[Pair]) -> Told | None:
    """One number stands in all rows, columns or places, where each should have its own."""
    off = [(w, g) for w, g in _of_one_shape(pairs) if not close(w, g)]
    if len(off) < FEWEST_WRONG or any(want.ndim not in (1, 2) for want, _ in off):
        return None
    varied = [(want, got) for want, got in off if want.size > 1 and got.any()]
    if len({float(got.flat[0]) for _, got in varied}) < FEWEST_WRONG:  # a constant, or one call
        return None
    for axes, what in ((None, "tudo"), (0, "coluna"), (-1, "linha")):
        if all(_spread(got, axes) < ATOL < _spread(want, axes) for want, got in varied):
            return {"what": messages.ONE_FOR[what]}
    return None


def _spread(numbers: np.ndarray, axis: int | None) -> float:
    """How far the numbers along an axis are from each other, at most."""
    return float(np.max(np.ptp(numbers, axis=axis))) if np.isfinite(numbers).all() else np.inf


def plus_an_argument(pairs: Sequence[Pair]) -> Told | None:
    """Right but for an argument, or a part of one, that was added or subtracted."""
    return _by_an_argument(
        pairs, (("somado", lambda w, g, a: close(w + a, g)), ("tirado", _without))
    )


def _without(want: np.ndarray, got: np.ndarray, argument: np.ndarray) -> bool:
    return close(want - argument, got)


def times_an_argument(pairs: Sequence[Pair]) -> Told | None:
    """Right but for an argument, or a part of one, that each number was multiplied with."""
    return _by_an_argument(pairs, (("multiplicado", lambda w, g, a: close(w * a, g)),))


def _by_an_argument(
    pairs: Sequence[Pair], ways: Sequence[tuple[str, Callable[..., bool]]]
) -> Told | None:
    numbers = _of_one_shape(pairs)
    off = sum(not close(*both) for both in numbers)
    if off < FEWEST_WRONG or not any(want.size > 1 for want, _ in numbers):
        return None
    for name, path in _arrays(pairs[0]):
        came = [array(part(pair.sample.arguments.get(name), path)) for pair in pairs]
        for way, holds in ways:
            each = zip(numbers, came, strict=True)
            if all(a is not None and a.shape == w.shape and holds(w, g, a) for (w, g), a in each):
                shown = variations.shown(name, path, pairs[0].sample.visible)
                return {"name": way, "argument": shown}
    return None


def _arrays(pair: Pair) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, value in pair.sample.arguments.items():
        for path in variations.leaves(value):
            if isinstance(part(value, path), np.ndarray):
                yield name, path


def rescaled_by_columns(pairs: Sequence[Pair]) -> Told | None:
    """Each column is right but for its scale: times a number of its own, and another one added."""
    numbers = [both for both in _of_one_shape(pairs) if not close(*both)]
    if not numbers or any(want.ndim != 2 for want, _ in numbers):
        return None
    calls = [list(zip(want.T, got.T, strict=True)) for want, got in numbers]
    proofs = [list(filter(_tells, columns)) for columns in calls]
    if sum(map(len, proofs)) < FEWEST_WRONG or not all(_on_a_line(b) for c in calls for b in c):
        return None
    lines = [{_line(*both) for both in columns} for columns in proofs]
    return {} if any(len(found) > 1 for found in lines) else None  # else it is that of the call


def _tells(both: Both) -> bool:
    """Whether a column that is wrong has numbers enough: two of them lie on a line always."""
    return not close(*both) and len(np.unique(both[0])) >= FEWEST_NUMBERS


def _line(want: np.ndarray, got: np.ndarray) -> tuple[float, float]:
    """Slope and height of the line that two columns lie on, rounded."""
    slope, height = np.polyfit(want, got, 1)
    return round(float(slope), 4), round(float(height), 4)


def _on_a_line(both: Both) -> bool:
    want, got = both
    if not np.isfinite(want).all() or not np.isfinite(got).all():
        return False
    low, high = np.argmin(want), np.argmax(want)
    if want[high] - want[low] < ATOL:
        return float(np.ptp(got)) < ATOL
    slope = (got[high] - got[low]) / (want[high] - want[low])
    return bool(slope) and close(slope * (want - want[low]) + got[low], got)


def framed(pairs: Sequence[Pair]) -> Told | None:
    """All that is expected, as one block, and more around it along several axes."""
    return _as_a_block(pairs, lambda want, got: _is_block(want, got))


def cropped(pairs: Sequence[Pair]) -> Told | None:
    """One block of what is expected, and along several axes the rest is not there."""
    return _as_a_block(pairs, lambda want, got: _is_block(got, want))


def _as_a_block(pairs: Sequence[Pair], holds: Callable[[Any, Any], bool]) -> Told | None:
    both = [(array(pair.want), array(pair.got)) for pair in pairs if not pair.right]
    numbers = [(w, g) for w, g in both if w is not None and g is not None]
    if not numbers or len(numbers) != len(both):
        return None
    return {} if all(holds(want, got) for want, got in numbers) else None


def _is_block(few: np.ndarray, many: np.ndarray) -> bool:
    """Whether `few` is a block of `many`, smaller along two axes or more."""
    if few.ndim != many.ndim or few.size < FEWEST_NUMBERS or many.size > MOST_ELEMENTS:
        return False
    room = [large - small for small, large in zip(few.shape, many.shape, strict=True)]
    if min(room) < 0 or sum(map(bool, room)) < 2 or not few.any():
        return False
    starts = itertools.islice(itertools.product(*(range(r + 1) for r in room)), 256)
    return any(close(few, many[_block(start, few.shape)]) for start in starts)


def _block(start: Sequence[int], shape: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(a, a + n) for a, n in zip(start, shape, strict=True))


def moved_on(pairs: Sequence[Pair]) -> Told | None:
    """A series that begins one number later, or earlier, than it should."""
    off = [(w, g) for w, g in _of_one_shape(pairs) if not close(w, g)]
    if not off or any(want.ndim != 1 for want, _ in off):
        return None
    if not any(want.size >= FEWEST_NUMBERS for want, _ in off):
        return None
    for name, holds in (
        ("adiantado", lambda w, g: close(w[1:], g[:-1])),
        ("atrasado", lambda w, g: close(w[:-1], g[1:])),
    ):
        if all(len(np.unique(w)) >= min(w.size, FEWEST_NUMBERS) and holds(w, g) for w, g in off):
            return {"name": name}
    return None


def _of_one_shape(pairs: Sequence[Pair]) -> list[Both]:
    """What is expected and what is given, as arrays; nothing where one has another shape."""
    both = [(array(pair.want), array(pair.got)) for pair in pairs]
    numbers = [(w, g) for w, g in both if w is not None and g is not None and w.shape == g.shape]
    same = len(numbers) == len(both)
    return numbers if same and all(0 < w.size <= MOST_ELEMENTS for w, _ in numbers) else []
