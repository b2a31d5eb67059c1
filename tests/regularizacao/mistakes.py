"""Erros conhecidos do lab de regularização, com o diagnóstico que um professor daria.

Cada função é o que um estudante escreveria no lugar da que a questão pede. As demais funções do
laboratório são as do notebook em que ela é posta.
"""
# Um estudante desempacota o cache inteiro, use ou não cada nome.
# ruff: noqa: F821, RUF059, SIM300

import numpy as np
from rede_pronta import compute_cost, relu, sigmoid

from gabarito.checks import mistake

# --- compute_cost_with_regularization ----------------------------------------------------


@mistake(
    "compute_cost_with_regularization",
    diagnosis="A soma só percorre as três primeiras camadas, quantas quer que a rede tenha: faça "
    "um laço, como em len(parameters) // 2.",
)
def so_tres_camadas(A3, Y, parameters, lambd):
    m = Y.shape[1]
    W1, W2, W3 = parameters["W1"], parameters["W2"], parameters["W3"]
    soma = np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3))
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="A penalidade saiu com o dobro do valor: compare o fator da frente da soma com o da "
    "fórmula.",
)
def custo_sem_metade(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(np.square(W)) for W in pesos)
    return compute_cost(A3, Y) + lambd / m * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="A penalidade não foi dividida pelo número de exemplos, e o equilíbrio com a "
    "entropia cruzada, que é uma média, se perde.",
)
def penalidade_sem_m(A3, Y, parameters, lambd):
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(np.square(W)) for W in pesos)
    return compute_cost(A3, Y) + lambd / 2 * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="Os vieses entraram na soma. A penalidade do enunciado cobra só de uma parte dos "
    "parâmetros.",
)
def penaliza_os_vieses(A3, Y, parameters, lambd):
    m = Y.shape[1]
    soma = sum(np.sum(np.square(valor)) for valor in parameters.values())
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="Uma das camadas ficou fora da soma, a última: quantas matrizes de pesos a rede tem, "
    "e até onde vai o seu laço?",
)
def esquece_a_saida(A3, Y, parameters, lambd):
    m = Y.shape[1]
    soma = 0
    for camada in range(1, len(parameters) // 2):
        soma += np.sum(np.square(parameters["W" + str(camada)]))
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="Os pesos foram somados sem o quadrado, e pesos positivos e negativos se cancelam: "
    "a penalidade pode até ficar negativa.",
)
def soma_sem_quadrado(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(W) for W in pesos)
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="O quadrado foi tirado da soma inteira, e não de cada peso: a ordem das duas "
    "operações importa.",
)
def quadrado_da_soma(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(W) ** 2 for W in pesos)
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="np.linalg.norm já tira a raiz da soma dos quadrados, e a fórmula não tem raiz.",
)
def norma_com_raiz(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.linalg.norm(W) for W in pesos)
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="Python multiplica e divide da esquerda para a direita: sem parênteses, o que ficou "
    "embaixo do traço da fração?",
)
def fracao_sem_parenteses(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(np.square(W)) for W in pesos)
    return compute_cost(A3, Y) + lambd / 2 * m * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="np.mean divide a soma dos quadrados pelo número de pesos da camada, e a fórmula não "
    "faz essa divisão.",
)
def media_dos_quadrados(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.mean(np.square(W)) for W in pesos)
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="Aqui cada peso paga pelo seu módulo, o que é outra regularização, a L1. A L2 cobra "
    "dos pesos grandes muito mais que dos pequenos.",
)
def soma_dos_modulos(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(np.abs(W)) for W in pesos)
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="A função devolve só a penalidade: o custo tem duas parcelas.",
)
def so_a_penalidade(A3, Y, parameters, lambd):
    m = Y.shape[1]
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    soma = sum(np.sum(np.square(W)) for W in pesos)
    return lambd / (2 * m) * soma


@mistake(
    "compute_cost_with_regularization",
    diagnosis="Elevar ao quadrado com *= escreve nos próprios pesos da rede: o custo sai certo uma "
    "vez e o treino segue com outra rede.",
)
def quadrado_no_lugar(A3, Y, parameters, lambd):
    m = Y.shape[1]
    soma = 0
    pesos = [valor for nome, valor in parameters.items() if nome[0] == "W"]
    for W in pesos:
        W *= W
        soma += np.sum(W)
    return compute_cost(A3, Y) + lambd / (2 * m) * soma


# --- backward_propagation_with_regularization --------------------------------------------


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="A parcela da penalidade saiu pela metade: derive o quadrado e veja o que sobra do "
    "fator do custo.",
)
def gradiente_com_metade(X, Y, cache, lambd):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1 / m * np.dot(dZ3, A2.T) + lambd / (2 * m) * W3
    db3 = 1 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1 / m * np.dot(dZ2, A1.T) + lambd / (2 * m) * W2
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1 / m * np.dot(dZ1, X.T) + lambd / (2 * m) * W1
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="A parcela da penalidade não leva em conta o número de exemplos, e no custo ela é "
    "dividida por ele.",
)
def gradiente_sem_m(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + lambd * W
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="A penalidade ficou de fora: estes são os gradientes da rede sem regularização.",
)
def sem_penalidade(X, Y, cache, lambd):
    return backward_propagation(X, Y, cache)


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="Só a última camada recebeu a parcela da penalidade: o custo cobra dos pesos das "
    "três.",
)
def so_a_ultima_camada(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    gradients["dW3"] = gradients["dW3"] + lambd / X.shape[1] * cache[10]
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="Os vieses também foram puxados para zero, e a penalidade do custo não depende "
    "deles.",
)
def penaliza_db(X, Y, cache, lambd):
    m = X.shape[1]
    gradients = backward_propagation(X, Y, cache)
    for camada in (1, 2, 3):
        W, b = cache[4 * camada - 2], cache[4 * camada - 1]
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + lambd / m * W
        gradients[f"db{camada}"] = gradients[f"db{camada}"] + lambd / m * b
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="O sinal da penalidade está trocado: assim, cada passo aumenta os pesos em vez de "
    "encolhê-los.",
)
def sinal_trocado(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] - lambd / X.shape[1] * W
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="A parcela somada é a própria penalidade, e não a derivada dela: o quadrado continua "
    "lá.",
)
def quadrado_no_gradiente(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + lambd / X.shape[1] * np.square(W)
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="A divisão por m foi aplicada duas vezes à penalidade: veja o alcance dos "
    "parênteses.",
)
def media_duas_vezes(X, Y, cache, lambd):
    m = X.shape[1]
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = 1 / m * (m * gradients[f"dW{camada}"] + lambd / m * W)
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="O operador *= escreveu na matriz de pesos do cache, que é a da própria rede: os "
    "gradientes saem certos, mas a rede muda sem que ninguém a atualize.",
)
def encolhe_o_cache(X, Y, cache, lambd):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    penalidade = W3
    penalidade *= lambd / m
    dW3 = np.dot(dZ3, A2.T) / m + penalidade
    dZ2 = dA2 * (A2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="O 2 do expoente desceu na derivada, mas o fator da frente do custo não foi levado "
    "em conta: a parcela saiu com o dobro do valor.",
)
def gradiente_com_dois(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + 2 * lambd / X.shape[1] * W
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="A parcela somada é um número só, o mesmo para a camada inteira: a derivada em "
    "relação a um peso depende daquele peso.",
)
def soma_os_pesos(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + lambd / X.shape[1] * np.sum(W)
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="Somar o sinal de cada peso é derivar o módulo, que é a penalidade L1: na L2, o "
    "empurrão depende do tamanho do peso.",
)
def gradiente_do_modulo(X, Y, cache, lambd):
    gradients = backward_propagation(X, Y, cache)
    for camada, W in ((1, cache[2]), (2, cache[6]), (3, cache[10])):
        gradients[f"dW{camada}"] = gradients[f"dW{camada}"] + lambd / X.shape[1] * np.sign(W)
    return gradients


@mistake(
    "backward_propagation_with_regularization",
    diagnosis="Os pesos foram multiplicados no lugar antes de terminar a volta, e a camada de "
    "baixo recebeu o gradiente de uma rede já encolhida.",
)
def encolhe_antes_de_voltar(X, Y, cache, lambd):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    W3 *= lambd / m
    dW3 = np.dot(dZ3, A2.T) / m + W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    W2 *= lambd / m
    dW2 = np.dot(dZ2, A1.T) / m + W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    W1 *= lambd / m
    dW1 = np.dot(dZ1, X.T) / m + W1
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


# --- forward_propagation_with_dropout ----------------------------------------------------


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A comparação está ao contrário: a máscara vale 1 para quem deveria sair, e com "
    "keep_prob alto quase todos os neurônios são apagados.",
)
def mascara_invertida(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])
    D1 = D1 > keep_prob
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1])
    D2 = D2 > keep_prob
    A2 = A2 * D2
    A2 = A2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="Os neurônios são apagados, mas a escala dos que ficam não é corrigida: o sinal "
    "médio no treino fica menor que o da previsão.",
)
def ida_sem_divisao(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A escala foi corrigida para o lado errado: os neurônios que ficam precisam "
    "compensar os que saíram, e não encolher também.",
)
def multiplica_a_escala(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 * keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2 * keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A divisão foi pela probabilidade de apagar: quem fica é dividido pela de manter.",
)
def divide_pela_de_apagar(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 / (1 - keep_prob)
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2 / (1 - keep_prob)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="O sorteio tem um número por neurônio, e todos os exemplos perdem os mesmos "
    "neurônios. A máscara tem o formato da ativação inteira.",
)
def mascara_por_neuronio(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(Z1.shape[0], 1) < keep_prob
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(Z2.shape[0], 1) < keep_prob
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="np.random.randn sorteia da normal, que também dá negativos: a fração de neurônios "
    "mantidos deixa de ser keep_prob.",
)
def sorteio_normal(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.randn(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.randn(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A semente foi fixada de novo antes da segunda máscara, e as duas camadas usam os "
    "mesmos números. Uma vez por chamada basta.",
)
def semente_em_cada_mascara(X, parameters, keep_prob=0.5):
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    np.random.seed(1)
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    np.random.seed(1)
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A semente do enunciado sumiu, e cada chamada sorteia outras máscaras: a conta não "
    "pode ser conferida.",
)
def sem_a_semente(X, parameters, keep_prob=0.5):
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A máscara da camada 1 é sorteada e nunca aplicada: A1 só foi dividida por "
    "keep_prob.",
)
def so_a_segunda_mascara(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="As máscaras são sorteadas, mas a segunda não chega a ser aplicada: a camada 2 "
    "segue inteira.",
)
def so_a_primeira_mascara(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="O cache guarda as ativações de antes do dropout, e a volta vai calcular dW com "
    "neurônios que estavam apagados.",
)
def cache_com_as_ativacoes_inteiras(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(*A1.shape) < keep_prob
    Z2 = np.dot(W2, A1 * D1 / keep_prob) + b2
    A2 = relu(Z2)
    D2 = np.random.rand(*A2.shape) < keep_prob
    Z3 = np.dot(W3, A2 * D2 / keep_prob) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="O cache guarda os números sorteados em vez das máscaras: falta o resultado da "
    "comparação.",
)
def cache_com_os_sorteios(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape)
    A1 = relu(Z1) * (D1 < keep_prob) / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape)
    A2 = relu(Z2) * (D2 < keep_prob) / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="O dropout ficou desligado: isto é a propagação da hora da previsão. No treino, ele "
    "fica ligado.",
)
def dropout_desligado(X, parameters, keep_prob=0.5):
    A3, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = forward_propagation(X, parameters)
    D1, D2 = np.ones(A1.shape), np.ones(A2.shape)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="As duas máscaras foram sorteadas na ordem contrária à do enunciado, e cada camada "
    "ficou com números que não são os dela.",
)
def sorteio_fora_de_ordem(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    D2 = np.random.rand(W2.shape[0], X.shape[1]) < keep_prob
    D1 = np.random.rand(W1.shape[0], X.shape[1]) < keep_prob
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2) * D2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


@mistake(
    "forward_propagation_with_dropout",
    diagnosis="A camada 2 apaga os neurônios, mas só a camada 1 corrige a escala dos que ficam. "
    "As duas precisam compensar.",
)
def divisao_so_na_primeira(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[n] for n in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    D1 = np.random.rand(*Z1.shape) < keep_prob
    A1 = relu(Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = np.random.rand(*Z2.shape) < keep_prob
    A2 = relu(Z2) * D2
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


# --- backward_propagation_with_dropout ---------------------------------------------------


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="O cache tem 14 elementos, e aqui ele é desempacotado em 13 nomes: um dos que a "
    "retropropagação usa ficou de fora.",
)
def cache_sem_a1(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dW3 = 1 / m * np.dot(dZ3, A2.T)
    db3 = 1 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = D2 * dA2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 = D1 * dA1
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {
        **{"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2},
        **{"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1},
    }


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="A máscara é aplicada, mas falta a escala: na ida, os neurônios que ficaram foram "
    "ampliados, e o gradiente deles também é.",
)
def volta_sem_divisao(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * D2
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="Falta a máscara: o gradiente é ampliado, mas passa também pelos neurônios apagados.",
)
def volta_sem_mascara(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) / keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="O dropout não aparece na volta: faltam a máscara e a escala da ida.",
)
def volta_sem_dropout(X, Y, cache, keep_prob):
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    return backward_propagation(X, Y, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3))


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="As máscaras foram sorteadas de novo, e o gradiente é o de outra rede: as da ida "
    "estão guardadas.",
)
def mascaras_sorteadas_de_novo(X, Y, cache, keep_prob):
    np.random.seed(1)
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    D1 = np.random.rand(*A1.shape) < keep_prob
    D2 = np.random.rand(*A2.shape) < keep_prob
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="Só a camada 2 foi tratada: a camada 1 também teve neurônios apagados na ida.",
)
def volta_so_na_camada_dois(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="A escala foi para o lado errado: a volta multiplica pela mesma constante da ida.",
)
def volta_multiplica(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * D2 * keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1 * keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="A máscara foi invertida na volta: o gradiente passa justamente pelos neurônios que "
    "estavam apagados.",
)
def mascara_invertida_na_volta(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * (1 - D2) / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * (1 - D1) / keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="dZ3 é um segundo nome para o A3 do cache, e a subtração no lugar apaga a saída da "
    "rede que estava guardada.",
)
def saida_sobrescrita(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3
    dZ3 -= Y
    dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="A divisão foi pela probabilidade de apagar: a constante da volta é a mesma da ida.",
)
def volta_divide_pela_de_apagar(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * D2 / (1 - keep_prob)
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1 / (1 - keep_prob)
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="Só a camada 1 foi tratada: a camada 2 também teve neurônios apagados na ida.",
)
def volta_so_na_camada_um(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


@mistake(
    "backward_propagation_with_dropout",
    diagnosis="As duas máscaras foram aplicadas, mas a escala só foi corrigida na camada 2: na "
    "ida, a camada 1 passou pela mesma conta.",
)
def volta_com_escala_so_na_camada_dois(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob
    dZ2 = dA2 * (A2 > 0)
    dA1 = np.dot(W2.T, dZ2) * D1
    dZ1 = dA1 * (A1 > 0)
    gradients = {"dA2": dA2, "dA1": dA1}
    for camada, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        gradients[f"dZ{camada}"] = dZ
        gradients[f"dW{camada}"] = np.dot(dZ, A.T) / m
        gradients[f"db{camada}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return gradients


# --- dropout -----------------------------------------------------------------------------


@mistake(
    "dropout",
    diagnosis="A máscara está invertida: ficam os neurônios cujo número sorteado é maior que "
    "keep_prob, e deviam ficar os de número menor.",
)
def mascara_ao_contrario(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) > keep_prob
    return A * D / keep_prob, D


@mistake(
    "dropout",
    diagnosis="Falta a escala: quem fica tem de ser dividido por keep_prob, para compensar quem "
    "foi apagado.",
)
def apaga_sem_compensar(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    return A * D, D


@mistake(
    "dropout",
    diagnosis="A escala está ao contrário: multiplicar por keep_prob encolhe ainda mais o que "
    "ficou.",
)
def encolhe_quem_fica(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    return A * D * keep_prob, D


@mistake(
    "dropout",
    diagnosis="A divisão é pela probabilidade de apagar, 1 - keep_prob; a que compensa é a de "
    "manter.",
)
def divide_pela_outra(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    return A * D / (1 - keep_prob), D


@mistake(
    "dropout",
    diagnosis="A máscara foi sorteada e devolvida, mas A seguiu inteira: multiplique por D.",
)
def so_a_escala(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    return A / keep_prob, D


@mistake(
    "dropout",
    diagnosis="O sorteio é um por neurônio, e todos os exemplos apagam os mesmos: a máscara tem o "
    "formato de A, uma linha por neurônio e uma coluna por exemplo.",
)
def uma_mascara_para_todos(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = np.repeat(rng.random((A.shape[0], 1)) < keep_prob, A.shape[1], axis=1)
    return A * D / keep_prob, D


@mistake(
    "dropout",
    diagnosis="O sorteio é da normal (standard_normal ou randn), que passa de 1 e fica abaixo de "
    "0; o pedido é uniforme entre 0 e 1: rng.random.",
)
def sorteio_da_normal(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.standard_normal(A.shape) < keep_prob
    return A * D / keep_prob, D


@mistake(
    "dropout",
    diagnosis="As ativações que chegam são alteradas dentro da função (*= ou A[...] =): crie um "
    "array novo, porque a rede ainda precisa das de antes.",
)
def apaga_no_lugar(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    A *= D
    A /= keep_prob
    return A, D


@mistake(
    "dropout",
    diagnosis="As duas saídas estão trocadas: primeiro as ativações, depois a máscara.",
)
def saidas_trocadas(A, keep_prob, rng):
    rng = np.random.default_rng(rng)
    D = rng.random(A.shape) < keep_prob
    return D, A * D / keep_prob
