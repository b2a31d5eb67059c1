"""Workers and who takes what they have done."""

from __future__ import annotations

import os
import time

from gabarito.grading.workers import AHEAD, Workers
from gabarito.results.job import Job

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


def test_workers_yield_to_the_coordinator_that_they_all_wait_for(mini):
    with Workers(mini, 1) as workers:
        list(workers.judge({"one": Job(mini.notebook, executed=False)}))
        (pid,) = workers.lanes[0].pool._processes
        assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
