"""Packages that a student's machine has and this one has not: each costs what uses it, no more.

An ``import`` that fails for want of its package gives a stand-in, and the rest of the cell runs.
What uses the stand-in fails with the package's name. Imports that the student's own code is ready
to see fail (in a ``try`` for ImportError) do fail.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
import types
from typing import Any, NoReturn

from guest import messages
from guest.imports import Import, imports, packages

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TRIES = (ast.Try, ast.TryStar)
_HERE = "__import__('guest.missing', fromlist=['*'])"


class StandIn(types.ModuleType):
    """In the place of a package, or of something from it: whatever is done with it fails."""

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        raise not_installed(self.__name__)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):  # Python and IPython ask whether it has these
            raise AttributeError(name)
        raise not_installed(self.__name__)

    __call__ = __iter__ = __getitem__ = __len__ = __enter__ = __add__ = __mul__ = _fail
    __mro_entries__ = _fail


def not_installed(package: str) -> ModuleNotFoundError:
    """The error of what needs the package."""
    return ModuleNotFoundError(messages.NO_MODULE.format(name=package), name=package)


def stand_in(package: str) -> StandIn:
    """What an import gives that has just failed; called while its error is being handled.

    Raises:
        ModuleNotFoundError: that error, where it is about another module.
    """
    error = sys.exc_info()[1]
    assert isinstance(error, ModuleNotFoundError)
    if error.name != package:
        raise error
    return StandIn(package)


def go_on(shell: Any) -> None:
    """Show what failed for want of a package; called while its error is being handled.

    Raises:
        ModuleNotFoundError: that error, where it has another reason.
    """
    error = sys.exc_info()[1]
    assert isinstance(error, ModuleNotFoundError)
    if str(error) != messages.NO_MODULE.format(name=error.name):
        raise error
    shell.showtraceback()


class Imports(ast.NodeTransformer):
    """Puts stand-ins where the imports of a cell may fail; one for all cells of a notebook."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._open: set[Import] = set()

    def concern(self, node: ast.Module) -> bool:
        """Whether anything of a cell may need what is missing."""
        self._open = {one for one in imports(node) if any(map(_absent, packages(one)))}
        return bool(self._open or self.names)

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """A cell: its imports, and then what at the top of it uses a name of theirs."""
        if self.concern(node) and self._open:
            self.generic_visit(node)
        if self.names:
            node.body = [self._guarded(statement) for statement in node.body]
        return node

    def visit_Import(self, node: ast.Import) -> Any:
        """``import a, b.c as d``: each by itself."""
        if node not in self._open:
            return node
        return [self._tried(ast.Import([alias]), alias, node) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        """``from a import b, c``."""
        return self._tried(node, node, node) if node in self._open else node

    def _tried(self, one: Import, what: ast.alias | ast.ImportFrom, place: Import) -> ast.stmt:
        package = packages(one)[0]
        given = _given(one)
        self.names.update(given)
        lines = [f"{name} = {_HERE}.stand_in({package!r})" for name in given]
        return _try(one, lines or [f"{_HERE}.stand_in({package!r})"], place)

    def _guarded(self, statement: ast.stmt) -> ast.stmt:
        if isinstance(statement, (*_SCOPES, *_TRIES)) or not self._uses(statement):
            return statement
        return _try(statement, [f"{_HERE}.go_on(get_ipython())"], statement)

    def _uses(self, statement: ast.stmt) -> bool:
        found = (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
        return not self.names.isdisjoint(found)


def _try(one: ast.stmt, handling: list[str], place: ast.stmt) -> ast.stmt:
    """`one`, and what is done where a module is missing, as standing where `place` stands."""
    code = "\n ".join(["try: pass\nexcept ModuleNotFoundError:", *handling])
    made = ast.parse(code).body[0]
    assert isinstance(made, ast.Try)
    for node in ast.walk(made):
        ast.copy_location(node, place)
    made.body = [ast.copy_location(one, place)]
    return ast.fix_missing_locations(made)


def _given(node: Import) -> list[str]:
    whole = isinstance(node, ast.Import)
    names = [a.asname or (a.name.partition(".")[0] if whole else a.name) for a in node.names]
    return [name for name in names if name != "*"]


def _absent(package: str) -> bool:
    try:
        return package not in sys.modules and importlib.util.find_spec(package) is None
    except (ImportError, ValueError):  # whatever a student has put there
        return False
