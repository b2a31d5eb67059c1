# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   gabarito:
#     lab: lab3_rede_densa
#     title: "Lab 3, Parte 1: rede neural densa do zero"
#     helpers: [dnn_utils_v2.py, testCases_v4a.py, sorteio.py, dados.py, arquivos.py, progresso.py,
#       incompletas.py, figuras_rede_densa.py, desenho.py]
#     tell_mistakes: true
#     data:
#       dados_sinteticos: [train_catvnoncat.h5, test_catvnoncat.h5]
# ---

# %% [markdown]
# # Lab 3, Parte 1: rede neural densa do zero
#
# Neste laboratório você programa, só com NumPy, uma rede neural densa com quantas camadas quiser
# e a treina para decidir se há um gato em uma foto de 64 × 64 pixels. Você escreve cada peça
# (inicialização, propagação para a frente, custo, retropropagação, atualização), confere-a com
# contas feitas à mão e, no fim, encaixa todas em um modelo.
#
# No fim, você aposta no que vai acontecer com uma rede **mais funda**, vê o que acontece e, medindo,
# descobre por quê. É o melhor momento deste lab.
#
# Ao terminar, você saberá:
#
# - escrever a propagação para a frente e a retropropagação de uma rede com qualquer número de camadas, e
#   dizer o formato de cada array;
# - conferir um gradiente sem nenhum valor esperado, e achar o defeito pela tabela da conferência;
# - prever, com uma conta, se uma rede funda vai aprender com os pesos iniciais que tem, e escolher outros.

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
#   `NomeSobrenome-Lab3.pdf`. Envie os dois.
#
# | Seção | O que você escreve | Pontos | Minutos |
# |:--|:--|--:|--:|
# | [3. Inicialização](#inicializacao) | `initialize_parametros` | 1 | 10 |
# | [4. Para a frente](#frente) | `linear_forward` (0,5), `linear_ativacao_forward` (0,75), `L_modelo_forward` (0,75) | 2 | 60 |
# | [5. Custo](#custo) | `custo` | 2 | 5 |
# | [6. Para trás](#volta) | `linear_backward` (0,75), `linear_ativacao_backward` (0,5), `L_modelo_backward` (0,5), `atualize_parametros` (0,25) | 2 | 65 |
# | [7. Modelo](#modelo) | `L_layer_modelo` | 2 | 20 |
# | [8. Gatos](#gatos) | `vetorize_imagens`, um palpite e a sua inicialização | 1 | 50 |
# | | **Total** | **10** | **210** |
# | [8.6 Pergunta](#pergunta) | resposta em texto, corrigida pelos monitores: até 1 ponto **extra** | +1 | 20 |
#
# Os minutos são uma estimativa, igual em todos os labs: 120 palavras por minuto de leitura, um minuto por
# célula e três por linha que você escreve. Palpites e perguntas de passagem não valem pontos:
# servem para você descobrir o que pensa antes de ver o que acontece.

# %% [markdown]
# ### Regras que valem para todas as funções
#
# 1. As entradas são arrays de `float` (só as imagens da seção 8 são `uint8`) e os rótulos são 0 ou
#    1; nada além disso será testado.
# 2. Nenhuma função pode alterar os arrays que recebe, nem os que estão dentro de um cache. Crie
#    arrays novos. A única exceção é `atualize_parametros` (seção 6.5).
# 3. Os valores esperados aparecem com oito casas; diferenças de arredondamento, abaixo de $10^{-6}$,
#    não contam. O caminho é livre: um algoritmo diferente e correto vale o mesmo.
# 4. Se uma função for definida duas vezes, vale a última definição. Cuidado para não usar o nome
#    de uma função como variável: depois de `custo = custo(AL, Y)`, `custo` é um número e não pode
#    mais ser chamada.
# 5. Em números e arrays impressos como o Python os escreve, a casa decimal vem depois de um ponto; no texto,
#    nas figuras e nas medidas, depois de uma vírgula.

# %% [markdown]
# ### Notação
#
# - O índice superior $[l]$ indica a camada: $W^{[2]}$ são os pesos da camada 2. A entrada é a
#   camada 0, de modo que $A^{[0]} = X$, e $L$ é o número de camadas com pesos.
# - O índice superior $(i)$ indica o exemplo: $x^{(i)}$ é o $i$-ésimo exemplo de treinamento.
# - O índice inferior $j$ indica a posição em um vetor: $a^{[l]}_j$ é a ativação do $j$-ésimo
#   neurônio da camada $l$.
# - Nas tabelas, um formato é escrito como no código: `n[l]` é $n^{[l]}$.
# - $n^{[l]}$ é o número de neurônios da camada $l$ e $m$ é o número de exemplos do lote. Cada
#   **coluna** de $X$ é um exemplo.

# %% [markdown]
# ## 1. Pacotes
#
# O NumPy faz as contas e o Matplotlib desenha. Os outros arquivos acompanham o lab:
# `dnn_utils_v2` traz as funções de ativação, `testCases_v4a` as entradas dos exemplos, `dados` lê
# as imagens, `progresso` mostra o andamento do treino, `figuras_rede_densa` desenha as figuras e
# `incompletas` diz em uma frase que exercício falta, quando uma célula para por isso.
#
# **A primeira célula de código cuida desses arquivos:** no Colab, ela os baixa; no Jupyter do seu
# computador, com a pasta do lab completa, ela não baixa nada. Se você prefere guardar a pasta no
# Drive, monte-o e acrescente o caminho dela a `sys.path` antes de rodar essa célula.

# %%
import math
import os
import time

import numpy as np

import figuras_rede_densa as figuras
import incompletas
import palpites
from dados import load_dataset
from desenho import virgula
from dnn_utils_v2 import relu, relu_backward, sigmoid, sigmoid_backward
from progresso import acompanhe, compare_custos, desenhe_custo, milhar
from testCases_v4a import (
    L_model_forward_test_case_2hidden,
    L_modelo_backward_teste,
    compute_cost_test_case,
    linear_activation_backward_test_case,
    linear_activation_forward_test_case,
    linear_backward_test_case,
    linear_forward_test_case,
    print_grads,
    update_parameters_test_case,
)

incompletas.avise()  # se faltar um exercício, uma frase diz qual

# %% [markdown]
# ## 2. O plano
#
# A rede repete $L-1$ vezes o bloco LINEAR → RELU e termina com um bloco LINEAR → SIGMOID, cuja
# saída $A^{[L]} = \hat{Y}$ é a probabilidade de haver um gato. A cada iteração do treino:
#
# 1. a **propagação para a frente** (roxo) calcula as ativações, camada por camada, e o **custo**
#    mede o erro;
# 2. a **retropropagação** (vermelho) volta da saída à entrada e calcula o gradiente do custo em
#    relação a cada peso e a cada viés;
# 3. a **atualização** dá um pequeno passo contra o gradiente.

# %%
figuras.fluxo_da_rede()

# %% [markdown]
# Cada bloco vermelho precisa de valores que o bloco roxo acima dele já calculou: para derivar
# $Z = WA + b$ em relação a $W$, por exemplo, é preciso conhecer $A$. Por isso cada passo para a
# frente guarda um **cache** (as setas tracejadas) e cada passo para trás o lê. Assim nada é
# calculado duas vezes, desde que ninguém altere o que foi guardado. Um desenho como este, do que depende de quê, é
# um **grafo computacional**.

# %% [markdown]
# <a id="inicializacao"></a>
# ## 3. Inicialização (1 ponto)
#
# A lista `camadas_dims` descreve a rede: `[5, 4, 3]` tem 5 entradas, uma camada oculta com 4
# neurônios e uma saída com 3. Os vieses começam em zero. Os pesos, não: se fossem todos iguais,
# os neurônios de uma camada calculariam a mesma coisa, receberiam o mesmo gradiente e continuariam
# iguais para sempre. Um sorteio desfaz essa simetria:
#
# $$W^{[l]}_{jk} \sim 0{,}01 \cdot \mathcal{N}(0, 1), \qquad b^{[l]}_j = 0.$$
#
# Guarde esse fator 0,01: na seção 8 você vai julgá-lo.
#
# Com $X$ de formato $(n^{[0]}, m)$, os formatos são:
#
# | Camada | $W^{[l]}$ | $b^{[l]}$ | $Z^{[l]}$ e $A^{[l]}$ |
# |:--|:--|:--|:--|
# | 1 | `(n[1], n[0])` | `(n[1], 1)` | `(n[1], m)` |
# | 2 | `(n[2], n[1])` | `(n[2], 1)` | `(n[2], m)` |
# | ⋮ | ⋮ | ⋮ | ⋮ |
# | $L$ | `(n[L], n[L-1])` | `(n[L], 1)` | `(n[L], m)` |
#
# Quantos números a rede `[5, 4, 3]` aprende? Na camada 1, $4 \times 5$ pesos e 4 vieses; na
# camada 2, $3 \times 4$ pesos e 3 vieses: 39 ao todo. Na rede de gatos da seção 8, com uma camada
# oculta de apenas 7 neurônios, já são 86 031.

# %%
print("rede [5, 4, 3]:    ", (4 * 5 + 4) + (3 * 4 + 3))
print("rede [12288, 7, 1]:", milhar((7 * 12288 + 7) + (1 * 7 + 1)))


# %% [markdown]
# **Exercício.** Complete `initialize_parametros`. Sorteie as matrizes na ordem $W^{[1]}$,
# $W^{[2]}$, …, com uma chamada a `np.random.randn` por camada (os vieses não usam sorteio). A
# semente 3 já está fixada dentro da função: quem a chamar obtém sempre os mesmos pesos, e é isso
# que permite conferir os números.

# %% solution="initialize_parametros"
def initialize_parametros(camadas_dims):
    """Sorteia os pesos iniciais da rede e zera os vieses.

    Entrada:
    camadas_dims -- lista com o número de neurônios de cada camada, a entrada inclusive

    Saída:
    parametros -- dicionário com "W1", "b1", ..., "WL", "bL":
                  Wl tem formato (camadas_dims[l], camadas_dims[l-1])
                  bl tem formato (camadas_dims[l], 1)
    """
    np.random.seed(3)
    parametros = {}

    for l in range(1, len(camadas_dims)):
        ### Início do código ### (≈ 2 linhas)
        parametros["W" + str(l)] = None  # ToDo: pesos sorteados, multiplicados por 0.01
        parametros["b" + str(l)] = None  # ToDo: vieses nulos; dica: np.zeros recebe uma tupla
        ### BEGIN SOLUTION
        parametros["W" + str(l)] = np.random.randn(camadas_dims[l], camadas_dims[l - 1]) * 0.01
        parametros["b" + str(l)] = np.zeros((camadas_dims[l], 1))
        ### END SOLUTION
        ### Fim do código ###

    return parametros


# %% checks="initialize_parametros"

# %% [markdown]
# **Valores esperados** para `initialize_parametros([5, 4, 3])`:
#
# ```
# W1 = [[ 0.01788628  0.0043651   0.00096497 -0.01863493 -0.00277388]
#       [-0.00354759 -0.00082741 -0.00627001 -0.00043818 -0.00477218]
#       [-0.01313865  0.00884622  0.00881318  0.01709573  0.00050034]
#       [-0.00404677 -0.0054536  -0.01546477  0.00982367 -0.01101068]]
# b1 = [[0.] [0.] [0.] [0.]]
# W2 = [[-0.01185047 -0.0020565   0.01486148  0.00236716]
#       [-0.01023785 -0.00712993  0.00625245 -0.00160513]
#       [-0.00768836 -0.00230031  0.00745056  0.01976111]]
# b2 = [[0.] [0.] [0.]]
# ```

# %% [markdown]
# <a id="frente"></a>
# ## 4. Propagação para a frente (2 pontos)
#
# Você vai construí-la em três andares: a conta linear de uma camada, a camada inteira (linear e
# ativação) e a rede inteira.
#
# ### 4.1 A parte linear (0,5 ponto)
#
# Para todos os exemplos do lote de uma vez,
#
# $$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}.$$
#
# | | $A^{[l-1]}$ | $W^{[l]}$ | $b^{[l]}$ | $Z^{[l]}$ |
# |:--|:--|:--|:--|:--|
# | Formato | `(n[l-1], m)` | `(n[l], n[l-1])` | `(n[l], 1)` | `(n[l], m)` |
#
# Aqui $W A$ é o produto de matrizes, não o produto elemento a elemento. O viés tem uma coluna só;
# ao somá-lo, o NumPy o repete para as $m$ colunas (*broadcasting*).
#
# Um neurônio com pesos $(2, -1)$ e viés $0{,}5$ recebe dois exemplos, $(3, 4)$ e $(0, 1)$. Ele
# calcula $2 \cdot 3 - 1 \cdot 4 + 0{,}5 = 2{,}5$ para o primeiro e
# $2 \cdot 0 - 1 \cdot 1 + 0{,}5 = -0{,}5$ para o segundo. Um outro neurônio da camada, com pesos $(1, 1)$ e viés
# $-1$, faz a segunda linha de $Z$: $3 + 4 - 1 = 6$ e $0 + 1 - 1 = 0$:

# %%
z_exemplo_1 = 2 * 3 + (-1) * 4 + 0.5
z_exemplo_2 = 2 * 0 + (-1) * 1 + 0.5
print("Z = [[", z_exemplo_1, z_exemplo_2, "]")
print("     [", 3 + 4 - 1, "  ", 0 + 1 - 1, " ]]")


# %% [markdown]
# **Exercício.** Complete `linear_forward`. O `cache` é a tupla com `A`, `W` e `b`, nesta ordem,
# exatamente os arrays que chegaram: a retropropagação vai precisar deles.

# %% solution="linear_forward"
def linear_forward(A, W, b):
    """Calcula a parte linear de uma camada.

    Entradas:
    A -- ativações da camada anterior (ou X), formato (n_anterior, m)
    W -- pesos da camada, formato (n_atual, n_anterior)
    b -- vieses da camada, formato (n_atual, 1)

    Saídas:
    Z -- entrada da função de ativação, formato (n_atual, m)
    cache -- tupla (A, W, b), guardada para a retropropagação
    """
    ### Início do código ### (≈ 2 linhas)
    Z = None      # ToDo: produto de matrizes mais o viés
    cache = None  # ToDo: os três argumentos, na ordem da docstring
    ### BEGIN SOLUTION
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    ### END SOLUTION
    ### Fim do código ###

    return Z, cache


# %% checks="linear_forward"

# %% [markdown]
# **Valor esperado** com `linear_forward_test_case()`: `Z = [[ 3.26295337 -1.23429987]]`. Com os dois neurônios do
# exemplo, o `Z` feito à mão, e no cache `A`, `W` e `b`, nesta ordem.

# %% [markdown]
# **Por que não um laço?** $Z_{ji} = \sum_k W_{jk} A_{ki} + b_j$ também se escreve com três laços, e dá os
# mesmos números. Uma camada de 20 neurônios, 400 entradas e 100 exemplos são 800 mil multiplicações. **Um
# palpite**: quantas vezes mais rápido é o produto de matrizes?
#
# - **a.** Até 10 vezes.
# - **b.** De 10 a 100 vezes.
# - **c.** Mais de 100 vezes.

# %%
palpite_laco = ""  # a letra, entre as aspas


# %% demo
def com_lacos(A, W, b):
    """A mesma conta de linear_forward, número a número."""
    Z = np.zeros((W.shape[0], A.shape[1]))
    for j in range(W.shape[0]):
        for i in range(A.shape[1]):
            Z[j, i] = b[j, 0]
            for k in range(W.shape[1]):
                Z[j, i] += W[j, k] * A[k, i]
    return Z


def segundos(conta, vezes):
    """O menor tempo de algumas execuções: o que outros programas atrapalharam fica de fora."""
    tempos = []
    for _ in range(vezes):
        inicio = time.perf_counter()
        conta()
        tempos.append(time.perf_counter() - inicio)
    return min(tempos)


sorteio = np.random.default_rng(0)
A, W, b = (sorteio.normal(size=formato) for formato in ((400, 100), (20, 400), (20, 1)))
lento = segundos(lambda: com_lacos(A, W, b), vezes=2)
rapido = segundos(lambda: linear_forward(A, W, b), vezes=20)
iguais = np.allclose(com_lacos(A, W, b), linear_forward(A, W, b)[0])
print(f"laços: {virgula(1000 * lento, '.0f')} ms; produto: {virgula(1000 * rapido, '.3f')} ms; "
      f"mesmos números: {'sim' if iguais else 'não'}")
razao = lento / rapido
houve = "a" if razao < 10 else "b" if razao < 100 else "c"
palpites.compare(palpite_laco, houve, a="até 10 vezes", b="de 10 a 100", c=f"{milhar(razao)} vezes")

# %% [markdown]
# ### 4.2 A camada inteira (0,75 ponto)
#
# A ativação $A^{[l]} = g(Z^{[l]})$ é aplicada elemento a elemento. Usamos duas:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad\text{e}\qquad \mathrm{ReLU}(z) = \max(0, z).$$
#
# As funções `sigmoid` e `relu` já estão prontas. Cada uma devolve **dois** valores: a ativação `A`
# e o seu próprio cache, que é o `Z` recebido.
#
# Com o neurônio do exemplo anterior, $z = 2{,}5$ e $z = -0{,}5$ viram $0{,}9241$ e $0{,}3775$ na
# sigmoide, e $2{,}5$ e $0$ na ReLU:

# %%
for z in (2.5, -0.5):
    sigmoide = virgula(1 / (1 + math.exp(-z)), ".4f")
    print(f"z = {virgula(z):4}   sigmoide: {sigmoide}   ReLU: {virgula(max(0, z))}")


# %% [markdown]
# **Exercício.** Complete `linear_ativacao_forward` usando a sua `linear_forward`. O argumento
# `ativacao` é sempre `"sigmoid"` ou `"relu"`.
#
# | | `A` | `linear_cache` | `ativacao_cache` | `cache` |
# |:--|:--|:--|:--|:--|
# | Conteúdo | $A^{[l]}$, formato `(n[l], m)` | `(A[l-1], W[l], b[l])` | $Z^{[l]}$ | `(linear_cache, ativacao_cache)` |

# %% solution="linear_ativacao_forward"
def linear_ativacao_forward(A_prev, W, b, ativacao):
    """Calcula uma camada inteira: LINEAR e depois a ativação.

    Entradas:
    A_prev -- ativações da camada anterior, formato (n_anterior, m)
    W -- pesos da camada, formato (n_atual, n_anterior)
    b -- vieses da camada, formato (n_atual, 1)
    ativacao -- "sigmoid" ou "relu"

    Saídas:
    A -- ativações da camada, formato (n_atual, m)
    cache -- tupla (linear_cache, ativacao_cache)
    """
    ### Início do código ### (≈ 2 linhas para cada ativação)
    if ativacao == "sigmoid":
        Z, linear_cache = None, None    # ToDo: a parte linear
        A, ativacao_cache = None, None  # ToDo: a sigmoide
        ### BEGIN SOLUTION
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, ativacao_cache = sigmoid(Z)
        ### END SOLUTION
    elif ativacao == "relu":
        Z, linear_cache = None, None    # ToDo: a parte linear
        A, ativacao_cache = None, None  # ToDo: a ReLU
        ### BEGIN SOLUTION
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, ativacao_cache = relu(Z)
        ### END SOLUTION
    ### Fim do código ###

    cache = (linear_cache, ativacao_cache)
    return A, cache


# %% checks="linear_ativacao_forward"

# %% [markdown]
# **Valores esperados** com `linear_activation_forward_test_case()`:
#
# ```
# com sigmoid: A = [[0.96890023 0.11013289]]
# com relu:    A = [[3.43896131 0.        ]]
#              ativacao_cache = [[ 3.43896131 -2.08938436]]
# ```

# %% [markdown]
# ### 4.3 A rede inteira (0,75 ponto)
#
# A saída de uma camada é a entrada da seguinte: ReLU nas camadas $1, \dots, L-1$ e sigmoide na
# última. Com $A^{[0]} = X$,
#
# $$A^{[l]} = \mathrm{ReLU}\left(W^{[l]} A^{[l-1]} + b^{[l]}\right), \qquad
#   A^{[L]} = \sigma\left(W^{[L]} A^{[L-1]} + b^{[L]}\right).$$
#
# Siga os formatos em uma rede `[5, 4, 3, 1]` com 4 exemplos, em que $A^{[0]} = X$ e $A^{[3]} = A^{[L]}$:
#
# | | $A^{[0]}$ | $A^{[1]}$ | $A^{[2]}$ | $A^{[3]}$ |
# |:--|:--|:--|:--|:--|
# | Formato | `(5, 4)` | `(4, 4)` | `(3, 4)` | `(1, 4)` |
#
# E os números em uma rede com um neurônio por camada: entrada $x = 2$; camada 1 com $w = 0{,}5$ e
# $b = 1$; camada 2 com $w = -1$ e $b = 1$. A primeira camada dá $\max(0;\, 0{,}5 \cdot 2 + 1) = 2$;
# a segunda, $\sigma(-1 \cdot 2 + 1) = \sigma(-1) \approx 0{,}2689$:

# %%
a1 = max(0, 0.5 * 2 + 1)
a2 = 1 / (1 + math.exp(-(-1 * a1 + 1)))
print("a1 =", a1, "  a2 =", round(a2, 4))

# %% [markdown]
# **E sem a ReLU?** As duas camadas virariam uma, $-1 \cdot (0{,}5x + 1) + 1 = -0{,}5x$. Com matrizes é igual:
# $W^{[2]}(W^{[1]} X + b^{[1]}) + b^{[2]}$ é $(W^{[2]} W^{[1]})\, X$ mais uma constante. Por mais camadas que se
# empilhem, sobra um neurônio que soma pixels, e mais luz em um ponto da foto pesaria sempre para o mesmo lado.
#
# A ReLU faz a dobra que falta. Em $x = 2$ nada muda, $z = -0{,}5 \cdot 2 = -1$. Em $x = -4$, sem ela,
# $z = -0{,}5 \cdot (-4) = 2$; com ela, a primeira camada dá $\max(0;\, 0{,}5 \cdot (-4) + 1) = 0$, e
# $z = -1 \cdot 0 + 1 = 1$:

# %%
for x in (2, -4):
    print("x =", x, "  sem a ReLU: z =", -0.5 * x, "  com ela: z =", -1 * max(0, 0.5 * x + 1) + 1)


# %% [markdown]
# Com dobras bastantes, **uma** camada oculta já imita qualquer função contínua, em uma região limitada, tão de perto
# quanto se queira (Cybenko o provou em 1989, com a sigmoide): é a **aproximação universal**. Ela garante que os
# pesos existem, não que o treino os ache; e com mais camadas costumam bastar menos neurônios.
#
# **Exercício.** Complete `L_modelo_forward`. A lista `caches` recebe o cache de cada camada, em
# ordem: `caches[0]` é o da camada 1 e `caches[L-1]` é o da camada $L$. Os parâmetros vêm em um
# dicionário com duas entradas por camada, por isso $L$ é a metade do tamanho dele.
#
# Para prever, cada $A^{[l]}$ pode ser jogado fora assim que a camada seguinte o usou; para treinar, todos
# ficam nos caches até a volta. É por isso que treinar uma rede ocupa mais memória que usá-la, e tanto mais quanto mais
# camadas ela tem e maior é o lote.

# %% solution="L_modelo_forward"
def L_modelo_forward(X, parametros):
    """Propaga o lote pela rede: [LINEAR -> RELU] * (L-1) -> LINEAR -> SIGMOID.

    Entradas:
    X -- lote de exemplos, formato (n_entradas, m)
    parametros -- dicionário com "W1", "b1", ..., "WL", "bL"

    Saídas:
    AL -- probabilidades previstas, formato (n_saidas, m)
    caches -- lista com os L caches de linear_ativacao_forward, da camada 1 à camada L
    """
    caches = []
    A = X
    L = len(parametros) // 2

    ### Início do código ### (≈ 2 linhas no laço e 2 depois dele)
    for l in range(1, L):
        A_prev = A
        A, cache = None, None  # ToDo: camada l com "relu"; depois acrescente cache a caches
        ### BEGIN SOLUTION
        A, cache = linear_ativacao_forward(
            A_prev, parametros["W" + str(l)], parametros["b" + str(l)], "relu"
        )
        caches.append(cache)
        ### END SOLUTION

    AL, cache = None, None  # ToDo: camada L com "sigmoid"; depois acrescente cache a caches
    ### BEGIN SOLUTION
    AL, cache = linear_ativacao_forward(
        A, parametros["W" + str(L)], parametros["b" + str(L)], "sigmoid"
    )
    caches.append(cache)
    ### END SOLUTION
    ### Fim do código ###

    return AL, caches


# %% checks="L_modelo_forward"

# %% [markdown]
# **Valores esperados** com `L_model_forward_test_case_2hidden()`:
#
# ```
# AL = [[0.03921668 0.70498921 0.19734387 0.04728177]]
# tamanho da lista caches = 3
# ```

# %% [markdown]
# <a id="custo"></a>
# ## 5. Custo (2 pontos)
#
# O custo é a entropia cruzada média do lote:
#
# $$J = -\frac{1}{m} \sum_{i=1}^{m} \left[ y^{(i)} \log a^{[L](i)}
#       + \left(1 - y^{(i)}\right) \log\left(1 - a^{[L](i)}\right) \right].$$
#
# | | $A^{[L]}$ | $Y$ | $J$ |
# |:--|:--|:--|:--|
# | Formato | `(1, m)` | `(1, m)` | um número |
#
# Como $y$ é 0 ou 1, só um dos dois termos sobrevive em cada exemplo: o logaritmo da probabilidade
# que a rede deu à resposta **certa**. Se a rede responde $0{,}8$, $0{,}9$ e $0{,}4$ e os rótulos
# são 1, 1 e 0, as probabilidades das respostas certas são $0{,}8$, $0{,}9$ e $0{,}6$, e o custo é
# a média de $-\ln 0{,}8$, $-\ln 0{,}9$ e $-\ln 0{,}6$, isto é, $0{,}2798$.
#
# Guarde também esta referência: quem responde $0{,}5$ para tudo paga $\ln 2 \approx 0{,}6931$. É
# perto daí que quase todo treino deste lab começa.

# %%
print("custo do exemplo:     ", -(math.log(0.8) + math.log(0.9) + math.log(0.6)) / 3)
print("custo de responder 0,5:", -math.log(0.5))


# %% [markdown]
# **Exercício.** Complete `custo`, que deve devolver **um número**. Se o seu caminho terminar em
# uma matriz $1 \times 1$, extraia o número com `.item()` ou `np.squeeze`. Pode supor
# $0 < a^{[L](i)} < 1$, como a sigmoide garante.

# %% solution="custo"
def custo(AL, Y):
    """Calcula a entropia cruzada média do lote.

    Entradas:
    AL -- probabilidades previstas pela rede, formato (1, m)
    Y -- rótulos 0 (não é gato) ou 1 (é gato), formato (1, m)

    Saída:
    J -- o custo, um número
    """
    m = Y.shape[1]

    ### Início do código ### (≈ 1 linha)
    J = None  # ToDo: a fórmula acima; dica: np.log e np.sum dispensam laços
    ### BEGIN SOLUTION
    J = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    ### END SOLUTION
    ### Fim do código ###

    return J


# %% checks="custo"

# %% [markdown]
# **Valor esperado** com `compute_cost_test_case()`: `0.2797765635793422`.

# %% [markdown]
# <a id="volta"></a>
# ## 6. Retropropagação (2 pontos)
#
# Agora o caminho de volta. Escrevemos $dZ^{[l]}$, $dW^{[l]}$, … para as derivadas em relação a
# $Z^{[l]}$, $W^{[l]}$, …; cada uma tem o **mesmo formato** da grandeza correspondente. A regra da
# cadeia, em uma camada, tem dois passos: atravessar a ativação e atravessar a parte linear. Os
# caches que chegam às funções desta seção têm sempre a estrutura e os formatos que a sua
# propagação para a frente produz.

# %%
figuras.camada_para_tras()

# %% [markdown]
# ### 6.1 A parte linear (0,75 ponto)
#
# Suponha $dZ^{[l]}$ conhecido. Derivando $Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$:
#
# $$dW^{[l]} = \frac{1}{m}\, dZ^{[l]} A^{[l-1]\,T}, \qquad
#   db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[l](i)}, \qquad
#   dA^{[l-1]} = W^{[l]\,T} dZ^{[l]}.$$
#
# | | $dZ^{[l]}$ | $dW^{[l]}$ | $db^{[l]}$ | $dA^{[l-1]}$ |
# |:--|:--|:--|:--|:--|
# | Formato | `(n[l], m)` | `(n[l], n[l-1])` | `(n[l], 1)` | `(n[l-1], m)` |
#
# Cada coluna de $dZ$ e de $dA$ é o gradiente da perda de **um** exemplo. O custo é a média das
# perdas; por isso o $1/m$ aparece quando somamos os exemplos, em $dW$ e em $db$, e só ali.
#
# De onde vêm as transpostas? Em $Z_{ji} = \sum_k W_{jk} A_{ki} + b_j$, o peso $W_{jk}$ só mexe na linha $j$ de
# $Z$, com força $A_{ki}$ no exemplo $i$. A média é $\frac{1}{m} \sum_i dZ_{ji} A_{ki}$: linha $j$ de $dZ$ com linha
# $k$ de $A$, que é coluna de $A^T$. Já $A_{ki}$ entra em **todos** os $Z_{ji}$ do exemplo, e
# $dA_{ki} = \sum_j W_{jk}\, dZ_{ji}$, que é $W^T dZ$.
#
# Um neurônio com uma entrada, $w = 2$, viu dois exemplos, $a = 3$ e $a = 4$, e recebeu
# $dZ = (0{,}5;\ {-}1)$. Então $dW = (0{,}5 \cdot 3 - 1 \cdot 4)/2 = -1{,}25$,
# $db = (0{,}5 - 1)/2 = -0{,}25$ e $dA = (2 \cdot 0{,}5;\ 2 \cdot (-1)) = (1;\ {-}2)$:

# %%
print("dW =", (0.5 * 3 + (-1) * 4) / 2)
print("db =", (0.5 + (-1)) / 2)
print("dA =", (2 * 0.5, 2 * (-1)))

# %% [markdown]
# **Uma armadilha antes do exercício.** No NumPy, `apelido = original` não copia nada: os dois
# nomes passam a designar o mesmo array. Escrever em um deles altera o outro, inclusive o que está
# guardado em uma tupla:

# %%
original = np.array([1.0, 2.0, 3.0])
guardado = (original,)

apelido = original      # nenhuma cópia: outro nome para o mesmo array
apelido[0] = 99.0
print("com apelido:", guardado)

copia = original.copy()  # um array novo
copia[1] = -5.0
print("com cópia:  ", guardado)


# %% [markdown]
# O `b` que está no cache é o mesmo array do dicionário `parametros`. Quem escreve $db$ por cima
# dele devolve os números certos e, sem aviso, troca o viés da rede pelo gradiente: a atualização
# calcula $db - \alpha\, db$ em vez de $b - \alpha\, db$. O treino até anda, mas é o treino de outra
# rede. Por isso vale a regra 2: não altere argumentos nem caches.
#
# **Exercício.** Complete `linear_backward`. Dica para $db$: `np.sum` com `axis=1` soma ao longo dos
# exemplos e `keepdims=True` preserva o formato $(n^{[l]}, 1)$.

# %% solution="linear_backward"
def linear_backward(dZ, cache):
    """Retropropaga o gradiente pela parte linear de uma camada.

    Entradas:
    dZ -- gradiente em relação a Z da camada, formato (n_atual, m)
    cache -- tupla (A_prev, W, b) guardada por linear_forward

    Saídas:
    dA_prev -- gradiente em relação às ativações da camada anterior, formato (n_anterior, m)
    dW -- gradiente em relação aos pesos, formato (n_atual, n_anterior)
    db -- gradiente em relação aos vieses, formato (n_atual, 1)
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]

    ### Início do código ### (≈ 3 linhas)
    dW = None       # ToDo: primeira fórmula; o .T de um array é a sua transposta
    db = None       # ToDo: segunda fórmula; atenção ao formato
    dA_prev = None  # ToDo: terceira fórmula
    ### BEGIN SOLUTION
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    ### END SOLUTION
    ### Fim do código ###

    return dA_prev, dW, db


# %% checks="linear_backward"

# %% [markdown]
# **Valores esperados** com `linear_backward_test_case()`:
#
# ```
# dA_prev = [[-1.15171336  0.06718465 -0.3204696   2.09812712]
#            [ 0.60345879 -3.72508701  5.81700741 -3.84326836]
#            [-0.4319552  -1.30987417  1.72354705  0.05070578]
#            [-0.38981415  0.60811244 -1.25938424  1.47191593]
#            [-2.52214926  2.67882552 -0.67947465  1.48119548]]
# dW = [[ 0.07313866 -0.0976715  -0.87585828  0.73763362  0.00785716]
#       [ 0.85508818  0.37530413 -0.59912655  0.71278189 -0.58931808]
#       [ 0.97913304 -0.24376494 -0.08839671  0.55151192 -0.10290907]]
# db = [[-0.14713786] [-0.11313155] [-0.13209101]]
# ```

# %% [markdown]
# **Pergunta.** Um colega escreveu `db = np.sum(dZ) / m`. O treino dele roda sem nenhum erro, e os números não
# conferem. O que há com `db`?
#
# - **a.** Está certo: o NumPy repete o número para todos os neurônios, como faz com `b`.
# - **b.** Falta o sinal de menos, porque o passo é contra o gradiente.
# - **c.** A soma juntou todos os neurônios: cada um precisa da sua, ao longo dos exemplos.

# %%
palpites.responda("db_de_todos", "")

# %% [markdown]
# ### 6.2 A camada inteira (0,5 ponto)
#
# Atravessar a ativação é multiplicar, elemento a elemento, pela derivada dela:
#
# $$dZ^{[l]} = dA^{[l]} * g'(Z^{[l]}).$$
#
# Para a sigmoide, $g'(z) = \sigma(z)\,(1 - \sigma(z))$, que vale no máximo $0{,}25$. Para a ReLU,
# $g'(z)$ é 1 onde $z > 0$ e 0 no resto (em $z = 0$ não há derivada: o 0 é uma convenção). Se
# $dA = 1{,}5$, a sigmoide em $z = 0$ devolve $1{,}5 \cdot 0{,}25 = 0{,}375$; a ReLU devolve $1{,}5$
# em $z = 2$ e $0$ em $z = -1$:

# %%
print("sigmoide, z = 0: dZ =", 1.5 * 0.5 * (1 - 0.5))
print("ReLU, z =  2:    dZ =", 1.5 * 1)
print("ReLU, z = -1:    dZ =", 1.5 * 0)

# %% [markdown]
# A figura mostra as duas derivadas (cheias) e as suas funções (tracejadas). Longe do zero, a da sigmoide quase
# some: em $z = 5$ ela deixa passar menos de 0,7 % do gradiente, e o neurônio, **saturado**, quase não aprende. A
# da ReLU não encolhe nada onde $z > 0$. É por isso que as camadas do meio usam a ReLU, e só a saída, que precisa
# ser uma probabilidade, usa a sigmoide.
#
# Onde $z < 0$, o gradiente para ali. Um neurônio com $z < 0$ em **todos** os exemplos não recebe gradiente nenhum, e
# os pesos dele param: é uma **ReLU morta** (a *leaky ReLU* deixa passar um pouco, também em $z < 0$).

# %%
figuras.derivadas()


# %% [markdown]
# As funções `sigmoid_backward(dA, ativacao_cache)` e `relu_backward(dA, ativacao_cache)` já estão
# prontas e devolvem `dZ`.
#
# **Exercício.** Complete `linear_ativacao_backward`, que atravessa a ativação e depois a parte
# linear.
#
# | | `dA` | `cache` | saídas |
# |:--|:--|:--|:--|
# | Conteúdo | $dA^{[l]}$, formato `(n[l], m)` | `(linear_cache, ativacao_cache)` | `dA_prev`, `dW`, `db` |

# %% solution="linear_ativacao_backward"
def linear_ativacao_backward(dA, cache, ativacao):
    """Retropropaga o gradiente por uma camada inteira: ativação e depois LINEAR.

    Entradas:
    dA -- gradiente em relação às ativações da camada, formato (n_atual, m)
    cache -- tupla (linear_cache, ativacao_cache) guardada por linear_ativacao_forward
    ativacao -- "sigmoid" ou "relu"

    Saídas:
    dA_prev -- gradiente em relação às ativações da camada anterior, formato (n_anterior, m)
    dW -- gradiente em relação aos pesos, formato (n_atual, n_anterior)
    db -- gradiente em relação aos vieses, formato (n_atual, 1)
    """
    linear_cache, ativacao_cache = cache

    ### Início do código ### (≈ 2 linhas para cada ativação)
    if ativacao == "relu":
        dZ = None                             # ToDo: atravesse a ReLU
        dA_prev, dW, db = None, None, None    # ToDo: atravesse a parte linear
        ### BEGIN SOLUTION
        dZ = relu_backward(dA, ativacao_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
        ### END SOLUTION
    elif ativacao == "sigmoid":
        dZ = None                             # ToDo: atravesse a sigmoide
        dA_prev, dW, db = None, None, None    # ToDo: atravesse a parte linear
        ### BEGIN SOLUTION
        dZ = sigmoid_backward(dA, ativacao_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
        ### END SOLUTION
    ### Fim do código ###

    return dA_prev, dW, db


# %% checks="linear_ativacao_backward"

# %% [markdown]
# **Valores esperados** com `linear_activation_backward_test_case()`:
#
# ```
# com sigmoid:
# dA_prev = [[ 0.11017994  0.01105339]
#            [ 0.09466817  0.00949723]
#            [-0.05743092 -0.00576154]]
# dW = [[ 0.10266786  0.09778551 -0.01968084]]
# db = [[-0.05729622]]
#
# com relu:
# dA_prev = [[ 0.44090989  0.        ]
#            [ 0.37883606  0.        ]
#            [-0.2298228   0.        ]]
# dW = [[ 0.44513824  0.37371418 -0.10478989]]
# db = [[-0.20837892]]
# ```

# %% [markdown]
# ### 6.3 A rede inteira (0,5 ponto)
#
# A volta começa na derivada da entropia cruzada de cada exemplo em relação à saída da rede:
#
# $$dA^{[L]} = -\left( \frac{Y}{A^{[L]}} - \frac{1 - Y}{1 - A^{[L]}} \right).$$
#
# O sinal de menos da frente importa. Se $y = 1$ e a rede respondeu $a = 0{,}8$, a derivada é
# $-1/0{,}8 = -1{,}25$: aumentar $a$ **diminui** o custo. Se $y = 0$ e $a = 0{,}4$, ela é
# $1/0{,}6 \approx 1{,}667$. Confira com uma diferença finita, que não depende da fórmula:

# %%
h = 0.000001
print("y = 1, a = 0,8:", (-math.log(0.8 + h) + math.log(0.8)) / h)
print("y = 0, a = 0,4:", (-math.log(1 - 0.4 - h) + math.log(1 - 0.4)) / h)

# %% [markdown]
# Depois, camada por camada, da última à primeira, cada chamada a `linear_ativacao_backward` recebe
# um `dA` e preenche três entradas do dicionário `grads`:
#
# | Camada | Ativação | Recebe | Cache | Preenche |
# |:--|:--|:--|:--|:--|
# | `L` | sigmoide | `dAL` | `caches[L-1]` | `dA{L-1}`, `dW{L}`, `db{L}` |
# | de `L-1` a `1` | ReLU | `grads["dA" + str(l)]` | `caches[l-1]` | `dA{l-1}`, `dW{l}`, `db{l}` |
#
# Ou seja, `grads["dA" + str(l)]` é sempre o gradiente em relação a $A^{[l]}$ e tem o formato de
# $A^{[l]}$. O dicionário pode ter outras chaves, e `dA0` não é exigido.
#
# Siga os números em uma rede de três camadas de um neurônio, em que o laço dá **duas** voltas: $x = 2$, pesos $1$, $3$
# e $0{,}5$, vieses $0$, $0$ e $-3$, e $y = 1$. A ida dá $a^{[1]} = 2$, $a^{[2]} = 6$ e $a^{[3]} = \sigma(0) = 0{,}5$.
# Na volta, $dA^{[3]} = -1/0{,}5 = -2$ e $dZ^{[3]} = -2 \cdot 0{,}25 = -0{,}5$. A camada 2 recebe
# $dA^{[2]} = 0{,}5 \cdot (-0{,}5) = -0{,}25$; a camada 1, $dA^{[1]} = 3 \cdot (-0{,}25) = -0{,}75$, e
# $dW^{[1]} = -0{,}75 \cdot 2 = -1{,}5$:

# %%
dz3 = -1 / 0.5 * 0.5 * (1 - 0.5)
da2 = 0.5 * dz3
da1 = 3 * da2
print("dA2 =", da2, "  dA1 =", da1, "  dW1 =", da1 * 2)


# %% [markdown]
# **Atenção ao atalho.** Quando a saída passa por uma sigmoide, a conta simplifica:
# $-\left(\frac{y}{a} - \frac{1-y}{1-a}\right) a\,(1-a) = -y\,(1-a) + (1-y)\,a = a - y$, ou seja,
# $dZ^{[L]} = A^{[L]} - Y$. Mas isso é $dZ^{[L]}$, não $dA^{[L]}$: no exemplo acima, $-0{,}2$ em vez
# de $-1{,}25$. Use a cadeia completa, a partir de $dA^{[L]}$. No exemplo da verificação, `AL` é
# sorteado, sem relação com o $Z^{[L]}$ do cache, e só a cadeia completa dá o valor esperado.

# %% solution="L_modelo_backward"
def L_modelo_backward(AL, Y, caches):
    """Retropropaga o gradiente do custo por toda a rede.

    Entradas:
    AL -- saída da rede, formato (1, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    caches -- os L caches de L_modelo_forward; caches[l-1] é o da camada l

    Saída:
    grads -- dicionário com "dA1", ..., "dA(L-1)" e "dW1", "db1", ..., "dWL", "dbL"
    """
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)

    ### Início do código ### (≈ 2 linhas antes do laço e 2 dentro dele)
    dAL = None  # ToDo: a fórmula acima, com o sinal de menos

    # Camada L (sigmoide).
    dA_prev, dW, db = None, None, None  # ToDo: uma chamada a linear_ativacao_backward
    ### BEGIN SOLUTION
    dAL = -(Y / AL - (1 - Y) / (1 - AL))
    dA_prev, dW, db = linear_ativacao_backward(dAL, caches[L - 1], "sigmoid")
    ### END SOLUTION
    grads["dA" + str(L - 1)] = dA_prev
    grads["dW" + str(L)] = dW
    grads["db" + str(L)] = db

    # Camadas L-1, ..., 1 (ReLU).
    for l in reversed(range(1, L)):
        dA_prev, dW, db = None, None, None  # ToDo: qual é o dA que entra? E o cache?
        ### BEGIN SOLUTION
        dA_prev, dW, db = linear_ativacao_backward(grads["dA" + str(l)], caches[l - 1], "relu")
        ### END SOLUTION
        grads["dA" + str(l - 1)] = dA_prev
        grads["dW" + str(l)] = dW
        grads["db" + str(l)] = db
    ### Fim do código ###

    return grads


# %% checks="L_modelo_backward"

# %% [markdown]
# **Valores esperados** com `L_modelo_backward_teste()`:
#
# ```
# dW1 = [[ 0.41010002  0.07807203  0.13798444  0.10502167]
#        [ 0.          0.          0.          0.        ]
#        [ 0.05283652  0.01005865  0.01777766  0.0135308 ]]
# db1 = [[-0.22007063] [ 0.        ] [-0.02835349]]
# dA1 = [[ 0.12913162 -0.44014127]
#        [-0.14175655  0.48317296]
#        [ 0.01663708 -0.05670698]]
# ```
#
# Esse exemplo tem duas camadas, e nele o laço dá uma volta só: a verificação olha também a rede de três do começo da
# seção.

# %% [markdown]
# ### 6.4 Um juiz independente: o gradiente numérico
#
# Há um modo de conferir a retropropagação sem nenhum valor esperado. Some um $\varepsilon$ minúsculo
# a um único parâmetro, veja quanto o custo muda e compare com o gradiente que você calculou:
#
# $$\frac{\partial J}{\partial \theta} \approx
#   \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2\varepsilon}.$$
#
# Medir dos dois lados custa uma ida a mais, e compensa: com um lado só, o erro é da ordem de $\varepsilon$; com os
# dois, de $\varepsilon^2$. A célula abaixo faz isso com cada parâmetro de uma rede pequena e resume a diferença relativa,
# $\lVert g_{\text{num}} - g \rVert \,/\, (\lVert g_{\text{num}} \rVert + \lVert g \rVert)$. Abaixo de
# $10^{-6}$, está certo; perto de 1, alguma conta daquele parâmetro, ou de uma camada acima dele,
# está errada. Se `W2` confere e `W1` não, procure o erro na passagem da camada 2 para a 1.
# O juiz não vê tudo: nem o que vem depois dos gradientes, nem um erro que a ida e a volta tenham em comum.

# %%
def gradiente_numerico(nome, X, Y, parametros, epsilon=1e-6):
    """Derivada do custo em relação a cada número de parametros[nome], por diferenças finitas."""
    gradiente = np.zeros_like(parametros[nome])
    for posicao in np.ndindex(gradiente.shape):
        custos = []
        for passo in (epsilon, -epsilon):
            valor = parametros[nome].copy()
            valor[posicao] += passo
            AL, _ = L_modelo_forward(X, {**parametros, nome: valor})
            custos.append(custo(AL, Y))
        gradiente[posicao] = (custos[0] - custos[1]) / (2 * epsilon)
    return gradiente


def ida_e_volta(X, Y, parametros):
    """A saída da rede, os caches e os gradientes, pelas suas funções."""
    saida, caches = L_modelo_forward(X, parametros)
    return saida, caches, L_modelo_backward(saida, Y, caches)


def confira_gradientes(X, Y, parametros):
    """Compara, parâmetro a parâmetro, L_modelo_backward com as diferenças finitas."""
    _, _, grads = ida_e_volta(X, Y, parametros)
    print("parâmetro   formato   diferença relativa")
    for nome in parametros:
        numerico, calculado = gradiente_numerico(nome, X, Y, parametros), grads["d" + nome]
        if calculado.shape != numerico.shape:
            print(f"{nome:9}   {numerico.shape!s:7}   o seu tem formato {calculado.shape}")
            continue
        soma = np.linalg.norm(numerico) + np.linalg.norm(calculado)
        diferenca = np.linalg.norm(numerico - calculado) / max(soma, 1e-12)
        veredito = "ok" if diferenca < 1e-6 else "confira!"
        print(f"{nome:9}   {numerico.shape!s:7}   {virgula(diferenca, '.1e')}   {veredito}")


sorteio = np.random.default_rng(7)
rede_pequena = {
    "W1": sorteio.normal(size=(5, 4)), "b1": sorteio.normal(size=(5, 1)),
    "W2": sorteio.normal(size=(3, 5)), "b2": sorteio.normal(size=(3, 1)),
    "W3": sorteio.normal(size=(1, 3)), "b3": sorteio.normal(size=(1, 1)),
}
X_pequeno, Y_pequeno = sorteio.normal(size=(4, 6)), np.array([[1, 0, 0, 1, 1, 0]])
confira_gradientes(X_pequeno, Y_pequeno, rede_pequena)

# %% [markdown]
# **De que tamanho é um $\varepsilon$ bom?** Grande demais, a secante se afasta da tangente: o erro cresce com
# $\varepsilon^2$. Pequeno demais, a diferença entre dois custos quase iguais some no arredondamento, e o erro
# cresce com $1/\varepsilon$. A figura mostra os dois lados do vale, e por que $10^{-6}$ serve.

# %% demo
exato = ida_e_volta(X_pequeno, Y_pequeno, rede_pequena)[2]["dW1"]
erros = {
    epsilon: np.linalg.norm(
        gradiente_numerico("W1", X_pequeno, Y_pequeno, rede_pequena, epsilon) - exato
    ) / np.linalg.norm(2 * exato)
    for epsilon in 10.0 ** -np.arange(1, 13)
}
figuras.erro_por_epsilon(erros)

# %% [markdown]
# **Seja o detetive.** A conferência de um colega, com 6 exemplos, deu esta tabela:
#
# ```
# parâmetro   diferença relativa
# W1          9,5e-01   confira!
# b1          9,5e-01   confira!
# W2          7,1e-01   confira!
# b2          7,1e-01   confira!
# W3          1,6e-10   ok
# b3          3,0e-11   ok
# ```
#
# A camada 3 confere e as de baixo, não; e pioram de uma camada para a outra. Pista: se o gradiente dele é $c$
# vezes o certo, a diferença relativa é $|1 - c|/(1 + c)$. Com $c = 1/6$, são $5/7 = 0{,}71$; com $c = 1/36$,
# $35/37 = 0{,}95$. O que ele fez?
#
# - **a.** Esqueceu o $1/m$ em `dW` e em `db`.
# - **b.** Dividiu também `dA_prev` por $m$.
# - **c.** Esqueceu a derivada da ReLU.

# %%
palpites.responda("tabela_do_colega", "")

# %% [markdown]
# ### 6.5 Atualização dos parâmetros (0,25 ponto)
#
# A descida do gradiente dá um passo de tamanho $\alpha$, a taxa de aprendizado, para
# $l = 1, \dots, L$:
#
# $$W^{[l]} \leftarrow W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} \leftarrow b^{[l]} - \alpha\, db^{[l]}.$$
#
# Cada gradiente tem o formato do parâmetro correspondente, e os formatos não mudam. Um peso
# $w = 2$ com gradiente $-1{,}25$ e $\alpha = 0{,}1$ passa a valer $2 - 0{,}1 \cdot (-1{,}25) = 2{,}125$:

# %%
print("w =", 2 - 0.1 * (-1.25))


# %% [markdown]
# **Exercício.** Complete `atualize_parametros`. Esta é a única função que pode alterar o que
# recebe: tanto faz criar arrays novos, trocar as entradas do dicionário dado ou atualizar os arrays
# no lugar, com `-=`. Em todos os casos, **devolva o dicionário**: quem chama usa o valor devolvido.
# `grads` não pode mudar: um `*=` nele mudaria os gradientes de quem chamou.

# %% solution="atualize_parametros"
def atualize_parametros(parametros, grads, learning_rate):
    """Dá um passo de descida do gradiente.

    Entradas:
    parametros -- dicionário com "W1", "b1", ..., "WL", "bL"
    grads -- dicionário com "dW1", "db1", ..., "dWL", "dbL" (e talvez outras chaves)
    learning_rate -- taxa de aprendizado, um número

    Saída:
    parametros -- dicionário com os parâmetros atualizados
    """
    L = len(parametros) // 2

    for l in range(1, L + 1):
        ### Início do código ### (≈ 2 linhas)
        W = None  # ToDo: os pesos da camada l depois do passo
        b = None  # ToDo: os vieses da camada l depois do passo
        ### BEGIN SOLUTION
        W = parametros["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        b = parametros["b" + str(l)] - learning_rate * grads["db" + str(l)]
        ### END SOLUTION
        ### Fim do código ###
        parametros["W" + str(l)] = W
        parametros["b" + str(l)] = b

    return parametros


# %% checks="atualize_parametros"

# %% [markdown]
# **Valores esperados** com `update_parameters_test_case()` e taxa de aprendizado 0,1:
#
# ```
# W1 = [[-0.59562069 -0.09991781 -2.14584584  1.82662008]
#       [-1.76569676 -0.80627147  0.51115557 -1.18258802]
#       [-1.0535704  -0.86128581  0.68284052  2.20374577]]
# b1 = [[-0.04659241] [-1.28888275] [ 0.53405496]]
# W2 = [[-0.55569196  0.0354055   1.32964895]]
# b2 = [[-0.84610769]]
# ```

# %% [markdown]
# <a id="modelo"></a>
# ## 7. O modelo (2 pontos)
#
# Falta encaixar as peças. Treinar é repetir quatro passos: propagar para a frente, calcular o
# custo, retropropagar e atualizar os parâmetros.
#
# | | $X$ | $Y$ | `camada_dims` | $A^{[L]}$ |
# |:--|:--|:--|:--|:--|
# | Formato | `(n[0], m)` | `(1, m)` | lista com $L + 1$ números | `(1, m)` |
#
# Faça uma iteração inteira à mão: um só neurônio sigmoide com $w = b = 0$, o exemplo $x = 2$ com
# $y = 1$ e $\alpha = 0{,}1$. Ele responde $a = 0{,}5$ e paga $0{,}6931$. Os gradientes são
# $dz = -0{,}5$, $dw = -0{,}5 \cdot 2 = -1$ e $db = -0{,}5$. Depois do passo, $w = 0{,}1$ e
# $b = 0{,}05$; a resposta sobe para $\sigma(0{,}25) = 0{,}5622$ e o custo cai para $0{,}5759$:

# %%
print("custo antes: ", round(-math.log(0.5), 4))
w, b = 0 - 0.1 * (-1), 0 - 0.1 * (-0.5)
a = 1 / (1 + math.exp(-(w * 2 + b)))
print("custo depois:", round(-math.log(a), 4), "  resposta:", round(a, 4))


# %% [markdown]
# **Exercício.** Complete `L_layer_modelo`. Dois argumentos opcionais pedem atenção:
#
# - `parametros`: pesos iniciais. Sem eles, o treino parte de `initialize_parametros(camada_dims)`.
#   Com eles, o treino parte dali, sem alterá-los: a função (parte já escrita) trabalha em uma cópia.
# - `custos`: uma lista sua. A função acrescenta a ela o custo das iterações 0, 100, 200, …, sempre,
#   com `print_custo` ligado ou não (parte já escrita: chame de `J` o custo da iteração).
#
# `print_custo=True` só mostra a barra de progresso e, no fim, a curva do custo; desenhos nunca são
# avaliados. A função devolve apenas os parâmetros aprendidos.

# %% solution="L_layer_modelo"
def L_layer_modelo(X, Y, camada_dims, learning_rate=0.0075, num_iter=3000, print_custo=False,
                   parametros=None, custos=None):
    """Treina uma rede [LINEAR -> RELU] * (L-1) -> LINEAR -> SIGMOID por descida do gradiente.

    Entradas:
    X -- exemplos de treinamento, formato (n_entradas, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    camada_dims -- lista com o número de neurônios de cada camada, a entrada inclusive
    learning_rate -- taxa de aprendizado
    num_iter -- número de iterações
    print_custo -- se True, mostra o andamento e, no fim, a curva do custo
    parametros -- parâmetros iniciais; None para usar initialize_parametros
    custos -- lista que recebe o custo das iterações 0, 100, 200, ...

    Saída:
    parametros -- dicionário com os parâmetros aprendidos
    """
    if custos is None:
        custos = []
    if parametros is not None:
        parametros = {nome: valor.copy() for nome, valor in parametros.items()}
    else:
        ### Início do código ### (≈ 1 linha)
        parametros = None  # ToDo: inicialize a rede
        ### BEGIN SOLUTION
        parametros = initialize_parametros(camada_dims)
        ### END SOLUTION
        ### Fim do código ###

    for i in acompanhe(range(num_iter), custos, mostrar=print_custo):
        ### Início do código ### (≈ 4 linhas)
        AL, caches = None, None    # ToDo: propagação para a frente
        J = None                   # ToDo: custo
        grads = None               # ToDo: retropropagação
        novos_parametros = None    # ToDo: atualização
        ### BEGIN SOLUTION
        AL, caches = L_modelo_forward(X, parametros)
        J = custo(AL, Y)
        grads = L_modelo_backward(AL, Y, caches)
        novos_parametros = atualize_parametros(parametros, grads, learning_rate)
        ### END SOLUTION
        ### Fim do código ###

        parametros = novos_parametros
        if i % 100 == 0:
            custos.append(J)

    if print_custo:
        desenhe_custo(custos, learning_rate)
    return parametros


# %% checks="L_layer_modelo"

# %% [markdown]
# **Valores esperados** com o lote `X` e os parâmetros de `L_model_forward_test_case_2hidden()`,
# rótulos `Y = [[0, 1, 0, 1]]`, rede `[5, 4, 3, 1]`, taxa 0,03 e 201 iterações:
#
# ```
# custos = [0.91525962, 0.08936832, 0.02714031]
# ```
#
# E, partindo de `initialize_parametros`, com o mesmo lote, rede `[5, 3, 1]`, taxa 0,5 e 10
# iterações:
#
# ```
# W1 = [[ 0.01873149  0.00786198  0.01659893 -0.01838113  0.00067435]
#       [-0.00354759 -0.00082741 -0.00627001 -0.00043818 -0.00477218]
#       [-0.00468737  0.01870607  0.06567789  0.00468741  0.00160963]]
# b1 = [[0.00631984] [0.        ] [0.00565877]]
# W2 = [[-0.01924196 -0.0054536  -0.06489852]]
# b2 = [[0.000925]]
# ```

# %% [markdown]
# **A simetria da seção 3, medida.** A mesma rede `[5, 4, 1]`, treinada por 200 iterações a partir de pesos nulos,
# de pesos todos iguais a 0,5 e dos sorteados. Quantos dos 4 neurônios são diferentes no fim?

# %% demo
X_simetria, _ = L_model_forward_test_case_2hidden()
Y_simetria = np.array([[0, 1, 0, 1]])
for nome, peso in (("zeros", 0.0), ("todos 0,5", 0.5), ("sorteados", None)):
    iniciais = initialize_parametros([5, 4, 1])
    if peso is not None:
        iniciais |= {W: np.full(iniciais[W].shape, peso) for W in ("W1", "W2")}
    custos = []
    finais = L_layer_modelo(
        X_simetria, Y_simetria, [5, 4, 1], learning_rate=0.5, num_iter=201,
        parametros=iniciais, custos=custos,
    )
    diferentes = len(np.unique(finais["W1"].round(9), axis=0))
    print(f"{nome + ':':10} neurônios diferentes: {diferentes}   "
          f"custo: {virgula(custos[0], '.4f')} -> {virgula(custos[-1], '.4f')}")

# %% [markdown]
# Com zeros, $A^{[1]}$ e $W^{[2]}$ são nulos, e com eles os gradientes de todos os pesos: só $b^{[2]}$ poderia
# mudar, e o custo não sai de $\ln 2$. Com pesos iguais a rede aprende, mas os 4 neurônios são um só, repetido.

# %% [markdown]
# <a id="gatos"></a>
# ## 8. Gatos (1 ponto e a recompensa)
#
# ### 8.1 Os dados
#
# São fotos coloridas de 64 × 64 pixels, com rótulo 1 (gato) ou 0 (não gato): 209 para treinar e 50
# para testar. Se os arquivos originais não estiverem na pasta do notebook, `load_dataset` usa dados
# sintéticos de mesmo formato (desenhos de gatos e de outras coisas) e avisa. O fenômeno é o mesmo; o
# texto cita os números das fotos originais e os dos desenhos: procure os que valem para você.

# %%
treino_x_orig, treino_y, teste_x_orig, teste_y, classes = load_dataset()

print("treino:", treino_x_orig.shape, treino_y.shape, "  gatos:", int(treino_y.sum()))
print("teste: ", teste_x_orig.shape, teste_y.shape, "  gatos:", int(teste_y.sum()))

# %%
rotulos = ["não gato", "gato"]
figuras.galeria(treino_x_orig[:12], [rotulos[int(y)] for y in treino_y[0, :12]])

# %% [markdown]
# ### 8.2 Vetorização (1 ponto)
#
# A rede recebe colunas de números, não imagens. Cada imagem vira uma coluna, na ordem em que o
# NumPy a guarda (ordem C): linha por linha, pixel por pixel e, em cada pixel, vermelho, verde e
# azul. Os bytes de 0 a 255 viram números de 0 a 1 quando divididos por 255.

# %%
figuras.vetorizacao()

# %% [markdown]
# | | `imagens` | resultado |
# |:--|:--|:--|
# | Formato | `(m, n_px, n_px, 3)` | `(n_px * n_px * 3, m)` |
# | Valores | inteiros de 0 a 255 (`uint8`) | `float` de 0 a 1 |
#
# Em uma imagem de $64 \times 64$, o número da linha $i$, coluna $j$ e canal $c$ vai para a posição
# $(64\,i + j) \cdot 3 + c$ da coluna. O verde ($c = 1$) do pixel da linha 1, coluna 2, por exemplo,
# vai para a posição $(64 \cdot 1 + 2) \cdot 3 + 1 = 199$, e um byte 51 vira $51/255 = 0{,}2$:

# %%
print("posição:", (64 * 1 + 2) * 3 + 1, "  valor:", 51 / 255)


# %% [markdown]
# **Exercício.** Complete `vetorize_imagens`. Use `reshape`, mas atenção: ele não muda a ordem dos
# números. Pedir logo o formato final $(n_x, m)$ dá o formato certo com as imagens embaralhadas, e
# nenhum erro aparece. Pense primeiro em uma imagem por **linha**. Não altere `imagens`.

# %% solution="vetorize_imagens"
def vetorize_imagens(imagens):
    """Transforma cada imagem em uma coluna de números entre 0 e 1.

    Entrada:
    imagens -- array uint8 de formato (m, n_px, n_px, 3)

    Saída:
    X -- array de float, formato (n_px * n_px * 3, m); a coluna i é a imagem i em ordem C
    """
    ### Início do código ### (≈ 2 linhas)
    X = None  # ToDo: vetorize e depois leve os valores para o intervalo de 0 a 1
    ### BEGIN SOLUTION
    X = imagens.reshape(imagens.shape[0], -1).T
    X = X / 255
    ### END SOLUTION
    ### Fim do código ###

    return X


# %% checks="vetorize_imagens"

# %% [markdown]
# **Valores esperados** com as fotos: `treino_x` tem formato `(12288, 209)`, `teste_x` tem formato
# `(12288, 50)` e todos os valores estão entre 0 e 1.

# %%
treino_x = vetorize_imagens(treino_x_orig)
teste_x = vetorize_imagens(teste_x_orig)

for nome, X in (("treino_x", treino_x), ("teste_x", teste_x)):
    menor, maior = virgula(X.min(), ".1f"), virgula(X.max(), ".1f")
    print(f"{nome}: formato {X.shape}, de {menor} a {maior}")


# %% [markdown]
# Para usar uma rede treinada bastam duas funções. `preveja` responde 1 quando a probabilidade passa
# de $0{,}5$; `acuracia` é a fração de acertos.

# %%
def preveja(X, parametros):
    """Rótulos previstos, 0 ou 1, formato (1, m)."""
    AL, _ = L_modelo_forward(X, parametros)
    return (AL > 0.5).astype(int)


def acuracia(previsto, Y):
    """Fração de exemplos em que o rótulo previsto é o verdadeiro."""
    return float(np.mean(previsto == Y))


def avalie(nome, parametros):
    """Mostra a acurácia no treino e no teste e devolve as previsões do teste."""
    previsto = preveja(teste_x, parametros)
    no_treino = acuracia(preveja(treino_x, parametros), treino_y)
    print(f"{nome}: acurácia de {virgula(no_treino, '.4f')} no treino "
          f"e de {virgula(acuracia(previsto, teste_y), '.4f')} no teste")
    return previsto


# %% [markdown]
# ### 8.3 Uma rede com 2 camadas

# %%
figuras.rede([12288, 7, 1], "[12288, 7, 1]: LINEAR → RELU → LINEAR → SIGMOID")

# %% [markdown]
# Treine por 2500 iterações com taxa 0,0075. A barra diz quanto tempo falta.

# %% demo
custos_2 = []
parametros_2 = L_layer_modelo(
    treino_x, treino_y, [12288, 7, 1], learning_rate=0.0075, num_iter=2500,
    print_custo=True, custos=custos_2,
)
print("custo:", virgula(custos_2[0], ".6f"), "->", virgula(custos_2[-1], ".6f"))
previsto_2 = avalie("rede de 2 camadas", parametros_2)


# %% [markdown]
# | Imagens | Custo na iteração 0 | na 2400, a última anotada | Acurácia no treino | no teste |
# |:--|--:|--:|--:|--:|
# | fotos originais | 0,692380 | 0,041928 | 1,0000 | 0,72 |
# | desenhos sintéticos | 0,692414 | 0,077809 | 0,9904 | 0,86 |
#
# O primeiro custo é quase $\ln 2$. Um pico na curva (nas fotos, o da iteração 1700) é um passo grande
# demais, do qual a descida se recupera. A acurácia de treino é quase perfeita, e a de teste, bem
# menor: nem tudo o que a rede decorou serve para as outras imagens.

# %% [markdown]
# **Um atalho, para não esperar.** As 209 imagens são 209 colunas: das 12 288 dimensões dos pixels, elas ocupam
# só 209. A fatoração QR escreve $X = QR$: as 209 colunas de $Q$ são essas direções, ortonormais, e as de $R$ são
# as imagens escritas nelas. Como
#
# $$dW^{[1]} = \frac{1}{m}\, dZ^{[1]} X^T = \frac{1}{m}\, dZ^{[1]} R^T Q^T,$$
#
# a descida só muda $W^{[1]}$ ao longo dessas direções; no resto, os pesos ficam como foram sorteados. Treinar com
# $R$ no lugar de $X$ e $W^{[1]} Q$ no lugar de $W^{[1]}$ faz, portanto, o **mesmo** treino, com quase sessenta
# vezes menos números. Não acredite: a célula refaz pelo atalho a rede que você acabou de treinar, e compara.

# %%
def treine_depressa(X, Y, parametros, custos, mostrar=True):
    """O treino de 2500 iterações a partir de `parametros`, nas direções que as colunas de X ocupam."""
    Q, R = np.linalg.qr(X)
    inicio = {**parametros, "W1": parametros["W1"] @ Q}
    camadas = [len(R)] + [len(inicio[f"b{l}"]) for l in range(1, len(inicio) // 2 + 1)]
    fim = L_layer_modelo(
        R, Y, camadas, learning_rate=0.0075, num_iter=2500, print_custo=mostrar,
        parametros=inicio, custos=custos,
    )
    return {**fim, "W1": parametros["W1"] + (fim["W1"] - inicio["W1"]) @ Q.T}


# %% demo
custos_atalho = []
treine_depressa(
    treino_x, treino_y, initialize_parametros([12288, 7, 1]), custos_atalho, mostrar=False
)
diferenca_do_atalho = np.abs(np.array(custos_atalho) - custos_2).max()
print("pelos pixels:", virgula(custos_2[-1], ".6f"), "  pelo atalho:", virgula(custos_atalho[-1], ".6f"))
print(f"maior diferença entre os custos anotados: {virgula(diferenca_do_atalho, '.0e')}")

# %% [markdown]
# ### 8.4 Uma rede com 4 camadas

# %%
figuras.rede([12288, 20, 7, 5, 1], "[12288, 20, 7, 5, 1]: (LINEAR → RELU) × 3 → LINEAR → SIGMOID")

# %% [markdown]
# Mais camadas, mais capacidade. **Antes de treinar, um palpite**: com as mesmas imagens, a mesma taxa e as
# mesmas 2500 iterações, o último custo desta rede, comparado com o da rede de 2 camadas, será
#
# - **a.** menor.
# - **b.** quase igual.
# - **c.** maior.

# %%
palpite_funda = ""  # a letra, entre as aspas

# %% [markdown]
# Agora treine, pelo atalho, e compare.

# %% demo
rede_2, rede_4 = [12288, 7, 1], [12288, 20, 7, 5, 1]
custos_4 = []
parametros_4 = treine_depressa(treino_x, treino_y, initialize_parametros(rede_4), custos_4)
print("custo:", virgula(custos_4[0], ".6f"), "->", virgula(custos_4[-1], ".6f"))
previsto_4 = avalie("rede de 4 camadas", parametros_4)
print("fotos de teste que ela chama de gato:", int(previsto_4.sum()), "de", previsto_4.size)

razao = custos_4[-1] / custos_2[-1]
houve = "a" if razao < 0.8 else "b" if razao < 1.25 else "c"
palpites.compare(palpite_funda, houve, a="menor", b="quase igual", c="maior")

# %% [markdown]
# O custo empaca em 0,643985 e a acurácia, em 0,6555 no treino e 0,34 no teste, com as fotos e com os
# desenhos, que têm a mesma proporção de gatos. Não é erro de código: são as mesmas funções da rede de 2 camadas, e o gradiente numérico as
# aprovou. O que houve?
#
# ### 8.5 Por que a rede funda empaca
#
# **Na ida.** Siga o tamanho do sinal. Se as ativações que entram em uma camada têm tamanho típico $s$ e os
# pesos são sorteados, independentes, com desvio-padrão $\sigma_w$, cada $z = \sum_k w_k a_k$ soma $n$ parcelas
# de média zero e variância $\sigma_w^2 s^2$. Variâncias de parcelas independentes se somam: a de $z$ é
# $n\,\sigma_w^2 s^2$, e o tamanho típico, $\sigma_w \sqrt{n}\, s$. A camada $l$ multiplica o sinal por cerca de
# $\sigma_w \sqrt{n^{[l-1]}}$ (e a ReLU ainda descarta uma parte). Com $\sigma_w = 0{,}01$:

# %%
fator = 1.0
for camada, n_anterior in enumerate([12288, 20, 7, 5], start=1):
    desta = 0.01 * math.sqrt(n_anterior)
    fator *= desta
    print(f"camada {camada}: multiplica por {virgula(desta, '.3f')}   "
          f"acumulado: {virgula(fator, '.6f')}")

# %% [markdown]
# A primeira camada tem tantas entradas que escapa; as seguintes dividem o sinal por 22 a 45 cada
# uma.
#
# **E na volta?** A retropropagação atravessa as mesmas matrizes, transpostas: $dA^{[l-1]} = W^{[l]\,T}
# dZ^{[l]}$. Faça a conta antes de seguir: por quanto a camada $l$ multiplica o gradiente?
#
# - **a.** Por $\sigma_w \sqrt{n^{[l-1]}}$, como na ida.
# - **b.** Por $\sigma_w \sqrt{n^{[l]}}$: o que conta é a largura da própria camada.
# - **c.** Por $\sigma_w\, n^{[l]}$, porque as parcelas se somam.

# %%
palpites.responda("fator_da_volta", "")

# %% [markdown]
# Cada número de $dA^{[l-1]}$ soma uma parcela por **linha** de $W^{[l]}$, que tem formato
# `(n[l], n[l-1])`. Na rede de 4 camadas, da saída para a entrada:

# %%
fator = 1.0
for camada, n_da_camada in ((4, 1), (3, 5), (2, 7)):
    desta = 0.01 * math.sqrt(n_da_camada)
    fator *= desta
    print(f"camada {camada}: multiplica o gradiente por {virgula(desta, '.3f')}   "
          f"acumulado: {virgula(fator, '.6f')}")


# %% [markdown]
# À primeira camada chegam alguns milionésimos do gradiente que saiu do custo.
#
# **Agora o projeto é seu (sem pontos; o exercício aberto deste lab).** Que desvio-padrão você daria aos pesos
# de uma camada com `n_anterior` entradas e `n` neurônios, para que o sinal não suma nem estoure, qualquer que
# seja a largura? Troque o `0.01` da função abaixo pela sua fórmula e rode. Não há valor esperado: a célula
# **mede**, nas suas imagens e antes de qualquer treino, quantas vezes o tamanho do sinal muda de uma camada
# para a seguinte, na ida, e o do gradiente, na volta. Procure ficar entre 1/4 e 4 em todas.

# %%
def meu_desvio(n_anterior, n):
    """Desvio-padrão dos pesos de uma camada com n_anterior entradas e n neurônios."""
    return 0.01  # troque pela sua fórmula


# %%
def sorteie_pesos(camadas_dims, desvio, semente=1):
    """Parâmetros com pesos de desvio-padrão desvio(n_anterior, n) e vieses nulos."""
    gerador = np.random.RandomState(semente)
    parametros = {}
    for l in range(1, len(camadas_dims)):
        n_anterior, n = camadas_dims[l - 1], camadas_dims[l]
        parametros["W" + str(l)] = gerador.randn(n, n_anterior) * desvio(n_anterior, n)
        parametros["b" + str(l)] = np.zeros((n, 1))
    return parametros


def tamanho(array):
    """Raiz da média dos quadrados."""
    return float(np.sqrt(np.mean(np.square(array))))


def meca_fatores(X, Y, parametros):
    """Por quanto cada camada multiplica o sinal, na ida, e o gradiente, na volta."""
    _, caches, grads = ida_e_volta(X, Y, parametros)
    L = len(caches)
    ida = [tamanho(caches[l][1]) / tamanho(caches[l][0][0]) for l in range(L)]
    dA = [tamanho(grads["dA" + str(l)]) for l in range(1, L)]
    volta = [dA[l - 1] / dA[l] for l in range(1, L - 1)]
    return ida, volta


# %% demo
ida, volta = meca_fatores(treino_x, treino_y, sorteie_pesos(rede_4, meu_desvio))
print("na ida,   camadas 1 a 4:", *(virgula(fator, "8.3f") for fator in ida))
print("na volta, camadas 2 e 3:", *(virgula(fator, "8.3f") for fator in volta))
cabe = all(0.25 <= fator <= 4 for fator in (*ida, *volta))
print("todos entre 1/4 e 4:", "sim" if cabe else "não; mude a fórmula e rode de novo")


# %% [markdown]
# **As respostas que ficaram.** Se $\sigma_w = 1/\sqrt{n^{[l-1]}}$, cada camada multiplica o sinal
# por cerca de 1 na ida, qualquer que seja a largura. Na volta, o fator passa a ser
# $\sqrt{n^{[l]}/n^{[l-1]}}$, que aqui fica entre 0,4 e 0,9: encolhe, mas pouco. A inicialização de
# **Xavier**, ou Glorot, usa $\sqrt{2/(n^{[l-1]} + n^{[l]})}$, um meio-termo entre a ida e a volta; a
# de **He**, ou Kaiming, usa $\sqrt{2/n^{[l-1]}}$, porque a ReLU descarta metade do sinal. A função abaixo
# é a que vamos usar no treino.

# %%
def initialize_parametros_raiz(camadas_dims, semente=1):
    """Como initialize_parametros, mas com pesos de desvio-padrão 1/raiz(n da camada anterior)."""
    return sorteie_pesos(camadas_dims, lambda n_anterior, n: 1 / math.sqrt(n_anterior), semente)


# %% [markdown]
# **E para o outro lado?** Um fator um pouco maior que 1 também estraga: ele se multiplica a cada camada. Meça o
# tamanho do sinal depois de 50 camadas ReLU de 100 neurônios, com a inicialização de He, com a metade dela e com
# o dobro:

# %%
for nome, fator in (("metade de He", 0.5), ("He", 1.0), ("dobro de He", 2.0)):
    gerador = np.random.default_rng(0)
    sinal = gerador.normal(size=(100, 200))
    for _ in range(50):
        sinal = np.maximum(0, gerador.normal(size=(100, 100)) * fator * math.sqrt(2 / 100) @ sinal)
    print(f"{nome:13} tamanho depois de 50 camadas: {virgula(tamanho(sinal), '.0e')}")


# %% [markdown]
# O sinal **some** com a metade e **explode** com o dobro, e o gradiente, na volta, faz o mesmo. Depois de um sinal
# desse tamanho, a sigmoide responde exatamente 0 ou 1, e o custo é `inf` ou `nan` antes do primeiro passo. Quando
# só o gradiente é grande demais, um remédio comum é limitar a norma dele (*gradient clipping*).
#
# Agora meça, nas suas imagens e antes de qualquer treino: quanto a ativação de um neurônio **varia de uma foto para
# outra**? Esse desvio-padrão, na média dos neurônios da camada, é tudo o que a camada conta às
# seguintes sobre a foto. Os caches da propagação para a frente já guardam as ativações. A célula mede
# também o gradiente: a raiz da média dos quadrados de cada $dW^{[l]}$.

# %%
def sinal_por_camada(X, Y, parametros):
    """O que chega a cada camada: do sinal, na ida; do gradiente, na volta.

    Saídas:
    variacao -- desvio-padrão entre exemplos, na média dos neurônios, das camadas 0 (entrada) a L
    gradiente -- raiz da média dos quadrados de dW, das camadas 1 a L
    """
    saida, caches, grads = ida_e_volta(X, Y, parametros)
    ativacoes = [linear_cache[0] for linear_cache, _ in caches] + [saida]
    variacao = [float(np.mean(np.std(A, axis=1))) for A in ativacoes]
    dWs = [grads["dW" + str(l)] for l in range(1, len(caches) + 1)]
    return variacao, [float(np.sqrt(np.mean(dW ** 2))) for dW in dWs]


rede_2, rede_4 = [12288, 7, 1], [12288, 20, 7, 5, 1]
iniciais = {
    "4 camadas, pesos · 0,01": initialize_parametros(rede_4),
    "4 camadas, pesos / √n": initialize_parametros_raiz(rede_4),
    "2 camadas, pesos · 0,01": initialize_parametros(rede_2),
    "4 camadas, Xavier": sorteie_pesos(rede_4, lambda antes, n: math.sqrt(2 / (antes + n))),
    "4 camadas, He": sorteie_pesos(rede_4, lambda antes, n: math.sqrt(2 / antes)),
}
medidas = {nome: sinal_por_camada(treino_x, treino_y, p) for nome, p in iniciais.items()}
variacoes = {nome: variacao for nome, (variacao, _) in medidas.items()}
gradientes = {nome: gradiente for nome, (_, gradiente) in medidas.items()}

for titulo, por_rede, primeira in (("variação", variacoes, 0), ("gradiente", gradientes, 1)):
    print(f"{titulo + ' na camada':24}" + "".join(f"{l:10}" for l in range(primeira, len(rede_4))))
    for nome, medida in por_rede.items():
        print(f"{nome:24}" + "".join(virgula(v, "10.1e") for v in medida))

# %% demo
figuras.sinais(variacoes, gradientes)

# %% [markdown]
# Os gráficos têm escala logarítmica: cada degrau vale um fator 10. À esquerda, olhe a saída das duas redes
# com pesos · 0,01: a de 4 camadas varia de uma foto para outra mais de mil vezes menos que a de 2. À direita, o
# gradiente da camada 1: com pesos · 0,01 ele é mais de cem mil vezes menor que com pesos / √n. As três
# inicializações que levam em conta a largura andam juntas, e de uma para a outra não há dez vezes.
#
# Há um termômetro para qualquer treino: o passo, $\alpha \lVert dW \rVert$, costuma andar perto de um milésimo de
# $\lVert W \rVert$; com muito menos, a rede não sai do lugar; com muito mais, ela salta. No primeiro passo, com
# pesos / √n, ele vai de uns $4 \cdot 10^{-4}$ a um centésimo; com pesos · 0,01, o da camada 1 não chega a $10^{-7}$.
#
# Treine outra vez, mudando **apenas** os pesos iniciais.

# %% demo
custos_raiz = []
parametros_raiz = treine_depressa(
    treino_x, treino_y, initialize_parametros_raiz(rede_4), custos_raiz
)
print("custo:", virgula(custos_raiz[0], ".6f"), "->", virgula(custos_raiz[-1], ".6f"))
previsto_raiz = avalie("rede de 4 camadas, pesos / √n", parametros_raiz)

# %% demo
compare_custos({"4 camadas, pesos · 0,01": custos_4, "4 camadas, pesos / √n": custos_raiz}, 0.0075)

# %% [markdown]
# | Imagens | Custo na iteração 0 | na 2400 | Acurácia no treino | no teste |
# |:--|--:|--:|--:|--:|
# | fotos originais | 0,771749 | 0,092878 | 0,9856 | 0,80 |
# | desenhos sintéticos | 0,771110 | 0,063643 | 1,0000 | 0,90 |
#
# No teste, a rede funda passa a ganhar da rasa.

# %% [markdown]
# <a id="pergunta"></a>
# ### 8.6 Pergunta aberta (até 1 ponto extra)
#
# Esta resposta é lida e corrigida pelos monitores. Ela não entra nos 10 pontos: vale até **1 ponto
# extra**. Escreva com as suas palavras, em 8 a 15 linhas, usando os números que **você** viu nas
# células acima:
#
# 1. Por que a rede de 4 camadas empaca com pesos · 0,01 e aprende com pesos / √n?
# 2. Por que a rede de 2 camadas aprendeu com a mesma inicialização ruim?
# 3. O que responde a rede empacada, e por que o custo estaciona justamente naquele valor? Dica:
#    conte os gatos do treino e calcule o custo de quem responde sempre essa proporção.

# %% [markdown] manual="q_estagnacao" points=0
# ### BEGIN SOLUTION
# 1. Com pesos · 0,01, cada camada depois da primeira multiplica o sinal por cerca de
#    $0{,}01\sqrt{n}$: 0,045, 0,026 e 0,022. Na medida, o desvio-padrão entre fotos cai de 0,26 na
#    entrada para $3{,}4 \cdot 10^{-7}$ na saída: todas as fotos produzem praticamente a mesma
#    resposta. Na volta, cada camada multiplica o gradiente por $0{,}01\sqrt{n^{[l]}}$ (0,010, 0,022 e
#    0,026 da camada 4 à 2); além disso, $dW^{[l]}$ é multiplicado por $A^{[l-1]}$, que também é minúsculo. Os pesos quase não mudam, e 2500 passos
#    de 0,0075 não bastam para sair dali. Com pesos / √n cada camada multiplica o sinal por cerca
#    de 1, a saída ainda varia 0,036 entre fotos, o gradiente chega à primeira camada e o custo
#    desce de 0,771749 a 0,092878.
# 2. A rede de 2 camadas só tem uma multiplicação ruim (de 7 neurônios para 1, fator 0,026), porque
#    a primeira camada soma 12 288 entradas e não encolhe o sinal. O gradiente que chega aos pesos
#    é pequeno, mas não desprezível (a saída varia $9{,}1 \cdot 10^{-4}$ entre fotos): eles crescem
#    aos poucos, e o treino arranca.
# 3. A saída não depende da foto, e o único parâmetro que recebe um gradiente útil é o viés da
#    última camada. Ele leva a resposta à proporção de gatos no treino, 72/209 = 0,3445, e o custo
#    de responder sempre 0,3445 é
#    $-(0{,}3445 \ln 0{,}3445 + 0{,}6555 \ln 0{,}6555) \approx 0{,}6440$, onde a curva para. Como
#    0,3445 < 0,5, tudo é "não gato": a acurácia é a fração de não gatos, 137/209 = 0,6555 no treino
#    e 17/50 = 0,34 no teste.
# ### END SOLUTION

# %% [markdown]
# ### 8.7 Onde a rede ainda erra
#
# Olhe os erros: eles ensinam mais do que a acurácia. São mais os falsos gatos, ou os gatos que a rede não viu?
# O que as imagens erradas têm em comum com as da outra classe, para uma rede que só compara cores em posições
# fixas?

# %% demo
# Usa as previsões da rede treinada na seção 8.5.
errados = np.flatnonzero(previsto_raiz[0] != teste_y[0])
print(f"{errados.size} erros em {teste_y.size} fotos de teste")
figuras.galeria(
    teste_x_orig[errados],
    [f"previu {rotulos[previsto_raiz[0, i]]}\né {rotulos[int(teste_y[0, i])]}" for i in errados],
)

# %% [markdown]
# Nas fotos originais, sete dos dez erros são falsos gatos: borboletas, pombos, gente na rua. Nos desenhos, três
# dos cinco são gatos que a rede não viu. Uma rede densa não procura orelhas: se as cores que ela espera não estão
# nos pixels de sempre, não há gato. As redes convolucionais são um remédio para isso.
#
# **Sem nota, para experimentar.** Ponha na pasta do notebook uma foto sua e escreva o nome dela. E troque os 7
# neurônios da rede de 2 camadas por 1, 3 e 20: com `treine_depressa`, o que muda no treino, e no teste? Por que
# uma camada de **um** neurônio é um gargalo?

# %% demo
minha_foto = ""  # o nome do arquivo, como "gato.jpg"

if minha_foto:
    from PIL import Image

    foto = np.asarray(Image.open(minha_foto).convert("RGB").resize((64, 64)))[np.newaxis]
    probabilidade = L_modelo_forward(vetorize_imagens(foto), parametros_raiz)[0].item()
    display(figuras.galeria(foto, [f"gato: {virgula(100 * probabilidade, '.0f')} %"], colunas=1))

# %% [markdown]
# ## O que levar daqui
#
# - Uma rede densa é um laço de blocos LINEAR → ativação; a volta é o mesmo laço, ao contrário, com os caches.
# - O $1/m$ entra em `dW` e em `db`, e só ali; `db` soma ao longo dos exemplos.
# - Um gradiente se confere com diferenças finitas, e a tabela diz em que camada está o defeito.
# - Antes de culpar a arquitetura, **meça o sinal**: com $\sigma_w \propto 1/\sqrt{n}$ ele atravessa a rede.
#
# A mesma rede em PyTorch e em Keras, onde estiverem instalados (o Colab tem os dois), com os **seus** pesos: as
# saídas e os gradientes têm de ser os mesmos, até o arredondamento. Em Keras e em PyTorch cada exemplo é uma **linha**, e por isso
# tudo vai transposto.

# %% demo
X, parametros = L_model_forward_test_case_2hidden()
Y = np.array([[0, 1, 0, 1]])
AL, caches, grads = ida_e_volta(X, Y, parametros)
camadas = range(1, len(caches) + 1)
try:
    import torch
except ImportError:
    print("PyTorch não está instalado aqui: no Colab, esta célula compara saídas e gradientes.")
else:
    pesos = {nome: torch.tensor(valor, requires_grad=True) for nome, valor in parametros.items()}
    A = torch.tensor(X.T)
    for l in camadas:
        Z = torch.nn.functional.linear(A, pesos[f"W{l}"], pesos[f"b{l}"][:, 0])
        A = torch.relu(Z) if l < len(caches) else torch.sigmoid(Z)
    torch.nn.functional.binary_cross_entropy(A[:, 0], torch.tensor(Y[0] * 1.0)).backward()
    na_saida = np.abs(A.detach().numpy().T - AL).max()
    nos_gradientes = max(
        np.abs(valor.grad.numpy() - grads["d" + nome]).max() for nome, valor in pesos.items()
    )
    print("PyTorch, maior diferença na saída:", virgula(na_saida, ".0e"))
    print("PyTorch, maior diferença nos gradientes:", virgula(nos_gradientes, ".0e"))
    os.environ.setdefault("KERAS_BACKEND", "torch")  # o Keras calcula com o que já está carregado
try:
    import keras
except ImportError:
    print("Keras não está instalado aqui: no Colab, esta célula compara as saídas.")
else:
    ativacoes = ["relu"] * (len(caches) - 1) + ["sigmoid"]
    modelo = keras.Sequential([keras.Input((X.shape[0],), dtype="float64")])
    for l, ativacao in zip(camadas, ativacoes):
        W, b = parametros[f"W{l}"], parametros[f"b{l}"]
        camada = keras.layers.Dense(len(W), activation=ativacao, dtype="float64")
        modelo.add(camada)
        camada.set_weights([W.T, b[:, 0]])
    saida = keras.ops.convert_to_numpy(modelo(keras.ops.convert_to_tensor(X.T, "float64"))).T
    print("Keras, maior diferença na saída:", virgula(np.abs(saida - AL).max(), ".0e"))

# %% [markdown]
# **Para ir além**
#
# - [Dive into Deep Learning, *Numerical stability and
#   initialization*](https://d2l.ai/chapter_multilayer-perceptrons/numerical-stability-and-init.html)
# - Glorot e Bengio, [*Understanding the difficulty of training deep feedforward neural
#   networks*](https://proceedings.mlr.press/v9/glorot10a.html) (2010): Xavier.
# - He e outros, [*Delving deep into rectifiers*](https://arxiv.org/abs/1502.01852) (2015): a de He.
# - CS231n, [*Setting up the data and the model*](https://cs231n.github.io/neural-networks-2/) e
#   [*Gradient checks*](https://cs231n.github.io/neural-networks-3/#gradcheck)
# - 3Blue1Brown, [*Backpropagation*](https://www.3blue1brown.com/lessons/backpropagation): a volta, desenhada.
