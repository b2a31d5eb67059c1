"""A class list as it comes from elsewhere: which column is what, and who the students are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gabarito.channels import csv_text, headings, messages
from gabarito.course.people import Student, plain
from gabarito.errors import CourseError

_STUDENT_ROLES = ("aluno", "estudante", "student")
_LABELS = ("date", "data", "points", "pontos")
_UNSAFE = re.compile(r"[^\w.@+-]+")


@dataclass(frozen=True)
class Roster:
    """A class list that was read.

    Attributes:
        refused: the sentence for each line that is no student's.
    """

    students: list[Student] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read(path: Path, known: Mapping[str, Student]) -> Roster:
    """The students in a CSV file.

    A student's id is the enrolment number, else the user name, else what stands before the ``@``;
    who is known by that e-mail already keeps the id that their submissions have.

    Args:
        known: students of the gradebook by id.
    Raises:
        CourseError: no CSV, no column that says who is who, no student, or two students that
            would share an id.
    """
    sheet = csv_text.read(path)
    columns, first = _columns(sheet, path)
    by_email = {plain(s.email): s.id for s in known.values() if s.email}
    found = Roster()
    for row in range(first, len(sheet.rows)):
        line = {key: _cell(sheet, row, column) for key, column in columns.items()}
        if any(line.values()) and not _is_label(line):
            _add(found, line, row + 1, by_email)
    once = list(dict.fromkeys(found.students))  # a person in two groups has two lines
    _require_different(once, path)
    return Roster(once, found.refused)


def _is_label(line: Mapping[str, str]) -> bool:
    """Whether it is Google Classroom's line of dates or of points, above the students."""
    said = [text for text in line.values() if text]
    return len(said) == 1 and plain(said[0]) in _LABELS


def _add(found: Roster, line: Mapping[str, str], number: int, by_email: Mapping[str, str]) -> None:
    said = messages.ROSTER_LINE.format(number=number, who=_name(line) or line.get("email", ""))
    roles = plain(line.get("roles", ""))
    if roles and not any(role in roles for role in _STUDENT_ROLES):
        found.refused.append(messages.NOT_A_STUDENT.format(line=said, role=line["roles"]))
        return
    email = line.get("email", "")
    chosen = by_email.get(plain(email)) or line.get("id") or line.get("user")
    made = student_id(chosen or email.partition("@")[0])
    if not made:
        found.refused.append(messages.NO_ID_NO_EMAIL.format(line=said))
        return
    first, last = _two_names(line)
    found.students.append(Student(made, first, last, email))


def student_id(text: str) -> str:
    """`text` as a student's id, which is a folder's name: no slash, no space, no dot in front."""
    return _UNSAFE.sub("-", text.strip()).strip(".-")


def _columns(sheet: csv_text.CsvFile, path: Path) -> tuple[dict[str, int], int]:
    """Where each thing is, and the first row after the headings; without them, by position."""
    first = next(row for row in range(len(sheet.rows)) if any(sheet.values(row)))
    found = headings.places(sheet.values(first), headings.ROSTER)
    if not found and "@" in "".join(sheet.values(first)[1:2]):
        return dict(
            zip(("full", "email", "id"), range(len(sheet.rows[first])), strict=False)
        ), first
    if not found.keys() & {"email", "id", "user"}:
        wrote = ", ".join(filter(None, sheet.values(first)))
        raise CourseError(messages.NO_ROSTER_COLUMNS.format(path=path, columns=wrote))
    return found, first + 1


def _cell(sheet: csv_text.CsvFile, row: int, column: int) -> str:
    return " ".join(sheet.value(row, column).split())


def _two_names(line: Mapping[str, str]) -> tuple[str, str]:
    """First and last name; a full name, or a first name that has it all, is cut at a space."""
    if line.get("full") and not line.get("last"):
        first, _, last = line["full"].partition(" ")
        return first, last
    if line.get("first") and "last" not in line:
        first, _, last = line["first"].partition(" ")
        return first, last
    return line.get("first", ""), line.get("last", "")


def _name(line: Mapping[str, str]) -> str:
    return " ".join(filter(None, _two_names(line)))


def _require_different(students: list[Student], path: Path) -> None:
    if not students:
        raise CourseError(messages.NO_STUDENTS.format(path=path))
    ids = Counter(student.id for student in students)
    for shared in (one for one, count in ids.items() if count > 1):
        names = ", ".join(student.name for student in students if student.id == shared)
        raise CourseError(messages.SAME_ID.format(path=path, id=shared, names=names))
