"""The door: a file from a student becomes a notebook that can be graded, or a reason why not.

Nothing a submission says of itself counts: nbgrader metadata, tags, cell types and the
kernel come from the instructor's notebook; in the submission they only help to tell
which cell is which. Every repair is written down.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from gabarito import definitions, kept, text
from gabarito.errors import SubmissionError

MAX_BYTES = 50 * 1024 * 1024
"""Notebooks with every figure of the labs stay under 5 MB."""

MAX_CODE, MAX_CELLS = 1_000_000, 2_000
"""Characters of all code, and cells; the labs' have thirty thousand, and under a hundred."""


@dataclass(frozen=True)
class Submission:
    """A repaired submission: matched with the source notebook, ready to execute."""

    notebook: NotebookNode
    sha256: str
    repairs: list[str]


def find_notebook(folder: Path, lab: str) -> Path:
    """The notebook in a submission's folder: ``<lab>.ipynb``, else the only one there.

    Raises:
        SubmissionError: there is none, or more than one and none has the lab's name.
    """
    if folder.is_symlink():
        raise SubmissionError(f"{shown(folder)} é um atalho: entregue a pasta com o notebook.")
    found = sorted(folder.glob("[!.]*.ipynb"))  # macOS leaves a ._name beside each file
    named = folder / f"{lab}.ipynb"
    if named in found:
        return named
    if len(found) == 1:
        return found[0]
    what = "não há notebook (.ipynb)" if not found else f"há {len(found)} notebooks"
    raise SubmissionError(f"Em {shown(folder)} {what}: deixe ali um só, com o nome {lab}.ipynb.")


def read(path: Path, source: NotebookNode) -> Submission:
    """Read a student's notebook and match it with the lab's `source` notebook.

    Raises:
        SubmissionError: no regular file, too large, not JSON, no notebook, another lab's.
    """
    content = read_bytes(path)
    notebook, repairs = parse(content, path)
    cells, more = _match(notebook, source)
    if not any(text.marker(cell) for cell in cells):
        raise SubmissionError(
            f"{shown(path)} não é deste lab ({source.metadata['gabarito']['lab']}): nenhuma célula "
            "das questões está nele; confira se o arquivo é o certo."
        )
    more += _restore_missing(cells, source)
    graded = text.new_notebook(cells, source.metadata["gabarito"])
    return Submission(graded, hashlib.sha256(content).hexdigest(), repairs + more)


def sha256(path: Path) -> str:
    """Hexadecimal sha256 of a submitted file.

    Raises:
        SubmissionError: it is no regular file, too large, or unreadable.
    """
    return hashlib.sha256(read_bytes(path)).hexdigest()


def shown(path: Path) -> Path:
    """`path` as seen from the current folder, where it lies inside."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


# --- reading -------------------------------------------------------------------------


def read_bytes(path: Path) -> bytes:
    """Content of a submitted file.

    Raises:
        SubmissionError: it is no regular file, too large, or unreadable.
    """
    try:
        status = path.lstat()
    except OSError:
        raise SubmissionError(f"{shown(path)} não existe: confira o nome do arquivo.") from None
    if not stat.S_ISREG(status.st_mode):
        raise SubmissionError(
            f"{shown(path)} não é um arquivo comum: entregue o .ipynb, não um atalho."
        )
    if status.st_size > MAX_BYTES:
        raise SubmissionError(
            f"{shown(path)} tem {status.st_size / 2**20:.0f} MB, acima de {MAX_BYTES >> 20} MB: "
            "limpe as saídas e entregue de novo."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise SubmissionError(f"{shown(path)} não pôde ser lido ({error.strerror}).") from None


def parse(content: bytes, path: Path) -> tuple[NotebookNode, list[str]]:
    """Cells of known types with text sources, and what had to be repaired.

    Each cell's metadata holds just what it claims: ``claimed``, nbgrader's name for it, and
    ``claimed_id``, its own id.

    Args:
        path: for the messages.
    Raises:
        SubmissionError: not JSON, or no notebook.
    """
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError):
        raise SubmissionError(
            f"{shown(path)} não é um notebook: o conteúdo não é JSON; baixe o .ipynb "
            "de novo e reenvie."
        ) from None
    repairs = []
    try:
        before = (int(raw["nbformat"]), int(raw.get("nbformat_minor", 0)))
        notebook = nbformat.from_dict(raw)
        notebook = notebook if before[0] == 4 else nbformat.convert(notebook, 4)
        cells = [_plain_cell(cell) for cell in notebook.cells[:MAX_CELLS]]
    except Exception:  # whatever a hostile or broken file makes nbformat raise
        raise SubmissionError(
            f"{shown(path)} é JSON, mas não um notebook do Jupyter: baixe o .ipynb "
            "de novo e reenvie."
        ) from None
    if before < (4, 5):
        repairs.append(f"formato {before[0]}.{before[1]} atualizado para 4.5 (células sem id)")
    if len(notebook.cells) > MAX_CELLS:
        repairs.append(f"só as primeiras {MAX_CELLS} células contam")
    return NotebookNode(cells=cells), repairs + list(_shorten(cells))


def _shorten(cells: list[NotebookNode]) -> Iterator[str]:
    """Empty the code cells beyond what anybody writes: reading them could take hours."""
    room = MAX_CODE
    for number, cell in enumerate(cells, start=1):
        if cell.cell_type == "code":
            room -= len(cell.source)
            if room < 0:
                cell.source = ""
                yield f"célula {number} deixada de lado: código demais para um notebook"


def _plain_cell(cell: NotebookNode) -> NotebookNode:
    """A cell of known type with text source, whatever else the file claimed.

    Its outputs are still the file's own words: :func:`_rebuilt` sees to the few that stay.
    """
    source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    source = source.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    kind = "markdown" if cell.cell_type == "raw" else cell.cell_type
    if kind not in ("code", "markdown"):
        raise ValueError(kind)
    metadata = cell.get("metadata", {})
    nbgrader = metadata.get("nbgrader", {}) if isinstance(metadata, dict) else {}
    claims = NotebookNode(claimed=_claimed(nbgrader, "grade_id"), claimed_id=_claimed(cell, "id"))
    outputs = cell.get("outputs", [])
    return _new_cell(kind, source, claims, outputs if isinstance(outputs, list) else [])


def _new_cell(kind: str, source: str, metadata: Any, outputs: Any) -> NotebookNode:
    """A cell as nbformat makes it, without the check of what is right by construction."""
    cell = NotebookNode(cell_type=kind, source=source, metadata=metadata, id="")
    return NotebookNode(cell, outputs=outputs, execution_count=None) if kind == "code" else cell


def _claimed(place: Any, key: str) -> str | None:
    name = place.get(key) if isinstance(place, dict) else None
    return name if isinstance(name, str) else None


# --- matching ------------------------------------------------------------------------


def _match(notebook: NotebookNode, source: NotebookNode) -> tuple[list[NotebookNode], list[str]]:
    """Give each student cell the metadata of the source cell it stands for."""
    wanted = {cell.id: cell for cell in source.cells}
    matched = _pair(notebook.cells, wanted)
    room = kept.Room()
    cells, repairs = [], []
    for index, cell in enumerate(notebook.cells):
        identity, how = matched.get(index, (None, ""))
        cells.append(_rebuilt(cell, wanted[identity] if identity else None, room))
        if identity and how and text.marker(wanted[identity]):
            repairs.append(f"célula {identity} reconhecida {how}")
    return cells, repairs


def _pair(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> dict[int, tuple[str, str]]:
    """Index of a student cell → (id of its source cell, how it was told); strongest first."""
    rules: list[tuple[Callable[[NotebookNode], str | None], str]] = [
        (lambda cell: cell.metadata["claimed"], ""),
        (lambda cell: cell.metadata["claimed_id"], "pelo id da célula"),
        (text.content_hash, ""),
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
        known = text.is_demo(source) or (text.marker(source) or ("",))[0] == "checks"
        if known and first and source.source.partition("\n")[0] == first:
            return identity
    return None


def _defined_question(cell: NotebookNode, wanted: dict[str, NotebookNode]) -> str | None:
    if cell.cell_type != "code":
        return None
    return next((name for name in wanted if definitions.defines(cell, name)), None)


def _rebuilt(cell: NotebookNode, source: NotebookNode | None, room: kept.Room) -> NotebookNode:
    """The student's words under the instructor's metadata; locked cells are the instructor's.

    Outputs stay only where the cell is not run again.
    """
    if source is None:
        return _new_cell(cell.cell_type, cell.source, NotebookNode(), [])
    outputs = room.keep(cell.get("outputs", [])) if text.is_demo(source) else []
    new = _new_cell(source.cell_type, cell.source, deepcopy(source.metadata), outputs)
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
