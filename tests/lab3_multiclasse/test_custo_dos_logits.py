"""Verificações de custo_dos_logits."""

import numpy as np

from gabarito.checks import assert_close, assert_true, assert_unchanged, check, is_close


@check(
    points=0.075,
    visible=True,
    hint="A perda é o log-sum-exp menos o logit da classe certa: refaça o exemplo no papel.",
)
def test_logits_do_enunciado(custo_dos_logits):
    """Com os logits 2, 1 e 0 e a classe certa 1, o custo é o do enunciado."""
    Y, Z = np.array([[0.0, 1.0, 0.0]]), np.array([[2.0, 1.0, 0.0]])
    assert_close(custo_dos_logits(Y, Z), 1.40760596444438, name="custo")


@check(
    points=0.05,
    visible=True,
    hint="Ponha o maior logit em evidência: e^1000 não cabe em um float.",
)
def test_logit_mil(custo_dos_logits):
    """Com os logits 1000 e 0 e a classe certa 1, o custo é 1000, e não 18,42 nem inf."""
    Y, Z = np.array([[0.0, 1.0]]), np.array([[1000.0, 0.0]])
    assert_close(custo_dos_logits(Y, Z), 1000, name="custo")


@check(points=0.05, visible=True, hint="O máximo é o de cada linha, e o custo, a média das linhas.")
def test_duas_linhas(custo_dos_logits):
    """Ao lado de 1000 e 0, a linha -1000 e -1001 custa 0,3133: a média é 500,1566."""
    Y, Z = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1000.0, 0.0], [-1000.0, -1001.0]])
    assert_close(custo_dos_logits(Y, Z), 500.15663084, name="custo")


@check(points=0.025, visible=True, hint="Guarde os logits deslocados em um array novo: -= muda Z.")
def test_logits_do_exemplo_intactos(custo_dos_logits):
    """Os rótulos e os logits do exemplo continuam como estavam depois da chamada."""
    Y, Z = np.array([[0.0, 1.0, 0.0]]), np.array([[2.0, 1.0, 0.0]])
    with assert_unchanged(Y_true=Y, Z=Z):
        assert_true(is_close(custo_dos_logits(Y, Z), 1.40760596444438), "custo errado.")


@check(points=0.1, hint="O custo é a média dos exemplos, cada um com o seu log-sum-exp.")
def test_media_do_lote(custo_dos_logits):
    """Em lotes de outros formatos, o custo é a média das perdas dos exemplos."""
    for semente, (m, n_c) in enumerate([(4, 3), (7, 2), (2, 6), (3, 3)]):
        Y, Z = _lote(300 + semente, m, n_c)
        esperado = _custo(Y, Z)
        assert_close(custo_dos_logits(Y, Z), esperado, name="custo")


@check(points=0.05, hint="Cada exemplo tem o seu maior logit: de que eixo ele é o máximo?")
def test_escalas_diferentes_no_lote(custo_dos_logits):
    """Em um lote, logits enormes ou muito negativos de um exemplo não estragam os outros."""
    Z = np.array([[2000.0, 2001.0, 0.0], [0.5, 1.0, -1.0], [-3000.0, -3002.0, -3001.0]])
    for classes in ([0, 1, 2], [2, 0, 1]):
        Y = np.eye(3)[classes]
        esperado = _custo(Y, Z)
        assert_close(custo_dos_logits(Y, Z), esperado, name="custo")


@check(points=0.05, hint="Somar uma constante a todos os logits de um exemplo não muda nada.")
def test_constante_somada(custo_dos_logits):
    """Somar a todos os logits de um exemplo a mesma constante não muda o custo."""
    Y, Z = _lote(310, 5, 4)
    esperado = _custo(Y, Z)
    assert_close(custo_dos_logits(Y, Z + 50), esperado, name="custo")
    assert_close(custo_dos_logits(Y, Z - np.arange(5.0)[:, None]), esperado, name="custo")


@check(
    points=0.05, hint="Com a classe certa muito à frente, a perda é quase zero, e nunca negativa."
)
def test_acerto_com_folga(custo_dos_logits):
    """Quando a classe certa tem o maior logit com folga, o custo é quase zero, sem EPSILON."""
    for folga, perda in ((2.0, 0.16984601955628567), (20.0, 0), (800.0, 0)):
        Y, Z = np.array([[1.0, 0.0, 0.0]]), np.array([[folga, 0.0, -1.0]])
        assert_close(custo_dos_logits(Y, Z), perda, name="custo", atol=1e-8)


@check(points=0.05, hint="Guarde os logits deslocados em um array novo.")
def test_entradas_intactas(custo_dos_logits):
    """Os rótulos e os logits continuam como estavam."""
    Y, Z = _lote(320, 4, 3)
    esperado = _custo(Y, Z)
    with assert_unchanged(Y_true=Y, Z=Z):
        assert_true(is_close(custo_dos_logits(Y, Z), esperado), "custo errado.")


def _lote(semente, m, n_c):
    gerador = np.random.RandomState(semente)
    return np.eye(n_c)[gerador.randint(n_c, size=m)], 2 * gerador.randn(m, n_c)


def _custo(Y, Z):
    """Média de ln(soma em j de e^(z_j - z_c)), dobrada de dois em dois por logaddexp."""
    certos = Z[Y == 1][:, None]
    return np.mean([np.logaddexp.reduce(linha) for linha in Z - certos])
