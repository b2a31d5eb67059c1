"""Functions that remember nothing of one call in the next, read from their text.

One process can answer for all of them, whatever it was asked before. Only names and attributes
that are known to keep nothing count; a doubt costs a process, never a grade.
"""

from __future__ import annotations

import ast
import builtins
import functools
import symtable
from collections.abc import Iterator, Sequence

from gabarito.notebook import dependencies, syntax

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
})  # fmt: skip
"""Attributes that set something for the whole process, or lead to files or frames."""
_NODES = (ast.Global, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Delete, ast.Await)


def forgetful(sources: Sequence[str], modules: frozenset[str]) -> bool:
    """Whether no function that the cells define can remember anything.

    Args:
        sources: code of all the cells that run.
        modules: those whose functions are known to keep nothing, and single names of others,
            with dots.
    """
    if any(dependencies.names_in(source).dynamic for source in sources):
        return False
    given = [_steady_and_other(source, modules) for source in sources]
    steady, other = (frozenset[str]().union(*names) for names in zip(*given, strict=True))
    return all(_remembers_nothing(source, steady - other) for source in sources)


@functools.lru_cache(4096)
def _steady_and_other(
    source: str, modules: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
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
    return all(_keeps_nothing(node) for part in body for node in ast.walk(part))


def _keeps_nothing(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return (
            isinstance(node.ctx, ast.Load)
            and not node.attr.startswith("_")
            and node.attr not in _REMEMBERING
        )
    return not isinstance(node, _NODES)


def _globals_in_functions(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """The names of the notebook, and of Python, that code inside functions mentions."""
    if table.get_type() != "module":
        yield from (symbol for symbol in table.get_symbols() if symbol.is_global())
    for inner in table.get_children():
        yield from _globals_in_functions(inner)
