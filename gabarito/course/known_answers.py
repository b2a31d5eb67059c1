"""Known answers of a lab besides the reference: wrong ones, and other right ones.

``tests/<lab>/mistakes.py`` declares wrong variants of reference functions, each with the
diagnosis a good teacher would give::

    @mistake("linear_forward", diagnosis="O viés ficou de fora: Z é W·A mais b.")
    def sem_vies(A, W, b):
        return np.dot(W, A), (A, W, b)

``tests/<lab>/alternatives.py`` declares right ones, different from the reference::

    @alternative("linear_forward")
    def com_einsum(A, W, b):
        return np.einsum("ij,jk->ik", W, A) + b, (A, W, b)

The checks must catch every mistake and accept every alternative; made-up students write both.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from typing import Any

from gabarito.course import messages
from gabarito.course.layout import Lab
from gabarito.errors import CourseError


@dataclass(frozen=True)
class Variant:
    """One variant of a reference function.

    Attributes:
        name: what the variant is called in its file.
        question: the question it answers.
        source: its definition, under the name of the question.
        diagnosis: what a teacher would say of it; None where there is nothing to say.
    """

    name: str
    question: str
    source: str
    diagnosis: str | None = None


def load_mistakes(lab: Lab) -> dict[str, Variant]:
    """The lab's known mistakes by name, in the order of the file.

    Raises:
        CourseError: the file is missing, does not run, or tells of no question of the lab.
    """
    return _load(lab, "mistakes.py")


def load_alternatives(lab: Lab) -> dict[str, Variant]:
    """The lab's other right answers by name, in the order of the file.

    Raises:
        CourseError: see :func:`load_mistakes`.
    """
    return _load(lab, "alternatives.py")


def _load(lab: Lab, file: str) -> dict[str, Variant]:
    path = lab.checks / file
    marked = [f for f in vars(lab.load_module(path)).values() if hasattr(f, "known_answer")]
    variants = {function.__name__: _variant(function) for function in marked}
    for variant in variants.values():
        checks = lab.checks_file(variant.question)
        if not checks.is_file():
            said = messages.UNKNOWN_QUESTION.format(
                path=path, name=variant.name, question=variant.question, checks=checks
            )
            raise CourseError(said)
    return variants


def _variant(function: Any) -> Variant:
    question, diagnosis = function.known_answer
    tree = ast.parse(inspect.getsource(function))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.name, definition.decorator_list = question, []
    return Variant(function.__name__, question, ast.unparse(tree), diagnosis)
