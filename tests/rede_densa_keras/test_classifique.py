"""Verificações de classifique."""

import numpy as np

from gabarito.checks import assert_true, check


@check(points=0.2, visible=True, hint="A coluna 0 é A, a 1 é B, a 2 é C; vale a do maior.")
def test_tres_exemplos(classifique, rede_de_exemplo):
    """Uma rede que copia a entrada classifica três exemplos."""
    modelo = rede_de_exemplo([np.eye(3), np.zeros(3)], ["linear"])
    X = np.array([[0.05, 0.04, 0.9], [0.8, 0.1, 0.2], [0.1, 0.4, 0.3]])
    letras = classifique(modelo, X)
    assert_true(letras is not None, "letras ainda vale None: falta completar o código.")
    _confira(letras, "CAB")


@check(points=0.2, hint="O maior de cada linha: axis=1. Ele pode ser pequeno, ou negativo.")
def test_outras_saidas(classifique, rede_de_exemplo):
    """A classe é a da maior saída, seja qual for o tamanho dela."""
    sorteio = np.random.default_rng(31)
    W, b = sorteio.normal(0, 1, (4, 3)), np.array([-5.0, -5.2, -4.9])
    X = sorteio.normal(0, 1, (9, 4))
    certas = ["ABC"[k] for k in np.argmax(X @ W + b, axis=1)]
    _confira(classifique(rede_de_exemplo([W, b], ["linear"]), X), certas)


@check(points=0.1, hint="A lista tem uma letra por exemplo, também quando há um só.")
def test_um_exemplo(classifique, rede_de_exemplo):
    """Um exemplo só dá uma lista de uma letra."""
    modelo = rede_de_exemplo([np.eye(3), np.zeros(3)], ["sigmoid"])
    _confira(classifique(modelo, np.array([[0.1, 0.3, 0.2]])), "B")


def _confira(letras, certas):
    obtidas = [str(letra) for letra in np.ravel(letras)]
    assert_true(
        obtidas == list(certas),
        f"letras deveria ser {', '.join(certas)}, mas é {', '.join(obtidas)[:80]}.",
    )
