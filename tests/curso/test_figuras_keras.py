"""The drawings of the Keras lab."""

from __future__ import annotations

import io

import figuras_keras as figuras
import numpy as np
import pytest
from drawings import assert_renders

IMAGES = np.random.default_rng(0).integers(0, 256, (7, 28, 28)).astype(np.uint8)
RIGHT, GUESSED = list("abcdefg"), list("abcdefx")

DRAWINGS = {
    "rede": lambda: figuras.rede([1, 3, 3], ["peso", "oculta", "A, B, C"]),
    "tres_descidas": lambda: figuras.tres_descidas({"lote": [1, 0.5], "um a um": [1, 0.1]}),
    "treino_e_validacao": lambda: figuras.treino_e_validacao([2, 0.5, 0.1], [1, 0.4, 0.6]),
    "imagens_previstas": lambda: figuras.imagens_previstas(IMAGES, RIGHT, GUESSED),
    "antes_e_depois": lambda: figuras.antes_e_depois(IMAGES, IMAGES[:, ::2, ::2]),
    "curvas_de_ativacao": figuras.curvas_de_ativacao,
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_figure_renders_without_a_word_and_stays_closed(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


def test_the_lowest_loss_of_validation_is_marked_where_it_is():
    (ax,) = DRAWINGS["treino_e_validacao"]().axes
    training, validation, lowest = ax.lines
    assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    assert lowest.get_xydata().tolist() == [[2, 0.4]]


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_is_told_of_a_figure_has_no_code_in_it(name):
    _, metadata = DRAWINGS[name]()._repr_mimebundle_()
    assert not set("`{}_") & set(metadata["image/png"]["alt"])


def test_what_was_guessed_wrong_stands_in_red():
    said = [text for ax in DRAWINGS["imagens_previstas"]().axes for text in ax.texts]
    red = [text.get_text() for text in said if text.get_color() == figuras.VERMELHO]
    assert red == ["x"]


def test_what_was_guessed_is_nearer_to_its_image_than_to_what_stands_below():
    figure = DRAWINGS["imagens_previstas"]()
    figure.savefig(io.BytesIO())  # where things stand is known once they are drawn
    first, below = figure.axes[0], figure.axes[5]
    guessed = first.texts[0].get_window_extent()
    own = first.get_window_extent().y0 - guessed.y1
    assert 0 <= own < 0.5 * (guessed.y0 - below.title.get_window_extent().y1)


def test_images_that_nobody_has_classified_have_one_word_each():
    figure = figuras.imagens_previstas(IMAGES, RIGHT)
    assert [ax.title.get_text() for ax in figure.axes[:7]] == RIGHT
    assert not any(ax.texts for ax in figure.axes)
