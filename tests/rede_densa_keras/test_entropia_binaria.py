"""Verificações de entropia_binaria."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check


@check(points=0.15, visible=True, hint="O sinal de menos fica fora de tudo.")
def test_exemplos(entropia_binaria):
    """Os dois exemplos do enunciado conferem."""
    assert_close(entropia_binaria(np.array([0.66]), np.array([1.0])), 0.41551544, name="perda")
    assert_close(entropia_binaria(np.array([0.4]), np.array([0.0])), 0.51082562, name="perda")


@check(points=0.05, visible=True, hint="Um número só: a média das posições, e não a soma.")
def test_media_dos_dois(entropia_binaria):
    """Os dois exemplos do enunciado, em cada linha de um lote, custam a média das duas perdas."""
    p, y = np.array([[0.66, 0.4], [0.66, 0.4]]), np.array([[1.0, 0.0], [1.0, 0.0]])
    assert_close(entropia_binaria(p, y), 0.46317053, name="perda")


@check(points=0.05, visible=True, hint="Corte p em 1e-7 antes do logaritmo: ln 0 é infinito.")
def test_certeza_errada(entropia_binaria):
    """A certeza errada, p = 0 com y = 1, custa 16,118, e não infinito."""
    assert_close(entropia_binaria(np.array([0.0]), np.array([1.0])), 16.11809565, name="perda")


@check(points=0.05, visible=True, hint="Guarde o p cortado em um array novo: np.clip já cria um.")
def test_exemplo_intacto(entropia_binaria):
    """O corte não muda o p recebido."""
    p, y = np.array([[0.0, 1.0], [0.0, 1.0]]), np.ones((2, 2))
    with assert_unchanged(p=p, y=y):
        assert_close(entropia_binaria(p, y), 16.1180956 / 2, name="perda", atol=1e-4)


@check(points=0.2, hint="Os dois termos, e a média de todas as posições.")
def test_outros_formatos(entropia_binaria):
    """A média é de todas as posições, em qualquer formato."""
    for semente, formato in ((91, (6,)), (92, (5, 3)), (93, (4, 1))):
        sorteio = np.random.default_rng(semente)
        p, y = sorteio.uniform(0.05, 0.95, formato), sorteio.integers(0, 2, formato)
        certa = -np.log(np.where(y == 1, p, 1 - p)).mean()
        assert_close(entropia_binaria(p, y), certa, name="perda")


@check(points=0.1, hint="Corte p dos dois lados, em 1e-7 e em 1 - 1e-7.")
def test_certeza_errada_do_outro_lado(entropia_binaria):
    """A certeza errada, p = 1 com y = 0, também custa 16,118, ao lado de duas dúvidas."""
    certa = (16.1180956 + 2 * np.log(2)) / 3
    p, y = np.array([1.0, 0.5, 0.5]), np.array([0, 1, 0])
    assert_close(entropia_binaria(p, y), certa, name="perda", atol=1e-4)


@check(points=0.1, hint="O corte é em 1e-7: uma certeza certa custa quase nada.")
def test_certeza_certa(entropia_binaria):
    """A certeza certa custa 0,0000001."""
    p, y = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0, 1, 0, 0])
    assert_close(entropia_binaria(p, y), 16.1180956 / 4, name="perda", atol=1e-4)


@check(points=0.05, hint="Crie arrays novos: np.clip já cria.")
def test_entradas_intactas(entropia_binaria):
    """Os arrays recebidos não são alterados."""
    p, y = np.array([0.0, 0.3]), np.array([0.0, 1.0])
    with assert_unchanged(p=p, y=y):
        assert_close(entropia_binaria(p, y), -np.log(0.3) / 2, name="perda")
