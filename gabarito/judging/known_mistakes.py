"""Which known mistake a wrong answer is: the one that behaves the same on the checks' inputs.

A mistake of ``tests/<lab>/mistakes.py`` runs in a sandboxed process of its own, beside right
versions of the other functions; so does the student's function, in the student's. Compared
is all that a call does: what it returns or raises, and what it leaves in its arguments.
Exceptions alone prove nothing: some call that returns must agree, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from gabarito.course.known_answers import Variant
from gabarito.judging import probes, raised
from gabarito.judging.alike import alike, common
from gabarito.judging.judge_check import Process
from gabarito.judging.lessons import Lessons, Teacher
from gabarito.judging.probes import Played, Probe, Twice
from gabarito.judging.two_mistakes import Seen, Share

Behaviour = list[Any]
"""For each probe and call: what it returned with the arguments after it, or what it raised."""


class KnownMistakes:
    """Knows the mistakes of a lab.

    Args:
        checks: functions of each question.
        lessons: who answers for the mistakes.
        instruments: functions of the lab's that its checks ask for besides.
    """

    def __init__(
        self,
        mistakes: Mapping[str, Variant],
        checks: Mapping[str, Sequence[Any]],
        lessons: Lessons,
        instruments: Collection[str] = (),
    ) -> None:
        self.mistakes, self.checks, self.lessons = mistakes, checks, lessons
        self.instruments = instruments
        self._probes: dict[str, list[Probe]] = {}
        self._known: dict[str, dict[str, Behaviour]] = {}
        self._seen: dict[str, Seen] = {}
        self._left_out = ""

    def mistake(self, question: str, theirs: Played) -> Variant | None:
        """The mistake that a function makes, or None.

        Args:
            theirs: what it does, with right versions of wrong functions that it calls.
        Raises:
            KeyError: of this question nothing was learnt.
        """
        known = self._known[question]
        if not known:
            return None
        name = _told_apart(known, map(_compared, theirs.each(self._probes[question])))
        return self.mistakes[name] if name else None

    def two(self, question: str, theirs: Played) -> tuple[Share, Share, int] | None:
        """The two mistakes that a function makes, and how many calls are wrong; or None.

        Args:
            theirs: see :meth:`mistake`.
        Raises:
            KeyError: of this question nothing was learnt.
        """
        seen = self._seen.get(question)
        if seen is None or len(self._known[question]) < 2:
            return None
        done = map(_compared, theirs.each(self._probes[question]))
        return seen.pair(list(done), self._left_out)

    @contextlib.contextmanager
    def without(self, name: str) -> Iterator[None]:
        """As if one of the mistakes, of a question that was learnt, were not known."""
        known = self._known[self.mistakes[name].question]
        behaviour, self._left_out = known.pop(name, None), name
        try:
            yield
        finally:
            self._left_out = ""
            if behaviour is not None:
                known[name] = behaviour

    def learn(self, question: str) -> None:
        """Note what the checks call the function with, and what each mistake makes of it."""
        if question in self._known:
            return
        self._known[question], self._probes[question] = {}, []
        if any(variant.question == question for variant in self.mistakes.values()):
            self.lessons.learn("erros", question, partial(self._learn, question))

    def _learn(self, question: str, teacher: Teacher) -> None:
        process = teacher.process()
        asked = probes.recorded(question, self.checks, self.instruments, process)
        right = self._behaviour(process, asked)
        known = {}
        for name, variant in self.mistakes.items():
            if variant.question == question:
                teacher.replace(variant)
                known[name] = self._behaviour(teacher.process(), asked)
        told = {n: b for n, b in known.items() if not alike(b, right) and any(map(_returns, b))}
        self._probes[question], self._known[question] = asked, told
        self._seen[question] = Seen(right, told)

    def _behaviour(self, process: Process, asked: list[Probe]) -> Behaviour:
        return [_compared(found) for found in probes.played(process, asked, self._statement)]

    def _statement(self, label: str, number: int) -> str:
        """The statement at a line of a mistake's."""
        known = self.mistakes.get(label)
        return raised.statement(known.source, number) if known else ""


def _told_apart(known: Mapping[str, Behaviour], theirs: Iterable[Any]) -> str | None:
    """The name of the one in `known` that is the same as `theirs`; asks no more than it must."""
    left, count = dict(known), 0
    for count, done in enumerate(theirs, 1):
        left = {n: b for n, b in left.items() if len(b) >= count and alike(b[count - 1], done)}
        if not left:
            return None
    return next((name for name, behaviour in left.items() if len(behaviour) == count), None)


def _compared(found: list[Twice] | str) -> Any:
    """What a probe did, in the form that is compared."""
    return found if isinstance(found, str) else [_kept(pair) for pair in found]


def _kept(pair: Twice) -> list[Any]:
    """What a call did; of one that does another thing each time, what is common."""
    one, two = (found and found.plain for found in pair)
    return one if one and probes.steady(pair) else ["random", common(one, two)]


def _returns(found: Any) -> bool:
    """Whether some call of a probe returns; one of an exception is told by its evidence."""
    if isinstance(found, str):
        return False
    calls = [call[1] if call[0] == "random" else call for call in found]
    return any(isinstance(call, list) and call[0] is None for call in calls)
