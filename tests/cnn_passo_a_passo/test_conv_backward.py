"""Verificações de conv_backward."""

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
    points=0.2,
    visible=True,
    hint="A janela de cada dZ é a do passo para a frente, e onde duas se encontram os "
    "gradientes se somam.",
)
def test_dA_prev_do_enunciado(conv_backward):
    """dA_prev confere com os valores esperados do enunciado."""
    dA_prev, _, _ = _do_enunciado(conv_backward)
    esperado = [
        [0.02086284, -1.04879693, 4.44275064],
        [0.51671588, -1.65142776, 1.75603448],
        [-0.14459093, -1.14443258, 1.22224702],
    ]
    assert_shape(dA_prev, (1, 3, 3, 1), name="dA_prev")
    assert_close(np.reshape(dA_prev, (3, 3)), esperado, name="dA_prev", atol=1e-5)


@check(points=0.2, visible=True, hint="Cada janela contribui para dW com a sua fatia vezes o dZ.")
def test_dW_do_enunciado(conv_backward):
    """dW confere com os valores esperados do enunciado."""
    _, dW, _ = _do_enunciado(conv_backward)
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
    assert_close(dW, dW_esperado, name="dW", atol=1e-5)


@check(points=0.1, visible=True, hint="O viés de um filtro entra em todas as respostas dele.")
def test_db_do_enunciado(conv_backward):
    """db confere com os valores esperados do enunciado."""
    _, _, db = _do_enunciado(conv_backward)
    assert_close(db, [[[[3.55023196, -1.83152279]]]], name="db", atol=1e-5)


def _do_enunciado(conv_backward):
    A_prev, W, b, dZ = sorteie(2, (1, 3, 3, 1), (3, 3, 1, 2), (1, 1, 1, 2), (1, 2, 2, 2))
    return conv_backward(dZ, (A_prev, W, b, {"stride": 2, "pad": 1}))


@check(
    points=0.1,
    visible=True,
    hint="Com pad 0, a fatia pad:-pad é 0:0, que não tem nada. E cada exemplo recebe só o que as "
    "janelas dele mandam.",
)
def test_dA_prev_sem_borda(conv_backward):
    """Com pad igual a zero, dA_prev é o das duas imagens da seção 7.1."""
    dA_prev, _, _ = _duas_imagens(conv_backward)
    assert_shape(dA_prev, (2, 2, 3, 1), name="dA_prev")
    certo = [[[0.5, -1.5, 1], [1, -2, 0]], [[1, -1, 0], [2, 0, 0]]]
    assert_close(np.reshape(dA_prev, (2, 2, 3)), certo, name="dA_prev")


@check(
    points=0.1,
    visible=True,
    hint="dW e db somam os exemplos, sem dividir por m: a média, se houver, já está em dZ.",
)
def test_dW_e_db_de_dois_exemplos(conv_backward):
    """dW e db somam as contribuições das duas imagens da seção 7.1, sem média."""
    _, dW, db = _duas_imagens(conv_backward)
    assert_shape(dW, (2, 2, 1, 1), name="dW")
    assert_close(np.reshape(dW, (2, 2)), [[1.5, 2], [1.5, -1.5]], name="dW")
    assert_close(db, [[[[0.5]]]], name="db")


@check(
    points=0.05,
    visible=True,
    hint="db = b não copia: escrever em db escreve no viés da rede, que está no cache.",
)
def test_cache_do_exemplo_intacto(conv_backward):
    """dZ e o cache das duas imagens continuam como estavam."""
    dZ, cache = _lote_da_secao_7()
    with assert_unchanged(dZ=dZ, cache=cache):
        _, _, db = conv_backward(dZ, cache)
        assert_close(db, [[[[0.5]]]], name="db")


def _duas_imagens(conv_backward):
    return conv_backward(*_lote_da_secao_7())


def _lote_da_secao_7():
    """A imagem da seção 7.1, a mesma com as linhas trocadas, o dZ de cada uma e o cache."""
    imagem = np.array([[1.0, 2, 0], [3, 1, 4]])
    A_prev = np.stack([imagem, imagem[::-1]]).reshape(2, 2, 3, 1)
    W = np.array([[1.0, -1], [2, 0]]).reshape(2, 2, 1, 1)
    dZ = np.array([[0.5, -1.0], [1.0, 0.0]]).reshape(2, 1, 2, 1)
    return dZ, (A_prev, W, np.full((1, 1, 1, 1), 0.25), {"stride": 1, "pad": 0})


@check(points=0.15, hint="Compare com o juiz da seção 7.3: dA_prev bate em todas as posições?")
def test_dA_prev(conv_backward):
    """dA_prev bate com a variação do custo, com stride 1 e borda."""
    for formato, lado in (((2, 4, 3, 2), 2), ((1, 3, 4, 1), 3)):
        _confira(conv_backward, "dA_prev", _caso(61, formato, (lado, 2), 1, 1))


@check(points=0.15, hint="Os cantos da janela são os mesmos de conv_forward, stride incluído.")
def test_dA_prev_com_stride(conv_backward):
    """dA_prev está certo com stride 2 e 3, em imagens que não são quadradas."""
    for stride, pad, lado in ((2, 1, 3), (3, 2, 2), (2, 2, 4)):
        _confira(conv_backward, "dA_prev", _caso(60, (2, 5, 8, 2), (lado, 3), stride, pad))


@check(points=0.15, hint="Sem borda não há o que tirar: a fatia que você usa funciona com pad 0?")
def test_sem_borda(conv_backward):
    """Com pad igual a zero, dA_prev tem o formato e os valores certos."""
    for lado in (1, 3):
        _confira(conv_backward, "dA_prev", _caso(62, (2, 4, 5, 2), (lado, 3), 1, 0))


@check(points=0.05, hint="O que não entrou em nenhuma janela não influi no custo.")
def test_linhas_que_sobram(conv_backward):
    """As últimas linhas e colunas, quando nenhuma janela as cobre, têm gradiente zero."""
    _confira(conv_backward, "dA_prev", _caso(64, (2, 7, 5, 2), (2, 2), 4, 1))


@check(points=0.15, hint="O mesmo filtro passa por todas as janelas: some as parcelas de dW.")
def test_dW(conv_backward):
    """dW bate com a variação do custo, com stride 1, com borda e sem ela."""
    for formato, pad in (((2, 4, 3, 2), 1), ((1, 3, 4, 1), 1), ((3, 4, 4, 2), 0)):
        _confira(conv_backward, "dW", _caso(65, formato, (2, 2), 1, pad))


@check(points=0.2, hint="Os cantos da janela são os mesmos de conv_forward, stride incluído.")
def test_dW_com_stride(conv_backward):
    """dW está certo com stride 2 e 3, em imagens que não são quadradas."""
    for stride, pad, lado in ((2, 1, 3), (3, 2, 2), (2, 2, 4)):
        _confira(conv_backward, "dW", _caso(66, (2, 5, 8, 2), (lado, 3), stride, pad))


@check(points=0.2, hint="Um gradiente tem o formato daquilo que ele atualiza.")
def test_db(conv_backward):
    """db bate com a variação do custo e tem o formato de b."""
    for formato, filtros, stride in (
        ((2, 5, 8, 2), 3, 2),
        ((1, 3, 4, 1), 1, 1),
        ((3, 3, 4, 1), 2, 1),
    ):
        _confira(conv_backward, "db", _caso(67, formato, (2, filtros), stride, 1))


@check(points=0.2, hint="Acumule em arrays novos: os do cache são os pesos e as imagens da rede.")
def test_cache_intacto(conv_backward):
    """dZ e tudo o que está no cache continuam como estavam."""
    dZ, cache = _caso(68, (2, 4, 4, 2), (3, 2), 1, 1)
    certos = _gradientes(dZ, cache)
    with assert_unchanged(dZ=dZ, cache=cache):
        gradientes = conv_backward(dZ, cache)
        pares = zip(gradientes, certos, strict=True)
        algum = any(is_close(obtido, certo, atol=1e-5) for obtido, certo in pares)
        assert_true(algum, "Nenhum gradiente está certo.")


def _caso(semente, formato, filtro, stride, pad):
    """dZ e o cache de uma camada com filtros (lado, quantos)."""
    (lado, filtros), (_, altura, largura, canais) = filtro, formato
    n_H, n_W = (len(range(0, n + 2 * pad - lado + 1, stride)) for n in (altura, largura))
    formatos = (lado, lado, canais, filtros), (1, 1, 1, filtros), (formato[0], n_H, n_W, filtros)
    A_prev, W, b, dZ = sorteie(semente, formato, *formatos)
    return dZ, (A_prev, W, b, {"stride": stride, "pad": pad})


def _custo(dZ, A_prev, W, b, stride, pad):
    """Um custo cuja derivada em relação à saída da convolução é dZ."""
    lado, (_, n_H, n_W, _) = W.shape[0], dZ.shape
    maior = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    Z = np.zeros(dZ.shape) + b
    for u, v in np.ndindex(lado, lado):  # as posições da imagem que W[u, v] vê
        linhas = slice(u, u + (n_H - 1) * stride + 1, stride)
        colunas = slice(v, v + (n_W - 1) * stride + 1, stride)
        Z = Z + maior[:, linhas, colunas] @ W[u, v]
    return float(np.sum(dZ * Z))


NOMES = ("dA_prev", "dW", "db")


@remembered
def _gradientes(dZ, cache, nomes=NOMES):
    """Quanto o custo varia com cada entrada, por diferenças finitas; ele é linear em cada uma."""
    *entradas, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]

    def derive(qual):
        def custo(valor):
            trocadas = [valor if k == qual else entrada for k, entrada in enumerate(entradas)]
            return _custo(dZ, *trocadas, stride, pad)

        return numerical_gradient(custo, entradas[qual], step=0.1)

    return [derive(NOMES.index(nome)) for nome in nomes]


def _confira(conv_backward, nome, caso):
    """Compara um dos três gradientes."""
    dZ, cache = caso
    (certo,) = _gradientes(dZ, cache, [nome])
    gradientes = conv_backward(dZ, cache)
    assert_true(len(gradientes) == 3, "A função deveria devolver três gradientes.")
    assert_close(gradientes[NOMES.index(nome)], certo, name=nome, atol=1e-5)
