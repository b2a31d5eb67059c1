"""One wrong function costs its own question's points, whichever it is, and no other's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path

import pytest
from labs import LABS

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.judging.judge import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job

ROOT = Path(__file__).parents[2]

PAIRS_OF_QUESTIONS = 2
"""Mistakes of each of two questions that are put together."""

EACH = [pytest.param(3, id="a third"), pytest.param(1, id="all", marks=pytest.mark.nightly)]
"""One mistake in so many is tried: a notebook is judged for each."""

UNDONE = {("treino_sem_dividir_por_m", "gradiente_ja_dividido")}
"""Pairs of which the second undoes the first: with both, the caller gives what it should."""


class Class:
    """One lab, and what its made-up students get."""

    def __init__(self, name: str, folder: Path) -> None:
        lab = Course.at(ROOT).lab(name)
        self.material = made_up_class.material(lab)
        self.prepared = PreparedLab(lab)
        self.file = folder / f"{name}.ipynb"
        self.scores = cache(self._scores)

    def _scores(self, *mistakes: str) -> dict[str, float]:
        """Score by question of who makes those mistakes and no other."""
        notebook = self.material.submission(self.material.with_mistakes(*mistakes))
        self.file.write_bytes(made_up_class.as_json(notebook))
        record = judge(self.prepared, Job(self.file, executed=False)).record
        return {question.name: question.score for question in record.questions}

    def mistakes_of(self, question: str) -> list[str]:
        return [n for n, v in self.material.mistakes.items() if v.question == question]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Mistakes in two questions of which the first calls the second."""
        for caller, called in self.prepared.needs.items():
            for other in sorted(called):
                own, theirs = self.mistakes_of(caller), self.mistakes_of(other)
                yield from product(own[:PAIRS_OF_QUESTIONS], theirs[:PAIRS_OF_QUESTIONS])

    def price(self, *mistakes: str) -> dict[str, float]:
        """What two mistakes leave, if each costs its own question what it costs alone."""
        alone = [self.scores(name) for name in mistakes]
        price = {q: min(scores[q] for scores in alone) for q in alone[0]}
        if mistakes in UNDONE:
            caller = self.material.mistakes[mistakes[0]].question
            price[caller] = self.scores()[caller]
        return price


@pytest.fixture(scope="module", params=LABS)
def lab(request, tmp_path_factory) -> Iterator[Class]:
    found = Class(request.param, tmp_path_factory.mktemp("entregas"))
    yield found
    found.prepared.close()


@pytest.mark.slow(reason="judges a notebook for each known mistake of a lab")
@pytest.mark.parametrize("each", EACH)
def test_a_mistake_costs_its_own_question_only(lab, each):
    right, dearer = lab.scores(), {}
    for name, mistake in islice(lab.material.mistakes.items(), 0, None, each):
        got = lab.scores(name)
        lost = {q: right[q] - got[q] for q in right if q != mistake.question and got[q] != right[q]}
        if lost or got[mistake.question] >= right[mistake.question]:
            dearer[name] = lost
    assert dearer == {}


@pytest.mark.slow(reason="judges a notebook for each known mistake of a lab")
def test_two_mistakes_cost_what_each_costs_alone(lab):
    dearer = {}
    for pair in lab.pairs():
        got, price = lab.scores(*pair), lab.price(*pair)
        if got != price:
            dearer[pair] = {q: (price[q], got[q]) for q in got if got[q] != price[q]}
    assert dearer == {}
