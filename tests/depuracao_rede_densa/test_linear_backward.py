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


@check(points=0.1, visible=True, hint="O cache tem três itens: compare com a docstring.")
def test_dA_prev_do_enunciado(linear_backward):
    """A primeira linha de dA_prev confere com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    dA_prev, _, _ = linear_backward(dZ, cache)
    primeira = [-1.15171336, 0.06718465, -0.3204696, 2.09812712]
    assert_close(dA_prev[0], primeira, name="dA_prev[0]")


@check(
    points=0.1,
    visible=True,
    hint="Se há um erro, leia a última linha; senão, compare com a fórmula.",
)
def test_dW_do_enunciado(linear_backward):
    """dW confere com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    _, dW, _ = linear_backward(dZ, cache)
    certo = [
        [0.07313866, -0.0976715, -0.87585828, 0.73763362, 0.00785716],
        [0.85508818, 0.37530413, -0.59912655, 0.71278189, -0.58931808],
        [0.97913304, -0.24376494, -0.08839671, 0.55151192, -0.10290907],
    ]
    assert_close(dW, certo, name="dW")


@check(points=0.2, visible=True, hint="Sem erros, e db não confere? Ele é de um custo médio.")
def test_db_do_enunciado(linear_backward):
    """db confere com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    _, _, db = linear_backward(dZ, cache)
    assert_close(db, [[-0.14713786], [-0.11313155], [-0.13209101]], name="db")


@check(
    points=0.05,
    visible=True,
    hint="O b do cache é o da rede: quem escreve db por cima dele troca o viés pelo gradiente.",
)
def test_cache_do_exemplo_intacto(linear_backward):
    """dZ e o cache do exemplo continuam como estavam depois da chamada."""
    dZ, cache = linear_backward_test_case()
    with assert_unchanged(dZ=dZ, cache=cache):
        _, dW, _ = linear_backward(dZ, cache)
        primeira = [0.07313866, -0.0976715, -0.87585828, 0.73763362, 0.00785716]
        assert_close(dW[0], primeira, name="dW[0]")


@check(points=0.35, hint="Pergunte ao juiz: os db estão na mesma escala dos dW?")
def test_db(linear_backward):
    """db é quanto o custo médio varia com cada viés, e fica em coluna."""
    for dZ, (A_prev, W, b) in _casos(61):
        certo = numerical_gradient(lambda v, dZ=dZ, A=A_prev, W=W: _custo(dZ, A, W, v), b)
        _, _, db = linear_backward(dZ, (A_prev, W, b))
        assert_close(db, certo, name="db")


@check(points=0.15, hint="dW leva 1/m: m é o número de exemplos, em qual dimensão de A_prev?")
def test_dW(linear_backward):
    """dW é quanto o custo médio varia com cada peso."""
    for dZ, (A_prev, W, b) in _casos(62):
        certo = numerical_gradient(lambda v, dZ=dZ, A=A_prev, b=b: _custo(dZ, A, v, b), W)
        _, dW, _ = linear_backward(dZ, (A_prev, W, b))
        assert_close(dW, certo, name="dW")


@check(points=0.15, hint="dA_prev não leva 1/m: ele ainda é de cada exemplo.")
def test_dA_prev(linear_backward):
    """dA_prev é quanto a perda de cada exemplo varia com a entrada dele."""
    for dZ, (A_prev, W, b) in _casos(63):
        certo = numerical_gradient(lambda v, dZ=dZ, W=W, b=b: _custo(dZ, v, W, b), A_prev)
        dA_prev, _, _ = linear_backward(dZ, (A_prev, W, b))
        assert_close(dA_prev, dZ.shape[1] * certo, name="dA_prev")


@check(points=0.1, hint="Uma média não muda quando todos os exemplos aparecem duas vezes.")
def test_lote_repetido(linear_backward):
    """Com cada exemplo repetido, db continua o mesmo."""
    dZ, (A_prev, W, b) = _sorteio(64, 4, 3, 5)
    _, _, db = linear_backward(np.hstack([dZ, dZ]), (np.hstack([A_prev, A_prev]), W, b))
    assert_close(db, dZ.mean(axis=1, keepdims=True), name="db")


@check(
    points=0.05, hint="Atribuir um array a outro nome não faz cópia: escrever em um muda o outro."
)
def test_cache_intacto(linear_backward):
    """dZ e os arrays do cache continuam como estavam depois da chamada."""
    dZ, (A_prev, W, b) = _sorteio(65, 4, 3, 6)
    certos = W.T @ dZ, dZ @ A_prev.T / 6, dZ.mean(axis=1, keepdims=True)
    with assert_unchanged(dZ=dZ, A_prev=A_prev, W=W, b=b):
        gradientes = linear_backward(dZ, (A_prev, W, b))
        assert_true(any(map(is_close, gradientes, certos)), "Nenhum gradiente está certo.")


def _casos(semente):
    """Camadas largas, estreitas e quadradas, com um exemplo e com um neurônio."""
    return [_sorteio(semente, *f) for f in ((2, 4, 7), (6, 2, 3), (4, 4, 4), (3, 5, 1), (1, 4, 5))]


def _sorteio(semente, neuronios, entradas, exemplos):
    gerador = np.random.RandomState(semente)
    dZ, A_prev = gerador.randn(neuronios, exemplos), gerador.randn(entradas, exemplos)
    return dZ, (A_prev, gerador.randn(neuronios, entradas), gerador.randn(neuronios, 1))


def _custo(dZ, A_prev, W, b):
    """Um custo médio cujo gradiente em relação a Z, exemplo por exemplo, é dZ."""
    return np.sum(dZ * (W @ A_prev + b)) / dZ.shape[1]
