"""What grading would change, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gabarito.course import gradebook_url
from gabarito.course.layout import Gradable
from gabarito.grading import grade_class, judge_for
from gabarito.grading.alone import alone
from gabarito.grading.gradebook import Book
from gabarito.grading.hands import hands
from gabarito.grading.history import Change, changes
from gabarito.grading.lab_journal import LabJournal
from gabarito.grading.run import Run
from gabarito.nbgrader_api import assignment, gradebook_file
from gabarito.results import record
from gabarito.results.job import Judged
from gabarito.sandbox import tiers


@dataclass(frozen=True)
class Preview:
    """What grading would do.

    Attributes:
        graded: the records that there would be, of those whom it would judge.
        before: the records that there are, of those of them who have one.
        failures: why there would be none, by student.
        unchanged: those whom it would not judge.
        names: full names, of those who have one in the gradebook.
    """

    graded: dict[str, record.Record] = field(default_factory=dict)
    before: dict[str, record.Record] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def changes(self, student: str) -> list[Change]:
        """The questions whose points would be others."""
        if student not in self.before:
            return []
        return changes(self.before[student], self.graded[student])


class _DryRun(Run):
    """A run whose results go nowhere; its gradebook is thrown away."""

    def _done_before(self, student: str) -> bool:
        one, entry = self.staged[student], self.journal.last(student)
        if entry is None or entry.key != self.bundle.key(judge_for.sha256(one.place), one):
            return False
        if not self.shelf.is_ready(entry) and not self.shelf.has(entry):
            return False
        self.cohort.unchanged.add(student)
        return True

    def _finish(self, student: str, outcome: Judged | str) -> None:
        self._add(student, outcome if isinstance(outcome, str) else outcome.record)

    def _forget(self, graded: Sequence[str]) -> None:
        """Nothing: what is stored is of another run."""


def preview(
    lab: Gradable,
    *,
    students: Sequence[str] = (),
    workers: int | None = None,
    cluster: str | None = None,
    isolation: str | None = None,
    db_url: str | None = None,
    force: bool = False,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[str, record.Record | str], None] = lambda student, outcome: None,
    say: Callable[[str], None] = lambda sentence: None,
) -> Preview:
    """What :func:`gabarito.grading.grade_class.grade` would change, asked in the same way.

    Raises:
        GabaritoError: as there.
    """
    url = db_url or lab.course.default_db
    found = grade_class.handed_in(lab, url, students, say)
    grade_class.require_ready(lab)
    tier = tiers.choose(isolation).name
    with alone(lab) as scratch:
        own = gradebook_url.of_file(scratch / "gradebook.db")
        assignment.register(lab, scratch, own)
        with Book(lab, own) as book, LabJournal(lab) as journal:
            run = _DryRun(lab, tier, book, journal, found, scratch, on_done)
            with hands(lab, workers, cluster, tier, say) as judges:
                run.judge(force, judges, on_start)
            last = {student: journal.last(student) for student in run.cohort.records}
    return Preview(
        run.cohort.records,
        {student: entry.record for student, entry in last.items() if entry},
        run.cohort.failures,
        run.cohort.unchanged,
        gradebook_file.students(url, say),
    )
