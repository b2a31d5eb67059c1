"""A process of a session that answers calls, as the trusted side sees it."""

from __future__ import annotations

import itertools
import math
import socket
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec.msgpack import Decoder

from gabarito.checks import verificador
from gabarito.checks.verificador import CheckTimeout, StudentError
from gabarito.guest import frames, protocol
from gabarito.judging import messages
from gabarito.sandbox.faults import Fault, TooMuch
from gabarito.sandbox.sending import SEND_S
from gabarito.sandbox.session import Session

SUPPLIED_CALLS = 20_000
"""Calls of supplied functions by one process; an epoch of training makes a dozen."""


_numbers = itertools.count(1)


Supply = Callable[[bytes, Sequence[str]], msgspec.Raw | None]
"""What a process says, and functions that it may be supplied with → an answer to send it; None
where it does not call one of them."""


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
        left_s: time that all that are still to come may take together.
        number: of the process that answers now, different from any other's; 0 where there is none.
        crowded: one was ended for what all processes together took.
    """

    def __init__(
        self,
        session: Session,
        supplied: Sequence[str] = (),
        supply: Supply | None = None,
        forgetful: bool = False,
    ) -> None:
        self.session, self.supplied, self.supply = session, list(supplied), supply
        self.forgetful = forgetful
        self.supplies = self.number = 0
        self.crowded = False
        self.limit_s: float | None = None
        self.left_s = math.inf
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
        asked = msgspec.structs.replace(request, fresh=fresh)
        limit_s = verificador.CHECK_LIMIT_S if self.limit_s is None else self.limit_s
        return self._answered(asked, protocol.ANSWER, limit_s)

    def answers(self, calls: msgspec.Raw, limit_s: float) -> list[msgspec.Raw]:
        """What the process answers to calls that it is sent together.

        Args:
            calls: an encoded :class:`~gabarito.guest.protocol.Calls`.
            limit_s: time for all.
        Raises:
            StudentError: it died or broke the protocol.
            Unanswered: it did not answer in time.
        """
        return self._answered(calls, protocol.ANSWERS, limit_s).answers

    def _answered(
        self, asked: protocol.Message | msgspec.Raw, expected: Decoder[Any], limit_s: float
    ) -> Any:
        """The process's answer, once it has been supplied with all that it asks for.

        Raises:
            CheckTimeout: there is no time left for it.
        """
        if self.left_s <= 0:
            raise CheckTimeout
        timeout = CheckTimeout if self.left_s < limit_s else Unanswered
        begun_s = self.session.warm.spent_s
        try:
            return self._exchange(asked, expected, min(limit_s, self.left_s))
        except TimeoutError:
            self.rest()
            raise timeout from None
        except (Fault, frames.WireError, LookupError, OSError) as fault:
            self.crowded = self.crowded or isinstance(fault, TooMuch)
            raise self.broken() from None
        except BaseException:  # the check's time ran out in the middle of an answer
            self.rest()
            raise
        finally:
            self.left_s -= self.session.warm.spent_s - begun_s

    def broken(self) -> StudentError:
        """End the process; what a check is told of one that died or spoke nonsense."""
        self.session.warm.accidents += 1
        self.rest()
        return StudentError("SystemExit", messages.KILLED)

    def _exchange(
        self, asked: protocol.Message | msgspec.Raw, expected: Decoder[Any], limit_s: float
    ) -> Any:
        if self._channel is None:
            self._channel = self.session.call_process(self.supplied, list(verificador.REFUSED))
            self.number = next(_numbers)
        self._channel.settimeout(SEND_S)
        frames.send(self._channel, asked)
        while True:
            before_s = self.session.warm.spent_s
            payload = self.session.payload(self._channel, limit_s)
            supply = self._supplied(payload)
            if supply is None:
                return frames.unpack(payload, expected)
            limit_s -= self.session.warm.spent_s - before_s  # not what supplying it takes
            if limit_s <= 0:
                raise TimeoutError
            frames.send(self._channel, supply)

    def _supplied(self, payload: bytes) -> msgspec.Raw | None:
        """An answer to a call that the process makes; None where it makes none."""
        if self.supply is None or not self.supplied:
            return None
        supply = self.supply(payload, self.supplied)
        self.supplies += 1
        if supply is not None and self.supplies > SUPPLIED_CALLS:
            raise frames.WireError("nothing to supply")
        return supply
