"""Verificações de zero_pad."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import assert_close, assert_unchanged, check


@check(
    points=0.4,
    visible=True,
    hint="np.pad pede um par para cada um dos quatro eixos: quais deles recebem borda?",
)
def test_valores_do_enunciado(zero_pad):
    """O formato e os valores com borda 2 conferem com os do enunciado."""
    (x,) = sorteie(1, (4, 3, 3, 2))
    x_1_1 = [[0.90085595, -0.68372786], [-0.12289023, -0.93576943], [-0.26788808, 0.53035547]]
    x_pad = zero_pad(x, 2)
    assert_close(np.shape(x_pad), (4, 7, 7, 2), name="Formato de x_pad")
    assert_close(x_pad[1][1], np.zeros((7, 2)), name="x_pad[1, 1]")
    zeros = [[0, 0], [0, 0]]
    assert_close(x_pad[1][3], [*zeros, *x_1_1, *zeros], name="x_pad[1, 3]")


@check(points=0.2, hint="A largura da borda é o argumento pad, e ela aparece dos quatro lados.")
def test_outras_bordas(zero_pad):
    """A borda tem a largura pedida também em imagens que não são quadradas."""
    for formato, pad in (((2, 4, 6, 3), 1), ((3, 5, 2, 4), 3), ((2, 2, 7, 2), 4)):
        (X,) = sorteie(20, formato)
        esperado = _com_borda(X, pad)
        assert_close(zero_pad(X, pad), esperado, name="X_pad")


@check(points=0.15, hint="Sem borda, as imagens devem sair com os mesmos valores e formato.")
def test_borda_zero(zero_pad):
    """Com pad igual a zero, as imagens não mudam."""
    (X,) = sorteie(21, (2, 3, 5, 2))
    esperado = X.copy()
    assert_close(zero_pad(X, 0), esperado, name="X_pad")


@check(points=0.1, hint="Os eixos são quatro, mesmo quando algum deles tem tamanho 1.")
def test_um_canal_e_um_exemplo(zero_pad):
    """Funciona com um só exemplo, um só canal e imagens de um pixel."""
    for formato in ((1, 3, 4, 1), (1, 1, 1, 1), (5, 1, 2, 1)):
        (X,) = sorteie(22, formato)
        esperado = _com_borda(X, 2)
        assert_close(zero_pad(X, 2), esperado, name="X_pad")


@check(points=0.15, hint="Devolva um array novo, em vez de escrever no que chegou.")
def test_entradas_intactas(zero_pad):
    """As imagens recebidas continuam como estavam."""
    (X,) = sorteie(23, (3, 4, 3, 2))
    esperado = _com_borda(X, 1)
    with assert_unchanged(X=X):
        X_pad = zero_pad(X, 1)
    assert_close(X_pad, esperado, name="X_pad")


def _com_borda(X, pad):
    """As imagens copiadas, uma posição de cada vez, para dentro de zeros."""
    exemplos, altura, largura, canais = X.shape
    certo = np.zeros((exemplos, altura + 2 * pad, largura + 2 * pad, canais))
    for i, linha, coluna, c in np.ndindex(*X.shape):
        certo[i, linha + pad, coluna + pad, c] = X[i, linha, coluna, c]
    return certo
