"""Probes: the calls that a question's checks make, and what a process does when asked them."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from gabarito.checks.verificador import StudentError
from gabarito.guest import protocol, values
from gabarito.judging import raised
from gabarito.judging.alike import alike
from gabarito.judging.call_process import Unanswered
from gabarito.judging.judge_check import Process
from gabarito.judging.run_check import run_check
from gabarito.judging.student_functions import MALFORMED, StudentFunctions

MOST_PROBES = 60
"""Calls that are compared; most questions' checks make fewer."""


@dataclass(frozen=True)
class Step:
    """One call of a check, what the reference answers, and whether students see the check."""

    call: protocol.Call
    answer: protocol.Outcome
    visible: bool = False

    @cached_property
    def plain(self) -> bool:
        """Whether no argument is an object that stayed in the process: the same call anywhere."""
        return b"\xa1h" not in msgspec.msgpack.encode(self.call)  # the key of a handle


Probe = list[Step]
"""Calls that are made one after the other."""


@dataclass(frozen=True)
class Done:
    """What one call did.

    Attributes:
        raised: what an exception is evidence of; None where the call returned.
        result: what it returned.
        args, kwargs: the arguments as they stand after it.
    """

    raised: list[str] | None
    result: Any
    args: list[Any]
    kwargs: dict[str, Any]

    @property
    def returned(self) -> bool:
        """Whether it returned."""
        return self.raised is None

    @property
    def after(self) -> list[Any]:
        """The arguments after the call, those by place first."""
        return [*self.args, *self.kwargs.values()]

    @property
    def plain(self) -> list[Any]:
        """All of it, to be compared."""
        return [self.raised, self.result, self.args, self.kwargs]


Twice = tuple[Done | None, Done | None]
"""What a call did, and what it did when everything was asked once more; None where it was not."""


def recorded(
    question: str,
    checks: Mapping[str, Sequence[Any]],
    instruments: Collection[str],
    process: Process,
) -> list[Probe]:
    """Each call that the checks make, but for those that take long: they train.

    A check that uses instruments is one probe, with all its calls: what one gives, another
    is asked about.

    Args:
        checks: functions of each question.
        process: of the reference's.
    """
    found: dict[bytes, Probe] = {}
    for function in checks[question]:
        calls: Probe = []
        if function.check.limit_s is None:
            calls = _calls(function, process, [*checks, *instruments])
        if any(step.call.name in instruments for step in calls):
            probes = [calls]
        else:
            probes = [[step] for step in calls if step.call.name == question]
        for probe in probes:
            key = msgspec.msgpack.encode([step.call for step in probe])
            if sum(map(len, found.values())) + len(probe) <= MOST_PROBES:
                found.setdefault(key, probe)
    return list(found.values())


def _calls(function: Any, process: Process, names: Sequence[str]) -> Probe:
    """What a check asks, of the reference, and what that answers."""
    recorder = _Recorder(process, function.check.visible)
    functions = StudentFunctions(recorder)
    run_check(function, {name: functions.function(name) for name in names})
    functions.restore()
    process.rest()
    return recorder.steps


class _Recorder:
    """Notes what a check asks a process, and what that answers."""

    def __init__(self, process: Process, visible: bool) -> None:
        self.process, self.visible = process, visible
        self.number, self.steps = 0, Probe()

    def begin(self) -> None:
        """Nothing: what is drawn goes on from one call to the next."""

    def renew(self) -> None:
        """Nothing: of a reference nobody asks it."""

    def ask(self, request: protocol.Call) -> protocol.Outcome:
        answer = self.process.ask(request)
        self.number = self.process.number
        self.steps.append(Step(request, answer, self.visible))
        return answer

    def broken(self) -> Exception:
        return self.process.broken()


def played(
    process: Process, probes: Sequence[Probe], at: raised.Statement, times: int = 2
) -> Iterator[list[Twice] | str]:
    """What each probe does, twice over; a word for one that kills or hangs it, and no more.

    Args:
        times: 1 where it is known that it does the same again.
    """
    yield from Played(process, at).each(probes, times)
    process.rest()


class Played:
    """What a process does when it is asked probes: each only once, whoever wants to know.

    Args:
        at: the statements of the cells that define the function.
    """

    def __init__(self, process: Process, at: raised.Statement) -> None:
        self.process, self.at = process, at
        self._known: dict[bytes, list[Twice] | str] = {}

    def each(
        self, probes: Sequence[Probe], times: int = 2, limit_s: float | None = None
    ) -> Iterator[list[Twice] | str]:
        """See :func:`played`; the process stays.

        Args:
            limit_s: time that one call may take; as long as in a check when None: who answers
                there in time, slowly as it may be, has to be heard here each time.
        """
        self.process.limit_s = limit_s
        for probe in probes:
            key = msgspec.msgpack.encode([step.call for step in probe])
            if key not in self._known:
                self._known[key] = self._now(probe, times)
            yield self._known[key]
            if isinstance(self._known[key], str):
                break

    def _now(self, probe: Probe, times: int) -> list[Twice] | str:
        try:
            runs: list[list[_Heard | None]] = [[]]
            for _ in range(times):
                runs.append(list(_once(probe, self.process, self.at, runs[-1])))
            every = itertools.zip_longest(runs[1], runs[-1])
            return [(one and one.done, two and two.done) for one, two in every]
        except Unanswered:
            return "endless"
        except (StudentError, *MALFORMED):
            return "killed"


def steady(pair: Twice) -> bool:
    """Whether a call did the same twice."""
    one, two = pair
    same = one is two or (one is not None and two is not None and alike(one.plain, two.plain))
    return one is not None and same


class _Heard(NamedTuple):
    """A call as a process was asked it, with its reply, and what that says."""

    call: protocol.Call
    reply: protocol.Outcome
    done: Done


def _once(
    probe: Probe, process: Process, at: raised.Statement, before: Sequence[_Heard | None]
) -> Iterator[_Heard | None]:
    """What each call of a probe does; None of one that asks about what is not there.

    Args:
        before: the same in another run: a reply that says the same is not read again.
    """
    places: dict[int, int] = {}  # where the reference kept an object → where this process does
    for step, known in itertools.zip_longest(probe, before[: len(probe)]):
        try:
            call = step.call if step.plain else _elsewhere(step.call, places)
        except KeyError:
            yield None
            continue
        reply = process.ask(call)
        then, now = kept_at(step.answer), kept_at(reply)
        if then is not None and now is not None:
            places[then] = now
        same = known is not None and (known.call, known.reply) == (call, reply)
        yield known if same else _Heard(call, reply, done(call, reply, at))


def kept_at(answer: protocol.Outcome) -> int | None:
    """Where the object that an answer is stays; None for an answer that is no handle."""
    result = None if isinstance(answer, protocol.Raised) else answer.result
    return result["h"][0] if isinstance(result, dict) and "h" in result else None


def _elsewhere(call: protocol.Call, places: Mapping[int, int]) -> protocol.Call:
    """A call with what handles refer to in another process.

    Raises:
        KeyError: there is nothing there.
    """
    args, kwargs = (_moved(part, places) for part in (call.args, call.kwargs))
    return msgspec.structs.replace(call, args=args, kwargs=kwargs)


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


def done(call: protocol.Call, reply: protocol.Outcome, at: raised.Statement) -> Done:
    """What a call did, as values.

    Raises:
        WireError and others of MALFORMED: the reply is not in the format, or too heavy.
    """
    arguments = values.Decoder()
    args = [arguments.decode(item) for item in call.args]
    kwargs = {name: arguments.decode(item) for name, item in call.kwargs.items()}
    decoder = values.Decoder(dict(arguments.objects))
    error, result = None, None
    if isinstance(reply, protocol.Raised):
        error = raised.evidence(reply, at)
    else:
        result = decoder.decode(reply.result)
    values.write_back(reply.after, arguments.objects, decoder)
    values.weigh([result, args, kwargs])
    return Done(error, result, args, kwargs)
