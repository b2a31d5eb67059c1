"""What the files of a bundle import: modules of the course's own, and packages to install."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable
from pathlib import Path

from gabarito.notebook import definitions

_SHIPPED = {"gabarito", "otter"}
"""Comes with the bundle, under another name, or with what runs it."""


def support_modules(folder: Path, sources: Iterable[str]) -> dict[str, Path]:
    """Modules in `folder` that the code imports, directly or not, by file name."""
    found: dict[str, Path] = {}
    todo = list(sources)
    while todo:
        for name in _imported([todo.pop()]):
            path = folder / f"{name}.py"
            if path.is_file() and path.name not in found:
                found[path.name] = path
                todo.append(path.read_text(encoding="utf-8"))
    return found


def requirements(sources: Iterable[str]) -> list[str]:
    """Packages installed here that the code imports, as lines for pip, sorted.

    Each from the version installed here, which the lab was tried with, up to the next major one.
    """
    owners = importlib.metadata.packages_distributions()
    modules = _imported(sources) - set(sys.stdlib_module_names) - _SHIPPED
    packages = {package for module in modules for package in owners.get(module, [])}
    return sorted(_range(package) for package in packages)


def _imported(sources: Iterable[str]) -> set[str]:
    """Top-level modules that the code imports."""
    return {name.partition(".")[0] for source in sources for name in definitions.imports(source)}


def _range(package: str) -> str:
    major, minor, *_ = [*importlib.metadata.version(package).split("."), "0"]
    return f"{package}>={major}.{minor},<{int(major) + 1}"
