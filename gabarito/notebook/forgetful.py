"""Functions that remember nothing of one call in the next, read from their text.

One process can answer for all of them, whatever it was asked before, and what one of them is told
no other hears. Only names and attributes that are known to keep nothing count; a doubt costs a
process, never a grade.
"""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import symtable
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

from gabarito.notebook import dependencies, mentions, syntax

KEEPING_NOTHING = frozenset({
    "numpy", "numpy.fft", "numpy.linalg", "numpy.random", "math", "copy", "itertools", "operator",
    "random",
})  # fmt: skip
"""Modules whose functions keep nothing but generators, which begin alike for each check."""

_BUILTINS = frozenset(
    name
    for name, value in vars(builtins).items()
    if (isinstance(value, type) and issubclass(value, BaseException))
    or name in {
        "abs", "all", "any", "bool", "complex", "dict", "divmod", "enumerate", "filter", "float",
        "frozenset", "int", "isinstance", "len", "list", "map", "max", "min", "pow", "print",
        "range", "repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple",
        "type", "zip", "Ellipsis", "NotImplemented",
    }
)  # fmt: skip
_REMEMBERING = frozenset({
    "lib", "core", "testing", "ctypeslib", "seterr", "seterrcall", "seterrobj", "setbufsize",
    "set_printoptions", "set_string_function", "setflags", "save", "savez", "savez_compressed",
    "savetxt", "load", "loadtxt", "genfromtxt", "fromfile", "tofile", "dump", "memmap", "open",
    "DataSource", "gi_frame", "cr_frame", "tb_frame", "f_globals", "f_locals",
    "add_docstring", "add_newdoc", "add_newdoc_ufunc", "lookfor", "set_bit_generator",
    "set_numeric_ops", "test", "attrgetter", "methodcaller",
})  # fmt: skip
"""Attributes that set something for the whole process, lead to files or frames, or to whatever
attribute a string names."""
_NO_TABLES = frozenset(
    {"linalg", "random", "fft", "c_", "r_", "s_", "index_exp", "mgrid", "ogrid", "True_", "False_"}
)
"""Of the things in :data:`KEEPING_NOTHING` that are no functions, those that nothing is kept in."""
_WINDOWS = "lib.stride_tricks.sliding_window_view"
"""Keeps nothing though it is behind one of those, and is the usual way to windows without loops."""
_NODES = (
    ast.Global, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Delete, ast.Await,
    ast.MatchClass,  # reads attributes, too
)  # fmt: skip


def forgetful(
    sources: Sequence[str], modules: frozenset[str], names: Iterable[str]
) -> frozenset[str]:
    """Those of the functions `names` that can remember nothing, nor can what they call.

    Args:
        sources: code of all the cells that run.
        modules: those whose functions are known to keep nothing besides
            :data:`KEEPING_NOTHING`, and single names of others, with dots.
    """
    modules |= KEEPING_NOTHING
    if any(dependencies.names_in(source).dynamic for source in sources):
        return frozenset()
    given = [steady_and_other(source, modules) for source in sources]
    steady = frozenset[str]().union(*(names for names, _ in given))
    other = frozenset[str]().union(*(names for _, names in given))
    doubtful = [s for s in sources if not _remembers_nothing(s, steady - other)]
    if not all(map(only_defines, doubtful)):
        return frozenset()
    doubts = mentions.who_leads_to(
        {name for s in doubtful for name in mentions.mentioned(s)}, sources
    )
    if any(doubts & mentions.mentioned_at_once(source) for source in sources):
        return frozenset()
    return frozenset(names) - doubts - other


def only_defines(source: str) -> bool:
    """Running the cell calls nothing, so that what is in it waits to be called."""
    tree = syntax.tree(source)
    return all(
        isinstance(node, (ast.Import, ast.ImportFrom))
        or (isinstance(node, ast.FunctionDef) and not node.decorator_list)
        or (isinstance(node, (ast.Assign, ast.Expr)) and isinstance(node.value, ast.Constant))
        for node in (tree.body if tree else ())
    )


@functools.lru_cache(4096)
def steady_and_other(source: str, modules: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of a cell for a function, a constant, or one of `modules` or of theirs; other names."""
    tree = syntax.tree(source)
    steady, other = set[str](), set[str]()
    for node in tree.body if tree else ():
        named = set(_named(node, modules))
        steady |= named
        found = dependencies.names_in(ast.unparse(node))
        other |= (found.given | found.modules) - named
    return frozenset(steady), frozenset(other)


def _named(node: ast.stmt, modules: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.ImportFrom):
        yield from (
            alias.asname or alias.name
            for alias in node.names
            if not modules.isdisjoint({node.module or "", f"{node.module}.{alias.name}"})
            and _is_harmless(alias.name)
        )
    elif isinstance(node, ast.Import):
        yield from (
            alias.asname or alias.name
            for alias in node.names
            if alias.name in modules and (alias.asname or "." not in alias.name)
        )


@functools.lru_cache(4096)
def _remembers_nothing(source: str, known: frozenset[str]) -> bool:
    code = syntax.python(source)
    tree = syntax.tree(source)
    if code is None or tree is None:
        return False
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
    if any(isinstance(node, (ast.ClassDef, ast.AsyncFunctionDef)) for node in ast.walk(tree)):
        return False
    if not all(map(_is_plain, functions)):
        return False
    free = {s.get_name() for s in _globals_in_functions(symtable.symtable(code, "<cell>", "exec"))}
    return free <= known | _BUILTINS


def _is_plain(function: ast.FunctionDef | ast.Lambda) -> bool:
    defaults = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
    if getattr(function, "decorator_list", []) or not all(
        isinstance(value, (ast.Constant, ast.UnaryOp)) for value in defaults
    ):
        return False
    body = function.body if isinstance(function.body, list) else [function.body]
    return all(_keeps_nothing(node) for part in body for node in _walk(part))


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, but for those of the one function that is known by its whole name."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Attribute) and _is_known_by_name(child)):
            yield from _walk(child)


def _is_known_by_name(node: ast.Attribute) -> bool:
    module, _, name = ast.unparse(node).partition(".")
    return module.isidentifier() and name == _WINDOWS and isinstance(node.ctx, ast.Load)


def _keeps_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return isinstance(node.ctx, ast.Load) and _is_harmless(node.attr)
    return not isinstance(node, _NODES)


def _is_harmless(attribute: str) -> bool:
    """Whether nothing can be kept in what an attribute of that name gives, whatever has it."""
    return not attribute.startswith("_") and attribute not in _REMEMBERING | _tables()


@functools.cache
def _tables() -> frozenset[str]:
    """What is in modules that keep nothing and can be written into: tables, and other modules."""
    modules = map(importlib.import_module, sorted(KEEPING_NOTHING))
    return frozenset(name for m in modules for name in _written_into(m)) - _NO_TABLES


def _written_into(module: ModuleType) -> Iterator[str]:
    plain = (int, float, str, type(None))
    for name in dir(module):
        value: Any = getattr(module, name, None)
        if not callable(value) and not isinstance(value, plain):
            yield name


def _globals_in_functions(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """The names of the notebook, and of Python, that code inside functions mentions."""
    if table.get_type() != "module":
        yield from (symbol for symbol in table.get_symbols() if symbol.is_global())
    for inner in table.get_children():
        yield from _globals_in_functions(inner)
