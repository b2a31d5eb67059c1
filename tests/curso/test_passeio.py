"""The walk through the convolution shows what the student's own function gives."""

import ast
import pathlib

import numpy as np
import passeio
import pytest
from drawings import assert_renders

from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

LAB = Course.at(pathlib.Path(__file__).parents[2]).lab("cnn_passo_a_passo")
IMAGE = np.array([[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])
FILTER = np.array([[1, 0], [0, -1]])


@pytest.fixture(scope="module")
def conv_forward():
    return reference_namespace(LAB)["conv_forward"]


def walk(conv_forward, **options):
    return passeio.convolucao(conv_forward, IMAGE, FILTER, 0.5, **options)


def test_renders_without_warnings_and_leaves_nothing_open(conv_forward, recwarn):
    assert_renders(lambda: walk(conv_forward, stride=2), recwarn)


def test_each_row_tells_the_window_the_sum_and_the_place(conv_forward):
    titles = [ax.get_title() for ax in walk(conv_forward, stride=2).axes]
    assert titles[:3] == [
        "linhas 0:2, colunas 0:2",
        "soma 0 + viés 0,5 = 0,5",
        "Z, posição (0, 0): 0,5",
    ]
    assert titles[-3:] == [
        "linhas 2:4, colunas 2:4",
        "soma 1 + viés 0,5 = 1,5",
        "Z, posição (1, 1): 1,5",
    ]


def test_the_products_are_written_out(conv_forward):
    shown = [text.get_text() for text in walk(conv_forward, stride=2).axes[1].texts]
    assert shown == ["1 · 1\n= 1", "2 · 0\n= 0", "0 · 0\n= 0", "1 · (−1)\n= −1"]


def test_a_wrong_function_is_seen_in_the_output_only(conv_forward):
    titles = [ax.get_title() for ax in walk(lambda *a: (2 * conv_forward(*a)[0], None)).axes]
    assert titles[1:3] == ["soma 0 + viés 0,5 = 0,5", "Z, posição (0, 0): 1"]


def test_with_stride_1_and_a_border_the_strip_goes_from_corner_to_corner(conv_forward):
    titles = [ax.get_title() for ax in walk(conv_forward, stride=1, pad=1).axes]
    assert len(titles) == 3 * passeio.QUADROS
    assert (titles[0], titles[-3]) == ("linhas 0:2, colunas 0:2", "linhas 4:6, colunas 4:6")


def test_it_needs_no_widgets():
    """What is not installed everywhere is imported only where it is used."""
    top = ast.parse(pathlib.Path(passeio.__file__).read_text(encoding="utf-8")).body
    imported = [ast.unparse(node) for node in top if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert not [line for line in imported if "ipywidgets" in line or "IPython" in line]
