"""An exception raised on the first line of a function is no known mistake, whatever its type."""

from __future__ import annotations

from pathlib import Path

import pytest
from labs import ONE_BY_DAY

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.judging import judge as judging
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.notebook import lab_text
from gabarito.results.job import Job

COURSE = Course.at(Path(__file__).parents[2])
RAISING = {
    "AttributeError": "None.shape",
    "IndexError": "[][1]",
    "KeyError": "{}['W1']",
    "MemoryError": "raise MemoryError",
    "NameError": "nome_errado",
    "NotImplementedError": "raise NotImplementedError",
    "OverflowError": "2.0 ** 5000",
    "TypeError": "None + 1",
    "UnboundLocalError": "raise UnboundLocalError",
    "ValueError": "int('um')",
    "ZeroDivisionError": "1 / 0",
}


@pytest.fixture(scope="module", params=ONE_BY_DAY)
def prepared(request):
    with PreparedLab(COURSE.lab(request.param)) as prepared:
        yield prepared


@pytest.mark.parametrize("kind", RAISING)
def test_an_exception_on_the_first_line_is_no_known_mistake(prepared, kind, tmp_path):
    notebook = prepared.lab.built()
    for name, cell in lab_text.named_cells(notebook, "solution").items():
        cell.source = f"def {name}(*args, **kwargs):\n    {RAISING[kind]}"
    path = tmp_path / "entrega.ipynb"
    path.write_bytes(made_up_class.as_json(notebook))
    record = judging.judge(prepared, Job(path, executed=False)).record
    judged = [question for question in record.questions if question.state != "manual"]
    assert {question.state for question in judged} == {"failed"}
    assert {q.name: q.mistake for q in judged if q.mistake_from == "known"} == {}
