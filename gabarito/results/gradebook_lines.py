"""What a graded notebook puts into nbgrader's gradebook, one line for each cell.

The same as nbgrader's SaveAutoGrades, as plain data: workers find it where the notebook is
at hand, and the coordinator, the only one who writes, needs no notebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode

_BLANK = "No response."
"""Formgrader's own words for an answer left as it was released."""


@dataclass(frozen=True)
class GradebookLine:
    """A line of the gradebook.

    Attributes:
        notebook: nbgrader's id of the notebook.
        cell: the cell's grade id.
        kind: points, or the automatic comment.
        value: points, None where a person must give them; or the comment's text.
        to_read: whether a person is asked to read the answer, though it has points.
    """

    notebook: str
    cell: str
    kind: Literal["grade", "comment"]
    value: float | str | None
    to_read: bool = False


def lines(
    notebook: str,
    cell: NotebookNode,
    points: float | None,
    blank: bool,
    to_read: bool = False,
) -> Iterator[GradebookLine]:
    """Lines for one cell of the executed notebook.

    Args:
        notebook: nbgrader's id.
        points: what the cell earned; None where a person must say.
        blank: whether the answer was left as it was released.
        to_read: whether a person is to read it all the same.
    """
    known = cell.metadata["nbgrader"]
    name = str(known["grade_id"])
    if known.get("grade"):
        yield GradebookLine(notebook, name, "grade", points, to_read)
    if known.get("solution") or known.get("task"):
        yield GradebookLine(notebook, name, "comment", _BLANK if blank else None)
