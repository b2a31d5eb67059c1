# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   gabarito:
#     lab: depuracao_rede_densa
#     title: "Depuração de uma rede densa"
#     helpers: [testCases_v4a.py, sorteio.py, progresso.py, figuras_depuracao.py, desenho.py]
# ---

# %% [markdown]
# # Depuração de uma rede densa
#
# Alguém escreveu uma rede neural densa só com NumPy, e ela não funciona. Neste laboratório o código já
# vem pronto, **com defeito**, e o seu trabalho é consertá-lo: dez funções, dezoito defeitos.
#
# Treze deles fazem o Python parar com uma mensagem de erro. Conserte esses treze, um de cada vez, e a
# rede roda do começo ao fim, sem uma queixa, com **cinco defeitos** dentro dela. "Roda" não é "está
# certo". Achar os que não avisam exige método, e é um método que você leva daqui.
#
# Ao terminar, você sabe:
#
# - ler um erro do Python pela última linha, e achar a menor rede em que ele aparece;
# - dizer os formatos e o primeiro custo de uma rede **antes** de rodá-la;
# - conferir um gradiente parâmetro por parâmetro, e ler no padrão dos que falham onde está o defeito;
# - dizer o que cada método de conferência não vê, e por que um custo que cai prova pouco.

# %% [markdown]
# ## Como o lab é avaliado e entregue
#
# - Nas células de exercício há uma função inteira, com um ou mais defeitos. **Edite a função que está
#   ali**, no lugar; não mude o nome dela nem os dos argumentos. Você pode trocar uma letra, mover
#   uma linha ou reescrever tudo.
# - Depois de cada exercício há uma célula de verificação: rode-a para saber se o exemplo saiu certo. A
#   nota usa também outras entradas, outras redes e outros formatos.
# - Cada função tem a sua nota: na correção, uma função que chama outra ainda quebrada é julgada com a
#   versão certa dela. Já neste notebook ela chama a sua, e herda o erro: siga a ordem e só avance
#   depois que a verificação passar.
# - Uma função devolvida como veio vale zero, também nas partes que já funcionavam.
# - **Entrega:** execute tudo, salve o notebook (`.ipynb`) e exporte um PDF chamado
#   `NomeSobrenome-Depuracao.pdf`. Envie os dois.
#
# | Seção | O que você conserta | Pontos | Leitura (min) |
# |:--|:--|--:|--:|
# | [2. O método](#2.-O-método) | dois palpites e uma pergunta | | 13 |
# | [3. Inicialização](#3.-Inicialização-(1,25-ponto)) | `initialize_parameters_deep` | 1,25 | 1 |
# | [4. Ativações](#4.-Ativações-(1,25-ponto)) | `relu` (0,5), `relu_backward` (0,75) | 1,25 | 2 |
# | [5. Para a frente](#5.-Propagação-para-a-frente-(2,25-pontos)) | `linear_activation_forward` (1), `L_model_forward` (1,25) | 2,25 | 3 |
# | [6. Custo](#6.-Custo-(0,75-ponto)) | `compute_cost` | 0,75 | 1 |
# | [7. Para trás](#7.-Retropropagação-(3,5-pontos)) | `linear_backward` (1,25), `linear_activation_backward` (1), `L_model_backward` (1,25) | 3,5 | 6 |
# | [8. Atualização](#8.-Atualização-(1-ponto)) | `update_parameters` | 1 | 2 |
# | [9. A rede inteira](#9.-A-rede-inteira) | um palpite e um exercício aberto | | 3 |
# | | **Total** | **10** | **31** |
# | [10. Pergunta](#10.-Pergunta-aberta-(até-1-ponto-extra)) | resposta em texto, corrigida pelos monitores: até 1 ponto **extra** | +1 | 1 |
#
# Os minutos são só os da leitura, contados a 120 palavras por minuto; achar um defeito leva o tempo que levar.

# %% [markdown]
# ### Regras que valem para todas as funções
#
# 1. As entradas são arrays de `float`, e os rótulos são 0 ou 1; nada além disso será testado.
# 2. Nenhuma função pode alterar os arrays que recebe, nem os que estão dentro de um dicionário ou de
#    um cache. Crie arrays novos.
# 3. O que cada função deve fazer está na docstring dela, e **a docstring está sempre certa**. Os
#    defeitos estão no código.
# 4. Os valores esperados aparecem com oito casas; diferenças de arredondamento, abaixo de $10^{-6}$,
#    não contam. O caminho é livre: um algoritmo diferente e correto vale o mesmo.
# 5. Se uma função for definida duas vezes, vale a última definição. Não use o nome de uma função como
#    variável.
# 6. No código e no que ele imprime, a casa decimal vem depois de um ponto, como em todo programa em Python; no
#    texto, nas figuras e na barra do treino, depois de uma vírgula.
# 7. Os palpites e as perguntas de passagem não valem pontos: responda antes de rodar a célula que vem depois.

# %% [markdown]
# ### Notação
#
# - $W^{[l]}$ e $b^{[l]}$ são os pesos e os vieses da camada $l$; $L$ é o número de camadas com pesos.
#   $Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$, com $A^{[0]} = X$. As camadas $1, \dots, L-1$ usam ReLU e a
#   última, sigmoide.
# - $n^{[l]}$ é o número de neurônios da camada $l$ e $m$, o de exemplos. Cada **coluna** de $X$ é um
#   exemplo. Uma rede `[5, 4, 3, 1]` tem 5 entradas e três camadas, de 4, 3 e 1 neurônios.
# - $dW^{[l]}$, $dZ^{[l]}$, … são derivadas em relação a $W^{[l]}$, $Z^{[l]}$, … Cada coluna de $dZ$ e de
#   $dA$ é o gradiente da perda de **um** exemplo; a média, $1/m$, só entra em $dW$ e em $db$.

# %% [markdown]
# ## 1. Pacotes
#
# `testCases_v4a` traz as entradas dos exemplos, `progresso` mostra o andamento do treino e
# `figuras_depuracao` desenha as figuras.
#
# **A primeira célula de código cuida desses arquivos:** no Colab, ela os baixa; no Jupyter do seu
# computador, com a pasta do lab completa, ela não baixa nada. Se você prefere guardar a pasta no
# Drive, monte-o e acrescente o caminho dela a `sys.path` antes de rodar essa célula.

# %%
import copy
import math

import numpy as np

import figuras_depuracao as figuras
import palpites
from progresso import acompanhe, compare_custos
from testCases_v4a import (
    L_model_forward_test_case_2hidden,
    compute_cost_test_case,
    linear_activation_backward_test_case,
    linear_activation_forward_test_case,
    linear_backward_test_case,
    update_parameters_test_case,
)

# %% [markdown]
# **Pergunta.** Para lembrar o lab da rede densa. Que formato tem `dW[l]`, o gradiente que atualiza os pesos da
# camada $l$, em um lote de $m$ exemplos?
#
# - **a.** O de `W[l]`.
# - **b.** `(n[l], m)`, uma coluna por exemplo.
# - **c.** O de `A[l-1]`, a entrada da camada.

# %%
palpites.responda("formato_do_gradiente", "")


# %% [markdown]
# ## 2. O método
#
# Procurar defeito olhando o código até os olhos doerem funciona mal: a gente lê o que quis escrever, e
# não o que escreveu. As oito perguntas abaixo, **nesta ordem**, vão da mais barata à mais cara. Cada uma
# só faz sentido quando a anterior já foi respondida.
#
# | | Pergunta | Custa |
# |--:|:--|:--|
# | 1 | O que diz a **última linha** do erro? | segundos |
# | 2 | Qual é a **menor rede** em que ele aparece? | um minuto |
# | 3 | Os **formatos** são os que deveriam ser? | uma linha de `assert` |
# | 4 | O **custo no começo** é o que a teoria prevê? | uma chamada |
# | 5 | **Que parâmetro** tem o gradiente errado? | uma rede pequena |
# | 6 | A rede **decora** oito exemplos? | segundos de treino |
# | 7 | **Um passo** da atualização, feito à mão, bate? | uma conta |
# | 8 | Só agora: a rede aprende os dados? | um treino |

# %% [markdown]
# ### 2.1 A última linha
#
# Uma mensagem de erro do Python se lê de baixo para cima. A última linha diz **o quê**; a última linha
# *sua*, um pouco acima, diz **onde**. A função abaixo chama outra e mostra só a última linha:

# %%
def tente(funcao, *argumentos):
    """Chama a função e devolve o resultado; se ela parar com um erro, mostra a última linha dele."""
    try:
        return funcao(*argumentos)
    except Exception as erro:
        print(f"{type(erro).__name__}: {erro}")


def sem_retorno(x):
    y = x + 1


def dois_nomes(itens):
    a, b = itens
    return a + b


def um_caminho_so(x):
    if x > 0:
        sinal = 1
    return sinal


tente(lambda: np.mediam([1, 2, 3]))
tente(lambda: math(2))
tente(lambda: {"a1": 5}["a2"])
tente(lambda: um_caminho_so(-3))
tente(lambda: dois_nomes((1, 2, 3)))
tente(lambda: dois_nomes(sem_retorno(3)))
tente(lambda: np.ones((2, 3)) @ np.ones((2, 3)))

# %% [markdown]
# Cada uma quer dizer uma coisa, e nenhuma precisa de sorte para ser decifrada:
#
# | Última linha | Quer dizer | Procure |
# |:--|:--|:--|
# | `AttributeError: … has no attribute 'x'` | esse nome não existe ali | uma letra trocada, um plural, uma maiúscula |
# | `TypeError: 'module' object is not callable` | parênteses depois de algo que não é função | o nome que faltou depois do ponto |
# | `KeyError: 'x'` | o dicionário não tem essa chave | **quem escreveu** as chaves, e com que nome |
# | `UnboundLocalError: … 'x'` | algum caminho do código chega ali sem dar valor a `x` | o `if` ou o laço em que `x` nasceria |
# | `ValueError: too many values to unpack` | a tupla tem mais itens do que os nomes à esquerda | a docstring de quem fez a tupla |
# | `TypeError: … NoneType …` | uma função devolveu `None` | um `return` que não foi alcançado |
# | `ValueError: … size 2 is different from 3` | duas matrizes não se encaixam | o formato de cada uma, **antes** da conta |

# %% [markdown]
# ### 2.2 A menor rede em que o erro aparece
#
# Depurar com a rede de verdade, que tem milhares de números, é desperdício. Mas pequena demais ela
# **esconde** o erro. Esta rede de brinquedo, linear, tem um defeito: esquece as camadas do meio. Vamos testá-la
# em `[5, 1]`, `[5, 4, 1]`, `[4, 4, 4, 1]` e `[5, 4, 3, 1]`. Leia a função `rede_que_pula` e dê o seu palpite:
# em quais delas o Python vai reclamar?
#
# - **a.** Nas três que têm camada do meio.
# - **b.** Nas duas de três camadas.
# - **c.** Só na última.

# %%
palpite_das_redes = ""  # a letra, entre as aspas


# %%
def rede_que_pula(X, pesos):
    """Deveria passar por todas as camadas, mas só passa pela primeira e pela última."""
    A = pesos[0] @ X
    return pesos[-1] @ A if len(pesos) > 1 else A


def rede_inteira(X, pesos):
    A = X
    for W in pesos:
        A = W @ A
    return A


def teste(dims):
    """Compara as duas redes em camadas com esses tamanhos e três exemplos."""
    sorteio = np.random.default_rng(1)
    X = sorteio.normal(size=(dims[0], 3))
    pesos = [sorteio.normal(size=(n, anterior)) for anterior, n in zip(dims, dims[1:])]
    print(f"{dims!s:14}", end="")
    saida = tente(rede_que_pula, X, pesos)
    if saida is not None:
        certa = np.allclose(saida, rede_inteira(X, pesos))
        print("certa" if certa else "errada, e nenhum erro aparece")


for dims in ([5, 1], [5, 4, 1], [4, 4, 4, 1], [5, 4, 3, 1]):
    teste(dims)
palpites.compare(palpite_das_redes, "c", a="nas três", b="nas duas", c="só na última")

# %% [markdown]
# Com uma ou duas camadas, o defeito não existe. Com três camadas de larguras **iguais**, ele existe e
# fica calado, porque todas as matrizes se encaixam. Só a última rede o denuncia.
#
# > **A menor rede que serve para testar tem três camadas, de larguras diferentes**, e poucos exemplos.
# > Aqui será sempre `[5, 4, 3, 1]`.
#
# A primeira que todo mundo tenta, `[n, h, 1]`, esconderia vários dos defeitos deste lab.

# %% [markdown]
# ### 2.3 Formatos, com `assert`
#
# Um gradiente tem **sempre** o formato daquilo que ele atualiza. Escreva isso no código, uma vez: um
# `assert` que falha na linha certa poupa uma tarde. O NumPy não faz isso por você, porque o
# *broadcasting* aceita muita coisa. Uma coluna `(3, 1)` menos um vetor `(3,)` é uma matriz `(3, 3)`:

# %%
coluna, vetor = np.zeros((3, 1)), np.zeros(3)
print("(3, 1) - (3,) =", (coluna - vetor).shape)


def check_shapes(parameters, grads):
    """Confere se há um gradiente para cada parâmetro, com o formato dele."""
    for name, value in parameters.items():
        assert "d" + name in grads, f"falta d{name}"
        got = np.shape(grads["d" + name])
        assert got == value.shape, f"d{name} tem formato {got}, e {name} tem {value.shape}"
    print("formatos: ok")


# %% [markdown]
# ### 2.4 O custo no começo
#
# Com pesos minúsculos, $Z^{[L]} \approx 0$, e a sigmoide responde $0{,}5$ para todos. O custo de
# responder $0{,}5$ não depende dos rótulos: é $-\ln 0{,}5 = \ln 2 \approx 0{,}6931$. Uma rede recém
# inicializada que comece em outro número tem um defeito no custo, na saída ou na inicialização, e você o
# descobre **antes** de treinar.

# %%
print("custo de responder 0.5:", -math.log(0.5))


# %% [markdown]
# ### 2.5 O gradiente, parâmetro por parâmetro
#
# Some um $\varepsilon$ minúsculo a um único número da rede e veja quanto o custo muda:
#
# $$\frac{\partial J}{\partial \theta} \approx
#   \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2\varepsilon}.$$
#
# É lento, mas independe da retropropagação: é um juiz. Quase todo mundo o usa para responder "está certo
# ou errado?", com um número só. Ele responde muito mais do que isso, se você perguntar **a cada
# parâmetro em separado**.

# %%
def gradient_check(cost_of, grads, parameters, epsilon=1e-6):
    """Compara cada gradiente com diferenças finitas e mostra uma linha por parâmetro.

    Entradas:
    cost_of -- função que recebe um dicionário de parâmetros e devolve o custo
    grads -- dicionário com os gradientes calculados, "dW1", "db1", ...
    parameters -- dicionário com os parâmetros em que eles foram calculados
    """
    for name, value in parameters.items():
        numerical = np.zeros_like(value)
        for place in np.ndindex(value.shape):
            costs = []
            for step in (epsilon, -epsilon):
                moved = value.copy()
                moved[place] += step
                costs.append(cost_of({**parameters, name: moved}))
            numerical[place] = (costs[0] - costs[1]) / (2 * epsilon)
        size = np.linalg.norm(numerical) + np.linalg.norm(grads["d" + name])
        difference = np.linalg.norm(numerical - grads["d" + name]) / max(size, 1e-12)
        print(f"d{name:4} diferença {difference:.0e}   {'ok' if difference < 1e-6 else 'ERRADO'}")


# %% [markdown]
# Veja o juiz trabalhar em outra rede, de três camadas com **tangente hiperbólica**, saída linear, custo
# $(a - y)^2$ e um exemplo só. Ela tem um defeito na volta. Onde?

# %%
def toy_activations(parameters, x):
    """As ativações da rede de brinquedo, da entrada à saída."""
    activations = [x]
    for l in (1, 2, 3):
        z = parameters[f"W{l}"] @ activations[-1] + parameters[f"b{l}"]
        activations.append(z if l == 3 else np.tanh(z))
    return activations


def toy_cost(parameters, x, y):
    return ((toy_activations(parameters, x)[-1] - y) ** 2).item()


def toy_grads(parameters, x, y, derivative):
    """Gradientes de toy_cost; derivative recebe a = tanh(z) e devolve a derivada da tanh em z."""
    activations, grads = toy_activations(parameters, x), {}
    dz = 2 * (activations[3] - y)
    for l in (3, 2, 1):
        grads[f"dW{l}"], grads[f"db{l}"] = np.outer(dz, activations[l - 1]), dz
        dz = (parameters[f"W{l}"].T @ dz) * derivative(activations[l - 1])
    return grads


sorteio = np.random.default_rng(3)
toy = {}
for l, (n_before, n) in enumerate([(5, 4), (4, 3), (3, 1)], start=1):
    toy[f"W{l}"], toy[f"b{l}"] = sorteio.normal(size=(n, n_before)), sorteio.normal(size=(n, 1))
x, y = sorteio.normal(size=(5, 1)), 0.3

print("com 1 - a no lugar da derivada da tanh:")
gradient_check(lambda p: toy_cost(p, x, y), toy_grads(toy, x, y, lambda a: 1 - a), toy)

# %% [markdown]
# Leia o padrão, de baixo para cima, como a volta o percorreu. `dW3` e `db3` estão certos: o custo e a
# parte linear da volta funcionam. Tudo o que vem **depois de atravessar uma tanh** está errado. O defeito
# está na derivada da tanh, e em nenhum outro lugar. Ela é $1 - a^2$:

# %%
print("com 1 - a²:")
gradient_check(lambda p: toy_cost(p, x, y), toy_grads(toy, x, y, lambda a: 1 - a**2), toy)

# %% [markdown]
# Guarde a chave de leitura:
#
# | O juiz reprova | Procure em |
# |:--|:--|
# | só os `db`, ou só os `dW` | a linha que calcula aquele gradiente, ou a que usa aquele parâmetro na ida |
# | tudo, menos a última camada | a ativação das camadas ocultas, na ida ou na volta |
# | tudo | o custo, o começo da volta ou o $m$ |
# | nada | a inicialização, o que vem **depois** dos gradientes, ou o que não é conta (uma entrada alterada) |
#
# Duas condições para confiar nele: rótulos dos dois tipos no lote, e nenhuma camada morta (toda a ReLU em
# zero). Com rótulos de um tipo só, metade da fórmula do custo não conta, e um defeito nela passa. Antes de uma
# camada morta todos os gradientes são nulos, e um gradiente errado também é.
#
# E o próprio juiz pede quatro cuidados:
#
# - **dois lados.** A derivada de $x^3$ em 1 é 3. Com $\varepsilon = 0{,}01$, um lado só dá
#   $(1{,}01^3 - 1)/0{,}01 = 3{,}0301$, e os dois, $(1{,}01^3 - 0{,}99^3)/0{,}02 = 3{,}0001$;
# - **64 bits.** Em 32, os números perto de 0,69 andam de $6 \cdot 10^{-8}$ em $6 \cdot 10^{-8}$. Dividida por
#   $2\varepsilon$, essa imprecisão é um erro de até $(6 \cdot 10^{-8})/(2 \cdot 10^{-6}) = 0{,}03$;
# - **quinas.** Em $z = 0$ a ReLU não tem derivada (a convenção é 0). Com $z = 4 \cdot 10^{-7}$ e
#   $\varepsilon = 10^{-6}$, o juiz pisa nos dois lados da quina e mede
#   $(1{,}4 \cdot 10^{-6})/(2 \cdot 10^{-6}) = 0{,}7$, onde a fórmula diz 1. Se um parâmetro falha por pouco,
#   experimente outro lote, e pequeno: menos exemplos, menos quinas;
# - **tamanho.** São duas idas por número: 86 na rede `[5, 4, 3, 1]`. Em uma rede grande sorteiam-se alguns números
#   **de cada parâmetro**, uma vez, antes do treino; de todos juntos, os vieses, que são poucos, ficariam de fora.

# %%
um_lado, dois_lados = (1.01**3 - 1) / 0.01, (1.01**3 - 0.99**3) / 0.02
na_quina = (max(0, 4e-7 + 1e-6) - max(0, 4e-7 - 1e-6)) / (2 * 1e-6)
print("um lado:", round(um_lado, 4), "  dois lados:", round(dois_lados, 4))
print("na quina:", round(na_quina, 4))

# %% [markdown]
# **Pergunta.** Em uma rede de três camadas, com ReLU nas duas ocultas, o juiz aprova `dW3`, `db3`, `dW2` e
# `db2`, e reprova `dW1` e `db1`. Onde você procura primeiro?
#
# - **a.** No custo.
# - **b.** Na fórmula da derivada da ReLU.
# - **c.** No que o laço da volta entrega à camada 1.

# %%
palpites.responda("onde_procurar", "")

# %% [markdown]
# ### 2.6 Decorar oito exemplos
#
# Uma rede que não consegue nem decorar oito exemplos não vai aprender duzentos. Treine em oito, sem
# regularização, até o custo encostar em zero; se não encostar, há um defeito. O contrário, como você vai
# ver, **não vale**.
#
# ### 2.7 Um passo à mão
#
# A atualização vem depois dos gradientes, e o juiz de 2.5 não a vê. Confira-a com uma conta: um peso
# $w = 3$, com gradiente $0{,}5$ e taxa $0{,}2$, passa a valer $3 - 0{,}2 \cdot 0{,}5 = 2{,}9$. Faça essa
# conta para **um parâmetro de cada camada**.

# %%
print("w =", 3 - 0.2 * 0.5)

# %% [markdown]
# ### 2.8 A surpresa: quem vê o quê
#
# Plantamos defeitos que não levantam erro em uma rede certa, um de cada vez, e perguntamos a cada método
# se ele percebia. Dezenove dessas redes foram postas a treinar em oito exemplos, por 3000 passos. Quantas, mesmo com
# o defeito, acertam os oito, com custo abaixo de 0,01?
#
# - **a.** Nenhuma.
# - **b.** Duas ou três.
# - **c.** Quase a metade.

# %%
palpite_da_tabela = ""  # a letra, entre as aspas

# %% [markdown]
# A coluna *decora 8* traz o custo verdadeiro depois do treino; o da rede certa é 0,0008.

# %%
palpites.compare(palpite_da_tabela, "c", a="nenhuma", b="duas ou três", c="quase a metade")
figuras.quem_ve_o_que()

# %% [markdown]
# Olhe a coluna *decora 8*. **Nove** programas errados decoram os oito exemplos, com acerto de 100 % e custo
# abaixo de 0,01 (em vermelho), e quatro deles chegam **mais baixo** que a rede certa. "O custo caiu a zero" é
# a prova em que todo mundo confia, e é das mais fracas desta tabela.
#
# Olhe também as linhas. Nenhum método vê tudo. Os formatos quase não veem nada, mas dizem onde; o juiz por
# parâmetro vê quase tudo o que acontece **antes** da atualização, e nada do que acontece nela; o passo à mão
# vê justamente o resto. E um defeito nenhum dos cinco vê: a função que escreve no array de quem a chamou. Os
# números saem certos desta vez; só se descobre comparando `dA` antes e depois da chamada. Por isso o método
# é uma lista, e não um truque.

# %% [markdown]
# ### 2.9 A rede que chegou
#
# As caixas são as funções, e a seta vai de quem chama a quem é chamado: a ida em roxo, a volta em vermelho, a
# atualização em âmbar. As três em cinza já estão certas, e a célula seguinte as define.

# %%
figuras.mapa()


# %%
def sigmoid(Z):
    """A sigmoide de cada elemento de Z; devolve também Z, de que a derivada precisa."""
    return 1 / (1 + np.exp(-Z)), Z


def sigmoid_backward(dA, cache):
    """Leva o gradiente de A = sigmoid(Z) para Z; cache é o Z."""
    s, _ = sigmoid(cache)
    return dA * s * (1 - s)


def linear_forward(A, W, b):
    """A parte linear de uma camada, Z = W A + b; devolve também o cache (A, W, b)."""
    return W @ A + b, (A, W, b)


# %% [markdown]
# ## 3. Inicialização (1,25 ponto)
#
# Os pesos são sorteados com desvio-padrão $0{,}01$, e os vieses começam em zero:
#
# $$W^{[l]}_{jk} \sim 0{,}01 \cdot \mathcal{N}(0, 1), \qquad b^{[l]}_j = 0, \qquad l = 1, \dots, L.$$
#
# | | $W^{[l]}$ | $b^{[l]}$ |
# |:--|:--|:--|
# | Formato | `(n[l], n[l-1])` | `(n[l], 1)` |
#
# Na rede `[5, 4, 3, 1]` são três camadas, e por isso seis entradas no dicionário: `W1`, `b1`, …, `W3`,
# `b3`. Somam $(4 \cdot 5 + 4) + (3 \cdot 4 + 3) + (1 \cdot 3 + 1) = 43$ números.

# %%
print("números na rede [5, 4, 3, 1]:", (4 * 5 + 4) + (3 * 4 + 3) + (1 * 3 + 1))


# %% [markdown]
# **Exercício.** Conserte `initialize_parameters_deep`. Há **três** defeitos, e os três param o programa,
# um depois do outro: comece rodando a célula e depois `initialize_parameters_deep([5, 4, 3, 1])`. Os dois
# `assert` não são defeito. Apagá-los cala o mensageiro: o dicionário sairia errado, sem aviso.

# %% solution="initialize_parameters_deep"
def initialize_parameters_deep(layer_dims):
    """Sorteia os pesos de todas as camadas e zera os vieses.

    Entrada:
    layer_dims -- lista com o tamanho de cada camada, a entrada inclusive

    Saída:
    parameters -- dicionário com "W1", "b1", ..., "WL", "bL", em que L = len(layer_dims) - 1
                  Wl tem formato (layer_dims[l], layer_dims[l-1]): a semente é 3, uma vez por
                  chamada, e os sorteios de np.random.randn vão da camada 1 à L, vezes 0.01
                  bl tem formato (layer_dims[l], 1) e só zeros
    """
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)

    for l in range(1, L):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{L}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{L}"] = np.zeros(n, 1)

        assert parameters[f"W{l}"].shape == (n, n_before)
        assert parameters[f"b{l}"].shape == (n, 1)

    return parameters


### BEGIN SOLUTION
def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)

    for l in range(1, L):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = 0.01 * np.random.randn(n, n_before)
        parameters[f"b{l}"] = np.zeros((n, 1))

        assert parameters[f"W{l}"].shape == (n, n_before)
        assert parameters[f"b{l}"].shape == (n, 1)

    return parameters
### END SOLUTION


# %% checks="initialize_parameters_deep"

# %% [markdown]
# **Valores esperados** para `initialize_parameters_deep([3, 2, 2, 1])`:
#
# ```
# W1 = [[ 0.01788628  0.0043651   0.00096497]
#       [-0.01863493 -0.00277388 -0.00354759]]
# W2 = [[-0.00082741 -0.00627001]
#       [-0.00043818 -0.00477218]]
# W3 = [[-0.01313865  0.00884622]]
# b1 = [[0.] [0.]]    b2 = [[0.] [0.]]    b3 = [[0.]]
# ```

# %% [markdown]
# ## 4. Ativações (1,25 ponto)
#
# ### 4.1 A ReLU (0,5 ponto)
#
# $$A = \max(0, Z), \text{ elemento a elemento.}$$
#
# | | `Z` | `A` | `cache` |
# |:--|:--|:--|:--|
# | Formato | `(n, m)` | `(n, m)` | o próprio `Z` |
#
# Com $z = -1{,}5$, $0$ e $2$, a saída é $0$, $0$ e $2$:

# %%
print([max(0, z) for z in (-1.5, 0, 2)])


# %% [markdown]
# **Exercício.** Conserte `relu`: um defeito. A última linha do erro diz qual.

# %% solution="relu"
def relu(Z):
    """A ReLU de cada elemento de Z.

    Entrada:
    Z -- array, formato (n, m)

    Saídas:
    A -- array novo com o formato de Z: Z onde Z > 0 e zero nos outros lugares
    cache -- o próprio Z, de que relu_backward precisa
    """
    A = np.maximun(Z, 0)
    assert A.shape == Z.shape

    return A, Z


### BEGIN SOLUTION
def relu(Z):
    A = np.maximum(Z, 0)
    assert A.shape == Z.shape

    return A, Z
### END SOLUTION


# %% checks="relu"

# %% [markdown]
# **Valor esperado** com `Z = [[-1.5, 0, 2], [0.25, -3, 1]]`:
#
# ```
# A = [[0.   0.   2.  ]
#      [0.25 0.   1.  ]]
# ```

# %% [markdown]
# ### 4.2 A volta pela ReLU (0,75 ponto)
#
# A derivada da ReLU é 1 onde $Z > 0$ e 0 onde $Z \le 0$. O gradiente que chega, $dA$, passa inteiro ou
# não passa:
#
# $$dZ = \begin{cases} dA & \text{onde } Z > 0 \\ 0 & \text{onde } Z \le 0. \end{cases}$$
#
# Quem abre e fecha a porta é $Z$, o valor da **ida**. O sinal do gradiente não tem nada com isso: um
# $dA$ negativo passa por uma porta aberta.
#
# | $Z$ | $dA$ | $dZ$ |
# |--:|--:|--:|
# | $2$ | $-0{,}7$ | $-0{,}7$ |
# | $-1$ | $0{,}4$ | $0$ |

# %%
print([dA if Z > 0 else 0 for Z, dA in ((2, -0.7), (-1, 0.4))])


# %% [markdown]
# **Exercício.** Conserte `relu_backward`: **dois** defeitos, um que avisa e um que não. Consertado o
# primeiro, a função roda e devolve números; a tabela acima mostra que são os números errados. E repare no
# que o array novo protege: `dA` precisa continuar como estava. Com `dZ = dA` os números sairiam certos, e os zeros
# iriam parar no `dA` de quem chamou.

# %% solution="relu_backward"
def relu_backward(dA, cache):
    """Leva o gradiente de A = relu(Z) para Z.

    Entradas:
    dA -- gradiente em relação a A, formato (n, m); não pode ser alterado
    cache -- o Z que relu guardou, formato (n, m)

    Saída:
    dZ -- array novo, formato (n, m): dA onde Z > 0 e zero onde Z <= 0
    """
    Z = cache
    dZ = np.Array(dA)
    dZ[dA <= 0] = 0
    assert dZ.shape == Z.shape

    return dZ


### BEGIN SOLUTION
def relu_backward(dA, cache):
    Z = cache
    dZ = np.array(dA)
    dZ[Z <= 0] = 0
    assert dZ.shape == Z.shape

    return dZ
### END SOLUTION


# %% checks="relu_backward"

# %% [markdown]
# **Valor esperado** com `dA = [[-0.7, 0.4, 1.2], [0.3, -2, -0.1]]` e
# `Z = [[2, -1, 0.5], [0, 1, -4]]`:
#
# ```
# dZ = [[-0.7  0.   1.2]
#       [ 0.  -2.   0. ]]
# ```

# %% [markdown]
# ## 5. Propagação para a frente (2,25 pontos)
#
# ### 5.1 Uma camada (1 ponto)
#
# Uma camada é a parte linear seguida da ativação, e guarda o que a volta vai precisar:
#
# $$A^{[l]} = g\left(W^{[l]} A^{[l-1]} + b^{[l]}\right), \qquad g \text{ é a sigmoide ou a ReLU.}$$
#
# | | `A` | `linear_cache` | `activation_cache` | `cache` |
# |:--|:--|:--|:--|:--|
# | Conteúdo | $A^{[l]}$, formato `(n[l], m)` | `(A_prev, W, b)` | $Z^{[l]}$ | `(linear_cache, activation_cache)` |
#
# Um neurônio com pesos $(2, -1)$ e viés $-3$ recebe $(1, 4)$: $z = 2 - 4 - 3 = -5$. Com ReLU ele
# responde $0$; com sigmoide, $0{,}0067$; sem ativação nenhuma responderia $-5$, e a rede inteira viraria
# uma conta linear.

# %%
z = 2 * 1 - 1 * 4 - 3
print("z =", z, "  ReLU:", max(0, z), "  sigmoide:", round(1 / (1 + math.exp(-z)), 4))


# %% [markdown]
# **Exercício.** Conserte `linear_activation_forward`. O erro aparece em só um dos dois caminhos. Cuidado
# com o remédio mais curto: dar um valor qualquer ao nome que falta cala o erro e deixa a camada linear.
# Pergunte o que aquela linha deveria ter feito.

# %% solution="linear_activation_forward"
def linear_activation_forward(A_prev, W, b, activation):
    """Calcula uma camada: a parte linear e a ativação.

    Entradas:
    A_prev -- ativações da camada anterior, formato (n_anterior, m)
    W -- pesos, formato (n, n_anterior)
    b -- vieses, formato (n, 1)
    activation -- "sigmoid" ou "relu"

    Saídas:
    A -- ativações da camada, formato (n, m)
    cache -- tupla (linear_cache, activation_cache): o de linear_forward e o da ativação
    """
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        A, linear_cache = linear_forward(A_prev, W, b)

    return A, (linear_cache, activation_cache)


### BEGIN SOLUTION
def linear_activation_forward(A_prev, W, b, activation):
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = relu(Z)

    return A, (linear_cache, activation_cache)
### END SOLUTION


# %% checks="linear_activation_forward"

# %% [markdown]
# **Valores esperados** com `linear_activation_forward_test_case()` e `"relu"`:
#
# ```
# A = [[3.43896131 0.        ]]
# activation_cache = [[ 3.43896131 -2.08938436]]
# ```
#
# A verificação olha também o neurônio do começo da seção, nos dois ramos.

# %% [markdown]
# ### 5.2 A rede inteira (1,25 ponto)
#
# A saída de cada camada é a entrada da seguinte. Em `[5, 4, 3, 1]` com 4 exemplos:
#
# | | $X$ | $A^{[1]}$ (ReLU) | $A^{[2]}$ (ReLU) | $A^{[3]}$ (sigmoide) |
# |:--|:--|:--|:--|:--|
# | Formato | `(5, 4)` | `(4, 4)` | `(3, 4)` | `(1, 4)` |
#
# São $L-1 = 2$ voltas no laço e **uma** camada depois dele, com 3 caches no fim. Em uma rede de uma
# camada só, como o neurônio de 5.1, que tem de responder $\sigma(-5) \approx 0{,}0067$, o laço não dá volta nenhuma.
# Quanto devolve uma função que termina antes do `return`?

# %%
def termina_antes():
    for _ in range(1, 1):
        return "chegou aqui"


print(termina_antes())


# %% [markdown]
# **Exercício.** Conserte `L_model_forward`. O defeito se esconde como o de 2.2: com uma camada ela devolve `None`, com
# duas está certa, com três larguras iguais erra calada, e com `[5, 4, 3, 1]` diz, com todas as letras, que
# duas matrizes não se encaixam. Pergunte, para cada linha, **quantas vezes** ela deveria rodar.

# %% solution="L_model_forward"
def L_model_forward(X, parameters):
    """Propaga o lote por todas as camadas: ReLU nas ocultas e sigmoide na última.

    Entradas:
    X -- lote, formato (n_entradas, m)
    parameters -- dicionário com "W1", "b1", ..., "WL", "bL"

    Saídas:
    AL -- probabilidades previstas, formato (1, m)
    caches -- lista com os L caches de linear_activation_forward, da camada 1 à L
    """
    caches = []
    A = X
    L = len(parameters) // 2

    for l in range(1, L):
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], activation="relu"
        )
        caches.append(cache)

        AL, cache = linear_activation_forward(
            A, parameters[f"W{L}"], parameters[f"b{L}"], activation="sigmoid"
        )
        caches.append(cache)

        return AL, caches


### BEGIN SOLUTION
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2

    for l in range(1, L):
        A, cache = linear_activation_forward(
            A, parameters[f"W{l}"], parameters[f"b{l}"], activation="relu"
        )
        caches.append(cache)

    AL, cache = linear_activation_forward(
        A, parameters[f"W{L}"], parameters[f"b{L}"], activation="sigmoid"
    )
    caches.append(cache)

    return AL, caches
### END SOLUTION


# %% checks="L_model_forward"

# %% [markdown]
# **Valores esperados** com `L_model_forward_test_case_2hidden()`:
#
# ```
# AL = [[0.03921668 0.70498921 0.19734387 0.04728177]]
# tamanho da lista caches = 3
# ```
#
# A verificação olha também a rede de uma camada do começo da seção.

# %% [markdown]
# ## 6. Custo (0,75 ponto)
#
# A entropia cruzada **média** do lote:
#
# $$J = -\frac{1}{m} \sum_{i=1}^{m} \left[ y^{(i)} \log a^{[L](i)}
#       + \left(1 - y^{(i)}\right) \log\left(1 - a^{[L](i)}\right) \right].$$
#
# | | $A^{[L]}$ | $Y$ | $J$ |
# |:--|:--|:--|:--|
# | Formato | `(1, m)` | `(1, m)` | um número |
#
# Com $a = (0{,}8;\ 0{,}4)$ e $y = (1;\ 0)$, as probabilidades dadas às respostas certas são $0{,}8$ e
# $0{,}6$, e o custo é $-(\ln 0{,}8 + \ln 0{,}6)/2 \approx 0{,}3670$:

# %%
print("custo:", -(math.log(0.8) + math.log(0.6)) / 2)


# %% [markdown]
# **Exercício.** Conserte `compute_cost`: **dois** defeitos. O que não avisa é o mais caro de descobrir
# treinando e o mais barato de descobrir com 2.4: depois de consertar o primeiro, calcule o custo de
# responder $0{,}5$ a 100 exemplos.

# %% solution="compute_cost"
def compute_cost(AL, Y):
    """A entropia cruzada média do lote.

    Entradas:
    AL -- probabilidades previstas, formato (1, m), maiores que 0 e menores que 1
    Y -- rótulos 0 ou 1, formato (1, m)

    Saída:
    cost -- o custo, um número
    """
    m = Y.shape[0]
    log_likelihood = np(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    cost = -log_likelihood / m

    return cost


### BEGIN SOLUTION
def compute_cost(AL, Y):
    m = Y.shape[1]
    log_likelihood = np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    cost = -log_likelihood / m

    return cost
### END SOLUTION


# %% checks="compute_cost"

# %% [markdown]
# **Valor esperado** com `compute_cost_test_case()`: `0.2797765635793422`.
#
# Agora a pergunta 4 do método, com as funções que você já consertou. Deve dar $\ln 2 \approx 0{,}6931$:

# %%
rotulos_do_comeco = np.array([[0, 1] * 50])
entradas_do_comeco = np.random.default_rng(2).normal(size=(5, 100))
AL_do_comeco, _ = L_model_forward(entradas_do_comeco, initialize_parameters_deep([5, 4, 3, 1]))
print(f"custo no começo: {compute_cost(AL_do_comeco, rotulos_do_comeco):.4f}")

# %% [markdown]
# ## 7. Retropropagação (3,5 pontos)
#
# ### 7.1 A parte linear (1,25 ponto)
#
# De $Z = WA + b$, com $dZ$ conhecido:
#
# $$dW = \frac{1}{m}\, dZ\, A_{\text{prev}}^{\top}, \qquad
#   db = \frac{1}{m} \sum_{i=1}^{m} dZ^{(i)}, \qquad
#   dA_{\text{prev}} = W^{\top} dZ.$$
#
# | | `dZ` | `A_prev` | `W` | `dW` | `db` | `dA_prev` |
# |:--|:--|:--|:--|:--|:--|:--|
# | Formato | `(n, m)` | `(n_anterior, m)` | `(n, n_anterior)` | `(n, n_anterior)` | `(n, 1)` | `(n_anterior, m)` |
#
# Um neurônio, dois exemplos: $dZ = (0{,}5;\ {-}0{,}25)$ e entradas $(1;\ 3)$. Então
# $dW = (0{,}5 \cdot 1 - 0{,}25 \cdot 3)/2 = -0{,}125$ e $db = (0{,}5 - 0{,}25)/2 = 0{,}125$:

# %%
print("dW =", (0.5 * 1 - 0.25 * 3) / 2, "  db =", (0.5 - 0.25) / 2)


# %% [markdown]
# **Exercício.** Conserte `linear_backward`: **dois** defeitos, um que avisa e um que não. O segundo é o
# mais traiçoeiro do lab: a rede treina, e decora oito exemplos até **melhor** que a certa. A verificação diz
# em que gradiente ele está; em 7.4 o juiz o teria dito também, sem nenhum valor esperado.

# %% solution="linear_backward"
def linear_backward(dZ, cache):
    """A volta pela parte linear de uma camada.

    Entradas:
    dZ -- gradiente em relação a Z, formato (n, m)
    cache -- a tupla (A_prev, W, b) de linear_forward

    Saídas:
    dA_prev -- gradiente em relação a A_prev, formato (n_anterior, m); cada coluna é de um exemplo
    dW -- gradiente do custo médio em relação a W, formato (n, n_anterior)
    db -- gradiente do custo médio em relação a b, formato (n, 1)
    """
    A_prev, W = cache
    m = A_prev.shape[1]

    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True)
    dA_prev = W.T @ dZ

    return dA_prev, dW, db


### BEGIN SOLUTION
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]

    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ

    return dA_prev, dW, db
### END SOLUTION


# %% checks="linear_backward"

# %% [markdown]
# **Valores esperados** com `linear_backward_test_case()` (de `dA_prev`, a primeira linha):
#
# ```
# dA_prev[0] = [-1.15171336  0.06718465 -0.3204696   2.09812712]
# dW = [[ 0.07313866 -0.0976715  -0.87585828  0.73763362  0.00785716]
#       [ 0.85508818  0.37530413 -0.59912655  0.71278189 -0.58931808]
#       [ 0.97913304 -0.24376494 -0.08839671  0.55151192 -0.10290907]]
# db = [[-0.14713786] [-0.11313155] [-0.13209101]]
# ```

# %% [markdown]
# ### 7.2 Uma camada (1 ponto)
#
# Primeiro a ativação, depois a parte linear:
#
# $$dZ^{[l]} = dA^{[l]} * g'\left(Z^{[l]}\right), \qquad
#   \left(dA^{[l-1]},\ dW^{[l]},\ db^{[l]}\right) = \mathtt{linear\_backward}\left(dZ^{[l]}\right).$$
#
# | | `dA` | `cache` | saem |
# |:--|:--|:--|:--|
# | Conteúdo | gradiente em relação a $A^{[l]}$ | `(linear_cache, activation_cache)` | `dA_prev`, `dW`, `db` |
#
# Com $z = 0$ a sigmoide tem derivada $0{,}5 \cdot 0{,}5 = 0{,}25$, a maior que ela pode ter. Um $dA = 2$
# chega a $dZ = 0{,}5$. Na ReLU, com $z = 0$, chega a $0$. Se o neurônio tem um só peso, $w = 4$, e recebeu a entrada
# $3$ de um exemplo só, com a sigmoide saem $dA_{prev} = 4 \cdot 0{,}5 = 2$, $dW = 0{,}5 \cdot 3 = 1{,}5$ e $db = 0{,}5$;
# com a ReLU, três zeros.

# %%
print("sigmoide:", 2 * 0.5 * (1 - 0.5), "  ReLU:", 2 * (0 > 0))
print("dA_prev:", 4 * 0.5, "  dW:", 0.5 * 3, "  db:", 0.5)


# %% [markdown]
# **Exercício.** Conserte `linear_activation_backward`. O erro não aparece nela, e sim em **quem a chama**,
# que recebe `None` e tenta dividi-lo em três. Chame a função sozinha, com cada ativação, e veja o que ela
# devolve.

# %% solution="linear_activation_backward"
def linear_activation_backward(dA, cache, activation):
    """A volta por uma camada: a ativação e depois a parte linear.

    Entradas:
    dA -- gradiente em relação à saída da camada, formato (n, m)
    cache -- a tupla (linear_cache, activation_cache) de linear_activation_forward
    activation -- "sigmoid" ou "relu"

    Saídas:
    dA_prev, dW, db -- como em linear_backward
    """
    linear_cache, activation_cache = cache

    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)

        return dA_prev, dW, db


### BEGIN SOLUTION
def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache

    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)

    return dA_prev, dW, db
### END SOLUTION


# %% checks="linear_activation_backward"

# %% [markdown]
# **Valores esperados** com `linear_activation_backward_test_case()` e `"relu"`:
#
# ```
# dA_prev = [[ 0.44090989  0.        ]
#            [ 0.37883606  0.        ]
#            [-0.2298228   0.        ]]
# dW = [[ 0.44513824  0.37371418 -0.10478989]]
# db = [[-0.20837892]]
# ```
#
# A verificação olha também a conta do começo da seção, com cada ativação.

# %% [markdown]
# ### 7.3 A rede inteira (1,25 ponto)
#
# A volta começa na derivada da perda de cada exemplo em relação à saída,
#
# $$dA^{[L]} = \frac{1 - Y}{1 - A^{[L]}} - \frac{Y}{A^{[L]}},$$
#
# e desce da camada $L$ à camada 1. Cada camada recebe um `dA` e preenche três entradas de `grads`:
#
# | Camada | Ativação | Recebe | Cache | Preenche |
# |:--|:--|:--|:--|:--|
# | `L` | sigmoide | `dAL` | `caches[L-1]` | `dA{L-1}`, `dW{L}`, `db{L}` |
# | `l`, de `L-1` a `1` | ReLU | `grads[f"dA{l}"]` | `caches[l-1]` | `dA{l-1}`, `dW{l}`, `db{l}` |
#
# `dA{l}` é sempre o gradiente em relação a $A^{[l]}$, e tem o formato dele. O dicionário pode ter outras
# chaves, e `dA0` não é exigido. Com $y = 1$ e $a = 0{,}8$, $dA = -1/0{,}8 = -1{,}25$; com $y = 0$ e
# $a = 0{,}4$, $dA = 1/0{,}6 \approx 1{,}6667$:

# %%
for y_i, a_i in ((1, 0.8), (0, 0.4)):
    print("y =", y_i, "  a =", a_i, "  dA =", round((1 - y_i) / (1 - a_i) - y_i / a_i, 4))


# %% [markdown]
# **Exercício.** Conserte `L_model_backward`: **três** defeitos, dois que avisam e um que não. Em uma rede
# de duas camadas, a que todo mundo tenta primeiro, o terceiro não existe.
#
# O `Y` pode chegar como linha `(1, m)`, como coluna `(m, 1)` ou como vetor `(m,)`; o resultado é o mesmo.
# É para isso que serve uma das linhas que hoje param o programa: conserte-a em vez de apagá-la. Uma linha
# menos uma coluna é uma **matriz**, e o NumPy não reclama.

# %% solution="L_model_backward"
def L_model_backward(AL, Y, caches):
    """A volta por toda a rede.

    Entradas:
    AL -- saída da rede, formato (1, m)
    Y -- os m rótulos, 0 ou 1, em formato (1, m), (m, 1) ou (m,)
    caches -- os L caches de L_model_forward; caches[l-1] é o da camada l

    Saída:
    grads -- dicionário com "dW1", "db1", ..., "dWL", "dbL" e "dA1", ..., "dA(L-1)"
    """
    grads = {}
    L = len(caches)
    m = AL.shapes[1]
    Y = Y.reshapes(1, m)

    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], activation="sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db

    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(
            grads[f"dA{l}"], caches[l - 1], activation="relu"
        )
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db

        return grads


### BEGIN SOLUTION
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(1, m)

    dAL = (1 - Y) / (1 - AL) - Y / AL
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], activation="sigmoid")
    grads[f"dA{L - 1}"], grads[f"dW{L}"], grads[f"db{L}"] = dA_prev, dW, db

    for l in range(L - 1, 0, -1):
        dA_prev, dW, db = linear_activation_backward(
            grads[f"dA{l}"], caches[l - 1], activation="relu"
        )
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA_prev, dW, db

    return grads
### END SOLUTION


# %% checks="L_model_backward"

# %% [markdown]
# **Valores esperados** com a rede e o lote de `L_model_forward_test_case_2hidden()` e
# `Y = [[0, 1, 0, 1]]`:
#
# ```
# dW1 = [[ 0.00946348  0.02385284  0.03318126  0.01243399  0.00754528]
#        [-0.00322939 -0.01670973 -0.03901109 -0.00164757 -0.00940296]
#        [ 0.34946282  0.55666322 -0.21069876 -0.05637771 -0.31841601]
#        [-0.44744897 -0.71274645  0.26977675  0.0721855   0.40769692]]
# db1 = [[ 0.02283022] [-0.0148259 ] [-0.37808172] [ 0.48409235]]
# dW3 = [[-0.42578871 -1.0063003  -1.76554947]]
# db3 = [[-0.25279212]]
# ```
#
# Com o mesmo `Y` em coluna, os gradientes são os mesmos.

# %% [markdown]
# ### 7.4 O juiz, na sua rede
#
# Aqui está o seu código inteiro até os gradientes, na menor rede que serve. Primeiro os formatos, depois
# o gradiente, parâmetro por parâmetro. Se houver um `ERRADO`, use a chave de leitura de 2.5 antes de
# abrir o código.

# %%
sorteio = np.random.default_rng(5)
rede = {}
for l, (n_before, n) in enumerate([(5, 4), (4, 3), (3, 1)], start=1):
    rede[f"W{l}"] = sorteio.normal(size=(n, n_before)) / math.sqrt(n_before)
    rede[f"b{l}"] = 0.3 * sorteio.normal(size=(n, 1))
X_juiz, Y_juiz = sorteio.normal(size=(5, 12)), np.array([[0, 1] * 6])

AL_juiz, caches_juiz = L_model_forward(X_juiz, rede)
grads_juiz = L_model_backward(AL_juiz, Y_juiz, caches_juiz)
check_shapes(rede, grads_juiz)
gradient_check(
    lambda parameters: compute_cost(L_model_forward(X_juiz, parameters)[0], Y_juiz),
    grads_juiz,
    rede,
)

# %% [markdown]
# ## 8. Atualização (1 ponto)
#
# Um passo de tamanho $\alpha$ contra o gradiente, em **todas** as camadas:
#
# $$W^{[l]} \leftarrow W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} \leftarrow b^{[l]} - \alpha\, db^{[l]},
#   \qquad l = 1, \dots, L.$$
#
# Os formatos não mudam. O dicionário tem duas entradas por camada: na rede `[5, 4, 3, 1]` ele tem 6, e
# $L = 3$. Um viés $b = -1$ com gradiente $2$ e $\alpha = 0{,}1$ passa a valer
# $-1 - 0{,}1 \cdot 2 = -1{,}2$:

# %%
print("b =", -1 - 0.1 * 2)


# %% [markdown]
# **Exercício.** Conserte `update_parameters`. São **dois** defeitos, e um esconde o outro: como está, ela
# não levanta erro nenhum, e o custo cai. Conserte o que a pergunta 7 do método mostra, e o segundo
# aparece. O dicionário recebido não pode mudar.

# %% solution="update_parameters"
def update_parameters(params, grads, learning_rate):
    """Um passo de descida do gradiente em todas as camadas.

    Entradas:
    params -- dicionário com "W1", "b1", ..., "WL", "bL"; não pode ser alterado
    grads -- dicionário com "dW1", "db1", ..., "dWL", "dbL" (e talvez outras chaves)
    learning_rate -- tamanho do passo, um número

    Saída:
    parameters -- dicionário novo, com as mesmas chaves de params e os valores depois do passo
    """
    parameters = copy.deepcopy(params)
    L = len(parameters)

    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]

        return parameters


### BEGIN SOLUTION
def update_parameters(params, grads, learning_rate):
    parameters = copy.deepcopy(params)
    L = len(parameters) // 2

    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]

    return parameters
### END SOLUTION


# %% checks="update_parameters"

# %% [markdown]
# **Valores esperados** com `update_parameters_test_case()` e taxa 0,1:
#
# ```
# W1 = [[-0.59562069 -0.09991781 -2.14584584  1.82662008]
#       [-1.76569676 -0.80627147  0.51115557 -1.18258802]
#       [-1.0535704  -0.86128581  0.68284052  2.20374577]]
# W2 = [[-0.55569196  0.0354055   1.32964895]]
# b1 = [[-0.04659241] [-1.28888275] [ 0.53405496]]
# b2 = [[-0.84610769]]
# ```
#
# E o passo à mão, um peso de cada camada da rede de 7.4. As duas colunas devem ser iguais:

# %%
depois = update_parameters(rede, grads_juiz, 0.1)
for l in (1, 2, 3):
    a_mao = rede[f"W{l}"][0, 0] - 0.1 * grads_juiz[f"dW{l}"][0, 0]
    print(f"W{l}[0, 0]:  à mão {a_mao:9.6f}   na função {depois[f'W{l}'][0, 0]:9.6f}")


# %% [markdown]
# ## 9. A rede inteira
#
# ### 9.1 Decorar oito exemplos
#
# As peças, juntas. `pesos_iniciais` sorteia pesos de desvio-padrão $1/\sqrt{n^{[l-1]}}$, maiores que os de
# `initialize_parameters_deep`: com 0,01 o sinal encolhe a cada camada, e a rede de 9.2 passa 1500 passos
# dando a mesma resposta a todos os pontos, com custo parado em 0,615, antes de começar a aprender. É
# escolha de projeto, e não defeito de código.

# %%
def pesos_iniciais(layer_dims, semente):
    """Como initialize_parameters_deep, com pesos de desvio-padrão 1/raiz(n da camada anterior)."""
    sorteio, parameters = np.random.default_rng(semente), {}
    for l in range(1, len(layer_dims)):
        n, n_before = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = sorteio.normal(size=(n, n_before)) / math.sqrt(n_before)
        parameters[f"b{l}"] = 0.1 * sorteio.normal(size=(n, 1))
    return parameters


def treine(X, Y, parameters, passos, learning_rate, atualize, custos=None, mostrar=False):
    """Treina a rede e devolve os parâmetros; custos recebe um custo a cada 100 passos."""
    custos = [] if custos is None else custos
    for passo in acompanhe(range(passos), custos, mostrar=mostrar):
        AL, caches = L_model_forward(X, parameters)
        if passo % 100 == 0:
            custos.append(float(np.squeeze(compute_cost(AL, Y))))
        grads = L_model_backward(AL, Y, caches)
        parameters = atualize(parameters, grads, learning_rate)
    return parameters


# %% demo
X_oito = np.random.default_rng(8).normal(size=(5, 8))
Y_oito = np.array([[0, 1] * 4])
oito = treine(X_oito, Y_oito, pesos_iniciais([5, 8, 4, 1], 5), 3000, 0.5, update_parameters)
AL_oito, _ = L_model_forward(X_oito, oito)
print("rótulos:  ", Y_oito[0])
print("previstos:", (AL_oito[0] > 0.5).astype(int))
print(f"custo: {compute_cost(AL_oito, Y_oito):.5f}")

# %% [markdown]
# ### 9.2 Aprender um disco
#
# São 200 pontos do plano: rótulo 1 dentro de um disco, 0 fora dele. Uma reta não os separa.

# %%
sorteio = np.random.default_rng(4)
X_disco = sorteio.uniform(-2, 2, size=(2, 200))
Y_disco = (np.sum(X_disco**2, axis=0, keepdims=True) < 1.6).astype(float)
print("dentro do disco:", int(Y_disco.sum()), "de", Y_disco.size)

# %% [markdown]
# Treinamos a rede `[2, 8, 4, 1]` duas vezes, dos mesmos pesos iniciais. Na segunda, de cada passo só a
# primeira camada fica com os valores novos, que é o que `update_parameters` fazia antes de você chegar. Quem
# responde sempre "fora" acerta 69,5 % dos pontos. Até onde vai a rede em que só a camada 1 aprende?
#
# - **a.** Não passa de quem responde sempre "fora".
# - **b.** Passa por pouco: o custo cai e para alto.
# - **c.** Aprende o disco, mais devagar.

# %%
palpite_do_disco = ""  # a letra, entre as aspas


# %%
def atualize_so_a_primeira(params, grads, learning_rate):
    """Um passo em que só a camada 1 muda."""
    novos = update_parameters(params, grads, learning_rate)
    return {**params, "W1": novos["W1"], "b1": novos["b1"]}


# %% demo
custos_certos, custos_com_defeito = [], []
inicio = pesos_iniciais([2, 8, 4, 1], 1)
certa = treine(X_disco, Y_disco, inicio, 4000, 0.3, update_parameters, custos_certos, mostrar=True)
com_defeito = treine(
    X_disco, Y_disco, inicio, 4000, 0.3, atualize_so_a_primeira, custos_com_defeito, mostrar=True
)
acertos = np.mean((L_model_forward(X_disco, com_defeito)[0] > 0.5) == Y_disco)
houve = "a" if acertos <= 0.7 else "b" if acertos < 0.9 else "c"
palpites.compare(
    palpite_do_disco, houve, a="não passa disso", b="passa por pouco", c="aprende o disco"
)
compare_custos(
    {"só a camada 1 aprende": custos_com_defeito, "todas aprendem": custos_certos}, 0.3
)

# %% [markdown]
# As duas curvas começam em 0,668. Com todas as camadas aprendendo, o custo chega a 0,003 e a rede acerta
# os 200 pontos. Só com a primeira, ele desce até 0,442 e a rede acerta 73 %. Quem olhasse só essa curva
# diria que o treino vai bem e que o problema é difícil; mas responder sempre "fora" já acerta 69,5 %.
#
# Veja agora o que cada uma desenhou:

# %% demo
figuras.regioes(
    {
        "todas aprendem": lambda X: L_model_forward(X, certa)[0],
        "só a camada 1 aprende": lambda X: L_model_forward(X, com_defeito)[0],
    },
    X_disco,
    Y_disco,
)


# %% [markdown]
# ### 9.3 Exercício aberto: o seu defeito (sem pontos)
#
# Agora o defeito é seu. Escreva um com que a rede ainda decore os oito exemplos, com custo abaixo de 0,01, e que só o
# juiz veja: os formatos certos e **um só** parâmetro reprovado. Ele mexe nos gradientes, na função abaixo, que por
# enquanto não estraga nada. Quanto um gradiente pode errar sem que o custo o denuncie?

# %% demo
def meu_defeito(grads):
    """Recebe os gradientes certos e devolve os seus, em um dicionário novo."""
    return {**grads}


def atualize_com_ele(params, grads, learning_rate):
    """Um passo com os gradientes que meu_defeito devolve."""
    return update_parameters(params, meu_defeito(grads), learning_rate)


check_shapes(rede, meu_defeito(grads_juiz))
gradient_check(
    lambda p: compute_cost(L_model_forward(X_juiz, p)[0], Y_juiz), meu_defeito(grads_juiz), rede
)
com_ele = treine(X_oito, Y_oito, pesos_iniciais([5, 8, 4, 1], 5), 3000, 0.5, atualize_com_ele)
print(f"custo depois do treino: {compute_cost(L_model_forward(X_oito, com_ele)[0], Y_oito):.5f}")

# %% [markdown]
# ### 9.4 Outro juiz: o PyTorch
#
# As bibliotecas fazem a volta sozinhas: o PyTorch anota as contas da ida e as percorre de trás para a frente. A
# célula refaz a ida da rede de 7.4 e mostra a maior diferença entre os gradientes dele e os seus. Onde a conta é a
# mesma, só o arredondamento as separa.

# %% demo
try:
    import torch
except ImportError:
    print("O PyTorch não está instalado aqui, e nada foi comparado. No Colab ele já vem.")
else:
    pesos = {nome: torch.tensor(valor, requires_grad=True) for nome, valor in rede.items()}
    A = torch.tensor(X_juiz)
    for l in (1, 2, 3):
        Z = pesos[f"W{l}"] @ A + pesos[f"b{l}"]
        A = torch.relu(Z) if l < 3 else torch.sigmoid(Z)
    torch.nn.functional.binary_cross_entropy(A, torch.tensor(Y_juiz, dtype=A.dtype)).backward()
    for nome, valor in pesos.items():
        diferenca = np.abs(valor.grad.numpy() - grads_juiz["d" + nome]).max()
        print(f"d{nome:4} {'igual' if diferenca < 1e-12 else 'diferente'}   {diferenca:.0e}")

# %% [markdown]
# ## 10. Pergunta aberta (até 1 ponto extra)
#
# Esta resposta é lida e corrigida pelos monitores. Ela não entra nos 10 pontos: vale até **1 ponto
# extra**. Escreva com as suas palavras, em 10 a 20 linhas:
#
# 1. Quais dos defeitos que você consertou levantavam um erro, e quais eram silenciosos? Dos que levantavam
#    erro, quais ficavam calados em alguma rede, e em qual?
# 2. Por que o custo caía mesmo com um defeito em `update_parameters`? Use as curvas de 9.2.
# 3. Como você teria descoberto o defeito silencioso de `linear_backward` sem saber que ele existia? Por que
#    decorar oito exemplos não o mostraria?

# %% [markdown] manual="q_defeitos" points=0
# ### BEGIN SOLUTION
# 1. Levantavam erro: `np.zeros(n, 1)`, as duas chaves com `L` (por causa dos `assert`; sem eles o
#    dicionário sairia só com a última camada), `np.maximun`, `np.Array`, a ReLU que faltava na ida,
#    `np(…)`, o cache dividido em dois nomes, o `return` dentro do ramo da sigmoide, `.shapes` e
#    `.reshapes`. O bloco dentro do laço de `L_model_forward` só levantava erro com larguras diferentes:
#    com duas camadas está certo, com larguras iguais erra calado e com uma camada devolve `None`. O
#    `return` dentro do laço de `L_model_backward` só aparece com três camadas ou mais, e o erro (`dW1` não
#    existe) sai em `update_parameters`. Silenciosos: a ReLU que testava `dA`, o $m$ tirado de
#    `Y.shape[0]`, o `db` sem $1/m$ e o `return` no laço de `update_parameters`. O `L` que não era
#    dividido por dois ficava escondido por este último, e levantava `KeyError` depois dele consertado. `np.maximun`,
#    `np.Array` e o ramo da ReLU não aparecem em uma rede de uma camada só.
# 2. Porque a primeira camada ainda aprendia, na direção certa: o gradiente dela é o verdadeiro, e mudar
#    só os pesos dela já diminui o custo. As camadas 2 e 3 ficavam nos pesos sorteados, e a primeira fez o que
#    pôde com elas. A curva desce, mas para muito mais alto que a da rede inteira. Custo que cai diz que o passo é de descida,
#    não que todos os parâmetros se movem.
# 3. Com o gradiente conferido por parâmetro, na rede `[5, 4, 3, 1]`: só `db1`, `db2` e `db3` saem errados,
#    e todos os `dW` certos, o que aponta para a linha de `db`. Com $m$ exemplos o `db` sem $1/m$ é $m$
#    vezes maior, na direção certa: é como uma taxa maior só para os vieses, e com oito exemplos isso até
#    acelera. O custo chega mais perto de zero que o da rede certa.
# ### END SOLUTION

# %% [markdown]
# ## O que levar daqui
#
# Uma rede consertada, com o gradiente conferido por um juiz independente, e uma ordem de perguntas que
# serve para qualquer programa que treina:
#
# - leia a **última linha** do erro, e procure a menor rede em que ele aparece;
# - escreva os **formatos** no código e saiba, antes de rodar, quanto deve ser o **primeiro custo**;
# - pergunte ao gradiente **que parâmetro** está errado, e confira **um passo** à mão;
# - só então treine, e desconfie de um custo que cai.
#
# **Para ler mais:** [erros e exceções](https://docs.python.org/pt-br/3/tutorial/errors.html), no tutorial do Python;
# as regras do [broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html) do NumPy; a conferência de
# gradientes nas [notas do CS231n](https://cs231n.github.io/neural-networks-3/#gradcheck), e a do PyTorch, que faz
# o mesmo com qualquer função: [`torch.autograd.gradcheck`](https://docs.pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html);
# [uma receita para treinar redes](https://karpathy.github.io/2019/04/25/recipe/), de Andrej Karpathy, que também
# começa pequeno e desconfiado.
