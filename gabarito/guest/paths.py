"""A file of the lab, asked for where it is not: the student's own folders are not here."""

from __future__ import annotations

import ntpath
import os
import re


def mend(error: BaseException | None) -> str | None:
    """Put a link to a file of the lab where a failed cell looked for it.

    Returns:
        The file's name, or None where the error is another, or nothing could be done.
    """
    wanted = _path(error)
    name = ntpath.basename(wanted) if wanted else ""
    found = _find(name) if name else None
    if found is None or wanted is None or os.path.lexists(wanted):
        return None
    try:
        os.makedirs(os.path.dirname(wanted) or ".", exist_ok=True)
        os.symlink(found, wanted)
    except OSError:  # a folder that the notebook cannot have
        return None
    return name


def _path(error: BaseException | None) -> str | None:
    """The path that a file error is about; h5py says it in its message only."""
    if not isinstance(error, OSError):
        return None
    if isinstance(error.filename, str):
        return error.filename
    said = re.search(r"name = '([^']+)'", str(error))
    return said[1] if said else None


def _find(name: str) -> str | None:
    for folder, _, files in os.walk(os.environ["HOME"]):
        if name in files:
            return os.path.join(folder, name)
    return None
