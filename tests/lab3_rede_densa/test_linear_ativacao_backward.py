"""Verificações de linear_ativacao_backward."""

import numpy as np
from testCases_v4a import linear_activation_backward_test_case

from gabarito.checks import assert_close, assert_unchanged, check, numerical_gradient


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


@check(points=0.075, hint="Confira o ramo da sigmoid: a derivada depende do Z guardado no cache.")
def test_sigmoide_em_outros_formatos(linear_ativacao_backward):
    """A derivada da sigmoid vale para qualquer número de neurônios e de exemplos."""
    for neuronios, entradas, exemplos in ((4, 3, 5), (3, 3, 3), (2, 5, 1)):
        dA, cache = _camada(60, neuronios, entradas, exemplos)
        esperado = _gradientes(dA, cache, "sigmoid")
        _confira(linear_ativacao_backward(dA, cache, "sigmoid"), esperado)


@check(
    points=0.075,
    hint="Confira o ramo da relu: por onde o gradiente passa e por onde ele para?",
)
def test_relu_em_outros_formatos(linear_ativacao_backward):
    """A relu só deixa passar o gradiente onde Z é maior que zero."""
    for neuronios, entradas, exemplos in ((5, 2, 4), (3, 3, 3), (4, 6, 1)):
        dA, cache = _camada(61, neuronios, entradas, exemplos, um_neuronio_em_zero=True)
        esperado = _gradientes(dA, cache, "relu")
        _confira(linear_ativacao_backward(dA, cache, "relu"), esperado)


@check(
    points=0.075,
    hint="Reveja a ordem: primeiro a derivada da ativação, depois a da parte linear.",
)
def test_gradiente_numerico(linear_ativacao_backward):
    """Com as duas ativações, os gradientes batem com diferenças finitas."""
    for ativacao in ("sigmoid", "relu"):
        dA, cache = _camada(62, neuronios=3, entradas=2, exemplos=4)
        dA_certo = 4 * _derivada("A_prev", dA, cache, ativacao)
        dW_certo = _derivada("W", dA, cache, ativacao)
        db_certo = _derivada("b", dA, cache, ativacao)
        gradientes = linear_ativacao_backward(dA, cache, ativacao)
        _confira(gradientes, (dA_certo, dW_certo, db_certo))


@check(
    points=0.075,
    hint="Para zerar parte de uma matriz que veio de fora, trabalhe em uma cópia dela.",
)
def test_cache_intacto(linear_ativacao_backward):
    """dA e as matrizes guardadas no cache continuam como estavam depois da chamada."""
    for ativacao in ("relu", "sigmoid"):
        dA, cache = _camada(63, neuronios=4, entradas=3, exemplos=5)
        esperado = _gradientes(dA, cache, ativacao)
        with assert_unchanged(dA=dA, cache=cache):
            gradientes = linear_ativacao_backward(dA, cache, ativacao)
        _confira(gradientes, esperado)


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


def _confira(gradientes, esperado):
    for nome, obtido, certo in zip(("dA_prev", "dW", "db"), gradientes, esperado, strict=True):
        assert_close(obtido, certo, name=nome)


def _derivada(nome, dA, cache, ativacao):
    """Gradiente numérico de soma(dA · A) / m em relação a A_prev, W ou b."""
    valores = dict(zip(("A_prev", "W", "b"), cache[0], strict=True))

    def custo_medio(valor):
        v = {**valores, nome: valor}
        return np.sum(dA * _ative(v["W"] @ v["A_prev"] + v["b"], ativacao)) / dA.shape[1]

    return numerical_gradient(custo_medio, valores[nome])
