"""The drawings of the CNN lab: they render, say what they should, and show once in a notebook."""

import figuras_cnn as figuras
import numpy as np
import pytest
from cena import cena
from drawings import assert_renders

DRAWINGS = {
    "camadas": figuras.camadas,
    "lenet": figuras.lenet,
    "padding": figuras.padding,
    "janela": figuras.janela,
    "pooling": figuras.pooling,
    "pooling_para_tras": figuras.pooling_para_tras,
    "convolucao_para_tras": figuras.convolucao_para_tras,
    "janelas_em_linhas": figuras.janelas_em_linhas,
    "filtro_aprendido": lambda: figuras.filtro_aprendido({"a": np.eye(3)}, [1.0, 0.1]),
    "mapas": lambda: figuras.mapas([np.eye(4), -np.eye(4), np.zeros((2, 3))], ["a", "b", "c"]),
    "contagens": lambda: figuras.contagens({"a": np.eye(3, dtype=int), "b": 9 * np.eye(3)}),
    "tempos": lambda: figuras.tempos((16, 32), {"laços": [0.01, 0.04], "vetorizada": [1e-4, 3e-4]}),
}


def words(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def numbers(fig):
    """What stands in the cells of a drawing, as numbers, in the order drawn."""
    plain = [word.replace("−", "-").replace(",", ".") for word in words(fig)]
    return [float(word) for word in plain if word.lstrip("-").replace(".", "", 1).isdigit()]


@pytest.mark.parametrize("name", DRAWINGS)
def test_renders_without_warnings_and_leaves_nothing_open(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


def test_rows_of_windows_times_the_filter_are_the_responses():
    """The text's own numbers: rows, filter, products."""
    shown = numbers(figuras.janelas_em_linhas())
    assert shown[6:14] == [1, 2, 3, 1, 2, 0, 1, 4]
    assert shown[14:18] == [1, -1, 2, 0]
    assert shown[18:] == [5, 4]


def test_learned_weights_are_written_with_a_decimal_comma():
    fig = figuras.filtro_aprendido({"a": [[-1.0, 0.0, 1.25]] * 3}, [1.0, 0.01])
    assert words(fig)[:3] == ["−1,00", "0,00", "1,25"]
    fig = figuras.filtro_aprendido({"a": [[-0.001, -0.0, -0.5]] * 3}, [1.0, 0.01])
    assert words(fig)[:3] == ["0,00", "0,00", "−0,50"]


def test_padding_shows_the_front_channel_before_and_after():
    shown = numbers(figuras.padding())
    inside = np.arange(1, 10)
    assert shown[:9] == list(inside)
    assert shown[9:] == list(np.pad(inside.reshape(3, 3), 2).ravel())


def test_lenet_shows_the_shapes_that_its_layers_give():
    """By the rule of the sizes, from 28 by 28; the dense ones as wide as the text says."""
    side, shapes = 28, ["28 × 28 × 1"]
    for f, pad, stride, channels in ((5, 2, 1, 6), (2, 0, 2, 6), (5, 0, 1, 16), (2, 0, 2, 16)):
        side = (side + 2 * pad - f) // stride + 1
        shapes.append(f"{side} × {side} × {channels}")
    assert words(figuras.lenet())[:8] == [*shapes, "120", "84", "10"]


def test_counts_stand_in_their_pixels():
    assert numbers(DRAWINGS["contagens"]()) == [*np.eye(3).ravel(), *9 * np.eye(3).ravel()]


def test_window_is_named_by_its_four_corners():
    corners = {"vert_start = 2", "vert_end = 5", "horiz_start = 4", "horiz_end = 7", "stride = 2"}
    assert corners <= set(words(figuras.janela()))


def test_pooling_draws_the_maxima_and_means_of_its_own_image():
    blocks = figuras.IMAGEM.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)
    expected = [*figuras.IMAGEM.ravel(), *blocks.max(axis=1), *blocks.mean(axis=1)]
    assert numbers(figuras.pooling()) == expected


def test_pooling_backward_parts_add_up_to_the_gradient():
    shown = numbers(figuras.pooling_para_tras())  # "1/4" is no number here
    assert shown[:4] == [2, 5, 7, 1]
    assert shown[4:] == [0, 0, 1, 0, 2, 0, 0, 2, 0, 2, 0.5, 0.5, 0.5, 0.5]


def test_convolution_backward_totals_are_those_of_the_text():
    shown = numbers(figuras.convolucao_para_tras())
    assert shown[-10:] == [0.5, -1.5, 1, 1, -2, 0, -1.5, 1, 0.5, -3.5]


def test_maps_with_negatives_are_centred_on_white():
    positive, signed, flat = (ax.images[0] for ax in DRAWINGS["mapas"]().axes[:3])
    assert (positive.get_cmap().name, positive.get_clim()) == ("gray", (0, 1))
    assert (signed.get_cmap().name, signed.get_clim()) == ("RdBu_r", (-1, 1))
    assert flat.get_clim() == (0, 1)


@pytest.mark.parametrize("side", [16, 64, 256])
def test_scene_is_gray_and_has_edges_both_ways(side):
    image = cena(side)
    assert image.shape == (side, side)
    assert 0 <= image.min() < image.max() <= 1
    for axis in (0, 1):
        assert np.abs(np.diff(image, axis=axis)).max() > 0.3


def test_scene_is_the_same_every_time():
    np.testing.assert_array_equal(cena(32), cena(32))
    assert cena(32) is not cena(32)
