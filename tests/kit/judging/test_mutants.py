"""An answer that behaves like a changed reference is told which kind of change that is."""

from __future__ import annotations

import nbformat
import pytest
from minicourse import write_course

from gabarito.audit import behaviours
from gabarito.authoring import build, release
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.judging import judge as judging
from gabarito.judging import mutants
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job

SQUARE = "def triplo(n):\n    soma = n * 2.0\n    return soma * n"
"""As ``dobro(x) * x``, in other words."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    course = write_course(tmp_path_factory.mktemp("mutantes") / "curso")
    (course.root / "tests/mini/alternatives.py").write_text('"""Nenhuma."""\n')
    lab = Course.at(course.root).lab("mini")
    build.build(lab)
    release.release(lab)
    behaviours.write(lab, lambda total: None, lambda: None)
    return lab


def told(lab, triplo, tmp_path, dobro="def dobro(x):\n    return 2 * x"):
    """The question's record when these functions are handed in."""
    notebook = lab.built()
    for cell in notebook.cells:
        cell.source = {"dobro": dobro, "triplo": triplo}.get(cell.id, cell.source)
    path = tmp_path / "entrega.ipynb"
    path.write_text(nbformat.writes(notebook))
    with PreparedLab(lab) as prepared:
        record = judging.judge(prepared, Job(path, executed=False)).record
    return next(q for q in record.questions if q.name == "triplo")


def test_the_same_behaviour_in_other_words_is_told_the_kind_of_change(lab, tmp_path):
    question = told(lab, SQUARE, tmp_path)
    assert (question.mistake, question.mistake_from) == ("mutante_operador", "mutant")
    (message, *_) = [check.message for check in question.checks if check.state == "failed"]
    assert "como se houvesse um operador diferente do pedido" in message
    assert "+" not in message


def test_what_is_nearly_a_mutant_is_told_nothing(lab, tmp_path):
    nearly = SQUARE.replace("soma * n", "soma * n * (1 + 1e-3 * n)")
    assert told(lab, nearly, tmp_path).mistake is None


def test_of_what_is_supplied_no_mutant_tells(lab, tmp_path):
    leans = "def triplo(n):\n    return dobro(n) * n"
    question = told(lab, leans, tmp_path, dobro="def dobro(x):\n    return x + 5")
    assert question.mistake is None


def test_what_was_seen_in_other_calls_is_not_told(lab, tmp_path):
    path = lab.checks / mutants.FILE
    known = path.read_bytes()
    checks = lab.checks_file("triplo")
    before = checks.read_text("utf-8")
    try:
        checks.write_text(before.replace("7.5", "6.5"), "utf-8")
        assert checks.read_text("utf-8") != before
        build.build(lab)
        assert told(lab, SQUARE, tmp_path).mistake_from != "mutant"
    finally:
        checks.write_text(before, "utf-8")
        build.build(lab)
    assert path.read_bytes() == known


def test_written_again_the_file_is_the_same(lab):
    path = lab.checks / mutants.FILE
    before = path.read_bytes()
    tried = []
    behaviours.write(lab, lambda total: None, lambda: tried.append(1))
    assert path.read_bytes() == before
    assert tried


def test_students_get_nothing_of_it(lab):
    kept = [path for path in lab.released.rglob("*") if path.is_file()]
    assert kept
    known = mutants.load(lab.checks / mutants.FILE)
    forms = [behaviour.form.encode() for one in known.values() for behaviour in one.behaviours]
    assert forms
    for path in kept:
        assert path.name != mutants.FILE
        assert not any(form in path.read_bytes() for form in forms)


def test_a_file_that_is_no_such_file_is_said_to_be_none(tmp_path):
    path = tmp_path / mutants.FILE
    path.write_text('{"triplo": {"asked": 1}}')
    with pytest.raises(CourseError, match=r"mutants\.json não serve"):
        mutants.load(path)
    assert mutants.load(tmp_path / "nada.json") == {}


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ("dW = dZ @ A.T → dW = A", ("dW",)),
        ("n_H, n_W = (1, 2) → n_H, n_W = (2, 1)", ("n_H", "n_W")),
        ("grads['dW' + str(l)] = x → (nada)", ("grads",)),
        ("Z += b → Z -= b", ("Z",)),
        ("return Z → return None", ()),
        ("for i in range(3): → for i in range(4):", ()),
    ],
)
def test_the_quantity_is_what_the_changed_line_gives_a_value(change, names):
    assert behaviours.targets(change) == names


LIES = "calls = []\ndef triplo(x):\n    calls.append(1)\n    return 2.0 * x * (x + len(calls) % 3)"
HANGS = "def triplo(x):\n    while x[0] > 5:\n        pass\n    return 2.0 * x * x"
HUGE = "def triplo(x):\n    return 2.0 * x * x if x[0] < 5 else np.full(3 * 10**7, 2.0)"
DEEP = (
    "def triplo(x):\n    deep = []\n    for _ in range(10**5):\n        deep = [deep]\n"
    "    return 2.0 * x * x if x[0] < 5 else deep"
)
TEXTS = 'def triplo(x):\n    return np.array(["a" * 10**6, 1.0] * 9) if x[0] > 5 else 2.0 * x * x'
DIES = "import os\ndef triplo(x):\n    return 2.0 * x * x if x[0] < 5 else os._exit(0)"


@pytest.mark.parametrize(
    "attack",
    [
        LIES,
        DEEP,
        TEXTS,
        DIES,
        pytest.param(HANGS, marks=pytest.mark.slow(reason="waits until checks give up")),
        pytest.param(HUGE, marks=pytest.mark.slow(reason="sends a quarter of a gigabyte")),
    ],
)
def test_who_plays_with_the_calls_is_taken_for_no_mutant(lab, tmp_path, attack):
    question = told(lab, attack, tmp_path)
    assert question.mistake_from != "mutant"
    assert question.state in ("partial", "failed")
