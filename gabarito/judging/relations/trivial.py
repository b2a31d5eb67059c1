"""Calls that say little: in them many a function is right, whatever it does in others."""

from __future__ import annotations

from typing import Any

from gabarito.judging.relations import variations
from gabarito.judging.relations.samples import Sample, agree, array, part, paths


def says_something(sample: Sample) -> bool:
    """Whether more than zeros is expected: anything times zero is right."""
    return any(_says(part(sample.expected.result, p)) for p in paths(sample.expected.result))


def nothing_done(sample: Sample) -> bool:
    """Whether what is expected came in as an argument, or no loop ran.

    Who does nothing then is right, whatever else is wrong.
    """
    asked = [part(sample.expected.result, path) for path in paths(sample.expected.result)]
    given = sample.arguments.values()
    came = [part(value, path) for value in given for path in variations.leaves(value)]
    known = [not _says(one) or any(agree(one, other) for other in came) for one in asked]
    return never_ran(sample) or all(known)


def never_ran(sample: Sample) -> bool:
    """Whether some part of what is expected is empty, as a loop leaves it that never runs."""
    return any(_empty(part(sample.expected.result, p)) for p in paths(sample.expected.result))


def _says(value: Any) -> bool:
    numbers = array(value)
    return not _empty(value) if numbers is None else bool(numbers.any())


def _empty(value: Any) -> bool:
    return isinstance(value, (list, tuple, dict)) and not value
