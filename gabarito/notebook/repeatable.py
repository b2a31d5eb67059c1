"""Functions that give the same for the same, read from their text.

They draw nothing, or after they have set the seed, and look at no memory that nobody has written.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Collection, Iterator, Sequence

from gabarito.notebook import forgetful, mentions, syntax

_STEADY = forgetful.KEEPING_NOTHING - {"numpy.random", "random"}
"""Modules that draw nothing, but for :data:`_VARYING`."""
_VARYING = frozenset({
    "random", "empty", "empty_like", "ndarray", "recarray", "chararray", "nditer", "nested_iters",
})  # fmt: skip
_BY_SEED = frozenset({
    "seed", "rand", "randn", "randint", "random", "random_sample", "uniform", "normal",
    "standard_normal", "binomial", "choice", "permutation", "shuffle",
})  # fmt: skip


def repeatable(
    sources: Sequence[str], modules: frozenset[str], names: Collection[str]
) -> frozenset[str]:
    """Those of the functions `names` that give the same for the same, as do all that they call.

    Args:
        sources: code of all the cells that run.
        modules: others whose functions do so, too, and single names of others, with dots.
        names: of functions that remember nothing: see
            :func:`gabarito.notebook.forgetful.forgetful`.
    """
    varying = {name for source in sources for name in _varying(source, modules)}
    return frozenset(names) - mentions.who_leads_to(varying, sources)


@functools.lru_cache(4096)
def _varying(source: str, modules: frozenset[str]) -> frozenset[str]:
    """What a cell defines or imports that may give something else each time."""
    tree = syntax.tree(source)
    return frozenset(name for node in (tree.body if tree else ()) for name in _of(node, modules))


def _of(node: ast.stmt, modules: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef) and any(map(_varies, _walk(node))):
        yield node.name
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            steady = node.module in _STEADY and alias.name not in _VARYING
            known = not modules.isdisjoint({node.module, f"{node.module}.{alias.name}"})
            if not steady and not known:
                yield alias.asname or alias.name
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name not in _STEADY:
                yield alias.asname or alias.name.partition(".")[0]


def _walk(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All nodes of a function, but for ``np.random`` where it draws by a seed that it has set."""
    drawing = (s for s in function.body if any(map(_shared, ast.walk(s))))
    seeded = any(map(_seeds, itertools.islice(drawing, 1)))
    left: list[ast.AST] = [function]
    while left:
        node = left.pop()
        yield node
        inner = ast.iter_child_nodes(node)
        left += (n for n in inner if not (seeded and _shared(n) in _BY_SEED))


def _seeds(statement: ast.stmt) -> bool:
    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
        return False
    call = statement.value
    constant = bool(call.args) and all(isinstance(value, ast.Constant) for value in call.args)
    return constant and _shared(call.func) == "seed"


def _shared(node: ast.AST) -> str | None:
    """Which method of the generator that a notebook shares it names, as ``np.random.rand`` does."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
        module = node.value.value
        if node.value.attr == "random" and isinstance(module, ast.Name):
            return node.attr
    return None


def _varies(node: ast.AST) -> bool:
    """Whether a call of it may give something else: a number by chance, or what memory held.

    NumPy writes only ``where`` it is told to, and leaves the rest as it was.
    """
    if isinstance(node, ast.keyword):
        return node.arg in (None, "where")
    return isinstance(node, ast.Attribute) and node.attr in _VARYING
