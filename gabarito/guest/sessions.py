"""Sessions, as the warm process holds them: how each is told something, swept and ended."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from typing import Protocol

from guest import folders
from guest.keeper import Keeper


class Session(Protocol):
    """A session: the process that runs a notebook, and all that it has started.

    Attributes:
        pid: what the trusted side calls it.
    """

    pid: int

    def signal(self, number: int) -> None:
        """Send a signal to its first process."""

    def sweep(self) -> None:
        """Kill what its first process started."""

    def end(self) -> None:
        """Kill it and all it started."""


class InNamespace:
    """A session that is the first process of a namespace: the kernel keeps it together."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def signal(self, number: int) -> None:
        """Send a signal to it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def sweep(self) -> None:
        """The session does it itself, with a signal to everybody else in its namespace."""

    def end(self) -> None:
        """Kill it: nobody outlives the first process of a namespace."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class InFolder(Keeper):
    """A session with a keeper, and a folder of its own on the machine's disk.

    Args:
        home: that folder; it is removed with the session.
    """

    def __init__(self, home: str, run: Callable[[], None], ours: list[int]) -> None:
        self.home = home
        super().__init__(run, ours)

    def end(self) -> None:
        """Kill all of it, and remove its folder."""
        super().end()
        folders.remove(self.home)
