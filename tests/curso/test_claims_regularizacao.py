"""What the regularization lab says beside its long trainings: those are in test_claims.py."""

from __future__ import annotations

import contextlib
import inspect
import io
import math
import os
import re
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
import reg_utils
import treinos_juntos
from experiments import COURSE, REAL, prose
from labs import has_keras

from gabarito.checks import verificador
from gabarito.course.reference import reference_namespace

os.environ.setdefault("KERAS_BACKEND", "torch")  # as the lab's own cell

NAME = "regularizacao"
TEXT = prose(NAME)
KINDS = ["sintéticos", "originais"]
LOADERS = {"load_fsf_dataset": "fsf.npz", "load_2D_dataset": "data.mat"}


@pytest.fixture(autouse=True)
def shipped(monkeypatch):
    """The lab's judge imports what the release ships under that name."""
    monkeypatch.setitem(sys.modules, "verificador", verificador)


@pytest.fixture(scope="module")
def names():
    return reference_namespace(COURSE.lab(NAME))


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def plays(loader, kind):
    """The four arrays of a file, its notice and its figure left out."""
    folder = COURSE.synthetic_data if kind == "sintéticos" else REAL
    if not (folder / LOADERS[loader]).is_file():
        pytest.skip(f"needs the real file {LOADERS[loader]} in {REAL}")
    with contextlib.redirect_stdout(io.StringIO()):
        return getattr(reg_utils, loader)(folder)


def read(pattern):
    """The numbers of the only place of the text that is written so, as floats."""
    (found,) = re.findall(pattern, TEXT)
    parts = found if isinstance(found, tuple) else (found,)
    return [float(re.sub(r"\{,\}|,", ".", part).replace(" ", "")) for part in parts]


def cell(opening):
    """The source of the only code cell that has these words."""
    cells = [one.source for one in COURSE.lab(NAME).parse().cells if one.cell_type == "code"]
    (found,) = [source for source in cells if opening in source]
    return found


def printed(opening, names, capsys, **more):
    space = dict(names) | more
    exec(cell(opening), space)
    return capsys.readouterr().out, space


# --- the plays --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("loader", LOADERS)
def test_balls_to_the_left_and_above_are_france_s_and_a_slanted_strip_is_a_matter_of_luck(
    loader, kind
):
    """Of the quarter of the plays that is farthest that way, nine in ten or more are."""
    X, Y, *_ = plays(loader, kind)
    order = np.argsort(X[1] - X[0])
    quarter = len(order) // 4
    right_below, left_above = Y[0, order[:quarter]], Y[0, order[-quarter:]]
    assert left_above.mean() > 0.9
    assert right_below.mean() < 0.1
    middle = Y[0, order[quarter:-quarter]]
    assert 0.2 < middle.mean() < 0.8
    assert "Quase todas as bolas que caem à esquerda e em cima ficam com a França" in TEXT


def test_numbers_of_plays_add_up():
    everything, train, test = read(
        r"anotou (\d+) chutes .* São (\d+) para treinar e (\d+) para testar"
    )
    X, _, test_X, _ = plays("load_fsf_dataset", "sintéticos")
    assert (X.shape[1], test_X.shape[1], train + test) == (train, test, everything)
    more, bigger = read(r"traz outras (\d+) jogadas de treino e \*\*(\d+) de teste")
    X, _, test_X, _ = plays("load_2D_dataset", "sintéticos")
    assert (X.shape[1], test_X.shape[1]) == (more, bigger)
    whole, part, rest = read(
        r"Das (\d+) de treino, a célula separa (\d+) .* treina com as outras (\d+)"
    )
    assert part + rest == whole == more
    assert f"ordem[:{part:.0f}], ordem[{part:.0f}:]" in cell("candidatos = treine_juntas(")


def test_the_network_of_127_parameters(names):
    parameters = names["initialize_parameters"]([2, 20, 3, 1])
    assert sum(value.size for value in parameters.values()) == read(r"= (127)\$ parâmetros")[0]


def test_each_layer_of_the_network_that_stalled_multiplied_the_signal_by_the_told_share():
    said = (COURSE.lab(NAME).checks / "perguntas.toml").read_text("utf-8")
    share = float(re.search(r"multiplicava o sinal por uns (0,\d+);", said)[1].replace(",", "."))
    factors = [0.01 * n**0.5 for n in (20, 7, 5)]
    assert sum(factors) / 3 == pytest.approx(share, abs=5e-3)


# --- L2 ---------------------------------------------------------------------------------


def test_the_small_penalty_by_hand_is_the_function_s(names):
    told = read(r"14\{,\}25 = (0\{,\}1425)\$")[0]
    weights = {"W1": [[1.0, -2.0]], "W2": [[3.0]], "W3": [[0.5]]}
    parameters = {name: np.array(value) for name, value in weights.items()}
    parameters |= {f"b{n}": np.full((1, 1), 9.0) for n in (1, 2, 3)}
    A3, Y = np.full((1, 5), 0.5), np.array([[1, 0, 1, 1, 0]])
    cost = names["compute_cost_with_regularization"](A3, Y, parameters, 0.1)
    assert cost - math.log(2) == pytest.approx(told)
    layers = [np.array(W) for W in weights.values()]
    assert sum(np.linalg.norm(W, "fro") ** 2 for W in layers) == pytest.approx(14.25)
    assert "o quadrado da **norma de Frobenius**" in TEXT
    share = 9 / 14.25
    assert 0.6 < share < 2 / 3
    assert "O peso 3, sozinho, responde por quase dois terços dela" in TEXT


def test_the_square_of_the_sum_lets_opposite_weights_go_free(names):
    W = np.array([[3.0, -3.0]])
    assert np.sum(W) ** 2 == 0
    assert np.sum(W**2) == 18
    assert "um peso 3 e um peso −3 não pagariam nada" in TEXT


def test_a_weight_that_the_data_ignore_decays_as_told(names):
    alpha, lambd, m, loss, factor = read(
        r"\$\\alpha = (\S+?)\$, \$\\lambda = (\S+?)\$ e \$m = (\d+)\$, e o fator é "
        r"\$1 - (\S+) = (\S+?)\$"
    )
    assert alpha * lambd / m == pytest.approx(loss)
    after, base, power = read(
        r"um peso 2 .* vale (0,\d+) depois de 1000 iterações e \$(\d) \\cdot 10\^\{(-14)\}\$ depois"
    )
    assert 2 * factor**1000 == pytest.approx(after, abs=5e-5)
    assert 2 * factor**30000 == pytest.approx(base * 10**power, rel=0.1)
    W = np.array([[2.0]])
    ones = np.ones((1, 1))
    cache = (ones, ones, W, ones, ones, ones, W, ones, ones, ones, W, ones)
    grads = names["backward_propagation_with_regularization"](ones, ones, cache, lambd)
    step = (W - alpha * grads["dW3"]).item()  # A3 is Y: the data say nothing
    assert step == pytest.approx(2 * (1 - alpha * lambd))


def test_the_judge_of_l2_approves_the_reference_and_sees_a_wrong_cost_in_the_weights(names, capsys):
    out, space = printed("def confira_gradientes", names, capsys)
    assert re.findall(r" (ok|confira!)$", out, re.MULTILINE) == ["ok"] * 6
    space["compute_cost_with_regularization"] = lambda A3, Y, p, lambd: names[
        "compute_cost_with_regularization"
    ](A3, Y, p, 2 * lambd)
    exec(cell("def confira_gradientes"), space)
    verdicts = dict(re.findall(r"^(\w\d) .* (ok|confira!)$", capsys.readouterr().out, re.MULTILINE))
    assert {name for name, verdict in verdicts.items() if verdict != "ok"} == {"W1", "W2", "W3"}
    assert "uma diferença grande pode vir de qualquer uma delas" in TEXT


@pytest.mark.parametrize(
    ("strength", "wrong", "seen"),
    [
        ("0.7", "grads - 0.1 * data", True), ("1e9", "grads - 0.1 * data", False),
        ("0.7", "data", True), ("1e-9", "data", False),
    ],
)  # fmt: skip
def test_an_enormous_or_a_tiny_penalty_hides_a_mistake_from_the_judge(
    strength, wrong, seen, names, capsys
):
    """A tenth of the data's part is lost, or the whole part of the penalty."""
    right = names["backward_propagation_with_regularization"]

    def mistaken(X, Y, cache, lambd):
        grads, data = right(X, Y, cache, lambd), right(X, Y, cache, 0)
        space = {"grads": None, "data": None}
        return {name: eval(wrong, {}, space | {"grads": grads[name], "data": data[name]})
                for name in grads}  # fmt: skip

    space = dict(names) | {"backward_propagation_with_regularization": mistaken}
    exec(cell("def confira_gradientes").replace("lambd=0.7", f"lambd={strength}"), space)
    verdicts = dict(re.findall(r"^(W\d) .* (ok|confira!)$", capsys.readouterr().out, re.MULTILINE))
    assert {*verdicts.values()} == {"confira!" if seen else "ok"}
    assert "um enorme esconderia um erro na parcela dos dados; um minúsculo, um erro na da" in TEXT


def test_an_enormous_penalty_leaves_the_same_answer_everywhere():
    X, Y, *_ = plays("load_fsf_dataset", "sintéticos")
    with contextlib.redirect_stdout(io.StringIO()):
        plain, enormous = treinos_juntos.treine_juntas(X, Y, (0, 200), num_iterations=1000)
    answers = [reg_utils.forward_propagation(X, one.parameters)[0] for one in (plain, enormous)]
    assert np.ptp(answers[0]) > 0.5
    assert np.ptp(answers[1]) < 1e-6
    assert answers[1].mean() == pytest.approx(Y.mean(), abs=1e-3)
    assert max(np.abs(enormous.parameters[W]).max() for W in ("W1", "W2", "W3")) < 1e-3


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_cost_goes_up_with_the_penalty_as_the_two_tables_have_it(kind, names):
    X, Y, *_ = plays("load_fsf_dataset", kind)
    first = re.findall(rf"\| {kind} \| (0,\d{{6}}) \|", TEXT)
    p = names["initialize_parameters"]([2, 20, 3, 1])
    A3, _ = reg_utils.forward_propagation(X, p)
    cost = names["compute_cost_with_regularization"]
    costs = [cost(A3, Y, p, lambd) for lambd in (0, 0.7)]
    assert costs == pytest.approx([float(one.replace(",", ".")) for one in first[:2]], abs=5e-7)
    assert costs[0] < costs[1] < cost(A3, Y, p, 1.4)
    assert "com um λ maior, o primeiro custo tem de **subir**" in TEXT


@pytest.mark.slow(reason="trains two networks for some seconds")
@pytest.mark.parametrize("kind", KINDS)
def test_with_the_penalty_the_answer_changes_slowly_from_a_place_to_the_next(kind):
    X, Y, *_ = plays("load_fsf_dataset", kind)
    with contextlib.redirect_stdout(io.StringIO()):
        networks = treinos_juntos.treine_juntas(X, Y, (0, 0.7), num_iterations=15000)
    x, y = np.meshgrid(np.linspace(-0.86, 0.40, 200), np.linspace(-0.74, 0.70, 200))
    points = np.vstack([x.ravel(), y.ravel()])
    answers = [
        reg_utils.forward_propagation(points, one.parameters)[0].reshape(x.shape)
        for one in networks
    ]
    plain, penalized = (np.abs(np.diff(answer, axis=1)).max() for answer in answers)
    assert plain > 2 * penalized
    assert "a saída muda devagar de um ponto do campo para o vizinho" in TEXT


def test_l2_pushes_a_weight_of_3_thirty_times_as_much_and_only_l1_zeroes_the_small_one():
    big, small, times = 3.0, 0.1, {"trinta": 30}
    (word,) = re.findall(r"um \$w = 3\$, (\w+) vezes mais que um \$w = 0\{,\}1\$", TEXT)
    assert big / small == pytest.approx(times[word])
    strength, l1, l2 = 0.01, np.array([big, small]), np.array([big, small])
    for _ in range(50):
        l1 = np.sign(l1) * np.maximum(np.abs(l1) - strength, 0)
        l2 = l2 - strength * l2
    assert l1[1] == 0 < l1[0]
    assert (l2 > 0).all()
    assert l2[0] / l2[1] == pytest.approx(big / small)


def test_the_likeliest_weights_under_a_normal_prior_have_the_least_cost(names):
    """Minus the logarithm of the posterior, over m, is the cost, but for a constant."""
    lambd, differences = 0.7, []
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(2, 9)), (rng.random((1, 9)) < 0.5) * 1.0
    for seed in (1, 2):
        drawn = np.random.default_rng(seed)
        p = {f"W{n}": drawn.normal(size=s) for n, s in ((1, (4, 2)), (2, (3, 4)), (3, (1, 3)))}
        p |= {f"b{n}": np.zeros((s, 1)) for n, s in ((1, 4), (2, 3), (3, 1))}
        A3, _ = reg_utils.forward_propagation(X, p)
        weights = np.concatenate([p[f"W{n}"].ravel() for n in (1, 2, 3)])
        prior = -0.5 * lambd * weights**2 - 0.5 * np.log(2 * np.pi / lambd)
        likelihood = np.log(np.where(Y == 1, A3, 1 - A3))
        posterior = -(likelihood.sum() + prior.sum()) / Y.shape[1]
        differences.append(posterior - names["compute_cost_with_regularization"](A3, Y, p, lambd))
    assert differences[0] == pytest.approx(differences[1])


# --- dropout ----------------------------------------------------------------------------


def test_the_mean_is_kept_by_the_division_and_lost_without_it(names, capsys):
    with_it, without = read(r"= (3)\$, o mesmo de antes\. Sem a divisão, seria .*? = (2\{,\}4)\$")
    out, _ = printed("mantido = ", names, capsys)
    said = dict(re.findall(r"^(com|sem) a divisão: (\S+)$", out, re.MULTILINE))
    assert float(said["com"]) == pytest.approx(with_it, abs=0.02)
    assert float(said["sem"]) == pytest.approx(without, abs=0.02)


def test_the_mask_by_hand_is_the_function_s(names, capsys):
    first, second = read(r"o resultado, \$\((\S+?);\\ 0;\\ (\S+?)\)\$")

    class Drawn(np.random.Generator):
        def random(self, *_):
            return np.array([[0.3, 0.9, 0.6]])

    drawn = Drawn(np.random.PCG64(0))
    A, D = names["dropout"](np.array([[2.0, 0.5, 1.0]]), 0.8, drawn)
    assert A.tolist() == [[first, 0, second]]
    assert D.tolist() == [[1, 0, 1]]
    out, _ = printed("ativacoes, sorteados", names, capsys)
    assert str([first, 0.0, second]) in out


def test_the_whole_network_answers_about_the_mean_of_the_drawn_ones(names):
    X, *_ = plays("load_fsf_dataset", "sintéticos")
    p, rng = names["initialize_parameters"]([2, 20, 3, 1]), np.random.default_rng(0)
    whole, (_, A1, *_) = reg_utils.forward_propagation(X, p)
    total = np.zeros_like(whole)
    for _ in range(400):
        hidden, _ = names["dropout"](A1, 0.86, rng)
        hidden, _ = names["dropout"](np.maximum(p["W2"] @ hidden + p["b2"], 0), 0.86, rng)
        total += reg_utils.sigmoid(p["W3"] @ hidden + p["b3"])
    assert np.abs(total / 400 - whole).max() < 0.1 * np.ptp(whole)
    assert "mais ou menos, a média das respostas das redes que o sorteio poderia dar" in TEXT


@pytest.mark.parametrize("p", [0.95, 0.86, 0.7, 0.5, 0.2])
def test_the_dark_part_of_a_mask_is_p(names, p):
    _, D = names["dropout"](np.ones((20, 40)), p, rng=0)
    assert np.mean(D) == pytest.approx(p, abs=3 * (p * (1 - p) / 800) ** 0.5)
    assert f"{p}" in cell("sorteadas = {")


def test_a_gradient_goes_back_through_the_mask_as_by_hand(names):
    told = read(r"= \((0\{,\}5);\\ 0\)\$")[0]
    mask, W = np.array([[1.0, 0.0]]), np.array([[1.0]])
    ones, zero = np.ones((1, 2)), np.zeros((1, 1))
    A3, Y = np.array([[0.4, 0.0]]), np.array([[0.0, 1.0]])  # dZ3 is 0.4 and -1, W3 is 1
    cache = (ones, ones, ones, W, zero, ones, mask, ones, W, zero, ones, A3, W, zero)
    grads = names["backward_propagation_with_dropout"](ones, Y, cache, 0.8)
    assert grads["dA2"].tolist() == [[told, 0]]


def test_with_a_fixed_seed_the_judge_of_dropout_makes_sense(names, capsys):
    _, space = printed("def confira_gradientes", names, capsys)
    exec(cell("forward_propagation_with_dropout(X_juiz"), space)
    verdicts = re.findall(r" (ok|confira!)$", capsys.readouterr().out, re.MULTILINE)
    assert verdicts == ["ok"] * 6
    call = names["forward_propagation_with_dropout"]
    once, twice = (call(space["X_juiz"], space["rede_juiz"], 0.7)[0] for _ in range(2))
    np.testing.assert_array_equal(once, twice)


def test_masks_of_two_iterations_are_the_same(names):
    X, *_ = plays("load_fsf_dataset", "sintéticos")
    network = names["initialize_parameters"]([2, 20, 3, 1])
    call = names["forward_propagation_with_dropout"]
    first, second = (call(X[:, :40], network, 0.86)[1] for _ in range(2))
    for place in (1, 6):
        np.testing.assert_array_equal(first[place], second[place])
    assert len(first) == read(r"O cache tem (\d+) elementos, nesta ordem")[0]


def test_other_masks_on_the_way_back_have_the_right_shape_and_wrong_values(names):
    given = names["backward_propagation_with_dropout_test_case"]()
    right = names["backward_propagation_with_dropout"](*given, keep_prob=0.8)
    _, Y, cache = given
    dA2 = cache[12].T @ (cache[11] - Y)
    wrong = dA2 * (np.random.default_rng(0).random(cache[7].shape) < 0.8) / 0.8
    assert wrong.shape == right["dA2"].shape
    assert not np.allclose(wrong, right["dA2"])


@pytest.mark.slow(reason="trains two networks for ten seconds")
def test_the_last_digit_of_a_number_changes_a_training_with_dropout(names):
    """Which is why no later cost is told: another computer rounds otherwise."""
    X, Y, *_ = plays("load_fsf_dataset", "sintéticos")
    costs = [[], []]
    for inputs, found in zip((X, np.nextafter(X, 9)), costs, strict=True):
        names["model"](
            inputs, Y, keep_prob=0.86, print_cost=False, num_iterations=10001, costs=found
        )
    assert costs[0][0] == pytest.approx(costs[1][0], abs=1e-12)
    assert abs(costs[0][10] - costs[1][10]) > 1e-6
    assert "basta para mudá-los" in TEXT


# --- what figures tell ------------------------------------------------------------------


def test_standard_errors_are_those_of_the_text(names):
    q, n, error = read(r"com \$q = (\S+?)\$ e \$n = (\d+)\$, são (0,\d+), ou umas duas jogadas e")
    assert (q * (1 - q) / n) ** 0.5 == pytest.approx(error, abs=5e-4)
    assert n * error == pytest.approx(2.5, abs=0.25)
    (bigger,) = read(r"O erro-padrão de cada coluna é de cerca de (0,\d+), e as")
    assert math.sqrt(0.92 * 0.08 / 200) == pytest.approx(bigger, abs=5e-4)
    rows = re.findall(r"\| (?:originais|sintéticos) \| teste \| (\S+) \| (\S+) \| (\S+) \|", TEXT)
    assert len(rows) == 2
    for plain, *others in ([float(one.replace(",", ".")) for one in row] for row in rows):
        for other in others:
            assert 0.75 < (other - plain) / bigger < 2.25
    assert "as vantagens são de uma ou duas vezes isso" in TEXT


def test_the_test_of_signs_is_the_exact_one(names):
    from scipy.stats import binomtest

    for one, other in ((2, 9), (0, 5), (3, 7), (1, 1)):
        assert names["p_valor"](one, other) == pytest.approx(binomtest(one, one + other).pvalue)
    assert names["p_valor"](2, 9) == pytest.approx(read(r"67/2048 = (0\{,\}065)\$")[0], abs=5e-4)
    assert names["p_valor"](0, 5) == read(r"0 contra 5 dá (0,0625)")[0]


@pytest.mark.slow(reason="trains six networks for ten seconds")
@pytest.mark.parametrize("kind", KINDS)
def test_on_the_right_of_the_valley_both_curves_rise_and_on_the_left_what_was_held_out_does(kind):
    """With the values that the text suggests, besides the two given."""
    suggested = [
        float(one) for one in re.search(r"`([\d., ]+)` dizem mais que", TEXT)[1].split(", ")
    ]
    lambdas = sorted({0, 0.7, *suggested})
    X, Y, *_ = plays("load_2D_dataset", kind)
    order = np.random.default_rng(5).permutation(Y.size)
    held_out, rest = order[:53], order[53:]
    networks = treinos_juntos.treine_juntas(
        X[:, rest], Y[:, rest], lambdas, validacao=(X[:, held_out], Y[:, held_out])
    )
    train, held = ([getattr(one, of)[-1] for one in networks] for of in ("treino", "validacao"))
    least = int(np.argmin(held))
    assert 0 < lambdas[least] < max(lambdas)
    assert held[0] > 1.2 * held[least]
    assert train[-1] > 1.2 * train[least]
    assert held[-1] > 1.2 * held[least]
    assert "À direita do vale as duas curvas sobem juntas" in TEXT
    assert "À esquerda, a validação volta a subir" in TEXT


def test_networks_trained_together_go_through_as_many_iterations_as_told():
    given = inspect.signature(treinos_juntos.treine_juntas).parameters
    told = read(r"com cinco sementes, (10 000) iterações cada")[0]
    assert given["num_iterations"].default == told
    assert len(re.search(r"sementes = \((.*)\)", cell("sementes = ("))[1].split(",")) == 5
    assert given["camadas"].default == (20, 3, 1)  # one of three is a third


# --- what the libraries do --------------------------------------------------------------

needs_keras = pytest.mark.skipif(not has_keras(), reason="needs Keras and PyTorch; make keras")


@needs_keras
@pytest.mark.slow(reason="imports Keras")
def test_the_frameworks_agree(names, capsys):
    out, _ = printed("nosso = backward_propagation_with_regularization", names, capsys)
    said = out.replace(",", ".")
    rows = re.findall(r"^(um grupo só|dois grupos) +dW1: (\S+) +db1: (\S+)$", said, re.MULTILINE)
    steps = {way: (float(dW1), float(db1)) for way, dW1, db1 in rows}
    assert max(*steps["dois grupos"], steps["um grupo só"][0]) < 1e-9
    X, _, cache = names["backward_propagation_with_regularization_test_case"]()
    shrunk = 0.7 / X.shape[1] * np.abs(cache[3]).max()
    assert steps["um grupo só"][1] == pytest.approx(shrunk, rel=0.04)  # told with two digits
    assert "com tudo em um grupo só, $db^{[1]}$ ganha uma parcela que não é sua" in TEXT
    theirs, ours = re.search(r"em Keras e aqui: (\S+) (\S+)", out).groups()
    assert (float(theirs), float(ours)) == pytest.approx((1 / 0.86, 1 / 0.86), abs=1e-4)
    means = re.search(r"em média: +(\S+) (\S+)", out).groups()
    assert [float(one) for one in means] == pytest.approx([1, 1], abs=0.011)


@needs_keras
@pytest.mark.slow(reason="imports Keras")
def test_the_table_of_both_libraries_is_right():
    import keras

    W, lambd, m = np.array([[1.0, -2.0], [3.0, 0.5]], "float32"), 0.1, 5
    penalty = float(keras.regularizers.L2(lambd / (2 * m))(keras.ops.convert_to_tensor(W)))
    assert penalty == pytest.approx(lambd / (2 * m) * np.sum(W**2))
    layer, ones = keras.layers.Dropout(rate=0.14), np.ones((1, 5000), "float32")
    seen = keras.ops.convert_to_numpy(layer(ones, training=True))
    assert np.mean(seen == 0) == pytest.approx(0.14, abs=0.03)
    model = keras.Sequential([keras.Input((5000,)), layer])
    np.testing.assert_array_equal(model.predict(ones, verbose=0), ones)
    assert "`kernel_regularizer=L2(lambd / (2 * m))`" in TEXT


@needs_keras
@pytest.mark.slow(reason="imports Keras")
def test_biases_stay_out_in_keras_and_in_two_groups_of_pytorch():
    import keras
    import torch

    dense = keras.layers.Dense(2, kernel_regularizer=keras.regularizers.L2(0.5))
    dense.build((None, 3))
    dense.set_weights([np.zeros((3, 2)), np.full(2, 9.0)])
    assert not keras.ops.convert_to_numpy(sum(dense.losses))
    assert "`kernel_regularizer` só mexe em $W$" in TEXT

    (call,) = re.findall(r"```python\s+(SGD\(.*?\))\s+```", TEXT)
    for one, (w, b) in {
        call: (1.8, 2),
        "SGD(tudo, lr=taxa, weight_decay=lambd / m)": (1.8, 1.8),
    }.items():
        pesos, vieses = (torch.full((1,), 2.0, requires_grad=True) for _ in range(2))
        (0 * (pesos + vieses)).sum().backward()
        space = {"pesos": [pesos], "vieses": [vieses], "tudo": [pesos, vieses], "taxa": 1}
        eval(one, {"SGD": torch.optim.SGD, "lambd": 0.5, "m": 5} | space).step()
        assert (pesos.item(), vieses.item()) == pytest.approx((w, b))
    assert "o `weight_decay` do PyTorch encolhe **também os vieses**" in TEXT


@needs_keras
@pytest.mark.slow(reason="imports PyTorch")
def test_weight_decay_is_the_penalty_but_for_adamw():
    import torch

    assert torch.nn.Dropout(p=0.14).eval()(torch.ones(50)).sum() == 50
    decay, X = 0.3, torch.linspace(-1, 1, 12).reshape(4, 3)

    def after(optimizer, penalized, **options):
        W = torch.tensor([[2.0, -1.0, 0.5]], requires_grad=True)
        steps = optimizer([W], lr=0.1, **options)
        for _ in range(3):
            steps.zero_grad()
            loss = (X @ W.T).square().mean() + (decay / 2 * W.square().sum() if penalized else 0)
            loss.backward()
            steps.step()
        return W.detach().numpy()

    optim = torch.optim
    for one in (optim.SGD, optim.Adam):
        np.testing.assert_allclose(
            after(one, True), after(one, False, weight_decay=decay), rtol=1e-5
        )
    shrunk = after(optim.AdamW, False, weight_decay=decay)
    assert not np.allclose(shrunk, after(optim.AdamW, True, weight_decay=0), rtol=1e-2)
    assert "o `weight_decay` de `Adam` ainda é a penalidade L2" in TEXT
