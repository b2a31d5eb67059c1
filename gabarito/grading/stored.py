"""What is kept of a graded submission in ``autograded/``, and how one knows that it still holds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gabarito.course import fingerprint
from gabarito.course.layout import KEY_FILE, RECORD_FILE, Course, Gradable
from gabarito.errors import SubmissionError
from gabarito.grading.lab_journal import Entry
from gabarito.grading.staging import Staged
from gabarito.notebook import handed_in
from gabarito.results import record
from gabarito.storage import atomic

if TYPE_CHECKING:
    from gabarito.grading.gradebook import Book

_FOR_RELEASING = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader's release_feedback asks of a submission, and fails without."""

_END = b"\n}\n"
"""How the JSON of a notebook ends, and nothing inside it does: what is inside is indented."""


def autograded_folder(lab: Gradable, student: str) -> Path:
    """Where a student's executed notebook is kept."""
    return lab.course.graded_folder(lab, student)


def stored_record(lab: Gradable, student: str) -> record.Record | None:
    """The record of the last time this student was graded, if there is one that can be read."""
    path = lab.course.record_folder(lab, student) / RECORD_FILE
    with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
        return record.from_json(path.read_text(encoding="utf-8"))
    return None


class Bundle:
    """All that a grade depends on besides the submission, and the gradebook it goes to."""

    def __init__(self, lab: Gradable, tier: str, book: Book) -> None:
        self.lab, self.tier, self.book = lab, tier, book
        self.digest = self.now()

    def now(self) -> str:
        """Hash of it all, as it is at this moment."""
        lab = Course.at(self.lab.course.root).gradable(self.lab.name)  # configuration read anew
        known = "\n".join([self.tier, fingerprint.fingerprint(lab), *self.book.questions()])
        return hashlib.sha256(known.encode()).hexdigest()

    def key(self, submission_sha256: str, staged: Staged) -> str:
        """Hash of it all, a submission, and what was repaired to find it."""
        return key(self.digest, submission_sha256, staged)


def key(bundle: str, submission_sha256: str, staged: Staged) -> str:
    """Hash of a bundle's hash, a submission, and what was repaired to find it."""
    parts = [bundle, submission_sha256, *staged.repairs]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


class Shelf:
    """The students' folders of one lab, and those that are ready to take their places.

    A folder is made ready before the journal's entry is written, and takes its place after the
    gradebook has the grade: whatever ends the program in between, the next run goes on from there.

    Args:
        scratch: a folder that is thrown away, of the same file system.
    """

    def __init__(self, lab: Gradable, scratch: Path) -> None:
        self.lab, self.scratch = lab, scratch
        self.ready = lab.course.grading_folder(lab) / "ready"

    def _ready(self, student: str) -> Path:
        return self.ready / hashlib.sha256(student.encode()).hexdigest()

    def _places(self, student: str) -> list[Path]:
        """The notebooks' folder and the record's, which has the key: the last to be put there."""
        course = self.lab.course
        folders = autograded_folder(self.lab, student), course.record_folder(self.lab, student)
        return list(dict.fromkeys(folders))

    def sweep(self) -> None:
        """Remove what somebody who was killed left of folders that had taken their places."""
        for left in self.ready.glob("*"):
            if not any(left.glob(f"*/{KEY_FILE}")):
                shutil.rmtree(left, ignore_errors=True)

    def make_ready(self, entry: Entry, notebooks: Mapping[str, str], home: Path) -> None:
        """Write a student's folders, but for the record, where they do not count yet."""
        notebooks_folder, *_, record_folder = (*self._places(entry.student),) * 2
        new = self.scratch / "new"
        for name, notebook in notebooks.items():
            path = new / notebooks_folder.name / f"{name}.ipynb"
            atomic.write_text(path, notebook + "\n")
        for name, content in _for_releasing(home).items():
            atomic.write_bytes(new / notebooks_folder.name / name, content)
        atomic.write_text(new / record_folder.name / KEY_FILE, entry.key)
        atomic.replace_folder(new, self._ready(entry.student))

    def is_ready(self, entry: Entry) -> bool:
        """Whether the folders of that very entry wait for their places."""
        name = self._places(entry.student)[-1].name
        return _key(self._ready(entry.student) / name) == entry.key

    def has(self, entry: Entry) -> bool:
        """Whether the folders of that very entry are in their places."""
        folder = autograded_folder(self.lab, entry.student)
        whole = all(_is_whole(folder / f"{name}.ipynb") for name in entry.notebooks)
        return whole and _key(self._places(entry.student)[-1]) == entry.key

    def place(self, entry: Entry, settled: record.Record) -> None:
        """Put a student's folders, if they are ready, in their places, and the record there."""
        ready = self._ready(entry.student)
        if not self.is_ready(entry):
            if self.has(entry):
                self.keep_record(entry.student, settled)
            return
        *_, last = places = self._places(entry.student)
        atomic.write_text(ready / last.name / RECORD_FILE, record.to_json(settled))
        for place in places:
            if (ready / place.name).is_dir():
                atomic.replace_folder(ready / place.name, place)
        shutil.rmtree(ready)

    def keep_record(self, student: str, settled: record.Record) -> None:
        """Write a record of which only what the gradebook adds has changed."""
        path, new = self._places(student)[-1] / RECORD_FILE, self.scratch / RECORD_FILE
        atomic.write_text(new, record.to_json(settled))
        with atomic.output_errors(path):
            os.replace(new, path)

    def forget(self, students: Sequence[str]) -> None:
        """Have these graded again the next time."""
        for student in students:
            shutil.rmtree(self._ready(student), ignore_errors=True)
            (self._places(student)[-1] / KEY_FILE).unlink(missing_ok=True)

    def notebooks(self, student: str) -> dict[str, str]:
        """The executed notebooks in a student's place, as text, by nbgrader's id."""
        return _notebooks(autograded_folder(self.lab, student))

    def new_notebooks(self, student: str) -> dict[str, str]:
        """Those that are ready; those in their place where none are."""
        folder = autograded_folder(self.lab, student)
        return _notebooks(self._ready(student) / folder.name) or _notebooks(folder)


def _key(folder: Path) -> str | None:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return (folder / KEY_FILE).read_text(encoding="utf-8")
    return None


def _is_whole(notebook: Path) -> bool:
    """Whether a notebook is there to its end: a copy that was interrupted has another one."""
    with contextlib.suppress(OSError), notebook.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - len(_END)))
        return file.read() == _END
    return False


def _notebooks(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.glob("*.ipynb"):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found[path.stem] = path.read_text(encoding="utf-8")
    return found


def _for_releasing(submitted: Path) -> dict[str, bytes]:
    """Those files of a submission that nbgrader hands back feedback by, if they are plain files."""
    found = {}
    for name in _FOR_RELEASING:
        with contextlib.suppress(SubmissionError):
            found[name] = handed_in.read_bytes(submitted / name)
    return found
