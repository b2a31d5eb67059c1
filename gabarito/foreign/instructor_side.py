"""The instructor's side of an nbgrader assignment that has no checks of ours.

nbgrader itself says what its cells are: the assignment is generated into a folder and a
gradebook that are thrown away, and read back from there. So headers, generated tests and
whatever else the course configures are as ``nbgrader autograde`` would have them.
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, Notebook

from gabarito.course.layout import Assignment
from gabarito.errors import CourseError
from gabarito.foreign import messages
from gabarito.nbgrader_api import converters
from gabarito.nbgrader_api.assignment import generate


@dataclass(frozen=True)
class Source:
    """One notebook of an assignment, as nbgrader grades by it.

    Attributes:
        notebook: the release's cells, graded ones with their hidden tests.
        hidden: grade ids of the test cells that the release shows only in part.
        sentences: what a test cell says of itself in its docstring, by grade id.
        skipped: sources of cells that the instructor tagged not to run.
    """

    notebook: NotebookNode
    hidden: frozenset[str]
    sentences: Mapping[str, str]
    skipped: frozenset[str]

    def named(self) -> dict[str, NotebookNode]:
        """Its cells that nbgrader knows, by grade id, in order."""
        return {name: cell for cell in self.notebook.cells if (name := grade_id(cell))}


def grade_id(cell: NotebookNode) -> str | None:
    """nbgrader's name for a cell of the instructor's, if it has one."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(name) if name else None


def is_test(cell: NotebookNode) -> bool:
    """Whether nbgrader takes points from what running the cell gives."""
    return utils.is_grade(cell) and not utils.is_solution(cell) and cell.cell_type == "code"


def read_sources(assignment: Assignment) -> dict[str, Source]:
    """Every notebook of the assignment, by nbgrader's id for it.

    Raises:
        CourseError: nbgrader refuses the assignment, or a notebook is not in Python.
    """
    with tempfile.TemporaryDirectory(prefix="gabarito-") as scratch:
        book = f"sqlite:///{scratch}/gradebook.db"
        generate(assignment, Path(scratch), book)
        folder = Path(scratch, assignment.name)
        with converters.quiet(), Gradebook(book) as known:
            return {
                name: _source(
                    nbformat.read(folder / f"{name}.ipynb", as_version=4),
                    known.find_notebook(name, assignment.name),
                )
                for name in assignment.notebooks()
            }


def _source(released: NotebookNode, known: Notebook) -> Source:
    _require_python(released, known.name)
    whole = {cell.name: cell for cell in known.source_cells}
    hidden, sentences = set(), {}
    for cell in released.cells:
        name = grade_id(cell)
        if name and name in whole:
            sentences[name] = _docstring(cell.source)
            if is_test(cell) and cell.source != whole[name].source:
                hidden.add(name)
            cell.source = whole[name].source
            cell.metadata.nbgrader.checksum = whole[name].checksum
    skipped = {c.source for c in released.cells if "skip-execution" in c.metadata.get("tags", [])}
    return Source(released, frozenset(hidden), sentences, frozenset(skipped))


def _require_python(notebook: NotebookNode, name: str) -> None:
    kernel = notebook.metadata.get("kernelspec", {})
    language = kernel.get("language") or kernel.get("name", "python")
    if not str(language).lower().startswith("python"):
        raise CourseError(messages.OTHER_LANGUAGE.format(name=name, language=language))


def _docstring(code: str) -> str:
    """What the released part of a test cell says first, on one line."""
    try:
        said = ast.get_docstring(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError):  # magics
        said = None
    return " ".join((said or "").split())
