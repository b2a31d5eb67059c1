"""Writing grades where nbgrader and its Formgrader read them.

nbgrader asks a person to look again at whatever they marked, every time it grades. Here a mark
stays as it is while the answer is the one that the person saw, and the points the same.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import parse_utc

from gabarito.course.layout import Gradable
from gabarito.errors import SubmissionError
from gabarito.grading import judge_for
from gabarito.grading.unchanged_answers import unchanged_answers
from gabarito.nbgrader_api import converters, entries, registered, standing
from gabarito.nbgrader_api.gradebook_file import Patience, Say
from gabarito.nbgrader_api.late_penalties import LatePenalties
from gabarito.notebook import handed_in
from gabarito.results.gradebook_lines import GradebookLine
from gabarito.results.record import Record

Value = TypeVar("Value")

TIMESTAMP = "timestamp.txt"

TOLERANCE = 1e-9
"""Points that a database may lose on the way."""


@dataclass(frozen=True)
class Graded:
    """What the gradebook is told of one submission.

    Attributes:
        submitted: the submission's folder, whose ``timestamp.txt`` says when it came.
        marks: the lines.
        before: the executed notebooks that a person may have marked, as text, by nbgrader's id.
        now: those of this time.
    """

    student: str
    submitted: Path
    marks: Sequence[GradebookLine]
    before: Mapping[str, str]
    now: Mapping[str, str]


class Book:
    """A gradebook open for one run; a context manager, and its only writer.

    Another program may hold it: each step is tried for a while.

    Args:
        lab: what is graded; already registered in the gradebook.
        db_url: SQLAlchemy URL.
        say: called with what a person waits for.
    Raises:
        CourseError: the course's plugin for late submissions cannot be loaded.
        GradebookError: it cannot be read or written.
    """

    def __init__(self, lab: Gradable, db_url: str, say: Say = lambda sentence: None) -> None:
        self.lab, self.penalties = lab, LatePenalties(lab.course, db_url)
        self.patience = Patience(db_url, say)
        self.book = self.patience.keep_trying(lambda: Gradebook(db_url))
        self.book.db().expire_on_commit = False  # nobody else writes meanwhile
        self._saved: dict[str, Any] = {}

    def hurry(self) -> None:
        """Wait for no other program from now on: somebody wants to leave."""
        self.patience.gone = True

    def _patiently(self, step: Callable[[], Value]) -> Value:
        def tried() -> Value:
            try:
                with converters.quiet():
                    return step()
            except BaseException:
                self.book.db.rollback()
                raise

        return self.patience.keep_trying(tried)

    def questions(self) -> Iterator[str]:
        """What nbgrader grades by, cell by cell: source with hidden tests, and points."""
        return registered.questions(self.book, self.lab.name)

    def knows(self, student: str) -> bool:
        """Whether the student is in the gradebook."""
        try:
            self.book.find_student(student)
        except MissingEntry:
            return False
        return True

    def has_grade(self, student: str) -> bool:
        """Whether a submission of the student's was graded before."""
        entry = self._entry(student)
        lines = [line for notebook in entry.notebooks for line in notebook.grades] if entry else []
        return any(line.auto_score is not None or line.manual_score is not None for line in lines)

    def _entry(self, student: str) -> Any:
        with converters.quiet(), contextlib.suppress(MissingEntry):
            return self.book.find_submission(self.lab.name, student)
        return None

    def holds(self, student: str, record: Record) -> bool:
        """Whether the student's points in the record are those in the gradebook."""
        entry = self._entry(student)
        if entry is None:
            return False
        held = {
            self._question(notebook.name, line.name): line.auto_score or 0.0
            for notebook in entry.notebooks
            for line in notebook.grades
        }
        automatic = [q for q in record.questions if q.state != "manual"]
        return all(abs(held.get(q.name, -1.0) - q.score) < TOLERANCE for q in automatic)

    def cells(self) -> set[tuple[str, str, str]]:
        """Notebook, kind and cell of all lines that a submission has."""
        return registered.lines(self.book, self.lab.name)

    def save(self, batch: Sequence[Graded]) -> None:
        """Record graded submissions, all or none; hand-given scores and comments stay.

        Raises:
            GradebookError: it cannot be written.
        """

        def save_all() -> None:
            with self._one_transaction():
                self._saved = self._entries([graded.student for graded in batch])
                for graded in batch:
                    _save(self._saved[graded.student], graded)
            self.book.db.commit()

        self._patiently(save_all)

    @contextlib.contextmanager
    def _one_transaction(self) -> Iterator[None]:
        """nbgrader's API commits whatever it does, and asks for each thing by itself; inside,
        it does not commit, and what it adds waits until all of it is written together.
        """
        self.book.db.commit = lambda: None
        try:
            with self.book.db.no_autoflush:
                yield
        finally:
            del self.book.db.commit

    def _entries(self, students: Sequence[str]) -> dict[str, Any]:
        """The submissions of those students, by their ids; new ones where there are none."""
        found: dict[str, Any] = entries.of_assignment(self.book, self.lab.name, students)
        missing = sorted(set(students) - set(found))
        for student in sorted(set(missing) - entries.students(self.book, missing)):
            self.book.add_student(student)
        self.book.db.flush()
        found |= {one: self.book.add_submission(self.lab.name, one) for one in missing}
        self.book.db.flush()
        return found

    def settle(self, student: str, submitted: Path, record: Record) -> Record:
        """Note when a saved submission came and what that costs; the record with all of it.

        Args:
            submitted: the submission's folder, whose ``timestamp.txt`` says when.
        Raises:
            CourseError: the course's plugin for late submissions failed.
            GradebookError: it cannot be written.
        """
        return self._patiently(lambda: self._settle(student, submitted, record))

    def _settle(self, student: str, submitted: Path, record: Record) -> Record:
        entry = self._saved.get(student) or self.book.find_submission(self.lab.name, student)
        readable = _note_timestamp(entry, submitted)
        self.penalties.apply(entry)
        if self.book.db.dirty:
            self.book.db.commit()
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


def _save(entry: Any, graded: Graded) -> None:
    """Write what is new into the gradebook's entry."""
    _note_timestamp(entry, graded.submitted)
    lines = _lines(entry)
    marked = any(map(_given, lines.values()))
    seen = unchanged_answers(graded.before, graded.now) if marked else set()
    for mark in graded.marks:
        line = lines.pop((mark.notebook, mark.kind, mark.cell))
        _write(line, mark, (mark.notebook, mark.cell) in seen)
    for (_, kind, _), line in lines.items():
        _forget(line, kind)


def _lines(entry: Any) -> dict[tuple[str, str, str], Any]:
    """The gradebook's own lines of a submission, by notebook, kind and cell."""
    found: dict[tuple[str, str, str], Any] = {}
    for notebook in entry.notebooks:
        found |= {(notebook.name, "grade", line.name): line for line in notebook.grades}
        found |= {(notebook.name, "comment", line.name): line for line in notebook.comments}
    return found


def _given(line: Any) -> bool:
    """Whether a person gave points there."""
    manual = getattr(line, "manual_score", None) is not None
    return manual or bool(getattr(line, "extra_credit", None))


def _write(line: Any, mark: GradebookLine, seen: bool) -> None:
    """As nbgrader's SaveAutoGrades does, but for what a person has marked already.

    Args:
        seen: whether the person saw this very answer.
    """
    if mark.kind == "comment":
        line.auto_comment = mark.value
        return
    as_before = seen and _same_points(line.auto_score, mark.value)
    line.auto_score = mark.value
    if not _given(line):
        line.needs_manual_grade = mark.to_read or mark.value is None
    elif not as_before:
        line.needs_manual_grade = True


def _same_points(one: float | None, other: float | str | None) -> bool:
    if one is None or not isinstance(other, float):
        return one is other
    return abs(one - other) < TOLERANCE


def _forget(line: Any, kind: str) -> None:
    """As in a new gradebook: what an earlier submission earned with a cell that is gone now."""
    if kind == "comment":
        line.auto_comment = None
    elif line.auto_score is not None:
        line.auto_score, line.needs_manual_grade = None, True


def _note_timestamp(entry: Any, submitted: Path) -> bool:
    """Write down when a submission came; whether its file, if there is one, could be read."""
    when, readable = _timestamp(submitted / TIMESTAMP)
    if when and when != entry.timestamp:  # as in nbgrader, without a file the last one counts
        entry.timestamp = when
    return readable


def _timestamp(file: Path) -> tuple[datetime | None, bool]:
    """When a submission came, if its file says so, and whether it could be read."""
    if not os.path.lexists(file):
        return None, True
    try:
        said = handed_in.read_bytes(file).decode().strip()
        return (parse_utc(said) if said else None), True
    except (SubmissionError, ValueError, OverflowError):
        return None, False
