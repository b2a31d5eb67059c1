"""What was ever graded of a lab, in the order in which it was.

The one truth on it: gradebook, ``autograded/`` and pages are made from a student's last entry,
and made again from it when they are lost.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from gabarito.course.layout import Gradable
from gabarito.results.gradebook_lines import GradebookLine
from gabarito.results.job import Judged
from gabarito.results.record import Record
from gabarito.storage import lock
from gabarito.storage.journal import Journal, lines

FILE = "journal"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One submission, graded once.

    Attributes:
        when: ISO 8601, in UTC.
        who: the account that graded, and its machine.
        key: hash of all that the grade depends on, submission included.
        bundle: hash of all of that but the submission.
        notebooks: nbgrader's ids of the executed ones.
        record: as it was judged, before what a gradebook adds.
        marks: what goes into a gradebook.
    """

    when: str
    who: str
    student: str
    key: str
    bundle: str
    notebooks: list[str]
    record: Record
    marks: list[GradebookLine]


def entry(student: str, key: str, bundle: str, judged: Judged) -> Entry:
    """What is written down of a submission that was judged now."""
    return Entry(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        who=lock.somebody(),
        student=student,
        key=key,
        bundle=bundle,
        notebooks=sorted(judged.notebooks),
        record=judged.record,
        marks=list(judged.marks),
    )


class _Head(msgspec.Struct, frozen=True):
    """As much of an entry as must be known of all."""

    student: str


def entries(lab: Gradable, student: str) -> Iterator[Entry]:
    """All that was graded of one student's, in order.

    Raises:
        OutputError: the journal cannot be read.
    """
    for _, line in lines(lab.course.grading_folder(lab) / FILE):
        if _student(line) == student and (found := _decoded(line)):
            yield found


def _student(line: bytes) -> str:
    return msgspec.json.decode(line, type=_Head).student


def _decoded(line: bytes) -> Entry | None:
    """An entry; None for one of another version of this program, which cannot be read."""
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(line, type=Entry)
    return None


class LabJournal:
    """A lab's journal, open for one run; a context manager.

    Raises:
        OutputError: it cannot be read or written.
    """

    def __init__(self, lab: Gradable) -> None:
        path = lab.course.grading_folder(lab) / FILE
        self.journal = Journal(path)
        self.places = {_student(line): place for place, line in lines(path)}

    def students(self) -> list[str]:
        """Everybody who was ever graded, sorted."""
        return sorted(self.places)

    def last(self, student: str) -> Entry | None:
        """A student's last entry, if there is one."""
        place = self.places.get(student)
        if place is None:
            return None
        _, line = next(lines(self.journal.path, place))
        return _decoded(line)

    def add(self, graded: Entry) -> None:
        """Write an entry down.

        Raises:
            OutputError: it cannot be written.
        """
        self.places[graded.student] = self.journal.add(msgspec.json.encode(graded))

    def sync(self) -> None:
        """Return when all of it is on the disk.

        Raises:
            OutputError: the disk fails.
        """
        self.journal.sync()

    def __enter__(self) -> LabJournal:
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.close()
