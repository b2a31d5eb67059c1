"""Writing grades where nbgrader and its Formgrader read them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import parse_utc

from gabarito import nbgrader_app
from gabarito.course import Lab
from gabarito.engine import Judged
from gabarito.record import Record
from gabarito.text import CHECKS_PREFIX


def save(lab: Lab, student: str, judged: Judged, submitted: Path, db_url: str) -> None:
    """Record one graded submission; hand-given scores and comments stay.

    Args:
        submitted: the submission's folder, whose ``timestamp.txt`` says when.
        db_url: SQLAlchemy URL of the gradebook, in which the lab is registered.
    """
    names = {"notebook": lab.name, "assignment": lab.name, "student": student, "db_url": db_url}
    notebook = nbformat.reads(judged.notebook, as_version=4)
    with nbgrader_app.quiet():
        with Gradebook(db_url) as book:
            book.update_or_create_student(student)
            book.update_or_create_submission(lab.name, student, timestamp=_timestamp(submitted))
        SaveAutoGrades().preprocess(notebook, {"nbgrader": names})
        with Gradebook(db_url) as book:
            _save_points(book, student, judged.record)


def _save_points(book: Gradebook, student: str, found: Record) -> None:
    """The record's word is final: nbgrader, left alone, reads points from the outputs."""
    for question in found.questions:
        if question.state != "manual":
            name = CHECKS_PREFIX + question.name
            book.find_grade(name, found.lab, found.lab, student).auto_score = question.score
    book.db.commit()


def _timestamp(submitted: Path) -> datetime | None:
    file = submitted / "timestamp.txt"
    try:
        return parse_utc(file.read_text(encoding="utf-8").strip()) if file.is_file() else None
    except (ValueError, OverflowError, UnicodeDecodeError):
        return None  # a date nobody can read is as good as none
