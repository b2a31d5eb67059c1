"""What happens inside a worker: one process, with a prepared lab and its warm sandbox."""

from __future__ import annotations

from pathlib import Path

from gabarito.course.layout import Course
from gabarito.grading import judge_for
from gabarito.grading.sturdy_judge import SturdyJudge
from gabarito.results.job import Job, Judged
from gabarito.sandbox import helper_processes

_judge: SturdyJudge | None = None
_place: tuple[Path, str, str | None]


def begin(root: Path, lab: str, isolation: str | None) -> None:
    """Be ready; the sandbox ends with its worker, and the worker with its coordinator."""
    global _place
    helper_processes.obey_coordinator()
    _place = root, lab, isolation


def judge(job: Job) -> Judged:
    """Execute and judge one submission.

    Raises:
        GabaritoError: see :func:`gabarito.grading.judge_for.judge_for` and
            :meth:`SturdyJudge.judge`.
    """
    global _judge
    if _judge is None:
        root, lab, isolation = _place
        _judge = judge_for.judge_for(Course.at(root).gradable(lab), isolation)
    return _judge.judge(job)
