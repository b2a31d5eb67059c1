"""One run over a class: what is to do, and where what comes of it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from gabarito.course.layout import Gradable
from gabarito.errors import CourseError, SubmissionError
from gabarito.grading import judge_for, lab_journal, messages, submissions
from gabarito.grading.cohort import Cohort
from gabarito.grading.gradebook import Book
from gabarito.grading.hands import Hands
from gabarito.grading.lab_journal import Entry, LabJournal
from gabarito.grading.projections import Projections
from gabarito.grading.regrading import Regrading
from gabarito.grading.staging import Staged, staged
from gabarito.grading.stored import Bundle, Shelf, stored_record
from gabarito.grading.submissions import Found
from gabarito.results import record
from gabarito.results.job import Job, Judged


class Run:
    """One run over a class; see :func:`gabarito.grading.grade_class.grade`."""

    def __init__(
        self,
        lab: Gradable,
        tier: str,
        book: Book,
        journal: LabJournal,
        found: Found,
        scratch: Path,
        on_done: Callable[[str, record.Record | str], None],
    ) -> None:
        self.lab, self.tier, self.book, self.journal = lab, tier, book, journal
        self.found, self.scratch, self.on_done = found, scratch, on_done
        self.bundle, self.shelf = Bundle(lab, tier, book), Shelf(lab, scratch)
        self.regrading = Regrading(lab, self.bundle, journal, self.shelf)
        self.projections = Projections(book, journal, self.shelf)
        self.holding: list[str] = []
        self.staged: dict[str, Staged] = {}
        self.copies: dict[str, Path] = {}
        self.cohort = Cohort(unclear=found.unclear, absent=found.absent)
        self.cohort.failures.update(found.refused)

    def judge(self, force: bool, workers: Hands, on_start: Callable[[int], None]) -> None:
        """Judge and store what is to do."""
        self.shelf.sweep()
        pending = dict(self._pending(force))
        on_start(len(pending) + len(self.holding) + len(self.cohort.failures))
        for student, reason in list(self.cohort.failures.items()):
            self._add(student, reason)
        try:
            pending |= self._with_other_points()
            for student, outcome in workers.judge(pending, self.projections.flush):
                self._finish(student, outcome)
            self.projections.flush()
        except KeyboardInterrupt:
            self.book.hurry()
            raise
        finally:
            self.projections.flush()
        self._require_unchanged(list(pending))
        self.projections.require_saved()

    def _pending(self, force: bool) -> Iterator[tuple[str, Job]]:
        """Jobs still to do; what is graded already or cannot be goes to the cohort."""
        for number, student in enumerate(self._known()):
            try:
                self._stage(student, self.scratch / str(number))
                done = not force and self._done_before(student)
            except (SubmissionError, CourseError) as error:
                self.cohort.add(student, str(error))
                continue
            if not done:
                yield from self._job(student, force)

    def _job(self, student: str, force: bool) -> Iterator[tuple[str, Job]]:
        """What is to be judged of a submission; nothing where all results hold."""
        one = self.staged[student]
        known = None if force else self.regrading.before(student, judge_for.sha256(one.place), one)
        if known is None:
            yield student, Job(one.place, student)
        elif self.regrading.touched(known):
            yield student, Job(one.place, student, kept=self.regrading.kept(known))
        else:
            self.holding.append(student)

    def _with_other_points(self) -> dict[str, Job]:
        """Store those of whom all results hold; jobs for those of whom too much is lost."""
        lost = {}
        for student in self.holding:
            judged = self.regrading.judged(student)
            if judged is None:
                lost[student] = Job(self.staged[student].place, student)
            else:
                self._finish(student, judged)
        return lost

    def _known(self) -> list[str]:
        """Without those that the course keeps from being graded: not in the gradebook."""
        if self.lab.course.config.Autograde.get("create_student", True):
            return list(self.found.submissions)
        known = []
        for student in self.found.submissions:
            if self.book.knows(student):
                known.append(student)
            else:
                self.cohort.add(student, messages.UNKNOWN_STUDENT.format(student=student))
        return known

    def _stage(self, student: str, scratch: Path) -> None:
        self.copies[student] = scratch
        one = staged(self.lab, self.found.submissions[student], scratch)
        judge_for.sha256(one.place)
        self.staged[student] = one
        if one.repairs:
            self.cohort.found_by[student] = one.repairs

    def _as_handed_in(self, student: str, reason: str) -> str:
        """What is said of a copy, said of what was handed in."""
        if student in self.copies:
            handed_in = submissions.shown(self.found.submissions[student].parts[0])
            for copy in (self.copies[student], submissions.shown(self.copies[student])):
                reason = reason.replace(str(copy), handed_in)
        return reason

    def _done_before(self, student: str) -> bool:
        """Whether the journal has it, of this very submission, lab, environment and tier.

        What is made of it is made again where it is missing, or the gradebook says otherwise.
        """
        one, entry = self.staged[student], self.journal.last(student)
        if entry is None or entry.key != self.bundle.key(judge_for.sha256(one.place), one):
            return False
        if self.shelf.is_ready(entry):
            self.projections.add(entry, one.home, self.cohort.add)
        elif not self.shelf.has(entry):
            return False
        elif not self.book.holds(student, entry.record):
            self.projections.add(entry, one.home, self.cohort.add)
        else:
            self._renew(entry)
        return True

    def _renew(self, entry: Entry) -> None:
        """Take over what the gradebook adds to a record, if that has changed."""
        student = entry.student
        settled = self.book.settle(student, self.staged[student].home, entry.record)
        self.cohort.add(student, settled)
        if settled == stored_record(self.lab, student):
            self.cohort.unchanged.add(student)
        else:
            self.shelf.keep_record(student, settled)

    def _finish(self, student: str, outcome: Judged | str) -> None:
        """Write what came of a job into the journal, from where it goes on."""
        if isinstance(outcome, str):
            self._add(student, outcome)
            return
        one = self.staged[student]
        new = [repair for repair in one.repairs if repair not in outcome.record.repairs]
        repairs = [*new, *outcome.record.repairs]
        judged = replace(outcome, record=structs.replace(outcome.record, repairs=repairs))
        key = self.bundle.key(judged.record.submission_sha256, one)
        graded = lab_journal.entry(student, key, self.bundle.digest, judged)
        self.shelf.make_ready(graded, judged.notebooks, one.home)
        self.journal.add(graded)
        self.projections.add(graded, one.home, self._add)

    def _add(self, student: str, outcome: record.Record | str) -> None:
        if isinstance(outcome, str):
            outcome = self._as_handed_in(student, outcome)
            if self.book.has_grade(student):
                outcome = messages.STILL_HELD.format(reason=outcome)
        self.cohort.add(student, outcome)
        self.on_done(student, outcome)
        self._let_go(student)

    def _let_go(self, student: str) -> None:
        """A class of any size fits into memory: of who is done, only the record is known on."""
        self.staged.pop(student, None)
        self.copies.pop(student, None)

    def _require_unchanged(self, graded: Sequence[str]) -> None:
        """Forget what was graded while the lab was being changed: who knows by which of the two.

        Raises:
            CourseError: it was.
        """
        if self.bundle.digest != self.bundle.now():
            self._forget(graded)
            raise CourseError(messages.CHANGED_MEANWHILE.format(lab=self.lab.name))

    def _forget(self, graded: Sequence[str]) -> None:
        self.shelf.forget(graded)
