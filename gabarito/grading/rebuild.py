"""Gradebook and ``autograded/`` made again from the journal, when they are lost or moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gabarito.course.layout import Gradable
from gabarito.errors import CourseError
from gabarito.grading import messages
from gabarito.grading.alone import alone
from gabarito.grading.cohort import Cohort
from gabarito.grading.gradebook import Book
from gabarito.grading.lab_journal import Entry, LabJournal
from gabarito.grading.projections import Projections
from gabarito.grading.stored import Shelf, autograded_folder
from gabarito.nbgrader_api import assignment, gradebook_file
from gabarito.results import record


def rebuild(
    lab: Gradable,
    *,
    students: Sequence[str] = (),
    db_url: str | None = None,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[str, record.Record | str], None] = lambda student, outcome: None,
    say: Callable[[str], None] = lambda sentence: None,
) -> Cohort:
    """Make the gradebook and ``autograded/`` again from the journal, judging nothing.

    Args:
        students, db_url, on_start, on_done, say: see :func:`gabarito.grading.grade_class.grade`.
    Raises:
        CourseError: nothing is in the journal, or nothing of one of `students`.
        OutputError: ``autograded/`` or the gradebook cannot be written.
    """
    url, cohort = db_url or lab.course.default_db, Cohort()

    def told(student: str, outcome: record.Record | str) -> None:
        cohort.add(student, outcome)
        on_done(student, outcome)

    with alone(lab) as scratch:
        assignment.register(lab, scratch, url, say)
        with Book(lab, url, say) as book, LabJournal(lab) as journal:
            entries = _asked_for(lab, journal, students)
            on_start(len(entries))
            shelf = Shelf(lab, scratch)
            projections, cells = Projections(book, journal, shelf), book.cells()
            for entry in entries:
                if {(mark.notebook, mark.kind, mark.cell) for mark in entry.marks} <= cells:
                    home = autograded_folder(lab, entry.student)
                    projections.add(entry, home, told)
                else:
                    told(entry.student, messages.ANOTHER_LAB.format(lab=lab.name))
            projections.flush()
            projections.require_saved()
            lost = [one.student for one in entries if not shelf.has(one)]
    if lost:
        say(messages.NO_NOTEBOOKS.format(count=len(lost), lab=lab.name))
    cohort.names.update(gradebook_file.students(url, say))
    return cohort


def _asked_for(lab: Gradable, journal: LabJournal, students: Sequence[str]) -> list[Entry]:
    found = {name: entry for name in journal.students() if (entry := journal.last(name))}
    for student in students or [""] * (not found):
        if student not in found:
            whose = messages.OF_STUDENT.format(student=student) if student else ""
            raise CourseError(messages.NOT_IN_JOURNAL.format(student=whose, lab=lab.name))
    return [entry for name, entry in found.items() if not students or name in students]
