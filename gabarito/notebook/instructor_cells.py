"""Which cells of a lab are the instructor's alone, whatever the student writes.

Such a cell, left as it was released, shows the same for every student: the grader runs it
once for itself and hands its outputs on.
"""

from __future__ import annotations

from nbformat import NotebookNode

from gabarito.notebook import dependencies, lab_text


def instructor_cells(source: NotebookNode) -> dict[str, str]:
    """The instructor's own cells of a lab's notebook: id → code.

    A cell counts when nothing it names comes, directly or not, from a solution cell or
    from a cell that a student edits.
    """
    students: set[str] = set()
    found: dict[str, str] = {}
    for cell in source.cells:
        kind, name = lab_text.marker(cell) or ("", "")
        if cell.cell_type != "code" or kind == "checks":
            continue
        names = dependencies.names_in(cell.source)
        if name or lab_text.is_demo(cell) or names.dynamic or names.used & students:
            students |= names.given | names.modules
        else:
            found[cell.id] = cell.source
    return found
