"""What the wrong answers of one notebook do: looked for while a session lasts, told at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from gabarito.checks.verificador import DIFFERS
from gabarito.judging.answers import Answer, with_diagnosis
from gabarito.judging.asked_before import AskedBefore
from gabarito.judging.call_process import CallProcess
from gabarito.judging.diagnosis import Told, UndiagnosedError
from gabarito.judging.judge_check import Process
from gabarito.judging.question_checks import QuestionChecks
from gabarito.judging.relations.tell import AT_RANDOM
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.session import Session


class Explanations:
    """Nothing is earned here, and nothing is lost where it fails.

    Args:
        supplied: the functions that a question calls and that are not right by themselves.
    """

    def __init__(self, checks: QuestionChecks, supplied: Callable[[str], tuple[str, ...]]) -> None:
        self.checks, self.supplied = checks, supplied
        self.prepared, self.lines = checks.prepared, checks.lines
        self._found: dict[str, Told | UndiagnosedError | None] = {}

    def __contains__(self, name: str) -> bool:
        """Whether the question was looked at."""
        return name in self._found

    def look(self, names: Iterable[str], session: Session) -> None:
        """Find what wrong answers do, as far as the session lasts."""
        for name in names:
            if session.over:
                return
            with contextlib.suppress(Fault):
                try:
                    self._found[name] = self._mistake(name, session)
                except UndiagnosedError as error:
                    self._found[name] = error

    def _mistake(self, name: str, session: Session) -> Told | None:
        supplied = self.supplied(name)
        if supplied:
            self.prepared.right_answers.begin()
        process: Process = CallProcess(session, supplied, self.prepared.right_answers.answer)
        if heard := self.checks.heard.get((name, supplied)):
            process = AskedBefore(process, heard)
        at = self.lines.statements(name)
        return self.prepared.diagnosis.told(name, process, at, discreet=bool(supplied))

    def told(self, answers: Mapping[str, Answer]) -> tuple[dict[str, Answer], list[str]]:
        """Those of the answers that something is told of, with it; and warnings of what failed."""
        looked_at = [(name, self._found.get(name)) for name in answers]
        warnings = [str(found) for _, found in looked_at if isinstance(found, UndiagnosedError)]
        return {
            name: _with(answers[name], found)
            for name, found in looked_at
            if isinstance(found, Told)
        }, warnings


def _with(answer: Answer, told: Told) -> Answer:
    results = answer.results
    said = told.name == AT_RANDOM and any(DIFFERS in result.message for result in results)
    if not said:
        results = with_diagnosis(results, told.sentence)
    return replace(answer, mistake=told, results=results)
