"""Verificações de conv_single_step."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import assert_close, assert_true, assert_unchanged, check, is_close


@check(
    points=0.1,
    visible=True,
    hint="Multiplique elemento a elemento, some tudo e só então some o viés, uma vez.",
)
def test_valores_do_enunciado(conv_single_step):
    """A resposta confere com o valor esperado do enunciado."""
    a_slice_prev, W, b = sorteie(1, (4, 4, 3), (4, 4, 3), (1, 1, 1))
    assert_close(_passo(conv_single_step, a_slice_prev, W, b), -6.99908945068, name="Z", atol=1e-5)


@check(
    points=0.1,
    visible=True,
    hint="O viés chega em um array (1, 1, 1): tire o número de dentro dele com .item().",
)
def test_um_numero_so(conv_single_step):
    """A resposta é um número, e não um array com eixos."""
    Z = conv_single_step(np.ones((2, 2, 1)), np.ones((2, 2, 1)), np.array([[[0.5]]]))
    assert_true(np.ndim(Z) == 0, f"Z tem formato {np.shape(Z)}, mas deveria ser um número só.")
    assert_close(Z, 4.5, name="Z")


@check(
    points=0.025,
    visible=True,
    hint="A janela é um pedaço da imagem: um *= nela estraga o que a próxima janela vai ler.",
)
def test_janela_do_exemplo_intacta(conv_single_step):
    """A janela e os pesos da seção 4 continuam como estavam."""
    a_slice_prev = np.array([[1.0, 2], [3, 4]]).reshape(2, 2, 1)
    W = np.array([[1.0, 0], [0, -1]]).reshape(2, 2, 1)
    with assert_unchanged(a_slice_prev=a_slice_prev, W=W):
        Z = _passo(conv_single_step, a_slice_prev, W, np.full((1, 1, 1), 0.5))
        assert_close(np.sum(Z), -2.5, name="Z")


@check(points=0.1, hint="O lado do filtro e o número de canais vêm do formato dos argumentos.")
def test_soma_dos_produtos(conv_single_step):
    """Com viés zero, a resposta é a soma dos produtos, com filtros de qualquer lado."""
    for formato in ((3, 3, 5), (5, 5, 2), (2, 2, 8)):
        a_slice_prev, W = sorteie(30, formato, formato)
        certo = _soma(a_slice_prev, W)
        Z = _passo(conv_single_step, a_slice_prev, W, np.zeros((1, 1, 1)))
        assert_close(Z, certo, name="Z", atol=1e-5)


@check(points=0.075, hint="Se a janela é toda zero, o que sobra é o viés, uma única vez.")
def test_vies(conv_single_step):
    """O viés entra uma única vez, com o sinal dele."""
    for vies in (-3.25, 0.0, 7.5):
        for formato in ((3, 3, 2), (1, 1, 4)):
            _, W = sorteie(31, formato, formato)
            Z = _passo(conv_single_step, np.zeros(formato), W, np.full((1, 1, 1), vies))
            assert_close(Z, vies, name="Z")


@check(points=0.05, hint="A conta é a mesma quando a janela tem um pixel ou um canal só.")
def test_um_canal_e_um_pixel(conv_single_step):
    """Funciona com um só canal e com janelas de um pixel."""
    for formato in ((3, 3, 1), (1, 1, 1), (1, 1, 6)):
        a_slice_prev, W, b = map(np.abs, sorteie(32, formato, formato, (1, 1, 1)))
        certo = _soma(a_slice_prev, W) + b[0, 0, 0]
        Z = _passo(conv_single_step, a_slice_prev, W, b)
        assert_close(Z, certo, name="Z", atol=1e-5)


@check(points=0.05, hint="Guarde os produtos em um array novo: os pesos ainda serão usados.")
def test_entradas_intactas(conv_single_step):
    """A janela, os pesos e o viés continuam como estavam."""
    a_slice_prev, W, b = sorteie(33, (3, 3, 2), (3, 3, 2), (1, 1, 1))
    certo = _soma(a_slice_prev, W)
    with assert_unchanged(a_slice_prev=a_slice_prev, W=W, b=b):
        com_vies = _passo(conv_single_step, a_slice_prev, W, b)
        sem_vies = _passo(conv_single_step, a_slice_prev, W, 0 * b)
        algum = is_close(com_vies, certo + b.item(), atol=1e-5) or is_close(
            sem_vies, certo, atol=1e-5
        )
        assert_true(algum, "Z está errado.")


def _passo(conv_single_step, a_slice_prev, W, b):
    """A resposta; se o viés com eixos faz a função parar, a que ela dá com o viés sem eixos.

    Tirar o número do viés é julgado uma vez, à parte: test_um_numero_so.
    """
    try:
        return conv_single_step(a_slice_prev, W, b)
    except Exception:
        return conv_single_step(a_slice_prev, W, b.reshape(()))


def _soma(a_slice_prev, W):
    """Soma dos produtos, como produto escalar dos dois volumes esticados."""
    return float(a_slice_prev.ravel() @ W.ravel())
