"""From the checks in ``tests/<lab>/test_<question>.py`` to a notebook's check cell.

Whatever a visible check needs stays in the open; all the rest, hidden checks and their
helpers, goes between nbgrader's hidden-test markers, which the release loses. Hidden is
thus the default: forgetting something cannot show it.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gabarito.checks.verificador import CheckSpec
from gabarito.course import messages
from gabarito.errors import CourseError

_SHIPPED = "verificador"
_RUNTIME = re.compile(r"from gabarito\.checks(\.verificador)? import")

HEADING = messages.CHECK_CELL_HEADING
"""First line of a check cell; a cell that lost all else is known by it."""

FUNCTION = "verificacoes_de_{question}"
"""Name of the function that holds a question's checks; a check cell defines it."""

_CELL = """\
{heading}
import {_SHIPPED}


{function}


{_SHIPPED}.run_checks("{question}", {name}(), globals(){as_given})""".replace(
    "{_SHIPPED}", _SHIPPED
)


@dataclass(frozen=True)
class Piece:
    """One top-level statement of a checks file, with the comments above it."""

    source: str
    defines: frozenset[str]
    uses: frozenset[str]


def question_checks(module: Any, path: Path) -> dict[str, CheckSpec]:
    """Specification of each check in a loaded checks file, by function name, in order.

    Raises:
        CourseError: none is visible, or none is hidden, or one says nothing to the student.
    """
    found = {name: f for name, f in vars(module).items() if hasattr(f, "check")}
    for name, function in found.items():
        if not (function.__doc__ or "").strip():
            raise CourseError(messages.NO_SENTENCE.format(check=name, path=path))
    specs = {name: function.check for name, function in found.items()}
    kinds = {spec.visible for spec in specs.values()}
    for visible, lack in ((True, messages.NO_VISIBLE_CHECK), (False, messages.NO_HIDDEN_CHECK)):
        if visible not in kinds:
            raise CourseError(lack.format(path=path))
    return specs


def check_cell(question: str, source: str, specs: dict[str, CheckSpec], as_given: str = "") -> str:
    """Source of the notebook cell that runs a question's checks.

    Args:
        question: name of the question.
        source: text of its checks file.
        specs: its checks, see :func:`question_checks`.
        as_given: see :func:`gabarito.checks.verificador.run_checks`.
    """
    heading = HEADING.format(question=question)
    function = checks_function(question, source, specs)
    name = FUNCTION.format(question=question)
    parts = {"heading": heading, "function": function, "name": name}
    mark = f', as_given="{as_given}"' if as_given else ""
    return _CELL.format(question=question, as_given=mark, **parts)


def checks_function(
    question: str, source: str, specs: dict[str, CheckSpec], *, hidden: bool = True
) -> str:
    """Source of the function named :data:`FUNCTION`, which returns the checks.

    All that they need is inside it, so that no import of a check stands in for one the student
    forgot.

    Args:
        question, source, specs: see :func:`check_cell`.
        hidden: whether the hidden ones are there too, between nbgrader's marks.
    """
    pieces = _pieces(source)
    needed = _needed(pieces, {name for name, spec in specs.items() if spec.visible})
    body = [
        _join([piece for piece in pieces if piece in needed]),
        _list("verificacoes =", [name for name, spec in specs.items() if spec.visible]),
    ]
    if hidden:
        body += [
            "### BEGIN HIDDEN TESTS",
            _join([piece for piece in pieces if piece not in needed]),
            _list("verificacoes +=", [name for name, spec in specs.items() if not spec.visible]),
            "### END HIDDEN TESTS",
        ]
    body.append("return verificacoes")
    inside = textwrap.indent("\n".join(body), "    ")
    return f"def {FUNCTION.format(question=question)}():\n{inside}"


def shipped_source(source: str) -> str:
    """`source` with what it imports of :mod:`gabarito.checks` under the name that is shipped."""
    return _RUNTIME.sub(f"from {_SHIPPED} import", source, count=1)


def _pieces(source: str) -> list[Piece]:
    lines = source.splitlines()
    pieces, end = [], 0
    for node in ast.parse(source).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if not _is_docstring(node):
            above = [line for line in lines[end : first - 1] if line.startswith("#")]
            pieces.append(_piece(node, above + lines[first - 1 : node.end_lineno]))
        end = node.end_lineno or first
    return pieces


def _piece(node: ast.stmt, lines: list[str]) -> Piece:
    uses = frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name))
    source = "\n".join(lines)
    if isinstance(node, ast.ImportFrom):
        source = shipped_source(source)
    return Piece(source, frozenset(_defined(node)), uses)


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    stored = (n for n in ast.walk(node) if isinstance(n, ast.Name))
    return {n.id for n in stored if isinstance(n.ctx, ast.Store)}


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _needed(pieces: list[Piece], names: set[str]) -> list[Piece]:
    """Pieces that define `names`, or, directly or not, something those use."""
    found: list[Piece] = []
    while True:
        more = [p for p in pieces if p not in found and p.defines & names]
        if not more:
            return found
        found += more
        names = names.union(*(piece.uses for piece in more))


def _list(target: str, names: list[str]) -> str:
    """`target` with a list of `names`, on one line each where they are many."""
    line = f"{target} [{', '.join(names)}]"
    if len(line) <= 80:
        return line
    return "\n".join([f"{target} [", *(f"    {name}," for name in names), "]"])


def _join(pieces: list[Piece]) -> str:
    """Imports on consecutive lines, functions set apart by a blank line."""
    blocks = [
        p.source if p.source.startswith(("import ", "from ")) else f"\n{p.source}" for p in pieces
    ]
    return "\n".join(blocks) + "\n"
