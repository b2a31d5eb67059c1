"""Verificações de conv_single_step."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import assert_close, assert_true, assert_unchanged, check


@check(
    points=0.25,
    visible=True,
    hint="Multiplique elemento a elemento, some tudo e só então some o viés, uma vez.",
)
def test_valores_do_enunciado(conv_single_step):
    """A resposta confere com o valor esperado do enunciado."""
    a_slice_prev, W, b = sorteie(1, (4, 4, 3), (4, 4, 3), (1, 1, 1))
    Z = conv_single_step(a_slice_prev, W, b)
    assert_close(Z, -6.99908945068, name="Z", atol=1e-5)


@check(
    points=0.2,
    visible=True,
    hint="O viés chega em um array (1, 1, 1): tire o número de dentro dele com .item().",
)
def test_um_numero_so(conv_single_step):
    """A resposta é um número, e não um array com eixos."""
    Z = conv_single_step(np.ones((2, 2, 1)), np.ones((2, 2, 1)), np.array([[[0.5]]]))
    assert_true(np.ndim(Z) == 0, f"Z tem formato {np.shape(Z)}, mas deveria ser um número só.")
    assert_close(Z, 4.5, name="Z")


@check(points=0.2, hint="O lado do filtro e o número de canais vêm do formato dos argumentos.")
def test_outros_tamanhos(conv_single_step):
    """Funciona com filtros de outros lados e outros números de canais."""
    _confira(conv_single_step, (3, 3, 5), (5, 5, 2), (2, 2, 8))


@check(points=0.15, hint="Se a janela é toda zero, o que sobra é o viés, uma única vez.")
def test_vies(conv_single_step):
    """O viés entra uma única vez, com o sinal dele."""
    for vies in (-3.25, 0.0, 7.5):
        for formato in ((3, 3, 2), (1, 1, 4)):
            _, W = sorteie(31, formato, formato)
            Z = conv_single_step(np.zeros(formato), W, np.full((1, 1, 1), vies))
            assert_close(Z, vies, name="Z")


@check(points=0.1, hint="A conta é a mesma quando a janela tem um pixel ou um canal só.")
def test_um_canal_e_um_pixel(conv_single_step):
    """Funciona com um só canal e com janelas de um pixel."""
    _confira(conv_single_step, (3, 3, 1), (1, 1, 1), (1, 1, 6))


@check(points=0.1, hint="Guarde os produtos em um array novo: os pesos ainda serão usados.")
def test_entradas_intactas(conv_single_step):
    """A janela, os pesos e o viés continuam como estavam."""
    a_slice_prev, W, b = sorteie(33, (3, 3, 2), (3, 3, 2), (1, 1, 1))
    esperado = _soma(a_slice_prev, W) + b[0, 0, 0]
    with assert_unchanged(a_slice_prev=a_slice_prev, W=W, b=b):
        Z = conv_single_step(a_slice_prev, W, b)
    assert_close(Z, esperado, name="Z", atol=1e-5)


def _confira(conv_single_step, *formatos):
    """Compara a resposta para janelas sorteadas com esses formatos."""
    for formato in formatos:
        a_slice_prev, W, b = sorteie(30, formato, formato, (1, 1, 1))
        esperado = _soma(a_slice_prev, W) + b[0, 0, 0]
        assert_close(conv_single_step(a_slice_prev, W, b), esperado, name="Z", atol=1e-5)


def _soma(a_slice_prev, W):
    """Soma dos produtos, como produto escalar dos dois volumes esticados."""
    return float(a_slice_prev.ravel() @ W.ravel())
