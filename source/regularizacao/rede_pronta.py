"""A rede 2-20-3-1 do lab de regularização, já pronta: as peças que o treino usa.

A arquitetura é LINEAR → RELU → LINEAR → RELU → LINEAR → SIGMOID, com quaisquer tamanhos de
camada. Nenhuma função altera os arrays que recebe.
"""

from itertools import pairwise

import dnn_utils_v2
import numpy as np
from sorteio import sorteie

__all__ = [
    "backward_propagation",
    "compute_cost",
    "forward_propagation",
    "initialize_parameters",
    "predict",
    "predict_dec",
    "relu",
    "sigmoid",
    "update_parameters",
]

SEMENTE = 3


def sigmoid(x):
    """Calcula ``1 / (1 + exp(-x))``, elemento a elemento, e devolve só o array."""
    return dnn_utils_v2.sigmoid(x)[0]


def relu(x):
    """Calcula ``max(0, x)``, elemento a elemento, e devolve só o array."""
    return dnn_utils_v2.relu(x)[0]


def initialize_parameters(layer_dims):
    """Sorteia os pesos, com desvio-padrão 1/raiz(n da camada anterior), e zera os vieses.

    Entrada:
    layer_dims -- número de neurônios de cada camada, a entrada inclusive

    Saída:
    parameters -- dicionário com "W1", "b1", ..., os mesmos números em toda chamada
    """
    formatos = [(n, anterior) for anterior, n in pairwise(layer_dims)]
    parameters = {}
    for camada, W in enumerate(sorteie(SEMENTE, *formatos), start=1):
        n, anterior = W.shape
        parameters[f"W{camada}"] = W / np.sqrt(anterior)
        parameters[f"b{camada}"] = np.zeros((n, 1))
    return parameters


def forward_propagation(X, parameters):
    """Propaga o lote pela rede de 3 camadas, sem dropout.

    Entradas:
    X -- lote de exemplos, formato (n_entradas, m)
    parameters -- dicionário com "W1", "b1", "W2", "b2", "W3", "b3"

    Saídas:
    A3 -- probabilidades previstas, formato (1, m)
    cache -- tupla (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    """
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)


def backward_propagation(X, Y, cache):
    """Retropropaga o gradiente da entropia cruzada, sem regularização.

    Entradas:
    X -- lote de exemplos, formato (n_entradas, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    cache -- a tupla de ``forward_propagation``

    Saída:
    grads -- dicionário com dZ3, dW3, db3, dA2, dZ2, dW2, db2, dA1, dZ1, dW1 e db1
    """
    m = X.shape[1]
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache

    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m

    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3},
        **{"dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


def update_parameters(parameters, grads, learning_rate):
    """Dá um passo da descida do gradiente e devolve um dicionário novo."""
    return {nome: valor - learning_rate * grads[f"d{nome}"] for nome, valor in parameters.items()}


def compute_cost(a3, Y):
    """Calcula a entropia cruzada média do lote, um número.

    Uma saída que chega a 0 ou 1 exatos leva a 0 · log 0. No limite essa parcela é zero, e é
    assim que ``nansum`` a conta; o aviso do NumPy está sobrando.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        perdas = -(Y * np.log(a3)) - (1 - Y) * np.log(1 - a3)
    return np.nansum(perdas) / Y.shape[1]


def predict(X, y, parameters):
    """Mostra a acurácia da rede, sem dropout, e devolve os rótulos previstos, formato (1, m)."""
    previstos = predict_dec(parameters, X).astype(int)
    print("Accuracy:", float(np.mean(previstos == y)))
    return previstos


def predict_dec(parameters, X):
    """Diz, para cada coluna de X, se a rede dá mais de 0,5 de probabilidade ao rótulo 1.

    Entradas:
    parameters -- parâmetros aprendidos
    X -- exemplos, formato (n_entradas, m)

    Saída:
    array de bool, formato (1, m)
    """
    A3, _ = forward_propagation(X, parameters)
    return A3 > 0.5
