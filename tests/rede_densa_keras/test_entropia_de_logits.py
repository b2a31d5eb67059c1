"""Verificações de entropia_de_logits."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check


@check(points=0.2, visible=True, hint="ln(soma das exponenciais) menos o logit da classe certa.")
def test_exemplos(entropia_de_logits):
    """Dois exemplos de três classes conferem com o valor esperado do enunciado."""
    z = np.array([[2.0, 1.0, 0.1], [0.3, 0.2, 3.0]])
    assert_close(entropia_de_logits(z, np.array([0, 1])), 1.66874499, name="perda")


@check(points=0.1, visible=True, hint="Some c, o maior logit, ao logaritmo da soma de e^(z - c).")
def test_logit_mil(entropia_de_logits):
    """Com os logits 1000 e 0 e a classe certa 1, a perda é 1000, e não inf."""
    assert_close(entropia_de_logits(np.array([[1000.0, 0.0]]), np.array([1])), 1000, name="perda")


@check(points=0.05, visible=True, hint="Cada linha tem o seu máximo: z.max(axis=1).")
def test_duas_linhas(entropia_de_logits):
    """Ao lado de 1000 e 0, a linha -1000 e -1001 custa 0,3133: a média é 500,1566."""
    z = np.array([[1000.0, 0.0], [-1000.0, -1001.0]])
    assert_close(entropia_de_logits(z, np.array([1, 0])), 500.15663084, name="perda")


@check(points=0.05, visible=True, hint="Subtraia o máximo em um array novo: -= escreve em z.")
def test_exemplo_intacto(entropia_de_logits):
    """Os logits do exemplo continuam como estavam depois da chamada."""
    z, y = np.array([[2.0, 1.0, 0.1], [0.3, 0.2, 3.0]]), np.array([0, 1])
    with assert_unchanged(z=z, y=y):
        assert_close(entropia_de_logits(z, y), 1.66874499, name="perda")


@check(points=0.25, hint="A média dos exemplos, com logaritmo natural.")
def test_outros_lotes(entropia_de_logits):
    """A média está certa em lotes de vários tamanhos e números de classes."""
    for semente, m, classes in ((81, 1, 2), (82, 7, 5), (83, 4, 30)):
        sorteio = np.random.default_rng(semente)
        z, y = sorteio.normal(0, 2, (m, classes)), sorteio.integers(0, classes, m)
        P = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        certa = -np.log(P[np.arange(m), y]).mean()
        assert_close(entropia_de_logits(z, y), certa, name="perda")


@check(points=0.2, hint="Subtraia o maior de cada linha antes de exponenciar, e não passe por p.")
def test_logits_enormes(entropia_de_logits):
    """Logits enormes, dos dois sinais, não dão inf nem nan."""
    z = np.array([[0.0, 900.0], [-900.0, -901.0], [0.0, 800.0]])
    certa = (900 + np.log1p(np.exp(-1.0)) + 0) / 3
    assert_close(entropia_de_logits(z, np.array([0, 0, 1])), certa, name="perda")


@check(points=0.1, hint="Cada linha tem o seu máximo.")
def test_linhas_muito_diferentes(entropia_de_logits):
    """Uma linha enorme não estraga as outras."""
    z = np.array([[2000.0, 1999.0], [-2000.0, -1999.0]])
    certa = np.log1p(np.exp(-1.0))
    assert_close(entropia_de_logits(z, np.array([0, 1])), certa, name="perda")


@check(points=0.05, hint="Crie arrays novos.")
def test_entradas_intactas(entropia_de_logits):
    """Os arrays recebidos não são alterados."""
    z, y = np.array([[1.0, 3.0], [2.0, 0.5]]), np.array([0, 0])
    certa = np.mean(np.log(np.exp(z).sum(axis=1)) - z[:, 0])
    with assert_unchanged(z=z, y=y):
        assert_close(entropia_de_logits(z, y), certa, name="perda")
