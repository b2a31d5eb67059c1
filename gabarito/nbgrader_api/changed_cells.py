"""Cells that came or went after submissions: nbgrader refuses them, and its gradebook can follow.

A new cell gets an empty line in every submission, and what is gone leaves with its automatic
points. What a person gave is never thrown away: then nothing is changed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)

from gabarito.errors import CourseError
from gabarito.nbgrader_api import messages, schema
from gabarito.nbgrader_api.gradebook_file import Say, errors, name_of, path_of

_KINDS = {
    "grade_cells": GradeCell,
    "solution_cells": SolutionCell,
    "task_cells": TaskCell,
    "source_cells": SourceCell,
}
_GRADED, _COMMENTED = (GradeCell, TaskCell), (SolutionCell, TaskCell)
_FIELDS = ("max_score", "cell_type")


@dataclass(frozen=True)
class _Cell:
    """One of an assignment's cells, as a gradebook knows it."""

    notebook: str
    kind: str
    name: str


def follow(lab: str, db_url: str, wanted_url: str, say: Say = lambda sentence: None) -> None:
    """Make a gradebook's cells of an assignment those of another gradebook; a copy is kept.

    Args:
        lab: nbgrader's id.
        wanted_url: a gradebook in which the assignment was just generated.
        say: called with what was done.
    Raises:
        CourseError: what a person gave would be lost; nothing is changed.
        OutputError: the gradebook cannot be copied or written.
    """
    with errors(db_url), _open(db_url) as book, _open(wanted_url) as other:
        known, wanted = _cells(book, lab), _cells(other, lab)
        gone = {cell: row for cell, row in known.items() if cell not in wanted}
        _require_no_work(lab, db_url, gone)
        path = path_of(db_url)
        kept = None if path is None else schema.backup(path)
        for row in gone.values():
            _remove(book, row)
        _add_notebooks(book, lab, {cell.notebook for cell in wanted})
        for cell, row in wanted.items():
            if cell not in known:
                _add(book, lab, cell, row)
        _remove_notebooks(book, lab, {cell.notebook for cell in wanted})
        book.db.commit()
    say(messages.CELLS_MOVED.format(lab=lab, path=name_of(db_url), kept=kept or "-"))


@contextlib.contextmanager
def _open(db_url: str) -> Iterator[Gradebook]:
    with Gradebook(db_url) as book:
        yield book


def _cells(book: Gradebook, lab: str) -> dict[_Cell, Any]:
    return {
        _Cell(notebook.name, kind, row.name): row
        for notebook in book.find_assignment(lab).notebooks
        for kind in _KINDS
        for row in getattr(notebook, kind)
    }


def _require_no_work(lab: str, db_url: str, gone: dict[_Cell, Any]) -> None:
    """Refuse to lose what a person gave."""
    given = sorted({cell.name for cell, row in gone.items() if any(map(_by_hand, _lines(row)))})
    if given:
        cells, path = ", ".join(given), name_of(db_url)
        raise CourseError(messages.CELLS_WITH_WORK.format(lab=lab, cells=cells, path=path))


def _lines(cell: Any) -> list[Any]:
    return [] if isinstance(cell, SourceCell) else [*cell.grades, *cell.comments]


def _by_hand(line: Any) -> bool:
    if isinstance(line, Grade):
        return line.manual_score is not None or bool(line.extra_credit)
    return bool(line.manual_comment)


def _remove(book: Gradebook, cell: Any) -> None:
    for line in _lines(cell):
        book.db.delete(line)
    book.db.flush()
    book.db.delete(cell)
    book.db.flush()


def _add(book: Gradebook, lab: str, cell: _Cell, wanted: Any) -> None:
    """The cell, and its empty lines in every submission, as nbgrader makes them."""
    notebook = book.find_notebook(cell.notebook, lab)
    fields = {name: getattr(wanted, name) for name in _FIELDS if hasattr(wanted, name)}
    row = _KINDS[cell.kind](name=cell.name, notebook=notebook, **fields)
    book.db.add(row)
    book.db.flush()
    for submitted in notebook.submissions:
        if isinstance(row, _GRADED):
            book.db.add(Grade(cell_id=row.id, notebook=submitted))
        if isinstance(row, _COMMENTED):
            book.db.add(Comment(cell_id=row.id, notebook=submitted))


def _add_notebooks(book: Gradebook, lab: str, wanted: set[str]) -> None:
    assignment = book.find_assignment(lab)
    for name in sorted(wanted - {notebook.name for notebook in assignment.notebooks}):
        notebook = Notebook(name=name, assignment=assignment)
        book.db.add(notebook)
        for submission in assignment.submissions:
            book.db.add(SubmittedNotebook(notebook=notebook, assignment=submission))
    book.db.flush()


def _remove_notebooks(book: Gradebook, lab: str, wanted: set[str]) -> None:
    """Those without any cell left."""
    for notebook in list(book.find_assignment(lab).notebooks):
        if notebook.name not in wanted:
            for submitted in list(notebook.submissions):
                book.db.delete(submitted)
            book.db.flush()
            book.db.delete(notebook)
    book.db.flush()
