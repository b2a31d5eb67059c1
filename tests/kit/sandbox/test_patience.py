"""Time limits count what a student's code had, not what others took from it."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import socket
import time

import pytest

from gabarito.checks import verificador
from gabarito.guest.tree import Process
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.sandbox import patience
from gabarito.sandbox.patience import Patience

WORK = """
import time
start = time.process_time()
while time.process_time() - start < {seconds}: pass
"""

RIVALS = 5


def burn():
    os.setsid()  # a scheduler that shares by session gives it as much as the sandbox
    while True:
        pass


@pytest.fixture
def one_core():
    """This process and its children have one CPU core only."""
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("sem sched_setaffinity nesta máquina")
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    yield
    os.sched_setaffinity(0, allowed)


@pytest.fixture
def session(one_core, mini):
    with PreparedLab(mini) as examiner, examiner.warm.session() as running:
        yield running


@pytest.fixture(params=[RIVALS])
def crowd(session, request):
    """Others that never stop share its core."""
    rivals = [multiprocessing.Process(target=burn, daemon=True) for _ in range(request.param)]
    for rival in rivals:
        rival.start()
    yield
    for rival in rivals:
        rival.kill()
        rival.join()


@pytest.mark.slow(reason="waits for limits of time")
def test_a_crowded_machine_costs_no_student_their_cell(session, crowd):
    start = time.monotonic()
    ran = session.run(WORK.format(seconds=1.0), "x", [], 2.0)
    assert not ran.failed
    assert time.monotonic() - start > 2.0  # or the machine was not crowded at all


def test_nor_does_work_without_end_last_longer_there(session, crowd):
    ran = session.run("while True: pass", "x", [], 0.5)
    assert ran.interrupted


@pytest.mark.slow(reason="waits for limits of time")
@pytest.mark.parametrize("crowd", [4 * RIVALS], indirect=True)
def test_a_machine_with_no_time_at_all_is_no_fault_of_the_cell(session, crowd):
    assert session.run(WORK.format(seconds=1.0), "x", [], 1.5).interrupted
    assert session.warm.accidents == 1


def test_a_cell_without_end_is_no_accident(session):
    assert session.run("while True: pass", "x", [], 0.5).interrupted
    assert session.warm.accidents == 0


def test_who_sleeps_is_waited_for_as_long_as_who_works(session):
    start = time.monotonic()
    assert session.run("import time; time.sleep(60)", "x", [], 1.0).interrupted
    assert time.monotonic() - start < 30


def test_all_that_sessions_take_is_counted(session):
    before = session.warm.spent_s
    session.run(WORK.format(seconds=1.0), "x", [], 30.0)
    assert session.warm.spent_s - before == pytest.approx(1.0, rel=0.5)


@pytest.fixture
def clock(monkeypatch):
    """A clock on the wall that a test sets."""
    now = [0.0]
    monkeypatch.setattr(patience.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def channel():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours


def wait(clock, waiting, seconds):
    while clock[0] < seconds:
        clock[0] += waiting.tick_s
        waiting()


def test_a_machine_put_to_sleep_wakes_up_in_time(clock, channel):
    waiting = Patience(channel, 5.0, look=list)
    clock[0] += 3600.0
    waiting()
    assert waiting.spent_s < 1.0


def test_who_forks_again_and_again_hides_no_time(clock, channel):
    """Each child is gone, and what it had with it, before the next look."""
    pids = itertools.count(1)
    waiting = Patience(channel, 1.0, look=lambda: [Process(next(pids), 0, False, True, 0, 0.2)])
    with pytest.raises(TimeoutError):
        wait(clock, waiting, 1.5)


def test_nobody_is_waited_for_without_end(clock, channel):
    starved = Process(1, 0, False, True, 0, 0.0)
    waiting = Patience(channel, 1.0, look=lambda: [starved])
    with pytest.raises(TimeoutError):
        wait(clock, waiting, 2 * patience.BUSY)
    assert clock[0] >= patience.BUSY
    assert waiting.starved


def test_who_had_all_the_time_allowed_was_not_starved(clock, channel):
    working = itertools.count(0.0, 1.0)
    look = lambda: [Process(1, 0, False, True, 0, next(working))]  # noqa: E731
    waiting = Patience(channel, 1.0, look=look)
    with pytest.raises(TimeoutError):
        wait(clock, waiting, 2 * patience.BUSY)
    assert not waiting.starved


def test_students_own_notebooks_are_as_patient():
    assert patience.BUSY == verificador.BUSY
