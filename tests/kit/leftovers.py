"""What tests and sandboxes could leave on this machine: mounts and processes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from gabarito.guest import tree

WITHIN = ("/aluno", "/content", "/guest", "/lab", "/mpl", "/tmp/newroot", "/tmp/oldroot")
ON = ("/tmp", "/dev/shm")
"""A sandbox may mount on these; what others mount below is theirs."""

_STAY = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
"""Python starts these once for all."""
_PATIENCE_S = 5.0


def mounts(*folders: Path) -> list[str]:
    """Mounts that a sandbox could have made, as the kernel lists them.

    Those on, below or of `folders`, and those where sandboxes have their own; with another
    program's, on the same machine, a sandbox has nothing to do.
    """
    found = Path("/proc/self/mountinfo").read_text().splitlines()
    places = (*WITHIN, *map(str, folders))
    return [line for line in found if _concerns(line.split()[3:5], places)]


def _concerns(of_and_on: list[str], places: tuple[str, ...]) -> bool:
    within = any(Path(path).is_relative_to(place) for path in of_and_on for place in places)
    return within or of_and_on[1] in ON


def processes() -> dict[int, str]:
    """Command lines of the living processes below this one, and of its sandboxes' students."""
    below = {process.pid for process in tree.below(os.getpid()) if not process.over}
    found = {pid: _command(pid) for pid in below | _students()}
    return {pid: line for pid, line in found.items() if not any(name in line for name in _STAY)}


def new_processes(before: dict[int, str], patience_s: float = _PATIENCE_S) -> dict[int, str]:
    """Those that were not there `before` and do not end by themselves in `patience_s`."""
    deadline = time.monotonic() + patience_s
    while left := {pid: line for pid, line in processes().items() if pid not in before}:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return left


def _students() -> set[int]:
    """Who runs as the user that a sandbox started by this process, as root, gives students."""
    user = 100_000 + os.getpid()
    return {pid for pid in _pids() if _user(pid) == user}


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def _user(pid: int) -> int | None:
    try:
        return os.stat(f"/proc/{pid}").st_uid
    except OSError:  # it ended meanwhile
        return None


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")[:200]
    except OSError:
        return ""
