"""The door: a file from a student becomes a notebook that can be graded, or a reason why not.

Nothing a submission says of itself counts: nbgrader metadata, tags, cell types and the
kernel come from the instructor's notebook; in the submission they only help to tell
which cell is which. Every repair is written down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from gabarito.errors import SubmissionError
from gabarito.notebook import definitions, handed_in, lab_text, plain_outputs
from gabarito.notebook.cells import new_cell


@dataclass(frozen=True)
class Submission:
    """A repaired submission: matched with the source notebook, ready to execute."""

    notebook: NotebookNode
    sha256: str
    repairs: list[str]


def read(path: Path, source: NotebookNode) -> Submission:
    """Read a student's notebook and match it with the lab's `source` notebook.

    Raises:
        SubmissionError: no regular file, too large, not JSON, no notebook, another lab's.
    """
    content = handed_in.read_bytes(path)
    notebook, repairs = handed_in.parse(content, path)
    cells, more = _match(notebook, source)
    if not any(lab_text.marker(cell) for cell in cells):
        raise SubmissionError(
            f"{handed_in.shown(path)} não é deste lab ({source.metadata['gabarito']['lab']}): "
            "nenhuma célula das questões está nele; confira se o arquivo é o certo."
        )
    more += _restore_missing(cells, source)
    graded = lab_text.new_notebook(cells, source.metadata["gabarito"])
    return Submission(graded, hashlib.sha256(content).hexdigest(), repairs + more)


# --- matching ------------------------------------------------------------------------


def _match(notebook: NotebookNode, source: NotebookNode) -> tuple[list[NotebookNode], list[str]]:
    """Give each student cell the metadata of the source cell it stands for."""
    wanted = {cell.id: cell for cell in source.cells}
    matched = _pair(notebook.cells, wanted)
    room = plain_outputs.Room()
    cells, repairs = [], []
    for index, cell in enumerate(notebook.cells):
        identity, how = matched.get(index, (None, ""))
        cells.append(_rebuilt(cell, wanted[identity] if identity else None, room))
        if identity and how and lab_text.marker(wanted[identity]):
            repairs.append(f"célula {identity} reconhecida {how}")
    return cells, repairs


def _pair(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> dict[int, tuple[str, str]]:
    """Index of a student cell → (id of its source cell, how it was told); strongest first."""
    rules: list[tuple[Callable[[NotebookNode], str | None], str]] = [
        (lambda cell: cell.metadata["claimed"], ""),
        (lambda cell: cell.metadata["claimed_id"], "pelo id da célula"),
        (lab_text.content_hash, ""),
        (lambda cell: _first_line_match(cell, wanted), "pela primeira linha"),
        (lambda cell: _defined_question(cell, wanted), "pela função que define"),
    ]
    pairs: dict[int, tuple[str, str]] = {}
    left = dict(wanted)
    for rule, how in rules:
        for index, cell in enumerate(cells):
            identity = rule(cell) if index not in pairs and left else None
            if identity in left:
                pairs[index] = (identity, how)
                del left[identity]
    return pairs


def _first_line_match(cell: NotebookNode, wanted: dict[str, NotebookNode]) -> str | None:
    """Check and demo cells are known by how they begin, should their end be edited."""
    first = cell.source.partition("\n")[0]
    for identity, source in wanted.items():
        known = lab_text.is_demo(source) or (lab_text.marker(source) or ("",))[0] == "checks"
        if known and first and source.source.partition("\n")[0] == first:
            return identity
    return None


def _defined_question(cell: NotebookNode, wanted: dict[str, NotebookNode]) -> str | None:
    if cell.cell_type != "code":
        return None
    return next((name for name in wanted if definitions.defines(cell, name)), None)


def _rebuilt(
    cell: NotebookNode, source: NotebookNode | None, room: plain_outputs.Room
) -> NotebookNode:
    """The student's words under the instructor's metadata; locked cells are the instructor's.

    Outputs stay only where the cell is not run again.
    """
    if source is None:
        return new_cell(cell.cell_type, cell.source, {})
    outputs = room.keep(cell.get("outputs", [])) if lab_text.is_demo(source) else []
    new = new_cell(source.cell_type, cell.source, deepcopy(source.metadata), outputs)
    if source.metadata.get("nbgrader", {}).get("locked"):
        new.source = source.source
    return new


def _restore_missing(cells: list[NotebookNode], source: NotebookNode) -> list[str]:
    """Put back graded cells that the submission lost, each after what precedes it in the lab."""
    repairs = []
    previous = -1
    position = {_grade_id(c): i for i, c in enumerate(cells) if _grade_id(c)}
    for wanted in source.cells:
        name = _grade_id(wanted)
        if name in position:
            previous = max(previous, cells.index(next(c for c in cells if _grade_id(c) == name)))
        elif wanted.metadata.get("nbgrader", {}).get("grade"):
            previous += 1
            cells.insert(previous, _empty_answer(wanted))
            repairs.append(f"célula {name} faltava e foi recolocada")
    return repairs


def _grade_id(cell: NotebookNode) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(name) if name else None


def _empty_answer(wanted: NotebookNode) -> NotebookNode:
    cell = deepcopy(wanted)
    if cell.metadata["nbgrader"]["solution"]:
        cell.source = ""  # a model answer must not stand in for the student's
    return cell
