"""Seconds per submission: ``gabarito grade`` beside ``nbgrader autograde``, in one run.

Whole processes on the same class, alternating, so that the machine's other work weighs on
both. Prints a table and the ratio of the medians; ``--json FILE`` writes the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from gabarito import demo
from gabarito.course import Course, Lab

BIN = Path(sys.executable).parent
LEFT_OUT = ("gabriela_laco", "iris_corrompida")
"""One waits for a time limit, one cannot be graded: neither says how fast the tool is."""


def main() -> None:
    """Run the comparison and print it."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        lab = demo.prepare(Course.at(Path.cwd()).lab(arguments.lab), Path(scratch) / "curso")
        for student in LEFT_OUT:
            shutil.rmtree(lab.course.submitted / student)
        count = len(lab.course.submissions(lab))
        seconds = _alternate(lab, count, arguments.rounds)
    medians = {tool: statistics.median(times) for tool, times in seconds.items()}
    for tool, median in medians.items():
        print(f"{tool:<22} {median:6.2f} s por entrega   {seconds[tool]}")
    ratio = medians["nbgrader autograde"] / medians["gabarito grade"]
    print(f"{'razão':<22} {ratio:6.2f}")
    if arguments.json:
        found = {"submissions": count, "seconds": seconds, "ratio": round(ratio, 2)}
        arguments.json.write_text(json.dumps(found, indent=1) + "\n")


def _alternate(lab: Lab, count: int, rounds: int) -> dict[str, list[float]]:
    commands: dict[str, Sequence[str | Path]] = {
        "gabarito grade": [BIN / "gabarito", "grade", lab.name, "--force"],
        "nbgrader autograde": [BIN / "nbgrader", "autograde", lab.name, "--force"],
    }
    times: dict[str, list[float]] = {tool: [] for tool in commands}
    for _ in range(rounds):
        for tool, command in commands.items():
            times[tool].append(round(_seconds(command, lab.course.root) / count, 2))
    return times


def _seconds(command: Sequence[str | Path], root: Path) -> float:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    start = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lab", default="lab3_rede_densa")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
