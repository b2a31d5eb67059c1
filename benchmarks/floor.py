"""The floor: one warm process, no isolation; the answers' cells, and every check called directly.

What is left out is all that makes a grade fair: a student's code is trusted with the checks, an
answer that hangs hangs all, nothing is judged again for inherited errors, nothing is explained
and no executed notebook is made.

Run as ``python floor.py [--all] COURSE LAB NOTEBOOK…``; prints wall and processor seconds of
each, as a JSON list of pairs. With ``--all`` every cell runs that is no demonstration, and what
it draws is made a picture, as in Jupyter.
"""

from __future__ import annotations

import ast
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

import matplotlib
from matplotlib import pyplot
from matplotlib.figure import Figure

from gabarito.checks.verificador import CheckResult, run_check, with_instruments
from gabarito.course.check_cells import question_checks
from gabarito.course.layout import Course, Lab
from gabarito.judging import match_cells
from gabarito.notebook import definitions, dependencies, lab_text, syntax


def main(root: Path, name: str, paths: list[Path], everything: bool) -> None:
    """Import what the lab needs, then judge each notebook in a fork."""
    lab = Course.at(root).lab(name)
    source = lab.built()
    checks = list(_checks(lab, list(lab_text.named_cells(source, "checks"))))
    choose = _all_cells if everything else _definitions
    entries = [choose(match_cells.read(path.resolve(), source).notebook) for path in paths]
    matplotlib.use("agg")
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


def _all_cells(notebook: Any) -> list[str]:
    """All that a grade may run, but for the cells that check."""
    checks = [cell.id for cell in lab_text.named_cells(notebook, "checks").values()]
    running = [c for c in notebook.cells if definitions.runs(c) and c.id not in checks]
    return [syntax.python(cell.source) or "" for cell in running]


def _judge(cells: list[str], checks: list[Any]) -> list[CheckResult]:
    no_magics = SimpleNamespace(run_line_magic=lambda *_: None, system=lambda _: None)
    namespace: dict[str, Any] = {"__name__": "__main__", "get_ipython": lambda: no_magics}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in cells:
            value = None
            with contextlib.suppress(Exception):
                value = _run(source, namespace)
            _draw(value)
        named = with_instruments(namespace)
        return [run_check(function, named) for function in checks]


def _run(source: str, namespace: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
    return None


def _draw(value: Any) -> None:
    """A picture of each figure that a cell leaves open or ends with, as Jupyter makes one."""
    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    figures += [value] if isinstance(value, Figure) and value not in figures else []
    for figure in figures:
        figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")
    pyplot.close("all")


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
    everything = sys.argv[1] == "--all"
    root, lab, *notebooks = sys.argv[2 if everything else 1 :]
    main(Path(root), lab, [Path(path) for path in notebooks], everything)
