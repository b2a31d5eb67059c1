"""Versions of Python and of what is installed beside it."""

from __future__ import annotations

import functools
import platform
import sys
from collections.abc import Iterable
from email.parser import HeaderParser
from importlib import metadata
from pathlib import Path

_ALWAYS = ("IPython", "numpy")


@functools.cache
def installed() -> dict[str, str]:
    """Version of every installed package, and of Python, by name in lower case, sorted."""
    found = dict(map(_name_and_version, metadata.distributions(path=_places())))
    return dict(sorted({**found, "python": platform.python_version()}.items()))


def _name_and_version(package: metadata.Distribution) -> tuple[str, str]:
    """As its metadata's head says; ``package.metadata`` parses the whole, description too."""
    told = package.read_text("METADATA") or package.read_text("PKG-INFO") or ""
    head = HeaderParser().parsestr(told.partition("\n\n")[0])
    return head["Name"].lower(), head["Version"]


def _places() -> list[str]:
    """Where packages are installed: setuptools, once imported, adds a folder of its own copies."""
    return [place for place in sys.path if Path(place).name != "_vendor"]


def of(package: str) -> str | None:
    """Version of an installed package; None where there is none of that name."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def of_a_grade(modules: Iterable[str]) -> dict[str, str]:
    """Versions that a grade depends on: Python's first, then by package, sorted.

    IPython and NumPy are there whatever is imported; what comes with Python, or is no module of
    any package, is not.

    Args:
        modules: what the lab imports, perhaps dotted.
    """
    tops = {name.split(".")[0] for name in [*_ALWAYS, *modules]} - sys.stdlib_module_names
    packages = filter(None, map(_package, tops))
    found = {name: version for name in packages if (version := of(name)) is not None}
    return {"python": platform.python_version(), **dict(sorted(found.items()))}


def _package(module: str) -> str | None:
    """The package that a top-level module comes from, under its own name."""
    if of(module) is not None:
        return module.lower()
    return next(iter(_packages_by_module().get(module, [])), None)


@functools.cache
def _packages_by_module() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())
