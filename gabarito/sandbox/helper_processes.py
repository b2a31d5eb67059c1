"""Trusted processes that help a coordinator: forks of one that imported what they all need."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from multiprocessing import connection, forkserver, resource_tracker
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING, Any

from gabarito.sandbox import interrupts, trusted_path

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def prepare(preloaded: Sequence[str]) -> None:
    """Let the modules `preloaded` be imported beside other things, before helpers start.

    Where a fork server runs already, it keeps what it has imported.
    """
    trusted_path.secure()
    if "forkserver" in multiprocessing.get_all_start_methods():
        context(preloaded)
        with trusted_path.Inherited():
            resource_tracker.ensure_running()  # it would undo what comes now
            with interrupts.not_inherited():
                forkserver.ensure_running()


def context(preloaded: Sequence[str]) -> BaseContext:
    """How helpers start: as forks where the system has them."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preloaded))
    return context


def obey_coordinator() -> None:
    """In a helper: interruptions are the coordinator's to handle, and its end is the helper's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the coordinator ends it without a word
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def end_now(pool: ProcessPoolExecutor) -> None:
    """End a pool's processes, in the middle of whatever they do.

    One that ends in the middle of a message leaves the pool's thread to wait for its rest, and
    the program for that thread, for as long as anybody could still write there: this process, too.
    """
    for process in (pool._processes or {}).values():
        process.terminate()
    results: Any = pool._result_queue
    if results:
        results._writer.close()


def _end_with_parent() -> None:
    """A coordinator that dies without a word ends nobody, and a helper's queue never closes."""
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)
