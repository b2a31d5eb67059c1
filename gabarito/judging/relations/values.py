"""Relations of one part of the result: another form, an amount more, a part of it only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import variations
from gabarito.judging.relations.samples import (
    RTOL,
    Pair,
    agree,
    array,
    close,
    part,
    stands_out,
)

Told = dict[str, Any]
Numbers = list[tuple[np.ndarray, np.ndarray]]

FACTORS_OF_CALLS = "factors"
"""What is told of a factor has it call by call, by the identity of the sample."""


OVERFLOWS = float(np.log(np.finfo(float).max))
"""To which *e* cannot be raised."""


def transposed(pairs: Sequence[Pair]) -> Told | None:
    """Rows where columns should be."""
    return _in_form(pairs, lambda want, got: want.ndim > 1 and close(want.T, got))


def other_axis(pairs: Sequence[Pair]) -> Told | None:
    """The right values with an axis of length one more, or less."""
    return _in_form(pairs, lambda want, got: close(np.squeeze(want), np.squeeze(got)))


def other_form(pairs: Sequence[Pair]) -> Told | None:
    """The right values, in order, in another shape."""
    return _in_form(pairs, lambda want, got: close(want.ravel(), got.ravel()))


def _in_form(pairs: Sequence[Pair], holds: Callable[[Any, Any], bool]) -> Told | None:
    numbers = _numbers(pairs, shapes=False)
    if not numbers or all(want.shape == got.shape for want, got in numbers):
        return None
    same = (want.shape == got.shape and close(want, got) for want, got in numbers)
    return {} if all(s or holds(w, g) for s, (w, g) in zip(same, numbers, strict=True)) else None


def zeros(pairs: Sequence[Pair]) -> Told | None:
    """Nothing but zeros, in every call."""
    numbers = _numbers(pairs)
    wrong = any(not close(want, got) for want, got in numbers)
    return {} if wrong and not any(got.any() for _, got in numbers) else None


def sign(pairs: Sequence[Pair]) -> Told | None:
    """Right but for the sign."""
    numbers = _numbers(pairs)
    if not numbers or all(close(want, got) for want, got in numbers):
        return None
    return {} if all(close(-want, got) for want, got in numbers) else None


def factor(pairs: Sequence[Pair]) -> Told | None:
    """Right but for a factor: which quantity of the call it is, where there is only one.

    What is told has the factors, too, under :data:`FACTORS_OF_CALLS`.
    """
    pairs = [pair for pair in pairs if not _fits_any_factor(pair)]
    numbers = _numbers(pairs)
    factors = [_factor(want, got) for want, got in numbers]
    if not factors or not all(np.isfinite(factors)) or not _proves(numbers, factors):
        return None
    if not any(stands_out(*both) for both in numbers):
        return None
    found = _which(pairs, numbers, factors)
    calls = [id(pair.sample) for pair in pairs]
    return found and {**found, FACTORS_OF_CALLS: dict(zip(calls, factors, strict=True))}


def _which(pairs: Sequence[Pair], numbers: Numbers, factors: Sequence[float]) -> Told | None:
    told = [
        (how, quantity)
        for how, amounts in (("vezes", factors), ("dividido", [1 / f for f in factors]))
        for quantity in _quantities(pairs, amounts)
    ]
    if len(told) == 1:
        return {"name": told[0][0], "quantity": told[0][1]}
    if np.allclose(factors, factors[0], rtol=RTOL):
        return {"name": "fator"}
    return _instead(pairs, factors) or _of_each_call(numbers)


def _instead(pairs: Sequence[Pair], factors: Sequence[float]) -> Told | None:
    """One size in the place of another: multiplied, or divided, with the wrong one."""
    known = [sizes_of(pair.sample.arguments) for pair in pairs]
    names: dict[tuple[float, ...], str] = {}
    for name in known[0]:
        names.setdefault(tuple(one.get(name, 0.0) for one in known), name)
    found = [
        (names[one], names[other])
        for one, other in itertools.permutations(names, 2)
        if all(one) and all(other) and np.allclose(np.divide(one, other), factors, rtol=RTOL)
    ]
    if len(found) != 1:
        return None
    return {"name": "outro_tamanho", "quantity": messages.AND.join(found[0])}


def _of_each_call(numbers: Numbers) -> Told | None:
    """A factor that is another one in each call, and the same for all numbers of one."""
    several = any(np.size(want) > 1 and _varied(want) for want, _ in numbers)
    return {"name": "fator_da_chamada"} if several else None


def _fits_any_factor(pair: Pair) -> bool:
    """Whether it is right, and there are only zeros in it, or numbers that are not finite."""
    want, got = array(pair.want), array(pair.got)
    if want is None or got is None:
        return False
    return not np.any(want[np.isfinite(want)]) and close(want, got)


def _factor(want: np.ndarray, got: np.ndarray) -> float:
    """What `want` is multiplied by to give `got`; NaN where nothing is."""
    place = np.argmax(np.abs(want)) if want.size else None
    if place is None or not np.isfinite(want).all() or not want.flat[place]:
        return 1.0 if close(want, got) else float("nan")
    ratio = float(got.flat[place] / want.flat[place])
    return ratio if ratio and close(ratio * want, got) else float("nan")


def _proves(numbers: Numbers, factors: Sequence[float]) -> bool:
    """Some call is off, and they are calls enough: any number is another times something."""
    off = [f for f in factors if not np.isclose(f, 1.0, rtol=RTOL)]
    if not off or all(np.isclose(f, -1.0, rtol=RTOL) for f in off):
        return False
    wanted = {float(want.flat[0]) for want, _ in numbers if want.size}
    return any(_varied(want) for want, _ in numbers) or len(wanted) > 2


def _quantities(pairs: Sequence[Pair], amounts: Sequence[float]) -> Iterator[str]:
    """Quantities that are the amounts in all calls, one for each that differs from the others."""
    known = [quantities(pair.sample.arguments) for pair in pairs]
    seen: set[tuple[float, ...]] = set()
    for name in dict.fromkeys(name for one in known for name in one):
        values = tuple(one.get(name, 1.0) for one in known)  # a single example has no such size
        if values not in seen and np.allclose(values, amounts, rtol=RTOL):
            seen.add(values)
            yield name


def quantities(arguments: dict[str, Any]) -> dict[str, float]:
    """What a factor may be, by what it is called: numbers and sizes of a call's arguments."""
    found: dict[str, float] = {}
    for name, value in arguments.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found[f"`{name}`"] = float(value)
        numbers = array(value)
        if numbers is not None and numbers.ndim:
            found[messages.ELEMENTS.format(argument=f"`{name}`")] = float(numbers.size)
        if isinstance(value, tuple) and value and all(type(item) is int for item in value):
            found[messages.POSITIONS_OF.format(argument=f"`{name}`")] = float(math.prod(value))
    return {messages.TWO: 2.0, **sizes_of(arguments), **found}


def sizes_of(arguments: dict[str, Any]) -> dict[str, float]:
    """The sizes of the arrays among a call's arguments, by what they are called."""
    found: dict[str, float] = {}
    for name, value in arguments.items():
        numbers = array(value)
        table = type(value).__name__ == "DataFrame"
        shape = value.shape if table else () if numbers is None else numbers.shape
        for axis, size in enumerate(shape):
            found[_size(f"`{name}`", len(shape), axis)] = float(size)
        if isinstance(value, tuple) and value and all(type(item) is int for item in value):
            places = enumerate(value)
            found |= {variations.written(name, (place,)): float(n) for place, n in places}
    return found


def _size(argument: str, ndim: int, axis: int) -> str:
    what = messages.AXES.get(ndim, ("",) * ndim)[axis]
    plural = messages.PLURAL[what] if what else messages.POSITIONS.format(axis=axis)
    return messages.SIZE.format(what=plural, argument=argument)


def added(pairs: Sequence[Pair]) -> Told | None:
    """Right but for one number added to all of it."""
    numbers = _numbers(pairs)
    if not any(_varied(want) and _still_varied(want, got) for want, got in numbers):
        return None
    shifts = [float((got - want).flat[0]) if want.size else 0.0 for want, got in numbers]
    off = [s for s in shifts if abs(s) > 1e-6]
    if not any(stands_out(*both) for both in numbers):
        return None
    near = (close(want + s, got) for s, (want, got) in zip(shifts, numbers, strict=True))
    return {} if off and all(near) else None


def _still_varied(want: np.ndarray, got: np.ndarray) -> bool:
    """Whether numbers differ by more than rounding after something large is added to them."""
    return bool(np.ptp(want) > 100 * RTOL * np.max(np.abs(got)))


def an_argument(pairs: Sequence[Pair]) -> Told | None:
    """An argument as it came."""
    if len(pairs) < 2 or all(pair.right for pair in pairs):
        return None
    for name, value in pairs[0].sample.arguments.items():
        for path in variations.leaves(value):
            came = [part(pair.sample.arguments.get(name), path) for pair in pairs]
            if all(_came(c, pair.got) for c, pair in zip(came, pairs, strict=True)):
                seen = pairs[0].sample.visible
                return {"argument": variations.shown(name, path, seen)}
    return None


def _came(value: Any, got: Any) -> bool:
    return isinstance(value, np.ndarray) and agree(value, got)


def first_only(pairs: Sequence[Pair]) -> Told | None:
    """Right in the first place along one axis, and nowhere else in it."""
    numbers = [(w, g) for w, g in _numbers(pairs) if w.ndim]
    off = [(want, got) for want, got in numbers if not close(want, got)]
    ndims = {want.ndim for want, _ in numbers}
    if not off or len(ndims) != 1 or len(numbers) != len(pairs):
        return None
    ndim = ndims.pop()
    axes = [axis for axis in range(ndim) if all(_only_first(w, g, axis) for w, g in off)]
    if len(axes) != 1:
        return None
    return {"place": messages.FIRST[messages.AXES.get(ndim, ("",) * ndim)[axes[0]]]}


def _only_first(want: np.ndarray, got: np.ndarray, axis: int) -> bool:
    want, got = np.moveaxis(want, axis, 0), np.moveaxis(got, axis, 0)
    rest = [close(want[i], got[i]) for i in range(len(want))]
    return len(rest) > 1 and rest[0] and not any(rest[1:]) and bool(np.any(want[0]))


def not_finite(pairs: Sequence[Pair]) -> Told | None:
    """NaN or infinite where a number is expected; elsewhere right.

    Large numbers are the reason where all calls with them are wrong, and no call is right in
    which a power of *e* would overflow.
    """
    numbers = _numbers(pairs)
    bad = [_broken(want, got) for want, got in numbers]
    if not any(bad) or not all(b or close(w, g) for b, (w, g) in zip(bad, numbers, strict=True)):
        return None
    sizes = [_largest(pair.sample.arguments) for pair in pairs]
    least = min(size for size, broken in zip(sizes, bad, strict=True) if broken)
    most = max((size for size, broken in zip(sizes, bad, strict=True) if not broken), default=least)
    right = (pair.sample for pair, broken in zip(pairs, bad, strict=True) if not broken)
    fits = all(_largest(sample.arguments, lambda x: x) < OVERFLOWS for sample in right)
    large = least > most and fits
    return {"name": "nao_finito_nos_grandes" if large else "nao_finito"}


def _largest(arguments: dict[str, Any], size: Callable[[Any], Any] = np.abs) -> float:
    """The largest number in the arrays that a call is given."""
    arrays = (array(value) for value in arguments.values())
    return max((float(np.max(size(a), initial=0)) for a in arrays if a is not None), default=0.0)


def _broken(want: np.ndarray, got: np.ndarray) -> bool:
    return bool(np.isfinite(want).all() and not np.isfinite(got).all())


def _numbers(pairs: Sequence[Pair], *, shapes: bool = True) -> Numbers:
    """What is compared, as arrays; nothing where one is none, or of another size, or shape."""
    found: Numbers = []
    for pair in pairs:
        want, got = array(pair.want), array(pair.got)
        if want is None or got is None or want.size != got.size:
            return []
        if shapes and want.shape != got.shape:
            return []
        found.append((want, got))
    return found


def _varied(want: np.ndarray) -> bool:
    """Whether it has several numbers."""
    return want.size > 1 and float(np.ptp(want)) > 1e-6 if np.isfinite(want).all() else False
