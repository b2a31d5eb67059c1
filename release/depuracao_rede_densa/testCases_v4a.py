"""Casos de teste do Laboratório 3, Parte 1: as entradas dos exemplos do enunciado.

Cada função sorteia os mesmos números em toda chamada e devolve arrays novos, de modo que
alterá-los não estraga a chamada seguinte. O sorteio usa um gerador próprio, com a mesma
sequência que ``np.random.seed`` daria: o estado aleatório do seu notebook não muda.
"""

import numpy as np
from sorteio import sorteie

__all__ = [
    "L_model_backward_test_case",
    "L_model_forward_test_case_2hidden",
    "L_modelo_backward_teste",
    "compute_cost_test_case",
    "linear_activation_backward_test_case",
    "linear_activation_forward_test_case",
    "linear_backward_test_case",
    "linear_forward_test_case",
    "print_grads",
    "update_parameters_test_case",
]


def linear_forward_test_case():
    """Entradas de ``linear_forward``: uma camada de 1 neurônio, 3 entradas, 2 exemplos.

    Saídas: A (3, 2), W (1, 3) e b (1, 1).
    """
    return sorteie(1, (3, 2), (1, 3), (1, 1))


def linear_activation_forward_test_case():
    """Entradas de ``linear_ativacao_forward``.

    Saídas: A_prev (3, 2), W (1, 3) e b (1, 1).
    """
    return sorteie(2, (3, 2), (1, 3), (1, 1))


def L_model_forward_test_case_2hidden():
    """Entradas de ``L_modelo_forward``: rede 5-4-3-1 e 4 exemplos.

    Saídas: X (5, 4) e o dicionário de parâmetros com W1, b1, W2, b2, W3 e b3.
    """
    X, *pesos = sorteie(6, (5, 4), (4, 5), (4, 1), (3, 4), (3, 1), (1, 3), (1, 1))
    return X, dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), pesos, strict=True))


def compute_cost_test_case():
    """Entradas de ``custo``: 3 exemplos.

    Saídas: Y (1, 3), os rótulos, e AL (1, 3), as probabilidades. Atenção à ordem.
    """
    return np.array([[1, 1, 0]]), np.array([[0.8, 0.9, 0.4]])


def linear_backward_test_case():
    """Entradas de ``linear_backward``: uma camada de 3 neurônios, 5 entradas, 4 exemplos.

    Saídas: dZ (3, 4) e o cache (A, W, b), de formatos (5, 4), (3, 5) e (3, 1).
    """
    dZ, A, W, b = sorteie(1, (3, 4), (5, 4), (3, 5), (3, 1))
    return dZ, (A, W, b)


def linear_activation_backward_test_case():
    """Entradas de ``linear_ativacao_backward``.

    Saídas: dA (1, 2) e o cache ((A, W, b), Z), de formatos (3, 2), (1, 3), (1, 1) e (1, 2).
    """
    dA, A, W, b, Z = sorteie(2, (1, 2), (3, 2), (1, 3), (1, 1), (1, 2))
    return dA, ((A, W, b), Z)


def L_model_backward_test_case():
    """Entradas de ``L_modelo_backward``: rede 4-3-1 e 2 exemplos.

    Saídas: AL (1, 2), Y (1, 2) e a tupla com um cache ((A, W, b), Z) por camada.
    AL é sorteado sem passar pela sigmoide, então pode estar fora de (0, 1).
    """
    AL, A1, W1, b1, Z1, A2, W2, b2, Z2 = sorteie(
        3, (1, 2), (4, 2), (3, 4), (3, 1), (3, 2), (3, 2), (1, 3), (1, 1), (1, 2)
    )
    return AL, np.array([[1, 0]]), (((A1, W1, b1), Z1), ((A2, W2, b2), Z2))


# O enunciado do laboratório chama o mesmo caso por este nome.
L_modelo_backward_teste = L_model_backward_test_case


def update_parameters_test_case():
    """Entradas de ``atualize_parametros``: rede 4-3-1.

    Saídas: os dicionários de parâmetros (W1, b1, W2, b2) e de gradientes (dW1, db1, dW2, db2).
    """
    nomes, formatos = ("W1", "b1", "W2", "b2"), ((3, 4), (3, 1), (1, 3), (1, 1))
    parametros = dict(zip(nomes, sorteie(2, *formatos), strict=True))
    grads = dict(zip(("d" + nome for nome in nomes), sorteie(3, *formatos), strict=True))
    return parametros, grads


def print_grads(grads):
    """Mostra os três gradientes que o enunciado compara: dW1, db1 e dA1."""
    for nome in ("dW1", "db1", "dA1"):
        print(f"{nome} = {grads[nome]}")
