"""What the records of a class say together: means, difficulty, discrimination, mistakes.

Source of the two indices: classical test theory (Crocker and Algina, *Introduction to Classical
and Modern Test Theory*, chapter 14), here for questions with partial points.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gabarito.results import record
from gabarito.results.record import Check, Question, Record

FEW = 5
"""Records below which no correlation is told: it would be chance."""

BINS = 10


@dataclass(frozen=True)
class CheckFigures:
    """One check: the sentence that students read, and how many of those who answered passed."""

    sentence: str
    hidden: bool
    passed: int
    answered: int


@dataclass(frozen=True)
class MistakeFigures:
    """A known mistake: its name, what it is, and who made it (positions of their records)."""

    name: str
    diagnosis: str
    made_by: list[int]


@dataclass(frozen=True)
class QuestionFigures:
    """One question.

    Attributes:
        mean: points, over all records.
        facility: the same as a share of its maximum, 0 to 1; None where it has none.
        discrimination: correlation with the points of all other questions, -1 to 1; None where
            there are fewer than :data:`FEW` records, or all have the same.
        inherited: share of the records in which it was judged with right versions of others.
        states: how many records have it in each state.
    """

    name: str
    max_score: float
    mean: float
    facility: float | None
    discrimination: float | None
    inherited: float
    states: Counter[str]
    mistakes: list[MistakeFigures]
    checks: list[CheckFigures]

    @property
    def never_fail(self) -> list[CheckFigures]:
        """Checks that tell nobody apart: all who answered passed."""
        return [one for one in self.checks if one.answered and one.passed == one.answered]

    @property
    def always_fail(self) -> list[CheckFigures]:
        """Checks that nobody passed who answered: unclear text, or a wrong check."""
        return [one for one in self.checks if one.answered and not one.passed]


@dataclass(frozen=True)
class ClassFigures:
    """A class: grades in the end, in the order of the records, and each question.

    Attributes:
        bins: how many grades are in each tenth of the maximum; full marks are in the last.
    """

    scores: list[float]
    max_score: float
    mean: float
    median: float
    bins: list[int]
    questions: list[QuestionFigures]


def of_records(records: Sequence[Record]) -> ClassFigures:
    """The figures of one lab's records, at least one."""
    scores = [record.final_score(one) for one in records]
    most = max(one.max_score for one in records)
    points = [record.points(one) for one in records]
    names = [question.name for question in max((r.questions for r in records), key=len)]
    return ClassFigures(
        scores=scores,
        max_score=most,
        mean=statistics.fmean(scores),
        median=statistics.median(scores),
        bins=_bins(scores, most),
        questions=[_question(name, records, points) for name in names],
    )


def _bins(scores: Sequence[float], most: float) -> list[int]:
    found = Counter(min(BINS - 1, int(BINS * score / most)) if most else 0 for score in scores)
    return [found[number] for number in range(BINS)]


def _question(
    name: str, records: Sequence[Record], in_the_end: Sequence[dict[str, float]]
) -> QuestionFigures:
    points = [of_one.get(name, 0.0) for of_one in in_the_end]
    others = [sum(of_one.values()) - of_one.get(name, 0.0) for of_one in in_the_end]
    asked = {n: q for n, one in enumerate(records) for q in one.questions if q.name == name}
    most = max(question.max_score for question in asked.values())
    return QuestionFigures(
        name=name,
        max_score=most,
        mean=statistics.fmean(points),
        facility=statistics.fmean(points) / most if most else None,
        discrimination=_correlation(points, others),
        inherited=sum(q.inherited_error for q in asked.values()) / len(records),
        states=Counter(question.state for question in asked.values()),
        mistakes=_mistakes(asked),
        checks=_checks(list(asked.values())),
    )


def _correlation(points: Sequence[float], others: Sequence[float]) -> float | None:
    if len(points) < FEW or len(set(points)) == 1 or len(set(others)) == 1:
        return None
    return statistics.correlation(points, others)


def _mistakes(asked: dict[int, Question]) -> list[MistakeFigures]:
    """The most common first."""
    made: dict[str, MistakeFigures] = {}
    for number, question in asked.items():
        if question.mistake:
            new = MistakeFigures(question.mistake, record.diagnosis(question), [])
            made.setdefault(question.mistake, new).made_by.append(number)
    return sorted(made.values(), key=lambda one: (-len(one.made_by), one.name))


def _checks(questions: Sequence[Question]) -> list[CheckFigures]:
    """Of those who answered: an empty answer says nothing of a check."""
    answered = [question for question in questions if question.state != "missing"]
    found: dict[str, Check] = {}
    for question in questions:
        for check in question.checks:
            found.setdefault(check.name, check)
    states = Counter((c.name, c.state) for question in answered for c in question.checks)
    return [
        CheckFigures(
            check.message.partition("\n")[0],
            check.hidden,
            states[name, "passed"],
            sum(count for (of, _), count in states.items() if of == name),
        )
        for name, check in found.items()
    ]
