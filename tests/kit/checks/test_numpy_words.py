"""What NumPy refuses, now or from a later version on, in one Portuguese sentence."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from gabarito.checks import assert_close, check
from gabarito.checks.verificador import REFUSED, run_check

NUMBER = "Uma lista ou um array com eixos não serve onde cabe um número só"


def outcome(body, *, visible=True):
    """What a check says of a function that does `body` with the array x and then adds 1."""

    @check(points=1, visible=visible, hint="Pense.")
    def test_funcao(funcao):
        """A função confere."""
        assert_close(funcao(np.ones((1, 1, 1))), 2, name="resposta")

    namespace = {"np": np}
    exec(f"def funcao(x):\n  {body}\n  return 2", namespace)
    return run_check(test_funcao, namespace)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("1 + float(x)", f"{NUMBER}: tire o número de dentro dele com .item() ou np.squeeze"),
        ("np.zeros(3)[0:1][0] + int(x)", NUMBER),
        ("np.zeros((2, 2)).__setitem__((0, 0), x)", NUMBER),
        ("'%.2f' % x", NUMBER),
        ("np.sum(v for v in x)", "np.sum não soma um gerador"),
        ("np.trapz([1, 2])", "np.trapz saiu do NumPy: use np.trapezoid"),
        ("np.in1d([1], [1])", "np.in1d saiu do NumPy: use np.isin"),
        ("np.reshape(x, newshape=(1,))", "não tem mais o argumento newshape"),
        ("np.percentile(x, 50, interpolation='linear')", "chame-o de method"),
        ("bool(np.array([]))", "Um array vazio não é verdadeiro nem falso"),
        ("np.float(3)", "np.float saiu do NumPy: use float, sem o np."),
        ("np.array([[1], [1, 2]])", "Listas de tamanhos diferentes não formam um array"),
        ("np.ones((3, 4)) @ np.ones((5, 2))", "a segunda matriz tem 5 linhas, e a primeira, 4"),
    ],
)
def test_what_some_numpy_refuses_fails_on_every_version_in_one_line(body, sentence):
    result = outcome(body)
    assert (result.state, result.score) == ("failed", 0)
    assert sentence in result.message
    assert len(result.message.splitlines()) == 2


def test_a_hidden_check_quotes_nothing_that_could_be_an_input():
    assert NUMBER in outcome("float(x)", visible=False).message
    hidden = outcome("getattr(np, 'float')", visible=False)
    assert "AttributeError" in hidden.message
    assert "float" not in hidden.message.replace("getattr(np, 'float')", "")


@pytest.mark.parametrize(
    "body",
    [
        "warnings = __import__('warnings'); warnings.warn('velho', DeprecationWarning)",
        "np.row_stack([[1], [2]]) if hasattr(np, 'row_stack') else None",
        "float(x.item()), float(np.squeeze(x))",
    ],
)
def test_other_deprecations_cost_nothing(body):
    assert outcome(body).state == "passed"


def test_a_notebook_that_silences_warnings_changes_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert NUMBER in outcome("float(x)").message


def test_no_sentence_of_what_is_refused_quotes_anything():
    assert all("{" not in sentence for sentence in REFUSED.values())
