"""The notebook that a lab's text and checks make, and the files that go beside it.

Building writes these down in ``source/<lab>/``; judging goes by what is written there and by
the checks themselves, and refuses where the two no longer agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from gabarito.checks import causas, palpites, verificador
from gabarito.course import check_cells, fingerprint, messages, released
from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.notebook import lab_text, placeholders
from gabarito.storage.cache import Cached

RUNTIME = {verificador: "verificador.py", causas: "causas.py"}
"""Modules of :mod:`gabarito.checks` that every release ships, and under which names."""


def notebook(lab: Lab) -> NotebookNode:
    """The lab's notebook, check cells and points filled in; nothing of Colab's.

    Raises:
        CourseError: the text or a checks file is missing or wrong.
    """
    made = lab.parse()
    _require_same_questions(lab, made)
    given = lab_text.named_cells(released.without_solutions(lab, made), "solution")
    for question, cell in lab_text.named_cells(made, "checks").items():
        path = lab.checks_file(question)
        specs = check_cells.question_checks(lab.load_module(path), path)
        text, mark = path.read_text(encoding="utf-8"), _as_given(question, given[question].source)
        cell.source = check_cells.check_cell(question, text, specs, mark)
        points = round(sum(spec.points for spec in specs.values()), 9)
        cell.metadata["nbgrader"]["points"] = points
    return made


def _as_given(question: str, stub: str) -> str:
    """Mark of the code that students get, where it has to be put right.

    Where it has to be completed, what it gives says by itself that nobody has.
    """
    whole = not placeholders.to_complete(question, stub)
    return verificador.code_mark(question, stub) if whole else ""


def shipped_files(lab: Lab) -> dict[Path, Path]:
    """Files that go beside the notebook: where from → where to (relative).

    Raises:
        CourseError: the header names a file that is not there.
    """
    found = _wanted_files(lab, lab.parse())
    for source in found:
        if not source.is_file():
            raise CourseError(messages.MISSING_FILE.format(text=lab.text, file=source))
    return found


def tells_mistakes(notebook: NotebookNode) -> bool:
    """Whether the lab's header asks to tell students, in their notebooks, the known mistakes."""
    return bool(notebook.metadata["gabarito"].get("tell_mistakes"))


def causes_file(lab: Lab) -> Path:
    """What the known mistakes obtain in the visible checks, for a lab that tells them."""
    return lab.checks / causas.FILE.format(lab=lab.name)


def questions_file(lab: Lab) -> Path:
    """Where a lab that asks questions in passing says which letter is right, and why."""
    return lab.checks / "perguntas.toml"


def quiz_file(lab: Lab) -> Path:
    """The same as students get it."""
    return lab.checks / palpites.FILE.format(lab=lab.name)


def require_current(lab: Lab) -> None:
    """Refuse a lab whose folder in ``source/`` is older than what it is built from.

    Compared is what judging reads: running and saving the notebook changes none of it.
    A file that is built, and no longer there to compare with, is taken as it is.

    Raises:
        CourseError: it is not built, or has to be built again; or see :func:`notebook`.
    """
    lab.require_built()
    known = Cached("montagens", _parts(lab), [])
    if known.recall(bool):
        return  # reading the text takes half a second, in every worker
    _compare(lab)
    known.keep(True)


def _parts(lab: Lab) -> Iterator[bytes]:
    """All that decides whether the built folder is current."""
    yield fingerprint.of_files(lab).encode()
    yield lab.text.read_bytes()
    for path in sorted(lab.course.synthetic_data.glob("*")):
        yield path.name.encode()
        yield path.read_bytes()


def _compare(lab: Lab) -> None:
    built, now = lab.built(), notebook(lab)
    if list(_judged(built)) != list(_judged(now)):
        raise CourseError(messages.OUT_OF_DATE.format(built=lab.notebook, lab=lab.name))
    for source, target in _wanted_files(lab, now).items():
        if source.is_file() and not _same(source, lab.folder / target):
            raise CourseError(messages.OUT_OF_DATE.format(built=lab.folder / target, lab=lab.name))


def _judged(notebook: NotebookNode) -> Iterator[tuple[Any, ...]]:
    """What of each cell judging reads; the cells that only make Colab ready are not judged."""
    for cell in notebook.cells:
        if not cell.metadata.get("gabarito", {}).get("made"):
            marks = cell.metadata.get("nbgrader"), cell.metadata.get("tags", [])
            yield cell.id, cell.cell_type, cell.source, *marks


def _wanted_files(lab: Lab, notebook: NotebookNode) -> dict[Path, Path]:
    header = notebook.metadata["gabarito"]
    helpers = {lab.course.utils / name: Path(name) for name in header.get("helpers", [])}
    data = {
        lab.course.synthetic_data / name: Path(folder, name)
        for folder, names in header.get("data", {}).items()
        for name in names
    }
    runtime = {Path(str(module.__file__)): Path(name) for module, name in RUNTIME.items()}
    told = [causes_file(lab)] if tells_mistakes(notebook) else []
    told += _quiz(lab) if questions_file(lab).is_file() else []
    return runtime | helpers | {path: Path(path.name) for path in told} | data


def _quiz(lab: Lab) -> list[Path]:
    """What a lab that asks questions ships: them, and who asks."""
    return [Path(palpites.__file__), quiz_file(lab)]


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _require_same_questions(lab: Lab, notebook: NotebookNode) -> None:
    solutions = set(lab_text.named_cells(notebook, "solution"))
    checked = set(lab_text.named_cells(notebook, "checks"))
    for name in sorted(solutions ^ checked):
        have, lack = ("solution", "checks") if name in solutions else ("checks", "solution")
        raise CourseError(
            messages.HALF_A_QUESTION.format(text=lab.text, have=have, lack=lack, name=name)
        )
