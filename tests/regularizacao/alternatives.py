"""Respostas certas do lab de regularização que não são a de referência: todas valem a nota cheia.

As demais funções do laboratório são as do notebook em que cada uma é posta.
"""
# Um estudante desempacota o cache inteiro, use ou não cada nome.
# ruff: noqa: F821, RUF059, SIM300

import numpy as np

from gabarito.checks import alternative


@alternative("compute_cost_with_regularization")
def one_vector_of_all_weights(A3, Y, parameters, lambd):
    todos = np.concatenate([W.ravel() for nome, W in parameters.items() if nome[0] == "W"])
    print("pesos:", todos.size)
    return compute_cost(A3, Y) + 0.5 * lambd * (todos @ todos) / Y.shape[1]


@alternative("compute_cost_with_regularization")
def weight_by_weight(A3, Y, parameters, lambd):
    penalidade = 0.0
    for nome, valor in parameters.items():
        if not nome.startswith("W"):
            continue
        for linha in valor:
            for w in linha:
                penalidade += lambd * w**2 / (2 * Y.size)
    return float(compute_cost(A3, Y)) + float(penalidade)


@alternative("compute_cost_with_regularization")
def own_cross_entropy_in_single_precision(A3, Y, parameters, lambd):
    A3, Y = A3.astype(np.float32), Y.astype(np.float32)
    perdas = -(np.dot(Y, np.log(A3).T) + np.dot(1 - Y, np.log(1 - A3).T))
    L = len(parameters) // 2
    quadrados = sum(np.linalg.norm(parameters[f"W{n}"]) ** 2 for n in range(1, L + 1))
    return (perdas + lambd / 2 * quadrados) / Y.shape[1]


@alternative("compute_cost_with_regularization")
def early_return(A3, Y, parameters, lambd):
    if lambd == 0:
        return compute_cost(A3, Y)
    tracos = [np.trace(W.T @ W) for nome, W in parameters.items() if "W" in nome]
    return np.array([[compute_cost(A3, Y) + lambd / (2 * A3.shape[1]) * sum(tracos)]])


@alternative("compute_cost_with_regularization")
def einsum_and_probability_of_the_right_class(A3, Y, parameters, lambd):
    n_exemplos = len(A3[0])
    da_classe_certa = np.abs(1 - Y - A3)
    cost = -np.log(da_classe_certa).mean()
    for camada in range(len(parameters) // 2, 0, -1):
        W = parameters["W" + str(camada)]
        cost += np.einsum("ij,ij->", W, W) * lambd / n_exemplos / 2
    return cost


@alternative("compute_cost_with_regularization")
def squared_singular_values(A3, Y, parameters, lambd):
    perdas = [-np.log(a) if y == 1 else -np.log1p(-a) for a, y in zip(A3[0], Y[0], strict=True)]
    pesos = [valor for nome, valor in parameters.items() if nome.startswith("W")]
    valores = [np.linalg.svd(W, compute_uv=False) for W in pesos]
    penalidade = np.square(np.sqrt(lambd / 2) * np.hstack(valores)).sum()
    return [(sum(perdas) + penalidade) / len(perdas)]


@alternative("backward_propagation_with_regularization")
def penalty_added_afterwards(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada in (1, 2, 3):
        W = cache[4 * camada - 2]
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + W * lambd / X.shape[1]
    return gradients


@alternative("backward_propagation_with_regularization")
def example_by_example(X, Y, cache, lambd):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = Y.size
    grads = {f"dW{c}": lambd / m * W for c, W in ((1, W1), (2, W2), (3, W3))}
    grads |= {f"db{c}": np.zeros(b.shape) for c, b in ((1, b1), (2, b2), (3, b3))}
    for i in range(m):
        dz3 = A3[:, i] - Y[:, i]
        dz2 = (W3.T @ dz3) * (Z2[:, i] > 0)
        dz1 = (W2.T @ dz2) * (Z1[:, i] > 0)
        for camada, dz, a in ((3, dz3, A2[:, i]), (2, dz2, A1[:, i]), (1, dz1, X[:, i])):
            grads[f"dW{camada}"] = grads[f"dW{camada}"] + np.outer(dz, a) / m
            grads[f"db{camada}"][:, 0] += dz / m
    return grads


@alternative("backward_propagation_with_regularization")
def einsum_in_single_precision(X, Y, cache, lambd):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = (v.astype(np.float32) for v in cache)
    m = X.shape[1]
    dZ3 = A3 - Y
    dZ2 = np.where(Z2 > 0, W3.T @ dZ3, 0)
    dZ1 = np.where(Z1 > 0, W2.T @ dZ2, 0)
    print(dZ1.shape)
    return {
        **{"dW3": (np.einsum("im,jm->ij", dZ3, A2) + lambd * W3) / m, "db3": [dZ3.mean(axis=1)]},
        **{"dW2": (np.einsum("im,jm->ij", dZ2, A1) + lambd * W2) / m},
        **{"dW1": (np.einsum("im,jm->ij", dZ1, X) + lambd * W1) / m},
        **{"db2": dZ2.mean(axis=1, keepdims=True), "db1": dZ1.mean(axis=1)[:, None].tolist()},
    }


@alternative("backward_propagation_with_regularization")
def bias_as_one_more_column(X, Y, cache, lambd):
    """Pesos e viés em uma matriz só, com uma linha de uns a mais nas ativações."""
    uns = np.ones((1, X.shape[1]))
    dZ = cache[9] - Y
    grads = {}
    for camada, A in ((3, cache[5]), (2, cache[1]), (1, X)):
        W = cache[4 * camada - 2]
        junto = dZ @ np.vstack([A, uns]).T + lambd * np.hstack([W, np.zeros((len(W), 1))])
        grads[f"dW{camada}"], grads[f"db{camada}"] = np.split(junto / A.shape[1], [-1], axis=1)
        dZ = np.matmul(W.T, dZ) * np.sign(A)
    return grads


@alternative("backward_propagation_with_regularization")
def recursive_from_the_pre_activations(X, Y, cache, lambd):
    Zs, pesos = cache[0::4], cache[2::4]
    m = len(Y[0])

    def desca(camada, dZ):
        A = X if camada == 0 else np.maximum(Zs[camada - 1], 0)
        grads = {
            f"dW{camada + 1}": np.tensordot(dZ, A, axes=(1, 1)) / m + lambd * pesos[camada] / m,
            f"db{camada + 1}": dZ.sum(1).reshape(-1, 1) / m,
        }
        if camada == 0:
            return grads
        return desca(camada - 1, np.heaviside(Zs[camada - 1], 0) * (pesos[camada].T @ dZ)) | grads

    return desca(2, 1 / (1 + np.exp(-Zs[2])) - Y)


@alternative("backward_propagation_with_regularization")
def plain_lists(X, Y, cache, lambd):
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = (valor.tolist() for valor in cache)
    m = len(X[0])

    def penalizado(dZ, A, W):
        return [
            [
                (sum(map(float.__mul__, dz, a)) + lambd * w) / m
                for a, w in zip(A, linha, strict=True)
            ]
            for dz, linha in zip(dZ, W, strict=True)
        ]

    def desca(W, dZ, Z):
        return [
            [
                sum(W[k][j] * dZ[k][i] for k in range(len(W))) if Z[j][i] > 0 else 0.0
                for i in range(m)
            ]
            for j in range(len(Z))
        ]

    dZ3 = [[a - float(y) for a, y in zip(A3[0], Y[0], strict=True)]]
    dZ2 = desca(W3, dZ3, Z2)
    dZ1 = desca(W2, dZ2, Z1)
    return {
        **{"dW3": penalizado(dZ3, A2, W3), "db3": [[sum(dz) / m] for dz in dZ3]},
        **{"dW2": penalizado(dZ2, A1, W2), "db2": [[sum(dz) / m] for dz in dZ2]},
        **{"dW1": penalizado(dZ1, X.tolist(), W1), "db1": [[sum(dz) / m] for dz in dZ1]},
    }


@alternative("forward_propagation_with_dropout")
def four_steps_of_the_classic_statement(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])
    D1 = (D1 < keep_prob).astype(int)
    A1 = np.multiply(A1, D1)
    A1 /= keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1])
    D2 = (D2 < keep_prob).astype(int)
    A2 = np.multiply(A2, D2)
    A2 /= keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    print("A3 =", A3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@alternative("forward_propagation_with_dropout")
def masks_drawn_first_by_own_generator(X, parameters, keep_prob=0.5):
    gerador = np.random.RandomState(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    m = X.shape[1]
    D1, D2 = (gerador.random_sample((len(W), m)) < keep_prob for W in (W1, W2))
    Z1 = W1 @ X + b1
    A1 = np.where(D1 & (Z1 > 0), Z1 / keep_prob, 0.0)
    Z2 = W2 @ A1 + b2
    A2 = np.where(D2 & (Z2 > 0), Z2 / keep_prob, 0.0)
    Z3 = W3 @ A2 + b3
    A3 = 1 / (1 + np.exp(-Z3))
    return [A3, [Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3]]


@alternative("forward_propagation_with_dropout")
def zeroed_by_index_with_uniform_draws(X, parameters, keep_prob=0.5):
    import warnings

    warnings.warn("um aviso qualquer", stacklevel=1)
    np.random.seed(1)
    cache, A = [], X
    for camada in (1, 2):
        W, b = parameters[f"W{camada}"], parameters[f"b{camada}"]
        Z = W.dot(A) + b
        A = np.maximum(Z, 0) / keep_prob
        D = np.ones(A.shape)
        D[np.random.uniform(size=A.shape) >= keep_prob] = 0
        A[D == 0] = 0
        cache += [Z, D, A, W, b]
    Z3 = parameters["W3"].dot(A) + parameters["b3"]
    A3 = sigmoid(Z3)
    return A3, (*cache, Z3, A3, parameters["W3"], parameters["b3"])


@alternative("forward_propagation_with_dropout")
def early_return_and_stable_sigmoid(X, parameters, keep_prob=0.5):
    if keep_prob == 1:
        A3, (Z1, A1, W1, b1, Z2, A2, *resto) = forward_propagation(X, parameters)
        D1, D2 = np.ones_like(A1), np.ones_like(A2)
        return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, *resto)
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.einsum("ij,jm->im", W1, X) + b1
    D1 = np.less(np.random.random_sample(Z1.shape), keep_prob)
    A1 = np.einsum("im,im->im", np.clip(Z1, 0, None), D1 * (1.0 / keep_prob))
    Z2 = np.einsum("ij,jm->im", W2, A1) + b2
    D2 = np.less(np.random.random_sample(Z2.shape), keep_prob)
    A2 = np.einsum("im,im->im", np.clip(Z2, 0, None), D2 * (1.0 / keep_prob))
    Z3 = np.einsum("ij,jm->im", W3, A2) + b3
    A3 = np.exp(-np.logaddexp(0, -Z3))
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@alternative("forward_propagation_with_dropout")
def inner_function_in_place_on_its_own_arrays(X, parameters, keep_prob=0.5):
    np.random.seed(1)

    def oculta(entrada, W, b):
        Z = W @ entrada
        Z += b
        ativacao = relu(Z)
        sorteados = np.random.rand(*ativacao.shape)
        mantidos = ~(sorteados >= keep_prob)
        ativacao[~mantidos] = 0
        ativacao /= keep_prob
        return Z, mantidos, ativacao, W, b

    camada_1 = oculta(X, parameters["W1"], parameters["b1"])
    camada_2 = oculta(camada_1[2], parameters["W2"], parameters["b2"])
    Z = parameters["W3"] @ camada_2[2] + parameters["b3"]
    A = sigmoid(Z)
    return A, camada_1 + camada_2 + (Z, A, parameters["W3"], parameters["b3"])


@alternative("forward_propagation_with_dropout")
def example_by_example_with_list_masks(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    m = X.shape[1]
    cache, A = [], X
    for camada in "12":
        W, b = parameters["W" + camada].copy(), parameters["b" + camada].copy()
        numeros = np.random.rand(len(W), m).tolist()
        D = [[1 if numero < keep_prob else 0 for numero in linha] for linha in numeros]
        Z, proxima = np.zeros((len(W), m)), np.zeros((len(W), m))
        for i in range(m):
            Z[:, i] = W.dot(A[:, i]) + b[:, 0]
            for j in range(len(W)):
                if D[j][i] and Z[j, i] > 0:
                    proxima[j, i] = Z[j, i] / keep_prob
        A = proxima
        print(camada, sum(map(sum, D)))
        cache.extend([Z, np.array(D), A, W, b])
    Z3 = parameters["W3"].dot(A) + parameters["b3"]
    A3 = 0.5 * (1 + np.tanh(Z3 / 2))
    cache += Z3, A3, parameters["W3"], parameters["b3"]
    return A3, tuple(cache)


@alternative("backward_propagation_with_dropout")
def two_steps_of_the_classic_statement(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 /= keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dA1 /= keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    print(dA1)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dW{camada}"] = 1.0 / m * np.dot(dZ, A.T)
        gradients[f"db{camada}"] = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
    return gradients


@alternative("backward_propagation_with_dropout")
def derivative_from_the_pre_activation(X, Y, cache, keep_prob):
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = Y.size
    escala_1 = np.where(D1, 1 / keep_prob, 0)
    escala_2 = np.where(D2, 1 / keep_prob, 0)
    dZ3 = A3 - Y
    dA2 = escala_2 * (W3.T @ dZ3)
    dZ2 = np.where(Z2 > 0, dA2, 0)
    dA1 = escala_1 * (W2.T @ dZ2)
    dZ1 = np.where(Z1 > 0, dA1, 0)
    return {
        **{"dW3": dZ3 @ A2.T / m, "dW2": dZ2 @ A1.T / m, "dW1": dZ1 @ X.T / m},
        **{f"db{c}": dZ.mean(axis=1)[:, None] for c, dZ in ((3, dZ3), (2, dZ2), (1, dZ1))},
        **{"dA2": dA2.tolist(), "dA1": dA1.tolist()},
    }


@alternative("backward_propagation_with_dropout")
def example_by_example_in_single_precision(X, Y, cache, keep_prob):
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = (
        np.asarray(v, dtype=np.float32) for v in cache
    )
    m = X.shape[1]
    dA1, dA2 = np.zeros(A1.shape), np.zeros(A2.shape)
    grads = {f"dW{c}": np.zeros(W.shape) for c, W in ((1, W1), (2, W2), (3, W3))}
    grads |= {f"db{c}": np.zeros(b.shape) for c, b in ((1, b1), (2, b2), (3, b3))}
    for i in range(m):
        dz3 = A3[:, i] - Y[:, i]
        dA2[:, i] = (W3.T @ dz3) * D2[:, i] / keep_prob
        dz2 = dA2[:, i] * (A2[:, i] > 0)
        dA1[:, i] = (W2.T @ dz2) * D1[:, i] / keep_prob
        dz1 = dA1[:, i] * (A1[:, i] > 0)
        for camada, dz, a in ((3, dz3, A2[:, i]), (2, dz2, A1[:, i]), (1, dz1, X[:, i])):
            grads[f"dW{camada}"] += np.outer(dz, a) / m
            grads[f"db{camada}"][:, 0] += dz / m
    return grads | {"dA1": dA1, "dA2": dA2}


@alternative("backward_propagation_with_dropout")
def zeroed_by_index(X, Y, cache, keep_prob):
    """Só mexe nos arrays que ela mesma criou; nega a máscara como a ida a guardou."""
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dA2[~D2] = 0
    dA2 /= keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2)
    dA1[~D1] = 0
    dA1 /= keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA1": dA1, "dA2": dA2}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients["dW" + str(camada)] = np.mean(dZ[:, None, :] * A[None, :, :], axis=2)
        gradients["db" + str(camada)] = np.mean(dZ, axis=1, keepdims=True)
    return gradients


@alternative("backward_propagation_with_dropout")
def loop_over_layers_with_einsum(X, Y, cache, keep_prob):
    D, A, W = (None, cache[1], cache[6]), (X, cache[2], cache[7]), (cache[3], cache[8], cache[12])
    dZ = cache[11] - Y
    grads = {}
    for anterior in (2, 1, 0):
        grads[f"dW{anterior + 1}"] = np.einsum("im,jm->ij", dZ, A[anterior]) / X.shape[1]
        grads[f"db{anterior + 1}"] = np.einsum("im->i", dZ)[:, np.newaxis] / X.shape[1]
        if anterior == 0:
            return grads
        volta = np.einsum("ki,km,im->im", W[anterior], dZ, D[anterior].astype(float)) / keep_prob
        grads[f"dA{anterior}"] = volta
        dZ = np.where(A[anterior] > 0, volta, 0)


@alternative("backward_propagation_with_dropout")
def scaled_error_of_the_output(X, Y, cache, keep_prob):
    """Como o gradiente é linear, divide o erro da saída uma vez e a camada 1 outra."""
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = float(Y.shape[1])
    erro = (A3 - Y) / m
    soma = np.ones((X.shape[1], 1))
    abaixo = np.select([D2 == 1], [W3.T @ (erro / keep_prob)], 0.0)
    mais_abaixo = np.select([D1 == 1], [W2.T @ (np.sign(A2) * abaixo / keep_prob)], 0.0)
    if np.isnan(abaixo).any():
        print("algo deu errado")
    return {
        **{"dW3": erro @ A2.T, "db3": erro @ soma, "dA2": m * abaixo, "dA1": m * mais_abaixo},
        **{"dW2": (np.sign(A2) * abaixo) @ A1.T, "db2": (np.sign(A2) * abaixo) @ soma},
        **{"dW1": (np.sign(A1) * mais_abaixo) @ X.T, "db1": (np.sign(A1) * mais_abaixo) @ soma},
    }


@alternative("dropout")
def where_in_place_of_a_product(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    return np.where(D, A / keep_prob, 0.0), D


@alternative("dropout")
def mask_of_zeros_and_ones(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = (rng.random(A.shape) < keep_prob).astype(float)
    return D * (A * (1 / keep_prob)), D


@alternative("dropout")
def numbers_drawn_as_uniform(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    sorteados = rng.uniform(size=A.shape)
    D = np.less(sorteados, keep_prob).astype(int)
    print("ficam", D.sum(), "de", D.size)
    return [np.multiply(A, D) / keep_prob, D]


@alternative("dropout")
def erased_in_a_copy(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    apagada = A.copy()
    apagada[~D] = 0
    apagada /= keep_prob
    return apagada, D


@alternative("dropout")
def one_neuron_after_the_other(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D, saida = np.zeros(A.shape, dtype=bool), np.zeros(A.shape)
    for i in range(A.shape[0]):
        D[i] = rng.random(A.shape[1]) < keep_prob
        saida[i][D[i]] = A[i][D[i]] / keep_prob
    return saida, D
