"""Which known mistake a wrong answer is: the one that behaves the same on the checks' inputs.

A mistake of ``tests/<lab>/mistakes.py`` runs in a sandboxed process of its own, beside right
versions of the other functions; so does the student's function, in the student's. Compared
is all that a call does: what it returns or raises, and what it leaves in its arguments.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from gabarito.checks.verificador import CheckTimeout, StudentError, same, time_limit
from gabarito.course.known_answers import Variant
from gabarito.guest import protocol, values
from gabarito.judging.call_process import CallProcess, Unanswered
from gabarito.judging.right_answers import RightAnswers
from gabarito.judging.run_check import run_check
from gabarito.judging.student_functions import MALFORMED, StudentFunctions

MOST_PROBES = 60
"""Calls that are compared; most questions' checks make fewer."""

PROBE_S = 2.0
"""Time that one call may take; the checks' own take milliseconds."""

CALLS_S = 60.0
"""Wall time of all calls to a student's function; honest ones take about a second."""

READING_S = 5.0
"""CPU time of reading what a student's function answers; honest answers take milliseconds.

Not wall time: a busy machine must not change what a student is told.
"""

RTOL, ATOL = 1e-6, 1e-9
"""Two behaviours are the same up to rounding; mistakes differ by much more."""

Behaviour = list[Any]
"""For each probe and call: what it returned with the arguments after it, or what it raised."""


@dataclass(frozen=True)
class Step:
    """One call of a check's, and what the reference answers."""

    call: protocol.Call
    answer: protocol.Outcome


Probe = list[Step]
"""Calls that are made one after the other."""


class KnownMistakes:
    """Knows the mistakes of a lab.

    Args:
        checks: functions of each question.
        right_answers: where reference answers run.
        instruments: functions of the lab's that its checks ask for besides.
    """

    def __init__(
        self,
        mistakes: Mapping[str, Variant],
        checks: Mapping[str, Sequence[Any]],
        right_answers: RightAnswers,
        instruments: Collection[str] = (),
    ) -> None:
        self.mistakes, self.checks, self.right_answers = mistakes, checks, right_answers
        self.instruments = instruments
        self._probes: dict[str, list[Probe]] = {}
        self._known: dict[str, dict[str, Behaviour]] = {}

    def mistake(self, question: str, process: CallProcess) -> Variant | None:
        """The mistake that the function in `process` makes, or None.

        Args:
            process: of the student's, with right versions of wrong functions that it calls.
        """
        if question not in self._known:
            self._learn(question)
        known = self._known[question]
        if not known:
            return None
        theirs = _behaviour(process, self._probes[question])
        try:
            with time_limit(CALLS_S, READING_S):
                name = _told_apart(known, theirs)
        except CheckTimeout:
            name = None
        process.rest()
        return self.mistakes[name] if name else None

    def _learn(self, question: str) -> None:
        """Note what the checks call the function with, and what each mistake makes of it."""
        wrong = {n: v.source for n, v in self.mistakes.items() if v.question == question}
        self._known[question], self._probes[question] = {}, []
        if not wrong:
            return
        with self.right_answers.reference() as session:
            probes = self._probes[question] = self._recorded(question, CallProcess(session))
            right = list(_behaviour(CallProcess(session), probes))
            for name, source in wrong.items():
                session.run(source, name, [question], self.right_answers.limit_s, False)
                behaviour = list(_behaviour(CallProcess(session), probes))
                if not _alike(behaviour, right):
                    self._known[question][name] = behaviour

    def _recorded(self, question: str, process: CallProcess) -> list[Probe]:
        """Each call that the checks make, but for those that take long: they train.

        A check that uses instruments is one probe, with all its calls: what one gives, another
        is asked about.
        """
        found: dict[bytes, Probe] = {}
        for function in self.checks[question]:
            calls = self._calls(function, process) if function.check.limit_s is None else []
            if any(step.call.name in self.instruments for step in calls):
                probes = [calls]
            else:
                probes = [[step] for step in calls if step.call.name == question]
            for probe in probes:
                key = msgspec.msgpack.encode([step.call for step in probe])
                if sum(map(len, found.values())) + len(probe) <= MOST_PROBES:
                    found.setdefault(key, probe)
        return list(found.values())

    def _calls(self, function: Any, process: CallProcess) -> Probe:
        """What a check asks, of the reference, and what that answers."""
        steps: Probe = []

        class Recorder(CallProcess):
            def ask(self, request: protocol.Call) -> protocol.Outcome:
                answer = process.ask(request)
                self.number = process.number
                steps.append(Step(request, answer))
                return answer

        recorder = Recorder(process.session)
        functions = StudentFunctions(recorder)
        namespace = {name: functions.function(name) for name in [*self.checks, *self.instruments]}
        run_check(function, namespace)
        functions.restore()
        process.rest()
        return steps


def _told_apart(known: Mapping[str, Behaviour], theirs: Iterator[Any]) -> str | None:
    """The name of the one in `known` that is the same as `theirs`; asks no more than it must."""
    left, count = dict(known), 0
    for count, done in enumerate(theirs, 1):
        left = {n: b for n, b in left.items() if len(b) >= count and _alike(b[count - 1], done)}
        if not left:
            return None
    return next((name for name, behaviour in left.items() if len(behaviour) == count), None)


def _behaviour(process: CallProcess, probes: Sequence[Probe]) -> Iterator[Any]:
    """What each probe does, twice over; nothing after one that kills or hangs its process."""
    process.limit_s = PROBE_S
    for probe in probes:
        try:
            first, second = (list(_played(probe, process)) for _ in range(2))
            pairs = itertools.zip_longest(first, second)
            yield [one if _alike(one, two) else ["random", _common(one, two)] for one, two in pairs]
        except Unanswered:
            yield "endless"
            break
        except (StudentError, *MALFORMED):
            yield "killed"
            break
    process.rest()


def _played(probe: Probe, process: CallProcess) -> Iterator[Any]:
    """What each call of a probe does, as long as there is what the next one is asked about."""
    places: dict[int, int] = {}  # where the reference kept an object → where this process does
    for step in probe:
        try:
            args, kwargs = (_moved(part, places) for part in (step.call.args, step.call.kwargs))
        except KeyError:
            return
        call = msgspec.structs.replace(step.call, args=args, kwargs=kwargs)
        reply = process.ask(call)
        then, now = _place(step.answer), _place(reply)
        if then is not None and now is not None:
            places[then] = now
        yield _done(call, reply)


def _place(answer: protocol.Outcome) -> int | None:
    """Where the object that an answer is stays; None for an answer that is no handle."""
    result = None if isinstance(answer, protocol.Raised) else answer.result
    return result["h"][0] if isinstance(result, dict) and "h" in result else None


def _moved(item: Any, places: Mapping[int, int]) -> Any:
    """The arguments of a call, with what handles refer to in another process.

    Raises:
        KeyError: there is nothing there.
    """
    if isinstance(item, list):
        return [_moved(one, places) for one in item]
    if not isinstance(item, dict):
        return item
    if item.keys() == {"h"}:
        return {"h": [places[item["h"][0]], item["h"][1]]}
    return {key: _moved(one, places) for key, one in item.items()}


def _done(probe: protocol.Call, reply: protocol.Outcome) -> Any:
    arguments = values.Decoder()
    args = [arguments.decode(item) for item in probe.args]
    kwargs = {name: arguments.decode(item) for name, item in probe.kwargs.items()}
    decoder = values.Decoder(dict(arguments.objects))
    if isinstance(reply, protocol.Raised):
        returned, result = False, reply.error[:80]
    else:
        returned, result = True, decoder.decode(reply.result)
    values.write_back(reply.after, arguments.objects, decoder)
    values.weigh([result, args, kwargs])
    return [returned, result, args, kwargs]


def _alike(one: Any, other: Any) -> bool:
    """Equal up to rounding; a list is as good as a tuple, and a table as the lists in it."""
    try:
        return same(one, other, _nearly)
    except Exception:  # whatever a hostile value trips over
        return False


def _nearly(one: Any, other: Any) -> bool:
    """What :func:`_alike` takes for equal among leaves."""
    plain = _plain(one), _plain(other)
    if plain[0] is not one or plain[1] is not other:
        return same(*plain, _nearly)
    if _numeric(one) and _numeric(other):
        shapes = np.shape(one) == np.shape(other)
        return shapes and np.allclose(one, other, rtol=RTOL, atol=ATOL, equal_nan=True)
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other))
    return type(one) is type(other) and bool(one == other)


def _plain(value: Any) -> Any:
    """Tables and arrays of objects as lists of what is in them; the type of what is opaque."""
    if type(value).__name__ == "DataFrame":
        return [list(value.columns), value.to_numpy().tolist()]
    if type(value).__name__ == "Series":
        return value.to_numpy().tolist()
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        return value.tolist()
    return value.type_name if isinstance(value, values.Opaque) else value


def _common(one: Any, other: Any) -> Any:
    """What stays of what two calls gave: what is alike in both, and the form of the rest."""
    one, other = _plain(one), _plain(other)
    if _alike(one, other):
        return one
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return {key: _common(one[key], other[key]) for key in one}
    rows = isinstance(one, (list, tuple)) and isinstance(other, (list, tuple))
    if rows and len(one) == len(other):
        return [_common(*pair) for pair in zip(one, other, strict=True)]
    return _form(one)


def _form(value: Any) -> Any:
    """What stays of a value that is another at each call: its structure and shapes."""
    value = _plain(value)
    if isinstance(value, dict):
        return {key: _form(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_form(item) for item in value]
    return list(np.shape(value)) if _numeric(value) else value


def _numeric(value: Any) -> bool:
    kind = value.dtype.kind if isinstance(value, (np.ndarray, np.generic)) else ""
    return kind in tuple("biufc") or isinstance(value, (bool, int, float, complex))
