"""Verificações de compute_cost_with_regularization."""

import numpy as np
from testCases import compute_cost_with_regularization_test_case

from gabarito.checks import assert_close, assert_unchanged, check


@check(
    points=0.75,
    visible=True,
    hint="Confira o fator da frente da soma e se os pesos das três camadas entraram nela.",
)
def test_valor_do_enunciado(compute_cost_with_regularization):
    """O custo confere com o valor esperado do enunciado."""
    A3, Y, parameters = compute_cost_with_regularization_test_case()
    cost = compute_cost_with_regularization(A3, Y, parameters, lambd=0.1)
    assert_close(cost, 1.7864859451590758, name="cost")


@check(points=0.35, hint="A soma dos quadrados percorre cada peso de cada uma das três matrizes.")
def test_outras_redes(compute_cost_with_regularization):
    """O custo está certo em redes de outros tamanhos e com outros lotes."""
    for semente, dims, m in ((10, (4, 6, 2, 1), 9), (11, (2, 1, 5, 1), 3), (12, (1, 1, 1, 1), 1)):
        A3, Y, parameters = _sorteio(semente, dims, m)
        certo = _entropia(A3, Y) + _penalidade(parameters, 0.6, m)
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.6)
        assert_close(cost, certo, name="cost")


@check(points=0.3, hint="Dobrar lambd dobra a penalidade; dobrar o número de exemplos a divide.")
def test_forca_da_penalidade(compute_cost_with_regularization):
    """A penalidade cresce com lambd e diminui com o número de exemplos, como na fórmula."""
    for lambd in (0.05, 2, 30.0):
        for m in (2, 7, 40):
            A3, Y, parameters = _sorteio(13, (3, 4, 2, 1), m)
            certo = _entropia(A3, Y) + _penalidade(parameters, lambd, m)
            cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
            assert_close(cost, certo, name="cost")


@check(points=0.2, hint="Sem penalidade, o que sobra da fórmula?")
def test_lambd_zero(compute_cost_with_regularization):
    """Com lambd igual a zero, o custo é só a entropia cruzada."""
    for m in (4, 11):
        A3, Y, parameters = _sorteio(14, (5, 3, 3, 1), m)
        certo = _entropia(A3, Y)
        assert_close(compute_cost_with_regularization(A3, Y, parameters, 0), certo, name="cost")


@check(points=0.25, hint="Que parâmetros entram na soma da fórmula, e quais ficam de fora?")
def test_vieses_de_fora(compute_cost_with_regularization):
    """Os vieses não pagam penalidade, por maiores que sejam."""
    A3, Y, parameters = _sorteio(15, (3, 5, 4, 1), 6)
    for nome in ("b1", "b2", "b3"):
        parameters[nome] = 100 + 50 * parameters[nome]
    certo = _entropia(A3, Y) + _penalidade(parameters, 1.5, 6)
    assert_close(compute_cost_with_regularization(A3, Y, parameters, 1.5), certo, name="cost")


@check(points=0.15, hint="Eleve ao quadrado em uma matriz nova, sem escrever nos pesos.")
def test_entradas_intactas(compute_cost_with_regularization):
    """A3, Y e os parâmetros continuam como estavam depois da chamada."""
    A3, Y, parameters = _sorteio(16, (2, 4, 3, 1), 5)
    certo = _entropia(A3, Y) + _penalidade(parameters, 0.9, 5)
    with assert_unchanged(A3=A3, Y=Y, parameters=parameters):
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.9)
    assert_close(cost, certo, name="cost")


def _sorteio(semente, dims, m):
    """Probabilidades, rótulos e parâmetros de uma rede qualquer."""
    gerador = np.random.RandomState(semente)
    parameters = {}
    for camada in (1, 2, 3):
        parameters[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
        parameters[f"b{camada}"] = gerador.randn(dims[camada], 1)
    A3 = gerador.uniform(0.02, 0.98, (1, m))
    return A3, (gerador.rand(1, m) < 0.5).astype(float), parameters


def _entropia(A3, Y):
    return -np.mean(np.log(np.where(Y == 1, A3, 1 - A3)))


def _penalidade(parameters, lambd, m):
    """A penalidade, peso por peso."""
    quadrados = [w * w for nome in ("W1", "W2", "W3") for w in parameters[nome].flat]
    return lambd * sum(quadrados) / m / 2
