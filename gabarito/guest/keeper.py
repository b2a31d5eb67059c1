"""Holds a session together where no process namespace does.

A keeper is a trusted process between the warm process and a student's: whatever the student
starts, and however often that forks or leaves its parent, stays below the keeper, which
can therefore end all of it. It obeys one-byte commands, each answered by one byte, and
ends with everything below it when the warm process closes the line or dies.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable

from guest import confine, tree

_SWEEP = 0
_SWEEP_S = 1.0


class Keeper:
    """The warm process's end of a session.

    Args:
        run: what the session does; called in a process of its own, where it must not return.
        ours: descriptors that the session's process shall have besides standard ones.
    """

    def __init__(self, run: Callable[[], None], ours: list[int]) -> None:
        self.line, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            _keep(theirs, run, ours)
        theirs.close()

    def signal(self, number: int) -> None:
        """Send a signal to the session's first process."""
        self._command(number)

    def sweep(self) -> None:
        """Kill all that the session's first process has started."""
        self._command(_SWEEP)

    def end(self) -> None:
        """Kill the session."""
        self.line.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def _command(self, number: int) -> None:
        with contextlib.suppress(OSError):  # the keeper is gone, and with it the session
            self.line.sendall(bytes([number]))
            self.line.recv(1)


def _keep(line: socket.socket, run: Callable[[], None], theirs: list[int]) -> None:
    """The keeper's life; does not return."""
    try:
        confine.close_descriptors({line.fileno(), *theirs})
        if sys.platform == "linux":
            confine.become_subreaper()
        first = os.fork()
        if first == 0:
            line.close()
            run()
        confine.close_descriptors({line.fileno()})
        while command := line.recv(1):
            if command[0] == _SWEEP:
                if not tree.sweep(first, _SWEEP_S):  # it forks without end: it goes whole
                    break
            else:
                _signal_child(first, command[0])
            line.sendall(b"!")
    finally:
        tree.end_below()
        os._exit(0)


def _signal_child(pid: int, number: int) -> None:
    """A child keeps its number until it is reaped, so this cannot hit another process."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.Signals(number))
