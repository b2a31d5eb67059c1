"""What each question of a lab asks for, in a line, from the instructor's own notebook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from gabarito.notebook import lab_text, syntax

_HEADING = re.compile(r"^#+[ \t]+(.+)$", re.MULTILINE)


def in_a_line(built: NotebookNode) -> dict[str, str]:
    """By question: the first line of the docstring, or the heading that the answer stands under.

    Args:
        built: the instructor's notebook; nothing of a submission.
    """
    return dict(_lines(built))


def _lines(built: NotebookNode) -> Iterator[tuple[str, str]]:
    heading = ""
    for cell in built.cells:
        kind, name = lab_text.marker(cell) or ("", "")
        if kind == "solution":
            yield name, _docstring(cell.source, name) or heading
        elif kind == "manual":
            yield name, heading
        elif cell.cell_type == "markdown":
            heading = next(reversed(_HEADING.findall(cell.source)), heading)


def _docstring(source: str, name: str) -> str:
    tree = syntax.tree(source)
    functions = (
        [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree else []
    )
    own = next((node for node in functions if node.name == name), None)
    said = (ast.get_docstring(own) if own else None) or ""
    return said.partition("\n")[0]
