"""Right answers on demand, for functions whose own ones are wrong.

The reference's functions run in a sandboxed process of their own: what they are called with
is a student's. Calls and results pass through here as plain wire items, never decoded.
"""

from __future__ import annotations

import contextlib
import hashlib

import msgspec
from cachetools import LRUCache
from nbformat import NotebookNode

from gabarito.checks.verificador import StudentError
from gabarito.guest import protocol
from gabarito.judging.call_process import CallProcess
from gabarito.notebook import definitions, dependencies, lab_text
from gabarito.sandbox.session import Session
from gabarito.sandbox.warm_process import WarmProcess

REMEMBERED = 32 << 20
"""Bytes of answers that are remembered: the checks ask the same of every student's functions."""


class RightAnswers:
    """Answers for a lab's functions.

    Args:
        source: the notebook with the reference answers.
        questions: names of the functions asked for.
        limit_s: wall time of one cell of the reference.
    """

    def __init__(
        self, warm: WarmProcess, source: NotebookNode, questions: list[str], limit_s: float
    ) -> None:
        self.warm, self.cells = warm, source.cells
        self.questions, self.limit_s = questions, limit_s
        self._model: CallProcess | None = None
        self._known: LRUCache[bytes, bytes] = LRUCache(REMEMBERED, getsizeof=len)

    def reference(self) -> Session:
        """A new session with the reference's functions.

        Raises:
            Fault: its process died or took too long.
        """
        with contextlib.ExitStack() as failed:
            session = failed.enter_context(self.warm.session())
            running = definitions.running(self.cells)
            answers = [index for index in running if lab_text.marker(self.cells[index])]
            for index in sorted(dependencies.needed(self.cells, running, answers)):
                source = self.cells[index].source
                session.run(source, str(index), self.questions, self.limit_s, False)
            failed.pop_all()
        return session

    def begin(self) -> None:
        """Start the process, if it is not there.

        Not left to the first call: that comes under the time limit of a check.
        """
        if self._model is None:
            self._model = CallProcess(self.reference())

    def end(self) -> None:
        """End the process."""
        if self._model is not None:
            self._model.rest()
            self._model.session.close()
            self._model = None

    def answer(self, request: protocol.Call) -> msgspec.Raw:
        """What the right function gives: its result, or what it raises; and its arguments after."""
        key = hashlib.sha256(msgspec.msgpack.encode(request)).digest()
        known = self._known.get(key)
        if known is None:
            known = msgspec.msgpack.encode(self._computed(request))
            if len(known) <= REMEMBERED:
                self._known[key] = known
        return msgspec.Raw(known)

    def _computed(self, request: protocol.Call) -> protocol.Outcome:
        assert self._model is not None
        self._model.begin()  # what else it was asked for must not show
        try:
            return self._model.ask(request)
        except StudentError as error:
            return protocol.Raised(error.kind, error.message)
