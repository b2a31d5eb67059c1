"""What a graded notebook puts into nbgrader's gradebook, one line for each cell.

The same as nbgrader's SaveAutoGrades, as plain data: workers find it where the notebook is
at hand, and the coordinator, the only one who writes, needs no notebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode
from nbgrader import utils

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


def automatic(cell: NotebookNode) -> float | None:
    """Points that nbgrader gives for a cell's outputs; None where a person must give them."""
    if not utils.is_grade(cell):
        return None
    try:
        score, _ = utils.determine_grade(cell)
    except Exception:  # partial credit beyond the points, or outputs of no known form
        return 0.0
    return None if score is None else float(score)


def mark(
    notebook: str, cell: NotebookNode, points: float | None, to_read: bool = False
) -> list[GradebookLine]:
    """Lines for one cell of the executed notebook.

    Args:
        points: what the cell earned; None where a person must say.
        to_read: whether a person is to read it all the same.
    """
    found: list[GradebookLine] = []
    name = str(cell.metadata["nbgrader"]["grade_id"])
    if utils.is_grade(cell):
        found.append(GradebookLine(notebook, name, "grade", points, to_read))
    if utils.is_solution(cell) or utils.is_task(cell):
        same = cell.metadata["nbgrader"].get("checksum") == utils.compute_checksum(cell)
        blank = same and not utils.is_task(cell)
        found.append(GradebookLine(notebook, name, "comment", _BLANK if blank else None))
    return found
