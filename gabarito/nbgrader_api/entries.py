"""Submissions in a gradebook, with all that is asked of them read in a few queries.

nbgrader's own classes fetch each cell's name, each score and each comment when somebody asks: some
fifty queries a submission.
"""

from __future__ import annotations

from collections.abc import Collection

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import defer, joinedload, selectinload, undefer

_IN_A_QUERY = 500
"""Names that a query lists; databases have a limit."""

_OF_A_NOTEBOOK = (
    selectinload(SubmittedNotebook.notebook),
    selectinload(SubmittedNotebook.grades).options(
        selectinload(Grade.cell), undefer(Grade.max_score), defer(Grade.cell_type)
    ),
    selectinload(SubmittedNotebook.comments).options(selectinload(Comment.cell)),
)
_WHOLE = (
    joinedload(SubmittedAssignment.student),
    selectinload(SubmittedAssignment.assignment),
    selectinload(SubmittedAssignment.notebooks).options(*_OF_A_NOTEBOOK),
)


def of_assignment(
    book: Gradebook, name: str, students: Collection[str] | None = None
) -> dict[str, SubmittedAssignment]:
    """The submissions of the assignment `name`, by student id; they live as long as `book` does.

    Args:
        students: only these; all when None.
    """
    query = book.db.query(SubmittedAssignment).join(Assignment).filter(Assignment.name == name)
    if students is not None and len(students) <= _IN_A_QUERY:
        query = query.filter(SubmittedAssignment.student_id.in_(students))
    entries = query.options(*_WHOLE).all()
    return {
        one.student_id: one for one in entries if students is None or one.student_id in students
    }


def students(book: Gradebook, ids: Collection[str]) -> set[str]:
    """Those of the `ids`, :data:`_IN_A_QUERY` at most, that are students of the gradebook."""
    return {found for (found,) in book.db.query(Student.id).filter(Student.id.in_(ids))}
