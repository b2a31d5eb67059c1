"""From a lab's text and checks to its folder in ``source/``, and back."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

import gabarito.checks.verificador
from gabarito.authoring import colab, messages
from gabarito.course import check_cells
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.notebook import lab_text
from gabarito.storage import atomic

RUNTIME_FILE = "verificador.py"
"""Name under which a release ships :mod:`gabarito.checks.verificador`."""


def build(lab: Lab) -> Path:
    """Write ``source/<lab>/``: notebook, helpers and data. Same input, same bytes.

    Returns:
        Path of the notebook.
    Raises:
        CourseError: a helper, a data file or a checks file is missing or wrong.
        OutputError: the folder cannot be written.
    """
    notebook = build_notebook(lab)
    for source, target in shipped_files(lab).items():
        atomic.copy_file(source, lab.folder / target)
    atomic.write_text(lab.notebook, serialize(notebook))
    return lab.notebook


def build_notebook(lab: Lab) -> NotebookNode:
    """The lab's notebook as :func:`build` writes it.

    Raises:
        CourseError: see :func:`build`.
    """
    notebook = lab.parse()
    _require_same_questions(lab, notebook)
    for question, cell in lab_text.named_cells(notebook, "checks").items():
        path = lab.checks_file(question)
        specs = check_cells.question_checks(lab.load_module(path), path)
        cell.source = check_cells.check_cell(question, path.read_text(encoding="utf-8"), specs)
        points = round(sum(spec.points for spec in specs.values()), 9)
        cell.metadata["nbgrader"]["points"] = points
    colab.add_cells(notebook, lab, shipped_files(lab))
    return notebook


def serialize(notebook: NotebookNode) -> str:
    """Notebook as JSON text, keys sorted, one trailing newline."""
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def shipped_files(lab: Lab) -> dict[Path, Path]:
    """Files that go beside the notebook: where from → where to (relative).

    Raises:
        CourseError: the header names a file that is not there.
    """
    header = lab.parse().metadata["gabarito"]
    helpers = {lab.course.utils / name: Path(name) for name in header.get("helpers", [])}
    data = {
        lab.course.synthetic_data / name: Path(folder, name)
        for folder, names in header.get("data", {}).items()
        for name in names
    }
    for source in [*helpers, *data]:
        if not source.is_file():
            raise CourseError(messages.MISSING_FILE.format(text=lab.text, file=source))
    return {Path(gabarito.checks.verificador.__file__): Path(RUNTIME_FILE)} | helpers | data


def from_notebook(lab: Lab) -> Path:
    """Write the lab's text from its notebook, edited elsewhere; inverse of :func:`build`.

    Returns:
        Path of the text.
    Raises:
        CourseError: the notebook holds something the text cannot, or an edited cell
            that comes from elsewhere, checks for one. Nothing is written then.
    """
    edited = lab.built()
    own = [cell for cell in edited.cells if not colab.is_made(cell)]
    new_text = lab_text.write_text(
        nbformat.from_dict(edited | {"cells": own}), previous=lab.text.read_text(encoding="utf-8")
    )
    _require_untouched(lab, edited)
    atomic.write_text(lab.text, new_text)
    return lab.text


def _require_same_questions(lab: Lab, notebook: NotebookNode) -> None:
    solutions = set(lab_text.named_cells(notebook, "solution"))
    checked = set(lab_text.named_cells(notebook, "checks"))
    for name in sorted(solutions ^ checked):
        have, lack = ("solution", "checks") if name in solutions else ("checks", "solution")
        raise CourseError(
            messages.HALF_A_QUESTION.format(text=lab.text, have=have, lack=lack, name=name)
        )


def _require_untouched(lab: Lab, edited: NotebookNode) -> None:
    """Refuse edits to cells that do not come from the text: they would be lost."""
    if any(colab.is_made(cell) and cell.id != lab_text.content_hash(cell) for cell in edited.cells):
        raise CourseError(messages.MADE_CELL_EDITED.format(notebook=lab.notebook))
    built = lab_text.named_cells(build_notebook(lab), "checks")
    for question, cell in lab_text.named_cells(edited, "checks").items():
        if question in built and cell.source != built[question].source:
            raise CourseError(
                messages.CHECK_CELL_EDITED.format(
                    question=question, notebook=lab.notebook, checks=lab.checks_file(question)
                )
            )
