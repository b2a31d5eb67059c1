"""What happens inside a Dask worker: nothing of a student's, which its judge is there for.

A judge needs the main thread of a process, and Dask runs tasks in another: it is a process of
its own, the same as on one machine (:mod:`gabarito.grading.workers`), and stays warm from one
task to the next. Whoever started it has its folder and ends it.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

import msgspec

from gabarito.course import fingerprint
from gabarito.course.layout import Course, Gradable
from gabarito.errors import ClusterError, GabaritoError
from gabarito.grading import messages
from gabarito.grading.cluster import bundle
from gabarito.grading.cluster.parcels import About, Piece, Reply, Result, Task, encode
from gabarito.grading.submissions import shown
from gabarito.grading.workers import Outcome, Workers
from gabarito.results.job import Job
from gabarito.sandbox import tiers
from gabarito.storage import own_code, versions

IDLE_S = 600.0
"""After which a judge without work ends: its coordinator may have died without a word."""

_changing = threading.Lock()
_warm: _Warm | None = None


class _ClosedError(Exception):
    """Who asked for the work does not want it any more."""


def about(dask_worker: Any) -> bytes:
    """What the worker is, as an :class:`About`."""
    working = [tier.name for tier in tiers.available()]
    said = About(dask_worker.state.nthreads, versions.installed(), own_code.digest(), working)
    return encode(said)


def same(content: bytes) -> bytes:
    """The lab's bundle, as something that the cluster keeps and passes on."""
    return content


def judge(task: bytes, content: bytes) -> bytes:
    """Judge some submissions.

    Args:
        task: a :class:`Task`.
        content: the lab's bundle.
    Returns:
        a :class:`Reply`.
    """
    asked = msgspec.msgpack.decode(task, type=Task)
    try:
        results = _judge_for(asked, content).judge(asked.pieces)
    except GabaritoError as error:
        finish(asked.bundle)
        return encode(Reply(trouble=str(error)))
    return encode(Reply(results))


def finish(sha256: str) -> None:
    """End the judge that is warm, if it is that bundle's; what it does is not finished."""
    global _warm
    with _changing:
        if _warm is not None and _warm.sha256 == sha256:
            _warm.close()
            _warm = None


def _judge_for(asked: Task, content: bytes) -> _Warm:
    global _warm
    with _changing:
        if _warm is None or (_warm.sha256, _warm.tier) != (asked.bundle, asked.tier):
            if _warm is not None:
                _warm.close()
            _warm = None
            _warm = _Warm(asked, content)
        return _warm


class _Warm:
    """A lab unpacked on this machine, and the process that judges it.

    Raises:
        ClusterError: the lab would be judged otherwise here.
    """

    def __init__(self, asked: Task, content: bytes) -> None:
        self.sha256, self.tier, self.closed = asked.bundle, asked.tier, False
        self.folder = Path(tempfile.mkdtemp(prefix="gabarito-"))
        try:
            lab = self._lab(asked, content)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        # Dask's nanny forbids what it started to start anything, lest that be left behind; a
        # judge ends with whoever started it.
        multiprocessing.current_process().daemon = False
        self.workers = Workers(lab, 1, asked.tier)
        self.timer: threading.Timer | None = None

    def _lab(self, asked: Task, content: bytes) -> Gradable:
        root = self.folder / "curso"
        bundle.unpack(content, root)
        lab = Course.at(root).gradable(asked.lab)
        if fingerprint.fingerprint(lab) != asked.fingerprint:
            raise ClusterError(messages.OTHER_COURSE)
        return lab

    def judge(self, pieces: list[Piece]) -> list[Result]:
        """What came of each, in order.

        Raises:
            GabaritoError: nothing can be judged here.
        """
        self._stop_timer()
        with tempfile.TemporaryDirectory(dir=self.folder) as handed_in:
            places = [_unpack(one, Path(handed_in, str(n))) for n, one in enumerate(pieces)]
            jobs = {
                str(number): Job(place, one.student, one.executed, one.kept)
                for number, (place, one) in enumerate(zip(places, pieces, strict=True))
            }
            outcomes = dict(self.workers.judge(jobs, self._require_open))
        self._start_timer()
        return [
            _result(outcomes[str(number)], place, one.place)
            for number, (place, one) in enumerate(zip(places, pieces, strict=True))
        ]

    def _require_open(self) -> None:
        if self.closed:
            raise _ClosedError

    def _start_timer(self) -> None:
        self.timer = threading.Timer(IDLE_S, finish, [self.sha256])
        self.timer.daemon = True
        self.timer.start()

    def _stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()

    def close(self) -> None:
        """End the process, and remove all that was unpacked."""
        self.closed = True
        self._stop_timer()
        self.workers.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)


def _unpack(piece: Piece, folder: Path) -> Path:
    """Where it lies now."""
    folder.mkdir()
    for name, content in piece.files:
        path = folder / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder if piece.folder else folder / os.fsdecode(piece.files[0][0])


def _result(outcome: Outcome, place: Path, known_as: str) -> Result:
    if isinstance(outcome, str):
        for here in (str(place), shown(place)):
            outcome = outcome.replace(here, known_as)
        return Result(failure=outcome)
    return Result(
        record=outcome.record, notebooks=dict(outcome.notebooks), marks=list(outcome.marks)
    )
