"""What a lab's own code answers while a question is learnt: asked once, and kept between runs.

To see what known mistakes do, and right answers, takes longer than to judge a student, and comes
to the same in each worker and each run for as long as the lab stays as it is. So what was answered
is written down, call by call; whoever learns again reads it there, and asks nobody.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from gabarito.checks.verificador import StudentError
from gabarito.course.known_answers import Variant
from gabarito.guest import frames, protocol
from gabarito.judging.call_process import CallProcess, Unanswered
from gabarito.judging.judge_check import Process
from gabarito.judging.right_answers import RightAnswers
from gabarito.sandbox.session import Session
from gabarito.storage.cache import Cached

LONGEST, ROOM = 32 << 20, 256 << 20
"""Bytes of answers that are kept of one lesson, and of all; a lab takes about ten million."""


class Line(msgspec.Struct, array_like=True):
    """One call of a lesson, or one variant.

    Attributes:
        asked: sha256 of it.
        answer: as it came, encoded; empty where none came.
        died: kind and message of the error of a process that died of it.
    """

    asked: bytes
    answer: bytes = b""
    died: tuple[str, str] | None = None


class Teacher(Protocol):
    """Who answers in a lesson."""

    def process(self) -> Process:
        """A process of the reference's, and of the variants that came in its place."""

    def replace(self, variant: Variant) -> None:
        """From the next process on, a variant of an answer stands in its place."""


class Lessons:
    """The lessons of one lab.

    Args:
        right_answers: where the reference's functions run.
        depends_on: hashes of all that what is answered in a question's lessons depends on.
    """

    def __init__(
        self, right_answers: RightAnswers, depends_on: Callable[[str], Sequence[str]]
    ) -> None:
        self.right_answers, self.depends_on = right_answers, depends_on

    def learn(self, subject: str, question: str, lesson: Callable[[Teacher], None]) -> None:
        """Take a lesson: from what is kept of it, if it was taken before.

        Args:
            subject: of the lesson.
            lesson: asks the teacher; the same each time.
        Raises:
            Fault: the sandbox failed.
        """
        parts = [subject, question, *self.depends_on(question)]
        cached = Cached("licoes", [part.encode() for part in parts], [], ROOM)
        kept: list[Line] | None = cached.recall(list[Line])
        if kept is not None and _read(lesson, kept):
            return
        with self.right_answers.reference() as session:
            teacher = _InPerson(session, question, self.right_answers.limit_s)
            lesson(teacher)
        short = sum(len(line.answer) for line in teacher.lines) <= LONGEST
        if short and not teacher.disturbed:
            cached.keep(teacher.lines)


def _read(lesson: Callable[[Teacher], None], lines: Sequence[Line]) -> bool:
    """Whether it took the course that is written down, to the end."""
    notes = _FromNotes(lines)
    with contextlib.suppress(_OtherCall):
        lesson(notes)
    return not notes.astray and not notes.left


class _InPerson:
    """Answers in a session, and writes it down.

    Attributes:
        disturbed: an answer did not come because the machine had no time for it, or no memory.
            It may be a student who took them: the next lesson has to see.
    """

    def __init__(self, session: Session, question: str, limit_s: float) -> None:
        self.session, self.question, self.limit_s = session, question, limit_s
        self.lines: list[Line] = []
        self.disturbed = False

    def process(self) -> Process:
        return _Writing(self)

    def replace(self, variant: Variant) -> None:
        self.lines.append(Line(_digest(variant.source.encode())))
        self.session.run(variant.source, variant.name, [self.question], self.limit_s, False)


class _Writing(CallProcess):
    """Writes down what it is asked, and what it answers."""

    def __init__(self, teacher: _InPerson) -> None:
        super().__init__(teacher.session)
        self.teacher = teacher

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        line, accidents = Line(_of_call(request)), self.session.warm.accidents
        try:
            answer = super().ask(request)
            line.answer = msgspec.msgpack.encode(answer)
            return answer
        except StudentError as error:
            line.died = error.kind, error.message
            self.teacher.disturbed |= self.crowded
            raise
        except Unanswered:
            self.teacher.disturbed |= self.session.warm.accidents > accidents
            raise
        finally:
            self.teacher.lines.append(line)


class _FromNotes:
    """Answers what was written down.

    Attributes:
        left: what was not asked yet.
        astray: something else was asked, perhaps by a check, which keeps errors to itself.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.left, self.astray = deque(lines), False

    def process(self) -> Process:
        return _Reading(self)

    def replace(self, variant: Variant) -> None:
        self._next(_digest(variant.source.encode()))

    def answer(self, request: protocol.Call) -> protocol.Outcome:
        """What came of the next call.

        Raises:
            _OtherCall: another one was made.
            StudentError: its process died.
            Unanswered: it did not answer.
        """
        line = self._next(_of_call(request))
        if line.died:
            raise StudentError(*line.died)
        if not line.answer:
            raise Unanswered
        try:
            return frames.unpack(line.answer, protocol.ANSWER)
        except frames.WireError:  # damaged, though it is JSON
            raise self.other_call() from None

    def _next(self, asked: bytes) -> Line:
        if self.astray or not self.left or self.left[0].asked != asked:
            raise self.other_call()
        return self.left.popleft()

    def other_call(self) -> _OtherCall:
        """From here on the notes are worth nothing."""
        self.astray = True
        return _OtherCall()


_numbers = itertools.count(-1, -1)


class _Reading:
    """What a process was, read in a teacher's notes.

    Attributes:
        number: of no process that is there; 0 where none would be.
    """

    limit_s: float | None = None
    left_s = math.inf

    def __init__(self, notes: _FromNotes) -> None:
        self.notes, self.number = notes, 0

    def begin(self) -> None:
        """Nothing: no lesson asks for it."""

    def renew(self) -> None:
        self.rest()

    def rest(self) -> None:
        self.number = 0

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        self.number = self.number or next(_numbers)
        try:
            return self.notes.answer(request)
        except (StudentError, Unanswered):
            self.rest()
            raise

    def broken(self) -> Exception:
        """An answer that made no sense was none to learn from."""
        return self.notes.other_call()


class _OtherCall(Exception):
    """A lesson took another course than the one that is written down."""


def _of_call(request: protocol.Call) -> bytes:
    return _digest(msgspec.msgpack.encode(request))


def _digest(asked: bytes) -> bytes:
    return hashlib.sha256(asked).digest()
