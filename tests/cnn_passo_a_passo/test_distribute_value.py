"""Verificações de distribute_value."""

import numpy as np

from gabarito.checks import assert_close, check


@check(points=0.1, visible=True, hint="Em quantas posições o número se reparte?")
def test_valores_do_enunciado(distribute_value):
    """Repartir 2 por uma matriz de 2 por 2 dá 0,5 em cada posição."""
    a = distribute_value(2, (2, 2))
    assert_close(a, [[0.5, 0.5], [0.5, 0.5]], name="a")


@check(points=0.1, visible=True, hint="São duas linhas de três posições: quantas ao todo?")
def test_duas_linhas_de_tres(distribute_value):
    """Repartir 6 por uma matriz de 2 por 3, como na seção 8.2, dá 1 em cada posição."""
    a = distribute_value(6, (2, 3))
    assert_close(a, [[1, 1, 1], [1, 1, 1]], name="a")


@check(points=0.1, hint="Altura e largura podem ser diferentes: quantas posições há ao todo?")
def test_matriz_que_nao_e_quadrada(distribute_value):
    """Em matrizes que não são quadradas, o formato e as partes estão certos."""
    for altura, largura in ((2, 3), (4, 1), (1, 5), (7, 2)):
        certo = [[1.5 / altura / largura] * largura] * altura
        assert_close(distribute_value(1.5, (altura, largura)), certo, name="a")


@check(points=0.1, hint="A soma de todas as partes deve dar o número que chegou.")
def test_soma_das_partes(distribute_value):
    """A soma das partes é o número repartido, também quando ele é negativo ou zero."""
    for dz in (-3.7, 0.0, 12.25):
        a = distribute_value(dz, (3, 3))
        assert_close(a, [[dz / 9] * 3] * 3, name="a")
        assert_close(np.sum(a), dz, name="Soma de a")


@check(points=0.1, hint="Em uma matriz de uma posição, a parte é o número inteiro.")
def test_uma_posicao(distribute_value):
    """Uma matriz de uma só posição recebe o número inteiro."""
    for dz in (0.75, -4.0):
        assert_close(distribute_value(dz, (1, 1)), [[dz]], name="a")
