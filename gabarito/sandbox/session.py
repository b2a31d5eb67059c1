"""Where student code runs: a warm process behind bubblewrap, and sessions forked from it.

This side is trusted. It starts the warm process, asks it for sessions, talks to each over
a socket of its own, and kills what does not answer in time.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec.msgpack import Decoder

from gabarito.errors import SandboxError
from gabarito.guest import folders, frames, protocol, tree
from gabarito.sandbox.launch import Room, launch
from gabarito.sandbox.patience import Patience

WARM_UP_S = 120.0
MEMORY = 2 << 30
"""Resident bytes that a session may take beyond the warm process."""
MAX_PROCESSES = 64
"""The warm process and all below it, where no namespace sets a limit for each session."""
SEND_S, INTERRUPT_S = 10.0, 2.0
_END_S = 5.0


class Fault(Exception):
    """The student's process died, hung, or broke the protocol; `reason` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class WarmProcess:
    """A warm process; a context manager. It warms up while the caller does other things.

    Args:
        tier: one of :data:`gabarito.sandbox.promises.TIERS` that works here.
    Attributes:
        spent_s: seconds that all sessions have taken, as :mod:`gabarito.sandbox.patience` counts.
    Raises:
        SandboxError: there is nothing to make the sandbox with.
    """

    def __init__(self, room: Room, tier: str = "namespaces") -> None:
        self.room, self.tier, self.ready, self.spent_s = room, tier, False, 0.0
        self.launched = launch(room, tier)
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = self._start(theirs.fileno())

    def wait(self) -> None:
        """Return when it is warm.

        Raises:
            SandboxError: this machine cannot make the sandbox.
        """
        if self.ready:
            return
        try:
            frames.receive(self.control, protocol.READY, Patience(self.control, WARM_UP_S))
        except (frames.WireError, TimeoutError, OSError):
            self.close()
            raise SandboxError(
                f"O processo isolado não começou na camada {self.tier}: rode `gabarito check` "
                "com --isolation e o nome de outra."
            ) from None
        self.ready = True

    def _start(self, descriptor: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.launched.command("zygote", descriptor),
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if self.launched.settings["debug"] else subprocess.DEVNULL,
            env=self.launched.environment,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the trusted side to handle
        )

    def session(self) -> Session:
        """A new fork, confined and ready for a notebook.

        Raises:
            SandboxError: the warm process did not start, or is gone.
        """
        self.wait()
        ours, theirs = socket.socketpair()
        with theirs:
            started = self._ask(protocol.Start(), protocol.STARTED, [theirs.fileno()])
        return Session(self, started.pid, ours)

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a session's first process."""
        self._ask(protocol.Signal(pid, number), protocol.DONE)

    def sweep(self, pid: int) -> None:
        """Kill what a session started, where it cannot do that itself."""
        if self.tier != "namespaces":
            self._ask(protocol.Sweep(pid), protocol.DONE)

    def end(self, pid: int) -> None:
        """Kill a session and everything it started."""
        self._ask(protocol.End(pid), protocol.DONE)

    def _ask(
        self,
        request: protocol.Message,
        expected: Decoder[protocol.M],
        descriptors: Sequence[int] = (),
    ) -> protocol.M:
        try:
            with _no_alarm():
                _send(self.control, request, descriptors)
                return frames.receive(self.control, expected, Patience(self.control, WARM_UP_S))
        except (frames.WireError, TimeoutError, OSError):
            raise SandboxError("O processo isolado parou de responder: tente de novo.") from None

    def memory(self) -> int:
        """Resident bytes of the warm process and everything below it."""
        return sum(process.resident for process in self.running())

    def running(self) -> list[tree.Process]:
        """The warm process and everything below it."""
        return tree.processes(self.process.pid)

    def too_much(self, running: list[tree.Process], baseline: int) -> str | None:
        """What those `running` take too much of, beyond the memory of `baseline`; or None."""
        most = baseline + MEMORY
        if sum(p.resident for p in running) > most and sum(p.share() for p in running) > most:
            return "memória"
        if self.launched.private is None:
            return None
        if len(running) > MAX_PROCESSES:
            return "processos"
        return "disco" if folders.too_full(str(self.launched.private)) else None

    def close(self) -> None:
        """End the warm process and all its sessions, and remove what they wrote."""
        self.control.close()
        try:
            # Bubblewrap takes everything with it; without it the warm process cleans up.
            self.process.wait(0 if self.launched.private is None else _END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.launched.discard()

    def __enter__(self) -> WarmProcess:
        self.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class CellResult:
    """What running a cell gave.

    Attributes:
        outputs: what it showed, as its process says; read it with care.
        count: Jupyter's number of the execution; None for a cell that did not run.
        linked: a file of the lab, asked for where it is not and put there; as its process says.
        interrupted: it took too long, and did not run to its end.
    """

    outputs: list[Any]
    count: int | None
    failed: bool
    linked: str | None = None
    interrupted: bool = False


class Session:
    """One run of a notebook in a process of its own; a context manager."""

    def __init__(self, warm: WarmProcess, pid: int, channel: socket.socket) -> None:
        self.warm, self.pid, self.channel = warm, pid, channel
        self.baseline = warm.memory()
        self.over = False

    def run(
        self, source: str, label: str, names: list[str], limit_s: float, render: bool = True
    ) -> CellResult:
        """Run one cell.

        Args:
            label: what tracebacks call the cell.
            names: the functions asked for; those the cell defines are remembered.
            limit_s: time that it may take; then the cell is interrupted, and the session
                ended if the cell does not stop.
            render: draw the figures that the cell shows.
        Raises:
            Fault: the process died, or had to be killed; the session is over.
        """
        self.warm.sweep(self.pid)
        self._send(protocol.RunCell(source, label, names, render))
        try:
            return self._result(limit_s)
        except TimeoutError:
            self.warm.signal(self.pid, signal.SIGINT)
        try:
            result = self._result(INTERRUPT_S)
        except TimeoutError:
            self.close()
            raise Fault("tempo") from None
        return replace(result, failed=True, interrupted=True)

    def _result(self, limit_s: float) -> CellResult:
        ran = self.receive(self.channel, protocol.CELL_RAN, limit_s)
        return CellResult(ran.outputs, ran.count, ran.failed, ran.linked)

    def receive(
        self, channel: socket.socket, expected: Decoder[protocol.M], limit_s: float
    ) -> protocol.M:
        """The next message on `channel`, watching time and memory meanwhile.

        Args:
            expected: decodes those that may come.
        Raises:
            TimeoutError: none came in time.
            Fault: the process died, broke the protocol or took too much memory.
        """
        patience = Patience(channel, limit_s, self._watched)
        try:
            return frames.receive(channel, expected, patience)
        except frames.WireError as error:
            raise Fault(str(error)) from None
        finally:
            self.warm.spent_s += patience.spent_s

    def _watched(self) -> list[tree.Process]:
        """The processes that run; not if they take too much."""
        running = self.warm.running()
        reason = self.warm.too_much(running, self.baseline)
        if reason:
            self.close()
            raise Fault(reason)
        return running

    def seat(self, supply: list[str]) -> socket.socket:
        """Fork a process that answers calls, ending the one before; the socket to it.

        Args:
            supply: names of functions that the trusted side will answer for.
        Raises:
            Fault: the session is over.
        """
        if self.over:
            raise Fault("encerrada")
        self.warm.sweep(self.pid)
        ours, theirs = socket.socketpair()
        with theirs, _no_alarm():
            self._send(protocol.AnswerCalls(supply), [theirs.fileno()])
        return ours

    def _send(self, request: protocol.Message, descriptors: Sequence[int] = ()) -> None:
        try:
            _send(self.channel, request, descriptors)
        except (frames.WireError, OSError) as error:
            self.close()
            raise Fault(str(error)) from None

    def close(self) -> None:
        """End the session and everything it started."""
        with _no_alarm():
            if not self.over:
                self.over = True
                self.channel.close()
                self.warm.end(self.pid)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


# --- the pipe ------------------------------------------------------------------------


@contextlib.contextmanager
def _no_alarm() -> Iterator[None]:
    """A check's time does not run out inside, but right after: half a message spoils the rest.

    Blocking the signal is not enough: it comes to any thread, and a library may have some.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    late: list[tuple[int, Any]] = []
    before: dict[int, Any] = {
        alarm: signal.signal(alarm, lambda *rang: late.append(rang))
        for alarm in (signal.SIGALRM, signal.SIGPROF)
    }
    try:
        yield
    finally:
        for alarm, handler in before.items():
            signal.signal(alarm, handler)
        for alarm, frame in late[:1]:
            if callable(before[alarm]):
                before[alarm](alarm, frame)


def _send(channel: socket.socket, request: protocol.Message, descriptors: Sequence[int]) -> None:
    channel.settimeout(SEND_S)
    frames.send_request(channel, request, descriptors)
