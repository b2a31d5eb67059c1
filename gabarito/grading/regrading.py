"""What of an earlier grading still holds, where a change touches some of the questions only.

What each question depends on is written down for every bundle that ever graded the lab. A student
whose file is the same has only those questions judged again that have changed since; where no more
than points are others, nothing is run at all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from gabarito.course import fingerprint, parts
from gabarito.course.layout import Course, Gradable, Lab
from gabarito.course.parts import Parts
from gabarito.grading.lab_journal import Entry, LabJournal
from gabarito.grading.staging import Staged
from gabarito.grading.stored import Bundle, Shelf, key
from gabarito.results.job import Judged
from gabarito.results.record import Record
from gabarito.storage import atomic

if TYPE_CHECKING:
    from gabarito.judging.other_points import OtherPoints


def results_depend_on(lab: Gradable) -> str:
    """Hash of all that decides which checks of a submission pass, besides it and the sandbox.

    Raises:
        CourseError: the configuration does not run, or a file of checks is no Python.
    """
    return parts.of(lab).but_points if isinstance(lab, Lab) else fingerprint.fingerprint(lab)


class Regrading:
    """Knows what of the entries of a lab's journal holds under the bundle of now.

    Args:
        bundle: that of now.
    """

    def __init__(self, lab: Gradable, bundle: Bundle, journal: LabJournal, shelf: Shelf) -> None:
        self.lab, self.bundle, self.journal, self.shelf = lab, bundle, journal, shelf
        self.folder = lab.course.grading_folder(lab) / "parts"
        self.now = self._of_now()
        self._known: dict[str, Parts | None] = {}

    def _of_now(self) -> Parts | None:
        lab = Course.at(self.lab.course.root).gradable(self.lab.name)  # configuration read anew
        if not isinstance(lab, Lab):
            return None
        now = parts.of(lab)
        return structs.replace(now, shared=f"{now.shared} {self.bundle.tier}")

    def write_down(self) -> None:
        """Note what each question depends on now, for the next time.

        Raises:
            OutputError: it cannot be written.
        """
        if self.now is not None:
            path = self.folder / f"{self.bundle.digest}.json"
            atomic.write_bytes(path, msgspec.json.encode(self.now))

    def before(self, student: str, submission_sha256: str, one: Staged) -> Entry | None:
        """The last entry, if it is of this very submission and some of it may hold."""
        entry = self.journal.last(student)
        if self.now is None or entry is None or not self.shelf.has(entry):
            return None
        if entry.key != key(entry.bundle, submission_sha256, one):
            return None
        return entry if set(self.touched(entry)) < set(self.now.questions) else None

    def touched(self, entry: Entry) -> Collection[str]:
        """The questions that may have other results than in the entry."""
        assert self.now is not None
        before = self._parts(entry.bundle)
        return self.now.touched(before) if before else self.now.questions

    def _parts(self, digest: str) -> Parts | None:
        if digest not in self._known:
            self._known[digest] = None
            with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):  # damaged, too
                content = (self.folder / f"{digest}.json").read_bytes()
                self._known[digest] = msgspec.json.decode(content, type=Parts)
        return self._known[digest]

    def kept(self, entry: Entry) -> Record:
        """The record of an entry with those questions only that hold, and the points of now."""
        touched = self.touched(entry)
        holding = [one for one in entry.record.questions if one.name not in touched]
        return self._other_points.record(structs.replace(entry.record, questions=holding))

    def judged(self, student: str) -> Judged | None:
        """What judging would give, where all results of the last entry hold.

        None where the notebook that was executed is none any more.
        """
        entry, notebooks = self.journal.last(student), self.shelf.notebooks(student)
        if entry is not None and self.lab.name in notebooks:
            with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError):
                return self._other_points.judged(entry.record, notebooks[self.lab.name])
        return None

    @cached_property
    def _other_points(self) -> OtherPoints:
        assert self.now is not None
        assert isinstance(self.lab, Lab)
        from gabarito.judging.other_points import OtherPoints  # with all that judges: a while

        return OtherPoints(self.lab, self.now.points)
