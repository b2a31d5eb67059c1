"""How much memory a process and all below it take, sampled while they run."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from gabarito.guest import tree

PERIOD_S = 0.1


class Peak:
    """The largest sample of a process tree; a context manager.

    Attributes:
        bytes: pages that forks have in common counted once.
    """

    def __init__(self, pid: int) -> None:
        self.pid, self.bytes = pid, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def _sample(self) -> None:
        while not self._over.wait(PERIOD_S):
            self.bytes = max(self.bytes, sum(_share(p.pid) for p in tree.processes(self.pid)))

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _share(pid: int) -> int:
    """Bytes of one process; none of one that has ended meanwhile, which others then have."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
