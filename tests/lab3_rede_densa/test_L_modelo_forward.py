"""Verificações de L_modelo_forward."""

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
    points=0.175,
    visible=True,
    hint="A saída de cada camada é a entrada da seguinte; a última usa sigmoid.",
)
def test_valores_do_enunciado(L_modelo_forward):
    """AL confere com o valor esperado do enunciado."""
    X, parametros = L_model_forward_test_case_2hidden()
    AL, _ = L_modelo_forward(X, parametros)
    assert_close(AL, [[0.03921668, 0.70498921, 0.19734387, 0.04728177]], name="AL")


@check(points=0.075, visible=True, hint="Cada camada acrescenta o seu cache, a última inclusive.")
def test_caches_do_enunciado(L_modelo_forward):
    """O número de caches confere com o valor esperado do enunciado."""
    X, parametros = L_model_forward_test_case_2hidden()
    with premise():
        AL, caches = L_modelo_forward(X, parametros)
        assert_shape(AL, (1, 4), name="AL")
    assert_close(len(caches), 3, name="Tamanho da lista caches")


@check(points=0.075, hint="O número de camadas vem do dicionário: cada camada tem um W e um b.")
def test_redes_rasas(L_modelo_forward):
    """AL está certo em redes de uma camada oculta, larga ou estreita."""
    _confira(L_modelo_forward, [3, 4, 1], [6, 1, 1])


@check(points=0.075, hint="A camada l recebe a saída da camada l − 1, por mais que sejam.")
def test_redes_profundas(L_modelo_forward):
    """AL está certo em redes de várias camadas ocultas."""
    _confira(L_modelo_forward, [2, 7, 3, 5, 1], [4, 2, 3, 1])


@check(points=0.1, hint="Sem camadas ocultas resta só a da saída: ela está fora do laço?")
def test_uma_camada(L_modelo_forward):
    """Uma rede de uma única camada é a regressão logística."""
    _confira(L_modelo_forward, [4, 1])


@check(
    points=0.15,
    hint="Guarde o cache de cada camada, na ordem, a última inclusive: o backward usa todos.",
)
def test_um_cache_por_camada(L_modelo_forward):
    """caches traz, da primeira à última camada, a entrada, os parâmetros e o Z de cada uma."""
    X, parametros = _rede(32, [3, 5, 4, 1], exemplos=4)
    copias = {nome: valor.copy() for nome, valor in parametros.items()}
    with premise():
        AL, caches = L_modelo_forward(X.copy(), copias)
        assert_shape(AL, (1, 4), name="AL")
    assert_true(len(caches) == 3, "caches deveria ter um elemento por camada.")
    for camada, ((A_prev, W, b), Z) in enumerate(caches, start=1):
        W_certo, b_certo = parametros[f"W{camada}"], parametros[f"b{camada}"]
        assert_close(W, W_certo, name=f"W da camada {camada}")
        assert_close(b, b_certo, name=f"b da camada {camada}")
        assert_shape(A_prev, (W_certo.shape[1], 4), name=f"A_prev da camada {camada}")
        Z_certo = W_certo @ np.array(A_prev, dtype=float) + b_certo
        assert_close(Z, Z_certo, name=f"Z da camada {camada}")
    assert_close(caches[0][0][0], X, name="A_prev da camada 1")


@check(points=0.1, hint="Guarde os resultados em variáveis novas, não nas que chegaram.")
def test_entradas_intactas(L_modelo_forward):
    """X e parametros continuam como estavam, também com um único exemplo."""
    for exemplos in (1, 7):
        X, parametros = _rede(33, [5, 3, 2, 1], exemplos)
        esperado = _ativacoes(X, parametros)[-1]
        with assert_unchanged(X=X, parametros=parametros):
            AL, _ = L_modelo_forward(X, parametros)
            assert_close(AL, esperado, name="AL")


def _confira(L_modelo_forward, *redes):
    for dims in redes:
        X, parametros = _rede(30, dims, exemplos=5)
        esperado = _ativacoes(X, parametros)[-1]
        AL, _ = L_modelo_forward(X, parametros)
        assert_close(AL, esperado, name="AL")


def _rede(semente, dims, exemplos):
    """Dados e parâmetros sorteados para uma rede com essas camadas."""
    gerador = np.random.RandomState(semente)
    X, parametros = gerador.randn(dims[0], exemplos), {}
    for camada in range(1, len(dims)):
        parametros[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
        parametros[f"b{camada}"] = gerador.randn(dims[camada], 1)
    return X, parametros


def _ativacoes(X, parametros):
    """A[0] = X, A[1], …, A[L]: relu nas camadas ocultas e sigmoide na última."""
    ativacoes = [X]
    L = len(parametros) // 2
    for camada in range(1, L + 1):
        Z = parametros[f"W{camada}"] @ ativacoes[-1] + parametros[f"b{camada}"]
        ativacoes.append(Z * (Z > 0) if camada < L else 1 / (1 + np.exp(-Z)))
    return ativacoes
