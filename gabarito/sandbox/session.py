"""One run of a notebook, in a process of its own, as the trusted side sees it.

It talks to the session over a socket of its own, and ends what takes too long or too much.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.msgpack import Decoder

from gabarito.guest import frames, protocol, tree
from gabarito.sandbox import sending
from gabarito.sandbox.faults import Died, Fault, OutOfTime, ProtocolBroken, SessionOver
from gabarito.sandbox.patience import Patience

if TYPE_CHECKING:
    from gabarito.sandbox.warm_process import WarmProcess

INTERRUPT_S = 2.0
"""Seconds that an interrupted cell has to stop."""


@dataclass(frozen=True)
class CellResult:
    """What running a cell gave.

    Attributes:
        outputs: what it showed, as its process says; read it with care.
        count: Jupyter's number of the execution; None for a cell that did not run.
        error: what ended it, as its process says.
        linked: a file of the lab, asked for where it is not and put there; as its process says.
        interrupted: it took too long, and did not run to its end.
    """

    outputs: list[Any]
    count: int | None
    error: protocol.Raised | None = None
    linked: str | None = None
    interrupted: bool = False

    @property
    def failed(self) -> bool:
        """It did not run to its end."""
        return self.interrupted or self.error is not None


class Session:
    """One run of a notebook; a context manager. Made by :meth:`WarmProcess.session`.

    Args:
        pid: what the warm process calls it.
        channel: the socket to it.
    Attributes:
        calls: the socket to the process that answers calls, if one was forked.
    """

    def __init__(self, warm: WarmProcess, pid: int, channel: socket.socket) -> None:
        self.warm, self.pid, self.channel = warm, pid, channel
        self.calls: socket.socket | None = None
        self.baseline = warm.memory()
        self.over = False

    def run(
        self,
        source: str,
        label: str,
        names: list[str],
        limit_s: float,
        render: bool = True,
        sweep: bool = True,
    ) -> CellResult:
        """Run one cell.

        Args:
            label: what tracebacks call the cell.
            names: the functions asked for; those the cell defines are remembered.
            limit_s: time that it may take; then the cell is interrupted, and the session
                ended if the cell does not stop.
            render: draw the figures that the cell shows.
            sweep: end first what earlier cells have started.
        Raises:
            Fault: the process died, or had to be killed; the session is over.
        """
        if sweep:
            self.warm.sweep(self.pid)
        self._send(protocol.RunCell(source, label, names, render, sweep))
        try:
            return self._result(limit_s)
        except TimeoutError:
            self.warm.signal(self.pid, signal.SIGINT)
        try:
            result = self._result(INTERRUPT_S)
        except TimeoutError:
            self.close()
            raise OutOfTime from None
        return replace(result, interrupted=True)

    def _result(self, limit_s: float) -> CellResult:
        ran = self.receive(self.channel, protocol.CELL_RAN, limit_s)
        return CellResult(ran.outputs, ran.count, ran.error, ran.linked)

    def receive(
        self, channel: socket.socket, expected: Decoder[protocol.M], limit_s: float
    ) -> protocol.M:
        """The next message on `channel`, watching time and memory meanwhile.

        Args:
            expected: decodes those that may come.
        Raises:
            TimeoutError: none came in time.
            Fault: the process died, broke the protocol or took too much.
        """
        payload = self.payload(channel, limit_s)
        try:
            return frames.unpack(payload, expected)
        except frames.WireError as error:
            raise ProtocolBroken(str(error)) from None

    def payload(self, channel: socket.socket, limit_s: float) -> bytes:
        """The same, as the frame carries it."""
        patience = Patience(channel, limit_s, self._watched)
        try:
            return frames.receive_payload(channel, patience)
        except frames.Closed as error:
            self.warm.accidents += 1
            raise Died(str(error)) from None
        except frames.WireError as error:
            raise ProtocolBroken(str(error)) from None
        except TimeoutError:
            self.warm.accidents += patience.starved
            raise
        finally:
            self.warm.spent_s += patience.spent_s

    def _watched(self) -> list[tree.Process]:
        """The processes that run; not if they take too much."""
        running = self.warm.running()
        fault = self.warm.too_much(running, self.baseline)
        if fault is not None:
            self.close()
            raise fault
        return running

    def answers(self, calls: msgspec.Raw, limit_s: float) -> list[msgspec.Raw]:
        """What the session's own process answers to calls that it is sent together.

        Whatever they do to it stays for those that it forks later.

        Args:
            calls: an encoded :class:`~gabarito.guest.protocol.Calls`.
            limit_s: time for all.
        Raises:
            Fault: it died or was too slow; the session is over.
        """
        self._send(calls)
        try:
            return self.receive(self.channel, protocol.ANSWERS, limit_s).answers
        except TimeoutError:
            self.close()
            raise OutOfTime from None
        except Fault:
            self.close()
            raise

    def call_process(self, supply: list[str], refused: list[str]) -> socket.socket:
        """Fork a process that answers calls, ending the one before; the socket to it.

        The session closes it, at the next fork or at its own end.

        Args:
            supply: names of functions that the trusted side will answer for.
            refused: regular expressions of deprecations that count as errors there.
        Raises:
            Fault: the session is over.
        """
        if self.over:
            raise SessionOver
        self.warm.sweep(self.pid)
        self._hang_up()
        self.calls, theirs = socket.socketpair()
        with theirs, sending.no_alarm():
            self._send(protocol.AnswerCalls(supply, refused), [theirs.fileno()])
        return self.calls

    def end_calls(self, limit_s: float) -> None:
        """End the process that answers calls, if one was forked, also one that hangs.

        Args:
            limit_s: time that the session has for it.
        Raises:
            Fault: the session is over.
        """
        if self.calls is not None:
            self._hang_up()
            self.calls = None
            self.run("", "", [], limit_s, render=False)

    def _hang_up(self) -> None:
        if self.calls is not None:
            self.calls.close()

    def _send(
        self, request: protocol.Message | msgspec.Raw, descriptors: Sequence[int] = ()
    ) -> None:
        try:
            sending.send(self.channel, request, descriptors)
        except (frames.WireError, OSError) as error:
            self.warm.accidents += 1
            self.close()
            raise Died(str(error)) from None

    def close(self) -> None:
        """End the session and everything it started."""
        with sending.no_alarm():
            if not self.over:
                self.over = True
                self.channel.close()
                self._hang_up()
                self.warm.end(self.pid)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
