"""Verificações de gradiente_softmax."""

import numpy as np

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    numerical_gradient,
)


@check(
    points=0.3,
    visible=True,
    hint="A probabilidade menos o rótulo, elemento a elemento; confira o sinal.",
)
def test_dois_exemplos(gradiente_softmax):
    """dZ de dois exemplos e três classes confere com o valor esperado do enunciado."""
    Z = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    Y = np.array([[0, 1, 0], [1, 0, 0]])
    esperado = [[0.66524096, -0.75527153, 0.09003057], [-0.66666667, 0.33333333, 0.33333333]]
    assert_close(gradiente_softmax(Z, Y), esperado, name="dZ")


@check(points=0.05, visible=True, hint="Subtraia em um array novo: Z[:] = … e -= mudam o recebido.")
def test_exemplo_intacto(gradiente_softmax):
    """Os logits e os rótulos do exemplo continuam como estavam depois da chamada."""
    Z, Y = np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]])
    with assert_unchanged(Z=Z, Y=Y):
        dZ = gradiente_softmax(Z, Y)
        certo = is_close(dZ, [[-0.5, 0.5]]) or is_close(dZ, [[0.5, -0.5]])
        assert_true(certo, "dZ errado.")


@check(points=0.2, hint="Refaça a conta da seção com a diferença finita, um z de cada vez.")
def test_gradiente_numerico(gradiente_softmax):
    """dZ é a derivada da soma das perdas, conferida por diferenças finitas."""
    for semente, (exemplos, classes) in enumerate([(3, 4), (5, 2), (4, 7)]):
        Z, Y = _lote(250 + semente, exemplos, classes)
        esperado = numerical_gradient(lambda z, Y=Y: _soma_das_perdas(z, Y), Z)
        assert_close(gradiente_softmax(Z, Y), esperado, name="dZ")


@check(points=0.2, hint="O 1/m entra uma vez só. É aqui ou em dW e db?")
def test_cada_linha_e_de_um_exemplo(gradiente_softmax):
    """O gradiente de um exemplo não depende de quantos outros há no lote."""
    Z, Y = _lote(260, 1, 3)
    sozinho = _dZ(gradiente_softmax, Z, Y)
    for copias in (2, 5, 20):
        dZ = gradiente_softmax(np.tile(Z, (copias, 1)), np.tile(Y, (copias, 1)))
        assert_close(dZ, np.tile(sozinho, (copias, 1)), name="dZ")


@check(points=0.1, hint="Uma probabilidade só sobe se as outras descem: quanto dá cada linha?")
def test_cada_linha_soma_zero(gradiente_softmax):
    """Cada linha de dZ soma zero."""
    for semente, (exemplos, classes) in enumerate([(4, 3), (6, 5)]):
        dZ = _dZ(gradiente_softmax, *_lote(265 + semente, exemplos, classes))
        assert_close(dZ.sum(axis=1), np.zeros(exemplos), name="soma das linhas de dZ")


@check(points=0.1, hint="Com m = 1 a fórmula é a mesma, e dZ tem o formato de Z.")
def test_um_exemplo(gradiente_softmax):
    """Um lote de um exemplo só devolve uma linha só."""
    for semente, classes in enumerate((2, 6, 10)):
        Z, Y = _lote(261 + semente, 1, classes)
        esperado = numerical_gradient(lambda z, Y=Y: _soma_das_perdas(z, Y), Z)
        assert_close(gradiente_softmax(Z, Y), esperado, name="dZ")


@check(points=0.05, hint="Subtraia em um array novo: Z e Y ainda servem para outras contas.")
def test_entradas_intactas(gradiente_softmax):
    """Z e Y continuam como estavam."""
    Z, Y = _lote(270, 1, 3)
    esperado = numerical_gradient(lambda z: _soma_das_perdas(z, Y), Z)
    with assert_unchanged(Z=Z, Y=Y):
        dZ = gradiente_softmax(Z, Y)
        assert_true(is_close(dZ, esperado) or is_close(np.negative(dZ), esperado), "dZ errado.")


def _dZ(gradiente_softmax, Z, Y):
    """O dZ da própria função, certo ou errado, que não é todo zero."""
    dZ = gradiente_softmax(Z.copy(), Y.copy())
    assert_shape(dZ, Z.shape, name="dZ")
    dZ = np.array(dZ, dtype=float)
    assert_true(np.any(dZ), "dZ é todo zero.")
    return dZ


def _lote(semente, exemplos, classes):
    """Logits moderados e rótulos one-hot, em float."""
    gerador = np.random.RandomState(semente)
    Y = np.zeros((exemplos, classes))
    Y[np.arange(exemplos), gerador.randint(0, classes, exemplos)] = 1
    return 1.5 * gerador.randn(exemplos, classes), Y


def _soma_das_perdas(Z, Y):
    """Soma de log(soma das exponenciais) menos o logit da classe certa."""
    return float(np.sum(np.log(np.exp(Z).sum(axis=1))) - np.sum(Z * Y))
