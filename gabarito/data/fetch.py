"""The real data sets: fetched by URL, known by sha256.

Their authors gave no licence to hand them on, so the course keeps only their addresses
(``datasets/registry.toml``); the files themselves go to ``datasets/real/``, outside git.
A pickle among them is converted on arrival, see :mod:`gabarito.data.pickled_arrays`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pooch

from gabarito.data import messages, pickled_arrays
from gabarito.data.download import download, wrong_bytes
from gabarito.data.registry import DataFile, registry, wanted
from gabarito.errors import DataError
from gabarito.storage import atomic

REAL = Path("datasets", "real")

State = Literal["ok", "absent", "different"]


@dataclass(frozen=True)
class FileStatus:
    """What `verify` found of one registered file; `sha256` is None when it is absent."""

    name: str
    path: Path
    state: State
    sha256: str | None


def verify(root: Path, names: Sequence[str] | None = None) -> list[FileStatus]:
    """Compare registered files of the course at `root` with their sha256.

    Args:
        root: the course's root folder.
        names: the files wanted, all of them when None.

    Raises:
        DataError: an unknown name, a registry missing or malformed, a file that cannot
            be read.
    """
    return [_status(file, root / REAL / file.name) for file in wanted(root, names)]


def fetch(root: Path, names: Sequence[str] | None = None, progress: bool = True) -> list[Path]:
    """Put registered files into ``datasets/real/`` and return their paths, in order.

    A file already there with the right sha256 is not downloaded again. Each mirror is tried
    in turn, under a temporary name, so a broken download never replaces a file. With a file
    come those converted from it, and with a converted file the one it is made from.

    Args:
        root: the course's root folder.
        names: the files wanted, all of them when None.
        progress: show a bar for each download, if stderr is a terminal.

    Raises:
        DataError: an unknown name, no mirror that answers with the registered bytes, a
            conversion that does not give them, or a folder that cannot be written.
        OutputError: a converted file cannot be written.
    """
    paths: dict[str, Path] = {}
    for name in (file.converted_from or file.name for file in wanted(root, names)):
        if name not in paths:
            paths |= _fetch_with_conversions(registry(root), name, root / REAL, progress)
    return [*paths.values()]


def _fetch_with_conversions(
    known: dict[str, DataFile], name: str, folder: Path, progress: bool
) -> dict[str, Path]:
    """A file that has mirrors and, after it, those converted from it: paths by name."""
    paths = {name: _fetch_one(known[name], folder / name, progress)}
    for file in known.values():
        if file.converted_from == name:
            paths[file.name] = _convert(file, known[name], folder)
    return paths


def _status(file: DataFile, path: Path) -> FileStatus:
    if not path.is_file():
        return FileStatus(file.name, path, "absent", None)
    try:
        found = pooch.file_hash(str(path))
    except OSError as error:
        raise _unreadable(path, error) from None
    return FileStatus(file.name, path, "ok" if found == file.sha256 else "different", found)


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(messages.UNREADABLE.format(path=path, reason=error.strerror))


def _fetch_one(file: DataFile, path: Path, progress: bool) -> Path:
    if _status(file, path).state == "ok":
        return path
    _make_folder(path.parent)
    failures = []
    for url in file.urls:
        failure = download(file, url, path, progress)
        if failure is None:
            return path
        failures.append(f"{url} ({failure})")
    tried = messages.NEXT_MIRROR.join(failures)
    raise DataError(
        messages.NOT_FETCHED.format(name=file.name, failures=tried, sha256=file.sha256, path=path)
    )


def _convert(file: DataFile, source: DataFile, folder: Path) -> Path:
    """Make the converted `file`, unless it is there, from the registered bytes of `source`."""
    path = folder / file.name
    if _status(file, path).state == "ok":
        return path
    converted = pickled_arrays.to_npz(_registered(source, folder), file.keys, source.name)
    found = hashlib.sha256(converted).hexdigest()
    if found != file.sha256:
        difference = wrong_bytes(file, found)
        raise DataError(
            messages.OTHER_CONVERSION.format(
                source=source.name, name=file.name, difference=difference
            )
        )
    atomic.write_bytes(path, converted)
    return path


def _registered(file: DataFile, folder: Path) -> bytes:
    """Content of a fetched file, checked once more: these bytes, not those seen before."""
    path = folder / file.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DataError(messages.CHANGED.format(path=path))
    return content


def _make_folder(folder: Path) -> None:
    """Make `folder` now, so that a full or read-only disk is not taken for a dead mirror."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        raise DataError(messages.FOLDER_NOT_WRITABLE.format(folder=folder))
