"""Verificações de linear_ativacao_forward."""

import numpy as np
from testCases_v4a import linear_activation_forward_test_case

from gabarito.checks import assert_close, assert_shape, assert_unchanged, check, premise


@check(points=0.125, visible=True, hint="Calcule Z com linear_forward e passe-o por sigmoid.")
def test_sigmoide_do_enunciado(linear_ativacao_forward):
    """Com sigmoid, A confere com o valor esperado do enunciado."""
    A_prev, W, b = linear_activation_forward_test_case()
    A, _ = linear_ativacao_forward(A_prev, W, b, ativacao="sigmoid")
    assert_close(A, [[0.96890023, 0.11013289]], name="A")


@check(points=0.125, visible=True, hint="No ramo da relu também é preciso aplicar a ativação.")
def test_relu_do_enunciado(linear_ativacao_forward):
    """Com relu, A confere com o valor esperado do enunciado."""
    A_prev, W, b = linear_activation_forward_test_case()
    A, _ = linear_ativacao_forward(A_prev, W, b, ativacao="relu")
    assert_close(A, [[3.43896131, 0.0]], name="A")


@check(
    points=0.0625,
    visible=True,
    hint="O ativacao_cache é o segundo valor que relu devolve: Z, com os seus negativos.",
)
def test_cache_da_relu_do_enunciado(linear_ativacao_forward):
    """Com relu, o ativacao_cache confere com o valor esperado do enunciado."""
    A_prev, W, b = linear_activation_forward_test_case()
    with premise():
        A, cache = linear_ativacao_forward(A_prev, W, b, ativacao="relu")
        assert_shape(A, (1, 2), name="A")
    assert_close(cache[1], [[3.43896131, -2.08938436]], name="ativacao_cache")


@check(points=0.125, hint="Confira o ramo da sigmoid: ela age em cada elemento de Z.")
def test_sigmoide_em_outros_formatos(linear_ativacao_forward):
    """A sigmoid vale para qualquer número de neurônios e de exemplos."""
    for neuronios, entradas, exemplos in ((4, 3, 5), (2, 6, 2), (3, 1, 1)):
        A_prev, W, b = _sorteio(20, neuronios, entradas, exemplos)
        esperado = _ative(W @ A_prev + b, "sigmoid")
        A, _ = linear_ativacao_forward(A_prev, W, b, "sigmoid")
        assert_close(A, esperado, name="A")


@check(points=0.0625, hint="Confira o ramo da relu: o que ela faz com cada sinal de Z?")
def test_relu_em_outros_formatos(linear_ativacao_forward):
    """A relu vale para qualquer número de neurônios e de exemplos."""
    for neuronios, entradas, exemplos in ((5, 3, 4), (2, 7, 2), (4, 1, 1)):
        A_prev, W, b = _sorteio(21, neuronios, entradas, exemplos)
        esperado = _ative(W @ A_prev + b, "relu")
        A, _ = linear_ativacao_forward(A_prev, W, b, "relu")
        assert_close(A, esperado, name="A")


HINT_DO_CACHE = "São dois caches: o da parte linear e o que a função de ativação devolve."
HINT_DAS_ENTRADAS = "Guarde os resultados em variáveis novas, não nas que chegaram."


@check(points=0.0625, hint=HINT_DO_CACHE)
def test_cache_da_sigmoide(linear_ativacao_forward):
    """Com sigmoid, o cache reúne linear_cache e ativacao_cache, e Z está inteiro lá dentro."""
    _confira_o_cache(linear_ativacao_forward, "sigmoid")


@check(points=0.0625, hint=HINT_DO_CACHE)
def test_cache_da_relu(linear_ativacao_forward):
    """Com relu, o cache reúne linear_cache e ativacao_cache, e Z está inteiro lá dentro."""
    _confira_o_cache(linear_ativacao_forward, "relu")


@check(points=0.0625, hint=HINT_DAS_ENTRADAS)
def test_entradas_intactas_com_sigmoide(linear_ativacao_forward):
    """Com sigmoid, A_prev, W e b continuam como estavam."""
    _confira_as_entradas(linear_ativacao_forward, "sigmoid")


@check(points=0.0625, hint=HINT_DAS_ENTRADAS)
def test_entradas_intactas_com_relu(linear_ativacao_forward):
    """Com relu, A_prev, W e b continuam como estavam."""
    _confira_as_entradas(linear_ativacao_forward, "relu")


def _confira_o_cache(linear_ativacao_forward, ativacao):
    A_prev, W, b = _sorteio(22, neuronios=4, entradas=4, exemplos=4)
    Z_certo = W @ A_prev + b
    with premise():
        A, cache = linear_ativacao_forward(A_prev.copy(), W.copy(), b.copy(), ativacao)
        assert_shape(A, (4, 4), name="A")
    (A_cache, W_cache, b_cache), Z = cache
    assert_close(A_cache, A_prev, name="A_prev do cache")
    assert_close(W_cache, W, name="W do cache")
    assert_close(b_cache, b, name="b do cache")
    assert_close(Z, Z_certo, name="Z do cache")


def _confira_as_entradas(linear_ativacao_forward, ativacao):
    A_prev, W, b = _sorteio(23, neuronios=3, entradas=5, exemplos=6)
    esperado = _ative(W @ A_prev + b, ativacao)
    with assert_unchanged(A_prev=A_prev, W=W, b=b):
        A, _ = linear_ativacao_forward(A_prev, W, b, ativacao)
        assert_close(A, esperado, name="A")


def _sorteio(semente, neuronios, entradas, exemplos):
    gerador = np.random.RandomState(semente)
    formatos = (entradas, exemplos), (neuronios, entradas), (neuronios, 1)
    return [gerador.randn(*formato) for formato in formatos]


def _ative(Z, ativacao):
    return 1 / (1 + np.exp(-Z)) if ativacao == "sigmoid" else Z * (Z > 0)
