"""This program's own files: any of them may decide what it answers, whatever its version says."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import gabarito

PACKAGE = Path(gabarito.__file__).parent

_LEFT_THERE = (".", "__pycache__")


@functools.cache
def digest() -> str:
    """Hash of the names and contents of all files, as they were when it was first asked for.

    Who answers goes by the code that was there at the beginning, not by what is installed later.
    """
    found = hashlib.sha256()
    for path in sorted(below(PACKAGE)):
        for part in (path.relative_to(PACKAGE).as_posix().encode(), path.read_bytes()):
            found.update(hashlib.sha256(part).digest())
    return found.hexdigest()


def below(folder: Path) -> Iterator[Path]:
    """Files at any depth, in no order; not what Python and Jupyter leave there."""
    for place, inside, names in os.walk(folder):
        inside[:] = [name for name in inside if not name.startswith(_LEFT_THERE)]
        paths = (Path(place, name) for name in names if not name.startswith(_LEFT_THERE))
        yield from filter(Path.is_file, paths)
