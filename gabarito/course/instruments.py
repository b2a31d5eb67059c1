"""Instruments: functions of a lab's helper through which checks ask about what cannot cross.

A model stays in the student's process. A check names instruments among its parameters, and they
are called there, on the model; a helper lists its own in ``INSTRUMENTOS``. They answer plain
data that the student's process could forge: a check believes nothing that it cannot recompute.
"""

from __future__ import annotations

import ast
from pathlib import Path

from gabarito.checks.verificador import INSTRUMENTS


def of(folder: Path) -> dict[str, str]:
    """The instruments of the helpers in a lab's folder: name → module, read and not run."""
    files = sorted(folder.glob("*.py"))
    return {name: path.stem for path in files for name in _listed(path.read_text("utf-8"))}


def _listed(source: str) -> list[str]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == INSTRUMENTS:
            return list(ast.literal_eval(node.value))
    return []
