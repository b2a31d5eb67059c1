"""The folders that trusted processes import from: never the one where a command is started.

That folder may hold what a student handed in, and a ``random.py`` there would be imported in
the place of Python's own. Imports nothing but what every Python has imported already, not even
``__future__``.
"""

import os
import sys

_SAFE = "PYTHONSAFEPATH"


def secure() -> None:
    """Keep the working folder off the path of this process.

    ``python -m`` and ``python -c`` put it first; an empty or relative folder in PYTHONPATH
    means it, too. Absolute ones there are what somebody asked for: they stay.
    """
    if not sys.flags.safe_path and sys.path[:1] in ([""], [_here()]):
        del sys.path[0]
    _keep_absolute_folders()


class Inherited:
    """While it is open, so do Python processes that are started: a context manager.

    multiprocessing starts its servers by ``python -c``. Only while it is open: a kernel of
    Jupyter that inherited the variable would not find what lies beside its notebook.
    """

    def __enter__(self) -> None:
        secure()
        self.before = os.environ.get(_SAFE)
        os.environ[_SAFE] = "1"

    def __exit__(self, *_: object) -> None:
        if self.before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = self.before


def _keep_absolute_folders() -> None:
    asked = os.environ.get("PYTHONPATH", "")
    folders = asked.split(os.pathsep) if asked else []
    kept = [folder for folder in folders if os.path.isabs(folder)]
    dropped = {os.path.join(_here(), folder).rstrip(os.sep) for folder in folders} - set(kept)
    sys.path[:] = [folder for folder in sys.path if folder not in dropped]
    os.environ.pop("PYTHONPATH", None)
    if kept:
        os.environ["PYTHONPATH"] = os.pathsep.join(kept)


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # the folder is gone
        return ""
