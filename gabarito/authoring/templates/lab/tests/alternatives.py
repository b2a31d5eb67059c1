"""Respostas certas diferentes da referência: as verificações têm de aceitá-las."""

import numpy as np

from gabarito.checks import alternative


@alternative("preveja")
def um_exemplo_por_vez(X, w, b):
    return np.array([sum(linha * w) + b for linha in X])


@alternative("erro_medio")
def pela_norma(X, y, w, b):
    return np.linalg.norm(preveja(X, w, b) - y) ** 2 / len(y)  # noqa: F821  (quem define é o lab)
