"""Two known mistakes in one answer are both told, and no two where one thing is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from gabarito.judging.two_mistakes import Seen, Share

CALLS = [np.array(x) for x in ([1.0, 2.0], [3.0, 1.5, 2.5], [0.5, -1.0], [-2.0, -3.0], [0.0, 4.0])]


def gradients(x):
    return x / len(x), np.sum(x), -x


def first_wrong(x):
    return x, np.sum(x), -x


def second_wrong(x):
    return x / len(x), np.max(x), -x


def negatives_lost(x):
    return gradients(np.maximum(x, 0))


def third_wrong(x):
    return x / len(x), np.sum(x), x


def first_and_second(x):
    return first_wrong(x)[0], second_wrong(x)[1], -x


def first_and_negatives(x):
    return first_wrong(np.maximum(x, 0))


def first_and_something_else(x):
    return x, np.sum(x) + 1, -x


def first_and_second_once(x):
    return first_and_second(x) if len(x) == 3 else gradients(x)


def behaviour(function):
    """What a function does in all calls, as processes tell it."""
    return [[[None, function(x.copy()), [x], {}]] for x in CALLS]


def raising():
    return [[[["ValueError", "x", ""], None, [x], {}]] for x in CALLS]


@pytest.fixture
def seen():
    known = (first_wrong, second_wrong, third_wrong, negatives_lost)
    return Seen(behaviour(gradients), {one.__name__: behaviour(one) for one in known})


def test_two_mistakes_in_two_parts_are_both_told(seen):
    expected = Share("first_wrong", 5), Share("second_wrong", 4), 5  # of 0 and 4, both are 4
    assert seen.pair(behaviour(first_and_second)) == expected


def test_each_is_told_with_the_calls_in_which_it_shows(seen):
    expected = Share("first_wrong", 5), Share("negatives_lost", 2), 5
    assert seen.pair(behaviour(first_and_negatives)) == expected


@pytest.mark.parametrize(
    "function", [gradients, first_wrong, first_and_something_else, first_and_second_once]
)
def test_where_two_do_not_explain_all_nothing_is_told(seen, function):
    assert seen.pair(behaviour(function)) is None


def test_a_mistake_that_is_left_out_is_not_told(seen):
    assert seen.pair(behaviour(first_and_second), "first_wrong") is None


def test_where_several_pairs_explain_it_nothing_is_told():
    known = {"one": first_wrong, "other": second_wrong, "same": second_wrong}
    seen = Seen(behaviour(gradients), {name: behaviour(one) for name, one in known.items()})
    assert seen.pair(behaviour(first_and_second)) is None


@pytest.mark.parametrize(
    "theirs",
    [
        [],
        ["killed"],
        ["endless"] * len(CALLS),
        [[]] * len(CALLS),
        [[["random", [None]]]] * len(CALLS),
        [[[None, {"a": [[]] * 100}, [], {}]]] * len(CALLS),
        [[[None, None, [], {}]]] * len(CALLS),
        raising(),
    ],
)
def test_what_is_no_answer_is_told_nothing(seen, theirs):
    assert seen.pair(theirs) is None


def test_exceptions_alone_are_no_mistake(seen):
    known = {"stops": raising(), "first": behaviour(first_wrong)}
    assert Seen(behaviour(gradients), known).pair(raising()) is None
