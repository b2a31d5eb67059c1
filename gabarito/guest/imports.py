"""The imports in a cell's code, read from its syntax tree; used on both sides of the sandbox."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_CAUGHT_BY = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
_TRIES = (ast.Try, ast.TryStar)
_HOLDING = (ast.stmt, ast.excepthandler, ast.match_case)
"""What imports may be in: no expression holds one."""

Import = ast.Import | ast.ImportFrom


def imports(tree: ast.AST) -> Iterator[Import]:
    """The imports of a cell that nothing in it is ready to see fail."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, Import):
            yield child
        elif isinstance(child, _TRIES) and _catches(child.handlers):
            for part in (*child.handlers, *child.orelse, *child.finalbody):
                yield from imports(part)
        elif isinstance(child, _HOLDING) and not (
            isinstance(child, (ast.With, ast.AsyncWith)) and _catches(child.items)
        ):
            yield from imports(child)


def packages(node: Import) -> list[str]:
    """The top-level modules that an import names; none for one beside the notebook."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if node.level or not node.module or node.module == "__future__":
        return []
    return [node.module.partition(".")[0]]


def _catches(parts: list[ast.ExceptHandler] | list[ast.withitem]) -> bool:
    for part in parts:
        what = part.type if isinstance(part, ast.ExceptHandler) else part.context_expr
        names = (node.id for node in ast.walk(what) if isinstance(node, ast.Name)) if what else ()
        if what is None or not _CAUGHT_BY.isdisjoint(names):
            return True
    return False
