"""Verificações de one_hot."""

import numpy as np

from gabarito.checks import assert_close, check


@check(
    points=0.15,
    visible=True,
    hint="Cada rótulo escolhe uma linha da matriz identidade n_classes × n_classes.",
)
def test_quatro_rotulos(one_hot):
    """Quatro rótulos viram quatro linhas, cada uma com um único 1."""
    esperado = [
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    assert_close(one_hot(n_classes=10, y=[0, 4, 9, 1]), esperado, name="one_hot(10, [0, 4, 9, 1])")


@check(points=0.05, visible=True, hint="De um inteiro sai um vetor com n_classes números.")
def test_um_rotulo_so(one_hot):
    """O rótulo 2, entre 4 classes, vira o vetor [0, 0, 1, 0]."""
    assert_close(one_hot(4, 2), [0, 0, 1, 0], name="one_hot(4, 2)")


@check(points=0.1, hint="Um rótulo só não é um lote: que formato o enunciado pede para ele?")
def test_um_escalar(one_hot):
    """Um rótulo escalar vira um vetor, sem a dimensão dos exemplos."""
    for n_classes, y in ((4, 3), (6, 5), (2, 1), (300, 299)):
        assert_close(one_hot(n_classes, y), _linha(n_classes, y), name="one_hot de um escalar")


@check(points=0.1, hint="Um array do NumPy com os rótulos deve dar o mesmo que uma lista.")
def test_um_array(one_hot):
    """Um array de rótulos vira uma linha por exemplo, repetidos ou não."""
    rotulos = np.append(np.random.RandomState(200).randint(0, 6, 15), 5)
    esperado = [_linha(6, int(y)) for y in rotulos]
    assert_close(one_hot(6, rotulos), esperado, name="one_hot de um array")


@check(points=0.1, hint="O número de colunas vem de n_classes, não dos rótulos que apareceram.")
def test_classes_que_nao_aparecem(one_hot):
    """As classes que não aparecem no lote também ganham a sua coluna."""
    for n_classes, y in ((8, [2, 0, 2]), (4, [1])):
        esperado = [_linha(n_classes, rotulo) for rotulo in y]
        assert_close(one_hot(n_classes, y), esperado, name="one_hot com classes ausentes")
    assert_close(one_hot(5, 0), _linha(5, 0), name="one_hot com classes ausentes")


def _linha(n_classes, y):
    return [1.0 if classe == y else 0.0 for classe in range(n_classes)]
