"""The warm process: libraries imported once, one fork for each run of a notebook.

Started by the grader inside bubblewrap, or without it where namespaces are not to be had.
It runs trusted code only; each fork locks itself in (:mod:`guest.lockdown`) before it serves.
Requests come as frames on descriptor :data:`CONTROL`: see :mod:`guest.protocol`.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
from typing import Any, Protocol

from guest import confine, folders, frames, lockdown, notebook, protocol, tree
from guest.keeper import Keeper

CONTROL = 3
HOME = "/aluno"


class Kept(Protocol):
    """A session, seen from here."""

    pid: int

    def signal(self, number: int) -> None:
        """Send a signal to its first process."""

    def sweep(self) -> None:
        """Kill what its first process started."""

    def end(self) -> None:
        """Kill it and all it started."""


def main(settings: dict[str, Any]) -> None:
    """Warm up, say so, and serve until the grader closes the control socket.

    Args:
        settings: ``tier``; ``modules`` to import; ``uid`` of the students' processes; their
            ``cpu_s`` and ``files`` of the home folder (name → path). With namespaces, the
            folders that are ``writable``; without, the ``private`` folder for what sessions
            write, and for Landlock the paths that are ``readable``, the ``devices``, and
            whether the libraries take the capability ``read_search`` to be read.
    """
    del sys.argv[1:]
    control = socket.socket(fileno=CONTROL)
    control.set_inheritable(False)
    failed = notebook.warm_up(settings["modules"])
    gc.collect()
    gc.freeze()
    frames.send(control, protocol.Ready(failed))
    _serve(control, settings)
    if settings["tier"] != "namespaces":
        tree.end_below()
        folders.remove(settings["private"])


def _serve(control: socket.socket, settings: dict[str, Any]) -> None:
    sessions: dict[int, Kept] = {}
    while True:
        try:
            request, descriptors = frames.receive_request(control, protocol.CONTROL)
        except frames.WireError:
            break
        frames.send(control, _do(request, descriptors, settings, sessions))
    for session in sessions.values():
        session.end()


def _do(
    request: protocol.Message, descriptors: list[int], settings: dict[str, Any],
    sessions: dict[int, Kept],
) -> protocol.Started | protocol.Done:  # fmt: skip
    if isinstance(request, protocol.Start):
        kind = _Namespace if settings["tier"] == "namespaces" else _Private
        session: Kept = kind(descriptors[0], settings)
        os.close(descriptors[0])
        sessions[session.pid] = session
        return protocol.Started(session.pid)
    known = sessions.get(request.pid)
    if known is None:  # it ended before the grader knew
        return protocol.Done()
    if isinstance(request, protocol.End):
        del sessions[known.pid]
        known.end()
    elif isinstance(request, protocol.Signal):
        known.signal(request.number)
    elif isinstance(request, protocol.Sweep):
        known.sweep()
    return protocol.Done()


class _Namespace:
    """A session that is the first process of a namespace: the kernel keeps it together."""

    def __init__(self, channel: int, settings: dict[str, Any]) -> None:
        confine.unshare(confine.CLONE_NEWPID)
        try:
            self.pid = os.fork()
        finally:
            if os.getpid() != 1:
                confine.return_to_own_pid_namespace()
        if self.pid == 0:
            confine.close_descriptors({channel})
            _student(channel, settings, HOME)

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def sweep(self) -> None:
        """The session does it itself, with a signal to everybody else in its namespace."""

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class _Private(Keeper):
    """A session with a keeper, and a folder of its own on the machine's disk."""

    def __init__(self, channel: int, settings: dict[str, Any]) -> None:
        self.home = folders.make(settings["private"], settings["uid"])
        super().__init__(lambda: _student(channel, settings, self.home), [channel])

    def end(self) -> None:
        super().end()
        folders.remove(self.home)


def _student(channel: int, settings: dict[str, Any], home: str) -> None:
    """The life of a session's first process; does not return."""
    try:
        lockdown.enter(settings, home)
        notebook.serve(socket.socket(fileno=channel))
    except BaseException:
        if settings["debug"]:
            import traceback

            os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(0)
