"""What the debugging lab says of its own runs and of its small sums holds.

The tables of faults and methods are measured in test_wrong_networks.py, the trainings and the
expected values in test_golden_depuracao_rede_densa.py; this lab has no data but what it draws.
"""

from __future__ import annotations

import math
import re

import figuras_depuracao as figuras
import numpy as np
import pytest
import wrong_networks as wrong
from experiments import prose, run

TEXT = prose("depuracao_rede_densa")
HIDDEN_LOOP = ("L_model_forward", 0)
EVERYTHING = {(name, n) for name, faults in wrong.PLANTED.items() for n in range(len(faults))}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return run("depuracao_rede_densa", tmp_path_factory.mktemp("depuracao"))


def outputs_of_the_loop(sizes):
    """What the given ``L_model_forward`` says, all else mended, beside the right one's answer."""
    net = wrong.given(EVERYTHING - {HIDDEN_LOOP})
    X, _ = wrong.batch(sizes[0], 3)
    parameters = wrong.draw(sizes)
    found = wrong.seen(lambda one: one.L_model_forward(X, parameters), net)
    return found, wrong.RIGHT.L_model_forward(X, parameters)[0]


def test_the_last_lines_are_those_of_the_table_in_its_order(lab):
    cell = wrong.LAB.text.read_text("utf-8")
    told = re.findall(r"^# \| `(\w+Error): (.*?)` \|", cell, re.MULTILINE)
    said = re.findall(r"^(\w+Error): (.*)$", lab["printed"], re.MULTILINE)[: len(told)]
    assert len(told) == 7
    assert [kind for kind, _ in told] == [kind for kind, _ in said]
    for (_, pattern), (_, message) in zip(told, said, strict=True):
        pieces = [p.strip() for p in re.split(r"…|'x'|\d", pattern) if p.strip()]
        assert all(piece in message for piece in pieces), (pattern, message)


def test_only_the_network_of_different_widths_tells_that_layers_are_left_out(lab):
    said = dict(re.findall(r"^(\[[\d, ]+\]) +(\w+)", lab["printed"], re.MULTILINE))
    assert said == {
        "[5, 1]": "certa", "[5, 4, 1]": "certa", "[4, 4, 4, 1]": "errada",
        "[5, 4, 3, 1]": "ValueError",
    }  # fmt: skip
    assert "O que houve: c, só na última." in lab["printed"]


def test_the_loop_of_the_forward_pass_hides_its_fault_as_the_exercise_says():
    none, _ = outputs_of_the_loop([4, 1])
    two, right_two = outputs_of_the_loop([5, 4, 1])
    equal, right_equal = outputs_of_the_loop([4, 4, 4, 1])
    different, _ = outputs_of_the_loop([5, 4, 3, 1])
    assert none is None
    np.testing.assert_array_equal(two[0], right_two)
    assert not np.allclose(equal[0], right_equal)
    assert different.startswith("ValueError: ")
    assert "shapes" in different or "mismatch" in different
    assert "com uma camada ela devolve `None`, com duas está certa" in TEXT


def test_the_loop_of_the_backward_pass_is_right_with_two_layers():
    net = wrong.given(EVERYTHING - {("L_model_backward", 2)})
    (X, Y), parameters = wrong.batch(5, 12), wrong.draw([5, 4, 1])
    right, found = (wrong.gradients(one, parameters, X, Y) for one in (wrong.RIGHT, net))
    for name in parameters:
        np.testing.assert_array_equal(found["d" + name], right["d" + name])
    deep = wrong.gradients(net, wrong.draw([5, 4, 3, 1]), X, Y)
    assert "dW1" not in deep
    assert "Em uma rede de duas camadas, a que todo mundo tenta primeiro, o terceiro não" in TEXT


def test_with_labels_of_one_kind_the_judge_misses_half_of_the_cost(monkeypatch):
    net, batch = wrong.network("custo sem o termo (1 − y)"), wrong.batch
    assert wrong.gradient(net)
    monkeypatch.setattr(wrong, "batch", lambda *size: (batch(*size)[0], np.ones((1, size[1]))))
    assert wrong.gradient(net) == []
    assert "Com rótulos de um tipo só, metade da fórmula do custo não conta" in TEXT


def test_below_a_dead_layer_the_judge_misses_everything(monkeypatch):
    """The second layer's units give zero whatever comes."""
    net, draw = wrong.network("dW sem 1/m"), wrong.draw
    seen = {*wrong.gradient(net)}
    monkeypatch.setattr(wrong, "draw", lambda *dims: {**draw(*dims), "b2": np.full((3, 1), -100.0)})
    assert seen == {"W1", "W2", "W3"}
    X, Y = wrong.batch(5, 12)
    grads = wrong.gradients(net, wrong.draw([5, 4, 3, 1]), X, Y)
    assert not any(np.any(grads[f"d{name}"]) for name in ("W1", "b1", "W2", "b2"))
    assert "Antes de uma camada morta todos os gradientes são nulos" in TEXT


def test_nineteen_networks_were_trained_on_eight_examples():
    trained = [fault for fault, row in figuras.MEDIDAS.items() if row[3] != "–"]
    assert len(trained) == 19
    assert "Dezenove dessas redes foram postas a treinar em oito exemplos, por 3000 passos" in TEXT
    assert len(figuras.ENGANADOS) / 19 == pytest.approx(0.5, abs=0.05)


# What a cell prints of a sum, and how the text tells it.
SUMS = {
    "(3, 1) - (3,) = (3, 3)": "uma matriz `(3, 3)`",
    "w = 2.9": r"$3 - 0{,}2 \cdot 0{,}5 = 2{,}9$",
    "números na rede [5, 4, 3, 1]: 43": "= 43$ números",
    "z = -5   ReLU: 0   sigmoide: 0.0067": r"com sigmoide, $0{,}0067$",
    "custo: 0.36698": r"\approx 0{,}3670$",
    "custo no começo: 0.6931": r"\ln 2 \approx 0{,}6931$",
    "dW = -0.125   db = 0.125": "= -0{,}125$ e $db = (0{,}5 - 0{,}25)/2 = 0{,}125$",
    "sigmoide: 0.5   ReLU: 0": "chega a $dZ = 0{,}5$. Na ReLU, com $z = 0$, chega a $0$",
    "y = 1   a = 0.8   dA = -1.25": "$dA = -1/0{,}8 = -1{,}25$",
    "y = 0   a = 0.4   dA = 1.6667": r"$dA = 1/0{,}6 \approx 1{,}6667$",
    "b = -1.2": r"$-1 - 0{,}1 \cdot 2 = -1{,}2$",
}


@pytest.mark.parametrize("printed", SUMS)
def test_a_sum_of_the_text_is_what_the_cell_below_prints(lab, printed):
    assert printed in lab["printed"]
    assert SUMS[printed] in TEXT


def test_guesses_have_the_answers_that_the_text_goes_on_with(lab):
    assert "O que houve: c, quase a metade." in lab["printed"]
    assert "O que houve: b, passa por pouco." in lab["printed"]
    assert math.isclose(1 - 61 / 200, 0.695)
    assert "dentro do disco: 61 de 200" in lab["printed"]


def test_one_step_by_hand_is_the_function_s(lab):
    rows = re.findall(r"à mão +(\S+) +na função +(\S+)", lab["printed"])
    assert len(rows) == 3
    assert all(hand == given for hand, given in rows)
