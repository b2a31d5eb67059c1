"""The student's version of a lab: made by nbgrader, published only when nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gabarito.authoring import colab, leaks, messages
from gabarito.course import assembled
from gabarito.course.layout import Lab
from gabarito.errors import CourseError, LeakError
from gabarito.nbgrader_api.assignment import generate
from gabarito.notebook import lab_text
from gabarito.storage import atomic


def release(
    lab: Lab, db_url: str | None = None, say: Callable[[str], None] = lambda sentence: None
) -> Path:
    """Write ``release/<lab>/`` and record the lab's questions in the gradebook.

    Args:
        db_url: gradebook; the course's own when None.
        say: called with what a person should know of the gradebook, or of text that goes.
    Returns:
        The released folder.
    Raises:
        CourseError: the lab is not built, or was changed since, or nbgrader refuses it.
        LeakError: the release would show a secret; the previous one stays.
        OutputError: ``release/`` or the gradebook cannot be written.
    """
    assembled.require_current(lab)
    if whole := _answered_whole(lab):
        say(messages.ANSWERS_STAY.format(text=lab.text, names=", ".join(whole)))
    with atomic.scratch_folder(lab.course.release) as scratch:
        generate(lab, scratch, db_url or lab.course.default_db, say=say)
        atomic.write_bytes(scratch / lab.name / f"{lab.name}.zip", _fetched_zip(lab))
        require_no_leak(lab, scratch / lab.name)
        atomic.replace_folder(scratch / lab.name, lab.released)
    return lab.released


def _answered_whole(lab: Lab) -> list[str]:
    """Free-text cells of which the student gets nothing, however much of it is the question."""
    cells = lab_text.named_cells(lab.built(), "manual")
    return [name for name, cell in cells.items() if cell.source and not leaks.marked(cell.source)]


def _fetched_zip(lab: Lab) -> bytes:
    """What the released notebook fetches where the files beside it are missing.

    Raises:
        CourseError: a file in ``source/<lab>/`` is not the one that was built.
    """
    names = assembled.shipped_files(lab).values()
    content = colab.files_zip({lab.folder / name: name for name in names})
    if not any(colab.sha256(content) in cell.source for cell in lab.built().cells):
        raise CourseError(messages.NOT_WHAT_WAS_BUILT.format(folder=lab.folder, lab=lab.name))
    return content


def require_no_leak(lab: Lab, folder: Path) -> None:
    """Refuse a release that shows a solution or a hidden check.

    Raises:
        LeakError: naming the first leaked line and its file.
    """
    found = leaks.find_leaks(lab, folder)
    if found:
        first = found[0]
        raise LeakError(
            messages.LEAK.format(
                lab=lab.name, count=len(found), line=first.text[:80], file=first.file
            )
        )
