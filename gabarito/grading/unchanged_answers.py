"""Which answers are still those that a person saw: by the notebooks kept then and made now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def unchanged_answers(before: Mapping[str, str], now: Mapping[str, str]) -> set[tuple[str, str]]:
    """nbgrader's ids of notebook and cell, for the cells whose answer is the same.

    An answer is the cell's own text, where students write in it; where points come from a test,
    it is all that they may write in the notebook.

    Args:
        before, now: executed notebooks as text, by id.
    """
    both = [name for name in now if name in before]
    return {(name, cell) for name in both for cell in _unchanged(before[name], now[name])}


def _unchanged(before: str, now: str) -> Iterator[str]:
    try:
        old, new = _cells(before), _cells(now)
    except (ValueError, TypeError, KeyError, AttributeError):  # a file that was tampered with
        return
    same_work = _work(old) == _work(new)
    known = {name: cell for cell in old if (name := _name(cell))}
    for cell in new:
        name = _name(cell)
        if name in known:
            own = _is_own(cell)
            if _source(cell) == _source(known[name]) if own else same_work:
                yield name


def _cells(notebook: str) -> list[dict[str, Any]]:
    return list(json.loads(notebook)["cells"])


def _marks(cell: dict[str, Any]) -> dict[str, Any]:
    return dict(cell["metadata"].get("nbgrader", {}))


def _name(cell: dict[str, Any]) -> str | None:
    return _marks(cell).get("grade_id")


def _is_own(cell: dict[str, Any]) -> bool:
    """Whether students write in it."""
    marks = _marks(cell)
    return not marks or bool(marks.get("solution") or marks.get("task"))


def _work(cells: list[dict[str, Any]]) -> list[str]:
    return [_source(cell) for cell in cells if _is_own(cell)]


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])
