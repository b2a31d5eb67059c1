"""The floor: one warm process, no isolation; the answers' cells, and every check called directly.

What is left out is all that makes a grade fair: a student's code is trusted with the checks, an
answer that hangs hangs all, nothing is judged again for inherited errors, nothing is explained
and no executed notebook is made.

Run as ``python floor.py COURSE LAB NOTEBOOK…``; prints wall and processor seconds of each, as a
JSON list of pairs.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gabarito.checks.verificador import CheckResult, run_check
from gabarito.course.check_cells import question_checks
from gabarito.course.layout import Course, Lab
from gabarito.judging import match_cells
from gabarito.notebook import definitions, dependencies, lab_text, syntax


def main(root: Path, name: str, paths: list[Path]) -> None:
    """Import what the lab needs, then judge each notebook in a fork."""
    lab = Course.at(root).lab(name)
    source = lab.built()
    checks = list(_checks(lab, list(lab_text.named_cells(source, "checks"))))
    entries = [_definitions(match_cells.read(path.resolve(), source).notebook) for path in paths]
    os.chdir(lab.folder)
    sys.path.insert(0, str(lab.folder))
    for _ in range(2):  # the first time imports
        _judge(entries[0], checks)
    json.dump([_seconds(cells, checks) for cells in entries], sys.stdout)


def _checks(lab: Lab, questions: list[str]) -> Iterator[Any]:
    for question in questions:
        path = lab.checks_file(question)
        module = lab.load_module(path)
        yield from (getattr(module, name) for name in question_checks(module, path))


def _definitions(notebook: Any) -> list[str]:
    """The answers' cells and those on which they depend."""
    answers = lab_text.named_cells(notebook, "solution").values()
    goals = {notebook.cells.index(cell) for cell in answers}
    running = [index for index, cell in enumerate(notebook.cells) if definitions.runs(cell)]
    needed = dependencies.needed(notebook.cells, running, goals)
    return [syntax.python(notebook.cells[index].source) or "" for index in sorted(needed)]


def _judge(cells: list[str], checks: list[Any]) -> list[CheckResult]:
    no_magics = SimpleNamespace(run_line_magic=lambda *_: None, system=lambda _: None)
    namespace: dict[str, Any] = {"__name__": "__main__", "get_ipython": lambda: no_magics}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in cells:
            with contextlib.suppress(Exception):
                exec(compile(source, "<cell>", "exec"), namespace)
        return [run_check(function, namespace) for function in checks]


def _seconds(cells: list[str], checks: list[Any]) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    pid = os.fork()
    if pid == 0:
        _judge(cells, checks)
        os._exit(0)
    os.waitpid(pid, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(time.perf_counter() - start, 4), round(cpu, 4)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [Path(path) for path in sys.argv[3:]])
