"""Pairs of submissions that share more than what the lab itself gives or most of a class writes.

Source of the method: fingerprints of token n-grams without the base code (Schleimer, Wilkerson and
Aiken, *Winnowing*, SIGMOD 2003), counted by scikit-learn; own names are all one name, and what
many wrote alike tells nothing. It finds reasons to talk, and proves nothing.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

IN_A_ROW = 6
"""Tokens of an n-gram."""

FEWEST = 30
"""Rare n-grams that a pair has to share: some five lines of code."""

LEAST_SHARE = 0.5
"""Of the rare n-grams of whoever has fewer."""

MOST_PAIRS = 30
MOST_LINES = 6

_TOKEN = re.compile(r"#[^\n]*|[^\W\d]\w*|\d+(?:\.\d+)?|[^\w\s]")
_WORD = re.compile(r"\w+")
_OWN_NAME = "·"


@dataclass(frozen=True)
class Pair:
    """Two students who share what few others wrote.

    Attributes:
        share: of the rare passages of whoever has fewer, 0 to 1.
        lines: some that both wrote, as the first did.
    """

    one: str
    other: str
    share: float
    lines: list[str]


def of_class(written: Mapping[str, Sequence[str]], given: Sequence[str]) -> list[Pair]:
    """The pairs that share most, first; :data:`MOST_PAIRS` at most.

    Args:
        written: by student, the text of each cell.
        given: texts of the lab: its release and its reference answers.
    """
    students = sorted(written)
    base = _Base(given)
    own = [base.without(written[student]) for student in students]
    found = sorted(_sharing(own, base), key=lambda pair: (-pair[2], pair[:2]))
    return [
        Pair(students[one], students[other], share, base.common_lines(own[one], own[other]))
        for one, other, share in found[:MOST_PAIRS]
    ]


def _few(count: int) -> int:
    """How many of so many students may write alike for it to be rare."""
    return max(3, min(30, count // 5))


def _sharing(own: Sequence[list[str]], base: _Base) -> Iterator[tuple[int, int, float]]:
    from sklearn.feature_extraction.text import CountVectorizer  # here: it takes long to import

    if len(own) < 2:
        return
    count = CountVectorizer(analyzer=base.rare, binary=True, max_df=_few(len(own)))
    try:
        rare = count.fit_transform(own)
    except ValueError:  # nothing at all is rare
        return
    sizes = rare.sum(axis=1).A1
    shared = (rare @ rare.T).tocoo()
    for one, other, number in zip(*shared.coords, shared.data, strict=True):
        share = float(number / min(sizes[one], sizes[other]))
        if one < other and number >= FEWEST and share >= LEAST_SHARE:
            yield int(one), int(other), share


class _Base:
    """What the lab itself gives.

    Args:
        texts: of its cells.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = set(texts)
        self.lines = {_bare(line) for text in texts for line in text.splitlines()}
        self.names = {word for text in texts for word in _WORD.findall(text)} | {*keyword.kwlist}
        self.passages = {passage for text in texts for passage in self._passages(text)}

    def without(self, cells: Sequence[str]) -> list[str]:
        """Those cells that a student wrote or changed."""
        return [cell for cell in cells if cell not in self.texts]

    def rare(self, cells: Sequence[str]) -> set[str]:
        """The n-grams of those cells that the lab has not."""
        return {one for cell in cells for one in self._passages(cell)} - self.passages

    def common_lines(self, one: Sequence[str], other: Sequence[str]) -> list[str]:
        """Lines of the first that the second has, too, and the lab has not."""
        theirs = {_bare(line) for cell in other for line in cell.splitlines()} - self.lines
        mine = dict.fromkeys(line.strip() for cell in one for line in cell.splitlines())
        return list(islice((line for line in mine if line and _bare(line) in theirs), MOST_LINES))

    def _passages(self, text: str) -> Iterator[str]:
        tokens = list(self._tokens(text))
        for begin in range(len(tokens) - IN_A_ROW + 1):
            yield " ".join(tokens[begin : begin + IN_A_ROW])

    def _tokens(self, text: str) -> Iterator[str]:
        for token in _TOKEN.findall(text):
            if token[0] == "#":
                yield from _WORD.findall(token)
            else:
                yield token if token in self.names or not token.isidentifier() else _OWN_NAME


def _bare(line: str) -> str:
    return "".join(line.split())
