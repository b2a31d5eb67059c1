"""The executed notebook of a lab as it is kept, and what it puts into nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import rwbase

from gabarito.notebook import lab_text
from gabarito.results.gradebook_lines import GradebookLine, lines
from gabarito.results.record import Question


def finish(notebook: NotebookNode, released: NotebookNode) -> None:
    """Say which written answers nobody wrote; hide the checks.

    Whoever hands an executed notebook on, by whatever command, hands no hidden check on.

    Args:
        notebook: executed; changed in place.
        released: the same lab as nbgrader releases it, with its checksums.
    """
    checks = lab_text.named_cells(released, "checks")
    for name, cell in lab_text.named_cells(notebook, "checks").items():
        cell.source = checks[name].source
    stubs = lab_text.named_cells(released, "manual")
    for name, cell in lab_text.named_cells(notebook, "manual").items():
        # nbgrader asks a person to read a written answer unless its checksum is the release's.
        cell.metadata["nbgrader"]["checksum"] = stubs[name].metadata["nbgrader"]["checksum"]


def as_json(notebook: NotebookNode) -> str:
    """The bytes that nbformat writes, without its check of what is right by construction.

    Args:
        notebook: used up: its texts are lists of lines afterwards.
    """
    plain = rwbase.split_lines(rwbase.strip_transient(notebook))
    content = msgspec.json.encode(plain, order="sorted")
    return msgspec.json.format(content, indent=1).decode()


def marks(
    lab: str, notebook: NotebookNode, released: NotebookNode, questions: Sequence[Question]
) -> Iterator[GradebookLine]:
    """Lines for nbgrader's gradebook.

    The record's word is final: nbgrader, left alone, reads points from the outputs.
    """
    scores = {lab_text.CHECKS_PREFIX + q.name: q.score for q in questions if q.state != "manual"}
    stubs = {name: cell.source for name, cell in lab_text.named_cells(released, "manual").items()}
    for cell in notebook.cells:
        if marked := lab_text.marker(cell):
            name = cell.metadata["nbgrader"]["grade_id"]
            blank = marked[0] == "manual" and cell.source == stubs[marked[1]]
            points = scores.get(name, 0.0 if blank else None)
            optional = points is None and cell.metadata["nbgrader"].get("points") == 0
            # nbgrader adds extra credit to a score, and forgets it where there is none.
            yield from lines(lab, cell, 0.0 if optional else points, blank, to_read=optional)
