"""The warm process: libraries imported once, one fork for each run of a notebook.

Started by the grader inside bubblewrap, or without it where namespaces are not to be had.
It runs trusted code only; each fork locks itself in (:mod:`guest.tiers`) before it serves.
Requests come as frames on descriptor :data:`CONTROL`: see :mod:`guest.protocol`.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

from guest import frames, notebook, outputs, protocol, tiers
from guest.sessions import Session

CONTROL = 3


def main(settings: dict[str, Any]) -> None:
    """Warm up, say so, and serve until the grader closes the control socket.

    Args:
        settings: ``tier``; ``modules`` to import; whether to ``debug``; and what
            :class:`guest.tiers.Tier` asks for.
    """
    del sys.argv[1:]
    gc.disable()  # next to nothing of what is imported goes away: to look costs a tenth of the time
    failing = notebook.first_failing(settings["modules"])
    if failing is not None:
        _begin_again_without(failing, settings)
    failed = settings.get("failed", [])
    notebook.warm_up(settings["instruments"], failed)
    control = socket.socket(fileno=CONTROL)
    control.set_inheritable(False)
    gc.freeze()
    gc.enable()
    frames.send(control, protocol.Ready(failed))
    tier = tiers.of(settings)
    _serve(control, tier, settings["debug"])
    tier.clean_up()


def _begin_again_without(module: str, settings: dict[str, Any]) -> None:
    """Start this program again, leaving to sessions what it cannot import: it does not return."""
    left = [name for name in settings["modules"] if name != module]
    again = {**settings, "modules": left, "failed": [*settings.get("failed", []), module]}
    os.execv(sys.executable, [*sys.orig_argv[:-2], str(CONTROL), json.dumps(again)])


def _serve(control: socket.socket, tier: tiers.Tier, debug: bool) -> None:
    sessions: dict[int, Session] = {}
    drawn = False
    while True:
        try:
            request, descriptors = frames.receive_request(control, protocol.CONTROL)
        except frames.WireError:
            break
        if isinstance(request, protocol.Start):
            session = _start(descriptors[0], tier, debug)
            sessions[session.pid] = session
            frames.send(control, protocol.Started(session.pid))
            drawn = drawn or _drawn_once()
        else:
            _obey(request, sessions)
            frames.send(control, protocol.Done())
    for session in sessions.values():
        session.end()


def _drawn_once() -> bool:
    """While the first session runs: it need not wait for what only figures need."""
    with contextlib.suppress(Exception):  # a session that draws will say why
        outputs.draw_once()
    gc.freeze()
    return True


def _start(channel: int, tier: tiers.Tier, debug: bool) -> Session:
    session = tier.start(channel, _life(channel, tier, debug))
    os.close(channel)
    return session


def _obey(
    request: protocol.Signal | protocol.Sweep | protocol.End, sessions: dict[int, Session]
) -> None:
    session = sessions.get(request.pid)
    if session is None:  # it ended before the grader knew
        return
    if isinstance(request, protocol.End):
        del sessions[session.pid]
        session.end()
    elif isinstance(request, protocol.Signal):
        session.signal(request.number)
    else:
        session.sweep()


def _life(channel: int, tier: tiers.Tier, debug: bool) -> Callable[[str], None]:
    """What a session's first process does in its home folder; it does not return."""

    def live(home: str) -> None:
        try:
            tier.lock_in(home)
            notebook.serve(socket.socket(fileno=channel))
        except BaseException:
            if debug:
                os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(0)

    return live
