"""One parenthesis missing in an answer of Lab 3: its points, and the cell's own error once."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from gabarito.course.layout import Course
from gabarito.judging import judge as judging
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job

COURSE = Course.at(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def prepared():
    with PreparedLab(COURSE.lab("lab3_rede_densa")) as warm:
        yield warm


@pytest.mark.slow(reason="judges whole notebooks")
def test_a_parenthesis_missing_in_an_answer_costs_its_points_and_is_said_once(prepared, tmp_path):
    notebook = prepared.lab.built()
    (cell,) = [c for c in notebook.cells if c.source.startswith("def custo(AL, Y):")]
    cell.source = cell.source.replace("def custo(AL, Y):", "def custo(AL, Y:")
    path = tmp_path / "entrega.ipynb"
    path.write_text(nbformat.writes(notebook))
    record = judging.judge(prepared, Job(path, executed=False)).record
    assert record.score == 8.0
    (question,) = [q for q in record.questions if q.score < q.max_score and q.checks]
    assert (question.name, question.state) == ("custo", "failed")
    messages = [check.message for check in question.checks]
    assert messages[0].endswith(
        "A célula que define custo não rodou até o fim. Erro de sintaxe: o ( não foi fechado. "
        "Foi na linha 1 da sua célula, «def custo(AL, Y:»."
    )
    assert "Erro de sintaxe" not in "".join(messages[1:])
    assert "Você definiu" not in "".join(messages)
    assert {check.hint for check in question.checks} == {""}
