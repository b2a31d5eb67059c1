"""What the dense lab says that needs none of its long trainings: test_claims.py has the others."""

from __future__ import annotations

import contextlib
import io
import re

import numpy as np
import pytest
from experiments import COURSE, REAL, prose

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


# --- forward ----------------------------------------------------------------------------


def read(pattern):
    """The numbers of the only place of the text that is written so, as floats."""
    (found,) = re.findall(pattern, TEXT)
    parts = found if isinstance(found, tuple) else (found,)
    return [float(re.sub(r"\{,\}|,", ".", part).replace(" ", "")) for part in parts]


def column(*numbers):
    return np.array(numbers, float)[:, np.newaxis]


def test_a_neuron_by_hand_is_the_function_s(names):
    first, second = read(r"recebe dois ex.*?= (2\{,\}5)\$ para o primeiro e .*?= (-0\{,\}5)\$")
    A = np.array([[3.0, 0.0], [4.0, 1.0]])
    Z, _ = names["linear_forward"](A, np.array([[2.0, -1.0]]), np.array([[0.5]]))
    assert Z.tolist() == [[first, second]]
    row = read(r"\$3 \+ 4 - 1 = (6)\$ e \$0 \+ 1 - 1 = (0)\$")
    both, _ = names["linear_forward"](A, np.array([[2.0, -1.0], [1, 1]]), column(0.5, -1))
    assert both.tolist() == [[first, second], row]
    sigmoids = read(r"viram \$(0\{,\}\d+)\$ e \$(0\{,\}\d+)\$ na sigmoide")
    assert names["sigmoid"](Z)[0][0] == pytest.approx(sigmoids, abs=5e-5)
    assert names["relu"](Z)[0].tolist() == [[2.5, 0]]


def test_one_column_of_biases_is_added_to_every_example(names):
    Z, _ = names["linear_forward"](np.zeros((2, 5)), np.zeros((3, 2)), column(1, 2, 3))
    assert Z.tolist() == [[1] * 5, [2] * 5, [3] * 5]


def test_loops_give_the_same_numbers_more_than_a_hundred_times_slower(names, capsys):
    thousands = read(r"são (\d+) mil multiplicações")[0]
    neurons, inputs, examples = read(r"de (\d+) neurônios, (\d+) entradas e (\d+) exemplos são")
    assert neurons * inputs * examples == 1000 * thousands
    assert f"(({inputs:.0f}, {examples:.0f}), ({neurons:.0f}, {inputs:.0f})" in CODE
    exec(cell("def com_lacos"), dict(names) | {"palpite_laco": ""})
    printed = capsys.readouterr().out
    assert "mesmos números: sim" in printed
    assert re.search(r"O que houve: c, [\d ]+ vezes", printed)


def test_shapes_of_the_four_examples_are_those_of_the_table(names):
    (row,) = re.findall(r"em uma rede `\[5, 4, 3, 1\]` com 4 .*?\| Formato \|(.*?)\| E os", TEXT)
    told = re.findall(r"\((\d), (\d)\)", row)
    X, parameters = names["L_model_forward_test_case_2hidden"]()
    assert [W.shape[0] for name, W in parameters.items() if name[0] == "W"] == [4, 3, 1]
    AL, caches = names["L_modelo_forward"](X, parameters)
    shapes = [cache[0][0].shape for cache in caches] + [AL.shape]
    assert [(int(n), int(m)) for n, m in told] == shapes


def test_one_neuron_a_layer_by_hand_is_the_function_s(names):
    given = {"W1": [[0.5]], "b1": [[1.0]], "W2": [[-1.0]], "b2": [[1.0]]}
    AL, caches = names["L_modelo_forward"](
        np.array([[2.0]]), {name: np.array(value) for name, value in given.items()}
    )
    assert caches[1][0][0].tolist() == [[2]]
    assert AL.item() == pytest.approx(read(r"\\sigma\(-1\) \\approx (0\{,\}\d+)\$")[0], abs=5e-5)


def test_without_the_relu_two_layers_are_one_and_with_it_there_is_a_fold(names):
    rng = np.random.default_rng(0)
    X, W1, W2 = (rng.normal(size=shape) for shape in ((5, 9), (4, 5), (1, 4)))
    b1, b2 = rng.normal(size=(4, 1)), rng.normal(size=(1, 1))
    np.testing.assert_allclose(W2 @ (W1 @ X + b1) + b2, (W2 @ W1) @ X + (W2 @ b1 + b2))
    assert "é $(W^{[2]} W^{[1]})\\, X$ mais uma constante" in TEXT

    told = {
        2: read(r"Em \$x = 2\$ nada muda, \$z = .*? = (-1)\$") * 2,
        -4: read(r"Em \$x = -4\$, sem ela, \$z = .*? = (2)\$; com ela, .*?\$z = .*? = (1)\$:"),
    }
    p = {"W1": column(0.5), "b1": column(1), "W2": column(-1), "b2": column(1)}
    for x, (plain, folded) in told.items():
        _, caches = names["L_modelo_forward"](column(x), p)
        assert (-0.5 * x, caches[1][1].item()) == (plain, folded)


def test_one_hidden_layer_of_many_folds_imitates_a_wave_as_closely_as_one_likes():
    """Weights that are known to exist: each neuron is a fold, and changes the slope."""
    x, worst = np.linspace(-3, 3, 2000), []
    for folds in (10, 20, 40):
        places = np.linspace(-3, 3, folds + 1)
        slopes = np.diff(np.sin(3 * places)) / np.diff(places)
        hidden = np.maximum(x - places[:-1, np.newaxis], 0)
        answer = np.sin(-9) + np.diff(slopes, prepend=0) @ hidden
        worst.append(np.abs(answer - np.sin(3 * x)).max())
    assert worst[0] > 3 * worst[1] > 9 * worst[2]
    assert "**uma** camada oculta já imita qualquer função contínua" in TEXT


def test_the_cost_by_hand_is_the_function_s(names):
    told = read(r"isto é, \$(0\{,\}\d+)\$")[0]
    cost = names["custo"](np.array([[0.8, 0.9, 0.4]]), np.array([[1, 1, 0]]))
    assert cost == pytest.approx(told, abs=5e-5)
    half = names["custo"](np.full((1, 7), 0.5), np.array([[1, 0, 0, 1, 1, 0, 1]]))
    assert half == pytest.approx(read(r"paga \$\\ln 2 \\approx (0\{,\}\d+)\$")[0], abs=5e-5)


# --- backward ---------------------------------------------------------------------------


def test_the_transposes_are_the_sums_that_the_text_derives(names):
    rng = np.random.default_rng(3)
    dZ, A, W = (rng.normal(size=shape) for shape in ((3, 6), (4, 6), (3, 4)))
    dA, dW, _ = names["linear_backward"](dZ, (A, W, np.zeros((3, 1))))
    np.testing.assert_allclose(dW, np.einsum("ji,ki->jk", dZ, A) / 6)
    np.testing.assert_allclose(dA, np.einsum("jk,ji->ki", W, dZ))
    assert r"A média é $\frac{1}{m} \sum_i dZ_{ji} A_{ki}$" in TEXT
    assert r"$dA_{ki} = \sum_j W_{jk}\, dZ_{ji}$, que é $W^T dZ$" in TEXT


def test_the_linear_part_back_by_hand_is_the_function_s(names):
    dW, db = read(r"Então \$dW = .*? = (-1\{,\}25)\$, \$db = .*? = (-0\{,\}25)\$")
    cache = np.array([[3.0, 4.0]]), np.array([[2.0]]), np.array([[0.0]])
    found = names["linear_backward"](np.array([[0.5, -1.0]]), cache)
    assert [part.tolist() for part in found] == [[[1, -2]], [[dW]], [[db]]]


def test_another_name_is_no_copy_and_a_copy_is(names, capsys):
    exec(cell("apelido[0] = 99.0"), dict(names))
    assert capsys.readouterr().out.count("99., ") == 2
    shared = np.zeros(2)
    kept = (shared,)
    shared[0] = 1
    assert kept[0][0] == 1


def test_a_gradient_written_over_the_bias_trains_another_network(names):
    """Right numbers, no error; the update then takes the rate's share of the gradient itself."""

    def overwriting(dZ, cache):
        dA_prev, dW, db = right(dZ, cache)
        cache[2][...] = db
        return dA_prev, dW, cache[2]

    right, wrong = names["linear_backward"], dict(names)
    dZ, cache = names["linear_backward_test_case"]()
    db = right(dZ, cache)[2]
    for one, other in zip(right(dZ, cache), overwriting(dZ, cache), strict=True):
        np.testing.assert_array_equal(one, other)
    given, grads = {"W1": cache[1], "b1": cache[2]}, {"dW1": 0, "db1": db}
    step = names["atualize_parametros"](given, grads, 0.1)
    np.testing.assert_allclose(step["b1"], db - 0.1 * db)
    exec(cell("def linear_ativacao_backward"), wrong)
    exec(cell("def L_modelo_backward"), wrong)
    exec(cell("def L_layer_modelo"), wrong)
    wrong["linear_backward"] = overwriting
    (first, *_, last), theirs = trained(names), trained(wrong)
    assert theirs[-1] < theirs[0] == pytest.approx(first)
    assert abs(theirs[-1] - last) > 1e-3


def trained(functions):
    """Costs of the text's own small training with some notebook's functions."""
    X, parameters = functions["L_model_forward_test_case_2hidden"]()
    costs = []
    functions["L_layer_modelo"](
        X, np.array([[0, 1, 0, 1]]), [5, 4, 3, 1], 0.03, 201, False, parameters, costs
    )
    return costs


def test_a_gradient_of_all_biases_at_once_raises_nothing_and_is_wrong(names):
    dZ, cache = names["linear_backward_test_case"]()
    everything = np.sum(dZ) / dZ.shape[1]
    parameters = {"W1": cache[1], "b1": column(1, 2, 3)}
    moved = names["atualize_parametros"](parameters, {"dW1": 0, "db1": everything}, 0.1)["b1"]
    assert moved.shape == (3, 1)
    assert np.ptp(moved - column(1, 2, 3)) < 1e-12
    assert not np.allclose(everything, names["linear_backward"](dZ, cache)[2])


def test_the_derivative_of_the_sigmoid_is_a_quarter_at_most(names):
    steps = names["sigmoid_backward"](np.ones((1, 2001)), np.linspace(-5, 5, 2001)[np.newaxis])
    assert steps.max() == pytest.approx(read(r"que vale no máximo \$(0\{,\}25)\$")[0])
    places = ("sigmoid_backward", 0.0), ("relu_backward", 2.0), ("relu_backward", -1.0)
    back = [names[f](np.full((1, 1), 1.5), np.array([[z]])).item() for f, z in places]
    assert back == [read(r"0\{,\}25 = (0\{,\}375)\$; a ReLU")[0], 1.5, 0]
    assert names["relu_backward"](np.ones((1, 1)), np.zeros((1, 1))) == 0
    assert "em $z = 0$ não há derivada: o 0 é uma convenção" in TEXT


def test_a_neuron_that_is_off_for_every_example_gets_no_gradient_and_the_leaky_one_does(names):
    X = np.random.default_rng(0).random((2, 7))
    p = {"W1": np.array([[1.0, 1.0], [-1.0, -1.0]]), "b1": column(0, -0.1)}
    p |= {"W2": np.array([[1.0, 1.0]]), "b2": column(0)}
    AL, caches = names["L_modelo_forward"](X, p)
    grads = names["L_modelo_backward"](AL, np.zeros((1, 7)), caches)
    assert grads["dW1"][0].all()
    assert not grads["dW1"][1].any()
    assert grads["db1"][1] == 0
    leaky = p["W2"].T @ AL * np.where(caches[0][1] > 0, 1, 0.01)
    assert (leaky @ X.T)[1].all()
    assert "não recebe gradiente nenhum, e os pesos dele param: é uma **ReLU morta**" in TEXT


def test_the_short_cut_is_dZ_and_the_example_shows_that_it_is_not_dA(names):
    told, chain = read(r"no exemplo acima, \$(-0\{,\}2)\$ em vez de \$(-1\{,\}25)\$")
    AL, Y = np.array([[0.8]]), np.array([[1.0]])
    dAL = -(Y / AL - (1 - Y) / (1 - AL))
    assert dAL.item() == pytest.approx(chain)
    assert (AL - Y).item() == pytest.approx(told)
    for y, a in ((1, 0.8), (0, 0.8), (1, 0.3)):
        middle = -y * (1 - a) + (1 - y) * a
        assert -(y / a - (1 - y) / (1 - a)) * a * (1 - a) == pytest.approx(middle)
        assert middle == pytest.approx(a - y)
    assert r"= -y\,(1-a) + (1-y)\,a = a - y$" in TEXT
    Z = np.log(AL / (1 - AL))
    assert names["sigmoid_backward"](dAL, Z).item() == pytest.approx(told)
    AL, Y, caches = names["L_modelo_backward_teste"]()
    (A_prev, *_), Z = caches[-1]
    assert not np.allclose(names["sigmoid"](Z)[0], AL)
    short = (AL - Y.reshape(AL.shape)) @ A_prev.T / AL.shape[1]
    assert not np.allclose(short, names["L_modelo_backward"](AL, Y, caches)["dW2"])


def test_the_judge_approves_every_parameter_of_the_reference(names, capsys):
    exec(cell("def confira_gradientes"), dict(names))
    assert re.findall(r" (ok|confira!)$", capsys.readouterr().out, re.MULTILINE) == ["ok"] * 6
    assert "Abaixo de $10^{-6}$, está certo" in TEXT


def test_the_error_of_the_judge_is_a_valley(names, capsys):
    """It grows with the square of a large step, and with the inverse of a small one."""
    space = dict(names) | {"figuras": type("", (), {"erro_por_epsilon": staticmethod(dict)})}
    exec(cell("def confira_gradientes"), space)
    exec(cell("exato = ida_e_volta"), space)
    errors = [error for _, error in sorted(space["erros"].items())]  # from 1e-12 to 1e-1
    assert errors[-3] / errors[-4] == pytest.approx(100, rel=0.3)
    assert all(5 < errors[k] / errors[k + 2] < 2000 for k in (0, 2))
    assert errors[6] < 1e-7
    assert min(errors[0], errors[-1]) > 100 * errors[6]
    assert "por que $10^{-6}$ serve" in TEXT


def test_both_sides_are_worth_the_second_way_there(names):
    """A step ten times as large has ten times the error from one side, a hundred from both."""
    space = dict(names)
    exec(cell("def confira_gradientes"), space)
    X, Y, p = space["X_pequeno"], space["Y_pequeno"], space["rede_pequena"]
    exact = space["ida_e_volta"](X, Y, p)[2]["dW1"]
    place = np.unravel_index(np.abs(exact).argmax(), exact.shape)

    def cost(W1):
        return names["custo"](names["L_modelo_forward"](X, p | {"W1": W1})[0], Y)

    def errors(step):
        unit = np.zeros_like(exact)
        unit[place] = step
        ahead, here, behind = cost(p["W1"] + unit), cost(p["W1"]), cost(p["W1"] - unit)
        sides = (ahead - here) / step, (ahead - behind) / (2 * step)
        return np.abs(np.array(sides) - exact[place])

    assert errors(1e-2) / errors(1e-3) == pytest.approx([10, 100], rel=0.2)
    assert "com um lado só, o erro é da ordem de $\\varepsilon$; com os dois, de" in TEXT


def test_the_judge_does_not_see_what_comes_later_nor_what_both_ways_have_in_common(names, capsys):
    """A step forgotten, and an activation that is another one, there and back."""

    def doubled(Z):
        return 2 * np.maximum(Z, 0), Z

    def doubled_back(dA, Z):
        return 2 * dA * (Z > 0)

    space = reference_namespace(COURSE.lab(NAME))
    space["relu"], space["relu_backward"] = doubled, doubled_back
    space["atualize_parametros"] = lambda parametros, grads, learning_rate: parametros
    exec(cell("def confira_gradientes"), space)
    assert re.findall(r" (ok|confira!)$", capsys.readouterr().out, re.MULTILINE) == ["ok"] * 6
    assert "nem um erro que a ida e a volta tenham em comum" in TEXT


def test_the_other_answers_about_the_colleague_s_table_are_told_with_right_numbers():
    said = (COURSE.lab(NAME).checks / "perguntas.toml").read_text("utf-8")
    number = re.search(r"\|1 - 6\|/\(1 \+ 6\) = (0,\d+)", said)[1].replace(",", ".")
    assert float(number) == pytest.approx(5 / 7, abs=5e-3)
    assert "1/6 na camada 2, 1/36 na 1" in said


# --- update and model -------------------------------------------------------------------


def test_one_step_by_hand_is_the_function_s(names):
    told = read(r"passa a valer \$2 - .*? = (2\{,\}125)\$")[0]
    given = {"W1": np.array([[2.0]]), "b1": np.zeros((1, 1))}
    grads = {"dW1": np.array([[-1.25]]), "db1": np.zeros((1, 1))}
    assert names["atualize_parametros"](given, grads, 0.1)["W1"].item() == pytest.approx(told)


def test_a_whole_iteration_by_hand_is_the_model_s(names):
    answer, before = read(r"responde \$a = (0\{,\}5)\$ e paga \$(0\{,\}6931)\$")
    dz, dw, db = read(r"\$dz = (-0\{,\}5)\$, \$dw = .*? = (-1)\$ e \$db = (-0\{,\}5)\$")
    w, b = read(r"Depois do passo, \$w = (0\{,\}1)\$ e \$b = (0\{,\}05)\$")
    after_answer, after = read(r"\\sigma\(0\{,\}25\) = (\S+)\$ e o custo cai para \$(\S+?)\$")
    X, Y = np.array([[2.0]]), np.array([[1.0]])
    zeros = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))}
    AL, _, grads = both_ways(names, X, Y, zeros)
    assert [AL.item(), names["custo"](AL, Y)] == pytest.approx([answer, before], abs=5e-5)
    assert [AL.item() - 1, grads["dW1"].item(), grads["db1"].item()] == pytest.approx([dz, dw, db])
    end = names["L_layer_modelo"](X, Y, [1, 1], 0.1, 1, parametros=zeros)
    assert [end["W1"].item(), end["b1"].item()] == pytest.approx([w, b])
    AL, *_ = both_ways(names, X, Y, end)
    assert [AL.item(), names["custo"](AL, Y)] == pytest.approx([after_answer, after], abs=5e-5)


def both_ways(names, X, Y, parameters):
    AL, caches = names["L_modelo_forward"](X, parameters)
    return AL, caches, names["L_modelo_backward"](AL, Y, caches)


# --- images -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawings():
    import dados

    with contextlib.redirect_stdout(io.StringIO()):
        return dados.load_dataset(COURSE.synthetic_data)


def test_a_pixel_s_channel_goes_to_the_place_of_the_formula(names):
    place, value = read(
        r"vai para a posição \$\(64 .*? = (\d+)\$, e um byte 51 vira \$51/255 = (\S+?)\$"
    )
    image = np.zeros((1, 64, 64, 3), np.uint8)
    image[0, 1, 2, 1] = 51
    X = names["vetorize_imagens"](image)
    assert np.flatnonzero(X).tolist() == [place]
    assert X[int(place), 0] == pytest.approx(value)
    assert r"$(64\,i + j) \cdot 3 + c$" in TEXT


def test_asking_for_the_final_shape_at_once_mixes_the_images_without_any_error(names, drawings):
    images = drawings[0]
    mixed, right = images.reshape(-1, len(images)) / 255, names["vetorize_imagens"](images)
    assert mixed.shape == right.shape
    assert not np.allclose(mixed[:, 0], right[:, 0])


def test_the_columns_have_the_shapes_and_the_range_of_the_text(names, drawings):
    rows, train, same_rows, test = read(
        r"`treino_x` tem formato `\((\d+), (\d+)\)`, `teste_x` tem formato `\((\d+), (\d+)\)`"
    )
    for images, shape in ((drawings[0], (rows, train)), (drawings[2], (same_rows, test))):
        X = names["vetorize_imagens"](images)
        assert X.shape == shape
        assert 0 <= X.min() < X.max() <= 1
    assert [len(drawings[0]), len(drawings[2])] == read(r"(\d+) para treinar e (\d+) para testar")


# --- the size of the signal -------------------------------------------------------------


def size(array):
    return np.sqrt(np.mean(np.square(array)))


@pytest.mark.parametrize(("before", "n"), [(400, 60), (30, 500)])
def test_a_layer_multiplies_the_signal_and_the_gradient_by_the_roots_of_its_widths(before, n):
    rng = np.random.default_rng(0)
    W, a, dZ = (rng.normal(size=shape) for shape in ((n, before), (before, 300), (n, 300)))
    assert size(0.01 * W @ a) / size(a) == pytest.approx(0.01 * np.sqrt(before), rel=0.1)
    assert size(0.01 * W.T @ dZ) / size(dZ) == pytest.approx(0.01 * np.sqrt(n), rel=0.1)


def test_the_relu_throws_half_of_the_signal_away():
    z = np.random.default_rng(0).normal(size=100_000)
    assert size(np.maximum(z, 0)) ** 2 == pytest.approx(size(z) ** 2 / 2, rel=0.02)
    assert "porque a ReLU descarta metade do sinal" in TEXT


def test_the_measure_refuses_a_hundredth_and_accepts_widths_taken_into_account(names, drawings):
    X, Y = names["vetorize_imagens"](drawings[0]), drawings[1]
    deviations = {"0,01": lambda before, n: 0.01, "raiz": lambda before, n: before**-0.5}
    fits = {}
    for name, deviation in deviations.items():
        weights = names["sorteie_pesos"]([12288, 20, 7, 5, 1], deviation)
        forward, back = names["meca_fatores"](X, Y, weights)
        assert (len(forward), len(back)) == (4, 2)
        fits[name] = all(0.25 <= factor <= 4 for factor in (*forward, *back))
    assert fits == {"0,01": False, "raiz": True}


def test_a_signal_that_exploded_is_answered_with_0_or_1_and_has_no_cost(names):
    answers, _ = names["sigmoid"](np.array([[-1e15, 1e15]]))
    assert answers.tolist() == [[0, 1]]
    with np.errstate(all="ignore"):
        wrong = names["custo"](np.array([[1.0]]), np.array([[0.0]]))
        right = names["custo"](np.array([[1.0]]), np.array([[1.0]]))
    assert np.isinf(wrong)
    assert np.isnan(right)
    assert "responde exatamente 0 ou 1, e o custo é `inf` ou `nan`" in TEXT


def test_measures_of_the_open_question_s_answer_are_those_of_the_photos(names):
    if not all((REAL / f"{part}_catvnoncat.h5").is_file() for part in ("train", "test")):
        pytest.skip(f"needs the cats' photos in {REAL}")
    import dados

    with contextlib.redirect_stdout(io.StringIO()):
        photos, Y, *_ = dados.load_dataset(REAL)
    X = names["vetorize_imagens"](photos)

    def spread(parameters):
        return names["sinal_por_camada"](X, Y, parameters)[0]

    deep = spread(names["initialize_parametros"]([12288, 20, 7, 5, 1]))
    root = spread(names["initialize_parametros_raiz"]([12288, 20, 7, 5, 1]))
    shallow = spread(names["initialize_parametros"]([12288, 7, 1]))
    enter, base, power = read(
        r"cai de (0,\d+) na entrada para \$(\S+) \\cdot 10\^\{(-\d)\}\$ na saída"
    )
    assert deep[0] == pytest.approx(enter, abs=5e-3)
    assert deep[-1] == pytest.approx(base * 10**power, rel=0.02)
    assert root[-1] == pytest.approx(read(r"a saída ainda varia (0,\d+) entre fotos")[0], abs=5e-4)
    base, power = read(r"a saída varia \$(\S+) \\cdot 10\^\{(-4)\}\$ entre fotos")
    assert shallow[-1] == pytest.approx(base * 10**power, rel=0.01)
    forward = read(r"0\{,\}01\\sqrt\{n\}\$: (0,\d+), (0,\d+) e (0,\d+)")
    assert [0.01 * n**0.5 for n in (20, 7, 5)] == pytest.approx(forward, abs=5e-4)
    back = read(r"\((0,\d+), (0,\d+) e (0,\d+) da camada 4 à 2\)")
    assert [0.01 * n**0.5 for n in (1, 5, 7)] == pytest.approx(back, abs=5e-4)


def test_the_first_step_is_about_a_thousandth_of_the_weights_unless_they_are_hundredths(
    names, drawings
):
    X, Y, deep = names["vetorize_imagens"](drawings[0]), drawings[1], [12288, 20, 7, 5, 1]

    def steps(p):
        AL, caches = names["L_modelo_forward"](X, p)
        grads = names["L_modelo_backward"](AL, Y, caches)
        return [0.0075 * size(grads[f"dW{n}"]) / size(p[f"W{n}"]) for n in (1, 2, 3, 4)]

    base, power, least = read(
        r"vai de uns \$(\d) \\cdot 10\^\{(-\d)\}\$ a um centésimo; "
        r".*? não chega a \$10\^\{(-\d)\}\$"
    )
    root = steps(names["initialize_parametros_raiz"](deep))
    assert min(root) == pytest.approx(base * 10**power, rel=0.15)
    assert max(root) == pytest.approx(0.01, rel=0.15)
    assert steps(names["initialize_parametros"](deep))[0] < 10**least


def test_a_photo_of_one_s_own_is_shown_with_the_network_s_answer(names, tmp_path):
    from PIL import Image

    photo = tmp_path / "gato.png"
    Image.new("RGBA", (80, 50), (255, 0, 0, 255)).save(photo)
    shown = []
    space = dict(names) | {"display": shown.append, "parametros_raiz": {
        "W1": np.zeros((1, 12288)), "b1": np.full((1, 1), -np.log(3)),
    }}  # fmt: skip
    exec(cell("minha_foto").replace('minha_foto = ""', f"minha_foto = {str(photo)!r}"), space)
    (figure,) = shown
    assert figure.axes[0].get_title() == "gato: 25 %"
    assert space["foto"].shape == (1, 64, 64, 3)
