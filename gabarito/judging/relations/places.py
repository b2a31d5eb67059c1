"""Relations of one part of the result: at which of its places it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import variations
from gabarito.judging.relations.samples import ATOL, RTOL, Pair, array, close, part, stands_out

Told = dict[str, Any]
Masks = dict[str, np.ndarray]

FEWEST_RIGHT = 3
"""Places that have to be right outside of those where it is wrong."""

FEWEST_WRONG = 2
"""Calls in which it has to be wrong there: of one, many things are true by chance."""

MOST_ELEMENTS = 100_000


def wrong_where(pairs: Sequence[Pair]) -> Told | None:
    """Wrong where an argument, or what is expected, is zero, negative, missing; right elsewhere."""
    found = [_wrong(pair) for pair in pairs]
    off = [(pair, wrong) for pair, wrong in zip(pairs, found, strict=True) if wrong is not None]
    if len(off) != len(pairs) or not any(wrong.any() for _, wrong in off):
        return None
    if all(wrong.size < 2 for _, wrong in off) or sum(w.any() for _, w in off) < FEWEST_WRONG:
        return None
    masks = [_conditions(pair) for pair, _ in off]
    held = [name for name in masks[0] if _holds(name, masks, [wrong for _, wrong in off])]
    if not held:
        return None
    sizes = {name: sum(int(mask[name].sum()) for mask in masks) for name in held}
    return {"place": min(held, key=lambda name: sizes[name])}


def _wrong(pair: Pair) -> np.ndarray | None:
    """The places where a part is wrong; None where it has another shape."""
    want, got = array(pair.want), array(pair.got)
    if want is None or got is None or want.shape != got.shape:
        return None
    if not 0 < want.size <= MOST_ELEMENTS:
        return None
    return ~np.isclose(want, got, rtol=RTOL, atol=ATOL, equal_nan=True)


def _conditions(pair: Pair) -> Masks:
    """Places of a part by what is in them, of the arguments first."""
    want = array(pair.want)
    assert want is not None
    found: Masks = {}
    for name, value in pair.sample.arguments.items():
        for path in variations.leaves(value):
            leaf = array(part(value, path))
            if leaf is not None and leaf.shape == want.shape:
                shown = variations.shown(name, path, pair.sample.visible)
                found |= _of(leaf, shown)
    if np.isin(want, (0, 1)).all():
        found[messages.PLACES["outro"].format(what=messages.EXPECTED)] = want != 0
    return found | _of(want, messages.EXPECTED) | _edges(want)


def _of(values: np.ndarray, name: str) -> Masks:
    tests = {"zero": values == 0, "negativo": values < 0, "nan": np.isnan(values)}
    return {messages.PLACES[kind].format(what=name): mask for kind, mask in tests.items()}


def _edges(want: np.ndarray) -> Masks:
    """First and last rows and columns of images."""
    if want.ndim < 3:
        return {}
    axes = (1, 2) if want.ndim == 4 else (0, 1)
    edge = np.zeros(want.shape, dtype=bool)
    for axis in axes:
        moved = np.moveaxis(edge, axis, 0)
        moved[[0, -1]] = True
    return {messages.PLACES["borda"]: edge}


def _holds(name: str, masks: Sequence[Masks], wrong: Sequence[np.ndarray]) -> bool:
    """Whether it is wrong at such places only, at many of them, and right at some others."""
    if not all(name in mask for mask in masks):
        return False
    both = [(mask[name], off) for mask, off in zip(masks, wrong, strict=True)]
    if any((off & ~mask).any() for mask, off in both):
        return False
    right = sum(int((~mask).sum()) for mask, _ in both)
    inside, bad = (sum(int(pair[one].sum()) for pair in both) for one in (0, 1))
    return right >= FEWEST_RIGHT and 4 * bad > inside


def marks_more(pairs: Sequence[Pair]) -> Told | None:
    """Of zeros and ones: ones at all places that are asked for, and at others."""
    return _of_marks(pairs, lambda want, got: bool((got >= want).all()))


def marks_less(pairs: Sequence[Pair]) -> Told | None:
    """Of zeros and ones: only at places that are asked for, and not at all of them."""
    return _of_marks(pairs, lambda want, got: bool((got <= want).all()))


def _of_marks(pairs: Sequence[Pair], holds: Callable[[Any, Any], bool]) -> Told | None:
    numbers = [(array(pair.want), array(pair.got)) for pair in pairs]
    for want, got in numbers:
        if want is None or got is None or want.shape != got.shape or not want.ndim:
            return None
        if not np.isin(want, (0, 1)).all() or not np.isin(got, (0, 1)).all():
            return None
        if not holds(want, got):
            return None
    marked = all(any(np.any(pair[side]) for pair in numbers) for side in (0, 1))
    return None if not marked or all(pair.right for pair in pairs) else {}


def not_reduced(pairs: Sequence[Pair]) -> Told | None:
    """What should be one number, or one for each row, is there number by number."""
    return _by_reduction(pairs, lambda want, got, how: _reduces(got, want, how))


def reduced(pairs: Sequence[Pair]) -> Told | None:
    """Numbers that should stay apart are drawn together."""
    return _by_reduction(pairs, lambda want, got, how: _reduces(want, got, how))


def _by_reduction(pairs: Sequence[Pair], holds: Callable[[Any, Any, str], bool]) -> Told | None:
    numbers = [(array(pair.want), array(pair.got)) for pair in pairs]
    if len(pairs) < 2 or not any(w is not None and w.any() for w, _ in numbers):
        return None
    if all(w is None or g is None or w.size == g.size for w, g in numbers):
        return None
    for how in ("sum", "mean", "max"):
        if all(w is not None and g is not None and holds(w, g, how) for w, g in numbers):
            return {"how": messages.DRAWN_TOGETHER[how]}
    return None


def _reduces(many: np.ndarray, few: np.ndarray, how: str) -> bool:
    """Whether `few` are `many` drawn together along some axis, or along all."""
    if not 0 < few.size <= many.size <= MOST_ELEMENTS:
        return False
    for axis in (None, *range(many.ndim)):
        drawn = np.asarray(getattr(np, how)(many, axis=axis))
        if drawn.size == few.size and close(drawn.ravel(), few.ravel()):
            return True
    return False


def too_many(pairs: Sequence[Pair]) -> Told | None:
    """All that is expected, in order, and more rows or columns between or after it."""
    return _along_an_axis(pairs, lambda want, got: len(got) > len(want) and _within(want, got))


def too_few(pairs: Sequence[Pair]) -> Told | None:
    """Rows or columns that are right, in order, and some are not there."""
    return _along_an_axis(pairs, lambda want, got: 0 < len(got) < len(want) and _within(got, want))


def out_of_order(pairs: Sequence[Pair]) -> Told | None:
    """The right rows or columns, in another order."""
    return _along_an_axis(pairs, _permuted)


def _along_an_axis(pairs: Sequence[Pair], holds: Callable[[Any, Any], bool]) -> Told | None:
    """The axis along which a relation holds in each call that is wrong."""
    off = [(array(p.want), array(p.got)) for p in pairs if not p.right]
    numbers = [(w, g) for w, g in off if w is not None and g is not None and w.ndim == g.ndim]
    ndims = {want.ndim for want, _ in numbers}
    if not off or len(numbers) != len(off) or len(ndims) != 1:
        return None
    ndim = ndims.pop()
    axes = [axis for axis in range(ndim) if all(_on(axis, w, g, holds) for w, g in numbers)]
    if len(axes) != 1:
        return None
    what = messages.AXES.get(ndim, ("",) * ndim)[axes[0]]
    return {"what": messages.PLURAL.get(what, messages.PLACES_OF_IT)}


def _on(axis: int, want: np.ndarray, got: np.ndarray, holds: Callable[[Any, Any], bool]) -> bool:
    rest = [tuple(np.delete(value.shape, axis)) for value in (want, got)]
    if rest[0] != rest[1] or max(want.size, got.size) > MOST_ELEMENTS:
        return False
    return holds(np.moveaxis(want, axis, 0), np.moveaxis(got, axis, 0))


def _within(few: np.ndarray, many: np.ndarray) -> bool:
    """Whether all of `few` are in `many`, in the same order."""
    rest: Iterator[np.ndarray] = iter(many)
    return all(any(close(one, other) for other in rest) for one in few)


def _permuted(want: np.ndarray, got: np.ndarray) -> bool:
    if len(want) != len(got) or len(want) > 200:
        return False
    left = list(want)
    for one in got:
        same = next((i for i, other in enumerate(left) if close(other, one)), None)
        if same is None:
            return False
        del left[same]
    return True


def elsewhere(pairs: Sequence[Pair]) -> Told | None:
    """The right numbers, each as often as asked for, at other places."""
    off = [(array(p.want), array(p.got)) for p in pairs if not p.right]
    numbers = [(w, g) for w, g in off if w is not None and g is not None and w.shape == g.shape]
    if not off or len(numbers) != len(off) or not any(len(np.unique(w)) > 2 for w, _ in numbers):
        return None
    return {} if all(close(np.sort(w, None), np.sort(g, None)) for w, g in numbers) else None


def on_another_scale(pairs: Sequence[Pair]) -> Told | None:
    """Each number times one constant, and another one added: the same two in all calls."""
    both = [(array(pair.want), array(pair.got)) for pair in pairs]
    numbers = [(w, g) for w, g in both if w is not None and g is not None and w.shape == g.shape]
    if len(numbers) != len(pairs):
        return None
    want = np.concatenate([one.ravel() for one, _ in numbers])
    got = np.concatenate([other.ravel() for _, other in numbers])
    few = len(np.unique(want)) < FEWEST_RIGHT
    if few or not (np.isfinite(want).all() and np.isfinite(got).all()) or close(want, got):
        return None
    if np.ptp(got) <= 100 * RTOL * np.max(np.abs(got)):  # rounding hides what is on a line
        return None
    if not stands_out(want, got):
        return None
    low, high = np.argmin(want), np.argmax(want)
    factor = (got[high] - got[low]) / (want[high] - want[low])
    return {} if factor and close(factor * (want - want[low]) + got[low], got) else None


def scaled_by_rows(pairs: Sequence[Pair]) -> Told | None:
    """Each row, or each column, is right but for a factor of its own: one that no other has."""
    off = [(array(p.want), array(p.got)) for p in pairs if not p.right]
    numbers = [(w, g) for w, g in off if w is not None and g is not None and w.ndim == 2]
    if not numbers or len(numbers) != len(off):
        return None
    axes = [axis for axis in (0, 1) if _each_scaled(numbers, axis)]
    if not any(len(w) > 1 and w.shape[1] > 1 and np.ptp(w) > ATOL for w, _ in numbers):
        return None  # of equal numbers any factor would do
    if len(axes) != 1:
        return None
    return {"what": messages.EACH[messages.AXES[2][axes[0]]]}


def _each_scaled(numbers: Sequence[tuple[np.ndarray, np.ndarray]], axis: int) -> bool:
    factors = [_row_factors(want, got, axis) for want, got in numbers]
    several = [found for found in factors if found is not None and len(found) > 1]
    of_one = any(np.ptp(found) <= RTOL * np.max(np.abs(found)) for found in several)
    own = any((np.diff(np.sort(f)) > RTOL * np.max(np.abs(f))).all() for f in several)
    return all(found is not None for found in factors) and own and not of_one


def _row_factors(want: np.ndarray, got: np.ndarray, axis: int) -> np.ndarray | None:
    """What each row, or column, is multiplied by that is not zero; None where one is not."""
    if want.shape != got.shape or want.shape[1 - axis] < 2 or not np.isfinite(want).all():
        return None
    want, got = np.moveaxis(want, axis, 0), np.moveaxis(got, axis, 0)
    some = np.any(want, axis=1)
    place = np.argmax(np.abs(want), axis=1)
    rows = np.arange(len(want))
    ratio = np.where(some, got[rows, place] / np.where(some, want[rows, place], 1), 1)
    scaled = some.any() and np.isfinite(ratio).all() and np.all(ratio)
    return ratio[some] if scaled and close(ratio[:, None] * want, got) else None


def other_number_of_axes(pairs: Sequence[Pair]) -> Told | None:
    """Axes more or less than asked for, as many in every call."""
    numbers = [(array(pair.want), array(pair.got)) for pair in pairs]
    found = {g.ndim - w.ndim if w is not None and g is not None else 0 for w, g in numbers}
    more = found.pop()
    if found or not more:
        return None
    if abs(more) == 1:
        return {"name": "eixo_a_mais" if more > 0 else "eixo_a_menos"}
    return {"name": "eixos_a_mais" if more > 0 else "eixos_a_menos", "count": abs(more)}


def no_array(pairs: Sequence[Pair]) -> Told | None:
    """Something else where an array is expected: a sparse matrix, a table, a text, a tuple.

    In all calls, or in those that are wrong.
    """
    wanted = [pair.want for pair in pairs if isinstance(pair.want, np.ndarray)]
    if len(wanted) != len(pairs) or any(not w.ndim or array(w) is None for w in wanted):
        return None
    off = [pair for pair in pairs if not pair.right]
    if len(off) < FEWEST_WRONG or any(array(pair.got) is not None for pair in off):
        return None
    return {} if len(off) == len(pairs) else {"name": "as_vezes_outra_coisa"}
