"""How good the checks of a lab are: which wrong answers they catch, which right ones they take."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gabarito.audit import messages
from gabarito.audit.mutants import Mutant, mutants
from gabarito.audit.trials import Bench, Outcome, Trial
from gabarito.course.known_answers import Variant, load_alternatives, load_mistakes
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.notebook import lab_text

TARGET = 98.0
"""Percent of the mutants that are not equivalent to be caught, question by question."""

ENOUGH = 40
"""Mutants that a question needs for its score to say something."""

MARGIN = 2.0
"""A right answer may be off by half the tolerance, and no mistake by less than twice."""


@dataclass
class Margin:
    """How far a check's tolerance is from what it must take and what it must not.

    Attributes:
        right: the worst of the right answers, in tolerances; 1 would just pass.
        wrong: the best of the mistakes that it catches by their numbers; 1 would just pass.
    """

    right: float = 0.0
    wrong: float = math.inf

    @property
    def wide(self) -> bool:
        """Whether there is room on both sides."""
        return self.right <= 1 / MARGIN and self.wrong >= MARGIN


@dataclass
class Audited:
    """What came of one question.

    Attributes:
        points: what it is worth.
        mutants: how many were tried.
        equivalent: changes that the lab says are no mistake, with the reason.
        survivors: mutants that every check passed, and that are not said to be equivalent.
        uncaught: known mistakes that every check passed.
        refused: right alternatives that some check failed.
        margins: for each check that compares numbers, how far off right answers are at most
            and mistakes at least, in tolerances.
    """

    points: float
    mutants: int = 0
    equivalent: dict[str, str] = field(default_factory=dict)
    survivors: list[Mutant] = field(default_factory=list)
    uncaught: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    mistakes: int = 0
    alternatives: int = 0
    margins: dict[str, Margin] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """Percent of the mutants that are not equivalent that are caught."""
        counted = self.mutants - len(self.equivalent)
        return 100.0 * (counted - len(self.survivors)) / counted if counted else 100.0

    @property
    def good(self) -> bool:
        """Whether nothing is left to do."""
        rest = self.uncaught or self.refused or self.narrow
        return self.score >= TARGET and not rest

    @property
    def narrow(self) -> list[str]:
        """Checks whose tolerance is too near to a right answer or to a mistake."""
        return [name for name, margin in self.margins.items() if not margin.wide]


def audit(
    lab: Lab,
    *,
    workers: int | None = None,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> dict[str, Audited]:
    """Try mutants, mistakes and alternatives of every question.

    Args:
        workers: processes; the number of cores when None.
        on_start: called with how many answers will be tried.
        on_done: called after each.
    Raises:
        CourseError: a file of the lab is missing or wrong.
    """
    bench = Bench(lab)
    right = load_alternatives(lab)
    tried: list[Mutant | Variant] = [
        *all_mutants(lab, right),
        *load_mistakes(lab).values(),
        *right.values(),
    ]
    found = {
        name: Audited(sum(function.check.points for function in functions))
        for name, functions in bench.questions.items()
    }
    known = _equivalent(lab)
    on_start(len(tried))
    trials = [Trial(a.question, a.source, isinstance(a, Variant)) for a in tried]
    outcomes = {}
    for number, outcome in bench.outcomes(trials, workers):
        outcomes[number] = outcome
        on_done()
    for number, answer in enumerate(tried):
        _file(found[answer.question], answer, outcomes[number], known.get(answer.question, {}))
    return found


def all_mutants(lab: Lab, alternatives: Mapping[str, Variant]) -> Iterator[Mutant]:
    """Mutants of the reference answers; of other right ones, too, where those are too short."""
    for name, cell in lab_text.named_cells(lab.parse(), "solution").items():
        found = mutants(name, cell.source)
        others = [variant.source for variant in alternatives.values() if variant.question == name]
        for source in others:
            if len(found) < ENOUGH:
                found += mutants(name, source)
        yield from found


def _file(
    question: Audited, answer: Mutant | Variant, outcome: Outcome, equivalent: Mapping[str, str]
) -> None:
    passed = outcome.passed
    if isinstance(answer, Mutant):
        question.mutants += 1
        if passed and answer.change in equivalent:
            question.equivalent[answer.change] = equivalent[answer.change]
        elif passed:
            question.survivors.append(answer)
    elif answer.diagnosis is not None:
        question.mistakes += 1
        question.uncaught += [answer.name] if passed else []
        _note_mistake(question.margins, outcome)
    else:
        question.alternatives += 1
        question.refused += [] if passed else [answer.name]
        _note_right(question.margins, outcome)


def _note_mistake(margins: dict[str, Margin], outcome: Outcome) -> None:
    for check, off in outcome.off.items():
        margin = margins.setdefault(check, Margin())
        if not off <= 1:  # NaN is as far off as can be
            margin.wrong = min(margin.wrong, math.inf if math.isnan(off) else off)


def _note_right(margins: dict[str, Margin], outcome: Outcome) -> None:
    for check, off in outcome.off.items():
        margin = margins.setdefault(check, Margin())
        margin.right = max(margin.right, off)


def _equivalent(lab: Lab) -> dict[str, dict[str, str]]:
    """Question → change → reason, from ``equivalent.toml``; empty where there is none.

    Raises:
        CourseError: the file is no such table.
    """
    path = lab.checks / "equivalent.toml"
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            question: {str(entry["change"]): str(entry["reason"]) for entry in entries}
            for question, entries in found.items()
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CourseError(messages.BAD_EQUIVALENTS.format(path=path, error=error)) from None
