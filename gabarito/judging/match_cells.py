"""A file from a student becomes a notebook that can be graded, or a reason why not.

Nothing a submission says of itself counts: nbgrader metadata, tags, cell types and the
kernel come from the instructor's notebook; in the submission they only help to tell
which cell is which. Every repair is written down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito.course import check_cells
from gabarito.errors import SubmissionError
from gabarito.judging import messages
from gabarito.notebook import attachments, definitions, handed_in, lab_text
from gabarito.notebook.cells import new_cell
from gabarito.storage.paths import relative


@dataclass(frozen=True)
class Submission:
    """A repaired submission: matched with the source notebook, ready to execute."""

    notebook: NotebookNode
    sha256: str
    repairs: list[str]
    warnings: list[str]


def read(path: Path, source: NotebookNode) -> Submission:
    """Read a student's notebook and match it with the lab's `source` notebook.

    Raises:
        SubmissionError: no regular file, too large, not JSON, no notebook, another lab's.
    """
    content = handed_in.read_bytes(path)
    notebook, repairs = handed_in.parse(content, path)
    cells, more = _match(notebook, source)
    if not any(lab_text.marker(cell) for cell in cells):
        lab = source.metadata["gabarito"]["lab"]
        raise SubmissionError(messages.OTHER_LAB.format(path=relative(path), lab=lab))
    warnings = list(_is_it_this_lab(cells, source))
    more += _restore_missing(cells, source)
    more += attachments.embed(cells, path.parent)
    graded = lab_text.new_notebook(cells, source.metadata["gabarito"])
    return Submission(graded, hashlib.sha256(content).hexdigest(), repairs + more, warnings)


def _is_it_this_lab(cells: list[NotebookNode], source: NotebookNode) -> Iterator[str]:
    """A question to whoever grades, where most of the lab's functions are not in the notebook."""
    asked = list(lab_text.named_cells(source, "solution"))
    markers = {lab_text.marker(cell) for cell in cells}
    found = [
        name
        for name in asked
        if ("solution", name) in markers or any(definitions.defines(c, name) for c in cells)
    ]
    if 2 * len(found) < len(asked):
        yield messages.IS_IT_THIS_LAB.format(found=len(found), asked=len(asked))


# --- matching ------------------------------------------------------------------------


def _match(notebook: NotebookNode, source: NotebookNode) -> tuple[list[NotebookNode], list[str]]:
    """Give each student cell the metadata of the source cell it stands for."""
    wanted = {cell.id: cell for cell in source.cells}
    matched = _pair(notebook.cells, wanted)
    cells, repairs = [], []
    for index, cell in enumerate(notebook.cells):
        identity, repair = matched.get(index, (None, ""))
        cells.append(_rebuilt(cell, wanted[identity] if identity else None))
        if identity and repair and lab_text.marker(wanted[identity]):
            repairs.append(repair.format(cell=identity))
    return cells, repairs


def _pair(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> dict[int, tuple[str, str]]:
    """Index of a student cell → (id of its source cell, what repair that was); strongest first."""
    rules: list[tuple[Callable[[NotebookNode, dict[str, NotebookNode]], str | None], str]] = [
        (lambda cell, _: cell.metadata["claimed"], ""),
        (lambda cell, _: cell.metadata["claimed_id"], messages.KNOWN_BY_ID),
        (lambda cell, _: lab_text.content_hash(cell), ""),
        (_by_checks, messages.KNOWN_BY_CHECKS),
        (_by_first_line, messages.KNOWN_BY_FIRST_LINE),
        (_by_function, messages.KNOWN_BY_FUNCTION),
    ]
    pairs: dict[int, tuple[str, str]] = {}
    left = dict(wanted)
    for rule, repair in rules:
        for index, cell in enumerate(cells):
            identity = rule(cell, wanted) if index not in pairs and left else None
            if identity in left:
                pairs[index] = (identity, repair)
                del left[identity]
    pairs.update(_by_place(cells, wanted, pairs))
    return pairs


def _by_place(
    cells: list[NotebookNode], wanted: dict[str, NotebookNode], pairs: dict[int, tuple[str, str]]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Written answers, of which nothing is known but what stands around them."""
    order = list(wanted)
    found = {identity: index for index, (identity, _) in pairs.items()}
    for place, identity in enumerate(order):
        kind, _ = lab_text.marker(wanted[identity]) or ("", "")
        if kind != "manual" or identity in found:
            continue
        below = found.get(order[place - 1], -2) + 1 if place else -1
        above = found.get(order[place + 1], 0) - 1 if place + 1 < len(order) else -1
        for index in (below, above):
            if 0 <= index < len(cells) and index not in pairs and _is_text(cells[index]):
                yield index, (identity, messages.KNOWN_BY_PLACE)
                break


def _is_text(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and bool(cell.source.strip())


def _by_checks(cell: NotebookNode, wanted: dict[str, NotebookNode]) -> str | None:
    """The check cell whose checks this one holds, whatever was written above or below them."""
    return _defining(cell, wanted, "checks", check_cells.FUNCTION)


def _by_first_line(cell: NotebookNode, wanted: dict[str, NotebookNode]) -> str | None:
    """The check or demo cell that begins so, when no more than the beginning was left of it."""
    first = cell.source.partition("\n")[0]
    for identity, source in wanted.items():
        known = lab_text.is_demo(source) or (lab_text.marker(source) or ("",))[0] == "checks"
        if known and first and source.source.partition("\n")[0] == first:
            return identity
    return None


def _by_function(cell: NotebookNode, wanted: dict[str, NotebookNode]) -> str | None:
    """The answer cell of the function that this one defines."""
    return _defining(cell, wanted, "solution", "{question}")


def _defining(
    cell: NotebookNode, wanted: dict[str, NotebookNode], kind: str, name: str
) -> str | None:
    """The source cell of that kind for whose question `cell` defines the function of that name."""
    if cell.cell_type != "code":
        return None
    for identity, source in wanted.items():
        marked, question = lab_text.marker(source) or ("", "")
        if marked == kind and definitions.defines(cell, name.format(question=question)):
            return identity
    return None


def _rebuilt(cell: NotebookNode, source: NotebookNode | None) -> NotebookNode:
    """The student's words under the instructor's metadata; locked cells are the instructor's.

    Outputs, still the file's own words, stay where the cell may not be run again.
    """
    if source is None:
        return attachments.attached(new_cell(cell.cell_type, cell.source, {}), cell)
    outputs = [] if lab_text.marker(source) else cell.get("outputs", [])
    new = new_cell(source.cell_type, cell.source, nbformat.from_dict(source.metadata), outputs)
    if source.metadata.get("nbgrader", {}).get("locked"):
        new.source = source.source
        return attachments.attached(new, source)
    return attachments.attached(new, source, cell)


def _restore_missing(cells: list[NotebookNode], source: NotebookNode) -> list[str]:
    """Put back graded cells that the submission lost, each after what precedes it in the lab."""
    repairs = []
    previous = -1
    first = {name: cell for cell in reversed(cells) if (name := _grade_id(cell))}
    for wanted in source.cells:
        name = _grade_id(wanted)
        if name in first:
            place = next(i for i, cell in enumerate(cells) if cell is first[name])
            previous = max(previous, place)
        elif wanted.metadata.get("nbgrader", {}).get("grade"):
            previous += 1
            cells.insert(previous, _empty_answer(wanted))
            repairs.append(messages.PUT_BACK.format(cell=name))
    return repairs


def _grade_id(cell: NotebookNode) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(name) if name else None


def _empty_answer(wanted: NotebookNode) -> NotebookNode:
    cell = deepcopy(wanted)
    if cell.metadata["nbgrader"]["solution"]:
        cell.source = ""  # a model answer must not stand in for the student's
    return cell
