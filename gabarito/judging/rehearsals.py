"""Checks as they went with the instructor's own functions: calls to come, and verdicts known.

A check asks every student's functions the same. What it asked the instructor's is therefore sent
all together, encoded once; and where every answer is, bit for bit, the instructor's, so is the
verdict. An answer that differs is looked at by the check itself; one whose calls take another
course, by it and the student's process, call by call, as if there had been no rehearsal.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec

from gabarito.checks import verificador
from gabarito.checks.verificador import CheckResult, CheckTimeout, StudentError
from gabarito.guest import frames, protocol
from gabarito.judging.call_process import CallProcess
from gabarito.judging.judge_check import Namespace, Run, judge_check
from gabarito.judging.right_answers import RightAnswers
from gabarito.judging.run_check import run_check
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.session import Session

WORTH_IT = 2
"""Submissions from which on a rehearsal takes less than it spares."""

LIMIT_S = 1.0
"""Time for all answers of a question; the instructor's take hundredths. What takes longer is
asked again, call by call, and has the time of a check for each."""


@dataclass
class Course:
    """One way through a check: messages, encoded, and an answer for each call."""

    calls: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Rehearsal:
    """How one check went.

    Attributes:
        courses: one, or two where arguments changed on the first: see
            :func:`~gabarito.judging.judge_check.judge_check`.
    """

    courses: list[Course]
    result: CheckResult

    @property
    def calls(self) -> list[bytes]:
        """Those of all courses, one after another."""
        return [call for course in self.courses for call in course.calls]


class Script:
    """The rehearsals of several checks, of one question, say, by the checks' names.

    Courses that ask the same, as those of two checks of one example do, are sent once.
    """

    def __init__(self, rehearsals: Mapping[str, Rehearsal]) -> None:
        self.rehearsals = rehearsals
        courses = [course for r in rehearsals.values() for course in r.courses]
        self.sent = list(dict.fromkeys(tuple(course.calls) for course in courses))
        calls = [msgspec.Raw(call) for course in self.sent for call in course]
        request = protocol.Calls(calls, list(verificador.REFUSED))
        self.request = msgspec.Raw(msgspec.msgpack.encode(request))
        self.length = len(calls)

    def of(self, functions: Sequence[Any]) -> Script:
        """The same, of these checks only."""
        names = {function.__name__ for function in functions}
        if names >= self.rehearsals.keys():
            return self
        return Script({name: one for name, one in self.rehearsals.items() if name in names})

    def played(self, process: Session | CallProcess) -> dict[str, Heard]:
        """What a student's functions answer, check by check; nothing where one breaks it off.

        Args:
            process: whose functions remember nothing of one call in the next; it is over where
                one broke it off.
        """
        try:
            answers = process.answers(self.request, LIMIT_S) if self.length else []
        except (Fault, StudentError, CheckTimeout):
            return {}
        if len(answers) != self.length:
            return {}
        rest = map(bytes, answers)
        heard = {calls: list(islice(rest, len(calls))) for calls in self.sent}
        return {
            name: Heard(rehearsal, [heard[tuple(course.calls)] for course in rehearsal.courses])
            for name, rehearsal in self.rehearsals.items()
        }


@dataclass
class Heard:
    """A process's answers to the calls of one check.

    Attributes:
        answers: by course.
        number: of no process: objects that stayed in one are asked for there.
        astray: the check asked something else, or an answer made no sense: what it said is void.
    """

    rehearsal: Rehearsal
    answers: list[list[bytes]]
    number: int = field(default=0, init=False)
    astray: bool = field(default=False, init=False)
    _course: int = field(default=-1, init=False)
    _next: int = field(default=0, init=False)

    def verdict(self, function: Any, namespace: Namespace, run: Run) -> CheckResult | None:
        """What the check says; None where the student's process has to be asked."""
        if self.answers == [course.answers for course in self.rehearsal.courses]:
            return self.rehearsal.result
        result = judge_check(function, self, namespace, run)
        return None if self.astray else result

    def begin(self) -> None:
        """From the first call on: of the next course, if it took another one."""
        self._course = min(self._course + 1, len(self.answers) - 1)
        self._next = 0

    def renew(self) -> None:
        """Nothing: each answer is what a process says that was asked nothing else."""

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        """What the process has answered.

        Raises:
            _Astray: this is not the call that it was asked.
        """
        index, self._next = self._next, self._next + 1
        asked = msgspec.msgpack.encode(msgspec.structs.replace(request, fresh=index == 0))
        calls = self.rehearsal.courses[self._course].calls
        if self.astray or calls[index : index + 1] != [asked]:
            raise self._astray()
        try:
            return frames.unpack(self.answers[self._course][index], protocol.ANSWER)
        except frames.WireError:
            raise self._astray() from None

    def broken(self) -> Exception:
        """The student's process is to say it itself."""
        return self._astray()

    def _astray(self) -> _Astray:
        self.astray = True
        return _Astray()


class _Astray(Exception):
    """The rehearsal is over."""


class Rehearsals:
    """The scripts of a lab, made when they are worth it.

    Args:
        checks: the check functions of each question.
        names: of all that checks may ask for.
    """

    def __init__(
        self, checks: Mapping[str, Sequence[Any]], right: RightAnswers, names: Sequence[str]
    ) -> None:
        self.checks, self.right, self.namespace = checks, right, Namespace(names)
        self.submissions = 0
        self._scripts: dict[tuple[str, bool], Script] | None = None

    def before_another(self) -> None:
        """One more submission is to be judged: from the second on, have ready what helps."""
        self.submissions += 1
        if self.submissions >= WORTH_IT:
            with contextlib.suppress(Fault):  # then it goes without
                self.right.begin()
                if self._scripts is None:
                    self._scripts = {}  # is tried once
                    self._scripts = self._rehearsed()
                    self.right.rest()

    def script(self, name: str, *, hidden: bool) -> Script | None:
        """What the question's checks, hidden or not, ask; None while it is not worth it."""
        return self._scripts.get((name, hidden)) if self._scripts else None

    def _rehearsed(self) -> dict[tuple[str, bool], Script]:
        process = _Recording(self.right.begin(), forgetful=True)
        scripts = {
            (name, hidden): Script(
                {
                    function.__name__: rehearsal
                    for function in functions
                    if function.check.visible is not hidden
                    and (rehearsal := self._rehearsal(function, process))
                }
            )
            for hidden in (False, True)
            for name, functions in self.checks.items()
        }
        process.rest()
        return scripts

    def _rehearsal(self, function: Any, process: _Recording) -> Rehearsal | None:
        """None where there is nothing to compare with: it fails, or something died."""
        process.courses = []
        result = judge_check(function, process, self.namespace, run_check)
        whole = all(len(course.calls) == len(course.answers) for course in process.courses)
        sure = result.state == "passed" and whole
        return Rehearsal(process.courses, result) if sure else None


class _Recording(CallProcess):
    """Writes down what it is asked, and what it answers."""

    courses: list[Course]

    def begin(self) -> None:
        super().begin()
        self.courses.append(Course())

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        course = self.courses[-1]
        fresh = msgspec.structs.replace(request, fresh=not course.calls)
        course.calls.append(msgspec.msgpack.encode(fresh))
        answer = super().ask(request)
        course.answers.append(msgspec.msgpack.encode(answer))
        return answer
