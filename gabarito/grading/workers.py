"""Spread jobs over workers: one process each, with a prepared lab and its warm sandbox.

A worker that dies costs the submission it had in hand: that one is tried once more, in a new
worker, and then reported.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Generator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

from gabarito.course.layout import Course, Gradable
from gabarito.errors import GabaritoError, SubmissionError
from gabarito.grading import judge_for, messages
from gabarito.results.job import Job, Judged
from gabarito.sandbox import interrupts, trusted_path

ATTEMPTS = 2

_PRELOADED = [
    "gabarito.grading.judge_for",
    "gabarito.results.executed_notebook",
    "nbgrader.preprocessors",
]

Outcome = Judged | str
_Todo = queue.SimpleQueue[tuple[str, Job]]
_Done = queue.SimpleQueue[tuple[str, Outcome] | GabaritoError]


def judge_all(
    lab: Gradable,
    jobs: Mapping[str, Job],
    workers: int | None = None,
    isolation: str | None = None,
) -> Generator[tuple[str, Outcome], None, None]:
    """Each student with what came of their job, or the reason for nothing, as it comes.

    Args:
        workers: processes; the number of cores when None.
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        GabaritoError: no worker can judge anything.
    """
    todo: _Todo = queue.SimpleQueue()
    done: _Done = queue.SimpleQueue()
    for item in jobs.items():
        todo.put(item)
    prepare()
    lanes: list[_Lane] = []
    try:
        for _ in range(min(workers or os.cpu_count() or 1, len(jobs))):
            lanes.append(_Lane(lab, isolation, todo, done))
        for _ in jobs:
            outcome = done.get()
            if isinstance(outcome, GabaritoError):
                raise outcome
            yield outcome
    finally:
        for lane in lanes:
            lane.stop()


def prepare() -> None:
    """Let what workers need be imported beside other things, before :func:`judge_all`."""
    trusted_path.secure()
    if "forkserver" in multiprocessing.get_all_start_methods():
        _workers_context()
        with trusted_path.Inherited():
            resource_tracker.ensure_running()  # it would undo what comes now
            with interrupts.not_inherited():
                forkserver.ensure_running()


def _workers_context() -> multiprocessing.context.BaseContext:
    """Workers start as forks of one process that has imported what they all need."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


class _Lane:
    """One worker process and the thread that feeds it."""

    def __init__(self, lab: Gradable, isolation: str | None, todo: _Todo, done: _Done) -> None:
        self.lab, self.isolation, self.todo, self.done = lab, isolation, todo, done
        self.pool = self._new_pool()
        self.stopped = False
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _new_pool(self) -> ProcessPoolExecutor:
        arguments = (self.lab.course.root, self.lab.name, self.isolation)
        return ProcessPoolExecutor(1, _workers_context(), _begin, arguments)

    def _work(self) -> None:
        while not self.stopped:
            try:
                student, job = self.todo.get_nowait()
            except queue.Empty:
                break
            try:
                self.done.put((student, self._judge(job)))
            except GabaritoError as error:
                self.done.put(error)
                break
        self.pool.shutdown(wait=False)

    def _judge(self, job: Job) -> Outcome:
        for _ in range(ATTEMPTS):
            try:
                return self.pool.submit(_judge, job).result()
            except SubmissionError as error:
                return str(error)
            except GabaritoError:
                raise
            except BrokenProcessPool:
                self.pool.shutdown(wait=False)
                if self.stopped:
                    break
                prepare()  # should the fork server have died
                self.pool = self._new_pool()
            except Exception as error:  # one submission must never stop the others
                kind = type(error).__name__
                return messages.UNEXPECTED.format(kind=kind, reason=error)
        return messages.DIED.format(times=ATTEMPTS)

    def stop(self) -> None:
        """End the worker now, in the middle of whatever it does."""
        self.stopped = True
        for process in (self.pool._processes or {}).values():
            process.terminate()
        self.pool.shutdown(wait=False, cancel_futures=True)


# --- inside a worker -----------------------------------------------------------------

_judge_here: judge_for.Judge | None = None
_place: tuple[Path, str, str | None]


def _begin(root: Path, lab: str, isolation: str | None) -> None:
    """Ctrl-C is the coordinator's to handle: it ends the workers itself."""
    global _place
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _place = root, lab, isolation


def _judge(job: Job) -> Judged:
    global _judge_here
    if _judge_here is None:
        root, lab, isolation = _place
        _judge_here = judge_for.judge_for(Course.at(root).gradable(lab), isolation)
    return _judge_here.judge(job)
