"""What is kept of a graded submission in ``autograded/``, and whether it still holds."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from gabarito.course import fingerprint
from gabarito.course.layout import KEY_FILE, RECORD_FILE, Course, Gradable
from gabarito.errors import SubmissionError
from gabarito.grading import judge_for
from gabarito.grading.gradebook import Book
from gabarito.grading.staging import Staged
from gabarito.notebook import handed_in
from gabarito.results import record
from gabarito.results.job import Judged
from gabarito.storage import atomic

_FOR_RELEASING = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader's release_feedback asks of a submission, and fails without."""


def autograded_folder(lab: Gradable, student: str) -> Path:
    """Where a student's executed notebook is kept."""
    return lab.course.graded_folder(lab, student)


def stored_record(lab: Gradable, student: str) -> record.Record | None:
    """The record of the last time this student was graded, if any."""
    path = lab.course.record_folder(lab, student) / RECORD_FILE
    return record.from_json(path.read_text(encoding="utf-8")) if path.is_file() else None


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
        parts = [self.digest, submission_sha256, *staged.repairs]
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def recall(self, student: str, staged: Staged) -> record.Record | None:
        """The stored record, if it is of this very submission, lab, environment and tier.

        Raises:
            SubmissionError: the submission cannot be read.
        """
        key = self.lab.course.record_folder(self.lab, student) / KEY_FILE
        graded = key.is_file() and autograded_folder(self.lab, student).is_dir()
        if not graded or key.read_text() != self.key(judge_for.sha256(staged.place), staged):
            return None
        try:
            found = stored_record(self.lab, student)
        except msgspec.DecodeError:
            return None
        return found if found and self.book.holds(student, found) else None

    def keep(self, student: str, judged: Judged, key: str, home: Path) -> None:
        """Write it all; the notebooks first: without its key, a submission is not graded."""
        lab = self.lab
        notebooks = autograded_folder(lab, student)
        records = lab.course.record_folder(lab, student)
        with atomic.scratch_folder(lab.course.autograded) as scratch:
            for name, notebook in judged.notebooks.items():
                atomic.write_text(scratch / notebooks.name / f"{name}.ipynb", notebook + "\n")
            for name, content in _for_releasing(home).items():
                atomic.write_bytes(scratch / notebooks.name / name, content)
            atomic.write_text(scratch / records.name / RECORD_FILE, record.to_json(judged.record))
            atomic.write_text(scratch / records.name / KEY_FILE, key)
            for place in dict.fromkeys((notebooks, records)):
                atomic.replace_folder(scratch / place.name, place)

    def keep_record(self, student: str, settled: record.Record) -> None:
        """Write a record of which only what the gradebook adds has changed."""
        path = self.lab.course.record_folder(self.lab, student) / RECORD_FILE
        atomic.write_text(path, record.to_json(settled))

    def forget(self, students: Sequence[str]) -> None:
        """Have these graded again the next time."""
        for student in students:
            folder = self.lab.course.record_folder(self.lab, student)
            (folder / KEY_FILE).unlink(missing_ok=True)


def notebooks(lab: Gradable, student: str) -> dict[str, str]:
    """The executed notebooks that are kept of a student, as text, by nbgrader's id."""
    found = {}
    for path in autograded_folder(lab, student).glob("*.ipynb"):
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
