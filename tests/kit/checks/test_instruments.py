"""What checks ask for besides a student's functions, and how long they may take, in a notebook."""

from __future__ import annotations

import sys
import types

import numpy as np
import pytest

from gabarito.checks import assert_close, check, verificador


class Tensor:
    """What counts here of PyTorch's: an array behind detach, cpu and numpy."""

    def __init__(self, values):
        self.values = np.array(values)

    def detach(self):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self.values

    def __array__(self, *_, **__):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")


Tensor.__module__ = "torch"


@pytest.fixture
def torch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", types.ModuleType("torch"))


@check(points=1)
def values(answer):
    """Confere."""
    assert_close(answer(), [1, 2], name="resposta")


@check(points=1)
def parts(answer):
    """Confere as partes."""
    first, second = answer()["partes"]
    assert_close(np.asarray(first) + np.asarray(second), [4, 6], name="soma")


def judged(function, answer):
    return verificador.run_check(function, {"answer": answer})


def test_a_tensor_counts_as_its_array(torch):
    assert judged(values, lambda: Tensor([1.0, 2.0])).state == "passed"
    assert judged(values, lambda: [Tensor(1), Tensor(2)]).state == "passed"
    both = {"partes": (Tensor([1, 2]), [3, 4])}
    assert judged(parts, lambda: both).state == "passed"
    assert judged(values, lambda: Tensor([1.0, 3.0])).state == "failed"


def test_what_holds_no_tensor_is_the_very_same(torch):
    known = {"a": [1, (2, {"b": None})]}
    known["self"] = known
    assert verificador._arrays(known) is known


@pytest.fixture
def helper(monkeypatch):
    module = types.ModuleType("auxiliar")
    module.INSTRUMENTOS = ("pesos",)
    module.pesos = lambda rede: [rede]
    monkeypatch.setitem(sys.modules, "auxiliar", module)


@check(points=1, visible=True)
def asks(answer, pesos):
    """Pergunta pelos pesos."""
    assert_close(pesos(answer()), [7], name="pesos")


@pytest.mark.parametrize("notebooks", [{}, {"pesos": [1, 2]}, {"pesos": lambda rede: [7]}])
def test_an_instrument_is_the_helper_s_whatever_the_notebook_calls_so(helper, notebooks, capsys):
    verificador.run_checks("answer", [asks], {"answer": lambda: 7, **notebooks})
    assert "answer: 1 de 1" in capsys.readouterr().out
    verificador.run_checks("answer", [asks], {"answer": lambda: 8, **notebooks})
    assert "answer: 0 de 1" in capsys.readouterr().out


def test_a_check_may_have_more_time_than_others(monkeypatch):
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 0.05)

    def busy():
        return sum(k * k for k in range(3_000_000)) and [1, 2]

    @check(points=1, limit_s=60)
    def patient(answer):
        """Espera."""
        assert_close(answer(), [1, 2], name="resposta")

    assert judged(values, busy).timed_out
    assert judged(patient, busy).state == "passed"
