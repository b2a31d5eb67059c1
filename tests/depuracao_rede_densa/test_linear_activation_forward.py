"""Verificações de linear_activation_forward."""

import numpy as np
from testCases_v4a import linear_activation_forward_test_case

from gabarito.checks import assert_close, assert_unchanged, check, premise


@check(points=0.2, visible=True, hint="No ramo da ReLU, quem aplica a ativação?")
def test_relu_do_enunciado(linear_activation_forward):
    """Com relu, A confere com o valor esperado do enunciado."""
    A_prev, W, b = linear_activation_forward_test_case()
    A, _ = linear_activation_forward(A_prev, W, b, "relu")
    assert_close(A, [[3.43896131, 0.0]], name="A")


@check(points=0.1, visible=True, hint="O activation_cache é o que relu devolve junto com A.")
def test_cache_da_relu_do_enunciado(linear_activation_forward):
    """Com relu, o activation_cache confere com o valor esperado do enunciado."""
    A_prev, W, b = linear_activation_forward_test_case()
    _, (_, activation_cache) = linear_activation_forward(A_prev, W, b, "relu")
    assert_close(activation_cache, [[3.43896131, -2.08938436]], name="activation_cache")


@check(points=0.05, visible=True, hint="Cada ramo aplica a sua ativação ao mesmo Z, que é −5.")
def test_neuronio_da_secao(linear_activation_forward):
    """O neurônio da seção 5.1 responde 0 com relu e 0,0067 com sigmoid."""
    A_prev, W, b = np.array([[1.0], [4.0]]), np.array([[2.0, -1.0]]), np.array([[-3.0]])
    A, _ = linear_activation_forward(A_prev, W, b, "relu")
    assert_close(A, [[0]], name="A com relu")
    A, _ = linear_activation_forward(A_prev, W, b, "sigmoid")
    assert_close(A, [[1 / (1 + np.exp(5))]], name="A com sigmoid")


@check(points=0.25, hint="Com ReLU não há saída negativa: em que linha os negativos viram zero?")
def test_relu_em_outros_formatos(linear_activation_forward):
    """Com relu, A está certo em qualquer formato."""
    for formato in ((4, 3, 5), (3, 3, 3), (6, 2, 1), (1, 4, 7)):
        A_prev, W, b = _camada(31, *formato)
        A, _ = linear_activation_forward(A_prev, W, b, "relu")
        assert_close(A, _ative(A_prev, W, b, "relu"), name="A")


@check(points=0.2, hint="O cache é (linear_cache, activation_cache), e o segundo é o Z.")
def test_cache_da_relu(linear_activation_forward):
    """Com relu, o cache guarda a entrada, os pesos, os vieses e Z, nesta ordem."""
    A_prev, W, b = _camada(32, 4, 3, 5)
    with premise():
        A, cache = linear_activation_forward(A_prev.copy(), W.copy(), b.copy(), "relu")
        assert_close(A, _ative(A_prev, W, b, "relu"), name="A")
    (entrada, pesos, vieses), Z = cache
    assert_close(Z, W @ A_prev + b, name="activation_cache")
    assert_close(entrada, A_prev, name="A_prev do cache")
    assert_close(pesos, W, name="W do cache")
    assert_close(vieses, b, name="b do cache")


@check(points=0.1, hint="O ramo da sigmoide já funcionava: o que mudou nele?")
def test_sigmoide_continua_certa(linear_activation_forward):
    """Consertado o ramo da relu, o da sigmoide continua certo."""
    for formato in ((3, 4, 6), (1, 5, 2)):
        A_prev, W, b = _camada(33, *formato)
        with premise():
            A, _ = linear_activation_forward(A_prev.copy(), W.copy(), b.copy(), "relu")
            assert_close(A, _ative(A_prev, W, b, "relu"), name="A")
        A, (linear_cache, Z) = linear_activation_forward(A_prev, W, b, "sigmoid")
        assert_close(A, _ative(A_prev, W, b, "sigmoid"), name="A")
        assert_close(Z, W @ A_prev + b, name="activation_cache")
        for obtido, certo in zip(linear_cache, (A_prev, W, b), strict=True):
            assert_close(obtido, certo, name="linear_cache")


@check(points=0.1, hint="Os negativos viram zero em um array novo: o Z do cache é outro.")
def test_entradas_intactas(linear_activation_forward):
    """Com relu, A_prev, W e b continuam como estavam depois da chamada."""
    A_prev, W, b = _camada(34, 5, 2, 4)
    certo = _ative(A_prev, W, b, "relu")
    with assert_unchanged(A_prev=A_prev, W=W, b=b):
        A, _ = linear_activation_forward(A_prev, W, b, "relu")
        assert_close(A, certo, name="A")


def _camada(semente, neuronios, entradas, exemplos):
    gerador = np.random.RandomState(semente)
    A_prev, W = gerador.randn(entradas, exemplos), gerador.randn(neuronios, entradas)
    return A_prev, W, gerador.randn(neuronios, 1)


def _ative(A_prev, W, b, ativacao):
    Z = W @ A_prev + b
    return np.where(Z > 0, Z, 0) if ativacao == "relu" else 1 / (1 + np.exp(-Z))
