"""Verificações de conv_backward."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import assert_close, assert_unchanged, check, numerical_gradient


@check(
    points=0.5,
    visible=True,
    hint="A janela de cada dZ é a do passo para a frente, e onde duas se encontram os "
    "gradientes se somam.",
)
def test_valores_do_enunciado(conv_backward):
    """dA_prev, dW e db conferem com os valores esperados do enunciado."""
    A_prev, W, b, dZ = sorteie(2, (1, 3, 3, 1), (3, 3, 1, 2), (1, 1, 1, 2), (1, 2, 2, 2))
    dA_prev, dW, db = conv_backward(dZ, (A_prev, W, b, {"stride": 2, "pad": 1}))
    dA_prev_esperado = [
        [0.02086284, -1.04879693, 4.44275064],
        [0.51671588, -1.65142776, 1.75603448],
        [-0.14459093, -1.14443258, 1.22224702],
    ]
    dW_do_filtro_0 = [
        [-2.43841575, -0.95956623, -0.20216773],
        [-1.81868778, -6.08440629, -0.13174029],
        [-4.0018126, -2.13002081, 0.27528375],
    ]
    dW_do_filtro_1 = [
        [-0.90004857, 0.18519238, -0.66436841],
        [-0.48796015, 4.96862132, -0.44617119],
        [4.36659881, 1.60813292, 0.48253633],
    ]
    dW_esperado = np.stack([dW_do_filtro_0, dW_do_filtro_1], axis=-1).reshape(3, 3, 1, 2)
    assert_close(db, [[[[3.55023196, -1.83152279]]]], name="db", atol=1e-5)
    assert_close(dW, dW_esperado, name="dW", atol=1e-5)
    assert_close(np.shape(dA_prev), (1, 3, 3, 1), name="Formato de dA_prev")
    assert_close(np.reshape(dA_prev, (3, 3)), dA_prev_esperado, name="dA_prev", atol=1e-5)


@check(points=0.375, hint="Os cantos da janela são os mesmos de conv_forward, stride incluído.")
def test_stride(conv_backward):
    """Os três gradientes estão certos com stride 2 e 3, em imagens que não são quadradas."""
    for stride, pad, lado in ((2, 1, 3), (3, 2, 2), (2, 2, 4)):
        _confira(conv_backward, *_caso(60, (2, 5, 8, 2), (lado, 3), stride, pad))


@check(
    points=0.375,
    hint="Compare com o juiz da seção 7.3: qual dos três gradientes não bate?",
)
def test_gradiente_numerico(conv_backward):
    """Os gradientes batem com a variação do custo medida por diferenças finitas."""
    dZ, (A_prev, W, b, hparameters) = _caso(61, (2, 4, 3, 2), (2, 2), 1, 1)

    def custo(A, filtros, vieses):
        return _custo(dZ, A, filtros, vieses, hparameters["stride"], hparameters["pad"])

    dA_certo = numerical_gradient(lambda v: custo(v, W, b), A_prev, step=0.1)
    dW_certo = numerical_gradient(lambda v: custo(A_prev, v, b), W, step=0.1)
    db_certo = numerical_gradient(lambda v: custo(A_prev, W, v), b, step=0.1)
    dA_prev, dW, db = conv_backward(dZ, (A_prev, W, b, hparameters))
    assert_close(dA_prev, dA_certo, name="dA_prev", atol=1e-5)
    assert_close(dW, dW_certo, name="dW", atol=1e-5)
    assert_close(db, db_certo, name="db", atol=1e-5)


@check(points=0.25, hint="Sem borda não há o que tirar: a fatia que você usa funciona com pad 0?")
def test_sem_borda(conv_backward):
    """Com pad igual a zero, os três gradientes têm o formato e os valores certos."""
    for lado in (1, 3):
        _confira(conv_backward, *_caso(62, (2, 4, 5, 2), (lado, 3), 1, 0))


@check(points=0.125, hint="Os quatro eixos existem mesmo quando algum deles tem tamanho 1.")
def test_um_canal_e_um_exemplo(conv_backward):
    """Funciona com um só exemplo, um só canal e um só filtro."""
    for exemplos, canais, filtros in ((1, 1, 1), (1, 3, 1), (3, 1, 2)):
        _confira(conv_backward, *_caso(63, (exemplos, 3, 4, canais), (3, filtros), 1, 1))


@check(points=0.125, hint="O que não entrou em nenhuma janela não influi no custo.")
def test_linhas_que_sobram(conv_backward):
    """As últimas linhas e colunas, quando nenhuma janela as cobre, têm gradiente zero."""
    dZ, cache = _caso(64, (2, 7, 5, 2), (2, 2), 4, 1)
    dA_certo, _, _ = _gradientes(dZ, cache)
    dA_prev, _, _ = conv_backward(dZ, cache)
    assert_close(dA_prev, dA_certo, name="dA_prev", atol=1e-5)


@check(points=0.25, hint="Acumule em arrays novos: os do cache são os pesos e as imagens da rede.")
def test_cache_intacto(conv_backward):
    """dZ e tudo o que está no cache continuam como estavam."""
    dZ, cache = _caso(65, (2, 4, 4, 2), (3, 2), 1, 1)
    with assert_unchanged(dZ=dZ, cache=cache):
        _confira(conv_backward, dZ, cache)


def _caso(semente, formato, filtro, stride, pad):
    """dZ e o cache de uma camada com filtros (lado, quantos)."""
    (lado, filtros), (_, altura, largura, canais) = filtro, formato
    n_H, n_W = (len(range(0, n + 2 * pad - lado + 1, stride)) for n in (altura, largura))
    formatos = (lado, lado, canais, filtros), (1, 1, 1, filtros), (formato[0], n_H, n_W, filtros)
    A_prev, W, b, dZ = sorteie(semente, formato, *formatos)
    return dZ, (A_prev, W, b, {"stride": stride, "pad": pad})


def _amostras(dZ, lado, stride):
    """Para cada posição (u, v) do filtro, as posições da imagem que ela vê em todas as janelas."""
    _, n_H, n_W, _ = dZ.shape
    for u, v in np.ndindex(lado, lado):
        linhas = slice(u, u + (n_H - 1) * stride + 1, stride)
        colunas = slice(v, v + (n_W - 1) * stride + 1, stride)
        yield (u, v), (slice(None), linhas, colunas)


def _custo(dZ, A_prev, W, b, stride, pad):
    """Um custo cuja derivada em relação à saída da convolução é dZ."""
    maior = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    Z = b + sum(maior[onde] @ W[uv] for uv, onde in _amostras(dZ, W.shape[0], stride))
    return float(np.sum(dZ * Z))


def _gradientes(dZ, cache):
    """dA_prev, dW e db, uma posição do filtro de cada vez, para todas as janelas."""
    A_prev, W, b, hparameters = cache
    _, altura, largura, _ = A_prev.shape
    pad = hparameters["pad"]
    maior = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    d_maior, dW = np.zeros_like(maior), np.zeros_like(W)
    for uv, onde in _amostras(dZ, W.shape[0], hparameters["stride"]):
        d_maior[onde] += dZ @ W[uv].T
        dW[uv] = np.tensordot(maior[onde], dZ, axes=((0, 1, 2), (0, 1, 2)))
    dA_prev = d_maior[:, pad : pad + altura, pad : pad + largura]
    return dA_prev, dW, dZ.sum(axis=(0, 1, 2)).reshape(b.shape)


def _confira(conv_backward, dZ, cache):
    certos = _gradientes(dZ, cache)
    gradientes = conv_backward(dZ, cache)
    for nome, gradiente, certo in zip(("dA_prev", "dW", "db"), gradientes, certos, strict=True):
        assert_close(gradiente, certo, name=nome, atol=1e-5)
