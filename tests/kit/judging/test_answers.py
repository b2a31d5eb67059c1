"""What is put together of a question's results."""

from __future__ import annotations

import pytest

from gabarito.checks import check
from gabarito.checks.verificador import not_run
from gabarito.judging.answers import with_diagnosis, with_share


@check(points=1, hint="Pense.")
def confere(dobro):
    """O dobro confere."""


def results(*states):
    return [not_run(confere, "", state) for state in states]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["passed", "skipped", "failed", "failed"], 2),
        (["skipped", "broken"], None),
        (["failed", "skipped"], 0),
    ],
)
def test_a_diagnosis_is_that_of_a_check_that_failed(states, told):
    marked = with_diagnosis(results(*states), "Falta dobrar.")
    found = [n for n, result in enumerate(marked) if "Falta dobrar." in result.message]
    assert found == ([] if told is None else [told])


def test_what_still_fails_speaks_of_the_run_that_counts():
    (old,), (new,) = results("failed"), results("failed")
    assert with_share(new, old, 0.5) is new
