"""What waits for right answers is asked no more than it must, and earns what it would earn."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from gabarito.checks import verificador
from gabarito.judging.inherited_errors import InheritedErrors
from gabarito.judging.lab_cells import LabCells
from gabarito.judging.question_checks import QuestionChecks
from gabarito.sandbox.warm_process import WarmProcess

WRONG = "def dobro(x):\n    return x"
INHERITS, RIGHT, BOTH_WRONG = "dobro(x) + x", "x + x + x", "x + 1"
RIGHT_BY_WRONG = "dobro(x) + 2 * x"
"""What is right only as long as ``dobro`` is wrong."""


def triplo(visible, hidden):
    """The answer to small numbers, which the visible check asks for, and to the others."""
    return f"def triplo(x):\n    if x[0] < 2:\n        return {visible}\n    return {hidden}"


@pytest.fixture
def asked(monkeypatch):
    """Checks that were run: question, name, and the functions supplied."""
    seen, judge = [], QuestionChecks.judged

    def judged(self, name, functions, process, heard, before):
        seen.extend((name, f.__name__, tuple(process.supplied)) for f in functions)
        return judge(self, name, functions, process, heard, before)

    monkeypatch.setattr(QuestionChecks, "judged", judged)
    return seen


def of_triplo(asked):
    own = [check for name, check, supplied in asked if name == "triplo" and not supplied]
    return own, [check for name, check, supplied in asked if name == "triplo" and supplied]


VISIBLE, HIDDEN = "test_exemplo", ["test_outros_numeros", "test_entrada_intacta"]


def test_by_itself_it_is_asked_up_to_the_first_check_that_fails(ready, asked):
    record = ready(dobro=WRONG, triplo=triplo(INHERITS, INHERITS))
    assert of_triplo(asked) == ([VISIBLE], [VISIBLE, *HIDDEN])
    assert record.questions[1].score == 1
    assert record.questions[1].inherited_error


def test_what_fails_with_right_answers_too_is_asked_by_itself_after_all(ready, asked):
    record = ready(dobro=WRONG, triplo=triplo(INHERITS, RIGHT_BY_WRONG))
    assert of_triplo(asked) == ([VISIBLE, *HIDDEN], [VISIBLE, *HIDDEN])
    assert [check.state for check in record.questions[1].checks] == ["passed"] * 3
    assert record.questions[1].inherited_error


def test_what_right_answers_do_not_help_is_judged_by_itself(ready, asked):
    """The visible check fails either way; whether the others need right answers is not known."""
    record = ready(dobro=WRONG, triplo=triplo(BOTH_WRONG, RIGHT))
    assert of_triplo(asked) == ([VISIBLE, *HIDDEN], [VISIBLE, *HIDDEN])
    assert not record.questions[1].inherited_error
    assert record.questions[1].score == 0.75


def test_where_right_answers_earn_less_than_ones_own_nothing_waits(
    ready, asked, prepared, monkeypatch
):
    monkeypatch.setattr(prepared, "inherited_credit", 0.5)
    record = ready(dobro=WRONG, triplo=triplo(INHERITS, RIGHT))
    assert of_triplo(asked) == ([VISIBLE, *HIDDEN], [VISIBLE])
    assert record.questions[1].score == 0.875


def test_nothing_waits_for_an_answer_that_nobody_gave(ready, asked, prepared):
    ready(dobro=WRONG, triplo=prepared.stubs["triplo"])
    assert of_triplo(asked) == ([VISIBLE, *HIDDEN], [])


WAYS = [INHERITS, RIGHT, RIGHT_BY_WRONG, BOTH_WRONG]


@pytest.mark.parametrize(("visible", "hidden"), itertools.product(WAYS, WAYS))
def test_it_says_what_it_would_say_if_everything_were_asked(ready, monkeypatch, visible, hidden):
    records = []
    for closed in (LabCells.closed, lambda *_: False):
        monkeypatch.setattr(LabCells, "closed", closed)
        record = ready(dobro=WRONG, triplo=triplo(visible, hidden))
        records.append(msgspec.structs.replace(record, timings={}))
    assert records[0] == records[1]


@pytest.mark.parametrize("loop", ["while True: pass", "while dobro(x)[0] == x[0]: pass"])
def test_the_same_where_a_check_that_waits_would_hang(ready, monkeypatch, loop):
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 0.3)
    hanging = triplo(INHERITS, RIGHT).replace("    return x +", f"    {loop}\n    return x +")
    records = []
    for closed in (LabCells.closed, lambda *_: False):
        monkeypatch.setattr(LabCells, "closed", closed)
        record = ready(dobro=WRONG, triplo=hanging)
        records.append(msgspec.structs.replace(record, timings={}, warnings=[]))
    assert records[0] == records[1]


@pytest.mark.parametrize("hidden", WAYS)
def test_checks_that_wait_are_judged_in_another_session_where_theirs_died(
    ready, monkeypatch, hidden
):
    undisturbed = ready(dobro=WRONG, triplo=triplo(INHERITS, hidden))
    begun, begin, among = [], WarmProcess.session, InheritedErrors.among

    def session(self):
        begun.append(begin(self))
        return begun[-1]

    def after_their_death(self, names):
        for one in begun:
            one.close()
        return among(self, names)

    monkeypatch.setattr(WarmProcess, "session", session)
    monkeypatch.setattr(InheritedErrors, "among", after_their_death)
    record = ready(dobro=WRONG, triplo=triplo(INHERITS, hidden))
    assert len(begun) > 1
    assert msgspec.structs.replace(record, timings=undisturbed.timings) == undisturbed
