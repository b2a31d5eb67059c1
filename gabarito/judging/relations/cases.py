"""Relations to the cases of an argument that is a text or a truth value: wrong in some of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gabarito.judging.alike import alike
from gabarito.judging.relations.samples import Sample

Told = dict[str, Any]

FEWEST_RIGHT, FEWEST_WRONG = 3, 2
"""Calls that have to be right in all other cases, and wrong in the one that is told."""


def some_values(samples: Sequence[Sample]) -> Told | None:
    """Right for some values of a text or truth value, wrong for the others."""

    def decides(rights: Sequence[list[bool]]) -> bool:
        return {frozenset(right) for right in rights} == {frozenset([True]), frozenset([False])}

    return _of_one_argument(samples, decides)


def one_case(samples: Sequence[Sample]) -> Told | None:
    """Wrong at times for one value of a text or truth value, and never for the others.

    Something else may be what only the calls with that value have; so some of the wrong ones must
    be right with another value and all else the same.
    """

    def decides(rights: Sequence[list[bool]]) -> bool:
        off = [right for right in rights if not all(right)]
        others = sum(len(right) for right in rights if all(right))
        return len(off) == 1 and off[0].count(False) >= FEWEST_WRONG and others >= FEWEST_RIGHT

    told = _of_one_argument(samples, decides)
    return told if told and _by_itself(samples, told["argument"].strip("`")) else None


def _by_itself(samples: Sequence[Sample], name: str) -> bool:
    """Whether a wrong call is right where only that argument is another."""
    right = [sample for sample in samples if sample.right]
    return any(
        _differ_only_in(name, wrong, other)
        for wrong in samples
        if not wrong.right
        for other in right
    )


def _differ_only_in(name: str, one: Sample, other: Sample) -> bool:
    rest = [{k: v for k, v in sample.arguments.items() if k != name} for sample in (one, other)]
    return one.arguments[name] != other.arguments[name] and alike(*rest)


def _of_one_argument(
    samples: Sequence[Sample], decides: Callable[[Sequence[list[bool]]], bool]
) -> Told | None:
    """The only argument whose values part right calls from wrong ones in a way."""
    found = [
        name
        for name in samples[0].arguments
        if (rights := _rights(samples, name)) and decides(rights)
    ]
    return {"argument": f"`{found[0]}`"} if len(found) == 1 else None


def _rights(samples: Sequence[Sample], name: str) -> list[list[bool]]:
    """Which calls are right, by the value of a text or truth value; nothing of other arguments."""
    by_value: dict[Any, list[bool]] = {}
    for sample in samples:
        value = sample.arguments.get(name)
        if type(value) not in (str, bool):
            return []
        by_value.setdefault(value, []).append(sample.right)
    return list(by_value.values())
