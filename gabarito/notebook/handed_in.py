"""What a student handed in: a file becomes cells of known types, or a reason why not.

Nothing a file says of itself counts: cells keep their text, and what they claim to be only
helps to tell which cell is which. Every repair is written down.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from gabarito.errors import SubmissionError
from gabarito.notebook import messages, raw_notebook
from gabarito.notebook.cells import new_cell
from gabarito.storage.paths import relative

MAX_BYTES = 512 << 20
"""Of one file. Outputs are most of a large notebook, and are not looked at; those with every
figure of the labs stay under 5 MB."""

MAX_CODE, MAX_CELLS = 1_000_000, 2_000
"""Characters of all code, and cells; the labs' have thirty thousand, and under a hundred."""

MAX_REPAIRS = 40
"""Of reading; of a notebook that needs more the rest is counted."""


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a submitted file.

    Raises:
        SubmissionError: it is no regular file, too large, or unreadable.
    """
    return hashlib.sha256(read_bytes(path)).hexdigest()


def read_bytes(path: Path) -> bytes:
    """Content of a submitted file.

    Raises:
        SubmissionError: it is no regular file, too large, or unreadable.
    """
    try:
        status = path.lstat()
    except OSError:
        raise SubmissionError(messages.NO_FILE.format(path=relative(path))) from None
    if not stat.S_ISREG(status.st_mode):
        raise SubmissionError(messages.NO_REGULAR_FILE.format(path=relative(path)))
    if status.st_size > MAX_BYTES:
        size_mb, most_mb = status.st_size / 2**20, MAX_BYTES >> 20
        raise SubmissionError(
            messages.TOO_LARGE.format(path=relative(path), size_mb=size_mb, most_mb=most_mb)
        )
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = messages.UNREADABLE.format(path=relative(path), reason=error.strerror)
        raise SubmissionError(sentence) from None


def parse(content: bytes, path: Path) -> tuple[NotebookNode, list[str]]:
    """Cells of known types with text sources, and what had to be repaired.

    Each cell's metadata holds just what it claims: ``claimed``, nbgrader's name for it, and
    ``claimed_id``, its own id. A cell that is none is left out, and costs no other.

    Args:
        path: for the messages.
    Raises:
        SubmissionError: not JSON, or no notebook.
    """
    repairs: list[str] = []
    raw = raw_notebook.read(content, path, repairs)
    cells = list(_known_cells(raw.cells, repairs))
    if raw.version < (4, 5):
        repairs.append(messages.UPGRADED.format(major=raw.version[0], minor=raw.version[1]))
    if len(cells) > MAX_CELLS:
        cells = [cell for cell in cells if _says_something(cell)]
    if len(cells) > MAX_CELLS:
        repairs.append(messages.FIRST_CELLS_ONLY.format(most=MAX_CELLS))
    cells = cells[:MAX_CELLS]
    repairs += _shorten(cells)
    hidden = len(repairs) - MAX_REPAIRS
    more = [messages.MORE_REPAIRS.format(count=hidden)] if hidden > 0 else []
    return NotebookNode(cells=cells), repairs[:MAX_REPAIRS] + more


def _known_cells(raw: Iterable[Any], repairs: list[str]) -> Iterator[NotebookNode]:
    """The cells that are cells; of each other one a repair."""
    for number, cell in enumerate(raw, start=1):
        try:
            yield _claiming_cell(cell)
        except Exception:  # whatever a hostile or broken cell trips over
            repairs.append(messages.NO_CELL.format(number=number))


def _says_something(cell: NotebookNode) -> bool:
    return bool(cell.source.strip() or cell.metadata["claimed"])


def _shorten(cells: list[NotebookNode]) -> Iterator[str]:
    """Empty the code cells beyond what anybody writes: reading them could take hours."""
    left = MAX_CODE
    for number, cell in enumerate(cells, start=1):
        if cell.cell_type == "code":
            left -= len(cell.source)
            if left < 0:
                cell.source = ""
                yield messages.TOO_MUCH_CODE.format(number=number)


def _claiming_cell(cell: dict[str, Any]) -> NotebookNode:
    """A cell of known type with text source, whatever else the file claimed.

    Its outputs and attachments are still the file's own words: whoever matches the cells sees to
    the few that stay.
    """
    source = cell["source"]
    if isinstance(source, dict):
        raise TypeError(source)
    text = source if isinstance(source, str) else "".join(list(source))
    text = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    kind = "markdown" if cell["cell_type"] == "raw" else cell["cell_type"]
    if kind not in ("code", "markdown"):
        raise ValueError(kind)
    metadata = cell.get("metadata", {})
    nbgrader = metadata.get("nbgrader", {}) if isinstance(metadata, dict) else {}
    claims = {"claimed": _claimed(nbgrader, "grade_id"), "claimed_id": _claimed(cell, "id")}
    outputs = cell.get("outputs", [])
    made = new_cell(kind, text, claims, outputs if isinstance(outputs, list) else [])
    if cell.get("attachments"):
        made.attachments = nbformat.from_dict(cell["attachments"])
    return made


def _claimed(place: Any, key: str) -> str | None:
    name = place.get(key) if isinstance(place, dict) else None
    return name if isinstance(name, str) else None
