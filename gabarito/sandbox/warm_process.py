"""The warm process, from the trusted side: libraries imported once, one fork for each session.

It is started behind what its tier isolates with, asked for sessions, and told to end them.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import subprocess
from collections.abc import Sequence

from msgspec.msgpack import Decoder

from gabarito.errors import SandboxError, SandboxLostError
from gabarito.guest import frames, protocol, tree
from gabarito.sandbox import messages, sending, tiers
from gabarito.sandbox.faults import Fault, TooMuchMemory
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.patience import Patience
from gabarito.sandbox.session import Session
from gabarito.sandbox.tier import Tier

WARM_UP_S = 120.0
MEMORY = 2 << 30
"""Resident bytes that a session may take beyond the warm process."""


class WarmProcess:
    """A warm process; a context manager. It warms up while the caller does other things.

    Args:
        tier: one that works here.
    Attributes:
        failed: modules that are there and could not be imported before any session; known when
            it is warm.
        spent_s: seconds that all sessions have taken, as :mod:`gabarito.sandbox.patience` counts.
        accidents: how often something befell them that may not be a student's doing: a process that
            ended without being told to, or got too little of the machine to come to its end.
    Raises:
        SandboxError: there is nothing to make the sandbox with, or too much to put into it.
    """

    def __init__(self, contents: Contents, tier: Tier) -> None:
        self.contents, self.tier, self.ready = contents, tier, False
        self.spent_s, self.accidents = 0.0, 0
        self.failed: list[str] = []
        self.launched = tier.launch(contents)
        with contextlib.ExitStack() as failed:
            failed.callback(self.launched.discard)
            self.control, theirs = socket.socketpair()
            failed.enter_context(self.control)
            with theirs:
                self.process = self._start(theirs.fileno())
            failed.pop_all()

    def wait(self) -> None:
        """Return when it is warm.

        Raises:
            SandboxLostError: this machine cannot make the sandbox, or has no room for it now.
        """
        if self.ready:
            return
        try:
            ready = frames.receive(self.control, protocol.READY, Patience(self.control, WARM_UP_S))
        except (frames.WireError, TimeoutError, OSError):
            self.close()
            raise SandboxLostError(messages.DID_NOT_START.format(tier=self.tier)) from None
        self.ready, self.failed = True, ready.failed

    def _start(self, descriptor: int) -> subprocess.Popen[bytes]:
        try:
            return self._begun(descriptor)
        except OSError as error:
            if error.errno != errno.E2BIG:  # its command line names each file of the lab
                raise
            folder, count = self.contents.folder, len(self.contents.files())
            said = messages.TOO_MANY_FILES.format(folder=folder, count=count)
            raise SandboxError(said) from None

    def _begun(self, descriptor: int) -> subprocess.Popen[bytes]:
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
            SandboxLostError: the warm process did not start, or is gone.
        """
        self.wait()
        ours, theirs = socket.socketpair()
        with contextlib.ExitStack() as failed, theirs:
            failed.enter_context(ours)
            started = self._ask(protocol.Start(), protocol.STARTED, [theirs.fileno()])
            failed.pop_all()
        return Session(self, started.pid, ours)

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a session's first process."""
        self._ask(protocol.Signal(pid, number), protocol.DONE)

    def sweep(self, pid: int) -> None:
        """Kill what a session started, where it cannot do that itself."""
        if self.tier.needs_sweeping:
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
            with sending.no_alarm():
                sending.send(self.control, request, descriptors)
                return frames.receive(self.control, expected, Patience(self.control, WARM_UP_S))
        except (frames.WireError, TimeoutError, OSError):
            raise SandboxLostError(messages.STOPPED_ANSWERING) from None

    def memory(self) -> int:
        """Resident bytes of the warm process and everything below it."""
        return sum(process.resident for process in self.running())

    def running(self) -> list[tree.Process]:
        """The warm process and everything below it."""
        return tree.processes(self.process.pid)

    def too_much(self, running: list[tree.Process], baseline: int) -> Fault | None:
        """What those `running` take too much of, beyond the memory of `baseline`; or None."""
        most = baseline + MEMORY
        if sum(p.resident for p in running) > most and sum(p.share() for p in running) > most:
            return TooMuchMemory()
        return self.tier.too_much(self.launched, running)

    def close(self) -> None:
        """End the warm process and all its sessions, and remove what they wrote."""
        self.control.close()
        self.tier.end(self.process)
        self.launched.discard()

    def __enter__(self) -> WarmProcess:
        self.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def started(contents: Contents, isolation: str | None = None) -> WarmProcess:
    """A warm process of the tier to grade with, which is tried while it warms up.

    Args:
        isolation: see :func:`gabarito.sandbox.tiers.choose`.
    Raises:
        SandboxError: see :func:`gabarito.sandbox.tiers.choose`.
    """
    likely = tiers.named(isolation) if isolation else tiers.TIERS[0]
    with contextlib.ExitStack() as stack:
        early = None
        with contextlib.suppress(SandboxError):  # the trial will say so, too
            early = stack.enter_context(contextlib.closing(WarmProcess(contents, likely)))
        tier = tiers.choose(isolation)
        if early is not None and tier is likely:
            stack.pop_all()
            return early
    return WarmProcess(contents, tier)
