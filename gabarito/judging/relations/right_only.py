"""Relations to a few calls: those in which a function is always right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import variations
from gabarito.judging.relations.samples import Sample, array, part, says_something
from gabarito.judging.relations.values import sizes_of

Told = dict[str, Any]

FEWEST_RIGHT, FEWEST_WRONG = 3, 2
"""Calls that have to be right, and wrong, before they say anything."""

PLAIN = (0, 1)


def equal_sizes(samples: Sequence[Sample]) -> Told | None:
    """Right where there are as many rows as columns, wrong in all other calls of the checks."""
    known = [sizes_of(sample.arguments) for sample in samples]
    shared = [name for name in known[0] if all(name in one for one in known)]
    found = [
        (one, other)
        for one, other in itertools.combinations(shared, 2)
        if one.rpartition(" ")[2] == other.rpartition(" ")[2]
        and _exactly(samples, [sizes[one] == sizes[other] for sizes in known])
    ]
    rows_and_columns = all(
        messages.PLURAL["linha"] in one and messages.PLURAL["coluna"] in other
        for one, other in found
    )
    if not found or not rows_and_columns:  # what other sizes explain as well is chance
        return None
    return {"quantity": messages.EQUAL.format(one=found[0][0], other=found[0][1])}


def _exactly(samples: Sequence[Sample], special: Sequence[bool]) -> bool:
    both = zip(samples, special, strict=True)
    asked = all(sample.right == one for sample, one in both if not sample.change)
    return asked and _only(samples, special)


def one_value(samples: Sequence[Sample]) -> Told | None:
    """Wrong only where an argument is not 0, or not 1, and never where it is."""
    found = [
        (place, value)
        for place in _places(samples[0])
        for value in PLAIN
        if _only(samples, [_at(sample, place) == value for sample in samples])
        and _mostly_wrong([s for s in samples if not s.change and _at(s, place) != value])
    ]
    if len(found) != 1:
        return None
    (name, path), value = found[0]
    shown = all(_at(sample, (name, path)) is not None for sample in samples if sample.visible)
    seen = any(sample.visible for sample in samples) and shown
    return {"argument": variations.written(name, path if seen else ()), "value": str(value)}


def one_value_wrong(samples: Sequence[Sample]) -> Told | None:
    """Wrong in all calls in which an argument is 0, or 1, and right in all others."""
    found = [
        (place, value)
        for place in _places(samples[0])
        for value in PLAIN
        if _exactly(samples, [_at(sample, place) != value for sample in samples])
    ]
    if len(found) != 1:
        return None
    (name, _), value = found[0]
    return {"argument": variations.written(name, ()), "value": str(value)}


def without(samples: Sequence[Sample]) -> Told | None:
    """Right in all calls in which an array has no negative number, or no zero; wrong in others."""
    found = [
        (name, what)
        for name, value in samples[0].arguments.items()
        for what, has in HAS.items()
        if isinstance(value, np.ndarray)
        and _only(samples, [not has(sample.arguments.get(name)) for sample in samples])
    ]
    if len(found) != 1:
        return None
    return {"argument": f"`{found[0][0]}`", "what": messages.HAS[found[0][1]]}


def _negative(value: Any) -> bool:
    numbers = array(value)
    return numbers is not None and bool((numbers < 0).any())


def _zero(value: Any) -> bool:
    numbers = array(value)
    return numbers is not None and bool((numbers == 0).any())


def _twice(value: Any) -> bool:
    numbers = array(value)
    return numbers is not None and len(np.unique(numbers)) < numbers.size


HAS = {"negativos": _negative, "zeros": _zero, "repetidos": _twice}

Place = tuple[str, tuple[Any, ...]]


def _places(sample: Sample) -> Iterator[Place]:
    for name, value in sample.arguments.items():
        for path in variations.leaves(value):
            if type(part(value, path)) in (int, float):
                yield name, path


def _at(sample: Sample, place: Place) -> float | None:
    name, path = place
    value = part(sample.arguments.get(name), path)
    return value if type(value) in (int, float) else None


def _mostly_wrong(samples: Sequence[Sample]) -> bool:
    return 2 * sum(not sample.right for sample in samples) > len(samples)


def _only(samples: Sequence[Sample], special: Sequence[bool]) -> bool:
    """Whether all special calls are right, and there are enough of them and of wrong ones."""
    found = [sample for sample, one in zip(samples, special, strict=True) if one]
    wrong = sum(not sample.right for sample in samples if not sample.change)
    enough = len(found) >= FEWEST_RIGHT and wrong >= FEWEST_WRONG
    asked = any(not sample.change for sample in found)  # by a check, not only by a variation
    says = any(says_something(sample) for sample in found)
    return enough and asked and says and all(sample.right for sample in found)
