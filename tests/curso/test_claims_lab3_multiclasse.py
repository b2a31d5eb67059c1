"""What the text of Lab 3, Parte 2, says holds, on the table students have and on the real one."""

from __future__ import annotations

import importlib.util
import math
import re

import numpy as np
import pytest
from experiments import REAL, prose, run, tells

NAME = "lab3_multiclasse"
TEXT = prose(NAME)
ORIGINAL, SYNTHETIC = "originais", "sintéticos"
pytestmark = pytest.mark.slow(reason="runs the lab's experiments, some ten seconds")


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return run(NAME, tmp_path_factory.mktemp("multiclasse"))


@pytest.fixture(
    scope="module", params=[SYNTHETIC, pytest.param(ORIGINAL, marks=pytest.mark.nightly)]
)
def shop(request, tmp_path_factory):
    """The lab run beside one of the two tables, and which."""
    if request.param == SYNTHETIC:
        return request.param, request.getfixturevalue("many")
    if not (REAL / "Data.csv").is_file():
        pytest.skip(f"needs the real file Data.csv in {REAL}")
    return request.param, run(NAME, tmp_path_factory.mktemp("original"), ["Data.csv"])


def softmax(logits):
    """From the definition, without any trick."""
    powers = [math.exp(z) for z in logits]
    return [power / sum(powers) for power in powers]


# --- softmax and cost -------------------------------------------------------------------


def test_figures_of_the_softmax_by_hand():
    probabilities = softmax([2, 1, 0])
    for number in (*probabilities, math.exp(2), math.exp(1), math.exp(2) + math.exp(1) + 1):
        assert tells(TEXT, number, 4)
    assert probabilities[0] / probabilities[1] == pytest.approx(math.e)
    assert tells(TEXT, probabilities[0] / probabilities[2], 2)


def test_two_classes_are_the_sigmoid_of_the_difference(many):
    for difference in (-3.0, 0.0, 1.0, 5.0):
        sigmoid = 1 / (1 + math.exp(-difference))
        assert many["softmax"]([2 + difference, 2])[0] == pytest.approx(sigmoid)
    assert tells(TEXT, 1 / (1 + math.exp(-1)), 4)


def test_exponentials_overflow_where_the_text_says():
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(709.0))
        assert np.isinf(np.exp(710.0))
        assert np.isfinite(np.exp(np.float32(88)))
        assert np.isinf(np.exp(np.float32(89)))


def test_extreme_logits_become_the_text_s_probabilities(many):
    for logits, said in (([-1000, -1001], (0.7311, 0.2689)), ([1000, 0], (1, 0))):
        assert many["softmax"](logits) == pytest.approx(said, abs=5e-5)
    assert tells(TEXT, math.exp(-1), 4)


def test_figures_of_the_losses_by_hand(many):
    first, second = -math.log(softmax([2, 1, 0])[1]), -math.log(0.98)
    for number in (first, second, (first + second) / 2, math.log(10)):
        assert tells(TEXT, number, 4)
    assert tells(TEXT, -math.log(1e-8), 2)
    assert many["cross_entropy"]([1, 0], [0, 1]) == pytest.approx(-math.log(1e-8), abs=1e-6)


def test_the_cost_is_the_logarithm_of_the_likelihood(many):
    probabilities = softmax([2, 1, 0])[1], 0.98
    assert tells(TEXT, math.prod(probabilities), 4)
    assert tells(TEXT, -math.log(math.prod(probabilities)), 4)
    assert math.prod([probabilities[0]] * 1000) == 0
    assert int(1000 * math.log10(probabilities[0])) == -611
    pair = [[0, 1, 0], [0, 0, 1]], [softmax([2, 1, 0]), [0.01, 0.01, 0.98]]
    cost = many["cross_entropy"](*pair)
    assert cost == pytest.approx(-math.log(math.prod(probabilities)) / 2, abs=1e-6)


def test_the_exponential_of_the_cost_is_a_number_of_classes(many):
    cost = (-math.log(softmax([2, 1, 0])[1]) - math.log(0.98)) / 2
    assert tells(TEXT, math.exp(cost), 3)
    assert math.exp(math.log(10)) == pytest.approx(10)
    assert f"{math.exp(many['custos_digitos'][-1]):.2f}" == "1.14"
    assert tells(TEXT, math.exp(0.13), 2)


def test_from_logits_the_loss_does_not_saturate(many):
    losses = {"probabilities": [], "logits": []}
    for wrong in (30.0, 31.0):
        Z, Y = np.array([[wrong, 0.0]]), np.array([[0, 1]])
        losses["probabilities"].append(many["cross_entropy"](Y, many["softmax"](Z)))
        losses["logits"].append(many["custo_dos_logits"](Y, Z))
    assert np.diff(losses["probabilities"]) == pytest.approx(0, abs=1e-4)
    assert np.diff(losses["logits"]) == pytest.approx(1, abs=1e-4)
    assert tells(TEXT, math.log(math.exp(2) + math.exp(1) + 1), 4)


# --- gradient and training --------------------------------------------------------------


def test_the_gradient_by_hand_sums_to_zero(many):
    found = many["gradiente_softmax"](np.array([[2.0, 1, 0]]), np.array([[0, 1, 0]]))[0]
    assert all(tells(TEXT, number, 4) for number in found)
    assert sum(found) == pytest.approx(0)


def test_one_iteration_by_hand(many):
    X, Y = np.array([[1.0, 2.0]]), np.array([[1, 0, 0]])
    model = many["treine_softmax"](X, Y, 0.3, 1)
    assert model["W"].tolist() == pytest.approx(np.array([[0.2, -0.1, -0.1], [0.4, -0.2, -0.2]]))
    assert model["b"][0] == pytest.approx([0.2, -0.1, -0.1])
    probability = many["softmax"](X @ model["W"] + model["b"])[0, 0]
    for number in (math.log(3), probability, -math.log(probability)):
        assert tells(TEXT, number, 4)


def test_digits_are_as_many_as_the_text_says(many):
    assert len(many["digitos"].data) == 1797
    assert sum(np.size(part) for part in many["modelo"].values()) == 650
    assert len(many["dig_treino"]) == 1437
    assert tells(TEXT, many["no_teste"], 2)


def test_a_ten_times_smaller_rate_costs_much_more_than_it_misses(many):
    assert many["custos_lentos"][-1] > 3 * many["custos_digitos"][-1]
    assert 0 < many["no_teste"] - many["lento_no_teste"] < 0.05

    def certainty(model):
        logits = many["dig_teste"] @ model["W"] + model["b"]
        return many["softmax"](logits).max(axis=1).mean()

    assert certainty(many["lento"]) < certainty(many["modelo"])


def test_one_error_is_made_with_much_certainty_and_the_others_with_less(many):
    *others, most = np.sort(many["certeza"])
    assert most > 0.9
    assert max(others) < 0.75


def test_of_a_misread_zero_the_middle_is_blue_and_the_left_column_hardly_learns(many):
    """In the picture of the weights, ink in the middle speaks against a zero."""
    W = many["modelo"]["W"].reshape(8, 8, 10)
    assert W[3:5, 3:5, 0].max() < 0
    assert np.abs(W[:, 0]).max() < np.abs(W).max() / 20
    assert (many["dig_treino"].reshape(-1, 8, 8)[:, :, 0] > 0).any(axis=1).mean() < 0.1


def test_the_goal_of_the_open_exercise_can_be_reached(many):
    cost, _ = many["custo_de_validacao"](2.0, 1000)
    assert cost < 0.8 * many["custos_de_validacao"][0]


def test_one_validation_cost_depends_on_what_was_left_out(many):
    assert len(many["cruzados"]) == 4
    assert all(tells(TEXT, end, 3) for end in (min(many["cruzados"]), max(many["cruzados"])))


# --- the table --------------------------------------------------------------------------


def test_the_table_lacks_one_age_and_one_salary_a_fifth_of_the_clients(shop):
    _, lab = shop
    table = lab["dataset"]
    assert table.isna().sum().to_dict() == {"Country": 0, "Age": 1, "Salary": 1, "Purchased": 0}
    assert len(table.dropna()) / len(table) == 1 - 1 / 5
    assert table["Salary"].mean() > 1000 * table["Age"].mean()


def test_gaps_are_filled_with_the_text_s_means(shop):
    kind, lab = shop
    age, salary = (lab["dataset"][column].mean() for column in ("Age", "Salary"))
    sentence = re.search(
        r"a idade que falta vira .*? e o salário, .*? Na sintética, .*? e [\d ]+,\d+", TEXT
    )
    told = re.findall(r"\d+(?: \d{3})*(?:,\d+)?", sentence[0])
    said = [float(n.replace(" ", "").replace(",", ".")) for n in told]
    assert (said[:2] if kind == ORIGINAL else said[2:]) == pytest.approx([age, salary], abs=0.005)


def test_countries_are_numbered_as_the_text_says(shop):
    _, lab = shop
    names = sorted(set(lab["dataset"]["Country"]))
    assert ", ".join(f"{name} {k}" for k, name in enumerate(names)) in TEXT


def test_scaling_by_hand():
    ages = np.array([24, 36, 48])
    assert ages.mean() == 36
    for number, places in ((ages.std(), 3), (12 / ages.std(), 4), ((60 - 36) / ages.std(), 4)):
        assert tells(TEXT, number, places)
    assert (0.5 * 36, 0.5 * 60000) == (18, 30000)


def test_training_rows_have_mean_zero_and_the_test_s_have_not(shop):
    kind, lab = shop
    assert lab["X_treino"][:, -2:].mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert np.abs(lab["X_teste"][:, -2:].mean(axis=0)).min() > 0.05
    if kind == ORIGINAL:
        rows = re.search(r"as linhas do teste são: ``` (.*?) ```", TEXT)[1]
        said = [float(number) for number in re.findall(r"-?[\d.]+\d|\d", rows)]
        assert lab["X_teste"].ravel() == pytest.approx(said, abs=5e-5)


def test_dividing_first_moves_the_test_rows_a_little(shop):
    _, lab = shop
    honest = lab["preparo"].transform(lab["tabela_teste"])
    moved = np.abs(honest - lab["X_teste"])
    assert 0 < moved.max() < 0.5
    assert np.all(lab["medias_do_treino"] != lab["dataset"][["Age", "Salary"]].mean().to_numpy())


def test_only_the_leak_that_sees_the_answers_can_be_measured(many):
    none, honest, scaled, leaky = (100 * np.array(value) for value in many["medidas"].values())
    assert none[1] > honest[1] + 4  # noise makes the model worse
    assert none[0] > honest[0] + 4  # and the honest test says so
    assert abs(scaled - honest) == pytest.approx([0, 0], abs=0.5)
    assert leaky[0] - leaky[1] > 4
    assert leaky[0] > none[0]


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_pytorch_agrees(many):
    assert len(re.findall(r" igual$", many["printed"], re.MULTILINE)) == 3
