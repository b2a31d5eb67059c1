"""Ctrl-C where it must not arrive: in the middle of a check, and in processes that are helpers."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


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
    """A Ctrl-C inside comes at the end: a check would take it for the student's own exception."""
    if threading.current_thread() is not threading.main_thread():
        yield  # it comes to the main thread only
        return
    seen: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if seen:
            signal.raise_signal(signal.SIGINT)
