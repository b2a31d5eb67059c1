"""Consertos certos do lab de depuração que não são o de referência: todos valem a nota cheia.

As demais funções do laboratório são as do notebook em que cada um é posto.
"""
# l é a camada, como no enunciado; sigmoid, linear_forward e as outras vêm do notebook.
# ruff: noqa: E741, F821, RUF007, RUF059, C408, UP031

import numpy as np

from gabarito.checks import alternative

# --- initialize_parameters_deep ----------------------------------------------------------


@alternative("initialize_parameters_deep")
def pairs_of_sizes(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l, (before, n) in enumerate(zip(layer_dims, layer_dims[1:], strict=False), 1):
        parameters["W" + str(l)] = np.random.randn(n, before) / 100
        parameters["b" + str(l)] = np.zeros(shape=(n, 1))
    return parameters


@alternative("initialize_parameters_deep")
def zeros_from_the_weights(layer_dims):
    np.random.seed(3)
    parameters = {}
    l = 1
    while l < len(layer_dims):
        W = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters |= {f"W{l}": W, f"b{l}": 0 * W[:, :1]}
        l += 1
    return parameters


@alternative("initialize_parameters_deep")
def own_generator(layer_dims):
    gerador = np.random.RandomState(3)
    pesos = [gerador.randn(n, a) for a, n in zip(layer_dims[:-1], layer_dims[1:], strict=True)]
    print("camadas:", len(pesos))
    return {f"W{l}": 0.01 * W for l, W in enumerate(pesos, 1)} | {
        f"b{l}": np.zeros((len(W), 1)) for l, W in enumerate(pesos, 1)
    }


@alternative("initialize_parameters_deep")
def standard_normal_reshaped(layer_dims):
    np.random.seed(3)
    parameters = dict()
    for l in range(len(layer_dims) - 1):
        n, before = layer_dims[l + 1], layer_dims[l]
        parameters["W%d" % (l + 1)] = np.random.standard_normal(n * before).reshape(n, -1) * 1e-2
        parameters["b%d" % (l + 1)] = np.array([[0.0]] * n)
    return parameters


@alternative("initialize_parameters_deep")
def biases_first(layer_dims):
    np.random.seed(3)
    L = len(layer_dims) - 1
    parameters = {f"b{l}": np.full((layer_dims[l], 1), 0.0) for l in range(1, L + 1)}
    for l in range(1, L + 1):
        parameters[f"W{l}"] = np.multiply(0.01, np.random.randn(layer_dims[l], layer_dims[l - 1]))
    return parameters


# --- relu --------------------------------------------------------------------------------


@alternative("relu")
def relu_where(Z):
    return np.where(Z > 0, Z, 0.0), Z


@alternative("relu")
def relu_product_with_mask(Z):
    print(Z.shape)
    return Z * (Z > 0), Z


@alternative("relu")
def relu_half_of_the_sum(Z):
    return (Z + np.abs(Z)) / 2, Z


@alternative("relu")
def relu_on_a_copy(Z):
    A = Z.copy()
    A[A < 0] = 0
    return A, Z


@alternative("relu")
def relu_clip_and_copied_cache(Z):
    return np.clip(Z, 0, None), np.array(Z)


# --- relu_backward -----------------------------------------------------------------------


@alternative("relu_backward")
def gate_where(dA, cache):
    return np.where(cache > 0, dA, 0)


@alternative("relu_backward")
def gate_as_product(dA, cache):
    return dA * (cache > 0)


@alternative("relu_backward")
def gate_on_a_copy(dA, cache):
    dZ = dA.copy()
    dZ[~(cache > 0)] = 0.0
    return dZ


@alternative("relu_backward")
def gate_filled_in(dA, cache):
    dZ = np.zeros(cache.shape)
    abertas = cache > 0
    dZ[abertas] = dA[abertas]
    print("abertas:", abertas.sum())
    return dZ


@alternative("relu_backward")
def gate_element_by_element(dA, cache):
    return [
        [d if z > 0 else 0 for d, z in zip(a, b, strict=True)]
        for a, b in zip(dA, cache, strict=True)
    ]


# --- linear_activation_forward -----------------------------------------------------------


@alternative("linear_activation_forward")
def linear_part_before_the_branches(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)
    else:
        A, activation_cache = relu(Z)
    return A, (linear_cache, activation_cache)


@alternative("linear_activation_forward")
def table_of_functions(A_prev, W, b, activation):
    ative = {"relu": relu, "sigmoid": sigmoid}[activation]
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = ative(Z)
    return A, (linear_cache, activation_cache)


@alternative("linear_activation_forward")
def own_formulas(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    A = np.maximum(0, Z) if activation == "relu" else 1 / (1 + np.exp(-Z))
    return A, ((A_prev, W, b), Z)


@alternative("linear_activation_forward")
def early_return_and_lists(A_prev, W, b, activation):
    Z = W @ A_prev + b
    if activation == "relu":
        return relu(Z)[0], [[A_prev, W, b], Z]
    return sigmoid(Z)[0], [[A_prev, W, b], Z]


@alternative("linear_activation_forward")
def tanh_for_the_sigmoid(A_prev, W, b, activation):
    Z, cache = linear_forward(A_prev, W, b)
    print(activation, Z.shape)
    A = (1 + np.tanh(Z / 2)) / 2 if activation == "sigmoid" else Z * (Z > 0)
    return A, (cache, Z)


# --- L_model_forward ---------------------------------------------------------------------


@alternative("L_model_forward")
def one_loop_with_a_choice(X, parameters):
    caches, A = [], X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        activation = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], activation
        )
        caches.append(cache)
    return A, caches


@alternative("L_model_forward")
def while_there_are_layers(X, parameters):
    caches, A, l = [], X, 1
    while f"W{l + 1}" in parameters:
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches += [cache]
        l += 1
    A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "sigmoid")
    return A, [*caches, cache]


@alternative("L_model_forward")
def tuple_of_caches(X, parameters):
    L = sum(name.startswith("W") for name in parameters)
    caches = ()
    A = X
    for l in range(L):
        W, b = parameters["W" + str(l + 1)], parameters["b" + str(l + 1)]
        A, cache = linear_activation_forward(A, W, b, ["relu", "sigmoid"][l == L - 1])
        caches = (*caches, cache)
    return A, caches


@alternative("L_model_forward")
def recursive_layers(X, parameters):
    L = len(parameters) // 2

    def ate(l):
        if l == 0:
            return X, []
        A, caches = ate(l - 1)
        ativacao = "sigmoid" if l == L else "relu"
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], ativacao)
        return A, [*caches, cache]

    return ate(L)


@alternative("L_model_forward")
def by_its_own_formulas(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches.append(((A, W, b), Z))
        A = np.clip(Z, 0, None) if l < L else 1 / (1 + np.exp(-Z))
    print(A.shape)
    return A, caches


# --- compute_cost ------------------------------------------------------------------------


@alternative("compute_cost")
def mean_of_the_losses(AL, Y):
    return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


@alternative("compute_cost")
def probability_of_the_right_answer(AL, Y):
    return -np.log(np.where(Y == 1, AL, 1 - AL)).sum() / Y.size


@alternative("compute_cost")
def matrix_products(AL, Y):
    m = AL.shape[1]
    return -(np.log(AL) @ Y.T + np.log(1 - AL) @ (1 - Y).T) / m


@alternative("compute_cost")
def example_by_example_cost(AL, Y):
    total = 0.0
    for a, y in zip(AL[0], Y[0], strict=True):
        total -= np.log(a) if y else np.log(1 - a)
    print(total)
    return total / len(AL[0])


@alternative("compute_cost")
def mean_over_one_row(AL, Y):
    perdas = np.multiply(Y, np.log(AL)) + np.multiply(1 - Y, np.log(1 - AL))
    return np.squeeze(-np.average(perdas, axis=1) / Y.shape[0])


# --- linear_backward ---------------------------------------------------------------------


@alternative("linear_backward")
def means_of_numpy(dZ, cache):
    A_prev, W, b = cache
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / dZ.shape[1], dZ.mean(axis=1, keepdims=True)


@alternative("linear_backward")
def m_divides_first(dZ, cache):
    A_prev, W, _ = cache
    media = dZ / A_prev.shape[1]
    return W.T @ dZ, media @ A_prev.T, media.sum(axis=1).reshape(-1, 1)


@alternative("linear_backward")
def einsum_of_gradients(dZ, cache):
    m = cache[0].shape[1]
    dW = np.einsum("im,jm->ij", dZ, cache[0]) / m
    db = np.einsum("im->i", dZ)[:, None] / m
    return np.einsum("ij,im->jm", cache[1], dZ), dW, db


@alternative("linear_backward")
def bias_as_a_column_of_ones(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    db = dZ @ np.ones((m, 1)) / m
    print(db.shape)
    return W.T @ dZ, (A_prev @ dZ.T).T / m, db


@alternative("linear_backward")
def sum_over_examples(dZ, cache):
    A_prev, W, b = cache
    m = len(A_prev[0])
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i]) / m
        db += dZ[:, i : i + 1] / m
    return W.T @ dZ, dW, db


# --- linear_activation_backward ----------------------------------------------------------


@alternative("linear_activation_backward")
def return_in_each_branch(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        return linear_backward(relu_backward(dA, activation_cache), linear_cache)
    return linear_backward(sigmoid_backward(dA, activation_cache), linear_cache)


@alternative("linear_activation_backward")
def linear_part_after_the_branches(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    elif activation == "relu":
        dZ = relu_backward(dA, activation_cache)
    dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db


@alternative("linear_activation_backward")
def table_of_derivatives(dA, cache, activation):
    volte = {"sigmoid": sigmoid_backward, "relu": relu_backward}[activation]
    return linear_backward(volte(dA, cache[1]), cache[0])


@alternative("linear_activation_backward")
def list_of_results(dA, cache, activation):
    (A_prev, W, b), Z = cache
    s = 1 / (1 + np.exp(-Z))
    dZ = dA * (s * (1 - s) if activation == "sigmoid" else Z > 0)
    m = A_prev.shape[1]
    return [W.T @ dZ, dZ @ A_prev.T / m, np.mean(dZ, axis=1, keepdims=True)]


@alternative("linear_activation_backward")
def derivative_from_the_activation(dA, cache, activation):
    linear_cache, Z = cache
    if activation == "sigmoid":
        A, _ = sigmoid(Z)
        derivada = A - A**2
    else:
        derivada = np.heaviside(Z, 0)
    print(derivada.shape)
    return linear_backward(np.multiply(dA, derivada), linear_cache)


# --- L_model_backward --------------------------------------------------------------------


@alternative("L_model_backward")
def one_loop_from_the_end(AL, Y, caches):
    L, grads = len(caches), {}
    Y = Y.reshape(AL.shape)
    dA = -(Y / AL) + (1 - Y) / (1 - AL)
    for l in range(L, 0, -1):
        ativacao = "sigmoid" if l == L else "relu"
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_activation_backward(
            dA, caches[l - 1], ativacao
        )
        grads[f"dA{l - 1}"] = dA
    return grads


@alternative("L_model_backward")
def reversed_caches(AL, Y, caches):
    Y = np.ravel(Y)[None]
    dA = (AL - Y) / (AL * (1 - AL))
    grads = {f"dA{len(caches)}": dA}
    for l, cache in reversed([*enumerate(caches, 1)]):
        dA, dW, db = linear_activation_backward(
            grads[f"dA{l}"], cache, "relu" if l < len(caches) else "sigmoid"
        )
        grads |= {f"dW{l}": dW, f"db{l}": db, f"dA{l - 1}": dA}
    print(sorted(grads))
    return grads


@alternative("L_model_backward")
def only_the_asked_keys(AL, Y, caches):
    grads = {}
    L = len(caches)
    Y = np.reshape(Y, (1, -1))
    dAL = np.where(Y == 1, -1 / AL, 1 / (1 - AL))
    dA, grads["dW" + str(L)], grads["db" + str(L)] = linear_activation_backward(
        dAL, caches[-1], "sigmoid"
    )
    for l in reversed(range(1, L)):
        grads["dA" + str(l)] = dA
        dA, grads["dW" + str(l)], grads["db" + str(l)] = linear_activation_backward(
            dA, caches[l - 1], "relu"
        )
    return grads


@alternative("L_model_backward")
def straight_to_dZ(AL, Y, caches):
    """A saída vem da sigmoide do último Z, e por isso dZ = AL − Y."""
    m = AL.shape[1]
    dZ = AL - Y.reshape(1, m)
    grads = {}
    for l in range(len(caches), 0, -1):
        A_prev, W, b = caches[l - 1][0]
        grads[f"dW{l}"] = dZ @ A_prev.T / m
        grads[f"db{l}"] = dZ.mean(axis=1, keepdims=True)
        grads[f"dA{l - 1}"] = W.T @ dZ
        if l > 1:
            dZ = grads[f"dA{l - 1}"] * (caches[l - 2][1] > 0)
    return grads


@alternative("L_model_backward")
def last_layer_by_linear_backward(AL, Y, caches):
    grads, L = {}, len(caches)
    Y = Y.reshape(-1)
    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA, dW, db = linear_backward(sigmoid_backward(dAL, caches[-1][1]), caches[-1][0])
    grads.update({f"dA{L - 1}": dA, f"dW{L}": dW, f"db{L}": db})
    l = L - 1
    while l > 0:
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation="relu")
        grads.update({f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db})
        l -= 1
    return grads


# --- update_parameters -------------------------------------------------------------------


@alternative("update_parameters")
def one_entry_for_each_key(params, grads, learning_rate):
    return {name: value - learning_rate * grads["d" + name] for name, value in params.items()}


@alternative("update_parameters")
def loop_from_zero(params, grads, learning_rate):
    parameters = {}
    for l in range(len(params) // 2):
        W, b = "W" + str(l + 1), "b" + str(l + 1)
        parameters[W] = params[W] - learning_rate * grads["d" + W]
        parameters[b] = params[b] - learning_rate * grads["d" + b]
    return parameters


@alternative("update_parameters")
def in_place_on_copies(params, grads, learning_rate):
    parameters = {name: value.copy() for name, value in params.items()}
    for name in parameters:
        parameters[name] -= learning_rate * grads[f"d{name}"]
    print(len(parameters))
    return parameters


@alternative("update_parameters")
def shallow_copy_new_arrays(params, grads, learning_rate):
    parameters = dict(params)
    L = int(len(parameters) / 2)
    for l in range(L, 0, -1):
        for letra in ("W", "b"):
            parameters[f"{letra}{l}"] = parameters[f"{letra}{l}"] - np.multiply(
                learning_rate, grads[f"d{letra}{l}"]
            )
    return parameters


@alternative("update_parameters")
def until_there_is_no_layer(params, grads, learning_rate):
    parameters, l = {}, 1
    while "W" + str(l) in params:
        for nome in (f"W{l}", f"b{l}"):
            parameters[nome] = np.add(params[nome], -learning_rate * grads["d" + nome])
        l += 1
    return parameters
