"""Requests on a socket, none left half said."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from gabarito.guest import frames, protocol

SEND_S = 10.0
"""Seconds for which the other end may read nothing of a request."""


def send(
    channel: socket.socket, request: protocol.Message | msgspec.Raw, descriptors: Sequence[int]
) -> None:
    """Send a request and the descriptors that go with it.

    Raises:
        WireError: it is too large.
        OSError: the other end is gone or does not read.
    """
    channel.settimeout(SEND_S)
    frames.send_request(channel, request, descriptors)


@contextlib.contextmanager
def no_alarm() -> Iterator[None]:
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
