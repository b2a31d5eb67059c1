"""What the text of the convolution lab says, each figure and each comparison, holds."""

from __future__ import annotations

import importlib.util
import os
import re

import numpy as np
import pytest
from experiments import COURSE, prose, run, tells
from told import NUMBER, matrices, printed, told

from gabarito.checks import numerical_gradient
from gabarito.course.known_answers import load_mistakes
from gabarito.course.reference import reference_namespace

NAME = "cnn_passo_a_passo"
TEXT = prose(NAME)
WHY = "runs the lab's experiments, some ten seconds"


@pytest.fixture(scope="module", params=[pytest.param(NAME, marks=pytest.mark.slow(reason=WHY))])
def cnn(request, tmp_path_factory):
    return run(request.param, tmp_path_factory.mktemp("cnn"))


@pytest.fixture(scope="module")
def right():
    """The reference answers, and what the given cells define: nothing is run."""
    return reference_namespace(COURSE.lab(NAME))


def conv(right, image, kernel, bias=0.0, stride=1, pad=0):
    """The reference convolution of one image of one channel, as a matrix."""
    A = np.array(image, float)[np.newaxis, :, :, np.newaxis]
    W = np.array(kernel, float)[:, :, np.newaxis, np.newaxis]
    b = np.full((1, 1, 1, 1), bias)
    return right["conv_forward"](A, W, b, {"stride": stride, "pad": pad})[0][0, :, :, 0]


def agrees(found, label):
    """Fail unless the text prints the array found after the label, to the eighth place."""
    np.testing.assert_allclose(found, printed(TEXT, label), rtol=0, atol=6e-9, err_msg=label)


def reach(right, shape, f, stride, h, w):
    """Where the rows and the columns that the window (h, w) of an image reads begin and end."""
    cache = (np.zeros((1, *shape, 1)), np.ones((f, f, 1, 1)), 0, {"stride": stride, "pad": 0})
    dZ = np.zeros((1, *(1 + (side - f) // stride for side in shape), 1))
    dZ[0, h, w, 0] = 1
    read = np.nonzero(right["conv_backward"](dZ, cache)[0][0, :, :, 0])
    return [(axis.min(), axis.max() + 1) for axis in read]


# --- padding, windows, sizes ------------------------------------------------------------


def test_a_dense_neuron_has_as_many_weights_as_the_photo_has_numbers():
    assert 64 * 64 * 3 == 12288
    assert "12 288 pesos" in TEXT


def test_twenty_layers_without_border_leave_24_pixels_of_64(right):
    side = 64
    for _ in range(20):
        side = (side - 3) // 1 + 1
    assert side == 24
    assert "fica com 62 por 62, e 20 camadas depois com 24 por 24" in TEXT
    assert conv(right, np.zeros((64, 64)), np.zeros((3, 3))).shape == (62, 62)


@pytest.mark.parametrize("f", [1, 3, 5])
def test_half_a_filter_of_border_keeps_the_size(right, f):
    assert conv(right, np.zeros((6, 7)), np.zeros((f, f)), pad=(f - 1) // 2).shape == (6, 7)


def test_a_corner_enters_one_window_and_the_middle_nine(right):
    cache = (np.zeros((1, 7, 7, 1)), np.ones((3, 3, 1, 1)), 0, {"stride": 1, "pad": 0})
    windows = right["conv_backward"](np.ones((1, 5, 5, 1)), cache)[0][0, :, :, 0]
    assert windows[0, 0] == 1
    assert windows[3, 3] == 9


def test_one_position_by_hand_with_one_channel_and_with_two(right):
    first, second = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 2]])
    weights, more = np.array([[1, 0], [0, -1]]), np.array([[2, 1], [0, -1]])
    bias = np.full((1, 1, 1), 0.5)
    step = right["conv_single_step"]
    one = step(first[..., np.newaxis], weights[..., np.newaxis], bias)
    two = step(np.stack([first, second], -1), np.stack([weights, more], -1), bias)
    assert "= -2{,}5$" in TEXT
    assert "0{,}5 = -3{,}5$" in TEXT
    assert [one, two] == [-2.5, -3.5]


def test_a_number_of_three_axes_is_no_float_any_more():
    with pytest.raises(TypeError):
        float(np.ones((1, 1, 1)))


def test_sizes_of_the_worked_example_and_the_row_that_no_window_sees(right):
    assert conv(right, np.zeros((6, 7)), np.zeros((3, 3)), stride=2).shape == (2, 3)
    assert conv(right, np.zeros((6, 7)), np.zeros((3, 3)), stride=2, pad=1).shape == (3, 4)
    cache = (np.zeros((1, 6, 7, 1)), np.ones((3, 3, 1, 1)), 0, {"stride": 2, "pad": 0})
    windows = right["conv_backward"](np.ones((1, 2, 3, 1)), cache)[0][0, :, :, 0]
    assert np.flatnonzero(windows.sum(axis=1) == 0).tolist() == [5]


def test_the_convolution_by_hand(right):
    image = [[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]]
    found = conv(right, image, [[1, 0], [0, -1]], 0.5, stride=2)
    assert found.tolist() == [[0.5, -1.5], [-0.5, 1.5]]
    assert r"0{,}5 & -1{,}5 \\ -0{,}5 & 1{,}5" in TEXT


def test_what_np_pad_does_with_a_row_above_and_two_columns_at_the_right(cnn):
    wider = np.zeros((3, 4))
    wider[1:, :2] = [[1, 2], [3, 4]]
    assert str(wider) in cnn["printed"]
    assert "uma linha em cima e duas colunas à direita" in TEXT


def test_values_expected_of_the_border(right):
    (x,) = right["sorteie"](1, (4, 3, 3, 2))
    padded = right["zero_pad"](x, 2)
    assert f"formato de x: {x.shape} formato de x_pad: {padded.shape}" in TEXT
    agrees(x[1, 1], "x[1, 1]")
    assert told(TEXT, r"x_pad\[1, 1\]: (\d) linhas de zeros") == [len(padded[1, 1])]
    assert not padded[1, 1].any()
    assert padded[1, 3].tolist() == [[0, 0]] * 2 + x[1, 1].tolist() + [[0, 0]] * 2
    assert "x_pad[1, 3]: duas linhas de zeros, x[1, 1] e mais duas linhas de zeros" in TEXT
    sides, total = told(TEXT, r"Na figura, \$3 \+ (\d) \\cdot 2 = (\d)\$")
    assert total == 3 + sides * 2 == padded.shape[1]


def test_the_same_seed_draws_the_same_numbers(right):
    state = np.random.get_state()[1].copy()
    first, again = (right["sorteie"](1, (2, 3), (4,)) for _ in range(2))
    assert [a.tolist() for a in first] == [a.tolist() for a in again]
    assert [a.shape for a in first] == [(2, 3), (4,)]
    assert np.array_equal(np.random.get_state()[1], state)


def test_value_expected_of_one_position(right):
    arguments = right["sorteie"](1, (4, 4, 3), (4, 4, 3), (1, 1, 1))
    value = float(re.search(r"\(1, 1, 1\)\)`: `Z = (\S+)`", TEXT)[1])
    assert right["conv_single_step"](*arguments) == pytest.approx(value, abs=6e-12)


def test_a_bias_of_three_axes_stays_an_array_and_has_no_place_in_another(cnn):
    assert re.search(r"soma com o array: +\(1, 1, 1\)$", cnn["printed"], re.MULTILINE)
    assert re.search(r"soma com o número: +\(\)$", cnn["printed"], re.MULTILINE)
    with pytest.raises((TypeError, ValueError)):
        np.zeros((2, 2))[0, 0] = np.ones((1, 1, 1))


def test_the_table_of_windows_is_where_the_windows_of_the_figure_are(right):
    """An image of 5 by 7, f = 3 and stride 2: two windows down, three across."""
    columns = r"\| (\d) " * 5
    begins, ends = (told(TEXT, f"{word} em {columns}") for word in ("começa", "termina"))
    down = [reach(right, (5, 7), 3, 2, h, 0)[0] for h in range(2)]
    across = [reach(right, (5, 7), 3, 2, 0, w)[1] for w in range(3)]
    assert list(zip(begins, ends, strict=True)) == down + across
    blue = told(TEXT, r"a janela azul ocupa as linhas `(\d):(\d)` e as colunas `(\d):(\d)`")
    assert [tuple(blue[:2]), tuple(blue[2:])] == reach(right, (5, 7), 3, 2, 1, 2)


def test_the_windows_of_the_worked_size_are_the_rows_told(right):
    rows = told(TEXT, r"ocupam as linhas `(\d):(\d)` e `(\d):(\d)`: a última linha")
    found = [reach(right, (6, 7), 3, 2, h, 0)[0] for h in range(2)]
    assert [tuple(rows[:2]), tuple(rows[2:])] == found


@pytest.mark.parametrize("pad", [0, 1])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("shape", [(2, 7, 7, 2), (2, 8, 5, 2)])
def test_windows_that_begin_at_their_number_are_wrong_with_any_stride_but_1(
    right, shape, stride, pad
):
    """The question asked in passing: the shape is right, and neither border nor sides matter."""
    A, W, b = right["sorteie"](11, shape, (3, 3, 2, 2), (1, 1, 1, 2))
    names = with_mistakes(right, "conv_forward_ignora_stride")
    found, wanted = (
        f["conv_forward"](A, W, b, {"stride": stride, "pad": pad})[0] for f in (names, right)
    )
    assert found.shape == wanted.shape
    assert np.allclose(found, wanted) == (stride == 1)


def test_values_expected_of_the_convolution(right):
    A, W, b = right["sorteie"](1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))
    Z, cache = right["conv_forward"](A, W, b, {"pad": 2, "stride": 2})
    assert f"formato de Z: {Z.shape}" in TEXT
    mean = float(re.search(r"média de Z: (\S+)", TEXT)[1])
    assert np.mean(Z) == pytest.approx(mean, abs=6e-14)
    agrees(Z[3, 2, 1], "Z[3, 2, 1]")
    agrees(cache[0][1, 2, 3], "cache[0][1, 2, 3]")


def test_the_two_cuts_and_what_they_cost(right):
    """A map of the size of the image: each weight of the matrix that the layer is, counted."""
    side = 3
    image = np.eye(side * side).reshape(-1, side, side)
    free, f = (side * side) ** 2, 2 * side - 1
    kernel = 1.0 + np.arange(f * f).reshape(f, f)
    matrix = np.array([conv(right, one, kernel, pad=side - 1).ravel() for one in image])
    assert (matrix.size, len(np.unique(matrix))) == (free, f * f)
    dense, shared = told(
        TEXT, rf"\^2 = {NUMBER}\$ pesos\. Com os mesmos .* \$127\^2 = {NUMBER}\$\."
    )
    assert (dense, shared) == ((64 * 64) ** 2, (2 * 64 - 1) ** 2)
    (window,) = told(TEXT, r"Olhando só \$3 \\times 3\$, ficam (\d+)")
    assert window == 3 * 3
    assert told(TEXT, r"de \$-(\d+)\$ a (\d+) nos dois sentidos") == [63, 63]


def test_with_stride_2_a_quarter_of_the_windows_is_left(right):
    every, second = (
        conv(right, np.zeros((8, 8)), np.zeros((3, 3)), stride=s, pad=1) for s in (1, 2)
    )
    assert every.shape == (8, 8)
    assert second.shape == (4, 4)
    assert "metade da altura e da largura: um quarto das contas" in TEXT


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


def test_from_dark_to_bright_is_positive_and_back_is_negative(cnn):
    """The square is the brightest thing there is: its left and upper sides are the way up."""
    for name, up, down in (
        ("borda vertical", "left", "right"),
        ("borda horizontal", "top", "bottom"),
    ):
        parts = sides(cnn, name)
        assert parts[up].max() > 1 > 0.05 > -parts[up].min()
        assert parts[down].min() < -1 < -0.05 < -parts[down].max()


def test_the_blur_only_mixes_what_is_there(cnn):
    blurred = cnn["mapas"][0, :, :, list(cnn["filtros"]).index("borrão")]
    darkest, brightest = cnn["imagem"].min(), cnn["imagem"].max()
    assert darkest - 1e-9 < blurred.min() < blurred.max() < brightest + 1e-9


def test_pooling_by_hand(right):
    A = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])[None, :, :, None]
    first = [right["pool_forward"](A, {"f": 2, "stride": 2}, m)[0][0, 0, 0, 0] for m in MODES]
    assert first == [2, 1]


MODES = ("max", "average")


def test_values_expected_of_pooling_with_one_window(right):
    (A,) = right["sorteie"](1, (2, 4, 4, 3))
    for mode in MODES:
        found, _ = right["pool_forward"](A, {"f": 3, "stride": 2}, mode)
        assert found.shape[1:3] == (1, 1)
        agrees(found, f'com "{mode}": A')


def test_a_pixel_is_a_sixteenth_of_a_mean_and_moved_over_a_border_it_changes_two_maxima(right):
    A = np.zeros((1, 4, 8, 1))
    A[0, 1, 3] = 1
    by_4 = {"f": 4, "stride": 4}
    share = 1 / right["pool_forward"](A, by_4, "average")[0].max()
    assert told(TEXT, r"cada pixel conta só 1/(\d+) dela") == [share]
    assert told(TEXT, r"\$f = s = 4\$, cada (\d+) números viram um") == [share]
    maxima = [right["pool_forward"](a, by_4)[0].ravel() for a in (A, np.roll(A, 1, axis=2))]
    assert [m.tolist() for m in maxima] == [[1, 0], [0, 1]]


def test_the_mean_is_a_convolution_and_the_maximum_is_none(right):
    A, B = right["sorteie"](8, (1, 4, 6, 1), (1, 4, 6, 1))
    by_2 = {"f": 2, "stride": 2}
    mean, maximum = (
        lambda image, mode=mode: right["pool_forward"](image, by_2, mode)[0] for mode in MODES[::-1]
    )
    found = conv(right, A[0, :, :, 0], np.full((2, 2), 1 / 4), stride=2)
    assert np.allclose(found, mean(A)[0, :, :, 0])
    assert not np.allclose(maximum(A + B), maximum(A) + maximum(B))
    assert "um filtro de pesos $1/f^2$" in TEXT


def test_a_map_moves_with_the_photo(cnn):
    assert "o mapa andou com a foto: sim" in cnn["printed"]


def test_the_map_of_a_moved_photo_is_the_same_map_beside(right):
    """The equivariance, of any image and any filter."""
    photo, kernel = right["sorteie"](15, (9, 10), (3, 3))
    before, after = conv(right, photo[:, :-1], kernel), conv(right, photo[:, 1:], kernel)
    assert np.allclose(before[:, 1:], after[:, :-1])
    assert not np.allclose(before, after)


def test_the_maximum_keeps_more_contrast_than_the_mean(cnn):
    for name in ("vertical", "horizontal"):
        maps = [cnn["quadros"][f"{name}, {mode}"] for mode in MODES]
        assert np.std(maps[0]) > np.std(maps[1])


def test_a_photo_moved_by_a_pixel_changes_pooled_maps_less_and_the_mean_least(cnn):
    change = cnn["mudancas"]
    (whole,) = told(TEXT, r"o mapa muda muito, uns (\d+) %")
    assert 100 * change["sem pooling"] == pytest.approx(whole, abs=5)
    assert change["max"] / change["sem pooling"] == pytest.approx(0.5, abs=0.1)
    assert change["average"] < change["max"]


def test_each_position_sees_as_many_pixels_as_its_receptive_field(right):
    """Seen by the functions themselves: what changes when one pixel of a wide strip does."""
    rng = np.random.default_rng(0)
    W = rng.normal(size=(3, 3, 1, 1))
    b, plain = np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0}

    def layers(strip):
        first = right["conv_forward"](strip, W, b, plain)[0]
        pooled = right["pool_forward"](first, {"f": 2, "stride": 2}, "average")[0]
        return first, pooled, right["conv_forward"](pooled, W, b, plain)[0]

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


def test_two_filters_of_three_see_as_much_as_one_of_five_with_fewer_weights(right):
    """One pixel changed at a time, from the corner: how far a position of two layers sees."""
    W = right["sorteie"](4, (3, 3, 1, 1))[0]

    def two_layers(image):
        Z, b, plain = image[None, :, :, None], np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0}
        for _ in range(2):
            Z = right["conv_forward"](Z, W, b, plain)[0]
        return Z[0, 0, 0, 0]

    (image,) = right["sorteie"](5, (8, 8))
    spots = np.eye(64).reshape(64, 8, 8)
    seen = [k for k in range(64) if two_layers(image + spots[k]) != two_layers(image)]
    assert seen == [8 * row + column for row in range(5) for column in range(5)]
    assert r"$3 + 2 = 5$ pixels" in TEXT
    assert told(TEXT, r"com (\d+) pesos no lugar de (\d+)") == [2 * W.size, 5 * 5]


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


def with_mistakes(right, *mistakes):
    """The answers, known mistakes in the place of some."""
    names, known = dict(right), load_mistakes(COURSE.lab(NAME))
    for mistake in mistakes:
        exec(known[mistake].source, names)
    return names


def judged(names, capsys, stride, pad):
    """The judge's verdicts, dA_prev, dW and db, on the functions of these names."""
    cells = (cell.source for cell in COURSE.lab(NAME).parse().cells)
    source = next(source for source in cells if "def confira_convolucao" in source)
    exec(source.partition("\n\n\nfor ")[0], names)
    names["confira_convolucao"](stride, pad)
    return re.findall(r" (ok|confira!)$", capsys.readouterr().out, re.MULTILINE)


def test_the_judge_approves_whoever_ignores_the_stride_twice(right, capsys):
    names = with_mistakes(right, "conv_forward_ignora_stride", "conv_backward_ignora_stride")
    found, wanted = (functions["conv_forward"](*ARGUMENTS)[0] for functions in (names, right))
    assert not np.allclose(found, wanted)
    assert judged(names, capsys, 2, 1) == ["ok"] * 3


def test_where_the_judge_finds_fault_tells_where_to_look(right, capsys):
    """Windows not summed and a border cut at one end: dA_prev; no stride: only with stride 2."""
    for mistake in ("conv_backward_sem_acumular", "conv_backward_tira_do_fim"):
        verdicts = judged(with_mistakes(right, mistake), capsys, 1, 1)
        assert verdicts == ["confira!", "ok", "ok"]
    names = with_mistakes(right, "conv_backward_ignora_stride")
    assert judged(names, capsys, 1, 0) == judged(names, capsys, 1, 1) == ["ok"] * 3
    assert "confira!" in judged(names, capsys, 2, 1)
    assert "conferem e `dA_prev` não, procure o erro na acumulação ou na borda" in TEXT


ARGUMENTS = (
    np.arange(25.0).reshape(1, 5, 5, 1),
    np.arange(9.0).reshape(3, 3, 1, 1),
    np.zeros((1, 1, 1, 1)),
    {"stride": 2, "pad": 1},
)


def test_assigned_instead_of_summed_dW_keeps_the_last_window_of_the_last_example(right):
    """The question asked in passing, of the convolution's backward pass."""
    A, W, b = right["sorteie"](12, (3, 5, 4, 2), (3, 3, 2, 4), (1, 1, 1, 4))
    Z, cache = right["conv_forward"](A, W, b, {"stride": 1, "pad": 0})
    (dZ,) = right["sorteie"](13, Z.shape)
    names = with_mistakes(right, "conv_backward_dW_sem_acumular")
    _, dW, _ = names["conv_backward"](dZ, cache)
    assert np.allclose(dW, A[-1, -3:, -3:, :, None] * dZ[-1, -1, -1])


def test_windows_over_each_pixel_are_counted_by_the_way_back(right):
    """The cell's own function, against windows laid down one by one."""
    cells = (cell.source for cell in COURSE.lab(NAME).parse().cells)
    source = next(source for source in cells if "def quantas_janelas" in source)
    names = dict(right)
    exec(source.partition("\n\n\ncontagens")[0], names)
    for pad in (0, 1):
        laid = np.zeros((5 + 2 * pad, 5 + 2 * pad))
        for h, w in np.ndindex(3 + 2 * pad, 3 + 2 * pad):
            laid[h : h + 3, w : w + 3] += 1
        assert np.array_equal(names["quantas_janelas"](pad), laid[pad : pad + 5, pad : pad + 5])
    corners = [names["quantas_janelas"](pad)[0, 0] for pad in (0, 1)]
    middles = [names["quantas_janelas"](pad)[2, 2] for pad in (0, 1)]
    one, four, nine = told(
        TEXT, r"o canto de (\d) janela para (\d); o centro continua com (\d)\. Ela diminui"
    )
    assert (corners, middles) == ([one, four], [nine, nine])


def test_with_stride_1_the_way_back_is_a_convolution_with_the_filter_turned(right):
    kernel, dZ = right["sorteie"](16, (3, 3), (4, 5))
    cache = (np.zeros((1, 6, 7, 1)), kernel[:, :, None, None], 0, {"stride": 1, "pad": 0})
    dA = right["conv_backward"](dZ[None, :, :, None], cache)[0][0, :, :, 0]
    assert np.allclose(dA, conv(right, dZ, kernel[::-1, ::-1], pad=3 - 1))


def test_of_a_window_of_zeros_the_judge_would_measure_a_half_each(right):
    zeros, one = np.zeros((1, 2, 2, 1)), np.ones((1, 1, 1, 1))
    by_2 = {"f": 2, "stride": 2}
    slopes = numerical_gradient(lambda A: float(right["pool_forward"](A, by_2)[0].sum()), zeros)
    assert np.allclose(slopes, 0.5)
    assert np.all(right["pool_backward"](one, (zeros, by_2), "max") == 1)
    assert "a todas as posições, o PyTorch, só à primeira, e o juiz" in TEXT
    assert "mediria metade em cada uma" in TEXT


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
@pytest.mark.slow(reason="imports PyTorch")
def test_pytorch_gives_the_gradient_of_a_tie_to_the_first():
    import torch

    zeros = torch.zeros(1, 1, 2, 2, requires_grad=True)
    torch.nn.functional.max_pool2d(zeros, 2).sum().backward()
    assert zeros.grad.flatten().tolist() == [1, 0, 0, 0]


def test_a_slice_from_pad_to_minus_pad_is_empty_without_a_border(cnn):
    assert re.search(r"^pad:-pad +-> \[\]$", cnn["printed"], re.MULTILINE)
    assert re.search(r"^pad:pad \+ 3 +-> \[10 20 30\]$", cnn["printed"], re.MULTILINE)


def test_values_expected_of_the_convolution_s_way_back(right):
    shapes = (1, 3, 3, 1), (3, 3, 1, 2), (1, 1, 1, 2), (1, 2, 2, 2)
    A, W, b, dZ = right["sorteie"](2, *shapes)
    dA, dW, db = right["conv_backward"](dZ, (A, W, b, {"stride": 2, "pad": 1}))
    agrees(dA[0, :, :, 0], "dA_prev[0, :, :, 0]")
    agrees(dW[:, :, 0, 0], "dW[:, :, 0, 0]")
    agrees(dW[:, :, 0, 1], "dW[:, :, 0, 1]")
    agrees(db, "db")


def test_four_windows_meet_in_the_middle_of_the_expected_values_image(right):
    cache = (np.zeros((1, 3, 3, 1)), np.ones((3, 3, 1, 1)), 0, {"stride": 2, "pad": 1})
    windows = right["conv_backward"](np.ones((1, 2, 2, 1)), cache)[0][0, :, :, 0]
    assert (windows == 4).tolist() == [[False] * 3, [False, True, False], [False] * 3]
    assert "em que as quatro janelas se encontram no centro da imagem" in TEXT


def test_the_mask_by_hand_and_the_one_expected(right):
    x, mask = matrices(TEXT, "### 8.1", "**empate**")
    assert right["create_mask_from_window"](x).tolist() == mask.astype(bool).tolist()
    (drawn,) = right["sorteie"](1, (2, 3))
    agrees(drawn, "x")
    assert right["create_mask_from_window"](drawn).tolist() == printed(TEXT, "mask").tolist()


def test_an_array_compared_with_a_number_is_compared_element_by_element(cnn):
    assert "[[False  True]\n [ True False]]" in cnn["printed"]


def test_values_expected_of_pooling_s_way_back(right):
    A, dA = right["sorteie"](1, (5, 5, 3, 2), (5, 4, 2, 2))
    mean = float(re.search(r"média de dA: (\S+)", TEXT)[1])
    assert np.mean(dA) == pytest.approx(mean, abs=6e-13)
    for mode in MODES:
        found = right["pool_backward"](dA, (A, {"f": 2, "stride": 1}), mode)
        agrees(found[1, 1], f'com "{mode}": dA_prev[1, 1]')


def test_a_gradient_is_shared_in_equal_parts(right):
    assert right["distribute_value"](6, (2, 3)).ravel().tolist() == [1] * 6
    assert right["distribute_value"](-1, (2, 2)).ravel().tolist() == [-0.25] * 4
    assert r"$-0{,}25$" in TEXT
    half = right["distribute_value"](2, (2, 2))
    assert f"`distribute_value(2, (2, 2))`: ``` {' '.join(str(half).split())} ```" in TEXT


# --- filters learned --------------------------------------------------------------------


def test_one_iteration_by_hand(right):
    X = np.array([[1.0, 2, 0], [3, 1, 4]])[None, :, :, None]
    target = np.array([[[[1.0], [-1.0]]]])
    *_, costs = right["aprenda_filtros"](X, target, 2, {"stride": 1, "pad": 0}, 0.1, 2)
    once, *_ = right["aprenda_filtros"](X, target, 2, {"stride": 1, "pad": 0}, 0.1, 1)
    assert once.ravel() == pytest.approx([-0.1, 0.2, 0.2, -0.3])
    assert costs == pytest.approx(printed(TEXT, "custos"))
    assert told(TEXT, "o custo caiu de (1) para (0,1)") == pytest.approx(costs)


def test_the_matrices_of_the_iteration_by_hand(right):
    second, first, dW, W = matrices(TEXT, "segunda janela menos a primeira", "Com esse filtro")
    X, zeros = np.array([[1.0, 2, 0], [3, 1, 4]])[None, :, :, None], np.zeros((2, 2, 1, 1))
    cache = (X, zeros, np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})
    _, found, db = right["conv_backward"](np.array([[[[-1.0], [1.0]]]]), cache)
    assert found[:, :, 0, 0].tolist() == dW.tolist() == (second - first).tolist()
    assert db.item() == 0
    assert pytest.approx(-0.1 * dW) == W
    Z = told(TEXT, r"Com esse filtro, \$Z = \((0,6);\\ (-1,2)\)")
    assert conv(right, X[0, :, :, 0], W).ravel() == pytest.approx(Z)


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


def test_the_true_convolution_flips_the_filter_first(right):
    rng = np.random.default_rng(1)
    image, kernel = rng.normal(size=(5, 6)), rng.normal(size=(3, 3))
    true = np.zeros((3, 4))
    for (i, j), (u, v) in ((p, q) for p in np.ndindex(3, 4) for q in np.ndindex(3, 3)):
        true[i, j] += image[i + 2 - u, j + 2 - v] * kernel[u, v]
    assert np.allclose(conv(right, image, kernel[::-1, ::-1]), true)


def test_a_true_convolution_would_learn_the_same_numbers_turned_round(right):
    """By finite differences of its cost, the last of the ten numbers the bias."""
    image, target = right["sorteie"](14, (6, 6), (4, 4))

    def cost(theta):
        turned = theta[:9].reshape(3, 3)[::-1, ::-1]
        return np.mean((conv(right, image, turned, theta[9]) - target) ** 2)

    theta = np.zeros(10)
    for _ in range(5):
        theta = theta - 0.1 * numerical_gradient(cost, theta)
    W, b, _ = right["aprenda_filtros"](
        image[None, :, :, None], target[None, :, :, None], 3, {"stride": 1, "pad": 0}, 0.1, 5
    )
    assert W[::-1, ::-1, 0, 0].ravel() == pytest.approx(theta[:9], abs=1e-7)
    assert b.item() == pytest.approx(theta[9], abs=1e-7)
    assert "a descida chegaria aos mesmos nove números, virados" in TEXT


# --- without loops ----------------------------------------------------------------------


def test_the_windows_as_rows_by_hand(right):
    assert "$1 - 2 + 6 + 0 = 5$" in TEXT
    assert "$2 - 0 + 2 + 0 = 4$" in TEXT
    assert conv(right, [[1, 2, 0], [3, 1, 4]], [[1, -1], [2, 0]]).tolist() == [[5, 4]]


def test_numpy_s_windows_have_the_axes_told_and_are_no_copy():
    a = np.zeros((2, 7, 6, 3))
    view = np.lib.stride_tricks.sliding_window_view(a, (3, 3), axis=(1, 2))
    assert view.shape == (2, 5, 4, 3, 3, 3)
    assert np.shares_memory(a, view)
    assert "sem copiar nada, no formato `(m, …, …, n_C_prev, f, f)`" in TEXT


def test_without_loops_the_goal_of_ten_times_is_far_surpassed(cnn):
    assert cnn["iguais"]
    assert cnn["segundos"]["laços"][2] > 10 * cnn["segundos"]["vetorizada"][2]
    assert "meta de 10 vezes, com 64 × 64: alcançada" in cnn["printed"]


def test_a_convolution_of_one_pixel_is_a_dense_layer_at_each_position(right):
    A, W, b = right["sorteie"](3, (2, 4, 5, 3), (1, 1, 3, 6), (1, 1, 1, 6))
    found = right["conv_vetorizada"](A, W, b, {"stride": 1, "pad": 0})
    assert np.allclose(found, A @ W[0, 0] + b)


def test_a_convolution_of_one_pixel_by_hand_does_not_see_the_neighbours(right):
    pixel, weights = np.array([2.0, -1.0, 3.0]), np.array([1.0, 0.0, 2.0])
    image = np.concatenate(
        [np.zeros((1, 1, 1, 3)), pixel[None, None, None], np.ones((1, 1, 1, 3))], 2
    )
    plain = {"stride": 1, "pad": 0}
    Z, _ = right["conv_forward"](image, weights.reshape(1, 1, 3, 1), np.zeros((1, 1, 1, 1)), plain)
    assert Z[0, 0, :, 0].tolist() == [0, 8, 3]
    assert r"2 \cdot 1 - 1 \cdot 0 + 3 \cdot 2 = 8$" in TEXT


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_pytorch_agrees(cnn):
    assert len(re.findall(r" igual$", cnn["printed"], re.MULTILINE)) == 5


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
@pytest.mark.slow(reason="imports PyTorch")
def test_pytorch_strides_and_pools_as_told():
    import torch

    functions = torch.nn.functional
    X, W = torch.zeros(2, 3, 8, 6), torch.zeros(4, 3, 3, 3)  # (m, n_C, n_H, n_W)
    found = functions.conv2d(X, W, stride=(2, 1), padding=(1, 0))
    assert found.shape == (2, 4, (8 + 2 - 3) // 2 + 1, 6 - 3 + 1)
    assert functions.max_pool2d(X, 3).shape == (2, 3, 2, 2)  # stride 3, the window's own


@pytest.mark.skipif(importlib.util.find_spec("keras") is None, reason="needs Keras")
@pytest.mark.slow(reason="imports Keras")
def test_keras_has_the_lab_s_order_of_axes(monkeypatch):
    monkeypatch.setitem(os.environ, "KERAS_BACKEND", os.environ.get("KERAS_BACKEND", "torch"))
    from keras import layers

    X = np.zeros((2, 8, 6, 3), "float32")
    Z = layers.Conv2D(4, 3, strides=(2, 1))
    padded = layers.ZeroPadding2D(((1, 1), (0, 0)))(X)
    assert Z(padded).shape == (2, (8 + 2 - 3) // 2 + 1, 6 - 3 + 1, 4)
    assert Z.kernel.shape == (3, 3, 3, 4)
    assert layers.MaxPooling2D(3)(X).shape == (2, 2, 2, 3)
    assert "O Keras usa a nossa ordem. Nos dois, o stride e a borda podem ser diferentes" in TEXT


def test_loops_take_time_in_proportion_to_the_windows_and_the_product_starts_flat(cnn):
    windows = [(side - 2) ** 2 for side in cnn["lados"]]
    slow, fast = cnn["segundos"]["laços"], cnn["segundos"]["vetorizada"]
    assert 0.3 < (slow[3] / slow[1]) / (windows[3] / windows[1]) < 3
    assert fast[1] / fast[0] < 0.7 * windows[1] / windows[0]


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_lenet_has_the_shapes_of_the_formula_and_the_parameters_told(cnn):
    rows = re.findall(r"^(\w+) +\((.*?)\) +(\d[\d ]*)$", cnn["printed"], re.MULTILINE)
    side, sides = 28, []
    for f, pad, stride in ((5, 2, 1), (2, 0, 2), (5, 0, 1), (2, 0, 2)):
        side = (side + 2 * pad - f) // stride + 1
        sides.append(side)
    shapes = [shape for name, shape, _ in rows if name in ("Conv2d", "MaxPool2d")]
    assert [int(shape.split(", ")[2]) for shape in shapes] == sides
    convolutions = [(5 * 5 * before + 1) * n for before, n in ((1, 6), (6, 16))]
    dense = [(before + 1) * n for before, n in ((16 * side * side, 120), (120, 84), (84, 10))]
    learned = [count for *_, count in rows if count != "0"]
    assert [int(count.replace(" ", "")) for count in learned] == convolutions + dense
    assert "48 120" in learned, "as the text writes it"
    assert convolutions == [156, 2416]
    assert (dense[0], sum(convolutions + dense)) == (48_120, 61_706)
    assert round(100 * dense[0] / 61_706) == 78
    assert "156 e 2416 parâmetros; a primeira camada densa, 48 120 dos 61 706: 78 %" in TEXT


def test_lenet_s_convolutions_have_few_weights_and_most_of_the_products():
    first, second = 28 * 28 * 25 * 1 * 6, 10 * 10 * 25 * 6 * 16
    dense = 400 * 120 + 120 * 84 + 84 * 10
    pattern = (
        rf"= {NUMBER}\$ na primeira e \$.*? = {NUMBER}\$ na segunda, contra \$.*? = {NUMBER}\$"
    )
    assert told(TEXT, pattern) == [first, second, dense]
    share = 100 * (156 + 2416) / 61_706, 100 * (first + second) / (first + second + dense)
    few, most = told(TEXT, r"Com (\d+) % dos parâmetros, as convoluções fazem (\d+) % das")
    assert (few, most) == (round(share[0]), round(share[1]))


@pytest.fixture(scope="module")
def digits(right):
    """What the cell that trains on the digits defines, and PyTorch."""
    torch = pytest.importorskip("torch")
    cells = (cell.source for cell in COURSE.lab(NAME).parse().cells)
    source = next(source for source in cells if "def acertos_nos_digitos" in source)
    names = dict(right)
    exec(source.partition("\n\n\nif importlib")[0], names)
    return names, torch


@pytest.mark.slow(reason=WHY)
def test_the_two_networks_of_digits_have_the_parameters_told(digits):
    names, torch = digits
    count = {
        name: [sum(p.numel() for p in layer.parameters()) for layer in network]
        for name, network in names["redes_de_digitos"](torch.nn).items()
    }
    *layers, total = told(TEXT, rf"\${NUMBER} \+ {NUMBER} \+ {NUMBER} = {NUMBER}\$ parâmetros\. Ao")
    assert [n for n in count["CNN"] if n] == layers
    assert sum(layers) == total
    assert told(TEXT, rf"\+ 1\) \\cdot 10 = {NUMBER}\$\. Depois") == [sum(count["densa"])]


@pytest.mark.slow(reason=WHY)
@pytest.mark.parametrize("seed", range(3))
def test_a_network_of_convolutions_learns_digits_and_loses_some_when_they_move(digits, seed):
    """Three of the ten trainings that the text tells the extremes of."""
    names, torch = digits
    hits = names["acertos_nos_digitos"](torch, seed)
    still = rf"a CNN acertou de {NUMBER} a {NUMBER}, e a densa, de {NUMBER} a {NUMBER}\."
    moved = rf"a CNN ficou entre {NUMBER} e {NUMBER}, e a densa, entre {NUMBER} e {NUMBER}\."
    for k, pattern in enumerate((still, moved)):
        least, most, least_dense, most_dense = told(TEXT, pattern)
        assert least - 0.005 <= hits["CNN"][k] <= most + 0.005
        assert least_dense - 0.005 <= hits["densa"][k] <= most_dense + 0.005
    assert hits["CNN"][1] > hits["densa"][1] + 0.02


@pytest.mark.slow(reason=WHY)
def test_examples_that_move_are_what_mends_it(digits):
    names, torch = digits
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    data = load_digits()
    images = (data.images[:, np.newaxis] / 16).astype("float32")
    parts = train_test_split(images, data.target, test_size=0.2, random_state=0)
    X, left_out, y, labels = (torch.tensor(part) for part in parts)
    torch.manual_seed(0)
    network = names["redes_de_digitos"](torch.nn)["CNN"]
    everywhere = torch.cat([X, X.roll(1, dims=3), X.roll(-1, dims=3)])
    names["treine_nos_digitos"](torch, network, everywhere, y.repeat(3))
    with torch.no_grad():
        found = network(left_out.roll(1, dims=3)).argmax(dim=1)
    (least,) = told(TEXT, rf"e a CNN passa de {NUMBER}\.")
    assert (found == labels).float().mean().item() > least


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs PyTorch")
def test_the_guess_about_moved_digits_has_the_answer_that_the_text_goes_on_with(cnn):
    assert "O que houve: b, perde menos do que a densa." in cnn["printed"]


def test_numbers_are_told_with_a_comma():
    assert tells(r"são $0{,}25$", 0.25, 2)
    assert not tells("são 10,25", 0.25, 2)
