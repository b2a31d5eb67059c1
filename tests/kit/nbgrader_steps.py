"""nbgrader's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def nbgrader_command(step, name):
    """Command of one nbgrader step; it looks for alembic in PATH, as an active venv has it."""
    folder = Path(sys.executable).parent
    return ["env", f"PATH={folder}:{os.environ['PATH']}", folder / "nbgrader", step, name]


_QUICKSTART = """
import subprocess, sys
from nbgrader.apps import QuickStartApp
call = subprocess.call
subprocess.call = lambda command, **options: 0 if "db" in command else call(command, **options)
QuickStartApp.launch_instance(sys.argv[1:])
"""


def quickstart_command(folder: Path, course: str) -> None:
    """``nbgrader quickstart`` in `folder`, but for its students.

    It enrolls them in a gradebook beside the course, which nobody reads, by one program after the
    other: four of the six that it starts.
    """
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = [sys.executable, "-c", _QUICKSTART, course]
    subprocess.run(
        command, cwd=folder, check=True, capture_output=True, env={**os.environ, "PATH": path}
    )
