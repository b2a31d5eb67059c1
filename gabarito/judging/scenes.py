"""Scenes: a call of a question's function on objects that stay where they are, such as models.

A check that names instruments asks about what a function gives, or about what it does to what it
is given. A scene is one such call: what leads to its objects, the call, and all that is asked of
them afterwards. What a diagnosis asks of every object comes on top: before the call of those that
it is given, and after it. The answers are plain values, which relations can compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from gabarito.guest import protocol, values
from gabarito.judging.probes import Done, Probe, Step, kept_at

MOST_SCENES = 20
"""Of one question; the others of its checks are not looked at."""

ITSELF = values.Opaque("")
"""In the place of a result that is an object which the call was given."""

UNKNOWN = protocol.Returned(None, [])
"""In the place of what the reference answers to what no check asks."""


class Asked(NamedTuple):
    """What is looked at in a scene.

    Attributes:
        about: the argument that is asked about; empty for what the call returned.
        instrument: what asks; empty for what the call returned, as it is.
        number: of the same question, asked several times.
        before: it is asked before the call.
    """

    about: str = ""
    instrument: str = ""
    number: int = 0
    before: bool = False


RESULT = Asked()


@dataclass(frozen=True)
class Scene:
    """One call, and what is asked.

    Attributes:
        steps: all calls, in order.
        place: of the question's call among them.
        described: how many of them there are before what only the check asks.
        asked: what the answers to some of them are, by place.
    """

    steps: Probe
    place: int
    described: int
    asked: Mapping[int, Asked]

    @property
    def step(self) -> Step:
        """The question's call."""
        return self.steps[self.place]

    def with_call(self, call: protocol.Call, *, whole: bool = False) -> Scene:
        """The same with another call, which no student sees.

        Args:
            whole: with what the check asks, too, which may make no sense then.
        """
        steps = list(self.steps if whole else self.steps[: self.described])
        steps[self.place] = Step(call, self.step.answer)
        return replace(self, steps=steps)

    def seen(self, run: Sequence[Done | None]) -> Done | None:
        """What was seen in one run: the call, with all answers in the place of its result.

        None where the call was not made. What an instrument does not answer is not there.
        """
        call = run[self.place] if self.place < len(run) else None
        if call is None or not call.returned:
            return call
        answers = {
            asked: done.result
            for place, asked in self.asked.items()
            if place < len(run) and (done := run[place]) is not None and done.returned
        }
        result = ITSELF if _is_argument(call) else call.result
        return replace(call, result={RESULT: result, **answers})


def of_probes(
    probes: Sequence[Probe], question: str, names: Sequence[str], of_objects: Sequence[str]
) -> list[Scene]:
    """The scenes in what checks ask.

    Args:
        names: of the function's arguments.
        of_objects: instruments that are asked of every object.
    """
    calls = [(probe, i) for probe in probes for i, step in enumerate(probe) if _is(step, question)]
    return [_scene(*one, question, names, of_objects) for one in calls[:MOST_SCENES]]


def _is(step: Step, name: str) -> bool:
    return step.call.name == name


def _scene(
    probe: Probe, index: int, question: str, names: Sequence[str], of_objects: Sequence[str]
) -> Scene:
    main, after = probe[index], list(_until(probe[index + 1 :], question))
    objects = _objects(main, names)
    steps = _leading_to(probe[:index], _needed(main, after))
    asked: dict[int, Asked] = {}

    def describe(before: bool) -> None:
        for place, about in objects.items():
            for name in of_objects if about or not before else ():
                asked[len(steps)] = Asked(about, name, 0, before)
                steps.append(_question(name, place, main.visible))

    describe(before=True)
    call = len(steps)
    steps.append(main)
    describe(before=False)
    described = len(steps)
    for step in after:
        about = _about(step, objects)
        if about is not None:
            asked[len(steps)] = _numbered(Asked(about, step.call.name), asked)
        steps.append(step)
    return Scene(steps, call, described, asked)


def _needed(main: Step, after: Sequence[Step]) -> set[int]:
    """Where the objects are that a call is given, and those that are asked about after it."""
    made = {kept_at(step.answer) for step in (main, *after)}
    later = {place for step in after for place in _handles(step)}
    return {*_handles(main), *(later - made)}


def _until(steps: Sequence[Step], question: str) -> Iterator[Step]:
    for step in steps:
        if _is(step, question):
            return
        yield step


def _about(step: Step, objects: Mapping[int, str]) -> str | None:
    """What an instrument is asked about; None where the answer is not plain, or of no object."""
    about = [objects[place] for place in _handles(step) if place in objects]
    return about[0] if about and kept_at(step.answer) is None else None


def _numbered(one: Asked, asked: Mapping[int, Asked]) -> Asked:
    """The same with the number of those before it."""
    return one._replace(number=sum(other._replace(number=0) == one for other in asked.values()))


def _objects(step: Step, names: Sequence[str]) -> dict[int, str]:
    """The objects that a call is given, with the argument of each, and what it returns."""
    by_place = zip([*names, *[""] * len(step.call.args)], step.call.args, strict=False)
    arguments = [*by_place, *((name, item) for name, item in step.call.kwargs.items())]
    found = {item["h"][0]: name for name, item in arguments if _is_handle(item) and name}
    result = kept_at(step.answer)
    return found if result is None else {**found, result: found.get(result, "")}


def _leading_to(steps: Sequence[Step], wanted: set[int]) -> Probe:
    """The calls that made objects, or were made on them, in order."""
    needed, found = set(wanted), []
    for step in reversed(steps):
        own = _handles(step)
        if kept_at(step.answer) in needed or needed.intersection(own):
            needed |= set(own)
            found.append(step)
    return found[::-1]


def _question(instrument: str, place: int, visible: bool) -> Step:
    call = protocol.Call(instrument, [{"h": [place, ""]}], {})
    return Step(call, UNKNOWN, visible)


def _handles(step: Step) -> list[int]:
    """Where the objects are that a call is given."""
    return [place for item in (*step.call.args, *step.call.kwargs.values()) for place in _in(item)]


def _in(item: Any) -> Iterator[int]:
    if isinstance(item, list):
        for one in item:
            yield from _in(one)
    elif _is_handle(item):
        yield item["h"][0]
    elif isinstance(item, dict):
        for one in item.values():
            yield from _in(one)


def _is_handle(item: Any) -> bool:
    return isinstance(item, dict) and item.keys() == {"h"}


def _is_argument(call: Done) -> bool:
    """Whether a call returned an object that it was given."""
    places = {value.place for value in call.after if isinstance(value, values.Handle)}
    return isinstance(call.result, values.Handle) and call.result.place in places
