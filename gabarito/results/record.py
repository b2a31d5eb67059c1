"""The result record: the one thing grading produces (schema 1).

Terminal, HTML, gradebook and JSON output are functions of it. Built from the
instructor's side: names, points and visibility of the checks come from the lab; the
outcome of each from what the checks said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

import msgspec

from gabarito.checks.verificador import CheckResult, max_score, question_score
from gabarito.results import difference
from gabarito.results.difference import Difference

State = Literal["passed", "partial", "failed", "missing", "broken", "manual"]
MistakeFrom = Literal["known", "relation", "mutant"]
SCHEMA = 1


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """One check of a question.

    `difference` holds numbers of a visible check that failed by them; absent elsewhere.
    """

    name: str
    state: Literal["passed", "failed", "skipped", "broken"]
    score: float
    max_score: float
    hidden: bool
    message: str
    hint: str
    difference: Difference | None = None


class Question(msgspec.Struct, frozen=True):
    """One question.

    `mistake` names what the answer was told that its mistake is, or is None; `mistake_from` says
    where that comes from: a known mistake of the lab, a relation between what was given and
    expected, or the behaviour of a mutant.
    """

    name: str
    score: float
    max_score: float
    state: State
    inherited_error: bool
    mistake: str | None
    checks: list[Check]
    mistake_from: MistakeFrom | None = None


class Late(msgspec.Struct, frozen=True):
    """A submission that came after its due date.

    Attributes:
        seconds: how long after.
        penalty: points that it costs, 0 where nothing.
    """

    seconds: float
    penalty: float


class ByHand(msgspec.Struct, frozen=True):
    """What a person gave for a question; None where nothing.

    Attributes:
        score: counts in the place of the judged one.
        extra_credit: points beside it.
    """

    question: str
    score: float | None = None
    extra_credit: float | None = None
    comment: str | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One graded submission.

    `score` is what was judged; :func:`final_score` is what counts in the end. `versions` are
    those that the grade depends on, by package, Python's among them; `not_installed` are the
    packages that the notebook imports and the grader lacks.
    """

    schema: int
    lab: str
    student: str | None
    submission_sha256: str
    isolation: str
    score: float
    max_score: float
    questions: list[Question]
    repairs: list[str]
    warnings: list[str]
    late: Late | None = None
    by_hand: list[ByHand] = []
    versions: dict[str, str] = {}
    not_installed: list[str] = []
    timings: dict[str, float]


def to_json(record: Record) -> str:
    """The record as indented JSON text, fields in the order of the schema."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1).decode() + "\n"


def from_json(text: str) -> Record:
    """Inverse of :func:`to_json`.

    Raises:
        msgspec.ValidationError: the text is no record of this schema.
    """
    return msgspec.json.decode(text, type=Record)


def final_score(record: Record) -> float:
    """The grade: judged or hand-given points, extra credit, less the penalty; never below 0."""
    penalty = record.late.penalty if record.late else 0.0
    return round(max(0.0, sum(points(record).values()) - penalty), 9)


def points(record: Record) -> dict[str, float]:
    """Each question's points in the end, judged or given by hand, with extra credit."""
    judged = {question.name: question.score for question in record.questions}
    for given in record.by_hand:
        own = judged.get(given.question, 0.0) if given.score is None else given.score
        judged[given.question] = own + (given.extra_credit or 0.0)
    return judged


def diagnosis(question: Question) -> str:
    """What the question's known mistake is, in words; empty where none is known.

    Whoever judges puts it at the end of what the first check that failed says.
    """
    first = next((check for check in question.checks if check.state == "failed"), None)
    told = first.message.split("\n")[1:] if first and question.mistake else []
    return told[-1] if told else ""


def judged_question(
    name: str,
    results: Sequence[CheckResult],
    *,
    answered: bool,
    inherited_error: bool = False,
    mistake: str | None = None,
    mistake_from: MistakeFrom | None = None,
) -> Question:
    """A question with checks.

    Args:
        answered: False where the student left the stub.
        inherited_error: judged with right versions of wrong functions that it calls.
        mistake: name of the mistake that it is told.
        mistake_from: where that comes from.
    """
    score = question_score(results)
    return Question(
        name=name,
        score=score,
        max_score=max_score(results),
        state=_state(results, score, answered),
        inherited_error=inherited_error,
        mistake=mistake,
        checks=[_check(result) for result in results],
        mistake_from=mistake_from,
    )


def _check(result: CheckResult) -> Check:
    compared = None if result.hidden else result.compared
    return Check(**result.as_json(), difference=difference.of(compared) if compared else None)


def manual_question(name: str, points: float) -> Question:
    """A question that a person grades; it has no score until then."""
    return Question(name, 0.0, float(points), "manual", False, None, [])


def _state(results: Sequence[CheckResult], score: float, answered: bool) -> State:
    if all(result.state == "passed" for result in results):
        return "passed"
    if score > 0:
        return "partial"
    if all(result.state == "broken" for result in results):
        return "broken"
    return "failed" if answered else "missing"


class Total(TypedDict):
    """Points over all questions."""

    score: float
    max_score: float


def total(questions: Sequence[Question]) -> Total:
    """``score`` and ``max_score`` over all questions."""
    return {
        "score": round(sum(question.score for question in questions), 9),
        "max_score": round(sum(question.max_score for question in questions), 9),
    }
