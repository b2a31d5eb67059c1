"""nbgrader's own commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def nbgrader_command(step, name):
    """Command of one nbgrader step; it looks for alembic in PATH, as an active venv has it."""
    folder = Path(sys.executable).parent
    return ["env", f"PATH={folder}:{os.environ['PATH']}", folder / "nbgrader", step, name]
