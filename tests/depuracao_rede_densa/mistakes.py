"""Erros conhecidos do lab de depuração, com o diagnóstico que um professor daria.

Uns são defeitos que ficaram, outros são consertos errados. Cada função é o que um estudante
deixaria no lugar da que a questão pede; as demais são as do notebook em que ela é posta.
"""
# l é a camada, como no enunciado; sigmoid, linear_forward e as outras vêm do notebook.
# ruff: noqa: E741, F821, F841, RUF059

import copy

import numpy as np

from gabarito.checks import mistake

# --- initialize_parameters_deep ----------------------------------------------------------


@mistake(
    "initialize_parameters_deep",
    diagnosis="As chaves ainda levam o total de camadas: cada volta escreve por cima da anterior. "
    "Sem os assert ninguém percebe; com eles, o Python diz que chave falta.",
)
def chaves_com_o_total(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{L}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{L}"] = np.zeros((n, 1))
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="Uma das duas chaves foi consertada, e a outra ainda leva o total de camadas.",
)
def chave_do_vies_com_o_total(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{L}"] = np.zeros((n, 1))
        assert parameters[f"W{l}"].shape == (n, n_before)
        assert parameters[f"b{l}"].shape == (n, 1)
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="np.zeros ainda recebe dois argumentos, e o segundo é lido como tipo dos dados. O "
    "formato é um argumento só.",
)
def zeros_com_dois_argumentos(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{l}"] = np.zeros(n, 1)
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="O viés ficou com uma dimensão só. Somado a Z, ele se deita: um número por exemplo, "
    "em vez de um por neurônio. O assert existia para avisar disso.",
)
def vieses_sem_coluna(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{l}"] = np.zeros(n)
        assert parameters[f"W{l}"].shape == (n, n_before)
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="As camadas foram numeradas a partir do zero, e a propagação procura a camada 1.",
)
def chaves_a_partir_de_zero(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l - 1}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{l - 1}"] = np.zeros((n, 1))
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="A semente foi para dentro do laço, e todas as camadas recomeçam do mesmo sorteio.",
)
def semente_no_laco(layer_dims):
    parameters = {}
    for l in range(1, len(layer_dims)):
        np.random.seed(3)
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="O formato de W foi trocado: linhas são os neurônios da camada, colunas são as "
    "entradas dela.",
)
def pesos_transpostos(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n_before, n)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


@mistake(
    "initialize_parameters_deep",
    diagnosis="Os vieses também foram sorteados. Eles começam em zero, e o sorteio a mais ainda "
    "muda os pesos das camadas seguintes.",
)
def vieses_sorteados(layer_dims):
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{l}"] = 0.01 * np.random.randn(n, 1)
    return parameters


# --- relu --------------------------------------------------------------------------------


@mistake(
    "relu",
    diagnosis="O NumPy continua sem conhecer esse nome: compare, letra por letra, com o que a "
    "mensagem sugere.",
)
def relu_como_veio(Z):
    A = np.maximun(Z, 0)
    assert A.shape == Z.shape
    return A, Z


@mistake(
    "relu",
    diagnosis="O max do Python compara dois arrays inteiros, e a resposta dessa pergunta não é um "
    "sim ou não. A conta aqui é elemento a elemento.",
)
def relu_com_max_do_python(Z):
    return max(Z, 0), Z


@mistake(
    "relu",
    diagnosis="np.max procura o maior elemento de um array; o segundo argumento dele é um eixo. "
    "Comparar dois valores é outra função.",
)
def relu_com_maior_elemento(Z):
    return np.max(Z, 0), Z


@mistake(
    "relu",
    diagnosis="Os negativos mudaram de sinal em vez de virar zero: isso é o módulo.",
)
def relu_com_modulo(Z):
    return np.abs(Z), Z


@mistake(
    "relu",
    diagnosis="Sobrou o lado negativo: a comparação com zero está invertida.",
)
def relu_invertida(Z):
    return np.minimum(Z, 0), Z


@mistake(
    "relu",
    diagnosis="A função devolve onde a porta abre, e não o valor que passa por ela.",
)
def relu_mascara(Z):
    return (Z > 0).astype(float), Z


@mistake(
    "relu",
    diagnosis="Zerar os negativos no próprio Z estraga o cache e o array de quem chamou: as três "
    "coisas são o mesmo array.",
)
def relu_no_lugar(Z):
    A = Z
    A[A < 0] = 0
    return A, Z


@mistake(
    "relu",
    diagnosis="O cache deveria ser a entrada da ReLU, e ficou com a saída.",
)
def relu_cache_com_a_saida(Z):
    A = np.maximum(Z, 0)
    return A, A


# --- relu_backward -----------------------------------------------------------------------


@mistake(
    "relu_backward",
    diagnosis="A função já roda, mas ainda decide pelo sinal de dA. Um gradiente negativo tem de "
    "passar onde a entrada da ReLU era positiva.",
)
def volta_testa_dA(dA, cache):
    Z = cache
    dZ = np.array(dA)
    dZ[dA <= 0] = 0
    assert dZ.shape == Z.shape
    return dZ


@mistake(
    "relu_backward",
    diagnosis="O NumPy ainda não conhece esse nome: em Python, maiúscula e minúscula são letras "
    "diferentes.",
)
def volta_com_nome_errado(dA, cache):
    Z = cache
    dZ = np.Array(dA)
    dZ[Z <= 0] = 0
    return dZ


@mistake(
    "relu_backward",
    diagnosis="np.asarray não faz cópia: os zeros foram escritos no dA de quem chamou. A docstring "
    "pede um array novo.",
)
def volta_sem_copia(dA, cache):
    Z = cache
    dZ = np.asarray(dA)
    dZ[Z <= 0] = 0
    return dZ


@mistake(
    "relu_backward",
    diagnosis="Onde Z vale exatamente zero o gradiente passou. A porta só abre acima de zero.",
)
def volta_passa_no_zero(dA, cache):
    Z = cache
    dZ = np.array(dA)
    dZ[Z < 0] = 0
    return dZ


@mistake(
    "relu_backward",
    diagnosis="O gradiente foi multiplicado pelo valor da ida. Na ReLU a derivada é 1 ou 0, e "
    "não Z.",
)
def volta_multiplica_por_Z(dA, cache):
    Z = cache
    return dA * np.maximum(Z, 0)


@mistake(
    "relu_backward",
    diagnosis="A função devolve a derivada da ReLU, e falta a regra da cadeia: o gradiente que "
    "chegou.",
)
def volta_devolve_a_mascara(dA, cache):
    return np.where(cache > 0, 1.0, 0.0)


@mistake(
    "relu_backward",
    diagnosis="A porta está invertida: o gradiente passa onde a entrada era negativa.",
)
def volta_invertida(dA, cache):
    dZ = np.array(dA)
    dZ[cache >= 0] = 0
    return dZ


# --- linear_activation_forward -----------------------------------------------------------


@mistake(
    "linear_activation_forward",
    diagnosis="O ramo da relu ainda faz só a parte linear, e ninguém dá valor a activation_cache: "
    "compare-o, linha a linha, com o da sigmoide.",
)
def ida_como_veio(A_prev, W, b, activation):
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        A, linear_cache = linear_forward(A_prev, W, b)
    return A, (linear_cache, activation_cache)


@mistake(
    "linear_activation_forward",
    diagnosis="O erro se calou, mas a camada ficou linear: nada transforma os negativos em zero.",
)
def ida_linear(A_prev, W, b, activation):
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        A, linear_cache = linear_forward(A_prev, W, b)
        activation_cache = A
    return A, (linear_cache, activation_cache)


@mistake(
    "linear_activation_forward",
    diagnosis="O ramo da relu aplica a sigmoide: o if perdeu a razão de existir.",
)
def ida_sigmoide_nos_dois(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = sigmoid(Z)
    return A, (linear_cache, activation_cache)


@mistake(
    "linear_activation_forward",
    diagnosis="A ativação saiu do if e passou por cima da sigmoide: agora toda camada é ReLU, e a "
    "saída não é mais uma probabilidade.",
)
def ida_relu_nos_dois(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = relu(Z)
    return A, (linear_cache, activation_cache)


@mistake(
    "linear_activation_forward",
    diagnosis="O activation_cache ficou com a saída da ativação, e a volta precisa da entrada.",
)
def ida_cache_com_a_saida(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = relu(Z)[0] if activation == "relu" else sigmoid(Z)[0]
    return A, (linear_cache, A)


@mistake(
    "linear_activation_forward",
    diagnosis="As duas partes do cache trocaram de lugar: a volta as desempacota na ordem da "
    "docstring.",
)
def ida_cache_invertido(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = relu(Z) if activation == "relu" else sigmoid(Z)
    return A, (activation_cache, linear_cache)


@mistake(
    "linear_activation_forward",
    diagnosis="relu devolve duas coisas, e a dupla inteira ficou em A.",
)
def ida_sem_desempacotar(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)
    else:
        A, activation_cache = relu(Z), Z
    return A, (linear_cache, activation_cache)


# --- L_model_forward ---------------------------------------------------------------------


@mistake(
    "L_model_forward",
    diagnosis="A última camada e o return ainda estão dentro do laço: tudo acaba na primeira "
    "volta.",
)
def rede_como_veio(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
        AL, cache = linear_activation_forward(
            A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid"
        )
        caches.append(cache)
        return AL, caches


@mistake(
    "L_model_forward",
    diagnosis="Só o return saiu do laço. A camada da sigmoide ainda roda uma vez para cada oculta, "
    "e deixa um cache a mais de cada vez.",
)
def so_o_return_saiu(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
        AL, cache = linear_activation_forward(
            A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid"
        )
        caches.append(cache)
    return AL, caches


@mistake(
    "L_model_forward",
    diagnosis="A última camada usa ReLU: a saída deixou de ser uma probabilidade.",
)
def saida_com_relu(X, parameters):
    caches = []
    A = X
    for l in range(1, len(parameters) // 2 + 1):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    return A, caches


@mistake(
    "L_model_forward",
    diagnosis="Todas as camadas usam sigmoide. As ocultas desta rede são de ReLU.",
)
def ocultas_com_sigmoide(X, parameters):
    caches = []
    A = X
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, cache = linear_activation_forward(A, W, b, "sigmoid")
        caches.append(cache)
    return A, caches


@mistake(
    "L_model_forward",
    diagnosis="O laço das ocultas passa também pela última camada, que acaba aplicada duas vezes.",
)
def uma_camada_a_mais(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


@mistake(
    "L_model_forward",
    diagnosis="Toda camada recebe X. A entrada de uma camada é a saída da anterior.",
)
def todas_recebem_X(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(X, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


@mistake(
    "L_model_forward",
    diagnosis="O cache da última camada não entrou na lista, e a volta começa justamente por ele.",
)
def sem_o_ultimo_cache(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, _ = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    return AL, caches


# --- compute_cost ------------------------------------------------------------------------


@mistake(
    "compute_cost",
    diagnosis="A soma foi consertada, mas m ainda conta as linhas de Y, e há uma só: o custo "
    "cresce com o lote. Os exemplos são as colunas.",
)
def custo_com_m_das_linhas(AL, Y):
    m = Y.shape[0]
    return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


@mistake(
    "compute_cost",
    diagnosis="np é o módulo inteiro, e não uma função: falta o nome depois do ponto.",
)
def custo_chama_o_modulo(AL, Y):
    m = Y.shape[1]
    return -np(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


@mistake(
    "compute_cost",
    diagnosis="A média foi tirada duas vezes: np.mean já divide pelo número de exemplos.",
)
def custo_com_duas_medias(AL, Y):
    m = Y.shape[1]
    return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


@mistake(
    "compute_cost",
    diagnosis="O sum do Python soma as linhas e devolve um número por exemplo. O custo é um só.",
)
def custo_com_sum_do_python(AL, Y):
    m = Y.shape[1]
    return -sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


@mistake(
    "compute_cost",
    diagnosis="O termo de 1 − y se perdeu no conserto: os exemplos de rótulo 0 não pagam nada.",
)
def custo_sem_os_zeros(AL, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL)) / m


@mistake(
    "compute_cost",
    diagnosis="O sinal se perdeu: logaritmos de probabilidades são negativos, e um custo não.",
)
def custo_sem_o_menos(AL, Y):
    m = Y.shape[1]
    return np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


@mistake(
    "compute_cost",
    diagnosis="O logaritmo é de outra base: quem responde 0,5 a todos deveria pagar ln 2.",
)
def custo_em_base_dez(AL, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log10(AL) + (1 - Y) * np.log10(1 - AL)) / m


# --- linear_backward ---------------------------------------------------------------------


@mistake(
    "linear_backward",
    diagnosis="O defeito silencioso ficou: db é a soma do lote, e deveria ser a média. O juiz por "
    "parâmetro aprova os dW e reprova os db.",
)
def db_sem_media(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True)


@mistake(
    "linear_backward",
    diagnosis="O cache ainda é desempacotado em dois nomes, e ele tem três itens.",
)
def cache_em_dois_nomes(dZ, cache):
    A_prev, W = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


@mistake(
    "linear_backward",
    diagnosis="db foi somado ao longo dos neurônios: sobrou um número por exemplo, em vez de um "
    "por neurônio.",
)
def db_no_outro_eixo(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=0, keepdims=True) / m


@mistake(
    "linear_backward",
    diagnosis="db perdeu a segunda dimensão, e na atualização o NumPy vai somá-lo deitado.",
)
def db_sem_keepdims(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1) / m


@mistake(
    "linear_backward",
    diagnosis="db foi dividido por m duas vezes: a média do NumPy já divide.",
)
def db_com_duas_medias(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.mean(dZ, axis=1, keepdims=True) / m


@mistake(
    "linear_backward",
    diagnosis="db é a média de tudo, um número só para a camada inteira. Cada neurônio tem o seu.",
)
def db_media_de_tudo(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.mean(dZ)


@mistake(
    "linear_backward",
    diagnosis="Todos os gradientes foram divididos pelo número de entradas da camada: os exemplos "
    "estão na outra dimensão de A_prev.",
)
def m_das_linhas(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[0]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


@mistake(
    "linear_backward",
    diagnosis="dA_prev também levou 1/m. Ele ainda é o gradiente de cada exemplo, e a média entra "
    "só em dW e em db.",
)
def dA_prev_com_media(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ / m, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


@mistake(
    "linear_backward",
    diagnosis="A soma foi escrita por cima do b do cache, e os vieses da rede viraram gradientes.",
)
def db_no_lugar_de_b(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    b[:] = np.sum(dZ, axis=1, keepdims=True) / m
    return W.T @ dZ, dZ @ A_prev.T / m, b


# --- linear_activation_backward ----------------------------------------------------------


@mistake(
    "linear_activation_backward",
    diagnosis="O return ainda está no ramo da sigmoide: com relu, a função acaba e devolve None.",
)
def volta_como_veio(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
        return dA_prev, dW, db


@mistake(
    "linear_activation_backward",
    diagnosis="O return mudou de ramo em vez de sair do if: agora é a sigmoide que devolve None.",
)
def volta_so_na_relu(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        return linear_backward(dZ, linear_cache)


@mistake(
    "linear_activation_backward",
    diagnosis="A ReLU é usada nos dois casos, e a derivada da sigmoide não aparece.",
)
def volta_relu_nos_dois(dA, cache, activation):
    linear_cache, activation_cache = cache
    return linear_backward(relu_backward(dA, activation_cache), linear_cache)


@mistake(
    "linear_activation_backward",
    diagnosis="A sigmoide é usada nos dois casos: a camada oculta volta por uma porta que ela não "
    "usou na ida.",
)
def volta_sigmoide_nos_dois(dA, cache, activation):
    linear_cache, activation_cache = cache
    return linear_backward(sigmoid_backward(dA, activation_cache), linear_cache)


@mistake(
    "linear_activation_backward",
    diagnosis="A derivada da ativação é calculada, mas quem segue para a parte linear é dA.",
)
def volta_sem_dZ(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
    else:
        dZ = sigmoid_backward(dA, activation_cache)
    return linear_backward(dA, linear_cache)


@mistake(
    "linear_activation_backward",
    diagnosis="Os três resultados saem em outra ordem: quem chama os desempacota na da docstring.",
)
def volta_fora_de_ordem(dA, cache, activation):
    linear_cache, activation_cache = cache
    ative = relu_backward if activation == "relu" else sigmoid_backward
    dA_prev, dW, db = linear_backward(ative(dA, activation_cache), linear_cache)
    return dW, db, dA_prev


# --- L_model_backward --------------------------------------------------------------------


@mistake(
    "L_model_backward",
    diagnosis="Os dois nomes foram consertados, e o return continua dentro do laço: com três "
    "camadas, faltam as chaves das primeiras. Com duas, nada se nota.",
)
def retorno_no_laco(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(1, m)
    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{l}"], caches[l - 1], "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db
        return grads


@mistake(
    "L_model_backward",
    diagnosis="Um array não tem shapes nem reshapes: os dois nomes são no singular, e um deles "
    "ainda não está.",
)
def nome_no_plural(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshapes(1, m)
    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{l}"], caches[l - 1], "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db
    return grads


@mistake(
    "L_model_backward",
    diagnosis="A linha do reshape foi apagada em vez de consertada: com Y em coluna, a conta vira "
    "uma matriz de m por m, e o NumPy não reclama dela.",
)
def sem_reshape(AL, Y, caches):
    grads = {}
    L = len(caches)
    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{l}"], caches[l - 1], "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db
    return grads


@mistake(
    "L_model_backward",
    diagnosis="O sinal do começo se inverteu, e todos os gradientes apontam para onde o custo "
    "desce: o passo, que vai contra eles, sobe.",
)
def sinal_trocado(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(1, m)
    dAL = Y / AL - (1 - Y) / (1 - AL)
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{l}"], caches[l - 1], "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db
    return grads


@mistake(
    "L_model_backward",
    diagnosis="O laço para na camada 2: em Python o fim de um range fica de fora.",
)
def esquece_a_camada_1(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(1, m)
    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db
    for l in range(L - 1, 1, -1):
        dA_prev, dW, db = linear_activation_backward(grads[f"dA{l}"], caches[l - 1], "relu")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db
    return grads


@mistake(
    "L_model_backward",
    diagnosis="As camadas ocultas voltam pela sigmoide, e na ida elas foram ReLU. O juiz aprova só "
    "a última camada.",
)
def ocultas_voltam_como_sigmoide(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(1, m)
    dA = (1 - Y) / (1 - AL) - Y / AL
    for l in range(L, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], "sigmoid")
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db
    return grads


# --- update_parameters -------------------------------------------------------------------


@mistake(
    "update_parameters",
    diagnosis="O return continua dentro do laço: só a camada 1 aprende. O custo cai assim mesmo, e "
    "um passo à mão na última camada mostra que ela não se moveu.",
)
def so_a_camada_1(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    L = len(parameters) // 2
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
        return parameters


@mistake(
    "update_parameters",
    diagnosis="O return foi consertado e revelou o outro defeito: o dicionário tem duas entradas "
    "por camada, e o laço procura camadas que não existem.",
)
def L_sem_dividir(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    L = len(parameters)
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


@mistake(
    "update_parameters",
    diagnosis="O laço para uma camada antes: a última nunca aprende.",
)
def esquece_a_ultima(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    L = len(parameters) // 2
    for l in range(1, L):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


@mistake(
    "update_parameters",
    diagnosis="Sem a cópia, o -= escreve nos arrays recebidos, e quem guardou os parâmetros "
    "antigos fica sem eles.",
)
def atualiza_no_lugar(params, grads, learning_rate):
    for l in range(1, len(params) // 2 + 1):
        params[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
        params[f"b{l}"] -= learning_rate * grads[f"db{l}"]
    return params


@mistake(
    "update_parameters",
    diagnosis="dict(params) copia o dicionário, mas não os arrays: o -= ainda escreve nos "
    "recebidos.",
)
def copia_rasa(params, grads, learning_rate):
    parameters = dict(params)
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


@mistake(
    "update_parameters",
    diagnosis="O passo vai a favor do gradiente, para onde o custo sobe.",
)
def sobe_o_gradiente(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] + learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] + learning_rate * grads[f"db{l}"]
    return parameters


@mistake(
    "update_parameters",
    diagnosis="Os vieses ficaram parados: eles também têm gradiente.",
)
def esquece_os_vieses(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
    return parameters
