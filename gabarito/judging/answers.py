"""What judging a notebook gives, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import nbformat
from nbformat import NotebookNode

from gabarito.checks.verificador import CheckResult, Report
from gabarito.judging.diagnosis import Told


@dataclass(frozen=True)
class Answer:
    """What judging one question gave.

    Attributes:
        answered: False where the student left the stub.
        inherited: judged with right versions of wrong functions that it calls.
        hung: a check ran out of time.
        mistake: what it was told that its mistake is.
    """

    results: list[CheckResult]
    answered: bool
    inherited: bool = False
    hung: bool = False
    mistake: Told | None = None

    @property
    def full(self) -> bool:
        """Every check passed, with the student's own functions."""
        return not self.inherited and not self.wrong

    @property
    def wrong(self) -> bool:
        """Some check did not pass, not even with right functions in place of wrong ones."""
        return any(result.state != "passed" for result in self.results)


@dataclass
class JudgedNotebook:
    """What one notebook gave: itself, executed, and an answer for each question."""

    notebook: NotebookNode
    answers: dict[str, Answer] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def with_diagnosis(results: list[CheckResult], diagnosis: str) -> list[CheckResult]:
    """The first check that failed says what the mistake is; one that was not run says nothing."""
    first = next((n for n, result in enumerate(results) if result.state == "failed"), None)
    if first is None:
        return results
    told = replace(results[first], message=f"{results[first].message}\n{diagnosis}")
    return [*results[:first], told, *results[first + 1 :]]


def in_floats(result: CheckResult) -> CheckResult:
    """The same; a check that says ``points=1`` is worth what it is worth when it is read again."""
    return replace(result, score=float(result.score), max_score=float(result.max_score))


def with_share(new: CheckResult, old: CheckResult, share: float) -> CheckResult:
    """A check that passes only with supplied functions earns `share` of its points."""
    earned_now = new.state == "passed" and old.state != "passed"
    return replace(new, score=round(share * new.score, 9)) if earned_now and share < 1 else new


def show_report(cell: NotebookNode, name: str, answer: Answer) -> None:
    """A check cell's outputs, as if it had run in the notebook."""
    report = Report(name, answer.results)
    value = {"data": report._repr_mimebundle_(), "metadata": {}, "execution_count": None}
    cell.outputs = nbformat.from_dict(
        [
            {"output_type": "stream", "name": "stdout", "text": f"{report}\n"},
            {"output_type": "execute_result", **value},
        ]
    )
