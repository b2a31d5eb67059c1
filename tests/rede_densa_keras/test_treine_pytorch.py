"""Verificações de treine_pytorch."""

import numpy as np
from rede_numpy import passos_sgd, sorteie_pesos

from gabarito.checks import assert_close, assert_true, check, premise

REDE = ["sigmoid", "linear"]


@check(points=0.25, visible=True, hint="A perda de cada volta, antes do passo dela, com .item().")
def test_perdas_do_enunciado(treine_pytorch, rede_pytorch):
    """As perdas de três passos conferem com as do Keras e do NumPy."""
    X = np.array([[0.9, 0.1], [0.1, 0.9]])
    Y = np.array([[0.1, 0.9], [0.9, 0.1]])
    iniciais = sorteie_pesos(1, [2, 2, 2])
    _, certas = passos_sgd(iniciais, X, Y, REDE, 1.0, 3)
    perdas = treine_pytorch(rede_pytorch(iniciais), X, Y, 3, 1.0)
    assert_close(perdas, certas, name="perdas", atol=1e-4)


@check(points=0.15, hint="zero_grad, ida, backward, step: nessa ordem, uma vez cada.")
def test_primeiro_passo(treine_pytorch, rede_pytorch, pesos_pytorch):
    """Depois de um passo, os pesos são os da conta em NumPy."""
    _confira(treine_pytorch, rede_pytorch, pesos_pytorch, 101, 1, 0.5)


@check(points=0.3, hint="backward soma: apague os gradientes em cada volta.")
def test_cinco_passos(treine_pytorch, rede_pytorch, pesos_pytorch):
    """Depois de cinco passos, os pesos são os da conta em NumPy."""
    for semente, taxa in ((102, 0.5), (103, 0.05)):
        _confira(treine_pytorch, rede_pytorch, pesos_pytorch, semente, 5, taxa)


@check(points=0.15, hint="Uma perda por volta, com a taxa e o número de épocas dos argumentos.")
def test_perdas(treine_pytorch, rede_pytorch):
    """A lista tem a perda antes de cada passo."""
    for epocas in (1, 4):
        X, Y, iniciais = _dados(104)
        _, certas = passos_sgd(iniciais, X, Y, REDE, 0.3, epocas)
        perdas = treine_pytorch(rede_pytorch(iniciais), X, Y, epocas, 0.3)
        assert_close(perdas, certas, name="perdas", atol=1e-4)


@check(points=0.15, limit_s=15, hint="A perda tem de cair até o fim.")
def test_aprende(treine_pytorch, rede_pytorch):
    """Em 150 passos, a regressão do enunciado é aprendida."""
    X = np.array([[0.9, 0.1], [0.1, 0.9]])
    rede = rede_pytorch(sorteie_pesos(105, [2, 2, 2]))
    perdas = treine_pytorch(rede, X, X[:, ::-1].copy(), 150, 1.0)
    assert_true(len(perdas) == 150, "perdas deveria ter um número por passo.")
    assert_true(perdas[-1] < 1e-3, "Depois de 150 passos a perda deveria ser menor que 0,001.")


def _confira(treine_pytorch, rede_pytorch, pesos_pytorch, semente, epocas, taxa):
    X, Y, iniciais = _dados(semente)
    certos, _ = passos_sgd(iniciais, X, Y, REDE, taxa, epocas)
    rede = rede_pytorch(iniciais)
    with premise():
        treine_pytorch(rede, X, Y, epocas, taxa)
    obtidos = pesos_pytorch(rede)
    for nome, obtido, certo in zip(("W1", "b1", "W2", "b2"), obtidos, certos, strict=True):
        assert_close(obtido, certo, name=nome, atol=1e-4)


def _dados(semente):
    sorteio = np.random.default_rng(semente)
    X, Y = sorteio.normal(0, 1, (6, 3)), sorteio.normal(0, 1, (6, 2))
    return X, Y, sorteie_pesos(semente, [3, 4, 2])
