"""nbgrader's student table: who is in the course, and putting a whole roster there at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nbgrader.api import Gradebook
from nbgrader.api import Student as Row

from gabarito.course.people import Student
from gabarito.nbgrader_api import converters, schema
from gabarito.nbgrader_api.gradebook_file import Patience

_FIELDS = ("first_name", "last_name", "email")


@dataclass(frozen=True)
class Enrolled:
    """What writing a roster did, by student id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def enrolled(db_url: str) -> dict[str, Student]:
    """The students of a gradebook by id; the tables are made where there are none.

    Raises:
        OutputError: the gradebook is held, damaged, or cannot be read.
    """
    schema.ensure(db_url)
    return Patience(db_url).keep_trying(lambda: _enrolled(db_url))


def enroll(db_url: str, students: Sequence[Student]) -> Enrolled:
    """Write students to a gradebook, all of them or none; nobody is removed.

    What a student lacks here (an e-mail, say) stays as the gradebook has it.

    Raises:
        OutputError: the gradebook is held, damaged, or cannot be written.
    """
    schema.ensure(db_url)
    return Patience(db_url).keep_trying(lambda: _enroll(db_url, students))


def _enrolled(db_url: str) -> dict[str, Student]:
    with converters.quiet(), Gradebook(db_url) as book:
        return {row.id: _student(row) for row in book.db.query(Row)}


def _enroll(db_url: str, students: Sequence[Student]) -> Enrolled:
    done = Enrolled()
    with converters.quiet(), Gradebook(db_url) as book:
        rows = {row.id: row for row in book.db.query(Row)}
        for student in students:
            _write(book, rows.get(student.id), student, done)
        book.db.commit()
    return done


def _student(row: Row) -> Student:
    return Student(row.id, *(getattr(row, name) or "" for name in _FIELDS))


def _write(book: Gradebook, row: Row | None, student: Student, done: Enrolled) -> None:
    told = {name: getattr(student, name) for name in _FIELDS if getattr(student, name)}
    if row is None:
        book.db.add(Row(id=student.id, **told))
        done.added.append(student.id)
        return
    news = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in news.items():
        setattr(row, name, value)
    (done.changed if news else done.unchanged).append(student.id)
