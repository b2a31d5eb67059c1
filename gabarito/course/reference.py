"""The reference answers of a lab, as live functions."""

from __future__ import annotations

import ast
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from gabarito.checks.verificador import with_instruments
from gabarito.course.layout import Lab
from gabarito.notebook import lab_text

_KEPT = (ast.Import, ast.ImportFrom, ast.Try, ast.FunctionDef, ast.ClassDef)


def reference_namespace(lab: Lab) -> dict[str, Any]:
    """Run what a lab's answers need and return the namespace they live in.

    That is the imports and definitions of the given cells, and every solution cell
    whole; nothing is trained, drawn or printed. The instruments of its helpers are there too.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with lab.course.helpers_importable():
        for cell in lab.parse().cells:
            if cell.cell_type == "code" and not lab_text.is_demo(cell):
                _run(cell, lab, namespace)
        namespace.update(with_instruments({}))
    return namespace


def _run(cell: NotebookNode, lab: Lab, namespace: dict[str, Any]) -> None:
    module = ast.parse(TransformerManager().transform_cell(cell.source))
    if lab_text.marker(cell) is None:
        module.body = [node for node in module.body if isinstance(node, _KEPT)]
    exec(compile(module, f"<{lab.name}: {cell.id}>", "exec"), namespace)
