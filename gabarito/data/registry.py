"""The registry of the real data sets: what files there are, and how each is known and had."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gabarito.data import messages
from gabarito.errors import DataError

REGISTRY = Path("datasets", "registry.toml")


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


def wanted(root: Path, names: Sequence[str] | None) -> list[DataFile]:
    """Those registered files, all of them when None.

    Raises:
        DataError: an unknown name, or see :func:`registry`.
    """
    known = registry(root)
    return [_named(name, known) for name in (known if names is None else names)]


def _named(name: str, known: dict[str, DataFile]) -> DataFile:
    if name not in known:
        raise DataError(messages.NOT_REGISTERED.format(name=name, known=", ".join(known)))
    return known[name]
