"""What happens inside a worker: one process, with a prepared lab and its warm sandbox."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing import connection
from pathlib import Path

from gabarito.course.layout import Course
from gabarito.grading import judge_for
from gabarito.grading.sturdy_judge import SturdyJudge
from gabarito.results.job import Job, Judged

_judge: SturdyJudge | None = None
_place: tuple[Path, str, str | None]


def begin(root: Path, lab: str, isolation: str | None) -> None:
    """Interruptions are the coordinator's to handle: it ends the workers itself."""
    global _place
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _place = root, lab, isolation
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A coordinator that dies without a word ends nobody, and a worker's queue never closes.

    The sandbox ends with its worker.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


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
