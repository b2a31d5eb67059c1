"""Where Python and its libraries are on this machine: students' code reads all that is there."""

from __future__ import annotations

import sys
from pathlib import Path

from gabarito.errors import SandboxError
from gabarito.sandbox import messages

OF_THE_SYSTEM = (
    "/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime",
    "/etc/debian_version",  # pip stops at a file that is there and closed
)  # fmt: skip
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")


def of_python() -> list[str]:
    """The folders of the interpreter and of what is installed for it."""
    return sorted({sys.prefix, sys.base_prefix, *_outside()})


def _outside() -> set[str]:
    """Where installed packages live, if outside the interpreter's own folders."""
    inside = (sys.prefix, sys.base_prefix)
    return {p for p in sys.path if p.endswith("-packages") and not p.startswith(inside)}


def open_to_all(*beside: Path) -> bool:
    """May every user of the machine read them, and come to the folders `beside`?"""
    folders = [*map(Path, of_python()), *beside]
    places = {place for folder in folders for place in (folder, *folder.parents)}
    return all(place.stat().st_mode & 0o1 for place in places)


def are_below(folder: str) -> bool:
    """Would a new file system on `folder` hide them?"""
    return any(path.startswith(f"{folder}/") for path in (sys.prefix, *_outside()))


def refuse_inside(folder: Path | None) -> None:
    """Students read everything in the interpreter's folders: no course may be there.

    Args:
        folder: of a lab, or None.
    Raises:
        SandboxError: it is among the libraries.
    """
    for prefix in of_python():
        if folder is not None and folder.resolve().is_relative_to(prefix):
            raise SandboxError(messages.COURSE_AMONG_LIBRARIES.format(folder=prefix))
