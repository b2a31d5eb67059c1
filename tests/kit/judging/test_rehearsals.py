"""Checks rehearsed with the instructor's functions say what they would say without it."""

from __future__ import annotations

from copy import deepcopy

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gabarito.guest import protocol
from gabarito.judging import rehearsals
from gabarito.judging.call_process import CallProcess
from gabarito.judging.judge_check import judge_check
from gabarito.judging.rehearsals import Course, Rehearsal, Rehearsals, Script
from gabarito.judging.right_answers import RightAnswers
from gabarito.notebook import lab_text

ANSWERS = {
    "the instructor's": "def dobro(x):\n    return np.multiply(2, x)",
    "right, other bits": "def dobro(x):\n    return x + x",
    "right, a list": "def dobro(x):\n    return [2 * item for item in x]",
    "wrong": "def dobro(x):\n    return x",
    "wrong for negatives only": "def dobro(x):\n    return np.abs(2 * x)",
    "nothing": "def dobro(x):\n    pass",
    "raises": "def dobro(x):\n    raise ValueError('não sei')",
    "raises for negatives": "def dobro(x):\n    assert min(x) > 0\n    return 2 * x",
    "changes its argument": "def dobro(x):\n    x *= 2\n    return x",
    "empties its argument": "def dobro(x):\n    y = 2 * x\n    x[:] = 0\n    return y",
    "draws": "def dobro(x):\n    return 2 * x + 1e-9 * np.random.rand(len(x))",
    "draws too much": "def dobro(x):\n    return 2 * x + np.random.rand(len(x))",
    "remembers": "n = []\ndef dobro(x):\n    n.append(1)\n    return 2 * x if len(n) < 2 else x",
    "prints": "def dobro(x):\n    print('olá')\n    return 2 * x",
    "nan": "def dobro(x):\n    return x * np.nan",
    "an object": "def dobro(x):\n    return lambda: x",
    "deep": "def dobro(x):\n    y = []\n    for _ in range(60): y = [y]\n    return y",
    "too much": "def dobro(x):\n    return [[0] * 10**5] * 3",
    "dies": "def dobro(x):\n    import os; os._exit(1)",
    "dies of recursion": "def dobro(x):\n    return dobro(x)",
    "not there": "pass",
    "a value": "dobro = 3",
}


@pytest.fixture
def alike(prepared, judged, monkeypatch):
    """The record of a submission, which is the same with a rehearsal and without one."""

    def judge(**answers):
        records = []
        for submissions in (-1, rehearsals.WORTH_IT):
            asks = (prepared.warm, prepared.source, prepared.questions, prepared.cell_limit_s)
            monkeypatch.setattr(prepared, "right_answers", RightAnswers(*asks))
            made = Rehearsals(prepared.checks, prepared.right_answers, prepared.asked)
            monkeypatch.setattr(prepared, "rehearsals", made)
            prepared.rehearsals.submissions = submissions
            records.append(msgspec.structs.replace(judged(**answers), timings={}))
            prepared.right_answers.end()
        without, rehearsed = records
        assert rehearsed == without
        return rehearsed

    return judge


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_rehearsal_changes_no_record(alike, answer):
    alike(dobro=answer)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(list(ANSWERS.values())[:14]), min_size=2, max_size=2))
def test_nor_does_it_where_one_answer_stands_on_another(alike, answers):
    first, second = answers
    alike(dobro=first, triplo=second.replace("dobro", "triplo").replace("2 *", "dobro(x) +"))


def test_one_process_goes_on_answering_for_wrong_functions(alike):
    record = alike(dobro="def dobro(x):\n    return x", triplo="def triplo(x):\n    return x")
    assert all("SystemExit" not in check.message for q in record.questions for check in q.checks)


def test_who_remembers_loses_a_rehearsal_for_nobody_else(alike, monkeypatch):
    played, play = [], Script.played
    monkeypatch.setattr(Script, "played", lambda *given: played.append(1) or play(*given))
    plain = "def dobro(x):\n    return 2 * x"
    alike(dobro=plain, triplo="def triplo(x):\n    return 3 * x")
    assert len(played) == 4  # visible and hidden checks of both
    remembers = "def triplo(x, visto=[]):\n    visto.append(1)\n    return 3 * x"
    alike(dobro=plain, triplo=remembers)
    assert len(played) == 6


def test_what_never_ends_is_told_as_ever(alike, monkeypatch):
    monkeypatch.setattr("gabarito.checks.verificador.CHECK_LIMIT_S", 0.5)
    monkeypatch.setattr("gabarito.judging.rehearsals.LIMIT_S", 0.3)
    record = alike(dobro="def dobro(x):\n    while True: pass")
    assert any("tempo" in check.message for check in record.questions[0].checks)


def test_a_slow_right_answer_has_the_time_of_a_check(alike, monkeypatch):
    monkeypatch.setattr("gabarito.judging.rehearsals.LIMIT_S", 0.2)
    slow = "for _ in range(10**7): pass"
    record = alike(dobro=f"def dobro(x):\n    {slow}\n    return 2 * x")
    assert record.questions[0].score == record.questions[0].max_score


@pytest.fixture
def scripts(prepared):
    made = Rehearsals(prepared.checks, prepared.right_answers, prepared.asked)
    made.submissions = rehearsals.WORTH_IT
    made.before_another()
    yield made
    made.right.end()


def test_the_instructors_answers_are_not_looked_at_again(prepared, scripts):
    script = scripts.script("dobro", hidden=True)
    with prepared.right_answers.reference() as session:
        heard = script.played(session)
    assert set(heard) == {"test_outros_numeros", "test_entrada_intacta"}
    for verdict in heard.values():
        # with no check to run, what is said is what was said in the rehearsal
        assert verdict.verdict(None, scripts.namespace, None).state == "passed"


def test_hidden_inputs_are_in_no_call_of_a_visible_check(scripts):
    secret = b"\x00\x00\x00\x00\x00\x00\x1e@"  # 7.5
    assert secret not in bytes(scripts.script("dobro", hidden=False).request)
    assert secret in bytes(scripts.script("dobro", hidden=True).request)


FORGED = {
    "no message": b"\xc1",
    "a request": msgspec.msgpack.encode(protocol.Supply("dobro", [], {})),
    "another message": msgspec.msgpack.encode(protocol.Done()),
    "no value": msgspec.msgpack.encode(protocol.Returned({"?": 1}, [])),
    "an array too large": msgspec.msgpack.encode(
        protocol.Returned({"a": ["<f8", [1 << 40], b""]}, [])
    ),
}


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_an_answer_that_makes_no_sense_is_asked_for_again(prepared, scripts, answer):
    script = scripts.script("dobro", hidden=True)
    (rehearsal, *_) = script.rehearsals.values()
    heard = rehearsals.Heard(rehearsal, [[answer for _ in rehearsal.calls]])
    (function,) = (f for f in prepared.checks["dobro"] if f.__name__ == rehearsal.result.name)
    assert heard.verdict(function, scripts.namespace, rehearsals.run_check) is None


def test_too_few_answers_are_none(prepared, scripts):
    script = scripts.script("dobro", hidden=True)
    script.length += 1
    with prepared.right_answers.reference() as session:
        assert script.played(session) == {}


def test_only_what_some_checks_ask_is_asked(prepared, scripts):
    script = scripts.script("dobro", hidden=True)
    (one, _) = (f for f in prepared.checks["dobro"] if not f.check.visible)
    some = script.of([one])
    assert set(some.rehearsals) == {one.__name__} < set(script.rehearsals)
    with prepared.right_answers.reference() as session:
        assert set(some.played(session)) == {one.__name__}
    assert script.of(prepared.checks["dobro"]) is script


def test_a_script_of_nothing_asks_nothing(prepared):
    with prepared.right_answers.reference() as session:
        assert Script({}).played(session) == {}


def test_two_checks_of_one_example_ask_for_it_once(prepared, scripts):
    rehearsal = scripts.script("dobro", hidden=False).rehearsals["test_exemplo"]
    (course,) = rehearsal.courses
    longer = Rehearsal([Course([*course.calls, *course.calls])], rehearsal.result)
    script = Script({"um": rehearsal, "outro": rehearsal, "duas vezes": longer})
    assert script.length == 3  # what is asked twice in one check is asked twice
    with prepared.right_answers.reference() as session:
        heard = script.played(session)
    for name in ("um", "outro"):
        assert heard[name].verdict(None, scripts.namespace, None) == rehearsal.result
    assert heard["duas vezes"].answers == [course.answers * 2]


IN_PLACE = ANSWERS["changes its argument"]


@pytest.fixture
def in_place(prepared):
    """The scripts of an instructor whose function writes into its argument."""
    source = deepcopy(prepared.source)
    lab_text.named_cells(source, "solution")["dobro"].source = IN_PLACE
    right = RightAnswers(prepared.warm, source, prepared.questions, prepared.cell_limit_s)
    made = Rehearsals(prepared.checks, right, prepared.asked)
    made.submissions = rehearsals.WORTH_IT
    made.before_another()
    yield made
    made.right.end()


def test_where_the_instructor_changes_arguments_both_ways_through_a_check_are_known(in_place):
    script = in_place.script("dobro", hidden=True)
    assert [len(r.courses) for r in script.rehearsals.values()] == [2]
    with in_place.right.reference() as session:
        (heard,) = script.played(session).values()
    assert heard.verdict(None, in_place.namespace, None).state == "passed"


@pytest.mark.parametrize(("answer", "state"), [
    (ANSWERS["the instructor's"], "passed"),
    (ANSWERS["empties its argument"], "passed"),
    ("def dobro(x):\n    return 3 * x", "failed"),
    ("def dobro(x):\n    x *= 3\n    return x", "failed"),
])  # fmt: skip
def test_and_others_are_looked_at_by_the_check(prepared, in_place, answer, state):
    script = in_place.script("dobro", hidden=True)
    (rehearsal,) = script.rehearsals.values()
    (function,) = (f for f in prepared.checks["dobro"] if f.__name__ == rehearsal.result.name)
    with prepared.warm.session() as session:
        session.run(f"import numpy as np\n{answer}", "0", ["dobro"], 30, False)
        (heard,) = script.played(session).values()
        process = CallProcess(session, forgetful=True)
        alone = judge_check(function, process, in_place.namespace, rehearsals.run_check)
    assert alone.state == state
    found = heard.verdict(function, in_place.namespace, rehearsals.run_check)
    # who fails is asked twice more, whether the same answer comes: not by these answers
    assert found == (alone if state == "passed" else None)
