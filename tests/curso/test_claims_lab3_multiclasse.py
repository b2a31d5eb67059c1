"""What the text of Lab 3, Parte 2, says holds, on the table students have and on the real one."""

from __future__ import annotations

import importlib.util
import json
import math
import re

import numpy as np
import pandas as pd
import pytest
from experiments import COURSE, REAL, prose, run, tells
from told import NUMBER, printed, told

from gabarito.checks import numerical_gradient
from gabarito.course.reference import reference_namespace

NAME = "lab3_multiclasse"
TEXT = prose(NAME)
ORIGINAL, SYNTHETIC = "originais", "sintéticos"
SLOW = pytest.mark.slow(reason="runs the lab's experiments, some ten seconds")


@pytest.fixture(scope="module")
def right():
    """The reference answers, and what the given cells define: nothing is run."""
    return reference_namespace(COURSE.lab(NAME))


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    return run(NAME, tmp_path_factory.mktemp("multiclasse"))


@pytest.fixture(scope="module", params=[pytest.param(SYNTHETIC, marks=SLOW)])
def many(synthetic):
    return synthetic


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SYNTHETIC, marks=SLOW),
        pytest.param(ORIGINAL, marks=[SLOW, pytest.mark.nightly]),
    ],
)
def shop(request, tmp_path_factory):
    """The lab run beside one of the two tables, and which."""
    if request.param == SYNTHETIC:
        return request.param, request.getfixturevalue("synthetic")
    if not (REAL / "Data.csv").is_file():
        pytest.skip(f"needs the real file Data.csv in {REAL}")
    return request.param, run(NAME, tmp_path_factory.mktemp("original"), ["Data.csv"])


def softmax(logits):
    """From the definition, without any trick."""
    powers = [math.exp(z) for z in logits]
    return [power / sum(powers) for power in powers]


def agrees(found, label):
    """Fail unless the text prints the array found after the label, to the eighth place."""
    np.testing.assert_allclose(found, printed(TEXT, label), rtol=6e-9, atol=6e-9, err_msg=label)


# --- labels -----------------------------------------------------------------------------


def test_labels_of_the_table_and_the_expected_ones(right):
    for y, written in ((2, "`2`"), ([2, 0], "`[2, 0]`")):
        assert f"{written} | `{right['one_hot'](3, y).astype(int).tolist()}`" in TEXT
    found = right["one_hot"](10, [0, 4, 9, 1])
    assert (
        f"`one_hot(n_classes=10, y=[0, 4, 9, 1])`: ``` {' '.join(str(found).split())} ```" in TEXT
    )


def test_with_two_classes_the_last_layer_s_gradient_is_the_output_minus_the_label():
    """The question that recalls the first part, by finite differences."""
    for label in (0.0, 1.0):

        def loss(z, label=label):
            a = 1 / (1 + np.exp(-z[0]))
            return float(-label * np.log(a) - (1 - label) * np.log(1 - a))

        (slope,) = numerical_gradient(loss, np.array([0.7]))
        assert slope == pytest.approx(1 / (1 + math.exp(-0.7)) - label, abs=1e-8)


# --- softmax and cost -------------------------------------------------------------------


def test_figures_of_the_softmax_by_hand():
    probabilities = softmax([2, 1, 0])
    for number in (*probabilities, math.exp(2), math.exp(1), math.exp(2) + math.exp(1) + 1):
        assert tells(TEXT, number, 4)
    assert probabilities[0] / probabilities[1] == pytest.approx(math.e)
    assert told(TEXT, r"multiplica por \$e \\approx (2,\d\d)\$") == [round(math.e, 2)]
    assert tells(TEXT, probabilities[0] / probabilities[2], 2)


def test_two_classes_are_the_sigmoid_of_the_difference(right):
    for difference in (-3.0, 0.0, 1.0, 5.0):
        sigmoid = 1 / (1 + math.exp(-difference))
        assert right["softmax"]([2 + difference, 2])[0] == pytest.approx(sigmoid)
    assert tells(TEXT, 1 / (1 + math.exp(-1)), 4)


def test_logits_over_their_own_sum_are_no_probabilities():
    assert np.array([2, 1, 0]) / 3 == pytest.approx([2 / 3, 1 / 3, 0])
    assert np.array([2, 1, -1])[-1] / 2 < 0
    assert 'com $(2, 1, -1)$, uma "probabilidade" negativa' in TEXT
    square_of_five, square_of_one = (5 - 1) ** 2, (1 - 1) ** 2
    assert square_of_five > square_of_one
    assert "puniria um logit 5 da classe certa por passar de 1" in TEXT


def test_a_temperature_changes_the_certainty_and_not_the_order(right):
    numbers = ", ".join([NUMBER] * 2) + " e " + NUMBER
    for temperature, certain in (("0,5", True), ("2", False)):
        said = told(TEXT, rf"[Cc]om \$T = {temperature}\$, [^.]*? dá {numbers}")
        found = right["softmax"](np.array([2.0, 1, 0]) / float(temperature.replace(",", ".")))
        assert found == pytest.approx(said, abs=5e-5)
        assert said == sorted(said, reverse=True)
        assert (said[0] > softmax([2, 1, 0])[0]) is certain


def test_exponentials_overflow_where_the_text_says():
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(709.0))
        assert np.isinf(np.exp(710.0))
        assert np.isfinite(np.exp(np.float32(88)))
        assert np.isinf(np.exp(np.float32(89)))


def test_the_largest_number_of_64_bits_is_about_what_is_told():
    digits, exponent = told(TEXT, r"vai até cerca de \$(\d,\d) \\cdot 10\^\{(\d+)\}\$")
    assert np.finfo(float).max / 10**exponent == pytest.approx(digits, abs=0.05)


def test_the_formula_as_it_stands_divides_infinity_and_zero_by_themselves(many):
    assert re.search(r"exponenciais \[inf +1\.\], divisão \[nan +0\.\]", many["printed"])
    assert re.search(r"exponenciais \[0\. +0\.\], divisão \[nan +nan\]", many["printed"])
    assert math.exp(-1000) == 0


def test_one_sum_for_the_whole_batch_leaves_no_row_with_sum_one(right):
    """The question asked in passing: shape and range are right all the same."""
    X = np.random.default_rng(0).normal(size=(5, 4))
    P = np.exp(X) / np.sum(np.exp(X))
    assert P.shape == X.shape
    assert np.all((P > 0) & (P < 1))
    assert P.sum() == pytest.approx(1)
    assert np.all(P.sum(axis=1) < 0.9)
    assert np.all(P.sum(axis=0) < 0.9)


def test_asarray_gives_an_array_of_floats_back_as_it_is():
    X = np.ones((2, 3))
    assert np.asarray(X, dtype=float) is X


def test_probabilities_expected_of_the_softmax(right):
    for X in ([10, 2, -3], [[10, 2, -3], [-1, 5, -20]]):
        np.testing.assert_allclose(right["softmax"](X), printed(TEXT, f"softmax({X})"), rtol=6e-9)


def test_extreme_logits_become_the_text_s_probabilities(right):
    for logits, said in (([-1000, -1001], (0.7311, 0.2689)), ([1000, 0], (1, 0))):
        assert right["softmax"](logits) == pytest.approx(said, abs=5e-5)
    assert tells(TEXT, math.exp(-1), 4)


def test_the_largest_logit_of_another_row_leaves_zero_over_zero():
    assert [math.exp(z - 1000) for z in (-1000, -1001)] == [0, 0]
    assert "tirar 1000 das duas linhas deixa a segunda em $0/0$" in TEXT


def test_figures_of_the_losses_by_hand(right):
    first, second = -math.log(softmax([2, 1, 0])[1]), -math.log(0.98)
    for number in (first, second, (first + second) / 2, math.log(10)):
        assert tells(TEXT, number, 4)
    assert tells(TEXT, -math.log(1e-8), 2)
    assert right["cross_entropy"]([1, 0], [0, 1]) == pytest.approx(-math.log(1e-8), abs=1e-6)


def test_the_cost_is_the_logarithm_of_the_likelihood(right):
    probabilities = softmax([2, 1, 0])[1], 0.98
    assert tells(TEXT, math.prod(probabilities), 4)
    assert tells(TEXT, -math.log(math.prod(probabilities)), 4)
    assert math.prod([probabilities[0]] * 1000) == 0
    assert told(TEXT, r"dariam \$10\^\{(-\d+)\}\$") == [int(1000 * math.log10(probabilities[0]))]
    pair = [[0, 1, 0], [0, 0, 1]], [softmax([2, 1, 0]), [0.01, 0.01, 0.98]]
    cost = right["cross_entropy"](*pair)
    assert cost == pytest.approx(-math.log(math.prod(probabilities)) / 2, abs=1e-6)


def test_whoever_believes_other_probabilities_pays_no_less_than_the_entropy():
    first, second = told(TEXT, rf"com {NUMBER} e {NUMBER}, \$-0,9")
    least, more = told(TEXT, rf"0,1 \\ln 0,1 = {NUMBER}\$.*?0,1 \\ln 0,5 = {NUMBER}\$")

    def cross(q):
        return -first * math.log(q) - second * math.log(1 - q)

    assert first + second == 1
    assert (cross(0.9), cross(0.5)) == pytest.approx((least, more), abs=5e-5)
    assert all(cross(q) >= cross(0.9) for q in np.linspace(0.01, 0.99, 99))
    assert "a entropia **cruzada**, que nunca é menor" in TEXT


def test_the_exponential_of_the_cost_is_a_number_of_classes(many):
    cost = (-math.log(softmax([2, 1, 0])[1]) - math.log(0.98)) / 2
    assert tells(TEXT, math.exp(cost), 3)
    assert math.exp(math.log(10)) == pytest.approx(10)
    assert f"{math.exp(many['custos_digitos'][-1]):.2f}" == "1.14"
    assert tells(TEXT, math.exp(0.13), 2)


def test_from_logits_the_loss_does_not_saturate(right):
    losses = {"probabilities": [], "logits": []}
    for wrong in (30.0, 31.0):
        Z, Y = np.array([[wrong, 0.0]]), np.array([[0, 1]])
        losses["probabilities"].append(right["cross_entropy"](Y, right["softmax"](Z)))
        losses["logits"].append(right["custo_dos_logits"](Y, Z))
    assert np.diff(losses["probabilities"]) == pytest.approx(0, abs=1e-4)
    assert np.diff(losses["logits"]) == pytest.approx(1, abs=1e-4)
    assert tells(TEXT, math.log(math.exp(2) + math.exp(1) + 1), 4)


def test_costs_expected_of_the_cross_entropy(right):
    cost = right["cross_entropy"]
    bad, good = (float(re.search(rf"{re.escape(begin)} = (\S+)", TEXT)[1]) for begin in (
        "cross_entropy([1, 0, 0], softmax([0.12, 4, 10]))",
        "cross_entropy([1, 0, 0], [0.98, 0.01, 0.01])",
    ))  # fmt: skip
    assert cost([1, 0, 0], right["softmax"]([0.12, 4, 10])) == pytest.approx(bad, abs=1e-14)
    assert cost([1, 0, 0], [0.98, 0.01, 0.01]) == pytest.approx(good, abs=1e-14)
    batch = float(re.search(r"cross_entropy\(Y_true, Y_pred\) = (\S+)", TEXT)[1])
    found = cost(printed(TEXT, "Y_true"), printed(TEXT, "Y_pred"))
    assert found == pytest.approx(batch, abs=1e-14)


def test_costs_expected_from_logits(right):
    block = r"custo_dos_logits\((\[\[.*?\]\]), (\[\[.*?\]\])\) = ([\d.]+)"
    told_costs = re.findall(block, TEXT)
    assert len(told_costs) == 2
    for Y, Z, cost in told_costs:
        arrays = (np.array(json.loads(rows), float) for rows in (Y, Z))
        assert right["custo_dos_logits"](*arrays) == pytest.approx(float(cost), abs=1e-13)


# --- gradient and training --------------------------------------------------------------


def test_the_gradient_by_hand_sums_to_zero(right):
    found = right["gradiente_softmax"](np.array([[2.0, 1, 0]]), np.array([[0, 1, 0]]))[0]
    assert all(tells(TEXT, number, 4) for number in found)
    assert sum(found) == pytest.approx(0)


def test_finite_differences_give_the_formula_s_numbers(many):
    rows = re.findall(r"diferença finita +(\S+) +fórmula +(\S+)", many["printed"])
    assert len(rows) == 3
    assert all(one == other for one, other in rows)


def judged(right, capsys, **mistaken):
    """What the judge of the student's own functions says, with others in their place."""
    cells = [cell.source for cell in COURSE.lab(NAME).parse().cells]
    (source,) = [source for source in cells if "Z_juiz, Y_juiz =" in source]
    exec(source, dict(right) | {"h": 1e-6} | mistaken)
    return capsys.readouterr().out


def test_the_judge_approves_both_references_and_sees_a_mean_in_place_of_a_sum(right, capsys):
    assert judged(right, capsys).rstrip().endswith("ok")

    def mean(Z, Y):
        return right["gradiente_softmax"](Z, Y) / len(Z)

    assert "confira!" in judged(right, capsys, gradiente_softmax=mean)
    assert "por isso a célula multiplica por $m$" in TEXT


def test_gradient_expected(right):
    Z, Y = (printed(TEXT, name) for name in ("com `Z", "e `Y"))
    agrees(right["gradiente_softmax"](Z, Y), "dZ")


def test_one_iteration_by_hand(right):
    X, Y = np.array([[1.0, 2.0]]), np.array([[1, 0, 0]])
    model = right["treine_softmax"](X, Y, 0.3, 1)
    assert model["W"].tolist() == pytest.approx(np.array([[0.2, -0.1, -0.1], [0.4, -0.2, -0.2]]))
    assert model["b"][0] == pytest.approx([0.2, -0.1, -0.1])
    own = told(TEXT, rf"pesos \$\({NUMBER};\\ {NUMBER}\)\$ e viés \${NUMBER}\$, e as outras")
    others = told(TEXT, rf"duas têm pesos \$\({NUMBER};\\ {NUMBER}\)\$ e viés \${NUMBER}\$")
    for k, numbers in enumerate((own, others, others)):
        assert [*model["W"][:, k], model["b"][0, k]] == pytest.approx(numbers)
    logits = told(TEXT, rf"Os logits passam a \${NUMBER}\$, \${NUMBER}\$ e \${NUMBER}\$")
    assert (X @ model["W"] + model["b"])[0] == pytest.approx(logits)
    probability = right["softmax"](X @ model["W"] + model["b"])[0, 0]
    for number in (math.log(3), probability, -math.log(probability)):
        assert tells(TEXT, number, 4)


def test_training_expected(right):
    X, classes = printed(TEXT, "com `X"), re.search(r"classes `(\[[\d, ]+\])` em one-hot", TEXT)[1]
    Y, costs = right["one_hot"](3, json.loads(classes)), []
    model = right["treine_softmax"](X, Y, 0.3, 10)
    agrees(model["W"], "W")
    agrees(model["b"], "b")
    right["treine_softmax"](X, Y, 0.3, 201, custos=costs)
    agrees(costs, "`custos")
    assert costs[0] == pytest.approx(math.log(3), abs=1e-7)


def test_from_zeros_each_class_gets_a_gradient_of_its_own_at_once(right):
    X = np.array([[1, 2], [2, -1], [-1.5, 0.5], [0, 1]])
    W = right["treine_softmax"](X, right["one_hot"](3, [0, 1, 2, 0]), 0.3, 1)["W"]
    assert all(not np.allclose(W[:, k], W[:, (k + 1) % 3]) for k in range(3))


def test_the_cost_of_a_layer_is_convex(right):
    """On segments between drawn parameters, the middle is never above the mean of the ends."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(20, 3)), np.eye(4)[rng.integers(0, 4, 20)]

    def cost(theta):
        return right["custo_dos_logits"](Y, X @ theta[:3] + theta[3])

    for _ in range(50):
        one, other = 3 * rng.normal(size=(2, 4, 4))
        assert cost((one + other) / 2) < (cost(one) + cost(other)) / 2


def test_the_softmax_keeps_the_order_of_the_logits(right):
    Z = 5 * np.random.default_rng(0).normal(size=(50, 6))
    assert np.array_equal(np.argsort(right["softmax"](Z)), np.argsort(Z))


def test_tones_of_the_digits_go_up_to_what_they_are_divided_by(many):
    tones = many["digitos"].data
    assert told(TEXT, r"de cinza de (\d+) a (\d+)\.") == [tones.min(), tones.max()]
    assert many["dig_treino"].max() == 1


def test_rows_of_the_confusion_are_the_true_classes(right):
    assert right["confusion_matrix"]([0, 0, 1], [1, 1, 1]).tolist() == [[0, 2], [0, 1]]


def test_a_quarter_is_kept_for_validation(many):
    assert len(many["valida_X"]) == pytest.approx(len(many["dig_treino"]) / 4, abs=1)


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


def test_a_small_step_changes_the_cost_and_no_answer(right):
    rng = np.random.default_rng(0)
    X, y, W = rng.random((200, 64)), rng.integers(10, size=200), rng.normal(size=(64, 10))
    step = 1e-6 * rng.normal(size=W.shape)
    answers = [np.argmax(X @ weights, axis=1) for weights in (W, W + step)]
    np.testing.assert_array_equal(*answers)
    costs = [right["custo_dos_logits"](np.eye(10)[y], X @ weights) for weights in (W, W + step)]
    assert costs[0] != costs[1]
    assert "um passo pequeno quase nunca muda um acerto, e a derivada dela é zero" in TEXT


def test_the_best_of_many_recipes_owes_more_to_luck():
    """All of them are the same: their costs differ by what was left out only."""
    costs = 0.155 + 0.015 * np.random.default_rng(0).normal(size=(1000, 30))
    one, five, thirty = (costs[:, :n].min(axis=1).mean() for n in (1, 5, 30))
    assert one > five + 0.01 > thirty + 0.015
    assert "quanto mais receitas se comparam, mais a vencedora deve à sorte" in TEXT


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


def test_columns_by_place_and_the_kind_of_their_array(many):
    assert "['verde' 'roxa']\n[['verde' 120]\n ['roxa' 5]]" in many["printed"]
    assert many["X_bruto"].dtype == object


def test_answers_are_numbered_in_alphabetical_order(right):
    assert right["codifique_rotulos"](np.array(["Yes", "No"])).tolist() == [1, 0]
    assert "`No` vira 0 e `Yes` vira 1" in TEXT


def test_a_gap_spoils_the_plain_mean_and_not_that_of_what_is_known(many):
    (mean,) = told(TEXT, rf"\(44 \+ 24 \+ 28\)/3 = {NUMBER}\$")
    assert mean == np.mean([44, 24, 28])
    assert re.search(r"^média comum: +nan$", many["printed"], re.MULTILINE)
    assert re.search(rf"^média dos conhecidos: +{mean}$", many["printed"], re.MULTILINE)


def test_the_old_imputer_is_gone():
    from sklearn import preprocessing

    assert not hasattr(preprocessing, "Imputer")


def test_columns_of_the_countries_are_those_of_the_table(right):
    rows = re.findall(r"\| (Chile|Peru|Brazil) \| (\d) \| (\d) \| (\d) (?=\|)", TEXT)
    X = np.array([[name, 30, 1000] for name, *_ in rows], object)
    assert right["codifique_pais"](X)[:, :3].astype(int).tolist() == [
        [int(digit) for digit in digits] for _, *digits in rows
    ]
    assert len(rows) == 3


def test_numbered_countries_are_not_equally_far_and_their_columns_are(many):
    numbers = {name: float(k) for name, k in re.findall(r"(Brazil|Chile|Peru) (\d)", TEXT)}
    assert numbers["Peru"] == 2 * numbers["Chile"]
    assert numbers["Brazil"] < numbers["Chile"] < numbers["Peru"]
    told_distances = re.findall(r"^Brazil e \w+: +([\d.]+)$", many["printed"], re.MULTILINE)
    assert [float(one) for one in told_distances] == pytest.approx([math.sqrt(2)] * 2, abs=5e-5)


def test_an_encoder_left_to_itself_gives_a_sparse_matrix(right):
    found = right["OneHotEncoder"]().fit_transform([["a"], ["b"]])
    assert not isinstance(found, np.ndarray)
    assert found.nnz == 2


@pytest.mark.parametrize(("countries", "dense"), [(3, True), (9, False)])
def test_a_column_transformer_makes_it_dense_for_three_countries_and_not_for_nine(
    right, countries, dense
):
    X = np.array([[f"País {k}", 20.0 + k, 1000.0 + k] for k in range(countries)], dtype=object)
    encoder = ("pais", right["OneHotEncoder"](), [0])
    found = right["ColumnTransformer"]([encoder], remainder="passthrough").fit_transform(X)
    assert isinstance(found, np.ndarray) is dense
    assert "até a devolve densa; com nove, em que quase tudo é zero, já não" in TEXT


def test_countries_are_numbered_as_the_text_says(shop):
    _, lab = shop
    names = sorted(set(lab["dataset"]["Country"]))
    assert ", ".join(f"{name} {k}" for k, name in enumerate(names)) in TEXT


def test_scaling_by_hand():
    ages = np.array([24, 36, 48])
    assert ages.mean() == 36
    for number, places in ((ages.std(), 3), (12 / ages.std(), 4), ((60 - 36) / ages.std(), 4)):
        assert tells(TEXT, number, places)
    shares = told(TEXT, rf"da idade é \${NUMBER}\$ e a do peso do salário, \${NUMBER}\$")
    assert shares == [0.5 * 36, 0.5 * 60000]


def test_a_weight_a_thousand_times_smaller_pays_a_millionth_of_the_penalty():
    """The same answer for a salary in thousands and in units."""
    in_thousands, in_units = 0.8, 0.8 / 1000
    assert in_thousands * 60 == pytest.approx(in_units * 60_000)
    assert in_units**2 / in_thousands**2 == pytest.approx(1e-6)
    assert "mil vezes menor só por causa da unidade, pagaria um milionésimo" in TEXT


def test_what_is_missing_may_be_kept_in_a_column_and_a_category_of_its_own():
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import OneHotEncoder

    filled = SimpleImputer(add_indicator=True).fit_transform([[1.0], [np.nan], [3.0]])
    assert filled.tolist() == [[1, 0], [2, 1], [3, 0]]
    countries = pd.DataFrame({"Country": ["Spain", None, "France"]})
    assert OneHotEncoder().fit(countries).transform(countries).shape == (3, 3)
    assert "`SimpleImputer(add_indicator=True)` guarda em uma coluna que o número faltava" in TEXT


def test_a_number_of_each_client_is_learned_by_heart_and_tells_nothing_of_a_new_one(right):
    answers = np.random.default_rng(0).integers(2, size=40)
    model = right["treine_softmax"](np.eye(40), np.eye(2)[answers], 5.0, 200)
    known = np.argmax(np.eye(40) @ model["W"] + model["b"], axis=1)
    assert (known == answers).all()
    unseen = np.zeros((1, 40))  # as handle_unknown="ignore" has it
    assert np.ptp(unseen @ model["W"]) == 0
    assert "um modelo pode decorá-la, e ela nada diz de um cliente novo" in TEXT


def test_a_row_scaled_by_itself_is_zero(right):
    assert right["StandardScaler"]().fit_transform([[60.0]]).tolist() == [[0]]
    assert "Padronizado sozinho ele viraria $0$" in TEXT


def test_ten_clients_are_divided_as_the_table_says(right):
    X = np.random.default_rng(0).normal(size=(10, 5))
    parts = right["divida_e_escale"](X, np.arange(10))
    shapes = [str(part.shape) for part in (X, *parts)]
    assert "| `{}` | `{}` | `{}` | `{}` e `{}` |".format(*shapes) in TEXT


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


def test_a_country_of_the_test_only_is_a_row_of_zeros(many):
    client = pd.DataFrame({"Country": ["Tuvalu"], "Age": [30.0], "Salary": [1000.0]})
    columns = [*many["preparo"].get_feature_names_out()]
    countries = [k for k, name in enumerate(columns) if name.startswith("pais__")]
    assert len(countries) == 3
    assert not many["preparo"].transform(client)[0, countries].any()


def test_made_up_clients_are_as_many_as_told_and_buy_for_their_age_and_salary_only(many):
    count, pages, new = told(
        TEXT, rf"\*\*{NUMBER} clientes\*\*.*\*\*{NUMBER} páginas\*\*.*mais {NUMBER} clientes"
    )
    assert many["clientes"].paginas.shape == (count, pages)
    assert len(many["novos"].y) == new


def test_no_page_goes_with_the_purchase_beyond_chance(right):
    """Of a thousand correlations of nothing, the largest is some three and a half deviations."""
    clients = right["invente"](4000, 3)

    def deviations(columns):
        y, columns = clients.y - clients.y.mean(), columns - columns.mean(axis=0)
        lengths = np.linalg.norm(y) * np.linalg.norm(columns, axis=0)
        return np.abs(y @ columns / lengths) * math.sqrt(len(y))

    assert deviations(clients.paginas).max() < 5
    known = np.where(
        np.isnan(clients.numeros), np.nanmean(clients.numeros, axis=0), clients.numeros
    )
    assert deviations(known).min() > 10


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
