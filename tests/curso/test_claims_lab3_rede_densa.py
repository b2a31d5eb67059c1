"""What the dense lab says that needs none of its long trainings: test_claims.py has the others."""

from __future__ import annotations

import re

import numpy as np
import pytest
from experiments import COURSE, prose

from gabarito.course.reference import reference_namespace

NAME = "lab3_rede_densa"
TEXT = prose(NAME)
CODE = "\n".join(cell.source for cell in COURSE.lab(NAME).parse().cells if cell.cell_type == "code")
POINT = re.compile(r"\d\.\d")


@pytest.fixture(scope="module")
def names():
    return reference_namespace(COURSE.lab(NAME))


def cell(opening):
    """The source of the only code cell that has these words."""
    (found,) = [one.source for one in COURSE.lab(NAME).parse().cells if opening in one.source]
    return found


def test_the_judge_tells_its_measures_with_a_comma(names, capsys):
    """Rule 5 of the lab: measures have a comma, as the table of the colleague does."""
    rng = np.random.default_rng(1)
    network = {"W1": rng.normal(size=(1, 3)), "b1": np.zeros((1, 1))}
    names["confira_gradientes"](rng.normal(size=(3, 4)), np.array([[0, 1, 0, 1]]), network)
    printed = capsys.readouterr().out
    assert len(re.findall(r"\d,\de-\d\d   ok$", printed, re.MULTILINE)) == 2
    assert not POINT.search(printed)
    assert len(re.findall(r"^[Wb]\d +\d,\de-\d\d ", cell("A conferência de um colega"), re.M)) == 6


def test_no_label_that_is_printed_has_a_decimal_point():
    """A label is text: the comma is in it, whatever the number after it looks like."""
    labels = re.findall(r'print\(f?"([^"{]*)', CODE)
    assert [label for label in labels if POINT.search(label)] == []


def test_equal_weights_make_one_neuron_of_four(names, capsys):
    """Zeros learn nothing but a bias; equal weights, one neuron four times; drawn ones, four."""
    exec(cell("X_simetria"), dict(names))
    rows = re.findall(r"^(.+?): +neurônios diferentes: (\d) +custo: (\S+) -> (\S+)$",
                      capsys.readouterr().out, re.MULTILINE)  # fmt: skip
    assert [(name, int(kinds)) for name, kinds, *_ in rows] == [
        ("zeros", 1),
        ("todos 0,5", 1),
        ("sorteados", 4),
    ]
    first, last = ([float(row[k].replace(",", ".")) for row in rows] for k in (2, 3))
    assert first[0] == last[0] == pytest.approx(np.log(2), abs=5e-5)
    assert first[1] > last[1] > last[2]
    assert "o custo não sai de $\\ln 2$" in TEXT


def test_zero_weights_send_no_gradient_to_any_weight(names):
    X, _ = names["L_model_forward_test_case_2hidden"]()
    shapes = {"W1": (4, 5), "b1": (4, 1), "W2": (1, 4), "b2": (1, 1)}
    zeros = {name: np.zeros(shape) for name, shape in shapes.items()}
    AL, caches = names["L_modelo_forward"](X, zeros)
    grads = names["L_modelo_backward"](AL, np.array([[0, 1, 0, 1]]), caches)
    assert not any(grads["d" + name].any() for name in ("W1", "b1", "W2"))
