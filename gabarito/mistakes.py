"""Known mistakes of a lab: wrong variants of reference functions, with a diagnosis.

``tests/<lab>/mistakes.py`` declares them as plain functions::

    @mistake("linear_forward", diagnosis="O viés ficou de fora: Z é W·A mais b.")
    def sem_vies(A, W, b):
        return np.dot(W, A), (A, W, b)

They serve twice: every check suite must catch them, and made-up students write them.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gabarito.course import Lab


@dataclass(frozen=True)
class Mistake:
    """One wrong variant; `source` defines it under the name of the question."""

    name: str
    question: str
    diagnosis: str
    source: str


def mistake(question: str, *, diagnosis: str) -> Callable[[Any], Any]:
    """Mark a function as a known wrong answer to `question`."""

    def mark(function: Any) -> Any:
        function.mistake = (question, diagnosis)
        return function

    return mark


def load_mistakes(lab: Lab) -> dict[str, Mistake]:
    """The lab's known mistakes by name, in the order of the file."""
    module = lab.load_module(lab.checks / "mistakes.py")
    functions = [f for f in vars(module).values() if hasattr(f, "mistake")]
    return {f.__name__: _load(f) for f in functions}


def _load(function: Any) -> Mistake:
    question, diagnosis = function.mistake
    tree = ast.parse(inspect.getsource(function))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.name, definition.decorator_list = question, []
    return Mistake(function.__name__, question, diagnosis, ast.unparse(tree))
