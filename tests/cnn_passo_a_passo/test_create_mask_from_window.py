"""Verificações de create_mask_from_window."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import assert_close, assert_unchanged, check


@check(points=0.1, visible=True, hint="Só a posição do maior valor da janela é verdadeira.")
def test_valores_do_enunciado(create_mask_from_window):
    """A máscara confere com a do enunciado."""
    (x,) = sorteie(1, (2, 3))
    mask = create_mask_from_window(x)
    assert_close(mask, [[True, False, False], [False, False, False]], name="mask")


@check(
    points=0.05,
    visible=True,
    hint="O maior desta janela é −1, e ele está em duas posições: as duas são verdadeiras.",
)
def test_empate_da_secao(create_mask_from_window):
    """Na janela de negativos da seção 8.1, as duas posições do máximo são verdadeiras."""
    mask = create_mask_from_window(np.array([[-1.0, -2.0], [-1.0, -3.0]]))
    assert_close(mask, [[1, 0], [1, 0]], name="mask")


@check(
    points=0.05,
    visible=True,
    hint="A janela é um pedaço da imagem que está no cache: escreva em um array novo.",
)
def test_janela_do_exemplo_intacta(create_mask_from_window):
    """A janela do exemplo continua como estava."""
    (x,) = sorteie(1, (2, 3))
    with assert_unchanged(x=x):
        mask = create_mask_from_window(x)
        assert_close(mask, [[True, False, False], [False, False, False]], name="mask")


@check(points=0.1, hint="Se o maior valor aparece duas vezes, quantas posições são verdadeiras?")
def test_empate(create_mask_from_window):
    """Em um empate, todas as posições do máximo são verdadeiras."""
    for x, certo in (
        ([[3.0, 1.0], [0.5, 3.0]], [[1, 0], [0, 1]]),
        ([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], [[1, 1, 1], [1, 1, 1]]),
        ([[-1.0, -2.0], [-1.0, -1.0]], [[1, 0], [1, 1]]),
    ):
        assert_close(create_mask_from_window(np.array(x)), certo, name="mask")


@check(points=0.1, hint="Compare com o maior valor da própria janela, e não com um número fixo.")
def test_valores_negativos(create_mask_from_window):
    """Encontra o máximo também em janelas só de valores negativos."""
    for formato in ((3, 3), (1, 5), (4, 2)):
        (x,) = sorteie(70, formato)
        x -= 10.0
        certo = _so_em(np.argmax(x), formato)
        assert_close(create_mask_from_window(x), certo, name="mask")


@check(points=0.1, hint="Crie uma máscara nova: a janela é um pedaço da imagem que está no cache.")
def test_janela_intacta(create_mask_from_window):
    """A janela recebida continua como estava."""
    for formato in ((2, 2), (3, 4), (1, 1)):
        (x,) = sorteie(71, formato)
        certo = _so_em(np.argmax(x), formato)
        with assert_unchanged(x=x):
            mask = create_mask_from_window(x)
            assert_close(mask, certo, name="mask")


def _so_em(posicao, formato):
    """Máscara com um único 1, na posição contada linha por linha."""
    return (np.arange(formato[0] * formato[1]) == posicao).reshape(formato)
