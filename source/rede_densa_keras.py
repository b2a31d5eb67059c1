# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   gabarito:
#     lab: rede_densa_keras
#     title: "Redes densas em Keras e PyTorch"
#     helpers: [instrumentos_keras.py, rede_numpy.py, dados_keras.py, arquivos.py, progresso.py, progresso_keras.py,
#               figuras_keras.py, desenho.py]
#     data:
#       dados_sinteticos: [digitos.npz, roupas.npz, data_banknote_authentication.txt]
# ---

# %% [markdown]
# # Redes densas em Keras e PyTorch
#
# Até aqui você escreveu cada multiplicação de uma rede neural. Neste laboratório quem multiplica é uma
# biblioteca: você **descreve** a rede em cinco linhas, e o Keras cuida da ida, da volta e da
# atualização. O que sobra para você é o que nenhuma biblioteca decide: a arquitetura, a perda, a
# taxa, o tamanho do lote, a normalização dos dados. E saber **conferir** se ela fez o que você pensa.
#
# Ao terminar, você sabe:
#
# - descrever, compilar, treinar, guardar e reler uma rede densa em Keras, e escrever o mesmo treino em PyTorch;
# - contar os parâmetros à mão, e conferir a biblioteca com a mesma conta feita em NumPy;
# - preparar entradas e saídas sem deixar que o teste influa no treino;
# - combinar ativação da saída e perda, e dizer por que a última época não é a melhor;
# - calcular uma perda que não estraga quando a rede tem certeza e erra.

# %% [markdown]
# ## Como o lab é avaliado e entregue
#
# - Complete os `None` das células de exercício, sem mudar o nome da função nem os dos argumentos.
# - Depois de cada exercício há uma célula de verificação: rode-a para saber se o exemplo saiu certo. A
#   nota usa também outras redes, outros dados e outros formatos.
# - Uma função que **treina** é conferida sem sorte: damos os pesos do começo e comparamos os de depois
#   de alguns passos com os da mesma conta em NumPy. Só quatro verificações treinam de verdade, e pedem
#   bem menos do que uma rede certa consegue.
# - **Entrega:** execute tudo, salve o notebook (`.ipynb`) e exporte um PDF chamado
#   `NomeSobrenome-Keras.pdf`. Envie os dois.
#
# | Seção | O que você escreve | Pontos | Leitura (min) |
# |:--|:--|--:|--:|
# | [2. Tensores](#2.-Tensores) | | | 1 |
# | [3. Regressão](#3.-Regressão:-a-menor-rede-que-aprende-algo-(2,25-pontos)) | `crie_regressao` (1), `treine` (1,25) | 2,25 | 6 |
# | [4. Adulto, bebê, criança](#4.-Adulto,-bebê-ou-criança-(1,25-ponto)) | `prepare_pesos` (0,75), `classifique` (0,5) | 1,25 | 4 |
# | [5. Notas falsas](#5.-Notas-verdadeiras-e-falsas-(2-pontos)) | `padronize` (0,75), `treine_notas` (1,25) | 2 | 4 |
# | [6. Imagens](#6.-Imagens-(1,75-ponto)) | `crie_mlp` (1,25), `salve_e_carregue` (0,5) | 1,75 | 8 |
# | [7. Roupas](#7.-Roupas) | | | 1 |
# | [8. Perdas](#8.-O-que-a-biblioteca-calcula-por-dentro-(1,75-ponto)) | `entropia_de_logits` (1), `entropia_binaria` (0,75) | 1,75 | 5 |
# | [9. PyTorch](#9.-O-mesmo-treino-em-PyTorch,-sem-fit-(1-ponto)) | `treine_pytorch` | 1 | 2 |
# | [10. Os programas da apostila](#10.-Todos-os-programas-da-apostila) | | | 5 |
# | | **Total** | **10** | **36** |
# | [11. Pergunta](#11.-Pergunta-(até-1-ponto-extra)) | resposta em texto, corrigida pelos monitores: até 1 ponto **extra** | +1 | 1 |
#
# Os minutos são só os da leitura, contados a 120 palavras por minuto; o código leva o tempo que levar.

# %% [markdown]
# ### Regras que valem para todas as funções
#
# 1. Onde se pede um modelo, é um modelo **do Keras**; `Sequential` ou a API funcional, tanto faz. Só
#    a seção 9 usa PyTorch direto.
# 2. Nenhuma função pode alterar os arrays que recebe. Um modelo, sim: treinar é mudar os pesos dele.
# 3. Uma resposta numérica pode ser array do NumPy, lista ou tensor. Diferenças de arredondamento, abaixo
#    de $10^{-6}$, não contam; nas contas do Keras, que têm 32 bits, nem as dez vezes maiores.
# 4. Em `fit`, use `verbose=0`: o padrão enche de linhas o notebook que você entrega. Para ver um treino
#    longo andar, acrescente `callbacks=[Progresso()]`: uma linha só, que se atualiza.
# 5. Se uma função for definida duas vezes, vale a última definição.
# 6. Em números e arrays impressos como o Python os escreve, a casa decimal vem depois de um ponto; no texto,
#    nas figuras e nas medidas, depois de uma vírgula.
# 7. Os palpites e as perguntas de passagem não valem pontos: responda antes de rodar a célula que vem depois.
#
# **Notação.** Cada **linha** de $X$ é um exemplo, $m$ é o número deles. Como na apostila, `ax`, `ay` são
# as entradas e saídas de **treino**, `qx`, `qy` as de **teste** (de *query*), e `qp` o que a rede prevê.

# %% [markdown]
# ## 1. Pacotes e ambiente
#
# O Keras 3 é uma camada amigável sobre uma de três bibliotecas de cálculo: TensorFlow, JAX ou
# PyTorch. Aqui é **PyTorch**, no Colab também. Quem escolhe é a variável de ambiente `KERAS_BACKEND`,
# que só vale se existir **antes** do primeiro `import keras`: o arquivo `instrumentos_keras` cuida
# disso, e por isso vem primeiro. (A escrita antiga, `tensorflow.keras`, é a mesma biblioteca presa ao
# TensorFlow.)
#
# **A primeira célula de código cuida dos arquivos do lab:** no Colab, ela os baixa; no Jupyter do seu
# computador, com a pasta do lab completa, ela não baixa nada. No seu computador, instale antes
# `pip install torch keras`. GPU não faz falta.

# %%
import instrumentos_keras
import keras
import matplotlib.pyplot as plt
import numpy as np
import torch
from keras import layers

import figuras_keras as figuras
import palpites
from dados_keras import (
    ROUPAS,
    apare_e_reduza,
    carregue_digitos,
    carregue_notas,
    carregue_roupas,
)
from desenho import virgula
from progresso import milhar
from progresso_keras import Progresso
from rede_numpy import passos_sgd, saida, sorteie_pesos

instrumentos_keras.confira_o_ambiente()

# %% [markdown]
# **Pergunta.** Para lembrar os labs anteriores. Em uma camada oculta com sigmoide, todos os pesos de entrada e de
# saída começam iguais. Depois de mil passos de treino, o que se vê?
#
# - **a.** Os neurônios dela se separaram, só que devagar.
# - **b.** Os neurônios dela continuam iguais uns aos outros.
# - **c.** O custo virou `nan`.

# %%
palpites.responda("pesos_iguais", "")

# %% [markdown]
# ## 2. Tensores
#
# Para nós, **tensor** é um array de qualquer número de eixos. Três perguntas resolvem metade dos erros
# com eles: que tipo de objeto é, que formato tem e que tipo de número guarda.

# %%
v = np.empty((3, 4), dtype=np.uint8)
print(type(v), v.ndim, v.shape, v.dtype)

t = torch.tensor([[0.9, 0.1], [0.1, 0.9]])
print(type(t), t.ndim, tuple(t.shape), t.dtype)
print("de um para o outro:", torch.from_numpy(np.ones(2)).dtype, t.numpy().dtype)

# %% [markdown]
# Um `uint8` vai de 0 a 255, e **dá a volta**: é o tipo das imagens, e a armadilha da seção 5. O Keras
# e o PyTorch trabalham em `float32`; o NumPy, se você não disser nada, em `float64`.

# %%
print("uint8: 200 + 100 =", np.array([200], np.uint8) + np.array([100], np.uint8))
print("uint8: 3 - 5 =", np.array([3], np.uint8) - np.array([5], np.uint8))

# %% [markdown]
# ## 3. Regressão: a menor rede que aprende algo (2,25 pontos)
#
# Dois exemplos só. Quando entra $(0{,}9;\ 0{,}1)$, queremos que saia $(0{,}1;\ 0{,}9)$, e vice-versa.
# A rede tem 2 entradas, 2 neurônios ocultos com sigmoide e 2 saídas **lineares**, porque a resposta é
# um número qualquer, e não uma probabilidade.

# %%
figuras.rede([2, 2, 2], ["entrada", "oculta (sigmoide)", "saída (linear)"])

# %% [markdown]
# Cada neurônio soma as entradas multiplicadas por pesos, mais um viés. São $2 \cdot 2 + 2 = 6$
# parâmetros na oculta e mais 6 na saída: **12**. Contar parâmetros à mão e comparar com
# `modelo.count_params()` é o primeiro teste de qualquer rede.
#
# Em Keras, a rede é uma lista de camadas. `keras.Input` diz o formato de **um** exemplo, sem o $m$.
# `compile` junta o que falta: a **perda** (`"mse"`, o erro quadrático médio) e o **otimizador**. Por
# exemplo, uma rede de uma camada só:

# %%
exemplo = keras.Sequential([keras.Input((3,)), layers.Dense(1, activation="tanh")])
exemplo.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss="mse")
print("parâmetros:", exemplo.count_params(), "  W:", exemplo.get_weights()[0].shape)


# %% [markdown]
# **Exercício.** Complete `crie_regressao`. Um aviso: a apostila escreve
# `SGD(learning_rate=1)`, e o Keras de hoje recusa o inteiro 1 com um `ValueError`. Quem chama a função
# pode passar `taxa=1`; converta.
#
# Doze parâmetros também os tem uma rede com outras ativações, e ela treina sem reclamar. Por isso a verificação
# põe os pesos: tudo 0 na oculta, e $-1$ na saída, com vieses 0. Cada neurônio oculto responde $\sigma(0) = 0{,}5$,
# e cada saída é $0{,}5 \cdot (-1) + 0{,}5 \cdot (-1) = -1$, um número que sigmoide nenhuma alcança. Se a resposta
# certa é 2, o erro é $-3$, e a derivada da média dos dois quadrados em relação ao viés de uma saída,
# $2 \cdot (-3)/2 = -3$: com taxa 0,2, o passo leva esse viés de 0 a $0 - 0{,}2 \cdot (-3) = 0{,}6$.

# %% solution="crie_regressao"
def crie_regressao(n_entradas, n_ocultas, n_saidas, taxa):
    """Cria e compila uma rede densa para regressão.

    Entradas:
    n_entradas, n_ocultas, n_saidas -- números de entradas, de neurônios ocultos e de saídas
    taxa -- taxa de aprendizado, um número (inteiro ou não)

    Saída:
    modelo -- do Keras: oculta sigmoide, saída linear; otimizador SGD com essa taxa, perda "mse"
    """
    ### Início do código ###
    modelo = None  # ToDo: as camadas; depois, modelo.compile(...)
    ### BEGIN SOLUTION
    modelo = keras.Sequential(
        [
            keras.Input((n_entradas,)),
            layers.Dense(n_ocultas, activation="sigmoid"),
            layers.Dense(n_saidas),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.SGD(learning_rate=float(taxa)), loss="mse")
    ### END SOLUTION
    ### Fim do código ###

    return modelo


# %% checks="crie_regressao"

# %% [markdown]
# ### 3.1 O que `fit` faz
#
# Treinar é repetir $w \leftarrow w - \eta\, \partial C / \partial w$. O custo $C$ é a média sobre um
# **lote** de exemplos, e cada lote dá **um** passo. Uma **época** é uma volta por todos os exemplos.
#
# | nome | exemplos por passo | passos por época |
# |:--|:--|:--|
# | descida em lote (*batch*) | todos, $m$ | 1 |
# | estocástica | 1 | $m$ |
# | em minilotes | entre 1 e $m$ | $m$ dividido pelo lote |
#
# No Keras, a diferença é só o argumento `batch_size` de `fit`. Quem não o diz ganha **32**. `fit`
# embaralha os exemplos em cada época (`shuffle=True`) e devolve um objeto `History`:
# `historico.history["loss"]` é a lista com a perda de cada época, a média dos seus passos.
#
# Um exemplo que cabe no papel: um neurônio linear, com peso e viés em 0 e taxa 0,25, e dois exemplos iguais, $x = 0$
# e $y = 1$. Só o viés anda, de 0 a 0,5 e a 0,75, e o erro $1 - b$ cai à metade em cada passo: ao quadrado, é $1$;
# $0{,}25$; $0{,}0625$; $0{,}015625$. Com lote 1 são dois passos por época, e as perdas das duas primeiras são
# $(1 + 0{,}25)/2 = 0{,}625$ e $(0{,}0625 + 0{,}015625)/2 = 0{,}0391$. Quem esquece `batch_size` dá um passo só em
# cada, e lê $1$ e $0{,}25$.

# %% [markdown]
# **Exercício.** Complete `treine`.

# %% solution="treine"
def treine(modelo, X, Y, epocas, lote):
    """Treina um modelo já compilado.

    Entradas:
    modelo -- do Keras, compilado; é ele mesmo que muda
    X, Y -- entradas e saídas desejadas, arrays com um exemplo por linha
    epocas -- número de voltas pelos exemplos
    lote -- número de exemplos de cada passo

    Saída:
    perdas -- lista com a perda de cada época
    """
    ### Início do código ###
    perdas = None  # ToDo: chame fit (com verbose=0) e tire a lista do que ele devolve
    ### BEGIN SOLUTION
    historico = modelo.fit(X, Y, epochs=epocas, batch_size=lote, verbose=0)
    perdas = historico.history["loss"]
    ### END SOLUTION
    ### Fim do código ###

    return perdas


# %% checks="treine"

# %% [markdown]
# Uma conferência que vale para qualquer biblioteca: dê à rede pesos conhecidos, deixe-a dar alguns
# passos e faça **a mesma conta** em NumPy. `rede_numpy` traz a rede em trinta linhas; abra o arquivo.

# %%
ax = np.array([[0.9, 0.1], [0.1, 0.9]])
ay = ax[:, ::-1].copy()
w_inicial = sorteie_pesos(1, [2, 2, 2])
rede = instrumentos_keras.rede_de_exemplo(w_inicial, ["sigmoid", "linear"], taxa=1.0)
perdas_keras = treine(rede, ax, ay, epocas=3, lote=2)
_, perdas_numpy = passos_sgd(w_inicial, ax, ay, ["sigmoid", "linear"], 1.0, 3)
if perdas_keras is not None:
    print("Keras:", np.round(perdas_keras, 6))
    print("NumPy:", np.round(perdas_numpy, 6))

# %% [markdown]
# ### 3.2 As três descidas, lado a lado
#
# Seis exemplos da mesma troca, 60 épocas, pesos iniciais iguais. Qual das três perdas acaba mais baixa?
#
# - **a.** A do lote inteiro, cujo gradiente é o exato.
# - **b.** A dos minilotes de 2, que fica no meio-termo.
# - **c.** A de um exemplo por vez.

# %%
palpite_do_lote = ""  # a letra, entre as aspas

# %% demo
sorteio = np.random.default_rng(0)
x_seis = sorteio.uniform(0, 1, (6, 2))
curvas = {}
for nome, lote in (("lote inteiro (6)", 6), ("minilotes de 2", 2), ("um a um", 1)):
    rede = instrumentos_keras.rede_de_exemplo(w_inicial, ["sigmoid", "linear"], taxa=1.0)
    curvas[nome] = treine(rede, x_seis, x_seis[:, ::-1].copy(), epocas=60, lote=lote)
if all(curvas.values()):
    ultimas = [perdas[-1] for perdas in curvas.values()]
    houve = "abc"[np.argmin(ultimas)]
    palpites.compare(palpite_do_lote, houve, a="lote inteiro", b="minilotes", c="um a um")
    display(figuras.tres_descidas(curvas))

# %% [markdown]
# A comparação é por **época**: em cada uma o lote 1 dá seis passos, e o lote inteiro, um só. Um passo que olha
# um exemplo só é ruidoso, mas são seis deles com a mesma quantidade de contas.
#
# Com dois exemplos, 100 épocas e taxa 1, o programa da apostila foi de 0,54 a $2{,}5 \cdot 10^{-8}$.
# Repetido dez mil vezes com pesos sorteados, a mediana é $7 \cdot 10^{-8}$, mas 1 em 300 redes para
# acima de $10^{-3}$, em um platô; com lote 1, nenhuma de cem mil. **O sorteio dos pesos iniciais**
# (uniforme entre $\pm\sqrt{6/(n_{entra}+n_{sai})}$, o de Glorot) faz parte do resultado: por isso
# ninguém publica o número de um treino só.

# %%
modelo = crie_regressao(2, 2, 2, taxa=1)
if modelo is not None:
    perdas = treine(modelo, ax, ay, epocas=100, lote=1) or [np.nan]
    qx = np.array([[0.9, 0.1], [0.1, 0.9], [0.8, 0.0], [0.2, 0.9]])
    print("perda:", virgula(perdas[0], ".2f"), "->", virgula(perdas[-1], ".0e"))
    print(np.round(modelo.predict(qx, verbose=0), 3))


# %% [markdown]
# As duas primeiras linhas são os exemplos de treino; as outras, pontos vizinhos, que a rede nunca viu e
# responde de modo parecido. É tudo o que "generalizar" quer dizer.

# %% [markdown]
# ## 4. Adulto, bebê ou criança (1,25 ponto)
#
# De um peso em kg para uma de três classes: **A**dulto, **B**ebê, **C**riança.
#
# | peso | 4 | 15 | 65 | 5 | 18 | 70 |
# |:--|--:|--:|--:|--:|--:|--:|
# | classe | B | C | A | B | C | A |
#
# Duas providências antes da rede:
#
# 1. **Entrada.** 4 e 70 são grandes para uma sigmoide que começa com pesos perto de zero. De 0 a
#    100 kg para $[-1, 1]$: $x = 2\,(kg/100 - 0{,}5)$. Assim, 65 kg viram $0{,}3$. Os limites são
#    **fixos**, e não o mínimo e o máximo dos dados: senão cada conjunto teria a sua régua.
# 2. **Saída.** Uma coluna por classe, na ordem A, B, C: B é $(0, 1, 0)$. Também são **fixas**: sem nenhum bebê
#    nos dados, a coluna do B continua lá, só com zeros.

# %% [markdown]
# **Exercício.** Complete `prepare_pesos`.

# %% solution="prepare_pesos"
def prepare_pesos(kg, letras):
    """Prepara os pesos e as classes para a rede.

    Entradas:
    kg -- lista ou array com m pesos, em kg
    letras -- lista com as m classes, "A", "B" ou "C"; pode faltar alguma delas

    Saídas:
    X -- array de formato (m, 1): 0 kg vira -1, e 100 kg, 1
    Y -- array de formato (m, 3), com um único 1 por linha; as colunas são A, B e C
    """
    ### Início do código ###
    X = None  # ToDo: a coluna de pesos, na régua nova
    Y = None  # ToDo: um 1 na coluna da letra
    ### BEGIN SOLUTION
    X = 2 * (np.array(kg).reshape(-1, 1) / 100 - 0.5)
    Y = np.array([[float(letra == classe) for classe in "ABC"] for letra in letras])
    ### END SOLUTION
    ### Fim do código ###

    return X, Y


# %% checks="prepare_pesos"

# %% [markdown]
# A rede responde com três números por exemplo. A classe é a coluna **do maior**: `argmax` em cada
# linha (`axis=1`), e depois o nome da coluna. Com saídas $(0{,}05;\ 0{,}04;\ 0{,}90)$, a coluna é a 2, e a
# classe, C. O maior pode ser pequeno: $(0{,}1;\ 0{,}4;\ 0{,}3)$ é B, embora nenhuma saída chegue a 0,5.
#
# **Exercício.** Complete `classifique`. `modelo.predict(X, verbose=0)` e `modelo(X)` servem.

# %% solution="classifique"
def classifique(modelo, X):
    """A classe de cada exemplo.

    Entradas:
    modelo -- do Keras, com três saídas: A, B e C
    X -- array com um exemplo por linha, já preparado

    Saída:
    letras -- lista de m textos, "A", "B" ou "C"
    """
    ### Início do código ###
    letras = None  # ToDo: o argmax de cada linha e a letra da coluna
    ### BEGIN SOLUTION
    letras = ["ABC"[coluna] for coluna in np.argmax(modelo.predict(X, verbose=0), axis=1)]
    ### END SOLUTION
    ### Fim do código ###

    return letras


# %% checks="classifique"

# %% [markdown]
# Agora o programa inteiro. Taxa 10 parece absurda, e é a sigmoide na saída com `mse` que a torna
# possível: a derivada dela nunca passa de $1/4$ e encolhe o passo. A rede 1-3-3 tem
# $(1+1)\cdot 3 + (3+1)\cdot 3 = 18$ parâmetros.

# %%
def rede_abc(n_entradas):
    """A rede do problema, com sigmoide nas duas camadas."""
    rede = keras.Sequential(
        [
            keras.Input(shape=(n_entradas,)),
            layers.Dense(3, activation="sigmoid"),
            layers.Dense(3, activation="sigmoid"),
        ]
    )
    rede.compile(optimizer=keras.optimizers.SGD(learning_rate=10.0), loss="mse")
    return rede


figuras.rede([1, 3, 3], ["peso", "oculta", "A, B, C"])

# %% [markdown]
# Vamos treiná-la duas vezes: com a entrada preparada, e com ela em quilos, sem normalizar. Dos três testes (16, 3
# e 75 kg), quantos a segunda rede acerta?
#
# - **a.** Os três: 400 épocas bastam.
# - **b.** Dois: só erra perto de uma fronteira.
# - **c.** Um ou nenhum.

# %%
palpite_das_classes = ""  # a letra, entre as aspas

# %% demo
kg, letras = [4, 15, 65, 5, 18, 70], list("BCABCA")
X, Y = prepare_pesos(kg, letras)
if X is not None:
    abc = rede_abc(1)
    abc.fit(X, Y, epochs=400, batch_size=2, verbose=0)
    QX, _ = prepare_pesos([16, 3, 75], list("CBA"))
    print("parâmetros:", abc.count_params(), "  previsto:", classifique(abc, QX), "  certo: C B A")

    crua = rede_abc(1)
    crua.fit(np.array(kg, float).reshape(-1, 1), Y, epochs=400, batch_size=2, verbose=0)
    previsto = classifique(crua, np.array([[16.0], [3.0], [75.0]])) or []
    print("sem normalizar:", previsto)
    acertos = sum(letra == certa for letra, certa in zip(previsto, "CBA"))
    houve = "a" if acertos == 3 else "b" if acertos == 2 else "c"
    palpites.compare(palpite_das_classes, houve, a="os três", b="dois", c="um ou nenhum")

# %% [markdown]
# Em 50 mil treinos de 400 épocas, os três testes saíram certos em **todos**. Sem normalizar, em 99 % das
# vezes a rede dá a mesma resposta a todo mundo: a sigmoide satura, e o gradiente some.
#
# ### 4.1 Um atributo que não serve para nada
#
# Acrescente uma segunda entrada sem relação com a classe (na apostila, a cor da pele de 0 a 100). A rede
# descobre que é ruído? Com seis exemplos, não tem como ter certeza. Meça: fixe o peso, varie só o
# atributo e veja se a resposta muda.

# %% demo
cor = [6, 8, 70, 90, 70, 10]
if X is not None:
    X2 = np.column_stack([X, prepare_pesos(cor, letras)[0]])
    abc2 = rede_abc(2)
    abc2.fit(X2, Y, epochs=400, batch_size=2, verbose=0)
    for peso in (20, 10, 40):
        linhas = [[peso, c] for c in range(0, 101, 10)]
        entrada = np.column_stack([prepare_pesos(coluna, "A" * 11)[0] for coluna in zip(*linhas)])
        print(f"{peso} kg, cor de 0 a 100:", "".join(classifique(abc2, entrada) or []))

# %% [markdown]
# Com 20 kg a resposta quase sempre é a mesma de ponta a ponta. Entre uma classe e outra (10 kg, 40 kg), o
# ruído às vezes decide. Mais exemplos, e não mais neurônios, é o que ensina à rede o que ignorar.

# %% [markdown]
# ## 5. Notas verdadeiras e falsas (2 pontos)
#
# Cada nota de banco tem quatro medidas tiradas da imagem dela; acrescentamos **três colunas de ruído**, de
# $-30$ a $30$, com valores bem maiores que os das medidas. As linhas pares são o treino, e as
# ímpares, o teste.

# %%
ax_notas, ay_notas, qx_notas, qy_notas = carregue_notas()
print("treino:", ax_notas.shape, ay_notas.shape, "  teste:", qx_notas.shape)
print("desvio de cada coluna:", np.round(ax_notas.std(axis=0), 1))

# %% [markdown]
# Colunas de escalas diferentes atrapalham a descida: a taxa que serve para uma é grande demais para outra.
# **Padronizar** põe todas na mesma régua, média 0 e desvio 1:
#
# $$x' = \frac{x - \mu}{\sigma}.$$
#
# Duas regras que custam caro a quem esquece:
#
# - $\mu$ e $\sigma$ são **do treino**, e valem também para o teste. O teste faz de conta que ainda não
#   existe.
# - Uma coluna **constante** tem $\sigma = 0$. Ela não informa nada: deve virar 0, e não `nan`.
#
# Se o treino tem 2, 4, 6 em uma coluna, $\mu = 4$ e $\sigma = \sqrt{8/3} \approx 1{,}633$: viram $-1{,}2247$,
# $0$ e $1{,}2247$. Um 10 no teste vira $3{,}6742$. Se ao lado há uma coluna 8, 8, 8, ela vira 0, 0, 0, e um 9 no
# teste, $9 - 8 = 1$: onde o desvio é 0, divide-se por 1.
#
# **Pergunta.** Um colega padroniza o teste com a média e o desvio **do teste**: os formatos estão certos, e cada
# coluna fica com média 0 e desvio 1. O que há de errado?
#
# - **a.** A mesma nota de banco passa a ter valores diferentes no treino e no teste.
# - **b.** Nada: o que importa é que as duas partes tenham média 0 e desvio 1.
# - **c.** O eixo: a média deveria ser de cada linha.

# %%
palpites.responda("regua_do_teste", "")


# %% [markdown]
# **Exercício.** Complete `padronize`. A entrada pode ser `uint8`, e entre dois `uint8` $3 - 5$ dá 254:
# cuide para que um dos lados da subtração seja `float`, como a média que o NumPy devolve.

# %% solution="padronize"
def padronize(treino, teste):
    """Padroniza cada coluna pela média e pelo desvio do treino.

    Entradas:
    treino, teste -- arrays de números, formatos (m, n) e (q, n)

    Saídas:
    treino_p, teste_p -- arrays de float, os mesmos formatos; as colunas constantes no treino são
                         0 no treino, e no teste só a média é subtraída
    """
    ### Início do código ###
    treino_p = None  # ToDo
    teste_p = None  # ToDo: com a média e o desvio do treino
    ### BEGIN SOLUTION
    media, desvio = treino.mean(axis=0), treino.std(axis=0)
    desvio[desvio == 0] = 1
    treino_p, teste_p = (treino - media) / desvio, (teste - media) / desvio
    ### END SOLUTION
    ### Fim do código ###

    return treino_p, teste_p


# %% checks="padronize"

# %% [markdown]
# Essa conta tem um defeito prático: quem recebe o modelo precisa receber também $\mu$ e $\sigma$. O Keras
# tem uma **camada** que os guarda dentro da rede: `layers.Normalization()`. Antes do treino, chame
# `camada.adapt(dados)`, que mede a média e o desvio. Daí em diante o modelo aceita dados **crus**.

# %%
camada = layers.Normalization()
camada.adapt(np.array([[2.0], [4.0], [6.0]]))
print(np.round(keras.ops.convert_to_numpy(camada(np.array([[2.0], [4.0], [10.0]]))).ravel(), 4))


# %% [markdown]
# Para duas classes basta **um** neurônio de saída, com sigmoide: ele é a probabilidade de a nota ser
# falsa, e a perda é `"binary_crossentropy"` (seção 8). Uma softmax em um neurônio só responde sempre 1.
#
# **Exercício.** Complete `treine_notas`. Uma rede com `Normalization`, uma camada oculta de 16 neurônios
# ReLU, Adam com taxa 0,01 e lotes de 32 resolve; outra que chegue a **2,5 % de erro ou menos** em notas
# que não viu também vale. O modelo devolvido recebe as notas cruas.

# %% solution="treine_notas"
def treine_notas(ax, ay, epocas):
    """Cria e treina uma rede que reconhece notas falsas.

    Entradas:
    ax -- atributos das notas, array de formato (m, n), sem nenhum preparo
    ay -- 1 se a nota é falsa, 0 se é verdadeira, formato (m, 1)
    epocas -- número de voltas pelos exemplos

    Saída:
    modelo -- do Keras, treinado: recebe atributos sem preparo e devolve probabilidades, (m, 1)
    """
    ### Início do código ###
    modelo = None  # ToDo: a camada de normalização (adapt!), a rede, compile e fit
    ### BEGIN SOLUTION
    normalizacao = layers.Normalization()
    normalizacao.adapt(ax)
    modelo = keras.Sequential(
        [
            keras.Input((ax.shape[1],)),
            normalizacao,
            layers.Dense(16, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    modelo.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy")
    modelo.fit(ax, ay, epochs=epocas, batch_size=32, verbose=0)
    ### END SOLUTION
    ### Fim do código ###

    return modelo


# %% checks="treine_notas"

# %% demo
notas = treine_notas(ax_notas, ay_notas, epocas=50)
if notas is not None:
    qp = notas.predict(qx_notas, verbose=0) > 0.5
    print("erro no teste:", virgula(100 * np.mean(qp != qy_notas), ".2f"), "%")
    for coluna in range(qx_notas.shape[1]):
        trocada = qx_notas.copy()
        trocada[:, coluna] = np.random.default_rng(1).permutation(trocada[:, coluna])
        erro = np.mean((notas.predict(trocada, verbose=0) > 0.5) != qy_notas)
        print(f"  com a coluna {coluna} embaralhada: {virgula(100 * erro, '5.2f')} %")

# %% [markdown]
# Nas notas reais, 200 redes dessas erraram cerca de 0,3 % do teste, e nenhuma, mais de 1 %; com 8 sigmoides, `mse`
# e SGD, o erro fica perto de 1,3 %. Embaralhar uma coluna de cada vez mostra **em que a rede se apoia** (é a *importância por
# permutação*): as três últimas quase não mudam o erro. A rede aprendeu a ignorar o ruído, com 686 exemplos; com seis, na seção 4, não podia.

# %% [markdown]
# ## 6. Imagens (1,75 ponto)
#
# A MNIST tem 60 mil dígitos manuscritos de $28 \times 28$ pixels para treino e 10 mil para teste. Sem
# ela por perto, usamos dígitos desenhados por um programa, 1500 para treino e 500 para teste, e a célula diz qual
# está em uso.

# %%
AX, AY, QX, QY = carregue_digitos()
AX, QX = 255 - AX, 255 - QX  # tinta preta em papel branco
print("AX:", AX.shape, AX.dtype, "  AY:", AY.shape, AY.dtype)
print("um rótulo:", AY[0], "  em uma coluna por classe:", keras.utils.to_categorical(AY[:1], 10))
figuras.imagens_previstas(255 - AX[:10], list(AY[:10]))

# %% [markdown]
# ### 6.1 Primeira rede: uma oculta, sigmoide e `mse`
#
# `Flatten` não calcula nada: só desdobra a imagem $28 \times 28$ em 784 números, que é o que `Dense` quer.
# Com 400 ocultos, são $(784+1) \cdot 400 + (400+1) \cdot 10 = 318\,010$ parâmetros treináveis (no
# resumo do Keras, em inglês, a vírgula é a do milhar: 318,010; e os três a mais são os da régua). O
# otimizador é o **Adam**, em que cada peso tem o seu próprio tamanho de passo e anda por uma média dos gradientes
# passados, o **momento**.
#
# **Uma régua só.** Sem argumentos, `Normalization` mede cada coluna do último eixo, como na seção 5. Em
# uma imagem isso é um engano: as colunas já têm a mesma escala, de 0 a 255, e as da borda são quase
# constantes. Na MNIST, só 14 das 60 mil imagens têm tinta na primeira coluna, cujo desvio é 0,39: um pixel
# preto ali entraria na rede como $-647$, um tranco em todos os pesos. `axis=None` mede uma média e um
# desvio para a imagem toda. Uma régua fixa, como a da seção 4, também serviria: $x/255 - 0{,}5$ leva os
# pixels de 0 a 255 para $[-0{,}5;\ 0{,}5]$.

# %% demo
regua = layers.Normalization(axis=None)
regua.adapt(AX)
mlp1 = keras.Sequential(
    [
        keras.Input((28, 28)),
        regua,
        layers.Flatten(name="desdobra"),
        layers.Dense(400, activation="sigmoid"),
        layers.Dense(10, activation="sigmoid"),
    ]
)
mlp1.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.0005), loss="mse", metrics=["accuracy"]
)
mlp1.summary()
mlp1.fit(
    AX,
    keras.utils.to_categorical(AY, 10),
    batch_size=100,
    epochs=10,
    verbose=0,
    callbacks=[Progresso()],
)
perda, acerto = mlp1.evaluate(QX, np.eye(10)[QY], verbose=0)
print(f"teste: perda {virgula(perda, '.4f')}, acerto {virgula(acerto, '.4f')}")


# %% [markdown]
# ### 6.2 Segunda rede: ReLU, softmax e entropia cruzada
#
# Quatro mudanças: mais uma camada oculta; **ReLU** nas ocultas, que não satura; **softmax** na saída, e as
# dez respostas viram probabilidades que somam 1; **entropia cruzada** como perda. A versão
# `"sparse_categorical_crossentropy"` aceita os rótulos inteiros como vieram, sem one-hot.
#
# O sorteio dos pesos iniciais também se escolhe, em cada camada: `layers.Dense(…, kernel_initializer="he_normal")`
# usa o de He, feito para a ReLU. Aqui fica o padrão do Keras, o de Glorot.
#
# **Uma conta para conferir.** Contar 355 110 parâmetros não diz que ativação eles têm. Duas imagens de um pixel só,
# 0 e 200, têm média 100 e desvio 100: viram $-1$ e $1$. Com um neurônio oculto de peso 1, e duas classes de pesos
# $\ln 3$ e 0, sem vieses, a ReLU deixa 0 e 1, e a softmax responde $(0{,}5;\ 0{,}5)$ e
# $(3/4;\ 1/4) = (0{,}75;\ 0{,}25)$. Se os rótulos são 1 e 0, a perda é $-(\ln 0{,}5 + \ln 0{,}75)/2 = 0{,}4904$.
#
# **Exercício.** Complete `crie_mlp`.

# %% solution="crie_mlp"
def crie_mlp(imagens, ocultas, n_classes):
    """Cria e compila uma rede densa que classifica imagens; não treina.

    Entradas:
    imagens -- as de treino, array de formato (m, altura, largura); a normalização aprende delas
    ocultas -- lista com o número de neurônios de cada camada oculta
    n_classes -- número de classes

    Saída:
    modelo -- do Keras: Normalization(axis=None) já adaptada, Flatten, as ocultas com ReLU e a
              saída com softmax; Adam com taxa 0,0005 e "sparse_categorical_crossentropy"
    """
    ### Início do código ###
    modelo = None  # ToDo
    ### BEGIN SOLUTION
    normalizacao = layers.Normalization(axis=None)
    normalizacao.adapt(imagens)
    modelo = keras.Sequential(
        [
            keras.Input(imagens.shape[1:]),
            normalizacao,
            layers.Flatten(),
            *[layers.Dense(n, activation="relu") for n in ocultas],
            layers.Dense(n_classes, activation="softmax"),
        ]
    )
    modelo.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0005),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    ### END SOLUTION
    ### Fim do código ###

    return modelo


# %% checks="crie_mlp"

# %% [markdown]
# **A curva de validação.** Com 355 mil parâmetros, a rede pode decorar as imagens de treino. Para vê-la fazer
# isso, guarde uma parte do treino, a **validação**, que não entra em passo nenhum, e anote as duas perdas a cada
# época. Em `fit`, `validation_split=0.2` guarda o último quinto das linhas, e o histórico ganha `val_loss` e
# `val_accuracy`. O teste continua fechado.
#
# São 30 épocas, com 2000 imagens no máximo. Da época 10 à 30, a perda no treino cai para menos de um quinto.
# **Um palpite**: e a perda na validação?
#
# - **a.** Cai na mesma proporção.
# - **b.** Fica perto de onde estava.
# - **c.** Mais do que dobra.

# %%
palpite_da_validacao = ""  # a letra, entre as aspas

# %% demo
poucas = crie_mlp(AX[:2000], [400, 100], 10)
if poucas is not None:
    opcoes = {"batch_size": 100, "epochs": 30, "verbose": 0, "callbacks": [Progresso()]}
    curva = poucas.fit(AX[:2000], AY[:2000], validation_split=0.2, **opcoes).history
    melhor_epoca = int(np.argmin(curva["val_loss"]))
    for nome, epoca in (("melhor", melhor_epoca), ("última", 29)):
        no_treino, na_validacao, acerto = (
            virgula(curva[medida][epoca], formato)
            for medida, formato in (("loss", ".4f"), ("val_loss", ".3f"), ("val_accuracy", ".3f"))
        )
        print(f"{nome} época, {epoca + 1}: perda {no_treino} no treino e "
              f"{na_validacao} na validação, acerto {acerto}")
    razao = curva["val_loss"][29] / curva["val_loss"][9]
    houve = "a" if razao < 0.5 else "b" if razao < 2 else "c"
    palpites.compare(palpite_da_validacao, houve, a="cai junto", b="fica perto", c="mais do que dobra")
    display(figuras.treino_e_validacao(curva["loss"], curva["val_loss"]))

# %% [markdown]
# As primeiras épocas servem às duas partes. Depois só a linha cheia desce: o que a rede ainda aprende vale para
# aquelas imagens e para nenhuma outra. É o **sobreajuste**, e o acerto na validação quase não muda com ele.
# **A última época não é a melhor**, e a validação diz onde parar: é a **parada antecipada**, no Keras
# `EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)`, mais um **callback** de `fit`.
# Escolher a época pelo teste seria pior, porque o teste deixaria de ser novidade.
#
# Há um segundo motivo. Com a taxa fixa, o Adam continua dando passos de 0,0005 em uma rede que já acerta quase
# todo o treino, e cada lote estranho a empurra. Na MNIST inteira, o acerto no teste passa da época 20 à 30 subindo
# e descendo, com uns quatro décimos entre a melhor e a pior: publicar a última época é publicar um sorteio. O que resolve
# é passo menor no fim: outro callback multiplica a taxa por 0,95 a cada época.
#
# **Outro palpite**: **antes** do primeiro passo de treino, quanto é a perda de uma rede de dez classes?
#
# - **a.** Perto de 0.
# - **b.** $\ln 10 \approx 2{,}30$, como quem responde $0{,}1$ a tudo.
# - **c.** Mais do que $\ln 10$.

# %%
palpite_do_comeco = ""  # a letra, entre as aspas

# %% demo
mlp2 = crie_mlp(AX, [400, 100], 10)
if mlp2 is not None:
    antes = mlp2.evaluate(QX, QY, verbose=0)[0]
    taxa_menor = keras.callbacks.LearningRateScheduler(lambda epoca, taxa: 0.95 * taxa)
    mlp2.fit(AX, AY, batch_size=100, epochs=10, verbose=0, callbacks=[Progresso(), taxa_menor])
    perda, acerto = mlp2.evaluate(QX, QY, verbose=0)
    print(f"perda no teste: {virgula(antes, '.2f')} -> {virgula(perda, '.2f')}; "
          f"acerto {virgula(acerto, '.4f')}")
    houve = "a" if antes < 1 else "b" if antes < 2.35 else "c"
    palpites.compare(palpite_do_comeco, houve, a="perto de 0", b="ln 10", c="mais do que ln 10")


# %% [markdown]
# Antes do treino a perda **não** é $\ln 10 \approx 2{,}30$, o custo de quem responde $0{,}1$ a tudo: é um
# pouco mais, porque uma rede recém-sorteada já tem palpites, e errados.
#
# Na MNIST inteira, com a taxa que cai a cada época (*learning rate decay*), o treino de 80 épocas acabou em
# 98,36 %.

# %% [markdown]
# ### 6.3 Guardar e usar depois
#
# `modelo.save("nome.keras")` grava arquitetura, pesos, normalização e o estado do otimizador em um
# arquivo só; `keras.models.load_model` traz tudo de volta, e o treino pode continuar de onde parou.
# (`save_weights` grava só os pesos; o formato `.h5` é o antigo.) No Colab, o arquivo some quando a sessão acaba:
# baixe-o, ou grave-o no Drive.
#
# **Exercício.** Complete `salve_e_carregue`. O que se devolve é o modelo **lido**: mudar o original depois não muda
# nada nele, e o treino dele pode continuar.

# %% solution="salve_e_carregue"
def salve_e_carregue(modelo, caminho):
    """Grava o modelo e lê de volta o que foi gravado.

    Entradas:
    modelo -- do Keras, compilado
    caminho -- nome do arquivo, terminado em .keras

    Saída:
    lido -- o modelo que está no arquivo: outro objeto, com os mesmos pesos e o mesmo otimizador
    """
    ### Início do código ###
    lido = None  # ToDo: duas linhas
    ### BEGIN SOLUTION
    modelo.save(caminho)
    lido = keras.models.load_model(caminho)
    ### END SOLUTION
    ### Fim do código ###

    return lido


# %% checks="salve_e_carregue"

# %% demo
if mlp2 is not None:
    lido = salve_e_carregue(mlp2, "mlp2.keras")
    probabilidades = lido.predict(QX[:2], verbose=0)
    print("iguais até o último bit:", np.array_equal(lido.predict(QX, verbose=0),
                                                    mlp2.predict(QX, verbose=0)))  # fmt: skip
    for i in range(2):
        print(f"imagem {i}: rótulo {QY[i]}, previsto {probabilidades[i].argmax()}")

# %% [markdown]
# ### 6.4 Duas lições da apostila
#
# **Menos pixels.** Tire de cada imagem as linhas e colunas brancas e reduza o resto a $14 \times 14$: cada
# pixel novo é a média do trecho que cobre. A rede fica com 120 mil parâmetros em vez de 355 mil, e todos
# os dígitos passam a ocupar o mesmo lugar. O que se perde? A largura: um 1 enche a imagem toda.

# %% demo
AX14, QX14 = apare_e_reduza(AX), apare_e_reduza(QX)
display(figuras.antes_e_depois(AX[:10], AX14[:10]))
menor = crie_mlp(AX14, [400, 100], 10)
if menor is not None:
    taxa_menor = keras.callbacks.LearningRateScheduler(lambda epoca, taxa: 0.8 * taxa)
    menor.fit(AX14, AY, batch_size=100, epochs=10, verbose=0, callbacks=[Progresso(), taxa_menor])
    erro = 100 * (1 - menor.evaluate(QX14, QY, verbose=0)[1])
    print("erro no teste:", virgula(erro, ".2f"), "%")

# %% [markdown]
# **Menos de 1,61 % de erro, sem convoluções.** A régua e a taxa da seção 6.2 levam `mlp2` até perto
# disso: 1,64 % no treino de 80 épocas. O que ajuda mais são **exemplos**, e eles podem ser fabricados: um
# dígito deslocado de um pixel, para qualquer lado, continua o mesmo dígito, e para uma rede densa é uma
# imagem nova (*data augmentation*). São cinco vezes mais imagens: bastam poucas épocas, e a taxa cai pela
# metade em cada uma. Na MNIST todo dígito está centrado, e deslocá-los bastou: 1,34 % de erro. Os nossos, desenhados,
# já vêm em muitas posições, e deslocá-los mais pode não ajudar: compare com o erro da seção 6.2.

# %% demo
deslocamentos = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]
AX5 = np.concatenate([np.roll(AX, passo, axis=(1, 2)) for passo in deslocamentos])
melhor = crie_mlp(AX, [400, 100], 10)
if melhor is not None:
    taxa_menor = keras.callbacks.LearningRateScheduler(lambda epoca, taxa: 0.5 * taxa)
    opcoes = {"batch_size": 100, "verbose": 0, "callbacks": [Progresso(), taxa_menor]}
    melhor.fit(AX5, np.tile(AY, 5), epochs=5, **opcoes)
    erro = 100 * (1 - melhor.evaluate(QX, QY, verbose=0)[1])
    print("erro no teste:", virgula(erro, ".2f"), "%")

# %% [markdown]
# ## 7. Roupas
#
# A Fashion-MNIST tem o mesmo formato e dez classes de roupas. A mesma função serve, sem uma linha
# nova. Em cima de cada imagem está a classe certa; embaixo, a prevista, em vermelho onde erra.

# %% demo
FX, FY, GX, GY = carregue_roupas()
roupas = crie_mlp(FX, [200, 50], 10)
if roupas is not None:
    roupas.fit(FX, FY, batch_size=100, epochs=10, verbose=0, callbacks=[Progresso()])
    erro = 100 * (1 - roupas.evaluate(GX, GY, verbose=0)[1])
    print("erro no teste:", virgula(erro, ".1f"), "%")
    previstas = roupas.predict(GX[:20], verbose=0).argmax(axis=1)
    display(figuras.imagens_previstas(GX[:20], [ROUPAS[c] for c in GY[:20]],
                                      [ROUPAS[c] for c in previstas]))  # fmt: skip

# %% [markdown]
# ### 7.1 Exercício aberto: a sua rede (sem pontos)
#
# Faça uma rede que, com **menos de um terço dos parâmetros** desta, erre no máximo dois pontos percentuais a mais.
# Ponha as suas em `candidatas`: larguras, profundidade, épocas. Quem decide é a validação, e um treino é um
# sorteio: antes de acreditar em uma diferença pequena, rode a célula outra vez. Escolhida a rede, abra o teste,
# uma vez só.

# %% demo
candidatas = [([200, 50], 10)]  # (ocultas, épocas); acrescente as suas
for ocultas, epocas in candidatas:
    rede = crie_mlp(FX, ocultas, 10)
    if rede is not None:
        opcoes = {"batch_size": 100, "epochs": epocas, "verbose": 0, "callbacks": [Progresso()]}
        medidas = rede.fit(FX, FY, validation_split=0.2, **opcoes).history
        erro = virgula(100 * (1 - medidas["val_accuracy"][-1]), ".1f")
        print(f"{ocultas!s:12} {milhar(rede.count_params()):>7} parâmetros   erro na validação: {erro} %")

# %% [markdown]
# ## 8. O que a biblioteca calcula por dentro (1,75 ponto)
#
# ### 8.1 Ativações
#
# $$\tanh'(x) = 1 - \tanh^2 x, \qquad \sigma'(x) = \sigma(x)\,(1 - \sigma(x)), \qquad
#   \mathrm{relu}'(x) = [x > 0].$$
#
# As derivadas explicam a moda: a da sigmoide nunca passa de $0{,}25$, e a cada camada o gradiente encolhe;
# a da ReLU é 1 enquanto o neurônio está aceso.

# %%
a = np.array([-4.0, -2.0, 0.0, 2.0, 4.0])
for nome in ("tanh", "sigmoid", "relu"):
    valores = keras.ops.convert_to_numpy(getattr(keras.activations, nome)(a.astype("float32")))
    print(f"{nome:8}", np.round(valores, 6))
logits_exemplo = np.array([[-0.1, 1.3, 0.2]], "float32")
softmax = keras.ops.convert_to_numpy(keras.activations.softmax(logits_exemplo))
print("softmax ", np.round(softmax, 6))
figuras.curvas_de_ativacao()


# %% [markdown]
# ### 8.2 Entropia cruzada direto dos *logits*
#
# Com várias classes, a perda de um exemplo é $-\ln p_y$, em que $p_y$ é a probabilidade dada à classe
# certa. Para $p = (0{,}1;\ 0{,}8;\ 0{,}1)$ e $y = 1$: $-\ln 0{,}8 = 0{,}22314$. Como
# $p = \mathrm{softmax}(z)$, em que $z$ são os **logits**, os números que entram na softmax, o logaritmo
# desfaz a exponencial:
#
# $$-\ln \frac{e^{z_y}}{\sum_j e^{z_j}} = \ln \sum_j e^{z_j} - z_y
#   = c + \ln \sum_j e^{z_j - c} - z_y, \qquad c = \max_j z_j.$$
#
# Juntar as duas contas (`from_logits=True`, no Keras) não é economia: com $z = (1000, 0)$ e $y = 1$, a
# softmax arredonda $p_y$ para 0, e o logaritmo é infinito. A fórmula da direita dá 1000, o valor certo. Tirar
# antes o máximo $c$ é o truque do *log-sum-exp*: nenhuma exponencial passa de 1. E nem é preciso chegar a 1000:
# nos 32 bits da biblioteca $e^{89}$ já é infinito; nos 64 do NumPy, $e^{710}$.
#
# E $c$ é o de **cada linha**. No lote $(1000, 0)$ e $(-1000, -1001)$, tirar 1000 das duas deixaria a segunda só com
# exponenciais 0, e $\ln 0$. Com as classes 1 e 0, a segunda linha custa $\ln(1 + e^{-1}) = 0{,}3133$, e a média é
# $(1000 + 0{,}3133)/2 = 500{,}1566$.
#
# **Exercício.** Complete `entropia_de_logits`, estável para logits de qualquer tamanho, sem usar o Keras.

# %% solution="entropia_de_logits"
def entropia_de_logits(z, y):
    """Média da entropia cruzada, a partir dos logits e dos rótulos inteiros.

    Entradas:
    z -- logits, array de formato (m, n_classes)
    y -- rótulos inteiros, de 0 a n_classes - 1, formato (m,)

    Saída:
    perda -- um número: a média dos m exemplos
    """
    ### Início do código ###
    perda = None  # ToDo: c de cada linha, o logaritmo da soma, o logit da classe certa
    ### BEGIN SOLUTION
    c = z.max(axis=1)
    log_soma = c + np.log(np.exp(z - c[:, None]).sum(axis=1))
    perda = np.mean(log_soma - z[np.arange(len(z)), y])
    ### END SOLUTION
    ### Fim do código ###

    return perda


# %% checks="entropia_de_logits"

# %% [markdown]
# ### 8.3 Sim ou não, uma ou várias vezes
#
# Com uma saída sigmoide $p$ e um rótulo $y$ que é 0 ou 1, a perda é a **entropia binária**
#
# $$-\left[\,y \ln p + (1 - y) \ln(1 - p)\,\right],$$
#
# e só um dos termos conta de cada vez: $y = 1,\ p = 0{,}66$ custa $-\ln 0{,}66 = 0{,}41552$;
# $y = 0,\ p = 0{,}4$ custa $-\ln 0{,}6 = 0{,}51083$. Em um problema **multirrótulo** (jovem? míope? canhoto?)
# há uma saída dessas por pergunta, e a perda é a média de todas: as duas de cima, juntas, custam
# $(0{,}41552 + 0{,}51083)/2 = 0{,}46317$. Note o sinal de menos: sem ele, treinar
# seria piorar.
#
# Se $p$ chega a 0 ou 1 exatos, $\ln 0$ estraga tudo. O Keras corta $p$ ao intervalo
# $[10^{-7},\ 1 - 10^{-7}]$: a certeza errada custa $-\ln 10^{-7} \approx 16{,}118$, e não infinito. (É a conta em
# 64 bits, a do NumPy. Nos 32 da biblioteca, o número mais perto de $1 - 10^{-7}$ é $1 - 1{,}19 \cdot 10^{-7}$, e quem
# disse 1 quando era 0 paga 15,942.)
#
# **Exercício.** Complete `entropia_binaria`, com o mesmo corte.

# %% solution="entropia_binaria"
def entropia_binaria(p, y):
    """Média da entropia binária, com as probabilidades cortadas em 1e-7 e 1 - 1e-7.

    Entradas:
    p -- probabilidades, array de qualquer formato
    y -- rótulos 0 ou 1, o mesmo formato

    Saída:
    perda -- um número: a média de todas as posições
    """
    ### Início do código ###
    perda = None  # ToDo
    ### BEGIN SOLUTION
    p = np.clip(p, 1e-7, 1 - 1e-7)
    perda = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    ### END SOLUTION
    ### Fim do código ###

    return perda


# %% checks="entropia_binaria"

# %% [markdown]
# Confira com a biblioteca. Repare em como o Keras pede as coisas: rótulos primeiro, e um eixo de exemplos
# mesmo que haja um só.

# %%
y, p = np.array([[1.0, 0, 1, 0]]), np.array([[0.6, 0.35, 0.75, 0.15]])
bce = keras.losses.BinaryCrossentropy()(y, p)
print("binária:", keras.ops.convert_to_numpy(bce).round(6), " sua:", entropia_binaria(p, y))
z, rotulos = np.array([[2.0, 1.0, 0.1], [0.3, 0.2, 3.0]]), np.array([0, 1])
cce = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(rotulos, z)
print("logits: ", keras.ops.convert_to_numpy(cce).round(6), " sua:", entropia_de_logits(z, rotulos))

# %% [markdown]
# **E a binária, direto dos logits?** O corte evita o infinito e cobra por isso: dali em diante a perda é plana, o
# gradiente é 0, e quem errou com toda a certeza não aprende com o erro. O remédio é o da seção 8.2, juntar as duas
# contas. Com $p = \sigma(z)$,
#
# $$-\left[\,y \ln p + (1 - y) \ln(1 - p)\,\right] = \ln(1 + e^z) - y z = \max(z, 0) - y z + \ln(1 + e^{-|z|}),$$
#
# e na última forma nenhuma exponencial passa de 1. Com $z = -2$ e $y = 0$, são $\ln(1 + e^{-2}) = 0{,}1269$; com
# $z = 1000$ e $y = 0$, 1000. Em um multirrótulo de quatro perguntas, os logits $(-2;\ {-}1;\ 2;\ 3)$ e os rótulos
# $(0;\ 0;\ 1;\ 1)$ custam 0,1269, 0,3133, 0,1269 e 0,0486, em média
# $\frac{0{,}1269 + 0{,}3133 + 0{,}1269 + 0{,}0486}{4} = 0{,}1539$. No Keras, é `from_logits=True`; no PyTorch,
# `BCEWithLogitsLoss`.

# %% demo
z_4, y_4 = np.array([[-2.0, -1, 2, 3]]), np.array([[0.0, 0, 1, 1]])
cada = np.maximum(z_4, 0) - y_4 * z_4 + np.log1p(np.exp(-np.abs(z_4)))
keras_4 = keras.losses.BinaryCrossentropy(from_logits=True)(y_4, z_4)
torch_4 = torch.nn.BCEWithLogitsLoss()(torch.tensor(z_4), torch.tensor(y_4))
print("cada pergunta:", np.round(cada[0], 4), "  média:", virgula(cada.mean(), ".4f"))
print("Keras:", virgula(keras_4.item(), ".4f"), "  PyTorch:", virgula(torch_4.item(), ".4f"))

# %% [markdown]
# ## 9. O mesmo treino em PyTorch, sem `fit` (1 ponto)
#
# Em PyTorch o laço é seu. Cada volta tem cinco linhas, **nesta ordem**:
#
# | linha | faz |
# |:--|:--|
# | `otimizador.zero_grad()` | apaga os gradientes da volta anterior |
# | `perda = criterio(rede(X), Y)` | a ida |
# | `perda.backward()` | a volta: **soma** em cada parâmetro o seu gradiente |
# | `otimizador.step()` | um passo |
# | `perdas.append(perda.item())` | `.item()` tira o número de dentro do tensor |
#
# `backward` soma, e não substitui. Sem `zero_grad`, o passo usa a soma de todos os gradientes que já
# existiram. Em 100 treinos sem essa linha, nenhum chegou a uma perda de $10^{-3}$, e nenhum deu erro.

# %%
w = torch.tensor(3.0, requires_grad=True)
for _ in range(3):
    (w**2).backward()
    print("gradiente guardado:", w.grad.item(), "  (a derivada é 6)")

# %% [markdown]
# **A rede, em PyTorch.** `torch.nn.Sequential` é a mesma fila de camadas. `Linear(n_entra, n_sai)` pede os dois
# tamanhos e guarda os pesos no formato `(n_sai, n_entra)`: a transposta da matriz do Keras. Quando a conta não é uma
# fila, escreve-se uma **classe**: as camadas em `__init__`, a ida em `forward`. A volta ninguém escreve: o PyTorch
# anota as contas da ida e as percorre de trás para a frente. É a **diferenciação automática** (*autograd*).
#
# Para só prever, `with torch.no_grad():` dispensa as anotações. E, se houver GPU, vão para ela a rede **e** os
# dados, com `.to("cuda")`: um em cada lugar é um erro.

# %% demo
em_fila = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Sigmoid(), torch.nn.Linear(2, 2))


class Rede(torch.nn.Module):
    """A mesma rede, escrita como classe."""

    def __init__(self):
        super().__init__()
        self.oculta, self.saida = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)

    def forward(self, X):
        return self.saida(torch.sigmoid(self.oculta(X)))


em_classe = Rede()
for nome, parametro in em_classe.named_parameters():
    print(f"{nome:14} {tuple(parametro.shape)}")
for nome, rede in (("na fila", em_fila), ("na classe", em_classe)):
    print(f"parâmetros {nome}:", sum(parametro.numel() for parametro in rede.parameters()))
em_classe.load_state_dict(dict(zip(em_classe.state_dict(), em_fila.state_dict().values())))
with torch.no_grad():
    exemplos = torch.tensor(ax, dtype=torch.float32)
    print("com os mesmos pesos, a mesma resposta:", torch.equal(em_fila(exemplos), em_classe(exemplos)))


# %% [markdown]
# **Exercício.** Complete `treine_pytorch`: descida do gradiente com o lote inteiro. Use
# `torch.optim.SGD(rede.parameters(), lr=taxa)` e `torch.nn.MSELoss()`; passe $X$ e $Y$ para
# `torch.float32`.

# %% solution="treine_pytorch"
def treine_pytorch(rede, X, Y, epocas, taxa):
    """Treina uma rede do PyTorch com SGD e erro quadrático médio, o lote inteiro em cada passo.

    Entradas:
    rede -- um torch.nn.Module; é ela mesma que muda
    X, Y -- arrays do NumPy, um exemplo por linha
    epocas -- número de passos
    taxa -- taxa de aprendizado

    Saída:
    perdas -- lista de floats: a perda antes de cada passo
    """
    ### Início do código ###
    perdas = None  # ToDo: os tensores, o otimizador e o laço de cinco linhas
    ### BEGIN SOLUTION
    X, Y = (torch.tensor(np.array(dados), dtype=torch.float32) for dados in (X, Y))
    otimizador = torch.optim.SGD(rede.parameters(), lr=taxa)
    criterio = torch.nn.MSELoss()
    perdas = []
    for _ in range(epocas):
        otimizador.zero_grad()
        perda = criterio(rede(X), Y)
        perda.backward()
        otimizador.step()
        perdas.append(perda.item())
    ### END SOLUTION
    ### Fim do código ###

    return perdas


# %% checks="treine_pytorch"

# %% [markdown]
# A prova de que as duas bibliotecas fazem a mesma conta: mesmos pesos, mesmos dados, três passos.

# %%
em_torch = treine_pytorch(instrumentos_keras.rede_pytorch(w_inicial), ax, ay, epocas=3, taxa=1.0)
if em_torch is not None:
    print("PyTorch:", np.round(em_torch, 6))
    print("NumPy:  ", np.round(perdas_numpy, 6))

# %% [markdown]
# ## 10. Todos os programas da apostila
#
# Um programa do curso rodou as células deste notebook e imprimiu estas linhas; cada uma diz se os dados são os
# reais. O tempo é de CPU, em um núcleo ocupado (o seu será outro), e o texto traz medidas de mais treinos.
# Os dois treinos da apostila na MNIST inteira foram até a última época, a que ela tem.
#
# | programa | onde está | o que mediu a nossa resposta | CPU |
# |:--|:--|:--|--:|
# | `versao3` (local e Colab) | 1 | Python 3.11.7, NumPy 2.4.6, Keras 3.15.1, PyTorch 2.13.0 |  |
# | `np.empty` | 2 | `(3, 4) uint8` |  |
# | 1 `regression` | 3 | perda depois de 100 épocas, lote 1, em 10 treinos: mediana $6 \cdot 10^{-16}$, a maior $8 \cdot 10^{-14}$ | 0,5 s |
# | três descidas | 3.2 | perda depois de 60 épocas: lote inteiro (6): 0,0315; minilotes de 2: 0,0344; um a um: 0,0055 | 1,4 s |
# | 2 `abc1` | 4 | os três testes certos em 10 de 10 treinos de 400 épocas; 18 parâmetros; o tempo é de dois treinos | 5,8 s |
# | lição: atributo irrelevante | 4.1 | com 20 kg, a cor não muda a resposta em 10 de 10 treinos; 21 parâmetros | 2,9 s |
# | notas com ruído | 5 | notas reais: erro de 0,29 a 0,58 % do teste em 10 treinos de 50 épocas | 3,2 s |
# | 3 `le_mnist` | 6 | `(60000, 28, 28) uint8` |  |
# | 4 `mlp1` | 6.1 | MNIST, 40 épocas: acerto de 98,29 % no teste, perda 0,0030; 318 010 parâmetros; pico de memória de 891 MB | 186 s |
# | 5 `mlp2` | 6.2 | MNIST, 80 épocas: acerto de 98,36 % no teste, perda 0,0981; 355 110 parâmetros; pico de memória de 932 MB | 379 s |
# | perda esparsa | 6.2 | rótulos `(60000,) uint8` |  |
# | 6 `pred2` | 6.3 | 10 000 respostas iguais até o último bit | 1,1 s |
# | lição: 14 × 14 | 6.4 | MNIST, 20 épocas: erro de 1,88 % no teste | 61 s |
# | lição: menos de 1,61 % de erro | 6.4 | MNIST, 5 épocas: erro de 1,34 % no teste | 133 s |
# | Fashion e as 20 imagens | 7 | Fashion-MNIST, 60 000 imagens de treino, 10 épocas: erro de 10,9 % no teste | 45 s |
# | anexos A.2 a A.5, ativações | 8.1 | `tanh(2)` = 0,964028; `sigmoid(2)` = 0,880797; `softmax` = 0,156127 0,633125 0,210749 |  |
# | anexo A.6, perdas | 8.2 e 8.3 | 0,22314; 0,51083; 16,11810 |  |
# | laço em PyTorch | 9 | as perdas do Keras e do NumPy, a menos de $1 \cdot 10^{-7}$ | 0,0 s |
#
# O que mudou desde a apostila: `SGD(learning_rate=1)` pede um `float`; `input_dim` e `input_shape` viraram
# `keras.Input`; `lr` virou `learning_rate`; `to_categorical` devolve `float64`; `plot_model` pede um pacote
# a mais (aqui, `modelo.summary()`); a perda esparsa pede arrays, com o eixo dos exemplos.
#
# **Para ir além**, sem nota: junte as duas lições da seção 6.4, ou acrescente `layers.Dropout`, e chegue a
# menos de 1 % de erro na MNIST sem convoluções; troque a taxa de `abc1` e ache a maior que ainda aprende.

# %% [markdown]
# ## 11. Pergunta (até 1 ponto extra)
#
# Responda em até dez linhas. (a) Na regressão, por que o lote 1 chega mais fundo do que o lote 2 com o
# mesmo número de épocas? (b) A rede de dois atributos descobriu que a cor é ruído? Como você mediu?
# (c) O que `zero_grad` evita, e por que a falta dele não aparece como erro?

# %% [markdown] manual="q_keras" points=0
# ### BEGIN SOLUTION
# (a) Com lote 1 cada época dá dois passos em vez de um, e o gradiente de um exemplo só tira a rede de
# platôs em que a média dos dois quase se anula. (b) Só em parte: com o peso fixo em 20 kg a resposta não
# muda quando a cor vai de 0 a 100, mas entre as classes muda às vezes; seis exemplos não bastam para
# saber que ela não importa. (c) Que o passo use a soma dos gradientes de todas as voltas: a conta continua
# tendo o formato certo, e o Python não tem do que reclamar; a perda é que não desce.
# ### END SOLUTION

# %% [markdown]
# ## O que levar daqui
#
# - Conte os parâmetros à mão antes de treinar. Depois, dê à rede pesos conhecidos e compare alguns passos com a
#   mesma conta em NumPy: é assim que se confere uma biblioteca.
# - O que o treino mediu (média, desvio, régua) vale para o teste; nada do teste volta para o treino.
# - A saída escolhe a perda: linear e `mse`, sigmoide e entropia binária, softmax e entropia cruzada. E a conta é
#   feita com os logits, para que uma certeza errada custe muito, e não infinito.
# - Um treino é um sorteio: dos pesos, dos lotes e da época em que parou. Repita, diminua a taxa no fim e
#   diga quantas vezes mediu.
# - `fit` é um laço de cinco linhas. Quem o escreveu uma vez sabe o que procurar quando a perda não desce.
#
# **Para ler mais:** o guia do [modelo sequencial](https://keras.io/guides/sequential_model/) do Keras; o
# [laço de treino](https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html) nos tutoriais do
# PyTorch; [Glorot e Bengio](https://proceedings.mlr.press/v9/glorot10a.html), de onde vem o sorteio dos pesos;
# [Kingma e Ba](https://arxiv.org/abs/1412.6980), o artigo do Adam; e a
# [Fashion-MNIST](https://arxiv.org/abs/1708.07747), com os motivos de quem a fez.
