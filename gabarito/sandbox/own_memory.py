"""A limit on the memory that one step of this process may take."""

from __future__ import annotations

import contextlib
import resource
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def at_most(extra: int) -> Iterator[None]:
    """Inside, taking more than `extra` bytes beyond what is in use raises MemoryError.

    A comparison of a student's value can need a thousand times the memory that came over
    the wire: one long text among numbers is enough. Linux only; elsewhere nothing happens.
    """
    if sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = _data_bytes() + extra
    tighter = soft == resource.RLIM_INFINITY or most < soft
    resource.setrlimit(resource.RLIMIT_DATA, (most if tighter else soft, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_bytes() -> int:
    """What RLIMIT_DATA counts of this process: see proc(5), statm."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * resource.getpagesize()
