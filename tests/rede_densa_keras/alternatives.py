"""Outras respostas certas do lab de Keras."""
# ruff: noqa: E741, F821

import numpy as np

from gabarito.checks import alternative

# --- crie_regressao ----------------------------------------------------------------------


@alternative("crie_regressao")
def api_funcional(n_entradas, n_ocultas, n_saidas, taxa):
    entrada = keras.Input(shape=(n_entradas,))
    oculta = layers.Dense(n_ocultas, activation="sigmoid")(entrada)
    modelo = keras.Model(entrada, layers.Dense(n_saidas, activation="linear")(oculta))
    modelo.compile(keras.optimizers.SGD(1.0 * taxa), "mean_squared_error")
    return modelo


@alternative("crie_regressao")
def camada_por_camada(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.models.Sequential()
    modelo.add(keras.Input((n_entradas,)))
    modelo.add(layers.Dense(n_ocultas))
    modelo.add(layers.Activation("sigmoid"))
    modelo.add(layers.Dense(n_saidas))
    modelo.compile(
        optimizer=keras.optimizers.SGD(learning_rate=float(taxa)),
        loss=keras.losses.MeanSquaredError(),
    )
    print(modelo.count_params())
    return modelo


@alternative("crie_regressao")
def input_shape_antigo(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.Sequential(
        [
            layers.Dense(
                n_ocultas, activation=keras.activations.sigmoid, input_shape=(n_entradas,)
            ),
            layers.Dense(n_saidas),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.SGD(learning_rate=float(taxa)), loss="mse", metrics=["mae"]
    )
    return modelo


@alternative("crie_regressao")
def mse_com_metrica(n_entradas, n_ocultas, n_saidas, taxa):
    camadas = [
        keras.Input((n_entradas,), name="entrada"),
        layers.Dense(n_ocultas, "sigmoid", name="oculta"),
        layers.Dense(n_saidas, "linear", name="saida"),
    ]
    modelo = keras.Sequential(camadas, name="regressao")
    modelo.compile(loss="mse", optimizer=keras.optimizers.SGD(float(taxa), momentum=0.0))
    return modelo


# --- treine ------------------------------------------------------------------------------


@alternative("treine")
def uma_epoca_por_vez(modelo, X, Y, epocas, lote):
    perdas = []
    for _ in range(epocas):
        h = modelo.fit(X, Y, epochs=1, batch_size=lote, verbose=0)
        perdas.append(h.history["loss"][0])
    return perdas


@alternative("treine")
def com_verbose_2(modelo, X, Y, epocas, lote):
    return modelo.fit(X, Y, lote, epocas, verbose=2).history["loss"]


@alternative("treine")
def perdas_em_array(modelo, X, Y, epocas, lote):
    h = modelo.fit(
        np.array(X, "float32"), np.array(Y, "float32"), epochs=epocas, batch_size=lote, verbose=0
    )
    return np.array(h.history["loss"])


@alternative("treine")
def perdas_em_tensor(modelo, X, Y, epocas, lote):
    h = modelo.fit(X, Y, epochs=epocas, batch_size=lote, verbose=0, shuffle=False)
    return torch.tensor(h.history["loss"], requires_grad=True)


# --- prepare_pesos -----------------------------------------------------------------------


@alternative("prepare_pesos")
def to_categorical(kg, letras):
    X = (np.asarray(kg, float)[:, None] - 50) / 50
    return X, keras.utils.to_categorical(["ABC".index(l) for l in letras], 3)


@alternative("prepare_pesos")
def linhas_da_identidade(kg, letras):
    X = np.array([[k / 50 - 1] for k in np.array(kg, float)])
    return X, np.eye(3, dtype=int)[[ord(l) - ord("A") for l in letras]]


@alternative("prepare_pesos")
def comparacao_de_colunas(kg, letras):
    X = 2 * (np.float32(kg).reshape(len(kg), 1) / 100 - 0.5)
    return X, np.array(list(letras))[:, None] == np.array(list("ABC"))


@alternative("prepare_pesos")
def tensores_do_pytorch(kg, letras):
    X = torch.tensor(np.array(kg, float)).reshape(-1, 1) / 50 - 1
    Y = torch.nn.functional.one_hot(torch.tensor(["ABC".index(l) for l in letras]), 3)
    return X, Y


# --- classifique -------------------------------------------------------------------------


@alternative("classifique")
def chama_o_modelo(modelo, X):
    saidas = keras.ops.convert_to_numpy(modelo(X))
    return np.array(["A", "B", "C"])[saidas.argmax(axis=1)]


@alternative("classifique")
def laco_com_index(modelo, X):
    letras = []
    for linha in modelo.predict(X, verbose=0).tolist():
        letras.append("ABC"[linha.index(max(linha))])
    return letras


@alternative("classifique")
def argmax_do_pytorch(modelo, X):
    with torch.no_grad():
        colunas = torch.argmax(modelo(torch.tensor(X, dtype=torch.float32)), dim=1)
    return tuple("ABC"[int(c)] for c in colunas)


@alternative("classifique")
def argmax_do_keras(modelo, X):
    colunas = keras.ops.argmax(modelo.predict(X, verbose=2), axis=1)
    print(colunas)
    return list(map("ABC".__getitem__, keras.ops.convert_to_numpy(colunas)))


# --- padronize ---------------------------------------------------------------------------


@alternative("padronize")
def com_where(treino, teste):
    a, b = treino.astype("float64"), teste.astype("float64")
    desvio = np.std(a, axis=0, keepdims=True)
    desvio = np.where(desvio > 0, desvio, 1.0)
    return (a - np.mean(a, axis=0)) / desvio, (b - np.mean(a, axis=0)) / desvio


@alternative("padronize")
def da_scikit_learn(treino, teste):
    from sklearn.preprocessing import StandardScaler

    regua = StandardScaler().fit(treino)
    return regua.transform(treino), regua.transform(teste)


@alternative("padronize")
def coluna_por_coluna(treino, teste):
    saida, saida_teste = np.zeros(treino.shape), np.zeros(teste.shape)
    for j in range(treino.shape[1]):
        m, d = np.mean(treino[:, j]), np.std(treino[:, j])
        saida[:, j] = (treino[:, j] - m) / (d or 1)
        saida_teste[:, j] = (teste[:, j] - m) / (d or 1)
    return saida, saida_teste


@alternative("padronize")
def tensores_padronizados(treino, teste):
    a, b = (torch.tensor(np.array(x, float)) for x in (treino, teste))
    m, d = a.mean(0), a.std(0, correction=0)
    d = torch.where(d == 0, torch.ones_like(d), d)
    return (a - m) / d, (b - m) / d


# --- treine_notas ------------------------------------------------------------------------


@alternative("treine_notas")
def duas_ocultas_e_funcional(ax, ay, epocas):
    regua = layers.Normalization(axis=-1)
    regua.adapt(np.asarray(ax, "float32"))
    entrada = keras.Input((ax.shape[1],))
    h = layers.Dense(24, activation="relu")(regua(entrada))
    h = layers.Dense(12, activation="relu")(h)
    modelo = keras.Model(entrada, layers.Dense(1, activation="sigmoid")(h))
    modelo.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    modelo.optimizer.learning_rate = 0.02
    modelo.fit(ax, ay, epochs=epocas, batch_size=16, verbose=0)
    return modelo


@alternative("treine_notas")
def com_tanh(ax, ay, epocas):
    regua = layers.Normalization(mean=ax.mean(axis=0), variance=ax.var(axis=0))
    modelo = keras.Sequential([keras.Input(ax.shape[1:]), regua])
    modelo.add(layers.Dense(16, activation="tanh"))
    modelo.add(layers.Dense(1, activation="sigmoid"))
    modelo.compile(optimizer=keras.optimizers.Adam(0.02), loss=keras.losses.BinaryCrossentropy())
    modelo.fit(ax, ay, epochs=epocas, batch_size=32, verbose=0)
    return modelo


@alternative("treine_notas")
def perda_mse(ax, ay, epocas):
    regua = layers.Normalization()
    regua.adapt(ax)
    modelo = keras.Sequential(
        [
            keras.Input((ax.shape[1],)),
            regua,
            layers.Dense(32, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="mse")
    modelo.fit(ax, ay, epochs=epocas, batch_size=16, verbose=0)
    return modelo


@alternative("treine_notas")
def lote_menor(ax, ay, epocas):
    regua = layers.Normalization()
    regua.adapt(ax)
    modelo = keras.Sequential(
        [regua, layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")]
    )
    modelo.build((None, ax.shape[1]))
    modelo.compile(optimizer=keras.optimizers.RMSprop(0.01), loss="binary_crossentropy")
    modelo.fit(ax, ay, epochs=epocas, batch_size=16, verbose=0)
    print("pronto")
    return modelo


# --- crie_mlp ----------------------------------------------------------------------------


@alternative("crie_mlp")
def mlp_funcional(imagens, ocultas, n_classes):
    entrada = keras.Input(shape=imagens.shape[1:])
    regua = layers.Normalization()
    regua.adapt(imagens)
    h = layers.Flatten()(regua(entrada))
    for n in ocultas:
        h = layers.Dense(n, activation="relu")(h)
    modelo = keras.Model(entrada, layers.Dense(n_classes, activation="softmax")(h))
    modelo.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return modelo


@alternative("crie_mlp")
def achata_antes_de_normalizar(imagens, ocultas, n_classes):
    modelo = keras.Sequential([keras.Input(imagens.shape[1:]), layers.Flatten()])
    regua = layers.Normalization()
    regua.adapt(imagens.reshape(len(imagens), -1))
    modelo.add(regua)
    for n in ocultas:
        modelo.add(layers.Dense(n))
        modelo.add(layers.ReLU())
    modelo.add(layers.Dense(n_classes))
    modelo.add(layers.Softmax())
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=5e-4),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return modelo


@alternative("crie_mlp")
def media_calculada_a_mao(imagens, ocultas, n_classes):
    media, variancia = imagens.mean(), imagens.var()
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            layers.Rescaling(1 / variancia**0.5, -media / variancia**0.5),
        ]
    )
    modelo.add(layers.Flatten())
    for n in ocultas:
        modelo.add(layers.Dense(n, activation="relu"))
    modelo.add(layers.Dense(n_classes, activation="softmax"))
    modelo.compile(
        loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=5e-4)
    )
    return modelo


@alternative("crie_mlp")
def normaliza_por_linha_e_coluna(imagens, ocultas, n_classes):
    regua = layers.Normalization(axis=(1, 2))
    regua.adapt(imagens.astype("float32"))
    camadas = [keras.Input(imagens.shape[1:]), regua, layers.Reshape((-1,))]
    camadas += [layers.Dense(n, activation=keras.activations.relu) for n in ocultas]
    modelo = keras.Sequential([*camadas, layers.Dense(n_classes, activation="softmax")])
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005),
        loss="sparse_categorical_crossentropy",
    )
    return modelo


# --- salve_e_carregue --------------------------------------------------------------------


@alternative("salve_e_carregue")
def save_model(modelo, caminho):
    keras.saving.save_model(modelo, caminho)
    return keras.saving.load_model(caminho)


@alternative("salve_e_carregue")
def com_path(modelo, caminho):
    from pathlib import Path

    modelo.save(Path(caminho))
    print(Path(caminho).stat().st_size > 0)
    return keras.models.load_model(Path(caminho))


@alternative("salve_e_carregue")
def le_sem_compilar_e_compila(modelo, caminho):
    modelo.save(caminho)
    lido = keras.models.load_model(caminho, compile=False)
    lido.compile_from_config(modelo.get_compile_config())
    return lido


@alternative("salve_e_carregue")
def clona_depois_de_ler(modelo, caminho):
    modelo.save(caminho)
    lido = keras.models.load_model(caminho)
    lido.trainable = True
    return lido


# --- entropia_de_logits ------------------------------------------------------------------


@alternative("entropia_de_logits")
def logaddexp(z, y):
    z = np.asarray(z, float)
    return np.mean([np.logaddexp.reduce(linha) - linha[k] for linha, k in zip(z, y, strict=True)])


@alternative("entropia_de_logits")
def da_scipy(z, y):
    from scipy.special import log_softmax

    return -log_softmax(np.asarray(z, float), axis=1)[np.arange(len(y)), y].mean()


@alternative("entropia_de_logits")
def com_one_hot(z, y):
    z = np.array(z, float) - np.max(z, axis=1, keepdims=True)
    Y = np.eye(z.shape[1])[y]
    return float((np.log(np.exp(z).sum(1)) - (Y * z).sum(1)).mean())


@alternative("entropia_de_logits")
def do_pytorch(z, y):
    return torch.nn.functional.cross_entropy(torch.tensor(z, requires_grad=True), torch.tensor(y))


# --- entropia_binaria --------------------------------------------------------------------


@alternative("entropia_binaria")
def probabilidade_do_que_aconteceu(p, y):
    p = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
    return -np.log(np.where(np.array(y) == 1, p, 1 - p)).mean()


@alternative("entropia_binaria")
def posicao_por_posicao(p, y):
    total, n = 0.0, 0
    for a, b in zip(np.ravel(p), np.ravel(y), strict=True):
        a = min(max(a, 1e-7), 1 - 1e-7)
        total -= np.log(a) if b else np.log(1 - a)
        n += 1
    return total / n


@alternative("entropia_binaria")
def com_tensor(p, y):
    p = torch.tensor(np.array(p, float), requires_grad=True).clamp(1e-7, 1 - 1e-7)
    y = torch.tensor(np.array(y, float))
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


@alternative("entropia_binaria")
def log1p_do_oposto(p, y):
    p, y = np.clip(np.array(p, float), 1e-7, 1 - 1e-7), np.array(y, float)
    print(p.shape)
    return np.average(-(y * np.log(p)) - (1 - y) * np.log1p(-p))


# --- treine_pytorch ----------------------------------------------------------------------


@alternative("treine_pytorch")
def sem_otimizador_pronto(rede, X, Y, epocas, taxa):
    X, Y = torch.as_tensor(X, dtype=torch.float32), torch.as_tensor(Y, dtype=torch.float32)
    perdas = []
    for _ in range(epocas):
        perda = ((rede(X) - Y) ** 2).mean()
        gradientes = torch.autograd.grad(perda, list(rede.parameters()))
        with torch.no_grad():
            for p, g in zip(rede.parameters(), gradientes, strict=True):
                p -= taxa * g
        perdas.append(float(perda))
    return perdas


@alternative("treine_pytorch")
def zera_no_fim(rede, X, Y, epocas, taxa):
    X, Y = torch.FloatTensor(np.array(X)), torch.FloatTensor(np.array(Y))
    otimizador = torch.optim.SGD(rede.parameters(), lr=taxa)
    rede.train()
    perdas = []
    for _ in range(epocas):
        perda = torch.nn.functional.mse_loss(rede(X), Y)
        perda.backward()
        otimizador.step()
        otimizador.zero_grad()
        perdas.append(perda.detach())
    print(epocas)
    return perdas


@alternative("treine_pytorch")
def perdas_com_gradiente(rede, X, Y, epocas, taxa):
    X, Y = torch.tensor(X.astype("float32")), torch.tensor(Y.astype("float32"))
    otimizador = torch.optim.SGD(params=rede.parameters(), lr=taxa)
    perdas = []
    for _ in range(epocas):
        rede.zero_grad()
        perda = torch.nn.MSELoss(reduction="mean")(rede(X), Y)
        perda.backward()
        otimizador.step()
        perdas.append(perda)
    return torch.stack(perdas)


@alternative("treine_pytorch")
def em_numpy_a_lista(rede, X, Y, epocas, taxa):
    entrada, alvo = (torch.from_numpy(np.ascontiguousarray(d, np.float32)) for d in (X, Y))
    otimizador = torch.optim.SGD(rede.parameters(), taxa)
    criterio = torch.nn.MSELoss()
    perdas = np.zeros(epocas)
    for k in range(epocas):
        otimizador.zero_grad(set_to_none=False)
        perda = criterio(rede(entrada), alvo)
        perda.backward()
        otimizador.step()
        perdas[k] = perda.item()
    return perdas
