"""What functions that give the same for the same were asked is not asked again."""

from __future__ import annotations

import msgspec
import pytest

from gabarito.guest import protocol
from gabarito.judging import rehearsals
from gabarito.judging.asked_before import AskedBefore
from gabarito.judging.call_process import CallProcess
from gabarito.judging.rehearsals import Course, Heard, Rehearsal
from gabarito.notebook import lab_text

CODE = "def conte(x):\n    return x + 1\ndef objeto(x):\n    return object()"


@pytest.fixture
def process(prepared):
    with prepared.warm.session() as session:
        session.run(CODE, "0", ["conte", "objeto"], 5.0, False)
        yield CallProcess(session)


def call(name="conte", x=1, fresh=False):
    return protocol.Call(name, [x], {}, fresh)


def heard(answer):
    """As if a check had asked once, and this had been answered."""
    asked = msgspec.msgpack.encode(call(fresh=True))
    return Heard(Rehearsal([Course([asked], [])], None), [[answer]])


def test_what_was_heard_is_not_asked(process):
    before = AskedBefore(process, [heard(msgspec.msgpack.encode(protocol.Returned(7, [])))])
    assert before.ask(call()).result == 7
    assert process.number == 0  # no process was forked for it
    assert before.ask(call(x=2)).result == 3


def test_what_was_asked_once_is_not_asked_again(process):
    before = AskedBefore(process)
    first = before.ask(call())
    process.rest()
    assert before.ask(call(fresh=True)) == first
    assert process.number == 0


def test_an_object_is_asked_for_where_it_is(process):
    before = AskedBefore(process)
    before.ask(call("objeto"))
    process.rest()
    before.ask(call("objeto"))
    assert process.number > 0


@pytest.mark.parametrize("forged", [b"", b"\xc1", msgspec.msgpack.encode(protocol.Done())])
def test_what_made_no_sense_is_asked_of_the_process(process, forged):
    assert AskedBefore(process, [heard(forged)]).ask(call()).result == 2


def test_a_wrong_answer_is_explained_by_what_its_checks_have_heard(prepared, judged, monkeypatch):
    """And said as it is said where its process is asked once more."""
    source = lab_text.named_cells(prepared.source, "solution")["dobro"].source
    assert "np.multiply" in source
    wrong = "def dobro(x):\n    return x + 1"
    for _ in range(rehearsals.WORTH_IT):
        judged()
    told = judged(dobro=wrong).questions
    monkeypatch.setattr("gabarito.judging.explanations.AskedBefore", lambda process, _: process)
    assert judged(dobro=wrong).questions == told
