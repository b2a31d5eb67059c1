"""How long a sandboxed process is waited for: by the time it had, not by the clock on the wall.

A machine that grades on all its cores, a container that is throttled and a laptop that is put
to sleep take time away from a student's process. What counts is the CPU time that it got, and
the time for which it asked for none: both as seen from outside, since it may lie.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence

from gabarito.guest.tree import Process

TICK_S = 0.25

BUSY = 6.0
"""Times a limit that is waited for on the wall, as in ``verificador.py``: a sandbox begins to warm
up before that file's NumPy is imported here.
"""


class Patience:
    """Called before each read from `channel`; see :func:`gabarito.guest.frames.receive`.

    Args:
        limit_s: seconds that the answer may take, on the wall at most :data:`BUSY` times that.
        look: the processes that make it, and may raise to give up; where None, what counts
            is the clock on the wall.
    """

    def __init__(
        self,
        channel: socket.socket,
        limit_s: float,
        look: Callable[[], Sequence[Process]] | None = None,
    ) -> None:
        self.limit_s, self.look = limit_s, look
        self.tick_s = min(TICK_S, limit_s / 2)
        self._counted = self._waited = 0.0
        self._cpu_s: dict[int, float] = {}
        self._last = time.monotonic()
        channel.settimeout(self.tick_s)

    def __call__(self) -> None:
        """Let time pass.

        Raises:
            TimeoutError: the answer took too long.
        """
        wall = time.monotonic() - self._last
        if wall < self.tick_s:
            return
        self._last += wall
        self._waited += self._present(wall)
        self._counted += self._present(wall) if self.look is None else self._had(wall)
        if self._counted > self.limit_s or self._waited > BUSY * self.limit_s:
            raise TimeoutError

    @property
    def starved(self) -> bool:
        """Whether it is the machine that did not give the time allowed."""
        return self._counted <= self.limit_s

    @property
    def spent_s(self) -> float:
        """Seconds that count so far."""
        return self._counted + self._present(time.monotonic() - self._last)

    def _present(self, wall: float) -> float:
        """`wall` without what is missing of it: a machine that sleeps counts one tick."""
        return min(wall, 2 * self.tick_s)

    def _had(self, wall: float) -> float:
        """Of `wall` seconds, those that the processes had: all where some came or went.

        What a process had may go with it, and who forks again and again would have nothing.
        """
        assert self.look is not None
        running = self.look()
        before, self._cpu_s = self._cpu_s, {p.pid: p.cpu_s for p in running}
        if before.keys() != self._cpu_s.keys() or not any(p.wanting for p in running):
            return self._present(wall)
        return min(wall, sum(self._cpu_s.values()) - sum(before.values()))
