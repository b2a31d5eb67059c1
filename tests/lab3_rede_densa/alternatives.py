"""Respostas certas do laboratório 3 que não são a de referência: todas valem a nota cheia.

As demais funções do laboratório são as do notebook em que cada uma é posta, e l é a camada,
como no enunciado.
"""
# ruff: noqa: E741, F821

import math

import numpy as np

from gabarito.variants import alternative


@alternative("initialize_parametros")
def own_generator(camadas_dims):
    rng = np.random.RandomState(3)
    parametros = {"L": len(camadas_dims) - 1}
    for l, n in enumerate(camadas_dims[1:], start=1):
        n_prev = camadas_dims[l - 1]
        parametros[f"W{l}"] = rng.standard_normal((n, n_prev)) / 100
        parametros[f"b{l}"] = [[0]] * n
    return parametros


@alternative("initialize_parametros")
def scaled_normal_with_prints(camadas_dims):
    np.random.seed(3)
    L = len(camadas_dims)
    W = {
        f"W{l}": np.random.normal(0, 0.01, (camadas_dims[l], camadas_dims[l - 1]))
        for l in range(1, L)
    }
    print(W)
    return W | {f"b{l}": np.zeros((camadas_dims[l], 1), dtype=int) for l in range(1, L)}


@alternative("linear_forward")
def loops_and_lists(A, W, b):
    Z = [
        [sum(W[i, k] * A[k, j] for k in range(A.shape[0])) + b[i, 0] for j in range(A.shape[1])]
        for i in range(W.shape[0])
    ]
    return [Z, [A, W, b]]


@alternative("linear_forward")
def transposed_product_added_in_place(A, W, b):
    Z = (A.T @ W.T).T
    Z += b
    return Z, (A.copy(), W.copy(), b.copy())


@alternative("linear_forward")
def single_precision(A, W, b):
    A, W, b = (v.astype(np.float32) for v in (A, W, b))
    return np.matmul(W, A) + b, (A, W, b)


@alternative("linear_ativacao_forward")
def where_and_einsum(A_prev, W, b, ativacao):
    import warnings

    warnings.warn("um aviso qualquer", stacklevel=1)
    Z = np.einsum("ij,jk->ik", W, A_prev) + b
    A = np.exp(Z) / (1 + np.exp(Z)) if ativacao == "sigmoid" else np.where(Z > 0, Z, 0)
    return A, [[A_prev, W, b], Z]


@alternative("linear_ativacao_forward")
def half_of_the_absolute_value(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = (np.tanh(Z / 2) + 1) / 2 if ativacao == "sigmoid" else (Z + abs(Z)) / 2
    return A.tolist(), (linear_cache, Z)


@alternative("L_modelo_forward")
def one_loop_with_tuples(X, parametros):
    caches, A, L = (), X, len(parametros) // 2
    for l in range(1, L + 1):
        W, b = parametros[f"W{l}"], parametros[f"b{l}"]
        ativacao = "relu" if l < L else "sigmoid"
        A, cache = linear_ativacao_forward(A, W, b, ativacao)
        caches += (cache,)
        print("camada", l, A.shape)
    return A, caches


@alternative("L_modelo_forward")
def while_loop_without_helpers(X, parametros):
    caches, A, l = [], X, 1
    while f"W{l}" in parametros:
        W, b = parametros[f"W{l}"], parametros[f"b{l}"]
        Z = W.dot(A) + b
        caches.append([[A, W, b], Z])
        A, l = np.clip(Z, 0, None), l + 1
    return 1 / (1 + np.exp(-Z)), caches


@alternative("custo")
def matrix_product_of_one_number(AL, Y):
    m = Y.shape[1]
    return -(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m


@alternative("custo")
def protected_logarithm(AL, Y):
    eps = 1e-8
    return float(-np.mean(Y * np.log(AL + eps) + (1 - Y) * np.log(1 - AL + eps)))


@alternative("custo")
def loop_over_the_examples(AL, Y):
    AL = np.clip(AL, 1e-12, 1 - 1e-12)
    total = 0
    for a, y in zip(AL[0], Y[0], strict=True):
        total -= math.log(a) if y == 1 else math.log(1 - a)
    import logging

    logging.getLogger().warning("custo = %s", total)
    return total / Y.size


@alternative("linear_backward")
def sum_over_examples(dZ, cache):
    A_prev, W, b = cache
    m = dZ.shape[1]
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i]) / m
        db[:, 0] += dZ[:, i] / m
    return [W.T @ dZ, dW, db]


@alternative("linear_backward")
def einsum_and_mean(dZ, cache):
    A_prev, W, _ = cache
    dW = np.einsum("im,jm->ij", dZ, A_prev) / dZ.shape[1]
    db = dZ.mean(axis=1).reshape(-1, 1)
    return np.matmul(dZ.T, W).T.tolist(), dW.tolist(), db.tolist()


@alternative("linear_backward")
def bias_filled_row_by_row(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    db = b.copy()
    for i in range(b.size):
        db[[i]] = 1 / m * sum(dZ[i])
    return np.dot(np.transpose(W), dZ), 1 / m * np.dot(dZ, A_prev.T), db


@alternative("linear_ativacao_backward")
def masked_copy(dA, cache, ativacao):
    linear_cache, Z = cache
    dZ = np.array(dA, copy=True)
    if ativacao == "relu":
        dZ[Z <= 0] = 0
    else:
        dZ *= np.exp(-Z) / (1 + np.exp(-Z)) ** 2
    print(dZ)
    return linear_backward(dZ, linear_cache)


@alternative("linear_ativacao_backward")
def derivative_as_a_factor(dA, cache, ativacao):
    (A_prev, W, _), Z = cache
    slopes = {"relu": (Z > 0) * 1, "sigmoid": 1 / (2 + np.exp(Z) + np.exp(-Z))}
    dZ = dA * slopes[ativacao]
    ones = np.ones((dZ.shape[1], 1))
    return [W.T.dot(dZ), dZ.dot(A_prev.T) / len(ones), dZ.dot(ones) / len(ones)]


@alternative("L_modelo_backward")
def minimal_gradients(AL, Y, caches):
    backward = linear_ativacao_backward
    dA, grads = (AL - Y) / (AL * (1 - AL)), {}
    for l, cache in reversed(list(enumerate(caches, start=1))):
        if l < len(caches):
            grads[f"dA{l}"] = dA
        ativacao = "sigmoid" if l == len(caches) else "relu"
        dA, grads[f"dW{l}"], grads[f"db{l}"] = backward(dA, cache, ativacao)
    return grads


@alternative("L_modelo_backward")
def extra_keys_and_prints(AL, Y, caches):
    backward = linear_ativacao_backward
    L = len(caches)
    Y = Y.reshape(AL.shape)
    grads = {"dAL": np.where(Y == 1, -1 / AL, 1 / (1 - AL)), "m": AL.shape[1]}
    dA = grads["dAL"]
    for l in range(L, 0, -1):
        saida = backward(dA, caches[l - 1], "sigmoid" if l == L else "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = saida
        dA = saida[0]
        print(l, dA.shape)
    return grads


@alternative("atualize_parametros")
def in_place(parametros, grads, learning_rate):
    for l in range(len(parametros) // 2):
        parametros["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parametros["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parametros


@alternative("atualize_parametros")
def keys_rebound(parametros, grads, learning_rate):
    for l in range(1, len(parametros) // 2 + 1):
        for nome in (f"W{l}", f"b{l}"):
            parametros[nome] = parametros[nome] - learning_rate * grads["d" + nome]
    return parametros


@alternative("atualize_parametros")
def new_dictionary(parametros, grads, learning_rate):
    passos = {nome: learning_rate * grads["d" + nome] for nome in parametros}
    return {nome: np.subtract(parametros[nome], passos[nome]).tolist() for nome in passos}


@alternative("L_layer_modelo")
def training_with_plots(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    custos = [] if custos is None else custos
    if parametros is None:
        parametros = initialize_parametros(camada_dims)
    parametros = {nome: np.array(valor) for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if i % 100 == 0:
            custos.append(custo(AL, Y).reshape(1, 1))
            print(f"Custo na iteração {i}: {custos[-1]}")
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    import matplotlib.pyplot as plt

    plt.plot(np.squeeze(custos))
    plt.show()
    return parametros


@alternative("L_layer_modelo")
def training_without_helpers(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = dict(parametros or initialize_parametros(camada_dims))
    L = len(camada_dims) - 1
    for i in range(num_iter):
        AL, caches = X, []
        for l in range(1, L + 1):
            A, Z = AL, parametros[f"W{l}"] @ AL + parametros[f"b{l}"]
            AL = np.maximum(Z, 0) if l < L else 1 / (1 + np.exp(-Z))
            caches.append((A, Z))
        if i % 100 == 0 and custos is not None:
            custos.append(-np.mean(np.log(np.where(Y == 1, AL, 1 - AL))))
        dZ = AL - Y
        for l in range(L, 0, -1):
            A, W = caches[l - 1][0], parametros[f"W{l}"]
            dA = W.T @ dZ
            parametros[f"W{l}"] = W - learning_rate * dZ @ A.T / X.shape[1]
            parametros[f"b{l}"] = parametros[f"b{l}"] - learning_rate * dZ.mean(1, keepdims=True)
            if l > 1:
                dZ = np.where(caches[l - 2][1] > 0, dA, 0)
    return parametros


@alternative("vetorize_imagens")
def column_by_column(imagens):
    X = np.empty((imagens[0].size, len(imagens)))
    for i, imagem in enumerate(imagens):
        X[:, i] = imagem.flatten()
    X /= 255.0
    return X


@alternative("vetorize_imagens")
def single_precision_transposed(imagens):
    m, n, _, canais = imagens.shape
    return (imagens.astype(np.float32) / 255).transpose(1, 2, 3, 0).reshape(n * n * canais, m)


@alternative("vetorize_imagens")
def list_of_lists(imagens):
    return [list(linha) for linha in zip(*((i / 255.0).ravel() for i in imagens), strict=True)]
