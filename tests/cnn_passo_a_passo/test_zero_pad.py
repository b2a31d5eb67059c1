"""Verificações de zero_pad."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
)


@check(
    points=0.075,
    visible=True,
    hint="np.pad pede um par para cada um dos quatro eixos: quais deles recebem borda?",
)
def test_formato_do_enunciado(zero_pad):
    """O formato com borda 2 confere com o do enunciado."""
    (x,) = sorteie(1, (4, 3, 3, 2))
    assert_shape(zero_pad(x, 2), (4, 7, 7, 2), name="x_pad")


@check(points=0.125, visible=True, hint="A borda é de zeros, e a imagem fica no meio dela.")
def test_valores_do_enunciado(zero_pad):
    """Os valores com borda 2 conferem com os do enunciado."""
    (x,) = sorteie(1, (4, 3, 3, 2))
    x_1_1 = [[0.90085595, -0.68372786], [-0.12289023, -0.93576943], [-0.26788808, 0.53035547]]
    x_pad = zero_pad(x, 2)
    assert_true(x_pad is not None, "x_pad ainda vale None: falta completar o código.")
    assert_close(x_pad[1][1], np.zeros((7, 2)), name="x_pad[1, 1]")
    zeros = [[0, 0], [0, 0]]
    assert_close(x_pad[1][3], [*zeros, *x_1_1, *zeros], name="x_pad[1, 3]")


@check(points=0.025, visible=True, hint="Uma fatia pad:-pad não serve: com pad 0 ela é vazia.")
def test_sem_borda(zero_pad):
    """Com pad igual a zero, as imagens do enunciado saem como entraram."""
    (x,) = sorteie(1, (4, 3, 3, 2))
    assert_close(zero_pad(x, 0), sorteie(1, (4, 3, 3, 2))[0], name="x_pad")


@check(points=0.05, hint="Cada imagem fica no meio da sua borda, com os canais no lugar.")
def test_imagem_no_meio(zero_pad):
    """Dentro da borda, seja ela de que for, as imagens estão inteiras e no lugar."""
    for formato, pad in (((2, 4, 6, 3), 1), ((3, 5, 2, 4), 3)):
        (X,) = sorteie(24, formato)
        esperado = _com_borda(X, pad)
        X_pad = zero_pad(X, pad)
        assert_shape(X_pad, esperado.shape, name="X_pad")
        meio = (slice(None), slice(pad, pad + formato[1]), slice(pad, pad + formato[2]))
        assert_close(np.array(X_pad)[meio], esperado[meio], name="meio de X_pad")


@check(points=0.05, hint="A largura da borda é o argumento pad, e ela aparece dos quatro lados.")
def test_outras_bordas(zero_pad):
    """A borda tem a largura pedida também em imagens que não são quadradas."""
    for formato, pad in (((2, 4, 6, 3), 1), ((3, 5, 2, 4), 3), ((2, 2, 7, 2), 4)):
        (X,) = sorteie(20, formato)
        esperado = _com_borda(X, pad)
        assert_close(zero_pad(X, pad), esperado, name="X_pad")


@check(points=0.05, hint="Sem borda, as imagens devem sair com os mesmos valores e formato.")
def test_borda_zero(zero_pad):
    """Com pad igual a zero, as imagens não mudam."""
    (X,) = sorteie(21, (2, 3, 5, 2))
    esperado = X.copy()
    assert_close(zero_pad(X, 0), esperado, name="X_pad")


@check(points=0.05, hint="Os eixos são quatro, mesmo quando algum deles tem tamanho 1.")
def test_um_canal_e_um_exemplo(zero_pad):
    """Funciona com um só exemplo, um só canal e imagens de um pixel."""
    for formato in ((1, 3, 4, 1), (1, 1, 1, 1), (5, 1, 2, 1)):
        (X,) = sorteie(22, formato)
        esperado = _com_borda(X, 2)
        assert_close(zero_pad(X, 2), esperado, name="X_pad")


@check(points=0.075, hint="Devolva um array novo, em vez de escrever no que chegou.")
def test_entradas_intactas(zero_pad):
    """As imagens recebidas continuam como estavam."""
    (X,) = sorteie(23, (3, 4, 3, 2))
    esperado = _com_borda(X, 1)
    with assert_unchanged(X=X):
        X_pad = zero_pad(X, 1)
        assert_true(is_close(X_pad, esperado) or is_close(zero_pad(X, 0), X), "X_pad está errado.")


def _com_borda(X, pad):
    """As imagens copiadas, uma posição de cada vez, para dentro de zeros."""
    exemplos, altura, largura, canais = X.shape
    certo = np.zeros((exemplos, altura + 2 * pad, largura + 2 * pad, canais))
    for i, linha, coluna, c in np.ndindex(*X.shape):
        certo[i, linha + pad, coluna + pad, c] = X[i, linha, coluna, c]
    return certo
