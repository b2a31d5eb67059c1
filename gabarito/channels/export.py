"""Grades for a learning platform: files made whole, then written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gabarito.channels import grade_tables, grades, messages
from gabarito.channels.moodle import feedback_zip, worksheet
from gabarito.course.layout import Gradable
from gabarito.storage import atomic

_TABLES = {
    "csv": ("", grade_tables.own),
    "gradescope": ("-gradescope", grade_tables.gradescope),
    "classroom": ("-classroom", grade_tables.classroom),
}


@dataclass(frozen=True)
class Exported:
    """What was written, and a sentence for each thing that a professor should know."""

    paths: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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
    atomic.write_bytes(path, make(lab.name, grades.of_class(lab, db_url)))
    return Exported([path])


def moodle(lab: Gradable, file: Path, folder: Path, db_url: str) -> Exported:
    """Write Moodle's grading worksheet filled in, and the zip of the students' pages.

    Both are made before either is written: a fault leaves what was there.

    Args:
        file: the worksheet that Moodle gave; it is not changed.
    Raises:
        CourseError: nothing is graded, or that is not a grading worksheet.
        OutputError: the folder cannot be written, or the gradebook not read.
    """
    filled = worksheet.fill(file, grades.of_class(lab, db_url))
    pages = feedback_zip.feedback_zip(lab, filled.participants)
    done = Exported([folder / f"{lab.name}-moodle.csv"], filled.notes)
    if pages is None:
        done.notes.append(messages.NO_PAGES.format(lab=lab.name))
    else:
        done.paths.append(folder / f"{lab.name}-moodle-devolutivas.zip")
    for path, content in zip(done.paths, (filled.content, pages or b""), strict=False):
        atomic.write_bytes(path, content)
    return done
