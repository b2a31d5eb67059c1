"""Verificações de linear_ativacao_backward."""

import numpy as np
from testCases_v4a import linear_activation_backward_test_case

from gabarito.checks import assert_close, assert_true, assert_unchanged, check, is_close


@check(
    points=0.1,
    visible=True,
    hint="Obtenha dZ com sigmoid_backward e siga com linear_backward.",
)
def test_sigmoide_do_enunciado(linear_ativacao_backward):
    """Com sigmoid, dA_prev, dW e db conferem com os valores esperados do enunciado."""
    dA, cache = linear_activation_backward_test_case()
    dA_prev, dW, db = linear_ativacao_backward(dA, cache, ativacao="sigmoid")
    esperado = [[0.11017994, 0.01105339], [0.09466817, 0.00949723], [-0.05743092, -0.00576154]]
    assert_close(dA_prev, esperado, name="dA_prev")
    assert_close(dW, [[0.10266786, 0.09778551, -0.01968084]], name="dW")
    assert_close(db, [[-0.05729622]], name="db")


@check(
    points=0.1,
    visible=True,
    hint="Obtenha dZ com relu_backward, siga com linear_backward e devolva o resultado.",
)
def test_relu_do_enunciado(linear_ativacao_backward):
    """Com relu, dA_prev, dW e db conferem com os valores esperados do enunciado."""
    dA, cache = linear_activation_backward_test_case()
    dA_prev, dW, db = linear_ativacao_backward(dA, cache, ativacao="relu")
    esperado = [[0.44090989, 0.0], [0.37883606, 0.0], [-0.2298228, 0.0]]
    assert_close(dA_prev, esperado, name="dA_prev")
    assert_close(dW, [[0.44513824, 0.37371418, -0.10478989]], name="dW")
    assert_close(db, [[-0.20837892]], name="db")


@check(
    points=0.025,
    visible=True,
    hint="dZ = dA não copia: zerar parte de dZ escreve no dA de quem chamou. relu_backward copia.",
)
def test_dA_do_exemplo_intacto(linear_ativacao_backward):
    """Com relu, dA e o cache do exemplo continuam como estavam."""
    dA, cache = linear_activation_backward_test_case()
    with assert_unchanged(dA=dA, cache=cache):
        _, _, db = linear_ativacao_backward(dA, cache, ativacao="relu")
        assert_close(db, [[-0.20837892]], name="db")


@check(points=0.1, hint="Confira o ramo da sigmoid: a derivada depende do Z guardado no cache.")
def test_sigmoide_em_outros_formatos(linear_ativacao_backward):
    """Com sigmoid, dA_prev, dW e db estão certos em qualquer formato."""
    for neuronios, entradas, exemplos in ((4, 3, 5), (3, 3, 3), (2, 5, 1)):
        dA, cache = _camada(60, neuronios, entradas, exemplos)
        _confira(linear_ativacao_backward, dA, cache, "sigmoid")


@check(points=0.1, hint="Confira o ramo da relu: por onde o gradiente passa e por onde ele para?")
def test_relu_em_outros_formatos(linear_ativacao_backward):
    """Com relu, o gradiente só passa onde Z é maior que zero, em qualquer formato."""
    for neuronios, entradas, exemplos in ((5, 2, 4), (3, 3, 3), (4, 6, 1)):
        dA, cache = _camada(61, neuronios, entradas, exemplos, um_neuronio_em_zero=True)
        _confira(linear_ativacao_backward, dA, cache, "relu")


@check(points=0.05, hint="A derivada da ativação vai para uma matriz nova.")
def test_cache_intacto_com_sigmoide(linear_ativacao_backward):
    """Com sigmoid, dA e as matrizes guardadas no cache continuam como estavam."""
    _confira_o_cache(linear_ativacao_backward, "sigmoid")


@check(
    points=0.025,
    hint="Para zerar parte de uma matriz que veio de fora, trabalhe em uma cópia dela.",
)
def test_cache_intacto_com_relu(linear_ativacao_backward):
    """Com relu, dA e as matrizes guardadas no cache continuam como estavam."""
    _confira_o_cache(linear_ativacao_backward, "relu")


def _camada(semente, neuronios, entradas, exemplos, um_neuronio_em_zero=False):
    """dA e o cache ((A_prev, W, b), Z) de um forward de verdade."""
    gerador = np.random.RandomState(semente)
    A_prev, W = gerador.randn(entradas, exemplos), gerador.randn(neuronios, entradas)
    b, dA = gerador.randn(neuronios, 1), gerador.randn(neuronios, exemplos)
    if um_neuronio_em_zero:
        W[0], b[0] = 0, 0
    return dA, ((A_prev, W, b), W @ A_prev + b)


def _ative(Z, ativacao):
    return 1 / (1 + np.exp(-Z)) if ativacao == "sigmoid" else Z * (Z > 0)


def _gradientes(dA, cache, ativacao):
    """dA_prev, dW e db pelas fórmulas do enunciado."""
    (A_prev, W, _), Z = cache
    A = _ative(Z, ativacao)
    dZ = dA * (A * (1 - A) if ativacao == "sigmoid" else Z > 0)
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m


def _confira(linear_ativacao_backward, dA, cache, ativacao):
    certos = _gradientes(dA, cache, ativacao)
    gradientes = linear_ativacao_backward(dA, cache, ativacao)
    for nome, obtido, certo in zip(("dA_prev", "dW", "db"), gradientes, certos, strict=True):
        assert_close(obtido, certo, name=nome)


def _confira_o_cache(linear_ativacao_backward, ativacao):
    dA, cache = _camada(63, neuronios=4, entradas=3, exemplos=5)
    certos = _gradientes(dA, cache, ativacao)
    with assert_unchanged(dA=dA, cache=cache):
        gradientes = linear_ativacao_backward(dA, cache, ativacao)
        assert_true(any(map(is_close, gradientes, certos)), "Nenhum gradiente está certo.")
