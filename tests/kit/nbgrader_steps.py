"""nbgrader's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

QUICKLY = "import sys; sys.modules['rfc3987_syntax'] = None; "
"""Half the time in which nbgrader starts goes into a grammar of addresses, for jsonschema, which
checks none here; without it jsonschema does as where that is not installed."""

_NBGRADER = f"{QUICKLY}from nbgrader.apps.nbgraderapp import main; sys.exit(main())"


def nbgrader_command(*arguments: str) -> list[str]:
    """One step of nbgrader's, or what all begin with.

    It looks for alembic in PATH, as an active venv has it.
    """
    path = f"PATH={Path(sys.executable).parent}:{os.environ['PATH']}"
    return ["env", path, sys.executable, "-P", "-c", _NBGRADER, *arguments]


_QUICKSTART = f"""
{QUICKLY}
import subprocess
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
    command = [sys.executable, "-P", "-c", _QUICKSTART, course]
    subprocess.run(
        command, cwd=folder, check=True, capture_output=True, env={**os.environ, "PATH": path}
    )
