"""Erros conhecidos do lab de Keras, com o diagnóstico que um professor daria.

Cada função é o que um estudante deixaria no lugar da que a questão pede; layers, keras e torch
são os do notebook em que ela é posta.
"""
# ruff: noqa: E741, F821

import numpy as np

from gabarito.checks import mistake

# --- crie_regressao ----------------------------------------------------------------------


@mistake(
    "crie_regressao",
    diagnosis="A saída ficou com sigmoide: ela não passa de 1, e uma regressão pode pedir "
    "qualquer número. A última camada é linear.",
)
def saida_com_sigmoide(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.Sequential(
        [
            keras.Input((n_entradas,)),
            layers.Dense(n_ocultas, activation="sigmoid"),
            layers.Dense(n_saidas, activation="sigmoid"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.SGD(learning_rate=float(taxa)), loss="mse")
    return modelo


@mistake(
    "crie_regressao",
    diagnosis="A oculta ficou sem ativação: duas camadas lineares seguidas são uma só.",
)
def oculta_linear(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.Sequential(
        [keras.Input((n_entradas,)), layers.Dense(n_ocultas), layers.Dense(n_saidas)]
    )
    modelo.compile(optimizer=keras.optimizers.SGD(learning_rate=float(taxa)), loss="mse")
    return modelo


@mistake(
    "crie_regressao",
    diagnosis="A taxa está escrita no código, e o argumento taxa foi ignorado.",
)
def taxa_fixa(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.Sequential(
        [
            keras.Input((n_entradas,)),
            layers.Dense(n_ocultas, activation="sigmoid"),
            layers.Dense(n_saidas),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.SGD(learning_rate=1.0), loss="mse")
    return modelo


@mistake(
    "crie_regressao",
    diagnosis="O otimizador é o Adam. Ele dá passos do tamanho da taxa, qualquer que seja o "
    "gradiente: com taxa 1 não aprende nada. O enunciado pede SGD.",
)
def adam_no_lugar_do_sgd(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.Sequential(
        [
            keras.Input((n_entradas,)),
            layers.Dense(n_ocultas, activation="sigmoid"),
            layers.Dense(n_saidas),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=float(taxa)), loss="mse")
    return modelo


@mistake(
    "crie_regressao",
    diagnosis="A perda é a média dos módulos (mae), e o enunciado pede a dos quadrados (mse).",
)
def perda_mae(n_entradas, n_ocultas, n_saidas, taxa):
    modelo = keras.Sequential(
        [
            keras.Input((n_entradas,)),
            layers.Dense(n_ocultas, activation="sigmoid"),
            layers.Dense(n_saidas),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.SGD(learning_rate=float(taxa)), loss="mae")
    return modelo


@mistake(
    "crie_regressao",
    diagnosis="O modelo não foi compilado: sem compile ele não tem perda nem otimizador, e "
    "não treina.",
)
def sem_compilar(n_entradas, n_ocultas, n_saidas, taxa):
    return keras.Sequential(
        [
            keras.Input((n_entradas,)),
            layers.Dense(n_ocultas, activation="sigmoid"),
            layers.Dense(n_saidas),
        ]
    )


# --- treine ------------------------------------------------------------------------------


@mistake(
    "treine",
    diagnosis="A função devolve o objeto History. A lista das perdas está dentro dele, em "
    'history["loss"].',
)
def devolve_history(modelo, X, Y, epocas, lote):
    return modelo.fit(X, Y, epochs=epocas, batch_size=lote, verbose=0)


@mistake("treine", diagnosis="Só a última perda foi devolvida: o enunciado pede a lista inteira.")
def so_a_ultima_perda(modelo, X, Y, epocas, lote):
    return modelo.fit(X, Y, epochs=epocas, batch_size=lote, verbose=0).history["loss"][-1]


@mistake(
    "treine",
    diagnosis="O argumento lote não chega a fit, e o Keras usa lotes de 32: com poucos "
    "exemplos, um passo por época.",
)
def lote_ignorado(modelo, X, Y, epocas, lote):
    return modelo.fit(X, Y, epochs=epocas, verbose=0).history["loss"]


@mistake("treine", diagnosis="O número de épocas está fixo no código em vez de vir do argumento.")
def epocas_fixas(modelo, X, Y, epocas, lote):
    return modelo.fit(X, Y, epochs=100, batch_size=lote, verbose=0).history["loss"]


@mistake(
    "treine",
    diagnosis="O treino foi de X para X: a rede aprende a copiar a entrada. O alvo é Y.",
)
def alvo_e_a_entrada(modelo, X, Y, epocas, lote):
    X = np.asarray(X)
    alvo = np.resize(X, np.shape(Y))
    return modelo.fit(X, alvo, epochs=epocas, batch_size=lote, verbose=0).history["loss"]


@mistake(
    "treine",
    diagnosis="Quem treinou foi uma cópia do modelo; o que foi recebido ficou como era.",
)
def treina_uma_copia(modelo, X, Y, epocas, lote):
    copia = keras.models.clone_model(modelo)
    copia.set_weights(modelo.get_weights())
    copia.compile(
        optimizer=keras.optimizers.SGD(float(modelo.optimizer.learning_rate.numpy())), loss="mse"
    )
    return copia.fit(X, Y, epochs=epocas, batch_size=lote, verbose=0).history["loss"]


# --- prepare_pesos -----------------------------------------------------------------------


@mistake(
    "prepare_pesos",
    diagnosis="Os pesos foram só divididos por 100: ficam entre 0 e 1, e a régua pedida vai "
    "de -1 a 1.",
)
def so_divide_por_cem(kg, letras):
    X = np.array(kg, float).reshape(-1, 1) / 100
    return X, np.array([[float(l == c) for c in "ABC"] for l in letras])


@mistake(
    "prepare_pesos",
    diagnosis="A régua usa o menor e o maior peso dos dados: cada conjunto teria a sua. Os "
    "limites são fixos, 0 e 100 kg.",
)
def minimo_e_maximo_dos_dados(kg, letras):
    k = np.array(kg, float).reshape(-1, 1)
    X = 2 * (k - k.min()) / max(k.max() - k.min(), 1e-9) - 1
    return X, np.array([[float(l == c) for c in "ABC"] for l in letras])


@mistake(
    "prepare_pesos",
    diagnosis="As colunas são só as classes que aparecem nos dados: com uma ausente, faltam "
    "colunas e as outras mudam de lugar.",
)
def so_as_classes_presentes(kg, letras):
    X = 2 * (np.array(kg, float).reshape(-1, 1) / 100 - 0.5)
    classes = sorted(set(letras))
    return X, np.array([[float(l == c) for c in classes] for l in letras])


@mistake(
    "prepare_pesos",
    diagnosis="Y traz o número da classe em vez de uma coluna por classe (one-hot).",
)
def rotulos_inteiros(kg, letras):
    X = 2 * (np.array(kg, float).reshape(-1, 1) / 100 - 0.5)
    return X, np.array(["ABC".index(l) for l in letras])


@mistake(
    "prepare_pesos",
    diagnosis="X é um vetor de m números. Um exemplo por linha pede uma coluna, de formato (m, 1).",
)
def x_sem_coluna(kg, letras):
    X = 2 * (np.array(kg, float) / 100 - 0.5)
    return X, np.array([[float(l == c) for c in "ABC"] for l in letras])


# --- classifique -------------------------------------------------------------------------


@mistake("classifique", diagnosis="Foram devolvidas as saídas da rede, e não as letras.")
def devolve_saidas(modelo, X):
    return modelo.predict(X, verbose=0)


@mistake(
    "classifique", diagnosis="O maior foi procurado em cada coluna (axis=0), e não em cada linha."
)
def maior_da_coluna(modelo, X):
    return ["ABC"[k % 3] for k in np.argmax(modelo.predict(X, verbose=0), axis=0)]


@mistake("classifique", diagnosis="Foi devolvido o número da coluna; falta trocá-lo pela letra.")
def numero_da_coluna(modelo, X):
    return np.argmax(modelo.predict(X, verbose=0), axis=1)


@mistake(
    "classifique",
    diagnosis="As saídas foram comparadas com 0,5. A classe é a da maior saída, por menor que "
    "seja.",
)
def acima_de_meio(modelo, X):
    saidas = modelo.predict(X, verbose=0)
    return ["ABC"[int(np.argmax(linha > 0.5))] for linha in saidas]


# --- padronize ---------------------------------------------------------------------------


@mistake(
    "padronize",
    diagnosis="O teste foi padronizado com a média e o desvio dele mesmo. A régua é a do treino.",
)
def regua_do_teste(treino, teste):
    def p(x):
        x = np.array(x, float)
        d = x.std(axis=0)
        d[d == 0] = 1
        return (x - x.mean(axis=0)) / d

    return p(treino), p(teste)


@mistake(
    "padronize",
    diagnosis="A média e o desvio são um só para todas as colunas: falta axis=0.",
)
def regua_unica(treino, teste):
    treino, teste = np.array(treino, float), np.array(teste, float)
    return (treino - treino.mean()) / treino.std(), (teste - treino.mean()) / treino.std()


@mistake(
    "padronize",
    diagnosis="A média usa treino e teste juntos: o teste vazou para o treino.",
)
def regua_dos_dois(treino, teste):
    treino, teste = np.array(treino, float), np.array(teste, float)
    tudo = np.concatenate([treino, teste])
    d = tudo.std(axis=0)
    d[d == 0] = 1
    return (treino - tudo.mean(axis=0)) / d, (teste - tudo.mean(axis=0)) / d


@mistake(
    "padronize",
    diagnosis="Uma coluna constante tem desvio 0, e a divisão deu nan: divida essa coluna por 1.",
)
def divide_por_zero(treino, teste):
    treino, teste = np.array(treino, float), np.array(teste, float)
    m, d = treino.mean(axis=0), treino.std(axis=0)
    return (treino - m) / d, (teste - m) / d


@mistake("padronize", diagnosis="Falta dividir pelo desvio: só a média foi tirada.")
def so_tira_a_media(treino, teste):
    treino, teste = np.array(treino, float), np.array(teste, float)
    return treino - treino.mean(axis=0), teste - treino.mean(axis=0)


@mistake(
    "padronize",
    diagnosis="A média foi arredondada para o tipo da entrada, e a subtração em uint8 deu a "
    "volta: passe para float antes.",
)
def subtrai_em_uint8(treino, teste):
    treino, teste = np.asarray(treino), np.asarray(teste)
    m, d = treino.mean(axis=0).astype(treino.dtype), treino.std(axis=0)
    d[d == 0] = 1
    return (treino - m) / d, (teste - m) / d


# --- treine_notas ------------------------------------------------------------------------


@mistake(
    "treine_notas",
    diagnosis="Softmax em um neurônio só responde sempre 1: com uma saída, a ativação é a "
    "sigmoide.",
)
def softmax_de_um(ax, ay, epocas):
    n = layers.Normalization()
    n.adapt(ax)
    modelo = keras.Sequential(
        [
            keras.Input((ax.shape[1],)),
            n,
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="softmax"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy")
    modelo.fit(ax, ay, epochs=epocas, batch_size=32, verbose=0)
    return modelo


@mistake(
    "treine_notas",
    diagnosis="A padronização ficou fora do modelo, que treinou com números pequenos e recebe "
    "as notas cruas. Use a camada Normalization dentro dele.",
)
def normaliza_fora(ax, ay, epocas):
    modelo = keras.Sequential(
        [
            keras.Input((ax.shape[1],)),
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy")
    x = (ax - ax.mean(axis=0)) / ax.std(axis=0) / 10
    modelo.fit(x, ay, epochs=epocas, batch_size=32, verbose=0)
    return modelo


@mistake(
    "treine_notas",
    diagnosis="SGD com taxa 0,001 e perda mse: o passo é pequeno demais, e a rede mal sai do "
    "lugar.",
)
def taxa_minuscula(ax, ay, epocas):
    n = layers.Normalization()
    n.adapt(ax)
    modelo = keras.Sequential(
        [
            keras.Input((ax.shape[1],)),
            n,
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.SGD(learning_rate=0.001), loss="mse")
    modelo.fit(ax, ay, epochs=epocas, batch_size=32, verbose=0)
    return modelo


@mistake(
    "treine_notas",
    diagnosis="Sem camada oculta a fronteira é uma reta, e reta nenhuma separa essas notas.",
)
def sem_oculta(ax, ay, epocas):
    n = layers.Normalization()
    n.adapt(ax)
    modelo = keras.Sequential(
        [keras.Input((ax.shape[1],)), n, layers.Dense(1, activation="sigmoid")]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy")
    modelo.fit(ax, ay, epochs=epocas, batch_size=32, verbose=0)
    return modelo


@mistake("treine_notas", diagnosis="O modelo foi criado e compilado, mas falta o fit: não treinou.")
def esquece_o_fit(ax, ay, epocas):
    n = layers.Normalization()
    n.adapt(ax)
    modelo = keras.Sequential(
        [
            keras.Input((ax.shape[1],)),
            n,
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy")
    return modelo


# --- crie_mlp ----------------------------------------------------------------------------


@mistake(
    "crie_mlp",
    diagnosis="Falta adapt: a camada de normalização não mediu nada e deixa os pixels como estão.",
)
def sem_adapt(imagens, ocultas, n_classes):
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            layers.Rescaling(1.0),
            layers.Flatten(),
            *[layers.Dense(n, activation="relu") for n in ocultas],
            layers.Dense(n_classes, activation="softmax"),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005),
        loss="sparse_categorical_crossentropy",
    )
    return modelo


@mistake(
    "crie_mlp",
    diagnosis="A saída tem sigmoide: as probabilidades não somam 1. Classes que se excluem "
    "pedem softmax.",
)
def sigmoide_na_saida(imagens, ocultas, n_classes):
    normal = layers.Normalization()
    normal.adapt(imagens)
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            normal,
            layers.Flatten(),
            *[layers.Dense(n, activation="relu") for n in ocultas],
            layers.Dense(n_classes, activation="sigmoid"),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005),
        loss="sparse_categorical_crossentropy",
    )
    return modelo


@mistake(
    "crie_mlp",
    diagnosis="As ocultas têm sigmoide, como em mlp1; aqui o enunciado pede ReLU.",
)
def ocultas_com_sigmoide(imagens, ocultas, n_classes):
    normal = layers.Normalization()
    normal.adapt(imagens)
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            normal,
            layers.Flatten(),
            *[layers.Dense(n, activation="sigmoid") for n in ocultas],
            layers.Dense(n_classes, activation="softmax"),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005),
        loss="sparse_categorical_crossentropy",
    )
    return modelo


@mistake(
    "crie_mlp",
    diagnosis="A perda categorical_crossentropy espera one-hot, e os rótulos vêm inteiros: "
    "use a versão sparse.",
)
def perda_que_pede_one_hot(imagens, ocultas, n_classes):
    normal = layers.Normalization()
    normal.adapt(imagens)
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            normal,
            layers.Flatten(),
            *[layers.Dense(n, activation="relu") for n in ocultas],
            layers.Dense(n_classes, activation="softmax"),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005), loss="categorical_crossentropy"
    )
    return modelo


@mistake(
    "crie_mlp",
    diagnosis="A perda recebe from_logits=True, mas a saída já passou pela softmax: ela é "
    "aplicada duas vezes, e o treino fica lento.",
)
def softmax_duas_vezes(imagens, ocultas, n_classes):
    normal = layers.Normalization()
    normal.adapt(imagens)
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            normal,
            layers.Flatten(),
            *[layers.Dense(n, activation="relu") for n in ocultas],
            layers.Dense(n_classes, activation="softmax"),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return modelo


@mistake(
    "crie_mlp",
    diagnosis="A taxa do Adam ficou no padrão, 0,001; o enunciado pede 0,0005.",
)
def taxa_padrao_do_adam(imagens, ocultas, n_classes):
    normal = layers.Normalization()
    normal.adapt(imagens)
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            normal,
            layers.Flatten(),
            *[layers.Dense(n, activation="relu") for n in ocultas],
            layers.Dense(n_classes, activation="softmax"),
        ]
    )
    modelo.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return modelo


# --- salve_e_carregue --------------------------------------------------------------------


@mistake(
    "salve_e_carregue",
    diagnosis="O modelo foi gravado, mas o que volta é o mesmo objeto: falta ler o arquivo.",
)
def devolve_o_mesmo(modelo, caminho):
    modelo.save(caminho)
    return modelo


@mistake(
    "salve_e_carregue",
    diagnosis="Uma cópia da arquitetura nasce com pesos novos: os gravados não foram lidos.",
)
def so_a_arquitetura(modelo, caminho):
    modelo.save(caminho)
    return keras.models.clone_model(modelo)


@mistake(
    "salve_e_carregue",
    diagnosis="O modelo foi lido com compile=False: sem perda nem otimizador, o treino não "
    "continua.",
)
def sem_otimizador(modelo, caminho):
    modelo.save(caminho)
    return keras.models.load_model(caminho, compile=False)


@mistake(
    "salve_e_carregue", diagnosis="A função só grava: falta ler o arquivo e devolver o modelo."
)
def so_grava(modelo, caminho):
    modelo.save(caminho)


# --- entropia_de_logits ------------------------------------------------------------------


@mistake(
    "entropia_de_logits",
    diagnosis="A conta passa pela softmax e tira o logaritmo depois: com logits enormes, p "
    "vira 0 e a perda, infinita. Desfaça a exponencial no papel.",
)
def softmax_e_depois_logaritmo(z, y):
    z = np.array(z, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(-np.log(p[np.arange(len(z)), y]))


@mistake(
    "entropia_de_logits", diagnosis="A perda é a soma dos exemplos, e o enunciado pede a média."
)
def soma_em_vez_de_media(z, y):
    z = np.array(z, float)
    c = z.max(axis=1)
    return np.sum(c + np.log(np.exp(z - c[:, None]).sum(axis=1)) - z[np.arange(len(z)), y])


@mistake(
    "entropia_de_logits",
    diagnosis="A exponencial foi tirada sem subtrair o máximo: logits grandes dão infinito.",
)
def exponencial_crua(z, y):
    z = np.array(z, float)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), y])


@mistake(
    "entropia_de_logits", diagnosis="O logaritmo é na base 2; a entropia cruzada usa o natural."
)
def logaritmo_na_base_2(z, y):
    z = np.array(z, float)
    c = z.max(axis=1)
    soma = np.log(np.exp(z - c[:, None]).sum(axis=1))
    return np.mean(c + soma - z[np.arange(len(z)), y]) / np.log(2)


@mistake(
    "entropia_de_logits",
    diagnosis="O máximo é o do lote inteiro: as linhas muito menores somam zero, e o "
    "logaritmo estoura. Cada linha tem o seu.",
)
def maximo_do_lote(z, y):
    z = np.array(z, float)
    c = z.max()
    return np.mean(c + np.log(np.exp(z - c).sum(axis=1)) - z[np.arange(len(z)), y])


# --- entropia_binaria --------------------------------------------------------------------


@mistake("entropia_binaria", diagnosis="Falta o sinal de menos: a perda deu negativa.")
def sem_o_menos(p, y):
    p, y = np.clip(p, 1e-7, 1 - 1e-7), np.array(y, float)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(
    "entropia_binaria",
    diagnosis="Falta o termo de (1 - y): os exemplos de rótulo 0 não custam nada.",
)
def so_o_termo_de_y(p, y):
    return -np.mean(np.array(y, float) * np.log(np.clip(p, 1e-7, 1 - 1e-7)))


@mistake("entropia_binaria", diagnosis="A perda é a soma das posições, e o enunciado pede a média.")
def soma_das_posicoes(p, y):
    p, y = np.clip(p, 1e-7, 1 - 1e-7), np.array(y, float)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(
    "entropia_binaria",
    diagnosis="Sem o corte, uma probabilidade 0 ou 1 leva a ln 0, e a perda é infinita ou nan.",
)
def sem_corte(p, y):
    p, y = np.array(p, float), np.array(y, float)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(
    "entropia_binaria",
    diagnosis="O corte é em 1e-15, e o enunciado pede 1e-7, o do Keras.",
)
def corte_menor(p, y):
    p, y = np.clip(p, 1e-15, 1 - 1e-15), np.array(y, float)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# --- treine_pytorch ----------------------------------------------------------------------


@mistake(
    "treine_pytorch",
    diagnosis="Falta zero_grad: backward soma, e a partir da segunda volta o passo usa "
    "gradientes velhos. Nada reclama; a perda é que não desce.",
)
def sem_zero_grad(rede, X, Y, epocas, taxa):
    X, Y = (torch.tensor(np.array(d), dtype=torch.float32) for d in (X, Y))
    otimizador = torch.optim.SGD(rede.parameters(), lr=taxa)
    perdas = []
    for _ in range(epocas):
        perda = torch.nn.MSELoss()(rede(X), Y)
        perda.backward()
        otimizador.step()
        perdas.append(perda.item())
    return perdas


@mistake(
    "treine_pytorch",
    diagnosis="Os gradientes são calculados e ninguém os usa: falta o step, ou eles foram "
    "apagados antes dele.",
)
def sem_step(rede, X, Y, epocas, taxa):
    X, Y = (torch.tensor(np.array(d), dtype=torch.float32) for d in (X, Y))
    perdas = []
    for _ in range(epocas):
        rede.zero_grad()
        perda = torch.nn.MSELoss()(rede(X), Y)
        perda.backward()
        perdas.append(perda.item())
    return perdas


@mistake(
    "treine_pytorch", diagnosis="A perda soma os quadrados; MSELoss, sem argumentos, dá a média."
)
def soma_dos_quadrados(rede, X, Y, epocas, taxa):
    X, Y = (torch.tensor(np.array(d), dtype=torch.float32) for d in (X, Y))
    otimizador = torch.optim.SGD(rede.parameters(), lr=taxa)
    perdas = []
    for _ in range(epocas):
        otimizador.zero_grad()
        perda = ((rede(X) - Y) ** 2).sum()
        perda.backward()
        otimizador.step()
        perdas.append(perda.item())
    return perdas


@mistake(
    "treine_pytorch",
    diagnosis="A perda anotada é a de depois do passo; o enunciado pede a de antes.",
)
def perda_depois_do_passo(rede, X, Y, epocas, taxa):
    X, Y = (torch.tensor(np.array(d), dtype=torch.float32) for d in (X, Y))
    otimizador = torch.optim.SGD(rede.parameters(), lr=taxa)
    perdas = []
    for _ in range(epocas):
        otimizador.zero_grad()
        torch.nn.MSELoss()(rede(X), Y).backward()
        otimizador.step()
        perdas.append(torch.nn.MSELoss()(rede(X), Y).item())
    return perdas
