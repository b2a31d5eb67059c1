"""``gabarito grade`` as a process of its own that tests look into, and end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import hostile
import nbformat

from gabarito.authoring import made_up_class
from gabarito.course.layout import Lab
from gabarito.guest import tree

RIGHT = {"dobro": "def dobro(x):\n    return 2 * x"}
PATIENCE_S = 60.0
WAITS = "import time\ntime.sleep(15)"


def hand_in(lab: Lab, student: str, *cells: str, answers: dict[str, str] = RIGHT) -> None:
    """Hand in `answers`, after some `cells` of the student's own."""
    notebook = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    notebook.cells[1:1] = map(nbformat.v4.new_code_cell, cells)
    path = lab.course.submitted / student / lab.name / f"{lab.name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_up_class.as_json(notebook))


@contextlib.contextmanager
def running(
    lab: Lab, *options: str, through: Sequence[str] = (), terminal: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """The command at work; whatever it started is ended at last.

    Args:
        through: a program that runs it.
        terminal: the one that it is started in, if any.
    """
    command = [*through, sys.executable, "-m", "gabarito", "grade", lab.name, *options]
    own = ["setsid", "--ctty", "--wait"] if terminal is not None else []
    stream = subprocess.PIPE if terminal is None else terminal
    started = subprocess.Popen(
        [*own, *command], cwd=lab.course.root, env=hostile.plain_environment(),
        stdin=terminal, stdout=stream, stderr=stream, text=True, start_new_session=not own,
    )  # fmt: skip
    try:
        yield started
    finally:
        for pid in everything(started.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        started.communicate()


def everything(pid: int) -> set[int]:
    """A process that still runs, and all those below it."""
    return {one.pid for one in tree.processes(pid) if not one.over}


def named(pids: set[int], *words: str) -> list[int]:
    """Those whose command line has all the words, sorted."""
    return sorted(pid for pid in pids if all(word in _command(pid) for word in words))


def _command(pid: int) -> str:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", errors="replace") as file:
        return file.read().replace("\0", " ")
    return ""


def alive(pids: Sequence[int] | set[int]) -> dict[int, str]:
    """Those that still run, with their command lines."""
    states = {pid: _state(pid) for pid in pids}
    return {pid: _command(pid) for pid, state in states.items() if state not in ("", "Z", "X")}


def _state(pid: int) -> str:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0]
    return ""


def until(true: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Wait for it."""
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
