"""Packages that a notebook imports and this machine lacks."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from gabarito.notebook import packages


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import ausente_a, numpy, ausente_b.c as d", ["ausente_a", "ausente_b"]),
        ("%matplotlib inline\nfrom ausente_a.b import c", ["ausente_a"]),
        ("from .ausente_a import c", []),
        ("from google.colab import drive", []),
        ("import utilidades", []),
        ("%%writefile ausente_a.py\nx = 1", []),
        ("import ausente_a\nopen('ausente_a.py', 'w')", []),
        ("try:\n    import ausente_a\nexcept ImportError:\n    pass", []),
        ("try:\n    import ausente_a\nfinally:\n    pass", ["ausente_a"]),
        ("def f(:\n    import ausente_a", []),
        ("import __main__", []),
    ],
)
def test_what_is_imported_and_not_here(source, found):
    assert packages.not_installed([new_code_cell(source)], {"utilidades.py"}) == found


def test_of_a_flood_of_names_a_few_are_told():
    flood = new_code_cell("\n".join(f"import ausente_{n}" for n in range(1000)))
    assert len(packages.not_installed([flood], ())) == packages.MOST


def test_the_commonest_comes_first():
    assert packages.counted([["b"], ["a", "b"], ["a", "b"]]) == [("b", 3), ("a", 2)]


def test_only_packages_that_are_known_are_named_to_pip():
    """Whatever a student imports, a teacher is not told to install."""
    assert packages.distribution("cv2") == "opencv-python-headless"
    assert packages.distribution("seaborn") == "seaborn"
    assert packages.distribution("seabom") is None
