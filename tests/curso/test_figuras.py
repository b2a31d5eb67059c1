"""The drawings of Lab 3: they render, say what they should, and show once in a notebook."""

import figuras_rede_densa as figuras
import numpy as np
import pytest
from drawings import assert_renders

DRAWINGS = {
    "fluxo_da_rede": figuras.fluxo_da_rede,
    "camada_para_tras": figuras.camada_para_tras,
    "vetorizacao": figuras.vetorizacao,
    "rede": lambda: figuras.rede([12288, 20, 7, 5, 1], "quatro camadas"),
    "sinais": lambda: figuras.sinais(
        {"a": [0.5, 0.1, 1e-7], "b": [0.5, 0.4]}, {"a": [1e-6, 0.1], "b": [0.4]}
    ),
    "erro_por_epsilon": lambda: figuras.erro_por_epsilon({0.1: 1e-2, 1e-6: 1e-10, 1e-12: 1e-4}),
    "derivadas": figuras.derivadas,
    "galeria": lambda: figuras.galeria(np.zeros((7, 4, 4, 3), dtype=np.uint8), ["gato"] * 7),
}


def texts(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


@pytest.mark.parametrize("name", DRAWINGS)
def test_renders_without_warnings_and_leaves_nothing_open(name, recwarn):
    assert_renders(DRAWINGS[name], recwarn)


ORDINARY = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.mark.parametrize("name", ["sinais", "erro_por_epsilon"])
def test_a_power_of_ten_is_written_at_its_place(name):
    for ax in DRAWINGS[name]().axes:
        assert len(ax.get_yticks()) > 3
        for place, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True):
            exponent = label.get_text().removeprefix("10").translate(ORDINARY)
            assert 10.0 ** int(exponent) == pytest.approx(place)


def test_column_follows_the_order_numpy_stores():
    """The same bytes as an array: pixel by pixel, red, green and blue together."""
    column = [t for t in figuras.vetorizacao().axes[0].texts if t.get_position()[0] == 14.3]
    numbers = [int(t.get_text()) for t in column if t.get_text().isdigit()]
    assert numbers == [231, 42, 22, 12, 200, 8, 40, 51, 180, 90, 95, 99]


def test_flow_pairs_each_forward_block_with_a_cache_and_a_backward_block():
    words = texts(figuras.fluxo_da_rede())
    assert sum("LINEAR → " in word for word in words) == 3
    assert sum(" → LINEAR" in word for word in words) == 3
    assert [word for word in words if word.startswith("cache")] == ["cache 1", "cache 2", "cache L"]


@pytest.mark.parametrize("layers", [[2, 1], [12288, 7, 1], [5, 4, 3, 1]])
def test_network_labels_every_layer(layers):
    words = texts(figuras.rede(layers))
    for layer, neurons in enumerate(layers):
        assert f"$n^{{[{layer}]}}={neurons}$" in words
    assert sum("SIGMOID" in word for word in words) == 1


def test_a_network_is_described_and_not_its_drawing():
    _, metadata = figuras.rede([5, 4, 1])._repr_mimebundle_()
    assert metadata["image/png"]["alt"].startswith("Os neurônios de uma rede")


def test_each_derivative_is_the_slope_of_the_function_drawn_with_it():
    for ax in figuras.derivadas().axes:
        function, derivative = (line.get_ydata() for line in ax.lines[:2])
        z = ax.lines[0].get_xdata()
        slope = np.gradient(function, z)
        smooth = np.abs(z) > 0.05  # the corner of the ReLU is left out
        np.testing.assert_allclose(derivative[smooth], slope[smooth], atol=1e-3)


def test_gallery_accepts_no_images():
    """A network without mistakes still gets a figure, of nothing."""
    assert len(figuras.galeria([], []).axes) == 6
