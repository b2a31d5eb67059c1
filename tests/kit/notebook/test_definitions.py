"""What a cell defines, read without running it."""

from __future__ import annotations

import nbformat
import pytest

from gabarito.notebook import definitions


def defines(source, name="dobro"):
    return definitions.defines(nbformat.v4.new_code_cell(source), name)


def rebinds(source, name="dobro"):
    return definitions.rebinds(nbformat.v4.new_code_cell(source), name)


@pytest.mark.parametrize(
    "source",
    [
        "def dobro(x):\n    return 2 * x",
        "def dobro (\n    x,\n): return 2 * x",
        "async def dobro(x):\n    return 2 * x",
        "@cache\ndef dobro(x):\n    return 2 * x",
        "dobro = lambda x: 2 * x",
        "dobro: Callable = lambda x: 2 * x",
        "duas_vezes = dobro = lambda x: 2 * x",
        "if True:\n    def dobro(x):\n        return 2 * x",
        "if a:\n    pass\nelif b:\n    dobro = lambda x: 2 * x",
        "try:\n    import numba\nexcept ImportError:\n    def dobro(x):\n        return 2 * x",
        "with np.errstate(all='ignore'):\n    def dobro(x):\n        return 2 * x",
        "match 1:\n    case 1:\n        def dobro(x):\n            return 2 * x",
        "x = 1; dobro = lambda x: 2 * x",
    ],
)
def test_a_function_bound_to_a_name_of_the_notebook_counts(source):
    assert defines(source)


@pytest.mark.parametrize(
    "source",
    [
        'exemplo = """\ndef dobro(x):\n    return 2 * x\n"""',
        "# def dobro(x):\nx = 1",
        "def fora():\n    def dobro(x):\n        return 2 * x",
        "class A:\n    def dobro(self, x):\n        return 2 * x",
        "fora = lambda x: (lambda dobro: dobro)(x)",
        "dobro = 2",
        "dobro = outra",
        "dobro(2)",
        "%%writefile modulo.py\ndef dobro(x):\n    return 2 * x",
    ],
)
def test_what_only_looks_like_a_function_does_not(source):
    assert not defines(source)


@pytest.mark.parametrize(
    "above",
    [
        "%matplotlib inline",
        "!pip install numpy",
        "%%time",
        "\n%%capture saida",
        "%%capture\n%%time",
    ],
)
def test_magics_hide_no_function(above):
    assert defines(f"{above}\ndef dobro(x):\n    return 2 * x")
    assert defines(f"{above}\ndobro = lambda x: 2 * x")


@pytest.mark.parametrize(
    "broken",
    [
        "def dobro(x):\n    return 2 * (x",
        "def dobro(x)\n    return 2 * x",
        "async def dobro(x:\n    pass",
        "dobro = lambda x 2 * x",
        "def dobro(x):\nreturn 2 * x",
    ],
)
def test_a_cell_that_does_not_parse_is_read_line_by_line(broken):
    assert defines(broken)
    assert not defines(broken, "triplo")


def test_a_value_takes_the_name_and_a_function_does_not():
    assert rebinds("dobro = dobro(2)")
    assert rebinds("dobro = lambda x: 2 * x\ndobro = dobro(2)")
    assert rebinds("%matplotlib inline\nfor dobro in range(3):\n    pass")
    assert not rebinds("dobro = lambda x: 2 * x")
    assert not rebinds("def f():\n    dobro = 1")
    assert not rebinds("if True:\n    def f():\n        dobro = 1")
    assert not rebinds("valores = [dobro for dobro in range(3)]")


@pytest.mark.parametrize(
    "source",
    [
        "def double(x):\n    return 2 * x",
        "double = lambda x: 2 * x",
        "%%time\ndouble = lambda y: y",
    ],
)
def test_one_function_of_another_name_and_as_many_arguments_is_the_answer(source):
    cell = nbformat.v4.new_code_cell(source)
    assert definitions.other_name(cell, "dobro", "def dobro(x):\n    return 2 * x") == "double"
    assert definitions.other_name(cell, "dobro", "def dobro(x, y):\n    return 2 * x") is None
    assert definitions.other_name(cell, "double", "def double(x):\n    return 2 * x") is None


def test_imports_beside_magics_are_seen():
    assert list(definitions.imports("%matplotlib inline\nimport numpy as np")) == ["numpy"]


def test_a_hostile_cell_costs_nothing_but_itself():
    assert not defines("(" * 100_000)
    assert not defines("%x\n" * 300_000)
    assert not defines("%%time\n" * 140_000)
    assert not defines("if a:\n    pass\n" + "elif a:\n    pass\n" * 5_000)
