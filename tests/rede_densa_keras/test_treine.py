"""Verificações de treine."""

import numpy as np
from rede_numpy import passos_sgd, sorteie_pesos

from gabarito.checks import assert_close, assert_true, check, premise

REDE = ["sigmoid", "linear"]


@check(points=0.3, visible=True, hint='A lista está em historico.history, na chave "loss".')
def test_perdas_do_enunciado(treine, rede_de_exemplo):
    """As perdas de três épocas, lote 2, conferem com as da conta em NumPy."""
    X = np.array([[0.9, 0.1], [0.1, 0.9]])
    Y = np.array([[0.1, 0.9], [0.9, 0.1]])
    iniciais = sorteie_pesos(1, [2, 2, 2])
    _, certas = passos_sgd(iniciais, X, Y, REDE, 1.0, 3)
    perdas = treine(rede_de_exemplo(iniciais, REDE, 1.0), X, Y, 3, 2)
    assert_close(perdas, certas, name="perdas", atol=1e-4)


@check(points=0.1, visible=True, hint="Passe lote em batch_size: quem não o diz ganha 32.")
def test_um_exemplo_por_passo(treine, rede_de_exemplo):
    """Com lote 1, os dois exemplos do enunciado dão dois passos por época, e não um."""
    rede = rede_de_exemplo([np.zeros((1, 1)), np.zeros(1)], ["linear"], 0.25)
    perdas = treine(rede, np.zeros((2, 1)), np.ones((2, 1)), 2, 1)
    assert_close(perdas, [0.625, 0.0390625], name="perdas", atol=1e-5)


@check(points=0.05, visible=True, hint="Treine o modelo que veio, e não uma cópia dele.")
def test_o_vies_anda(treine, rede_de_exemplo, pesos):
    """É o modelo recebido que aprende: com o lote inteiro, um passo leva o viés dele de 0 a 0,5."""
    rede = rede_de_exemplo([np.zeros((1, 1)), np.zeros(1)], ["linear"], 0.25)
    perdas = treine(rede, np.zeros((2, 1)), np.ones((2, 1)), 1, 2)
    assert_true(perdas is not None, "perdas ainda vale None: falta completar o código.")
    assert_close(pesos(rede)[1], [0.5], name="viés", atol=1e-5)


@check(points=0.25, hint="Uma perda por época, todas elas, na ordem.")
def test_lote_inteiro(treine, rede_de_exemplo):
    """Com o lote inteiro, as perdas são as da conta em NumPy, uma por época."""
    for epocas in (1, 5):
        X, Y, iniciais = _dados(21)
        _, certas = passos_sgd(iniciais, X, Y, REDE, 0.4, epocas)
        perdas = treine(rede_de_exemplo(iniciais, REDE, 0.4), X, Y, epocas, 8)
        assert_close(perdas, certas, name="perdas", atol=1e-4)


@check(points=0.2, hint="Treine o modelo que veio, e não outro.")
def test_o_modelo_recebido_muda(treine, rede_de_exemplo, pesos):
    """É o modelo recebido que aprende: os pesos dele são os da conta em NumPy."""
    X, Y, iniciais = _dados(22)
    modelo = rede_de_exemplo(iniciais, REDE, 0.4)
    with premise():
        treine(modelo, X, Y, 4, 8)
    certos, _ = passos_sgd(iniciais, X, Y, REDE, 0.4, 4)
    for nome, obtido, certo in zip(("W1", "b1", "W2", "b2"), pesos(modelo), certos, strict=True):
        assert_close(obtido, certo, name=nome, atol=1e-4)


@check(points=0.15, hint="Passe lote em batch_size: sem ele o Keras usa 32.")
def test_tamanho_do_lote(treine, rede_de_exemplo, pesos):
    """O número de passos por época é o que o lote manda."""
    for lote, passos in ((1, 6), (2, 3), (3, 2)):
        X, Y, iniciais = _dados(23)
        X, Y = np.tile(X[:1], (6, 1)), np.tile(Y[:1], (6, 1))  # iguais: a ordem não importa
        modelo = rede_de_exemplo(iniciais, REDE, 0.2)
        with premise():
            treine(modelo, X, Y, 1, lote)
        certos, _ = passos_sgd(iniciais, X, Y, REDE, 0.2, passos)
        assert_close(pesos(modelo)[0], certos[0], name="W1", atol=1e-4)


@check(points=0.2, limit_s=15, hint="Passe epocas e lote para fit.")
def test_aprende(treine, rede_de_exemplo):
    """Com lote 1 e 40 épocas, a regressão do enunciado é aprendida."""
    X = np.array([[0.9, 0.1], [0.1, 0.9]])
    modelo = rede_de_exemplo(sorteie_pesos(24, [2, 2, 2]), REDE, 1.0)
    perdas = treine(modelo, X, X[:, ::-1].copy(), 40, 1)
    assert_true(len(perdas) == 40, "perdas deveria ter um número por época.")
    assert_true(perdas[-1] < 1e-3, "Depois de 40 épocas a perda deveria ser menor que 0,001.")


def _dados(semente):
    sorteio = np.random.default_rng(semente)
    X, Y = sorteio.normal(0, 1, (8, 3)), sorteio.normal(0, 1, (8, 2))
    return X, Y, sorteie_pesos(semente, [3, 4, 2])
