"""Lab text (jupytext ``py:percent``) ↔ notebook cells with nbgrader metadata.

The text carries short markers, the notebook what nbgrader reads (schema version 3):

=====================================  ==================================================
marker                                 cell in the notebook
=====================================  ==================================================
``# %% solution="f"``                  the student completes it; ``grade_id`` f
``# %% checks="f"``                    autograded; ``grade_id`` test_f; its source and
                                       points come from ``tests/<lab>/test_f.py``
``# %% [markdown] manual="q" points=1``  answer graded by hand; ``grade_id`` q
``# %% demo``                          tags demo and skip-execution: not run when grading
=====================================  ==================================================

Everything else in a cell's metadata goes through unchanged, in both directions.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from gabarito.errors import CourseError
from gabarito.notebook import messages
from gabarito.notebook.cells import new_cell

DEMO_TAGS = ["demo", "skip-execution"]
"""nbclient skips the second by itself, so plain nbgrader does not train either."""

CHECKS_PREFIX = "test_"

_HEADER = re.compile(r"\A# ---\n(?:#.*\n)*?# ---\n")

_SOLUTION_MARK = re.compile(r"^.*### (BEGIN|END) SOLUTION", re.MULTILINE)

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_JUPYTEXT = {
    "cell_metadata_json": False,
    "cell_metadata_filter": "all",
    "notebook_metadata_filter": "kernelspec,gabarito,-jupytext",
}


def read_text(text: str, path: Path | None = None) -> NotebookNode:
    """Parse a lab text into a notebook; check cells are still empty.

    Args:
        path: where the text is from, for messages.
    Returns:
        nbformat 4.5 notebook with nbgrader metadata and stable ids, no outputs.
    Raises:
        CourseError: no ``gabarito: lab:`` in the header, or one that cannot be read, a question
            named twice, or a solution that begins and does not end.
    """
    where = messages.OF_A_FILE.format(path=path) if path else messages.THE_TEXT
    parsed = _parsed(text, where)
    header = parsed.metadata.get("gabarito")
    _require_header(header, where)
    cells = [_expand(cell) for cell in parsed.cells]
    _require_unique(cells, where)
    _require_pairs(cells, where)
    return new_notebook(cells, header)


def _parsed(text: str, where: str) -> NotebookNode:
    import jupytext  # here: most commands read no text, and it takes a while
    from yaml import MarkedYAMLError

    try:
        return jupytext.reads(text, fmt="py:percent")
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1  # one above: `# ---`
        raise CourseError(
            messages.BAD_HEADER.format(text=where, line=line, reason=error.problem)
        ) from None


def _require_header(header: Any, where: str) -> None:
    """Refuse a header without a name, or whose files are not listed."""
    if not isinstance(header, dict) or "lab" not in header:
        raise CourseError(messages.NO_HEADER.format(text=where))
    data = header.get("data", {})
    listed = {"helpers": header.get("helpers", [])} | (data if isinstance(data, dict) else {"": 0})
    for key, names in listed.items():
        if not isinstance(names, list):
            raise CourseError(messages.NO_LIST.format(key=key or "data", text=where))


def new_notebook(cells: list[NotebookNode], header: dict[str, Any]) -> NotebookNode:
    """A notebook of `cells` with their stable ids; `header` is the lab's own metadata."""
    for cell, identity in zip(cells, _stable_ids(cells), strict=True):
        cell.id = identity
    metadata = {"gabarito": header, "kernelspec": _KERNEL, "language_info": {"name": "python"}}
    return _notebook(cells, metadata)


def _notebook(cells: list[NotebookNode], metadata: dict[str, Any]) -> NotebookNode:
    header = nbformat.from_dict(metadata)
    # nbformat's own constructor spends 30 ms on checking it
    return NotebookNode(cells=cells, metadata=header, nbformat=4, nbformat_minor=5)


def write_text(notebook: NotebookNode, previous: str = "") -> str:
    """The lab text of a notebook: inverse of :func:`read_text`, outputs and ids aside.

    Args:
        notebook: built, perhaps edited since.
        previous: the text it was built from, whose header stays as it was written.
    Raises:
        CourseError: some cell would not come back from the text as it is, named.
    """
    cells = [_collapse(cell) for cell in notebook.cells]
    header = notebook.metadata.get("gabarito", {})
    metadata = {"gabarito": header, "kernelspec": _KERNEL, "jupytext": _JUPYTEXT}
    import jupytext

    text = jupytext.writes(_notebook(cells, metadata), fmt="py:percent")
    old = _HEADER.match(previous)
    if old:
        text = old[0] + _HEADER.sub("", text, count=1)
    _require_same_cells(notebook, text)
    return text


def marker(cell: NotebookNode) -> tuple[str, str] | None:
    """Kind (solution, checks or manual) and name of a built cell's marker, or None."""
    nbgrader = cell["metadata"].get("nbgrader")
    if not nbgrader:
        return None
    name = str(nbgrader.get("grade_id", ""))
    graded, answered = bool(nbgrader.get("grade")), bool(nbgrader.get("solution"))
    if answered:
        return ("manual" if graded else "solution"), name
    if graded and name.startswith(CHECKS_PREFIX):
        return "checks", name.removeprefix(CHECKS_PREFIX)
    return None


def question_name(cell_name: str) -> str:
    """The question that a built cell belongs to, by nbgrader's name for the cell."""
    return cell_name.removeprefix(CHECKS_PREFIX)


def named_cells(notebook: NotebookNode, kind: str) -> dict[str, NotebookNode]:
    """Cells of a built notebook with a marker of that `kind`, by name, in order."""
    marked = [(marker(cell), cell) for cell in notebook.cells]
    return {found[1]: cell for found, cell in marked if found and found[0] == kind}


def leave_out(cell: NotebookNode) -> None:
    """Keep a student's cell in the notebook, and out of the run."""
    cell.metadata["gabarito"] = {**cell.metadata.get("gabarito", {}), "left_out": True}


def is_left_out(cell: NotebookNode) -> bool:
    """Whether :func:`leave_out` was asked for."""
    return bool(cell.metadata.get("gabarito", {}).get("left_out"))


def is_demo(cell: NotebookNode) -> bool:
    """Whether a built cell is a demo: long to run, never judged."""
    return "demo" in cell.metadata.get("tags", [])


FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
"""Metadata of a cell whose source is one click away, in Colab and in JupyterLab."""


# --- text → notebook -----------------------------------------------------------------


def _expand(cell: NotebookNode) -> NotebookNode:
    metadata = dict(cell.metadata)
    metadata.pop("lines_to_next_cell", None)
    if "checks" in metadata:
        metadata |= FOLDED
    nbgrader = _nbgrader_metadata(metadata)
    if nbgrader:
        metadata["nbgrader"] = nbgrader
    if metadata.get("title") == "demo" and cell.cell_type == "code":
        del metadata["title"]
        metadata["tags"] = DEMO_TAGS + list(metadata.get("tags", []))
    attachments = metadata.pop("attachments", None)
    expanded = new_cell(cell.cell_type, cell.source.rstrip("\n"), metadata)
    if attachments:
        expanded.attachments = attachments
    return expanded


def _nbgrader_metadata(metadata: dict[str, Any]) -> dict[str, Any] | None:
    """Take the short marker out of `metadata` and return what nbgrader wants instead."""
    if "solution" in metadata:
        return _schema(metadata.pop("solution"), solution=True)
    if "checks" in metadata:
        return _schema(CHECKS_PREFIX + metadata.pop("checks"), grade=True, points=0)
    if "manual" in metadata:
        points = metadata.pop("points", 0)
        return _schema(metadata.pop("manual"), solution=True, grade=True, points=points)
    return None


def _schema(
    name: str, *, solution: bool = False, grade: bool = False, points: float | None = None
) -> dict[str, Any]:
    scored = {} if points is None else {"points": points}
    return scored | {
        "grade": grade,
        "grade_id": name,
        "locked": grade and not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }


def _require_unique(cells: list[NotebookNode], where: str) -> None:
    names = Counter(c.metadata["nbgrader"]["grade_id"] for c in cells if "nbgrader" in c.metadata)
    for name, count in names.items():
        if count > 1:
            raise CourseError(messages.NAME_TWICE.format(name=name, count=count, text=where))


def _require_pairs(cells: list[NotebookNode], where: str) -> None:
    """Refuse a cell where nbgrader would not find where the solution ends."""
    for cell in cells:
        marks = _SOLUTION_MARK.findall(cell.source)
        if marker(cell) and marks != ["BEGIN", "END"] * (len(marks) // 2):
            name = cell.metadata["nbgrader"]["grade_id"]
            raise CourseError(messages.UNPAIRED.format(name=name, text=where))


def _stable_ids(cells: list[NotebookNode]) -> list[str]:
    """Ids that an edit elsewhere does not move: the cell's own name, else its content's hash."""
    seen: Counter[str] = Counter()
    ids = []
    for cell in cells:
        identity = cell.metadata.get("nbgrader", {}).get("grade_id") or content_hash(cell)
        seen[identity] += 1
        ids.append(identity if seen[identity] == 1 else f"{identity}-{seen[identity]}")
    return ids


def content_hash(cell: NotebookNode) -> str:
    """Id of an unnamed cell: 12 hexadecimal digits of the hash of its type and source."""
    return hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]


# --- notebook → text -----------------------------------------------------------------


_DROPPED = {"execution", "collapsed", "scrolled", "trusted"}
"""What running or viewing a notebook adds to a cell's metadata."""


def _collapse(cell: NotebookNode) -> NotebookNode:
    rest = {key: value for key, value in cell.metadata.items() if key not in _DROPPED}
    short = _short_marker(cell, rest)
    if cell.get("attachments"):
        rest["attachments"] = cell.attachments
    source = "" if "checks" in short else cell.source
    return new_cell(cell.cell_type, source.rstrip("\n"), short | rest)


def _short_marker(cell: NotebookNode, rest: dict[str, Any]) -> dict[str, Any]:
    """The marker of `cell`; what it stands for is taken out of `rest`."""
    found = marker(cell)
    if found:
        kind, name = found
        nbgrader = rest.pop("nbgrader")
        for key in FOLDED if kind == "checks" else ():
            rest.pop(key, None)  # whether it was unfolded says nothing
        return {kind: name} | ({"points": nbgrader.get("points", 0)} if kind == "manual" else {})
    if is_demo(cell) and cell.cell_type == "code":
        tags = [tag for tag in rest.pop("tags") if tag not in DEMO_TAGS]
        return {"title": "demo"} | ({"tags": tags} if tags else {})
    return {}


def _require_same_cells(notebook: NotebookNode, text: str) -> None:
    again = [_collapse(cell) for cell in read_text(text).cells]
    want = [_collapse(cell) for cell in notebook.cells]
    for number, (one, other) in enumerate(zip(want, again, strict=False), start=1):
        if (one.cell_type, one.source, one.metadata) != (
            other.cell_type,
            other.source,
            other.metadata,
        ):
            raise CourseError(_cannot_write(number, one))
    if len(want) != len(again):
        raise CourseError(_cannot_write(min(len(want), len(again)) + 1, None))


def _cannot_write(number: int, cell: NotebookNode | None) -> str:
    first = "".join(cell.source.strip().splitlines()[:1]) if cell else ""
    return messages.CANNOT_WRITE.format(cell=f"{number} ({first})" if first else number)
