"""From opening a release alone to its first green check, and what it has to fetch.

The release is served on loopback; a real kernel opens the notebook in an empty folder, with
the first exercise answered. The clock starts before the kernel does.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode
from rich.console import Console
from rich.table import Table

from gabarito.authoring import build, colab, demo, made_up_class, release
from gabarito.course.layout import CONFIG_FILE, Course, Lab
from gabarito.notebook import lab_text

ROUNDS = 3


def main() -> None:
    """Print a table with one row a lab."""
    table = Table("lab", "zip (MB)", "preparo (s)", "primeira verificação verde (s)")
    course = Course.at(Path(__file__).parents[1])
    for name in course.lab_names():
        with served(course.lab(name)) as lab:
            rounds = [opened(lab) for _ in range(ROUNDS)]
            setup, green = (statistics.median(took) for took in zip(*rounds, strict=True))
            size = (lab.released / f"{name}.zip").stat().st_size / 1e6
            table.add_row(name, f"{size:.2f}", f"{setup:.1f}", f"{green:.1f}")
    Console().print(table)


@contextmanager
def served(lab: Lab) -> Iterator[Lab]:
    """The lab in a course of its own, whose release is served and built for that address."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "curso")
        demo.copy_course(lab, folder)
        course = Course.at(folder)
        course.release.mkdir()
        command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
        with subprocess.Popen(
            command, cwd=course.release, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as server:
            assert server.stdout is not None
            port = server.stdout.readline().decode().split("port ")[1].split()[0]
            with (folder / CONFIG_FILE).open("a") as config:
                config.write(f'\nc.Gabarito.release_url = "http://127.0.0.1:{port}"\n')
            twin = Course.at(folder).lab(lab.name)
            build.build(twin)
            release.release(twin)
            yield twin
            server.terminate()


def opened(lab: Lab) -> tuple[float, float]:
    """Seconds until the files are there, and until the first check is green."""
    notebook = made_up_class.material(lab).submission(made_up_class.material(lab).answers)
    first = next(iter(lab_text.named_cells(notebook, "checks").values()))
    with tempfile.TemporaryDirectory() as alone:
        start = time.monotonic()
        client = NotebookClient(notebook, resources={"metadata": {"path": alone}})
        with client.setup_kernel():
            setup = 0.0
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
                setup = setup or (time.monotonic() - start if is_setup(cell) else 0.0)
                if cell is first:
                    break
        assert "✔" in first.outputs[0].text
        assert "✘" not in first.outputs[0].text
        return setup, time.monotonic() - start


def is_setup(cell: NotebookNode) -> bool:
    """Whether it is the cell that fetches the files."""
    return colab.is_made(cell) and cell.cell_type == "code"


if __name__ == "__main__":
    main()
