"""Verificações de crie_regressao."""

import numpy as np
from rede_numpy import passos_sgd, saida, sorteie_pesos

from gabarito.checks import assert_close, assert_true, check, premise


@check(points=0.2, visible=True, hint="Some os pesos e os vieses das duas camadas: 6 + 6.")
def test_parametros_do_enunciado(crie_regressao, descreva):
    """A rede 2-2-2 tem 12 parâmetros."""
    modelo = crie_regressao(2, 2, 2, 1)
    assert_true(modelo is not None, "O modelo ainda vale None: falta completar o código.")
    assert_close(descreva(modelo)["parametros"], 12, name="parâmetros")


@check(points=0.1, visible=True, hint="Sigmoide na oculta; na saída, nenhuma ativação (linear).")
def test_pesos_do_enunciado(crie_regressao, ponha_pesos, prediga):
    """Com os pesos do enunciado, 0 na oculta e -1 na saída, a rede responde -1 a tudo."""
    modelo = crie_regressao(2, 2, 2, 1)
    with premise():
        ponha_pesos(modelo, _do_enunciado())
        visto = prediga(modelo, np.array([[0.9, 0.1], [0.1, 0.9]]))
    assert_close(visto, [[-1, -1], [-1, -1]], name="saída", atol=1e-5)


@check(points=0.1, visible=True, hint="SGD com a taxa do argumento e a perda mse, em compile.")
def test_passo_do_enunciado(crie_regressao, pesos, ponha_pesos, passos):
    """Daí, um passo com taxa 0,2 e respostas 2 leva os vieses da saída de 0 a 0,6."""
    modelo = crie_regressao(2, 2, 2, 0.2)
    assert_true(modelo is not None, "O modelo ainda vale None: falta completar o código.")
    with premise():
        ponha_pesos(modelo, _do_enunciado())
    passos(modelo, np.array([[0.9, 0.1], [0.1, 0.9]]), np.full((2, 2), 2.0), 1)
    assert_close(pesos(modelo)[3], [0.6, 0.6], name="vieses da saída", atol=1e-5)


def _do_enunciado():
    """Pesos 0 na oculta e -1 na saída, e vieses 0."""
    return [np.zeros((2, 2)), np.zeros(2), -np.ones((2, 2)), np.zeros(2)]


@check(points=0.15, hint="Os três números da função dizem os tamanhos, nesta ordem.")
def test_formatos(crie_regressao, descreva):
    """Entrada, saída e parâmetros estão certos em outros tamanhos."""
    for n_e, n_o, n_s in ((5, 4, 3), (1, 6, 1), (3, 1, 2)):
        visto = descreva(crie_regressao(n_e, n_o, n_s, 0.5))
        assert_close(visto["entrada"], [n_e], name="formato da entrada")
        assert_close(visto["saida"], [n_s], name="formato da saída")
        certo = (n_e + 1) * n_o + (n_o + 1) * n_s
        assert_close(visto["parametros"], certo, name="parâmetros")


@check(points=0.2, hint="Sigmoide na oculta; na saída, nenhuma ativação (linear).")
def test_ativacoes(crie_regressao, pesos, ponha_pesos, prediga):
    """A saída é a de uma oculta sigmoide seguida de uma camada linear."""
    modelo = crie_regressao(3, 5, 2, 0.1)
    with premise():
        novos = [3 * p for p in sorteie_pesos(11, [3, 5, 2])]
        ponha_pesos(modelo, novos)
        assert_close(pesos(modelo)[0], novos[0], name="W1", atol=1e-5)
    X = np.random.default_rng(12).normal(0, 2, (7, 3))
    assert_close(
        prediga(modelo, X), saida(novos, X, ["sigmoid", "linear"]), name="saída", atol=1e-4
    )


@check(points=0.15, hint='A perda é o erro quadrático médio, "mse".')
def test_perda(crie_regressao, descreva, prediga, passos):
    """A perda é a média dos quadrados das diferenças."""
    modelo, X, Y = crie_regressao(2, 3, 2, 0.1), *_dados(13, 2, 2)
    with premise():
        assert_close(descreva(modelo)["parametros"], 17, name="parâmetros")
        visto = prediga(modelo, X)
        assert_close(np.shape(visto), (6, 2), name="formato")
    assert_close(passos(modelo, X, Y, 1)[0], np.mean((visto - Y) ** 2), name="perda", atol=1e-4)


@check(points=0.1, hint="A taxa é a do argumento, e o otimizador é o SGD, sem momento.")
def test_um_passo(crie_regressao, pesos, ponha_pesos, passos):
    """Três passos de treino mudam os pesos como o SGD com a taxa pedida."""
    for taxa in (0.3, 1, 2):
        modelo, X, Y = crie_regressao(2, 4, 2, taxa), *_dados(14, 2, 2)
        iniciais = sorteie_pesos(15, [2, 4, 2])
        with premise():
            ponha_pesos(modelo, iniciais)
            passos(modelo, X, Y, 3)
            obtidos = pesos(modelo)
        certos, _ = passos_sgd(iniciais, X, Y, ["sigmoid", "linear"], taxa, 3)
        assert_true(len(obtidos) == 4, "A rede deveria ter duas camadas com pesos.")
        for nome, obtido, certo in zip(("W1", "b1", "W2", "b2"), obtidos, certos, strict=True):
            assert_close(obtido, certo, name=f"{nome} depois de três passos", atol=1e-4)


def _dados(semente, n_e, n_s):
    sorteio = np.random.default_rng(semente)
    return sorteio.normal(0, 1, (6, n_e)), sorteio.normal(0, 1, (6, n_s))
