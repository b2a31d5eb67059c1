"""Seconds and memory that each lab's reference notebook takes from top to bottom.

Demo cells included, in a fresh kernel, beside the synthetic data or the files of --data::

    python benchmarks/reference_notebooks.py [LAB]... [--data PASTA]
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from gabarito.course.layout import Course, Lab

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run the labs one after the other and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labs", nargs="*", default=Course.at(ROOT).lab_names())
    parser.add_argument("--data", type=Path, help="pasta com os dados reais")
    chosen = parser.parse_args()
    print(f"{'lab':24}{'segundos':>10}{'MB':>8}")
    for name in chosen.labs:
        seconds, megabytes = measured(Course.at(ROOT).lab(name), chosen.data)
        print(f"{name:24}{seconds:10.1f}{megabytes:8.0f}")


def measured(lab: Lab, data: Path | None) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of the kernel, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, (lab, data))


def run(lab: Lab, data: Path | None) -> tuple[float, float]:
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
        seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
