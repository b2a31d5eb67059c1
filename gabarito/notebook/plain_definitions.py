"""Cells that only define: what ran before them finds itself as it was, whether they run or not.

Read from their text. Whatever is not surely harmless is not plain: the price of a doubt is time.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Sequence

from nbformat import NotebookNode

from gabarito.notebook import dependencies, syntax

_QUIET = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.BinOp, ast.UnaryOp)
_QUIET_PARTS = (*_QUIET, ast.Tuple, ast.List, ast.expr_context, ast.operator, ast.unaryop)


def settled(
    cells: Sequence[NotebookNode],
    running: Collection[int],
    first: int,
    modules: Collection[str],
) -> bool:
    """Whether functions judged after the cell at `first` are the same at the notebook's end.

    So they are where all that runs after it only defines, and defines nothing that a cell above
    mentions.

    Args:
        running: indices of the cells that run.
        modules: those that are imported already, so that another import does nothing.
    """
    mentioned, imported = set[str](), set[str]()
    for index in sorted(running):
        source = cells[index].source
        names = dependencies.names_in(source)
        if index > first:
            if names.dynamic or not only_defines(source, frozenset(modules)):
                return False
            again = {name for name, text in _imports(source).items() if text in imported}
            if not mentioned.isdisjoint((names.given | names.modules) - again):
                return False
        mentioned |= names.used
        imported |= set(_imports(source).values())
    return True


@functools.lru_cache(4096)
def only_defines(source: str, modules: frozenset[str]) -> bool:
    """Whether a cell does nothing but name functions, constants and modules of `modules`."""
    tree = syntax.tree(source)
    return tree is not None and all(_defines(node, modules) for node in tree.body)


def _defines(node: ast.stmt, modules: frozenset[str]) -> bool:
    if isinstance(node, ast.FunctionDef):
        heads = [*node.args.defaults, *filter(None, node.args.kw_defaults), *_annotations(node)]
        return not node.decorator_list and all(map(_is_quiet, heads))
    if isinstance(node, ast.Import):
        return all(alias.name in modules for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return not node.level and node.module in modules
    if isinstance(node, ast.Assign):
        plain = all(isinstance(target, ast.Name) for target in node.targets)
        return plain and isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _annotations(node: ast.FunctionDef) -> list[ast.expr]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    arguments += filter(None, [node.args.vararg, node.args.kwarg])
    return [*filter(None, [a.annotation for a in arguments]), *filter(None, [node.returns])]


def _is_quiet(expression: ast.expr) -> bool:
    """Whether working it out calls nothing of the student's."""
    return all(isinstance(node, _QUIET_PARTS) for node in ast.walk(expression))


@functools.lru_cache(4096)
def _imports(source: str) -> dict[str, str]:
    """Names that the top of a cell imports → what each stands for, as text."""
    tree = syntax.tree(source)
    return {
        alias.asname or alias.name.partition(".")[0]: ast.dump(alias) + str(_module(node))
        for node in (tree.body if tree else ())
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }


def _module(node: ast.Import | ast.ImportFrom) -> str | None:
    return node.module if isinstance(node, ast.ImportFrom) else None
