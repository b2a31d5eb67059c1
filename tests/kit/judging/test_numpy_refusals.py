"""What some NumPy refuses fails in the sandbox too, on every NumPy, and a filter does not help."""

from __future__ import annotations

import nbformat
import pytest

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job

SILENT = "import warnings\nwarnings.filterwarnings('ignore')\n"
FLOAT_OF_AN_ARRAY = "def dobro(x):\n    return x + x * float(np.ones((1, 1)))"
OTHER_WARNING = "def dobro(x):\n    warnings.warn('velho', DeprecationWarning)\n    return 2 * x"


@pytest.fixture(scope="module")
def prepared(mini_template):
    with PreparedLab(Course.at(mini_template).lab("mini")) as warm:
        yield warm


def judged(prepared, dobro, folder):
    notebook = nbformat.read(prepared.lab.released / "mini.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = SILENT + dobro if cell.id == "dobro" else cell.source
    path = folder / "mini.ipynb"
    path.write_bytes(made_up_class.as_json(notebook))
    return judge.judge(prepared, Job(path)).record.questions[0]


def test_a_number_made_of_an_array_with_axes_is_told_in_portuguese(prepared, tmp_path):
    question = judged(prepared, FLOAT_OF_AN_ARRAY, tmp_path)
    assert question.score == 0
    visible, hidden, _ = question.checks
    for check in (visible, hidden):
        assert check.state == "failed"
        assert "tire o número de dentro dele com .item() ou np.squeeze" in check.message
    assert "linha 4" in visible.message


def test_a_warning_of_the_students_own_costs_nothing(prepared, tmp_path):
    assert judged(prepared, OTHER_WARNING, tmp_path).score == 1
