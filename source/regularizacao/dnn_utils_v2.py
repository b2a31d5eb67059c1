"""Funções de ativação e seus gradientes, usadas pelo laboratório de redes densas.

Cada função ``g`` devolve também o ``cache`` de que a sua derivada precisa: o próprio ``Z``.
Nenhuma delas altera os arrays que recebe.
"""

import numpy as np

__all__ = ["relu", "relu_backward", "sigmoid", "sigmoid_backward"]


def sigmoid(Z):
    """Calcula ``1 / (1 + exp(-Z))``, elemento a elemento.

    Entrada:
    Z -- array de qualquer formato

    Saídas:
    A -- array com o formato de ``Z`` e valores entre 0 e 1
    cache -- o próprio ``Z``, guardado para ``sigmoid_backward``
    """
    return _sigma(Z), Z


def relu(Z):
    """Calcula ``max(0, Z)``, elemento a elemento.

    Entrada:
    Z -- array de qualquer formato

    Saídas:
    A -- array com o formato de ``Z`` e valores não negativos
    cache -- o próprio ``Z``, guardado para ``relu_backward``
    """
    return np.maximum(0, Z), Z


def relu_backward(dA, cache):
    """Leva o gradiente do custo de ``A`` para ``Z``, com ``A = relu(Z)``.

    Entradas:
    dA -- gradiente em relação a ``A``, com o formato de ``Z``
    cache -- o ``Z`` que ``relu`` guardou

    Saída:
    dZ -- array novo: ``dA`` onde ``Z > 0`` e zero onde ``Z <= 0``

    Erro:
    ValueError -- se ``dA`` e ``Z`` tiverem formatos diferentes
    """
    Z = cache
    _confira_formato(dA, Z)
    return np.where(np.asarray(Z) > 0, dA, 0.0)


def sigmoid_backward(dA, cache):
    """Leva o gradiente do custo de ``A`` para ``Z``, com ``A = sigmoid(Z)``.

    Entradas:
    dA -- gradiente em relação a ``A``, com o formato de ``Z``
    cache -- o ``Z`` que ``sigmoid`` guardou

    Saída:
    dZ -- array novo: ``dA * s * (1 - s)``, em que ``s = sigmoid(Z)``

    Erro:
    ValueError -- se ``dA`` e ``Z`` tiverem formatos diferentes
    """
    Z = cache
    _confira_formato(dA, Z)
    s = _sigma(Z)
    return dA * s * (1 - s)


def _sigma(Z):
    """A sigmoide sem o cache."""
    # Longe de zero, exp(-Z) vira infinito ou 0, e o quociente vira 0 ou 1, que é a resposta
    # certa: só o aviso do NumPy está sobrando.
    with np.errstate(over="ignore", under="ignore"):
        return 1 / (1 + np.exp(-np.asarray(Z)))


def _confira_formato(dA, Z):
    """Sem esta conferência, o broadcasting do NumPy esconderia um ``dA`` trocado."""
    if np.shape(dA) != np.shape(Z):
        raise ValueError(
            f"dA tem formato {np.shape(dA)}, mas o Z guardado no cache tem {np.shape(Z)}: "
            "os dois precisam ser iguais. Confira se passou o cache da camada certa."
        )
