"""A course's configuration, read from all the places where nbgrader reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import JSONFileConfigLoader, PyFileConfigLoader

from gabarito.course import messages
from gabarito.errors import CourseError

JUPYTERS, NBGRADERS = "jupyter_config", "nbgrader_config"


def files(root: Path) -> Iterator[Path]:
    """The files that there are, each after those that it overrules.

    First the machine's, then the user's, then those in the course's folder; in each folder
    Jupyter's before nbgrader's, and Python before JSON.
    """
    folders = [*map(Path, reversed(jupyter_config_path())), root]
    for name in (JUPYTERS, NBGRADERS):
        for folder in folders:
            for suffix in (".py", ".json"):
                path = folder / (name + suffix)
                if path.is_file():
                    yield path


def read(root: Path) -> Config:
    """What those files say together.

    Raises:
        CourseError: one of them does not run.
    """
    config = Config()
    for path in files(root):
        loader = PyFileConfigLoader if path.suffix == ".py" else JSONFileConfigLoader
        try:
            config.merge(loader(path.name, path=str(path.parent)).load_config())
        except Exception as error:
            raise CourseError(messages.CONFIG_UNREADABLE.format(path=path, reason=error)) from None
    return config
