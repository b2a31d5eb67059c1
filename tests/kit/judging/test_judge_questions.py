"""Judging in the sandbox: inherited errors, faults that cost what they should, repairs."""

from __future__ import annotations

import nbformat
import pytest
from minicourse import DOBRO, TRIPLO

from gabarito.course.layout import Course
from gabarito.judging import run_cells
from gabarito.judging.prepared_lab import PreparedLab


def scores(record):
    return {q.name: q.score / q.max_score for q in record.questions if q.max_score}


def states(record):
    return {q.name: q.state for q in record.questions if q.state != "manual"}


BOTH = {"dobro": 1.0, "triplo": 1.0}
ONLY_TRIPLO = {"dobro": 0.0, "triplo": 1.0}


def test_honest_work_gets_full_marks(judged):
    record = judged()
    assert scores(record) == BOTH
    assert record.isolation == "namespaces"
    assert (record.repairs, record.warnings) == ([], [])


@pytest.mark.parametrize(
    "wrong",
    [
        "def dobro(x):\n    return x",
        "def dobro(x):\n    raise ValueError(x)",
        "def dobro(x):\n    import os; os._exit(3)",
        "pass",
    ],
    ids=["wrong", "raises", "dies", "missing"],
)
def test_a_later_answer_keeps_its_points(judged, wrong):
    record = judged(dobro=wrong)
    assert scores(record) == ONLY_TRIPLO
    inherited = {question.name: question.inherited_error for question in record.questions}
    assert inherited["triplo"]
    assert not inherited["dobro"]


def test_a_dependency_that_never_ends_is_not_waited_for_again(judged, monkeypatch):
    monkeypatch.setattr("gabarito.checks.verificador.CHECK_LIMIT_S", 0.5)
    assert scores(judged(dobro="def dobro(x):\n    while True: pass")) == ONLY_TRIPLO


@pytest.mark.parametrize("cell", ["dobro = 3", "# depois"])
def test_where_there_is_no_function_the_student_reads_so_once(judged, cell):
    record = judged(dobro=cell)
    assert scores(record) == ONLY_TRIPLO
    first, *others = record.questions[0].checks
    assert "Você definiu dobro? Esse nome não existe no notebook." in first.message
    for check in others:
        assert (check.state, check.hint) == ("skipped", "")
        assert "Não conferida: falta dobro, como está dito acima." in check.message


def test_a_cell_that_is_interrupted_is_told(judged, prepared, monkeypatch):
    monkeypatch.setattr(prepared, "cell_limit_s", 0.5)
    record = judged(before=["while True:\n    pass"])
    assert scores(record) == BOTH
    (warning,) = record.warnings
    assert "passou do tempo limite e foi interrompida" in warning


def test_a_cell_that_is_interrupted_is_waited_for_once(judged, prepared, monkeypatch):
    monkeypatch.setattr(prepared, "cell_limit_s", 3.0)
    monkeypatch.setattr("gabarito.judging.run_cells.AGAIN_S", 0.25)
    before = prepared.warm.spent_s
    record = judged(dobro=f"{DOBRO}\nwhile True:\n    pass")
    assert scores(record) == BOTH
    assert prepared.warm.spent_s - before < 2 * 3.0


def test_a_cell_without_time_left_is_not_said_to_be_slow(judged, monkeypatch):
    monkeypatch.setattr("gabarito.judging.run_cells.TOTAL_LIMIT_S", 1.0)
    record = judged(before=["import time\ntime.sleep(9)", "x = 1", "y = 2"])
    assert set(states(record).values()) == {"broken"}
    (slow, whole) = record.warnings
    assert "foi interrompida" in slow
    assert "tempo total da correção" in whole


def test_a_notebook_has_more_time_where_a_cell_has(judged, prepared, monkeypatch):
    monkeypatch.setattr("gabarito.judging.run_cells.TOTAL_LIMIT_S", 1.0)
    monkeypatch.setattr(prepared, "cell_limit_s", 900.0)
    record = judged(before=["import time\ntime.sleep(1.5)"])
    assert (scores(record), record.warnings) == (BOTH, [])


@pytest.mark.parametrize("timeout", [None, 0, -1])
def test_a_cell_has_a_limit_even_where_the_course_wants_none(mini, timeout):
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Execute.timeout = {timeout}\n")
    config_of_it = Course.at(mini.course.root).config
    assert run_cells.cell_limit_s(config_of_it) == run_cells.CELL_LIMIT_S


def test_without_the_credit_the_loss_shows(mini, judged):
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Gabarito.inherited_credit = 0\n")
    lab = Course.at(mini.course.root).lab("mini")
    with PreparedLab(lab) as strict:
        record = judged(dobro="def dobro(x):\n    return x", prepared=strict)
    assert scores(record)["triplo"] < 1
    assert not any(question.inherited_error for question in record.questions)


def test_half_credit_is_half_of_what_was_inherited(mini, judged):
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Gabarito.inherited_credit = 0.5\n")
    lab = Course.at(mini.course.root).lab("mini")
    with PreparedLab(lab) as half:
        record = judged(dobro="pass", prepared=half)
    assert scores(record)["triplo"] == 0.5


def test_what_is_still_wrong_is_told_of_the_run_that_counts(judged):
    """Only the wrong `dobro` makes `triplo` raise; with the right one, one number is off."""
    triplo = """def triplo(x):
    r = dobro(x)
    if r is None:
        raise ValueError("sem o dobro")
    return r + x + (x[0] == 1)"""
    record = judged(dobro="def dobro(x):\n    return None", triplo=triplo)
    (question,) = [q for q in record.questions if q.name == "triplo"]
    assert (question.inherited_error, question.state) == (True, "partial")
    said = {check.name: (check.state, check.message) for check in question.checks}
    assert said["test_outros_numeros"] == ("passed", "Outros números também conferem.")
    assert said["test_exemplo"] == (
        "failed",
        "O exemplo do enunciado confere.\nTambém com a versão certa de dobro, não confere.",
    )


def test_a_right_function_tells_nothing_through_what_is_still_wrong(judged):
    """A visible check of the second run says no more than a hidden one: 84 comes of the supply."""
    triplo = """def triplo(x):
    if x[0] > 0 and x[0] < 2:
        raise ValueError(f"espiei {dobro(42)}")
    return dobro(x) + x"""
    record = judged(dobro="def dobro(x):\n    return x", triplo=triplo)
    (question,) = [q for q in record.questions if q.name == "triplo"]
    assert question.inherited_error
    (failed,) = [check for check in question.checks if check.state == "failed"]
    assert failed.message == (
        "O exemplo do enunciado confere.\n"
        'ValueError. Foi na linha 3 da sua célula, «raise ValueError(f"espiei {dobro(42)}")».'
    )


@pytest.mark.parametrize("above", ["", "\n", "   \n\n", "# um comentário\n\n"])
def test_the_line_quoted_is_the_one_that_failed(judged, above):
    record = judged(dobro=f"{above}def dobro(x):\n    return x + 'a'")
    (question,) = [q for q in record.questions if q.name == "dobro"]
    number = above.count("\n") + 2
    said = f"Foi na linha {number} da sua célula, «return x + 'a'»."
    assert question.checks[0].message.endswith(said)


def test_an_untouched_stub_inherits_nothing(prepared, judged):
    record = judged(dobro="def dobro(x):\n    return x", triplo=prepared.stubs["triplo"])
    assert scores(record) == {"dobro": 0.0, "triplo": 0.0}
    assert states(record)["triplo"] == "missing"


@pytest.mark.parametrize(
    "later",
    [
        "dobro = 3",
        "del dobro",
        "%reset -f",
        "raise SystemExit",
        "while True: pass",
        "import os; os._exit(1)",
        "import warnings; warnings.simplefilter('error')",
        "import numpy as np; np.allclose = np.array_equal = None",
    ],
)
def test_what_comes_after_a_question_takes_nothing_away(judged, prepared, monkeypatch, later):
    monkeypatch.setattr(prepared, "cell_limit_s", 1.0)
    assert scores(judged(after=[later])) == BOTH


def test_a_cell_that_kills_python_costs_itself(judged):
    record = judged(before=["import os", "os._exit(1)"])
    assert scores(record) == BOTH
    assert ["encerrou o Python" in warning for warning in record.warnings] == [True]


def test_too_many_deaths_stop_the_notebook_not_the_grading(judged):
    record = judged(before=["import os\nos._exit(1)"] * 20)
    assert scores(record) == {"dobro": 0.0, "triplo": 0.0}
    assert "resto do notebook não foi executado" in record.warnings[-1]


def test_a_notebook_in_which_nothing_runs_is_one_without_answers(judged):
    def only_texts(notebook):
        notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
        notebook.cells.append(nbformat.v4.new_markdown_cell("def dobro(x): return 2 * x"))

    assert scores(judged(edit=only_texts)) == {"dobro": 0.0, "triplo": 0.0}


def test_the_last_definition_counts(judged):
    assert scores(judged(dobro="def dobro(x):\n    return x", after=[DOBRO])) == BOTH
    assert scores(judged(after=["def dobro(x):\n    return x"]))["dobro"] == 0.0


def test_a_name_given_to_a_value_is_mended_and_said(judged):
    record = judged(dobro=f"{DOBRO}\ndobro = dobro(2)")
    assert scores(record)["dobro"] == 1.0
    assert record.repairs == [
        "o nome dobro foi dado a um valor; conta a última função com esse nome"
    ]


def test_another_name_for_the_function_is_mended_and_said(judged):
    record = judged(dobro="def double(x):\n    return 2 * x")
    assert scores(record) == BOTH
    assert record.repairs == ["double conta como dobro"]


def test_two_answers_in_one_cell(judged):
    assert scores(judged(dobro=f"{DOBRO}\n\n\n{TRIPLO}", triplo="")) == BOTH


def test_the_cells_of_colab_are_harmless(judged):
    cells = [
        "from google.colab import drive, files\ndrive.mount('/content/drive')",
        "!pip install numpy",
        "%cd /content/drive/MyDrive/lab",
        "import sys\nsys.path.append('/content/drive/MyDrive/lab')",
        "%matplotlib inline",
        "from google.colab.patches import cv2_imshow\ncv2_imshow(None)",
    ]
    assert scores(judged(before=cells)) == BOTH


def test_a_wrong_path_to_a_file_of_the_lab_is_mended_and_said(judged):
    cell = "TEXTO = open('/content/drive/MyDrive/Aula 3/apoio.py').read()"
    record = judged(dobro=f"{cell}\n{DOBRO}")
    assert scores(record)["dobro"] == 1.0
    assert record.repairs == ["caminho errado do arquivo apoio.py corrigido"]


def test_the_same_submission_gives_the_same_record(judged):
    first, second = (judged(dobro="def dobro(x):\n    raise ValueError(object())") for _ in "ab")
    assert first.questions == second.questions
