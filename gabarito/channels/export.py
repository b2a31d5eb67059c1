"""Grades for a learning platform: files made whole, then written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.channels import grade_tables, grades, messages
from gabarito.channels.moodle import feedback_zip, worksheet
from gabarito.course.layout import Gradable
from gabarito.results.record import Record
from gabarito.storage import atomic

_TABLES = {
    "csv": ("", grade_tables.own),
    "gradescope": ("-gradescope", grade_tables.gradescope),
    "classroom": ("-classroom", grade_tables.classroom),
}


@dataclass(frozen=True)
class Exported:
    """What was written, and sentences for the professor.

    Attributes:
        notes: what asks for attention, one by one.
        still_to_do: what may be done later: the grades are exported again then.
    """

    paths: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    still_to_do: list[str] = field(default_factory=list)


def table(lab: Gradable, form: str, folder: Path, db_url: str) -> Exported:
    """Write the grades of a class as CSV.

    Args:
        form: ``csv``, ``gradescope`` or ``classroom``.
    Raises:
        CourseError: nothing is graded.
        OutputError: the folder cannot be written, or the gradebook not read.
    """
    suffix, make = _TABLES[form]
    path = folder / f"{lab.name}{suffix}.csv"
    found = grades.of_class(lab, db_url)
    atomic.write_bytes(path, make(lab.name, found))
    return Exported([path], list(_ungraded(lab, found)), list(unread(found)))


def moodle(lab: Gradable, file: Path, folder: Path, db_url: str) -> Exported:
    """Write Moodle's grading worksheet filled in, and the zip of the students' pages.

    Both are made before either is written: a fault leaves what was there.

    Args:
        file: the worksheet that Moodle gave; it is not changed.
    Raises:
        CourseError: nothing is graded, or that is not a grading worksheet.
        OutputError: the folder cannot be written, or the gradebook not read.
    """
    found = grades.of_class(lab, db_url)
    filled = worksheet.fill(file, found)
    pages = feedback_zip.feedback_zip(lab, filled.participants)
    notes = [*filled.notes, *_ungraded(lab, found)]
    done = Exported([folder / f"{lab.name}-moodle.csv"], notes, list(unread(found)))
    if pages is None:
        done.notes.append(messages.NO_PAGES.format(lab=lab.name))
    else:
        done.paths.append(folder / f"{lab.name}-moodle-devolutivas.zip")
    for path, content in zip(done.paths, (filled.content, pages or b""), strict=False):
        atomic.write_bytes(path, content)
    return done


def _ungraded(lab: Gradable, found: Sequence[grades.Graded]) -> Iterator[str]:
    """A sentence for each who handed in and has no grade."""
    handed_in = set(lab.course.of_students("submitted", lab))
    for one in found:
        if one.record is None and one.student.id in handed_in:
            yield messages.HANDED_IN_UNGRADED.format(name=one.student.name, lab=lab.name)


def unread(found: Sequence[grades.Graded]) -> Iterator[str]:
    """A sentence for each question that a person grades, and nobody has of some students."""
    waiting = Counter(name for one in found if one.record for name in _to_read(one.record))
    for question, count in waiting.items():
        yield messages.TEXT_UNGRADED.format(count=count, question=question)


def _to_read(record: Record) -> list[str]:
    """Questions worth points that only a person grades, and none has."""
    given = {one.question for one in record.by_hand if one.score is not None}
    by_hand = [q for q in record.questions if q.state == "manual" and q.max_score > 0]
    return [question.name for question in by_hand if question.name not in given]
