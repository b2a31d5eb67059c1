"""What was graded when, by whom, by what bundle, and what changed: read from the journals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gabarito.course.layout import Course, Gradable
from gabarito.errors import CourseError
from gabarito.grading import lab_journal, messages
from gabarito.results.record import Record


@dataclass(frozen=True)
class Change:
    """Points of one question, before and after; None where there was no such question."""

    question: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Event:
    """A submission of one lab, graded once.

    Attributes:
        when: ISO 8601, in UTC.
        who: the account that graded, and its machine.
        bundle: hash of all that the grade depends on besides the submission.
        before: points of the time before; None for the first.
        after, max_score: points.
        changes: question by question; none for the first time.
    """

    lab: str
    when: str
    who: str
    bundle: str
    before: float | None
    after: float
    max_score: float
    changes: list[Change]


def of_student(course: Course, student: str, labs: Iterable[str]) -> list[Event]:
    """All that was graded of a student's, the oldest first.

    Raises:
        CourseError: nothing was.
        OutputError: a journal cannot be read.
    """
    found = [event for lab in labs for event in _events(course.gradable(lab), student)]
    if not found:
        raise CourseError(messages.NO_HISTORY.format(student=student))
    return sorted(found, key=lambda event: event.when)


def _events(lab: Gradable, student: str) -> Iterator[Event]:
    before: Record | None = None
    for entry in lab_journal.entries(lab, student):
        after = entry.record
        yield Event(
            lab.name,
            entry.when,
            entry.who,
            entry.bundle,
            None if before is None else before.score,
            after.score,
            after.max_score,
            [] if before is None else changes(before, after),
        )
        before = after


def changes(before: Record, after: Record) -> list[Change]:
    """The questions whose judged points are others, in the order of the lab."""
    old = {question.name: question.score for question in before.questions}
    new = {question.name: question.score for question in after.questions}
    return [
        Change(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    ]
