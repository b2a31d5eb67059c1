"""Temporary folders that do not outlive a program that is killed, but until the next one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "gabarito-provisoria-"


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A new folder, removed at the end; those that nobody holds any more go first.

    A lock says who holds one: it ends with its program, whatever ends that. No number of a
    process would do, for containers may share the place and not the numbers.
    """
    _sweep()
    with contextlib.ExitStack() as stack:
        yield _new(stack)


def _new(stack: contextlib.ExitStack) -> Path:
    while True:
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(made))
        with contextlib.suppress(OSError):
            stack.enter_context(_held(folder))
            folder.stat()  # who swept may have taken it before it was held
            return folder


def _sweep() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), _held(left):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Nobody else holds the folder inside the block.

    Raises:
        OSError: somebody does, it is gone, or another user's.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
