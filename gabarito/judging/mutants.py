"""Changed references: what a wrong answer that behaves like one of them is told.

``tests/<lab>/mutants.json`` says for each way to be wrong, as a mark, which kind of change of the
reference leads to it, and in which quantity. `gabarito audit --diagnosis` writes the file: to try
all changes takes minutes. It stays with the checks; no student gets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from gabarito.errors import CourseError
from gabarito.judging import messages
from gabarito.judging.relations import words
from gabarito.judging.relations.mark import Mark, mark
from gabarito.judging.relations.samples import Sample

FILE = "mutants.json"


class Behaviour(msgspec.Struct, array_like=True, frozen=True):
    """One way to be wrong.

    Attributes:
        form, numbers: its mark.
        kind: of the changes that lead to it; empty where they are of several.
        targets: the names that the changed lines give a value to, the same in all of them.
    """

    form: str
    numbers: tuple[float, ...]
    kind: str
    targets: tuple[str, ...] = ()

    @property
    def mark(self) -> Mark:
        """The two as one."""
        return Mark(self.form, self.numbers)


class OfQuestion(msgspec.Struct, frozen=True):
    """What is known of a question.

    Attributes:
        asked: form and numbers of the calls that all this was seen in.
    """

    asked: tuple[str, tuple[float, ...]]
    behaviours: tuple[Behaviour, ...]


Known = dict[str, OfQuestion]


def load(path: Path) -> Known:
    """What the file of a lab says; nothing where there is none.

    Raises:
        CourseError: it is no such file.
    """
    if not path.is_file():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=Known)
    except msgspec.DecodeError as error:
        raise CourseError(messages.BAD_MUTANTS.format(path=path, error=error)) from None


class Mutants:
    """Knows how a lab's changed references behave.

    Args:
        stubs: what students get of each question: names that are in it may be told.
    """

    def __init__(self, known: Known, stubs: Mapping[str, str]) -> None:
        self.known, self.stubs = known, stubs

    def current(self, question: str, asked: Mark) -> bool:
        """Whether what is known was seen in the calls that are asked now."""
        known = self.known.get(question)
        return known is not None and Mark(*known.asked).near(asked)

    def told(self, question: str, asked: Mark, samples: Sequence[Sample]) -> tuple[str, str] | None:
        """Name and sentence of what the samples behave like, or None.

        Nothing where what is known is of other calls than those asked now.
        """
        if not self.current(question, asked):
            return None
        found = mark(samples)
        like = [b for b in self.known[question].behaviours if found and b.mark.near(found)]
        return self._in_words(question, like[0]) if len(like) == 1 else None

    def _in_words(self, question: str, like: Behaviour) -> tuple[str, str] | None:
        stub = self.stubs.get(question, "")
        targets = words.listed([f"`{name}`" for name in like.targets if name in stub])
        if like.kind:
            where = messages.AT.format(targets=targets) if targets else ""
            clause = messages.MUTANT.format(kind=messages.KINDS[like.kind], where=where)
        elif targets:
            clause = messages.MUTANT_AT.format(targets=targets)
        else:
            return None
        return f"mutante_{like.kind or 'conta'}", messages.AS_IF.format(clause=clause)
