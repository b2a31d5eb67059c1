"""What the cells of a student's notebook define, read without running them."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from nbformat import NotebookNode

from gabarito.notebook import lab_text, syntax


def runs(cell: NotebookNode) -> bool:
    """Whether grading executes this cell: code, no check cell, no demo, not left out."""
    if cell.cell_type != "code" or lab_text.is_demo(cell) or lab_text.is_left_out(cell):
        return False
    kind, _ = lab_text.marker(cell) or ("", "")
    return kind != "checks"


def running(cells: Sequence[NotebookNode]) -> list[int]:
    """Indices of the cells that grading executes."""
    return [index for index, cell in enumerate(cells) if runs(cell)]


def places(
    cells: list[NotebookNode], questions: list[str], needs: Mapping[str, set[str]]
) -> dict[str, int]:
    """After which cell each question is judged.

    That is its check cell, or the last cell that defines its function or one it calls.

    Args:
        needs: the questions whose functions each question calls.
    """
    executed = running(cells)
    checking = {lab_text.marker(cell): i for i, cell in enumerate(cells)}
    own = {}
    for name in questions:
        defining = [index for index in executed if defines(cells[index], name)]
        checked = [checking[mark] for mark in [("checks", name)] if mark in checking]
        own[name] = max([*defining, *checked], default=len(cells) - 1)
    return {name: max(own[q] for q in _with_needs(name, needs)) for name in questions}


def _with_needs(name: str, needs: Mapping[str, set[str]]) -> set[str]:
    """A question and all that it calls, directly or not."""
    found, todo = {name}, [name]
    while todo:
        new = needs[todo.pop()] - found
        found |= new
        todo += new
    return found


def defines(cell: NotebookNode, name: str) -> bool:
    """Whether the cell binds the name to a function, by ``def`` or to a lambda.

    What counts is a name of the notebook: also of a coroutine, under decorators, in a branch,
    loop, ``try`` or ``with``, or in a cell magic that runs its cell; not inside another
    function or a class, nor in a text. A cell that does not parse is somebody's answer all
    the same: there, a line that begins as a definition counts.
    """
    return name in _functions(cell.source)


def rebinds(cell: NotebookNode, name: str) -> bool:
    """Whether the cell gives the name to a value, as ``custo = custo(AL, Y)`` does."""
    return name in _bound(cell.source)


def other_name(cell: NotebookNode, name: str, reference: str) -> str | None:
    """The function that answers `name` under another name, if the cell defines just one.

    Args:
        reference: source of the reference answer; the number of arguments must agree.
    """
    found, wanted = _functions(cell.source), _functions(reference).get(name)
    if wanted is None or len(found) != 1 or name in found:
        return None
    ((other, arity),) = found.items()
    return other if arity == wanted else None


def names_used(code: str) -> set[str]:
    """Every name that the code mentions."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def imports(source: str) -> Iterator[str]:
    """Modules that the code imports."""
    for node in _imports(source):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif node.module and not node.level:
            yield node.module


def imported_from(source: str) -> Iterator[tuple[str, str]]:
    """Names that the code imports out of modules, and what each stands for, with dots."""
    for node in _imports(source):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)


def perhaps_modules(source: str) -> Iterator[str]:
    """What the code imports out of modules, and may be modules too: ``unittest.mock``."""
    yield from (dotted for _, dotted in imported_from(source))


@functools.lru_cache(4096)
def _imports(source: str) -> Sequence[ast.Import | ast.ImportFrom]:
    tree = syntax.tree(source) if "import" in source else None
    nodes = ast.walk(tree) if tree else ()
    return [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PARTS = (ast.stmt, ast.excepthandler, ast.match_case)
_EXPRESSION_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_RUN_THEIR_CELL = re.compile(r"\A(?:\s*%%(?:time|capture|prun)\b.*\n)+")
_BEGINS_AS_DEFINITION = re.compile(
    r"^(?:async[ \t]+)?def[ \t]+(\w+)|^(\w+)[ \t]*=[ \t]*lambda\b", re.MULTILINE
)


@functools.lru_cache(4096)
def _functions(source: str) -> Mapping[str, int | None]:
    """Functions that a cell binds: name → how many positional arguments; None: not known."""
    tree = syntax.tree(_RUN_THEIR_CELL.sub("", source))
    if tree is None:
        return {a or b: None for a, b in _BEGINS_AS_DEFINITION.findall(source)}
    return {name: count for node in _of_the_notebook(tree) for name, count in _bindings(node)}


@functools.lru_cache(4096)
def _bound(source: str) -> frozenset[str]:
    """Names that a cell gives to values."""
    tree = syntax.tree(_RUN_THEIR_CELL.sub("", source))
    nodes = (node for node in _of_the_notebook(tree) if not list(_bindings(node))) if tree else ()
    return frozenset(name for node in nodes for name in _stored(node))


def _of_the_notebook(tree: ast.Module) -> Iterator[ast.AST]:
    """Statements whose names are the notebook's, those of branches and handlers too."""
    todo: list[ast.AST] = list(reversed(tree.body))
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _SCOPES):
            inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, _PARTS)]
            todo += reversed(inner)


def _bindings(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Functions that one statement binds, with how many positional arguments they take."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield node.name, _arity(node.args)
    elif isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Lambda):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, _arity(node.value.args)


def _arity(arguments: ast.arguments) -> int:
    return len(arguments.posonlyargs) + len(arguments.args)


def _stored(statement: ast.AST) -> Iterator[str]:
    """Names that a statement itself gives to values; variables of an inner scope are none."""
    todo = [] if isinstance(statement, _SCOPES) else [statement]
    while todo:
        for child in ast.iter_child_nodes(todo.pop()):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                yield child.id
            if not isinstance(child, (*_PARTS, *_EXPRESSION_SCOPES)):
                todo.append(child)
