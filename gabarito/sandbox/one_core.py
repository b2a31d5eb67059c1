"""A worker and its sandbox on one core.

They take turns: whoever answers wakes up whoever asked. On another core that one sleeps by then,
and to wake it up there takes longer than most answers, on a virtual machine several times as long.
"""

from __future__ import annotations

import contextlib
import os

from gabarito.guest import tree


def available() -> list[int]:
    """The cores that this process may run on, by number; none where the platform does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def share(core: int) -> None:
    """From now on this process, all below it, and what they start run on that core."""
    for process in tree.processes(os.getpid()):
        with contextlib.suppress(OSError):  # it has ended, or belongs to another user
            os.sched_setaffinity(process.pid, {core})
