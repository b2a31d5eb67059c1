"""The first submissions of a class, in hand before a gradebook says what else there is to do.

nbgrader alone takes a second to import. Whoever has no grade yet is judged whatever it knows of
them, and what lies just where nbgrader looks for it is judged as it lies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from gabarito.course.layout import Gradable, Lab
from gabarito.results.job import Job

MOST = 2
"""As many as one worker judges meanwhile; the others are not there yet."""


def jobs(lab: Gradable, students: Sequence[str] = (), *, force: bool = False) -> dict[str, Job]:
    """Jobs that the run over the class is sure to ask for in just this form, by student.

    Args:
        students: only these; all when empty.
        force: whether graded ones are judged again.
    """
    return dict(islice(_jobs(lab, students, force), MOST))


def _jobs(lab: Gradable, students: Sequence[str], force: bool) -> Iterator[tuple[str, Job]]:
    handed_in = lab.course.of_students("submitted", lab)
    asked = lab.course.asked_for(handed_in, students)
    for student in filter(asked.__contains__, handed_in):
        folder = handed_in[student]
        place = _place(lab, folder)
        # os.path: who may not be looked at is told of in the run, and costs nobody else anything
        new = force or not os.path.exists(lab.course.record_folder(lab, student))
        if new and os.path.exists(place) and not folder.is_symlink():
            yield student, Job(place, student)


def _place(lab: Gradable, folder: Path) -> Path:
    """What is judged of a folder in which everything has its right name."""
    return folder / f"{lab.name}.ipynb" if isinstance(lab, Lab) else folder
