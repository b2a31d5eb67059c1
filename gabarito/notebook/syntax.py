"""A cell's code as Python reads it, IPython's magics put into calls."""

from __future__ import annotations

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager

_MAGIC = re.compile(r"^[ \t]*[%!?,;/]|\?[ \t]*$|=[ \t]*[%!]", re.MULTILINE)
_MAGIC_WORK = 1_000_000
"""IPython reads the whole cell again for each magic in it: characters times magics."""


def python(source: str) -> str | None:
    """What IPython would have Python run for a cell; None where that is no Python.

    A cell whose magics would take too long to read is None, too.
    """
    if _tree(source):  # most cells, and fifty times faster than asking IPython
        return source
    if len(source) * len(_MAGIC.findall(source)) > _MAGIC_WORK:
        return None
    try:
        code = TransformerManager().transform_cell(source)
    except Exception:  # IPython's own parser fails in more ways than Python's
        return None
    return code if _tree(code) else None


def tree(source: str) -> ast.Module | None:
    """The syntax tree of what :func:`python` gives."""
    found = _tree(source)
    if found is None and (code := python(source)) is not None:
        found = _tree(code)
    return found


def _tree(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # or a hostile cell
        return None
