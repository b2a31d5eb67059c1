"""Temporary folders that do not outlive a program that is killed, but until the next one."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gabarito.storage.held import hold_new, sweep

_PREFIX = "gabarito-provisoria-"


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A new folder, removed at the end; those that nobody holds any more go first."""
    sweep(Path(tempfile.gettempdir()), _PREFIX)
    with contextlib.ExitStack() as stack:
        yield hold_new(lambda: _new(stack), stack)


def _new(stack: contextlib.ExitStack) -> Path:
    made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    return Path(stack.enter_context(made))
