"""Pages made on all cores: a lane for each, with one process that imports everything once.

A process that dies costs the page it had in hand, and no other.
"""

from __future__ import annotations

import functools
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from gabarito.course.layout import Course, Lab
from gabarito.errors import GabaritoError
from gabarito.pages import messages
from gabarito.sandbox import helper_processes

PRELOADED = ["gabarito.pages.student"]

Make = Callable[[Lab, str], Callable[[str], Path]]
"""By lab and gradebook, what writes the page of a student; once in each process."""

Made = Path | str
"""A page, or why there is none."""

_maker: Callable[[], Callable[[str], Path]]
"""In a process of a lane: what it makes pages with, made at the first."""


def make_all(
    make: Make, lab: Lab, db_url: str, students: Sequence[str], workers: int
) -> Iterator[tuple[str, Made]]:
    """Each of `students` with the page, as it is made.

    Args:
        make: a function of a module.
    """
    todo: queue.SimpleQueue[str] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[str, Made]] = queue.SimpleQueue()
    for student in students:
        todo.put(student)
    helper_processes.prepare(PRELOADED)
    lanes: list[_Lane] = []
    try:
        for _ in range(min(workers, len(students))):
            lanes.append(_Lane(make, lab, db_url, todo, done))
        for _ in students:
            yield done.get()
    finally:
        for lane in lanes:
            lane.stop()


class _Lane:
    """One process and the thread that feeds it."""

    def __init__(
        self,
        make: Make,
        lab: Lab,
        db_url: str,
        todo: queue.SimpleQueue[str],
        done: queue.SimpleQueue[tuple[str, Made]],
    ) -> None:
        self.make, self.lab, self.db_url, self.todo, self.done = make, lab, db_url, todo, done
        self.pool, self.stopped, self.stopping = self._new_pool(), False, threading.Lock()
        threading.Thread(target=self._work, daemon=True).start()

    def _new_pool(self) -> ProcessPoolExecutor:
        context = helper_processes.context(PRELOADED)
        given = (self.make, self.lab.course.root, self.lab.name, self.db_url)
        return ProcessPoolExecutor(1, context, _begin, given)

    def _work(self) -> None:
        while not self.stopped:
            try:
                student = self.todo.get_nowait()
            except queue.Empty:
                break
            self.done.put((student, self._made(student)))
        self.pool.shutdown(wait=False)

    def _made(self, student: str) -> Made:
        try:
            return self._hand_over(student).result()
        except BrokenProcessPool:
            self.pool.shutdown(wait=False)
            return messages.PROCESS_DIED.format(student=student)
        except GabaritoError as error:
            return str(error)
        except Exception as error:  # one page must never stop the others
            return messages.UNEXPECTED.format(kind=type(error).__name__, reason=error)

    def _hand_over(self, student: str) -> Future[Path]:
        """The student, in the hands of a process that is started for it if need be."""
        with self.stopping:
            try:
                return self.pool.submit(_make, student)
            except BrokenProcessPool:  # it died over the page before
                if self.stopped:
                    raise
                helper_processes.prepare(PRELOADED)  # should the fork server have died
                self.pool = self._new_pool()
                return self.pool.submit(_make, student)

    def stop(self) -> None:
        """End the process now, in the middle of whatever it does."""
        with self.stopping:
            self.stopped = True
            helper_processes.end_now(self.pool)
        self.pool.shutdown(wait=False, cancel_futures=True)


def cores() -> int:
    """How many pages are made at a time."""
    return os.cpu_count() or 1


def _begin(make: Make, root: Path, lab: str, db_url: str) -> None:
    global _maker
    helper_processes.obey_coordinator()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # tidies up what was half made
    _maker = functools.cache(lambda: make(Course.at(root).lab(lab), db_url))


def _make(student: str) -> Path:
    return _maker()(student)
