"""Verificações de relu."""

import numpy as np

from gabarito.checks import assert_close, assert_unchanged, check, premise


@check(points=0.15, visible=True, hint="O NumPy conhece esse nome? Leia a última linha do erro.")
def test_valores_do_enunciado(relu):
    """A confere com o valor esperado do enunciado."""
    A, _ = relu(np.array([[-1.5, 0, 2], [0.25, -3, 1]]))
    assert_close(A, [[0, 0, 2], [0.25, 0, 1]], name="A")


@check(
    points=0.05,
    visible=True,
    hint="A saída é um array novo: quem escreve em Z estraga o cache e o array de quem chamou.",
)
def test_cache_do_exemplo(relu):
    """O cache do exemplo é o Z recebido, com os seus negativos."""
    Z = np.array([[-1.5, 0, 2], [0.25, -3, 1]])
    with assert_unchanged(Z=Z):
        _, cache = relu(Z)
    assert_close(cache, [[-1.5, 0, 2], [0.25, -3, 1]], name="cache")


@check(points=0.15, hint="Cada elemento é comparado com zero, sozinho: o formato não muda.")
def test_outros_formatos(relu):
    """A é o positivo, ou zero, de cada elemento, em qualquer formato."""
    for formato in ((4, 5), (1, 1), (1, 6), (6, 1)):
        Z = np.random.RandomState(11).randn(*formato) - 0.2
        A, _ = relu(Z.copy())
        assert_close(A, np.where(Z > 0, Z, 0), name="A")


@check(points=0.075, hint="A derivada da ReLU pergunta pela entrada dela, e não pela saída.")
def test_cache(relu):
    """O cache é o Z recebido."""
    Z = np.random.RandomState(12).randn(3, 4)
    with premise():
        A, cache = relu(Z.copy())
        assert_close(A, np.where(Z > 0, Z, 0), name="A")
    assert_close(cache, Z, name="cache")


@check(points=0.075, hint="A saída é um array novo.")
def test_entrada_intacta(relu):
    """Z continua como estava depois da chamada."""
    Z = np.random.RandomState(13).randn(4, 3)
    certo = np.where(Z > 0, Z, 0)
    with assert_unchanged(Z=Z):
        A, _ = relu(Z)
        assert_close(A, certo, name="A")
