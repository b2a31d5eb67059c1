"""Which names the functions of a notebook mention, and so who leads to whom."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Mapping, Sequence

from gabarito.notebook import syntax


def who_leads_to(doubts: set[str], sources: Sequence[str]) -> frozenset[str]:
    """`doubts`, and every function that mentions one of them, or one that does, and so on."""
    inside: dict[str, frozenset[str]] = {}
    for source in sources:
        for name, its in mentioned(source).items():
            inside[name] = inside.get(name, frozenset()) | its
    found, new = set[str](), doubts
    while new:
        found |= new
        new = {name for name, its in inside.items() if its & found} - found
    return frozenset(found)


@functools.lru_cache(4096)
def mentioned(source: str) -> Mapping[str, frozenset[str]]:
    """The names in each function that a cell defines, by the function's name."""
    tree = syntax.tree(source)
    found: dict[str, frozenset[str]] = {}
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef):
            found[node.name] = found.get(node.name, frozenset()) | names(node.body)
    return found


@functools.lru_cache(4096)
def mentioned_at_once(source: str) -> frozenset[str]:
    """The names that a cell uses when it runs: all but those inside its functions."""
    tree = syntax.tree(source)
    at_once: list[ast.AST] = []
    for node in tree.body if tree else ():
        at_once += (
            [node.args, *node.decorator_list] if isinstance(node, ast.FunctionDef) else [node]
        )
    return names(at_once)


def names(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """All names in the nodes."""
    inner = (node for outer in nodes for node in ast.walk(outer))
    return frozenset(node.id for node in inner if isinstance(node, ast.Name))
