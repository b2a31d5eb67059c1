"""Verificações de linear_backward."""

import numpy as np
from testCases_v4a import linear_backward_test_case

from gabarito.checks import assert_close, assert_unchanged, check, numerical_gradient


@check(
    points=0.25,
    visible=True,
    hint="Compare cada gradiente com a sua fórmula e o seu formato com o de A_prev, W e b.",
)
def test_valores_do_enunciado(linear_backward):
    """dA_prev, dW e db conferem com os valores esperados do enunciado."""
    dZ, cache = linear_backward_test_case()
    dA_prev, dW, db = linear_backward(dZ, cache)
    dA_prev_esperado = [
        [-1.15171336, 0.06718465, -0.3204696, 2.09812712],
        [0.60345879, -3.72508701, 5.81700741, -3.84326836],
        [-0.4319552, -1.30987417, 1.72354705, 0.05070578],
        [-0.38981415, 0.60811244, -1.25938424, 1.47191593],
        [-2.52214926, 2.67882552, -0.67947465, 1.48119548],
    ]
    dW_esperado = [
        [0.07313866, -0.0976715, -0.87585828, 0.73763362, 0.00785716],
        [0.85508818, 0.37530413, -0.59912655, 0.71278189, -0.58931808],
        [0.97913304, -0.24376494, -0.08839671, 0.55151192, -0.10290907],
    ]
    assert_close(dA_prev, dA_prev_esperado, name="dA_prev")
    assert_close(dW, dW_esperado, name="dW")
    assert_close(db, [[-0.14713786], [-0.11313155], [-0.13209101]], name="db")


@check(points=0.125, hint="m é o número de exemplos: em qual dimensão de A_prev ele está?")
def test_outros_formatos(linear_backward):
    """Os três gradientes estão certos em camadas largas, estreitas e quadradas."""
    for neuronios, entradas, exemplos in ((2, 4, 7), (6, 2, 3), (4, 4, 4)):
        dZ, cache = _sorteio(50, neuronios, entradas, exemplos)
        esperado = _gradientes(dZ, cache)
        _confira(linear_backward(dZ, cache), esperado)


@check(points=0.125, hint="Um gradiente tem sempre o formato daquilo que ele atualiza.")
def test_lote_de_um_exemplo(linear_backward):
    """Funciona com um único exemplo e com um único neurônio, mantendo db em coluna."""
    for neuronios, exemplos in ((3, 1), (1, 5), (1, 1)):
        dZ, cache = _sorteio(51, neuronios, 4, exemplos)
        esperado = _gradientes(dZ, cache)
        _confira(linear_backward(dZ, cache), esperado)


@check(
    points=0.125,
    hint="dW e db levam 1/m, dA_prev não: a média aparece quando os exemplos se juntam.",
)
def test_gradiente_numerico(linear_backward):
    """Os gradientes batem com a variação do custo medida por diferenças finitas."""
    dZ, (A_prev, W, b) = _sorteio(52, neuronios=3, entradas=2, exemplos=5)

    def custo_medio(A, W, b):
        return np.sum(dZ * (W @ A + b)) / 5

    dA_certo = 5 * numerical_gradient(lambda v: custo_medio(v, W, b), A_prev)
    dW_certo = numerical_gradient(lambda v: custo_medio(A_prev, v, b), W)
    db_certo = numerical_gradient(lambda v: custo_medio(A_prev, W, v), b)
    _confira(linear_backward(dZ, (A_prev, W, b)), (dA_certo, dW_certo, db_certo))


@check(
    points=0.125,
    hint="Atribuir uma matriz a outro nome não faz cópia: escrever em um altera o outro.",
)
def test_cache_intacto(linear_backward):
    """dZ e as matrizes guardadas no cache continuam como estavam depois da chamada."""
    dZ, (A_prev, W, b) = _sorteio(53, neuronios=4, entradas=3, exemplos=6)
    esperado = _gradientes(dZ, (A_prev, W, b))
    with assert_unchanged(dZ=dZ, A_prev=A_prev, W=W, b=b):
        gradientes = linear_backward(dZ, (A_prev, W, b))
    _confira(gradientes, esperado)


def _sorteio(semente, neuronios, entradas, exemplos):
    """dZ e o cache (A_prev, W, b) de uma camada."""
    gerador = np.random.RandomState(semente)
    formatos = (neuronios, exemplos), (entradas, exemplos), (neuronios, entradas), (neuronios, 1)
    dZ, A_prev, W, b = (gerador.randn(*formato) for formato in formatos)
    return dZ, (A_prev, W, b)


def _gradientes(dZ, cache):
    """dA_prev, dW e db como médias, exemplo a exemplo, dos gradientes de cada um."""
    A_prev, W, _ = cache
    pares = list(zip(dZ.T, A_prev.T, strict=True))
    dA_prev = np.array([dz @ W for dz, _ in pares]).T
    dW = np.mean([np.outer(dz, a) for dz, a in pares], axis=0)
    return dA_prev, dW, np.mean(dZ, axis=1)[:, np.newaxis]


def _confira(gradientes, esperado):
    dA_prev, dW, db = gradientes
    dA_certo, dW_certo, db_certo = esperado
    assert_close(dA_prev, dA_certo, name="dA_prev")
    assert_close(dW, dW_certo, name="dW")
    assert_close(db, db_certo, name="db")
