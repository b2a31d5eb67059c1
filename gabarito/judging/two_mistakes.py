"""Two known mistakes in one answer: one explains some of what is wrong, the other the rest.

Compared is part by part: what each call returns, and leaves in its arguments. Where only one of
the two mistakes shows, the answer has to be as that one; where neither does, right; where both
do, wrong: what they make of each other nobody has listed. Each has to show alone somewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gabarito.judging.alike import alike
from gabarito.judging.relations.samples import MISSING, part, paths

FEWEST_ALONE = 2
"""Parts of calls in which each mistake has to show alone."""

MOST_PARTS = 400
"""That are compared with each mistake."""


@dataclass(frozen=True)
class Share:
    """A mistake, and in how many of the wrong calls it shows."""

    name: str
    calls: int


Place = tuple[int, Any]
"""Number of a call, and what of it."""


class Seen:
    """What mistakes do, beside what is right.

    Args:
        right: what each call of the reference did.
        known: the same of each mistake.
    """

    def __init__(self, right: Sequence[Any], known: Mapping[str, Sequence[Any]]) -> None:
        self.right = right
        self.places = list(itertools.islice(_places(right), MOST_PARTS))
        self.expected = [_at(right, place) for place in self.places]
        self._done = {
            name: [_at(behaviour, place) for place in self.places]
            for name, behaviour in known.items()
            if len(behaviour) == len(right)
        }
        self._shows = {name: self._wrong(done) for name, done in self._done.items()}

    def pair(self, theirs: Sequence[Any], but: str = "") -> tuple[Share, Share, int] | None:
        """The only two mistakes that explain an answer, and how many calls are wrong; or None.

        Args:
            but: name of a mistake that does not count.
        """
        if len(theirs) != len(self.right):
            return None
        given = [_at(theirs, place) for place in self.places]
        wrong = self._wrong(given)
        names = [name for name in self._done if name != but]
        found = [
            pair
            for pair in itertools.combinations(names, 2)
            if self._shows_where(pair, wrong) and self._explain(pair, given)
        ]
        return self._shares(*found[0], wrong) if len(found) == 1 else None

    def _wrong(self, done: Sequence[Any]) -> np.ndarray:
        return ~_same(self.expected, done)

    def _shows_where(self, names: tuple[str, str], wrong: np.ndarray) -> bool:
        """Whether what is wrong is what one of two mistakes makes wrong, and each shows alone."""
        one, other = (self._shows[name] for name in names)
        alone = (one & ~other, other & ~one)
        enough = all(int(mask.sum()) >= FEWEST_ALONE for mask in alone)
        return enough and np.array_equal(one | other, wrong)

    def _explain(self, names: tuple[str, str], given: Sequence[Any]) -> bool:
        """Whether each of two is as the answer, where only that one shows."""
        one, other = (self._shows[name] for name in names)
        alone = (one & ~other, other & ~one)
        return all(
            alike(self._done[name][place], given[place])
            for name, mask in zip(names, alone, strict=True)
            for place in np.flatnonzero(mask).tolist()
        )

    def _shares(self, one: str, other: str, wrong: np.ndarray) -> tuple[Share, Share, int]:
        shares = [Share(name, self._calls(self._shows[name] & wrong)) for name in (one, other)]
        first, second = sorted(shares, key=lambda share: -share.calls)
        return first, second, self._calls(wrong)

    def _calls(self, mask: np.ndarray) -> int:
        return len({self.places[index][0] for index in np.flatnonzero(mask)})


def _places(right: Sequence[Any]) -> Iterator[Place]:
    """The parts of what each call returned, and of what it left in its arguments."""
    for number, found in enumerate(right):
        if isinstance(found, list) and len(found) == 1 and found[0][0] is None:
            yield from ((number, ("result", path)) for path in paths(found[0][1]))
            yield number, ("after", ())


def _at(behaviour: Sequence[Any], place: Place) -> Any:
    """A part of what a call did; all of it where it did not return."""
    number, (what, path) = place
    found = behaviour[number]
    if not isinstance(found, list) or len(found) != 1 or found[0][0] is not None:
        return ["not returned", found]
    _, result, args, kwargs = found[0]
    value = part(result, path) if what == "result" else [args, kwargs]
    return ["nothing"] if value is MISSING else value


def _same(one: Sequence[Any], other: Sequence[Any]) -> np.ndarray:
    pairs = zip(one, other, strict=True)
    return np.array([alike(*pair) for pair in pairs], dtype=bool)
