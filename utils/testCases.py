"""Casos de teste do lab de regularização: as entradas dos exemplos do enunciado.

Cada função sorteia os mesmos números em toda chamada e devolve arrays novos, de modo que
alterá-los não estraga a chamada seguinte. O sorteio usa um gerador próprio: o estado aleatório
do seu notebook não muda.
"""

import numpy as np
from rede_pronta import forward_propagation, relu, sigmoid
from sorteio import sorteie

__all__ = [
    "backward_propagation_with_dropout_test_case",
    "backward_propagation_with_regularization_test_case",
    "compute_cost_with_regularization_test_case",
    "forward_propagation_with_dropout_test_case",
]

NOMES = ("W1", "b1", "W2", "b2", "W3", "b3")
FORMATOS = ((2, 3), (2, 1), (3, 2), (3, 1), (1, 3), (1, 1))


def compute_cost_with_regularization_test_case():
    """Entradas de ``compute_cost_with_regularization``: rede 3-2-3-1 e 5 exemplos.

    Saídas: a3 (1, 5), Y (1, 5) e o dicionário de parâmetros. As probabilidades de a3, com oito
    casas, não são as que esses parâmetros dariam: aqui elas são só números.
    """
    a3 = np.array([[0.40682402, 0.01629284, 0.16722898, 0.10118111, 0.40682402]])
    return a3, _rotulos(), dict(zip(NOMES, sorteie(1, *FORMATOS), strict=True))


def backward_propagation_with_regularization_test_case():
    """Entradas de ``backward_propagation_with_regularization``: rede 3-2-3-1 e 5 exemplos.

    Saídas: X (3, 5), Y (1, 5) e o cache de 12 elementos da propagação para a frente.
    """
    X, parameters = _lote_e_parametros()
    _, cache = forward_propagation(X, parameters)
    return X, _rotulos(), cache


def forward_propagation_with_dropout_test_case():
    """Entradas de ``forward_propagation_with_dropout``: rede 3-2-3-1 e 5 exemplos.

    Saídas: X (3, 5) e o dicionário de parâmetros.
    """
    return _lote_e_parametros()


def backward_propagation_with_dropout_test_case():
    """Entradas de ``backward_propagation_with_dropout``: rede 3-2-3-1 e 5 exemplos.

    Saídas: X (3, 5), Y (1, 5) e o cache de 14 elementos de uma propagação para a frente em que
    cada neurônio das camadas 1 e 2 foi mantido com probabilidade 0,5.
    """
    X, parameters = _lote_e_parametros()
    return X, _rotulos(), _cache_com_metade_apagada(X, *parameters.values())


def _rotulos():
    return np.array([[1, 1, 0, 1, 0]])


def _lote_e_parametros():
    """X (3, 5) e os seis parâmetros, nesta ordem, da semente 1."""
    X, *pesos = sorteie(1, (3, 5), *FORMATOS)
    return X, dict(zip(NOMES, pesos, strict=True))


def _cache_com_metade_apagada(X, W1, b1, W2, b2, W3, b3):
    """O cache do exemplo. As máscaras são dadas: sorteá-las é exercício do lab."""
    D1 = np.array([[1, 0, 1, 1, 1], [1, 1, 1, 1, 0]], dtype=bool)
    D2 = np.array([[1, 0, 1, 0, 1], [0, 1, 0, 1, 1], [0, 0, 1, 0, 0]], dtype=bool)
    Z1 = np.dot(W1, X) + b1
    A1 = np.where(D1, 2 * relu(Z1), 0)  # dividir por 0,5 é dobrar
    Z2 = np.dot(W2, A1) + b2
    A2 = np.where(D2, 2 * relu(Z2), 0)
    Z3 = np.dot(W3, A2) + b3
    return Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, sigmoid(Z3), W3, b3
