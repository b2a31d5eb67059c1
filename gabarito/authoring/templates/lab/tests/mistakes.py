"""Erros que os alunos cometem, e o que um professor diria de cada um."""

import numpy as np

from gabarito.checks import mistake


@mistake("preveja", diagnosis="Falta somar o viés b.")
def sem_vies(X, w, b):
    return X @ w


@mistake("erro_medio", diagnosis="Falta o quadrado: faltas e sobras se cancelam.")
def sem_quadrado(X, y, w, b):
    return np.mean(preveja(X, w, b) - y)  # noqa: F821  (quem define é o lab)


@mistake("erro_medio", diagnosis="Falta dividir a soma pelo número de exemplos.")
def soma_dos_quadrados(X, y, w, b):
    return np.sum((preveja(X, w, b) - y) ** 2)  # noqa: F821
