"""A process of a session that answers calls, as the trusted side sees it."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable, Sequence

import msgspec

from gabarito.checks import verificador
from gabarito.checks.verificador import CheckTimeout, StudentError
from gabarito.guest import frames, protocol
from gabarito.judging import messages
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.sending import SEND_S
from gabarito.sandbox.session import Session

SUPPLIED_CALLS = 20_000
"""Calls of supplied functions by one process; an epoch of training makes a dozen."""


_numbers = itertools.count(1)


class Unanswered(CheckTimeout):
    """One answer took longer than it may."""


class CallProcess:
    """Forked from a session at the first question, and again whenever it died or was ended.

    Args:
        session: where the notebook's cells have run; it has one such process at a time.
        supplied: names that the process asks `supply` for, instead of the notebook.
        forgetful: nothing that it answers depends on what it was asked before.

    Attributes:
        limit_s: time that one answer may take; a check's own when None.
        number: of the process that answers now, different from any other's; 0 where there is none.
    """

    def __init__(
        self,
        session: Session,
        supplied: Sequence[str] = (),
        supply: Callable[[protocol.Call], msgspec.Raw] | None = None,
        forgetful: bool = False,
    ) -> None:
        self.session, self.supplied, self.supply = session, list(supplied), supply
        self.forgetful = forgetful
        self.supplies = self.number = 0
        self.limit_s: float | None = None
        self._channel: socket.socket | None = None
        self._fresh = False

    def begin(self) -> None:
        """What is drawn without a seed is, at the next call, what it would be at a first one.

        So each check finds the generators as the notebook's cells left them, as in the notebook.
        """
        self._fresh = True

    def renew(self) -> None:
        """Have it answer as if it were never asked: by ending it, where it may remember."""
        if not self.forgetful:
            self.rest()

    def rest(self) -> None:
        """End the process; the next question gets a new one."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        self.supplies = self.number = 0

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        """What the process answers.

        Raises:
            StudentError: it died or broke the protocol.
            Unanswered: it did not answer in time.
        """
        fresh, self._fresh = self._fresh, False
        try:
            return self._exchange(msgspec.structs.replace(request, fresh=fresh))
        except TimeoutError:
            self.rest()
            raise Unanswered from None
        except (Fault, frames.WireError, LookupError, OSError):
            raise self.broken() from None
        except BaseException:  # the check's time ran out in the middle of an answer
            self.rest()
            raise

    def broken(self) -> StudentError:
        """End the process; what a check is told of one that died or spoke nonsense."""
        self.session.warm.accidents += 1
        self.rest()
        return StudentError("SystemExit", messages.KILLED)

    def _exchange(self, request: protocol.Call) -> protocol.Outcome:
        if self._channel is None:
            self._channel = self.session.call_process(self.supplied, list(verificador.REFUSED))
            self.number = next(_numbers)
        limit_s = verificador.CHECK_LIMIT_S if self.limit_s is None else self.limit_s
        self._channel.settimeout(SEND_S)
        frames.send(self._channel, request)
        while True:
            answer = self.session.receive(self._channel, protocol.ANSWER, limit_s)
            if not isinstance(answer, protocol.Supply):
                return answer
            frames.send(self._channel, self._supplied(answer))

    def _supplied(self, asked: protocol.Supply) -> msgspec.Raw:
        """An answer to a call that the process makes."""
        self.supplies += 1
        allowed = asked.name in self.supplied and self.supplies <= SUPPLIED_CALLS
        if self.supply is None or not allowed:
            raise frames.WireError("nothing to supply")
        return self.supply(protocol.Call(asked.name, asked.args, asked.kwargs))
