"""What of two arrays is kept for a picture, and what is not: the numbers are a student's."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from gabarito.checks import assert_close, check
from gabarito.checks.verificador import Compared, run_check
from gabarito.results import difference, record


def kept(got, want, name="Z"):
    got, want = np.array(got, dtype=float), np.array(want, dtype=float)
    with np.errstate(all="ignore"):
        return difference.of(Compared(name, got, want, ~(np.abs(got - want) < 1e-6)))


def judged(value, want, *, visible=True, discreet=False):
    """The record's entry of a check that compares what the student gives with `want`."""

    @check(points=1.0, visible=visible)
    def test_z(responda):
        """Z confere."""
        assert_close(responda(), want, name="Z")

    result = run_check(test_z, {"responda": lambda: value}, discreet=discreet)
    (found,) = record.judged_question("responda", [result], answered=True).checks
    return found


def test_a_small_matrix_is_kept_whole():
    found = kept([[1, 2], [3, 4]], [[1, 2], [3, 5]])
    assert found == difference.Difference("Z", [[1, 2], [3, 4]], [[1, 2], [3, 5]], [3])


def test_of_a_batch_of_images_the_first_wrong_channel_is_kept():
    want = np.zeros((3, 4, 5, 2))
    got = want.copy()
    got[1, 2, 3, 1] = 7
    found = kept(got, want)
    assert found.name == "Z[1, :, :, 1]"
    assert (np.shape(found.got), found.got[2][3], found.wrong) == ((4, 5), 7, [2 * 5 + 3])


def test_axes_of_one_element_are_no_rows():
    found = kept([[[[1, 2, 3]]]], [[[[1, 2, 4]]]])
    assert (found.name, found.got, found.line) == ("Z[0, 0, 0, :]", [[1, 2, 3]], False)


def test_of_a_large_matrix_the_part_about_the_first_difference_is_kept():
    want = np.zeros((2000, 3000))
    got = want.copy()
    got[1999, 5] = 1
    found = kept(got, want)
    assert found.name == "Z[1990:2000, 0:10]"
    assert (np.shape(found.got), found.got[9][5], found.wrong) == ((10, 10), 1, [95])


def test_one_axis_is_a_line():
    found = kept([1, 2, 3], [1, 2, 4])
    assert (found.line, found.got, found.want, found.wrong) == (True, [[1, 2, 3]], [[1, 2, 4]], [2])


def test_of_a_long_line_a_part_is_kept():
    found = kept(np.arange(5000), np.where(np.arange(5000) == 300, 0, np.arange(5000)))
    assert (found.name, found.got[0][0], len(found.got[0])) == ("Z[250:350]", 250, 100)


IMAGE, FILTER = np.arange(16.0).reshape(4, 4), np.array([[1.0, 0], [0, -1]])


def seen_through(image, weights=FILTER):
    """What is kept of a check that says which window each value reads."""

    @check(points=1.0, visible=True)
    def test_z(responda):
        """Z confere."""

        def window(h, w):
            return image, slice(2 * h, 2 * h + 2), slice(2 * w, 2 * w + 2), weights

        assert_close(responda(), [[1.0, 2.0], [3.0, 4.0]], name="Z", window=window)

    result = run_check(test_z, {"responda": lambda: [[1.0, 7.0], [7.0, 4.0]]})
    (found,) = record.judged_question("responda", [result], answered=True).checks
    return found.difference.window


def test_the_window_is_of_the_first_number_that_differs():
    found = seen_through(IMAGE)
    assert (found.place, found.rows, found.columns) == ([0, 1], (0, 2), (2, 4))
    assert (found.values, found.weights) == (IMAGE.tolist(), FILTER.tolist())
    assert seen_through(IMAGE, None).weights == []


def test_an_image_too_large_to_draw_has_no_window():
    assert seen_through(np.zeros((4, 11))) is None


@pytest.mark.parametrize(
    "wild", [np.nan, np.inf, -np.inf, 1e300, 1e8], ids=["nan", "inf", "-inf", "huge", "large"]
)
def test_nothing_is_kept_of_a_value_that_no_picture_can_show(wild):
    assert kept([[1, 2], [3, 4]], [[1, 2], [3, 5]])
    assert kept([[1, 2], [3, wild]], [[1, 2], [3, 5]]) is None


@pytest.mark.parametrize("few", [[1.0], [1.0, 2.0], [[1.0, 2.0]]])
def test_nothing_is_kept_of_what_the_sentence_says_whole(few):
    assert kept(np.add(few, 1), few) is None


@pytest.mark.parametrize(
    "lie", ["texto", [["a", "b", "c"]], None, 7.0, [[1.0] * 4] * 4, {"a": 1}], ids=repr
)
def test_what_is_no_array_of_the_shape_has_no_difference(lie):
    assert judged([[1.0, 2.0, 4.0]], [[1.0, 2.0, 3.0]]).difference
    assert judged(lie, [[1.0, 2.0, 3.0]]).difference is None


def test_a_hidden_check_and_a_supplied_function_tell_no_numbers():
    got, want = [[1.0, 2.0, 4.0]], [[1.0, 2.0, 271.828]]
    assert judged(got, want).difference
    for secret in ({"visible": False}, {"discreet": True}):
        found = judged(got, want, **secret)
        assert found.difference is None
        assert b"271" not in msgspec.json.encode(found)


def test_a_record_holds_the_field_only_where_there_is_a_difference():
    assert b"difference" not in msgspec.json.encode(judged([[1.0, 2.0, 3.0]], [[1.0, 2.0, 3.0]]))
    told = msgspec.json.encode(judged([[1.0, 2.0, 4.0]], [[1.0, 2.0, 3.0]]))
    assert msgspec.json.decode(told, type=record.Check).difference.got == [[1.0, 2.0, 4.0]]


def test_a_record_grows_by_some_kilobytes_at_most():
    want = np.full((50, 50), -1.2345678901e-5)
    assert len(msgspec.json.encode(kept(want * 1.234567, want))) < 5000
