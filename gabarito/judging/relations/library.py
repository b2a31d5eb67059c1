"""The relations of a lab's questions: what is asked, what the reference answers, what is told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cachetools import LRUCache

from gabarito.course.instruments import Asking
from gabarito.course.known_answers import Variant
from gabarito.guest import values as wire
from gabarito.judging import probes
from gabarito.judging.alike import alike
from gabarito.judging.call_process import CallProcess
from gabarito.judging.judge_check import Process
from gabarito.judging.lessons import Lessons, Teacher
from gabarito.judging.probes import Done, Played, Probe, Step, Twice
from gabarito.judging.relations import left_behind, staged, tell, tell_of_objects, variations
from gabarito.judging.relations import mark as marks
from gabarito.judging.relations.imagined import RAISED, Hypothesis
from gabarito.judging.relations.mark import Mark
from gabarito.judging.relations.samples import (
    MISSING,
    TYPE,
    WRITES,
    Change,
    Path,
    Sample,
    Signature,
    agree,
    differing,
    other_types,
    signature,
)
from gabarito.judging.relations.staged import Staged

MOST_REMEMBERED = 4096
"""Answers of the reference to calls with other arguments; small ones."""


@dataclass(frozen=True)
class Asked:
    """A call that a function is asked, and what the reference does.

    Attributes:
        change: how it was made, where no check makes it.
    """

    step: Step
    arguments: dict[str, Any]
    expected: Done
    change: Change | None = None


class Relations:
    """Knows what a lab's reference answers, to the checks' calls and to variations of them.

    Args:
        solutions: the reference's cell of each question.
        alternatives: other right answers; what differs in them is not asked for.
        checks: functions of each question.
        lessons: who answers for the reference and the other right answers.
        instruments: functions of the lab's that its checks ask for besides.
        asking: says what else may be asked of objects, where some question is about one.
    """

    def __init__(
        self,
        solutions: Mapping[str, str],
        alternatives: Mapping[str, Variant],
        checks: Mapping[str, Sequence[Any]],
        lessons: Lessons,
        instruments: Collection[str] = (),
        asking: Callable[[], Asking] = Asking,
    ) -> None:
        self.asking, self._staged = asking, dict[str, Staged]()
        self.solutions, self.checks, self.lessons = solutions, checks, lessons
        self.instruments, self.alternatives = instruments, alternatives
        self._free: dict[str, frozenset[Path]] = {}
        self._asked: dict[str, list[Asked]] = {}
        self._signatures: dict[str, Signature] = {}
        self._written: dict[str, list[str]] = {}
        self._marks: dict[str, Mark] = {}
        self._known_imagined: LRUCache[Any, Any] = LRUCache(MOST_REMEMBERED)

    def samples(self, question: str, theirs: Played) -> list[Sample] | None:
        """What a function does in each call, beside what the reference does.

        None of a function that hangs, or kills its process, in some call; and where nothing is
        asked.
        """
        if question in self._staged:
            return self._staged[question].samples(theirs) or None
        asked = self._asked[question]
        given: list[list[Twice] | str] = []
        for varied in (False, True):  # whether it does the same again, the checks' calls show
            steps = [[one.step] for one in asked if bool(one.change) is varied]
            given += theirs.each(steps, 1 if varied else 2)
        if not asked or len(given) != len(asked):
            return None
        written = {(WRITES, name) for name in self._written[question]}  # to write there is asked
        free = self._free[question] | written
        samples = [_sample(*pair, free) for pair in zip(asked, given, strict=True)]
        return None if any(sample is None for sample in samples) else [s for s in samples if s]

    def told(self, question: str, samples: Sequence[Sample]) -> tuple[str, str] | None:
        """Name and sentence of the relation that the samples show, or None."""
        if question in self._staged:
            return self._told_of_objects(question, samples)
        names = self._written[question]
        if names and all(sample.right for sample in samples):
            return tell.told_of_arguments(samples, self._signatures[question], names)
        with contextlib.ExitStack() as opened:
            imagine = partial(self._imagined, question, opened, [])
            return tell.told(samples, self._signatures[question], imagine)

    def about_objects(self, question: str) -> bool:
        """Whether a question that was learnt is about objects that stay with the student."""
        return question in self._staged

    def _told_of_objects(self, question: str, samples: Sequence[Sample]) -> tuple[str, str] | None:
        one = self._staged[question]
        with contextlib.ExitStack() as opened:
            process: list[CallProcess] = []

            def imagine(index: int, hypothesis: Hypothesis) -> Any:
                key = (question, index, hypothesis)
                if key not in self._known_imagined:
                    reference = partial(self._reference, opened, process)
                    self._known_imagined[key] = one.imagined(reference, index, hypothesis)
                return self._known_imagined[key]

            return tell_of_objects.told(samples, one.known, self.asking(), imagine)

    def _reference(self, opened: contextlib.ExitStack, process: list[CallProcess]) -> CallProcess:
        """A process of the reference's, made where it is first needed."""
        if not process:
            reference = self.lessons.right_answers.reference()
            process.append(CallProcess(opened.enter_context(reference)))
        return process[0]

    def _imagined(
        self,
        question: str,
        opened: contextlib.ExitStack,
        process: list[CallProcess],
        index: int,
        hypothesis: Hypothesis,
    ) -> Any:
        """What the reference returns to a call, with other arguments; remembered.

        Args:
            opened: closes the reference's session, which is there only where it is needed.
            process: of that session, once there is one.
        """
        key = (question, index, hypothesis)
        if key not in self._known_imagined:
            asked = self._asked[question][index]
            changes = hypothesis.changes(asked.arguments)
            if changes is None:
                return MISSING
            names = self._signatures[question].arguments
            call = variations.with_others(asked.step.call, names, changes)
            step, reference = Step(call, asked.step.answer), self._reference(opened, process)
            reference.begin()  # what is drawn does not depend on what else was imagined
            (played,) = Played(reference, lambda *_: "").each([[step]], 1)
            done = None if isinstance(played, str) else played[0][0]
            self._known_imagined[key] = done.result if done and done.returned else RAISED
        return self._known_imagined[key]

    def asked(self, question: str) -> Mark:
        """The mark of the calls of a question that was learnt."""
        if question not in self._marks:
            calls = [
                (*one.arguments.values(), one.expected.result) for one in self._asked[question]
            ]
            self._marks[question] = marks.of_calls(calls)
        return self._marks[question]

    def learn(self, question: str) -> None:
        """Note what the reference answers to what its checks, and variations of them, ask."""
        if question in self._asked:
            return
        self.lessons.learn("certas", question, partial(self._learn, question))

    def _learn(self, question: str, teacher: Teacher) -> None:
        process = teacher.process()
        found = probes.recorded(question, self.checks, self.instruments, process)
        self._asked[question], self._free[question] = [], frozenset()
        self._written[question] = []
        self._staged.pop(question, None)
        self._signatures[question] = known = signature(self.solutions[question], question)
        if staged.about_objects(found):
            self._stage(question, found, teacher)
        if any(_beyond_values(probe, question) for probe in found):
            return
        base = self._answered(process, [(step, None) for (step,) in found], known)
        varied = variations.variations(
            [[one.step] for one in base], known.arguments, known.defaults
        )
        more = [(Step(call, base[change.base].step.answer), change) for change, call in varied]
        self._keep_what_is_asked(question, base + self._answered(process, more, known), teacher)

    def _others(self, question: str) -> Iterator[Variant]:
        """The other right answers."""
        return (v for v in self.alternatives.values() if v.question == question)

    def _stage(self, question: str, found: Sequence[Probe], teacher: Teacher) -> None:
        """Note what is seen of objects, and what right answers have in common there."""
        known, of_objects = self._signatures[question], self.asking().of_objects
        one = Staged(found, question, known, of_objects, teacher.process())
        for variant in self._others(question):
            teacher.replace(variant)
            one.agree_on(teacher.process())
        self._staged[question] = one

    def _keep_what_is_asked(self, question: str, asked: list[Asked], teacher: Teacher) -> None:
        """Leave out what right answers differ in: parts, and variations that make no sense."""
        free: set[Path] = set()
        senseless: set[int] = set()
        written = {n for one in asked for n in left_behind.written(one.arguments, one.expected)}
        for variant in self._others(question):
            teacher.replace(variant)
            steps = [[one.step] for one in asked]
            given = probes.played(teacher.process(), steps, lambda *_: "")
            for index, (one, other) in enumerate(zip(asked, given, strict=False)):
                differs = _differs(one, other)
                if one.change is None:
                    written -= _left_otherwise(one, other, written)
                if one.change is None and differs is not None:
                    free |= differs
                elif differs is None or differs - free:
                    senseless.add(index)
        self._asked[question] = [one for i, one in enumerate(asked) if i not in senseless]
        self._free[question] = frozenset(free)
        self._written[question] = sorted(written)

    def _answered(
        self,
        process: Process,
        steps: Sequence[tuple[Step, Change | None]],
        known: Signature,
    ) -> list[Asked]:
        """The calls to which the reference answers, and the same whenever it is asked."""
        found = []
        for step, change in steps:
            (played,) = probes.played(process, [[step]], lambda *_: "")
            if isinstance(played, str) or not probes.steady(played[0]):
                continue
            expected = played[0][0]
            if expected is None or not expected.returned:
                continue
            arguments = variations.named(step.call, known.arguments, known.defaults)
            found.append(Asked(step, arguments, expected, change))
        return found


def _beyond_values(probe: Probe, question: str) -> bool:
    """Whether more is asked than the function once, or about more than values."""
    if len(probe) != 1 or probe[0].call.name != question:
        return True
    args, kwargs = variations.decoded(probe[0].call)
    return any(isinstance(value, wire.Opaque) for value in (*args, *kwargs.values()))


def _differs(asked: Asked, played: list[Twice] | str) -> set[Path] | None:
    """What a right answer gives otherwise, or leaves otherwise; None where it gives nothing."""
    given = None if isinstance(played, str) else played[0][0]
    if given is None or not given.returned:
        return None
    after = zip(asked.arguments, asked.expected.after, given.after, strict=False)
    written_to = {(WRITES, name) for name, want, got in after if not alike(want, got)}
    types = {(TYPE, *path) for path in other_types(asked.expected, given)}
    return differing(asked.expected, given) | written_to | types


def _left_otherwise(asked: Asked, played: list[Twice] | str, names: Iterable[str]) -> set[str]:
    """The arguments, among some, in which a right answer leaves something else."""
    given = None if isinstance(played, str) else played[0][0]
    if given is None:
        return set(names)
    want, got = (
        left_behind.left(asked.arguments, done, sorted(names)) for done in (asked.expected, given)
    )
    return {name for name in want if not agree(want[name], got[name])}


def _sample(
    asked: Asked, given: list[Twice] | str, free: frozenset[Path] = frozenset()
) -> Sample | None:
    if isinstance(given, str) or given[0][0] is None:
        return None
    return Sample(
        arguments=asked.arguments,
        expected=asked.expected,
        given=given[0][0],
        visible=asked.step.visible,
        change=asked.change,
        steady=probes.steady(given[0]),
        free=free,
    )
