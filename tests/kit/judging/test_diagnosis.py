"""What a diagnosis costs: few calls; and where it fails, no grade and no other question."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from gabarito.audit import diagnosis
from gabarito.course.known_answers import Variant
from gabarito.judging import probes
from gabarito.judging.call_process import CallProcess
from gabarito.judging.relations import library, tell
from gabarito.sandbox.session import Session

WRONG = "def dobro(x):\n    return x**3 + 0.7"
NOT_LISTED = "def triplo(x):\n    return x / 4"


def fails(*args):
    return 1 / 0


@pytest.fixture(params=["a relation", "what all relations look at"])
def failing(request, monkeypatch):
    """A part of the diagnosis that fails, whatever it looks at."""
    if request.param == "a relation":
        monkeypatch.setitem(tell.FLOW, "sem_retorno", fails)
    else:
        monkeypatch.setattr(library, "_sample", fails)


def test_a_relation_that_fails_costs_only_the_diagnosis(judged, failing):
    record = judged(dobro=WRONG, triplo=NOT_LISTED)
    assert [(q.state, q.mistake) for q in record.questions[:2]] == [("failed", None)] * 2
    (told,) = [warning for warning in record.warnings if "sem diagnóstico" in warning]
    assert "dobro: ZeroDivisionError" in told
    assert "test_diagnosis.py" in told  # where it failed, for who mends it


def test_a_right_answer_is_warned_of_nothing(judged, failing):
    record = judged()
    assert record.score == record.max_score
    assert not any("diagnóstico" in warning for warning in record.warnings)


def test_each_call_is_made_twice_however_many_parts_look_at_it(prepared, monkeypatch):
    wrong = Variant("errado", "dobro", WRONG)
    diagnosis.told(prepared, wrong)  # what the reference and the mistakes do is known from here on
    made, ask = Counter(), CallProcess.ask

    def counted(self, request):
        made[msgspec.msgpack.encode(request)] += 1
        return ask(self, request)

    monkeypatch.setattr(CallProcess, "ask", counted)
    diagnosis.told(prepared, wrong)
    assert made
    assert max(made.values()) == 2


def test_an_answer_that_is_the_same_again_is_read_once(prepared, monkeypatch):
    wrong = Variant("errado", "dobro", WRONG)
    diagnosis.told(prepared, wrong)
    read, done = Counter(), probes.done

    def counted(call, reply, at):
        read[msgspec.msgpack.encode(call)] += 1
        return done(call, reply, at)

    monkeypatch.setattr(probes, "done", counted)
    diagnosis.told(prepared, wrong)
    assert read
    assert max(read.values()) == 1


def test_one_process_imagines_all_that_is_asked_for(prepared, monkeypatch):
    relations = prepared.diagnosis.relations
    prepared.diagnosis.known.learn("dobro")
    relations.learn("dobro")
    relations._known_imagined.clear()
    begun, call_process = [], Session.call_process

    def counted(self, *args):
        begun.append(self)
        return call_process(self, *args)

    monkeypatch.setattr(Session, "call_process", counted)
    diagnosis.told(prepared, Variant("errado", "dobro", WRONG))
    assert len(relations._known_imagined) > 1
    assert len(begun) == len(set(map(id, begun))) == 2  # the answer's, and the reference's


def test_what_a_labs_answers_are_called_is_read_once(prepared):
    asking = prepared.diagnosis.relations.asking
    assert asking() is asking()
