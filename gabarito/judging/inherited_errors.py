"""One fault, one price: what calls a wrong answer is judged again with a right one in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gabarito.checks.verificador import CheckResult, question_score
from gabarito.judging.answers import JudgedNotebook, with_share
from gabarito.judging.call_process import CallProcess
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.question_checks import NOTHING_HEARD, QuestionChecks
from gabarito.sandbox.session import Session


class InheritedErrors:
    """The questions of one notebook that call answers which are not right by themselves.

    Args:
        prepared: what is known of the lab.
        found: the answers so far.
    """

    def __init__(
        self, prepared: PreparedLab, found: JudgedNotebook, checks: QuestionChecks
    ) -> None:
        self.prepared, self.found, self.checks = prepared, found, checks
        self._again: set[str] = set()
        self._waiting: dict[str, list[Any]] = {}

    def wrong_below(self, name: str) -> tuple[str, ...]:
        """The functions that `name` calls and that are known not to be right by themselves."""
        answers, needs = self.found.answers, self.prepared.needs[name]
        return tuple(sorted(q for q in needs if q in answers and not answers[q].full))

    def among(self, names: Collection[str]) -> list[str]:
        """Questions to judge again: answered, wrong, with something wrong below them."""
        answers, credit = self.found.answers, self.prepared.inherited_credit
        return [
            name
            for name in names
            if credit > 0
            and name not in self._again
            and answers[name].answered
            and not answers[name].full
            and self.wrong_below(name)
        ]

    # --- checks that wait ------------------------------------------------------------

    def may_wait(self, name: str) -> bool:
        """Whether what right answers earn for the question counts as if they were its own.

        Of checks that pass with them, nobody asks then whether they do so without.
        """
        return self.prepared.inherited_credit == 1 and bool(self.wrong_below(name))

    def wait(self, name: str, functions: Sequence[Any]) -> None:
        """Leave checks of a wrong answer until it is judged again."""
        self._waiting.setdefault(name, []).extend(functions)

    def left(self, name: str, again: Mapping[str, CheckResult]) -> Iterator[list[Any]]:
        """Checks that have waited and by which the question is to be judged by itself after all.

        Those that fail with right answers too; and the others, if by then nothing is earned by
        right answers for certain.

        Args:
            again: what the checks say with right answers, as :meth:`judged` gives it.
        """
        waiting = self._waiting.pop(name, [])
        failing = [f for f in waiting if not _passed(again.get(f.__name__))]
        yield from _halves(failing)
        if not self._gain(name, again):
            yield from _halves([f for f in waiting if f not in failing])

    # --- right answers ---------------------------------------------------------------

    def judged(self, name: str, session: Session) -> dict[str, CheckResult]:
        """What the checks that it did not pass by itself say with right answers in place."""
        self._again.add(name)
        answer, supply = self.found.answers[name], self.prepared.right_answers.answer
        passed = {result.name for result in answer.results if _passed(result)}
        supplied = self.wrong_below(name)
        process = CallProcess(session, supplied, supply, name in self.checks.forgetful)
        results: list[CheckResult] = []
        for functions in _halves(self.prepared.checks[name]):
            asked = [f for f in functions if f.__name__ not in passed]
            heard = NOTHING_HEARD
            if not answer.hung:
                heard = self.checks.played(name, process, asked, supplied)
            results += self.checks.judged(name, asked, process, heard, results)
        process.rest()
        return {result.name: result for result in results}

    def credit(self, name: str, again: Mapping[str, CheckResult]) -> None:
        """Count what right answers earn, if it is more than the question earns by itself."""
        if not self._gain(name, again):
            return
        before, best = self._results(name, again)
        share = self.prepared.inherited_credit
        results = [with_share(best[check], before[check], share) for check in best]
        self.found.answers[name] = replace(
            self.found.answers[name], results=self.checks.in_order(name, results), inherited=True
        )

    def _gain(self, name: str, again: Mapping[str, CheckResult]) -> bool:
        """Whether right answers earn more, were every check that still waits passed without."""
        before, best = self._results(name, again)
        return question_score(list(best.values())) > question_score(list(before.values()))

    def _results(
        self, name: str, again: Mapping[str, CheckResult]
    ) -> tuple[dict[str, CheckResult], dict[str, CheckResult]]:
        """By itself, as far as it was asked, and the best of that and of `again`."""
        own = {result.name: result for result in self.found.answers[name].results}
        passed = {check: result for check, result in own.items() if _passed(result)}
        best = {**again, **passed}
        return {**best, **own}, best


def _passed(result: CheckResult | None) -> bool:
    return result is not None and result.state == "passed"


def _halves(functions: Sequence[Any]) -> Iterator[list[Any]]:
    """Visible checks, then hidden ones; neither where there are none."""
    for visible in (True, False):
        if half := [f for f in functions if f.check.visible is visible]:
            yield half
