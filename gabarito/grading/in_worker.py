"""What happens inside a worker: one process, with a prepared lab and its warm sandbox."""

from __future__ import annotations

import os
from pathlib import Path

from gabarito.course.layout import Course
from gabarito.grading import judge_for
from gabarito.grading.sturdy_judge import SturdyJudge
from gabarito.results.job import Job, Judged
from gabarito.sandbox import helper_processes, one_core, tiers

YIELDING = 5
"""Steps of niceness: whoever waits for the coordinator waits with all workers; and a machine that
grades for an hour stays good for other work."""

_judge: SturdyJudge | None = None
_place: tuple[Path, str, str]
_core: int | None = None


def begin(root: Path, lab: str, tier: str, core: int | None = None) -> None:
    """Be ready; the sandbox ends with its worker, and the worker with its coordinator.

    Args:
        tier: which works here, as the coordinator has seen.
        core: for this worker; any when None.
    """
    global _place, _core
    helper_processes.obey_coordinator()
    os.nice(YIELDING)
    tiers.take_as_working(tier)
    _place, _core = (root, lab, tier), core


def warm_up() -> None:
    """Prepare the lab, before there is anything to judge.

    Raises:
        GabaritoError: see :func:`gabarito.grading.judge_for.judge_for`; judging raises it again.
    """
    _ready()


def judge(job: Job) -> Judged:
    """Execute and judge one submission.

    Raises:
        GabaritoError: see :func:`gabarito.grading.judge_for.judge_for` and
            :meth:`SturdyJudge.judge`.
    """
    return _ready().judge(job)


def _ready() -> SturdyJudge:
    global _judge
    if _judge is None:
        root, lab, tier = _place
        _judge = judge_for.judge_for(Course.at(root).gradable(lab), tier)
        if _core is not None:  # not before: the sandbox warms up beside what is prepared here
            one_core.share(_core)
    return _judge
