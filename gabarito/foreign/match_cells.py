"""Cells of a student's notebook matched, by nbgrader's names, with an assignment's."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from types import SimpleNamespace

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import OverwriteCells

from gabarito.foreign import messages
from gabarito.foreign.instructor_side import Source, grade_id
from gabarito.notebook import attachments
from gabarito.notebook.cells import new_cell


def match(
    handed_in: NotebookNode, source: Source, overwrite: OverwriteCells
) -> tuple[NotebookNode, list[str]]:
    """The student's notebook under the instructor's metadata, and what had to be repaired.

    A name that appears twice counts where it appears last, as nbgrader has it. Test cells
    and locked ones are the instructor's, hidden tests included.

    Args:
        handed_in: as :func:`gabarito.notebook.handed_in.parse` gives it.
        overwrite: nbgrader's own step, as configured, which may put back what is missing.
    """
    wanted = source.named()
    last = {cell.metadata["claimed"]: index for index, cell in enumerate(handed_in.cells)}
    cells, repairs = [], []
    for index, cell in enumerate(handed_in.cells):
        name = cell.metadata["claimed"]
        if name in wanted and last[name] != index:
            repairs.append(messages.REPEATED.format(name=name))
        known = wanted.get(name) if last[name] == index else None
        cells.append(_rebuilt(cell, known))
    if overwrite.add_missing_cells:
        repairs += _restore(cells, wanted, overwrite)
    for index, cell in enumerate(cells):
        cell.id = f"celula-{index}"
    metadata = NotebookNode(source.notebook.metadata, language_info={"name": "python"})
    graded = NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=cells)
    return graded, repairs


def _rebuilt(cell: NotebookNode, known: NotebookNode | None) -> NotebookNode:
    if known is None:
        cell.metadata = NotebookNode()
        new = cell
    else:
        new = deepcopy(known)
        if not utils.is_locked(known):
            new.source = cell.source
            attachments.attached(new, known, cell)
    if new.cell_type == "code":
        new.outputs, new.execution_count = [], None
    return new


def _restore(
    cells: list[NotebookNode], wanted: Mapping[str, NotebookNode], overwrite: OverwriteCells
) -> list[str]:
    """Put back graded cells that are missing, each after the one before it; tasks at the end."""
    repairs, previous = [], -1
    for name, known in wanted.items():
        places = [index for index, cell in enumerate(cells) if grade_id(cell) == name]
        if places:
            previous = max(previous, places[0])
            continue
        if utils.is_task(known):
            cells.append(_put_back(known, overwrite))
        elif utils.is_grade(known):
            previous += 1
            cells.insert(previous, _put_back(known, overwrite))
        else:
            continue
        repairs.append(messages.PUT_BACK.format(name=name))
    return repairs


def _put_back(known: NotebookNode, overwrite: OverwriteCells) -> NotebookNode:
    """The cell as nbgrader puts it back, with its notice in front, where a person reads it."""
    marks = known.metadata.nbgrader
    saved = SimpleNamespace(
        name=marks.grade_id,
        cell_type=known.cell_type,
        locked=utils.is_locked(known),
        checksum=marks.get("checksum"),
        source=known.source,
    )
    made = overwrite.missing_cell_transform(
        saved, float(marks.points), utils.is_solution(known), utils.is_task(known)
    )
    return new_cell(made.cell_type, made.source, made.metadata)
