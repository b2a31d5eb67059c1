"""What a function does in all calls, as one small mark: alike for functions that behave alike.

It says only how what was given is off from what was expected, so that nothing of an input or of
an answer can be read from it; rounding changes it by less than :data:`NEAR`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gabarito.judging.relations.samples import (
    MISSING,
    Pair,
    Sample,
    array,
    part,
    paths,
)

NEAR = 1e-5
_FREQUENCIES = np.array([[1.3], [2.1], [3.7]])
"""Of the weights that numbers are added with: one that is off by as much elsewhere shows."""


@dataclass(frozen=True)
class Mark:
    """What a function does.

    Attributes:
        form: hash of which parts are off, and of their shapes and types.
        numbers: how far off, all of it drawn together.
    """

    form: str
    numbers: tuple[float, ...]

    def near(self, other: Mark) -> bool:
        """Whether both are of functions that behave alike."""
        return self.form == other.form and np.allclose(self.numbers, other.numbers, 0, NEAR)


def mark(samples: Sequence[Sample]) -> Mark | None:
    """The mark of what was given; None where no call returns something wrong.

    An exception alone proves nothing.
    """
    form, numbers, wrong = hashlib.sha256(), np.zeros(len(_FREQUENCIES)), False
    with np.errstate(all="ignore"):
        for place, sample in enumerate(samples):
            wrong |= sample.given.returned and not sample.right
            form.update(_written_to(sample))
            asked = [] if sample.given.raised else sample.parts.values()
            for number, pair in enumerate(asked):
                shape, off = _off(pair)
                form.update(shape)
                numbers += _weights(place, number) * off
    return Mark(form.hexdigest()[:16], tuple(numbers.round(8).tolist())) if wrong else None


def _weights(place: int, number: int) -> np.ndarray:
    return np.cos(_FREQUENCIES[:, 0] * (1 + place) + 1.9 * number)


def _written_to(sample: Sample) -> bytes:
    """What was raised, or which arguments are not as they should be after the call."""
    if sample.given.raised:
        return f"raised {sample.given.raised[0]};".encode()
    return f"{list(sample.written)};".encode()


def _off(pair: Pair) -> tuple[bytes, np.ndarray]:
    """In what form a part is off, and how far."""
    want, got = pair.want, pair.got
    none = np.zeros(len(_FREQUENCIES))
    if pair.right:
        return b"=;", none
    one, other = array(want), array(got)
    if one is None or other is None:
        return f"{_form(got)};".encode(), none
    finite = np.isfinite(other)
    form = f"{other.shape};".encode() + np.packbits(finite).tobytes()
    return form, _distance(one, np.where(finite, other, 0.0))


def _form(got: Any) -> str:
    if got is MISSING or got is None:
        return "nothing"
    return got[:80] if isinstance(got, str) else type(got).__name__


def _distance(want: np.ndarray, got: np.ndarray) -> np.ndarray:
    """Bounded, whatever is given: its direction, and how long it is."""
    scale = float(np.max(np.abs(want), initial=0, where=np.isfinite(want))) or 1.0
    off = got.ravel() / scale
    if want.shape == got.shape:
        off = off - np.nan_to_num(want.ravel() / scale)
    length = float(np.abs(off).sum())
    if not np.isfinite(length) or not length:
        return np.zeros(len(_FREQUENCIES))
    weights = np.cos(_FREQUENCIES * np.arange(1, off.size + 1))
    return np.asarray(weights @ (off / length) * 3 + np.log1p(length))


def of_calls(calls: Sequence[Sequence[Any]]) -> Mark:
    """The mark of what is asked.

    Args:
        calls: for each, its arguments and what is expected of it.
    """
    form, numbers = hashlib.sha256(), np.zeros(len(_FREQUENCIES))
    leaves = [
        (place, number, part(value, path))
        for place, known in enumerate(calls)
        for value in known
        for number, path in enumerate(paths(value))
    ]
    for place, number, leaf in leaves:
        found = array(leaf)
        form.update(f"{place} {_form(leaf) if found is None else found.shape};".encode())
        if found is not None:
            finite = np.nan_to_num(found, posinf=0, neginf=0)
            numbers += _weights(place, number) * _distance(np.zeros_like(finite), finite)
    return Mark(form.hexdigest()[:16], tuple(numbers.round(8).tolist()))
