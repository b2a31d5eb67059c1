"""An assignment's cells as they stand in a gradebook: what nbgrader grades by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from gabarito.nbgrader_api import converters


def questions(book: Gradebook, name: str) -> Iterator[str]:
    """Cell by cell: source with hidden tests, and points.

    Raises:
        MissingEntry: the gradebook does not know the assignment.
    """
    with converters.quiet():
        for notebook in sorted(book.find_assignment(name).notebooks, key=_name):
            points = {c.name: c.max_score for c in [*notebook.grade_cells, *notebook.task_cells]}
            for cell in sorted(notebook.source_cells, key=_name):
                known = notebook.name, cell.name, cell.cell_type, cell.locked, cell.source
                yield repr((*known, points.get(cell.name)))


def lines(book: Gradebook, name: str) -> set[tuple[str, str, str]]:
    """Notebook, kind and cell of all lines that a submission has.

    Raises:
        MissingEntry: the gradebook does not know the assignment.
    """
    notebooks = book.find_assignment(name).notebooks
    graded = {(n.name, "grade", c.name) for n in notebooks for c in n.grade_cells}
    task = {(n.name, kind, c.name) for n in notebooks for c in n.task_cells
            for kind in ("grade", "comment")}  # fmt: skip
    written = {(n.name, "comment", c.name) for n in notebooks for c in n.solution_cells}
    return graded | task | written


def digest(db_url: str, name: str) -> str:
    """Hash of all that a gradebook has of the assignment; of nothing where it does not know it."""
    book = Gradebook(db_url)
    try:
        known = [*questions(book, name), *map(repr, sorted(lines(book, name)))]
    except MissingEntry:
        known = []
    finally:
        book.close()
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def _name(thing: Any) -> str:
    return str(thing.name)
