"""Spread jobs over the workers of a Dask cluster, and take what comes back.

At any time a few tasks a worker are under way, and the rest is on disk: a class of any size fits
into memory. A worker that dies costs nothing, its tasks go to another one; when the connection
to the scheduler is cut, what was under way is asked for again, under the same names.
"""

from __future__ import annotations

import contextlib
import queue
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from gabarito.course.layout import Gradable
from gabarito.errors import ClusterError, SubmissionError
from gabarito.grading import messages
from gabarito.grading.cluster import batches, connection, on_worker, parcels
from gabarito.grading.cluster.batches import Batch
from gabarito.grading.cluster.bundle import Bundle
from gabarito.grading.cluster.parcels import Reply, Result
from gabarito.grading.workers import ATTEMPTS, IDLE_S, Outcome
from gabarito.results.job import Job, Judged

AHEAD = 2
"""Tasks of each worker that are under way: one in its hands, one to go on with."""

LOOK_S = 5.0
"""Between two looks at who is there, while nothing comes."""


class Cluster:
    """The workers of a Dask cluster, for one lab or assignment; a context manager.

    Args:
        address: of the scheduler, or ``local:N``.
        tier: sandbox tier.
        say: called with what a person should know meanwhile.
    Raises:
        ClusterError: it cannot be reached, or has a worker that would judge otherwise.
        MissingExtraError: Dask is not installed.
    """

    def __init__(self, lab: Gradable, address: str, tier: str, say: Callable[[str], None]) -> None:
        self.lab, self.address, self.tier, self.say = lab, address, tier, say
        self.flying: dict[Any, Batch] = {}
        self.workers, self.looked, self.cut = 1, 0.0, False

    def __enter__(self) -> Cluster:
        with contextlib.ExitStack() as stack:
            self.client = stack.enter_context(connection.connected(self.address))
            connection.require_alike(self.client, self.address, self.tier)
            self.bundle, self.parcel = Bundle.of(self.lab), None
            stack.callback(self._leave)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def _leave(self) -> None:
        """Whatever they still do, they end it; and their judges."""
        with contextlib.suppress(Exception):  # nobody there who could
            self.client.cancel(list(self.flying), force=True)
            self.client.run(on_worker.finish, self.bundle.sha256, on_error="ignore")

    def begin(self, jobs: Mapping[str, Job]) -> None:
        """Nothing: a task of a few would cost a cluster what it gains."""

    def judge(
        self, jobs: Mapping[str, Job], on_idle: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[str, Outcome]]:
        """Each key with what came of its job, or the reason for nothing, as it comes.

        Args:
            on_idle: called while nothing comes, every ``IDLE_S`` seconds.
        Raises:
            ClusterError: no worker can judge anything, or the cluster is gone.
        """
        self.ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._look()
        todo = deque(batches.batches(jobs, self.workers))
        while todo or self.flying:
            while todo and len(self.flying) < AHEAD * self.workers:
                yield from self._send(todo.popleft())
            if self.flying:
                future = self._next(on_idle)
                yield from self._taken(future, self.flying.pop(future), todo)

    def _send(self, batch: Batch) -> Iterator[tuple[str, Outcome]]:
        """Have a batch judged; what is said of those that cannot be sent."""
        sent, pieces = [], []
        for student, job in batch.jobs:
            try:
                pieces.append(batches.piece(job))
            except SubmissionError as error:
                yield student, str(error)
                continue
            sent.append((student, job))
        if sent:
            task = parcels.encode(batches.task(self.lab.name, self.tier, self.bundle, pieces))
            future = self._submit(on_worker.judge, task, self._lab(), key=parcels.key(task))
            self.flying[future] = Batch(tuple(sent), batch.tries)
            future.add_done_callback(self.ended.put)

    def _lab(self) -> Any:
        """The lab, as something of the cluster's: it goes to each worker once."""
        if self.parcel is None or self.parcel.status in ("cancelled", "lost", "error"):
            key = f"gabarito-lab-{self.bundle.sha256}"
            self.parcel = self._submit(on_worker.same, self.bundle.content, key=key)
        return self.parcel

    def _submit(self, step: Callable[..., bytes], *given: Any, key: str) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of megabytes that go to the scheduler
            try:
                return self.client.submit(step, *given, key=key)
            except Exception:
                self._require_open()
                raise

    def _require_open(self) -> None:
        if self.client.status == "closed":
            raise ClusterError(messages.LOST.format(address=self.address)) from None

    def _next(self, on_idle: Callable[[], None]) -> Any:
        """A task that ended, however."""
        while True:
            with contextlib.suppress(queue.Empty):
                future = self.ended.get(timeout=IDLE_S)
                if future in self.flying:
                    return future
            on_idle()
            if time.monotonic() - self.looked > LOOK_S:
                self._look()

    def _look(self) -> None:
        """See who is there.

        Raises:
            ClusterError: not even the scheduler.
        """
        self.looked = time.monotonic()
        try:
            found = len(self.client.nthreads())
        except (OSError, RuntimeError, AttributeError):  # connecting again, or given up
            self._require_open()
            return
        if self.workers and not found:
            self.say(messages.ALL_GONE)
        self.workers = found

    def _taken(
        self, future: Any, batch: Batch, todo: deque[Batch]
    ) -> Iterator[tuple[str, Outcome]]:
        """What came of a task; what is to be tried again goes to the front of `todo`."""
        try:
            reply = msgspec.msgpack.decode(future.result(), type=Reply)
        except Exception as error:
            yield from self._failed(future, batch, todo, error)
            return
        if reply.trouble:
            raise ClusterError(reply.trouble)
        for (student, _), result in zip(batch.jobs, reply.results, strict=True):
            yield student, _outcome(result)

    def _failed(
        self, future: Any, batch: Batch, todo: deque[Batch], error: Exception
    ) -> Iterator[tuple[str, Outcome]]:
        self._look()
        if future.status in ("cancelled", "lost"):
            if not self.cut:
                self.say(messages.CUT)
            self.cut = True
            todo.appendleft(batch)
        elif len(batch.jobs) > 1:
            todo.extendleft(batch.one_by_one())
        elif batch.tries + 1 < ATTEMPTS:
            todo.appendleft(batch.again())
        else:
            kind, reason = type(error).__name__, " ".join(str(error).split())
            yield batch.jobs[0][0], messages.BROKEN.format(kind=kind, reason=reason)


def _outcome(result: Result) -> Outcome:
    if result.record is None:
        return result.failure or ""
    return Judged(result.record, result.notebooks, result.marks)
