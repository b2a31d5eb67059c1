"""Verificações de cross_entropy."""

import math

import numpy as np

from gabarito.checks import (
    assert_close,
    assert_true,
    assert_unchanged,
    check,
    is_close,
)


@check(
    points=0.25,
    visible=True,
    hint="Só a classe certa conta: a perda é menos o logaritmo da probabilidade dela.",
)
def test_um_exemplo(cross_entropy):
    """A perda de uma previsão ruim e a de uma boa conferem com as do enunciado."""
    ruim = [5.10591014e-05, 2.47249691e-03, 9.97476444e-01]  # softmax de [0.12, 4, 10]
    assert_close(cross_entropy([1, 0, 0], ruim), 9.882330913, name="perda da previsão ruim")
    boa = [0.98, 0.01, 0.01]
    assert_close(cross_entropy([1, 0, 0], boa), 0.0202026971, name="perda da previsão boa")


@check(
    points=0.25,
    visible=True,
    hint="Some em cada linha, para ter a perda de cada exemplo, e depois tire a média.",
)
def test_tres_exemplos(cross_entropy):
    """O custo de um lote de três exemplos confere com o do enunciado."""
    Y_true = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    Y_pred = np.array([[0.0, 1.0, 0.0], [0.99, 0.01, 0.0], [0.0, 0.0, 1.0]])
    assert_close(cross_entropy(Y_true, Y_pred), 0.0033501019, name="custo do lote")


@check(points=0.05, visible=True, hint="Some o EPSILON em uma conta nova: += escreve em Y_pred.")
def test_previsao_do_exemplo_intacta(cross_entropy):
    """As probabilidades recebidas continuam como estavam depois da chamada."""
    Y, P = np.array([[0.0, 1.0, 0.0]]), np.array([[0.25, 0.5, 0.25]])
    with assert_unchanged(Y_true=Y, Y_pred=P):
        assert_close(np.mean(cross_entropy(Y, P)), 0.6931471806, name="perda")


@check(points=0.2, hint="A média é entre exemplos: por quanto se divide a soma das perdas?")
def test_lotes_de_outros_formatos(cross_entropy):
    """O custo é a média das perdas, quaisquer que sejam os números de exemplos e de classes."""
    for exemplos, classes in ((2, 5), (7, 3), (12, 2), (4, 4)):
        Y, P = _lote(230 + exemplos, exemplos, classes)
        assert_close(cross_entropy(Y, P), _media(Y, P), name="custo do lote")


@check(points=0.25, hint="Refaça um exemplo no papel: que probabilidade conta, e em que logaritmo?")
def test_proporcao_entre_lotes(cross_entropy):
    """De um lote para outro do mesmo tamanho, o custo muda na proporção certa."""
    lotes = [_lote(242 + k, 5, 3) for k in range(4)]
    certos = [_media(Y, P) for Y, P in lotes]
    obtidos = [_custo(cross_entropy(Y, P)) for Y, P in lotes]
    proporcao = np.divide(obtidos, obtidos[0])
    assert_close(proporcao, np.divide(certos, certos[0]), name="proporção entre custos")


@check(points=0.15, hint="Um vetor é um lote com um exemplo só: em que eixo estão as classes?")
def test_outros_vetores(cross_entropy):
    """Um exemplo só, em vetor ou em lista, dá um número."""
    for classe, P in ((1, [0.5, 0.25, 0.25]), (3, [0.1, 0.2, 0.3, 0.4]), (0, [0.625, 0.375])):
        Y = [1 if k == classe else 0 for k in range(len(P))]
        esperado = -math.log(P[classe])
        assert_close(cross_entropy(Y, P), esperado, name="perda")
        assert_close(cross_entropy(np.array(Y), np.array(P)), esperado, name="perda")


@check(points=0.15, hint="O logaritmo de zero é infinito: onde entra o EPSILON do enunciado?")
def test_probabilidade_zero(cross_entropy):
    """Uma probabilidade nula na classe certa dá uma perda grande, mas finita."""
    for Y, P in (([1, 0], [0.0, 1.0]), ([0, 0, 1, 0], [0.5, 0.25, 0.0, 0.25])):
        assert_close(cross_entropy(Y, P), 8 * math.log(10), name="perda")


@check(points=0.15, hint="Se o lote inteiro aparece três vezes, a média das perdas muda?")
def test_lote_repetido(cross_entropy):
    """Repetir todos os exemplos não muda o custo; trocá-los, sim."""
    (Y, P), (outro_Y, outro_P) = _lote(240, 6, 4), _lote(247, 6, 4)
    uma_vez = _custo(cross_entropy(Y, P))
    repetido = _custo(cross_entropy(np.tile(Y, (3, 1)), np.tile(P, (3, 1))))
    assert_close(repetido, uma_vez, name="custo")
    outro = _custo(cross_entropy(outro_Y, outro_P))
    assert_true(not is_close(outro, uma_vez), "O custo não mudou.")


@check(points=0.05, hint="Some o EPSILON em uma conta nova, não dentro do array recebido.")
def test_entradas_intactas(cross_entropy):
    """Y_true e Y_pred continuam como estavam."""
    Y, P = _lote(241, 1, 5)
    esperado = _media(Y, P)
    with assert_unchanged(Y_true=Y, Y_pred=P):
        assert_close(_custo(cross_entropy(Y, P)), esperado, name="perda")


def _custo(resultado):
    """O custo; o de quem esqueceu a média também, porque ela é julgada à parte."""
    return np.mean(np.array(resultado, dtype=float))


def _lote(semente, exemplos, classes):
    """Rótulos one-hot e probabilidades longe de 0, onde o EPSILON não pesa."""
    gerador = np.random.RandomState(semente)
    P = gerador.uniform(0.2, 1.0, (exemplos, classes))
    Y = np.zeros((exemplos, classes))
    Y[np.arange(exemplos), gerador.randint(0, classes, exemplos)] = 1
    return Y, P / P.sum(axis=1, keepdims=True)


def _media(Y, P):
    """Média de -log p da classe certa, exemplo por exemplo."""
    perdas = [-math.log(p[list(y).index(1)]) for y, p in zip(Y, P, strict=True)]
    return sum(perdas) / len(perdas)
