"""Uma rede densa em NumPy, com a conta que o Keras faz: para comparar, e para ver por dentro."""

import itertools

import numpy as np

__all__ = ["passos_sgd", "saida", "sorteie_pesos"]

ATIVACOES = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "softmax": lambda z: _softmax(z),
}
DERIVADAS = {  # a partir da ativação a
    "linear": lambda a: np.ones_like(a),
    "sigmoid": lambda a: a * (1 - a),
    "relu": lambda a: (a > 0).astype(float),
    "tanh": lambda a: 1 - a**2,
}


def sorteie_pesos(semente, tamanhos):
    """Pesos W1, b1, W2, b2, ... de uma rede com esses números de neurônios, da entrada à saída."""
    sorteio = np.random.default_rng(semente)
    pesos = []
    for anterior, n in itertools.pairwise(tamanhos):
        limite = np.sqrt(6 / (anterior + n))  # Glorot, o sorteio do Keras
        W = sorteio.uniform(-limite, limite, (anterior, n))
        pesos += [W, sorteio.uniform(-0.2, 0.2, n)]
    return [p.astype("float32").astype(float) for p in pesos]


def saida(pesos, X, ativacoes):
    """A saída da rede para cada linha de X."""
    return _ativacoes(pesos, X, ativacoes)[-1]


def passos_sgd(pesos, X, Y, ativacoes, taxa, quantos):
    """Passos da descida do gradiente no erro quadrático médio, com o lote inteiro.

    Saídas:
    novos -- lista com os pesos depois de todos os passos
    perdas -- a perda antes de cada passo
    """
    pesos, perdas = [np.array(p, float) for p in pesos], []
    Y = np.asarray(Y, float)
    for _ in range(quantos):
        A = _ativacoes(pesos, X, ativacoes)
        perdas.append(np.mean((A[-1] - Y) ** 2))
        dA = 2 * (A[-1] - Y) / Y.size
        gradientes = []
        for camada in reversed(range(len(ativacoes))):
            dZ = dA * DERIVADAS[ativacoes[camada]](A[camada + 1])
            gradientes = [A[camada].T @ dZ, dZ.sum(axis=0), *gradientes]
            dA = dZ @ pesos[2 * camada].T
        pesos = [p - taxa * g for p, g in zip(pesos, gradientes, strict=True)]
    return pesos, perdas


def _ativacoes(pesos, X, ativacoes):
    A = [np.asarray(X, float)]
    for W, b, nome in zip(pesos[::2], pesos[1::2], ativacoes, strict=True):
        A.append(ATIVACOES[nome](A[-1] @ W + b))
    return A


def _softmax(z):
    potencias = np.exp(z - np.max(z, axis=1, keepdims=True))
    return potencias / np.sum(potencias, axis=1, keepdims=True)
