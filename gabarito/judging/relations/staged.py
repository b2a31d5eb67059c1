"""Questions about objects: what the reference shows in their scenes, and what an answer does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gabarito.guest import values as wire
from gabarito.judging.judge_check import Process
from gabarito.judging.probes import Done, Played, Probe
from gabarito.judging.relations import coarse, variations
from gabarito.judging.relations.coarse import Part, Seen
from gabarito.judging.relations.imagined import RAISED, Hypothesis
from gabarito.judging.relations.samples import MISSING, Change, Sample, Signature
from gabarito.judging.scenes import RESULT, Scene, of_probes

MOST_OF_ARGUMENT, MOST_VARIATIONS = 2, 8
"""Scenes in which one argument is another; each may create a model, or train one."""

CALL_S = 5.0
"""Time that one call may take: some train."""

AT_ONCE = 30
"""Scenes that one process plays: it has room for so many objects."""


@dataclass
class Shown:
    """A scene as the reference plays it.

    Attributes:
        expected: its call, with what is seen, part by part, in the place of the result.
        change: how it was made, where no check makes it.
        how: what is compared of each part: right answers may differ in the rest.
    """

    scene: Scene
    arguments: dict[str, Any]
    expected: Done
    change: Change | None = None
    how: dict[Part, int] = field(default_factory=dict)

    @property
    def wanted(self) -> Seen:
        """What is seen, part by part."""
        found: Seen = self.expected.result
        return found

    def agree_on(self, done: Done | None) -> None:
        """Compare from now on what a right answer has in common with the reference."""
        there = done is not None and done.returned
        got = coarse.like(self.wanted, done.result) if done is not None and there else {}
        for one, want in self.wanted.items():
            self.how[one] = coarse.shared(want, got.get(one, MISSING), self.how.get(one, 0))

    def sample(self, done: Done) -> Sample:
        """What an answer does in it, beside what the reference does."""
        free = frozenset((one,) for one, how in self.how.items() if how == coarse.NOTHING)
        return Sample(
            arguments=self.arguments,
            expected=replace(self.expected, result=self._compared(self.wanted)),
            given=self._given(done),
            visible=self.scene.step.visible,
            change=self.change,
            free=free,
        )

    def _given(self, done: Done) -> Done:
        if not done.returned:
            return done
        nothing = done.result[RESULT] is None and self.wanted.get(Part(RESULT)) is not None
        seen = None if nothing else self._compared(coarse.like(self.wanted, done.result))
        return replace(done, result=seen)

    def _compared(self, seen: Seen) -> Seen:
        return {part: coarse.coarse(value, self.how.get(part, 0)) for part, value in seen.items()}


class Staged:
    """One question about objects.

    Args:
        probes: what its checks ask.
        known: what the reference's definition says.
        of_objects: instruments that a diagnosis asks of every object.
        process: of the reference's.
    """

    def __init__(
        self,
        asked: Sequence[Probe],
        question: str,
        known: Signature,
        of_objects: Sequence[str],
        process: Process,
    ) -> None:
        self.known = known
        scenes = of_probes(asked, question, known.arguments, of_objects)
        played = Played(process, _nowhere)
        self.shown = list(self._shown(played, ((scene, None) for scene in scenes)))
        self.shown += self._shown(played, list(self._varied()))
        self._open()
        process.rest()

    def _varied(self) -> Iterator[tuple[Scene, Change]]:
        """Variations of the first scenes, a few of each argument."""
        calls = [[one.scene.step] for one in self.shown]
        count: Counter[tuple[int, str]] = Counter()
        for change, call in variations.variations(calls, self.known.arguments, self.known.defaults):
            of_one = (change.base, change.argument)
            if count[of_one] < MOST_OF_ARGUMENT and count.total() < MOST_VARIATIONS:
                count[of_one] += 1
                yield self.shown[change.base].scene.with_call(call), change

    def _shown(
        self, played: Played, scenes: Iterable[tuple[Scene, Change | None]]
    ) -> Iterator[Shown]:
        """The scenes that the reference plays to the end, with what is the same each time."""
        for scene, change in scenes:
            first, *others = _runs(scene, played)
            if first is None or not first.returned:
                continue
            call = scene.step.call
            arguments = variations.named(call, self.known.arguments, self.known.defaults)
            seen = coarse.parts(first.result)
            if change is not None:  # there, what is empty says nothing
                seen = {one: value for one, value in seen.items() if not _empty(value)}
            shown = Shown(scene, arguments, replace(first, result=seen), change)
            for other in others:
                shown.agree_on(other)
            yield shown

    def agree_on(self, process: Process) -> None:
        """Leave open what another right answer does otherwise."""
        played = Played(process, _nowhere)
        for shown in self.shown:
            shown.agree_on(_runs(shown.scene, played, 1)[0])
        self._open()
        process.rest()

    def _open(self) -> None:
        """What the checks' scenes leave open, variations of them do, too."""
        left: dict[Part, int] = {}
        for shown in (one for one in self.shown if one.change is None):
            for place, how in shown.how.items():
                left[place] = max(how, left.get(place, 0))
        for shown in self.shown:
            shown.how = {one: max(how, left.get(one, 0)) for one, how in shown.how.items()}

    def samples(self, theirs: Played) -> list[Sample] | None:
        """What an answer does in each scene; None where it hangs, or kills its process."""
        found = []
        for index, shown in enumerate(self.shown):
            if index % AT_ONCE == AT_ONCE - 1:
                theirs.process.rest()
            (done,) = _runs(shown.scene, theirs, 1)
            if done is None:
                return None
            found.append(shown.sample(done))
        return found

    def imagined(self, process: Callable[[], Process], index: int, hypothesis: Hypothesis) -> Any:
        """What is seen where the reference is given other arguments, as it is compared."""
        shown = self.shown[index]
        changes = hypothesis.changes(shown.arguments)
        if changes is None:
            return MISSING
        call = variations.with_others(shown.scene.step.call, self.known.arguments, changes)
        scene = shown.scene.with_call(call, whole=True)
        done, *_ = _runs(scene, Played(process(), _nowhere), 1)
        if done is None or not done.returned:
            return RAISED
        return shown._given(done).result


def about_objects(asked: Sequence[Probe]) -> bool:
    """Whether objects are asked about, and each of them stays where more can be asked about it."""
    steps = [step for probe in asked for step in probe]
    opaque = [v for step in steps for v in _arguments(step.call) if isinstance(v, wire.Opaque)]
    return bool(opaque) and all(isinstance(value, wire.Handle) for value in opaque)


def _arguments(call: Any) -> list[Any]:
    args, kwargs = variations.decoded(call)
    return [*args, *kwargs.values()]


def _runs(scene: Scene, played: Played, times: int = 2) -> list[Done | None]:
    """What was seen in each run of a scene; None where it died or hung."""
    (found,) = played.each([scene.steps], times, CALL_S)
    if isinstance(found, str):
        return [None]
    return [scene.seen([pair[run] for pair in found]) for run in range(times)]


def _empty(value: Any) -> bool:
    return isinstance(value, (list, tuple, np.ndarray)) and not len(value)


def _nowhere(label: str, line: int) -> str:
    return ""
