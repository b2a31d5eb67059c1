"""Writing so that a half-written result never replaces a good one."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from gabarito.errors import OutputError
from gabarito.storage import messages
from gabarito.storage.held import hold_new, sweep

SCRATCH = ".gabarito-"
"""How the names of files and folders begin that are thrown away."""


def write_text(path: Path, text: str) -> None:
    """Write `text` (UTF-8) to a temporary file beside `path`, then rename it there.

    Raises:
        OutputError: the folder cannot be created or written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write `content` to a temporary file beside `path`, then rename it there.

    Args:
        mode: the file's permissions.
    Raises:
        OutputError: the folder cannot be created or written.
    """
    with output_errors(path), _taking_the_place_of(path, mode) as file:
        file.write(content)


def copy_file(source: Path, target: Path) -> None:
    """Copy the bytes of `source` to `target` by way of a temporary file.

    Raises:
        OutputError: the folder cannot be created or written.
    """
    with output_errors(target), source.open("rb") as content:
        with _taking_the_place_of(target) as file:
            shutil.copyfileobj(content, file)


@contextlib.contextmanager
def _taking_the_place_of(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """A new file that is renamed to `path` once it is whole, or removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    with contextlib.ExitStack() as stack:
        temporary = hold_new(lambda: _new_file(path.parent), stack)
        try:
            with temporary.open("wb") as file:
                yield file
                _to_disk(file)
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _new_file(folder: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=SCRATCH)
    os.close(handle)
    return Path(name)


@functools.lru_cache(256)
def _sweep(folder: Path) -> None:
    """Once for each folder: what programs that were killed have left half-written there goes."""
    sweep(folder, SCRATCH)


def replace_folder(new: Path, target: Path) -> None:
    """Put the finished folder `new` in the place of `target`.

    `new` must be on the same file system, in a folder of things that are thrown away: the old
    folder is moved there first and removed last, so a crash leaves one of the two whole.

    Raises:
        OutputError: the parent folder cannot be written.
    """
    with output_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        old = Path(tempfile.mkdtemp(dir=new.parent))
        if target.exists():
            os.replace(target, old / target.name)
        os.replace(new, target)
        _names_to_disk(target.parent)
        shutil.rmtree(old)


def _to_disk(file: IO[bytes]) -> None:
    """A name that reaches the disk before its content would be that of an empty file."""
    file.flush()
    os.fsync(file.fileno())


def _names_to_disk(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some file systems know no such thing
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A temporary folder inside `parent` (same file system), removed at the end.

    Raises:
        OutputError: `parent` cannot be created or written.
    """
    with output_errors(parent):
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent)
    with contextlib.ExitStack() as stack:
        with output_errors(parent):
            folder = hold_new(lambda: Path(tempfile.mkdtemp(dir=parent, prefix=SCRATCH)), stack)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """Turn what the system says of writing to `path` into one sentence.

    Raises:
        OutputError: for a PermissionError or another OSError inside the block.
    """
    try:
        yield
    except PermissionError:
        raise OutputError(messages.NO_PERMISSION.format(path=path)) from None
    except OSError as error:
        raise OutputError(messages.NOT_WRITTEN.format(path=path, reason=error.strerror)) from None
