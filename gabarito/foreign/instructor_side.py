"""The instructor's side of an nbgrader assignment that has no checks of ours.

nbgrader itself says what its cells are: the assignment is generated into a folder and a
gradebook that are thrown away, and read back from there. So headers, generated tests and
whatever else the course configures are as ``nbgrader autograde`` would have them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute

from gabarito.course import gradebook_url
from gabarito.course.layout import Assignment
from gabarito.errors import CourseError
from gabarito.foreign import messages, options, student_side
from gabarito.nbgrader_api import converters
from gabarito.nbgrader_api.assignment import generate
from gabarito.storage import temporary


@dataclass(frozen=True)
class Source:
    """One notebook of an assignment, as nbgrader grades by it.

    Attributes:
        notebook: the release's cells, graded ones with their hidden tests.
        hidden: grade ids of the test cells that the release shows only in part.
        sentences: what a test cell says of itself in its docstring, by grade id.
        skipped: sources of cells that the instructor tagged not to run.
        released: what students see of the hidden ones, by grade id.
    """

    notebook: NotebookNode
    hidden: frozenset[str]
    sentences: Mapping[str, str]
    skipped: frozenset[str]
    released: Mapping[str, str]

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
    with temporary.folder() as scratch:
        book = gradebook_url.of_file(scratch / "gradebook.db")
        generate(assignment, scratch, book, create_assignment=True)
        folder = scratch / assignment.name
        tag = options.configured(Execute, assignment.course).skip_cells_with_tag
        with converters.quiet(), Gradebook(book) as known:
            return {
                name: _source(
                    nbformat.read(folder / f"{name}.ipynb", as_version=4),
                    _known(known, name, assignment.name),
                    tag,
                )
                for name in assignment.notebooks()
            }


def _known(book: Gradebook, name: str, assignment: str) -> Notebook:
    try:
        return book.find_notebook(name, assignment)
    except MissingEntry:
        raise CourseError(messages.NOT_SAVED.format(name=name)) from None


def with_solutions(assignment: Assignment, scratch: Path) -> Path:
    """The instructor's answers as a submission: the release with nothing cleared.

    Args:
        scratch: an empty folder, where the submission's folder is made.
    Raises:
        CourseError: nbgrader refuses the assignment.
    """
    config = copy.deepcopy(assignment.course.config)
    config.ClearSolutions.enabled = False
    config.ClearMarkScheme.enforce_metadata = False  # the scheme may lie in an answer, not cleared
    book = gradebook_url.of_file(scratch / "fonte.db")
    generate(assignment, scratch, book, config, create_assignment=True)
    return scratch / assignment.name


def expected(assignment: Assignment) -> student_side.Expected:
    """What of a submission counts.

    Raises:
        CourseError: an option has a value that nbgrader refuses.
    """
    ignored = options.configured(CourseDirectory, assignment.course).ignore
    return student_side.Expected(tuple(assignment.notebooks()), tuple(ignored), given(assignment))


def given(assignment: Assignment) -> frozenset[str]:
    """The source's files that nbgrader puts in the place of what was handed in, by name."""
    course, folder = assignment.course, assignment.folder
    ignored = options.configured(CourseDirectory, course).ignore
    students = options.configured(Autograde, course).exclude_overwriting.get(assignment.name, [])
    found = utils.find_all_files(str(folder), [*ignored, "*.ipynb"])
    return frozenset({str(Path(path).relative_to(folder)) for path in found} - set(students))


def _source(released: NotebookNode, known: Notebook, skip: str) -> Source:
    _require_python(released, known.name)
    whole = {cell.name: cell for cell in known.source_cells}
    shown, sentences = {}, {}
    for cell in released.cells:
        name = grade_id(cell)
        if name and name in whole:
            sentences[name] = _docstring(cell.source)
            if is_test(cell) and cell.source != whole[name].source:
                shown[name] = cell.source
            cell.source = whole[name].source
            cell.metadata.nbgrader.checksum = whole[name].checksum
    skipped = [cell for cell in released.cells if skip in cell.metadata.get("tags", [])]
    for cell in filter(is_test, skipped):
        raise CourseError(messages.SKIPPED_TEST.format(name=grade_id(cell), tag=skip))
    sources = frozenset(cell.source for cell in skipped)
    return Source(released, frozenset(shown), sentences, sources, shown)


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
