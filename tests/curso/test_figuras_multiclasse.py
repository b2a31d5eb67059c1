"""The drawings of Lab 3, Part 2: they render, say what they should, and show once."""

import figuras_multiclasse as figuras
import numpy as np
import pytest
from drawings import assert_renders

SCORES, PROBABILITIES = [2, 1, 0], [0.6652, 0.2447, 0.09]
DRAWINGS = {
    "rede_softmax": lambda: figuras.rede_softmax(SCORES, PROBABILITIES, [0, 1, 0]),
    "barras_softmax": lambda: figuras.barras_softmax(SCORES, PROBABILITIES),
    "curva_da_perda": lambda: figuras.curva_da_perda([0.98, 0.24, 0.01]),
    "perda_saturada": figuras.perda_saturada,
    "acuracias": lambda: figuras.acuracias({"a": (0.8, 0.7), "b": (0.7, 0.7)}),
    "preparo_sem_vazamento": figuras.preparo_sem_vazamento,
    "confusao": lambda: figuras.confusao([[5, 1], [0, 7]], ["a", "b"]),
    "digitos": lambda: figuras.digitos(np.zeros((7, 64)), ["é 0"] * 7),
    "pesos_por_classe": lambda: figuras.pesos_por_classe(np.ones((64, 10)), 8),
}


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


@pytest.mark.parametrize("name", DRAWINGS)
def test_renders_without_warnings_and_leaves_nothing_open(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


def test_network_shows_scores_probabilities_and_label():
    words = texts(DRAWINGS["rede_softmax"]())
    assert {"2", "1", "0", "0,6652", "0,2447", "0,0900", "$y$ = (0, 1, 0)"} <= set(words)
    assert {"$z_0$", "$z_1$", "$z_2$", "$p_0$", "$p_1$", "$p_2$"} <= set(words)


def test_bars_are_as_high_as_the_numbers():
    left, right = DRAWINGS["barras_softmax"]().axes
    assert [bar.get_height() for bar in left.patches] == SCORES
    assert [bar.get_height() for bar in right.patches] == PROBABILITIES


def test_points_lie_on_the_loss_curve():
    assert texts(DRAWINGS["curva_da_perda"]()) == [
        "p = 0,98: perda 0,02",
        "p = 0,24: perda 1,43",
        "p = 0,01: perda 4,61",
    ]


def test_nothing_is_drawn_beyond_probability_one():
    (ax,) = DRAWINGS["curva_da_perda"]().axes
    assert max(line.get_xdata().max() for line in ax.lines) <= 1


def test_exact_loss_grows_where_the_other_saturates():
    exact, saturated, ceiling = figuras.perda_saturada().axes[0].lines
    assert exact.get_ydata()[-1] == pytest.approx(40)
    assert saturated.get_ydata().max() < ceiling.get_ydata()[0] == pytest.approx(18.4207, abs=1e-4)


def test_bars_are_the_measured_accuracies():
    (ax,) = DRAWINGS["acuracias"]().axes
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([80, 70, 70, 70])
    assert texts(ax.figure) == ["80,0 %", "70,0 %", "70,0 %", "70,0 %"]


def test_learned_values_go_from_training_to_test_only():
    words = texts(figuras.preparo_sem_vazamento())
    assert words.count("aplica") == 3
    assert sum(word.startswith("fit_transform") for word in words) == 1


def test_confusion_writes_each_count_in_its_place():
    ax = DRAWINGS["confusao"]().axes[0]
    written = {text.get_position(): text.get_text() for text in ax.texts}
    assert written == {(0, 0): "5", (1, 0): "1", (1, 1): "7"}  # (predicted, true)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]


def test_confusion_without_mistakes_is_drawn_too():
    assert len(texts(figuras.confusao(np.diag([3, 4]), "ab"))) == 2


def test_weights_of_a_class_are_its_column():
    W = np.arange(640.0).reshape(64, 10)
    images = [ax.images[0].get_array() for ax in figuras.pesos_por_classe(W, 8).axes]
    np.testing.assert_array_equal(images[3], W[:, 3].reshape(8, 8))
