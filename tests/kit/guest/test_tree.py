"""Ending what a session started."""

from __future__ import annotations

import multiprocessing
import os
import time

from gabarito.guest import tree

LIMIT_S = 20


def end_with_lists_that_come_empty(report) -> None:
    """End a child that sleeps, where the first lists of children miss it, as /proc's may."""
    child = os.fork()
    if child == 0:
        time.sleep(10 * LIMIT_S)
        os._exit(0)
    below, missed = tree.below, iter(range(3))
    tree.below = lambda root: [] if next(missed, None) is not None else below(root)
    tree.end_below()
    report.send(child)


def test_who_is_missing_from_a_list_of_children_is_ended_all_the_same():
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(
        target=end_with_lists_that_come_empty, args=(theirs,)
    )
    process.start()
    told = ours.poll(LIMIT_S)
    process.kill()
    process.join()
    assert told, "end_below waits for a process that nobody killed"
    assert not os.path.exists(f"/proc/{ours.recv()}")
