"""Verificações de linear_forward."""

import numpy as np
from testCases_v4a import linear_forward_test_case

from gabarito.checks import assert_close, assert_shape, assert_unchanged, check, premise


@check(points=0.15, visible=True, hint="Some o viés b depois do produto de W por A.")
def test_valores_do_enunciado(linear_forward):
    """Z confere com o valor esperado do enunciado."""
    A, W, b = linear_forward_test_case()
    Z, _ = linear_forward(A, W, b)
    assert_close(Z, [[3.26295337, -1.23429987]], name="Z")


@check(
    points=0.05, visible=True, hint="Cada neurônio é uma linha de Z, com o seu viés em cada coluna."
)
def test_dois_neuronios_da_secao(linear_forward):
    """Os dois neurônios da seção 4.1 dão as duas linhas de Z feitas à mão."""
    Z, _ = linear_forward(*_da_secao())
    assert_close(Z, [[2.5, -0.5], [6, 0]], name="Z")


@check(points=0.025, visible=True, hint="O cache é a tupla (A, W, b), e a ordem conta.")
def test_cache_da_secao(linear_forward):
    """O cache dos dois neurônios da seção 4.1 traz A, W e b, nessa ordem."""
    with premise():
        Z, cache = linear_forward(*_da_secao())
        assert_shape(Z, (2, 2), name="Z")
    for nome, guardado, certo in zip("AWb", cache, _da_secao(), strict=True):
        assert_close(guardado, certo, name=f"{nome} do cache")


def _da_secao():
    """A, W e b da conta feita à mão."""
    A, W = np.array([[3.0, 0], [4, 1]]), np.array([[2.0, -1], [1, 1]])
    return A, W, np.array([[0.5], [-1.0]])


@check(points=0.075, hint="Que produto faz de cada linha de W e de cada coluna de A um número?")
def test_produto_das_matrizes(linear_forward):
    """Com vieses nulos, Z é o produto de W por A."""
    for neuronios, entradas, exemplos in ((4, 3, 2), (2, 5, 6), (3, 3, 3)):
        A, W, b = _sorteio(14, neuronios, entradas, exemplos)
        esperado = _produto(W, A)
        Z, _ = linear_forward(A, W, 0 * b)
        assert_close(Z, esperado, name="Z")


@check(
    points=0.075,
    hint="Escreva no papel os formatos de W, A e b: cada linha de Z pertence a um neurônio.",
)
def test_um_vies_por_neuronio(linear_forward):
    """Cada neurônio soma o seu próprio viés em todos os exemplos."""
    for formato in ((3, 4), (4, 4), (6, 2)):
        A, W, b = _sorteio(10, neuronios=formato[0], entradas=3, exemplos=formato[1])
        esperado = _produto(W, A) + b
        Z, _ = linear_forward(A, W, b)
        assert_close(Z, esperado, name="Z")


@check(points=0.025, hint="A conta é a mesma para um exemplo ou para mil: evite tamanhos fixos.")
def test_lote_de_um_exemplo(linear_forward):
    """Funciona com um único exemplo e com uma única entrada."""
    for entradas, exemplos in ((5, 1), (1, 6), (1, 1)):
        A, W, b = _sorteio(11, neuronios=3, entradas=entradas, exemplos=exemplos)
        esperado = _produto(W, A) + b
        Z, _ = linear_forward(A, W, b)
        assert_close(Z, esperado, name="Z")


@check(points=0.075, hint="O backward desempacota o cache como A, W, b: siga essa ordem.")
def test_cache_para_o_backward(linear_forward):
    """O cache guarda A, W e b, nessa ordem, ao lado de Z."""
    A, W, b = _sorteio(12, neuronios=3, entradas=3, exemplos=3)
    with premise():
        Z, cache = linear_forward(A.copy(), W.copy(), b.copy())
        assert_shape(Z, (3, 3), name="Z")
    A_cache, W_cache, b_cache = cache
    assert_close(A_cache, A, name="A do cache")
    assert_close(W_cache, W, name="W do cache")
    assert_close(b_cache, b, name="b do cache")


@check(points=0.025, hint="Guarde os resultados em variáveis novas, não nas que chegaram.")
def test_entradas_intactas(linear_forward):
    """A, W e b continuam como estavam depois da chamada."""
    A, W, b = _sorteio(13, neuronios=4, entradas=2, exemplos=5)
    sem_vies = _produto(W, A)
    with assert_unchanged(A=A, W=W, b=b):
        linear_forward(A, W, b)
        Z, _ = linear_forward(A, W, 0 * b)
        assert_close(Z, sem_vies, name="Z")


def _sorteio(semente, neuronios, entradas, exemplos):
    gerador = np.random.RandomState(semente)
    formatos = (entradas, exemplos), (neuronios, entradas), (neuronios, 1)
    return [gerador.randn(*formato) for formato in formatos]


def _produto(W, A):
    """W·A pela definição: soma dos produtos ao longo das entradas."""
    return (W[:, :, np.newaxis] * A[np.newaxis]).sum(axis=1)
