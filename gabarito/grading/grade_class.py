"""Grade a lab's submissions: decide what is to do, spread it, store what comes back."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from gabarito.course import fingerprint
from gabarito.course.layout import Gradable
from gabarito.errors import CourseError, SubmissionError
from gabarito.grading import instructor_first, judge_for, messages, stored, submissions
from gabarito.grading.gradebook import Book
from gabarito.grading.staging import Staged, staged
from gabarito.grading.stored import Bundle, autograded_folder, stored_record
from gabarito.grading.submissions import Found
from gabarito.grading.unsaved import Unsaved
from gabarito.grading.workers import judge_all
from gabarito.nbgrader_api import assignment, gradebook_file
from gabarito.nbgrader_api.gradebook_file import GradebookError
from gabarito.results import record
from gabarito.results.job import Job, Judged
from gabarito.sandbox import tiers
from gabarito.storage import atomic

__all__ = ["Cohort", "autograded_folder", "grade", "stored_record"]


@dataclass(frozen=True)
class Cohort:
    """What grading a class gave: a record or a reason for each student.

    Attributes:
        records: by student; likewise `failures`, which say why there is none.
        unchanged: those graded before, of whom nothing changed.
        found_by: the repairs without which a submission would not have been found, by student.
        unclear: what was handed in and counts for nobody, and why, by its path.
        absent: those who handed nothing in.
        names: full names, of those who have one in the gradebook.
    """

    records: dict[str, record.Record] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    found_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all that was handed in was understood and graded."""
        return not self.failures and not self.unclear

    def add(self, student: str, outcome: record.Record | str) -> None:
        """File a student's record, or the sentence that says why there is none."""
        if isinstance(outcome, str):
            self.failures[student] = outcome
        else:
            self.records[student] = outcome


def grade(
    lab: Gradable,
    *,
    students: Sequence[str] = (),
    workers: int | None = None,
    isolation: str | None = None,
    db_url: str | None = None,
    force: bool = False,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[str, record.Record | str], None] = lambda student, outcome: None,
    say: Callable[[str], None] = lambda sentence: None,
) -> Cohort:
    """Grade every submission of `lab` that changed since it was last graded.

    Each one graded is stored at once: an interruption keeps all that came before.

    Args:
        students: only these; all when empty.
        workers: processes; the number of cores when None.
        isolation: sandbox tier; the strongest that works here when None.
        db_url: gradebook; the course's own when None.
        force: grade unchanged ones too.
        on_start: called with how many there are to grade.
        on_done: called with each student and their record, or the reason for none.
        say: called with what a person waits for meanwhile.
    Raises:
        CourseError: nothing submitted, an unknown student, the lab's build is missing or out of
            date, its source does not earn full marks, an option asks for grades that would be
            others, or something changed meanwhile.
        SandboxError: this machine cannot isolate student code.
        OutputError: ``autograded/`` or the gradebook cannot be written.
    """
    url = db_url or lab.course.default_db
    found = _found(lab, url, students, say)
    tier = _require_ready(lab, isolation)
    assignment.register(lab, url, say)
    with Book(lab, url, say) as book, atomic.scratch_folder(lab.course.autograded) as scratch:
        run = _Run(Bundle(lab, tier, book), found, scratch, on_done)
        pending = dict(run.pending(force))
        on_start(len(pending) + len(run.cohort.failures))
        run.tell_failures()
        with contextlib.closing(judge_all(lab, pending, workers, tier)) as judged:
            for student, outcome in judged:
                run.finish(student, outcome)
        run.require_unchanged(list(pending))
        run.require_saved()
    run.cohort.names.update(gradebook_file.students(url, say))
    return run.cohort


def _found(lab: Gradable, url: str, students: Sequence[str], say: Callable[[str], None]) -> Found:
    """All that was handed in.

    Raises:
        CourseError: nothing, or nothing by a student who is asked for.
    """
    found = submissions.find(lab, gradebook_file.students(url, say), students)
    everyone = {*found.submissions, *found.refused}
    if not everyone and not found.unclear and not students:
        place = lab.course.place("submitted", "ALUNO", lab.name)
        raise CourseError(messages.NO_SUBMISSIONS.format(lab=lab.name, place=place))
    for student in students:
        if student not in everyone:
            folder = lab.course.submitted
            raise CourseError(
                messages.NO_SUCH_SUBMISSION.format(student=student, lab=lab.name, folder=folder)
            )
    return found


def _require_ready(lab: Gradable, isolation: str | None) -> str:
    """Refuse what cannot be graded rightly; the tier to grade in."""
    judge_for.require_current(lab)
    judge_for.require_gradable(lab)
    tier = tiers.choose(isolation).name
    instructor_first.require_full_marks(lab, tier, f"{fingerprint.fingerprint(lab)} {tier}")
    return tier


class _Run:
    """One run over a class."""

    def __init__(
        self,
        bundle: Bundle,
        found: Found,
        scratch: Path,
        on_done: Callable[[str, record.Record | str], None],
    ) -> None:
        self.bundle, self.found, self.scratch, self.on_done = bundle, found, scratch, on_done
        self.lab, self.book = bundle.lab, bundle.book
        self.staged: dict[str, Staged] = {}
        self.copies: dict[str, Path] = {}
        self.unsaved, self.waiting = Unsaved(self.lab), 0
        self.trouble: GradebookError | None = None
        self.cohort = Cohort(unclear=found.unclear, absent=found.absent)
        self.cohort.failures.update(found.refused)

    def pending(self, force: bool) -> Iterator[tuple[str, Job]]:
        """Jobs still to do; what is graded already or cannot be goes to the cohort."""
        for number, student in enumerate(self._known()):
            try:
                self._stage(student, self.scratch / str(number))
                done = self._done_before(student, force)
            except (SubmissionError, CourseError) as error:
                self.cohort.add(student, str(error))
                continue
            if not done:
                yield student, Job(self.staged[student].place, student)

    def _known(self) -> list[str]:
        """Without those that the course keeps from being graded: not in the gradebook."""
        if self.lab.course.config.Autograde.get("create_student", True):
            return list(self.found.submissions)
        unknown = [student for student in self.found.submissions if not self.book.knows(student)]
        for student in unknown:
            self.cohort.add(student, messages.UNKNOWN_STUDENT.format(student=student))
        return [student for student in self.found.submissions if student not in unknown]

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

    def _done_before(self, student: str, force: bool) -> bool:
        """Whether a stored record still holds; what the gradebook adds to it is renewed."""
        if force:
            return False
        one = self.staged[student]
        known = self.bundle.recall(student, one)
        if known is None:
            return self._saved_late(student)
        settled = self.book.settle(student, one.home, known)
        self.cohort.add(student, settled)
        if settled == known:
            self.cohort.unchanged.add(student)
        else:
            self.bundle.keep_record(student, settled)
        return True

    def _saved_late(self, student: str) -> bool:
        """Whether it was judged when the gradebook could not be written; it is saved now."""
        one = self.staged[student]
        key = self.bundle.key(judge_for.sha256(one.place), one)
        judged = self.unsaved.recall(student, key)
        if judged is not None:
            self.cohort.add(student, self._kept(student, judged))
        return judged is not None

    def tell_failures(self) -> None:
        """Report those who cannot be graded."""
        for student, reason in list(self.cohort.failures.items()):
            self._add(student, reason)

    def finish(self, student: str, outcome: Judged | str) -> None:
        """Store what came of a job, and report it."""
        self._add(student, outcome if isinstance(outcome, str) else self._kept(student, outcome))

    def _add(self, student: str, outcome: record.Record | str) -> None:
        if isinstance(outcome, str):
            outcome = self._as_handed_in(student, outcome)
            if self.book.has_grade(student):
                outcome = messages.STILL_HELD.format(reason=outcome)
        self.cohort.add(student, outcome)
        self.on_done(student, outcome)

    def _kept(self, student: str, judged: Judged) -> record.Record | str:
        """What is stored of it: the settled record, or the reason for none."""
        one = self.staged[student]
        key = self.bundle.key(judged.record.submission_sha256, one)
        try:
            settled = self._saved(student, judged)
        except CourseError as error:
            return str(error)
        except BaseException as error:
            self.unsaved.keep(student, key, judged)
            if not isinstance(error, GradebookError):
                raise
            self.trouble, self.waiting = error, self.waiting + 1
            return judged.record
        self.bundle.keep(student, dataclasses.replace(judged, record=settled), key, one.home)
        self.unsaved.drop(student)
        return settled

    def _saved(self, student: str, judged: Judged) -> record.Record:
        """The record with what the gradebook adds, once it is in there."""
        one = self.staged[student]
        self.book.save(student, judged, stored.notebooks(self.lab, student))
        new = [repair for repair in one.repairs if repair not in judged.record.repairs]
        whole = msgspec.structs.replace(judged.record, repairs=[*new, *judged.record.repairs])
        return self.book.settle(student, one.home, whole)

    def require_saved(self) -> None:
        """Tell what could not be written into the gradebook.

        Raises:
            GradebookError: there was something; it is kept.
        """
        if self.trouble is not None:
            said = messages.KEPT_FOR_LATER.format(reason=self.trouble, count=self.waiting)
            raise GradebookError(said)

    def require_unchanged(self, graded: Sequence[str]) -> None:
        """Forget what was graded while the lab was being changed: who knows by which of the two.

        Raises:
            CourseError: it was.
        """
        if self.bundle.digest != self.bundle.now():
            self.bundle.forget(graded)
            raise CourseError(messages.CHANGED_MEANWHILE.format(lab=self.lab.name))
