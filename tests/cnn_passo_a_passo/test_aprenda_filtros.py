"""Verificações de aprenda_filtros."""

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
    points=0.1,
    visible=True,
    hint="Refaça no papel a iteração da seção 9.1: Z, dZ e os gradientes, nesta ordem.",
)
def test_uma_iteracao_feita_a_mao(aprenda_filtros):
    """Uma iteração no exemplo da seção 9.1 dá o filtro feito à mão."""
    W, b, _ = _exemplo(aprenda_filtros, 1)
    assert_shape(W, (2, 2, 1, 1), name="W")
    assert_close(np.reshape(W, (2, 2)), [[-0.1, 0.2], [0.2, -0.3]], name="W")
    assert_close(b, np.zeros((1, 1, 1, 1)), name="b")


@check(points=0.05, visible=True, hint="Anote o custo antes do passo, uma vez por iteração.")
def test_custos_do_exemplo(aprenda_filtros):
    """Em duas iterações do exemplo, os custos anotados são 1 e 0,1."""
    _, _, custos = _exemplo(aprenda_filtros, 2)
    assert_close(custos, [1, 0.1], name="custos")


@check(points=0.05, visible=True, hint="O viés também dá o passo: refaça a segunda iteração.")
def test_vies_depois_de_duas_iteracoes(aprenda_filtros):
    """Em duas iterações do exemplo, b chega a 0,06."""
    _, b, _ = _exemplo(aprenda_filtros, 2)
    assert_close(b, np.full((1, 1, 1, 1), 0.06), name="b")


@check(points=0.1, hint="O custo é a média sobre todos os números de Z: por quanto se divide?")
def test_um_passo_com_varios_canais(aprenda_filtros):
    """Um passo está certo com vários exemplos, canais e filtros, e move também os vieses."""
    X, alvo = sorteie(60, (2, 5, 4, 3), (2, 3, 2, 2))
    certo_W, certo_b, _ = _descida(X, alvo, 3, 1, 0, 0.5, 1)
    W, b, _ = aprenda_filtros(X, alvo, 3, {"stride": 1, "pad": 0}, 0.5, 1)
    assert_shape(W, certo_W.shape, name="W")
    assert_close(W, certo_W, name="W", atol=1e-5)
    assert_close(b, certo_b, name="b", atol=1e-5)


@check(points=0.05, hint="Cada iteração começa do W e do b que a anterior deixou.")
def test_varios_passos(aprenda_filtros):
    """Depois de várias iterações, o filtro e os custos são os da descida do gradiente."""
    X, alvo = sorteie(61, (1, 5, 5, 1), (1, 4, 4, 1))
    certo_W, certo_b, certos = _descida(X, alvo, 2, 1, 0, 0.2, 6)
    W, b, custos = aprenda_filtros(X, alvo, 2, {"stride": 1, "pad": 0}, 0.2, 6)
    assert_close(W, certo_W, name="W", atol=1e-5)
    assert_close(b, certo_b, name="b", atol=1e-5)
    assert_close(custos, certos, name="custos", atol=1e-5)


@check(points=0.05, hint="Os hiperparâmetros vão como chegaram para as suas duas funções.")
def test_stride_e_borda(aprenda_filtros):
    """O stride e a borda pedidos são os usados."""
    for f, stride, pad, lado in ((2, 2, 0, 2), (3, 1, 1, 4)):
        X, alvo = sorteie(62, (1, 4, 4, 1), (1, lado, lado, 1))
        certo, *_ = _descida(X, alvo, f, stride, pad, 0.3, 2)
        W, _, _ = aprenda_filtros(X, alvo, f, {"stride": stride, "pad": pad}, 0.3, 2)
        assert_close(W, certo, name="W", atol=1e-5)


@check(points=0.05, hint="O formato dos filtros vem de f, dos canais de X e dos canais de alvo.")
def test_nenhuma_iteracao(aprenda_filtros):
    """Sem nenhuma iteração, filtros e vieses são zeros e não há custos."""
    X, alvo = sorteie(63, (2, 4, 4, 3), (2, 2, 2, 5))
    W, b, custos = aprenda_filtros(X, alvo, 3, {"stride": 1, "pad": 0}, 0.5, 0)
    assert_shape(W, (3, 3, 3, 5), name="W")
    assert_shape(b, (1, 1, 1, 5), name="b")
    assert_close(W, np.zeros((3, 3, 3, 5)), name="W")
    assert_close(b, np.zeros((1, 1, 1, 5)), name="b")
    assert_true(len(custos) == 0, "Sem iterações, custos deveria estar vazia.")


@check(points=0.05, hint="A diferença entre Z e alvo vai para um array novo.")
def test_entradas_intactas(aprenda_filtros):
    """A imagem, o alvo e os hiperparâmetros continuam como estavam."""
    X, alvo = sorteie(64, (1, 4, 3, 2), (1, 3, 2, 1))
    certo, *_ = _descida(X, alvo, 2, 1, 0, 0.5, 2)
    hparameters = {"stride": 1, "pad": 0}
    with assert_unchanged(X=X, alvo=alvo, hparameters=hparameters):
        W, _, _ = aprenda_filtros(X, alvo, 2, hparameters, 0.5, 2)
        assert_true(is_close(W, certo, atol=1e-5), "W está errado.")


def _exemplo(aprenda_filtros, num_iter):
    """O exemplo da seção 9.1: duas janelas, alvo 1 e −1."""
    X = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 4.0]]).reshape(1, 2, 3, 1)
    alvo = np.array([1.0, -1.0]).reshape(1, 1, 2, 1)
    return aprenda_filtros(X, alvo, 2, {"stride": 1, "pad": 0}, 0.1, num_iter)


def _descida(X, alvo, f, stride, pad, taxa, num_iter):
    """A mesma descida por mínimos quadrados: as janelas são linhas, e o viés, uma coluna de uns."""
    maior = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    exemplos, altura, largura, filtros = alvo.shape
    linhas = np.array(
        [
            maior[i, h * stride : h * stride + f, w * stride : w * stride + f].ravel()
            for i, h, w in np.ndindex(exemplos, altura, largura)
        ]
    )
    linhas = np.hstack([linhas, np.ones((len(linhas), 1))])
    certos = alvo.reshape(-1, filtros)
    pesos, custos = np.zeros((linhas.shape[1], filtros)), []
    for _ in range(num_iter):
        erro = linhas @ pesos - certos
        custos.append(np.mean(erro**2))
        pesos = pesos - taxa * 2 / erro.size * linhas.T @ erro
    W = pesos[:-1].reshape(f, f, X.shape[3], filtros)
    return W, pesos[-1].reshape(1, 1, 1, filtros), custos
