"""Erros conhecidos do laboratório 3, Parte 2, com o diagnóstico que um professor daria.

Cada função é o que um estudante escreveria no lugar da que a questão pede. As demais funções e
os nomes importados são os do notebook em que ela é posta.
"""
# ruff: noqa: F821

import numpy as np

from gabarito.checks import mistake

# --- one_hot ---------------------------------------------------------------------------


@mistake(
    "one_hot",
    diagnosis="O 1 caiu na coluna ao lado: as classes são numeradas a partir de 0, como os índices "
    "do Python.",
)
def uma_coluna_ao_lado(n_classes, y):
    return np.eye(n_classes)[np.asarray(y) - 1]


@mistake(
    "one_hot",
    diagnosis="O número de colunas veio do maior rótulo que apareceu. Um lote em que faltam as "
    "últimas classes fica estreito demais: use o argumento que diz quantas são.",
)
def colunas_pelo_maior_rotulo(n_classes, y):
    return np.eye(int(np.max(y)) + 1)[np.asarray(y)]


@mistake(
    "one_hot",
    diagnosis="Um rótulo só ganhou uma dimensão de exemplos que o enunciado não pede: de um "
    "inteiro sai um vetor.",
)
def escalar_vira_lote(n_classes, y):
    return np.eye(n_classes)[np.atleast_1d(y)]


@mistake(
    "one_hot",
    diagnosis="Cada exemplo está em uma coluna. Nesta parte do lab, cada exemplo é uma linha.",
)
def exemplos_em_colunas(n_classes, y):
    return np.eye(n_classes)[np.asarray(y)].T


@mistake(
    "one_hot",
    diagnosis="Sobrou uma coluna no fim. Com as classes numeradas a partir de 0, a última não é a "
    "de número n_classes.",
)
def uma_coluna_a_mais(n_classes, y):
    return np.eye(n_classes + 1)[np.asarray(y)]


@mistake(
    "one_hot",
    diagnosis="Todas as linhas receberam os uns de todos os exemplos. Os dois pontos escolhem "
    "todas as linhas, e cada rótulo só vale para a sua.",
)
def uns_em_todas_as_linhas(n_classes, y):
    rotulos = np.atleast_1d(y)
    Y = np.zeros((len(rotulos), n_classes))
    Y[:, rotulos] = 1
    return Y if np.ndim(y) else Y[0]


# --- softmax ---------------------------------------------------------------------------


@mistake(
    "softmax",
    diagnosis="A fórmula está certa no papel, mas a exponencial de um logit grande não cabe em um "
    "float. Há uma constante que se pode subtrair dos logits sem mudar as probabilidades.",
)
def softmax_ingenua(X):
    X = np.asarray(X, dtype=float)
    exponenciais = np.exp(X)
    return exponenciais / exponenciais.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    diagnosis="As somas foram feitas nas colunas, misturando exemplos diferentes. Em um lote, é "
    "cada linha que soma 1.",
)
def softmax_por_coluna(X):
    X = np.asarray(X, dtype=float)
    E = np.exp(X - np.max(X, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


@mistake(
    "softmax",
    diagnosis="Sem keepdims, a soma de cada linha perde uma dimensão e o NumPy a alinha com as "
    "colunas: confira o formato do denominador.",
)
def softmax_sem_keepdims(X):
    X = np.asarray(X, dtype=float)
    E = np.exp(X - np.max(X, axis=-1, keepdims=True))
    return E / np.sum(E, axis=-1)


@mistake(
    "softmax",
    diagnosis="A soma percorre o lote inteiro: as probabilidades de cada exemplo deixam de somar 1 "
    "assim que há mais de um.",
)
def softmax_do_lote_inteiro(X):
    X = np.asarray(X, dtype=float)
    E = np.exp(X - np.max(X))
    return E / np.sum(E)


@mistake(
    "softmax",
    diagnosis="O máximo subtraído é o do lote inteiro. Um exemplo de logits muito menores que os "
    "de outro fica só com zeros: cada linha precisa do seu próprio máximo.",
)
def maximo_do_lote_inteiro(X):
    X = np.asarray(X, dtype=float)
    E = np.exp(X - np.max(X))
    return E / np.sum(E, axis=-1, keepdims=True)


@mistake(
    "softmax",
    diagnosis="Cortar os logits em um limite evita o estouro, mas iguala logits que eram "
    "diferentes. É possível deslocá-los sem perder as diferenças.",
)
def notas_cortadas(X):
    X = np.clip(np.asarray(X, dtype=float), -500, 500)
    E = np.exp(X)
    return E / np.sum(E, axis=-1, keepdims=True)


@mistake(
    "softmax",
    diagnosis="A conta está certa, mas -= escreve no array de quem chamou: np.asarray não faz "
    "cópia. Guarde os logits deslocados em outra variável.",
)
def softmax_altera_as_notas(X):
    X = np.asarray(X, dtype=float)
    X -= np.max(X, axis=-1, keepdims=True)
    E = np.exp(X)
    return E / np.sum(E, axis=-1, keepdims=True)


@mistake(
    "softmax",
    diagnosis="A constante subtraída é o menor logit. Assim as exponenciais ficam todas maiores "
    "que 1, e uma diferença grande entre os logits ainda estoura.",
)
def subtrai_a_menor_nota(X):
    X = np.asarray(X, dtype=float)
    E = np.exp(X - np.min(X, axis=-1, keepdims=True))
    return E / np.sum(E, axis=-1, keepdims=True)


@mistake(
    "softmax",
    diagnosis="As exponenciais ainda não são probabilidades: falta o passo que faz cada exemplo "
    "somar 1.",
)
def softmax_sem_dividir(X):
    X = np.asarray(X, dtype=float)
    return np.exp(X - np.max(X, axis=-1, keepdims=True))


@mistake(
    "softmax",
    diagnosis="Esta é a sigmoide da Parte 1, que olha um logit de cada vez. Aqui as classes "
    "disputam entre si, e as probabilidades de um exemplo somam 1.",
)
def sigmoide_de_cada_nota(X):
    X = np.asarray(X, dtype=float)
    return 1 / (1 + np.exp(-X))


# --- cross_entropy ---------------------------------------------------------------------


@mistake(
    "cross_entropy",
    diagnosis="As perdas foram somadas: o custo cresce com o tamanho do lote. Falta a média entre "
    "os exemplos.",
)
def soma_em_vez_de_media(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.sum(Y * np.log(P + 1e-8))


@mistake(
    "cross_entropy",
    diagnosis="A média foi tirada sobre todos os elementos, zeros inclusive: o custo saiu dividido "
    "também pelo número de classes. A média é entre exemplos.",
)
def media_de_todos_os_elementos(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.mean(Y * np.log(P + 1e-8))


@mistake(
    "cross_entropy",
    diagnosis="Sem a proteção do enunciado, uma probabilidade zero leva a log(0), e 0 vezes "
    "infinito não é um número.",
)
def sem_epsilon(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.mean(np.sum(Y * np.log(P), axis=1))


@mistake(
    "cross_entropy",
    diagnosis="O custo saiu negativo: o logaritmo de uma probabilidade nunca é positivo, e a perda "
    "nunca é negativa.",
)
def custo_sem_o_menos(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return np.mean(np.sum(Y * np.log(P + 1e-8), axis=1))


@mistake(
    "cross_entropy",
    diagnosis="Os papéis se inverteram: o logaritmo é da previsão, e quem escolhe a parcela é o "
    "rótulo.",
)
def rotulo_dentro_do_logaritmo(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.mean(np.sum(P * np.log(Y + 1e-8), axis=1))


@mistake(
    "cross_entropy",
    diagnosis="A soma foi feita nas colunas, e depois a média entre as classes. Quem tem uma perda "
    "é cada exemplo, isto é, cada linha.",
)
def soma_por_classe(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.mean(np.sum(Y * np.log(P + 1e-8), axis=0))


@mistake(
    "cross_entropy",
    diagnosis="O epsilon foi somado no próprio array de probabilidades, que é de quem chamou. A "
    "soma precisa criar um array novo.",
)
def epsilon_no_array_recebido(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    P += 1e-8
    return -np.mean(np.sum(Y * np.log(P), axis=1))


@mistake(
    "cross_entropy",
    diagnosis="As probabilidades foram cortadas em um mínimo. A ideia é boa, mas a fórmula do "
    "enunciado soma o epsilon, e os valores diferem quando a probabilidade é pequena.",
)
def corta_em_vez_de_somar(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.clip(np.atleast_2d(Y_pred), 1e-8, 1)
    return -np.mean(np.sum(Y * np.log(P), axis=1))


@mistake(
    "cross_entropy",
    diagnosis="Este é o custo da Parte 1, com a parcela das classes erradas. Com várias classes, "
    "só conta a probabilidade da classe certa.",
)
def custo_de_duas_classes(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    parcelas = Y * np.log(P + 1e-8) + (1 - Y) * np.log(1 - P + 1e-8)
    return -np.mean(np.sum(parcelas, axis=1))


@mistake(
    "cross_entropy",
    diagnosis="Voltaram as perdas, uma por exemplo. O custo do lote é um número só.",
)
def perdas_sem_a_media(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.sum(Y * np.log(P + 1e-8), axis=1)


@mistake(
    "cross_entropy",
    diagnosis="O logaritmo da fórmula é o natural. Em outra base, o custo sai multiplicado por uma "
    "constante.",
)
def logaritmo_de_base_dois(Y_true, Y_pred):
    Y, P = np.atleast_2d(Y_true), np.atleast_2d(Y_pred)
    return -np.mean(np.sum(Y * np.log2(P + 1e-8), axis=1))


@mistake(
    "cross_entropy",
    diagnosis="A perda usa a classe em que a rede aposta. Assim uma rede segura e errada não paga "
    "nada: quem escolhe a probabilidade é o rótulo.",
)
def perda_da_aposta_da_rede(Y_true, Y_pred):
    P = np.atleast_2d(Y_pred)
    return -np.mean(np.log(np.max(P, axis=1) + 1e-8))


# --- gradiente_softmax -----------------------------------------------------------------


@mistake(
    "gradiente_softmax",
    diagnosis="O sinal está trocado: descer por este gradiente diminuiria o logit da classe certa. "
    "Compare com a diferença finita da seção.",
)
def gradiente_com_sinal_trocado(Z, Y):
    return Y - softmax(Z)


@mistake(
    "gradiente_softmax",
    diagnosis="O 1/m entrou cedo demais: se ele já está em dZ, a divisão que vem depois, em dW e "
    "db, será a segunda.",
)
def gradiente_ja_dividido(Z, Y):
    return (softmax(Z) - Y) / Z.shape[0]


@mistake(
    "gradiente_softmax",
    diagnosis="Os rótulos foram subtraídos dos logits. O que se compara com o rótulo são as "
    "probabilidades.",
)
def gradiente_sem_softmax(Z, Y):
    return Z - Y


@mistake(
    "gradiente_softmax",
    diagnosis="p(1 − p) é a derivada de uma probabilidade em relação ao próprio logit. Quando se "
    "deriva a entropia cruzada, esse fator se cancela.",
)
def derivada_da_sigmoide_a_mais(Z, Y):
    P = softmax(Z)
    return (P - Y) * P * (1 - P)


@mistake(
    "gradiente_softmax",
    diagnosis="Só as classes certas receberam gradiente. As outras também mudam a perda, porque "
    "estão no denominador da softmax.",
)
def so_a_classe_certa(Z, Y):
    return (softmax(Z) - 1) * Y


@mistake(
    "gradiente_softmax",
    diagnosis="O gradiente foi escrito por cima de Z, que é de quem chamou. Use um array novo.",
)
def gradiente_em_cima_de_Z(Z, Y):
    Z[:] = softmax(Z) - Y
    return Z


@mistake(
    "gradiente_softmax",
    diagnosis="Esta é a derivada em relação às probabilidades. O enunciado pede a derivada em "
    "relação aos logits, que passa também pela softmax.",
)
def derivada_pelas_probabilidades(Z, Y):
    return -Y / softmax(Z)


@mistake(
    "gradiente_softmax",
    diagnosis="Os exemplos foram somados, e sobrou uma linha só. Cada exemplo tem o seu gradiente: "
    "a soma entre eles vem depois, em db.",
)
def gradiente_somado_entre_exemplos(Z, Y):
    return np.sum(softmax(Z) - Y, axis=0, keepdims=True)


@mistake(
    "gradiente_softmax",
    diagnosis="A diferença entre probabilidade e rótulo foi elevada ao quadrado, como em um erro "
    "quadrático. O gradiente precisa do sinal dela.",
)
def diferenca_ao_quadrado(Z, Y):
    return (softmax(Z) - Y) ** 2


# --- treine_softmax --------------------------------------------------------------------


@mistake(
    "treine_softmax",
    diagnosis="O passo usa a soma dos gradientes, e não a média: ele cresce com o número de "
    "exemplos. Onde entra o 1/m?",
)
def treino_sem_dividir_por_m(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True)
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="O viés ficou parado em zero. Ou ele não é atualizado, ou o gradiente dele somou "
    "também as classes, e essa soma é sempre zero: cada classe tem o seu viés.",
)
def vies_nao_treinado(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        W = W - learning_rate * X.T @ gradiente_softmax(Z, Y) / len(X)
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="O treino sobe a ladeira em vez de descer: com o sinal de mais, o custo cresce a "
    "cada passo.",
)
def passo_a_favor_do_gradiente(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W + learning_rate * X.T @ dZ / m
        b = b + learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="custos só é preenchida quando print_custo está ligado. O enunciado pede sempre.",
)
def custos_so_com_impressao(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if print_custo and i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ / m
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="A cada volta o treino recomeça do zero: a inicialização está dentro do laço.",
)
def recomeca_a_cada_volta(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ / m
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="A função padronizou X no lugar, e os dados de quem chamou mudaram. O treino usa X "
    "como ele vem.",
)
def treino_altera_X(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    X -= X.mean(axis=0)
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ / m
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="O custo foi calculado depois do passo. O da iteração 0 é o da rede ainda com W e b "
    "em zero.",
)
def custo_depois_do_passo(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        dZ = gradiente_softmax(X @ W + b, Y)
        W = W - learning_rate * X.T @ dZ / m
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(X @ W + b)))
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="O gradiente do viés usa os pesos já atualizados. Calcule os dois gradientes com os "
    "mesmos W e b e só depois dê o passo.",
)
def vies_com_os_pesos_novos(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        W = W - learning_rate * X.T @ gradiente_softmax(Z, Y) / m
        dZ = gradiente_softmax(X @ W + b, Y)
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="A taxa de aprendizado está escrita no código, e a que chega como argumento não é "
    "usada.",
)
def taxa_escrita_no_codigo(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - 0.3 * X.T @ dZ / m
        b = b - 0.3 * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="O gradiente dos pesos foi dividido por m, mas o dos vieses não. A média entre os "
    "exemplos vale para os dois.",
)
def vies_sem_dividir_por_m(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ / len(X)
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True)
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="custos recebeu o custo de todas as iterações. O enunciado pede só o das iterações "
    "0, 100, 200, …",
)
def custos_de_todas_as_iteracoes(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros((1, Y.shape[1]))
    for _ in range(num_iter):
        Z = X @ W + b
        custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ / m
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


@mistake(
    "treine_softmax",
    diagnosis="Os pesos começaram sorteados, como na Parte 1. Sem camada oculta, o enunciado pede "
    "que comecem em zero.",
)
def pesos_sorteados(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    custos = [] if custos is None else custos
    m = len(X)
    np.random.seed(1)
    W, b = 0.01 * np.random.randn(X.shape[1], Y.shape[1]), np.zeros((1, Y.shape[1]))
    for i in range(num_iter):
        Z = X @ W + b
        if i % 100 == 0:
            custos.append(cross_entropy(Y, softmax(Z)))
        dZ = gradiente_softmax(Z, Y)
        W = W - learning_rate * X.T @ dZ / m
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True) / m
    return {"W": W, "b": b}


# --- separe_X_y ------------------------------------------------------------------------


@mistake(
    "separe_X_y",
    diagnosis="A resposta também ficou em X: o modelo teria a resposta entre as entradas. A fatia "
    "precisa parar antes da última coluna.",
)
def resposta_dentro_de_X(dataset):
    return dataset.to_numpy(), dataset.iloc[:, -1].to_numpy()


@mistake(
    "separe_X_y",
    diagnosis="X e y ainda são objetos do pandas: as contas seguintes esperam arrays do NumPy.",
)
def sem_converter_em_array(dataset):
    return dataset.iloc[:, :-1], dataset.iloc[:, -1]


@mistake(
    "separe_X_y",
    diagnosis="y ficou com duas dimensões, como uma tabela de uma coluna. Peça a coluna, e não uma "
    "fatia dela.",
)
def y_em_coluna(dataset):
    return dataset.iloc[:, :-1].to_numpy(), dataset.iloc[:, -1:].to_numpy()


@mistake(
    "separe_X_y",
    diagnosis="A posição da resposta está escrita com um número que só serve para quatro colunas. "
    "Como se diz 'a última' em qualquer tabela?",
)
def posicao_fixa_da_resposta(dataset):
    return dataset.iloc[:, :3].to_numpy(), dataset.iloc[:, 3].to_numpy()


@mistake(
    "separe_X_y",
    diagnosis="As duas saídas estão trocadas: primeiro vêm as características e depois a resposta.",
)
def saidas_trocadas(dataset):
    return dataset.iloc[:, -1].to_numpy(), dataset.iloc[:, :-1].to_numpy()


@mistake(
    "separe_X_y",
    diagnosis="Os clientes com valores ausentes sumiram. Eles ainda são necessários: os buracos "
    "serão preenchidos no exercício seguinte.",
)
def clientes_incompletos_descartados(dataset):
    completos = dataset.dropna()
    return completos.iloc[:, :-1].to_numpy(), completos.iloc[:, -1].to_numpy()


@mistake(
    "separe_X_y",
    diagnosis="A coluna do país ficou de fora. Ela é uma característica como as outras, e as "
    "palavras viram números mais adiante.",
)
def sem_a_coluna_de_texto(dataset):
    return dataset.iloc[:, 1:-1].to_numpy(), dataset.iloc[:, -1].to_numpy()


# --- preencha_faltantes ----------------------------------------------------------------


@mistake(
    "preencha_faltantes",
    diagnosis="Os buracos receberam a mediana. O enunciado pede outra medida do centro.",
)
def preenche_com_a_mediana(X):
    X_cheio = X.copy()
    X_cheio[:, 1:3] = SimpleImputer(strategy="median").fit_transform(X[:, 1:3])
    return X_cheio


@mistake(
    "preencha_faltantes",
    diagnosis="A idade e o salário trocaram de coluna. A ordem das colunas precisa continuar a "
    "mesma.",
)
def colunas_trocadas(X):
    X_cheio = X.copy()
    X_cheio[:, 1:3] = SimpleImputer(strategy="mean").fit_transform(X[:, [2, 1]])
    return X_cheio


@mistake(
    "preencha_faltantes",
    diagnosis="Os números foram escritos no X recebido, sem cópia: quem chamou perdeu os buracos "
    "originais.",
)
def preenche_no_lugar(X):
    X[:, 1:3] = SimpleImputer(strategy="mean").fit_transform(X[:, 1:3])
    return X


@mistake(
    "preencha_faltantes",
    diagnosis="Os clientes com buracos foram descartados. O enunciado pede para preencher, e "
    "nenhuma linha deve sumir.",
)
def descarta_as_linhas(X):
    completas = ~pd.isna(pd.DataFrame(X)).any(axis=1).to_numpy()
    return X[completas]


@mistake(
    "preencha_faltantes",
    diagnosis="Os buracos viraram 0: uma idade zero é um valor possível e errado, e puxa a média "
    "da coluna.",
)
def preenche_com_zero(X):
    X_cheio = X.copy()
    X_cheio[:, 1:3] = SimpleImputer(strategy="constant", fill_value=0).fit_transform(
        X[:, 1:3].astype(float)
    )
    return X_cheio


@mistake(
    "preencha_faltantes",
    diagnosis="A mesma média, a de todos os números juntos, entrou nas duas colunas. Cada coluna "
    "tem a sua.",
)
def uma_media_para_tudo(X):
    X_cheio = X.copy()
    numeros = X[:, 1:3].astype(float)
    X_cheio[:, 1:3] = np.where(np.isnan(numeros), np.nanmean(numeros), numeros)
    return X_cheio


@mistake(
    "preencha_faltantes",
    diagnosis="Só as colunas numéricas voltaram: falta a do país, que será usada a seguir.",
)
def sem_a_coluna_do_pais(X):
    return SimpleImputer(strategy="mean").fit_transform(X[:, 1:3])


@mistake(
    "preencha_faltantes",
    diagnosis="Só a idade foi preenchida: a fatia a:b para antes de b. Confira quais colunas ela "
    "escolhe.",
)
def so_a_idade(X):
    X_cheio = X.copy()
    X_cheio[:, 1:2] = SimpleImputer(strategy="mean").fit_transform(X[:, 1:2])
    return X_cheio


@mistake(
    "preencha_faltantes",
    diagnosis="Os buracos contaram como clientes na divisão, e a média saiu menor. Só os valores "
    "conhecidos entram na conta, em cima e embaixo.",
)
def media_por_todos_os_clientes(X):
    X_cheio = X.copy()
    numeros = X[:, 1:3].astype(float)
    X_cheio[:, 1:3] = np.where(np.isnan(numeros), np.nansum(numeros, axis=0) / len(X), numeros)
    return X_cheio


# --- codifique_pais --------------------------------------------------------------------


@mistake(
    "codifique_pais",
    diagnosis="Os países viraram números em uma coluna só, e o modelo os leria como se um fosse "
    "maior que o outro. Cada país precisa da sua coluna.",
)
def paises_numerados(X):
    X_codificado = X.copy()
    X_codificado[:, 0] = LabelEncoder().fit_transform(X[:, 0].astype(str))
    return X_codificado.astype(float)


@mistake(
    "codifique_pais",
    diagnosis="Um dos países ficou sem coluna. Há modelos em que isso se justifica, mas o "
    "enunciado pede uma coluna para cada um.",
)
def descarta_um_pais(X):
    codificador = OneHotEncoder(sparse_output=False, drop="first")
    transformador = ColumnTransformer([("pais", codificador, [0])], remainder="passthrough")
    return transformador.fit_transform(X).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="O resultado é uma matriz esparsa, que as contas do lab não aceitam. O enunciado "
    "mostra como pedir uma densa.",
)
def resultado_esparso(X):
    transformador = ColumnTransformer(
        [("pais", OneHotEncoder(), [0])], remainder="passthrough", sparse_threshold=1.0
    )
    return transformador.fit_transform(np.array(X)).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="Com poucos países funciona, mas com muitos a scikit-learn devolve uma matriz "
    "esparsa. Peça a matriz densa ao OneHotEncoder.",
)
def esparso_com_muitos_paises(X):
    transformador = ColumnTransformer([("pais", OneHotEncoder(), [0])], remainder="passthrough")
    return transformador.fit_transform(X).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="Só as colunas dos países voltaram: o que o ColumnTransformer faz com as colunas que "
    "ninguém citou?",
)
def descarta_as_numericas(X):
    transformador = ColumnTransformer([("pais", OneHotEncoder(sparse_output=False), [0])])
    return transformador.fit_transform(X).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="A idade e o salário ficaram na frente dos países. O enunciado pede primeiro os "
    "países.",
)
def numericas_na_frente(X):
    paises = OneHotEncoder(sparse_output=False).fit_transform(X[:, :1])
    return np.hstack([X[:, 1:].astype(float), paises])


@mistake(
    "codifique_pais",
    diagnosis="As colunas seguem a ordem em que os países aparecem, e não a alfabética.",
)
def ordem_de_aparicao(X):
    ordem = list(dict.fromkeys(X[:, 0]))
    codificador = OneHotEncoder(categories=[ordem], sparse_output=False)
    transformador = ColumnTransformer([("pais", codificador, [0])], remainder="passthrough")
    return transformador.fit_transform(X).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="Os nomes dos países foram trocados por números dentro do X recebido, que é de quem "
    "chamou.",
)
def numera_dentro_de_X(X):
    transformador = ColumnTransformer(
        [("pais", OneHotEncoder(sparse_output=False), [0])], remainder="passthrough"
    )
    X[:, 0] = LabelEncoder().fit_transform(X[:, 0].astype(str))
    return transformador.fit_transform(X).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="Os nomes dos países estão escritos no código, e a função só serve para esta tabela. "
    "Deixe que o OneHotEncoder os descubra.",
)
def paises_escritos_no_codigo(X):
    codificador = OneHotEncoder(categories=[["Brazil", "Chile", "Peru"]], sparse_output=False)
    transformador = ColumnTransformer([("pais", codificador, [0])], remainder="passthrough")
    return transformador.fit_transform(X).astype(float)


@mistake(
    "codifique_pais",
    diagnosis="A idade também virou uma coluna para cada valor. Só o país é uma categoria: os "
    "números passam como estão.",
)
def idade_em_one_hot(X):
    transformador = ColumnTransformer(
        [("pais", OneHotEncoder(sparse_output=False), [0, 1])], remainder="passthrough"
    )
    return transformador.fit_transform(X).astype(float)


# --- divida_e_escale -------------------------------------------------------------------


@mistake(
    "divida_e_escale",
    diagnosis="A escala foi aprendida com todos os clientes, antes da divisão: a média e o "
    "desvio-padrão do treino carregam informação do teste. Isso é vazamento.",
)
def escala_antes_de_dividir(X, y):
    X = X.copy()
    X[:, -2:] = StandardScaler().fit_transform(X[:, -2:])
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="O teste foi padronizado com a média e o desvio dele mesmo. Ele precisa ser só "
    "transformado, com o que o treino ensinou.",
)
def fit_transform_no_teste(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    X_treino[:, -2:] = StandardScaler().fit_transform(X_treino[:, -2:])
    X_teste[:, -2:] = StandardScaler().fit_transform(X_teste[:, -2:])
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="A escala foi aprendida no teste. É o contrário: o teste imita clientes que ainda "
    "não chegaram.",
)
def escala_do_teste(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X_teste[:, -2:])
    X_treino[:, -2:] = escala.transform(X_treino[:, -2:])
    X_teste[:, -2:] = escala.transform(X_teste[:, -2:])
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="As colunas dos países também foram padronizadas e deixaram de ser zeros e uns. Só a "
    "idade e o salário mudam de escala.",
)
def escala_os_paises(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X_treino)
    return escala.transform(X_treino), escala.transform(X_teste), y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="Sem a semente do enunciado, cada execução sorteia outra divisão, e os números nunca "
    "se repetem.",
)
def sem_random_state(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2)
    escala = StandardScaler().fit(X_treino[:, -2:])
    X_treino[:, -2:] = escala.transform(X_treino[:, -2:])
    X_teste[:, -2:] = escala.transform(X_teste[:, -2:])
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="As saídas estão na ordem errada: confira o que a docstring promete em cada posição.",
)
def saidas_fora_de_ordem(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X_treino[:, -2:])
    X_treino[:, -2:] = escala.transform(X_treino[:, -2:])
    X_teste[:, -2:] = escala.transform(X_teste[:, -2:])
    return X_treino, y_treino, X_teste, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="O teste ficou na escala original: o modelo treinado com números padronizados "
    "receberia anos e reais.",
)
def teste_sem_escala(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    X_treino[:, -2:] = StandardScaler().fit_transform(X_treino[:, -2:])
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="A escala está certa, mas foi escrita também no X recebido. Escreva só nas partes.",
)
def escreve_no_X_recebido(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X_treino[:, -2:])
    X[:, -2:] = escala.transform(X[:, -2:])
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="O desvio-padrão é o que o pandas calcula por padrão, com outro denominador. Compare "
    "com a conta das três idades no enunciado.",
)
def desvio_com_m_menos_um(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    media, desvio = X_treino[:, -2:].mean(axis=0), X_treino[:, -2:].std(axis=0, ddof=1)
    X_treino[:, -2:] = (X_treino[:, -2:] - media) / desvio
    X_teste[:, -2:] = (X_teste[:, -2:] - media) / desvio
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="O tamanho do teste ficou no padrão da scikit-learn, um quarto dos clientes. O "
    "enunciado pede outro.",
)
def tamanho_padrao_do_teste(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, random_state=0)
    escala = StandardScaler().fit(X_treino[:, -2:])
    X_treino[:, -2:] = escala.transform(X_treino[:, -2:])
    X_teste[:, -2:] = escala.transform(X_teste[:, -2:])
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="Os números foram levados ao intervalo de 0 a 1. O enunciado pede média 0 e "
    "desvio-padrão 1.",
)
def escala_de_zero_a_um(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    menor, maior = X_treino[:, -2:].min(axis=0), X_treino[:, -2:].max(axis=0)
    X_treino[:, -2:] = (X_treino[:, -2:] - menor) / (maior - menor)
    X_teste[:, -2:] = (X_teste[:, -2:] - menor) / (maior - menor)
    return X_treino, X_teste, y_treino, y_teste


@mistake(
    "divida_e_escale",
    diagnosis="A posição das colunas numéricas está contada a partir do começo, para três países. "
    "Com outro número de países, a fatia pega uma coluna deles ou fica vazia.",
)
def posicao_fixa_das_numericas(X, y):
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X_treino[:, 3:])
    X_treino[:, 3:] = escala.transform(X_treino[:, 3:])
    X_teste[:, 3:] = escala.transform(X_teste[:, 3:])
    return X_treino, X_teste, y_treino, y_teste


# --- custo_dos_logits ------------------------------------------------------------------


@mistake(
    "custo_dos_logits",
    diagnosis="A exponencial de um logit grande não cabe em um float. Ponha o maior logit de cada "
    "exemplo em evidência.",
)
def log_sum_exp_ingenuo(Y_true, Z):
    return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - np.sum(Y_true * Z, axis=1))


@mistake(
    "custo_dos_logits",
    diagnosis="A conta passou pelas probabilidades e pelo EPSILON: a perda satura em 18,42, por "
    "mais errada que a rede esteja. Use o log-sum-exp.",
)
def custo_que_satura(Y_true, Z):
    return cross_entropy(Y_true, softmax(Z))


@mistake(
    "custo_dos_logits",
    diagnosis="O maior logit foi subtraído, mas não voltou: some-o ao logaritmo da soma dos "
    "deslocados.",
)
def sem_devolver_o_maximo(Y_true, Z):
    deslocados = Z - np.max(Z, axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(deslocados), axis=1)) - np.sum(Y_true * Z, axis=1))


@mistake(
    "custo_dos_logits",
    diagnosis="O maior logit usado é o do lote inteiro. Um exemplo de logits muito menores fica só "
    "com zeros, e o logaritmo de zero é infinito: cada linha tem o seu máximo.",
)
def log_sum_exp_com_maximo_do_lote(Y_true, Z):
    M = np.max(Z)
    log_da_soma = M + np.log(np.sum(np.exp(Z - M), axis=1))
    return np.mean(log_da_soma - np.sum(Y_true * Z, axis=1))


@mistake(
    "custo_dos_logits",
    diagnosis="As perdas foram somadas. O custo do lote é a média delas.",
)
def log_sum_exp_somado(Y_true, Z):
    M = np.max(Z, axis=1, keepdims=True)
    log_da_soma = M[:, 0] + np.log(np.sum(np.exp(Z - M), axis=1))
    return np.sum(log_da_soma - np.sum(Y_true * Z, axis=1))


@mistake(
    "custo_dos_logits",
    diagnosis="Falta subtrair o logit da classe certa: o log-sum-exp sozinho não olha o rótulo.",
)
def so_o_log_sum_exp(Y_true, Z):
    M = np.max(Z, axis=1, keepdims=True)
    return np.mean(M[:, 0] + np.log(np.sum(np.exp(Z - M), axis=1)))


@mistake(
    "custo_dos_logits",
    diagnosis="O sinal está trocado: a perda é o log-sum-exp menos o logit da classe certa, e "
    "nunca é negativa.",
)
def log_da_probabilidade(Y_true, Z):
    M = np.max(Z, axis=1, keepdims=True)
    log_da_soma = M[:, 0] + np.log(np.sum(np.exp(Z - M), axis=1))
    return np.mean(np.sum(Y_true * Z, axis=1) - log_da_soma)
