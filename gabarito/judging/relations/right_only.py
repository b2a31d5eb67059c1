"""Relations to a few calls: those in which a function is always right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gabarito.judging import messages
from gabarito.judging.relations import variations
from gabarito.judging.relations.samples import MISSING, Sample, array, differing, part
from gabarito.judging.relations.trivial import nothing_done, says_something
from gabarito.judging.relations.values import quantities, sizes_of

Told = dict[str, Any]

FEWEST_RIGHT, FEWEST_WRONG = 3, 2
"""Calls that have to be right, and wrong, before they say anything."""

PLAIN = (0, 1)

MUCH_LARGER = 5


def equal_sizes(samples: Sequence[Sample]) -> Told | None:
    """Right where there are as many rows as columns, wrong in all other calls of the checks."""
    known = [sizes_of(sample.arguments) for sample in samples]
    shared = [name for name in known[0] if all(name in one for one in known)]
    found = [
        (one, other)
        for one, other in itertools.combinations(shared, 2)
        if _argument_of(one) == _argument_of(other)
        and _exactly(samples, [sizes[one] == sizes[other] for sizes in known])
    ]
    if not found or not all(_rows_and_columns(*pair) for pair in found):  # else it is chance
        return None
    return {"quantity": messages.EQUAL.format(one=found[0][0], other=found[0][1])}


def _argument_of(size: str) -> str:
    """The argument that a size is of: the last word of what it is called."""
    return size.rpartition(" ")[2].partition("[")[0].strip("`")


def _rows_and_columns(one: str, other: str) -> bool:
    form = one.endswith("[0]`") and other.endswith("[1]`")
    return form or (messages.PLURAL["linha"] in one and messages.PLURAL["coluna"] in other)


def _exactly(samples: Sequence[Sample], special: Sequence[bool]) -> bool:
    both = zip(samples, special, strict=True)
    others = [sample for sample, one in both if not one and not sample.change]
    asked = not any(sample.right and says_something(sample) for sample in others)
    return asked and _only(samples, special)


def one_value(samples: Sequence[Sample]) -> Told | None:
    """Wrong only where an argument is not 0, or not 1, and never where it is."""
    found = [
        (place, value)
        for place in _places(samples[0])
        for value in PLAIN
        if _only(samples, [_at(sample, place) == value for sample in samples])
        and _mostly_wrong([s for s in samples if not s.change and _at(s, place) != value])
        and not all(nothing_done(s) for s in samples if _at(s, place) == value)
    ]
    if len(found) != 1:
        return None
    place, value = found[0]
    return {"argument": _shown(samples, place), "value": str(value)}


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
    (name, path), value = found[0]
    return {"argument": _shown(samples, (name, path)), "value": str(value)}


def _shown(samples: Sequence[Sample], place: Place) -> str:
    """A place as it is told: its inner part only where a visible call has it."""
    visible = [sample for sample in samples if sample.visible]
    name, path = place
    seen = any(part(s.arguments.get(name), path) is not MISSING for s in visible)
    return variations.shown(name, path, seen)


def without(samples: Sequence[Sample]) -> Told | None:
    """Right in all calls in which an array has no negative number, or no zero; wrong in others."""
    found = [
        (place, what)
        for place in _arrays(samples[0])
        for what, has in HAS.items()
        if _only(samples, [not has(_part_at(sample, place)) for sample in samples])
    ]
    if len(found) != 1 or not _is_cause(samples, *found[0]):
        return None
    return {"argument": _shown(samples, found[0][0]), "what": messages.HAS[found[0][1]]}


def _is_cause(samples: Sequence[Sample], place: Place, what: str) -> bool:
    """Whether what is at a place matters and, of zeros, some wrong call is right without them.

    Biases and labels are zero for other reasons: that wrong calls have some may be chance.
    """
    alike = _that_differ_at(samples, variations.written(*place))
    matter = [(a, b) for a, b in alike if differing(a.expected, b.expected) - a.free]
    if what != "zeros":
        return bool(matter)
    return any(
        not wrong.right
        and right.right
        and _zero(_part_at(wrong, place))
        and not _zero(_part_at(right, place))
        for wrong, right in matter
    )


def _that_differ_at(samples: Sequence[Sample], argument: str) -> Iterator[tuple[Sample, Sample]]:
    """Pairs of calls that are the same but for one argument."""
    found: dict[int, list[Sample]] = {}
    for sample in samples:
        if sample.change and sample.change.argument == argument:
            base = sample.change.base
            found.setdefault(base, [samples[base]]).append(sample)
    for group in found.values():
        yield from itertools.permutations(group, 2)


def _arrays(sample: Sample) -> Iterator[Place]:
    for name, value in sample.arguments.items():
        for path in variations.leaves(value):
            if isinstance(part(value, path), np.ndarray):
                yield name, path


def _part_at(sample: Sample, place: Place) -> Any:
    return part(sample.arguments.get(place[0], MISSING), place[1])


def left_out(samples: Sequence[Sample]) -> Told | None:
    """Right where an argument is left out that may be, wrong in all calls that give it."""
    names = dict.fromkeys(name for sample in samples for name in sample.arguments)
    found = [
        name
        for name in names
        if _exactly(samples, [sample.arguments.get(name) is None for sample in samples])
    ]
    return {"argument": f"`{found[0]}`"} if len(found) == 1 else None


def sizes_of_the_example(samples: Sequence[Sample]) -> Told | None:
    """Right where a size is the one of the calls that the student sees, wrong in all others."""
    known = [_sizes(sample.arguments) for sample in samples]
    visible = [sizes for sizes, s in zip(known, samples, strict=True) if s.visible and sizes]
    if not visible:
        return None
    found = {
        name: size
        for name, size in visible[0].items()
        if all(one.get(name) == size for one in visible)
        and _exactly(samples, [one.get(name) == size for one in known])
    }
    hidden = any(s.right and not s.visible and not s.change for s in samples)
    return {"quantity": next(iter(found))} if len(found) == 1 and hidden else None


def _sizes(arguments: dict[str, Any]) -> dict[str, float]:
    """The sizes of a call, and the number of places of a form among its arguments."""
    known = quantities(arguments)
    places = {messages.POSITIONS_OF.format(argument=f"`{name}`") for name in arguments}
    return {**sizes_of(arguments), **{name: known[name] for name in places & known.keys()}}


def only_one(samples: Sequence[Sample]) -> Told | None:
    """Right where there is one row, column or example only, wrong in all other calls."""
    known = [sizes_of(sample.arguments) for sample in samples]
    found = [name for name in known[0] if _exactly(samples, [one.get(name) == 1 for one in known])]
    return {"quantity": found[0]} if len(found) == 1 else None


def only_small(samples: Sequence[Sample]) -> Told | None:
    """Right where no number of an array is large, wrong in all calls with much larger ones."""
    found = [place for place in _arrays(samples[0]) if _parted(samples, place)]
    return {"argument": _shown(samples, found[0])} if len(found) == 1 else None


def _parted(samples: Sequence[Sample], place: Place) -> bool:
    arrays = [array(_part_at(sample, place)) for sample in samples]
    if any(found is None or not np.isfinite(found).all() for found in arrays):
        return False
    sizes = [float(np.max(np.abs(found), initial=0)) for found in arrays if found is not None]
    asked = [(size, s.right) for size, s in zip(sizes, samples, strict=True)]
    right = max((size for size, good in asked if good), default=0.0)
    wrong = min((size for size, good in asked if not good), default=0.0)
    limit = right * MUCH_LARGER
    return wrong > limit > 0 and _exactly(samples, [size < limit for size in sizes])


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
            listed = bool(path) and isinstance(part(value, path[:-1]), list)
            if type(part(value, path)) in (int, float) and not listed:
                yield name, path


def _at(sample: Sample, place: Place) -> float | None:
    value = _part_at(sample, place)
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
