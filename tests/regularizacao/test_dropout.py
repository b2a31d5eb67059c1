"""Verificações de dropout."""

import numpy as np

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    premise,
)


@check(
    points=0.2,
    visible=True,
    hint="A máscara é verdadeira onde o número sorteado é menor que keep_prob.",
)
def test_mascara_do_exemplo(dropout):
    """Com a semente 1 e keep_prob=0.8, D é a máscara do enunciado."""
    A = np.array([[1.0, 2.0, 0.5, 3.0], [4.0, 0.5, 2.5, 1.5]])
    _, D = dropout(A, 0.8, rng=1)
    assert_close(D, [[1, 0, 1, 0], [1, 1, 0, 1]], name="D")


@check(
    points=0.2,
    visible=True,
    hint="Quem foi apagado vira zero, e quem fica compensa quem saiu.",
)
def test_ativacoes_do_exemplo(dropout):
    """Com a semente 1 e keep_prob=0.8, as ativações conferem com as do enunciado."""
    A = np.array([[1.0, 2.0, 0.5, 3.0], [4.0, 0.5, 2.5, 1.5]])
    A_dropout, _ = dropout(A, 0.8, rng=1)
    assert_close(A_dropout, [[1.25, 0, 0.625, 0], [5, 0.625, 0, 1.875]], name="A_dropout")


@check(points=0.05, visible=True, hint="Guarde o produto em um array novo: A *= D escreve em A.")
def test_A_do_exemplo_intacta(dropout):
    """A ativação do exemplo continua como estava depois da chamada."""
    A = np.array([[1.0, 2.0, 0.5, 3.0], [4.0, 0.5, 2.5, 1.5]])
    with assert_unchanged(A=A):
        A_dropout, _ = dropout(A, 0.8, rng=1)
        assert_close(A_dropout, [[1.25, 0, 0.625, 0], [5, 0.625, 0, 1.875]], name="A_dropout")


@check(points=0.1, hint="Um número sorteado para cada posição de A, em uma chamada só.")
def test_outros_formatos(dropout):
    """D segue o sorteio pedido, em outros formatos e com outras probabilidades."""
    for semente, formato, keep_prob in ((5, (3, 7), 0.35), (6, (1, 12), 0.6), (7, (9, 1), 0.5)):
        A = np.random.RandomState(semente).randn(*formato)
        certo = _mascara(semente, formato, keep_prob)
        _, D = dropout(A, keep_prob, rng=semente)
        assert_close(D, certo, name="D")


@check(points=0.2, hint="Por que número se divide quem fica?")
def test_escala(dropout):
    """A_dropout está certo para a máscara da própria função, seja ela qual for."""
    A, saida, D = _com_a_propria_mascara(dropout)
    certo = np.array([a / 0.55 if d else 0.0 for a, d in zip(A.flat, D.flat, strict=True)])
    assert_close(saida, certo.reshape(A.shape), name="A_dropout")


@check(points=0.1, hint="Quando a probabilidade de manter é 1, quantos neurônios são apagados?")
def test_keep_prob_um(dropout):
    """Com keep_prob igual a 1, nada é apagado e nada muda."""
    A = np.random.RandomState(8).randn(4, 6)
    saida, _ = dropout(A.copy(), 1, rng=8)
    assert_close(saida, A, name="A_dropout")


@check(points=0.1, hint="Um exemplo apaga uns neurônios, e outro exemplo, outros.")
def test_cada_exemplo_com_os_seus(dropout):
    """Os exemplos não apagam todos os mesmos neurônios."""
    _, _, D = _com_a_propria_mascara(dropout)
    iguais = all(np.array_equal(D[:, 0], D[:, coluna]) for coluna in range(D.shape[1]))
    assert_true(not iguais, "Todos os exemplos apagam os mesmos neurônios.")


@check(points=0.05, hint="Guarde as ativações apagadas em um array novo.")
def test_entrada_intacta(dropout):
    """A continua como estava depois da chamada."""
    A = 1 + np.random.RandomState(10).rand(3, 5)
    certo = np.where(_mascara(10, (3, 5), 0.7), A / 0.7, 0)
    with assert_unchanged(A=A):
        saida, _ = dropout(A, 0.7, rng=10)
        assert_close(saida, certo, name="A_dropout")


def _mascara(semente, formato, keep_prob):
    """A máscara, número a número."""
    rng = np.random.default_rng(semente)
    return np.reshape([rng.random() < keep_prob for _ in range(np.prod(formato))], formato)


def _com_a_propria_mascara(dropout):
    """Uma chamada, a saída dela e a máscara que ela mesma sorteou."""
    A = 1 + np.random.RandomState(9).rand(5, 8)
    with premise():
        saida, D = dropout(A.copy(), 0.55, rng=9)
        assert_shape(D, (5, 8), name="D")
        D = np.array(D, dtype=float)
        assert_true(set(np.unique(D)) == {0, 1}, "A máscara não escolhe ninguém.")
        assert_shape(saida, (5, 8), name="A_dropout")
    return A, saida, D
