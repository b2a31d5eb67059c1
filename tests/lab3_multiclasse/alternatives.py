"""Respostas certas do laboratório 3, Parte 2, que não são a de referência: valem a nota cheia.

As demais funções e os nomes importados são os do notebook em que cada uma é posta.
"""
# ruff: noqa: F821

import math

import numpy as np

from gabarito.checks import alternative


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


@alternative("one_hot")
def rows_taken_from_the_identity(n_classes, y):
    return np.take(np.identity(n_classes), y, axis=0)


@alternative("one_hot")
def one_label_after_the_other(n_classes, y):
    if np.ndim(y) == 0:
        linha = [0.0] * n_classes
        linha[int(y)] = 1.0
        return np.array(linha)
    return np.vstack([one_hot(n_classes, rotulo) for rotulo in y])


@alternative("one_hot")
def put_along_the_last_axis(n_classes, y):
    rotulos = np.asarray(y)[..., np.newaxis]
    Y = np.zeros((*rotulos.shape[:-1], n_classes), dtype=int)
    np.put_along_axis(Y, rotulos, 1, axis=-1)
    return Y


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


@alternative("softmax")
def ready_made_in_scipy(X):
    import scipy.special

    return scipy.special.softmax(np.array(X, dtype=float), axis=-1)


@alternative("softmax")
def along_the_last_axis(X):
    def de_um_exemplo(z):
        e = np.exp(z - z.max())
        return e / e.sum()

    return np.apply_along_axis(de_um_exemplo, -1, np.asarray(X, dtype=np.float64))


@alternative("softmax")
def logarithms_added_two_by_two(X):
    notas = np.array(X, dtype=float)
    print("notas:", notas)
    return np.exp(notas - np.logaddexp.reduce(notas, axis=-1, keepdims=True))


@alternative("softmax")
def reciprocal_of_the_differences(X):
    Z = np.asarray(X, dtype=float)
    diferencas = np.expand_dims(Z, -2) - np.expand_dims(Z, -1)
    return np.reciprocal(np.exp(np.minimum(diferencas, 700)).sum(axis=-1))


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


@alternative("cross_entropy")
def product_summed_by_einsum(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.einsum("ik,ik->", Y, np.log(P + 1e-8)) / len(P)


@alternative("cross_entropy")
def sum_in_two_loops(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true).tolist(), np.atleast_2d(Y_pred).tolist()
    total = 0
    for y, p in zip(Y, P, strict=True):
        for rotulo, probabilidade in zip(y, p, strict=True):
            if not rotulo:
                continue
            total -= math.log(probabilidade + 1e-8)
    return total / len(Y)


@alternative("cross_entropy")
def logarithm_after_the_choice(Y_true, Y_pred):
    if np.ndim(Y_true) == 1:
        return -np.log(np.dot(Y_true, Y_pred) + 1e-8)
    return -np.log(np.sum(np.multiply(Y_true, Y_pred), axis=-1) + 1e-8).mean(keepdims=True)


@alternative("cross_entropy")
def trace_of_a_product(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.trace(np.matmul(Y, np.log(P.T + 1e-8))) / Y.shape[0]


@alternative("gradiente_softmax")
def one_example_at_a_time(Z, Y):
    return [(softmax(Z[i]) - Y[i]).tolist() for i in range(len(Z))]


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


@alternative("gradiente_softmax")
def derivative_of_the_logarithm_of_the_sum(Z, Y):
    log_da_soma = np.logaddexp.reduce(Z, axis=1)[:, None]
    return np.exp(Z - log_da_soma) - Y


@alternative("gradiente_softmax")
def number_by_number(Z, Y):
    dZ = np.empty(Z.shape)
    for i, notas in enumerate(Z):
        soma = sum(math.exp(nota) for nota in notas)
        for k, nota in enumerate(notas):
            dZ[i, k] = math.exp(nota) / soma - Y[i, k]
            print(dZ[i, k], end=" ")
    return dZ


@alternative("gradiente_softmax")
def chain_rule_through_the_jacobian(Z, Y):
    P = softmax(Z)
    jacobianas = np.einsum("ij,jk->ijk", P, np.eye(P.shape[1])) - P[:, :, None] * P[:, None, :]
    return np.einsum("ij,ijk->ik", -Y / P, jacobianas)


@alternative("gradiente_softmax")
def labels_turned_round(Z, Y):
    if len(Z) == 1:
        return np.subtract(softmax(Z[0]), Y[0]).reshape(1, -1)
    return (-(Y.T - softmax(Z).T)).T


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


@alternative("treine_softmax")
def examples_in_columns(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    entradas, rotulos, m = X.T, Y.T, X.shape[0]
    pesos, vieses = np.zeros((len(rotulos), len(entradas))), np.zeros((len(rotulos), 1))
    for i in range(num_iter):
        notas = pesos @ entradas + vieses
        A = softmax(notas.T).T
        if custos is not None and not i % 100:
            custos.append(np.float32(cross_entropy(Y, A.T)))
        pesos = pesos - learning_rate * (A - rotulos) @ entradas.T / m
        vieses = vieses - learning_rate * np.mean(A - rotulos, axis=1, keepdims=True)
    return {"W": pesos.T, "b": vieses.T}


@alternative("treine_softmax")
def class_by_class(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    m, n_classes = Y.shape
    W, b = [np.zeros(X.shape[1]) for _ in range(n_classes)], [0.0] * n_classes
    for i in range(num_iter):
        Z = np.column_stack([X @ w + vies for w, vies in zip(W, b, strict=True)])
        if i % 100 == 0 and custos is not None:
            custos.extend([float(cross_entropy(Y, softmax(Z)))])
        dZ = gradiente_softmax(Z, Y)
        for k in range(n_classes):
            W[k] = W[k] - learning_rate * np.dot(dZ[:, k], X) / m
            b[k] -= learning_rate * sum(dZ[:, k]) / m
    return {"b": np.array([b]), "W": np.array(W).T}


@alternative("treine_softmax")
def early_return_and_tensordot(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    if num_iter == 0:
        return {"W": W, "b": b}
    custos = [] if custos is None else custos
    um = np.ones((1, len(X)))
    for i in range(1, num_iter + 1):
        P = softmax(np.tensordot(X, W, axes=1) + b)
        if i % 100 == 1:
            custos.append(cross_entropy(Y, P))
        erro = learning_rate * (P - Y) / len(X)
        W -= np.tensordot(X, erro, axes=(0, 0))
        b -= np.matmul(um, erro)
    return {"W": W, "b": b}


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


@alternative("separe_X_y")
def slices_of_one_array(dataset):
    tabela = np.array(dataset)
    return tabela[:, :-1], tabela[:, -1]


@alternative("separe_X_y")
def last_column_taken_out_of_a_copy(dataset):
    entradas = dataset.copy()
    resposta = entradas.pop(entradas.columns[-1])
    print(resposta)
    return entradas.to_numpy(), resposta.to_numpy()


@alternative("separe_X_y")
def positions_counted_from_the_start(dataset):
    n = dataset.shape[1]
    X = np.column_stack([dataset.iloc[:, j].astype(object) for j in range(n - 1)])
    return X, dataset[dataset.columns[n - 1]].to_numpy(dtype=object)


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


@alternative("preencha_faltantes")
def number_by_number_in_lists(X):
    linhas = [list(linha) for linha in X]
    for j in (1, 2):
        conhecidos = [linha[j] for linha in linhas if linha[j] == linha[j]]
        media = sum(conhecidos) / len(conhecidos)
        for linha in linhas:
            linha[j] = linha[j] if linha[j] == linha[j] else media
    return linhas


@alternative("preencha_faltantes")
def in_a_column_transformer(X):
    passos = [("pais", "passthrough", [0]), ("numeros", SimpleImputer(), [1, 2])]
    return ColumnTransformer(passos).fit_transform(X)


@alternative("preencha_faltantes")
def masked_array(X):
    numeros = np.ma.masked_invalid(X[:, 1:].astype(float))
    cheias = np.where(numeros.mask, numeros.mean(axis=0), numeros.data)
    print(cheias.mean(axis=0))
    return np.hstack([X[:, :1], cheias])


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


@alternative("codifique_pais")
def row_by_row_in_lists(X):
    paises = sorted(set(X[:, 0]))
    return [
        [float(pais == outro) for outro in paises] + [float(idade), float(salario)]
        for pais, idade, salario in X
    ]


@alternative("codifique_pais")
def with_the_one_hot_of_before(X):
    codificador = LabelEncoder()
    y = codificador.fit_transform(X[:, 0].astype(str))
    return np.c_[one_hot(len(codificador.classes_), y), X[:, 1:].astype(float)]


@alternative("codifique_pais")
def dense_matrix_of_scipy(X):
    paises = OneHotEncoder().fit_transform(X[:, [0]]).todense()
    print(paises.shape)
    return np.hstack((paises, X[:, 1:3].astype(np.float64)))


@alternative("codifique_pais")
def never_sparse_by_the_threshold(X):
    passos = [("pais", OneHotEncoder(), [0]), ("resto", "passthrough", slice(1, None))]
    return np.array(ColumnTransformer(passos, sparse_threshold=0).fit_transform(X), dtype=float)


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


@alternative("divida_e_escale")
def one_split_for_each(X, y):
    X_treino, X_teste = train_test_split(X, test_size=0.2, random_state=0)
    y_treino, y_teste = train_test_split(y, test_size=0.2, random_state=0)
    n = X.shape[1]
    for j in (n - 2, n - 1):
        media, desvio = np.mean(X_treino[:, j]), np.std(X_treino[:, j])
        X_teste[:, j] = (X_teste[:, j] - media) / desvio
        X_treino[:, j] = (X_treino[:, j] - media) / desvio
    return X_treino, X_teste, y_treino, y_teste


@alternative("divida_e_escale")
def scaler_of_every_column(X, y):
    A, B, a, b = train_test_split(X, y, random_state=0, test_size=0.2)
    escala = StandardScaler().fit(A)
    A, B = (np.c_[parte[:, :-2], escala.transform(parte)[:, -2:]] for parte in (A, B))
    print(A, B)
    return A, B, a, b


@alternative("divida_e_escale")
def with_a_table_of_pandas(X, y):
    tabela = pd.DataFrame(X)
    treino, teste, y_treino, y_teste = train_test_split(tabela, y, test_size=0.2, random_state=0)
    numericas = tabela.columns[-2:]
    media, desvio = treino[numericas].mean(), treino[numericas].std(ddof=0)
    partes = []
    for parte in (treino, teste):
        nova = parte.copy()
        nova[numericas] = (parte[numericas] - media) / desvio
        partes.append(nova.to_numpy())
    return partes[0], partes[1], y_treino, y_teste


@alternative("custo_dos_logits")
def logsumexp_of_scipy(Y_true, Z):
    from scipy.special import logsumexp

    return float(np.mean(logsumexp(Z, axis=-1) - np.einsum("ik,ik->i", Y_true, Z)))


@alternative("custo_dos_logits")
def added_two_by_two(Y_true, Z):
    return np.average(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), Y_true.argmax(1)])


@alternative("custo_dos_logits")
def one_example_after_the_other(Y_true, Z):
    total = 0.0
    for rotulo, logits in zip(Y_true, Z, strict=True):
        M = max(logits)
        soma = sum(math.exp(z - M) for z in logits)
        total += M + math.log(soma) - logits[list(rotulo).index(1)]
    return total / len(Z)


@alternative("custo_dos_logits")
def logarithm_of_the_probabilities(Y_true, Z):
    deslocados = Z - Z.max(axis=1, keepdims=True)
    log_P = deslocados - np.log(np.exp(deslocados).sum(axis=1, keepdims=True))
    return -(Y_true * log_P).sum() / Y_true.sum()


@alternative("custo_dos_logits")
def from_the_right_logit(Y_true, Z):
    certos = (Y_true * Z).sum(axis=1, keepdims=True)
    return np.array(np.logaddexp.reduce(Z - certos, axis=1).mean())
