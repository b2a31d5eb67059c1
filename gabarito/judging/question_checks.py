"""The checks of one notebook's questions, and what a process of its functions makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gabarito.checks.verificador import CheckResult, limit_of
from gabarito.judging import messages
from gabarito.judging.answers import in_floats
from gabarito.judging.call_process import CallProcess
from gabarito.judging.judge_check import Namespace, judge_check
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.rehearsals import Heard
from gabarito.judging.student_lines import StudentLines
from gabarito.sandbox.session import Session

NOTHING_HEARD: Mapping[str, Heard] = {}


class QuestionChecks:
    """Asks a student's functions what the checks ask, all together where it can.

    Args:
        prepared: what is known of the lab.
        lines: of the student's code.
        forgetful: the questions for which one process can answer, whatever it was asked before.
        repeatable: those of them whose functions give the same for the same.
    Attributes:
        heard: what the repeatable have answered, by question and the functions that others stood
            in the place of.
    """

    def __init__(
        self,
        prepared: PreparedLab,
        lines: StudentLines,
        forgetful: frozenset[str],
        repeatable: frozenset[str],
    ) -> None:
        self.prepared, self.lines = prepared, lines
        self.forgetful, self.repeatable = forgetful, repeatable
        self.heard: dict[tuple[str, tuple[str, ...]], list[Heard]] = {}

    def of(self, name: str, *, hidden: bool) -> list[Any]:
        """Those of a question that are hidden, or the others."""
        return [f for f in self.prepared.checks[name] if f.check.visible is not hidden]

    def in_order(self, name: str, results: Sequence[CheckResult]) -> list[CheckResult]:
        """A question's results as its checks are written."""
        order = [function.__name__ for function in self.prepared.checks[name]]
        return sorted(map(in_floats, results), key=lambda result: order.index(result.name))

    def played(
        self,
        name: str,
        process: Session | CallProcess,
        functions: Sequence[Any],
        supplied: Sequence[str] = (),
    ) -> Mapping[str, Heard]:
        """What is answered to the calls that checks are known to make.

        Args:
            functions: some of the question's checks, all hidden or none.
            supplied: the functions that others stand in the place of.
        """
        if name not in self.forgetful or not functions:
            return NOTHING_HEARD
        hidden = not functions[0].check.visible
        script = self.prepared.rehearsals.script(name, hidden=hidden)
        heard = script.of(functions).played(process) if script else {}
        if name in self.repeatable:
            self.heard.setdefault((name, tuple(supplied)), []).extend(heard.values())
        return heard

    def judged(
        self,
        name: str,
        functions: Sequence[Any],
        process: CallProcess,
        heard: Mapping[str, Heard],
        before: Sequence[CheckResult],
    ) -> list[CheckResult]:
        """What checks of the question say.

        With supplied functions nothing is told that the student's could have made of them.

        Args:
            heard: what the process was asked for some checks already.
            before: what other checks of the question said.
        """
        supplied = tuple(process.supplied)
        run = partial(
            self.prepared.run_check,
            discreet=bool(supplied),
            repeatable=name in self.repeatable,
        )
        namespace = Namespace(
            self.prepared.asked, lambda at: self.lines.located(at, name), self._undefined
        )
        results: list[CheckResult] = []
        for function in functions:
            run_after = partial(run, before=[*before, *results])
            known = heard.get(function.__name__)
            result = known.verdict(function, namespace, run_after) if known else None
            if result is None:
                process.limit_s = limit_of(function)
                result = judge_check(function, process, namespace, run_after)
            results.append(_still_wrong(result, supplied))
        return results

    def _undefined(self, name: str) -> str:
        """What is said where there is no such function, or no such instrument."""
        module = self.prepared.instruments.get(name)
        if module is None:
            return self.lines.undefined(name)
        return messages.NO_INSTRUMENT.format(name=name, module=module)


def _still_wrong(result: CheckResult, supplied: tuple[str, ...]) -> CheckResult:
    """`result`, where right functions in the place of `supplied` change nothing; said if so."""
    if not supplied or result.state != "failed" or "\n" in result.message:
        return result
    told = messages.STILL_WRONG.format(names=messages.AND_OF.join(supplied))
    return replace(result, message=f"{result.message}\n{told}")
