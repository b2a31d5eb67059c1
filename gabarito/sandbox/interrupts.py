"""Interruptions where they must not arrive: in the middle of a check, and in helpers."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a request to end, a terminal that closes."""


@contextlib.contextmanager
def not_inherited() -> Iterator[None]:
    """What is started inside gets no Ctrl-C, not even while it imports; here it comes later."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def postponed() -> Iterator[None]:
    """What interrupts inside does so at the end: a check would take it for the student's exception.

    A signal that ends the process without a word, or is ignored, goes on to do so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # it comes to the main thread only
        return
    seen: list[int] = []
    handlers = {number: signal.getsignal(number) for number in INTERRUPTIONS}
    before = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in before:
        signal.signal(number, lambda number, _: seen.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for first in seen[:1]:
            signal.raise_signal(first)
