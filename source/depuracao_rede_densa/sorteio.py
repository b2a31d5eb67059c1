"""Sorteio das entradas dos exemplos: os mesmos números em toda chamada."""

import numpy as np

__all__ = ["sorteie"]


def sorteie(semente, *formatos):
    """Arrays N(0, 1), um por formato, na ordem em que foram pedidos.

    Usa um gerador próprio, com a mesma sequência que ``np.random.seed(semente)`` seguido de
    ``np.random.randn`` daria: o estado aleatório do notebook não muda.

    Entradas:
    semente -- inteiro
    formatos -- uma tupla por array

    Saída:
    tupla de arrays de float
    """
    gerador = np.random.RandomState(semente)
    return tuple(gerador.randn(*formato) for formato in formatos)
