"""JupyterLab as a course uses it: in Portuguese, Formgrader ready, lab texts opened as notebooks.

All that differs from a plain ``jupyter lab`` are defaults, in ``templates/labconfig``, and that
what it exports keeps the figures' alternative texts (``templates/jupyter_config.json``): what a
person chooses in JupyterLab's own settings still counts. The names of the menus are there too,
because the language pack has what is in them and not what they are called.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gabarito.course.layout import Course
from gabarito.errors import MissingExtraError

_LANGUAGE_PACK = "jupyterlab_language_pack_pt_BR"
_DEFAULTS = Path(__file__).parent / "templates"


def command(course: Course, options: Sequence[str] = ()) -> list[str]:
    """The command that opens JupyterLab in the course's folder.

    Args:
        options: JupyterLab's own, passed on.
    Raises:
        MissingExtraError: the Portuguese of JupyterLab is not installed.
    """
    if importlib.util.find_spec(_LANGUAGE_PACK) is None:
        raise MissingExtraError("lab")
    folder = f"--ServerApp.root_dir={course.root}"
    return [sys.executable, "-P", "-m", "jupyterlab", folder, *options]


def environment() -> dict[str, str]:
    """What it runs with: our defaults under the person's own, and nbgrader's commands by name."""
    return os.environ | {
        "JUPYTER_CONFIG_PATH": _joined(os.environ.get("JUPYTER_CONFIG_PATH"), str(_DEFAULTS)),
        "PATH": _joined(str(Path(sys.executable).parent), os.environ.get("PATH")),
    }


def _joined(*paths: str | None) -> str:
    return os.pathsep.join(path for path in paths if path)
