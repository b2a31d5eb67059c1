"""Grade a lab's submissions: decide what is to do, spread it, store what comes back."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import gabarito
from gabarito.course import configuration
from gabarito.course.layout import KEY_FILE, RECORD_FILE, Gradable
from gabarito.errors import CourseError, SubmissionError
from gabarito.grading import instructor_first, judge_for, messages
from gabarito.grading.gradebook import Book
from gabarito.grading.workers import judge_all
from gabarito.nbgrader_api import assignment
from gabarito.notebook import handed_in
from gabarito.results import record
from gabarito.results.job import Job, Judged
from gabarito.sandbox import tiers
from gabarito.storage import atomic

_FOR_RELEASING = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader's release_feedback asks of a submission, and fails without."""


@dataclass(frozen=True)
class Cohort:
    """What grading a class gave: a record or a reason for each student."""

    records: dict[str, record.Record] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)

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
    Raises:
        CourseError: nothing submitted, an unknown student, the lab is not built, its source
            does not earn full marks, or an option asks for grades that would be others.
        SandboxError: this machine cannot isolate student code.
        OutputError: ``autograded/`` cannot be written.
    """
    submitted = _chosen(lab, students)
    url = db_url or lab.course.default_db
    cohort = Cohort()
    tier = tiers.choose(isolation).name
    bundle = _Bundle(lab, tier)
    judge_for.require_gradable(lab)
    instructor_first.require_full_marks(lab, tier, bundle.digest)
    assignment.register(lab, url)
    for student in _unknown(lab, url, submitted):
        cohort.add(student, messages.UNKNOWN_STUDENT.format(student=student))
        del submitted[student]
    pending = dict(_pending(bundle, submitted, force, cohort))
    on_start(len(pending) + len(cohort.failures))
    for student, reason in cohort.failures.items():
        on_done(student, reason)
    judged = judge_all(lab, pending, workers, tier)
    with Book(lab, url) as book, contextlib.closing(judged):
        for student, outcome in judged:
            if isinstance(outcome, Judged):
                book.save(student, outcome, submitted[student])
                _store(bundle, student, outcome, submitted[student])
            kept = outcome if isinstance(outcome, str) else outcome.record
            cohort.add(student, kept)
            on_done(student, kept)
    return cohort


def _chosen(lab: Gradable, students: Sequence[str]) -> dict[str, Path]:
    submitted = lab.course.submissions(lab, students)
    if not submitted and not students:
        place = lab.course.place("submitted", "ALUNO", lab.name)
        raise CourseError(f"Não há entregas de {lab.name}: ponha cada uma em {place}/.")
    for student in students:
        if student not in submitted:
            raise CourseError(
                f"{student} não tem entrega de {lab.name} em {lab.course.submitted}: "
                "confira o nome da pasta (e c.CourseDirectory.student_id_exclude)."
            )
    return submitted


def _unknown(lab: Gradable, url: str, students: Iterable[str]) -> list[str]:
    """Students that the course keeps from being graded: they are not in the gradebook."""
    if lab.course.config.Autograde.get("create_student", True):
        return []
    with Book(lab, url) as book:
        return [student for student in students if not book.knows(student)]


def _pending(
    bundle: _Bundle, submitted: dict[str, Path], force: bool, cohort: Cohort
) -> Iterator[tuple[str, Job]]:
    """Jobs still to do; what is graded already or cannot be goes to `cohort`."""
    for student, folder in submitted.items():
        try:
            place = judge_for.what_is_judged(bundle.lab, folder)
            stored = None if force else _stored(bundle, student, place)
        except SubmissionError as error:
            cohort.add(student, str(error))
            continue
        if stored:
            cohort.add(student, stored)
            cohort.unchanged.add(student)
        else:
            yield student, Job(place, student)


# --- storing -------------------------------------------------------------------------


def autograded_folder(lab: Gradable, student: str) -> Path:
    """Where a student's executed notebook is kept."""
    return lab.course.graded_folder(lab, student)


def stored_record(lab: Gradable, student: str) -> record.Record | None:
    """The record of the last time this student was graded, if any."""
    path = lab.course.record_folder(lab, student) / RECORD_FILE
    return record.from_json(path.read_text(encoding="utf-8")) if path.is_file() else None


def _stored(bundle: _Bundle, student: str, place: Path) -> record.Record | None:
    """The stored record, if it is of this very submission, lab, environment and tier.

    Raises:
        SubmissionError: the submission cannot be read.
    """
    lab = bundle.lab
    key = lab.course.record_folder(lab, student) / KEY_FILE
    graded = key.is_file() and autograded_folder(lab, student).is_dir()
    if graded and key.read_text() == bundle.key(judge_for.sha256(place)):
        return stored_record(bundle.lab, student)
    return None


def _store(bundle: _Bundle, student: str, judged: Judged, submitted: Path) -> None:
    """The notebooks first: until its key is there, a submission counts as not graded."""
    lab, key = bundle.lab, bundle.key(judged.record.submission_sha256)
    notebooks, records = autograded_folder(lab, student), lab.course.record_folder(lab, student)
    with atomic.scratch_folder(lab.course.autograded) as scratch:
        for name, notebook in judged.notebooks.items():
            atomic.write_text(scratch / notebooks.name / f"{name}.ipynb", notebook + "\n")
        for name, content in _for_releasing(submitted).items():
            atomic.write_bytes(scratch / notebooks.name / name, content)
        atomic.write_text(scratch / records.name / RECORD_FILE, record.to_json(judged.record))
        atomic.write_text(scratch / records.name / KEY_FILE, key)
        for place in dict.fromkeys((notebooks, records)):
            atomic.replace_folder(scratch / place.name, place)


def _for_releasing(submitted: Path) -> dict[str, bytes]:
    """Those files of a submission that nbgrader hands back feedback by, if they are plain files."""
    found = {}
    for name in _FOR_RELEASING:
        with contextlib.suppress(SubmissionError):
            found[name] = handed_in.read_bytes(submitted / name)
    return found


class _Bundle:
    """All that a grade depends on besides the submission: lab, environment, tier."""

    def __init__(self, lab: Gradable, tier: str) -> None:
        self.lab = lab
        known = f"{gabarito.__version__} {np.__version__} {tier}"
        digest = hashlib.sha256(known.encode())
        shipped = sorted(path for path in lab.folder.rglob("*") if path.is_file())
        for path in [*configuration.files(lab.course.root), *shipped]:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        self.digest = digest.hexdigest()

    def key(self, submission_sha256: str) -> str:
        """Hash of it all and a submission."""
        return hashlib.sha256(f"{self.digest} {submission_sha256}".encode()).hexdigest()
