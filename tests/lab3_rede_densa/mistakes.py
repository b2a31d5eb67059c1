"""Erros conhecidos do laboratório 3, com o diagnóstico que um professor daria.

Cada função é o que um estudante escreveria no lugar da que a questão pede. As demais
funções do laboratório são as do notebook em que ela é posta, e l é a camada, como no enunciado.
"""
# ruff: noqa: E741, F821

import numpy as np
from dnn_utils_v2 import relu, relu_backward, sigmoid, sigmoid_backward

from gabarito.checks import mistake

# --- initialize_parametros -------------------------------------------------------------


@mistake(
    "initialize_parametros",
    diagnosis="As chaves do dicionário usam o total de camadas, e não a camada da vez: cada "
    "volta do laço escreve por cima da anterior. Imprima as chaves para conferir.",
)
def chave_da_ultima_camada(camadas_dims):
    np.random.seed(3)
    parametros = {}
    L = len(camadas_dims)
    for l in range(1, L):
        parametros["W" + str(L)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(L)] = np.zeros((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="np.zeros recebeu dois números soltos, e o segundo foi lido como tipo dos dados. "
    "O formato é um argumento só.",
)
def formato_sem_tupla(camadas_dims):
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.zeros(camadas_dims[l], 1)
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="Os pesos saíram cem vezes maiores que o pedido: o sorteio ainda precisa do fator "
    "de escala do enunciado.",
)
def pesos_sem_escala(camadas_dims):
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1])
        parametros["b" + str(l)] = np.zeros((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="Cada chamada sorteia números diferentes. A semente do enunciado precisa ser "
    "fixada toda vez que a função começa.",
)
def sem_semente(camadas_dims):
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.zeros((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="A semente é fixada de novo a cada camada, e todas as camadas recebem os mesmos "
    "números. Uma vez por chamada basta.",
)
def semente_em_cada_camada(camadas_dims):
    parametros = {}
    for l in range(1, len(camadas_dims)):
        np.random.seed(3)
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.zeros((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="Os vieses começaram em 1. O enunciado pede outro valor inicial: só os pesos "
    "precisam quebrar a simetria.",
)
def vieses_em_um(camadas_dims):
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.ones((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="As dimensões de W estão trocadas. Em Z = W·A + b, as linhas de W são os neurônios "
    "da camada e as colunas são as entradas.",
)
def pesos_transpostos(camadas_dims):
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l - 1], camadas_dims[l]) * 0.01
        parametros["b" + str(l)] = np.zeros((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="O sorteio é uniforme, só de números positivos. A normal do enunciado tem média "
    "zero: o randn termina em n.",
)
def sorteio_uniforme(camadas_dims):
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.rand(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.zeros((camadas_dims[l], 1))
    return parametros


@mistake(
    "initialize_parametros",
    diagnosis="Os vieses têm uma dimensão só. Sem a segunda, o NumPy os soma deitados, um por "
    "exemplo, em vez de um por neurônio.",
)
def vieses_sem_coluna(camadas_dims):
    np.random.seed(3)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.zeros(camadas_dims[l])
    return parametros


# --- linear_forward --------------------------------------------------------------------


@mistake(
    "linear_forward",
    diagnosis="O viés ficou de fora: sem ele, todo neurônio responde zero quando a entrada é zero.",
)
def sem_vies(A, W, b):
    Z = np.dot(W, A)
    return Z, (A, W, b)


@mistake(
    "linear_forward",
    diagnosis="O viés foi subtraído, e na fórmula ele é somado.",
)
def vies_subtraido(A, W, b):
    Z = np.dot(W, A) - b
    return Z, (A, W, b)


@mistake(
    "linear_forward",
    diagnosis="O viés foi somado deitado: cada coluna (exemplo) ganhou um número, quando quem tem "
    "viés é cada linha (neurônio).",
)
def vies_transposto(A, W, b):
    Z = np.dot(W, A) + b.T
    return Z, (A, W, b)


@mistake(
    "linear_forward",
    diagnosis="O produto de matrizes não é comutativo: confira qual das duas tem as colunas que "
    "combinam com as linhas da outra.",
)
def produto_invertido(A, W, b):
    Z = np.dot(A, W) + b
    return Z, (A, W, b)


@mistake(
    "linear_forward",
    diagnosis="O asterisco multiplica elemento a elemento. Cada neurônio precisa da soma "
    "ponderada de todas as entradas.",
)
def produto_elemento_a_elemento(A, W, b):
    Z = W.T * A + b
    return Z, (A, W, b)


@mistake(
    "linear_forward",
    diagnosis="O cache está fora da ordem combinada, e o backward vai trocar pesos por ativações.",
)
def cache_fora_de_ordem(A, W, b):
    Z = np.dot(W, A) + b
    return Z, (W, A, b)


@mistake(
    "linear_forward",
    diagnosis="O cache guardou Z no lugar da entrada da camada. A derivada em relação aos pesos "
    "depende do que entrou.",
)
def cache_com_z(A, W, b):
    Z = np.dot(W, A) + b
    return Z, (Z, W, b)


@mistake(
    "linear_forward",
    diagnosis="O += escreve na própria b, que veio de fora e tem uma coluna só: o resultado de um "
    "lote não cabe nela. Crie uma matriz nova.",
)
def vies_acumulado(A, W, b):
    b += np.dot(W, A)
    return b, (A, W, b)


# --- linear_ativacao_forward -----------------------------------------------------------


@mistake(
    "linear_ativacao_forward",
    diagnosis="No ramo da relu a parte linear é calculada, mas a ativação não chega a ser "
    "aplicada: compare com o ramo da sigmoid.",
)
def relu_sem_ativacao(A_prev, W, b, ativacao):
    if ativacao == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, ativacao_cache = sigmoid(Z)
    elif ativacao == "relu":
        Z, linear_cache = linear_forward(A_prev, W, b)
    cache = (linear_cache, ativacao_cache)
    return A, cache


@mistake(
    "linear_ativacao_forward",
    diagnosis="As duas ativações estão trocadas: veja que nome cada ramo do if testa.",
)
def ativacoes_trocadas(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, ativacao_cache = relu(Z) if ativacao == "sigmoid" else sigmoid(Z)
    return A, (linear_cache, ativacao_cache)


@mistake(
    "linear_ativacao_forward",
    diagnosis="O ativacao_cache guardou a saída da ativação, e a derivada precisa da entrada dela.",
)
def cache_com_a_ativacao(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, _ = sigmoid(Z) if ativacao == "sigmoid" else relu(Z)
    return A, (linear_cache, A)


@mistake(
    "linear_ativacao_forward",
    diagnosis="Zerar os negativos direto em Z apaga também o Z do cache, porque as duas variáveis "
    "são a mesma matriz.",
)
def relu_no_lugar(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if ativacao == "sigmoid":
        A = 1 / (1 + np.exp(-Z))
    else:
        A = Z
        A[A < 0] = 0
    return A, (linear_cache, Z)


@mistake(
    "linear_ativacao_forward",
    diagnosis="sigmoid e relu devolvem dois itens, e aqui a dupla inteira ficou em A. Dê um nome "
    "a cada item.",
)
def ativacao_sem_desempacotar(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = sigmoid(Z) if ativacao == "sigmoid" else relu(Z)
    return A, (linear_cache, Z)


@mistake(
    "linear_ativacao_forward",
    diagnosis="A sigmoide está espelhada: ela deveria crescer com Z. Confira o sinal dentro da "
    "exponencial.",
)
def sigmoide_espelhada(A_prev, W, b, ativacao):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = 1 / (1 + np.exp(Z)) if ativacao == "sigmoid" else np.maximum(0, Z)
    return A, (linear_cache, Z)


# --- L_modelo_forward ------------------------------------------------------------------


@mistake(
    "L_modelo_forward",
    diagnosis="O return está dentro do for, e a função termina na primeira volta. Confira o "
    "recuo do que deve acontecer depois das camadas ocultas.",
)
def retorno_dentro_do_laco_forward(X, parametros):
    caches = []
    A = X
    L = len(parametros) // 2
    for l in range(1, L):
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        A, cache = linear_ativacao_forward(A, W, b, "relu")
        caches.append(cache)
        W, b = parametros["W" + str(L)], parametros["b" + str(L)]
        AL, cache = linear_ativacao_forward(A, W, b, "sigmoid")
        caches.append(cache)
        return AL, caches


@mistake(
    "L_modelo_forward",
    diagnosis="O while não termina: nada dentro dele muda a condição que ele testa.",
)
def laco_sem_fim(X, parametros):
    caches = []
    A = X
    L = len(parametros) // 2
    l = 1
    while l <= L:
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        saida, cache = linear_ativacao_forward(A, W, b, "relu" if l < L else "sigmoid")
    caches.append(cache)
    return saida, caches


@mistake(
    "L_modelo_forward",
    diagnosis="Todas as camadas usam sigmoid. No modelo do enunciado ela fica só na saída.",
)
def sigmoide_em_todas(X, parametros):
    caches = []
    A = X
    for l in range(1, len(parametros) // 2 + 1):
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        A, cache = linear_ativacao_forward(A, W, b, "sigmoid")
        caches.append(cache)
    return A, caches


@mistake(
    "L_modelo_forward",
    diagnosis="A última camada também usa relu, então AL não é uma probabilidade.",
)
def relu_em_todas(X, parametros):
    caches = []
    A = X
    for l in range(1, len(parametros) // 2 + 1):
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        A, cache = linear_ativacao_forward(A, W, b, "relu")
        caches.append(cache)
    return A, caches


@mistake(
    "L_modelo_forward",
    diagnosis="Todas as camadas ocultas recebem X. A partir da segunda, a entrada é a saída da "
    "camada anterior.",
)
def entrada_sempre_x(X, parametros):
    caches = []
    A = X
    L = len(parametros) // 2
    for l in range(1, L):
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        A, cache = linear_ativacao_forward(X, W, b, "relu")
        caches.append(cache)
    W, b = parametros["W" + str(L)], parametros["b" + str(L)]
    AL, cache = linear_ativacao_forward(A, W, b, "sigmoid")
    caches.append(cache)
    return AL, caches


@mistake(
    "L_modelo_forward",
    diagnosis="O cache da camada de saída não foi guardado: caches tem um elemento a menos que a "
    "rede tem camadas.",
)
def cache_da_saida_esquecido(X, parametros):
    caches = []
    A = X
    L = len(parametros) // 2
    for l in range(1, L):
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        A, cache = linear_ativacao_forward(A, W, b, "relu")
        caches.append(cache)
    AL, cache = linear_ativacao_forward(
        A, parametros["W" + str(L)], parametros["b" + str(L)], "sigmoid"
    )
    return AL, caches


@mistake(
    "L_modelo_forward",
    diagnosis="A camada de saída recebeu a entrada da última camada oculta, e não a saída dela: "
    "veja qual das duas variáveis está mais adiante na rede.",
)
def saida_uma_camada_atrasada(X, parametros):
    caches = []
    A = X
    L = len(parametros) // 2
    for l in range(1, L):
        A_prev = A
        W, b = parametros["W" + str(l)], parametros["b" + str(l)]
        A, cache = linear_ativacao_forward(A_prev, W, b, "relu")
        caches.append(cache)
    W, b = parametros["W" + str(L)], parametros["b" + str(L)]
    AL, cache = linear_ativacao_forward(A_prev, W, b, "sigmoid")
    caches.append(cache)
    return AL, caches


# --- custo -----------------------------------------------------------------------------


@mistake(
    "custo",
    diagnosis="O resultado ainda tem um valor por exemplo: falta juntá-los em um só número.",
)
def custo_sem_soma(AL, Y):
    m = Y.shape[1]
    return np.squeeze((-1 / m) * (Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


@mistake(
    "custo",
    diagnosis="O custo saiu negativo. O logaritmo de uma probabilidade é negativo, e a fórmula "
    "compensa isso.",
)
def custo_sem_sinal(AL, Y):
    m = Y.shape[1]
    return np.squeeze(np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)


@mistake(
    "custo",
    diagnosis="Só os exemplos com rótulo 1 contam. Falta o termo que cobra os erros nos exemplos "
    "de rótulo 0.",
)
def custo_so_dos_positivos(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(Y * np.log(AL)) / m)


@mistake(
    "custo",
    diagnosis="Os dois logaritmos são de AL: o dos exemplos de rótulo 0 é o de 1 - AL, a "
    "probabilidade que a rede deu à resposta certa.",
)
def custo_sem_um_menos(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(AL)) / m)


@mistake(
    "custo",
    diagnosis="O custo cresce com o número de exemplos: a fórmula é uma média, não só uma soma.",
)
def custo_sem_media(AL, Y):
    return np.squeeze(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


@mistake(
    "custo",
    diagnosis="AL e Y estão trocados na fórmula: o logaritmo é da probabilidade, e os rótulos "
    "escolhem qual termo conta.",
)
def custo_trocado(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(AL * np.log(Y) + (1 - AL) * np.log(1 - Y)) / m)


@mistake(
    "custo",
    diagnosis="O logaritmo da entropia cruzada é o natural, não o de base 10.",
)
def custo_na_base_dez(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(Y * np.log10(AL) + (1 - Y) * np.log10(1 - AL)) / m)


@mistake(
    "custo",
    diagnosis="O sinal de menos ficou só no primeiro termo, e os dois se descontam. Confira os "
    "parênteses.",
)
def custo_sinal_em_um_termo(AL, Y):
    m = Y.shape[1]
    return np.squeeze(np.sum(-Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)


@mistake(
    "custo",
    diagnosis="Este é o erro quadrático médio. O enunciado pede outro custo, que usa o logaritmo "
    "da probabilidade.",
)
def custo_quadratico(AL, Y):
    m = Y.shape[1]
    return np.squeeze(np.sum((AL - Y) ** 2) / m)


# --- linear_backward -------------------------------------------------------------------


@mistake(
    "linear_backward",
    diagnosis="db = b não copia: os dois nomes são a mesma matriz, e preencher db apaga o viés da "
    "rede guardado no cache. Crie uma matriz nova.",
)
def vies_sobrescrito(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = b
    for i in range(b.size):
        db[[i]] = 1 / m * sum(dZ[i])
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


@mistake(
    "linear_backward",
    diagnosis="db perdeu uma dimensão na soma e já não tem o formato de b.",
)
def db_sem_coluna(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1) / m


@mistake(
    "linear_backward",
    diagnosis="Faltou a média: dW e db somam os exemplos, mas não dividem pela quantidade deles.",
)
def backward_sem_media(dZ, cache):
    A_prev, W, _ = cache
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T), np.sum(dZ, axis=1, keepdims=True)


@mistake(
    "linear_backward",
    diagnosis="m saiu do eixo errado: a divisão foi pelo número de entradas, não pelo de exemplos.",
)
def divide_pelas_entradas(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[0]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


@mistake(
    "linear_backward",
    diagnosis="db ficou igual para todos os neurônios: a soma correu a matriz inteira, quando cada "
    "neurônio soma só os seus exemplos.",
)
def db_de_todos_os_neuronios(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ) / m * np.ones(b.shape)


@mistake(
    "linear_backward",
    diagnosis="dA_prev também foi dividido por m. Ele é o gradiente de cada exemplo, e a média só "
    "entra onde os exemplos se somam.",
)
def da_prev_com_media(dZ, cache):
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    return np.dot(W.T, dZ) / m, dW, np.sum(dZ, axis=1, keepdims=True) / m


# --- linear_ativacao_backward ----------------------------------------------------------


@mistake(
    "linear_ativacao_backward",
    diagnosis="O return ficou dentro do ramo da sigmoid, e com relu a função devolve None. "
    "Confira o recuo da última linha.",
)
def retorno_so_na_sigmoide(dA, cache, ativacao):
    linear_cache, ativacao_cache = cache
    if ativacao == "relu":
        dZ = relu_backward(dA, ativacao_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif ativacao == "sigmoid":
        dZ = sigmoid_backward(dA, ativacao_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
        return dA_prev, dW, db


@mistake(
    "linear_ativacao_backward",
    diagnosis="As derivadas estão trocadas: veja que nome cada ramo do if testa.",
)
def derivadas_trocadas(dA, cache, ativacao):
    linear_cache, ativacao_cache = cache
    if ativacao == "relu":
        dZ = sigmoid_backward(dA, ativacao_cache)
    else:
        dZ = relu_backward(dA, ativacao_cache)
    return linear_backward(dZ, linear_cache)


@mistake(
    "linear_ativacao_backward",
    diagnosis="dA seguiu direto para a parte linear, sem passar pela derivada da ativação.",
)
def sem_derivada(dA, cache, ativacao):
    linear_cache, _ = cache
    return linear_backward(dA, linear_cache)


@mistake(
    "linear_ativacao_backward",
    diagnosis="A derivada da relu foi escrita por cima de dA, que veio de fora e ainda vai ser "
    "usado. Trabalhe em uma cópia.",
)
def da_sobrescrito(dA, cache, ativacao):
    linear_cache, Z = cache
    if ativacao == "relu":
        dA[Z <= 0] = 0
        dZ = dA
    else:
        dZ = sigmoid_backward(dA, Z)
    return linear_backward(dZ, linear_cache)


@mistake(
    "linear_ativacao_backward",
    diagnosis="Onde Z é exatamente zero a relu está parada, e o gradiente não deve passar.",
)
def relu_passa_no_zero(dA, cache, ativacao):
    linear_cache, Z = cache
    dZ = dA * (Z >= 0) if ativacao == "relu" else sigmoid_backward(dA, Z)
    return linear_backward(dZ, linear_cache)


@mistake(
    "linear_ativacao_backward",
    diagnosis="A fórmula s·(1 − s) usou o cache como saída da sigmoid, mas o que ele guarda é Z.",
)
def sigmoide_derivada_em_z(dA, cache, ativacao):
    linear_cache, Z = cache
    dZ = relu_backward(dA, Z) if ativacao == "relu" else dA * Z * (1 - Z)
    return linear_backward(dZ, linear_cache)


# --- L_modelo_backward -----------------------------------------------------------------


@mistake(
    "L_modelo_backward",
    diagnosis="O return está dentro do for, e só a última camada oculta recebe gradientes. "
    "Confira o recuo da última linha.",
)
def retorno_dentro_do_laco_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA, dW, db = linear_ativacao_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA, dW, db
    for l in reversed(range(L - 1)):
        dA, dW, db = linear_ativacao_backward(grads["dA" + str(l + 1)], caches[l], "relu")
        grads["dA" + str(l)] = dA
        grads["dW" + str(l + 1)] = dW
        grads["db" + str(l + 1)] = db
        return grads


@mistake(
    "L_modelo_backward",
    diagnosis="Todos os gradientes saíram com o sinal trocado: reveja os sinais de dAL, que é a "
    "derivada do custo.",
)
def dal_sem_sinal(AL, Y, caches):
    grads = {}
    L = len(caches)
    dA = np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)
    for l in range(L, 0, -1):
        ativacao = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_ativacao_backward(dA, caches[l - 1], ativacao)
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA, dW, db
    return grads


@mistake(
    "L_modelo_backward",
    diagnosis="AL − Y já inclui a derivada da sigmoid: é dZ, não dAL. Usado como dAL, a sigmoid "
    "entra duas vezes na conta.",
)
def atalho_no_lugar_de_dal(AL, Y, caches):
    grads = {}
    L = len(caches)
    dA = AL - Y
    for l in range(L, 0, -1):
        ativacao = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_ativacao_backward(dA, caches[l - 1], ativacao)
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA, dW, db
    return grads


@mistake(
    "L_modelo_backward",
    diagnosis="O atalho AL − Y só vale quando AL é a sigmoid do Z do cache. O enunciado pede o "
    "caminho geral, que começa em dAL.",
)
def atalho_sem_dal(AL, Y, caches):
    grads = {}
    L = len(caches)
    dA, dW, db = linear_backward(AL - Y, caches[L - 1][0])
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA, dW, db
    for l in range(L - 1, 0, -1):
        dA, dW, db = linear_ativacao_backward(dA, caches[l - 1], "relu")
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA, dW, db
    return grads


@mistake(
    "L_modelo_backward",
    diagnosis="A chave de dA está deslocada: dA com o número l é o gradiente em relação à "
    "ativação da camada l, que entra na camada seguinte.",
)
def chaves_de_da_deslocadas(AL, Y, caches):
    grads = {}
    L = len(caches)
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for l in range(L, 0, -1):
        ativacao = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_ativacao_backward(dA, caches[l - 1], ativacao)
        grads["dA" + str(l)], grads["dW" + str(l)], grads["db" + str(l)] = dA, dW, db
    return grads


@mistake(
    "L_modelo_backward",
    diagnosis="As camadas ocultas foram derivadas como sigmoid, mas no forward elas usaram relu.",
)
def sigmoide_em_todo_o_backward(AL, Y, caches):
    grads = {}
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for l in range(len(caches), 0, -1):
        dA, dW, db = linear_ativacao_backward(dA, caches[l - 1], "sigmoid")
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA, dW, db
    return grads


@mistake(
    "L_modelo_backward",
    diagnosis="O laço das camadas ocultas anda da primeira para a última, e procura um dA que "
    "ainda não existe: o gradiente vem da saída.",
)
def laco_do_comeco_ao_fim(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA, dW, db = linear_ativacao_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA, dW, db
    for l in range(L - 1):
        dA, dW, db = linear_ativacao_backward(grads["dA" + str(l + 1)], caches[l], "relu")
        grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = dA, dW, db
    return grads


@mistake(
    "L_modelo_backward",
    diagnosis="Cada camada oculta leu o cache da camada seguinte: a lista começa em 0, e as "
    "camadas começam em 1.",
)
def cache_da_camada_seguinte(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA, dW, db = linear_ativacao_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = dA, dW, db
    for l in reversed(range(1, L)):
        dA, dW, db = linear_ativacao_backward(grads["dA" + str(l)], caches[l], "relu")
        grads["dA" + str(l - 1)], grads["dW" + str(l)], grads["db" + str(l)] = dA, dW, db
    return grads


# --- atualize_parametros ---------------------------------------------------------------


@mistake(
    "atualize_parametros",
    diagnosis="O laço procura camadas que não existem: o dicionário tem dois parâmetros por "
    "camada, um W e um b.",
)
def laco_sem_dividir_por_dois(parametros, grads, learning_rate):
    L = len(parametros)
    for l in range(L):
        W, b = "W" + str(l + 1), "b" + str(l + 1)
        parametros[W] = parametros[W] - learning_rate * grads["d" + W]
        parametros[b] = parametros[b] - learning_rate * grads["d" + b]
    return parametros


@mistake(
    "atualize_parametros",
    diagnosis="O return está dentro do for, e só a primeira camada é atualizada. Confira o recuo "
    "da última linha.",
)
def so_a_primeira_camada(parametros, grads, learning_rate):
    L = len(parametros)
    for l in range(L):
        W, b = "W" + str(l + 1), "b" + str(l + 1)
        parametros[W] = parametros[W] - learning_rate * grads["d" + W]
        parametros[b] = parametros[b] - learning_rate * grads["d" + b]
        return parametros


@mistake(
    "atualize_parametros",
    diagnosis="Os parâmetros andam na direção em que o custo cresce: o passo é contra o gradiente.",
)
def soma_o_gradiente(parametros, grads, learning_rate):
    for nome in parametros:
        parametros[nome] = parametros[nome] + learning_rate * grads["d" + nome]
    return parametros


@mistake(
    "atualize_parametros",
    diagnosis="Só os pesos são atualizados, e os vieses ficam parados.",
)
def so_os_pesos(parametros, grads, learning_rate):
    for l in range(1, len(parametros) // 2 + 1):
        W = "W" + str(l)
        parametros[W] = parametros[W] - learning_rate * grads["d" + W]
    return parametros


@mistake(
    "atualize_parametros",
    diagnosis="O passo foi o gradiente inteiro: a taxa de aprendizado não aparece na conta.",
)
def sem_taxa(parametros, grads, learning_rate):
    for nome in parametros:
        parametros[nome] = parametros[nome] - grads["d" + nome]
    return parametros


@mistake(
    "atualize_parametros",
    diagnosis="A última camada ficou sem atualização: confira onde o range termina.",
)
def ultima_camada_esquecida(parametros, grads, learning_rate):
    L = len(parametros) // 2
    for l in range(1, L):
        for nome in ("W" + str(l), "b" + str(l)):
            parametros[nome] = parametros[nome] - learning_rate * grads["d" + nome]
    return parametros


@mistake(
    "atualize_parametros",
    diagnosis="A multiplicação pela taxa foi feita dentro de grads, e os gradientes de quem chamou "
    "mudaram de valor. Só os parâmetros podem mudar aqui.",
)
def gradientes_alterados(parametros, grads, learning_rate):
    for nome in parametros:
        grads["d" + nome] *= learning_rate
        parametros[nome] = parametros[nome] - grads["d" + nome]
    return parametros


# --- L_layer_modelo --------------------------------------------------------------------


@mistake(
    "L_layer_modelo",
    diagnosis="O return está dentro do for, e o treino para na primeira iteração.",
)
def treino_de_uma_iteracao(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
        return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="Os parâmetros são inicializados de novo a cada iteração, e o que a rede aprendeu "
    "se perde. O ponto de partida vem antes do laço.",
)
def recomeca_a_cada_iteracao(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    iniciais = parametros or initialize_parametros(camada_dims)
    for i in range(num_iter):
        parametros = {nome: valor.copy() for nome, valor in iniciais.items()}
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="O forward ficou fora do laço: todos os passos usam o gradiente do ponto de partida.",
)
def forward_fora_do_laco(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    AL, caches = L_modelo_forward(X, parametros)
    for i in range(num_iter):
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="A taxa de aprendizado recebida é ignorada: a atualização usa sempre o mesmo número.",
)
def taxa_fixa(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, 0.0075)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="A lista custos só é preenchida quando print_custo é verdadeiro. Guardar e imprimir "
    "são decisões separadas.",
)
def custos_so_ao_imprimir(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if print_custo and i % 100 == 0:
            print(f"Custo na iteração {i}: {custo(AL, Y)}")
            if custos is not None:
                custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="Os parâmetros recebidos são descartados: o treino parte sempre de uma "
    "inicialização nova.",
)
def ignora_parametros_dados(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = initialize_parametros(camada_dims)
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="O treino escreve nas próprias matrizes que recebeu, e quem as passou perde o ponto "
    "de partida. Comece com uma cópia.",
)
def treina_no_lugar(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        for nome in parametros:
            parametros[nome] -= learning_rate * grads["d" + nome]
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="AL e Y chegam trocados à função custo, e o custo guardado não faz sentido.",
)
def custo_com_argumentos_trocados(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(Y, AL))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="O laço dá uma volta a mais que o pedido: confira onde o range termina.",
)
def uma_iteracao_a_mais(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    for i in range(num_iter + 1):
        AL, caches = L_modelo_forward(X, parametros)
        if custos is not None and i % 100 == 0:
            custos.append(custo(AL, Y))
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
    return parametros


@mistake(
    "L_layer_modelo",
    diagnosis="O custo anotado é o de depois do passo. O da iteração mede os parâmetros que "
    "entraram nela.",
)
def custo_depois_do_passo(
    X,
    Y,
    camada_dims,
    learning_rate=0.0075,
    num_iter=3000,
    print_custo=False,
    parametros=None,
    custos=None,
):
    parametros = parametros or initialize_parametros(camada_dims)
    parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    for i in range(num_iter):
        AL, caches = L_modelo_forward(X, parametros)
        grads = L_modelo_backward(AL, Y, caches)
        parametros = atualize_parametros(parametros, grads, learning_rate)
        if custos is not None and i % 100 == 0:
            custos.append(custo(L_modelo_forward(X, parametros)[0], Y))
    return parametros


# --- vetorize_imagens ------------------------------------------------------------------


@mistake(
    "vetorize_imagens",
    diagnosis="O formato está certo, mas as imagens se misturaram: reshape não transpõe, só relê "
    "os números em sequência. Confira se uma coluna traz uma imagem só.",
)
def transposta_errada(imagens):
    m = imagens.shape[0]
    return imagens.reshape(-1, m) / 255


@mistake(
    "vetorize_imagens",
    diagnosis="Cada imagem ficou em uma linha. No laboratório, os exemplos são as colunas.",
)
def imagens_em_linhas(imagens):
    m = imagens.shape[0]
    return imagens.reshape(m, -1) / 255


@mistake(
    "vetorize_imagens",
    diagnosis="Os pixels continuam na escala original: falta levá-los ao intervalo pedido.",
)
def pixels_sem_escala(imagens):
    m = imagens.shape[0]
    return imagens.reshape(m, -1).T


@mistake(
    "vetorize_imagens",
    diagnosis="A escala depende do pixel mais claro do lote, e o mesmo pixel muda de valor entre "
    "treino e teste. Divida pelo maior valor que um pixel pode ter.",
)
def escala_pelo_maximo(imagens):
    m = imagens.shape[0]
    return imagens.reshape(m, -1).T / imagens.max()


@mistake(
    "vetorize_imagens",
    diagnosis="A divisão foi inteira, e quase todos os pixels viraram zero.",
)
def divisao_inteira(imagens):
    m = imagens.shape[0]
    return imagens.reshape(m, -1).T // 255


@mistake(
    "vetorize_imagens",
    diagnosis="O tamanho da imagem está escrito na função, e só imagens desse tamanho servem.",
)
def tamanho_fixo(imagens):
    return imagens.reshape(-1, 64 * 64 * 3).T / 255


@mistake(
    "vetorize_imagens",
    diagnosis="A divisão tentou escrever números com vírgula em um array de inteiros de 8 bits. "
    "Guarde o resultado em um array novo.",
)
def divisao_no_lugar(imagens):
    X = imagens.reshape(imagens.shape[0], -1).T
    X /= 255
    return X


@mistake(
    "vetorize_imagens",
    diagnosis="O .T inverteu todos os eixos de uma vez: cada coluna traz uma imagem só, mas com os "
    "canais e os pixels em outra ordem.",
)
def eixos_invertidos(imagens):
    m = imagens.shape[0]
    return imagens.T.reshape(-1, m) / 255


@mistake(
    "vetorize_imagens",
    diagnosis="Os pixels vão de −1 a 1, e o enunciado pede outro intervalo.",
)
def escala_de_menos_um_a_um(imagens):
    m = imagens.shape[0]
    return imagens.reshape(m, -1).T / 127.5 - 1
