"""Verificações de pool_backward."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    numerical_gradient,
    remembered,
)


@check(
    points=0.15,
    visible=True,
    hint="No max, a máscara da janela vezes o gradiente vai para a janela de onde ele veio.",
)
def test_max_do_enunciado(pool_backward):
    """dA_prev no modo max confere com os valores esperados do enunciado."""
    _confira_o_enunciado(pool_backward, "max", [[0, 0], [5.05844394, -1.68282702], [0, 0]])


@check(
    points=0.15,
    visible=True,
    hint="No average, o gradiente se reparte pela janela; onde duas se encontram, some.",
)
def test_media_do_enunciado(pool_backward):
    """dA_prev no modo average confere com os valores esperados do enunciado."""
    esperado = [[0.08485462, 0.2787552], [1.26461098, -0.25749373], [1.17975636, -0.53624893]]
    _confira_o_enunciado(pool_backward, "average", esperado)


@check(
    points=0.05,
    visible=True,
    hint="Com stride 2, a segunda janela começa na coluna 2: os cantos são os de pool_forward.",
)
def test_max_da_figura(pool_backward):
    """No modo max, com stride 2, cada gradiente vai para o máximo da sua janela da figura."""
    certo = [[0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0], [0, 3, 4, 0]]
    _confira_a_figura(pool_backward, "max", certo)


@check(points=0.05, visible=True, hint="A média usa as mesmas quatro janelas que o máximo.")
def test_media_da_figura(pool_backward):
    """No modo average, com stride 2, cada gradiente se reparte pela sua janela da figura."""
    certo = [[0.25, 0.25, 0.5, 0.5]] * 2 + [[0.75, 0.75, 1, 1]] * 2
    _confira_a_figura(pool_backward, "average", certo)


def _confira_a_figura(pool_backward, modo, certo):
    """A imagem de 4 por 4 da seção 6, em quatro janelas que não se tocam."""
    imagem = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])
    dA = np.array([[1.0, 2], [3, 4]]).reshape(1, 2, 2, 1)
    dA_prev = pool_backward(dA, (imagem.reshape(1, 4, 4, 1), {"stride": 2, "f": 2}), mode=modo)
    assert_shape(dA_prev, (1, 4, 4, 1), name=f"dA_prev com {modo}")
    assert_close(np.reshape(dA_prev, (4, 4)), certo, name=f"dA_prev com {modo}")


def _confira_o_enunciado(pool_backward, modo, esperado):
    A_prev, dA = sorteie(1, (5, 5, 3, 2), (5, 4, 2, 2))
    dA_prev = pool_backward(dA, (A_prev, {"stride": 1, "f": 2}), mode=modo)
    assert_shape(dA_prev, (5, 5, 3, 2), name="dA_prev")
    assert_close(dA_prev[1][1], esperado, name="dA_prev[1, 1]", atol=1e-5)


@check(points=0.1, hint="Os cantos da janela são os mesmos de pool_forward, stride incluído.")
def test_max_com_stride(pool_backward):
    """No modo max, o gradiente está certo com stride 2 e 3, em imagens que não são quadradas."""
    for formato, lado, stride in (((2, 4, 6, 2), 2, 2), ((1, 8, 5, 2), 2, 3)):
        _confira(pool_backward, "max", *_caso(80, formato, lado, stride))


@check(points=0.1, hint="A média usa as mesmas janelas que o máximo.")
def test_media_com_stride(pool_backward):
    """No modo average, o gradiente está certo com stride 2 e 3."""
    for formato, lado, stride in (((2, 6, 4, 2), 2, 2), ((1, 5, 8, 2), 2, 3)):
        _confira(pool_backward, "average", *_caso(81, formato, lado, stride))


@check(points=0.05, hint="Onde duas janelas se encontram, some: não escreva por cima.")
def test_max_em_janelas_sobrepostas(pool_backward):
    """No modo max, cada posição soma as contribuições de todas as janelas em que está."""
    _confira(pool_backward, "max", *_caso(82, (2, 4, 5, 2), 3, 1))


@check(points=0.05, hint="Onde duas janelas se encontram, some: não escreva por cima.")
def test_media_em_janelas_sobrepostas(pool_backward):
    """No modo average, cada posição soma as contribuições de todas as janelas em que está."""
    _confira(pool_backward, "average", *_caso(86, (2, 4, 5, 2), 3, 1))


@check(points=0.05, hint="O que não entrou em nenhuma janela não influi no custo.")
def test_max_com_linhas_que_sobram(pool_backward):
    """No modo max, as linhas e colunas que nenhuma janela cobre têm gradiente zero."""
    _confira(pool_backward, "max", *_caso(83, (2, 4, 6, 1), 2, 3))


@check(points=0.05, hint="O que não entrou em nenhuma janela não influi no custo.")
def test_media_com_linhas_que_sobram(pool_backward):
    """No modo average, as linhas e colunas que nenhuma janela cobre têm gradiente zero."""
    _confira(pool_backward, "average", *_caso(83, (2, 4, 6, 1), 2, 3))


UM_DE_CADA = ((1, 3, 4, 1), 2), ((1, 3, 3, 1), 3), ((1, 2, 3, 1), 1)


@check(points=0.05, hint="Os quatro eixos existem mesmo quando algum deles tem tamanho 1.")
def test_max_de_um_canal_e_um_exemplo(pool_backward):
    """No modo max e com stride 1, funciona com um só exemplo e um só canal."""
    for formato, lado in UM_DE_CADA:
        _confira(pool_backward, "max", *_caso(84, formato, lado, 1))


@check(points=0.05, hint="Os quatro eixos existem mesmo quando algum deles tem tamanho 1.")
def test_media_de_um_canal_e_um_exemplo(pool_backward):
    """No modo average e com stride 1, funciona com um só exemplo e um só canal."""
    for formato, lado in UM_DE_CADA:
        _confira(pool_backward, "average", *_caso(84, formato, lado, 1))


@check(points=0.1, hint="Acumule em um array novo: A_prev ainda é a saída da camada anterior.")
def test_cache_intacto(pool_backward):
    """dA e tudo o que está no cache continuam como estavam."""
    dA, cache = _caso(85, (2, 2, 2, 1), 2, 2)
    certos = [_gradiente(dA, cache, modo) for modo in ("max", "average")]
    with assert_unchanged(dA=dA, cache=cache):
        gradientes = [pool_backward(dA, cache, modo) for modo in ("max", "average")]
        pares = zip(gradientes, certos, strict=True)
        algum = any(is_close(obtido, certo, atol=1e-5) for obtido, certo in pares)
        assert_true(algum, "Nenhum gradiente está certo.")


def _caso(semente, formato, lado, stride):
    """dA e o cache de uma camada de pooling."""
    exemplos, altura, largura, canais = formato
    n_H, n_W = (len(range(0, n - lado + 1, stride)) for n in (altura, largura))
    A_prev, dA = sorteie(semente, formato, (exemplos, n_H, n_W, canais))
    return dA, (A_prev, {"f": lado, "stride": stride})


@remembered
def _gradiente(dA, cache, modo):
    """Quanto varia, por diferenças finitas, um custo cuja derivada na saída é dA."""
    A_prev, hparameters = cache
    lado, stride = hparameters["f"], hparameters["stride"]
    resumo = np.max if modo == "max" else np.mean

    def custo(imagens):
        janelas = np.lib.stride_tricks.sliding_window_view(imagens, (lado, lado), axis=(1, 2))
        return float(np.sum(dA * resumo(janelas[:, ::stride, ::stride], axis=(-2, -1))))

    return numerical_gradient(custo, A_prev)


def _confira(pool_backward, modo, dA, cache):
    certo = _gradiente(dA, cache, modo)
    assert_close(pool_backward(dA, cache, modo), certo, name="dA_prev", atol=1e-5)
