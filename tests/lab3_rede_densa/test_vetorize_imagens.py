"""Verificações de vetorize_imagens."""

import numpy as np

from gabarito.checks import assert_close, assert_shape, assert_unchanged, check


@check(
    points=0.4,
    visible=True,
    hint="Cada imagem vira uma coluna: o resultado tem uma linha por pixel e canal, divididos "
    "por 255.",
)
def test_duas_imagens_pequenas(vetorize_imagens):
    """Duas imagens de 2 por 2 viram duas colunas de 12 números."""
    imagens = np.arange(24, dtype=np.uint8).reshape(2, 2, 2, 3)
    X = vetorize_imagens(imagens)
    assert_close(X, np.array([np.arange(12), np.arange(12, 24)]).T / 255, name="X")


@check(
    points=0.25,
    hint="Siga uma imagem de cada vez: todos os números de uma coluna vêm da mesma imagem.",
)
def test_uma_imagem_por_coluna(vetorize_imagens):
    """A coluna i traz a imagem i inteira, na ordem em que está guardada, seja qual for a escala."""
    for quantas, lado in ((5, 3), (3, 4), (12, 2)):
        imagens = _imagens(90, quantas, lado)
        esperado = _de_0_a_1(_colunas(imagens))
        X = vetorize_imagens(imagens)
        assert_shape(X, esperado.shape, name="X")
        assert_close(_de_0_a_1(np.array(X, dtype=float)), esperado, name="X")


@check(points=0.2, hint="Que valor deve ter o pixel mais claro possível? E a escala muda de lote?")
def test_escala_de_0_a_1(vetorize_imagens):
    """Os pixels vão de 0 a 1, com a mesma escala em qualquer lote, seja qual for a ordem."""
    for imagens in (_imagens(91, 4, 3) // 5, np.full((2, 3, 3, 3), 255, dtype=np.uint8)):
        esperado = np.sort(imagens.ravel() / 255)
        X = np.array(vetorize_imagens(imagens), dtype=float)
        assert_close(np.sort(X.ravel()), esperado, name="pixels de X")


@check(points=0.05, hint="Tire as dimensões do próprio array, em vez de escrevê-las.")
def test_outros_tamanhos(vetorize_imagens):
    """Funciona com uma imagem só, com muitas e com qualquer largura."""
    for quantas, lado in ((1, 6), (40, 1), (1, 1), (2, 17)):
        imagens = _imagens(92, quantas, lado)
        esperado = _colunas(imagens)
        assert_close(vetorize_imagens(imagens), esperado, name="X")


@check(points=0.1, hint="Devolva um array novo: as imagens ainda serão mostradas na tela.")
def test_imagens_intactas(vetorize_imagens):
    """As imagens recebidas continuam como estavam."""
    imagens = _imagens(93, 3, 5)
    pixels = np.sort(imagens.ravel() / 255)
    with assert_unchanged(imagens=imagens):
        X = np.array(vetorize_imagens(imagens), dtype=float)
        assert_close(np.sort(X.ravel()), pixels, name="pixels de X")


def _imagens(semente, quantas, lado):
    gerador = np.random.RandomState(semente)
    return gerador.randint(0, 256, (quantas, lado, lado, 3)).astype(np.uint8)


def _colunas(imagens):
    """Uma coluna por imagem, montadas uma a uma."""
    return np.stack([imagem.ravel() / 255 for imagem in imagens], axis=1)


def _de_0_a_1(X):
    """Os mesmos números, na escala em que o menor é 0 e o maior é 1."""
    return (X - X.min()) / np.ptp(X)
