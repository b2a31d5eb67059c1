"""Which cells of a notebook have to run, for the sake of some of them.

A cell is needed when it gives, changes or imports a name that a needed cell after it uses.
What leaves no trace in names (a file, the seed of a generator) is not seen: a figure, a
printed example or a gradient check of the instructor's, on which nothing depends, is left out.
"""

from __future__ import annotations

import ast
import functools
import symtable
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from gabarito.notebook import syntax

_DYNAMIC = frozenset({"globals", "locals", "vars", "dir", "eval", "exec", "get_ipython", "*"})
"""Code that names any of these may use and give names that its text does not show."""
_HARMLESS = frozenset({"matplotlib", "config", "pip", "cd", "load_ext", "reload_ext", "autoreload"})
"""Magics that touch no names."""


@dataclass(frozen=True)
class Names:
    """Names in a cell.

    Attributes:
        given: those it binds.
        modules: those it imports.
        changed: those whose object it may change.
        used: all that it mentions.
        dynamic: there may be others.
    """

    given: frozenset[str]
    modules: frozenset[str]
    changed: frozenset[str]
    used: frozenset[str]
    dynamic: bool


_UNKNOWN = Names(frozenset(), frozenset(), frozenset(), frozenset(), dynamic=True)


def needed(
    cells: Sequence[NotebookNode], running: Sequence[int], goals: Collection[int]
) -> frozenset[int]:
    """Which of the cells at `running` have to run so that those at `goals` run as in the whole.

    Args:
        running: indices of the cells that run at all, in order.
        goals: indices among them that are needed anyway.
    """
    names = {index: names_in(cells[index].source) for index in running}
    if any(names[index].dynamic for index in goals):
        return frozenset(running)
    modules = frozenset[str]().union(*(found.modules for found in names.values()))
    kept, wanted = set(), set[str]()
    for index in reversed(running):
        found = names[index]
        gives = found.given | found.modules | (found.changed - modules)
        if index in goals or found.dynamic or gives & wanted:
            kept.add(index)
            wanted |= found.used
    return frozenset(kept)


@functools.lru_cache(4096)
def names_in(source: str) -> Names:
    """The names of the notebook in a cell's code, as IPython would run it.

    A function's own variables are none of them.
    """
    code = syntax.python(source)
    if code is None:
        return _UNKNOWN
    try:
        symbols = list(_symbols(symtable.symtable(code, "<cell>", "exec")))
    except Exception:  # what only the compiler refuses: a `return` outside, names too deep
        return _UNKNOWN
    nodes = list(ast.walk(ast.parse(code)))
    given = frozenset(s.get_name() for s in symbols if s.is_assigned())
    modules = frozenset(s.get_name() for s in symbols if s.is_imported()) | _starred(nodes)
    loaded = {s.get_name() for s in symbols if s.is_referenced()}
    if _magics(nodes) == sum(map(_harmless, nodes)):
        loaded.discard("get_ipython")
    used = frozenset(loaded) | given | modules
    changed = frozenset(name for node in nodes for name in _changed(node)) & used
    return Names(given, modules, changed, used, dynamic=bool((loaded | modules) & _DYNAMIC))


def _symbols(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Every use of a name of the notebook's, in functions too."""
    top = table.get_type() == "module"
    yield from (symbol for symbol in table.get_symbols() if top or symbol.is_global())
    for inner in table.get_children():
        yield from _symbols(inner)


def _starred(nodes: list[ast.AST]) -> frozenset[str]:
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return frozenset("*" for node in imports if node.names[0].name == "*")


def _magics(nodes: list[ast.AST]) -> int:
    return sum(isinstance(node, ast.Name) and node.id == "get_ipython" for node in nodes)


def _changed(node: ast.AST) -> Iterator[str]:
    """The name whose object the node changes: ``x[0] = 1``, ``x.a = 1``, ``x.append(1)``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        target: ast.AST = node.func.value
    elif isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
        target = node.value
    else:
        return
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    if isinstance(target, ast.Name):
        yield target.id


def _harmless(node: ast.AST) -> bool:
    """``get_ipython().system(…)`` and the magics that touch no names."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner, name = node.func.value, node.func.attr
    if not (isinstance(owner, ast.Call) and getattr(owner.func, "id", "") == "get_ipython"):
        return False
    if name == "run_line_magic":
        return bool(node.args) and getattr(node.args[0], "value", None) in _HARMLESS
    return name == "system"
