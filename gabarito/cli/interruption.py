"""Ctrl-C, a request to end, a terminal that closes: one sentence and an exit code, at any moment.

While the program is being imported nothing has begun, and it leaves at once. Later, what is
being done ends by a KeyboardInterrupt; libraries that swallow it, or make another error of
it, do not hide that it came. Imports no more than it needs: it is there from the beginning.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any

from gabarito.cli import messages
from gabarito.sandbox.interrupts import INTERRUPTIONS

_EXIT = 128
"""Plus the signal's number: 130 for Ctrl-C, as shells do."""

_came: int | None = None


def leave_at_once() -> None:
    """From now on an interruption ends the program where it stands."""
    _handle(_leave)


def raise_later() -> None:
    """From now on an interruption is a KeyboardInterrupt; see :func:`came`."""
    sys.unraisablehook = _again
    _handle(_interrupt)


def came() -> bool:
    """Whether there was one."""
    return _came is not None


def exit_code() -> int:
    """What an interrupted program exits with."""
    return _EXIT + (_came or signal.SIGINT)


def finish() -> int:
    """Say so, and ignore any further ones; the exit code."""
    _handle(signal.SIG_IGN)
    _say()
    return exit_code()


def _handle(handler: Any) -> None:
    for number in INTERRUPTIONS:
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, handler)


def _leave(number: int, _: object) -> None:
    _say()
    os._exit(_EXIT + number)


def _interrupt(number: int, _: object) -> None:
    global _came
    _came = _came or number
    raise KeyboardInterrupt


def _again(found: Any) -> None:
    """Where no exception can be raised, as in a callback, Python would print and forget it."""
    if found.exc_type is KeyboardInterrupt:
        signal.raise_signal(_came or signal.SIGINT)
    else:
        sys.__unraisablehook__(found)


def _say() -> None:
    """Say it, if there is still somebody to hear: a terminal that closed takes nothing more."""
    sentence = messages.COMPLAINT.format(message=messages.INTERRUPTED)
    with contextlib.suppress(OSError):
        sys.stderr.flush()
        os.write(2, f"{sentence}\n".encode())
    try:
        sys.stdout.flush()
    except OSError:  # or Python would complain at its end, with another exit code
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
