"""Right answers on demand, for functions whose own ones are wrong.

The reference's functions run in a sandboxed session of their own: what they are called with
is a student's. Calls and results pass through here as plain wire items, never decoded. No student's
code runs in that session, so it stays; the process in it that answers does not outlive a
submission.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from cachetools import LRUCache
from nbformat import NotebookNode

from gabarito.checks.verificador import StudentError
from gabarito.guest import frames, protocol
from gabarito.judging.call_process import CallProcess
from gabarito.notebook import definitions, dependencies, lab_text
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.session import Session
from gabarito.sandbox.warm_process import WarmProcess

REMEMBERED = 32 << 20
"""Bytes of answers that are remembered: the checks ask the same of every student's functions."""


@dataclass(frozen=True)
class _Known:
    """The answer to a call of the function `name`."""

    name: str
    answer: msgspec.Raw

    def size(self) -> int:
        """Bytes of it."""
        return len(bytes(self.answer))


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
        self._session: Session | None = None
        self._model: CallProcess | None = None
        self._known: LRUCache[bytes, _Known] = LRUCache(REMEMBERED, getsizeof=_Known.size)

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

    @property
    def ready(self) -> bool:
        """Whether the session is there."""
        return self._session is not None and not self._session.over

    def begin(self) -> Session:
        """The session, started if it is not there.

        Not left to the first call: that comes under the time limit of a check.

        Raises:
            Fault: its process died or took too long.
        """
        if self._session is None or self._session.over:
            self._session = self.reference()
            self._model = CallProcess(self._session)
        return self._session

    def rest(self) -> None:
        """End the process that answers, with all that it was told of a submission."""
        if self._session is None or self._model is None or self._session.over:
            return
        self._model.rest()
        try:
            self._session.end_calls(self.limit_s)
        except Fault:
            self.end()

    def end(self) -> None:
        """End the session."""
        if self._session is not None:
            self._session.close()

    def answer(self, said: bytes, names: Sequence[str]) -> msgspec.Raw | None:
        """What the right function gives: its result, or what it raises; and its arguments after.

        Args:
            said: by a process: that it calls a function, or something else.
            names: of functions that it may call.
        Returns:
            An outcome, encoded; None where it says something else, or calls another function.
        """
        key = hashlib.sha256(said).digest()
        known = self._known.get(key)
        if known is not None:
            return known.answer if known.name in names else None
        try:
            asked = frames.unpack(said, protocol.SUPPLY)
        except frames.WireError:
            return None
        return self._asked(asked, key) if asked.name in names else None

    def _asked(self, asked: protocol.Supply, key: bytes) -> msgspec.Raw:
        try:
            outcome = self._computed(protocol.Call(asked.name, asked.args, asked.kwargs))
        except StudentError as error:  # not remembered: of which student's doing, nobody knows
            self.end()
            return _encoded(protocol.Raised(error.kind, error.message))
        known = _Known(asked.name, _encoded(outcome))
        if known.size() <= REMEMBERED:
            self._known[key] = known
        return known.answer

    def _computed(self, request: protocol.Call) -> protocol.Outcome:
        """What the function gives now.

        Raises:
            StudentError: the process that answers died.
        """
        self.begin()
        assert self._model is not None
        self._model.begin()  # what else it was asked for must not show
        return _without_unchanged(self._model.ask(request), request)


def _encoded(outcome: protocol.Outcome) -> msgspec.Raw:
    return msgspec.Raw(msgspec.msgpack.encode(outcome))


def _without_unchanged(answer: protocol.Outcome, request: protocol.Call) -> protocol.Outcome:
    """An answer that says nothing of arguments which are as they were: most are, and large."""
    before = dict(_contents([*request.args, *request.kwargs.values()]))
    after = [(number, item) for number, item in answer.after if before.get(number) != item]
    return msgspec.structs.replace(answer, after=after)


def _contents(item: Any) -> Iterator[tuple[int, Any]]:
    """What each numbered container in plain items holds, as ``After`` says it."""
    if isinstance(item, dict) and "#" in item:
        number, body = item["#"]
        yield number, _with_references(body)
        yield from _contents(body)
    elif isinstance(item, (dict, list)):
        for inner in item.values() if isinstance(item, dict) else item:
            yield from _contents(inner)


def _with_references(item: Any) -> Any:
    """Plain items with a reference in the place of each numbered container."""
    if isinstance(item, dict) and "#" in item:
        return {"r": item["#"][0]}
    if isinstance(item, dict):
        return {key: _with_references(inner) for key, inner in item.items()}
    return list(map(_with_references, item)) if isinstance(item, list) else item
