"""The drawings of the regularization lab: the field, the boundaries, the network, the weights."""

from itertools import pairwise

import campo_de_futebol as futebol
import figuras_regularizacao as figuras
import matplotlib.pyplot as plt
import numpy as np
import pytest
import reg_utils
import treinos_juntos
from drawings import assert_renders
from matplotlib.colors import to_hex

X = np.array([[-0.5, -0.1, 0.2], [0.3, 0.0, -0.4]])
Y = np.array([[1.0, 0.0, 0.0]])
MODELS = {"a": reg_utils.initialize_parameters([2, 20, 3, 1])}
TWO = MODELS | {"b": {name: value / 10 for name, value in MODELS["a"].items()}}
NETWORK = treinos_juntos.Treino(0, 3, treino=[0.7, 0.4, 0.3], validacao=[0.7, 0.5, 0.6])
MASK = np.array([[1, 0, 1], [0, 1, 1]])

DRAWINGS = {
    "redes_apagadas": figuras.redes_apagadas,
    "mascaras": lambda: figuras.mascaras({"1ª": MASK, "2ª": MASK == 1}),
    "uma fronteira": lambda: figuras.fronteiras(MODELS, X, Y),
    "duas fronteiras": lambda: figuras.fronteiras(TWO, X, Y),
    "pesos": lambda: figuras.pesos(TWO),
    "curvas": lambda: figuras.curvas({"λ = 0": NETWORK}, a_cada=500),
    "por_lambda": lambda: figuras.por_lambda([NETWORK]),
}


def colours_of_curves(n):
    (ax,) = figuras.curvas({f"λ = {k}": NETWORK for k in range(n)}, a_cada=500).axes
    return [to_hex(line.get_color()) for line in ax.lines[::2]]


def test_with_and_without_the_penalty_have_the_colours_of_the_weights_figure():
    (ax,) = figuras.pesos(TWO).axes
    bars = [to_hex(bars[0].get_facecolor()) for bars in ax.containers]
    assert colours_of_curves(2) == bars


def test_many_curves_have_as_many_colours():
    assert len(set(colours_of_curves(6))) == 6


@pytest.mark.parametrize("name", DRAWINGS)
def test_renders_without_warnings_and_leaves_nothing_open(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


def test_what_training_ended_with_is_drawn_from_the_least_penalty_to_the_greatest():
    ends = {10: (0.4, 0.5), 0: (0.1, 0.3), 0.7: (0.2, 0.2)}
    networks = [
        treinos_juntos.Treino(lambd, 3, treino=[0.7, train], validacao=[0.7, held_out])
        for lambd, (train, held_out) in ends.items()
    ]
    (ax,) = figuras.por_lambda(networks).axes
    solid, dashed = ax.lines
    assert (solid.get_linestyle(), dashed.get_linestyle()) == ("-", "--")
    for line, place in ((solid, 0), (dashed, 1)):
        assert [*line.get_xdata()] == [0, 0.7, 10]
        assert [*line.get_ydata()] == [ends[lambd][place] for lambd in (0, 0.7, 10)]
    assert [text.get_text() for text in ax.get_legend().texts] == ["treino", "validação"]


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def painted(ax):
    """The colour of each point of the field: 1 for France, 0 for the opponent."""
    return ax.collections[0].get_array()


def test_plays_are_told_apart_by_colour_and_by_shape(ax):
    futebol.pontos(ax, X, Y)
    blue, red = ax.collections
    np.testing.assert_array_equal(blue.get_offsets(), X[:, :1].T)
    np.testing.assert_array_equal(red.get_offsets(), X[:, 1:].T)
    assert blue.get_facecolor().tolist() != red.get_facecolor().tolist()
    assert len(blue.get_paths()[0]) != len(red.get_paths()[0])


def test_the_keeper_s_side_is_the_left_one(ax):
    futebol.campo(ax)
    (label,) = ax.texts
    assert label.get_text() == "goleiro da França"
    assert label.get_position()[0] < futebol.ESQUERDA < futebol.DIREITA


def test_field_holds_the_plays_of_both_data_sets(ax):
    """Ranges of the real files, as their manifest's readers see them."""
    for x, y in ((-0.794, -0.658), (0.297, 0.598)):
        assert futebol.ESQUERDA < x < futebol.DIREITA
        assert futebol.EMBAIXO < y < futebol.EM_CIMA


def test_boundary_paints_what_the_model_answers(ax):
    """`model` gets points as rows; left of zero is France's here."""
    seen = []

    def model(points):
        seen.append(points.shape)
        return points[:, 0] < 0

    futebol.plot_decision_boundary(model, X, Y, ax)
    ((k, two),) = seen
    colours = painted(ax)
    assert (k, two) == (colours.size, 2)
    left = np.linspace(futebol.ESQUERDA, futebol.DIREITA, colours.shape[1]) < 0
    np.testing.assert_array_equal(colours, np.broadcast_to(left, colours.shape))


def test_boundary_is_drawn_in_the_current_axes_too(ax):
    reg_utils.plot_decision_boundary(lambda points: points[:, :1].T < 0, X, Y)
    assert ax.collections


@pytest.mark.parametrize("answer", [0, 1])
def test_a_model_of_one_answer_has_no_boundary(answer, ax, recwarn):
    futebol.plot_decision_boundary(lambda points: np.full(len(points), answer), X, Y, ax)
    assert set(painted(ax).flat) == {answer}
    assert [str(w.message) for w in recwarn if w.category is UserWarning] == []


def test_each_model_paints_its_own_panel():
    fig = figuras.fronteiras(TWO, X, Y)
    assert [ax.get_title() for ax in fig.axes] == ["a", "b"]
    for ax, parameters in zip(fig.axes, TWO.values(), strict=True):
        columns = np.linspace(futebol.ESQUERDA, futebol.DIREITA, 400)
        row = np.vstack([columns, np.full(400, futebol.EMBAIXO)])
        np.testing.assert_array_equal(painted(ax)[0], reg_utils.predict_dec(parameters, row)[0])


def test_off_neurons_are_crossed_out_and_unconnected():
    ax = figuras.redes_apagadas().axes[0]
    crosses = sum(len(off) for off in figuras.APAGADOS)
    neurons = len(figuras.APAGADOS) * sum(figuras.CAMADAS)
    assert len(ax.collections) == neurons + crosses
    expected = 0
    for off in figuras.APAGADOS:
        on = [n - sum(layer == i for i, _ in off) for layer, n in enumerate(figuras.CAMADAS)]
        expected += sum(a * b for a, b in pairwise(on))
    assert len(ax.lines) == expected
    assert all(layer in (1, 2) for off in figuras.APAGADOS for layer, _ in off)


def test_first_neuron_of_a_mask_is_on_top():
    ax = figuras.mascaras({"m": MASK}).axes[0]
    np.testing.assert_array_equal(ax.collections[0].get_array(), MASK[::-1])


def test_bars_are_the_sums_of_squares():
    ax = figuras.pesos(TWO).axes[0]
    heights = [bar.get_height() for container in ax.containers for bar in container]
    expected = [np.sum(p[f"W{n}"] ** 2) for p in TWO.values() for n in (1, 2, 3)]
    np.testing.assert_allclose(heights, expected)
