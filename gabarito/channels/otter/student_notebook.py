"""A lab's notebook in otter's form: ``grader.check`` in the place of the check cells."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito.authoring import colab
from gabarito.channels import messages
from gabarito.course import check_cells
from gabarito.notebook import lab_text

SETUP = Path(__file__).parent / "templates" / "preparo.py"
"""The cell that loads otter, as a file."""

_CHECK = """\
{heading}
grader.check("{question}")"""

_HAND_IN = "grader.export(pdf=False)"


def convert(notebook: NotebookNode) -> NotebookNode:
    """A copy of a lab's notebook, blank or filled in, that otter checks and grades.

    Every other cell stays as it is, ids and nbgrader's metadata included, so that gabarito and
    nbgrader grade this one too; what belongs to the release that Colab opens is left out.
    """
    converted = deepcopy(notebook)
    for question, cell in lab_text.named_cells(converted, "checks").items():
        heading = check_cells.HEADING.format(question=question)
        cell.source = _CHECK.format(heading=heading, question=question)
    cells = [cell for cell in converted.cells if not _is_of_colab(cell)]
    own = [cell.cell_type == "code" and not colab.is_made(cell) for cell in cells]
    place = own.index(True) if True in own else len(cells)
    setup = SETUP.read_text(encoding="utf-8").rstrip("\n")
    cells.insert(place, _cell("code", setup, "otter_preparo"))
    cells.append(_cell("markdown", messages.OTTER_HOW_TO_HAND_IN, "otter_entrega"))
    cells.append(_cell("code", _HAND_IN, "otter_zip"))
    converted.cells = cells if _has_ids(converted) else [_without_id(cell) for cell in cells]
    return converted


def _is_of_colab(cell: NotebookNode) -> bool:
    """Whether it is the badge, or says how to hand in or does it: here it is done otherwise."""
    return colab.is_made(cell) and (cell.cell_type == "markdown" or lab_text.is_demo(cell))


def _cell(kind: str, source: str, identity: str) -> NotebookNode:
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, id=identity)


def _has_ids(notebook: NotebookNode) -> bool:
    return (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)


def _without_id(cell: NotebookNode) -> NotebookNode:
    cell.pop("id", None)
    return cell
