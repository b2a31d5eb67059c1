"""Right answers in the place of wrong ones: they behave as functions of the notebook would."""

from __future__ import annotations

import os

import numpy as np
import pytest

from gabarito.checks.verificador import StudentError
from gabarito.judging.call_process import CallProcess
from gabarito.judging.right_answers import RightAnswers
from gabarito.judging.student_functions import StudentFunctions
from gabarito.notebook import lab_text
from gabarito.sandbox import tiers
from gabarito.sandbox.faults import Died
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess

REFERENCE = """\
# ---
# jupyter:
#   gabarito:
#     lab: mini
# ---

# %% solution="morre"
import os
os._exit(3)
"""


def test_a_reference_that_dies_leaves_no_session():
    cells = lab_text.read_text(REFERENCE)
    with WarmProcess(Contents(), tiers.choose()) as warm:
        before = len(warm.running()), len(os.listdir("/proc/self/fd"))
        with pytest.raises(Died) as kept:
            RightAnswers(warm, cells, ["morre"], 10.0).reference()
        assert (len(warm.running()), len(os.listdir("/proc/self/fd"))) == before, kept


HEADER = """\
# ---
# jupyter:
#   gabarito:
#     lab: mini
# ---

# %% solution="mude"
"""
RIGHT = """\
def mude(d, x):
    if x[0] > 9:
        x[0] = -1
        raise KeyError("grande")
    d["novo"] = x * 2
    d["lista"].append(3)
    x += 1
    return d
"""
CALLERS = """\
def usa(d, x):
    lista = d["lista"]
    r = mude(d, x)
    return r is d, d["lista"] is lista, d, x

def cai(d, x):
    try:
        mude(d, x)
    except KeyError as erro:
        return str(erro), x
"""


@pytest.fixture(scope="module")
def supplied():
    """Callers of a notebook without `mude`, which the reference answers for."""
    source = lab_text.read_text(HEADER + RIGHT)
    with (
        WarmProcess(Contents(modules=("numpy",)), tiers.choose()) as warm,
        warm.session() as session,
    ):
        right = RightAnswers(warm, source, ["mude"], 5.0)
        right.begin()
        session.run(CALLERS, "0", [], 5.0, False)
        process = CallProcess(session, ["mude"], right.answer)
        yield StudentFunctions(process)
        process.rest()


@pytest.fixture
def own():
    names: dict = {}
    exec(RIGHT + CALLERS, names)
    return names


def test_arguments_are_as_the_right_function_leaves_them(supplied, own):
    given = [({"lista": [1, 2], "velho": 7}, np.array([1.0, 2.0])) for _ in range(2)]
    same, same_list, d, x = supplied.function("usa")(*given[0])
    assert (same, same_list) == own["usa"](*given[1])[:2] == (True, True)
    for theirs, mine in [((d, x), given[1]), (given[0], given[1])]:
        assert theirs[0].keys() == mine[0].keys()
        assert theirs[0]["lista"] == mine[0]["lista"] == [1, 2, 3]
        np.testing.assert_array_equal(theirs[0]["novo"], mine[0]["novo"])
        np.testing.assert_array_equal(theirs[1], mine[1])


def test_an_exception_keeps_its_type_and_what_was_done_before_it(supplied, own):
    given = [({}, np.array([10.0])) for _ in range(2)]
    said, x = supplied.function("cai")(*given[0])
    expected, left = own["cai"](*given[1])
    assert said == expected
    np.testing.assert_array_equal(x, left)


def test_an_exception_that_nobody_catches_comes_back_as_such(supplied):
    with pytest.raises(StudentError) as caught:
        supplied.function("usa")({"lista": []}, np.array([10.0]))
    assert caught.value.kind == "KeyError"
