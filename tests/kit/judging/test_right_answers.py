"""Right answers in the place of wrong ones: they behave as functions of the notebook would."""

from __future__ import annotations

import os
import signal

import msgspec
import numpy as np
import pytest

from gabarito.checks.verificador import StudentError
from gabarito.guest import frames, protocol, tree, values
from gabarito.judging.call_process import CallProcess, Unanswered
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


MODEL = (
    HEADER.replace("mude", "some")
    + """\
def some(x, d):
    while x > 100:
        pass
    d["soma"] = x + 1
    return x + 1
"""
)


def supply(x, d=()):
    """A call of a student's process, as it says it."""
    encoder = values.Encoder()
    return frames.pack(protocol.Supply("some", [x, encoder.encode(dict(d))], {}))


def outcome(right, said, names=("some",)):
    answer = right.answer(said, names)
    return answer and frames.unpack(bytes(answer), protocol.ANSWER)


@pytest.fixture
def right():
    source = lab_text.read_text(MODEL)
    with WarmProcess(Contents(modules=("numpy",)), tiers.choose()) as warm:
        yield RightAnswers(warm, source, ["some"], 5.0)


def processes(right):
    return {process.pid for process in tree.processes(right.warm.process.pid)}


def test_the_session_stays_and_the_process_that_answers_does_not(right):
    assert not right.ready
    right.begin()
    idle = processes(right)
    assert outcome(right, supply(1)).result == 2
    assert processes(right) > idle
    right.rest()
    assert right.ready
    assert processes(right) == idle
    assert outcome(right, supply(2)).result == 3


def test_one_that_hangs_does_not_outlive_its_submission(right, monkeypatch):
    monkeypatch.setattr("gabarito.checks.verificador.CHECK_LIMIT_S", 0.3)
    right.begin()
    idle = processes(right)
    with pytest.raises(Unanswered):
        outcome(right, supply(101))
    right.rest()
    assert processes(right) == idle
    assert outcome(right, supply(2)).result == 3


def test_a_death_is_nobody_elses(right):
    """Who knows which student's memory it was that the machine had none left of."""
    right.begin()
    idle = processes(right)
    outcome(right, supply(1))
    for pid in processes(right) - idle:
        os.kill(pid, signal.SIGKILL)
    assert outcome(right, supply(2)).error == "SystemExit"
    assert outcome(right, supply(2)).result == 3


@pytest.mark.parametrize(
    "said",
    [
        frames.pack(protocol.Supply("outra", [1, {}], {})),
        frames.pack(protocol.Returned(1, [])),
        frames.pack(protocol.Call("some", [1, {}], {})),
        b"",
        b"\xc1",
    ],
)
def test_nothing_else_is_a_call(right, said):
    right.begin()
    assert right.answer(said, ["some"]) is None


def test_what_is_remembered_is_for_those_who_may_ask_for_it(right):
    right.begin()
    assert outcome(right, supply(1)).result == 2
    assert outcome(right, supply(1), ["outra"]) is None


def test_only_arguments_that_changed_come_back(right):
    right.begin()
    changed = outcome(right, supply(1, {"soma": 3}))
    assert changed.after == [(1, {"d": [["soma", 2]]})]
    assert outcome(right, supply(1, {"soma": 2})).after == []


SLOW = """\
def usa(x):
    for i in range(9):
        for _ in range(3 * 10**6):
            pass
        some(i, {})
"""


def test_time_is_what_all_pieces_of_an_answer_take_together(right):
    right.begin()
    with right.warm.session() as session:
        session.run(SLOW, "0", ["usa"], 5.0, False)
        process = CallProcess(session, ["some"], right.answer)
        process.limit_s = 0.4  # enough for each piece
        with pytest.raises(Unanswered):
            process.ask(protocol.Call("usa", [1], {}))


GREEDY = "def usa(x):\n    while True:\n        some(1, {})"


def test_nobody_asks_for_ever(right, monkeypatch):
    monkeypatch.setattr("gabarito.judging.call_process.SUPPLIED_CALLS", 50)
    right.begin()
    with right.warm.session() as session:
        session.run(GREEDY, "0", ["usa"], 5.0, False)
        process = CallProcess(session, ["some"], right.answer)
        with pytest.raises(StudentError):
            process.ask(protocol.Call("usa", [1], {}))
        request = protocol.Calls([msgspec.Raw(frames.pack(protocol.Call("usa", [1], {})))], [])
        with pytest.raises(StudentError):
            process.answers(msgspec.Raw(frames.pack(request)), 5.0)
