"""Who judges what: the one place that tells a lab of ours from another nbgrader assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from gabarito import foreign, foreign_entry, submission
from gabarito.course import Assignment, Gradable, Lab
from gabarito.engine import Job, Judged, LabJudge


class Judge(Protocol):
    """Judges the submissions of one lab or assignment; keeps a process warm until closed."""

    def judge(self, job: Job) -> Judged:
        """Execute and judge one submission.

        Raises:
            SubmissionError: it cannot be read.
        """

    def close(self) -> None:
        """End the warm process."""


def judge_for(lab: Gradable, isolation: str | None = None) -> Judge:
    """Somebody to judge its submissions.

    Args:
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        CourseError: it is not built, or nbgrader refuses it.
        SandboxError: this machine cannot isolate student code.
    """
    if isinstance(lab, Assignment):
        return foreign.Judge(lab, isolation)
    assert isinstance(lab, Lab)
    return LabJudge(lab, isolation)


def handed_in(lab: Gradable, folder: Path) -> Path:
    """What of a submission's folder is judged: a lab's one notebook, or an assignment's all.

    Raises:
        SubmissionError: there is no notebook, or it is not clear which one counts.
    """
    return folder if isinstance(lab, Assignment) else submission.find_notebook(folder, lab.name)


def sha256(place: Path) -> str:
    """Hexadecimal sha256 of what is judged.

    Raises:
        SubmissionError: a file of it is no regular file, too large, or unreadable.
    """
    return foreign_entry.sha256(place) if place.is_dir() else submission.sha256(place)


def refuse_unreadable(lab: Gradable, place: Path) -> None:
    """Read a submission before anything slow starts.

    Raises:
        SubmissionError: it cannot be graded.
    """
    if isinstance(lab, Assignment):
        foreign_entry.read(place, list(lab.notebooks()))
    elif isinstance(lab, Lab):
        submission.read(place, lab.built())
