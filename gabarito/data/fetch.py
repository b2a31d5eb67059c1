"""The real data sets: fetched by URL, known by sha256.

Their authors gave no licence to hand them on, so the course keeps only their addresses
(``datasets/registry.toml``); the files themselves go to ``datasets/real/``, outside git.
A pickle among them is converted on arrival, see :mod:`gabarito.data.pickled_arrays`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pooch
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from gabarito.data import messages, pickled_arrays
from gabarito.errors import DataError
from gabarito.storage import atomic

REGISTRY = Path("datasets", "registry.toml")
REAL = Path("datasets", "real")
TIMEOUT_S = 30

State = Literal["ok", "absent", "different"]


@dataclass(frozen=True)
class DataFile:
    """One entry of the registry: how to recognise a file and where to get it.

    Attributes:
        urls: its mirrors; none for a file made from another one.
        converted_from: the registered pickle of arrays that it is made from, or None.
        keys: names of the arrays in the converted file, in the pickle's order.
    """

    name: str
    bytes: int
    sha256: str
    used_by: str
    urls: tuple[str, ...] = ()
    converted_from: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileStatus:
    """What `verify` found of one registered file; `sha256` is None when it is absent."""

    name: str
    path: Path
    state: State
    sha256: str | None


def registry(root: Path) -> dict[str, DataFile]:
    """The registered files of the course at `root`, by name, in the registry's order.

    Raises:
        DataError: the registry is missing or malformed.
    """
    path = root / REGISTRY
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
        known = {entry["name"]: _data_file(entry) for entry in entries}
        _require_sources(known)
    except OSError:
        raise DataError(messages.NO_REGISTRY.format(path=path, root=root)) from None
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(messages.MALFORMED_REGISTRY.format(path=path, reason=error)) from None
    return known


def _data_file(entry: dict[str, Any]) -> DataFile:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return DataFile(**fields)


def _require_sources(known: dict[str, DataFile]) -> None:
    """Every file can be had: from a mirror, or from another file that has one."""
    for file in known.values():
        source = known[file.converted_from] if file.converted_from else file
        if not source.urls or bool(file.converted_from) != bool(file.keys):
            raise ValueError(file.name)


def verify(root: Path, names: Sequence[str] | None = None) -> list[FileStatus]:
    """Compare registered files of the course at `root` with their sha256.

    Args:
        root: the course's root folder.
        names: the files wanted, all of them when None.

    Raises:
        DataError: an unknown name, a registry missing or malformed, a file that cannot
            be read.
    """
    return [_status(file, root / REAL / file.name) for file in _wanted(root, names)]


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
    for name in (file.converted_from or file.name for file in _wanted(root, names)):
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


def _wanted(root: Path, names: Sequence[str] | None) -> list[DataFile]:
    known = registry(root)
    return [_named(name, known) for name in (known if names is None else names)]


def _named(name: str, known: dict[str, DataFile]) -> DataFile:
    if name not in known:
        raise DataError(messages.NOT_REGISTERED.format(name=name, known=", ".join(known)))
    return known[name]


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
        failure = _download(file, url, path, progress)
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
        difference = _wrong_bytes(file, found)
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


def _download(file: DataFile, url: str, path: Path, progress: bool) -> str | None:
    """Try one mirror; returns why it failed, in Portuguese, or None when `path` is right."""
    with _bar(file, progress) as bar, _quiet_pooch():
        mirror = _Mirror(progressbar=bar, timeout=TIMEOUT_S)
        try:
            pooch.retrieve(url, f"sha256:{file.sha256}", path.name, path.parent, downloader=mirror)
        except ValueError:  # pooch: another sha256; requests: a URL it cannot parse
            return _wrong_bytes(file, mirror.received) if mirror.received else messages.INVALID_URL
        except OSError as error:  # requests' exceptions are OSErrors too
            return _reason(error)
    return None


def _wrong_bytes(file: DataFile, received: str) -> str:
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
