"""The warm process: libraries imported once, one fork for each run of a notebook.

Started by the examiner inside bubblewrap. It runs trusted code only; each fork gets
namespaces, mounts and limits of its own and gives up every power before it serves.
Commands come as frames on descriptor :data:`CONTROL`:

    start  (with one descriptor)  → pid of the new session
    signal pid, number            → nothing
    end    pid                    → nothing; the session and all it started are gone
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
from typing import Any

from guest import confine, notebook, wire

CONTROL = 3
HOME = "/aluno"


def main(settings: dict[str, Any]) -> None:
    """Warm up, say so, and serve until the examiner closes the control socket.

    Args:
        settings: ``modules`` to import, ``uid`` of the students' processes, ``cpu_s``, the
            folders that are ``writable``, and ``files`` of the home folder (name → path).
    """
    control = socket.socket(fileno=CONTROL)
    control.set_inheritable(False)
    failed = notebook.warm_up(settings["modules"])
    gc.collect()
    gc.freeze()
    wire.send(control, {"ready": True, "failed": failed})
    sessions: set[int] = set()
    while True:
        try:
            request, descriptors = _next(control)
        except wire.WireError:
            break
        wire.send(control, _do(request, descriptors, settings, control, sessions))
    for pid in list(sessions):
        _end(pid, sessions)


def _next(control: socket.socket) -> tuple[Any, list[int]]:
    """A request and the descriptors that a one-byte message before it carried."""
    mark, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not mark:
        raise wire.WireError("closed")
    return wire.receive(control), descriptors


def _do(
    request: dict[str, Any], descriptors: list[int], settings: dict[str, Any],
    control: socket.socket, sessions: set[int],
) -> dict[str, Any]:  # fmt: skip
    if request["do"] == "start":
        pid = _start(descriptors[0], settings, control)
        sessions.add(pid)
        return {"pid": pid}
    if request["do"] == "signal":
        with contextlib.suppress(ProcessLookupError):
            os.kill(request["pid"], request["number"])
    if request["do"] == "end":
        _end(request["pid"], sessions)
    return {}


def _end(pid: int, sessions: set[int]) -> None:
    """Kill a session; the kernel kills all else in its process namespace."""
    sessions.discard(pid)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _start(descriptor: int, settings: dict[str, Any], control: socket.socket) -> int:
    confine.unshare(confine.CLONE_NEWPID)
    try:
        pid = os.fork()
    finally:
        if os.getpid() != 1:
            confine.return_to_own_pid_namespace()
    if pid:
        os.close(descriptor)
        return pid
    try:
        control.close()
        channel = socket.socket(fileno=descriptor)
        _confine(settings)
        notebook.serve(channel)
    except BaseException:
        if settings.get("debug"):
            import traceback

            os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(0)


def _confine(settings: dict[str, Any]) -> None:
    uid = settings["uid"]
    os.setsid()
    confine.unshare(
        confine.CLONE_NEWNS | confine.CLONE_NEWNET | confine.CLONE_NEWIPC | confine.CLONE_NEWUTS
    )
    confine.make_mounts_private()
    for folder in settings["writable"]:
        confine.mount_scratch(folder, uid)
    confine.make_read_only("/mpl")
    confine.drop_bounding_set()
    confine.become(uid)
    confine.drop_capabilities()
    _fill_home(settings["files"])
    confine.limit_resources(settings["cpu_s"])
    confine.forbid_new_privileges()
    confine.filter_system_calls(own_files=True)


def _fill_home(files: dict[str, str]) -> None:
    """The lab's files, by name, in the folder that the notebook runs in."""
    os.chdir(HOME)
    for name, path in files.items():
        folder = os.path.dirname(name)
        if folder:
            os.makedirs(folder, exist_ok=True)
        os.symlink(path, name)
