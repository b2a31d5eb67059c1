"""Verificações de salve_e_carregue."""

import numpy as np
from rede_numpy import passos_sgd, sorteie_pesos

from gabarito.checks import assert_close, assert_true, check, premise

REDE = ["sigmoid", "linear"]
X = np.array([[0.5, -1.0, 2.0], [1.5, 0.2, -0.3]])


@check(points=0.1, visible=True, hint="modelo.save(caminho), depois keras.models.load_model.")
def test_mesmas_respostas(salve_e_carregue, rede_de_exemplo, prediga, apague):
    """O modelo lido responde o mesmo que o gravado."""
    modelo = rede_de_exemplo(sorteie_pesos(71, [3, 4, 2]), REDE)
    lido = salve_e_carregue(modelo, "conferencia.keras")
    assert_true(lido is not None, "lido ainda vale None: falta completar o código.")
    assert_close(prediga(lido, X), prediga(modelo, X), name="saída do modelo lido")
    apague("conferencia.keras")


@check(points=0.05, visible=True, hint="Devolva o que load_model lê, e não o modelo que veio.")
def test_original_zerado(salve_e_carregue, rede_de_exemplo, ponha_pesos, prediga, apague):
    """Zerar depois o peso 2 do original não muda o lido: com a entrada 3, ele ainda responde 6."""
    modelo = rede_de_exemplo([np.array([[2.0]]), np.zeros(1)], ["linear"])
    lido = salve_e_carregue(modelo, "conferencia_4.keras")
    apague("conferencia_4.keras")
    assert_true(lido is not None, "lido ainda vale None: falta completar o código.")
    ponha_pesos(modelo, [np.zeros((1, 1)), np.zeros(1)])
    assert_close(prediga(lido, np.array([[3.0]])), [[6]], name="saída do modelo lido")


@check(points=0.05, visible=True, hint="O modelo inteiro: sem compile=False nem save_weights.")
def test_mais_um_passo(salve_e_carregue, rede_de_exemplo, passos, pesos, apague):
    """O treino do modelo lido continua: com taxa 0,25, um passo leva o viés de 0 a 0,5."""
    modelo = rede_de_exemplo([np.zeros((1, 1)), np.zeros(1)], ["linear"], 0.25)
    lido = salve_e_carregue(modelo, "conferencia_5.keras")
    apague("conferencia_5.keras")
    assert_true(lido is not None, "lido ainda vale None: falta completar o código.")
    passos(lido, np.zeros((1, 1)), np.ones((1, 1)), 1)
    assert_close(pesos(lido)[1], [0.5], name="viés", atol=1e-5)


@check(points=0.15, hint="Leia do arquivo: o que volta é outro modelo.")
def test_outro_objeto(salve_e_carregue, rede_de_exemplo, ponha_pesos, prediga, apague):
    """Mudar o original depois não muda o modelo lido."""
    iniciais = sorteie_pesos(72, [3, 5, 2])
    modelo = rede_de_exemplo(iniciais, REDE)
    antes = prediga(modelo, X)
    lido = salve_e_carregue(modelo, "conferencia_2.keras")
    ponha_pesos(modelo, [0 * p for p in iniciais])
    assert_close(prediga(lido, X), antes, name="saída do modelo lido")
    apague("conferencia_2.keras")


@check(points=0.15, hint="Grave o modelo inteiro, e não só os pesos: o treino tem de poder seguir.")
def test_treino_continua(salve_e_carregue, rede_de_exemplo, passos, pesos, apague):
    """O modelo lido volta compilado, e o treino segue com o mesmo otimizador."""
    iniciais = sorteie_pesos(73, [3, 4, 2])
    Y = np.array([[0.3, 0.1], [-0.4, 0.8]])
    certos, _ = passos_sgd(iniciais, X, Y, REDE, 0.3, 2)
    lido = salve_e_carregue(rede_de_exemplo(iniciais, REDE, 0.3), "conferencia_3.keras")
    with premise():
        assert_true(len(pesos(lido)) == 4, "São duas camadas.")
    passos(lido, X, Y, 2)
    assert_close(pesos(lido)[0], certos[0], name="W1 depois de dois passos", atol=1e-4)
    apague("conferencia_3.keras")
