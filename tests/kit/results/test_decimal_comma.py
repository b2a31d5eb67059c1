"""Numbers as people read them: here as in the students' own notebooks."""

from __future__ import annotations

import pytest

from gabarito.checks import verificador
from gabarito.results import decimal_comma


@pytest.mark.parametrize("number", [0.0, 2, 7.5, -0.125, 1e-9, 123456789.0, float("nan")])
@pytest.mark.parametrize("form", ["g", ".2f", ".3g"])
def test_both_write_a_number_the_same_way(number, form):
    assert decimal_comma.decimal_comma(number, form) == verificador.decimal_comma(number, form)


def test_a_number_has_a_comma():
    assert decimal_comma.decimal_comma(7.5) == "7,5"
