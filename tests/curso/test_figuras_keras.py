"""The drawings of the Keras lab."""

from __future__ import annotations

import figuras_keras as figuras
import numpy as np
import pytest
from drawings import assert_renders

IMAGES = np.random.default_rng(0).integers(0, 256, (7, 28, 28)).astype(np.uint8)
RIGHT, GUESSED = list("abcdefg"), list("abcdefx")

DRAWINGS = {
    "rede": lambda: figuras.rede([1, 3, 3], ["peso", "oculta", "A, B, C"]),
    "tres_descidas": lambda: figuras.tres_descidas({"lote": [1, 0.5], "um a um": [1, 0.1]}),
    "imagens_previstas": lambda: figuras.imagens_previstas(IMAGES, RIGHT, GUESSED),
    "curvas_de_ativacao": figuras.curvas_de_ativacao,
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_figure_renders_without_a_word_and_stays_closed(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


def test_what_was_guessed_wrong_stands_in_red():
    said = [text for ax in DRAWINGS["imagens_previstas"]().axes for text in ax.texts]
    red = [text.get_text() for text in said if text.get_color() == figuras.VERMELHO]
    assert red == ["x"]
