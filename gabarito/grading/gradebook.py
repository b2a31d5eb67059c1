"""Writing grades where nbgrader and its Formgrader read them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import parse_utc

from gabarito.course.layout import Gradable
from gabarito.errors import SubmissionError
from gabarito.grading import judge_for
from gabarito.nbgrader_api import converters, standing
from gabarito.nbgrader_api.late_penalties import LatePenalties
from gabarito.notebook import handed_in
from gabarito.results.gradebook_lines import GradebookLine
from gabarito.results.job import Judged
from gabarito.results.record import Record

TIMESTAMP = "timestamp.txt"

TOLERANCE = 1e-9
"""Points that a database may lose on the way."""


class Book:
    """A gradebook open for one run; a context manager, and its only writer.

    Args:
        lab: what is graded; already registered in the gradebook.
        db_url: SQLAlchemy URL.
    Raises:
        CourseError: the course's plugin for late submissions cannot be loaded.
    """

    def __init__(self, lab: Gradable, db_url: str) -> None:
        self.lab, self.penalties = lab, LatePenalties(lab.course, db_url)
        with converters.quiet():
            self.book = Gradebook(db_url)
        self.book.db().expire_on_commit = False  # nobody else writes meanwhile

    def questions(self) -> Iterator[str]:
        """What nbgrader grades by, cell by cell: source with hidden tests, and points."""
        with converters.quiet():
            for notebook in sorted(self.book.find_assignment(self.lab.name).notebooks, key=_name):
                points = {
                    c.name: c.max_score for c in [*notebook.grade_cells, *notebook.task_cells]
                }
                for cell in sorted(notebook.source_cells, key=_name):
                    known = notebook.name, cell.name, cell.cell_type, cell.locked, cell.source
                    yield repr((*known, points.get(cell.name)))

    def knows(self, student: str) -> bool:
        """Whether the student is in the gradebook."""
        try:
            self.book.find_student(student)
        except MissingEntry:
            return False
        return True

    def holds(self, student: str, record: Record) -> bool:
        """Whether the student's points in the record are those in the gradebook."""
        with converters.quiet():
            try:
                entry = self.book.find_submission(self.lab.name, student)
            except MissingEntry:
                return False
            held = {
                self._question(notebook.name, line.name): line.auto_score or 0.0
                for notebook in entry.notebooks
                for line in notebook.grades
            }
        automatic = [q for q in record.questions if q.state != "manual"]
        return all(abs(held.get(q.name, -1.0) - q.score) < TOLERANCE for q in automatic)

    def save(self, student: str, judged: Judged) -> None:
        """Record one graded submission; hand-given scores and comments stay."""
        with converters.quiet():
            self.book.update_or_create_student(student)
            entry = self.book.update_or_create_submission(self.lab.name, student)
            lines = _lines(entry)
            for mark in judged.marks:
                _write(lines.pop((mark.notebook, mark.kind, mark.cell)), mark)
            for (_, kind, _), line in lines.items():
                _forget(line, kind)
            self.book.db.commit()

    def settle(self, student: str, submitted: Path, record: Record) -> Record:
        """Note when a saved submission came and what that costs; the record with all of it.

        Args:
            submitted: the submission's folder, whose ``timestamp.txt`` says when.
        Raises:
            CourseError: the course's plugin for late submissions failed.
        """
        with converters.quiet():
            entry = self.book.find_submission(self.lab.name, student)
            when, readable = _timestamp(submitted / TIMESTAMP)
            if when:  # as in nbgrader, where there is no file the last one counts
                entry.timestamp = when
            self.book.db.commit()
            self.penalties.apply(entry)
            return standing.settled(record, entry, self._question, readable)

    def _question(self, notebook: str, cell: str) -> str:
        return judge_for.question_name(self.lab, notebook, cell)

    def close(self) -> None:
        """Give the database back."""
        self.book.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _name(thing: Any) -> str:
    return str(thing.name)


def _lines(entry: Any) -> dict[tuple[str, str, str], Any]:
    """The gradebook's own lines of a submission, by notebook, kind and cell."""
    found: dict[tuple[str, str, str], Any] = {}
    for notebook in entry.notebooks:
        found |= {(notebook.name, "grade", line.name): line for line in notebook.grades}
        found |= {(notebook.name, "comment", line.name): line for line in notebook.comments}
    return found


def _write(line: Any, mark: GradebookLine) -> None:
    """As nbgrader's SaveAutoGrades does."""
    if mark.kind == "comment":
        line.auto_comment = mark.value
        return
    line.auto_score = mark.value
    regraded = line.manual_score is not None
    line.needs_manual_grade = regraded or mark.to_read or mark.value is None


def _forget(line: Any, kind: str) -> None:
    """As in a new gradebook: what an earlier submission earned with a cell that is gone now."""
    if kind == "comment":
        line.auto_comment = None
    elif line.auto_score is not None:
        line.auto_score, line.needs_manual_grade = None, True


def _timestamp(file: Path) -> tuple[datetime | None, bool]:
    """When a submission came, if its file says so, and whether it could be read."""
    if not os.path.lexists(file):
        return None, True
    try:
        said = handed_in.read_bytes(file).decode().strip()
        return (parse_utc(said) if said else None), True
    except (SubmissionError, ValueError, OverflowError):
        return None, False
