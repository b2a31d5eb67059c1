"""Verificações de treine_notas."""

import numpy as np

from gabarito.checks import assert_close, assert_true, check


@check(points=0.25, visible=True, hint="Uma saída por nota, com sigmoide: uma probabilidade.")
def test_uma_probabilidade_por_nota(treine_notas, prediga):
    """Depois de uma época, o modelo dá uma probabilidade para cada nota."""
    x, y = _notas(51, 40)
    modelo = treine_notas(x, y, 1)
    assert_true(modelo is not None, "O modelo ainda vale None: falta completar o código.")
    p = prediga(modelo, x[:9])
    assert_close(np.shape(p), (9, 1), name="formato da saída")
    assert_true(np.all((p >= 0) & (p <= 1)), "A saída deveria estar entre 0 e 1.")
    assert_true(np.ptp(p) > 0, "Todas as notas receberam a mesma probabilidade.")


@check(
    points=0.25,
    visible=True,
    limit_s=15,
    hint="adapt mede as colunas cruas, e a camada vai dentro do modelo; depois, compile e fit.",
)
def test_colunas_de_escalas_diferentes(treine_notas, prediga):
    """Com colunas cruas de escalas muito diferentes, o erro em notas novas é de no máximo 2,5 %."""
    escalas = [200, 0.5, 3, 40], [-900, 2, 60, 7]
    _confira_o_erro(treine_notas, prediga, _notas(56, 256, *escalas), _notas(57, 400, *escalas))


@check(points=0.5, limit_s=15, hint="Confira a perda, a taxa e a normalização dentro do modelo.")
def test_erro_em_notas_novas(treine_notas, prediga):
    """Em notas que a rede não viu, com outro ruído, o erro é de no máximo 2,5 %."""
    _confira_o_erro(treine_notas, prediga, _notas(52, 256), _notas(53, 400))


def _confira_o_erro(treine_notas, prediga, treino, teste):
    novas, certas = teste
    modelo = treine_notas(*treino, 20)
    assert_true(modelo is not None, "O modelo ainda vale None: falta completar o código.")
    p = prediga(modelo, novas)
    assert_close(np.shape(p), (400, 1), name="formato da saída")
    erro = np.mean((p > 0.5) != certas)
    foi = f"{100 * erro:.1f}".replace(".", ",")
    assert_true(erro <= 0.025, f"O erro foi de {foi} %, e deveria ser de 2,5 % ou menos.")


@check(points=0.25, hint="O argumento epocas é o de fit; em zero época a rede só foi criada.")
def test_epocas(treine_notas, pesos, descreva):
    """O número de épocas é o do argumento: mais épocas, pesos mais longe do começo."""
    x, y = _notas(54, 64)
    longe = []
    for epocas in (0, 6):
        modelo = treine_notas(x, y, epocas)
        assert_close(descreva(modelo)["saida"], [1], name="formato da saída")
        longe.append(_maior(pesos(modelo)))
    assert_true(longe[0] < 1e-6, "Com epocas = 0, nada deveria ter sido treinado.")
    assert_true(longe[1] > 1e-4, "Com epocas = 6, os pesos deveriam ter mudado.")


def _maior(valores):
    """O maior viés: começam todos em zero, e só o treino os muda."""
    return max(float(np.max(np.abs(b))) for b in valores if np.ndim(b) == 1)


def _notas(semente, m, escalas=(1, 20, 0.1, 5), origens=(30, -100, 5, 0)):
    """Duas classes que reta nenhuma separa, em quatro colunas de réguas diferentes, e ruído."""
    sorteio = np.random.default_rng(semente)
    y, lado = sorteio.integers(0, 2, (2, m))
    x = sorteio.normal(0, 1, (m, 4))
    x[:, 0] += 4 * (2 * lado - 1)
    x[:, 1] += 4 * (2 * lado - 1) * (2 * y - 1)
    x = x * escalas + origens
    return np.column_stack([x, sorteio.uniform(-30, 30, (m, 3))]), y[:, None].astype(float)
