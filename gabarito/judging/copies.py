"""Functions that a notebook defines more than once: the last answer counts, not the last stub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nbformat import NotebookNode

from gabarito.judging import messages
from gabarito.notebook import definitions, lab_text


def leave_out(cells: Sequence[NotebookNode], stubs: Mapping[str, str]) -> list[str]:
    """Leave out of the run what was copied from the release below an answer.

    Args:
        stubs: what the release has in a question's cell, by question.
    Returns:
        Sentences on every function that is defined more than once.
    """
    running = definitions.running(cells)
    return [note for name, stub in stubs.items() for note in _of_one(cells, running, name, stub)]


def _of_one(
    cells: Sequence[NotebookNode], running: Sequence[int], name: str, stub: str
) -> Iterator[str]:
    defining = [
        index
        for index in running
        if definitions.defines(cells[index], name) and not lab_text.is_left_out(cells[index])
    ]
    answers = [index for index in defining if not _is_copy(cells[index], stub)]
    if not answers or len(defining) == 1:
        return
    below = [index for index in defining if index > answers[-1]]
    for index in below:
        lab_text.leave_out(cells[index])
    sentence = messages.DEFINED_AGAIN if below else messages.DEFINED_TWICE
    yield sentence.format(name=name, count=len(defining), number=answers[-1] + 1)


def _is_copy(cell: NotebookNode, stub: str) -> bool:
    return bool(cell.source.split() == stub.split())
