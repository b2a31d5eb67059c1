"""A check judges one thing: what it rests on, and does not judge, makes it inconclusive."""

from __future__ import annotations

import numpy as np
import pytest

from gabarito.checks import (
    CheckFailed,
    assert_close,
    assert_shape,
    assert_unchanged,
    check,
    is_close,
    premise,
)
from gabarito.checks.verificador import INCONCLUSIVE, Report, question_score, run_check


@check(points=1, visible=True, hint="Some o viés.")
def saida(camada):
    """Z está certo."""
    Z, _ = camada(np.ones((2, 2)), np.ones((2, 1)))
    assert_close(Z, np.full((2, 2), 3.0), name="Z")


@check(points=1, hint="Guarde A e b.")
def cache_guardado(camada):
    """O cache guarda A e b."""
    A, b = np.eye(2), np.ones((2, 1))
    with premise():
        Z, cache = camada(A.copy(), b.copy())
        assert_shape(Z, (2, 2), name="Z")
    assert_close(cache[0], A, name="A")
    assert_close(cache[1], b, name="b")


@check(points=1, hint="Crie outra matriz.")
def entradas(camada):
    """A e b continuam como estavam."""
    A, b = np.ones((2, 2)), np.ones((2, 1))
    with assert_unchanged(A=A, b=b):
        Z, _ = camada(A, b)
        assert_close(Z, np.full((2, 2), 3.0), name="Z")


CHECKS = [saida, cache_guardado, entradas]
RIGHT = "def camada(A, b): return 2 * A + b, (A, b)"
NO_BIAS = "def camada(A, b): return 2 * A, (A, b)"
WRITES = "def camada(A, b):\n  A *= 2\n  return A + b, (A, b)"
WRITES_AND_IS_WRONG = "def camada(A, b):\n  A *= 2\n  return A, (A, b)"
WRONG_SHAPE = "def camada(A, b): return A[0], (A, b)"
RAISES = "def camada(A, b): return A @ np.ones(3), (A, b)"


def results(source):
    namespace = {"np": np}
    exec(source, namespace)
    return [run_check(function, namespace) for function in CHECKS]


@pytest.mark.parametrize(
    ("source", "states"),
    [
        (RIGHT, ["passed", "passed", "passed"]),
        (NO_BIAS, ["failed", "passed", "skipped"]),
        (WRITES, ["passed", "failed", "failed"]),
        (WRITES_AND_IS_WRONG, ["failed", "failed", "failed"]),
        (WRONG_SHAPE, ["failed", "skipped", "skipped"]),
        (RAISES, ["failed", "skipped", "skipped"]),
        ("def camada(A, b): return None", ["failed", "skipped", "skipped"]),
        ("x = 1", ["failed", "failed", "failed"]),
    ],
)
def test_only_what_is_wrong_is_blamed(source, states):
    assert [result.state for result in results(source)] == states


def test_an_inconclusive_check_says_so_without_a_hint_and_is_worth_nothing():
    inconclusive = results(NO_BIAS)[2]
    assert inconclusive.message == f"A e b continuam como estavam.\n{INCONCLUSIVE}"
    assert (inconclusive.hint, inconclusive.score, inconclusive.max_score) == ("", 0, 1)
    assert f"  – A e b continuam como estavam.\n      {INCONCLUSIVE}" in str(
        Report("camada", [inconclusive])
    )


def test_an_inconclusive_check_does_not_make_visible_points_count():
    answered = results(RIGHT)
    assert question_score(answered) == 3
    assert question_score([answered[0], results(NO_BIAS)[2]]) == 0


def test_time_that_runs_out_in_a_premise_is_still_told(monkeypatch):
    monkeypatch.setattr("gabarito.checks.verificador.CHECK_LIMIT_S", 0.2)
    hung = results("def camada(A, b):\n  while True: pass")
    assert [result.state for result in hung] == ["failed", "failed", "failed"]
    assert all("laço que não termina" in result.message for result in hung)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[1.0, 2.0]], "Z: o formato é (1, 2), mas o esperado é (2, 1)."),
        (None, "Z ainda vale None: falta completar o código."),
        ("ab", "Z: o esperado são números, mas o obtido é str."),
    ],
)
def test_a_wrong_shape_says_which(value, message):
    assert_shape([[1], [np.nan]], (2, 1), name="Z")
    with pytest.raises(CheckFailed) as failure:
        assert_shape(value, (2, 1), name="Z")
    assert str(failure.value) == message


@pytest.mark.parametrize(
    ("value", "close"), [(1.0, True), ([[1.0]], True), (1.1, False), (None, False), ("1", False)]
)
def test_closeness_as_a_yes_or_no(value, close):
    assert is_close(value, 1.0) is close


def test_a_yes_or_no_is_no_measure_of_a_tolerance(monkeypatch):
    seen = []
    monkeypatch.setattr("gabarito.checks.verificador.observer", seen.append)
    assert not is_close(5.0, 1.0)
    assert_close(1.0, 1.0, name="Z")
    assert seen == [0.0]
