"""What a check turns off is the whole process's."""

from __future__ import annotations

import logging
import resource
import sys
import threading

from gabarito.checks.verificador import check
from gabarito.judging.run_check import run_check

WAIT_S = 2.0


def state_of_the_process():
    limits = resource.getrlimit(resource.RLIMIT_DATA)
    return sys.stdout, sys.stderr, logging.root.manager.disable, limits


def test_two_threads_checks_leave_the_process_as_it_was():
    """The first leaves once the second has begun, or will not begin before that."""
    begun, second_begun, first_left = threading.Event(), threading.Event(), threading.Event()

    @check(points=1)
    def test_first():
        """Primeira."""
        begun.set()
        second_begun.wait(WAIT_S)

    @check(points=1)
    def test_second():
        """Segunda."""
        second_begun.set()
        first_left.wait(WAIT_S)

    def first():
        run_check(test_first, {})
        first_left.set()

    before = state_of_the_process()
    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(WAIT_S)
    result = run_check(test_second, {})
    thread.join()
    assert result.state == "passed"
    assert state_of_the_process() == before
