"""The folders that trusted processes import from: never the one where a command is started.

That folder may hold what a student handed in, and a ``random.py`` there would be imported in
the place of Python's own. Imports nothing but what every Python has imported already, not even
``__future__``.
"""

import os
import sys


def secure() -> None:
    """Keep the working folder off the path of this process and of all that it starts.

    ``python -m`` and ``python -c`` put it first, and so do the fork servers and spawned
    workers of multiprocessing, which are started by ``-c``; an empty or relative folder in
    PYTHONPATH means it, too. Absolute ones there are what somebody asked for: they stay.
    """
    if not sys.flags.safe_path and sys.path[:1] in ([""], [_here()]):
        del sys.path[0]
    os.environ["PYTHONSAFEPATH"] = "1"
    _keep_absolute_folders()


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
