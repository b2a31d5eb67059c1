"""Verificações de linear_activation_backward."""

import numpy as np
from testCases_v4a import linear_activation_backward_test_case

from gabarito.checks import (
    assert_close,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    premise,
    remembered,
)


@check(
    points=0.3,
    visible=True,
    hint="O que a função devolve em cada ramo do if? Veja o recuo do return.",
)
def test_relu_do_enunciado(linear_activation_backward):
    """Com relu, dA_prev, dW e db conferem com os valores esperados do enunciado."""
    dA, cache = linear_activation_backward_test_case()
    dA_prev, dW, db = linear_activation_backward(dA, cache, "relu")
    certo = [[0.44090989, 0.0], [0.37883606, 0.0], [-0.2298228, 0.0]]
    assert_close(dA_prev, certo, name="dA_prev")
    assert_close(dW, [[0.44513824, 0.37371418, -0.10478989]], name="dW")
    assert_close(db, [[-0.20837892]], name="db")


@check(
    points=0.1,
    visible=True,
    hint="Chame-a com cada ativação: as duas devolvem três gradientes, e o dZ de cada uma é outro.",
)
def test_um_neuronio_com_cada_ativacao(linear_activation_backward):
    """Com z = 0 e dA = 2, a relu não deixa passar nada, e a sigmoid deixa passar 0,5."""
    cache = (np.array([[3.0]]), np.array([[4.0]]), np.array([[-12.0]])), np.array([[0.0]])
    for ativacao, certos in (("relu", (0, 0, 0)), ("sigmoid", (2, 1.5, 0.5))):
        dA_prev, dW, db = linear_activation_backward(np.array([[2.0]]), cache, ativacao)
        gradientes = {"dA_prev": dA_prev, "dW": dW, "db": db}
        for (nome, obtido), certo in zip(gradientes.items(), certos, strict=True):
            assert_close(obtido, [[certo]], name=f"{nome} com {ativacao}")


@check(points=0.3, hint="Com relu: relu_backward, depois linear_backward, e os três resultados.")
def test_relu_em_outros_formatos(linear_activation_backward):
    """Com relu, dA_prev, dW e db estão certos em qualquer formato."""
    for formato in ((5, 2, 4), (3, 3, 3), (4, 6, 1), (1, 3, 6)):
        dA, cache = _camada(71, *formato)
        _confira(linear_activation_backward, dA, cache, "relu")


@check(points=0.1, hint="Onde o Z da ida não passava de zero, o gradiente para.")
def test_neuronio_desligado(linear_activation_backward):
    """Com relu, um neurônio que não respondeu a ninguém não recebe gradiente."""
    dA, ((A_prev, W, b), Z) = _camada(72, 4, 3, 6)
    W[1], b[1], Z[1] = 0, -1, -1
    _, dW, db = linear_activation_backward(dA, ((A_prev, W, b), Z), "relu")
    with premise():
        assert_true(np.any(dW), "dW é todo zero.")
    assert_close(dW[1], np.zeros(3), name="dW do neurônio desligado")
    assert_close(db[1], [0], name="db do neurônio desligado")


@check(points=0.1, hint="O ramo da sigmoide já funcionava: o que mudou nele?")
def test_sigmoide_continua_certa(linear_activation_backward):
    """Consertado o ramo da relu, o da sigmoide continua certo."""
    for formato in ((4, 3, 5), (1, 5, 2)):
        dA, cache = _camada(73, *formato)
        with premise():
            _confira(linear_activation_backward, dA.copy(), cache, "relu")
        _confira(linear_activation_backward, dA, cache, "sigmoid")


@check(points=0.1, hint="A derivada da ativação vai para um array novo.")
def test_cache_intacto(linear_activation_backward):
    """Com relu, dA e os arrays do cache continuam como estavam depois da chamada."""
    dA, cache = _camada(74, 4, 3, 5)
    certos = _gradientes(dA, cache, "relu")
    with assert_unchanged(dA=dA, cache=cache):
        gradientes = linear_activation_backward(dA, cache, "relu")
        assert_true(any(map(is_close, gradientes, certos)), "Nenhum gradiente está certo.")


def _camada(semente, neuronios, entradas, exemplos):
    """dA e o cache ((A_prev, W, b), Z) de uma ida de verdade."""
    gerador = np.random.RandomState(semente)
    A_prev, W = gerador.randn(entradas, exemplos), gerador.randn(neuronios, entradas)
    b, dA = gerador.randn(neuronios, 1), gerador.randn(neuronios, exemplos)
    return dA, ((A_prev, W, b), W @ A_prev + b)


@remembered
def _gradientes(dA, cache, ativacao):
    """dA_prev, dW e db pelas fórmulas do enunciado."""
    (A_prev, W, _), Z = cache
    s = 1 / (1 + np.exp(-Z))
    dZ = dA * (Z > 0 if ativacao == "relu" else s * (1 - s))
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m


def _confira(linear_activation_backward, dA, cache, ativacao):
    certos = _gradientes(dA, cache, ativacao)
    gradientes = linear_activation_backward(dA, cache, ativacao)
    for nome, obtido, certo in zip(("dA_prev", "dW", "db"), gradientes, certos, strict=True):
        assert_close(obtido, certo, name=nome)
