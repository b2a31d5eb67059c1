"""What stands in a function for what students are to write."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_NOT_WRITTEN = "NotImplementedError"
"""What nbgrader lets an answer raise that nobody has written."""


def to_complete(name: str, source: str) -> bool:
    """Whether something of the function is to be written: a None stands there in its place.

    A None that code has by itself is none of those: the default of an argument, an annotation,
    the other side of an ``is``; nor is one in words.

    Args:
        source: of the cell that defines it; one that Python cannot read has nothing to complete.
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return False
    found = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    return any(map(_stands_for_code, _values(found[-1]))) if found else False


def _stands_for_code(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None
    return isinstance(node, ast.Name) and node.id == _NOT_WRITTEN


def _values(node: ast.AST) -> Iterator[ast.AST]:
    """What is below a node, but for the places where a None is meant."""
    meant = set(_meant(node))
    for child in ast.iter_child_nodes(node):
        if child not in meant:
            yield child
            yield from _values(child)


def _meant(node: ast.AST) -> Iterator[ast.AST]:
    """The children of a node in which a None is what it says."""
    if isinstance(node, ast.Compare):
        identities = zip(node.ops, node.comparators, strict=True)
        yield from (value for op, value in identities if isinstance(op, ast.Is | ast.IsNot))
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        yield node.args
        if not isinstance(node, ast.Lambda) and node.returns:
            yield node.returns
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
