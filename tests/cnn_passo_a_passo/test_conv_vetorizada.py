"""Verificações de conv_vetorizada."""

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
    points=0.05,
    visible=True,
    hint="São quatro janelas que não se tocam: confira quais a sua conta recolhe.",
)
def test_convolucao_feita_a_mao(conv_vetorizada):
    """A imagem de 4 por 4 da seção 5.3, com stride 2, dá os quatro números feitos à mão."""
    _confira_a_mao(conv_vetorizada, 2, [[0.5, -1.5], [-0.5, 1.5]])


@check(
    points=0.05,
    visible=True,
    hint="As janelas se recolhem de stride em stride, e não de f em f: com stride 1 são nove.",
)
def test_janelas_que_se_sobrepoem(conv_vetorizada):
    """Com stride 1, a mesma imagem dá os nove números da seção 5.3."""
    _confira_a_mao(conv_vetorizada, 1, [[0.5, -0.5, -1.5], [0.5, 0.5, 2.5], [-0.5, -1.5, 1.5]])


def _confira_a_mao(conv_vetorizada, stride, certo):
    """A convolução da seção 5.3."""
    imagem = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])
    filtro = np.array([[1.0, 0], [0, -1]])
    Z = conv_vetorizada(
        imagem.reshape(1, 4, 4, 1),
        filtro.reshape(2, 2, 1, 1),
        np.full((1, 1, 1, 1), 0.5),
        {"stride": stride, "pad": 0},
    )
    assert_shape(Z, (1, len(certo), len(certo), 1), name="Z")
    assert_close(np.reshape(Z, np.shape(certo)), certo, name="Z")


@check(
    points=0.1,
    visible=True,
    hint="A ordem dos números de uma janela é a dos pesos do filtro: linha, coluna, canal.",
)
def test_valores_do_enunciado(conv_vetorizada):
    """Z confere com os valores esperados da seção 5, os mesmos de conv_forward."""
    A_prev, W, b = sorteie(1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))
    Z = conv_vetorizada(A_prev, W, b, {"pad": 2, "stride": 2})
    Z_3_2_1 = [
        *(-0.61490741, -6.7439236, -2.55153897, 1.75698377),
        *(3.56208902, 0.53036437, 5.18531798, 8.75898442),
    ]
    assert_shape(Z, (10, 4, 4, 8), name="Z")
    assert_close(np.mean(Z), 0.0489952035289, name="Média de Z")
    assert_close(Z[3][2][1], Z_3_2_1, name="Z[3, 2, 1]", atol=1e-5)


@check(points=0.1, hint="De quantas em quantas janelas o stride recolhe, na altura e na largura?")
def test_stride(conv_vetorizada):
    """As janelas recolhidas são as do stride, também quando sobra parte da imagem ou há uma só."""
    for stride, altura, largura in ((2, 7, 10), (3, 9, 6), (2, 3, 3)):
        A_prev, W = sorteie(70, (2, altura, largura, 2), (3, 3, 2, 3))
        _confira(conv_vetorizada, A_prev, W, np.zeros((1, 1, 1, 3)), stride, 0)


@check(points=0.05, hint="As janelas saem da imagem já com a borda.")
def test_borda(conv_vetorizada):
    """Com borda e stride 1, as janelas também olham para fora da imagem."""
    for pad in (1, 2):
        A_prev, W = sorteie(71, (2, 4, 3, 2), (3, 3, 2, 3))
        _confira(conv_vetorizada, A_prev, W, np.zeros((1, 1, 1, 3)), 1, pad)


@check(points=0.1, hint="Cada filtro percorre todos os canais da entrada e tem o seu viés.")
def test_canais_filtros_e_vieses(conv_vetorizada):
    """Com qualquer número de canais e de filtros, cada resposta soma todos os canais e o viés."""
    for canais, filtros, lado in ((1, 1, 3), (4, 1, 2), (2, 5, 1), (3, 2, 4)):
        formatos = (1, 4, 5, canais), (lado, lado, canais, filtros), (1, 1, 1, filtros)
        _confira(conv_vetorizada, *sorteie(72, *formatos), 1, 0)


@check(points=0.05, hint="Uma vista das janelas não é uma cópia: não escreva nela.")
def test_entradas_intactas(conv_vetorizada):
    """A_prev, W, b e hparameters continuam como estavam."""
    A_prev, W, b = sorteie(73, (1, 4, 3, 2), (2, 2, 2, 3), (1, 1, 1, 3))
    certo = _convolucao(A_prev, W, b, 1, 0)
    hparameters = {"stride": 1, "pad": 0}
    with assert_unchanged(A_prev=A_prev, W=W, b=b, hparameters=hparameters):
        Z = conv_vetorizada(A_prev, W, b, hparameters)
        assert_true(is_close(Z, certo, atol=1e-5), "Z está errado.")


def _confira(conv_vetorizada, A_prev, W, b, stride, pad):
    esperado = _convolucao(A_prev, W, b, stride, pad)
    Z = conv_vetorizada(A_prev, W, b, {"stride": stride, "pad": pad})
    assert_close(Z, esperado, name="Z", atol=1e-5)


def _convolucao(A_prev, W, b, stride, pad):
    """Soma, sobre as posições do filtro, da imagem deslocada e amostrada de stride em stride."""
    exemplos, altura, largura, canais = A_prev.shape
    lado = W.shape[0]
    maior = np.zeros((exemplos, altura + 2 * pad, largura + 2 * pad, canais))
    maior[:, pad : pad + altura, pad : pad + largura] = A_prev
    linhas, colunas = (n - lado + 1 for n in maior.shape[1:3])
    Z = b + np.zeros((1, -(-linhas // stride), -(-colunas // stride), 1))
    for u, v in np.ndindex(lado, lado):
        amostra = maior[:, u : u + linhas : stride, v : v + colunas : stride]
        Z = Z + amostra @ W[u, v]
    return Z
