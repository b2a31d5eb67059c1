# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   gabarito:
#     lab: lab3_multiclasse
#     title: "Lab 3, Parte 2: várias classes e pré-processamento"
#     helpers: [arquivos.py, progresso.py, incompletas.py, figuras_multiclasse.py, visitas.py,
#       desenho.py]
#     tell_mistakes: true
#     data:
#       dados_sinteticos: [Data.csv]
# ---

# %% [markdown]
# # Lab 3, Parte 2: várias classes e pré-processamento
#
# Na Parte 1, a rede respondia sim ou não. Agora ela escolhe entre várias classes: dez dígitos
# escritos à mão, por exemplo. Você programa as peças que mudam (rótulos one-hot, softmax, entropia
# cruzada de várias classes, gradiente) e treina com elas um classificador.
#
# Na segunda metade, os dados chegam como quase sempre chegam: uma tabela com buracos, palavras no
# lugar de números e colunas em escalas muito diferentes. Você a prepara com a scikit-learn e
# aprende a evitar o erro mais comum dessa etapa, o vazamento de dados do teste para o treino.
#
# **Ao fim do lab você saberá**
#
# - transformar logits em probabilidades, e dizer o que muda quando um logit sobe;
# - calcular softmax e entropia cruzada sem que nada estoure nem desapareça;
# - derivar o gradiente das duas juntas e treinar com ele um classificador;
# - ler uma matriz de confusão e os pesos de um modelo linear;
# - preparar uma tabela sem vazamento, e **medir** quanto um vazamento engana.

# %% [markdown]
# ## Como o lab é avaliado e entregue
#
# - Nas células de exercício, substitua cada `None` marcado com `ToDo` pelo seu código, entre
#   `### Início do código ###` e `### Fim do código ###`. Não mude o nome nem os argumentos das
#   funções.
# - Depois de cada exercício há uma célula de verificação: rode-a para saber se acertou o exemplo.
#   A nota usa também outras entradas e outros formatos; não adianta escrever a resposta do exemplo.
# - Cada função tem a sua nota: na correção, uma função que chama outra errada é julgada com a
#   versão certa dela. Já as verificações deste notebook usam as suas funções, e quem chama uma
#   errada herda o erro: faça os exercícios na ordem e só avance depois que a verificação passar.
# - **Entrega:** execute tudo, salve o notebook (`.ipynb`) e exporte um PDF chamado
#   `NomeSobrenome-Lab3-Parte2.pdf`. Envie os dois.
# - Os palpites e as perguntas de passagem não valem pontos: servem para você se surpreender.
#
# | Seção | O que você escreve | Pontos | Minutos |
# |:--|:--|--:|--:|
# | [2. O plano](#2.-O-plano) | | | 5 |
# | [3. Rótulos](#3.-Rótulos-one-hot-(0,5-ponto)) | `one_hot` | 0,5 | 5 |
# | [4. Softmax](#4.-Softmax-(1,5-ponto)) | `softmax` | 1,5 | 20 |
# | [5. Custo](#5.-Entropia-cruzada-(2-pontos)) | `cross_entropy` (1,5), `custo_dos_logits` (0,5) | 2 | 30 |
# | [6. Gradiente](#6.-O-gradiente-(1-ponto)) | `gradiente_softmax` | 1 | 10 |
# | [7. Treino](#7.-O-treino-(1,5-ponto)) | `treine_softmax` | 1,5 | 30 |
# | [8. Dígitos](#8.-Dígitos-escritos-à-mão) | um exercício aberto, sem nota | | 15 |
# | [9. Pré-processamento](#9.-Pré-processamento-(3,5-pontos)) | `separe_X_y` (0,5), `preencha_faltantes` (1), `codifique_pais` (0,5), `divida_e_escale` (1,5) | 3,5 | 75 |
# | [10. PyTorch](#10.-A-mesma-coisa-em-PyTorch) | | | 5 |
# | | **Total** | **10** | **195** |
#
# Os minutos são uma estimativa, igual em todos os labs: 120 palavras por minuto de leitura, um minuto por
# célula e três por linha que você escreve.

# %% [markdown]
# ### Regras que valem para todas as funções
#
# 1. Nenhuma função pode alterar os arrays que recebe. Crie arrays novos.
# 2. Com $n_c$ classes, os rótulos são inteiros de 0 a $n_c - 1$ ou, depois de `one_hot`, linhas com
#    um único 1; nada além disso será testado.
# 3. Diferenças de arredondamento, abaixo de $10^{-6}$, não contam. O caminho é livre: um algoritmo
#    diferente e correto vale o mesmo.
# 4. Se uma função for definida duas vezes, vale a última definição. Cuidado para não usar o nome
#    de uma função como variável: depois de `softmax = softmax(Z)`, `softmax` é um array e não pode
#    mais ser chamada.
# 5. Em números e arrays impressos como o Python os escreve, a casa decimal vem depois de um ponto; no texto,
#    nas figuras e nas medidas, depois de uma vírgula.

# %% [markdown]
# ### Notação: agora cada exemplo é uma **linha**
#
# Na Parte 1, cada coluna de $X$ era um exemplo. As tabelas e a scikit-learn fazem o contrário: cada
# **linha** é um exemplo. Nesta parte usamos essa convenção, e as fórmulas aparecem transpostas.
#
# | | Parte 1 (exemplos em colunas) | Parte 2 (exemplos em linhas) |
# |:--|:--|:--|
# | $X$ | `(n_x, m)` | `(m, n_x)` |
# | $W$ | `(n_y, n_x)` | `(n_x, n_c)` |
# | $b$ | `(n_y, 1)` | `(1, n_c)` |
# | $Z$ | $WX + b$ | $XW + b$, formato `(m, n_c)` |
# | $Y$ | `(1, m)` | `(m, n_c)`, em one-hot |
#
# Como antes, $m$ é o número de exemplos, $n_x$ o de entradas e $n_y$ o de saídas, e o índice $(i)$
# indica o exemplo. O número de classes é $n_c$ (`n_classes`, no código).

# %% [markdown]
# ## 1. Pacotes
#
# Além do NumPy e do Matplotlib, usamos o pandas, que lê tabelas, e a scikit-learn, que as prepara.
# Os outros arquivos acompanham o lab: `arquivos` acha os dados, `visitas` inventa clientes, `progresso`
# mostra o andamento do treino, `figuras_multiclasse` desenha as figuras, `palpites` compara o que você
# previu com o que houve e `incompletas` diz em uma frase que exercício falta.
#
# **A primeira célula de código cuida desses arquivos:** no Colab, ela os baixa; no Jupyter do seu
# computador, com a pasta do lab completa, ela não baixa nada. Se você prefere guardar a pasta no
# Drive, monte-o e acrescente o caminho dela a `sys.path` antes de rodar essa célula.

# %%
import importlib.util
import math

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_digits
from sklearn.impute import SimpleImputer
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler

import figuras_multiclasse as figuras
import incompletas
import palpites
from arquivos import diga_a_origem, e_sintetica, escolha_a_pasta
from desenho import virgula
from progresso import acompanhe, compare_custos, desenhe_custo
from visitas import invente

np.set_printoptions(suppress=True)  # 59666.67 em vez de 5.966667e+04
incompletas.avise()  # se faltar um exercício, uma frase diz qual

# %% [markdown]
# **Pergunta, para lembrar da Parte 1.** Na entropia cruzada de duas classes com sigmoide, que
# simplificação aparece em $dZ$, na última camada?
#
# - **a.** $dZ = A - Y$: a previsão menos o rótulo.
# - **b.** $dZ = Y / A$: o rótulo dividido pela previsão.
# - **c.** $dZ = A (1 - A)$: a derivada da sigmoide.
#
# Escreva a letra entre as aspas e rode a célula.

# %%
palpites.responda("ultima_camada", "")

# %% [markdown]
# ## 2. O plano
#
# Com várias classes, a última camada tem **um neurônio por classe**. Cada um produz um **logit** $z$,
# um número qualquer: quanto a rede favorece aquela classe. A **softmax** transforma os logits em probabilidades
# que somam 1, e a **entropia cruzada** as compara com o rótulo.
#
# Na figura, os logits são 2, 1 e 0, e a classe certa é a do meio. Você vai refazer esses números à
# mão. As classes são numeradas a partir de 0, como os índices do Python.

# %%
figuras.rede_softmax([2, 1, 0], [0.6652, 0.2447, 0.0900], [0, 1, 0])

# %% [markdown]
# ## 3. Rótulos one-hot (0,5 ponto)
#
# A classe 4 não é "o dobro" da classe 2: o número é só um nome. Por isso o rótulo entra na conta
# como um vetor com um 1 na posição da classe e 0 nas outras, o vetor **one-hot**. Ele é a resposta
# ideal da rede: probabilidade 1 para a classe certa. (Não o confunda com os logits, que são a saída
# da rede antes da softmax.)
#
# | `y` | exemplo com 3 classes | resultado | formato |
# |:--|:--|:--|:--|
# | um inteiro | `2` | `[0, 0, 1]` | `(n_c,)` |
# | lista ou array de $m$ inteiros | `[2, 0]` | `[[0, 0, 1], [1, 0, 0]]` | `(m, n_c)` |
#
# A matriz identidade já traz todas as respostas: a linha 2 é o one-hot da classe 2.

# %%
print(np.eye(3))
print("linha 2:", np.eye(3)[2])


# %% [markdown]
# **Exercício.** Complete `one_hot`. No NumPy, indexar as linhas de uma matriz com um array de
# inteiros devolve uma linha para cada inteiro.

# %% solution="one_hot"
def one_hot(n_classes, y):
    """Transforma rótulos inteiros em vetores com um único 1.

    Entradas:
    n_classes -- número de classes
    y -- um inteiro, ou uma lista ou array de m inteiros, de 0 a n_classes - 1

    Saída:
    Y -- array de float, formato (n_classes,) para um inteiro e (m, n_classes) para m inteiros
    """
    ### Início do código ### (≈ 1 linha)
    Y = None  # ToDo: as linhas da identidade que y escolhe
    ### BEGIN SOLUTION
    Y = np.eye(n_classes)[np.asarray(y)]
    ### END SOLUTION
    ### Fim do código ###

    return Y


# %% checks="one_hot"

# %% [markdown]
# **Valor esperado** de `one_hot(n_classes=10, y=[0, 4, 9, 1])`:
#
# ```
# [[1. 0. 0. 0. 0. 0. 0. 0. 0. 0.]
#  [0. 0. 0. 0. 1. 0. 0. 0. 0. 0.]
#  [0. 0. 0. 0. 0. 0. 0. 0. 0. 1.]
#  [0. 1. 0. 0. 0. 0. 0. 0. 0. 0.]]
# ```

# %% [markdown]
# ## 4. Softmax (1,5 ponto)
#
# ### 4.1 De logits a probabilidades
#
# A exponencial torna todo logit positivo sem mudar a ordem, e a divisão pela soma faz o total dar 1:
#
# $$p_k = \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}.$$
#
# Por que não dividir os próprios logits pela soma? Com $(2, 1, 0)$ daria $(2/3, 1/3, 0)$; com $(2, 1, -1)$, uma
# "probabilidade" negativa. E ajustar os logits aos 0 e 1 do rótulo, como em uma regressão, puniria um logit 5 da
# classe certa por passar de 1.
#
# Com os logits $(2, 1, 0)$, as exponenciais são $7{,}3891$, $2{,}7183$ e $1$, e a soma delas é
# $11{,}1073$. As probabilidades são $0{,}6652$, $0{,}2447$ e $0{,}0900$. Entre duas classes,
# o que importa é a **razão de chances**, e ela só depende da diferença dos logits:
#
# $$\frac{p_k}{p_j} = \frac{e^{z_k}}{e^{z_j}} = e^{z_k - z_j}.$$
#
# Cada unidade a mais em um logit multiplica por $e \approx 2{,}72$ as chances da classe dele contra
# qualquer outra. Aqui, $p_0/p_1 = 0{,}6652/0{,}2447 = e^{2-1}$ e $p_0/p_2 = e^{2} = 7{,}39$.
#
# A sigmoide da Parte 1 é o caso de duas classes: dividindo por $e^{z_0}$ em cima e embaixo,
# $p_0 = 1/(1 + e^{-(z_0 - z_1)}) = \sigma(z_0 - z_1)$. Com os logits $(2, 1)$, as duas contas dão
# $0{,}7311$:

# %%
logits_exemplo = [2, 1, 0]
exponenciais = [math.exp(z) for z in logits_exemplo]
p_exemplo = [e / sum(exponenciais) for e in exponenciais]
print("exponenciais:  ", [round(e, 4) for e in exponenciais])
print("soma:          ", round(sum(exponenciais), 4))
print("probabilidades:", [round(p, 4) for p in p_exemplo])
print("razões:        ", [round(p_exemplo[0] / p, 4) for p in p_exemplo[1:]])
print("duas classes:  ", round(math.exp(2) / (math.exp(2) + math.exp(1)), 4), "e",
      round(1 / (1 + math.exp(-(2 - 1))), 4))

figuras.barras_softmax(logits_exemplo, p_exemplo)

# %% [markdown]
# Dividir os logits por uma **temperatura** $T$ antes da softmax muda a certeza, e não a ordem. Com $T = 0{,}5$,
# $(2, 1, 0)$ vira $(4, 2, 0)$ e dá 0,8668, 0,1173 e 0,0159; com $T = 2$, vira $(1;\ 0{,}5;\ 0)$ e dá 0,5065, 0,3072
# e 0,1863. É o botão que deixa um modelo de linguagem mais previsível, ou menos.

# %% [markdown]
# ### 4.2 Quando a exponencial estoura
#
# A fórmula está certa, mas o computador tropeça nela. Um `float` de 64 bits vai até cerca de
# $1{,}8 \cdot 10^{308}$, e $e^{710}$ já passa disso (com 32 bits, o usual nas bibliotecas, basta
# $e^{89}$). Um logit 1000 não é absurdo em uma rede mal
# inicializada, e a resposta deveria ser simplesmente $(1, 0)$. Veja o que acontece:

# %%
with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
    for logits in (np.array([1000.0, 0.0]), np.array([-1000.0, -1001.0])):
        numerador = np.exp(logits)
        print(f"logits {logits}: exponenciais {numerador}, divisão {numerador / np.sum(numerador)}")

# %% [markdown]
# No primeiro caso, $\infty / \infty$; no segundo, $0/0$. O remédio é subtrair de todos os logits do
# exemplo uma mesma constante $c$, o que não muda nada:
#
# $$\frac{e^{z_k - c}}{\sum_j e^{z_j - c}}
#   = \frac{e^{-c}\, e^{z_k}}{e^{-c} \sum_j e^{z_j}} = \mathrm{softmax}(z)_k.$$
#
# Com $c = \max_j z_j$, o maior expoente é $0$: nada estoura, e o denominador é pelo menos
# $e^0 = 1$. Os logits $(-1000, -1001)$ viram $(0, -1)$, com exponenciais $1$ e $0{,}3679$ e
# probabilidades $0{,}7311$ e $0{,}2689$. Os logits $(1000, 0)$ viram $(0, -1000)$, e
# $e^{-1000}$ é arredondado para $0$, como deve ser:

# %%
for logits in ([-1000, -1001], [1000, 0]):
    deslocados = [z - max(logits) for z in logits]
    soma = sum(math.exp(z) for z in deslocados)
    print(logits, "->", deslocados, "->", [round(math.exp(z) / soma, 4) for z in deslocados])

# %% [markdown]
# **Pergunta.** Para um **lote**, alguém escreveu `np.exp(X) / np.sum(np.exp(X))`. O formato está
# certo, e todos os números ficam entre 0 e 1. O que está errado?
#
# - **a.** Nada: as probabilidades somam 1.
# - **b.** A soma é a do lote inteiro: cada linha deveria somar 1 sozinha.
# - **c.** A soma é a de cada coluna, e mistura exemplos.

# %%
palpites.responda("soma_de_quem", "")


# %% [markdown]
# **Exercício.** Complete `softmax`, que precisa resistir a logits de qualquer tamanho, sem `inf` nem
# `nan`. Ela recebe um vetor ou um lote, em lista ou em array; as classes estão sempre no **último
# eixo**.
#
# | `X` | resultado | o que soma 1 |
# |:--|:--|:--|
# | vetor, formato `(n_c,)` | `(n_c,)` | o vetor |
# | lote, formato `(m, n_c)` | `(m, n_c)` | cada **linha** |
#
# Com `axis=-1`, `np.max` e `np.sum` percorrem o último eixo. Com `keepdims=True`, o resultado deles
# tem formato $(m, 1)$, e o *broadcasting* faz a conta linha por linha. Cada exemplo usa o **seu**
# máximo: se $(1000, 0)$ e $(-1000, -1001)$ estão no mesmo lote, tirar 1000 das duas linhas deixa a segunda em
# $0/0$. E `np.asarray` não copia: se `X` já é um array de `float`, o nome na função designa o
# mesmo array de quem chamou, e `X -= …` escreve nele.

# %% solution="softmax"
def softmax(X):
    """Transforma logits em probabilidades, de modo estável.

    Entrada:
    X -- logits, formato (n_classes,) ou (m, n_classes), em lista ou array

    Saída:
    P -- probabilidades, com o formato de X; a soma no último eixo é 1
    """
    X = np.asarray(X, dtype=float)

    ### Início do código ### (≈ 3 linhas)
    deslocados = None    # ToDo: os logits menos o maior logit de cada exemplo
    exponenciais = None  # ToDo: a exponencial deles
    P = None             # ToDo: divida pela soma de cada exemplo
    ### BEGIN SOLUTION
    deslocados = X - np.max(X, axis=-1, keepdims=True)
    exponenciais = np.exp(deslocados)
    P = exponenciais / np.sum(exponenciais, axis=-1, keepdims=True)
    ### END SOLUTION
    ### Fim do código ###

    return P


# %% checks="softmax"

# %% [markdown]
# **Valores esperados:**
#
# ```
# softmax([10, 2, -3]) = [9.99662391e-01 3.35349373e-04 2.25956630e-06]
#
# softmax([[10, 2, -3], [-1, 5, -20]]) = [[9.99662391e-01 3.35349373e-04 2.25956630e-06]
#                                         [2.47262316e-03 9.97527377e-01 1.38536042e-11]]
# ```

# %% [markdown]
# ## 5. Entropia cruzada (2 pontos)
#
# ### 5.1 O custo (1,5 ponto)
#
# O custo pergunta uma coisa só: que probabilidade a rede deu à classe **certa**? A perda de um
# exemplo é $-\ln$ dessa probabilidade, e o custo do lote é a **média** das perdas:
#
# $$J = -\frac{1}{m} \sum_{i=1}^{m} \sum_{k} y_k^{(i)} \ln\left(p_k^{(i)} + \varepsilon\right),
#   \qquad \varepsilon = 10^{-8}.$$
#
# Como $y^{(i)}$ é one-hot, a soma em $k$ escolhe um termo e anula os outros. O $\varepsilon$
# (`EPSILON`, no código) entra **dentro do logaritmo** e evita $\ln 0 = -\infty$ quando a rede dá
# probabilidade zero à classe certa: a perda fica em $-\ln 10^{-8} \approx 18{,}42$.

# %%
figuras.curva_da_perda([0.98, 0.67, 0.24, 0.09, 0.01])

# %% [markdown]
# No exemplo da figura da seção 2, a rede deu $0{,}2447$ à classe certa: a perda é
# $-\ln 0{,}2447 \approx 1{,}4076$. Se em outro exemplo do lote ela der $0{,}98$, com perda
# $0{,}0202$, o custo dos dois é a média, $0{,}7139$. Quem dá a mesma probabilidade a cada classe
# paga $\ln n_c$: com dez classes, $2{,}3026$. Lido ao contrário, $e^J$ diz **entre quantas classes** a rede
# hesita, como se fossem igualmente prováveis: um custo de $2{,}3026$ são dez, e o de $0{,}7139$, $2{,}042$. Em
# modelos de linguagem esse número se chama **perplexidade**.
#
# **Por que o logaritmo?** Se os exemplos são independentes, a probabilidade que a rede deu às respostas
# de todo o lote é um **produto**: $0{,}2447 \cdot 0{,}98 = 0{,}2398$. Quanto maior ele for, melhor a
# rede explica o que aconteceu: é a **verossimilhança**. Mil exemplos como o primeiro dariam $10^{-611}$,
# que o computador arredonda para zero. O logaritmo troca o produto por uma soma,
# $-\ln 0{,}2398 = 1{,}4278$, e o custo é essa soma dividida por $m$. A perda de um exemplo, $-\ln p$,
# tem também um nome da teoria da informação: **surpresa**.
#
# A surpresa média de quem sabe as probabilidades verdadeiras é a **entropia**: com 0,9 e 0,1,
# $-0{,}9 \ln 0{,}9 - 0{,}1 \ln 0{,}1 = 0{,}3251$. Quem acredita em outras paga a entropia **cruzada**, que nunca é
# menor: se acha que são 0,5 e 0,5, $-0{,}9 \ln 0{,}5 - 0{,}1 \ln 0{,}5 = 0{,}6931$.

# %%
perda_1, perda_2 = -math.log(p_exemplo[1]), -math.log(0.98)
print("perdas:", round(perda_1, 4), "e", round(perda_2, 4))
custo_exemplo = (perda_1 + perda_2) / 2
print("custo: ", round(custo_exemplo, 4), "  e elevado a ele:", round(math.exp(custo_exemplo), 3))
produto = p_exemplo[1] * 0.98
print("produto das probabilidades:", round(produto, 4), "  -ln dele:", round(-math.log(produto), 4))
print("dez classes, ao acaso:", round(math.log(10), 4))


# %% [markdown]
# **Exercício.** Complete `cross_entropy`, que devolve **um número**. As duas entradas podem ser
# vetores (um exemplo só) ou lotes, em lista ou em array; as duas primeiras linhas, já prontas,
# transformam um vetor em um lote de um exemplo.
#
# | | `Y_true` | `Y_pred` | perdas | custo |
# |:--|:--|:--|:--|:--|
# | Formato | `(m, n_c)` | `(m, n_c)` | `(m,)` | um número |

# %% solution="cross_entropy"
def cross_entropy(Y_true, Y_pred):
    """Calcula a entropia cruzada média.

    Entradas:
    Y_true -- rótulos one-hot, formato (n_classes,) ou (m, n_classes)
    Y_pred -- probabilidades previstas, com o mesmo formato

    Saída:
    custo -- a média das perdas dos m exemplos, um número
    """
    EPSILON = 1e-8
    Y = np.atleast_2d(Y_true)
    P = np.atleast_2d(Y_pred)

    ### Início do código ### (≈ 2 linhas)
    perdas = None  # ToDo: a perda de cada exemplo, formato (m,); não esqueça o EPSILON
    custo = None   # ToDo: a média das perdas
    ### BEGIN SOLUTION
    perdas = -np.sum(Y * np.log(P + EPSILON), axis=1)
    custo = np.mean(perdas)
    ### END SOLUTION
    ### Fim do código ###

    return custo


# %% checks="cross_entropy"

# %% [markdown]
# **Valores esperados:**
#
# ```
# cross_entropy([1, 0, 0], softmax([0.12, 4, 10])) = 9.882330913250298     (previsão ruim)
# cross_entropy([1, 0, 0], [0.98, 0.01, 0.01])     = 0.020202697113437834  (previsão boa)
#
# Y_true = [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
# Y_pred = [[0, 1, 0], [0.99, 0.01, 0], [0, 0, 1]]
# cross_entropy(Y_true, Y_pred) = 0.0033501019174971905
# ```

# %% [markdown]
# ### 5.2 O logaritmo da soma das exponenciais (0,5 ponto)
#
# O $\varepsilon$ evita o infinito, mas mente: com os logits $(1000, 0)$ e a classe certa 1, a softmax
# dá probabilidade 0 à classe certa, e a perda fica em 18,42, por mais errada que a rede esteja. A
# conta exata não precisa da probabilidade. Como $\ln p_c = z_c - \ln \sum_j e^{z_j}$,
#
# $$L = -\ln p_c = \ln \sum_j e^{z_j} - z_c.$$
#
# O primeiro termo tem nome, **log-sum-exp**, e estoura como a softmax; o remédio é o mesmo, pôr o
# maior logit $M$ em evidência:
#
# $$\ln \sum_j e^{z_j} = M + \ln \sum_j e^{z_j - M}, \qquad M = \max_j z_j.$$
#
# Com $(1000, 0)$ e a classe 1: $M = 1000$, a soma é $1 + e^{-1000} = 1$, o logaritmo dela é 0 e a perda
# é $1000 + 0 - 0 = 1000$. Com $(2, 1, 0)$: $2 + \ln(1 + e^{-1} + e^{-2}) = 2{,}4076$, e a perda é
# $2{,}4076 - 1 = 1{,}4076$, a da seção 5.1:

# %%
for logits, classe in (([1000, 0], 1), ([2, 1, 0], 1)):
    M = max(logits)
    log_da_soma = M + math.log(sum(math.exp(z - M) for z in logits))
    perda = virgula(log_da_soma - logits[classe], ".4f")
    print(f"logits {logits}: log-sum-exp {virgula(log_da_soma, '.4f')}, perda {perda}")

figuras.perda_saturada()


# %% [markdown]
# A curva que satura tem outro defeito: onde ela é plana, a derivada é zero, e quem a seguisse não
# aprenderia nada justamente com os exemplos mais errados. Por isso as bibliotecas pedem **logits**, e
# não probabilidades: `from_logits=True` no Keras, `CrossEntropyLoss` no PyTorch.

# %% [markdown]
# **Exercício.** Complete `custo_dos_logits`, o custo médio exato de um lote, sem $\varepsilon$ e sem
# passar pelas probabilidades. Os logits podem ser de qualquer tamanho, e cada linha tem o seu $M$: se ao lado de
# $(1000, 0)$, da classe 1, há $(-1000, -1001)$, da classe 0, a segunda perda é $\ln(1 + e^{-1}) = 0{,}3133$, e o
# custo, $(1000 + 0{,}3133)/2 = 500{,}1566$.
#
# | | `Y_true` | `Z` | log-sum-exp | custo |
# |:--|:--|:--|:--|:--|
# | Formato | `(m, n_c)` | `(m, n_c)` | `(m,)` | um número |

# %% solution="custo_dos_logits"
def custo_dos_logits(Y_true, Z):
    """Calcula a entropia cruzada média a partir dos logits, de modo exato e estável.

    Entradas:
    Y_true -- rótulos one-hot, formato (m, n_classes)
    Z -- logits, formato (m, n_classes)

    Saída:
    custo -- a média das perdas dos m exemplos, um número
    """
    ### Início do código ### (≈ 4 linhas)
    maiores = None      # ToDo: o maior logit de cada exemplo
    log_da_soma = None  # ToDo: o log-sum-exp de cada exemplo, formato (m,)
    certos = None       # ToDo: o logit da classe certa de cada exemplo, formato (m,)
    custo = None        # ToDo: a média das perdas
    ### BEGIN SOLUTION
    maiores = np.max(Z, axis=1, keepdims=True)
    log_da_soma = maiores[:, 0] + np.log(np.sum(np.exp(Z - maiores), axis=1))
    certos = np.sum(Y_true * Z, axis=1)
    custo = np.mean(log_da_soma - certos)
    ### END SOLUTION
    ### Fim do código ###

    return custo


# %% checks="custo_dos_logits"

# %% [markdown]
# **Valores esperados:**
#
# ```
# custo_dos_logits([[0, 1, 0]], [[2, 1, 0]]) = 1.40760596444438
# custo_dos_logits([[0, 1]], [[1000, 0]])    = 1000.0
# ```
#
# (As duas entradas são arrays do NumPy, aqui escritos como listas.)

# %% [markdown]
# ## 6. O gradiente (1 ponto)
#
# Softmax e entropia cruzada foram feitas uma para a outra. Sem o $\varepsilon$, que só serve de
# proteção, a perda de um exemplo da classe $c$ é
#
# $$L = -\ln p_c = -z_c + \ln \sum_j e^{z_j}.$$
#
# Derive em relação ao logit $z_k$. O primeiro termo dá $-1$ se $k = c$ e $0$ se não, isto é, $-y_k$.
# O segundo dá $e^{z_k} / \sum_j e^{z_j} = p_k$. Portanto,
#
# $$\frac{\partial L}{\partial z_k} = p_k - y_k
#   \qquad\text{e, para o lote,}\qquad dZ = \mathrm{softmax}(Z) - Y.$$
#
# Isto é o gradiente em relação aos **logits** $Z$, e não em relação aos pesos: para chegar a $dW$
# falta um passo, que é o da seção 7.

# %% [markdown]
# Com os logits $(2, 1, 0)$ e a classe certa 1, a segunda parcela de $dz$ é
# $0{,}2447 - 1 = -0{,}7553$, e $dz = (0{,}6652;\ {-}0{,}7553;\ 0{,}0900)$. Descer o gradiente aumenta
# o logit da classe certa e diminui os das outras, tanto mais quanto mais probabilidade elas tomaram. As
# três parcelas somam zero. Confira com uma diferença finita, que não conhece a fórmula:

# %%
def perda_do_exemplo(z):
    """A perda quando os logits são z e a classe certa é a 1."""
    return -z[1] + math.log(sum(math.exp(logit) for logit in z))


h = 1e-6
for k in range(3):
    acima = [z + h * (j == k) for j, z in enumerate(logits_exemplo)]
    abaixo = [z - h * (j == k) for j, z in enumerate(logits_exemplo)]
    derivada = (perda_do_exemplo(acima) - perda_do_exemplo(abaixo)) / (2 * h)
    formula = p_exemplo[k] - (k == 1)
    print(f"classe {k}: diferença finita {virgula(derivada, '7.4f')}   "
          f"fórmula {virgula(formula, '7.4f')}")


# %% [markdown]
# **Exercício.** Complete `gradiente_softmax` usando a sua `softmax`. Cada linha de `dZ` é o
# gradiente da perda de **um** exemplo, como na Parte 1; visto de outro modo, `dZ` é o gradiente da
# **soma** das perdas. O $1/m$ do custo médio fica para $dW$ e $db$.
#
# | | `Z` | `Y` | `dZ` |
# |:--|:--|:--|:--|
# | Formato | `(m, n_c)` | `(m, n_c)` | `(m, n_c)` |

# %% solution="gradiente_softmax"
def gradiente_softmax(Z, Y):
    """Gradiente da soma das perdas em relação aos logits.

    Entradas:
    Z -- logits, formato (m, n_classes)
    Y -- rótulos one-hot, formato (m, n_classes)

    Saída:
    dZ -- gradiente, formato (m, n_classes)
    """
    ### Início do código ### (≈ 1 linha)
    dZ = None  # ToDo: a fórmula acima
    ### BEGIN SOLUTION
    dZ = softmax(Z) - Y
    ### END SOLUTION
    ### Fim do código ###

    return dZ


# %% checks="gradiente_softmax"

# %% [markdown]
# **Valor esperado** com `Z = [[2, 1, 0], [0, 0, 0]]` e `Y = [[0, 1, 0], [1, 0, 0]]`:
#
# ```
# dZ = [[ 0.66524096 -0.75527153  0.09003057]
#       [-0.66666667  0.33333333  0.33333333]]
# ```

# %% [markdown]
# **Um juiz para as suas funções.** As diferenças finitas do **seu** `custo_dos_logits` contra o **seu**
# `gradiente_softmax`. O custo é a média das perdas, e `dZ`, o gradiente da soma: por isso a célula multiplica por
# $m$. Abaixo de $10^{-6}$, os dois concordam.

# %% demo
Z_juiz, Y_juiz = np.random.default_rng(1).normal(size=(4, 3)), one_hot(3, [0, 2, 1, 1])
numerico = np.zeros(Z_juiz.shape)
for posicao in np.ndindex(Z_juiz.shape):
    passo = np.zeros(Z_juiz.shape)
    passo[posicao] = h
    acima, abaixo = (custo_dos_logits(Y_juiz, Z_juiz + lado * passo) for lado in (1, -1))
    numerico[posicao] = len(Z_juiz) * (acima - abaixo) / (2 * h)

seu = gradiente_softmax(Z_juiz, Y_juiz)
diferenca = np.linalg.norm(numerico - seu) / (np.linalg.norm(numerico) + np.linalg.norm(seu))
print("diferença relativa:", virgula(diferenca, ".0e"), "  ok" if diferenca < 1e-6 else "  confira!")

# %% [markdown]
# ## 7. O treino (1,5 ponto)
#
# O classificador mais simples tem uma camada só: os logits são $Z = XW + b$. A regra da cadeia é a
# da Parte 1, transposta, porque os exemplos agora são linhas:
#
# $$dW = \frac{1}{m} X^T dZ, \qquad db = \frac{1}{m} \sum_{i=1}^{m} dZ^{(i)}, \qquad
#   W \leftarrow W - \alpha\, dW, \qquad b \leftarrow b - \alpha\, db.$$
#
# | | $X$ | $Y$ | $W$, $dW$ | $b$, $db$ | $Z$, $dZ$ |
# |:--|:--|:--|:--|:--|:--|
# | Formato | `(m, n_x)` | `(m, n_c)` | `(n_x, n_c)` | `(1, n_c)` | `(m, n_c)` |
#
# Aqui $W$ e $b$ podem começar em **zero**. Na Parte 1 isso deixaria todos os neurônios ocultos
# iguais para sempre; sem camada oculta, cada classe tem o seu rótulo e recebe um gradiente próprio
# já na primeira iteração.

# %% [markdown]
# Uma iteração à mão: um exemplo, $x = (1, 2)$, da classe 0 entre três, com $\alpha = 0{,}3$. Tudo
# em zero, as probabilidades são $1/3$, o custo é $\ln 3 = 1{,}0986$ e $dz = (-2/3, 1/3, 1/3)$.
# Depois do passo, a classe 0 tem pesos $(0{,}2;\ 0{,}4)$ e viés $0{,}2$, e as outras duas têm
# pesos $(-0{,}1;\ {-}0{,}2)$ e viés $-0{,}1$. Os logits passam a $1{,}2$, $-0{,}6$ e $-0{,}6$; a
# classe certa tem probabilidade $0{,}7515$, e o custo cai para $0{,}2856$:

# %%
logit_certo = 1 * 0.2 + 2 * 0.4 + 0.2
logit_errado = 1 * (-0.1) + 2 * (-0.2) - 0.1
p_certa = math.exp(logit_certo) / (math.exp(logit_certo) + 2 * math.exp(logit_errado))
print("logits:", round(logit_certo, 4), round(logit_errado, 4))
print("probabilidade:", round(p_certa, 4), "  custo:", round(-math.log(p_certa), 4))


# %% [markdown]
# **Exercício.** Complete `treine_softmax` com as suas `softmax`, `cross_entropy` e
# `gradiente_softmax`. Cada iteração usa o lote inteiro.
#
# - `Y` já vem em one-hot. Tire de `X` e `Y` os números de exemplos, de entradas e de classes.
# - `custos` é uma lista sua. A função acrescenta a ela o custo das iterações 0, 100, 200, …, sempre,
#   com `print_custo` ligado ou não (parte já escrita: chame de `J` o custo da iteração, calculado
#   antes do passo).
# - `print_custo=True` só mostra a barra de progresso e, no fim, a curva do custo; desenhos nunca são
#   avaliados.
# - A função devolve um dicionário com `"W"` e `"b"`. Com `num_iter=0`, os dois são zeros.

# %% solution="treine_softmax"
def treine_softmax(X, Y, learning_rate, num_iter, print_custo=False, custos=None):
    """Treina um classificador linear com softmax por descida do gradiente.

    Entradas:
    X -- exemplos de treinamento, um por linha, formato (m, n_x)
    Y -- rótulos one-hot, formato (m, n_classes)
    learning_rate -- taxa de aprendizado
    num_iter -- número de iterações
    print_custo -- se True, mostra o andamento e, no fim, a curva do custo
    custos -- lista que recebe o custo das iterações 0, 100, 200, ...

    Saída:
    modelo -- dicionário com "W", formato (n_x, n_classes), e "b", formato (1, n_classes)
    """
    if custos is None:
        custos = []
    m, n_x = X.shape
    n_classes = Y.shape[1]

    ### Início do código ### (≈ 2 linhas)
    W = None  # ToDo: pesos nulos
    b = None  # ToDo: vieses nulos
    ### BEGIN SOLUTION
    W = np.zeros((n_x, n_classes))
    b = np.zeros((1, n_classes))
    ### END SOLUTION
    ### Fim do código ###

    for i in acompanhe(range(num_iter), custos, mostrar=print_custo):
        ### Início do código ### (≈ 7 linhas)
        Z = None       # ToDo: logits
        J = None       # ToDo: custo
        dZ = None      # ToDo: gradiente em relação aos logits
        dW = None      # ToDo: primeira fórmula
        db = None      # ToDo: segunda fórmula; atenção ao formato
        novo_W = None  # ToDo: os pesos depois do passo
        novo_b = None  # ToDo: os vieses depois do passo
        ### BEGIN SOLUTION
        Z = np.dot(X, W) + b
        J = cross_entropy(Y, softmax(Z))
        dZ = gradiente_softmax(Z, Y)
        dW = np.dot(X.T, dZ) / m
        db = np.sum(dZ, axis=0, keepdims=True) / m
        novo_W = W - learning_rate * dW
        novo_b = b - learning_rate * db
        ### END SOLUTION
        ### Fim do código ###

        W, b = novo_W, novo_b
        if i % 100 == 0:
            custos.append(J)

    if print_custo:
        desenhe_custo(custos, learning_rate)
    return {"W": W, "b": b}


# %% checks="treine_softmax"

# %% [markdown]
# **Valores esperados** com `X = [[1, 2], [2, -1], [-1.5, 0.5], [0, 1]]`, classes `[0, 1, 2, 0]` em
# one-hot e taxa 0,3. Depois de 10 iterações:
#
# ```
# W = [[ 0.24931517  0.57516227 -0.82447744]
#      [ 0.81558461 -0.68314179 -0.13244282]]
# b = [[ 0.15060848 -0.11138438 -0.0392241 ]]
# ```
#
# E, com 201 iterações, `custos = [1.09861226, 0.04080408, 0.02125912]`. O primeiro é $\ln 3$,
# a menos do $\varepsilon$.

# %% [markdown]
# ## 8. Dígitos escritos à mão
#
# Hora de usar as suas funções. A scikit-learn traz 1797 imagens de dígitos, de 8 × 8 pixels em tons
# de cinza de 0 a 16. São dez classes e 64 entradas: $64 \cdot 10 + 10 = 650$ parâmetros.
#
# Dividir por 16 põe as entradas entre 0 e 1. Isso não vaza nada: o 16 é o maior tom possível, fixado
# antes de olhar os dados.

# %%
digitos = load_digits()
dig_treino, dig_teste, rot_treino, rot_teste = train_test_split(
    digitos.data / 16, digitos.target, test_size=0.2, random_state=0
)
print("treino:", dig_treino.shape, "  teste:", dig_teste.shape)
figuras.digitos(dig_treino[:12], [f"é {classe}" for classe in rot_treino[:12]])


# %% [markdown]
# A rede aposta na classe de maior logit. Não é preciso calcular a softmax para isso: ela não muda a
# ordem dos logits.

# %%
def preveja_classe(X, modelo):
    """A classe de maior logit de cada exemplo, formato (m,)."""
    return np.argmax(X @ modelo["W"] + modelo["b"], axis=1)


def acuracia(previsto, classes):
    """Fração de exemplos em que a classe prevista é a verdadeira."""
    return float(np.mean(previsto == classes))


def erros(previsto, classes):
    """Posições dos exemplos em que a classe prevista não é a verdadeira."""
    return np.flatnonzero(previsto != classes)


# %% [markdown]
# Treine por 1000 iterações com taxa 0,5. O custo parte de $\ln 10 = 2{,}3026$, o de
# quem responde ao acaso. Com dez classes, o acaso acertaria 0,10.
#
# **Palpite, antes de rodar.** Um modelo linear, sem nenhuma camada oculta, que vê só 64 tons de cinza:
# quanto ele acerta no teste?
#
# - **a.** Menos de 0,70.
# - **b.** Entre 0,70 e 0,90.
# - **c.** Mais de 0,90.

# %%
palpite_digitos = ""  # a letra, entre as aspas

# %% demo
custos_digitos = []
modelo = treine_softmax(
    dig_treino, one_hot(10, rot_treino), learning_rate=0.5, num_iter=1000,
    print_custo=True, custos=custos_digitos,
)
previsto = preveja_classe(dig_teste, modelo)
no_treino = acuracia(preveja_classe(dig_treino, modelo), rot_treino)
no_teste = acuracia(previsto, rot_teste)
print("custo:", virgula(custos_digitos[0], ".4f"), "->", virgula(custos_digitos[-1], ".4f"))
print("acurácia no treino:", virgula(no_treino, ".4f"), "  no teste:", virgula(no_teste, ".4f"))
palpites.compare(
    palpite_digitos, "a" if no_teste < 0.7 else "b" if no_teste <= 0.9 else "c",
    a="menos de 0,70", b="entre 0,70 e 0,90", c="mais de 0,90",
)

# %% [markdown]
# O custo chega a 0,13 na iteração 900, a última anotada. A acurácia é 0,98 no treino e 0,96 no teste:
# para dígitos de 8 × 8 pixels, quase tudo se resolve com uma soma ponderada. Antes a rede hesitava
# entre dez classes; agora, entre $e^{0{,}13} = 1{,}14$.

# %% [markdown]
# ### 8.1 Taxas de aprendizado
#
# O custo é convexo em $W$ e $b$, sem vales falsos: uma taxa pequena não fica presa em lugar nenhum, só
# demora mais. Treine outra vez com taxa 0,05, dez vezes menor, e as mesmas 1000 iterações.
#
# **Palpite, antes de rodar.** Quanto a acurácia no teste fica abaixo da de 0,96?
#
# - **a.** Menos de 5 pontos percentuais.
# - **b.** De 5 a 20.
# - **c.** Mais de 20.

# %%
palpite_taxa = ""  # a letra, entre as aspas

# %% demo
custos_lentos = []
lento = treine_softmax(dig_treino, one_hot(10, rot_treino), 0.05, 1000, custos=custos_lentos)
lento_no_teste = acuracia(preveja_classe(dig_teste, lento), rot_teste)
for taxa, ultimo, acertos in (
    ("0,05", custos_lentos[-1], lento_no_teste), ("0,5", custos_digitos[-1], no_teste)
):
    print(f"taxa {taxa:4}  último custo {virgula(ultimo, '.4f')}  "
          f"acurácia no teste {virgula(acertos, '.4f')}")
perdidos = 100 * (no_teste - lento_no_teste)
palpites.compare(
    palpite_taxa, "a" if perdidos < 5 else "b" if perdidos <= 20 else "c",
    a="menos de 5 pontos", b="de 5 a 20", c="mais de 20",
)
compare_custos({"taxa 0,05": custos_lentos, "taxa 0,5": custos_digitos}, "0,05 e 0,5")

# %% [markdown]
# O custo ficou mais de três vezes maior, e a acurácia quase não sentiu. Para acertar basta que o logit
# certo seja o maior; o custo cobra também **por quanto**. A rede lenta já escolhe bem, só que com pouca
# certeza. E é por isso que a acurácia não serve de custo: um passo pequeno quase nunca muda um acerto, e a derivada
# dela é zero. (Aqui cada iteração usa as 1437 imagens. Com milhões, usam-se **minilotes**, algumas dezenas
# de cada vez: mais passos pela mesma conta.)

# %% [markdown]
# ### 8.2 Que dígitos se confundem
#
# Na **matriz de confusão**, a linha é a classe verdadeira e a coluna, a prevista. Os acertos ficam
# na diagonal; fora dela, cada número conta um tipo de erro. A acurácia diz quantos são os erros; a
# matriz, quais.

# %% demo
figuras.confusao(confusion_matrix(rot_teste, previsto), digitos.target_names)

# %% [markdown]
# Agora veja os próprios erros, com a probabilidade que a rede deu à resposta errada. Quais deles
# enganariam você também? Com que certeza a rede erra?

# %% demo
errados = erros(previsto, rot_teste)
certeza = softmax(dig_teste[errados] @ modelo["W"] + modelo["b"]).max(axis=1)
print(f"{errados.size} erros em {rot_teste.size} imagens de teste")
figuras.digitos(
    dig_teste[errados],
    [f"previu {previsto[i]} ({100 * p:.0f} %)\né {rot_teste[i]}" for i, p in zip(errados, certeza)],
)

# %% [markdown]
# Em quase todos, a rede dá menos de 75 % à resposta errada; em um, mais de 90 %. Probabilidade alta não é
# garantia: é só o que este modelo, com estes pesos, tem a dizer.

# %% [markdown]
# ### 8.3 O que a rede aprendeu
#
# Cada coluna de $W$ tem 64 pesos, um por pixel: pode ser vista como imagem. Tinta onde é
# vermelho **aumenta** o logit da classe; onde é azul, **diminui**. Antes de rodar: de que cor será o
# miolo do 0?

# %% demo
figuras.pesos_por_classe(modelo["W"], 8)

# %% [markdown]
# Azul: tinta no centro é o melhor indício de que não é um zero. A coluna da esquerda, em branco em quase
# toda imagem, fica perto de zero em todas as classes: quem quase nunca tem tinta quase não aprende.

# %% [markdown]
# ### 8.4 Exercício aberto: a sua receita
#
# Sem nota, e sem resposta certa: encontre uma taxa e um número de iterações melhores que os da
# seção 8. **Escolha sem olhar o teste.** A célula separa um quarto do treino para **validação** e mede
# cada candidato nela, pelo custo, que distingue o que a acurácia arredonda. A meta é um custo de
# validação pelo menos 20 % abaixo do primeiro candidato. Acrescente os seus à lista.

# %% demo
candidatos = [(0.5, 1000)]  # (taxa, iterações); acrescente outros

parte_X, valida_X, parte_y, valida_y = train_test_split(
    dig_treino, rot_treino, test_size=0.25, random_state=1
)


def custo_de_validacao(taxa, iteracoes):
    """Custo e acurácia, na validação, do modelo que essa receita treina no resto."""
    modelo = treine_softmax(parte_X, one_hot(10, parte_y), taxa, iteracoes)
    custo = custo_dos_logits(one_hot(10, valida_y), valida_X @ modelo["W"] + modelo["b"])
    return custo, acuracia(preveja_classe(valida_X, modelo), valida_y)


custos_de_validacao = []
for taxa, iteracoes in candidatos:
    custo, acertos = custo_de_validacao(taxa, iteracoes)
    custos_de_validacao.append(custo)
    print(f"taxa {virgula(taxa)}, {iteracoes} iterações: custo {virgula(custo, '.4f')}, "
          f"acurácia {virgula(acertos, '.4f')}")
ganho = 1 - min(custos_de_validacao) / custos_de_validacao[0]
print(f"o melhor está {100 * ganho:.0f} % abaixo do primeiro; a meta é 20 %")


# %% [markdown]
# Essa medida depende de **quais** imagens caíram na validação. A **validação cruzada** reparte o treino em $k$ partes
# e treina $k$ vezes, cada vez com uma de fora: custa $k$ vezes mais, e dá uma média e o quanto ela varia. O
# primeiro candidato, com $k = 4$:

# %% demo
def custos_cruzados(taxa, iteracoes, k=4):
    """O custo em cada uma das k partes, do modelo treinado nas outras."""
    ordem, custos = np.random.default_rng(0).permutation(len(dig_treino)), []
    for fora in np.array_split(ordem, k):
        dentro = np.setdiff1d(ordem, fora)
        modelo = treine_softmax(dig_treino[dentro], one_hot(10, rot_treino[dentro]), taxa, iteracoes)
        Z = dig_treino[fora] @ modelo["W"] + modelo["b"]
        custos.append(custo_dos_logits(one_hot(10, rot_treino[fora]), Z))
    return custos


cruzados = custos_cruzados(*candidatos[0])
print("custo em cada parte:", "; ".join(virgula(custo, ".3f") for custo in cruzados))
print("média:", virgula(np.mean(cruzados), ".3f"))

# %% [markdown]
# O mesmo candidato foi de 0,139 a 0,176, conforme as imagens que ficaram de fora: um custo de validação não tem a
# precisão dos algarismos com que sai impresso. Duas receitas se comparam nas **mesmas** partes. E quanto mais
# receitas se comparam, mais a vencedora deve à sorte: o custo de validação dela é otimista.

# %% [markdown]
# Só então abra o teste, uma vez, com a receita escolhida: troque `False` por `True`. O modelo final
# pode usar o treino todo, porque a escolha já foi feita.

# %% demo
abra_o_teste = False

if abra_o_teste:
    taxa, iteracoes = candidatos[int(np.argmin(custos_de_validacao))]
    final = treine_softmax(dig_treino, one_hot(10, rot_treino), taxa, iteracoes)
    acertos = acuracia(preveja_classe(dig_teste, final), rot_teste)
    print("acurácia no teste:", virgula(acertos, ".4f"))

# %% [markdown]
# ## 9. Pré-processamento (3,5 pontos)
#
# ### 9.1 A tabela
#
# Um site de vendas anotou de cada visitante o país (*Country*), a idade (*Age*), o salário
# (*Salary*) e se ele comprou (*Purchased*). Queremos prever a última coluna a partir das outras.
# Se o arquivo original, `Data.csv`, não estiver na pasta do notebook, a célula abaixo lê uma tabela
# sintética de mesmo formato e avisa.

# %%
pasta = escolha_a_pasta(["Data.csv"])
diga_a_origem(["Data.csv"], pasta, e_sintetica(pasta), "São clientes inventados")
dataset = pd.read_csv(pasta / "Data.csv")
dataset

# %% [markdown]
# Um modelo que multiplica entradas por pesos não consegue usar esta tabela como está, por três
# razões:
#
# 1. faltam uma idade e um salário, que o pandas mostra como `NaN` (*not a number*);
# 2. países e respostas são palavras;
# 3. salários são mais de mil vezes maiores do que idades.
#
# Os exercícios desta seção as resolvem, uma a uma.

# %% [markdown]
# ### 9.2 Entradas e respostas (0,5 ponto)
#
# Chamamos de $X$ as características e de $y$ a resposta: **todas as colunas menos a última** e **a
# última**, quantas colunas houver. A linha $i$ de $X$ e a posição $i$ de $y$ são o mesmo cliente.
#
# | | `dataset` | `X` | `y` |
# |:--|:--|:--|:--|
# | Tipo | `DataFrame` | array do NumPy | array do NumPy |
# | Formato da tabela | `(m, 4)` | `(m, 3)` | `(m,)` |
#
# `dataset.iloc[linhas, colunas]` escolhe por posição, com as mesmas fatias das listas: `:` é tudo,
# `-1` é o último. O método `to_numpy()` transforma o resultado em array. Como `X` mistura textos e
# números, o tipo dele será `object`. Nesta tabela a última coluna é a 3; na de outra loja pode ser a 4, e `-1`
# serve às duas.

# %%
frutas = pd.DataFrame({"cor": ["verde", "roxa"], "peso": [120, 5], "nome": ["maçã", "uva"]})
print(frutas.iloc[:, 0].to_numpy())
print(frutas.iloc[:, 0:2].to_numpy())


# %% [markdown]
# **Exercício.** Complete `separe_X_y`.

# %% solution="separe_X_y"
def separe_X_y(dataset):
    """Separa as características e a resposta.

    Entrada:
    dataset -- DataFrame com um exemplo por linha; a última coluna é a resposta

    Saídas:
    X -- array com todas as colunas menos a última, formato (m, n_colunas - 1)
    y -- array com a última coluna, formato (m,)
    """
    ### Início do código ### (≈ 2 linhas)
    X = None  # ToDo: todas as colunas menos a última
    y = None  # ToDo: a última coluna
    ### BEGIN SOLUTION
    X = dataset.iloc[:, :-1].to_numpy()
    y = dataset.iloc[:, -1].to_numpy()
    ### END SOLUTION
    ### Fim do código ###

    return X, y


# %% checks="separe_X_y"

# %%
X_bruto, y_bruto = separe_X_y(dataset)
print("X:", X_bruto.shape, X_bruto.dtype, "  y:", y_bruto.shape)
print(X_bruto[:3])


# %% [markdown]
# A resposta tem só dois valores, e o `LabelEncoder` os numera em ordem alfabética: `No` vira 0 e
# `Yes` vira 1. Ele foi feito para $y$, e só para $y$: nas entradas, numerar palavras causa um
# problema, que você verá na seção 9.4. A função abaixo está pronta.

# %%
def codifique_rotulos(y):
    """Numera as respostas em ordem alfabética: "No" vira 0 e "Yes" vira 1."""
    return LabelEncoder().fit_transform(y)


y = codifique_rotulos(y_bruto)
print(list(y_bruto))
print(list(map(int, y)))

# %% [markdown]
# ### 9.3 Valores que faltam (1 ponto)
#
# Descartar as linhas com buracos seria simples, mas aqui custaria um quinto dos clientes. Outra
# saída é **preencher** cada buraco com a média dos valores conhecidos da mesma coluna. Com as idades
# 44, 24, `NaN` e 28, a média dos três conhecidos é $(44 + 24 + 28)/3 = 32$, e é ela que entra. Note
# que `NaN` contamina a conta comum:

# %%
idades = np.array([44, 24, np.nan, 28])
print("média comum:          ", np.mean(idades))
print("média dos conhecidos: ", np.nanmean(idades))


# %% [markdown]
# Na scikit-learn, quem faz isso é `SimpleImputer(strategy="mean")`, do módulo `sklearn.impute`. (Em
# textos antigos aparece `sklearn.preprocessing.Imputer`, que não existe mais.) Como todo
# transformador da biblioteca, ele tem três métodos: `fit` aprende as médias, `transform` as usa e
# `fit_transform` faz as duas coisas.
#
# **Exercício.** Complete `preencha_faltantes`. A coluna 0 é o país e não entra na conta; as colunas
# 1 e 2 são a idade e o salário. Faltantes são sempre `np.nan`. Devolva um array novo, com todas as
# linhas e as três colunas no lugar, e **não altere** `X`.

# %% solution="preencha_faltantes"
def preencha_faltantes(X):
    """Preenche as idades e os salários que faltam com a média da coluna.

    Entrada:
    X -- array de objetos, formato (m, 3): país, idade e salário, com np.nan onde falta um número

    Saída:
    X_cheio -- array novo, formato (m, 3), sem faltantes
    """
    ### Início do código ### (≈ 4 linhas)
    imputador = None  # ToDo: um SimpleImputer que usa a média
    numericas = None  # ToDo: as colunas 1 e 2 de X, preenchidas; dica: fit_transform
    X_cheio = None    # ToDo: uma cópia de X; depois, ponha nela as colunas preenchidas
    ### BEGIN SOLUTION
    imputador = SimpleImputer(missing_values=np.nan, strategy="mean")
    numericas = imputador.fit_transform(X[:, 1:3])
    X_cheio = X.copy()
    X_cheio[:, 1:3] = numericas
    ### END SOLUTION
    ### Fim do código ###

    return X_cheio


# %% checks="preencha_faltantes"

# %%
X_cheio = preencha_faltantes(X_bruto)
print(X_cheio)

# %% [markdown]
# **Valores esperados:** na tabela original, a idade que falta vira 38,78 e o salário, 63 777,78.
# Na sintética, 36 e 59 666,67.

# %% [markdown]
# ### 9.4 Palavras viram colunas (0,5 ponto)
#
# Seria tentador numerar os países em ordem alfabética: Brazil 0, Chile 1, Peru 2 (na tabela original,
# France 0, Germany 1, Spain 2). Mas o modelo faria contas com esses números. Com um peso $w$, o Peru somaria ao logit **o dobro** do que o Chile soma, e
# o Chile ficaria sempre **entre** os outros dois. Nada disso é verdade sobre países.
#
# A saída é a da seção 3: one-hot. Cada país ganha a sua coluna, com 1 para quem é dele e 0 para os
# outros, e assim o seu próprio peso:
#
# | País | Brazil | Chile | Peru |
# |:--|:-:|:-:|:-:|
# | Chile | 0 | 1 | 0 |
# | Peru | 0 | 0 | 1 |
# | Brazil | 1 | 0 | 0 |
#
# A distância entre dois países diferentes é então sempre a mesma, $\sqrt{2}$:

# %%
brazil, chile, peru = np.eye(3)
print("Brazil e Chile:", np.linalg.norm(brazil - chile).round(4))
print("Brazil e Peru: ", np.linalg.norm(brazil - peru).round(4))


# %% [markdown]
# O `OneHotEncoder` cria essas colunas, em ordem alfabética. O `ColumnTransformer` diz a quais
# colunas cada transformador se aplica: recebe uma lista de trios `(nome, transformador, colunas)`, e
# `remainder="passthrough"` deixa passar as demais, depois das novas.
#
# **Exercício.** Complete `codifique_pais`. Mantenha **uma coluna para cada país**, sem descartar
# nenhuma, com os países que houver em `X`. Devolva um array **denso** de números: por padrão o
# `OneHotEncoder` produz uma matriz esparsa, que guarda só os valores diferentes de zero;
# `sparse_output=False` evita isso. Com os três países daqui o `ColumnTransformer` até a devolve densa; com nove,
# em que quase tudo é zero, já não.
#
# | | `X` | resultado |
# |:--|:--|:--|
# | Formato | `(m, 3)`, objetos | `(m, n_p + 2)` com $n_p$ países, números |
# | Colunas | país, idade, salário | países em ordem alfabética, idade, salário |

# %% solution="codifique_pais"
def codifique_pais(X):
    """Troca a coluna do país por uma coluna de zeros e uns para cada país.

    Entrada:
    X -- array de objetos sem faltantes, formato (m, 3): país, idade e salário

    Saída:
    X_codificado -- array denso de float, formato (m, n_paises + 2)
    """
    ### Início do código ### (≈ 2 linhas)
    transformador = None  # ToDo: ColumnTransformer: one-hot na coluna 0, as outras passam
    X_codificado = None   # ToDo: aplique-o e converta o resultado com .astype(float)
    ### BEGIN SOLUTION
    transformador = ColumnTransformer(
        [("pais", OneHotEncoder(sparse_output=False), [0])], remainder="passthrough"
    )
    X_codificado = transformador.fit_transform(X).astype(float)
    ### END SOLUTION
    ### Fim do código ###

    return X_codificado


# %% checks="codifique_pais"

# %%
X_codificado = codifique_pais(X_cheio)
print(X_codificado.round(2))

# %% [markdown]
# ### 9.5 Treino, teste e escala (1,5 ponto)
#
# **Por que escalar.** O gradiente $dW = X^T dZ / m$ é proporcional à entrada. Para um cliente de 36
# anos com salário 60 000 e $dz = 0{,}5$, a parcela do peso da idade é $18$ e a do peso do salário,
# $30\,000$. Uma taxa de aprendizado boa para um é péssima para o outro. E quem
# penaliza os pesos (a L2, do lab de regularização) tem um segundo motivo: o peso do salário, mil vezes menor só por
# causa da unidade, pagaria um milionésimo.
#
# Padronizar resolve: de cada coluna numérica subtrai-se a média $\mu$ e divide-se pelo
# desvio-padrão $\sigma$, e todas passam a ter média 0 e desvio 1:
#
# $$x' = \frac{x - \mu}{\sigma}.$$
#
# As idades 24, 36 e 48 têm $\mu = 36$ e $\sigma = \sqrt{(144 + 0 + 144)/3} = 9{,}798$; elas viram
# $-1{,}2247$, $0$ e $1{,}2247$:

# %%
idades = np.array([24, 36, 48])
print("média:", idades.mean(), "  desvio-padrão:", idades.std().round(4))
print("padronizadas:", ((idades - idades.mean()) / idades.std()).round(4))

# %% [markdown]
# **De quem são $\mu$ e $\sigma$?** O teste existe para imitar clientes que ainda não chegaram. Se
# $\mu$ e $\sigma$ forem calculados com a tabela inteira, o treino já sabe algo do teste: é um
# **vazamento**, e a medida final pode sair otimista. Por isso **primeiro se divide** e depois se aprende,
# só com o treino. O teste é transformado com os números do treino, mesmo que a média dele não dê 0.
#
# Se um quarto cliente, de 60 anos, cair no teste, ele vira $(60 - 36)/9{,}798 = 2{,}4495$. Padronizado
# sozinho ele viraria $0$, como qualquer outro cliente: a informação sumiria.

# %%
print("60 anos, na escala do treino:", round((60 - idades.mean()) / idades.std(), 4))
figuras.preparo_sem_vazamento()


# %% [markdown]
# **Exercício.** Complete `divida_e_escale`:
#
# 1. divida as linhas de `X` e de `y` com **uma** chamada a `train_test_split`, com `test_size=0.2` e
#    `random_state=0` (a semente faz todos obterem a mesma divisão);
# 2. ajuste um `StandardScaler` nas **duas últimas** colunas do **treino**;
# 3. aplique-o a essas colunas nas duas partes.
#
# As colunas dos países, sejam quantas forem, ficam com zeros e uns: com dois países, as numéricas são a 2 e a 3.
# `X` e `y` não mudam; as partes que `train_test_split` devolve são arrays novos, nos quais você pode escrever.
#
# | | `X` | `X_treino` | `X_teste` | `y_treino`, `y_teste` |
# |:--|:--|:--|:--|:--|
# | Com 10 clientes e 3 países | `(10, 5)` | `(8, 5)` | `(2, 5)` | `(8,)` e `(2,)` |

# %% solution="divida_e_escale"
def divida_e_escale(X, y):
    """Divide em treino e teste e padroniza as colunas numéricas, sem vazamento.

    Entradas:
    X -- array de float, formato (m, n_paises + 2): países em one-hot, idade e salário
    y -- array com as respostas, formato (m,)

    Saídas:
    X_treino, X_teste -- as duas partes de X, com idade e salário na escala do treino
    y_treino, y_teste -- as duas partes de y
    """
    ### Início do código ### (≈ 4 linhas)
    # ToDo: uma só chamada a train_test_split dá as quatro partes, nesta ordem
    X_treino, X_teste, y_treino, y_teste = None, None, None, None
    escala = None  # ToDo: um StandardScaler ajustado; depois, transforme as duas partes com ele
    ### BEGIN SOLUTION
    X_treino, X_teste, y_treino, y_teste = train_test_split(X, y, test_size=0.2, random_state=0)
    escala = StandardScaler().fit(X_treino[:, -2:])
    X_treino[:, -2:] = escala.transform(X_treino[:, -2:])
    X_teste[:, -2:] = escala.transform(X_teste[:, -2:])
    ### END SOLUTION
    ### Fim do código ###

    return X_treino, X_teste, y_treino, y_teste


# %% checks="divida_e_escale"

# %%
X_treino, X_teste, y_treino, y_teste = divida_e_escale(X_codificado, y)
print("treino:", X_treino.shape, "  teste:", X_teste.shape)
print("média da idade e do salário no treino:", X_treino[:, -2:].mean(axis=0).round(4))
print("média da idade e do salário no teste: ", X_teste[:, -2:].mean(axis=0).round(4))
print(X_teste.round(4))

# %% [markdown]
# No treino as médias são 0 (talvez `-0`, por arredondamento). No teste não, e está certo que não
# sejam. Com a tabela original, as linhas do teste são:
#
# ```
# [[ 0.      1.      0.     -1.4588 -0.9017]
#  [ 0.      1.      0.      1.985   2.1398]]
# ```

# %% [markdown]
# ### 9.6 O vazamento que sobrou
#
# Releia a seção 9.3: as médias que preencheram os buracos usaram **todas** as linhas, as do teste
# também. A receita que você seguiu, comum em cursos, preenche antes de dividir e por isso vaza um
# pouco. O mesmo vale para a lista de países. Aqui o efeito é pequeno, porque faltam só dois números,
# mas o princípio é o da escala: o que se aprende, aprende-se só no treino.
#
# O conserto é dividir a tabela **bruta** e encadear todos os passos em um `Pipeline`. Um único `fit`,
# no treino, aprende médias, países e escala; o teste passa só por `transform`. Um país que só exista
# no teste vira uma linha de zeros (`handle_unknown="ignore"`). A célula abaixo está pronta.

# %%
tabela_treino, tabela_teste = train_test_split(dataset, test_size=0.2, random_state=0)

numeros = Pipeline([("media", SimpleImputer()), ("escala", StandardScaler())])
paises = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
preparo = ColumnTransformer([("pais", paises, ["Country"]), ("num", numeros, ["Age", "Salary"])])

preparo.fit(tabela_treino)
medias_do_treino = preparo.named_transformers_["num"]["media"].statistics_
print("médias de todas as linhas:", dataset[["Age", "Salary"]].mean().to_numpy().round(2))
print("médias só do treino:      ", medias_do_treino.round(2))
pd.DataFrame(preparo.transform(tabela_teste), columns=preparo.get_feature_names_out()).round(4)

# %% [markdown]
# Os números do teste mudam um pouco em relação aos da seção 9.5, porque a média que preenche os
# buracos mudou e, com ela, a escala. Em um projeto de verdade, comece sempre assim: **divida primeiro**.
#
# **O que esta tabela não tinha.** Um **país** que falta não tem média: ele vira uma categoria a mais, "não disse".
# Quem não diz o salário pode ser justamente quem ganha mais, e a média esconde isso;
# `SimpleImputer(add_indicator=True)` guarda em uma coluna que o número faltava. Uma coluna de **identificação**,
# como o CPF, é diferente em cada linha: um modelo pode decorá-la, e ela nada diz de um cliente novo; tire-a. E uma
# coluna de milhares de palavras, como a cidade, vira milhares de colunas: agrupe as raras em uma só, "outras".

# %% [markdown]
# ### 9.7 Um vazamento que se mede
#
# Com dez clientes nada se mede. O mesmo site anotou, de **500 clientes**, a idade, o salário e quais
# de **1000 páginas** cada um visitou. Eles são inventados, e sabemos o que a loja não sabe: a compra
# depende da idade e do salário, e de **nenhuma** página. Também sabemos fabricar mais 20 000 clientes,
# em que a acurácia é a de verdade.
#
# Mil colunas são demais. A loja fica com as 20 páginas mais correlacionadas com a compra, e o modelo é
# o seu `treine_softmax`. O preparo tem então três coisas a aprender: as médias dos faltantes, a escala
# e **quais páginas**. Cada uma pode ser aprendida só no treino, ou com as 500 linhas.
#
# **Palpite, antes de rodar.** Se as páginas forem escolhidas com as 500 linhas, e só depois se
# dividir, quantos pontos percentuais a acurácia do teste fica acima da de verdade?
#
# - **a.** Menos de 1: o modelo só foi treinado com o treino.
# - **b.** Entre 1 e 4.
# - **c.** Mais de 4.

# %%
palpite_vazamento = ""  # a letra, entre as aspas

# %% demo
clientes, novos = invente(500, semente=6), invente(20000, semente=2)


def escolha_paginas(linhas, quantas):
    """As páginas mais correlacionadas com a compra nas linhas dadas."""
    compra = clientes.y[linhas] - clientes.y[linhas].mean()
    visita = clientes.paginas[linhas] - clientes.paginas[linhas].mean(axis=0)
    correlacao = compra @ visita / np.linalg.norm(visita, axis=0)
    return np.argsort(-np.abs(correlacao))[:quantas]


def meca(semente, quantas, escolhe_com_tudo=False, escala_com_tudo=False):
    """Acurácia no teste e em clientes novos, com a divisão que a semente dá."""
    todas = np.arange(500)
    treino, teste = train_test_split(todas, test_size=0.2, random_state=semente)
    paginas = escolha_paginas(todas if escolhe_com_tudo else treino, quantas)

    def colunas(lote):
        return np.hstack([lote.numeros, lote.paginas[:, paginas]])

    preparo = Pipeline([("media", SimpleImputer()), ("escala", StandardScaler())])
    preparo.fit(colunas(clientes)[todas if escala_com_tudo else treino])
    X, X_novos = preparo.transform(colunas(clientes)), preparo.transform(colunas(novos))
    modelo = treine_softmax(X[treino], one_hot(2, clientes.y[treino]), 0.5, 200)
    no_teste = acuracia(preveja_classe(X[teste], modelo), clientes.y[teste])
    return no_teste, acuracia(preveja_classe(X_novos, modelo), novos.y)


def compare_preparos(divisoes=20):
    """Médias das duas acurácias, por preparo, em várias divisões dos mesmos 500 clientes."""
    preparos = {
        "sem página nenhuma": {"quantas": 0},
        "20 páginas, tudo só no treino": {"quantas": 20},
        "médias e escala com as 500 linhas": {"quantas": 20, "escala_com_tudo": True},
        "páginas com as 500 linhas": {"quantas": 20, "escolhe_com_tudo": True},
    }
    return {
        nome: np.mean([meca(semente, **opcoes) for semente in range(divisoes)], axis=0)
        for nome, opcoes in preparos.items()
    }


medidas = compare_preparos()
for nome, medida in medidas.items():
    prometida, de_verdade = (virgula(100 * parte, ".1f") for parte in medida)
    print(f"{nome:34} no teste {prometida} %   de verdade {de_verdade} %")
excesso = 100 * (medidas["páginas com as 500 linhas"] @ [1, -1])
palpites.compare(
    palpite_vazamento, "a" if excesso < 1 else "b" if excesso <= 4 else "c",
    a="menos de 1", b="entre 1 e 4", c="mais de 4",
)
figuras.acuracias(medidas)


# %% [markdown]
# Leia a tabela linha por linha. As páginas são só ruído, e usá-las **piora** o modelo: compare as duas
# primeiras linhas, na coluna da verdade. Com tudo aprendido só no treino, o teste dá essa notícia. Com
# as **médias e a escala** das 500 linhas também: está errado por princípio, mas o efeito não se mede,
# porque elas não olham a resposta. Escolher **páginas** com as 500 linhas olha a resposta do teste. A
# medida promete vários pontos que nenhum cliente novo confirma, passa a do modelo sem páginas, e a loja
# concluiria que as páginas ajudam.
#
# O engano é comum em artigos publicados. A regra que o evita é a da seção 9.6: o teste não entra em
# **nenhum** `fit`, e escolher colunas é um `fit`.

# %% [markdown]
# ## 10. A mesma coisa em PyTorch
#
# No PyTorch, a softmax, a entropia cruzada e o gradiente são uma linha: `cross_entropy`, que recebe
# logits e classes e calcula a média das perdas. A célula compara as suas funções com as dele.

# %% demo
def compare_com_pytorch(torch):
    """Softmax, custo e gradiente: os deste lab e os do PyTorch."""
    Z = 3 * np.random.RandomState(0).randn(6, 4)
    classes = np.array([0, 3, 1, 1, 2, 0])
    Y = one_hot(4, classes)
    logits = torch.tensor(Z, requires_grad=True)
    perda = torch.nn.functional.cross_entropy(logits, torch.tensor(classes))
    perda.backward()
    for nome, nosso, dele in (
        ("softmax", softmax(Z), torch.softmax(logits, dim=1)),
        ("custo", custo_dos_logits(Y, Z), perda),
        ("gradiente / m", gradiente_softmax(Z, Y) / len(Z), logits.grad),
    ):
        print(f"{nome:14} {'igual' if np.allclose(nosso, dele.detach().numpy()) else 'diferente'}")


if importlib.util.find_spec("torch"):
    compare_com_pytorch(importlib.import_module("torch"))
else:
    print("O PyTorch não está instalado aqui, e nada foi comparado. No Colab ele já vem.")

# %% [markdown]
# ## O que levar daqui
#
# - A diferença entre dois logits é o logaritmo da **razão de chances** entre as duas classes.
# - Subtrair o maior logit não muda a softmax nem o **log-sum-exp**, e nada mais estoura.
# - O custo se calcula **dos logits**: passar pelas probabilidades faz a perda saturar.
# - O gradiente de softmax com entropia cruzada é a coisa mais simples que poderia ser:
#   probabilidades menos rótulos. A última camada de quase toda rede de classificação é esta.
# - **Divida primeiro.** Tudo o que aprende com dados, e escolher colunas também aprende, vê só o
#   treino; o teste se abre uma vez.
#
# **Para ir além**
#
# - [d2l: regressão softmax](https://d2l.ai/chapter_linear-classification/softmax-regression.html), com
#   o mesmo gradiente visto pela teoria da informação;
# - [CS231n: classificação linear](https://cs231n.github.io/linear-classify/), com uma demonstração
#   interativa;
# - [scikit-learn: erros comuns](https://scikit-learn.org/stable/common_pitfalls.html), o vazamento da
#   seção 9.7 com outras ferramentas;
# - [The Elements of Statistical Learning](https://hastie.su.domains/ElemStatLearn/), seção 7.10.2, o
#   jeito certo e o jeito errado de validar;
# - [CrossEntropyLoss, na documentação do
#   PyTorch](https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html).
