"""From the journal to what people look at: the gradebook, and the folders in ``autograded/``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gabarito.errors import CourseError
from gabarito.grading import messages
from gabarito.grading.gradebook import Book, Graded
from gabarito.grading.lab_journal import Entry, LabJournal
from gabarito.grading.stored import Shelf
from gabarito.nbgrader_api.gradebook_file import GradebookBusyError, GradebookError
from gabarito.results.record import Record

BATCH = 20
"""Submissions that go into the gradebook together; fewer if they take longer than ``BATCH_S``, and
the first by itself: somebody waits for it."""
BATCH_S = 1.0

Tell = Callable[[str, Record | str], None]
"""Called with a student and their record with what the gradebook adds, or why there is none."""


@dataclass(frozen=True)
class _Waiting:
    entry: Entry
    home: Path
    tell: Tell


class Projections:
    """Brings a lab's journal and what is made from it together, a batch at a time.

    Attributes:
        trouble: why the gradebook could not be written, if so.
        unsaved: of how many submissions.
    """

    def __init__(self, book: Book, journal: LabJournal, shelf: Shelf) -> None:
        self.book, self.journal, self.shelf = book, journal, shelf
        self.trouble: GradebookError | None = None
        self.unsaved = 0
        self._batch: list[_Waiting] = []
        self._since = float("-inf")

    def add(self, entry: Entry, home: Path, tell: Tell) -> None:
        """Bring one entry there, soon.

        Args:
            home: the folder with the submission's ``timestamp.txt``.
        """
        self._batch.append(_Waiting(entry, home, tell))
        if len(self._batch) >= BATCH or time.monotonic() - self._since > BATCH_S:
            self.flush()

    def flush(self) -> None:
        """Bring there what still waits."""
        batch, self._batch = self._batch, []
        if batch:
            try:
                self._bring(batch)
            except KeyboardInterrupt:
                self._batch = batch  # to bring it twice changes nothing
                raise
            self._since = time.monotonic()

    def _bring(self, batch: Sequence[_Waiting]) -> None:
        self.journal.sync()
        for one, outcome in self._saved(batch):
            one.tell(one.entry.student, outcome)

    def _saved(self, batch: Sequence[_Waiting]) -> Iterator[tuple[_Waiting, Record | str]]:
        try:
            self.book.save([self._graded(one) for one in batch])
        except GradebookError as error:
            if len(batch) > 1 and not isinstance(error, GradebookBusyError):
                for one in batch:  # the trouble may be one student's
                    yield from self._saved([one])
                return
            for one in batch:
                yield one, self._left(one, error)
            return
        for one in batch:
            yield one, self._settled(one)

    def _graded(self, one: _Waiting) -> Graded:
        student = one.entry.student
        before, now = self.shelf.notebooks(student), self.shelf.new_notebooks(student)
        return Graded(student, one.home, one.entry.marks, before, now)

    def _settled(self, one: _Waiting) -> Record | str:
        try:
            settled = self.book.settle(one.entry.student, one.home, one.entry.record)
        except CourseError as error:
            return str(error)
        except GradebookError as error:
            return self._left(one, error)
        self.shelf.place(one.entry, settled)
        return settled

    def _left(self, one: _Waiting, error: GradebookError) -> Record:
        self.trouble, self.unsaved = error, self.unsaved + 1
        return one.entry.record

    def require_saved(self) -> None:
        """Tell what could not be written into the gradebook.

        Raises:
            GradebookError: there was something; the journal has it.
        """
        if self.trouble is not None:
            said = messages.KEPT_FOR_LATER.format(reason=self.trouble, count=self.unsaved)
            raise GradebookError(said)
