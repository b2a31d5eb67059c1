"""Verificações de `preveja`."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check

_PESOS = [2.0, -1.0]


@check(points=1, visible=True, hint="Cada linha de X vezes os pesos, e depois o viés.")
def test_exemplo_do_enunciado(preveja):
    """O exemplo do enunciado confere."""
    previsao = preveja(np.array([[3.0, 4.0], [1.0, 0.0]]), np.array(_PESOS), 0.5)
    assert_close(previsao, [2.5, 2.5], name="previsao")


_ENTRADAS = np.array([[1.5, -2.0, 0.25], [0.0, 3.0, -1.0], [7.0, 0.5, 4.0], [-1.0, 1.0, 2.0]])
_OUTROS_PESOS = np.array([0.3, -1.2, 2.5])


@check(points=2, hint="O viés entra uma vez em cada previsão.")
def test_outros_exemplos(preveja):
    """Outros exemplos, com três entradas, também conferem."""
    linhas = _ENTRADAS.tolist()
    pesos = _OUTROS_PESOS.tolist()
    esperado = [sum(x * p for x, p in zip(linha, pesos, strict=True)) - 0.75 for linha in linhas]
    assert_close(preveja(_ENTRADAS.copy(), _OUTROS_PESOS.copy(), -0.75), esperado, name="previsao")


@check(points=1, hint="Faça a conta em uma variável nova, sem mudar X nem w.")
def test_argumentos_intactos(preveja):
    """Os argumentos ficam como estavam."""
    entradas, pesos = _ENTRADAS.copy(), _OUTROS_PESOS.copy()
    esperado = _ENTRADAS @ _OUTROS_PESOS + 2
    with assert_unchanged(X=entradas, w=pesos):
        previsao = preveja(entradas, pesos, 2.0)
    assert_close(previsao, esperado, name="previsao")
