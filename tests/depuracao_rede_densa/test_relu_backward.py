"""Verificações de relu_backward."""

import numpy as np

from gabarito.checks import assert_close, assert_shape, assert_true, assert_unchanged, check


@check(
    points=0.2,
    visible=True,
    hint="Se há um erro, leia a última linha. Se não há, quem abre a porta é o valor da ida, e não "
    "o sinal de dA.",
)
def test_valores_do_enunciado(relu_backward):
    """dZ confere com o valor esperado do enunciado."""
    dA = np.array([[-0.7, 0.4, 1.2], [0.3, -2, -0.1]])
    Z = np.array([[2, -1, 0.5], [0, 1, -4]])
    assert_close(relu_backward(dA, Z), [[-0.7, 0, 1.2], [0, -2, 0]], name="dZ")


@check(
    points=0.05,
    visible=True,
    hint="dZ = dA não copia: os zeros são escritos no dA de quem chamou. np.array faz um novo.",
)
def test_dA_do_exemplo_intacto(relu_backward):
    """O dA do exemplo continua como estava depois da chamada."""
    dA = np.array([[-0.7, 0.4, 1.2], [0.3, -2, -0.1]])
    Z = np.array([[2, -1, 0.5], [0, 1, -4]])
    with assert_unchanged(dA=dA, Z=Z):
        assert_close(relu_backward(dA, Z), [[-0.7, 0, 1.2], [0, -2, 0]], name="dZ")


@check(points=0.1, hint="Por uma porta aberta o gradiente passa inteiro.")
def test_gradiente_positivo(relu_backward):
    """Onde Z e dA são positivos, dZ é o próprio dA."""
    dA, Z = _sorteio(21, (4, 7))
    dZ = _em(relu_backward, dA, Z)
    onde = (Z > 0) & (dA > 0)
    assert_close(dZ[onde], dA[onde], name="dZ")


@check(points=0.15, hint="O sinal de dA não fecha a porta: só o de Z.")
def test_gradiente_negativo(relu_backward):
    """Onde Z é positivo e dA é negativo, dZ também é o próprio dA."""
    dA, Z = _sorteio(22, (5, 6))
    dZ = _em(relu_backward, dA, Z)
    onde = (Z > 0) & (dA < 0)
    assert_close(dZ[onde], dA[onde], name="dZ")


@check(points=0.15, hint="E onde Z vale exatamente zero?")
def test_porta_fechada(relu_backward):
    """Onde Z é negativo ou zero, dZ é zero, qualquer que seja o sinal de dA."""
    dA, Z = _sorteio(23, (5, 8))
    Z[:, ::3] = 0
    dZ = _em(relu_backward, dA, Z)
    assert_true(np.any(dZ), "dZ é todo zero.")
    assert_close(dZ[Z <= 0], np.zeros(int(np.sum(Z <= 0))), name="dZ")


@check(points=0.05, hint="A conta é elemento a elemento: serve a qualquer formato.")
def test_outros_formatos(relu_backward):
    """dZ está certo com um neurônio, com um exemplo e com os dois."""
    for formato in ((1, 6), (6, 1), (1, 1)):
        dA, Z = _sorteio(24, formato)
        Z[0, 0] = 0.4
        assert_close(relu_backward(dA.copy(), Z.copy()), np.where(Z > 0, dA, 0), name="dZ")


@check(points=0.05, hint="Zerar parte de um array que veio de fora muda o de quem chamou.")
def test_entradas_intactas(relu_backward):
    """dA e Z continuam como estavam depois da chamada."""
    dA, Z = _sorteio(25, (4, 5))
    certo = np.where(Z > 0, dA, 0)
    with assert_unchanged(dA=dA, Z=Z):
        assert_close(relu_backward(dA, Z), certo, name="dZ")


def _sorteio(semente, formato):
    gerador = np.random.RandomState(semente)
    return gerador.randn(*formato), gerador.randn(*formato)


def _em(relu_backward, dA, Z):
    """O que a função devolve, com o formato de Z, chamada com cópias."""
    dZ = relu_backward(dA.copy(), Z.copy())
    assert_shape(dZ, Z.shape, name="dZ")
    return np.array(dZ, dtype=float)
