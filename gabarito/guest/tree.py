"""The processes below one process: who they are, what they take, how to end them all."""

from __future__ import annotations

import contextlib
import math
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAUSE_S = 0.01
_SURE = 2


@dataclass(frozen=True)
class Process:
    """One process.

    Attributes:
        over: it ended, and was not reaped yet.
        wanting: it is on a CPU, or waits for one.
        resident: bytes.
        cpu_s: seconds that it and its reaped children had; 0 where nobody can tell.
    """

    pid: int
    parent: int
    over: bool
    wanting: bool
    resident: int
    cpu_s: float

    def share(self) -> int:
        """Bytes it takes, pages that forks have in common divided among them.

        Slower to find out than `resident`, which is what it falls back on.
        """
        lines = _read(f"/proc/{self.pid}/smaps_rollup").splitlines()
        found = [line.split()[1] for line in lines if line.startswith("Pss:")]
        return int(found[0]) * 1024 if found else self.resident


def below(root: int) -> list[Process]:
    """Every process below `root`, parents before children."""
    if os.path.exists("/proc/self/stat"):
        return [found for pid in _children(root) for found in _with_descendants(pid)]
    return list(_listed_below(root))


def processes(root: int) -> list[Process]:
    """`root` and every process below it."""
    own = _from_proc(root) if os.path.exists("/proc/self/stat") else None
    return [*([own] if own else []), *below(root)]


def end_below() -> None:
    """Kill all processes below this one, and reap them.

    None is reaped before all seem dead, and parents are killed first: what flees by forking
    again and again fills its limit of processes with its own dead, and stops. A list of another's
    children is not exact while it reaps them, so whoever is alive after that is looked for again.
    """
    while True:
        _kill_until_quiet(spared=0)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:  # nobody is left
            return


def sweep(spared: int, limit_s: float) -> bool:
    """Kill all processes below this one but the child `spared`; False where more keep coming."""
    if not _kill_until_quiet(spared, time.monotonic() + limit_s):
        return False
    for process in below(os.getpid()):
        if process.over and process.parent == os.getpid() and process.pid != spared:
            os.waitpid(process.pid, 0)
    return True


def _kill_until_quiet(spared: int, deadline: float = math.inf) -> bool:
    """Kill until nobody was there twice; False where `deadline` (monotonic seconds) came first."""
    quiet = 0
    while quiet < _SURE:
        quiet = 0 if _kill_below(spared) else quiet + 1
        if time.monotonic() > deadline:
            return False
    return True


def _kill_below(spared: int) -> bool:
    """Kill, parents first, and wait a moment; False where there was nobody to kill."""
    living = [p for p in below(os.getpid()) if not p.over and p.pid != spared]
    handles = [handle for process in living if (handle := _kill(process)) is not None]
    if handles:
        select.select(handles[-1:], [], [], _PAUSE_S)
    elif living:
        time.sleep(_PAUSE_S)
    for handle in handles:
        os.close(handle)
    return bool(living)


def _kill(process: Process) -> int | None:
    """Kill one, unless its number has gone to another; a descriptor that tells its death."""
    if not hasattr(os, "pidfd_open"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process.pid, signal.SIGKILL)
        return None
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(process.pid)
        now = _from_proc(process.pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if now and now.parent in (process.parent, os.getpid()):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        return handle
    return None


def _with_descendants(pid: int) -> Iterator[Process]:
    own = _from_proc(pid)
    if own:
        yield own
        for child in _children(pid):
            yield from _with_descendants(child)


def _children(pid: int) -> list[int]:
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:  # it ended meanwhile
        return []
    return [int(c) for task in tasks for c in _read(f"/proc/{pid}/task/{task}/children").split()]


def _from_proc(pid: int) -> Process | None:
    name, _, rest = _read(f"/proc/{pid}/stat").rpartition(")")
    fields = rest.split()
    if not name or len(fields) < 22:
        return None
    state, parent = fields[0], int(fields[1])
    cpu_s = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    resident = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return Process(pid, parent, state in "ZX", state == "R", resident, cpu_s)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _listed_below(root: int) -> Iterator[Process]:
    """The same from ps(1), where there is no /proc."""
    command = ["/bin/ps", "-A", "-o", "pid=,ppid=,state=,rss="]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ps:
        rows = [line.split() for line in ps.communicate()[0].splitlines()]
    family = {root}
    found = {int(row[0]): row for row in rows if len(row) == 4 and int(row[0]) != ps.pid}
    grown = True
    while grown:
        grown = False
        for pid, row in found.items():
            if int(row[1]) in family and pid not in family:
                family.add(pid)
                grown = True
                over = row[2][0] == "Z"
                yield Process(pid, int(row[1]), over, False, int(row[3]) * 1024, 0.0)


def tasks_of(uid: int) -> int:
    """How many processes and threads the user `uid` has, as RLIMIT_NPROC counts them."""
    count = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        fields = dict(
            line.split(":", 1) for line in _read(f"/proc/{name}/status").splitlines() if ":" in line
        )
        if fields.get("Uid", "").split()[:1] == [str(uid)]:
            count += int(fields["Threads"])
    return count
