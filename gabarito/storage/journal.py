"""Lines that are written once and stay: each with its checksum, on the disk within a second.

What a process was writing when it died is a torn last line: its checksum does not hold, and
nobody reads it. Lines are only ever added.
"""

from __future__ import annotations

import contextlib
import os
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

from gabarito.storage import atomic

SYNC_S = 1.0
"""How long a line may be with the system before it is on the disk."""


def lines(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """All that was ever added, in order, each with its place; what is torn or damaged is left out.

    Args:
        start: the place of the first one.
    Raises:
        OutputError: it cannot be read.
    """
    if not path.exists():
        return
    with atomic.output_errors(path), path.open("rb") as file:
        place = file.seek(start)
        for line in file:
            checksum, _, content = line.rstrip(b"\n").partition(b" ")
            if checksum == _checksum(content):
                yield place, content
            place += len(line)


def _checksum(content: bytes) -> bytes:
    return b"%08x" % zlib.crc32(content)


class Journal:
    """A file of lines, open for adding; a context manager. One process at a time may have it.

    Raises:
        OutputError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.lock = path, threading.Lock()
        self.due: threading.Timer | None = None
        with atomic.output_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = path.open("ab", buffering=0)
            self._end_torn_line()

    def _end_torn_line(self) -> None:
        with self.path.open("rb") as file:
            if size := file.seek(0, os.SEEK_END):
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    self.file.write(b"\n")

    def add(self, content: bytes) -> int:
        """Add a line, without a line break of its own; its place.

        Raises:
            OutputError: it cannot be written; nothing is added.
        """
        line = _checksum(content) + b" " + content + b"\n"
        with atomic.output_errors(self.path), self.lock:
            end = os.fstat(self.file.fileno()).st_size
            try:
                self._write(line)
            except BaseException:
                with contextlib.suppress(OSError):
                    self.file.truncate(end)
                raise
            if self.due is None:
                self.due = threading.Timer(SYNC_S, self._sync_later)
                self.due.daemon = True
                self.due.start()
        return end

    def _write(self, line: bytes) -> None:
        left = memoryview(line)
        while left:
            left = left[self.file.write(left) :]

    def _sync_later(self) -> None:
        with contextlib.suppress(OSError):  # who waits for it is told by `sync`
            self._sync()

    def sync(self) -> None:
        """Return when all lines are on the disk.

        Raises:
            OutputError: the disk fails.
        """
        with atomic.output_errors(self.path):
            self._sync()

    def _sync(self) -> None:
        with self.lock:
            if self.due is not None and not self.file.closed:
                self.due.cancel()
                self.due = None
                os.fsync(self.file.fileno())

    def close(self) -> None:
        """Bring the last lines to the disk, and close the file."""
        try:
            self.sync()
        finally:
            self.file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
