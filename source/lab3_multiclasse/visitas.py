"""Clientes inventados de um site: idade, salário, páginas que visitaram e se compraram."""

from typing import NamedTuple

import numpy as np

__all__ = ["PAGINAS", "Clientes", "invente"]

PAGINAS = 1000


class Clientes(NamedTuple):
    """Um lote de clientes, um por linha.

    numeros -- idade e salário, formato (m, 2), com np.nan onde falta um deles
    paginas -- 1 para cada página visitada e 0 para as outras, formato (m, PAGINAS)
    y -- 1 para quem comprou e 0 para quem não comprou, formato (m,)
    """

    numeros: np.ndarray
    paginas: np.ndarray
    y: np.ndarray


def invente(m, semente):
    """`m` clientes: quem compra depende da idade e do salário, e de nenhuma página.

    Um em cada dez números falta. O estado aleatório do notebook não muda.

    Entradas:
    m -- quantos clientes
    semente -- inteiro; a mesma semente dá os mesmos clientes

    Saída:
    Clientes
    """
    gerador = np.random.RandomState(semente)
    idade = gerador.uniform(20, 60, size=m)
    salario = 30000 + 1000 * idade + 15000 * gerador.randn(m)
    chance = 1 / (1 + np.exp(-((idade - 40) / 10 + (salario - 70000) / 30000)))
    y = (gerador.uniform(size=m) < chance).astype(int)
    paginas = (gerador.uniform(size=(m, PAGINAS)) < 0.5).astype(float)
    numeros = np.column_stack([idade, salario])
    numeros[gerador.uniform(size=numeros.shape) < 0.1] = np.nan
    return Clientes(numeros, paginas, y)
