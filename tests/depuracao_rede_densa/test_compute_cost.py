"""Verificações de compute_cost."""

import numpy as np
from testCases_v4a import compute_cost_test_case

from gabarito.checks import assert_close, assert_unchanged, check


@check(
    points=0.25,
    visible=True,
    hint="Se há um erro, leia a última linha. Se não há, em que dimensão de Y estão os exemplos?",
)
def test_valor_do_enunciado(compute_cost):
    """O custo confere com o valor esperado do enunciado."""
    Y, AL = compute_cost_test_case()
    assert_close(compute_cost(AL, Y), 0.2797765635793422, name="cost")


@check(points=0.2, hint="Repita o lote duas vezes: o custo médio não deveria mudar.")
def test_outros_lotes(compute_cost):
    """O custo é a média, com poucos ou muitos exemplos."""
    for semente, m in ((51, 5), (52, 40)):
        AL, Y = _lote(semente, m)
        assert_close(compute_cost(AL.copy(), Y.copy()), _custo(AL, Y), name="cost")


@check(points=0.1, hint="Com um exemplo, o custo é menos o logaritmo da probabilidade da resposta.")
def test_um_exemplo(compute_cost):
    """O custo de um exemplo só está certo, com um rótulo e com o outro."""
    for rotulo in (0.0, 1.0):
        AL, Y = np.array([[0.3]]), np.array([[rotulo]])
        assert_close(compute_cost(AL.copy(), Y.copy()), _custo(AL, Y), name="cost")


@check(points=0.1, hint="Quem responde 0,5 para todos paga ln 2, quantos quer que sejam.")
def test_custo_no_comeco(compute_cost):
    """Responder 0,5 a todos custa ln 2."""
    _, Y = _lote(53, 100)
    assert_close(compute_cost(np.full((1, 100), 0.5), Y), np.log(2), name="cost")


@check(points=0.1, hint="Crie arrays novos para as contas.")
def test_entradas_intactas(compute_cost):
    """AL e Y continuam como estavam depois da chamada."""
    AL, Y = _lote(54, 9)
    certo = _custo(AL, Y)
    with assert_unchanged(AL=AL, Y=Y):
        assert_close(compute_cost(AL, Y), certo, name="cost")


def _lote(semente, m):
    """Probabilidades, umas quase 0 e outras quase 1, e rótulos."""
    gerador = np.random.RandomState(semente)
    return 1 / (1 + np.exp(-3 * gerador.randn(1, m))), (gerador.rand(1, m) < 0.4).astype(float)


def _custo(AL, Y):
    return np.mean(-np.log(np.where(Y == 1, AL, 1 - AL)))
