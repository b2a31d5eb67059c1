"""Respostas certas do laboratório 3, Parte 2, que não são a de referência: valem a nota cheia.

As demais funções e os nomes importados são os do notebook em que cada uma é posta.
"""
# ruff: noqa: F821

import math

import numpy as np

from gabarito.variants import alternative


@alternative("one_hot")
def comparison_with_every_class(n_classes, y):
    return (np.asarray(y)[..., None] == np.arange(n_classes)).astype(np.float32)


@alternative("one_hot")
def lists_of_integers(n_classes, y):
    if np.ndim(y) == 0:
        return [int(k == y) for k in range(n_classes)]
    return [[int(k == rotulo) for k in range(n_classes)] for rotulo in y]


@alternative("one_hot")
def zeros_filled_in(n_classes, y):
    y = np.array(y)
    Y = np.zeros((y.size, n_classes))
    Y[np.arange(y.size), y.ravel()] = 1.0
    print(Y)
    return Y[0] if y.ndim == 0 else Y


@alternative("softmax")
def from_the_logarithm_of_the_sum(X):
    from scipy.special import logsumexp

    return np.exp(X - logsumexp(X, axis=-1, keepdims=True))


@alternative("softmax")
def loop_over_the_examples(X):
    if np.ndim(X) == 1:
        maior = max(X)
        E = [math.exp(x - maior) for x in X]
        return [e / sum(E) for e in E]
    return [softmax(linha) for linha in X]


@alternative("softmax")
def transposed_in_single_precision(X):
    X = np.array(X, dtype=np.float32)
    E = np.exp(X.T - X.max(axis=-1))
    return (E / E.sum(axis=0)).T


@alternative("softmax")
def copy_changed_in_place(X):
    import warnings

    warnings.warn("um aviso qualquer", stacklevel=1)
    P = np.array(X, dtype=float)
    P -= P.max(-1, keepdims=True)
    np.exp(P, out=P)
    P /= P.sum(-1, keepdims=True)
    return P


@alternative("cross_entropy")
def probability_of_the_right_class(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    certas = P[np.arange(len(Y)), np.argmax(Y, axis=1)]
    return float(-np.log(certas + 1e-8).mean())


@alternative("cross_entropy")
def total_over_the_number_of_examples(Y_true, Y_pred):
    Y, P = np.array(Y_true), np.array(Y_pred, dtype=np.float32)
    m = Y.shape[0] if Y.ndim == 2 else 1
    return -np.array([[np.vdot(Y, np.log(P + 1e-8))]]) / m


@alternative("cross_entropy")
def chosen_by_the_label(Y_true, Y_pred):
    logaritmos = np.log(np.asarray(Y_pred, dtype=float) + 1e-8)
    perdas = -np.where(np.asarray(Y_true) == 1, logaritmos, 0).sum(axis=-1)
    print(perdas)
    return np.mean(perdas)


@alternative("gradiente_softmax")
def one_example_at_a_time(Z, Y):
    return [(softmax(z) - y).tolist() for z, y in zip(Z, Y, strict=True)]


@alternative("gradiente_softmax")
def without_the_other_function(Z, Y):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = E / E.sum(axis=1, keepdims=True)
    dZ -= Y
    return dZ.astype(np.float32)


@alternative("gradiente_softmax")
def one_off_the_right_class(Z, Y):
    dZ = softmax(Z).copy()
    dZ[np.arange(len(Y)), np.argmax(Y, axis=1)] -= 1
    return dZ


@alternative("treine_softmax")
def bias_as_one_more_weight(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W = np.zeros((X1.shape[1], Y.shape[1]))
    for i in range(num_iter):
        P = softmax(X1 @ W)
        if i % 100 == 0 and custos is not None:
            custos.append(cross_entropy(Y, P))
            print("custo", custos[-1])
        W -= learning_rate * X1.T @ (P - Y) / len(X)
    return {"W": W[:-1], "b": W[-1:]}


@alternative("treine_softmax")
def without_the_other_functions(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    m, custos = X.shape[0], [] if custos is None else custos
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for i in range(num_iter):
        E = np.exp(X.dot(W) + b)
        P = E / E.sum(1, keepdims=True)
        if i % 100 == 0:
            custos.append(np.array([[-np.log(P[Y == 1]).mean()]]))
        W = W - learning_rate / m * np.einsum("mi,mk->ik", X, P - Y)
        b = b - learning_rate * (P - Y).mean(0)
    if print_custo:
        import matplotlib.pyplot as plt

        plt.plot(np.ravel(custos))
        plt.show()
    return {"W": W.tolist(), "b": [b.tolist()], "iteracoes": num_iter}


@alternative("treine_softmax")
def gradients_summed_by_example(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = custos if custos is not None else []
    modelo = {"W": np.zeros((X.shape[1], Y.shape[1])), "b": np.zeros((1, Y.shape[1]))}
    i = 0
    while i < num_iter:
        Z = np.matmul(X, modelo["W"]) + modelo["b"]
        if i % 100 == 0:
            custos += [cross_entropy(Y, softmax(Z))]
        dZ = gradiente_softmax(Z, Y)
        passo = sum(np.outer(x, dz) for x, dz in zip(X, dZ, strict=True)) / len(X)
        modelo["W"] = modelo["W"] - learning_rate * passo
        modelo["b"] = modelo["b"] - learning_rate * dZ.mean(axis=0, keepdims=True)
        i += 1
    return modelo


@alternative("separe_X_y")
def by_the_names_of_the_columns(dataset):
    ultima = dataset.columns[-1]
    return dataset.drop(columns=ultima).values, np.array(dataset[ultima])


@alternative("separe_X_y")
def values_as_in_older_texts(dataset):
    """In pandas 3 the last one is no NumPy array, yet indexes and compares like one."""
    return dataset.iloc[:, :-1].values, dataset.iloc[:, -1].values


@alternative("separe_X_y")
def row_by_row(dataset):
    linhas = [list(linha) for linha in dataset.itertuples(index=False)]
    X = np.array([linha[:-1] for linha in linhas], dtype=object)
    return X, np.array([linha[-1] for linha in linhas])


@alternative("preencha_faltantes")
def one_column_at_a_time(X):
    saida = np.array(X, dtype=object)
    for j in (1, 2):
        coluna = X[:, j].astype(float)
        saida[np.isnan(coluna), j] = np.nanmean(coluna)
    return saida


@alternative("preencha_faltantes")
def with_pandas(X):
    tabela = pd.DataFrame(X.copy())
    for j in (1, 2):
        tabela[j] = tabela[j].astype(float)
        tabela[j] = tabela[j].fillna(tabela[j].mean())
    print(tabela)
    return tabela.to_numpy()


@alternative("preencha_faltantes")
def fit_and_transform_apart(X):
    imputer = SimpleImputer()
    imputer.fit(X[:, [1, 2]].astype(np.float64))
    numeros = imputer.transform(X[:, [1, 2]].astype(np.float64))
    return [[pais, *linha] for pais, linha in zip(X[:, 0], numeros, strict=True)]


@alternative("codifique_pais")
def stacked_by_hand(X):
    paises = np.unique(X[:, 0].astype(str))
    colunas = [X[:, 0] == pais for pais in paises]
    return np.column_stack([*colunas, X[:, 1], X[:, 2]]).astype(np.float64)


@alternative("codifique_pais")
def made_dense_afterwards(X):
    tudo = ColumnTransformer([("p", OneHotEncoder(), [0]), ("n", "passthrough", [1, 2])])
    resultado = tudo.fit_transform(X)
    return resultado.toarray() if hasattr(resultado, "toarray") else resultado


@alternative("codifique_pais")
def dummies_of_pandas(X):
    tabela = pd.get_dummies(pd.Series(X[:, 0])).astype(int)
    print(list(tabela.columns))
    return np.hstack([tabela.to_numpy(), X[:, 1:].astype(float)]).tolist()


@alternative("divida_e_escale")
def mean_and_deviation_by_hand(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    media, desvio = X_treino[:, -2:].mean(0), X_treino[:, -2:].std(0)
    partes = [
        np.hstack([parte[:, :-2], (parte[:, -2:] - media) / desvio])
        for parte in (X_treino, X_teste)
    ]
    return [partes[0].tolist(), partes[1], y_treino.tolist(), y_teste]


@alternative("divida_e_escale")
def with_a_column_transformer(X, y):
    n = X.shape[1]
    A, B, a, b = train_test_split(X, y, test_size=0.2, random_state=0)
    tudo = ColumnTransformer(
        [("p", "passthrough", list(range(n - 2))), ("e", StandardScaler(), [n - 2, n - 1])]
    )
    A = tudo.fit_transform(A)
    print(A.mean(axis=0))
    return A, tudo.transform(B), a, b


@alternative("divida_e_escale")
def split_of_the_positions(X, y):
    treino, teste = train_test_split(np.arange(len(y)), test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X[treino, -2:])
    escalado = np.array(X, dtype=float)
    escalado[:, -2:] = escala.transform(X[:, -2:])
    return escalado[treino], escalado[teste], np.array(y)[treino], np.array(y)[teste]
