"""A wrong answer is told what it is by its behaviour, not by how it is written."""

from __future__ import annotations

import nbformat
import pytest
from minicourse import write_course

from gabarito.authoring import build, release
from gabarito.course.layout import Course
from gabarito.judging import judge as judging
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job

MISTAKES = """
from gabarito.checks import mistake


@mistake("triplo", diagnosis="Você somou só um dobro: falta mais um x.")
def sem_soma(x):
    return dobro(x)


@mistake("triplo", diagnosis="O x de quem chamou mudou.")
def no_lugar(x):
    y = 3 * x
    x += x
    return y


@mistake("triplo", diagnosis="A resposta muda a cada chamada.")
def ao_acaso(x):
    return np.random.rand(*np.shape(x))


@mistake("triplo", diagnosis="Isto não termina.")
def sem_fim(x):
    while True:
        pass


@mistake("triplo", diagnosis="Com negativos, você pede uma posição que não há.")
def fora_do_fim(x):
    resposta = dobro(x) + x
    if (x < 0).any():
        resposta = resposta[x.size]
    return resposta


@mistake("triplo", diagnosis="Falta o nome certo.")
def nome_errado(x):
    return valor + x
"""
KNOWN = ("sem_soma", "no_lugar", "ao_acaso", "sem_fim", "fora_do_fim", "nome_errado")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    course = write_course(tmp_path_factory.mktemp("diagnostico") / "curso")
    (course.root / "tests/mini/mistakes.py").write_text(MISTAKES)
    lab = Course.at(course.root).lab("mini")
    build.build(lab)
    release.release(lab)
    with PreparedLab(lab) as warm:
        yield warm


@pytest.fixture
def triplo(prepared, tmp_path):
    """The question's record when these functions are handed in."""

    def judge(triplo, dobro="def dobro(x):\n    return 2 * x"):
        notebook = prepared.lab.built()
        for cell in notebook.cells:
            cell.source = {"dobro": dobro, "triplo": triplo}.get(cell.id, cell.source)
        path = tmp_path / "entrega.ipynb"
        path.write_text(nbformat.writes(notebook))
        record = judging.judge(prepared, Job(path, executed=False)).record
        return next(q for q in record.questions if q.name == "triplo")

    return judge


def test_the_same_behaviour_in_other_words_is_the_same_mistake(triplo):
    question = triplo("def triplo(valor):\n    resultado = dobro(valor)\n    return resultado")
    assert (question.mistake, question.mistake_from) == ("sem_soma", "known")
    assert "É um erro conhecido. Você somou só um dobro" in question.checks[0].message


def test_with_a_wrong_function_below_it_is_still_recognized(triplo):
    question = triplo(
        "def triplo(x):\n    return dobro(x)", dobro="def dobro(x):\n    return x + 5"
    )
    assert question.mistake == "sem_soma"


def test_a_relation_is_told_where_no_known_mistake_matches(triplo):
    question = triplo("def triplo(x):\n    return x / 4")
    assert (question.mistake, question.mistake_from) == ("fator", "relation")
    assert "como se um fator constante sobrasse ou faltasse" in question.checks[0].message


def test_of_what_is_supplied_no_relation_tells(triplo):
    question = triplo(
        "def triplo(x):\n    return dobro(x) / 8", dobro="def dobro(x):\n    return x + 5"
    )
    assert question.mistake is None


def test_no_guess_where_nothing_matches(triplo):
    question = triplo("def triplo(x):\n    return dobro(x) + x**3")
    assert question.state == "failed"
    assert question.mistake is None
    assert "somou" not in "".join(check.message for check in question.checks)


def test_what_is_right_has_no_mistake(triplo):
    assert triplo("def triplo(x):\n    return x * 3").mistake is None


def test_an_answer_that_changes_at_each_call_is_recognized(triplo):
    answer = "def triplo(x):\n    return np.random.randn(*np.shape(x))"
    assert triplo(answer).mistake == "ao_acaso"


def test_an_answer_that_never_returns_proves_no_known_mistake(triplo, monkeypatch):
    monkeypatch.setattr("gabarito.checks.verificador.CHECK_LIMIT_S", 0.5)
    assert triplo("def triplo(x):\n    while x is x:\n        pass").mistake != "sem_fim"
    assert triplo("def triplo(x):\n    return valor + x").mistake != "nome_errado"


RAISES_FOR_SOME = """
def triplo(v):
    soma = dobro(v) + v
    if (v < 0).any():
        {raising}
    return soma
"""


def test_an_exception_counts_beside_a_value_and_by_its_statement(triplo):
    answer = RAISES_FOR_SOME.format(raising="soma = soma[ v.size ]  # outra posição")
    assert triplo(answer).mistake == "fora_do_fim"


@pytest.mark.parametrize(
    "raising", ["soma = [][v.size]", "soma = v[9]", "raise IndexError('index 2 is out of bounds')"]
)
def test_an_exception_of_another_statement_is_another_mistake(triplo, raising):
    assert triplo(RAISES_FOR_SOME.format(raising=raising)).mistake != "fora_do_fim"


@pytest.mark.parametrize("kind", ["NameError", "ValueError", "TypeError", "IndexError", "KeyError"])
def test_an_exception_on_the_first_line_is_no_known_mistake(triplo, kind):
    assert triplo(f"def triplo(x):\n    raise {kind}('x')").mistake not in KNOWN


def test_an_answer_that_dies_is_not_told_that_it_does_not_end(triplo):
    assert triplo("def triplo(x):\n    import os\n    os._exit(0)").mistake is None


SLOW = """
import time

def triplo(x):
    time.sleep(0.1)
    return dobro(x)
"""


def test_what_a_student_is_told_does_not_hang_on_how_busy_the_machine_is(triplo, monkeypatch):
    monkeypatch.setattr("gabarito.judging.diagnosis.READING_S", 0.15)
    assert triplo(SLOW).mistake == "sem_soma"


def test_a_slow_answer_is_asked_for_so_long_only(triplo, monkeypatch):
    monkeypatch.setattr("gabarito.judging.diagnosis.CALLS_S", 0.15)
    assert triplo(SLOW).mistake is None


@pytest.mark.slow(reason="cada resposta demora mais de dois segundos")
def test_what_answers_a_check_in_time_is_told_what_it_does(triplo):
    """As long as a training that goes on for too many epochs, and not near a check's limit."""
    assert triplo(SLOW.replace("0.1", "2.2")).mistake == "sem_soma"
