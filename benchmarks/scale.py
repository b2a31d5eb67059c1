"""A large class graded at once: speed, memory over time, the gradebook's share, and what follows.

Each size is a class of its own (references, mistakes, blanks, crashes), graded by the same call
as ``gabarito grade``. From what one submission costs a worker and the coordinator follows, on
paper, how long any number of them takes on any number of machines, and where more stop helping.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cohort
import memory
import scale_page
from scale_page import Measured

from gabarito.course.layout import Course, Lab
from gabarito.grading import grade_class
from gabarito.grading.cluster import batches
from gabarito.grading.gradebook import Book
from gabarito.results.job import Job

PERIOD_S = 1.0
"""Between two looks at the memory of all processes, which costs what it looks at."""

POINTS = 200
"""Of a line in the plot."""

FIRST = 1000
"""Submissions after which memory is compared with what it is at the end; fewer where few are."""


def main() -> None:
    """Grade, print, and write what was measured."""
    asked = _arguments()
    course = Course.at(Path.cwd())
    lab = course.lab(asked.lab or course.lab_names()[0])
    found = []
    with tempfile.TemporaryDirectory(prefix="gabarito-bench-") as scratch:
        for size in asked.submissions:
            (twin,) = cohort.prepare([lab], Path(scratch, str(size)), size, False)
            found.append(Run(twin, asked).measure(size))
            print(found[-1], file=sys.stderr)
    content = {
        "lab": lab.name, "workers": asked.workers, "dask": asked.dask,
        "database": (asked.db or "sqlite").partition(":")[0],
        "sizes": [asdict(one) for one in found],
    }  # fmt: skip
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(content, indent=1) + "\n")
    if asked.page:
        scale_page.write(found, asked.workers, lab.name, asked.page)
    print("\n".join([*scale_page.table(found), "", *scale_page.on_paper(found[-1], asked.workers)]))


class Run:
    """One class, graded once."""

    def __init__(self, lab: Lab, asked: argparse.Namespace) -> None:
        self.lab, self.asked = lab, asked
        self.done: list[float] = []
        self.cpu: list[float] = []
        self.each: list[float] = []

    def measure(self, size: int) -> Measured:
        """Grade it."""
        options: dict[str, Any] = {"db_url": self.asked.db}
        options |= (
            {"cluster": self.asked.dask} if self.asked.dask else {"workers": self.asked.workers}
        )
        with Clocked(Book, "save", "settle", "holds") as database, Timeline(self.done) as line:
            self.line, began = line, time.monotonic()
            graded = grade_class.grade(self.lab, on_done=self._done, **options)
            seconds = time.monotonic() - began
        done = [moment - began for moment in self.done]
        cuts = statistics.quantiles(self.each, n=100)
        return Measured(
            submissions=size,
            failures=len(graded.failures),
            seconds=seconds,
            start=done[0],
            per_minute=60 * (len(done) - 1) / (done[-1] - done[0]),
            p50=cuts[49], p95=cuts[94], p99=cuts[98],
            cpu=line.cpu_s / size,
            coordinator=(self.cpu[-1] - self.cpu[0]) / (size - 1),
            database=database.seconds / seconds,
            peak=line.peak,
            growth=line.growth_from(min(FIRST, size // 4)),
            bytes=self._bytes(),
            line=line.points(began),
        )  # fmt: skip

    def _done(self, student: str, outcome: Any) -> None:
        self.done.append(time.monotonic())
        self.cpu.append(time.process_time() - self.line.own_s)
        if not isinstance(outcome, str):
            self.each.append(outcome.timings["total_s"])

    def _bytes(self) -> float:
        """Of a submission there and back, by a sample."""
        folders = list(self.lab.course.submissions(self.lab).values())[:50]
        there = [batches.piece(Job(one / f"{self.lab.name}.ipynb")) for one in folders]
        back = self.lab.course.autograded.glob(f"*/{self.lab.name}/*")
        sizes = [path.stat().st_size for path in itertools.islice(back, 100)]
        sent = statistics.mean(len(content) for one in there for _, content in one.files)
        return sent + 2 * statistics.mean(sizes)  # a notebook and a record


class Clocked:
    """Adds up the time in some methods of a class while it is open."""

    def __init__(self, kind: type, *names: str) -> None:
        self.kind, self.before = kind, {name: getattr(kind, name) for name in names}
        self.seconds = 0.0

    def _timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            began = time.monotonic()
            try:
                return method(*given, **named)
            finally:
                self.seconds += time.monotonic() - began

        return timed

    def __enter__(self) -> Clocked:
        for name, method in self.before.items():
            setattr(self.kind, name, self._timed(method))
        return self

    def __exit__(self, *_: object) -> None:
        for name, method in self.before.items():
            setattr(self.kind, name, method)


class Timeline(memory.Watch):
    """Memory of this process and all below it, with when and how much was done by then."""

    def __init__(self, done: list[float]) -> None:
        super().__init__(os.getpid())
        self.done, self.at, self.own_s = done, [], 0.0
        self.thread = threading.Thread(target=self._look_now_and_then, daemon=True)

    def _look_now_and_then(self) -> None:
        while not self.over.wait(PERIOD_S):
            running = memory.tree.processes(self.pid)
            self.samples.append(sum(map(memory._size, running)))
            self.at.append((time.monotonic(), len(self.done)))
            self.cpu_s = max(self.cpu_s, sum(process.cpu_s for process in running))
            self.own_s = time.thread_time()

    def growth_from(self, first: int) -> float:
        """Mean of the last tenth of the submissions over that of one after the first so many."""
        total, tenth = len(self.done), max(1, len(self.done) // 10)
        early = [s for s, (_, n) in self._pairs() if first <= n < first + tenth]
        late = [s for s, (_, n) in self._pairs() if total - tenth <= n < total]
        return statistics.mean(late) / statistics.mean(early) if early and late else 1.0

    def _pairs(self) -> Iterator[tuple[int, tuple[float, int]]]:
        return zip(self.samples, self.at, strict=True)

    def points(self, began: float) -> list[tuple[float, int, int]]:
        """Of the line, as many as a plot can show."""
        found = [(round(when - began, 1), n, size) for size, (when, n) in self._pairs()]
        return found[:: max(1, len(found) // POINTS)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Corrige turmas grandes inventadas, e mede.")
    parser.add_argument("--lab", help="o primeiro do curso, se nada se diz")
    parser.add_argument("--submissions", type=int, nargs="+", default=[500, 10_000], metavar="N")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", metavar="URL", help="um cluster no lugar dos processos daqui")
    parser.add_argument("--db", metavar="URL", help="outro caderno de notas, vazio; com um só N")
    parser.add_argument("--json", type=Path, default=Path("reports/escala.json"))
    parser.add_argument("--page", type=Path, help="docs/escala.md, com o desenho ao lado")
    return parser.parse_args()


if __name__ == "__main__":
    main()
