"""Ctrl-C: one sentence and an exit code of its own, at any moment.

While the program is being imported nothing has begun, and it leaves at once. Later, what is
being done ends by a KeyboardInterrupt; libraries that swallow it, or make another error of
it, do not hide that it came. Imports no more than it needs: it is there from the beginning.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from gabarito.cli import messages

EXIT_INTERRUPTED = 130

_came = False


def leave_at_once() -> None:
    """From now on Ctrl-C ends the program where it stands."""
    signal.signal(signal.SIGINT, _leave)


def raise_later() -> None:
    """From now on Ctrl-C is a KeyboardInterrupt; see :func:`came`."""
    sys.unraisablehook = _again
    signal.signal(signal.SIGINT, _interrupt)


def came() -> bool:
    """Whether there was one."""
    return _came


def finish() -> int:
    """Say so, and ignore any further ones; the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _say()
    return EXIT_INTERRUPTED


def _leave(*_: object) -> None:
    _say()
    os._exit(EXIT_INTERRUPTED)


def _interrupt(*_: object) -> None:
    global _came
    _came = True
    raise KeyboardInterrupt


def _again(found: Any) -> None:
    """Where no exception can be raised, as in a callback, Python would print and forget it."""
    if found.exc_type is KeyboardInterrupt:
        signal.raise_signal(signal.SIGINT)
    else:
        sys.__unraisablehook__(found)


def _say() -> None:
    sys.stderr.flush()
    sentence = messages.COMPLAINT.format(message=messages.INTERRUPTED)
    os.write(2, f"{sentence}\n".encode())
