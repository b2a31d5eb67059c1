"""Instruments: functions of a lab's helper through which checks ask about what cannot cross.

A model stays in the student's process. A check names instruments among its parameters, and they
are called there, on the model; a helper lists its own in ``INSTRUMENTOS``. They answer plain
data that the student's process could forge: a check believes nothing that it cannot recompute.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gabarito.checks.verificador import INSTRUMENTS

OF_OBJECTS, WORDS = "PERGUNTAS", "PALAVRAS"
"""Of a helper: the instruments that a diagnosis asks of every object, and what answers are."""


@dataclass(frozen=True)
class Asking:
    """What a diagnosis asks of objects besides what the checks do, and how it calls the answers.

    Attributes:
        of_objects: instruments that need nothing but the object, the same before and after.
        words: for each instrument, with its article, what its answer is; for one that describes
            an object by a dictionary, that of each key. In Portuguese.
    """

    of_objects: tuple[str, ...] = ()
    words: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)

    def describes(self, instrument: str) -> bool:
        """Whether an instrument says what an object is, and not what it does."""
        return isinstance(self.words.get(instrument), Mapping)


def of(folder: Path) -> dict[str, str]:
    """The instruments of the helpers in a lab's folder: name → module, read and not run."""
    files = sorted(folder.glob("*.py"))
    return {name: path.stem for path in files for name in _constant(path, INSTRUMENTS, ())}


def asking(folder: Path) -> Asking:
    """What the helpers in a lab's folder say of their instruments' answers; read and not run."""
    files = [path for path in sorted(folder.glob("*.py")) if _constant(path, INSTRUMENTS, ())]
    of_objects = (name for path in files for name in _constant(path, OF_OBJECTS, ()))
    words = (item for path in files for item in _constant(path, WORDS, {}).items())
    return Asking(tuple(of_objects), dict(words))


def _constant(path: Path, name: str, default: Any) -> Any:
    """What a file gives to a name at its top level, a plain value."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return default
