"""Cells of a notebook, made without nbformat's check of what is right by construction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode


def new_cell(
    kind: str, source: str, metadata: dict[str, Any], outputs: Sequence[Any] = ()
) -> NotebookNode:
    """A cell of format 4.5 that has no id yet; a code cell has `outputs` and no count.

    Args:
        kind: code, markdown or raw.
    """
    ran = {"outputs": list(outputs), "execution_count": None} if kind == "code" else {}
    return NotebookNode(
        cell_type=kind, source=source, metadata=NotebookNode(metadata), id="", **ran
    )
