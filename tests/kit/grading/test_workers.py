"""Workers and who takes what they have done."""

from __future__ import annotations

import os
import signal
import struct
import time
from concurrent.futures import ProcessPoolExecutor
from threading import Thread

import pytest

from gabarito.grading.workers import AHEAD, Workers, _Lane
from gabarito.guest import tree
from gabarito.results.job import Job
from gabarito.sandbox import one_core

PATIENCE_S = 60


def test_workers_wait_for_a_coordinator_that_is_slower(mini):
    jobs = {str(number): Job(mini.notebook, executed=False) for number in range(AHEAD + 4)}
    with Workers(mini, 1) as workers:
        outcomes = workers.judge(jobs)
        first = next(outcomes)
        deadline = time.monotonic() + PATIENCE_S
        while not workers.done.full() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert workers.done.full()
        assert not workers.todo.empty()
        assert {first[0], *(name for name, _ in outcomes)} == set(jobs)


def test_workers_that_wait_are_ended_all_the_same(mini):
    jobs = {str(number): Job(mini.notebook, executed=False) for number in range(AHEAD + 4)}
    with Workers(mini, 1) as workers:
        (lane,) = workers.lanes
        next(workers.judge(jobs))
        deadline = time.monotonic() + PATIENCE_S
        while not workers.done.full() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert workers.done.full()
    lane.thread.join(PATIENCE_S)
    assert not lane.thread.is_alive()


def test_a_worker_that_cannot_even_begin_keeps_nobody_waiting(mini, monkeypatch):
    """No room for another process: it is told of each submission, and does not end in silence."""

    def no_room(self, *_):
        raise BlockingIOError("no room for another process")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", no_room)
    told = []
    with Workers(mini, 1) as workers:
        jobs = {"ana": Job(mini.notebook), "bia": Job(mini.notebook)}
        asking = Thread(target=lambda: told.extend(workers.judge(jobs)), daemon=True)
        asking.start()
        asking.join(PATIENCE_S)
    assert {student for student, _ in told} == {"ana", "bia"}
    assert all("no room for another process" in reason for _, reason in told)


def test_workers_yield_to_the_coordinator_that_they_all_wait_for(mini):
    with Workers(mini, 1) as workers:
        list(workers.judge({"one": Job(mini.notebook, executed=False)}))
        (pid,) = workers.lanes[0].pool._processes
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_who_interrupts_their_end_leaves_nobody_at_work(mini, monkeypatch):
    stop = _Lane.stop

    def interrupted(lane):
        signal.raise_signal(signal.SIGINT)
        stop(lane)

    monkeypatch.setattr(_Lane, "stop", interrupted)
    workers = Workers(mini, 2)
    workers._start(2)
    lanes = list(workers.lanes)
    with pytest.raises(KeyboardInterrupt):
        workers._end()
    for lane in lanes:
        lane.thread.join(PATIENCE_S)
    assert [lane.thread.is_alive() for lane in lanes] == [False, False]


def test_who_interrupts_their_start_leaves_nobody_at_work(mini, monkeypatch):
    began = []
    begin = _Lane.__init__

    def interrupted(lane, *given):
        begin(lane, *given)
        began.append(lane)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(_Lane, "__init__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        with Workers(mini, 1):
            raise AssertionError("it goes on")
    (lane,) = began
    lane.thread.join(PATIENCE_S)
    assert not lane.thread.is_alive()


def _cores(lane):
    """Where a worker, and all that it has started, may run."""
    (worker,) = lane.pool._processes
    return {frozenset(os.sched_getaffinity(p.pid)) for p in tree.processes(worker)}


def test_where_there_is_a_core_for_each_worker_its_sandbox_shares_it(mini):
    cores = one_core.available()
    jobs = {str(number): Job(mini.notebook, executed=False) for number in range(len(cores) + 1)}
    with Workers(mini, len(cores)) as workers:
        list(workers.judge(jobs))
        deadline = time.monotonic() + PATIENCE_S  # one may be getting ready still
        while len(set.union(*map(_cores, workers.lanes))) != len(cores):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert [_cores(lane) for lane in workers.lanes] == [{frozenset([core])} for core in cores]


@pytest.mark.skipif(len(one_core.available()) < 2, reason="precisa de dois núcleos")
def test_fewer_workers_run_wherever_there_is_room(mini):
    with Workers(mini, 1) as workers:
        list(workers.judge({"ana": Job(mini.notebook, executed=False)}))
        assert _cores(workers.lanes[0]) == {frozenset(one_core.available())}


def test_a_worker_ended_in_the_middle_of_a_message_leaves_nobody_waiting_for_its_end(mini):
    with Workers(mini, 1) as workers:
        list(workers.judge({"ana": Job(mini.notebook, executed=False)}))
        pool = workers.lanes[0].pool
        reader, results = pool._executor_manager_thread, pool._result_queue
        os.write(results._writer.fileno(), struct.pack("!i", 1000) + b"as far as it came")
    reader.join(PATIENCE_S)
    assert not reader.is_alive()
