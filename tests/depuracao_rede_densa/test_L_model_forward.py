"""Verificações de L_model_forward."""

import numpy as np
from testCases_v4a import L_model_forward_test_case_2hidden

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    premise,
)


@check(
    points=0.25,
    visible=True,
    hint="Quantas vezes a camada da sigmoide deve rodar? E quantas ela roda?",
)
def test_valores_do_enunciado(L_model_forward):
    """AL confere com o valor esperado do enunciado."""
    X, parameters = L_model_forward_test_case_2hidden()
    AL, _ = L_model_forward(X, parameters)
    assert_close(AL, [[0.03921668, 0.70498921, 0.19734387, 0.04728177]], name="AL")


@check(points=0.15, visible=True, hint="Uma camada, um cache.")
def test_caches_do_enunciado(L_model_forward):
    """O número de caches confere com o valor esperado do enunciado."""
    X, parameters = L_model_forward_test_case_2hidden()
    _, caches = L_model_forward(X, parameters)
    assert_close(len(caches), 3, name="Tamanho da lista caches")


@check(
    points=0.05,
    visible=True,
    hint="Com uma camada o laço não dá volta: a da sigmoide e o return ficam fora dele.",
)
def test_uma_camada_do_exemplo(L_model_forward):
    """Uma rede de uma camada, o neurônio da seção 5.1, responde 0,0067."""
    parameters = {"W1": np.array([[2.0, -1.0]]), "b1": np.array([[-3.0]])}
    AL, _ = L_model_forward(np.array([[1.0], [4.0]]), parameters)
    assert_close(AL, [[1 / (1 + np.exp(5))]], name="AL")


@check(points=0.25, hint="Teste com três camadas de larguras diferentes, como em 2.2.")
def test_larguras_diferentes(L_model_forward):
    """AL está certo com três camadas de larguras diferentes."""
    for dims in ([3, 6, 2, 1], [2, 3, 5, 1]):
        _confira(L_model_forward, dims)


@check(points=0.15, hint="Com larguras iguais nada reclama: confira quantas camadas foram usadas.")
def test_larguras_iguais(L_model_forward):
    """AL está certo com camadas de larguras iguais, em que nenhum formato denuncia o erro."""
    for dims in ([4, 4, 4, 1], [1, 1, 1, 1], [3, 3, 3, 3, 1]):
        _confira(L_model_forward, dims)


@check(points=0.1, hint="O laço passa por todas as ocultas, por mais que sejam.")
def test_redes_profundas(L_model_forward):
    """AL está certo com quatro camadas ou mais."""
    for dims in ([3, 5, 2, 4, 1], [2, 3, 4, 3, 2, 1]):
        _confira(L_model_forward, dims)


@check(points=0.05, hint="Sem camadas ocultas o laço não dá volta: o que fica fora dele?")
def test_uma_camada(L_model_forward):
    """Uma rede de uma camada só é a regressão logística."""
    _confira(L_model_forward, [6, 1])


@check(points=0.15, hint="caches[l-1] é o da camada l, e o da última vem uma vez, no fim.")
def test_um_cache_por_camada(L_model_forward):
    """caches traz, da primeira à última camada, a entrada, os parâmetros e o Z de cada uma."""
    X, parameters = _rede(43, [3, 5, 4, 1])
    copias = {nome: valor.copy() for nome, valor in parameters.items()}
    with premise():
        AL, caches = L_model_forward(X.copy(), copias)
        assert_shape(AL, (1, 5), name="AL")
    assert_true(len(caches) == 3, "caches deveria ter um elemento por camada.")
    for camada, ((A_prev, W, b), Z) in enumerate(caches, start=1):
        assert_close(W, parameters[f"W{camada}"], name=f"W da camada {camada}")
        assert_close(b, parameters[f"b{camada}"], name=f"b da camada {camada}")
        assert_shape(A_prev, (W.shape[1], 5), name=f"A_prev da camada {camada}")
        Z_certo = parameters[f"W{camada}"] @ np.array(A_prev, float) + parameters[f"b{camada}"]
        assert_close(Z, Z_certo, name=f"Z da camada {camada}")
    assert_close(caches[0][0][0], X, name="A_prev da camada 1")


@check(points=0.1, hint="Guarde os resultados em variáveis novas, e não nas que chegaram.")
def test_entradas_intactas(L_model_forward):
    """X e parameters continuam como estavam depois da chamada."""
    X, parameters = _rede(44, [5, 3, 2, 1])
    certo = _saida(X, parameters)
    with assert_unchanged(X=X, parameters=parameters):
        AL, _ = L_model_forward(X, parameters)
        assert_close(AL, certo, name="AL")


def _confira(L_model_forward, dims):
    X, parameters = _rede(41, dims)
    certo = _saida(X, parameters)
    AL, _ = L_model_forward(X, parameters)
    assert_close(AL, certo, name="AL")


def _rede(semente, dims):
    """Lote de cinco exemplos e parâmetros sorteados para camadas desses tamanhos."""
    gerador = np.random.RandomState(semente)
    X, parameters = gerador.randn(dims[0], 5), {}
    for camada in range(1, len(dims)):
        parameters[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
        parameters[f"b{camada}"] = 0.5 + gerador.rand(dims[camada], 1)
    return X, parameters


def _saida(X, parameters):
    A, L = X, len(parameters) // 2
    for camada in range(1, L + 1):
        Z = parameters[f"W{camada}"] @ A + parameters[f"b{camada}"]
        A = np.where(Z > 0, Z, 0) if camada < L else 1 / (1 + np.exp(-Z))
    return A
