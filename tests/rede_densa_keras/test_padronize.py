"""Verificações de padronize."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check


@check(points=0.15, visible=True, hint="Média 4 e desvio 1,633, os do treino, também para o teste.")
def test_coluna_do_enunciado(padronize):
    """A coluna 2, 4, 6 e o teste 10 conferem com o enunciado."""
    treino, teste = padronize(np.array([[2.0], [4.0], [6.0]]), np.array([[10.0]]))
    assert_close(treino, [[-1.22474487], [0], [1.22474487]], name="treino")
    assert_close(teste, [[3.67423461]], name="teste")


@check(points=0.05, visible=True, hint="Onde o desvio é zero, divida por 1; cada coluna tem o seu.")
def test_coluna_de_oitos(padronize):
    """Ao lado de 2, 4, 6, a coluna constante 8, 8, 8 vira zeros, e o 9 do teste, 1."""
    dados = np.array([[2.0, 8.0], [4.0, 8.0], [6.0, 8.0]]), np.array([[10.0, 9.0]])
    treino, teste = padronize(*dados)
    assert_close(treino, [[-1.22474487, 0], [0, 0], [1.22474487, 0]], name="treino")
    assert_close(teste, [[3.67423461, 1]], name="teste")


@check(points=0.05, visible=True, hint="Passe para float antes de subtrair: 3 - 5 é -2, e não 254.")
def test_tres_menos_cinco(padronize):
    """Em uint8, a coluna 3, 5, 7 e o teste 1 não dão a volta."""
    dados = np.array([[3], [5], [7]], np.uint8), np.array([[1]], np.uint8)
    treino, teste = padronize(*dados)
    assert_close(treino, [[-1.22474487], [0], [1.22474487]], name="treino")
    assert_close(teste, [[-2.44948974]], name="teste")


@check(points=0.05, visible=True, hint="Crie arrays novos: -= e /= escrevem no que foi recebido.")
def test_exemplo_intacto(padronize):
    """A coluna do enunciado continua como estava depois da chamada."""
    treino, teste = np.array([[2.0], [4.0], [6.0]]), np.array([[10.0]])
    with assert_unchanged(treino=treino, teste=teste):
        _, obtido = padronize(treino, teste)
        assert_close(obtido, [[3.67423461]], name="teste")


@check(points=0.2, hint="Uma média e um desvio por coluna (axis=0), só do treino.")
def test_varias_colunas(padronize):
    """Cada coluna tem a sua régua, a do treino."""
    treino, teste = _dados(41)
    media, desvio = treino.mean(axis=0), treino.std(axis=0)
    obtido, obtido_teste = padronize(treino.copy(), teste.copy())
    assert_close(obtido, (treino - media) / desvio, name="treino")
    assert_close(obtido_teste, (teste - media) / desvio, name="teste")


@check(points=0.1, hint="Onde o desvio é zero, divida por 1.")
def test_coluna_constante(padronize):
    """Uma coluna constante no treino vira zero, e no teste perde só a média."""
    treino, teste = _dados(42)
    treino[:, 1] = 8
    obtido, obtido_teste = padronize(treino.copy(), teste.copy())
    assert_close(np.array(obtido)[:, 1], np.zeros(len(treino)), name="treino")
    assert_close(np.array(obtido_teste)[:, 1], teste[:, 1] - 8, name="teste")


@check(points=0.05, hint="Passe para float antes de subtrair.")
def test_inteiros_sem_sinal(padronize):
    """Imagens em uint8 não dão a volta."""
    sorteio = np.random.default_rng(43)
    treino, teste = (sorteio.integers(0, 256, (m, 3)).astype(np.uint8) for m in (9, 4))
    media, desvio = treino.mean(axis=0), treino.std(axis=0)
    obtido, obtido_teste = padronize(treino.copy(), teste.copy())
    assert_close(obtido, (treino - media) / desvio, name="treino")
    assert_close(obtido_teste, (teste - media) / desvio, name="teste")


@check(points=0.1, hint="Crie arrays novos em vez de escrever nos recebidos.")
def test_entradas_intactas(padronize):
    """Os arrays recebidos não são alterados."""
    treino, teste = _dados(44)
    certo = (teste - treino.mean(axis=0)) / treino.std(axis=0)
    with assert_unchanged(treino=treino, teste=teste):
        _, obtido = padronize(treino, teste)
        assert_close(obtido, certo, name="teste")


def _dados(semente):
    sorteio = np.random.default_rng(semente)
    escala = np.array([0.01, 1, 300])
    return sorteio.normal(5, 1, (12, 3)) * escala, sorteio.normal(6, 2, (5, 3)) * escala
