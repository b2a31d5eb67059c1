"""What the debugging lab says of its faults, measured again."""

from __future__ import annotations

import re

import figuras_depuracao as figuras
import numpy as np
import pytest
import wrong_networks as wrong

TEXT = wrong.LAB.text.read_text("utf-8")


@pytest.mark.slow(reason="trains a network forty times")
@pytest.mark.parametrize("fault", wrong.FAULTS)
def test_the_table_of_methods_says_what_was_measured(fault):
    assert figuras.MEDIDAS[fault] == wrong.row(fault)


def test_the_table_has_every_fault_and_no_other():
    assert list(figuras.MEDIDAS) == list(wrong.FAULTS)


def test_nothing_is_wrong_with_the_right_network():
    assert wrong.row() == ("", "", "", "0,0008", "")
    assert "o da rede certa é 0,0008" in TEXT


@pytest.mark.slow(reason="trains networks")
def test_nine_wrong_programs_fit_eight_examples_and_four_of_them_better():
    right, _ = wrong.eight(wrong.RIGHT)
    costs = {}
    for fault in set(wrong.FAULTS) - wrong.OF_THE_START:
        said = wrong.memorized(fault)
        if not isinstance(said, str) and said[0] < 0.01 and said[1] == 1:
            costs[fault] = said[0]
    assert set(costs) == set(figuras.ENGANADOS)
    assert len(costs) == 9
    assert sum(cost < 0.999 * right for cost in costs.values()) == 4
    assert "**Nove** programas errados" in TEXT
    assert "quatro deles chegam **mais baixo**" in TEXT


def test_one_fault_is_seen_by_no_method():
    unseen = [f for f, row in figuras.MEDIDAS.items() if row[3] == "0,0008" and not any(row[:3])]
    assert [f for f in unseen if not figuras.MEDIDAS[f][4]] == ["ReLU escreve em dA"]


@pytest.mark.slow(reason="trains networks")
@pytest.mark.nightly
def test_thirteen_faults_raise_one_after_the_other_and_five_are_left():
    said, left = wrong.chain()
    planted = sum(map(len, wrong.PLANTED.values()))
    assert (len(said), len(left), planted) == (13, 5, 18)
    assert "dez funções, dezoito defeitos" in TEXT
    assert left == {
        ("relu_backward", 1),
        ("compute_cost", 1),
        ("linear_backward", 1),
        ("update_parameters", 0),
        ("update_parameters", 1),
    }


def test_every_planted_fault_mended_is_the_right_network():
    everything = {(name, n) for name, faults in wrong.PLANTED.items() for n in range(len(faults))}
    net, parameters = wrong.given(everything), wrong.draw([5, 4, 3, 1])
    X, Y = wrong.batch(5, 12)
    for name, found in wrong.gradients(net, parameters, X, Y).items():
        np.testing.assert_array_equal(
            found, wrong.gradients(wrong.RIGHT, parameters, X, Y)[name], err_msg=name
        )
    assert wrong.seen(wrong.by_hand, net) is False
    assert wrong.seen(wrong.first_cost, net) is False


@pytest.mark.parametrize("name", wrong.PLANTED)
def test_each_exercise_says_how_many_faults_it_has(name):
    words = {1: "", 2: "dois", 3: "três"}
    count = len(wrong.PLANTED[name])
    (sentence,) = re.findall(
        rf"\*\*Exercício\.\*\* Conserte `{name}`(.*?)# %% sol", TEXT, re.DOTALL
    )
    said = [word for word in ("dois", "três") if f"**{word}** defeitos" in sentence]
    assert said == ([words[count]] if count > 1 else [])
