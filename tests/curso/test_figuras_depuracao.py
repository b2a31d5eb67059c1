"""The drawings of the debugging lab."""

from __future__ import annotations

import figuras_depuracao as figuras
import numpy as np
import pytest
from drawings import assert_renders

X = np.random.default_rng(0).uniform(-2, 2, size=(2, 30))
Y = (X[:1] > 0).astype(float)
MODELS = {"certa": lambda points: (points[:1] > 0) * 1.0, "errada": lambda points: 0 * points[:1]}

DRAWINGS = {
    "mapa": figuras.mapa,
    "quem_ve_o_que": figuras.quem_ve_o_que,
    "regioes": lambda: figuras.regioes(MODELS, X, Y),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_figure_renders_without_a_word_and_stays_closed(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


def test_the_table_shows_every_measure():
    shown = [text.get_text() for text in figuras.quem_ve_o_que().axes[0].texts]
    for fault, measures in figuras.MEDIDAS.items():
        assert fault in shown
        assert all(measure in shown for measure in measures)


def test_boxes_of_the_map_do_not_overlap():
    patches = figuras.mapa().axes[0].patches
    boxes = [p.get_bbox() for p in patches if hasattr(p, "get_width")]
    assert len(boxes) == len(figuras.FUNCOES)
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])


def test_each_model_paints_its_own_panel():
    fig = figuras.regioes(MODELS, X, Y)
    assert [ax.get_title() for ax in fig.axes] == list(MODELS)
