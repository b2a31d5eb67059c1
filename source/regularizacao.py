# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   gabarito:
#     lab: regularizacao
#     title: "Regularização: L2 e dropout"
#     helpers: [reg_utils.py, rede_pronta.py, testCases.py, dnn_utils_v2.py, sorteio.py, dados_futebol.py,
#       campo_de_futebol.py, arquivos.py, progresso.py, incompletas.py, treinos_juntos.py,
#       controles.py, figuras_regularizacao.py, desenho.py]
#     tell_mistakes: true
#     data:
#       dados_sinteticos: [fsf.npz, data.mat]
# ---

# %% [markdown]
# # Regularização: L2 e dropout
#
# Uma rede com muitos pesos e poucos exemplos pode decorar o ruído: acerta no treino jogadas que
# foram pura sorte e erra em jogadas novas. **Regularizar** é dificultar essa decoreba. Neste
# laboratório você programa, só com NumPy, as duas técnicas mais usadas, a penalidade **L2** e o
# **dropout**, e as aplica a um problema de futebol.
#
# No fim, você decide com números qual modelo recomendar. Prepare-se: com poucos exemplos de teste,
# os números dizem menos do que parecem.
#
# Ao terminar, você saberá:
#
# - calcular o custo com penalidade **L2** em uma rede de qualquer profundidade, derivá-lo e conferir o
#   gradiente com um juiz independente;
# - escrever o **dropout** como uma função que serve em qualquer rede, e dizer por que ele fica de fora na
#   hora de prever;
# - escolher λ com dados de **validação**, abrir o teste uma vez só e dizer se a diferença entre dois
#   modelos passa da sorte.

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
#   `NomeSobrenome-Regularizacao.pdf`. Envie os dois.
#
# | Seção | O que você escreve | Pontos | Minutos |
# |:--|:--|--:|--:|
# | [2 e 3. O problema e o primeiro modelo](#problema) | um palpite | | 10 |
# | [4.1 Custo com L2](#custo) | `compute_cost_with_regularization` | 2 | 20 |
# | [4.2 Gradiente com L2](#gradiente) | `backward_propagation_with_regularization` | 2,5 | 25 |
# | [5.2 Uma função de dropout](#dropout) | `dropout` | 1 | 10 |
# | [5.3 Dropout para a frente](#frente) | `forward_propagation_with_dropout` | 2 | 15 |
# | [5.4 Dropout para trás](#volta) | `backward_propagation_with_dropout` | 2,5 | 20 |
# | [6. Comparação](#comparacao) | o seu λ, e um palpite | | 25 |
# | | **Total** | **10** | **125** |
# | [6.7 Pergunta](#pergunta) | resposta em texto, corrigida pelos monitores: até 1 ponto **extra** | +1 | 20 |
#
# Os minutos são uma estimativa, igual em todos os labs: 120 palavras por minuto de leitura, um minuto por
# célula e três por linha que você escreve. Palpites e perguntas de passagem não valem pontos:
# servem para você descobrir o que pensa antes de ver o que acontece.

# %% [markdown]
# ### Regras que valem para todas as funções
#
# 1. As entradas são arrays de `float`, os rótulos são 0 ou 1, `lambd` é um número $\ge 0$ e
#    `keep_prob` é um número maior que 0 e no máximo 1; nada além disso será testado.
# 2. A rede tem sempre 3 camadas, com quaisquer números de entradas, de neurônios ocultos e de
#    exemplos. Só `compute_cost_with_regularization` recebe redes com qualquer número de camadas, e
#    `dropout`, as ativações de uma camada qualquer.
# 3. Nenhuma função pode alterar os arrays que recebe, nem os que estão dentro de `parameters` ou
#    de um cache. Crie arrays novos.
# 4. Os valores esperados aparecem com oito casas; diferenças de arredondamento, abaixo de $10^{-6}$,
#    não contam. O caminho é livre: um algoritmo diferente e correto vale o mesmo.
# 5. Se uma função for definida duas vezes, vale a última definição. Não use o nome de uma função
#    como variável.
# 6. Em números e arrays impressos como o Python os escreve, a casa decimal vem depois de um ponto; no texto,
#    nas figuras e nas medidas, depois de uma vírgula.

# %% [markdown]
# ### Notação
#
# - $W^{[l]}$ e $b^{[l]}$ são os pesos e os vieses da camada $l$, com $l = 1, 2, 3$;
#   $Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$ e $A^{[0]} = X$. As camadas 1 e 2 usam ReLU; a camada 3,
#   sigmoide.
# - Nas tabelas, um formato é escrito como no código: `n[l]` é $n^{[l]}$.
# - $n^{[l]}$ é o número de neurônios da camada $l$ e $m$ é o número de exemplos. Cada **coluna** de
#   $X$ é um exemplo.
# - $dW^{[l]}$, $dZ^{[l]}$, … são as derivadas em relação a $W^{[l]}$, $Z^{[l]}$, … Cada coluna de
#   $dZ$ e de $dA$ é o gradiente da perda de **um** exemplo; a média, $1/m$, só entra em $dW$ e em
#   $db$.
# - $\lambda$ é a força da penalidade L2. No código ela se chama `lambd`, sem o "a", porque `lambda`
#   é uma palavra reservada do Python.

# %% [markdown]
# ## 1. Pacotes
#
# `reg_utils` traz a rede sem regularização, pronta, e a leitura dos dados; `testCases` traz as entradas dos
# exemplos; `progresso` mostra o andamento do treino, `figuras_regularizacao` desenha as figuras e `incompletas`
# diz em uma frase que exercício falta, quando uma célula para por isso.
#
# **A primeira célula de código cuida desses arquivos:** no Colab, ela os baixa; no Jupyter do seu
# computador, com a pasta do lab completa, ela não baixa nada. Se você prefere guardar a pasta no
# Drive, monte-o e acrescente o caminho dela a `sys.path` antes de rodar essa célula.

# %%
import math
import os

import numpy as np

import figuras_regularizacao as figuras
import incompletas
import palpites
from controles import deslize
from desenho import virgula
from progresso import acompanhe, desenhe_custo, milhar
from reg_utils import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    load_2D_dataset,
    load_fsf_dataset,
    predict,
    predict_dec,
    relu,
    sigmoid,
    update_parameters,
)
from testCases import (
    backward_propagation_with_dropout_test_case,
    backward_propagation_with_regularization_test_case,
    compute_cost_with_regularization_test_case,
    forward_propagation_with_dropout_test_case,
)
from treinos_juntos import treine_juntas

incompletas.avise()  # se faltar um exercício, uma frase diz qual

# %% [markdown]
# **Do lab anterior.** Com pesos iniciais · 0,01, a rede de 4 camadas dos gatos empacou. Por quê?
#
# - **a.** Havia parâmetros demais para 209 fotos, e ela decorou o treino.
# - **b.** Cada camada encolhia o sinal na ida e o gradiente na volta, e os pesos quase não mudavam.
# - **c.** A taxa de aprendizado era grande demais, e o custo ia e voltava.
#
# Escreva a letra entre as aspas e rode a célula; troque-a quantas vezes quiser.

# %%
palpites.responda("rede_que_empaca", "")

# %% [markdown]
# <a id="problema"></a>
# ## 2. O problema
#
# A Federação Francesa de Futebol tem um pedido: um mapa que diga ao goleiro para que parte do campo
# chutar, de modo que um francês fique com a bola. Ela anotou 250 chutes dos últimos dez jogos:
# onde a bola caiu e qual dos times a dominou. São 200 para treinar e 50 para testar.
#
# Se o arquivo original não estiver na pasta do notebook, `load_fsf_dataset` usa jogadas sintéticas
# do mesmo formato e avisa. O texto cita os números dos dois conjuntos: **procure os da linha que vale
# para você**.

# %%
train_X, train_Y, test_X, test_Y = load_fsf_dataset()


# %% [markdown]
# | | `train_X` | `train_Y` | `test_X` | `test_Y` |
# |:--|:--|:--|:--|:--|
# | Formato | `(2, 200)` | `(1, 200)` | `(2, 50)` | `(1, 50)` |
# | Conteúdo | posição da bola | 1: França, 0: adversário | posição da bola | 1 ou 0 |
#
# Quase todas as bolas que caem à esquerda e em cima ficam com a França, e quase todas as que caem à
# direita e embaixo, com o adversário. Uma faixa inclinada separa os dois lados, e dentro dela
# decide a sorte. Um bom mapa traça essa faixa; um mapa ruim tenta explicar cada lance de sorte.

# %% [markdown]
# ## 3. O modelo sem regularização
#
# A rede `[2, 20, 3, 1]` tem $(20 \cdot 2 + 20) + (3 \cdot 20 + 3) + (1 \cdot 3 + 1) = 127$
# parâmetros para 200 jogadas: capacidade de sobra para uma faixa inclinada. A função `model` já está
# completa e treina de três modos:
#
# | Modo | Chamada | Propagação para a frente | Custo | Retropropagação |
# |:--|:--|:--|:--|:--|
# | sem regularização | `model(X, Y)` | pronta | pronto | pronta |
# | L2 | `model(X, Y, lambd=0.7)` | pronta | **seu** (4.1) | **sua** (4.2) |
# | dropout | `model(X, Y, keep_prob=0.86)` | **sua** (5.3) | pronto | **sua** (5.4) |

# %%
def model(X, Y, learning_rate=0.3, num_iterations=30000, print_cost=True, lambd=0, keep_prob=1,
          rng=None, costs=None):
    """Treina a rede [n_x, 20, 3, 1] por descida do gradiente: LINEAR -> RELU, duas vezes, e
    LINEAR -> SIGMOID.

    Entradas:
    X -- posições da bola, formato (2, m)
    Y -- rótulos 1 (azul, França) ou 0 (laranja, adversário), formato (1, m)
    learning_rate -- taxa de aprendizado
    num_iterations -- número de iterações
    print_cost -- se True, mostra o andamento, o custo a cada 10 000 iterações e a curva
    lambd -- força da penalidade L2; 0 para não usá-la
    keep_prob -- probabilidade de manter um neurônio; 1 para não usar dropout
    rng -- com dropout, um gerador: sorteia máscaras novas a cada iteração (seção 5.6)
    costs -- lista que recebe o custo das iterações 0, 1000, 2000, ...

    Saída:
    parameters -- dicionário com os parâmetros aprendidos
    """
    if lambd != 0 and keep_prob != 1:
        raise ValueError("Escolha lambd ou keep_prob: este lab estuda uma regularização por vez.")

    costs = [] if costs is None else costs
    parameters = initialize_parameters([X.shape[0], 20, 3, 1])

    for i in acompanhe(range(num_iterations), costs, mostrar=print_cost):
        # Propagação para a frente.
        if keep_prob == 1:
            A3, cache = forward_propagation(X, parameters)
        elif rng is None:
            A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        else:
            A3, cache = propague_com_mascaras_novas(X, parameters, keep_prob, rng)

        # Custo, nas iterações em que ele é anotado.
        if i % 1000 == 0:
            if lambd == 0:
                cost = compute_cost(A3, Y)
            else:
                cost = compute_cost_with_regularization(A3, Y, parameters, lambd)
            costs.append(cost)
            if print_cost and i % 10000 == 0:
                print(f"Custo após a iteração {milhar(i)}: {cost}")

        # Retropropagação.
        if lambd != 0:
            grads = backward_propagation_with_regularization(X, Y, cache, lambd)
        elif keep_prob != 1:
            grads = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        else:
            grads = backward_propagation(X, Y, cache)

        # Atualização.
        parameters = update_parameters(parameters, grads, learning_rate)

    if print_cost:
        desenhe_custo(costs, learning_rate, a_cada=1000)
    return parameters


def avalie(parameters):
    """Mostra a acurácia nas jogadas de treino e nas de teste."""
    print("No treino:", end=" ")
    predict(train_X, train_Y, parameters)
    print("No teste: ", end=" ")
    predict(test_X, test_Y, parameters)


modelos = {}  # os parâmetros de cada modelo treinado, pelo nome

# %% [markdown]
# **Antes de treinar, um palpite.** Em que jogadas esta rede acertará uma parte maior?
#
# - **a.** Nas de teste.
# - **b.** Nas de treino.
# - **c.** A mesma parte nas duas.

# %%
palpite_acertos = ""  # a letra, entre as aspas

# %% [markdown]
# Treine primeiro sem regularização. A barra diz quanto tempo falta.

# %% demo
modelos["sem regularização"] = model(train_X, train_Y)
avalie(modelos["sem regularização"])

no_treino, no_teste = (
    np.mean(predict_dec(modelos["sem regularização"], X) == Y)
    for X, Y in ((train_X, train_Y), (test_X, test_Y))
)
houve = "a" if no_teste > no_treino else "b" if no_treino > no_teste else "c"
palpites.compare(palpite_acertos, houve, a="nas de teste", b="nas de treino", c="a mesma parte")

# %% [markdown]
# | Dados | Custo na iteração 0 | na 10 000 | na 20 000 | Acurácia no treino | no teste |
# |:--|--:|--:|--:|--:|--:|
# | originais | 0,678227 | 0,247992 | 0,255068 | 0,875 | 0,84 |
# | sintéticos | 0,675344 | 0,249687 | 0,250197 | 0,890 | 0,88 |
#
# Entre as iterações 10 000 e 20 000 o custo **sobe**. Com passos pequenos o bastante, a descida do
# gradiente nunca sobe: a taxa 0,3 ficou grande demais para o ponto a que a rede chegou. Veja agora o
# mapa que a rede desenhou:

# %% demo
figuras.fronteiras({"sem regularização": modelos["sem regularização"]}, train_X, train_Y)

# %% [markdown]
# A fronteira faz curvas e pontas para acertar jogadas isoladas, cercadas de jogadas do outro time. É
# o desenho do **sobreajuste** (*overfitting*): ninguém chutaria a bola com base nessas pontas. A
# acurácia sozinha não mostra isso; o mapa, sim.

# %% [markdown]
# ## 4. Regularização L2 (4,5 pontos)
#
# O melhor remédio contra a decoreba seriam mais jogadas; com as que há, regulariza-se.
#
# Curvas bruscas exigem pesos grandes: só com eles a saída muda muito quando a bola cai meio metro
# ao lado. A regularização L2 cobra por isso. Ela soma ao custo o quadrado de cada peso:
#
# $$J_{\text{L2}} =
#   \underbrace{-\frac{1}{m} \sum_{i=1}^{m} \left[ y^{(i)} \log a^{[3](i)}
#   + \left(1 - y^{(i)}\right) \log\left(1 - a^{[3](i)}\right) \right]}_{\text{entropia cruzada}}
#   \;+\;
#   \underbrace{\frac{\lambda}{2m} \sum_{l=1}^{3} \sum_{k} \sum_{j}
#   \left(W^{[l]}_{kj}\right)^2}_{\text{penalidade L2}}.$$
#
# A soma percorre **todos** os pesos de **todas** as camadas, que aqui são três (em cada uma, é o quadrado da **norma
# de Frobenius** de $W^{[l]}$), e só os pesos: os vieses ficam de fora.
# Um viés desloca a fronteira, mas não a torna mais brusca, e não há por que encolhê-lo.

# %% [markdown]
# <a id="custo"></a>
# ### 4.1 O custo (2 pontos)
#
# | | `A3` | `Y` | `parameters` | `lambd` | `cost` |
# |:--|:--|:--|:--|:--|:--|
# | Formato | `(1, m)` | `(1, m)` | dicionário com `W1`, `b1`, …, `WL`, `bL` | um número | um número |
#
# Uma conta pequena. Com $W^{[1]} = (1,\ {-}2)$, $W^{[2]} = (3)$, $W^{[3]} = (0{,}5)$, $\lambda = 0{,}1$
# e $m = 5$, a soma dos quadrados é $1 + 4 + 9 + 0{,}25 = 14{,}25$ e a penalidade é
# $\frac{0{,}1}{2 \cdot 5} \cdot 14{,}25 = 0{,}1425$. O peso 3, sozinho, responde por quase dois
# terços dela: o quadrado cobra caro dos pesos grandes e quase nada dos pequenos. Com uma quarta camada,
# $W^{[4]} = (2)$, a soma passa a $14{,}25 + 4 = 18{,}25$, e a penalidade, a $\frac{0{,}1}{2 \cdot 5} \cdot 18{,}25 =
# 0{,}1825$: o número de camadas vem da rede, e não da fórmula.

# %%
soma_dos_quadrados = 1**2 + (-2) ** 2 + 3**2 + 0.5**2
print("soma dos quadrados:", soma_dos_quadrados)
print("penalidade:        ", 0.1 / (2 * 5) * soma_dos_quadrados)


# %% [markdown]
# **Exercício.** Complete `compute_cost_with_regularization`. A entropia cruzada já está calculada;
# falta a penalidade, e a função tem de servir a uma rede com **qualquer** número de camadas: quantas são
# está em `parameters`, que traz dois arrays por camada. `np.square` eleva cada elemento ao quadrado e
# `np.sum` soma a matriz inteira.

# %% solution="compute_cost_with_regularization"
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """Calcula o custo com a penalidade L2.

    Entradas:
    A3 -- probabilidades previstas pela última camada, formato (1, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    parameters -- dicionário com "W1", "b1", ..., "WL", "bL": L camadas, quantas forem
    lambd -- força da penalidade, um número

    Saída:
    cost -- entropia cruzada mais penalidade, um número
    """
    m = Y.shape[1]
    cross_entropy_cost = compute_cost(A3, Y)

    ### Início do código ### (≈ 2 a 5 linhas)
    L2_regularization_cost = None  # ToDo: a penalidade, com os pesos de todas as camadas
    ### BEGIN SOLUTION
    L = len(parameters) // 2
    quadrados = 0.0
    for l in range(1, L + 1):
        quadrados += np.sum(np.square(parameters["W" + str(l)]))
    L2_regularization_cost = lambd / (2 * m) * quadrados
    ### END SOLUTION
    ### Fim do código ###

    cost = cross_entropy_cost + L2_regularization_cost
    return cost


# %% checks="compute_cost_with_regularization"

# %% [markdown]
# **Valor esperado** com `compute_cost_with_regularization_test_case()` e `lambd=0.1`:
# `1.7864859451590758`.

# %% [markdown]
# **Pergunta.** Um colega calculou a penalidade de cada camada com `lambd / (2 * m) * np.sum(W) ** 2`. Sai um
# número, sem erro nenhum, e a verificação não passa. O que há com ele?
#
# - **a.** O quadrado é da soma, e não de cada peso: um peso 3 e um peso −3 não pagariam nada.
# - **b.** Falta a raiz quadrada: a norma de uma matriz tem raiz.
# - **c.** Falta dividir pelo número de pesos da camada.

# %%
palpites.responda("quadrado_da_soma", "")

# %% [markdown]
# <a id="gradiente"></a>
# ### 4.2 O gradiente (2,5 pontos)
#
# Mudou o custo, mudam os gradientes. A penalidade não depende de $Z$, de $A$ nem de $b$, e por isso
# $dZ^{[l]}$, $dA^{[l]}$ e $db^{[l]}$ seguem com as mesmas fórmulas. Só $dW^{[l]}$ ganha uma parcela,
#
# $$\frac{\partial}{\partial W^{[l]}_{kj}} \left[ \frac{\lambda}{2m} \left(W^{[l]}_{kj}\right)^2 \right]
#   = \frac{\lambda}{m}\, W^{[l]}_{kj}
#   \qquad\Longrightarrow\qquad
#   dW^{[l]} = \frac{1}{m}\, dZ^{[l]} A^{[l-1]\,T} + \frac{\lambda}{m}\, W^{[l]}.$$
#
# O 2 do expoente desce e cancela o $\frac12$ do custo. Foi para isso que o $\frac12$ entrou.

# %% [markdown]
# **Por que se diz que os pesos decaem.** Ponha o gradiente na atualização e separe o que multiplica
# $W$:
#
# $$W \leftarrow W - \alpha \left( dW_{\text{dados}} + \frac{\lambda}{m} W \right)
#   = \left( 1 - \frac{\alpha \lambda}{m} \right) W - \alpha\, dW_{\text{dados}}.$$
#
# A cada iteração, o peso encolhe por um fator fixo antes de ouvir os dados (*weight decay*). Neste
# lab, $\alpha = 0{,}3$, $\lambda = 0{,}7$ e $m = 200$, e o fator é $1 - 0{,}00105 = 0{,}99895$.
# Parece nada, mas um peso 2 que os dados ignorem vale 0,6995 depois de 1000 iterações e
# $4 \cdot 10^{-14}$ depois das 30 000. Só sobrevive o peso que os dados empurram sem parar.

# %%
fator = 1 - 0.3 * 0.7 / 200
print("fator:                  ", fator)
print("após  1000 iterações:   ", 2 * fator**1000)
print("após 30 000 iterações:  ", 2 * fator**30000)


# %% [markdown]
# **Exercício.** Complete as três linhas de `backward_propagation_with_regularization`. O cache é o
# que `forward_propagation` devolve. São conferidos $dW^{[l]}$ e $db^{[l]}$; o dicionário pode ter
# outras chaves. O cache guarda os pesos **da rede**: quem escreve `W3 *= lambd / m` encolhe a rede, e não o gradiente.
#
# | | $dW^{[3]}$ | $dW^{[2]}$ | $dW^{[1]}$ |
# |:--|:--|:--|:--|
# | Usa | $dZ^{[3]}, A^{[2]}, W^{[3]}$ | $dZ^{[2]}, A^{[1]}, W^{[2]}$ | $dZ^{[1]}, X, W^{[1]}$ |
# | Formato | `(1, n[2])` | `(n[2], n[1])` | `(n[1], n[0])` |

# %% solution="backward_propagation_with_regularization"
def backward_propagation_with_regularization(X, Y, cache, lambd):
    """Retropropaga o gradiente do custo com penalidade L2.

    Entradas:
    X -- lote de exemplos, formato (n_entradas, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    cache -- tupla (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) de forward_propagation
    lambd -- força da penalidade, um número

    Saída:
    gradients -- dicionário com "dW1", "db1", "dW2", "db2", "dW3", "db3" e os dZ e dA do caminho
    """
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache

    ### Início do código ### (≈ 1 linha para cada dW)
    # Camada 3.
    dZ3 = A3 - Y
    dW3 = None  # ToDo: a parcela dos dados mais a da penalidade
    ### BEGIN SOLUTION
    dW3 = np.dot(dZ3, A2.T) / m + lambd / m * W3
    ### END SOLUTION
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    # Camada 2.
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = dA2 * (A2 > 0)
    dW2 = None  # ToDo: idem
    ### BEGIN SOLUTION
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    ### END SOLUTION
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    # Camada 1.
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = dA1 * (A1 > 0)
    dW1 = None  # ToDo: idem
    ### BEGIN SOLUTION
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
    ### END SOLUTION
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### Fim do código ###

    gradients = {
        "dZ3": dZ3, "dW3": dW3, "db3": db3,
        "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
        "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1,
    }
    return gradients


# %% checks="backward_propagation_with_regularization"

# %% [markdown]
# **Valores esperados** com `backward_propagation_with_regularization_test_case()` e `lambd=0.7`:
#
# ```
# dW1 = [[-0.25604646  0.12298827 -0.28297129]
#        [-0.17706303  0.34536094 -0.4410571 ]]
# dW2 = [[ 0.79276486  0.85133918]
#        [-0.0957219  -0.01720463]
#        [-0.13100772 -0.03750433]]
# dW3 = [[-1.77691347 -0.11832879 -0.09397446]]
# ```

# %% [markdown]
# **Um juiz independente.** Se o gradiente está certo para o seu custo, ele bate com a variação desse
# custo quando um único parâmetro se mexe um pouquinho: $\bigl(J(\theta + \varepsilon) - J(\theta -
# \varepsilon)\bigr) / 2\varepsilon$. A célula abaixo compara os dois em uma rede pequena. Aqui o juiz
# usa as **suas** duas funções: uma diferença grande pode vir de qualquer uma delas. E o λ tem de ser moderado: um
# enorme esconderia um erro na parcela dos dados; um minúsculo, um erro na da penalidade.

# %%
def confira_gradientes(custo_de, grads, parameters):
    """Compara cada dW e db de grads com as diferenças finitas de custo_de(parameters)."""
    from verificador import numerical_gradient

    print("parâmetro   diferença relativa")
    for nome, valor in parameters.items():
        numerico = numerical_gradient(lambda v: custo_de({**parameters, nome: v}), valor)
        calculado = grads["d" + nome]
        if calculado.shape != numerico.shape:
            print(f"{nome:9}   o seu tem formato {calculado.shape}, e não {numerico.shape}")
            continue
        soma = np.linalg.norm(numerico) + np.linalg.norm(calculado)
        diferenca = np.linalg.norm(numerico - calculado) / max(soma, 1e-12)
        print(f"{nome:9}   {virgula(diferenca, '.1e')}   {'ok' if diferenca < 1e-6 else 'confira!'}")


X_juiz = np.random.default_rng(4).normal(size=(3, 8))
Y_juiz = np.array([[1, 0, 1, 1, 0, 0, 1, 0]])
rede_juiz = initialize_parameters([3, 5, 4, 1])

_, cache_juiz = forward_propagation(X_juiz, rede_juiz)
confira_gradientes(
    lambda p: compute_cost_with_regularization(
        forward_propagation(X_juiz, p)[0], Y_juiz, p, lambd=0.7
    ),
    backward_propagation_with_regularization(X_juiz, Y_juiz, cache_juiz, lambd=0.7),
    rede_juiz,
)

# %% [markdown]
# ### 4.3 O treino com L2
#
# Agora `model` usa as suas duas funções, com $\lambda = 0{,}7$. **Antes, um palpite**: ao
# fim do treino, a soma dos quadrados dos pesos, que era de algumas centenas sem regularização, será
#
# - **a.** um pouco menor, uns 10 %.
# - **b.** cerca da metade.
# - **c.** menos de um décimo.

# %%
palpite_pesos = ""  # a letra, entre as aspas

# %% demo
modelos["L2, λ = 0,7"] = model(train_X, train_Y, lambd=0.7)
avalie(modelos["L2, λ = 0,7"])

sem, com = (
    sum(np.sum(np.square(modelos[nome][W])) for W in ("W1", "W2", "W3"))
    for nome in ("sem regularização", "L2, λ = 0,7")
)
houve = "c" if com < 0.1 * sem else "b" if com < 0.75 * sem else "a"
palpites.compare(palpite_pesos, houve, a="um pouco menor", b="a metade", c="menos de um décimo")

# %% [markdown]
# | Dados | Custo na iteração 0 | na 10 000 | na 20 000 | Acurácia no treino | no teste |
# |:--|--:|--:|--:|--:|--:|
# | originais | 0,722228 | 0,316451 | 0,316351 | 0,865 | 0,82 |
# | sintéticos | 0,719345 | 0,322742 | 0,322205 | 0,870 | 0,88 |
#
# Entre as mesmas iterações o custo já não sobe, e a acurácia de treino ficou menor que a do modelo
# anterior. Mas não compare os custos dos dois: este inclui a penalidade. Na iteração 0, em que os pesos são os
# mesmos, dá até para vê-la: com um λ maior, o primeiro custo tem de **subir**; se não sobe, a penalidade não entrou
# na conta.

# %% [markdown]
# ### 4.4 O que a penalidade fez com os pesos
#
# O gráfico, em escala logarítmica, mostra a soma dos quadrados dos pesos de cada camada nos dois
# modelos treinados.

# %% demo
figuras.pesos(modelos)

# %% [markdown]
# A soma das três camadas cai mais de dez vezes: de 371 para 24 com os dados originais, de 276 para 25
# com os sintéticos. Com pesos pequenos, a saída muda devagar de um ponto do campo para o vizinho, e a
# fronteira fica suave: você vai vê-la na seção 6.
#
# $\lambda$ é um hiperparâmetro. Com $\lambda = 0$ voltamos ao primeiro modelo; com $\lambda$ enorme,
# todos os pesos vão a zero, a rede responde a mesma coisa em todo o campo e deixa de aprender: é o
# **subajuste** (*underfitting*), o defeito oposto ao sobreajuste. O valor se escolhe em um conjunto de
# validação, **nunca** no de teste: na seção 6.4, quem o escolhe é você.
#
# Há uma penalidade irmã, a **L1**, que cobra $\frac{\lambda}{m} \sum |w|$. O gradiente da L2,
# $\frac{\lambda}{m} w$, empurra com mais força o peso maior: um $w = 3$, trinta vezes mais que um $w = 0{,}1$.
# O da L1, $\frac{\lambda}{m} \operatorname{sinal}(w)$, empurra os dois com a mesma força. Por isso a L2 encolhe
# todos os pesos, e a L1 zera os pequenos, e assim escolhe quais entradas usar.
#
# Há outro modo de ler $\lambda$. Quem supõe, antes de ver os dados, que cada peso vem de uma normal de média 0 e
# variância $1/\lambda$, e procura os pesos mais prováveis **depois** de vê-los, chega a este mesmo custo: $\lambda =
# 0{,}7$ é supor pesos de desvio $1/\sqrt{0{,}7} = 1{,}2$.

# %% [markdown]
# ## 5. Dropout (5,5 pontos)
#
# ### 5.1 A ideia
#
# O dropout ataca a decoreba por outro lado: durante o treino, **apaga neurônios ao acaso**. Cada
# neurônio oculto é mantido com probabilidade $p$ (`keep_prob`) e apagado, isto é, posto em zero, com
# probabilidade $1 - p$. O sorteio é independente para cada neurônio **e para cada exemplo** do lote:
# em uma mesma iteração, cada exemplo passa por uma rede diferente.

# %%
figuras.redes_apagadas()

# %% [markdown]
# Um neurônio que pode sumir a qualquer momento não serve de apoio único para ninguém: os da camada
# seguinte aprendem a se valer de vários. A entrada e a saída nunca são apagadas aqui; só as camadas
# 1 e 2. Em redes grandes se costuma apagar menos perto da entrada, onde o que some não está em nenhum outro
# lugar: $p = 0{,}8$ nela e $0{,}5$ nas camadas largas é uma receita comum.
#
# **A escala.** Apagar 14 % dos neurônios deixaria, em média, 14 % menos sinal para a camada seguinte. Para
# compensar, o valor dos que ficam é **dividido por $p$** ainda no treino (*dropout invertido*). Uma
# ativação $a = 3$ com $p = 0{,}8$ vira $3/0{,}8 = 3{,}75$ em 80 % das vezes e 0 em 20 % delas. O valor
# esperado é $0{,}8 \cdot 3{,}75 + 0{,}2 \cdot 0 = 3$, o mesmo de antes. Sem a divisão, seria
# $0{,}8 \cdot 3 = 2{,}4$.

# %%
mantido = np.random.default_rng(0).random(100_000) < 0.8
print("com a divisão:", np.mean(np.where(mantido, 3 / 0.8, 0)))
print("sem a divisão:", np.mean(np.where(mantido, 3, 0)))

# %% [markdown]
# A média fica, mas entra **ruído**. Uma ativação $a = 1$ com $p = 0{,}5$ vira 2 em metade das vezes e 0 na outra
# metade: a média é 1, e a variância, $0{,}5 \cdot (2 - 1)^2 + 0{,}5 \cdot (0 - 1)^2 = 1$. Em geral ela é
# $a^2\,(1 - p)/p$, e com $p = 0{,}86$ já cai para $0{,}163\, a^2$:

# %%
for p in (0.5, 0.86):
    ruidosa = (np.random.default_rng(0).random(100_000) < p) / p
    medidas = virgula(np.mean(ruidosa), ".2f"), virgula(np.var(ruidosa), ".2f")
    print(f"p = {virgula(p)}: média {medidas[0]}, variância {medidas[1]}")

# %% [markdown]
# Por causa da divisão, nada muda na hora de **prever**: usa-se a rede inteira, sem apagar e sem
# dividir, e o tamanho do sinal já é o que cada camada aprendeu a esperar. Dropout é coisa só de
# treino. A resposta da rede inteira é, mais ou menos, a média das respostas das redes que o sorteio
# poderia dar. Quem o deixa ligado na previsão dá respostas diferentes para a mesma jogada a cada
# sorteio.

# %% [markdown]
# <a id="dropout"></a>
# ### 5.2 Uma função de dropout (1 ponto)
#
# Dada a ativação $A$ de uma camada qualquer:
#
# 1. sorteie uma matriz de números uniformes entre 0 e 1, com o formato de $A$, e compare-a com
#    $p$. A **máscara** $D$ vale 1 (ou `True`) onde o número é **menor** que $p$, o que acontece
#    com probabilidade $p$: esses neurônios **ficam**. Onde vale 0 (ou `False`), o neurônio é apagado;
# 2. apague e corrija a escala: $\tilde{A} = A * D \,/\, p$, com produto elemento a elemento. É
#    $\tilde{A}$ que segue para a camada seguinte.
#
# | | `A` | `keep_prob` | `D` | `A_dropout` |
# |:--|:--|:--|:--|:--|
# | Conteúdo | $A$ | $p$ | $D$ | $\tilde{A}$ |
# | Formato | `(n, m)` | um número | `(n, m)` | `(n, m)` |
#
# Por exemplo, se um neurônio tem ativações $(2;\ 0{,}5;\ 1)$ em três exemplos, os números sorteados são
# $(0{,}3;\ 0{,}9;\ 0{,}6)$ e $p = 0{,}8$, a máscara é $(1;\ 0;\ 1)$ e o resultado, $(2{,}5;\ 0;\ 1{,}25)$:

# %%
ativacoes, sorteados = np.array([2, 0.5, 1]), np.array([0.3, 0.9, 0.6])
print("ficam:    ", [bool(numero < 0.8) for numero in sorteados])
print("resultado:", [float(a) / 0.8 if n < 0.8 else 0.0 for a, n in zip(ativacoes, sorteados)])


# %% [markdown]
# **Exercício.** Complete `dropout`. O sorteio vem de um **gerador**, que a função recebe: quem a chama
# decide se quer números novos (passa sempre o mesmo gerador, que anda a cada sorteio) ou os mesmos de
# sempre (passa a semente dele, um inteiro). A primeira linha já trata dos dois casos. Sorteie uma vez só, com
# `rng.random(formato)`, e não escreva em `A`.

# %% solution="dropout"
def dropout(A, keep_prob, rng):
    """Apaga neurônios ao acaso e corrige a escala dos que ficam (dropout invertido).

    Entradas:
    A -- ativações de uma camada, formato (n, m)
    keep_prob -- probabilidade de manter um neurônio, um número
    rng -- gerador do NumPy, como np.random.default_rng(1), ou só a semente de um

    Saídas:
    A_dropout -- ativações apagadas ou ampliadas, formato (n, m)
    D -- máscara de 0 e 1 (ou False e True), formato (n, m)
    """
    rng = np.random.default_rng(rng)  # de uma semente faz um gerador; um gerador fica como está

    ### Início do código ### (≈ 2 linhas)
    D = None          # ToDo: a máscara
    A_dropout = None  # ToDo: A com os neurônios apagados e a escala corrigida
    ### BEGIN SOLUTION
    D = rng.random(A.shape) < keep_prob
    A_dropout = A * D / keep_prob
    ### END SOLUTION
    ### Fim do código ###

    return A_dropout, D


# %% checks="dropout"

# %% [markdown]
# **Valores esperados** com `A = [[1, 2, 0.5, 3], [4, 0.5, 2.5, 1.5]]`, `keep_prob=0.8` e `rng=1`:
#
# ```
# D         = [[1 0 1 0]
#              [1 1 0 1]]
# A_dropout = [[1.25  0.    0.625 0.   ]
#              [5.    0.625 0.    1.875]]
# ```

# %% [markdown]
# A sua função com três valores de $p$, em uma camada de 20 neurônios e 40 exemplos (onde há um controle
# deslizante, mexa nele). Em cada quadro, conte por alto: a parte escura é $p$?

# %% demo
sorteadas = {
    f"p = {virgula(p)}": dropout(np.ones((20, 40)), p, rng=0)[1]
    for p in (0.95, 0.86, 0.7, 0.5, 0.2)
}
deslize("máscara", {nome: figuras.mascaras({nome: D}) for nome, D in sorteadas.items()})
figuras.mascaras({nome: sorteadas[nome] for nome in ("p = 0,95", "p = 0,7", "p = 0,2")})


# %% [markdown]
# <a id="frente"></a>
# ### 5.3 Propagação para a frente (2 pontos)
#
# Agora a rede inteira, com dropout depois da ReLU nas camadas $l = 1$ e $l = 2$.
#
# | | `A1_antes` | `D1` e `A1` | `A2_antes` | `D2` e `A2` |
# |:--|:--|:--|:--|:--|
# | Conteúdo | $A^{[1]}$ | $D^{[1]}$ e $\tilde{A}^{[1]}$ | $A^{[2]}$ | $D^{[2]}$ e $\tilde{A}^{[2]}$ |
# | Formato | `(n[1], m)` | `(n[1], m)` | `(n[2], m)` | `(n[2], m)` |
#
# **Exercício.** Complete `forward_propagation_with_dropout`. Para que todos sorteiem os mesmos números e
# a conta possa ser conferida, aqui o sorteio é outro, o antigo `np.random.rand` (uniforme; `randn` é a
# normal), com a semente 1 fixada no começo da função: ela não pode ser retirada nem repetida. Chame-o
# **uma vez por camada**, com o formato da ativação: primeiro $D^{[1]}$, depois $D^{[2]}$. O resto é a conta
# da seção 5.2.
#
# O cache tem 14 elementos, nesta ordem: `Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3`,
# em que `D1` e `D2` são as máscaras de 0 e 1 e `A1` e `A2` já estão mascaradas e divididas.

# %% solution="forward_propagation_with_dropout"
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    """Propaga o lote: LINEAR -> RELU + DROPOUT, duas vezes, e LINEAR -> SIGMOID.

    Entradas:
    X -- lote de exemplos, formato (n_entradas, m)
    parameters -- dicionário com "W1", "b1", "W2", "b2", "W3", "b3"
    keep_prob -- probabilidade de manter um neurônio, um número

    Saídas:
    A3 -- probabilidades previstas, formato (1, m)
    cache -- tupla (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    """
    np.random.seed(1)
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]

    ### Início do código ### (≈ 2 linhas para cada camada)
    # Camada 1.
    Z1 = np.dot(W1, X) + b1
    A1_antes = relu(Z1)
    D1 = None  # ToDo: a máscara, com o formato de A1_antes
    A1 = None  # ToDo: A1_antes com os neurônios apagados e a escala corrigida
    ### BEGIN SOLUTION
    D1 = np.random.rand(*A1_antes.shape) < keep_prob
    A1 = A1_antes * D1 / keep_prob
    ### END SOLUTION

    # Camada 2.
    Z2 = np.dot(W2, A1) + b2
    A2_antes = relu(Z2)
    D2 = None  # ToDo: a máscara, com o formato de A2_antes
    A2 = None  # ToDo: A2_antes com os neurônios apagados e a escala corrigida
    ### BEGIN SOLUTION
    D2 = np.random.rand(*A2_antes.shape) < keep_prob
    A2 = A2_antes * D2 / keep_prob
    ### END SOLUTION
    ### Fim do código ###

    # Camada 3: a saída não é apagada.
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache


# %% checks="forward_propagation_with_dropout"

# %% [markdown]
# **Valores esperados** com `forward_propagation_with_dropout_test_case()` e `keep_prob=0.7`:
#
# ```
# D1 = [[1 0 1 1 1]
#       [1 1 1 1 1]]
# D2 = [[1 1 1 0 1]
#       [1 1 1 1 1]
#       [0 0 1 1 0]]
# A3 = [[0.36974721 0.00305176 0.04565099 0.49683389 0.36974721]]
# ```

# %% [markdown]
# <a id="volta"></a>
# ### 5.4 Retropropagação (2,5 pontos)
#
# Na ida, $\tilde{A}^{[l]} = A^{[l]} * D^{[l]} / p$. É uma multiplicação por uma constante, $1/p$ ou 0,
# e a derivada de uma multiplicação por constante é a própria constante:
#
# $$dA^{[l]} = d\tilde{A}^{[l]} * D^{[l]} \,/\, p.$$
#
# Um neurônio apagado não participou da resposta e não recebe gradiente; um que ficou foi ampliado por
# $1/p$, e o seu gradiente também é. As máscaras são as **do cache**, as mesmas da ida: sortear outras
# daria o gradiente de outra rede. Com $d\tilde{A} = (0{,}4;\ {-}1)$, máscara $(1;\ 0)$ e $p = 0{,}8$,
# temos $dA = (0{,}4/0{,}8;\ 0) = (0{,}5;\ 0)$.

# %%
print("dA =", [0.4 * 1 / 0.8, -1 * 0 / 0.8])


# %% [markdown]
# **Exercício.** Complete as duas linhas de `backward_propagation_with_dropout`. Nela, `dA2_depois` é
# $d\tilde{A}^{[2]}$, o gradiente depois do dropout, e `dA2` é $dA^{[2]}$, o gradiente antes dele. O
# cache tem os 14 elementos da seção anterior. O que vale é o `keep_prob` que chega como argumento: no
# exemplo da verificação ele é 0,8, embora o cache tenha sido feito com 0,5, só para conferir a
# conta. São conferidos $dA^{[1]}$, $dA^{[2]}$, $dW^{[l]}$ e $db^{[l]}$.

# %% solution="backward_propagation_with_dropout"
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    """Retropropaga o gradiente pela rede com dropout, com as máscaras do cache.

    Entradas:
    X -- lote de exemplos, formato (n_entradas, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    cache -- tupla de 14 elementos de forward_propagation_with_dropout
    keep_prob -- probabilidade de manter um neurônio, um número

    Saída:
    gradients -- dicionário com "dW1", "db1", "dW2", "db2", "dW3", "db3", "dA1", "dA2" e os dZ
    """
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache

    # Camada 3.
    dZ3 = A3 - Y
    dW3 = np.dot(dZ3, A2.T) / m
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m

    ### Início do código ### (≈ 1 linha para cada camada)
    # Camada 2.
    dA2_depois = np.dot(W3.T, dZ3)
    dA2 = None  # ToDo: atravesse o dropout da camada 2
    ### BEGIN SOLUTION
    dA2 = dA2_depois * D2 / keep_prob
    ### END SOLUTION
    dZ2 = dA2 * (A2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m

    # Camada 1.
    dA1_depois = np.dot(W2.T, dZ2)
    dA1 = None  # ToDo: atravesse o dropout da camada 1
    ### BEGIN SOLUTION
    dA1 = dA1_depois * D1 / keep_prob
    ### END SOLUTION
    dZ1 = dA1 * (A1 > 0)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### Fim do código ###

    gradients = {
        "dZ3": dZ3, "dW3": dW3, "db3": db3,
        "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
        "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1,
    }
    return gradients


# %% checks="backward_propagation_with_dropout"

# %% [markdown]
# **Valores esperados** com `backward_propagation_with_dropout_test_case()` e `keep_prob=0.8`:
#
# ```
# dA1 = [[ 0.36544439  0.         -0.00188233  0.         -0.17408748]
#        [ 0.65515713  0.         -0.00337459  0.          0.        ]]
# dA2 = [[ 0.58180856  0.         -0.00299679  0.         -0.27715731]
#        [ 0.          0.53159854  0.          0.53159854 -0.34089673]
#        [ 0.          0.         -0.00292733  0.          0.        ]]
# ```

# %% [markdown]
# **Pergunta.** Outro colega escreveu `dA2 = dA2_depois * (np.random.rand(*A2.shape) < keep_prob) / keep_prob`.
# O formato está certo, os valores não. O que falta?
#
# - **a.** Dividir outra vez por `keep_prob`, porque na volta a escala se desfaz.
# - **b.** Trocar `<` por `>`: na volta, quem foi apagado é que recebe gradiente.
# - **c.** Usar a máscara da ida, que está no cache: outra máscara é outra rede.

# %%
palpites.responda("mascaras_na_volta", "")

# %% [markdown]
# O juiz independente também serve aqui, e por um motivo curioso: com a semente fixa dentro da função,
# a propagação com dropout não tem nada de aleatório. Chamada duas vezes, devolve o mesmo número, e as
# diferenças finitas fazem sentido.

# %%
_, cache_juiz = forward_propagation_with_dropout(X_juiz, rede_juiz, keep_prob=0.7)
confira_gradientes(
    lambda p: compute_cost(forward_propagation_with_dropout(X_juiz, p, keep_prob=0.7)[0], Y_juiz),
    backward_propagation_with_dropout(X_juiz, Y_juiz, cache_juiz, keep_prob=0.7),
    rede_juiz,
)

# %% [markdown]
# ### 5.5 O preço da semente fixa
#
# Chame duas vezes a sua função com as 40 primeiras jogadas e compare as máscaras da camada 1:

# %%
rede_inicial = initialize_parameters([2, 20, 3, 1])
_, primeira = forward_propagation_with_dropout(train_X[:, :40], rede_inicial, 0.86)
_, segunda = forward_propagation_with_dropout(train_X[:, :40], rede_inicial, 0.86)
figuras.mascaras({"1ª iteração": primeira[1], "2ª iteração": segunda[1]})

# %% [markdown]
# São idênticas: como a função recomeça o sorteio da semente 1, **as 30 000 iterações usam as mesmas
# máscaras**, e cada exemplo tem sempre os mesmos neurônios apagados. Fizemos assim de propósito,
# para que todo número seja conferível. Mas repare no que se perde: a combinação de neurônios
# apagados vira uma espécie de crachá da jogada, e a rede pode usá-la para reconhecer a jogada e
# decorar a resposta. Uma biblioteca de aprendizado profundo sorteia máscaras novas a cada iteração, e
# é assim que o dropout deve ser usado fora deste lab.

# %% [markdown]
# ### 5.6 O treino com dropout
#
# Treine com `keep_prob=0.86`: cada neurônio das camadas ocultas é apagado com
# 14 % de probabilidade.

# %% demo
custos_fixas = []
modelos["dropout, p = 0,86"] = model(train_X, train_Y, keep_prob=0.86, costs=custos_fixas)
avalie(modelos["dropout, p = 0,86"])

# %% [markdown]
# O primeiro custo é 0,676602 com os dados originais e 0,678260 com os sintéticos. Os seguintes não têm
# valor esperado: este treino é **caótico**, e uma diferença na última casa decimal, de um computador para
# outro, basta para mudá-los. As acurácias também variam um pouco: ficam perto de 0,87 no treino e de 0,83 no
# teste com os dados originais, de 0,89 e de 0,86 com os sintéticos.
#
# O custo da curva é o da rede **com** as máscaras; `predict` usa a rede inteira, sem dropout, que é a
# que a federação usaria. Por isso os dois números não contam a mesma história.
#
# Agora o dropout como ele deve ser: a função abaixo é a da seção 5.3, mas usa a sua `dropout` com um gerador
# que anda, e sorteia máscaras novas a cada chamada. **Um palpite antes**: com as mesmas jogadas e o mesmo
# $p$, o custo anotado na iteração 10 000 será
#
# - **a.** menor que o das máscaras fixas.
# - **b.** quase igual.
# - **c.** maior.

# %%
palpite_mascaras = ""  # a letra, entre as aspas


def propague_com_mascaras_novas(X, parameters, keep_prob, rng):
    """Como forward_propagation_with_dropout, com as máscaras que `rng` sortear."""
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    Z1 = np.dot(W1, X) + b1
    A1, D1 = dropout(relu(Z1), keep_prob, rng)
    Z2 = np.dot(W2, A1) + b2
    A2, D2 = dropout(relu(Z2), keep_prob, rng)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


# %% demo
custos_novas = []
mascaras_novas = model(
    train_X, train_Y, keep_prob=0.86, rng=np.random.default_rng(2), costs=custos_novas
)
avalie(mascaras_novas)

razao = custos_novas[10] / custos_fixas[10]  # um custo a cada 1000 iterações: o da 10 000
houve = "a" if razao < 0.8 else "b" if razao < 1.25 else "c"
palpites.compare(palpite_mascaras, houve, a="menor", b="quase igual", c="maior")

# %% [markdown]
# O custo anotado com as máscaras novas fica acima do que se anotou com as fixas. Na iteração 10 000 ele é 0,219 com
# os dados originais e 0,245 com os sintéticos; o das fixas não chega a dois terços disso.
# A rede, o $p$ e as jogadas são os mesmos: o que as máscaras fixas têm a mais é o crachá da seção 5.5,
# e com ele é mais fácil decorar. As máscaras novas deram, no treino e no teste, 0,905 e 0,88 com os
# dados originais, 0,92 e 0,84 com os sintéticos.

# %% [markdown]
# ### 5.7 Prever é sem dropout
#
# **Pergunta.** A rede foi treinada com dropout invertido e $p = 0{,}8$. Na hora de prever, o que se faz com as
# ativações das camadas ocultas?
#
# - **a.** Nada: todas ficam, como são.
# - **b.** Multiplicam-se por 0,8, porque agora há mais neurônios acesos.
# - **c.** Apagam-se 20 % delas, como no treino.

# %%
palpites.responda("na_previsao", "")

# %% [markdown]
# Veja o que acontece a quem esquece o dropout ligado: a célula prevê as jogadas de teste 50 vezes, cada uma
# com as suas máscaras, e conta em quantas jogadas as 50 respostas não são todas iguais.

# %% demo
rng = np.random.default_rng(0)
respostas = [
    propague_com_mascaras_novas(test_X, mascaras_novas, 0.86, rng)[0] > 0.5 for _ in range(50)
]
mudaram = int(np.sum(np.any(respostas != respostas[0], axis=0)))
print(f"com o dropout ligado, {mudaram} das {test_Y.size} jogadas mudam de resposta")
iguais = all(
    np.array_equal(predict_dec(mascaras_novas, test_X), predict_dec(mascaras_novas, test_X))
    for _ in range(50)
)
print("sem ele, as 50 respostas são iguais:", "sim" if iguais else "não")

# %% [markdown]
# Há quem o deixe ligado de propósito: quantas das 50 respostas dizem "França" é uma medida da **dúvida** da rede
# naquela jogada. As que mudam são as que a rede inteira já põe, em média, mais perto da fronteira.

# %% [markdown]
# <a id="comparacao"></a>
# ## 6. Comparação
#
# ### 6.1 Os três mapas

# %% demo
figuras.fronteiras(modelos, train_X, train_Y)


# %% [markdown]
# ### 6.2 A tabela
#
# A última coluna é a soma dos quadrados de todos os pesos, a grandeza que a L2 penaliza.

# %% demo
def acertos(X, Y, parameters):
    """Quantos exemplos a rede acerta."""
    return int(np.sum(predict_dec(parameters, X) == Y))


def tabela(modelos, treino, teste):
    """Imprime acertos e acurácia de cada modelo no treino e no teste."""
    print(f"{'modelo':<20}{'treino':>18}{'teste':>18}{'soma de W²':>14}")
    for nome, parameters in modelos.items():
        linha = f"{nome:<20}"
        for X, Y in (treino, teste):
            certos, total = acertos(X, Y, parameters), Y.size
            linha += f"{certos}/{total} = {virgula(certos / total, '.3f')}".rjust(18)
        quadrados = sum(np.sum(np.square(parameters[W])) for W in ("W1", "W2", "W3"))
        print(linha + virgula(quadrados, ".1f").rjust(14))


tabela(modelos, (train_X, train_Y), (test_X, test_Y))

# %% [markdown]
# ### 6.3 O que os números dizem, e o que não dizem
#
# Sem regularização e com a L2, o teste deu 42 e 41 acertos em 50 com os dados originais, e 44 e 44 com os
# sintéticos; o dropout, que muda de um computador para outro, fica a duas jogadas disso, no máximo. A
# regularização **não** melhorou a acurácia de teste de modo que se note, o que também não prova que ela faça mal. A
# acurácia medida com $n$ exemplos tem erro-padrão de cerca de $\sqrt{q\,(1 - q)/n}$; com $q = 0{,}84$ e
# $n = 50$, são 0,052, ou umas duas jogadas e meia. Diferenças de uma jogada são menores que a sorte do
# sorteio do teste: com estes 50 exemplos, os três modelos empatam.
#
# Para separar os modelos é preciso um teste maior. O arquivo `data.mat` traz outras 211 jogadas de
# treino e **200 de teste**. Há também um modo melhor de comparar, na seção 6.6.

# %%
print("erro-padrão com  50 jogadas:", virgula((0.84 * 0.16 / 50) ** 0.5, ".3f"))
print("erro-padrão com 200 jogadas:", virgula((0.92 * 0.08 / 200) ** 0.5, ".3f"))
outras_X, outras_Y, outro_teste_X, outro_teste_Y = load_2D_dataset()

# %% [markdown]
# ### 6.4 Escolha λ (sem pontos; o exercício aberto deste lab)
#
# O valor 0,7 caiu do céu. Aqui quem escolhe é você, e sem olhar o teste: as 200 jogadas ficam **fechadas** até
# a seção 6.5. Das 211 de treino, a célula separa 53 para **validação** e treina com as outras 158. Em
# `lambdas`, ponha de 4 a 6 valores, do zero ao exagero: λ age por ordens de grandeza, e `0.01, 0.1, 1, 10` dizem
# mais que `0.6, 0.7, 0.8, 0.9`.
#
# `treine_juntas` treina uma rede para cada λ, todas ao mesmo tempo: as contas são as suas, com um eixo a mais
# nos arrays.

# %%
lambdas = [0, 0.7]  # acrescente os seus

# %% demo
ordem = np.random.default_rng(5).permutation(outras_Y.size)
valida, treina = ordem[:53], ordem[53:]
validacao_X, validacao_Y = outras_X[:, valida], outras_Y[:, valida]
candidatos = treine_juntas(
    outras_X[:, treina], outras_Y[:, treina], lambdas, validacao=(validacao_X, validacao_Y)
)
print("      λ   entropia no treino   na validação   acertos na validação")
for rede in candidatos:
    certas = acertos(validacao_X, validacao_Y, rede.parameters)
    numeros = virgula(rede.lambd, "7g"), virgula(rede.treino[-1], "18.4f")
    print(*numeros, virgula(rede.validacao[-1], "12.4f"), f"{certas:5} de {validacao_Y.size}", sep="   ")
figuras.curvas({f"λ = {virgula(rede.lambd)}": rede for rede in candidatos}, a_cada=500)

# %% [markdown]
# Linha cheia, treino; tracejada, validação. As duas medem só a entropia cruzada, sem a penalidade, e por isso
# se podem comparar. Uma pode ficar acima da outra por sorte: nas jogadas sintéticas, as 53 da validação são mais
# fáceis. O sobreajuste está no que **muda**: com λ = 0, o treino desce aos poucos enquanto a validação sobe; com
# λ = 0,7 as duas logo param, e a validação termina abaixo da de λ = 0. Onde a tracejada desce e depois sobe, a
# rede passou a decorar: parar o treino ali é outra regularização, a **parada antecipada** (*early stopping*).
#
# O fim de cada treino, agora conforme λ (com dois valores é um segmento; com os seus, aparece um vale). À direita
# do vale as duas curvas sobem juntas: é o **subajuste** da seção 4.4. À esquerda, a validação volta a subir: é o
# sobreajuste. O λ bom está no meio.

# %% demo
figuras.por_lambda(candidatos)

# %% [markdown]
# Os mapas dos candidatos, do menor ao maior λ. Mude `lambdas`, rode de novo e veja a fronteira se alisar
# até deixar de dizer qualquer coisa:

# %% demo
por_nome = {f"λ = {virgula(rede.lambd)}": rede.parameters for rede in candidatos}
jogadas = outras_X[:, treina], outras_Y[:, treina]
deslize("mapa", {nome: figuras.fronteiras({nome: p}, *jogadas) for nome, p in por_nome.items()})
figuras.fronteiras(por_nome, *jogadas)

# %% [markdown]
# Escolha pela **entropia na validação**, e não só pelos acertos: com 53 jogadas, um acerto a mais ou a menos
# é sorte; a entropia usa também o quanto a rede estava segura. Escreva o seu λ:

# %%
lambda_escolhido = None  # o seu λ, um dos valores de `lambdas`

# %% demo
por_lambda = {rede.lambd: rede.validacao[-1] for rede in candidatos}
if lambda_escolhido not in por_lambda:
    print("Escreva em lambda_escolhido um dos valores de lambdas:", *por_lambda)
else:
    ganho = por_lambda[0] - por_lambda[lambda_escolhido] if 0 in por_lambda else 0
    print("entropia na validação:", virgula(por_lambda[lambda_escolhido], ".4f"))
    print("a menos do que com λ = 0:", virgula(ganho, ".4f"))
    if por_lambda[lambda_escolhido] > min(por_lambda.values()):
        print("Há um λ melhor na sua lista: por que não ele?")

# %% [markdown]
# ### 6.5 O teste, aberto uma vez
#
# **Antes de treinar, um palpite**: qual dos três modelos acertará mais das 200 jogadas de teste?
#
# - **a.** Sem regularização.
# - **b.** L2, com λ = 0,7.
# - **c.** Dropout, com p = 0,86.

# %%
palpite_teste = ""  # a letra, entre as aspas

# %% [markdown]
# Repita os três treinos com as 211 jogadas, agora inteiras (o seu λ entra também, se você o escolheu):

# %% demo
modelos_2 = {}
for nome, opcoes in (
    ("sem regularização", {}),
    ("L2, λ = 0,7", {"lambd": 0.7}),
    ("dropout, p = 0,86", {"keep_prob": 0.86}),
    *([("o seu λ", {"lambd": lambda_escolhido})] if lambda_escolhido else []),
):
    modelos_2[nome] = model(outras_X, outras_Y, print_cost=False, **opcoes)
tabela(modelos_2, (outras_X, outras_Y), (outro_teste_X, outro_teste_Y))

certas = [acertos(outro_teste_X, outro_teste_Y, p) for p in modelos_2.values()][:3]
melhores = [letra for letra, quantas in zip("abc", certas) if quantas == max(certas)]
houve = palpite_teste if palpite_teste in melhores else melhores[0]
palpites.compare(palpite_teste, houve, a="sem regularização", b="L2", c="dropout")
figuras.fronteiras(modelos_2, outras_X, outras_Y)


# %% [markdown]
# | Dados | | sem regularização | L2 | dropout |
# |:--|:--|--:|--:|--:|
# | originais | treino | 0,948 | 0,938 | 0,929 |
# | originais | teste | 0,915 | 0,930 | 0,950 |
# | sintéticos | treino | 0,924 | 0,915 | 0,910 |
# | sintéticos | teste | 0,925 | 0,945 | 0,945 |
#
# O treino piora e o teste melhora. É o efeito que se espera de um regularizador: ele **troca** um pouco
# de acerto no treino por acerto em jogadas novas. O erro-padrão de cada coluna é de cerca de 0,019, e as
# vantagens são de uma ou duas vezes isso. Mas esse erro supõe testes diferentes, e os modelos responderam às
# **mesmas** jogadas.
#
# Repare também na soma dos quadrados. A L2 a derruba mais de dez vezes nos dois conjuntos. O dropout
# não mira nela: ela pode subir (como aconteceu nas 200 jogadas, com os dados originais e com os
# sintéticos) ou descer (como nas 211 jogadas originais, de 728 para 352). Pesos pequenos são o
# mecanismo da L2; o do dropout é não deixar um neurônio depender de outro.

# %% [markdown]
# ### 6.6 As mesmas jogadas, e cinco sorteios
#
# Onde os dois modelos acertam, ou os dois erram, a jogada não diz qual é melhor. Contam só as
# **discordâncias**. Se os modelos fossem igualmente bons, cada uma seria um cara ou coroa. Um exemplo: em 11
# discordâncias, 2 a favor de um e 9 a favor do outro. A probabilidade de uma divisão tão desigual, para
# qualquer lado, é $2 \cdot \left[\binom{11}{0} + \binom{11}{1} + \binom{11}{2}\right] / 2^{11} = 2 \cdot
# 67/2048 = 0{,}065$. É o **teste dos sinais** (ou de McNemar, exato).

# %%
def p_valor(um, outro):
    """Probabilidade de caras e coroas se dividirem assim, ou de modo mais desigual."""
    n = um + outro
    caudas = sum(math.comb(n, k) for k in range(min(um, outro) + 1))
    return min(1, 2 * caudas / 2**n)


print("2 contra 9: p =", virgula(p_valor(2, 9), ".3f"))


# %% demo
def discordancias(um, outro):
    """Jogadas de teste que só o primeiro modelo acerta, e que só o segundo acerta."""
    acerta = [predict_dec(p, outro_teste_X) == outro_teste_Y for p in (um, outro)]
    return int(np.sum(acerta[0] & ~acerta[1])), int(np.sum(acerta[1] & ~acerta[0]))


nomes = list(modelos_2)
for k, nome in enumerate(nomes):
    for outro in nomes[k + 1 :]:
        so_um, so_outro = discordancias(modelos_2[nome], modelos_2[outro])
        p = virgula(p_valor(so_um, so_outro), ".3f")
        print(f"{nome:>18} {so_um:2} : {so_outro:<2} {outro:<18} p = {p}")

# %% [markdown]
# Sem regularização contra dropout deu 2 : 9 com os dados originais e 1 : 5 com os sintéticos (uma jogada a mais ou
# a menos, no seu computador); contra L2, 2 : 5 e 3 : 7. Nenhum $p$ ficou abaixo de 0,05, e com poucas discordâncias nem
# poderia: 0 contra 5 dá 0,0625. O teste **sugere** que regularizar ajuda, e não mais que isso.
#
# Falta uma dúvida: não terá sido sorte dos pesos iniciais? Treine cada modelo com cinco sementes, 10 000
# iterações cada. Além dos acertos, a célula mede a entropia cruzada no teste, que também
# pesa o quanto a rede estava segura quando errou:

# %% demo
sementes = (3, 4, 5, 6, 7)
varias = {
    "sem regularização": treine_juntas(outras_X, outras_Y, sementes=sementes),
    "L2, λ = 0,7": treine_juntas(outras_X, outras_Y, lambdas=(0.7,), sementes=sementes),
    "dropout, p = 0,86": treine_juntas(
        outras_X, outras_Y, sementes=sementes, keep_prob=0.86, apague=dropout
    ),
}
for nome, redes in varias.items():
    certas = [acertos(outro_teste_X, outro_teste_Y, rede.parameters) for rede in redes]
    entropias = [
        compute_cost(forward_propagation(outro_teste_X, rede.parameters)[0], outro_teste_Y)
        for rede in redes
    ]
    print(f"{nome:<18} acertos em 200: {certas}   média {virgula(np.mean(certas), '.1f')}   "
          f"entropia média {virgula(np.mean(entropias), '.3f')}")

# %% [markdown]
# As cinco redes de um **mesmo** modelo diferem entre si mais do que as médias dos três modelos: pelos acertos,
# o primeiro lugar da seção 6.5 era sorte da semente. A entropia vê o que os acertos não veem: nos dois
# conjuntos a menor é a da L2, cujas redes erram com menos segurança, como já tinha dito a validação. A do dropout
# é a maior: em uma camada de 3 neurônios, apagar um é apagar um terço dela. **Dropout é para redes largas.**
#
# E os dois **juntos**, como é comum nas bibliotecas? As mesmas cinco sementes, com λ = 0,7 e p = 0,86:

# %% demo
juntos = treine_juntas(
    outras_X, outras_Y, lambdas=(0.7,), sementes=sementes, keep_prob=0.86, apague=dropout
)
certas = [acertos(outro_teste_X, outro_teste_Y, rede.parameters) for rede in juntos]
entropias_juntos = [
    compute_cost(forward_propagation(outro_teste_X, rede.parameters)[0], outro_teste_Y)
    for rede in juntos
]
print(f"L2 e dropout       acertos em 200: {certas}   média {virgula(np.mean(certas), '.1f')}   "
      f"entropia média {virgula(np.mean(entropias_juntos), '.3f')}")

# %% [markdown]
# A entropia fica perto de 0,24 com os dados originais e de 0,175 com os sintéticos: menos da metade e
# três quartos da do dropout sozinho, e perto da que a L2 já dava. A L2 segura os pesos, e com pesos pequenos
# apagar um neurônio abala menos a resposta. Nos acertos, outra vez, nada muda. São dois hiperparâmetros, e os
# dois se escolhem na validação.

# %% [markdown]
# <a id="pergunta"></a>
# ### 6.7 Pergunta aberta (até 1 ponto extra)
#
# Esta resposta é lida e corrigida pelos monitores. Ela não entra nos 10 pontos: vale até **1 ponto
# extra**. Escreva com as suas palavras, em 8 a 15 linhas, usando os números que **você** viu nas
# células acima:
#
# 1. Que modelo a federação deve usar, e por quê? O conjunto de teste de 50 jogadas basta para
#    decidir? Use também o mapa.
# 2. O que a L2 fez com a rede? Compare o treino, o teste e a soma dos quadrados dos pesos antes e
#    depois.
# 3. O que o dropout fez de diferente, e por que o custo que aparece no seu treino não é o da rede que
#    a federação usaria?

# %% [markdown] manual="q_regularizacao" points=0
# ### BEGIN SOLUTION
# (com os dados originais)
#
# 1. Recomendo a rede com L2. No teste de 50 jogadas os acertos são 42 (sem regularização), 41 (L2) e
#    41 ou 42 (dropout): a diferença é de uma jogada, e o erro-padrão é de umas duas e meia (0,052). O teste
#    não decide. O que pesa é o mapa: sem regularização a fronteira tem pontas em volta de jogadas
#    isoladas; com L2 ela é uma curva suave, que o goleiro consegue seguir. No conjunto maior, com 200
#    jogadas de teste, a L2 vai de 0,915 a 0,930 e o dropout chega a 0,950, o que também fala a favor
#    de regularizar; o dropout seria uma boa segunda escolha, treinado com máscaras novas.
# 2. A L2 encolheu os pesos: a soma dos quadrados caiu de 371 para 24. Com pesos pequenos a saída muda
#    devagar, a rede deixa de contornar jogadas de sorte, e a acurácia de treino cai de 0,875 para
#    0,865 (de 175 para 173 acertos em 200). No teste ela foi de 0,84 para 0,82, dentro do acaso. O
#    custo também deixou de subir: 0,316451 e 0,316351 nas iterações 10 000 e 20 000, contra 0,247992
#    e 0,255068 sem regularização.
# 3. O dropout não encolheu os pesos (a soma dos quadrados passou de 400): ele força a rede a não
#    depender de um neurônio só. O custo do treino, entre 0,1 e 0,2, é o da rede com as máscaras da
#    semente 1, sempre as mesmas, que ajudam a decorar cada exemplo. A federação usaria a rede inteira,
#    sem máscaras, que acerta cerca de 0,87 no treino e 0,83 no teste.
# ### END SOLUTION

# %% [markdown]
# ## O que levar daqui
#
# - **L2**: uma parcela a mais no custo e outra em cada $dW$; os pesos encolhem a cada passo (*weight decay*).
# - **Dropout**: máscaras na ida, as mesmas máscaras na volta, divisão por $p$ nas duas; só no treino.
# - Um hiperparâmetro se escolhe na **validação**; o teste se abre uma vez, no fim.
# - Dois modelos se comparam nas **mesmas** jogadas, contando discordâncias, e com mais de uma semente.
#
# | Aqui | Em Keras | Em PyTorch |
# |:--|:--|:--|
# | `keep_prob = 0.86` | `Dropout(rate=0.14)`: a taxa é a de **apagar** | `nn.Dropout(p=0.14)`, idem |
# | penalidade $\frac{\lambda}{2m}\sum w^2$ | `kernel_regularizer=L2(lambd / (2 * m))` | `weight_decay=lambd / m`, no otimizador |
# | vieses de fora da penalidade | `kernel_regularizer` só mexe em $W$ | dois grupos: os pesos com `weight_decay`, os vieses sem |
# | prever sem dropout | `model.predict` já desliga | `model.eval()` antes de prever |
#
# Dado ao otimizador inteiro, o `weight_decay` do PyTorch encolhe **também os vieses**. Os dois grupos são:
#
# ```python
# SGD([{"params": pesos, "weight_decay": lambd / m}, {"params": vieses}], lr=taxa)
# ```
#
# Com descida do gradiente, encolher os pesos e penalizá-los são a mesma coisa. Com Adam, não são: no PyTorch, o
# `weight_decay` de `Adam` ainda é a penalidade L2, e quem encolhe os pesos de fato é o **AdamW**.
#
# **Pergunta.** Qual camada de Keras faz o que `keep_prob = 0.86` fez aqui?
#
# - **a.** `Dropout(0.86)`
# - **b.** `Dropout(0.14)`
# - **c.** `Dropout(0.14)`, e na previsão as ativações multiplicadas por 0,86

# %%
palpites.responda("taxa_do_keras", "")

# %% [markdown]
# A mesma conta em PyTorch e em Keras, onde estiverem instalados (o Colab tem os dois): com os vieses
# em um grupo à parte, o passo do PyTorch é o seu gradiente; com tudo em um grupo só, $db^{[1]}$ ganha uma parcela
# que não é sua. E a média de muitos dropouts é a ativação de antes.

# %% demo
X, Y, cache = backward_propagation_with_regularization_test_case()
nosso = backward_propagation_with_regularization(X, Y, cache, lambd=0.7)
try:
    import torch
except ImportError:
    print("PyTorch não está instalado aqui: no Colab, esta célula compara os dois gradientes.")
else:
    W1, b1, W2, b2, W3, b3 = (
        torch.tensor(np.array(cache[k]), requires_grad=True) for k in (2, 3, 6, 7, 10, 11)
    )
    A2 = torch.relu(W2 @ torch.relu(W1 @ torch.tensor(X) + b1) + b2)
    saida = torch.sigmoid(W3 @ A2 + b3)
    custo = torch.nn.functional.binary_cross_entropy(saida, torch.tensor(Y, dtype=saida.dtype))
    custo.backward()
    encolhe = {"weight_decay": 0.7 / X.shape[1]}
    print("maior diferença entre o passo do PyTorch e o seu gradiente:")
    for nome, dos_vieses in (("um grupo só", encolhe), ("dois grupos", {})):
        W, b = (p.detach().clone() for p in (W1, b1))
        W.grad, b.grad = W1.grad, b1.grad
        torch.optim.SGD([{"params": [W], **encolhe}, {"params": [b], **dos_vieses}], lr=1.0).step()
        de_W = np.abs((W1.detach() - W).numpy() - nosso["dW1"]).max()
        de_b = np.abs((b1.detach() - b).numpy() - nosso["db1"]).max()
        print(f"{nome:11}   dW1: {virgula(de_W, '.1e')}   db1: {virgula(de_b, '.1e')}")
    os.environ.setdefault("KERAS_BACKEND", "torch")  # o Keras calcula com o que já está carregado
try:
    import keras
except ImportError:
    print("Keras não está instalado aqui: no Colab, esta célula compara os dois dropouts.")
else:
    uns = np.ones((1, 100_000), dtype="float32")
    deles = np.array(keras.ops.convert_to_numpy(keras.layers.Dropout(0.14)(uns, training=True)))
    nossos, _ = dropout(uns, 0.86, rng=0)
    print("quem fica vale, em Keras e aqui:", deles.max().round(4), nossos.max().round(4))
    print("em média:                       ", deles.mean().round(2), nossos.mean().round(2))

# %% [markdown]
# **Para ir além**
#
# - [Dive into Deep Learning, *Weight Decay*](https://d2l.ai/chapter_linear-regression/weight-decay.html) e
#   [*Dropout*](https://d2l.ai/chapter_multilayer-perceptrons/dropout.html): as mesmas ideias, com outros dados.
# - Srivastava e outros, [*Dropout: a simple way to prevent neural networks from
#   overfitting*](https://jmlr.org/papers/v15/srivastava14a.html) (2014): o artigo.
# - Loshchilov e Hutter, [*Decoupled weight decay regularization*](https://arxiv.org/abs/1711.05101) (2019): por
#   que AdamW.
# - Goodfellow, Bengio e Courville, [*Deep Learning*, capítulo
#   7](https://www.deeplearningbook.org/contents/regularization.html): o mapa inteiro da regularização.
