"""What the texts of the convolution lab and of Lab 3, Parte 2, say of their experiments holds.

Each reference notebook is run in one process, cell by cell, demonstrations too, without its checks.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from gabarito.authoring import colab
from gabarito.course.layout import Course
from gabarito.notebook import lab_text

COURSE = Course.at(Path(__file__).parents[2])
pytestmark = pytest.mark.slow(reason="runs the experiments of two labs, some ten seconds each")


def run(name):
    """The namespace that a lab's own cells leave behind."""
    matplotlib.use("agg")
    lab = COURSE.lab(name)
    before, path, modules = Path.cwd(), list(sys.path), set(sys.modules)
    namespace = {"__name__": "__main__"}
    sys.path.insert(0, str(lab.folder))
    os.chdir(lab.folder)
    try:
        for cell in lab.built().cells:
            checked = (lab_text.marker(cell) or [""])[0] == "checks"
            if cell.cell_type == "code" and not checked and not colab.is_made(cell):
                exec(compile(cell.source, cell.id, "exec"), namespace)
    finally:
        os.chdir(before)
        sys.path[:] = path
        for module in set(sys.modules) - modules:
            if str(getattr(sys.modules[module], "__file__", "")).startswith(str(lab.folder)):
                del sys.modules[module]
    return namespace


@pytest.fixture(scope="module")
def cnn():
    return run("cnn_passo_a_passo")


@pytest.fixture(scope="module")
def many():
    return run("lab3_multiclasse")


def test_a_filter_like_sobel_is_learned_from_zeros(cnn):
    learned = [*cnn["aprendidos"].values()][-1]
    assert cnn["custos"][-1] < cnn["custos"][0] / 400
    assert cnn["houve"] == "b"
    assert np.all(learned[:, 0] < -0.5)
    assert np.all(learned[:, 2] > 0.5)


def test_the_cost_falls_fast_at_first_and_then_ever_more_slowly(cnn):
    costs = np.log(cnn["custos"])
    assert costs[0] - costs[30] > 2 * (costs[269] - costs[299])


def test_without_loops_the_goal_of_ten_times_is_far_surpassed(cnn):
    assert cnn["iguais"]
    assert cnn["segundos"]["laços"][2] > 10 * cnn["segundos"]["vetorizada"][2]


def test_the_maximum_keeps_more_contrast_than_the_mean(cnn):
    for name in ("vertical", "horizontal"):
        maps = [cnn["quadros"][f"{name}, {mode}"] for mode in ("max", "average")]
        assert np.std(maps[0]) > np.std(maps[1])


def test_the_goal_of_the_open_exercise_can_be_reached(many):
    cost, _ = many["custo_de_validacao"](2.0, 1000)
    assert cost < 0.8 * many["custos_de_validacao"][0]


def test_only_the_leak_that_sees_the_answers_can_be_measured(many):
    none, honest, scaled, leaky = (100 * np.array(value) for value in many["medidas"].values())
    assert none[1] > honest[1] + 4  # noise makes the model worse
    assert none[0] > honest[0] + 4  # and the honest test says so
    assert abs(scaled - honest) == pytest.approx([0, 0], abs=0.5)
    assert leaky[0] - leaky[1] > 4
    assert leaky[0] > none[0]


def test_of_a_misread_zero_the_middle_is_blue(many):
    """In the picture of the weights, ink in the middle speaks against a zero."""
    zero = many["modelo"]["W"][:, 0].reshape(8, 8)
    assert zero[3:5, 3:5].max() < 0


@pytest.mark.parametrize("name", ["cnn_passo_a_passo", "lab3_multiclasse"])
def test_minutes_of_reading_are_the_words_of_the_sections(name):
    """At 120 words a minute, formulas and tables counted by their words, to one minute."""
    cells = [c.source for c in COURSE.lab(name).parse().cells if c.cell_type == "markdown"]
    sections = re.split(r"^## ", "\n".join(cells), flags=re.MULTILINE)
    minutes = {s.split(".")[0]: len(s.split()) / 120 for s in sections[1:]}
    said = re.findall(r"^\| \[(\d+)\..*\| (\d+) \|$", "\n".join(cells), re.MULTILINE)
    assert len(said) >= 9
    assert {k: int(m) for k, m in said} == pytest.approx({k: minutes[k] for k, _ in said}, abs=1)
    total = int(re.search(r"\*\*Total\*\* \| \*\*10\*\* \| \*\*(\d+)\*\*", "\n".join(cells))[1])
    assert total == sum(int(m) for _, m in said)
