"""Seconds, of the clock and of processors, and memory of each lab's reference notebook.

From top to bottom, demo cells included, in a fresh kernel, beside the synthetic data or the files
of --data. The load is the system's before each run; --keep leaves the executed notebooks there::

    python benchmarks/reference_notebooks.py [LAB]... [--data PASTA] [--keep PASTA]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbclient import NotebookClient

from gabarito.course.layout import Course, Lab

ROOT = Path(__file__).parents[1]


class Run(NamedTuple):
    """One notebook's: wall and CPU seconds, and peak resident megabytes of the kernel."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Run the labs one after the other and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labs", nargs="*", default=Course.at(ROOT).lab_names())
    parser.add_argument("--data", type=Path, help="pasta com os dados reais")
    parser.add_argument("--keep", type=Path, help="pasta para os notebooks executados")
    chosen = parser.parse_args()
    print(f"{'lab':24}{'segundos':>10}{'de CPU':>8}{'MB':>8}{'carga':>8}")
    for name in chosen.labs:
        load = os.getloadavg()[0]
        one = measured(Course.at(ROOT).lab(name), chosen.data, chosen.keep)
        print(f"{name:24}{one.wall:10.1f}{one.cpu:8.1f}{one.peak:8.0f}{load:8.2f}", flush=True)


def measured(lab: Lab, data: Path | None, keep: Path | None = None) -> Run:
    """What it takes to run the notebook, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, (lab, data, keep))


def run(lab: Lab, data: Path | None, keep: Path | None) -> Run:
    """Run the notebook here; the kernel is this process's only child."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / lab.name
        shutil.copytree(lab.folder, folder)
        for path in data.glob("*") if data else ():
            if path.is_file():
                shutil.copy(path, folder)
        notebook = nbformat.read(folder / f"{lab.name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.metadata.pop("tags", None)  # nbclient would pass the demo cells over
        start = time.perf_counter()
        where = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where).execute()
        wall = time.perf_counter() - start
    if keep:
        nbformat.write(notebook, keep / f"{lab.name}.ipynb")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
