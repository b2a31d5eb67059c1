"""Respostas certas do laboratório 3 que não são a de referência: todas valem a nota cheia.

As demais funções do laboratório são as do notebook em que cada uma é posta, e l é a camada,
como no enunciado.
"""
# ruff: noqa: E741, F821

import math

import numpy as np

from gabarito.checks import alternative


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


@alternative("initialize_parametros")
def pairs_of_sizes(camadas_dims):
    from itertools import pairwise

    np.random.seed(3)
    parametros = {}
    for camada, (entradas, neuronios) in enumerate(pairwise(camadas_dims), start=1):
        sorteados = np.random.randn(neuronios * entradas)
        parametros[f"W{camada}"] = 0.01 * sorteados.reshape(neuronios, entradas)
        parametros[f"b{camada}"] = np.full((neuronios, 1), 0.0)
    return parametros


@alternative("initialize_parametros")
def while_loop_scaled_in_place(camadas_dims):
    np.random.seed(3)
    parametros, l = {}, 1
    while l < len(camadas_dims):
        W = np.random.randn(camadas_dims[l], camadas_dims[l - 1])
        W *= 1e-2
        parametros.update({"W" + str(l): W, "b" + str(l): 0 * W[:, :1]})
        l += 1
    return parametros


@alternative("initialize_parametros")
def one_number_at_a_time(camadas_dims):
    import random

    random.seed(0)
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        W = np.empty((camadas_dims[l], camadas_dims[l - 1]))
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                W[i, j] = np.random.randn() * 0.01
        parametros[f"W{l}"], parametros[f"b{l}"] = W, np.zeros([camadas_dims[l], 1])
        print("camada", l, W.shape)
    return parametros


@alternative("initialize_parametros")
def single_precision_weights(camadas_dims):
    np.random.seed(3)
    saida = {}
    for l in range(len(camadas_dims) - 1):
        W = np.random.randn(camadas_dims[l + 1], camadas_dims[l]) * 0.01
        saida[f"W{l + 1}"] = W.astype(np.float32)
        saida[f"b{l + 1}"] = np.zeros_like(W.sum(axis=1, keepdims=True))
    return saida


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


@alternative("linear_forward")
def einsum_and_named_tuple(A, W, b):
    from collections import namedtuple

    Cache = namedtuple("Cache", "A W b")
    Z = np.einsum("ne,em->nm", W, A)
    Z = np.add(Z, np.repeat(b, A.shape[1], axis=1))
    return Z, Cache(A, W, b)


@alternative("linear_forward")
def bias_as_one_more_weight(A, W, b):
    uns = np.ones((1, A.shape[1]))
    Z = np.hstack([W, b]) @ np.vstack([A, uns])
    cache = A, W, b
    return Z, cache


@alternative("linear_forward")
def one_example_at_a_time(A, W, b):
    n, m = W.shape[0], A.shape[1]
    Z = np.zeros((n, m))
    for i in range(m):
        Z[:, i] = W.dot(A[:, i]) + b.ravel()
    print("Z:", Z)
    return Z, (A, W, b)


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


@alternative("linear_ativacao_forward")
def dictionary_of_functions(A_prev, W, b, ativacao):
    funcoes = {"sigmoid": sigmoid, "relu": relu}
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, ativacao_cache = funcoes[ativacao](Z)
    return A, (linear_cache, ativacao_cache)


@alternative("linear_ativacao_forward")
def early_return_and_mask(A_prev, W, b, ativacao):
    Z = np.add(np.matmul(W, A_prev), b)
    cache = ((A_prev, W, b), Z.copy())
    if ativacao == "sigmoid":
        return np.reciprocal(1 + np.exp(-Z)), cache
    A = np.copy(Z)
    A[A < 0] = 0
    return A, cache


@alternative("linear_ativacao_forward")
def number_by_number(A_prev, W, b, ativacao):
    Z = linear_forward(A_prev, W, b)[0]
    A = np.zeros(Z.shape)
    for i, linha in enumerate(Z):
        for j, z in enumerate(linha):
            A[i, j] = 1 / (1 + math.exp(-z)) if ativacao == "sigmoid" else max(0, z)
    print(ativacao, A)
    return A, ((A_prev, W, b), Z)


@alternative("linear_ativacao_forward")
def sigmoid_without_overflow(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if ativacao == "relu":
        A = np.fmax(Z, 0.0)
    else:
        e = np.exp(-np.abs(Z))
        A = np.where(Z >= 0, 1, e) / (1 + e)
    return [A, [linear_cache, Z]]


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


@alternative("L_modelo_forward")
def recursion_over_the_layers(X, parametros):
    L = len(parametros) // 2

    def da_camada(l, A):
        nome = "sigmoid" if l == L else "relu"
        A, cache = linear_ativacao_forward(A, parametros[f"W{l}"], parametros[f"b{l}"], nome)
        if l == L:
            return A, [cache]
        AL, seguintes = da_camada(l + 1, A)
        return AL, [cache, *seguintes]

    return da_camada(1, X)


@alternative("L_modelo_forward")
def all_activations_kept(X, parametros):
    L = sum(nome.startswith("W") for nome in parametros)
    ativacoes, caches = [X], []
    for l, nome in enumerate(["relu"] * (L - 1) + ["sigmoid"], start=1):
        W, b = parametros.get("W" + str(l)), parametros.get("b" + str(l))
        saida = linear_ativacao_forward(ativacoes[-1], W, b, ativacao=nome)
        ativacoes.append(saida[0])
        caches += [saida[1]]
    return ativacoes[-1], caches


@alternative("L_modelo_forward")
def linear_and_activation_apart(X, parametros):
    caches = {}
    A = X.copy()
    ultima = max(int(nome[1:]) for nome in parametros)
    for l in range(1, ultima):
        Z, linear_cache = linear_forward(A, parametros[f"W{l}"], parametros[f"b{l}"])
        A, Z = relu(Z)
        caches[l] = (linear_cache, Z)
    Z, linear_cache = linear_forward(A, parametros[f"W{ultima}"], parametros[f"b{ultima}"])
    AL, _ = sigmoid(Z)
    caches[ultima] = (linear_cache, Z)
    return AL, list(caches.values())


@alternative("L_modelo_forward")
def output_in_single_precision(X, parametros):
    caches, A = [], X
    for l in range(len(parametros) // 2 - 1):
        Z = np.einsum("ij,jm->im", parametros[f"W{l + 1}"], A) + parametros[f"b{l + 1}"]
        caches.insert(l, ((A, parametros[f"W{l + 1}"], parametros[f"b{l + 1}"]), Z))
        A = Z * (Z > 0)
    l = len(caches) + 1
    W, b = parametros[f"W{l}"], parametros[f"b{l}"]
    AL, cache = linear_ativacao_forward(A, W, b, "sigmoid")
    return np.asarray(AL, dtype=np.float32), [*caches, cache]


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


@alternative("custo")
def logarithm_of_the_right_class(AL, Y):
    certa = np.where(Y == 1, AL, 1 - AL)
    return np.mean(-np.log(certa))


@alternative("custo")
def from_the_logits(AL, Y):
    z = np.log(AL) - np.log1p(-AL)
    return np.mean(np.logaddexp(0, z) - Y * z).item()


@alternative("custo")
def masks_of_each_label(AL, Y):
    a, y = np.ravel(AL), np.ravel(Y)
    positivos, negativos = a[y == 1], a[y == 0]
    print(positivos.size, "positivos e", negativos.size, "negativos")
    soma = -np.log(positivos).sum() - np.log(1 - negativos).sum()
    return np.array([[soma / len(a)]])


@alternative("custo")
def einsum_of_two_terms(AL, Y):
    m = AL.shape[1]
    positivos = np.einsum("ij,ij->", Y, np.log(AL))
    negativos = np.einsum("ij,ij->", 1 - Y, np.log(1 - AL))
    return np.squeeze(-(positivos + negativos) / m)


@alternative("custo")
def likelihood_as_a_power(AL, Y):
    return sum(-math.log(a**y * (1 - a) ** (1 - y)) for a, y in zip(AL.flat, Y.flat)) / Y.shape[1]  # noqa: B905


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


@alternative("linear_backward")
def average_of_outer_products(dZ, cache):
    A_prev, W = cache[0], cache[1]
    cada_dW = dZ.T[:, :, np.newaxis] * A_prev.T[:, np.newaxis, :]
    db = np.array([np.average(dZ, axis=1)]).T
    return np.tensordot(W, dZ, axes=(0, 0)), cada_dW.mean(axis=0), db


@alternative("linear_backward")
def gradient_divided_first(dZ, cache):
    A_prev, W, b = cache
    media = dZ / dZ.shape[1]
    dW = media @ A_prev.T
    db = media @ np.ones((dZ.shape[1], 1))
    assert dW.shape == W.shape
    assert db.shape == b.shape
    dA_prev = W.T @ dZ
    return dA_prev, dW, db


@alternative("linear_backward")
def three_nested_loops(dZ, cache):
    A_prev, W, b = cache
    (n, m), entradas = dZ.shape, A_prev.shape[0]
    dA_prev, dW, db = np.zeros_like(A_prev), np.zeros_like(W), np.zeros_like(b)
    for i in range(n):
        for k in range(m):
            db[i, 0] += dZ[i, k]
            for j in range(entradas):
                dW[i, j] += dZ[i, k] * A_prev[j, k]
                dA_prev[j, k] += W[i, j] * dZ[i, k]
    dW /= m
    db /= m
    print(dA_prev, dW, db)
    return dA_prev, dW, db


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


@alternative("linear_ativacao_backward")
def where_and_the_given_helpers(dA, cache, ativacao):
    linear_cache, Z = cache
    if ativacao == "sigmoid":
        s = sigmoid(Z)[0]
        return linear_backward(np.multiply(dA, s - s**2), linear_cache)
    return linear_backward(np.where(Z > 0, dA, 0.0), linear_cache)


@alternative("linear_ativacao_backward")
def dictionary_of_derivatives(dA, cache, ativacao):
    funcoes = {"relu": relu_backward, "sigmoid": sigmoid_backward}
    dZ = funcoes[ativacao](dA.copy(), cache[1].copy())
    (A_prev, W, _), m = cache[0], dA.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.mean(axis=1, keepdims=True)


@alternative("linear_ativacao_backward")
def derivative_by_hyperbolic_tangent(dA, cache, ativacao):
    linear_cache, Z = cache
    derivada = (1 - np.tanh(Z / 2) ** 2) / 4 if ativacao == "sigmoid" else np.heaviside(Z, 0)
    return list(linear_backward(dA * derivada, linear_cache))


@alternative("linear_ativacao_backward")
def example_by_example(dA, cache, ativacao):
    (A_prev, W, b), Z = cache
    m = Z.shape[1]
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros(b.shape)
    for k in range(m):
        dz = dA[:, [k]].copy()
        for i in range(len(dz)):
            s = 1 / (1 + math.exp(-Z[i, k]))
            if ativacao == "relu":
                dz[i] = dz[i] if Z[i, k] > 0 else 0
            else:
                dz[i] = dz[i] * s * (1 - s)
        dA_prev[:, [k]] = W.T @ dz
        dW, db = dW + dz @ A_prev[:, [k]].T / m, db + dz / m
    return dA_prev, dW, db


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


@alternative("L_modelo_backward")
def fraction_of_the_derivative(AL, Y, caches):
    L, grads = len(caches), {}
    dA = np.divide(1 - Y, 1 - AL) - np.divide(Y, AL)
    ativacoes = ["relu"] * (L - 1) + ["sigmoid"]
    while L > 0:
        dA, dW, db = linear_ativacao_backward(dA, caches[L - 1], ativacoes[L - 1])
        grads.update({f"dA{L - 1}": dA, f"dW{L}": dW, f"db{L}": db})
        L -= 1
    return grads


@alternative("L_modelo_backward")
def recursion_from_the_output(AL, Y, caches):
    def desde(l, dA):
        nome = "sigmoid" if l == len(caches) else "relu"
        dA, dW, db = linear_ativacao_backward(dA, caches[l - 1], nome)
        daqui = {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
        return daqui if l == 1 else {**desde(l - 1, dA), **daqui}

    return desde(len(caches), (1 - Y) / (1 - AL) - Y / AL)


@alternative("L_modelo_backward")
def without_the_other_functions(AL, Y, caches):
    grads, L, m = {}, len(caches), AL.shape[1]
    dA = -(Y / AL) + (1 - Y) / (1 - AL)
    for l in range(L, 0, -1):
        (A_prev, W, _), Z = caches[l - 1]
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s) if l == L else dA * (Z > 0)
        grads["dW" + str(l)] = np.einsum("im,jm->ij", dZ, A_prev) / m
        grads["db" + str(l)] = np.mean(dZ, axis=1).reshape(-1, 1)
        dA = np.matmul(W.T, dZ)
        grads["dA" + str(l - 1)] = dA
    return grads


@alternative("L_modelo_backward")
def helpers_one_by_one(AL, Y, caches):
    L = len(caches)
    dAL = np.array([[-1 / a if y == 1 else 1 / (1 - a) for a, y in zip(AL[0], Y[0])]])  # noqa: B905
    linear_cache, Z = caches[-1]
    dA, dW, db = linear_backward(sigmoid_backward(dAL, Z), linear_cache)
    grads = {"dA" + str(L - 1): dA, "dW" + str(L): dW, "db" + str(L): db}
    print(grads.keys())
    for l in range(L - 2, -1, -1):
        linear_cache, Z = caches[l]
        dZ = relu_backward(grads[f"dA{l + 1}"], Z)
        grads[f"dA{l}"], grads[f"dW{l + 1}"], grads[f"db{l + 1}"] = linear_backward(
            dZ, linear_cache
        )
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


@alternative("atualize_parametros")
def sum_of_the_negative_step(parametros, grads, learning_rate):
    for camada in range(len(parametros) // 2, 0, -1):
        for letra in "Wb":
            nome = letra + str(camada)
            passo = np.multiply(-learning_rate, grads["d" + nome])
            parametros.update({nome: parametros[nome] + passo})
            print(nome, passo)
    return parametros


@alternative("atualize_parametros")
def copies_and_counted_weights(parametros, grads, learning_rate):
    novos = {nome: valor.copy() for nome, valor in parametros.items()}
    l = 1
    while "W" + str(l) in novos:
        novos["W" + str(l)] -= grads["dW" + str(l)] * learning_rate
        novos["b" + str(l)] -= grads["db" + str(l)] * learning_rate
        l += 1
    return novos


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


@alternative("L_layer_modelo")
def while_loop_with_prints(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = dict(initialize_parametros(camada_dims) if parametros is None else parametros)
    i = 0
    while i < num_iter:
        AL, caches = L_modelo_forward(X, parametros)
        J = custo(AL, Y)
        if i % 100 == 0:
            if custos is not None:
                custos.append(float(J))
            if print_custo:
                print(f"Custo na iteração {i}: {J:.6f}")
        grads = L_modelo_backward(AL, Y, caches)
        for nome in list(parametros):
            parametros[nome] = parametros[nome] - learning_rate * grads["d" + nome]
        i += 1
    return parametros


@alternative("L_layer_modelo")
def deep_copy_and_extend(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    import copy

    atuais = initialize_parametros(camada_dims) if parametros is None else copy.deepcopy(parametros)
    anotados = []
    while len(anotados) < num_iter:
        AL, caches = L_modelo_forward(X, atuais)
        anotados.append(custo(AL, Y))
        atuais = atualize_parametros(atuais, L_modelo_backward(AL, Y, caches), learning_rate)
    if custos is not None:
        custos.extend(anotados[::100])
    return atuais


@alternative("L_layer_modelo")
def blocks_of_one_hundred(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    lista = custos if custos is not None else []
    fonte = parametros if parametros is not None else initialize_parametros(camada_dims)
    p = {nome: valor + 0.0 for nome, valor in fonte.items()}
    for inicio in range(0, num_iter, 100):
        lista.append(custo(L_modelo_forward(X, p)[0], Y))
        for _ in range(min(100, num_iter - inicio)):
            AL, caches = L_modelo_forward(X, p)
            p = atualize_parametros(p, L_modelo_backward(AL, Y, caches), learning_rate)
    return p


@alternative("L_layer_modelo")
def early_return_of_zero_iterations(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    L = len(camada_dims) - 1
    if parametros is None:
        parametros = initialize_parametros(camada_dims)
    Ws = [np.array(parametros[f"W{l}"]) for l in range(1, L + 1)]
    bs = [np.array(parametros[f"b{l}"]) for l in range(1, L + 1)]
    for i in range(num_iter):
        A = [X]
        for W, b in zip(Ws[:-1], bs[:-1], strict=True):
            A.append(np.maximum(W @ A[-1] + b, 0))
        AL = np.exp(-np.logaddexp(0, -(Ws[-1] @ A[-1] + bs[-1])))
        if custos is not None and not i % 100:
            custos.append([[custo(AL, Y)]])
        dZ = (AL - Y) / Y.size
        for l in reversed(range(L)):
            anterior = (Ws[l].T @ dZ) * (A[l] > 0)
            Ws[l] -= learning_rate * np.einsum("im,jm->ij", dZ, A[l])
            bs[l] -= learning_rate * dZ.sum(axis=1, keepdims=True)
            dZ = anterior
    return {f"W{l + 1}": W for l, W in enumerate(Ws)} | {f"b{l + 1}": b for l, b in enumerate(bs)}


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


@alternative("vetorize_imagens")
def stacked_columns(imagens):
    colunas = [np.ravel(imagem) * (1 / 255) for imagem in imagens]
    return np.stack(colunas, axis=1)


@alternative("vetorize_imagens")
def moved_axis_and_one_reshape(imagens):
    m = len(imagens)
    print("imagens:", imagens.shape)
    return np.true_divide(np.moveaxis(imagens, 0, -1).reshape(-1, m), 255)


@alternative("vetorize_imagens")
def position_by_formula(imagens):
    m, n, _, canais = imagens.shape
    X = np.zeros((n * n * canais, m))
    for i in range(n):
        for j in range(n):
            for c in range(canais):
                X[(n * i + j) * canais + c] = imagens[:, i, j, c] / 255
    return X


@alternative("vetorize_imagens")
def einsum_of_the_transposition(imagens):
    quantas, *resto = imagens.shape
    linhas = imagens.astype(float).reshape(quantas, math.prod(resto))
    linhas /= np.iinfo(imagens.dtype).max
    return np.einsum("ij->ji", linhas)
