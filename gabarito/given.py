"""Which cells of a lab are the instructor's alone, whatever the student writes.

Such a cell, left as it was released, shows the same for every student: the examiner runs it
once for itself and hands its outputs on. Only what later cells need of it runs again.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from gabarito import text


@dataclass(frozen=True)
class Given:
    """One such cell: its source, and whether it leaves names behind."""

    source: str
    stores: bool


def given_cells(source: NotebookNode) -> dict[str, Given]:
    """The instructor's own cells of a lab's notebook, by cell id.

    A cell counts when nothing it names comes, directly or not, from a solution cell or
    from a cell that a student edits.
    """
    students: set[str] = set()
    found: dict[str, Given] = {}
    for cell in source.cells:
        if cell.cell_type != "code" or text.marker(cell) == ("checks", _name(cell)):
            continue
        stored, used = _stored_and_used(cell.source)
        if _name(cell) or text.is_demo(cell) or used is None or used & students:
            students |= stored
        else:
            found[cell.id] = Given(cell.source, bool(stored))
    return found


def _name(cell: NotebookNode) -> str:
    return (text.marker(cell) or ("", ""))[1]


def _stored_and_used(source: str) -> tuple[set[str], set[str] | None]:
    """Names a cell leaves behind and names it uses; None where it has magics of IPython."""
    plain = TransformerManager().transform_cell(source)
    tree = ast.parse(plain)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            stored.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            stored |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    used = {node.id for node in names}
    return stored, None if "get_ipython" in used else used
