"""What the text of the convolution lab says, each figure and each comparison, holds."""

from __future__ import annotations

import importlib.util
import re

import numpy as np
import pytest
from experiments import COURSE, prose, run, tells

from gabarito.course.known_answers import load_mistakes

NAME = "cnn_passo_a_passo"
TEXT = prose(NAME)
pytestmark = pytest.mark.slow(reason="runs the lab's experiments, some ten seconds")


@pytest.fixture(scope="module")
def cnn(tmp_path_factory):
    return run(NAME, tmp_path_factory.mktemp("cnn"))


def conv(cnn, image, kernel, bias=0.0, stride=1, pad=0):
    """The reference convolution of one image of one channel, as a matrix."""
    A = np.array(image, float)[np.newaxis, :, :, np.newaxis]
    W = np.array(kernel, float)[:, :, np.newaxis, np.newaxis]
    b = np.full((1, 1, 1, 1), bias)
    return cnn["conv_forward"](A, W, b, {"stride": stride, "pad": pad})[0][0, :, :, 0]


# --- padding, windows, sizes ------------------------------------------------------------


def test_a_dense_neuron_has_as_many_weights_as_the_photo_has_numbers():
    assert 64 * 64 * 3 == 12288
    assert "12 288 pesos" in TEXT


def test_twenty_layers_without_border_leave_24_pixels_of_64(cnn):
    side = 64
    for _ in range(20):
        side = (side - 3) // 1 + 1
    assert side == 24
    assert "fica com 62 por 62, e 20 camadas depois com 24 por 24" in TEXT
    assert conv(cnn, np.zeros((64, 64)), np.zeros((3, 3))).shape == (62, 62)


@pytest.mark.parametrize("f", [1, 3, 5])
def test_half_a_filter_of_border_keeps_the_size(cnn, f):
    assert conv(cnn, np.zeros((6, 7)), np.zeros((f, f)), pad=(f - 1) // 2).shape == (6, 7)


def test_a_corner_enters_one_window_and_the_middle_nine(cnn):
    cache = (np.zeros((1, 7, 7, 1)), np.ones((3, 3, 1, 1)), 0, {"stride": 1, "pad": 0})
    windows = cnn["conv_backward"](np.ones((1, 5, 5, 1)), cache)[0][0, :, :, 0]
    assert windows[0, 0] == 1
    assert windows[3, 3] == 9


def test_one_position_by_hand_with_one_channel_and_with_two(cnn):
    first, second = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 2]])
    weights, more = np.array([[1, 0], [0, -1]]), np.array([[2, 1], [0, -1]])
    bias = np.full((1, 1, 1), 0.5)
    step = cnn["conv_single_step"]
    one = step(first[..., np.newaxis], weights[..., np.newaxis], bias)
    two = step(np.stack([first, second], -1), np.stack([weights, more], -1), bias)
    assert "= -2{,}5$" in TEXT
    assert "0{,}5 = -3{,}5$" in TEXT
    assert [one, two] == [-2.5, -3.5]


def test_a_number_of_three_axes_is_no_float_any_more():
    with pytest.raises(TypeError):
        float(np.ones((1, 1, 1)))


def test_sizes_of_the_worked_example_and_the_row_that_no_window_sees(cnn):
    assert conv(cnn, np.zeros((6, 7)), np.zeros((3, 3)), stride=2).shape == (2, 3)
    assert conv(cnn, np.zeros((6, 7)), np.zeros((3, 3)), stride=2, pad=1).shape == (3, 4)
    cache = (np.zeros((1, 6, 7, 1)), np.ones((3, 3, 1, 1)), 0, {"stride": 2, "pad": 0})
    windows = cnn["conv_backward"](np.ones((1, 2, 3, 1)), cache)[0][0, :, :, 0]
    assert np.flatnonzero(windows.sum(axis=1) == 0).tolist() == [5]


def test_the_convolution_by_hand(cnn):
    image = [[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]]
    found = conv(cnn, image, [[1, 0], [0, -1]], 0.5, stride=2)
    assert found.tolist() == [[0.5, -1.5], [-0.5, 1.5]]
    assert r"0{,}5 & -1{,}5 \\ -0{,}5 & 1{,}5" in TEXT


# --- what filters and pooling see -------------------------------------------------------


def sides(cnn, name):
    """A filter's map around the four sides of the square, each side's middle third."""
    response = cnn["mapas"][0, :, :, list(cnn["filtros"]).index(name)]
    inside = np.argwhere(cnn["imagem"] == 0.9)
    (top, left), (bottom, right) = inside.min(axis=0) - 1, inside.max(axis=0) - 1
    third = (bottom - top) // 3
    middle = slice(top + third, bottom - third)
    return {
        "top": response[top - 3 : top + 3, middle],
        "bottom": response[bottom - 3 : bottom + 3, middle],
        "left": response[middle, left - 3 : left + 3],
        "right": response[middle, right - 3 : right + 3],
    }


def test_each_sobel_filter_misses_the_sides_along_which_it_subtracts(cnn):
    for name, seen in (
        ("borda vertical", ("left", "right")),
        ("borda horizontal", ("top", "bottom")),
    ):
        strength = {side: np.abs(part).max() for side, part in sides(cnn, name).items()}
        for side, value in strength.items():
            assert (value > 1) == (side in seen)
            assert side in seen or value < 0.05


def test_the_laplacian_sees_four_sides_each_with_both_signs(cnn):
    for part in sides(cnn, "laplaciano").values():
        assert part.min() < -0.3
        assert part.max() > 0.3


def test_where_the_image_is_smooth_only_the_blur_answers(cnn):
    corner = cnn["mapas"][0, :4, :4]
    for k, name in enumerate(cnn["filtros"]):
        assert (np.abs(corner[..., k]).max() > 0.1) == (name == "borrão")


def test_pooling_by_hand(cnn):
    A = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])[None, :, :, None]
    first = [cnn["pool_forward"](A, {"f": 2, "stride": 2}, m)[0][0, 0, 0, 0] for m in MODES]
    assert first == [2, 1]


MODES = ("max", "average")


def test_the_maximum_keeps_more_contrast_than_the_mean(cnn):
    for name in ("vertical", "horizontal"):
        maps = [cnn["quadros"][f"{name}, {mode}"] for mode in MODES]
        assert np.std(maps[0]) > np.std(maps[1])


def test_a_photo_moved_by_a_pixel_changes_pooled_maps_less_and_the_mean_least(cnn):
    change = cnn["mudancas"]
    assert change["sem pooling"] == pytest.approx(0.7, abs=0.05)
    assert change["max"] / change["sem pooling"] == pytest.approx(0.5, abs=0.1)
    assert change["average"] < change["max"]


def test_each_position_sees_as_many_pixels_as_its_receptive_field(cnn):
    """Seen by the functions themselves: what changes when one pixel of a wide strip does."""
    rng = np.random.default_rng(0)
    W = rng.normal(size=(3, 3, 1, 1))
    b, plain = np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0}

    def layers(strip):
        first = cnn["conv_forward"](strip, W, b, plain)[0]
        pooled = cnn["pool_forward"](first, {"f": 2, "stride": 2}, "average")[0]
        return first, pooled, cnn["conv_forward"](pooled, W, b, plain)[0]

    strip = rng.normal(size=(1, 8, 24, 1))
    seen = [0, 0, 0]
    for column in range(24):
        other = strip.copy()
        other[:, :, column] += 1
        for k, (before, after) in enumerate(zip(layers(strip), layers(other), strict=True)):
            seen[k] += before[0, 0, 2, 0] != after[0, 0, 2, 0]
    assert seen == [3, 4, 8]
    assert "vê 3 pixels de largura" in TEXT
    assert "$3 + 1 = 4$" in TEXT
    assert r"$4 + 2 \cdot 2 = 8$" in TEXT


def test_two_filters_of_three_see_as_much_as_one_of_five_with_fewer_weights(cnn):
    """One pixel changed at a time, from the corner: how far a position of two layers sees."""
    W = cnn["sorteie"](4, (3, 3, 1, 1))[0]

    def two_layers(image):
        Z, b, plain = image[None, :, :, None], np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0}
        for _ in range(2):
            Z = cnn["conv_forward"](Z, W, b, plain)[0]
        return Z[0, 0, 0, 0]

    (image,) = cnn["sorteie"](5, (8, 8))
    spots = np.eye(64).reshape(64, 8, 8)
    seen = [k for k in range(64) if two_layers(image + spots[k]) != two_layers(image)]
    assert seen == [8 * row + column for row in range(5) for column in range(5)]
    assert r"$3 + 2 = 5$ pixels" in TEXT
    assert "com 18 pesos no lugar de 25" in TEXT


def test_the_judge_tells_its_measures_with_a_comma(cnn):
    told = re.findall(r"(\d\S*)   ok$", cnn["printed"], re.MULTILINE)
    assert len(told) == 3 * 3 + 4
    assert all(re.fullmatch(r"\d,\de[+-]\d\d", one) for one in told)


# --- the way back -----------------------------------------------------------------------


def test_gradients_by_hand(cnn):
    A = np.array([[1.0, 2, 0], [3, 1, 4]])[None, :, :, None]
    W = np.array([[1.0, -1], [2, 0]])[:, :, None, None]
    cache = (A, W, np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})
    dA, dW, db = cnn["conv_backward"](np.array([[[[0.5], [-1.0]]]]), cache)
    for name, found in (("dW", dW[:, :, 0, 0]), ("dA", dA[0, :, :, 0])):
        assert f"{name} = {found.tolist()}" in cnn["printed"]
    assert f"db = {db.item()}" in cnn["printed"]


def test_means_of_the_chained_example_are_the_text_s(cnn):
    said = re.search(r"As médias esperadas são `(\S+)`, `(\S+)` e `(\S+)`", TEXT).groups()
    for name, mean in zip(("dA_prev", "dW", "db"), said, strict=True):
        assert re.search(rf"{name} +formato .* média {re.escape(mean)}$", cnn["printed"], re.M)


def test_the_judge_approves_the_reference(cnn):
    verdicts = re.findall(r" (ok|confira!)$", cnn["printed"], re.MULTILINE)
    assert verdicts == ["ok"] * (3 * 3 + 4)


def test_the_judge_approves_whoever_ignores_the_stride_twice(cnn, capsys):
    names, mistakes = dict(cnn), load_mistakes(COURSE.lab(NAME))
    for mistake in ("conv_forward_ignora_stride", "conv_backward_ignora_stride"):
        exec(mistakes[mistake].source, names)
    step = names["conv_forward"]
    assert not np.allclose(step(*ARGUMENTS)[0], cnn["conv_forward"](*ARGUMENTS)[0])
    for name in ("confira_convolucao",):
        source = next(c.source for c in COURSE.lab(NAME).parse().cells if f"def {name}" in c.source)
        exec(source.partition("\n\n\nfor ")[0], names)
    names["confira_convolucao"](2, 1)
    assert re.findall(r" (ok|confira!)$", capsys.readouterr().out, re.MULTILINE) == ["ok"] * 3


ARGUMENTS = (
    np.arange(25.0).reshape(1, 5, 5, 1),
    np.arange(9.0).reshape(3, 3, 1, 1),
    np.zeros((1, 1, 1, 1)),
    {"stride": 2, "pad": 1},
)


def test_a_gradient_is_shared_in_equal_parts(cnn):
    assert cnn["distribute_value"](6, (2, 3)).ravel().tolist() == [1] * 6
    assert cnn["distribute_value"](-1, (2, 2)).ravel().tolist() == [-0.25] * 4
    assert r"$-0{,}25$" in TEXT


# --- filters learned --------------------------------------------------------------------


def test_one_iteration_by_hand(cnn):
    X = np.array([[1.0, 2, 0], [3, 1, 4]])[None, :, :, None]
    target = np.array([[[[1.0], [-1.0]]]])
    *_, costs = cnn["aprenda_filtros"](X, target, 2, {"stride": 1, "pad": 0}, 0.1, 2)
    once, *_ = cnn["aprenda_filtros"](X, target, 2, {"stride": 1, "pad": 0}, 0.1, 1)
    assert once.ravel() == pytest.approx([-0.1, 0.2, 0.2, -0.3])
    assert costs == pytest.approx([1, 0.1])
    assert "o custo caiu de 1 para 0,1" in TEXT


def test_a_filter_like_sobel_is_learned_from_zeros(cnn):
    learned = [*cnn["aprendidos"].values()][-1]
    assert cnn["alvo"].size == 484
    assert "484 posições" in TEXT
    assert cnn["custos"][-1] < cnn["custos"][0] / 400
    assert cnn["houve"] == "b"
    assert np.all(learned[:, 0] < -0.5)
    assert np.all(learned[:, 2] > 0.5)


def test_the_cost_falls_fast_at_first_and_then_ever_more_slowly(cnn):
    costs = np.log(cnn["custos"])
    assert costs[0] - costs[30] > 2 * (costs[269] - costs[299])


def test_some_directions_of_the_weights_hardly_change_the_answer(cnn):
    """The cost's curvature along the directions of the weights: squared singular values."""
    windows = np.lib.stride_tricks.sliding_window_view(cnn["pequena"][0, :, :, 0], (3, 3))
    values = np.linalg.svd(windows.reshape(484, 9), compute_uv=False) ** 2
    assert values[-1] < values[0] / 100


def test_the_true_convolution_flips_the_filter_first(cnn):
    rng = np.random.default_rng(1)
    image, kernel = rng.normal(size=(5, 6)), rng.normal(size=(3, 3))
    true = np.zeros((3, 4))
    for (i, j), (u, v) in ((p, q) for p in np.ndindex(3, 4) for q in np.ndindex(3, 3)):
        true[i, j] += image[i + 2 - u, j + 2 - v] * kernel[u, v]
    assert np.allclose(conv(cnn, image, kernel[::-1, ::-1]), true)


# --- without loops ----------------------------------------------------------------------


def test_the_windows_as_rows_by_hand(cnn):
    assert "$1 - 2 + 6 + 0 = 5$" in TEXT
    assert "$2 - 0 + 2 + 0 = 4$" in TEXT
    assert conv(cnn, [[1, 2, 0], [3, 1, 4]], [[1, -1], [2, 0]]).tolist() == [[5, 4]]


def test_without_loops_the_goal_of_ten_times_is_far_surpassed(cnn):
    assert cnn["iguais"]
    assert cnn["segundos"]["laços"][2] > 10 * cnn["segundos"]["vetorizada"][2]
    assert "meta de 10 vezes, com 64 × 64: alcançada" in cnn["printed"]


def test_a_convolution_of_one_pixel_is_a_dense_layer_at_each_position(cnn):
    A, W, b = cnn["sorteie"](3, (2, 4, 5, 3), (1, 1, 3, 6), (1, 1, 1, 6))
    found = cnn["conv_vetorizada"](A, W, b, {"stride": 1, "pad": 0})
    assert np.allclose(found, A @ W[0, 0] + b)


def test_a_convolution_of_one_pixel_by_hand_does_not_see_the_neighbours(cnn):
    pixel, weights = np.array([2.0, -1.0, 3.0]), np.array([1.0, 0.0, 2.0])
    image = np.concatenate(
        [np.zeros((1, 1, 1, 3)), pixel[None, None, None], np.ones((1, 1, 1, 3))], 2
    )
    plain = {"stride": 1, "pad": 0}
    Z, _ = cnn["conv_forward"](image, weights.reshape(1, 1, 3, 1), np.zeros((1, 1, 1, 1)), plain)
    assert Z[0, 0, :, 0].tolist() == [0, 8, 3]
    assert r"2 \cdot 1 - 1 \cdot 0 + 3 \cdot 2 = 8$" in TEXT


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_pytorch_agrees(cnn):
    assert len(re.findall(r" igual$", cnn["printed"], re.MULTILINE)) == 5


def test_loops_take_time_in_proportion_to_the_windows_and_the_product_starts_flat(cnn):
    windows = [(side - 2) ** 2 for side in cnn["lados"]]
    slow, fast = cnn["segundos"]["laços"], cnn["segundos"]["vetorizada"]
    assert 0.3 < (slow[3] / slow[1]) / (windows[3] / windows[1]) < 3
    assert fast[1] / fast[0] < 0.7 * windows[1] / windows[0]


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_lenet_has_the_shapes_of_the_formula_and_the_parameters_told(cnn):
    rows = re.findall(r"^(\w+) +\((.*?)\) +(\d+)$", cnn["printed"], re.MULTILINE)
    side, sides = 28, []
    for f, pad, stride in ((5, 2, 1), (2, 0, 2), (5, 0, 1), (2, 0, 2)):
        side = (side + 2 * pad - f) // stride + 1
        sides.append(side)
    shapes = [shape for name, shape, _ in rows if name in ("Conv2d", "MaxPool2d")]
    assert [int(shape.split(", ")[2]) for shape in shapes] == sides
    convolutions = [(5 * 5 * before + 1) * n for before, n in ((1, 6), (6, 16))]
    dense = [(before + 1) * n for before, n in ((16 * side * side, 120), (120, 84), (84, 10))]
    assert [int(count) for *_, count in rows if count != "0"] == convolutions + dense
    assert convolutions == [156, 2416]
    assert (dense[0], sum(convolutions + dense)) == (48_120, 61_706)
    assert round(100 * dense[0] / 61_706) == 78
    assert "156 e 2416 parâmetros; a primeira camada densa, 48 120 dos 61 706: 78 %" in TEXT


def test_numbers_are_told_with_a_comma():
    assert tells(r"são $0{,}25$", 0.25, 2)
    assert not tells("são 10,25", 0.25, 2)
