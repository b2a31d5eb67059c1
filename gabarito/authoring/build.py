"""From a lab's text and checks to its folder in ``source/``, and back."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito.authoring import colab, messages, quiz, visible_mistakes
from gabarito.course import assembled
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.notebook import lab_text
from gabarito.storage import atomic


def build(lab: Lab) -> Path:
    """Write ``source/<lab>/``: notebook, helpers and data. Same input, same bytes.

    What its known mistakes obtain in the visible checks, and its questions in passing, are
    written first, beside the checks.

    Returns:
        Path of the notebook.
    Raises:
        CourseError: a helper, a data file or a checks file is missing or wrong.
        OutputError: the folder cannot be written.
    """
    visible_mistakes.write(lab)
    quiz.write(lab)
    notebook = build_notebook(lab)
    for source, target in assembled.shipped_files(lab).items():
        atomic.copy_file(source, lab.folder / target)
    atomic.write_text(lab.notebook, serialize(notebook))
    return lab.notebook


def build_notebook(lab: Lab) -> NotebookNode:
    """The lab's notebook as :func:`build` writes it.

    Raises:
        CourseError: see :func:`build`.
    """
    notebook = assembled.notebook(lab)
    colab.add_cells(notebook, lab, assembled.shipped_files(lab))
    return notebook


def serialize(notebook: NotebookNode) -> str:
    """Notebook as JSON text, keys sorted, one trailing newline."""
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


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


def _require_untouched(lab: Lab, edited: NotebookNode) -> None:
    """Refuse edits to cells that do not come from the text: they would be lost."""
    if any(colab.is_made(cell) and cell.id != lab_text.content_hash(cell) for cell in edited.cells):
        raise CourseError(messages.MADE_CELL_EDITED.format(notebook=lab.notebook))
    built = lab_text.named_cells(assembled.notebook(lab), "checks")
    for question, cell in lab_text.named_cells(edited, "checks").items():
        if question in built and cell.source != built[question].source:
            raise CourseError(
                messages.CHECK_CELL_EDITED.format(
                    question=question, notebook=lab.notebook, checks=lab.checks_file(question)
                )
            )
