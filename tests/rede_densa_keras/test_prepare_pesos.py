"""Verificações de prepare_pesos."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check


@check(points=0.25, visible=True, hint="65 kg viram 0,3; B é 0 1 0.")
def test_dados_do_enunciado(prepare_pesos):
    """Os seis pesos do enunciado viram X e Y."""
    X, Y = prepare_pesos([4, 15, 65, 5, 18, 70], list("BCABCA"))
    assert_close(X, [[-0.92], [-0.7], [0.3], [-0.9], [-0.64], [0.4]], name="X")
    assert_close(Y, [[0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]], name="Y")


@check(points=0.05, visible=True, hint="As colunas são A, B e C, e não as classes que apareceram.")
def test_sem_bebes(prepare_pesos):
    """Sem nenhum bebê nos dados, a coluna B continua lá, só com zeros."""
    _, Y = prepare_pesos([10, 80], ["C", "A"])
    assert_close(Y, [[0, 0, 1], [1, 0, 0]], name="Y")


@check(points=0.025, visible=True, hint="Crie um array novo: kg /= 100 escreve no recebido.")
def test_pesos_intactos(prepare_pesos):
    """Um array com os pesos 65 e 15 continua como estava depois da chamada."""
    kg = np.array([65.0, 15.0])
    with assert_unchanged(kg=kg):
        X, _ = prepare_pesos(kg, ["A", "C"])
        assert_close(X, [[0.3], [-0.7]], name="X")


@check(points=0.2, hint="A régua é fixa, de 0 a 100 kg, e o resultado é uma coluna.")
def test_outros_pesos(prepare_pesos):
    """A régua é a mesma em qualquer conjunto, e X é uma coluna."""
    X, _ = prepare_pesos([50, 60], ["A", "A"])
    assert_close(X, [[0], [0.2]], name="X")
    X, _ = prepare_pesos(np.array([0, 100, 33], np.uint8), ["B", "A", "A"])
    assert_close(X, [[-1], [1], [-0.34]], name="X")


@check(points=0.15, hint="A ordem das colunas é A, B, C, esteja a classe nos dados ou não.")
def test_classe_ausente(prepare_pesos):
    """As colunas são A, B e C mesmo quando falta uma classe."""
    _, Y = prepare_pesos([10, 4], ["C", "B"])
    assert_close(Y, [[0, 0, 1], [0, 1, 0]], name="Y")
    _, Y = prepare_pesos([80], ["A"])
    assert_close(Y, [[1, 0, 0]], name="Y")


@check(points=0.075, hint="Crie um array novo.")
def test_entrada_intacta(prepare_pesos):
    """O array de pesos não é alterado."""
    kg = np.array([10.0, 90.0])
    with assert_unchanged(kg=kg):
        X, _ = prepare_pesos(kg, ["C", "A"])
        assert_close(X, [[-0.8], [0.8]], name="X")
