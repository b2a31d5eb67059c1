"""Cells of a student's notebook matched, by nbgrader's names, with an assignment's."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from nbformat import NotebookNode
from nbgrader import utils

from gabarito.foreign import messages
from gabarito.foreign.instructor_side import Source, grade_id


def match(handed_in: NotebookNode, source: Source, restore: bool) -> tuple[NotebookNode, list[str]]:
    """The student's notebook under the instructor's metadata, and what had to be repaired.

    A name that appears twice counts where it appears last, as nbgrader has it. Test cells
    and locked ones are the instructor's, hidden tests included.

    Args:
        handed_in: as :func:`gabarito.notebook.handed_in.parse` gives it.
        restore: put back test cells that are missing (nbgrader's ``add_missing_cells``).
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
    if restore:
        repairs += _restore(cells, wanted)
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
    if new.cell_type == "code":
        new.outputs, new.execution_count = [], None
    return new


def _restore(cells: list[NotebookNode], wanted: Mapping[str, NotebookNode]) -> list[str]:
    """Put back graded cells that are missing, each after the one before it."""
    repairs, previous = [], -1
    for name, known in wanted.items():
        places = [index for index, cell in enumerate(cells) if grade_id(cell) == name]
        if places:
            previous = max(previous, places[0])
        elif utils.is_grade(known):
            previous += 1
            cells.insert(previous, deepcopy(known))
            repairs.append(messages.PUT_BACK.format(name=name))
    return repairs
