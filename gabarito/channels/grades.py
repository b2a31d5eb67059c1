"""The grades of a class as they stand now: every student, with or without a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import msgspec
from nbgrader.api import Gradebook, SubmittedAssignment

from gabarito.channels import messages
from gabarito.course.layout import RECORD_FILE, Assignment, Gradable
from gabarito.course.people import Student, sort_key
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, entries, gradebook_file, standing, students
from gabarito.notebook import lab_text
from gabarito.results.record import Question, Record, final_score, from_json


@dataclass(frozen=True)
class Graded:
    """One student, and the record with all that the gradebook adds; None: nothing graded."""

    student: Student
    record: Record | None


def of_class(lab: Gradable, db_url: str) -> list[Graded]:
    """Everybody in the gradebook or with a result, by name in Portuguese order.

    Raises:
        CourseError: nothing is graded, or a stored record cannot be read.
        OutputError: the gradebook cannot be read.
    """
    known = students.enrolled(db_url)
    records = dict(_records(lab))
    if not records:
        raise CourseError(messages.NOTHING_GRADED.format(lab=lab.name))
    with gradebook_file.errors(db_url), converters.quiet(), Gradebook(db_url) as book:
        held = entries.of_assignment(book, lab.name)
        settled = {one: _settled(lab, held.get(one), record) for one, record in records.items()}
    everybody = {**{one: Student(one) for one in records}, **known}
    return [
        Graded(student, settled.get(student.id))
        for student in sorted(everybody.values(), key=lambda one: (sort_key(one.name), one.id))
    ]


def shares_elsewhere(lab: Gradable, students: Container[str], db_url: str) -> dict[str, float]:
    """Of each of `students` with a grade in another lab: the mean share of the points there.

    Raises:
        CourseError, OutputError: see :func:`of_class`.
    """
    course, shares = lab.course, defaultdict[str, list[float]](list)
    others = [course.lab(name) for name in course.lab_names() if name != lab.name]
    with gradebook_file.errors(db_url), converters.quiet(), Gradebook(db_url) as book:
        for other in others:
            held = entries.of_assignment(book, other.name)
            for student, found in _records(other, students):
                settled = _settled(other, held.get(student), found)
                shares[student].append(final_score(settled) / (settled.max_score or 1.0))
    return {student: fmean(found) for student, found in shares.items()}


def questions(graded: list[Graded]) -> list[Question]:
    """The lab's questions, of the record that has most."""
    return max((one.record.questions for one in graded if one.record), key=len)


def _records(lab: Gradable, students: Container[str] | None = None) -> Iterator[tuple[str, Record]]:
    for student in lab.course.of_students("autograded", lab):
        if students is not None and student not in students:
            continue
        path = lab.course.record_folder(lab, student) / RECORD_FILE
        if path.is_file():
            yield student, _read(path, lab)


def _read(path: Path, lab: Gradable) -> Record:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, msgspec.DecodeError):
        raise CourseError(messages.BAD_RECORD.format(path=path, lab=lab.name)) from None


def _settled(lab: Gradable, entry: SubmittedAssignment | None, record: Record) -> Record:
    """The record with what a person gave since; as it is where the gradebook knows nothing."""
    if entry is None:
        return record
    return standing.settled(record, entry, lambda notebook, cell: _question(lab, notebook, cell))


def _question(lab: Gradable, notebook: str, cell: str) -> str:
    if isinstance(lab, Assignment):
        return f"{notebook}/{cell}" if len(lab.notebooks()) > 1 else cell
    return lab_text.question_name(cell)
