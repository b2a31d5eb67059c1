"""A submission as it can be judged: the right folder or file of what was handed in.

What lies where it should is judged there. What came in a zip, or beside other labs' notebooks,
is copied to a folder that is thrown away.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gabarito.course import file_names
from gabarito.course.layout import Assignment, Gradable
from gabarito.errors import SubmissionError
from gabarito.grading import messages
from gabarito.grading.submissions import (
    Submission,
    entries,
    holds_work,
    is_folder,
    printable,
    shown,
)
from gabarito.notebook import handed_in
from gabarito.storage import atomic, zip_members

_OF_A_ZIP = zip_members.Limits(total=50 << 20, member=50 << 20, members=1_000)
_MOST_NAMED = 5
_DEEPEST = 6


@dataclass(frozen=True)
class Staged:
    """What is judged of a submission.

    Attributes:
        place: the notebook of a lab, or the folder of an assignment.
        home: the folder that nbgrader would look for ``timestamp.txt`` in; never one that came
            out of a zip, whose dates are its maker's word.
        repairs: for the record.
    """

    place: Path
    home: Path
    repairs: tuple[str, ...]


def staged(lab: Gradable, submission: Submission, scratch: Path) -> Staged:
    """The place to judge, found or made.

    Args:
        scratch: an empty folder of this submission's own, which need not exist.
    Raises:
        SubmissionError: it is not clear what counts, or a file cannot be read.
        OutputError: `scratch` cannot be written.
    """
    repairs = [*submission.repairs]
    first = submission.parts[0]
    folder = _folder(submission, scratch / "0", repairs)
    home = folder if folder == first else first.parent
    for depth in range(1, _DEEPEST):
        inner = _inner(folder)
        if inner is None:
            break
        repairs.append(messages.INSIDE.format(name=shown_name(inner)))
        folder = inner if is_folder(inner) else _unpacked(inner, scratch / str(depth), repairs)
    place = folder
    if not isinstance(lab, Assignment):
        place, repair = _notebook(folder, lab.name)
        repairs += repair
    return Staged(place, home, tuple(repairs))


def shown_name(path: Path) -> str:
    """The name alone, as people read it."""
    return shown(Path(path.name))


def _folder(submission: Submission, scratch: Path, repairs: list[str]) -> Path:
    """What was handed in as a folder."""
    first = submission.parts[0]
    if first.is_symlink():
        raise SubmissionError(messages.FOLDER_IS_LINK.format(path=shown(first)))
    if first.is_dir():
        return first
    if file_names.is_archive(first):
        return _unpacked(first, scratch, repairs)
    for path in submission.parts:
        atomic.write_bytes(scratch / path.name, handed_in.read_bytes(path))
    return scratch


def _inner(folder: Path) -> Path | None:
    """What wraps the notebooks of a folder that has none itself, if anything does.

    Raises:
        SubmissionError: more than one thing could.
    """
    inside = [path for path in entries(folder) if holds_work(path)]
    if any(file_names.is_notebook(path) and not is_folder(path) for path in inside):
        return None
    if len(inside) > 1:
        names = ", ".join(shown_name(path) for path in inside)
        raise SubmissionError(messages.SEVERAL_INSIDE.format(path=shown(folder), files=names))
    return inside[0] if inside else None


def _unpacked(archive: Path, target: Path, repairs: list[str]) -> Path:
    """The folder with what a zip holds; what is refused of it is left out and named."""
    if not archive.name.strip().lower().endswith(".zip"):
        raise SubmissionError(messages.OTHER_ARCHIVE.format(path=shown(archive)))
    content = io.BytesIO(handed_in.read_bytes(archive))
    with atomic.output_errors(target):
        target.mkdir(parents=True)
        try:
            left_out = zip_members.unpack(content, target, _OF_A_ZIP)
        except zip_members.RefusedError as error:
            raise _unopened(archive, str(error)) from None
    if left_out and not holds_work(target):
        raise _unopened(archive, _named(left_out))
    if left_out:
        words = messages.LEFT_OUT.format(name=shown_name(archive), files=_named(left_out))
        repairs.append(words)
    return target


def _unopened(archive: Path, reason: str) -> SubmissionError:
    return SubmissionError(messages.BAD_ZIP.format(path=shown(archive), reason=reason))


def _named(left_out: Sequence[tuple[str, str]]) -> str:
    """The first of the files and why, as people read it, and how many more there are."""
    named = [f"{printable(name)}: {reason}" for name, reason in left_out[:_MOST_NAMED]]
    more = len(left_out) - len(named)
    return "; ".join([*named, messages.AND_MORE.format(count=more)] if more else named)


def _notebook(folder: Path, lab: str) -> tuple[Path, list[str]]:
    """A lab's one notebook: of the right name, of almost that name, or the only one there."""
    found = [path for path in entries(folder) if file_names.is_notebook(path)]
    named = file_names.match(found, [lab])
    if named.exact:
        return named.exact[lab], []
    path = shown(folder)
    if named.doubtful:
        files = ", ".join(shown_name(one) for one in named.doubtful[lab])
        raise SubmissionError(messages.DOUBTFUL.format(path=path, lab=lab, files=files))
    if not named.close and len(found) != 1:
        sentence = messages.MANY_NOTEBOOKS if found else messages.NO_NOTEBOOK
        raise SubmissionError(sentence.format(path=path, count=len(found), lab=lab))
    one = named.close.get(lab) or found[0]
    return one, [messages.COUNTS_AS_NOTEBOOK.format(file=shown_name(one), name=lab)]
