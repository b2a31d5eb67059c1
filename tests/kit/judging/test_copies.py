"""A function that is defined more than once: the last answer counts."""

from __future__ import annotations

import nbformat
import pytest
from minicourse import DOBRO, TRIPLO

WRONG = "def dobro(x):\n    return x"


@pytest.fixture
def stub(prepared):
    return prepared.stubs["dobro"]


def scores(record):
    return {q.name: q.score / q.max_score for q in record.questions if q.max_score}


def repairs(record):
    return [repair for repair in record.repairs if repair.startswith("dobro está definida")]


def test_a_stub_that_was_copied_below_the_answer_does_not_count(judged, stub):
    record = judged(after=[stub])
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    (repair,) = repairs(record)
    assert "conta a última resposta" in repair


def test_nor_one_between_the_answer_and_who_calls_it(judged, stub):
    def put(notebook):
        at = next(i for i, cell in enumerate(notebook.cells) if cell.id == "triplo")
        notebook.cells.insert(at, nbformat.v4.new_code_cell(stub))

    assert scores(judged(edit=put)) == {"dobro": 1.0, "triplo": 1.0}


def test_nor_does_the_questions_own_cell_where_the_answer_is_above_it(judged, stub):
    record = judged(dobro=stub, before=[DOBRO])
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    assert repairs(record)


def test_an_answer_below_the_stub_counts(judged, stub):
    record = judged(dobro=stub, after=[DOBRO])
    assert scores(record) == {"dobro": 1.0, "triplo": 1.0}
    (repair,) = repairs(record)
    assert "conta a última, na célula" in repair


@pytest.mark.parametrize(("first", "last", "share"), [(WRONG, DOBRO, 1.0), (DOBRO, WRONG, 0.0)])
def test_of_two_answers_the_last_counts(judged, first, last, share):
    record = judged(dobro=first, after=[last])
    assert scores(record)["dobro"] == share
    assert repairs(record)


def test_an_untouched_notebook_has_nothing_to_say(judged, stub):
    record = judged(dobro=stub, triplo=TRIPLO)
    assert scores(record)["dobro"] == 0.0
    assert repairs(record) == []


def test_two_stubs_are_still_no_answer(judged, stub):
    record = judged(dobro=stub, after=[stub])
    assert next(q for q in record.questions if q.name == "dobro").state == "missing"
