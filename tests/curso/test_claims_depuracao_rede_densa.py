"""What the debugging lab says of its own runs and of its small sums holds.

The tables of faults and methods are measured in test_wrong_networks.py, the trainings and the
expected values in test_golden_depuracao_rede_densa.py; this lab has no data but what it draws.
"""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import io
import math
import re

import figuras_depuracao as figuras
import numpy as np
import pytest
import wrong_networks as wrong
from experiments import prose, run
from told import NUMBER, told

from gabarito.checks import numerical_gradient
from gabarito.course.known_answers import load_mistakes

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
    "um lado: 3.0301   dois lados: 3.0001": r"= 3{,}0301$, e os dois, $(1{,}01^3",
    "na quina: 0.7": "= 0{,}7$, onde a fórmula diz 1",
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


# --- the method -------------------------------------------------------------------------


def test_minutes_are_those_of_reading_at_120_words_a_minute():
    table = re.findall(r"^# \| \[(\d+)\. .*\| (\d+) \|$", wrong.LAB.text.read_text("utf-8"), re.M)
    cells = [c.source for c in wrong.LAB.parse().cells if c.cell_type == "markdown"]
    sections = re.split(r"^## (\d+)\. ", "\n".join(cells), flags=re.MULTILINE)[1:]
    words = {n: len(text.split()) for n, text in zip(sections[::2], sections[1::2], strict=True)}
    assert [n for n, _ in table] == [*"23456789", "10"]
    for number, minutes in table[:-1]:
        assert words[number] / 120 == pytest.approx(int(minutes), abs=0.6), number
    (total,) = re.findall(r"\*\*Total\*\* \| \*\*10\*\* \| \*\*(\d+)\*\*", TEXT)
    assert sum(int(minutes) for _, minutes in table[:-1]) == int(total)


def test_the_method_has_as_many_questions_as_told():
    rows = re.findall(r"\| (\d) \| [^|]+ \| [^|]+ \|", TEXT.partition("### 2.1")[0])
    assert rows == [*"12345678"]
    assert "As oito perguntas abaixo, **nesta ordem**" in TEXT


def outcome(faults, sizes):
    """What a whole step says on a network of these sizes, with only some planted faults left."""
    net = wrong.given(EVERYTHING - set(faults))
    X, Y = wrong.batch(sizes[0], 6)
    parameters = wrong.draw(sizes)

    def step(one):
        grads = wrong.gradients(one, parameters, X, Y)
        return one.update_parameters(parameters, grads, 0.1)

    found, right = wrong.seen(step, net), step(wrong.RIGHT)
    if isinstance(found, str) or found is None:
        return found
    return "right" if all(np.allclose(found[k], right[k]) for k in right) else "wrong"


def test_the_network_everybody_tries_first_hides_several_faults():
    hidden = [fault for fault in EVERYTHING if outcome([fault], [5, 4, 1]) == "right"]
    seen = {fault: outcome([fault], [5, 4, 3, 1]) for fault in hidden}
    telling = [fault for fault, said in seen.items() if said != "right"]
    assert {("L_model_forward", 0), ("L_model_backward", 2)} <= {*telling}
    assert "A primeira que todo mundo tenta, `[n, h, 1]`, esconderia vários dos defeitos" in TEXT


def test_the_key_to_what_the_judge_says_is_right_for_every_fault_of_the_table():
    """Where to look, by what is wrong: which rows of the table of methods say so."""
    rows = {}
    for fault, (_, _, said, *_) in figuras.MEDIDAS.items():
        rows.setdefault("só" if said.startswith("só") else said, set()).add(fault)
    assert {fault.split()[0] for fault in rows["só"]} == {"db", "dW", "ida"}
    assert {fault.split()[0] for fault in rows["menos a 3"]} == {"ReLU", "ocultas"}
    assert {fault.split()[0] for fault in rows["tudo"]} == {"m", "sigmoide", "dAL", "custo"}
    assert rows[""] == {
        "ReLU escreve em dA", "atualização soma", "atualização esquece b", "só a camada 1 aprende",
        *wrong.OF_THE_START,
    }  # fmt: skip
    for said in (
        "só os `db`, ou só os `dW` | a linha que calcula aquele gradiente, ou a que usa aquele",
        "tudo, menos a última camada | a ativação das camadas ocultas, na ida ou na volta",
        "tudo | o custo, o começo da volta ou o $m$",
        "nada | a inicialização, o que vem **depois** dos gradientes, ou o que não é conta",
    ):
        assert said in TEXT


def test_shapes_see_hardly_anything_and_the_step_by_hand_what_the_judge_misses_in_the_update():
    shape, _, judge, _, hand = (
        {fault for fault, row in figuras.MEDIDAS.items() if row[k] not in ("", "–")}
        for k in range(5)
    )
    update = {"atualização soma", "atualização esquece b", "só a camada 1 aprende"}
    assert len(shape) <= len(figuras.MEDIDAS) / 7
    assert hand == update
    assert not judge & update
    before = figuras.MEDIDAS.keys() - update - wrong.OF_THE_START
    assert before - judge == {"ReLU escreve em dA"}
    assert "Os formatos quase não veem nada, mas dizem onde" in TEXT


def test_the_most_treacherous_fault_fits_eight_examples_better_than_the_right_program():
    def cost(row):
        return float(row[3].replace(",", "."))

    assert cost(figuras.MEDIDAS["db sem 1/m"]) < 0.0008
    assert "decora oito exemplos até **melhor** que a certa" in TEXT


def test_in_32_bits_a_cost_is_known_to_six_in_a_hundred_million(lab):
    """Rounded twice, half a place each time, and divided by the step."""
    step = np.spacing(np.float32(0.69)).item()
    place, error = told(TEXT, rf"andam de \${NUMBER} .*?\$\(6 .*? = {NUMBER}\$; - \*\*quinas")
    assert step == pytest.approx(place * 1e-8, rel=0.01)
    assert (0.5 * step + 0.5 * step) / (2 * 1e-6) == pytest.approx(error, abs=0.005)
    assert inspect.signature(lab["gradient_check"]).parameters["epsilon"].default == 1e-6


def test_the_judge_measures_a_slope_in_between_at_the_corner_of_a_relu():
    slope = numerical_gradient(lambda z: float(np.maximum(z, 0)[0]), np.array([4e-7]), 1e-6)
    assert told(TEXT, rf"\(2 \\cdot 10\^\{{-6\}}\) = {NUMBER}\$, onde") == pytest.approx(slope)


def test_the_judge_goes_forward_twice_for_each_number(lab):
    calls = []

    def cost(parameters):
        calls.append(parameters)
        return 0.0

    network = wrong.draw([5, 4, 3, 1])
    grads = {f"d{name}": np.zeros_like(value) for name, value in network.items()}
    with contextlib.redirect_stdout(io.StringIO()):
        lab["gradient_check"](cost, grads, network)
    assert told(TEXT, r"São duas idas por número: (\d+) na rede") == [len(calls)]


def test_of_all_numbers_together_few_are_biases():
    """A network of images, where a draw of a hundred would have hardly one."""
    biases, weights = 200 + 50 + 10, 784 * 200 + 200 * 50 + 50 * 10
    assert biases < weights / 500
    assert "os vieses, que são poucos, ficariam de fora" in TEXT


def test_a_fault_of_the_student_s_own_can_be_what_the_open_exercise_asks(lab):
    """One gradient turned twice as large: one name is wrong, and the eight examples are learned."""
    (source,) = (c.source for c in wrong.LAB.parse().cells if "def meu_defeito" in c.source)
    nothing = "return {**grads}"
    for fault, faulty in ((nothing, []), ('return {**grads, "dW2": 2 * grads["dW2"]}', ["W2"])):
        names, out = dict(lab), io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(source.replace(nothing, fault), names)
        printed = out.getvalue()
        assert "formatos: ok" in printed
        assert re.findall(r"^d(\w+) .*ERRADO$", printed, re.MULTILINE) == faulty
        assert float(re.search(r"custo depois do treino: (\S+)", printed)[1]) < 0.01
    assert "com custo abaixo de 0,01, e que só o juiz veja" in TEXT


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_pytorch_agrees_on_every_gradient(lab):
    said = re.findall(r"^d(\w\d) +(igual|diferente)", lab["printed"], re.MULTILINE)
    assert said == [(name, "igual") for name in ("W1", "b1", "W2", "b2", "W3", "b3")]


# --- each exercise, as it comes and half mended -----------------------------------------


def half_mended(name, *left):
    """The network where one function keeps the named planted faults, and all else is right."""
    return wrong.given(EVERYTHING - {(name, n) for n in left})


def test_without_the_asserts_the_dictionary_comes_out_wrong_and_nothing_is_said():
    names = {"np": np}
    exec(load_mistakes(wrong.LAB)["chaves_com_o_total"].source, names)
    assert {*names["initialize_parameters_deep"]([5, 4, 3, 1])} == {"W4", "b4"}
    assert "o dicionário sairia errado, sem aviso" in TEXT


def test_relu_backward_with_one_fault_mended_gives_wrong_numbers():
    net = half_mended("relu_backward", 1)
    found = net.relu_backward(np.array([[-0.7, 0.4]]), np.array([[2.0, -1.0]])).tolist()
    assert found != [[-0.7, 0]]
    assert wrong.RIGHT.relu_backward(np.array([[-0.7, 0.4]]), np.array([[2.0, -1.0]])).tolist() == [
        [-0.7, 0]
    ]


def test_one_layer_stops_in_one_of_its_two_ways_only_and_any_value_makes_it_linear():
    net = half_mended("linear_activation_forward", 0)
    A, W, b = np.array([[1.0], [4.0]]), np.array([[2.0, -1.0]]), np.array([[-3.0]])
    said = wrong.seen(lambda one: one.linear_activation_forward(A, W, b, "relu"), net)
    assert said.startswith("UnboundLocalError")
    right = wrong.RIGHT.linear_activation_forward
    assert right(A, W, b, "relu")[0].item() == int(re.search(r"responde \$(\d)\$", TEXT)[1])
    told = float(re.search(r"com sigmoide, \$(\S+?)\$", TEXT)[1].replace("{,}", "."))
    for forward in (right, net.linear_activation_forward):
        assert forward(A, W, b, "sigmoid")[0].item() == pytest.approx(told, abs=5e-5)
    assert (
        net.linear_forward(A, W, b)[0].item() == -5
    )  # what is given back when the error is hushed
    assert "sem ativação nenhuma responderia $-5$" in TEXT


def test_shapes_of_the_network_with_four_examples_are_the_table_s():
    X, _ = wrong.batch(5, 4)
    AL, caches = wrong.RIGHT.L_model_forward(X, wrong.draw([5, 4, 3, 1]))
    shapes = [cache[0][0].shape for cache in caches] + [AL.shape]
    (row,) = re.findall(r"com 4 exemplos: .*?\| Formato \|(.*?)\| São", TEXT)
    assert [(int(n), int(m)) for n, m in re.findall(r"\((\d), (\d)\)", row)] == shapes
    assert len(caches) == 3


def test_the_cost_with_one_fault_mended_is_that_of_all_examples_together():
    net = half_mended("compute_cost", 1)
    half, Y = np.full((1, 100), 0.5), np.array([[0.0, 1.0] * 50])
    assert net.compute_cost(half, Y) == pytest.approx(100 * math.log(2))
    assert wrong.RIGHT.compute_cost(half, Y) == pytest.approx(math.log(2))


def test_without_the_mean_the_gradient_of_the_bias_is_m_times_larger():
    net, rng = half_mended("linear_backward", 1), np.random.default_rng(0)
    dZ, cache = rng.normal(size=(3, 8)), (rng.normal(size=(2, 8)), rng.normal(size=(3, 2)), 0)
    found, right = (one.linear_backward(dZ, cache) for one in (net, wrong.RIGHT))
    np.testing.assert_allclose(found[2], 8 * right[2])
    for k in (0, 1):
        np.testing.assert_array_equal(found[k], right[k])


def test_one_layer_back_gives_none_to_whoever_calls_it_with_relu():
    net, Z = half_mended("linear_activation_backward", 0), np.array([[1.0, -2.0]])
    cache = ((Z, np.eye(1), np.zeros((1, 1))), Z)
    assert net.linear_activation_backward(Z, cache, "relu") is None
    assert len(net.linear_activation_backward(Z, cache, "sigmoid")) == 3


@pytest.mark.parametrize("shape", [(1, 6), (6, 1), (6,)])
def test_labels_in_any_shape_give_the_same_gradients(shape):
    (X, Y), parameters = wrong.batch(5, 6), wrong.draw([5, 4, 3, 1])
    right = wrong.gradients(wrong.RIGHT, parameters, X, Y)
    found = wrong.gradients(wrong.RIGHT, parameters, X, Y.reshape(shape))
    for name, value in right.items():
        np.testing.assert_array_equal(found[name], value)
    assert (np.zeros((1, 6)) - np.zeros((6, 1))).shape == (6, 6)


def test_the_update_as_it_comes_moves_one_layer_raises_nothing_and_the_cost_falls():
    net, (X, Y) = half_mended("update_parameters", 0, 1), wrong.batch(5, 12)
    parameters, costs = wrong.draw([5, 4, 3, 1]), []
    grads = wrong.gradients(net, parameters, X, Y)
    after = net.update_parameters(parameters, grads, 0.1)
    moved = {name for name in parameters if not np.array_equal(after[name], parameters[name])}
    assert moved == {"W1", "b1"}
    for _ in range(300):
        costs.append(net.compute_cost(net.L_model_forward(X, parameters)[0], Y))
        parameters = net.update_parameters(parameters, wrong.gradients(net, parameters, X, Y), 0.1)
    assert costs[-1] < costs[0] - 1e-3


def test_the_update_with_the_return_mended_shows_its_second_fault():
    said = outcome([("update_parameters", 0)], [5, 4, 3, 1])
    assert said == "KeyError: 'W4'"


def test_faults_that_a_network_of_one_layer_does_not_show():
    quiet = {fault for fault in EVERYTHING if outcome([fault], [5, 1]) == "right"}
    assert {("relu", 0), ("relu_backward", 0), ("linear_activation_forward", 0)} <= quiet
    assert "não aparecem em uma rede de uma camada só" in TEXT


def test_the_return_in_the_loop_back_stops_the_update_of_three_layers():
    net = half_mended("L_model_backward", 2)
    (X, Y), parameters = wrong.batch(5, 6), wrong.draw([5, 4, 3, 1])
    grads = wrong.gradients(net, parameters, X, Y)
    said = wrong.seen(lambda one: one.update_parameters(parameters, grads, 0.1), net)
    assert said == "KeyError: 'dW1'"


# --- the disc ---------------------------------------------------------------------------


def test_no_line_tells_the_disc_from_the_rest():
    """Some point inside has points outside all around it: every line through it has both sides."""
    rng = np.random.default_rng(4)
    X = rng.uniform(-2, 2, size=(2, 200))
    inside = np.sum(X**2, axis=0) < 1.6
    middle = X[:, inside][:, np.argmin(np.sum(X[:, inside] ** 2, axis=0))]
    away = (X[:, ~inside].T - middle).T
    angles = np.sort(np.arctan2(*away))
    gaps = np.diff(np.append(angles, angles[0] + 2 * np.pi))
    assert gaps.max() < np.pi
    assert "Uma reta não os separa" in TEXT
