"""Which cells have to run for the sake of others."""

from __future__ import annotations

import nbformat
import pytest

from gabarito.notebook import dependencies


def needed(*sources, goals):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return sorted(dependencies.needed(cells, range(len(cells)), goals))


def test_only_what_gives_a_used_name_runs():
    assert needed("import numpy as np", "x = 1", "y = 2", "print(y)", "f = x", goals=[4]) == [1, 4]


def test_what_is_needed_is_followed_to_its_roots():
    assert needed("a = 1", "b = a", "c = b", "d = 1", "c", goals=[4]) == [0, 1, 2, 4]


@pytest.mark.parametrize(
    "change", ["x.append(1)", "x[0] = 1", "x.a = 1", "x[0].b.c()", "x += [1]", "del x[0]"]
)
def test_a_cell_that_changes_an_object_is_needed(change):
    assert needed("x = [0]", change, "print(x)", "x", goals=[3]) == [0, 1, 3]


def test_calling_a_module_changes_nothing():
    assert needed("import m", "m.desenhe()", "m.x", goals=[2]) == [0, 2]


def test_the_variables_of_a_function_are_its_own():
    check = "def confira(f):\n    x = 1\n    return x"
    assert needed(check, "def f(x):\n    return x", goals=[1]) == [1]


def test_a_name_used_inside_a_function_is_needed():
    assert needed("K = 1", "def f(x):\n    return x * K", goals=[1]) == [0, 1]


@pytest.mark.parametrize(
    "hidden", ["globals()['x']", "eval('x')", "%timeit x", "%%time\nx", "from m import *", "x ="]
)
def test_where_names_may_be_hidden_everything_runs(hidden):
    assert needed("x = 1", "y = 2", hidden, goals=[2]) == [0, 1, 2]


@pytest.mark.parametrize("magic", ["%matplotlib inline", "!pip install x", "%cd dados"])
def test_common_magics_hide_nothing(magic):
    assert needed("x = 1", magic, goals=[1]) == [1]
