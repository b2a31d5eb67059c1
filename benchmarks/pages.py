"""How long a class's pages take: ``gabarito feedback``, then ``gabarito report``.

The class is made up, and graded for it: references, known mistakes, blanks, crashes. The commands
run as a professor runs them, on all cores, with nothing remembered of an earlier run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import cohort
from memory import Watch
from rich import box
from rich.console import Console
from rich.table import Table

from gabarito.course.layout import Course, Lab
from gabarito.grading import grade_class
from gabarito.results.decimal_comma import decimal_comma

BIN = Path(sys.executable).parent
COLUMNS = ("entregas", "comando", "s", "s de CPU", "ms de CPU cada", "pico, MB", "MB em disco")


@dataclass(frozen=True)
class Measured:
    """One command on one class: seconds, of the clock and of processors, and bytes."""

    students: int
    command: str
    wall: float
    cpu: float
    peak: int
    written: int

    def row(self) -> list[str]:
        """For the table."""
        each = 1000 * self.cpu / self.students
        sizes = (self.peak / 1e6, self.written / 1e6)
        return [
            str(self.students), self.command,
            *(decimal_comma(one, ".3g") for one in (self.wall, self.cpu, each, *sizes)),
        ]  # fmt: skip


def main() -> None:
    """Make the classes, run both commands on each, and print a table."""
    asked = _arguments()
    course = Course.at(Path.cwd())
    lab = course.lab(asked.lab or course.lab_names()[0])
    table = Table(*COLUMNS, box=box.SIMPLE, title=lab.name)
    with tempfile.TemporaryDirectory(prefix="gabarito-bench-") as scratch:
        for size in asked.submissions:
            for one in _measured(lab, Path(scratch, str(size)), size):
                print(one, file=sys.stderr)
                table.add_row(*one.row())
    Console(width=120).print(table)


def _measured(lab: Lab, folder: Path, size: int) -> list[Measured]:
    (twin,) = cohort.prepare([lab], folder / "curso", size, False)
    grade_class.grade(twin)
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    return [
        _run(twin, "feedback", twin.course.feedback, size, environment),
        _run(twin, "report", twin.course.reports, size, environment),
    ]


def _run(lab: Lab, command: str, made: Path, size: int, environment: dict[str, str]) -> Measured:
    began = time.monotonic()
    process = subprocess.Popen(
        [BIN / "gabarito", command, lab.name],
        cwd=lab.course.root,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    with Watch(process.pid) as watch:
        if process.wait():
            raise SystemExit(process.returncode)
    wall = time.monotonic() - began
    written = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    return Measured(size, command, wall, watch.cpu_s, watch.peak, written)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Faz as páginas de turmas inventadas, e mede.")
    parser.add_argument("--lab", help="o primeiro do curso, se nada se diz")
    parser.add_argument("--submissions", type=int, nargs="+", default=[5, 100, 500], metavar="N")
    return parser.parse_args()


if __name__ == "__main__":
    main()
