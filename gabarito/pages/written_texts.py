"""What students wrote, cell by cell, read to be compared with each other's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from gabarito.course.layout import Lab
from gabarito.results import similar_pairs
from gabarito.results.similar_pairs import Pair


class _Cell(msgspec.Struct):
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    """All that is read of a notebook: outputs are most of its bytes, and are skipped."""

    cells: list[_Cell] = []


def similar(lab: Lab, students: Sequence[str]) -> list[Pair]:
    """The pairs among `students`, all graded, that share what few others wrote."""
    file = f"{lab.name}.ipynb"
    folders = {student: lab.course.graded_folder(lab, student) for student in students}
    written = {student: _texts(folder / file) for student, folder in folders.items()}
    given = [*(cell.source for cell in lab.built().cells), *_texts(lab.released / file)]
    return similar_pairs.of_class(written, given)


def _texts(notebook: Path) -> list[str]:
    """The text of each cell; none where there is no notebook that can be read."""
    try:
        found = msgspec.json.decode(notebook.read_bytes(), type=_Notebook)
    except (OSError, ValueError, msgspec.DecodeError):
        return []
    return ["".join(cell.source) for cell in found.cells]
