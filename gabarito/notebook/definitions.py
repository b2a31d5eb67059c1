"""What the cells of a student's notebook define, read without running them."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

from gabarito.notebook import lab_text


def runs(cell: NotebookNode) -> bool:
    """Whether grading executes this cell: code, no check cell, no demo."""
    kind, _ = lab_text.marker(cell) or ("", "")
    return cell.cell_type == "code" and kind != "checks" and not lab_text.is_demo(cell)


def places(
    cells: list[NotebookNode], questions: list[str], needs: Mapping[str, set[str]]
) -> dict[str, int]:
    """After which cell each question is judged.

    That is its check cell, or the last cell that defines its function or one it calls.

    Args:
        needs: the questions whose functions each question calls.
    """
    own = {}
    for name in questions:
        defining = [i for i, cell in enumerate(cells) if runs(cell) and defines(cell, name)]
        checking = [i for i, cell in enumerate(cells) if lab_text.marker(cell) == ("checks", name)]
        own[name] = max([*defining, *checking], default=len(cells) - 1)
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
    """Whether a line of the cell starts a function of that name."""
    return name in _started(cell.source)


@functools.lru_cache(4096)
def _started(source: str) -> frozenset[str]:
    return frozenset(re.findall(r"^def (\w+)\s*\(", source, re.MULTILINE))


def rebinds(cell: NotebookNode, name: str) -> bool:
    """Whether the cell gives the name to a value, as ``custo = custo(AL, Y)`` does."""
    return name in _bound(cell.source)


@functools.lru_cache(4096)
def _bound(source: str) -> frozenset[str]:
    stored = (
        node for statement in _statements(source)
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
    )  # fmt: skip
    return frozenset(
        node.id for node in stored if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def other_name(cell: NotebookNode, name: str, reference: str) -> str | None:
    """The function that answers `name` under another name, if the cell defines just one.

    Args:
        reference: source of the reference answer; the number of arguments must agree.
    """
    wanted = next((f for f in _functions(reference) if f.name == name), None)
    found = _functions(cell.source)
    if wanted is None or len(found) != 1 or found[0].name == name:
        return None
    return found[0].name if _arity(found[0]) == _arity(wanted) else None


def names_used(code: str) -> set[str]:
    """Every name that the code mentions."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def imports(source: str) -> Iterator[str]:
    """Modules that the code imports."""
    for statement in _statements(source):
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in _statements(source) if isinstance(node, ast.FunctionDef)]


def _arity(function: ast.FunctionDef) -> int:
    return len(function.args.posonlyargs) + len(function.args.args)


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics, or a hostile cell
        return []
