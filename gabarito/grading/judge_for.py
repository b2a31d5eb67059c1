"""Who judges what: the one place that tells a lab of ours from another nbgrader assignment.

What each way needs is imported where it is taken: nbgrader takes a second, and a lab's sandbox
begins to warm up before NumPy is imported here.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gabarito.course.layout import Assignment, Gradable, Lab
from gabarito.grading.sturdy_judge import Judge, SturdyJudge

if TYPE_CHECKING:
    from gabarito.results.record import Record


def judge_for(lab: Gradable, isolation: str | None = None) -> SturdyJudge:
    """Somebody to judge its submissions.

    Args:
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        CourseError: it is not built, or nbgrader refuses it.
        SandboxError: this machine cannot isolate student code.
    """
    return SturdyJudge(lambda: _judge(lab, isolation))


def _judge(lab: Gradable, isolation: str | None) -> Judge:
    if isinstance(lab, Assignment):
        from gabarito.foreign import judge

        return judge.Judge(lab, isolation)
    assert isinstance(lab, Lab)
    from gabarito.judging import warm_lab

    warm = warm_lab.start(lab, isolation)
    from gabarito.judging.judge import LabJudge

    return LabJudge(lab, warm)


def modules(lab: Gradable) -> list[str]:
    """What is worth importing before judges of its are made, once for all of them."""
    ours = ["gabarito.grading.preloaded"]
    return [*ours, "gabarito.foreign.judge"] if isinstance(lab, Assignment) else ours


def require_current(lab: Gradable) -> None:
    """Refuse a lab that was not built, or has changed since.

    Raises:
        CourseError: naming what to run.
    """
    if isinstance(lab, Lab):
        from gabarito.course import assembled

        assembled.require_current(lab)


def require_gradable(lab: Gradable) -> None:
    """Refuse what would not get the grades that its course expects.

    Raises:
        CourseError: an option of nbgrader's asks for what gabarito does not do.
    """
    if isinstance(lab, Assignment):
        from gabarito.foreign import options

        options.require_gradable(lab.course)


def instructors_submission(lab: Gradable, scratch: Path) -> Path:
    """The instructor's answers as if they had been handed in.

    Args:
        scratch: an empty folder to make it in, where it is not there already.
    Raises:
        CourseError: nbgrader refuses the assignment.
    """
    if isinstance(lab, Assignment):
        from gabarito.foreign import instructor_side

        return instructor_side.with_solutions(lab, scratch)
    assert isinstance(lab, Lab)
    return lab.notebook


def question_name(lab: Gradable, notebook: str, cell: str) -> str:
    """The question of a record that a graded cell of nbgrader's belongs to.

    Args:
        notebook, cell: nbgrader's ids.
    """
    if isinstance(lab, Assignment):
        return f"{notebook}/{cell}" if len(lab.notebooks()) > 1 else cell
    from gabarito.notebook import lab_text

    return lab_text.question_name(cell)


def sha256(place: Path) -> str:
    """Hexadecimal sha256 of what is judged.

    Raises:
        SubmissionError: a file of it is no regular file, too large, or unreadable.
    """
    from gabarito.foreign import student_side
    from gabarito.notebook import handed_in

    return student_side.sha256(place) if os.path.isdir(place) else handed_in.sha256(place)


def refuse_unreadable(lab: Gradable, place: Path) -> None:
    """Read a submission before anything slow starts.

    Raises:
        SubmissionError: it cannot be graded.
    """
    if isinstance(lab, Assignment):
        from gabarito.foreign import instructor_side, student_side

        student_side.read(place, instructor_side.expected(lab))
    elif isinstance(lab, Lab):
        from gabarito.judging import match_cells

        match_cells.read(place, lab.built())


def check(lab: Gradable, notebook: Path, isolation: str | None = None) -> Record:
    """Grade one file and write nothing.

    Args:
        notebook: a file; of an assignment with several, also a submission's whole folder.
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        CourseError: the lab's build is missing or out of date.
        SandboxError: this machine cannot isolate student code.
        SubmissionError: the file cannot be graded.
    """
    with contextlib.closing(judge_for(lab, isolation)) as judge:
        from gabarito.results.job import Job

        return judge.judge(Job(notebook.absolute(), executed=False)).record
