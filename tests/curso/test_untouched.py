"""What a student reads who runs a check before writing anything: that nothing is written yet."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from labs import has_keras
from test_slips import said

from gabarito.checks.verificador import AS_GIVEN
from gabarito.course.layout import Course
from gabarito.notebook import lab_text

COURSE = Course.at(Path(__file__).parents[2])
DEBUGGING = "depuracao_rede_densa"
LABS = [name for name in COURSE.lab_names() if name != DEBUGGING]
TO_DO = re.compile(
    r"ainda vale None: falta completar o código\.|"
    r"Algum valor é None: talvez falte completar um ToDo"
)
OURS = re.compile(r"da célula de (descreva|prediga|passos|pesos|ponha_pesos)")


def released(lab):
    """The answers' cells as students get them, by question."""
    notebook = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    return {n: c.source for n, c in lab_text.named_cells(notebook, "solution").items()}


@pytest.mark.parametrize("name", LABS)
def test_an_untouched_exercise_is_called_so_without_any_hint(name):
    if name == "rede_densa_keras" and not has_keras():
        pytest.skip("rede_densa_keras: falta o Keras; make keras")
    lab = COURSE.lab(name)
    stubs = released(lab)
    assert len(stubs) >= 5
    for printed in said(lab, list(stubs.items())):
        failed = printed.split("✘")[1:]
        assert failed, printed
        assert all(TO_DO.search(one) and not OURS.search(one) for one in failed), printed
        assert not re.search(r"Repare:|Dica:|Causa provável", printed), printed


def test_an_untouched_function_to_put_right_is_called_so_in_one_sentence():
    """What the faults do is told below: reading it is the lesson."""
    lab = COURSE.lab(DEBUGGING)
    stubs = released(lab)
    assert len(stubs) == 10
    for question, printed in zip(stubs, said(lab, list(stubs.items())), strict=True):
        first, *rest = printed.splitlines()
        assert first == AS_GIVEN.format(name=question)
        assert "ainda está como veio" not in "\n".join(rest)
        assert any("✘" in line for line in rest)


def test_a_function_that_was_edited_or_put_right_is_not_called_untouched():
    lab = COURSE.lab(DEBUGGING)
    answers = {n: c.source for n, c in lab_text.named_cells(lab.parse(), "solution").items()}
    edited = {n: s.replace('"""\n', '"""\n    # por aqui\n', 2) for n, s in released(lab).items()}
    for sources in (answers, edited):
        for printed in said(lab, list(sources.items())):
            assert "ainda está como veio" not in printed


def test_a_function_to_put_right_that_returns_nothing_is_not_said_to_lack_a_todo():
    lab = COURSE.lab(DEBUGGING)
    question = "linear_activation_backward"
    (printed,) = said(lab, [(question, released(lab)[question])])
    assert "A função devolveu None: algum caminho dela não chega a um return." in printed
    assert "ToDo" not in printed


@pytest.mark.parametrize("name", ["cnn_passo_a_passo", "regularizacao", "lab3_rede_densa"])
def test_the_none_that_an_untouched_answer_stops_at_is_named(name):
    lab = COURSE.lab(name)
    stubs = released(lab)
    for printed in said(lab, list(stubs.items())):
        failed = printed.split("✘")[1:]
        assert all(re.search(r"\w ainda vale None: falta", one) for one in failed), printed
        assert "TypeError" not in printed
