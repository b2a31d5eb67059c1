"""Verificações de `erro_medio`."""

import numpy as np

from gabarito.checks import assert_close, check


@check(points=1, visible=True, hint="Eleve ao quadrado antes de tirar a média.")
def test_conta_de_cabeca(erro_medio):
    """Com erros de 1 e de 3, a média dos quadrados é 5."""
    entradas, pesos = np.array([[1.0], [2.0]]), np.array([1.0])
    assert_close(erro_medio(entradas, np.array([0.0, 5.0]), pesos, 0.0), 5.0, name="erro")


_ENTRADAS = np.array([[0.5, 1.0], [2.0, -1.5], [-3.0, 0.25], [1.0, 4.0], [2.5, 2.5]])


@check(points=2, hint="A média é entre os exemplos: divida pelo número de linhas.")
def test_outros_exemplos(erro_medio):
    """Cinco exemplos com duas entradas também conferem."""
    pesos, desejado = np.array([1.5, -0.5]), np.array([1.0, 0.0, -4.0, 2.0, 3.5])
    previsoes = [0.5, 4.0, -4.375, -0.25, 2.75]
    quadrados = [(p - y) ** 2 for p, y in zip(previsoes, desejado.tolist(), strict=True)]
    erro = erro_medio(_ENTRADAS.copy(), desejado, pesos, 0.25)
    assert_close(erro, sum(quadrados) / 5, name="erro")


@check(points=1, hint="O quadrado de uma falta e o de uma sobra somam: nada se cancela.")
def test_faltas_e_sobras(erro_medio):
    """Uma falta e uma sobra iguais não se cancelam."""
    entradas, pesos = np.array([[1.0], [1.0]]), np.array([2.0])
    assert_close(erro_medio(entradas, np.array([0.5, 3.5]), pesos, 0.0), 2.25, name="erro")
