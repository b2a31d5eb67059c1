"""Memory and processor time of a process and all below it, sampled while it runs."""

from __future__ import annotations

import itertools
import re
import threading
from pathlib import Path

from gabarito.guest import tree

PERIOD_S = 0.25
SIZES = 8
"""Periods from one look at sizes to the next: a look takes the machine from what is measured."""


class Watch:
    """Samples a process tree until stopped; a context manager.

    Sizes are proportional ones (PSS), so that pages shared by a fork count once, in bytes.

    Attributes:
        cpu_s: seconds of processor that all of them had, those that ended and were waited for
            by another of them too; what was done after the last sample is not in it.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.samples: list[int] = []
        self.cpu_s = 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        for period in itertools.count():
            if self.over.wait(PERIOD_S):
                break
            running = tree.processes(self.pid)
            if period % SIZES == 0:
                self.samples.append(sum(map(_size, running)))
            self.cpu_s = max(self.cpu_s, sum(process.cpu_s for process in running))

    def __enter__(self) -> Watch:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    @property
    def peak(self) -> int:
        """The largest sample."""
        return max(self.samples, default=0)

    def growth(self) -> float | None:
        """Mean of the last quarter over the mean of the second; None where too few samples.

        The first quarter is left out: workers are still starting.
        """
        quarter = len(self.samples) // 4
        if quarter < 10:
            return None
        early, late = self.samples[quarter : 2 * quarter], self.samples[3 * quarter : -4]
        return (sum(late) / len(late)) / (sum(early) / len(early))


def _size(process: tree.Process) -> int:
    try:
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except PermissionError:  # another user's
        return process.resident
    except OSError:  # ended meanwhile
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
