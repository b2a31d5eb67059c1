"""What a student reads who runs a check before writing anything: which value is still None."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from labs import has_keras
from test_slips import said

from gabarito.course.layout import Course
from gabarito.notebook import lab_text

COURSE = Course.at(Path(__file__).parents[2])
LABS = "cnn_passo_a_passo", "lab3_multiclasse", "rede_densa_keras", "regularizacao"
TO_DO = re.compile(
    r"ainda vale None: falta completar o código\.|"
    r"Algum valor é None: talvez falte completar um ToDo"
)
OURS = re.compile(r"da célula de (descreva|prediga|passos|pesos|ponha_pesos)")


@pytest.mark.parametrize("name", LABS)
def test_an_untouched_exercise_is_called_so_without_any_hint(name):
    if name == "rede_densa_keras" and not has_keras():
        pytest.skip("rede_densa_keras: falta o Keras; make keras")
    lab = COURSE.lab(name)
    released = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    stubs = {n: c.source for n, c in lab_text.named_cells(released, "solution").items()}
    assert len(stubs) >= 5
    for printed in said(lab, list(stubs.items())):
        failed = printed.split("✘")[1:]
        assert failed, printed
        assert all(TO_DO.search(one) and not OURS.search(one) for one in failed), printed
        assert not re.search(r"Repare:|Dica:|Causa provável", printed), printed


STOPPED = {"conv_forward", "pool_forward"}
"""Functions of the convolution lab whose loops stop at a None before there is an answer."""


def test_an_untouched_answer_of_the_convolution_lab_is_named():
    lab = COURSE.lab("cnn_passo_a_passo")
    released = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    stubs = {n: c.source for n, c in lab_text.named_cells(released, "solution").items()}
    for question, printed in zip(stubs, said(lab, list(stubs.items())), strict=True):
        failed = printed.split("✘")[1:]
        named = [bool(re.search(r"\w ainda vale None: falta", one)) for one in failed]
        assert named == [question not in STOPPED] * len(failed), printed
