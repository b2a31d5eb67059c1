"""Grade a lab's submissions: decide what is to do, spread it, store what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gabarito.course import fingerprint
from gabarito.course.layout import Course, Gradable
from gabarito.errors import CourseError
from gabarito.grading import head_start, judge_for, messages
from gabarito.grading.alone import alone
from gabarito.grading.hands import hands
from gabarito.sandbox import tiers

if TYPE_CHECKING:
    from gabarito.grading.cohort import Cohort
    from gabarito.grading.submissions import Found
    from gabarito.results.record import Record

# The rest is imported once a worker gets ready, and nbgrader once it has something to judge.


def grade(
    lab: Gradable,
    *,
    students: Sequence[str] = (),
    workers: int | None = None,
    cluster: str | None = None,
    isolation: str | None = None,
    db_url: str | None = None,
    force: bool = False,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[str, Record | str], None] = lambda student, outcome: None,
    say: Callable[[str], None] = lambda sentence: None,
) -> Cohort:
    """Grade every submission of `lab` that changed since it was last graded.

    Each one graded is in the journal at once: an interruption keeps all that came before.

    Args:
        students: only these; all when empty.
        workers: processes; the number of cores when None.
        cluster: the address of a Dask cluster that judges in their place, or ``local:N``.
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
        BusyError: somebody else grades the lab.
        ClusterError: the cluster is not there, or would judge otherwise.
    """
    url = db_url or lab.course.default_db
    tier = tiers.choose(isolation).name
    before = fingerprint.fingerprint(lab)
    with hands(lab, workers, cluster, tier, say) as judges:
        from gabarito.grading import instructor_first, regrading

        require_ready(lab)
        known = f"{regrading.results_depend_on(lab)} {tier}"
        if instructor_first.earned_all(lab, known):
            judges.begin(head_start.jobs(lab, students, force=force))
        from gabarito.grading.gradebook import Book
        from gabarito.grading.lab_journal import LabJournal
        from gabarito.grading.run import Run
        from gabarito.nbgrader_api import assignment, gradebook_file

        found = handed_in(lab, url, students, say)
        with alone(lab) as scratch:
            unchanged = partial(_require_unchanged, lab, before)
            instructor_first.require_full_marks(lab, judges, known, scratch, unchanged)
            assignment.register(lab, scratch, url, say)
            with Book(lab, url, say) as book, LabJournal(lab) as journal:
                run = Run(lab, tier, book, journal, found, scratch, on_done)
                unchanged()
                run.regrading.write_down()
                run.judge(force, judges, on_start)
    run.cohort.names.update(gradebook_file.students(url, say))
    return run.cohort


def _require_unchanged(lab: Gradable, before: str) -> None:
    """Refuse to go on with workers that may know the lab as it was.

    Raises:
        CourseError: it was changed since its fingerprint was taken.
    """
    now = Course.at(lab.course.root).gradable(lab.name)  # configuration read anew
    if fingerprint.fingerprint(now) != before:
        raise CourseError(messages.CHANGED_MEANWHILE.format(lab=lab.name))


def handed_in(
    lab: Gradable, url: str, students: Sequence[str], say: Callable[[str], None]
) -> Found:
    """All that was handed in.

    Raises:
        CourseError: nothing, or nothing by a student who is asked for.
    """
    from gabarito.grading import submissions
    from gabarito.nbgrader_api import gradebook_file

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


def require_ready(lab: Gradable) -> None:
    """Refuse what cannot be graded rightly.

    Raises:
        CourseError: the lab's build is missing or out of date, or an option asks for other grades.
    """
    judge_for.require_current(lab)
    judge_for.require_gradable(lab)
