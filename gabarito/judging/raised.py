"""What an exception is evidence of: its type, what it says, and the statement that it came from.

Two wrong answers that raise the same type have little in common: a name mistyped anywhere is
one more NameError. They are taken for alike when the message, its numbers and names taken out,
and the text of the statement, the function's own names taken out, agree as well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import lru_cache

from gabarito.guest import protocol
from gabarito.notebook import syntax

Statement = Callable[[str, int], str]
"""Label of a cell and line in it → the statement there, as :func:`statement` gives it; empty
where the cell is not of the function asked for."""

_NAME = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBER = re.compile(r"\d+(?:\.\d*)?(?:e[-+]?\d+)?")
_LONGEST, _MOST_PLACES = 300, 20


def evidence(raised: protocol.Raised, at: Statement) -> list[str]:
    """Type, message and statement of an exception, in the form that is compared.

    Args:
        at: finds statements; what a process says of places is its own word.
    """
    message = _NUMBER.sub("0", _NAME.sub("''", raised.message[:_LONGEST]))
    own = (at(*place) for place in reversed(raised.places[-_MOST_PLACES:]))
    return [raised.error[:80], message, next(filter(None, own), "")]


@lru_cache(maxsize=64)
def statement(source: str, number: int) -> str:
    """The innermost statement at a line, written one way, names of its function's by order.

    Empty where there is none. Of what holds other statements only the head counts.
    """
    tree = syntax.tree(source)
    found: ast.stmt | None = None
    own: set[str] = set()
    for node in ast.walk(tree) if tree else ():  # from outside in
        if not isinstance(node, ast.stmt) or not _has(node, number):
            continue
        found = node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            own |= _local_names(node)
    return _written(found, own) if found else ""


def _has(node: ast.stmt, number: int) -> bool:
    return node.lineno <= number <= (node.end_lineno or node.lineno)


def _local_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    nodes = list(ast.walk(function))
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {node.arg for node in nodes if isinstance(node, ast.arg)}


def _written(found: ast.stmt, own: set[str]) -> str:
    head = [node for node in ast.iter_child_nodes(found) if not isinstance(node, ast.stmt)]
    parts = [found] if not hasattr(found, "body") else head
    names: dict[str, str] = {}
    for node in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(node, ast.Name) and node.id in own:
            node.id = names.setdefault(node.id, f"_{len(names)}")
    return f"{type(found).__name__}: {' '.join(map(ast.unparse, parts))}"
