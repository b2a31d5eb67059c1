"""What a function leaves in its arguments, where the reference leaves something: as if returned.

A list that fills with costs is an answer, too, though nobody returns it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gabarito.judging.alike import alike
from gabarito.judging.probes import Done
from gabarito.judging.relations.samples import MOST_NUMBERS, WRITES, Path, Sample, array


def written(arguments: dict[str, Any], done: Done) -> set[str]:
    """The arguments that are something else after a call."""
    after = zip(arguments, done.after, strict=False)
    return {name for name, left in after if not alike(arguments[name], left)}


def left(arguments: dict[str, Any], done: Done, names: Sequence[str]) -> dict[str, Any]:
    """What some arguments hold after a call; numbers count, not what holds each of them."""
    after = dict(zip(arguments, done.after, strict=False))
    return {name: _plain(after[name]) for name in names if name in after}


def _plain(value: Any) -> Any:
    if not isinstance(value, list) or len(value) > MOST_NUMBERS:
        return value
    items = [array(item) for item in value]
    numbers = [item.item() for item in items if item is not None and item.size == 1]
    return np.array(numbers) if len(numbers) == len(items) else value


def as_returned(samples: Sequence[Sample], names: Sequence[str]) -> list[Sample]:
    """The calls that are given such arguments, with what is left in them in the result's place."""
    kept = [i for i, sample in enumerate(samples) if any(n in sample.arguments for n in names)]
    place = {old: new for new, old in enumerate(kept)}
    free: frozenset[Path] = frozenset((WRITES, name) for name in names)  # to write there is asked
    found = []
    for index in kept:
        sample = samples[index]
        change = sample.change and replace(sample.change, base=place[sample.change.base])
        expected, given = (
            replace(done, result=left(sample.arguments, done, names))
            for done in (sample.expected, sample.given)
        )
        found.append(replace(sample, expected=expected, given=given, change=change, free=free))
    return found
