"""The floor: the same cells in one warm process, unsandboxed, once each, judged by nobody.

Run as ``python floor.py COURSE LAB NOTEBOOK…``; prints the seconds of each, as a JSON list.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from nbformat import NotebookNode

import gabarito
from gabarito.course.layout import Course
from gabarito.judging import match_cells
from gabarito.judging.prepared_lab import _modules
from gabarito.notebook import definitions

sys.path.insert(0, str(Path(gabarito.__file__).parent))
from guest import notebook, outputs


def main(root: Path, name: str, paths: list[Path]) -> None:
    """Warm up as the sandbox does, then run each notebook's cells."""
    lab = Course.at(root).lab(name)
    source = lab.built()
    entries = [match_cells.read(path.resolve(), source).notebook for path in paths]
    os.chdir(lab.folder)
    sys.path.insert(0, str(lab.folder))
    report = sys.stdout
    helpers = sorted(path.stem for path in lab.folder.glob("*.py"))
    notebook.warm_up(list(_modules(source, helpers)))
    _seconds(entries[0])
    json.dump([_seconds(entry) for entry in entries], report)


def _seconds(entry: NotebookNode) -> float:
    shell = outputs.Shell.instance()
    shell.reset(new_session=False)
    start = time.perf_counter()
    for number, cell in enumerate(entry.cells):
        if definitions.runs(cell):
            outputs.run_cell(shell, cell.source, str(number), True)
    return round(time.perf_counter() - start, 4)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [Path(path) for path in sys.argv[3:]])
