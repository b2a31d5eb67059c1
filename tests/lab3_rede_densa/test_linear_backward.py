"""Verificações de linear_backward."""

import numpy as np
from testCases_v4a import linear_backward_test_case

from gabarito.checks import (
    assert_close,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    numerical_gradient,
)


@check(points=0.1, visible=True, hint="Compare com a fórmula, e o formato com o de A_prev.")
def test_dA_prev_do_enunciado(linear_backward):
    """dA_prev confere com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    dA_prev, _, _ = linear_backward(dZ, cache)
    esperado = [
        [-1.15171336, 0.06718465, -0.3204696, 2.09812712],
        [0.60345879, -3.72508701, 5.81700741, -3.84326836],
        [-0.4319552, -1.30987417, 1.72354705, 0.05070578],
        [-0.38981415, 0.60811244, -1.25938424, 1.47191593],
        [-2.52214926, 2.67882552, -0.67947465, 1.48119548],
    ]
    assert_close(dA_prev, esperado, name="dA_prev")


@check(points=0.1, visible=True, hint="Compare com a fórmula, e o formato com o de W.")
def test_dW_do_enunciado(linear_backward):
    """dW confere com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    _, dW, _ = linear_backward(dZ, cache)
    esperado = [
        [0.07313866, -0.0976715, -0.87585828, 0.73763362, 0.00785716],
        [0.85508818, 0.37530413, -0.59912655, 0.71278189, -0.58931808],
        [0.97913304, -0.24376494, -0.08839671, 0.55151192, -0.10290907],
    ]
    assert_close(dW, esperado, name="dW")


@check(points=0.05, visible=True, hint="Compare com a fórmula, e o formato com o de b.")
def test_db_do_enunciado(linear_backward):
    """db confere com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    _, _, db = linear_backward(dZ, cache)
    assert_close(db, [[-0.14713786], [-0.11313155], [-0.13209101]], name="db")


@check(
    points=0.025,
    visible=True,
    hint="db = b não copia: escrever em db[:] escreve no viés da rede, que está no cache.",
)
def test_cache_do_exemplo_intacto(linear_backward):
    """dZ e o cache do exemplo continuam como estavam depois da chamada."""
    dZ, cache = linear_backward_test_case()
    with assert_unchanged(dZ=dZ, cache=cache):
        _, _, db = linear_backward(dZ, cache)
        assert_close(db, [[-0.14713786], [-0.11313155], [-0.13209101]], name="db")


@check(points=0.125, hint="dA_prev não leva 1/m: ele ainda é de cada exemplo.")
def test_dA_prev(linear_backward):
    """dA_prev é quanto o custo de cada exemplo varia, qualquer que seja o formato da camada."""
    for dZ, cache in _casos(50):
        A_prev, W, b = cache
        certo = _derivada(lambda A, dZ=dZ, W=W, b=b: _custo(dZ, A, W, b), A_prev)
        dA_prev, _, _ = linear_backward(dZ, cache)
        assert_close(dA_prev, dZ.shape[1] * certo, name="dA_prev")


@check(points=0.125, hint="dW leva 1/m: m é o número de exemplos, em qual dimensão de A_prev?")
def test_dW(linear_backward):
    """dW é quanto o custo médio varia com cada peso, qualquer que seja o formato da camada."""
    for dZ, cache in _casos(51):
        A_prev, W, b = cache
        certo = _derivada(lambda W, dZ=dZ, A=A_prev, b=b: _custo(dZ, A, W, b), W)
        _, dW, _ = linear_backward(dZ, cache)
        assert_close(dW, certo, name="dW")


@check(points=0.125, hint="Um gradiente tem sempre o formato daquilo que ele atualiza.")
def test_db(linear_backward):
    """db é quanto o custo médio varia com cada viés, e fica em coluna."""
    for dZ, cache in _casos(54):
        A_prev, W, b = cache
        certo = _derivada(lambda b, dZ=dZ, A=A_prev, W=W: _custo(dZ, A, W, b), b)
        _, _, db = linear_backward(dZ, cache)
        assert_close(db, certo, name="db")


@check(
    points=0.1,
    hint="Atribuir uma matriz a outro nome não faz cópia: escrever em um altera o outro.",
)
def test_cache_intacto(linear_backward):
    """dZ e as matrizes guardadas no cache continuam como estavam depois da chamada."""
    dZ, (A_prev, W, b) = _sorteio(53, neuronios=4, entradas=3, exemplos=6)
    certos = W.T @ dZ, dZ @ A_prev.T / 6, np.mean(dZ, axis=1, keepdims=True)
    with assert_unchanged(dZ=dZ, A_prev=A_prev, W=W, b=b):
        gradientes = linear_backward(dZ, (A_prev, W, b))
        assert_true(any(map(is_close, gradientes, certos)), "Nenhum gradiente está certo.")


def _casos(semente):
    """Camadas largas, estreitas e quadradas, com um exemplo e com um neurônio."""
    formatos = (2, 4, 7), (6, 2, 3), (4, 4, 4), (3, 4, 1), (1, 4, 5), (1, 4, 1)
    return [_sorteio(semente, *formato) for formato in formatos]


def _sorteio(semente, neuronios, entradas, exemplos):
    """dZ e o cache (A_prev, W, b) de uma camada."""
    gerador = np.random.RandomState(semente)
    formatos = (neuronios, exemplos), (entradas, exemplos), (neuronios, entradas), (neuronios, 1)
    dZ, A_prev, W, b = (gerador.randn(*formato) for formato in formatos)
    return dZ, (A_prev, W, b)


def _custo(dZ, A, W, b):
    """Um custo médio cuja derivada em relação a Z, exemplo a exemplo, é dZ."""
    return np.sum(dZ * (W @ A + b)) / dZ.shape[1]


def _derivada(custo, onde):
    return numerical_gradient(custo, onde, step=0.1)  # o custo é linear: o passo não erra
