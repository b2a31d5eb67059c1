"""How good the checks of a lab are: which wrong answers they catch, which right ones they take."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gabarito import text
from gabarito.audit.mutants import Mutant, mutants
from gabarito.audit.trials import Bench, Trial
from gabarito.course import Lab
from gabarito.errors import CourseError
from gabarito.variants import Variant, load_alternatives, load_mistakes

TARGET = 98.0
"""Percent of the mutants that are not equivalent to be caught, question by question."""


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
    """

    points: float
    mutants: int = 0
    equivalent: dict[str, str] = field(default_factory=dict)
    survivors: list[Mutant] = field(default_factory=list)
    uncaught: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    mistakes: int = 0
    alternatives: int = 0

    @property
    def score(self) -> float:
        """Percent of the mutants that are not equivalent that are caught."""
        counted = self.mutants - len(self.equivalent)
        return 100.0 * (counted - len(self.survivors)) / counted if counted else 100.0

    @property
    def good(self) -> bool:
        """Whether nothing is left to do."""
        return self.score >= TARGET and not self.uncaught and not self.refused


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
    sources = {name: c.source for name, c in text.named_cells(lab.parse(), "solution").items()}
    tried: list[Mutant | Variant] = [
        *(mutant for name in bench.questions for mutant in mutants(name, sources[name])),
        *load_mistakes(lab).values(),
        *load_alternatives(lab).values(),
    ]
    found = {
        name: Audited(sum(function.check.points for function in functions))
        for name, functions in bench.questions.items()
    }
    known = _equivalent(lab)
    on_start(len(tried))
    trials = [Trial(answer.question, answer.source) for answer in tried]
    passed = {}
    for number, survived in bench.survivors(trials, workers):
        passed[number] = survived
        on_done()
    for number, answer in enumerate(tried):
        _file(found[answer.question], answer, passed[number], known.get(answer.question, {}))
    return found


def _file(
    question: Audited, answer: Mutant | Variant, passed: bool, equivalent: Mapping[str, str]
) -> None:
    if isinstance(answer, Mutant):
        question.mutants += 1
        if passed and answer.change in equivalent:
            question.equivalent[answer.change] = equivalent[answer.change]
        elif passed:
            question.survivors.append(answer)
    elif answer.diagnosis is not None:
        question.mistakes += 1
        question.uncaught += [answer.name] if passed else []
    else:
        question.alternatives += 1
        question.refused += [] if passed else [answer.name]


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
        raise CourseError(
            f"{path} não serve ({error}): cada questão é uma lista de tabelas com change e reason."
        ) from None
