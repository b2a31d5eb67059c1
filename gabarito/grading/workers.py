"""Spread jobs over workers: one process each, with a prepared lab and its warm sandbox.

A worker that dies costs the submission it had in hand: that one is tried once more, in a new
worker, and then reported. One that loses sandboxes is reported, too.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from gabarito.course.layout import Gradable
from gabarito.errors import GabaritoError, SandboxLostError, SubmissionError
from gabarito.grading import in_worker, judge_for, messages
from gabarito.results.job import Job, Judged
from gabarito.sandbox import helper_processes, interrupts, one_core, tiers

ATTEMPTS = 2
LOSSES = 3
"""Submissions in a row over which sandboxes were lost, before nobody else is tried."""

IDLE_S = 1.0

AHEAD = 8
"""Outcomes that wait for the coordinator before the workers do: each holds a whole notebook."""

Outcome = Judged | str
_Todo = queue.SimpleQueue[tuple[str, Job] | None]
"""What is to do, and for each lane, at the end, nothing more."""

_Came = tuple[str, Job, Outcome] | GabaritoError
_Done = queue.Queue[_Came]


class Workers:
    """The worker processes of one lab or assignment; a context manager that ends them.

    The first gets ready at once, the others start when there is something to judge; they stay for
    what is to judge after that.

    Args:
        most: processes; the number of cores when None.
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        SandboxError: it does not work here, or none does.
    """

    def __init__(
        self, lab: Gradable, most: int | None = None, isolation: str | None = None
    ) -> None:
        self.lab, self.most = lab, most or os.cpu_count() or 1
        self.tier = tiers.choose(isolation).name
        self.cores = _cores(self.most)
        self.todo, self.done = _Todo(), _Done(AHEAD)
        self.begun: dict[str, Job] = {}
        self.lanes: list[_Lane] = []

    def __enter__(self) -> Workers:
        with contextlib.ExitStack() as failed:
            failed.callback(self._end)
            self._start(1)
            failed.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        """End all, and whatever they still had to do; others may start after them."""
        with interrupts.postponed():  # or those that are left would go on
            for lane in self.lanes:
                lane.stop()
            self.lanes, self.todo, self.done = [], _Todo(), _Done(AHEAD)
            self.begun = {}

    def begin(self, jobs: Mapping[str, Job]) -> None:
        """Have the first worker take on what :meth:`judge` is asked next, among other things.

        What it is not asked of these is judged for nothing.
        """
        self.begun = dict(jobs)
        self._put(self.begun)

    def judge(
        self, jobs: Mapping[str, Job], on_idle: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[str, Outcome]]:
        """Each key with what came of its job, or the reason for nothing, as it comes.

        Args:
            on_idle: called while nothing comes, every ``IDLE_S`` seconds.
        Raises:
            GabaritoError: no worker can judge anything.
        """
        self._start(min(self.most, len(jobs)))
        awaited, begun = dict(jobs), self.begun
        self.begun = {}
        self._put({key: job for key, job in awaited.items() if begun.get(key) != job})
        while awaited:
            came = self._next(on_idle)
            if isinstance(came, GabaritoError):
                self._end()
                raise came
            key, job, outcome = came
            if awaited.get(key) == job:
                del awaited[key]
                yield key, outcome

    def _put(self, jobs: Mapping[str, Job]) -> None:
        for item in jobs.items():
            self.todo.put(item)

    def _next(self, on_idle: Callable[[], None]) -> _Came:
        while True:
            try:
                return self.done.get(timeout=IDLE_S)
            except queue.Empty:
                on_idle()

    def _start(self, count: int) -> None:
        if len(self.lanes) < count:
            prepare(self.lab)
        with interrupts.postponed():  # or one that began would be known to nobody
            while len(self.lanes) < count:
                core = next(self.cores)
                self.lanes.append(_Lane(self.lab, self.tier, core, self.todo, self.done))


def prepare(lab: Gradable) -> None:
    """Let what the lab's workers need be imported beside other things, before there are any."""
    helper_processes.prepare(judge_for.modules(lab))


def _cores(workers: int) -> Iterator[int | None]:
    """One for each worker, where there is work for all of them; else whichever is free."""
    cores = one_core.available()
    return itertools.cycle(cores if 0 < len(cores) <= workers else [None])


class _Stopped(Exception):
    """A lane that was stopped takes no more jobs."""


class _Lane:
    """One worker process and the thread that feeds it."""

    def __init__(
        self, lab: Gradable, tier: str, core: int | None, todo: _Todo, done: _Done
    ) -> None:
        self.lab, self.tier, self.core, self.todo, self.done = lab, tier, core, todo, done
        self.pool, self.losses = self._new_pool(), 0
        self.stopped, self.stopping = False, threading.Lock()
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _new_pool(self) -> ProcessPoolExecutor:
        arguments = (self.lab.course.root, self.lab.name, self.tier, self.core)
        context = helper_processes.context(judge_for.modules(self.lab))
        return ProcessPoolExecutor(1, context, in_worker.begin, arguments)

    def _work(self) -> None:
        with self.stopping, contextlib.suppress(Exception):  # or nobody would hear of any job
            if not self.stopped:
                self.pool.submit(in_worker.warm_up)  # what it raises, the first job raises again
        for student, job in iter(self.todo.get, None):
            try:
                self._deliver((student, job, self._judge(job)))
            except GabaritoError as error:
                self._deliver(error)
                break
        self.pool.shutdown(wait=False)

    def _deliver(self, came: _Came) -> None:
        """Hand it over when there is room for it; nobody waits for what a stopped lane has."""
        while not self.stopped:
            with contextlib.suppress(queue.Full):
                self.done.put(came, timeout=IDLE_S)
                break

    def _judge(self, job: Job) -> Outcome:
        for _ in range(ATTEMPTS):
            try:
                judged = self._hand_over(job).result()
                self.losses = 0
                return judged
            except SubmissionError as error:
                return str(error)
            except SandboxLostError as error:
                self.losses += 1
                if self.losses == LOSSES:
                    raise
                return str(error)
            except GabaritoError:
                raise
            except BrokenProcessPool:
                self.pool.shutdown(wait=False)
            except _Stopped:
                break
            except Exception as error:  # one submission must never stop the others
                kind = type(error).__name__
                return messages.UNEXPECTED.format(kind=kind, reason=error)
        return messages.DIED.format(times=ATTEMPTS)

    def _hand_over(self, job: Job) -> Future[Judged]:
        """The job, in the hands of a worker that is started for it if need be."""
        with self.stopping:
            if self.stopped:
                raise _Stopped
            try:
                return self.pool.submit(in_worker.judge, job)
            except BrokenProcessPool:  # it died over the job before
                prepare(self.lab)  # should the fork server have died
                self.pool = self._new_pool()
                return self.pool.submit(in_worker.judge, job)

    def stop(self) -> None:
        """End the worker now, in the middle of whatever it does."""
        with self.stopping:
            self.stopped = True
            helper_processes.end_now(self.pool)
        self.todo.put(None)
        self.pool.shutdown(wait=False, cancel_futures=True)
