"""One program at a time: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from gabarito.errors import BusyError
from gabarito.storage import atomic, messages


def somebody() -> str:
    """Who runs this program, and where."""
    try:
        account = getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        account = str(os.getuid())
    return f"{account}@{socket.gethostname()}"


@contextlib.contextmanager
def held(path: Path, what: str, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of the file at `path`, which stays there afterwards.

    Args:
        what: what is done with it, as people call it.
        shared: whether others may hold it, too, that say the same.
    Raises:
        BusyError: another process holds it; the message says who and since when.
        OutputError: the file cannot be written.
    """
    with atomic.output_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    with file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = " ".join(file.read().split()) or messages.NOBODY_KNOWN
            raise BusyError(messages.BUSY.format(what=what, who=who)) from None
        with atomic.output_errors(path):
            file.truncate(0)
            file.write(
                messages.HOLDER.format(
                    pid=os.getpid(), who=somebody(), when=datetime.now().strftime("%d/%m %H:%M")
                )
            )
            file.flush()
        yield
