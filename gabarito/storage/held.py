"""Whose a temporary file or folder is: its program's, for as long as that runs.

A lock says so: it ends with its program, whatever ends that. No number of a process would do, for
containers may share a place and not the numbers.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Nobody else holds the file or folder inside the block; a link is not followed.

    Raises:
        OSError: somebody does, it is gone, or another user's.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.lstat()  # who swept may have taken it before it was held
        yield
    finally:
        os.close(descriptor)


def hold_new(make: Callable[[], Path], stack: contextlib.ExitStack) -> Path:
    """What `make` makes, held until `stack` closes; where there are no locks, as if it were."""
    while True:
        path = make()
        try:
            stack.enter_context(held(path))
        except (FileNotFoundError, BlockingIOError):
            continue  # somebody swept just now
        except OSError:
            pass
        return path


def sweep(place: Path, prefix: str, take_away: Callable[[Path], None] | None = None) -> None:
    """Remove what in `place` has a name made by :mod:`tempfile` and nobody holds any more.

    Args:
        take_away: how; as :func:`remove` does when None.
    """
    for left in place.glob(f"{prefix}????????"):
        with contextlib.suppress(OSError), held(left):
            (take_away or remove)(left)


def remove(path: Path) -> None:
    """A file, or a folder with all that is in it; what will not go stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
