"""Verificações de conv_forward."""

import contextlib

import numpy as np
from sorteio import sorteie

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    premise,
)


@check(
    points=0.25,
    visible=True,
    hint="São quatro janelas que não se tocam: anote no papel onde cada uma começa.",
)
def test_convolucao_feita_a_mao(conv_forward):
    """A imagem de 4 por 4 da seção 5.3, com stride 2, dá os quatro números feitos à mão."""
    _confira_a_mao(conv_forward, 2, [[0.5, -1.5], [-0.5, 1.5]])


@check(
    points=0.1,
    visible=True,
    hint="A janela anda de stride em stride, mas o lado dela é sempre f: onde termina a primeira?",
)
def test_janelas_que_se_sobrepoem(conv_forward):
    """Com stride 1, a mesma imagem dá os nove números da seção 5.3."""
    _confira_a_mao(conv_forward, 1, [[0.5, -0.5, -1.5], [0.5, 0.5, 2.5], [-0.5, -1.5, 1.5]])


def _confira_a_mao(conv_forward, stride, certo):
    """A convolução da seção 5.3, com as janelas de 2 por 2 que começam de stride em stride."""
    imagem = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])
    filtro = np.array([[1.0, 0], [0, -1]])
    Z, _ = conv_forward(
        imagem.reshape(1, 4, 4, 1),
        filtro.reshape(2, 2, 1, 1),
        np.full((1, 1, 1, 1), 0.5),
        {"stride": stride, "pad": 0},
    )

    def lado(posicao):
        return slice(stride * posicao, stride * posicao + 2)

    assert_shape(Z, (1, len(certo), len(certo), 1), name="Z")
    assert_close(
        np.reshape(Z, np.shape(certo)),
        certo,
        name="Z",
        window=lambda h, w: (imagem, lado(h), lado(w), filtro),
    )


@check(
    points=0.1,
    visible=True,
    hint="Refaça as contas da seção 5.2: a altura e a largura têm cada uma a sua.",
)
def test_tamanhos_feitos_a_mao(conv_forward):
    """A imagem de 6 por 7 da seção 5.2 dá uma saída de 2 por 3 e, com borda 1, de 3 por 4."""
    imagem, filtro, vies = np.zeros((1, 6, 7, 1)), np.ones((3, 3, 1, 1)), np.zeros((1, 1, 1, 1))
    for pad, tamanho in ((0, (2, 3)), (1, (3, 4))):
        Z, _ = conv_forward(imagem, filtro, vies, {"stride": 2, "pad": pad})
        assert_shape(Z, (1, *tamanho, 1), name=f"Z com pad {pad}")


@check(
    points=0.4,
    visible=True,
    hint="Confira, nesta ordem, o tamanho da saída, os cantos da janela e o filtro de cada canal.",
)
def test_valores_do_enunciado(conv_forward):
    """Z confere com os valores esperados do enunciado."""
    A_prev, W, b = sorteie(1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))
    Z, _ = conv_forward(A_prev, W, b, {"pad": 2, "stride": 2})
    Z_3_2_1 = [
        *(-0.61490741, -6.7439236, -2.55153897, 1.75698377),
        *(3.56208902, 0.53036437, 5.18531798, 8.75898442),
    ]
    assert_shape(Z, (10, 4, 4, 8), name="Z")
    assert_close(np.mean(Z), 0.0489952035289, name="Média de Z")
    assert_close(Z[3][2][1], Z_3_2_1, name="Z[3, 2, 1]", atol=1e-5)


@check(points=0.1, visible=True, hint="O cache guarda as entradas como chegaram, na ordem pedida.")
def test_cache_do_enunciado(conv_forward):
    """O cache confere com os valores esperados do enunciado."""
    A_prev, W, b = sorteie(1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))
    _, cache = conv_forward(A_prev, W, b, {"pad": 2, "stride": 2})
    esperado = [-0.20075807, 0.18656139, 0.41005165]
    assert_true(len(cache) == 4, "O cache deveria ter quatro elementos.")
    assert_close(cache[0][1][2][3], esperado, name="cache[0][1, 2, 3]")
    assert_shape(cache[0], (10, 4, 4, 3), name="A_prev do cache")
    assert_shape(cache[1], (2, 2, 3, 8), name="W do cache")
    assert_shape(cache[2], (1, 1, 1, 8), name="b do cache")


@check(points=0.4, hint="De quantas posições a janela anda quando h ou w aumenta de 1?")
def test_stride(conv_forward):
    """A janela anda de stride em stride, na altura e na largura."""
    for stride, altura, largura in ((2, 7, 9), (3, 9, 6)):
        A_prev, W = sorteie(40, (2, altura, largura, 2), (3, 3, 2, 3))
        _confira(conv_forward, A_prev, W, np.zeros((1, 1, 1, 3)), stride, 0)


@check(points=0.15, hint="As fatias saem da imagem já com a borda, que aparece dos dois lados.")
def test_borda(conv_forward):
    """Com borda e stride 1, as janelas também olham para fora da imagem."""
    for pad in (1, 2):
        A_prev, W = sorteie(46, (2, 4, 4, 2), (3, 3, 2, 3))
        _confira(conv_forward, A_prev, W, np.zeros((1, 1, 1, 3)), 1, pad)


@check(points=0.25, hint="Cada filtro tem o seu viés, que entra uma vez em cada resposta.")
def test_vies_de_cada_filtro(conv_forward):
    """Com stride 1 e sem borda, cada resposta de um filtro inclui o viés dele."""
    for lado in (1, 2, 4):
        formatos = (1, 5, 5, 3), (lado, lado, 3, 2), (1, 1, 1, 2)
        _confira(conv_forward, *sorteie(41, *formatos), 1, 0)


@check(
    points=0.1,
    hint="Altura e largura têm contas separadas, e o passo que não cabe inteiro não acontece.",
)
def test_tamanho_da_saida(conv_forward):
    """O tamanho da saída está certo quando as janelas não cobrem as últimas linhas ou colunas."""
    for altura, largura, lado, stride, pad in ((6, 9, 3, 2, 0), (5, 8, 2, 3, 1), (4, 7, 4, 5, 1)):
        A_prev, W, b = sorteie(42, (1, altura, largura, 1), (lado, lado, 1, 2), (1, 1, 1, 2))
        esperado = _convolucao(A_prev, W, b, stride, pad)
        Z, _ = conv_forward(A_prev, W, b, {"stride": stride, "pad": pad})
        assert_shape(Z, esperado.shape, name="Z")


@check(points=0.1, hint="Stride, borda e viés valem ao mesmo tempo: falta algum deles em Z?")
def test_tudo_junto(conv_forward):
    """Com stride, borda e viés ao mesmo tempo, Z está certo em imagens que não são quadradas."""
    for stride, pad, lado in ((2, 1, 3), (3, 2, 2)):
        formatos = (2, 6, 9, 2), (lado, lado, 2, 3), (1, 1, 1, 3)
        _confira(conv_forward, *sorteie(47, *formatos), stride, pad)


@check(points=0.15, hint="Os quatro eixos existem mesmo quando algum deles tem tamanho 1.")
def test_um_canal_e_um_exemplo(conv_forward):
    """Funciona com um só exemplo, um só canal e um só filtro."""
    for canais, filtros in ((1, 1), (3, 1), (1, 2)):
        A_prev, W = sorteie(43, (1, 4, 4, canais), (3, 3, canais, filtros))
        _confira(conv_forward, A_prev, W, np.zeros((1, 1, 1, filtros)), 1, 0)


@check(points=0.2, hint="O cache guarda as entradas como chegaram: a imagem ainda sem borda.")
def test_cache_para_o_backward(conv_forward):
    """O cache guarda A_prev, W, b e hparameters, nessa ordem, ao lado de Z."""
    A_prev, W = sorteie(44, (2, 4, 4, 3), (3, 3, 3, 2))
    b, hparameters = np.zeros((1, 1, 1, 2)), {"stride": 1, "pad": 1}
    copias = [valor.copy() for valor in (A_prev, W, b)]
    with premise():
        Z, cache = conv_forward(A_prev, W, b, hparameters)
        assert_shape(Z, (2, 4, 4, 2), name="Z")
    assert_true(len(cache) == 4, "O cache deveria ter quatro elementos.")
    for nome, guardado, certo in zip(("A_prev", "W", "b"), cache, copias, strict=False):
        assert_close(guardado, certo, name=f"{nome} do cache")
    assert_true(cache[3]["stride"] == 1, "hparameters do cache deveria trazer o stride.")
    assert_true(cache[3]["pad"] == 1, "hparameters do cache deveria trazer o pad.")


@check(points=0.2, hint="Guarde os resultados em arrays novos, não nos que chegaram.")
def test_entradas_intactas(conv_forward):
    """A_prev, W, b e hparameters continuam como estavam."""
    for pad in (0, 1):
        A_prev, W = sorteie(45, (1, 3, 3, 2), (3, 3, 2, 3))
        b, hparameters = np.zeros((1, 1, 1, 3)), {"stride": 1, "pad": pad}
        uma_janela = _convolucao(A_prev, W, b, 1, 0)
        with assert_unchanged(A_prev=A_prev, W=W, b=b, hparameters=hparameters):
            with contextlib.suppress(Exception):
                conv_forward(A_prev, W, b, hparameters)
            Z, _ = conv_forward(A_prev, W, b, {"stride": 1, "pad": 0})
            assert_close(Z, uma_janela, name="Z", atol=1e-5)


def _confira(conv_forward, A_prev, W, b, stride, pad):
    esperado = _convolucao(A_prev, W, b, stride, pad)
    Z, _ = conv_forward(A_prev, W, b, {"stride": stride, "pad": pad})
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
