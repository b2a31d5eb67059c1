"""What still holds of a submission that was judged before, where only some questions changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from gabarito.checks.verificador import CheckResult
from gabarito.judging import messages
from gabarito.judging.answers import Answer
from gabarito.results.record import Question, Record


@dataclass(frozen=True)
class Kept:
    """Questions as they were the time before, by name.

    Attributes:
        warnings: what the whole submission was warned of then.
    """

    questions: Mapping[str, Question] = field(default_factory=dict)
    warnings: Collection[str] = ()

    def answers(self) -> dict[str, Answer]:
        """The questions as judging them gave them."""
        return {
            name: Answer(results(one), one.state != "missing", inherited=one.inherited_error)
            for name, one in self.questions.items()
        }


NOTHING_KEPT = Kept()


def holding(kept: Record | None, needs: Mapping[str, set[str]]) -> Kept:
    """The questions of `kept` that need not be judged again, whatever comes of the others.

    Judged again are those that call an answer which is, and the answers that are not right in
    themselves and that one of those calls: what it is judged by in their place, and whether they
    hang, no record says.

    Args:
        kept: the record of the time before, without the questions that changed since.
        needs: the questions that the reference answer of each calls.
    """
    if kept is None or _broke_off(kept):
        return NOTHING_KEPT
    holds = {question.name: question for question in kept.questions if question.name in needs}
    again = set(needs) - set(holds)
    while found := {name for name in holds if _depends(holds[name], again, needs)}:
        again |= found
        holds = {name: question for name, question in holds.items() if name not in found}
    return Kept(holds, kept.warnings)


def _broke_off(record: Record) -> bool:
    """Whether something was not judged for want of time or processes: shorter, it may be."""
    checks = (check for question in record.questions for check in question.checks)
    stopped = not set(messages.STOPPED.values()).isdisjoint(record.warnings)
    return stopped or any(check.state == "broken" for check in checks)


def _depends(question: Question, again: set[str], needs: Mapping[str, set[str]]) -> bool:
    called = any(question.name in needs[name] for name in again)
    return bool(needs[question.name] & again) or (called and not _full(question))


def _full(question: Question) -> bool:
    passed = all(check.state == "passed" for check in question.checks)
    return passed and not question.inherited_error


def results(question: Question) -> list[CheckResult]:
    """What its checks said."""
    return [
        CheckResult(c.name, c.state, c.score, c.max_score, c.hidden, c.message, c.hint)
        for c in question.checks
    ]
