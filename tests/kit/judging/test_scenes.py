"""Scenes: what leads to the objects of one call, the call, and what is asked of them afterwards."""

from __future__ import annotations

from related_scenes import InProcess

from gabarito.checks import check
from gabarito.judging import probes
from gabarito.judging.probes import Played
from gabarito.judging.scenes import ITSELF, MOST_SCENES, RESULT, Asked, of_probes


class Box:
    def __init__(self, n):
        self.n = n


def box(n):
    return Box(n)


def content(one):
    return one.n


def put(one, n):
    one.n = n


def filled(one, n):
    one.n += n
    return one


def doubled(one):
    return Box(2 * one.n)


HELP = {"box": box, "content": content, "put": put}


@check(points=1, visible=True)
def of_two(filled, box, content, put):
    """."""
    other = box(9)
    first, second = box(1), box(2)
    put(second, 5)
    filled(first, 10)
    content(first)
    put(first, 3)
    content(first)
    content(other)
    filled(second, 20)
    content(second)


@check(points=1)
def of_doubled(doubled, box, content, put):
    """."""
    one = box(4)
    two = doubled(one)
    put(one, 0)
    content(two)


def scenes(asked, *checks, of_objects=("content",)):
    name = asked.__name__
    process = InProcess({**HELP, name: asked})
    found = probes.recorded(name, {name: checks}, list(HELP), process)
    return of_probes(found, name, ["one", "n"], of_objects)


def seen(scene, **functions):
    (played,) = Played(InProcess({**HELP, **functions}), lambda *_: "").each([scene.steps], 1)
    return scene.seen([pair[0] for pair in played])


def called(scene):
    return [step.call.name for step in scene.steps]


def test_each_call_is_a_scene_with_what_leads_to_its_own_object():
    one, two = scenes(filled, of_two)
    assert called(one)[:2] == ["box", "box"]  # the other one is asked about, too
    assert called(two) == ["box", "put", "content", "filled", "content", "content"]
    assert one.step.visible


def test_answers_are_called_by_what_they_are_about():
    one, two = scenes(filled, of_two)
    assert seen(one, filled=filled).result == {
        RESULT: ITSELF,
        Asked("one", "content", before=True): 1,
        Asked("one", "content"): 11,
        Asked("one", "content", 1): 11,
        Asked("one", "put"): None,
        Asked("one", "content", 2): 3,
    }
    assert seen(two, filled=filled).result[Asked("one", "content")] == 25


def test_what_is_returned_is_told_from_what_came():
    (scene,) = scenes(doubled, of_doubled)
    right = seen(scene, doubled=doubled).result
    assert right[Asked("", "content", 1)] == 8
    assert right[Asked("one", "content")] == 4
    same = seen(scene, doubled=lambda one: one).result
    assert same[RESULT] is ITSELF
    assert same[Asked("", "content", 1)] == 0


def test_what_is_not_there_is_not_asked_about():
    (scene,) = scenes(doubled, of_doubled)
    found = seen(scene, doubled=lambda one: None).result
    assert found[RESULT] is None
    assert Asked("", "content") not in found
    assert found[Asked("one", "content")] == 4


def test_a_call_that_raises_shows_nothing():
    (scene,) = scenes(doubled, of_doubled)
    assert seen(scene, doubled=lambda one: 1 / 0).raised[0] == "ZeroDivisionError"


def test_with_another_call_only_what_describes_objects_is_asked():
    (scene,) = scenes(doubled, of_doubled)
    assert called(scene.with_call(scene.step.call)) == called(scene)[:-2]
    assert called(scene.with_call(scene.step.call, whole=True)) == called(scene)


def test_another_call_no_student_sees():
    scene, _ = scenes(filled, of_two)
    assert not scene.with_call(scene.step.call).step.visible


def test_of_many_calls_the_first_are_looked_at():
    @check(points=1)
    def of_many(filled, box):
        """."""
        for n in range(MOST_SCENES + 5):
            filled(box(n), n)

    assert len(scenes(filled, of_many)) == MOST_SCENES


def test_a_scene_ends_at_the_next_call_and_students_see_what_is_asked_there():
    one, two = scenes(filled, of_two)
    assert called(one).count("filled") == called(two).count("filled") == 1
    assert all(step.visible for step in one.steps)


def test_what_does_not_exist_yet_is_not_asked_about_before():
    (scene,) = scenes(doubled, of_doubled)
    assert called(scene) == ["box", "content", "doubled", "content", "content", "put", "content"]


def test_an_instrument_that_raises_says_nothing():
    (scene,) = scenes(doubled, of_doubled)
    found = seen(scene, doubled=doubled, content=lambda one: 1 / 0).result
    assert list(found) == [RESULT, Asked("one", "put")]


def test_a_call_that_was_not_made_shows_nothing():
    (scene,) = scenes(doubled, of_doubled)
    assert scene.seen([]) is None


def test_objects_given_by_name_or_in_lists_are_objects_too():
    @check(points=1)
    def by_name(filled, box):
        """."""
        filled(one=box(1), n=2)

    def total(all_of_them):
        return sum(one.n for one in all_of_them)

    @check(points=1)
    def in_lists(total, box):
        """."""
        total([box(1), box(2)])

    (one,) = scenes(filled, by_name)
    assert seen(one, filled=filled).result[Asked("one", "content", before=True)] == 1
    (both,) = scenes(total, in_lists)
    assert called(both) == ["box", "box", "total"]


def test_what_an_object_was_made_from_leads_to_it():
    @check(points=1)
    def of_a_copy(filled, box, doubled):
        """."""
        box(7)
        filled(doubled(box(3)), 1)

    name, instruments = "filled", {**HELP, "doubled": doubled}
    process = InProcess({**instruments, name: filled})
    found = probes.recorded(name, {name: [of_a_copy]}, list(instruments), process)
    (scene,) = of_probes(found, name, ["one", "n"], ["content"])
    assert called(scene) == ["box", "doubled", "content", "filled", "content"]


def test_an_answer_that_is_an_object_is_not_compared():
    @check(points=1)
    def with_a_copy(filled, box, doubled, content):
        """."""
        one = box(3)
        filled(one, 1)
        content(doubled(one))

    name, instruments = "filled", {**HELP, "doubled": doubled}
    process = InProcess({**instruments, name: filled})
    found = probes.recorded(name, {name: [with_a_copy]}, list(instruments), process)
    (scene,) = of_probes(found, name, ["one", "n"], [])
    assert list(scene.asked.values()) == []
    assert called(scene) == ["box", "filled", "doubled", "content"]
