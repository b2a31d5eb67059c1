"""One mirror tried: the registered bytes, or why not, in words; with a bar at a terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pooch
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from gabarito.data import messages
from gabarito.data.registry import DataFile

TIMEOUT_S = 30


def download(file: DataFile, url: str, path: Path, progress: bool) -> str | None:
    """Try one mirror; returns why it failed, in Portuguese, or None when `path` is right."""
    with _bar(file, progress) as bar, _quiet_pooch():
        mirror = _Mirror(progressbar=bar, timeout=TIMEOUT_S)
        try:
            pooch.retrieve(url, f"sha256:{file.sha256}", path.name, path.parent, downloader=mirror)
        except ValueError:  # pooch: another sha256; requests: a URL it cannot parse
            return wrong_bytes(file, mirror.received) if mirror.received else messages.INVALID_URL
        except OSError as error:  # requests' exceptions are OSErrors too
            return _reason(error)
    return None


def wrong_bytes(file: DataFile, received: str) -> str:
    """Which sha256 was expected, and which came, in words."""
    return messages.WRONG_BYTES.format(expected=file.sha256, received=received)


def _reason(error: OSError) -> str:
    """Why a download broke: the server's answer, this disk, or no connection."""
    response = getattr(error, "response", None)
    if response is not None:
        return messages.SERVER_ANSWERED.format(status=response.status_code)
    if error.errno is not None and error.strerror:
        return messages.DISK_ERROR.format(reason=error.strerror)
    return messages.NO_CONNECTION


class _Mirror(pooch.HTTPDownloader):
    """Pooch's downloader, remembering the sha256 of what arrived, which pooch throws away."""

    received: str | None = None

    def __call__(self, url: str, output_file: Any, *args: Any, **kwargs: Any) -> None:
        super().__call__(url, output_file, *args, **kwargs)
        self.received = pooch.file_hash(output_file)


class _Bar:
    """What pooch asks of a progress bar, shown by rich."""

    def __init__(self, shown: Progress, file: DataFile) -> None:
        self.shown = shown
        self.total = file.bytes  # pooch overwrites it with the server's Content-Length
        self.task = shown.add_task(file.name, total=file.bytes)

    def update(self, received: int) -> None:
        """`received` more bytes."""
        self.shown.update(self.task, advance=received)

    def reset(self) -> None:
        """Back to zero: pooch does so once, before it fills the bar."""
        self.shown.update(self.task, completed=0)

    def close(self) -> None:
        """Nothing to do: the context manager that made the bar ends it."""


@contextmanager
def _bar(file: DataFile, wanted: bool) -> Iterator[_Bar | bool]:
    """A bar on stderr, gone when done, or False (pooch's "none") where no one would see it."""
    if not (wanted and sys.stderr.isatty()):
        yield False
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield _Bar(shown, file)


@contextmanager
def _quiet_pooch() -> Iterator[None]:
    """Pooch logs its steps in English; this module says what matters in its own words."""
    logger = pooch.get_logger()
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
