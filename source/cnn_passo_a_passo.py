# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   gabarito:
#     lab: cnn_passo_a_passo
#     title: "CNN passo a passo: convolução e pooling do zero"
#     helpers: [sorteio.py, incompletas.py, cena.py, figuras_cnn.py, passeio.py, progresso.py, desenho.py]
#     tell_mistakes: true
# ---

# %% [markdown]
# # CNN passo a passo: convolução e pooling do zero
#
# Neste laboratório você programa, só com NumPy, as duas camadas que fazem uma rede neural
# convolucional (CNN): a **convolução** e o **pooling**. Primeiro a propagação para a frente, depois
# a retropropagação, sempre com laços explícitos, para que cada índice fique à vista.
#
# Quase todo erro deste lab é um erro de índice: uma janela que começa no lugar errado, uma borda
# que sobra, um canal esquecido. Por isso há figuras para contar nos dedos, um passeio pela convolução que
# a sua própria função conduz e um juiz independente, que confere os seus gradientes sem conhecer
# nenhuma fórmula.
#
# **Ao fim do lab você saberá**
#
# - dizer o tamanho da saída de uma convolução e de um pooling, e que pixels cada posição dela viu;
# - programar as duas camadas, com stride e borda, para a frente e para trás;
# - conferir um gradiente sem conhecer a fórmula dele, e dizer o que essa conferência não vê;
# - fazer um filtro ser aprendido a partir de exemplos;
# - trocar laços por um produto de matrizes e medir o que se ganha.

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
#   `NomeSobrenome-CNN.pdf`. Envie os dois.
# - Os palpites e as perguntas de passagem não valem pontos: servem para você se surpreender.
#
# | Seção | O que você escreve | Pontos | Minutos |
# |:--|:--|--:|--:|
# | [2. O plano](#2.-O-plano) | | | 5 |
# | [3. Padding](#3.-Padding-com-zeros-(0,5-ponto)) | `zero_pad` | 0,5 | 10 |
# | [4. Uma posição do filtro](#4.-Uma-posição-do-filtro-(0,5-ponto)) | `conv_single_step` | 0,5 | 10 |
# | [5. Convolução](#5.-A-convolução-inteira-(2,5-pontos)) | `conv_forward` | 2,5 | 45 |
# | [6. Pooling](#6.-Pooling-(1,5-ponto)) | `pool_forward` | 1,5 | 45 |
# | [7. Convolução para trás](#7.-Convolução-para-trás-(2-pontos)) | `conv_backward` | 2 | 60 |
# | [8. Pooling para trás](#8.-Pooling-para-trás-(2-pontos)) | `create_mask_from_window` (0,5), `distribute_value` (0,5), `pool_backward` (1) | 2 | 50 |
# | [9. Um filtro que se aprende](#9.-Um-filtro-que-se-aprende-(0,5-ponto)) | `aprenda_filtros` | 0,5 | 30 |
# | [10. Sem laços](#10.-Sem-laços-(0,5-ponto,-exercício-aberto)) | `conv_vetorizada` | 0,5 | 35 |
# | [11. PyTorch](#11.-A-mesma-coisa-em-PyTorch) | | | 10 |
# | | **Total** | **10** | **300** |
#
# Os minutos são uma estimativa, igual em todos os labs: 120 palavras por minuto de leitura, um minuto por
# célula e três por linha que você escreve.

# %% [markdown]
# ### Regras que valem para todas as funções
#
# 1. As entradas são arrays de `float`. Os filtros e as janelas são quadrados ($f \times f$), mas as
#    imagens podem não ser: altura e largura têm contas separadas.
# 2. O lote pode ter um só exemplo, e a imagem um só canal. `stride` é um inteiro a partir de 1 e
#    `pad`, um inteiro a partir de 0 (zero também conta). A janela sempre cabe na imagem, já com as
#    bordas.
# 3. Nenhuma função pode alterar os arrays e dicionários que recebe, nem os que estão dentro de um
#    cache. Crie arrays novos.
# 4. Os valores esperados aparecem com oito casas; diferenças de arredondamento, abaixo de $10^{-6}$,
#    não contam. O caminho é livre: um algoritmo diferente e correto vale o mesmo.
# 5. Se uma função for definida duas vezes, vale a última definição. Não use o nome de uma função
#    como variável.
# 6. Em números e arrays impressos como o Python os escreve, a casa decimal vem depois de um ponto; no texto,
#    nas figuras e nas medidas, depois de uma vírgula.

# %% [markdown]
# ### Notação
#
# - $m$ é o número de exemplos do lote; $n_H$, $n_W$ e $n_C$ são a altura, a largura e o número de
#   canais de uma camada. O índice *prev* marca a camada anterior: $n_{H,prev}$ é a altura da
#   **entrada**, $n_H$ a da **saída**.
# - Um lote de imagens é um array de quatro eixos, sempre nesta ordem:
#   $(m,\ n_H,\ n_W,\ n_C)$, isto é, exemplo, linha, coluna, canal.
# - $f$ é o lado do filtro (ou da janela de pooling), $s$ é o `stride` (quantas posições o filtro anda de
#   cada vez) e $p$ é o `pad` (a largura da borda de zeros).
# - No código, `i`, `h`, `w` e `c` percorrem exemplos, linhas, colunas e canais da **saída**.

# %% [markdown]
# ## 1. Pacotes
#
# O NumPy faz as contas e o Matplotlib desenha. Os outros arquivos acompanham o lab: `sorteio` gera
# as entradas dos exemplos, `incompletas` diz em uma frase que exercício falta, `cena` desenha uma
# imagem de teste, `figuras_cnn` faz as figuras, `passeio` anda pela convolução e `palpites` compara o
# que você previu com o que houve. A seção 11 usa também o PyTorch e o scikit-learn, se estiverem instalados.
#
# **A primeira célula de código cuida desses arquivos:** no Colab, ela os baixa; no Jupyter do seu
# computador, com a pasta do lab completa, ela não baixa nada. Se você prefere guardar a pasta no
# Drive, monte-o e acrescente o caminho dela a `sys.path` antes de rodar essa célula.

# %%
import importlib.util
import time

import numpy as np

import figuras_cnn as figuras
import incompletas
import palpites
import passeio
from cena import cena
from desenho import virgula
from progresso import milhar
from sorteio import sorteie

incompletas.avise()  # se faltar um exercício, uma frase diz qual

# %% [markdown]
# **Pergunta, para lembrar da rede densa.** Em uma camada $Z = WA + b$, com um lote de $m$ exemplos,
# o gradiente $db$ soma $dZ$ sobre quê?
#
# - **a.** Sobre nada: $db$ tem o formato de $dZ$.
# - **b.** Sobre os neurônios da camada.
# - **c.** Sobre os exemplos, que usaram todos o mesmo $b$.
#
# Escreva a letra entre as aspas e rode a célula.

# %%
palpites.responda("soma_do_vies", "")

# %% [markdown]
# ## 2. O plano
#
# Uma rede densa liga cada neurônio a todos os pixels. Em uma foto de $64 \times 64$ com 3 canais,
# cada neurônio precisa de 12 288 pesos, e o que ele aprende sobre um canto da foto não serve para o
# outro. A camada convolucional aposta em duas ideias: um neurônio olha só uma **janela pequena**, e
# os **mesmos pesos** (o filtro) servem para todas as janelas.
#
# Os dois cortes, em números: de um canal de $64 \times 64$ para um mapa do mesmo tamanho, uma camada densa tem
# $(64 \cdot 64)^2 = 16\,777\,216$ pesos. Com os mesmos em todo lugar, basta um para cada distância, de $-63$ a 63
# nos dois sentidos: $127^2 = 16\,129$. Olhando só $3 \times 3$, ficam 9. A aposta tem um preço: onde o lugar
# importa, como em fotos de documento, com o rosto sempre no centro, o filtro não sabe em que ponto está.
#
# Compare 8 neurônios densos com 8 filtros de $3 \times 3$ sobre a mesma foto:

# %%
print("8 neurônios densos:  ", milhar(8 * (64 * 64 * 3) + 8), "parâmetros")
print("8 filtros de 3 por 3:", milhar(8 * (3 * 3 * 3) + 8), "parâmetros")

# %% [markdown]
# Na figura, cada filtro percorre toda a imagem e produz um **mapa** de respostas; os mapas
# empilhados são os canais da saída. O pooling vem depois e encolhe cada mapa, guardando só o maior
# valor (ou a média) de cada janela.

# %%
figuras.camadas()

# %% [markdown]
# Cada função para a frente tem um par para trás. Como na rede densa, o passo para a frente guarda
# um **cache** com o que o passo para trás vai precisar:
#
# | Camada | Para a frente | Para trás | Cache |
# |:--|:--|:--|:--|
# | Convolução | `zero_pad`, `conv_single_step`, `conv_forward` | `conv_backward` | `(A_prev, W, b, hparameters)` |
# | Pooling | `pool_forward` | `create_mask_from_window`, `distribute_value`, `pool_backward` | `(A_prev, hparameters)` |

# %% [markdown]
# ## 3. Padding com zeros (0,5 ponto)
#
# Um filtro de $3 \times 3$ centrado em um pixel da borda olha para fora da imagem. O remédio é
# cercá-la de zeros. Há dois motivos para isso:
#
# - sem a borda, cada convolução encolhe a imagem, e uma rede funda ficaria sem pixels: com
#   $f = 3$, uma imagem de 64 por 64 fica com 62 por 62, e 20 camadas depois com 24 por 24. Com $f$
#   ímpar, stride 1 e $p = (f - 1)/2$, a saída tem o tamanho da entrada (convolução *same*). Quase todo filtro
#   tem lado ímpar: há um pixel no centro, e a borda é a mesma dos dois lados;
# - com stride 1, o pixel do canto entraria em uma só janela, enquanto os do meio entram em $f^2$
#   delas.

# %%
figuras.padding()

# %% [markdown]
# A borda cerca a altura e a largura de **cada canal de cada exemplo**. Os eixos dos exemplos e dos
# canais não crescem: ninguém quer imagens ou cores inventadas.
#
# | | `X` | `X_pad` |
# |:--|:--|:--|
# | Formato | `(m, n_H, n_W, n_C)` | `(m, n_H + 2 * pad, n_W + 2 * pad, n_C)` |
#
# São $2p$, e não $p$, porque a borda aparece dos dois lados. Na figura, $3 + 2 \cdot 2 = 7$.
#
# A função `np.pad` recebe o array e um par (antes, depois) **para cada eixo**. Aqui, uma matriz
# ganha uma linha em cima e duas colunas à direita; sem outra instrução, o preenchimento é zero:

# %%
print(np.pad(np.array([[1.0, 2.0], [3.0, 4.0]]), ((1, 0), (0, 2))))


# %% [markdown]
# **Exercício.** Complete `zero_pad`. Quantos pares um lote de imagens precisa? Quais deles são
# $(0, 0)$?

# %% solution="zero_pad"
def zero_pad(X, pad):
    """Cerca de zeros todas as imagens de um lote.

    Entradas:
    X -- lote de imagens, formato (m, n_H, n_W, n_C)
    pad -- largura da borda, um inteiro a partir de 0

    Saída:
    X_pad -- lote com as bordas, formato (m, n_H + 2*pad, n_W + 2*pad, n_C)
    """
    ### Início do código ### (≈ 1 linha)
    X_pad = None  # ToDo: np.pad com um par para cada eixo
    ### BEGIN SOLUTION
    X_pad = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    ### END SOLUTION
    ### Fim do código ###

    return X_pad


# %% checks="zero_pad"

# %% [markdown]
# **Valores esperados** com `x, = sorteie(1, (4, 3, 3, 2))` e `pad = 2`:
#
# ```
# formato de x:     (4, 3, 3, 2)
# formato de x_pad: (4, 7, 7, 2)
# x[1, 1] = [[ 0.90085595 -0.68372786]
#            [-0.12289023 -0.93576943]
#            [-0.26788808  0.53035547]]
# x_pad[1, 1]: 7 linhas de zeros (ainda é borda)
# x_pad[1, 3]: duas linhas de zeros, x[1, 1] e mais duas linhas de zeros
# ```
#
# Com `pad = 0`, `x_pad` é igual a `x`.
#
# `sorteie(semente, formato, ...)` devolve uma tupla com um array sorteado para cada formato, e os
# números são sempre os mesmos para a mesma semente.

# %% [markdown]
# ## 4. Uma posição do filtro (0,5 ponto)
#
# Pare o filtro sobre uma janela da imagem. Multiplique cada número da janela pelo peso que está
# sobre ele, some tudo, inclusive ao longo dos canais, e some o viés:
#
# $$z = \sum_{u=0}^{f-1} \sum_{v=0}^{f-1} \sum_{k=0}^{n_{C,prev}-1} a_{uvk}\, W_{uvk} + b.$$
#
# | | `a_slice_prev` | `W` | `b` | $z$ |
# |:--|:--|:--|:--|:--|
# | Formato | `(f, f, n_C_prev)` | `(f, f, n_C_prev)` | `(1, 1, 1)` | um número |
#
# Com um canal, a janela $\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$, o filtro
# $\begin{bmatrix} 1 & 0 \\ 0 & -1 \end{bmatrix}$ e $b = 0{,}5$:
# $z = 1 \cdot 1 + 2 \cdot 0 + 3 \cdot 0 + 4 \cdot (-1) + 0{,}5 = -2{,}5$.
#
# Com um segundo canal, de janela $\begin{bmatrix} 0 & 1 \\ 1 & 2 \end{bmatrix}$ e pesos
# $\begin{bmatrix} 2 & 1 \\ 0 & -1 \end{bmatrix}$, os produtos dele entram na **mesma** soma:
# $0 + 1 + 0 - 2 = -1$, e $z = -3 - 1 + 0{,}5 = -3{,}5$. Um filtro dá um número só, quantos canais a
# entrada tiver, e soma o viés uma vez só.

# %%
canal_1 = 1 * 1 + 2 * 0 + 3 * 0 + 4 * (-1)
canal_2 = 0 * 2 + 1 * 1 + 1 * 0 + 2 * (-1)
print("z, com um canal:   ", canal_1 + 0.5)
print("z, com dois canais:", canal_1 + canal_2 + 0.5)

# %% [markdown]
# **Cuidado com o viés.** Ele chega em um array de formato $(1, 1, 1)$, e um número somado a esse
# array vira outro array $(1, 1, 1)$. Para tirar o número de dentro, use `.item()` ou `np.squeeze`.
# Não use `float(b)`: desde o NumPy 2.4 ele é um erro para arrays com três eixos, e guardar um array
# desses em uma posição de outro array, como a seção 5 faz, também. O NumPy mais antigo só avisa, mas
# as verificações recusam as duas coisas em qualquer versão.

# %%
vies = np.array([[[0.5]]])
print("formato da soma com o array:  ", np.shape(-3.0 + vies))
print("formato da soma com o número: ", np.shape(-3.0 + vies.item()))


# %% [markdown]
# **Exercício.** Complete `conv_single_step`. A resposta deve ser **um número só**: um `float` do
# Python, um escalar do NumPy ou um array sem eixos. Um array de formato $(1, 1, 1)$, ou com
# qualquer outro eixo, não serve.

# %% solution="conv_single_step"
def conv_single_step(a_slice_prev, W, b):
    """Aplica um filtro a uma janela da entrada.

    Entradas:
    a_slice_prev -- a janela, formato (f, f, n_C_prev)
    W -- pesos do filtro, formato (f, f, n_C_prev)
    b -- viés do filtro, formato (1, 1, 1)

    Saída:
    Z -- a resposta do filtro nesta posição, um número
    """
    ### Início do código ### (≈ 2 linhas)
    produtos = None  # ToDo: cada número da janela vezes o seu peso
    Z = None         # ToDo: a soma dos produtos mais o viés, em um número só
    ### BEGIN SOLUTION
    produtos = a_slice_prev * W
    Z = np.sum(produtos) + b.item()
    ### END SOLUTION
    ### Fim do código ###

    return Z


# %% checks="conv_single_step"

# %% [markdown]
# **Valor esperado** com `sorteie(1, (4, 4, 3), (4, 4, 3), (1, 1, 1))`: `Z = -6.99908945068`.

# %% [markdown]
# ## 5. A convolução inteira (2,5 pontos)
#
# ### 5.1 A janela que anda
#
# O filtro começa no canto de cima, à esquerda, e anda `stride` posições de cada vez, para a direita
# e para baixo. A resposta da janela $(h, w)$ vai para a posição $(h, w)$ da saída. Na figura,
# $f = 3$ e $s = 2$; os números nas bordas são as posições das fatias do NumPy, em que o fim não
# entra: a janela azul ocupa as linhas `2:5` e as colunas `4:7`.

# %%
figuras.janela()

# %% [markdown]
# Conte na figura onde cada janela começa. Note que `h` e `w` numeram as **janelas**, não os pixels:
#
# | | `h = 0` | `h = 1` | `w = 0` | `w = 1` | `w = 2` |
# |:--|--:|--:|--:|--:|--:|
# | começa em | 0 | 2 | 0 | 2 | 4 |
# | termina em | 3 | 5 | 3 | 5 | 7 |
#
# Só com stride 1 o início da janela é igual ao número dela.
#
# Para que andar mais de uma posição? Com stride 2 a saída fica com metade da altura e da largura: um quarto das
# contas. E a camada seguinte, que anda de posição em posição, passa a andar de 2 em 2 pixels da imagem.

# %% [markdown]
# **Pergunta.** Um programa calcula o tamanho da saída pela fórmula da seção 5.2 e depois, na posição
# `(h, w)`, corta `a[h:h + f, w:w + f, :]`. A saída tem o formato certo, e nenhum erro aparece. Quando
# ela está errada?
#
# - **a.** Sempre que o stride é maior que 1.
# - **b.** Sempre que há borda.
# - **c.** Só quando a imagem não é quadrada.

# %%
palpites.responda("formato_certo_valor_errado", "")

# %% [markdown]
# ### 5.2 O tamanho da saída
#
# Quantas janelas cabem? Depois da primeira, sobram $n_{H,prev} + 2p - f$ posições, e cada janela nova
# gasta $s$ delas. A que não cabe inteira não existe (a função chão, $\lfloor\ \rfloor$):
#
# $$n_H = \left\lfloor \frac{n_{H,prev} + 2p - f}{s} \right\rfloor + 1, \qquad
#   n_W = \left\lfloor \frac{n_{W,prev} + 2p - f}{s} \right\rfloor + 1.$$
#
# | | `A_prev` | `W` | `b` | `Z` |
# |:--|:--|:--|:--|:--|
# | Formato | `(m, n_H_prev, n_W_prev, n_C_prev)` | `(f, f, n_C_prev, n_C)` | `(1, 1, 1, n_C)` | `(m, n_H, n_W, n_C)` |
#
# Uma imagem de $6 \times 7$ com $f = 3$, $p = 0$ e $s = 2$: na altura, $\lfloor 3/2 \rfloor + 1 = 2$;
# na largura, $\lfloor 4/2 \rfloor + 1 = 3$. As duas janelas da vertical ocupam as linhas `0:3` e
# `2:5`: a última linha, a de número 5, não entra em nenhuma. Com $p = 1$, seriam
# $\lfloor 5/2 \rfloor + 1 = 3$ e $\lfloor 6/2 \rfloor + 1 = 4$. No Python, `//` divide e arredonda
# para baixo:

# %%
print("sem borda:  ", (6 + 2 * 0 - 3) // 2 + 1, "por", (7 + 2 * 0 - 3) // 2 + 1)
print("com borda 1:", (6 + 2 * 1 - 3) // 2 + 1, "por", (7 + 2 * 1 - 3) // 2 + 1)

# %% [markdown]
# ### 5.3 Uma convolução à mão
#
# Uma imagem de $4 \times 4$, o filtro e o viés da seção 4, stride 2 e nenhuma borda. São quatro
# janelas, e cada uma dá um número:
#
# $$\begin{bmatrix} 1 & 2 & 0 & 1 \\ 0 & 1 & 3 & 2 \\ 2 & 0 & 1 & 1 \\ 1 & 3 & 2 & 0 \end{bmatrix}
#   \quad\text{com}\quad \begin{bmatrix} 1 & 0 \\ 0 & -1 \end{bmatrix},\ b = 0{,}5
#   \quad\longrightarrow\quad
#   \begin{bmatrix} 1 - 1 + 0{,}5 & 0 - 2 + 0{,}5 \\ 2 - 3 + 0{,}5 & 1 - 0 + 0{,}5 \end{bmatrix}
#   = \begin{bmatrix} 0{,}5 & -1{,}5 \\ -0{,}5 & 1{,}5 \end{bmatrix}.$$
#
# Aqui $f = s$, e as janelas não se tocam. Com stride 1 elas são nove e **se sobrepõem**; o lado de cada uma
# continua 2. A saída na posição $(h, w)$ é o número da imagem em $(h, w)$, menos o de $(h + 1, w + 1)$, mais $0{,}5$:
#
# $$\begin{bmatrix} 0{,}5 & -0{,}5 & -1{,}5 \\ 0{,}5 & 0{,}5 & 2{,}5 \\ -0{,}5 & -1{,}5 & 1{,}5 \end{bmatrix}.$$

# %%
print([[1 - 1 + 0.5, 0 - 2 + 0.5], [2 - 3 + 0.5, 1 - 0 + 0.5]])
imagem = [[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]]
for h in range(3):
    print([imagem[h][w] - imagem[h + 1][w + 1] + 0.5 for w in range(3)])


# %% [markdown]
# **Exercício.** Complete `conv_forward`. Todas as funções de camada deste lab têm quatro partes, e os
# comentários do código as nomeiam: **tamanhos** (da saída e dos arrays), **cantos** (onde a janela
# começa e termina), **fatia** (os números sob a janela) e **conta** (o que se faz com eles). Aqui os
# laços e os cantos verticais já estão prontos, como modelo; nas próximas funções, cada vez menos.
# Lembretes:
#
# - a fatia tem três eixos (linhas, colunas e **todos** os canais) e sai da imagem já com borda. Para
#   cortar as linhas `0:2` e as colunas `1:4` de uma imagem `a`, escreve-se `a[0:2, 1:4, :]`;
# - o filtro `c` e o seu viés são `W[:, :, :, c]` e `b[:, :, :, c]`;
# - o `cache` é a tupla com `A_prev`, `W`, `b` e `hparameters`, nesta ordem, como chegaram (a imagem
#   sem borda).

# %% solution="conv_forward"
def conv_forward(A_prev, W, b, hparameters):
    """Propaga um lote para a frente por uma camada convolucional.

    Entradas:
    A_prev -- saída da camada anterior, formato (m, n_H_prev, n_W_prev, n_C_prev)
    W -- filtros, formato (f, f, n_C_prev, n_C)
    b -- vieses, formato (1, 1, 1, n_C)
    hparameters -- dicionário com "stride" e "pad"

    Saídas:
    Z -- resposta dos filtros, formato (m, n_H, n_W, n_C)
    cache -- tupla (A_prev, W, b, hparameters), guardada para a retropropagação
    """
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f, _, _, n_C = W.shape

    ### Início do código ### (≈ 5 linhas antes dos laços, 4 dentro e 1 depois)
    # tamanhos
    stride, pad = None, None  # ToDo: leia os dois de hparameters
    n_H, n_W = None, None     # ToDo: as duas fórmulas do tamanho da saída
    Z = None                  # ToDo: um array de zeros com o formato da saída
    A_prev_pad = None         # ToDo: o lote com as bordas
    ### BEGIN SOLUTION
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev + 2 * pad - f) // stride + 1
    n_W = (n_W_prev + 2 * pad - f) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    ### END SOLUTION

    for i in range(m):                  # exemplos
        a_prev_pad = A_prev_pad[i]
        for h in range(n_H):            # linhas da saída
            for w in range(n_W):        # colunas da saída
                for c in range(n_C):    # canais da saída, isto é, filtros
                    # cantos: os verticais estão prontos
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start, horiz_end = None, None  # ToDo: agora os horizontais
                    # fatia e conta
                    a_slice_prev = None  # ToDo: a fatia de a_prev_pad entre esses cantos
                    z = None             # ToDo: uma chamada a conv_single_step, com o filtro c
                    ### BEGIN SOLUTION
                    horiz_start = w * stride
                    horiz_end = horiz_start + f
                    a_slice_prev = a_prev_pad[vert_start:vert_end, horiz_start:horiz_end, :]
                    z = conv_single_step(a_slice_prev, W[:, :, :, c], b[:, :, :, c])
                    ### END SOLUTION
                    Z[i, h, w, c] = z

    cache = None  # ToDo: a tupla da docstring
    ### BEGIN SOLUTION
    cache = (A_prev, W, b, hparameters)
    ### END SOLUTION
    ### Fim do código ###

    return Z, cache


# %% checks="conv_forward"

# %% [markdown]
# **Valores esperados** para a convolução à mão: os da seção 5.3; para os tamanhos, os da 5.2. Com
# `A_prev, W, b = sorteie(1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))`, `pad = 2` e `stride = 2`:
#
# ```
# formato de Z:   (10, 4, 4, 8)
# média de Z:     0.0489952035289
# Z[3, 2, 1] = [-0.61490741 -6.7439236  -2.55153897  1.75698377
#                3.56208902  0.53036437  5.18531798  8.75898442]
# cache[0][1, 2, 3] = [-0.20075807  0.18656139  0.41005165]
# ```
#
# Em uma CNN, a `Z` ainda passa por uma ativação, quase sempre a ReLU. Ela age elemento a elemento,
# como na rede densa, e fica fora deste lab.
#
# Agora **passeie** pela convolução da seção 5.3, feita pela sua função. Cada linha da tira é uma
# posição: a janela sobre a imagem, os produtos e a soma deles, e o lugar da saída. No JupyterLab e no
# Colab, os controles acima da tira mudam a posição, o stride e a borda: que tamanho tem a saída com
# stride 1 e borda 1?

# %% demo
passeio.convolucao(
    conv_forward,
    imagem=[[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]],
    filtro=[[1, 0], [0, -1]],
    vies=0.5,
    stride=2,
)

# %% [markdown]
# ### 5.4 O que um filtro vê
#
# Antes de aprender filtros, experimente alguns feitos à mão. Os dois primeiros (de Sobel) subtraem um
# lado da janela do outro: respondem onde a imagem muda e dão quase zero onde ela é lisa. O laplaciano
# compara o centro com os vizinhos. O último apenas borra.
#
# As respostas podem ser positivas ou negativas: nos mapas, vermelho é positivo (escuro para claro,
# no sentido do filtro), azul é negativo e branco é zero. Que bordas cada filtro deixa de ver?

# %% demo
filtros = {
    "borda vertical": np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]),
    "borda horizontal": np.array([[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]]),
    "laplaciano": np.array([[0.0, -1.0, 0.0], [-1.0, 4.0, -1.0], [0.0, -1.0, 0.0]]),
    "borrão": np.full((3, 3), 1 / 9),
}
imagem = cena(64)


def aplique_filtros(foto):
    """As respostas dos quatro filtros a uma foto de um canal, formato (1, n_H, n_W, 4)."""
    W = np.stack(list(filtros.values()), axis=-1)[:, :, np.newaxis, :]
    lote, vieses = foto[np.newaxis, :, :, np.newaxis], np.zeros((1, 1, 1, len(filtros)))
    Z, _ = conv_forward(lote, W, vieses, {"stride": 1, "pad": 0})
    return Z


mapas = aplique_filtros(imagem)
print("imagem:", imagem.shape, "  mapas:", mapas.shape)
figuras.mapas([imagem, *np.moveaxis(mapas[0], -1, 0)], ["imagem", *filtros])

# %% [markdown]
# Os lados de cima e de baixo do quadrado somem no primeiro mapa, e os da esquerda e da direita, no
# segundo: ao longo da própria borda nada muda, e a subtração dá quase zero. O laplaciano vê os quatro
# lados, e cada um com os dois sinais, um de cada lado da borda. O borrão não subtrai: não vê borda
# nenhuma. Acrescente ao dicionário um filtro seu: qual responde só a uma diagonal?

# %% [markdown]
# ## 6. Pooling (1,5 ponto)
#
# O pooling resume cada janela em um número: o **maior** (`"max"`) ou a **média** (`"average"`). Ele
# encolhe os mapas, barateia as camadas seguintes e torna a rede menos sensível à posição exata de
# cada detalhe. Não há pesos nem viés: nada se aprende aqui.

# %%
figuras.pooling()

# %% [markdown]
# O pooling de média é uma convolução que não aprende: em cada canal, um filtro de pesos $1/f^2$. O de máximo não é
# convolução nenhuma, porque o máximo de uma soma não é a soma dos máximos.
#
# A janela anda como na convolução, mas há duas diferenças: não há borda, e cada canal é resumido
# **sozinho**. O número de canais não muda:
#
# $$n_H = \left\lfloor \frac{n_{H,prev} - f}{s} \right\rfloor + 1, \qquad
#   n_W = \left\lfloor \frac{n_{W,prev} - f}{s} \right\rfloor + 1, \qquad n_C = n_{C,prev}.$$
#
# | | `A_prev` | `A` | `cache` |
# |:--|:--|:--|:--|
# | Conteúdo | `(m, n_H_prev, n_W_prev, n_C_prev)` | `(m, n_H, n_W, n_C)` | `(A_prev, hparameters)` |
#
# Na figura, a janela de cima, à esquerda, tem máximo 2 e média $(1 + 2 + 0 + 1)/4 = 1$:

# %%
print("máximo:", max(1, 2, 0, 1), "  média:", (1 + 2 + 0 + 1) / 4)


# %% [markdown]
# **Exercício.** Complete `pool_forward`. O dicionário `hparameters` traz `"f"` e `"stride"`, e `mode`
# é sempre `"max"` ou `"average"`. O `cache` é a tupla com `A_prev` e `hparameters`, nesta ordem.

# %% solution="pool_forward"
def pool_forward(A_prev, hparameters, mode="max"):
    """Propaga um lote para a frente por uma camada de pooling.

    Entradas:
    A_prev -- saída da camada anterior, formato (m, n_H_prev, n_W_prev, n_C_prev)
    hparameters -- dicionário com "f" e "stride"
    mode -- "max" ou "average"

    Saídas:
    A -- resumo de cada janela, formato (m, n_H, n_W, n_C)
    cache -- tupla (A_prev, hparameters), guardada para a retropropagação
    """
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]

    ### Início do código ### (≈ 3 linhas antes dos laços, 7 dentro e 1 depois)
    # tamanhos
    n_H, n_W = None, None  # ToDo: as duas fórmulas do tamanho da saída
    A = None               # ToDo: um array de zeros com o formato da saída
    ### BEGIN SOLUTION
    n_H = (n_H_prev - f) // stride + 1
    n_W = (n_W_prev - f) // stride + 1
    A = np.zeros((m, n_H, n_W, n_C))
    ### END SOLUTION

    for i in range(m):                  # exemplos
        for h in range(n_H):            # linhas da saída
            for w in range(n_W):        # colunas da saída
                for c in range(n_C):    # canais
                    # cantos e fatia
                    vert_start, vert_end = None, None    # ToDo
                    horiz_start, horiz_end = None, None  # ToDo
                    a_prev_slice = None  # ToDo: a fatia do exemplo i, só no canal c
                    ### BEGIN SOLUTION
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start = w * stride
                    horiz_end = horiz_start + f
                    a_prev_slice = A_prev[i, vert_start:vert_end, horiz_start:horiz_end, c]
                    ### END SOLUTION
                    # conta
                    if mode == "max":
                        resumo = None  # ToDo: o maior valor da fatia
                        ### BEGIN SOLUTION
                        resumo = np.max(a_prev_slice)
                        ### END SOLUTION
                    elif mode == "average":
                        resumo = None  # ToDo: a média da fatia
                        ### BEGIN SOLUTION
                        resumo = np.mean(a_prev_slice)
                        ### END SOLUTION
                    A[i, h, w, c] = resumo

    cache = None  # ToDo: a tupla da docstring
    ### BEGIN SOLUTION
    cache = (A_prev, hparameters)
    ### END SOLUTION
    ### Fim do código ###

    return A, cache


# %% checks="pool_forward"

# %% [markdown]
# **Valores esperados** com `A_prev, = sorteie(1, (2, 4, 4, 3))`, `f = 3` e `stride = 2` (cabe uma só
# janela em cada imagem):
#
# ```
# com "max":     A = [[[[1.74481176 0.86540763 1.13376944]]]
#                     [[[1.13162939 1.51981682 2.18557541]]]]
# com "average": A = [[[[ 0.02105773 -0.20328806 -0.40389855]]]
#                     [[[-0.22154621  0.51716526  0.48155844]]]]
# ```
#
# Esse exemplo tem uma janela só: ele não percebe um stride esquecido. Por isso a verificação olha
# também a imagem da figura e, com stride 1, só as três primeiras linhas dela. Ali as janelas se sobrepõem,
# e os máximos são `[[2, 3, 3], [2, 3, 3]]`.

# %% [markdown]
# Agora junte as duas camadas: convolução, ReLU e pooling nos mapas da seção 5.4. Em um pooling com
# $f = s = 4$, cada 16 números viram um, e as bordas ainda se reconhecem. Qual dos dois resumos guarda
# mais contraste, o máximo ou a média?

# %% demo
ativos = np.maximum(mapas, 0)
quadros = {}
for canal, nome in enumerate(("vertical", "horizontal")):
    quadros[f"{nome}, ReLU"] = ativos[0, :, :, canal]
    for mode in ("max", "average"):
        A, _ = pool_forward(ativos, {"f": 4, "stride": 4}, mode)
        quadros[f"{nome}, {mode}"] = A[0, :, :, canal]
print("antes:", ativos.shape, "  depois:", A.shape)
figuras.mapas(list(quadros.values()), list(quadros), colunas=3)

# %% [markdown]
# O máximo guarda mais contraste: na média, uma borda fina se dilui nos vizinhos lisos.
#
# **E a posição exata?** Meça o que o pooling faz com ela: desloque a foto **um pixel** para a esquerda,
# refaça os dois mapas de bordas, com ReLU, e divida a norma da diferença pela norma do mapa. Sem pooling
# o mapa muda muito, uns 70 %: cada borda é fina, e saiu de onde estava.
#
# **Palpite, antes de rodar.** E depois do pooling de máximo, com $f = s = 4$?
#
# - **a.** Muda quase o mesmo.
# - **b.** Muda cerca da metade disso.
# - **c.** Quase não muda: menos de um décimo disso.

# %%
palpite_deslocamento = ""  # a letra, entre as aspas

# %% demo
larga = cena(65)
bordas = [np.maximum(aplique_filtros(foto)[..., :2], 0) for foto in (larga[:, :-1], larga[:, 1:])]


def mudanca(antes, depois):
    """A norma da diferença, em fração da norma do mapa."""
    return np.linalg.norm(depois - antes) / np.linalg.norm(antes)


andou = np.allclose(bordas[0][:, :, 1:], bordas[1][:, :, :-1])
print("o mapa andou com a foto:", "sim" if andou else "não")
mudancas = {"sem pooling": mudanca(*bordas)}
for mode in ("max", "average"):
    mudancas[mode] = mudanca(*(pool_forward(A, {"f": 4, "stride": 4}, mode)[0] for A in bordas))
for nome, fracao in mudancas.items():
    print(f"{nome:12} {100 * fracao:3.0f} %")
fracao = mudancas["max"] / mudancas["sem pooling"]
palpites.compare(
    palpite_deslocamento, "a" if fracao > 0.75 else "b" if fracao > 0.1 else "c",
    a="quase o mesmo", b="cerca da metade", c="menos de um décimo",
)

# %% [markdown]
# Menos sensível não é insensível: uma borda que passa de uma janela para a vizinha ainda muda o máximo
# das duas. A média muda menos ainda, pelo mesmo motivo por que tem menos contraste: cada pixel conta só
# 1/16 dela.
#
# E, sem pooling, o mapa que mudou tanto é o **mesmo**, um pixel ao lado: é a **equivariância** à translação, que
# vem dos pesos compartilhados. O pooling faz dela um pouco de **invariância**.
#
# **Quanto cada posição vê.** Os pixels que podem mudar uma posição são o **campo receptivo** dela. Uma
# convolução de $3 \times 3$ vê 3 pixels de largura; um pooling de $f = s = 2$ depois dela vê
# $3 + 1 = 4$; e outra convolução de $3 \times 3$, cujas janelas agora andam de 2 em 2 pixels da
# imagem, vê $4 + 2 \cdot 2 = 8$. Cada camada soma $(f - 1)$ vezes o produto dos strides anteriores:

# %%
campo, salto = 1, 1
for nome, f, stride in (("convolução", 3, 1), ("pooling", 2, 2), ("convolução", 3, 1)):
    campo, salto = campo + (f - 1) * salto, salto * stride
    print(f"{nome:10} f = {f}, stride {stride}: vê {campo} pixels de largura")

# %% [markdown]
# Sem pooling no meio, duas convoluções de $3 \times 3$ com stride 1 veem $3 + 2 = 5$ pixels de largura, como uma
# só de $5 \times 5$: em um canal, com 18 pesos no lugar de 25, e com uma ativação a mais entre elas. É por isso que
# tantas redes empilham filtros pequenos.

# %% [markdown]
# ## 7. Convolução para trás (2 pontos)
#
# As bibliotecas calculam estes gradientes sozinhas. Fazê-los uma vez à mão ensina o que elas fazem:
# a convolução é só uma soma de produtos, e a derivada de cada parcela é fácil.
#
# Escrevemos $dZ$, $dW$, $db$ e $dA_{prev}$ para as derivadas do custo em relação a $Z$, $W$, $b$ e
# $A_{prev}$; cada uma tem o **mesmo formato** da grandeza correspondente. Não há $1/m$ nas fórmulas:
# aqui a média, se houver, já vem dentro de $dZ$.
#
# ### 7.1 As três fórmulas
#
# Chame de $a_{ihw}$ a janela do exemplo $i$ que produziu a posição $(h, w)$ da saída, com todos os
# canais, e de $W_c$ o filtro $c$. Para a frente, $Z_{ihwc} = \sum a_{ihw} * W_c + b_c$. A derivada
# de cada produto em relação a um dos fatores é o outro fator, e a do viés é 1. Multiplicadas por
# $dZ_{ihwc}$, pela regra da cadeia:
#
# $$\Delta A_{ihw} = \sum_{c} W_c \, dZ_{ihwc}, \qquad
#   dW_c = \sum_{i,\,h,\,w} a_{ihw} \, dZ_{ihwc}, \qquad
#   db_c = \sum_{i,\,h,\,w} dZ_{ihwc}.$$
#
# Em $dW$ e $db$ somam-se **todos** os exemplos $i$ e **todas** as posições $(h, w)$: o mesmo filtro
# passou por todas elas. Em $dA$ a soma é só sobre os filtros $c$: $\Delta A_{ihw}$ é o que a posição
# $(h, w)$ manda para a sua janela do exemplo $i$. Onde duas janelas do mesmo exemplo se encontram, o
# que cada uma manda se soma; exemplos diferentes não se misturam. No código, os três gradientes
# começam em zero, e cada volta dos laços acrescenta a sua parcela, com `+=`.

# %% [markdown]
# | | Formato | O que se acumula |
# |:--|:--|:--|
# | $dA_{prev}$, com a borda | `(m, n_H_prev + 2 * pad, n_W_prev + 2 * pad, n_C_prev)` | na janela: $W_c$, de formato `(f, f, n_C_prev)`, vezes o número $dZ_{ihwc}$ |
# | $dW$ | `(f, f, n_C_prev, n_C)` | no filtro $c$: a janela, de formato `(f, f, n_C_prev)`, vezes o mesmo número |
# | $db$ | `(1, 1, 1, n_C)` | no viés $c$: o próprio número |
#
# **A janela é exatamente a do passo para a frente**, com os mesmos quatro cantos, stride incluído, e
# sobre a imagem com borda. O stride muda onde as janelas estão; as fórmulas não mudam.
#
# Com stride 1, a volta é outra convolução: $dA_{prev}$, com a borda, é a de $dZ$ cercado de $f - 1$ zeros, pelos
# filtros virados de cabeça para baixo e da direita para a esquerda.

# %%
figuras.convolucao_para_tras()

# %% [markdown]
# Os números da figura: um canal, uma imagem de $2 \times 3$, um filtro de $2 \times 2$, stride 1 e
# sem borda. Há duas janelas, e elas compartilham a coluna do meio, que por isso recebe duas
# contribuições. Ponha no lote uma segunda imagem, a mesma com as linhas trocadas, e $dZ = (1;\ 0)$ para ela: o $dA$
# dela é só dela, mas $dW$ e $db$ ganham mais uma parcela, **sem dividir por 2**, e $db$ passa a
# $0{,}5 - 1 + 1 = 0{,}5$. Confira:

# %%
W_exemplo = np.array([[1.0, -1.0], [2.0, 0.0]])
janela_1, dz_1 = np.array([[1.0, 2.0], [3.0, 1.0]]), 0.5
janela_2, dz_2 = np.array([[2.0, 0.0], [1.0, 4.0]]), -1.0

print("dW =", (dz_1 * janela_1 + dz_2 * janela_2).tolist(), "  db =", dz_1 + dz_2)
dA_da_janela_1 = np.pad(dz_1 * W_exemplo, ((0, 0), (0, 1)))  # colunas 0 e 1
dA_da_janela_2 = np.pad(dz_2 * W_exemplo, ((0, 0), (1, 0)))  # colunas 1 e 2
print("dA =", (dA_da_janela_1 + dA_da_janela_2).tolist())
dW_das_duas = dz_1 * janela_1 + dz_2 * janela_2 + 1 * janela_1[::-1]
print("com a segunda imagem: dW =", dW_das_duas.tolist(), "  db =", dz_1 + dz_2 + 1)

# %% [markdown]
# ### 7.2 Tirar a borda
#
# O gradiente se acumula em um array com borda, mas a borda não veio da camada anterior: no fim, só a
# parte de dentro interessa. A parte de dentro começa em `pad` e tem o tamanho original, isto é, vai
# de `pad` a `pad + n_H_prev` na altura e de `pad` a `pad + n_W_prev` na largura.
#
# É comum ver o atalho `pad:-pad`. Ele tem um defeito: quando `pad` é zero, `-0` é igual a `0`, e a
# fatia `0:0` é vazia.

# %%
linha = np.array([10, 20, 30])
pad = 0
print("pad:-pad     ->", linha[pad:-pad])
print("pad:pad + 3  ->", linha[pad:pad + 3])

# %% [markdown]
# **Pergunta.** Alguém escreveu, dentro dos quatro laços, `dW[:, :, :, c] = a_slice * dZ[i, h, w, c]`. O
# formato de `dW` está certo. O que ele guarda no fim?
#
# - **a.** A média das contribuições de todas as janelas.
# - **b.** Só a contribuição da última janela do último exemplo.
# - **c.** A soma certa: o NumPy acumula.

# %%
palpites.responda("atribuir_em_vez_de_somar", "")


# %% [markdown]
# **Exercício.** Complete `conv_backward`. `dZ` tem o formato da saída `Z` de `conv_forward`, e o
# cache é o que ela guardou. Devolva os três gradientes nesta ordem: $dA_{prev}$ (sem borda), $dW$ e
# $db$.

# %% solution="conv_backward"
def conv_backward(dZ, cache):
    """Retropropaga o gradiente por uma camada convolucional.

    Entradas:
    dZ -- gradiente em relação a Z, formato (m, n_H, n_W, n_C)
    cache -- tupla (A_prev, W, b, hparameters) guardada por conv_forward

    Saídas:
    dA_prev -- gradiente em relação a A_prev, formato (m, n_H_prev, n_W_prev, n_C_prev)
    dW -- gradiente em relação aos filtros, formato (f, f, n_C_prev, n_C)
    db -- gradiente em relação aos vieses, formato (1, 1, 1, n_C)
    """
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f = W.shape[0]
    _, n_H, n_W, n_C = dZ.shape
    stride, pad = hparameters["stride"], hparameters["pad"]

    ### Início do código ### (≈ 4 linhas antes dos laços, 8 dentro e 1 depois)
    # tamanhos
    A_prev_pad = None   # ToDo: o lote com as bordas, como no passo para a frente
    dA_prev_pad = None  # ToDo: zeros, no formato de A_prev_pad
    dW, db = None, None  # ToDo: zeros, cada um no seu formato
    ### BEGIN SOLUTION
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = np.zeros(A_prev_pad.shape)
    dW = np.zeros(W.shape)
    db = np.zeros((1, 1, 1, n_C))
    ### END SOLUTION

    for i in range(m):                  # exemplos
        for h in range(n_H):            # linhas da saída
            for w in range(n_W):        # colunas da saída
                for c in range(n_C):    # canais da saída
                    # cantos e fatia: os de conv_forward
                    a_slice = None  # ToDo: primeiro os quatro cantos, depois a fatia
                    # conta: uma linha com += para cada gradiente, dA_prev_pad, dW e db (ToDo)
                    ### BEGIN SOLUTION
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start = w * stride
                    horiz_end = horiz_start + f
                    a_slice = A_prev_pad[i, vert_start:vert_end, horiz_start:horiz_end, :]
                    dA_prev_pad[i, vert_start:vert_end, horiz_start:horiz_end, :] += (
                        W[:, :, :, c] * dZ[i, h, w, c]
                    )
                    dW[:, :, :, c] += a_slice * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
                    ### END SOLUTION

    dA_prev = None  # ToDo: a parte de dentro de dA_prev_pad (seção 7.2)
    ### BEGIN SOLUTION
    dA_prev = dA_prev_pad[:, pad:pad + n_H_prev, pad:pad + n_W_prev, :]
    ### END SOLUTION
    ### Fim do código ###

    return dA_prev, dW, db


# %% checks="conv_backward"

# %% [markdown]
# **Valores esperados** com
# `A_prev, W, b, dZ = sorteie(2, (1, 3, 3, 1), (3, 3, 1, 2), (1, 1, 1, 2), (1, 2, 2, 2))`, `stride = 2`
# e `pad = 1`, em que as quatro janelas se encontram no centro da imagem:
#
# ```
# dA_prev[0, :, :, 0] = [[ 0.02086284 -1.04879693  4.44275064]
#                        [ 0.51671588 -1.65142776  1.75603448]
#                        [-0.14459093 -1.14443258  1.22224702]]
# dW[:, :, 0, 0] = [[-2.43841575 -0.95956623 -0.20216773]
#                   [-1.81868778 -6.08440629 -0.13174029]
#                   [-4.0018126  -2.13002081  0.27528375]]
# dW[:, :, 0, 1] = [[-0.90004857  0.18519238 -0.66436841]
#                   [-0.48796015  4.96862132 -0.44617119]
#                   [ 4.36659881  1.60813292  0.48253633]]
# db = [[[[ 3.55023196 -1.83152279]]]]
# ```
#
# E os das duas imagens da seção 7.1, com stride 1 e sem borda:
#
# ```
# dA_prev[0, :, :, 0] = [[ 0.5 -1.5  1. ]    dA_prev[1, :, :, 0] = [[ 1. -1.  0.]
#                        [ 1.  -2.   0. ]]                          [ 2.  0.  0.]]
# dW[:, :, 0, 0] = [[ 1.5  2. ]
#                   [ 1.5 -1.5]]
# db = [[[[0.5]]]]
# ```

# %% [markdown]
# O exemplo abaixo encadeia as suas duas funções: usa a `Z` da seção 5 como se fosse o gradiente `dZ`
# (qualquer array do mesmo formato serve). As médias esperadas são `1.45243777754`, `1.72699145831` e
# `7.83923256462`. Esta célula não vale nota.

# %%
A_prev, W, b = sorteie(1, (10, 4, 4, 3), (2, 2, 3, 8), (1, 1, 1, 8))
Z, cache_conv = conv_forward(A_prev, W, b, {"pad": 2, "stride": 2})
dA, dW, db = conv_backward(Z, cache_conv)
for nome, gradiente in (("dA_prev", dA), ("dW", dW), ("db", db)):
    print(f"{nome:8} formato {gradiente.shape!s:15} média {np.mean(gradiente):.11f}")


# %% [markdown]
# A mesma função mede o que a seção 3 disse do canto. Com $W$ e $dZ$ feitos de uns, cada janela manda 1 a cada
# pixel seu, e $dA_{prev}$ **conta** as janelas que passam por ele:

# %% demo
def quantas_janelas(pad):
    """Quantas janelas de 3 × 3, com stride 1, passam por cada pixel de uma imagem de 5 × 5."""
    lote, W, b = np.zeros((1, 5, 5, 1)), np.ones((3, 3, 1, 1)), np.zeros((1, 1, 1, 1))
    Z, cache = conv_forward(lote, W, b, {"stride": 1, "pad": pad})
    return conv_backward(np.ones(Z.shape), cache)[0][0, :, :, 0]


contagens = {f"borda {pad}": quantas_janelas(pad) for pad in (0, 1)}
figuras.contagens(contagens)


# %% [markdown]
# A borda de 1 leva o canto de 1 janela para 4; o centro continua com 9. Ela diminui a diferença, e não a desfaz.

# %% [markdown]
# ### 7.3 Um juiz independente: o gradiente numérico
#
# Há um modo de conferir a retropropagação sem nenhum valor esperado. Invente um custo simples,
# $J = \sum dZ * Z$, em que $dZ$ é um array fixo: a derivada de $J$ em relação a $Z$ é justamente
# $dZ$. Some um $\varepsilon$ minúsculo a um único número da entrada, veja quanto $J$ muda e compare
# com o gradiente que você calculou:
#
# $$\frac{\partial J}{\partial \theta} \approx
#   \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2\varepsilon}.$$
#
# A diferença relativa, $\lVert g_{\text{num}} - g \rVert \,/\, (\lVert g_{\text{num}} \rVert +
# \lVert g \rVert)$, deve ficar abaixo de $10^{-6}$. Se `dW` e `db` conferem e `dA_prev` não, procure
# o erro na acumulação ou na borda. Se só falham os casos com stride 2, já sabe onde olhar.
#
# O juiz compara a sua volta com a sua **ida**. Se as duas ignorarem o stride, por exemplo, estarão
# de acordo uma com a outra, e ele aprova as duas. Por isso só vale chamá-lo depois que a verificação
# da ida passar.

# %%
def gradiente_numerico(custo, x, epsilon=1e-5):
    """Derivada do número custo(x) em relação a cada elemento de x, por diferenças finitas."""
    gradiente = np.zeros(x.shape)
    for posicao in np.ndindex(x.shape):
        passo = np.zeros(x.shape)
        passo[posicao] = epsilon
        gradiente[posicao] = (custo(x + passo) - custo(x - passo)) / (2 * epsilon)
    return gradiente


def confira(caso, nome, calculado, custo, x):
    """Compara um gradiente calculado com o numérico e mostra o veredito em uma linha."""
    numerico = gradiente_numerico(custo, x)
    if np.shape(calculado) != numerico.shape:
        print(f"{caso:24} {nome:8} o seu tem formato {np.shape(calculado)}, não {numerico.shape}")
        return
    soma = np.linalg.norm(numerico) + np.linalg.norm(calculado)
    diferenca = np.linalg.norm(numerico - calculado) / max(soma, 1e-12)
    veredito = "ok" if diferenca < 1e-6 else "confira!"
    print(f"{caso:24} {nome:8} {virgula(diferenca, '.1e')}   {veredito}")


def confira_convolucao(stride, pad):
    """Confere os três gradientes de conv_backward em um lote de 2 imagens de 4 por 3."""
    A_prev, W, b = sorteie(7, (2, 4, 3, 2), (3, 3, 2, 2), (1, 1, 1, 2))
    hparameters = {"stride": stride, "pad": pad}
    Z, cache = conv_forward(A_prev, W, b, hparameters)
    dZ, = sorteie(8, Z.shape)
    dA_prev, dW, db = conv_backward(dZ, cache)
    caso = f"stride {stride}, pad {pad}"
    confira(caso, "dA_prev", dA_prev,
            lambda v: np.sum(dZ * conv_forward(v, W, b, hparameters)[0]), A_prev)
    confira(caso, "dW", dW, lambda v: np.sum(dZ * conv_forward(A_prev, v, b, hparameters)[0]), W)
    confira(caso, "db", db, lambda v: np.sum(dZ * conv_forward(A_prev, W, v, hparameters)[0]), b)


for stride, pad in ((1, 0), (1, 1), (2, 1)):
    confira_convolucao(stride, pad)

# %% [markdown]
# ## 8. Pooling para trás (2 pontos)
#
# O pooling não tem pesos, mas o gradiente precisa atravessá-lo para chegar às camadas anteriores. A
# pergunta é: quem, dentro da janela, participou do resultado?
#
# - No **max**, só o maior valor. Ele recebe todo o gradiente e os outros, zero.
# - No **average**, todos por igual. Cada um dos $f^2$ valores recebe $1/f^2$ do gradiente.

# %%
figuras.pooling_para_tras()

# %% [markdown]
# ### 8.1 A máscara do máximo (0,5 ponto)
#
# A máscara tem o formato da janela e vale verdadeiro (1) onde está o máximo e falso (0) no resto:
#
# $$x = \begin{bmatrix} 2 & 5 \\ 7 & 1 \end{bmatrix} \quad\longrightarrow\quad
#   \begin{bmatrix} 0 & 0 \\ 1 & 0 \end{bmatrix}.$$
#
# Se houver **empate**, todas as posições do máximo são verdadeiras. A janela pode ter qualquer
# formato de dois eixos, e os valores podem ser todos negativos:
#
# $$x = \begin{bmatrix} -1 & -2 \\ -1 & -3 \end{bmatrix} \quad\longrightarrow\quad
#   \begin{bmatrix} 1 & 0 \\ 1 & 0 \end{bmatrix}.$$
#
# Depois de uma ReLU empates são comuns: uma janela inteira de zeros. Ali não há derivada, e cada um escolhe: nós
# damos o gradiente a todas as posições, o PyTorch, só à primeira, e o juiz da seção 7.3 mediria metade em cada uma.
#
# Um lembrete do NumPy: comparar um array com um número compara cada elemento.

# %%
print(np.array([[2.0, 5.0], [7.0, 1.0]]) > 3)


# %% [markdown]
# **Exercício.** Complete `create_mask_from_window`. Uma máscara de verdadeiro e falso e uma de
# números 1 e 0 valem o mesmo.

# %% solution="create_mask_from_window"
def create_mask_from_window(x):
    """Marca onde está o máximo de uma janela.

    Entrada:
    x -- a janela, um array de dois eixos

    Saída:
    mask -- array do formato de x: verdadeiro (ou 1) onde x é máximo, falso (ou 0) no resto
    """
    ### Início do código ### (≈ 1 linha)
    mask = None  # ToDo: compare cada elemento com o maior
    ### BEGIN SOLUTION
    mask = x == np.max(x)
    ### END SOLUTION
    ### Fim do código ###

    return mask


# %% checks="create_mask_from_window"

# %% [markdown]
# **Valores esperados** com `x, = sorteie(1, (2, 3))`:
#
# ```
# x    = [[ 1.62434536 -0.61175641 -0.52817175]
#         [-1.07296862  0.86540763 -2.3015387 ]]
# mask = [[ True False False]
#         [False False False]]
# ```

# %% [markdown]
# ### 8.2 A distribuição da média (0,5 ponto)
#
# No *average*, um gradiente $dz$ se divide em partes iguais por uma matriz de $n_H \times n_W$
# posições, e a soma das partes é $dz$ outra vez. Um gradiente 6 sobre uma janela de $2 \times 3$ dá
# 1 a cada posição; $-1$ sobre uma de $2 \times 2$, $-0{,}25$:

# %%
print("cada posição de 2 × 3:", 6 / (2 * 3))
print("cada posição de 2 × 2:", -1 / (2 * 2))


# %% [markdown]
# **Exercício.** Complete `distribute_value`. O argumento `shape` é uma tupla com a altura e a
# largura, que podem ser diferentes.

# %% solution="distribute_value"
def distribute_value(dz, shape):
    """Reparte um número em partes iguais por uma matriz.

    Entradas:
    dz -- o número a repartir
    shape -- tupla (n_H, n_W), o formato da matriz

    Saída:
    a -- matriz de formato (n_H, n_W), com todas as partes iguais e soma dz
    """
    n_H, n_W = shape

    ### Início do código ### (≈ 2 linhas)
    parte = None  # ToDo: quanto cabe a cada posição
    a = None      # ToDo: a matriz com essa parte em todas as posições; np.full ou np.ones ajudam
    ### BEGIN SOLUTION
    parte = dz / (n_H * n_W)
    a = np.full((n_H, n_W), parte)
    ### END SOLUTION
    ### Fim do código ###

    return a


# %% checks="distribute_value"

# %% [markdown]
# **Valores esperados** de `distribute_value(2, (2, 2))`:
#
# ```
# [[0.5 0.5]
#  [0.5 0.5]]
# ```

# %% [markdown]
# ### 8.3 A camada inteira (1 ponto)
#
# Percorra as posições da saída. Em cada uma, some à janela correspondente de $dA_{prev}$ a máscara
# vezes o gradiente (no *max*) ou o gradiente repartido (no *average*). Outra vez: **a janela é a do
# passo para a frente, stride incluído**.
#
# | | `dA` | `cache` | `dA_prev` |
# |:--|:--|:--|:--|
# | Conteúdo | `(m, n_H, n_W, n_C)` | `(A_prev, hparameters)` | `(m, n_H_prev, n_W_prev, n_C)` |
#
# Na imagem da figura da seção 6, com $f = s = 2$ e $dA = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$, cada
# gradiente vai para a janela de onde veio. $dA_{prev}$ é o da esquerda no *max*, e o da direita no *average*:
#
# $$\begin{bmatrix} 0 & 1 & 0 & 0 \\ 0 & 0 & 2 & 0 \\ 0 & 0 & 0 & 0 \\ 0 & 3 & 4 & 0 \end{bmatrix} \qquad
#   \begin{bmatrix} 0{,}25 & 0{,}25 & 0{,}5 & 0{,}5 \\ 0{,}25 & 0{,}25 & 0{,}5 & 0{,}5 \\
#   0{,}75 & 0{,}75 & 1 & 1 \\ 0{,}75 & 0{,}75 & 1 & 1 \end{bmatrix}$$
#
# Com stride menor que $f$, as janelas se sobrepõem e um valor pode receber várias contribuições:
# some, não substitua. Com resto na divisão, as últimas linhas ou colunas não entram em janela
# nenhuma, e o gradiente delas é zero.

# %% [markdown]
# **Exercício.** Complete `pool_backward` com as duas funções anteriores. O formato da fatia
# repartida é $f \times f$.

# %% solution="pool_backward"
def pool_backward(dA, cache, mode="max"):
    """Retropropaga o gradiente por uma camada de pooling.

    Entradas:
    dA -- gradiente em relação à saída do pooling, formato (m, n_H, n_W, n_C)
    cache -- tupla (A_prev, hparameters) guardada por pool_forward
    mode -- "max" ou "average", o mesmo do passo para a frente

    Saída:
    dA_prev -- gradiente em relação a A_prev, no formato de A_prev
    """
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H, n_W, n_C = dA.shape

    ### Início do código ### (≈ 1 linha antes dos laços e 8 dentro)
    # tamanhos
    dA_prev = None  # ToDo: zeros, no formato de A_prev
    ### BEGIN SOLUTION
    dA_prev = np.zeros(A_prev.shape)
    ### END SOLUTION

    for i in range(m):                  # exemplos
        for h in range(n_H):            # linhas da saída
            for w in range(n_W):        # colunas da saída
                for c in range(n_C):    # canais
                    # cantos (ToDo)
                    ### BEGIN SOLUTION
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start = w * stride
                    horiz_end = horiz_start + f
                    ### END SOLUTION
                    # fatia e conta
                    if mode == "max":
                        parcela = None  # ToDo: a fatia, a máscara dela e o gradiente
                        ### BEGIN SOLUTION
                        a_prev_slice = A_prev[i, vert_start:vert_end, horiz_start:horiz_end, c]
                        parcela = create_mask_from_window(a_prev_slice) * dA[i, h, w, c]
                        ### END SOLUTION
                    elif mode == "average":
                        parcela = None  # ToDo: o gradiente repartido pela janela
                        ### BEGIN SOLUTION
                        parcela = distribute_value(dA[i, h, w, c], (f, f))
                        ### END SOLUTION
                    # ToDo: some a parcela à janela de dA_prev, com +=
                    ### BEGIN SOLUTION
                    dA_prev[i, vert_start:vert_end, horiz_start:horiz_end, c] += parcela
                    ### END SOLUTION
    ### Fim do código ###

    return dA_prev


# %% checks="pool_backward"

# %% [markdown]
# **Valores esperados** com `A_prev, dA = sorteie(1, (5, 5, 3, 2), (5, 4, 2, 2))`, `f = 2` e
# `stride = 1`:
#
# ```
# média de dA: 0.145713902729
# com "max":     dA_prev[1, 1] = [[ 0.          0.        ]
#                                 [ 5.05844394 -1.68282702]
#                                 [ 0.          0.        ]]
# com "average": dA_prev[1, 1] = [[ 0.08485462  0.2787552 ]
#                                 [ 1.26461098 -0.25749373]
#                                 [ 1.17975636 -0.53624893]]
# ```
#
# Este exemplo tem stride 1 e não percebe um stride esquecido: por isso a verificação olha também a imagem
# da figura, com stride 2. Com a sua `pool_forward` já aprovada, chame ainda o juiz da seção 7.3.

# %%
def confira_pooling(f, stride, mode):
    """Confere dA_prev de pool_backward em um lote de 2 imagens de 5 por 4."""
    A_prev, = sorteie(9, (2, 5, 4, 2))
    hparameters = {"f": f, "stride": stride}
    A, cache = pool_forward(A_prev, hparameters, mode)
    dA, = sorteie(10, A.shape)
    dA_prev = pool_backward(dA, cache, mode)
    confira(f"{mode}, f {f}, stride {stride}", "dA_prev", dA_prev,
            lambda v: np.sum(dA * pool_forward(v, hparameters, mode)[0]), A_prev)


for mode in ("max", "average"):
    confira_pooling(2, 1, mode)
    confira_pooling(3, 2, mode)

# %% [markdown]
# ## 9. Um filtro que se aprende (0,5 ponto)
#
# Na seção 5.4 os filtros vieram prontos. Em uma CNN ninguém os escreve: eles são **aprendidos**, e as
# suas duas funções já bastam para isso. A experiência: um filtro de Sobel produz, a partir de uma
# imagem, um mapa de bordas. Escondemos o filtro e ficamos só com a imagem e o mapa. A descida do
# gradiente consegue reencontrá-lo?
#
# ### 9.1 O custo e uma iteração à mão
#
# O custo é o **erro quadrático médio** entre a resposta $Z$ e o alvo $T$, com $N$ números cada um
# (todos os exemplos, posições e canais), e a sua derivada em relação a cada número de $Z$ é simples:
#
# $$J = \frac{1}{N} \sum (Z - T)^2, \qquad dZ = \frac{2}{N}\,(Z - T).$$
#
# Esse $dZ$ entra em `conv_backward`, que devolve $dW$ e $db$, e o passo é o de sempre:
# $W \leftarrow W - \alpha\, dW$ e $b \leftarrow b - \alpha\, db$.
#
# Tome a imagem da seção 7.1, com as suas duas janelas, o alvo $T = (1, -1)$ e $\alpha = 0{,}1$. Com
# $W$ e $b$ em zero, $Z = (0, 0)$: o custo é $(1 + 1)/2 = 1$ e $dZ = (-1, 1)$. Então $dW$ é a
# segunda janela menos a primeira, e $db = 0$:
#
# $$dW = \begin{bmatrix} 2 & 0 \\ 1 & 4 \end{bmatrix} - \begin{bmatrix} 1 & 2 \\ 3 & 1 \end{bmatrix}
#      = \begin{bmatrix} 1 & -2 \\ -2 & 3 \end{bmatrix}, \qquad
#   W = \begin{bmatrix} -0{,}1 & 0{,}2 \\ 0{,}2 & -0{,}3 \end{bmatrix}.$$
#
# Com esse filtro, $Z = (0{,}6;\ {-}1{,}2)$, e o custo caiu de 1 para 0,1. O viés só começa a andar na segunda
# iteração: $Z - T = (-0{,}4;\ {-}0{,}2)$, e $dZ$ também, porque $2/N = 1$. Então $db = -0{,}4 - 0{,}2 = -0{,}6$ e
# $b = 0 - 0{,}1 \cdot (-0{,}6) = 0{,}06$:

# %%
W_1 = -0.1 * (janela_2 - janela_1)
Z_1 = [np.sum(janela_1 * W_1), np.sum(janela_2 * W_1)]
print("W =", np.round(W_1, 4).tolist(), "  Z =", np.round(Z_1, 4).tolist())
print("custo:", round(((Z_1[0] - 1) ** 2 + (Z_1[1] + 1) ** 2) / 2, 4))
print("b, depois da segunda iteração:", round(0 - 0.1 * ((Z_1[0] - 1) + (Z_1[1] + 1)), 4))


# %% [markdown]
# **Exercício.** Complete `aprenda_filtros` com as suas `conv_forward` e `conv_backward`. Cada iteração
# tem quatro passos: **ida**, **custo**, **volta**, **passo**. O custo anotado é o de antes do passo.
# Filtros e vieses começam em zero, e com `num_iter = 0` é isso que a função devolve.

# %% solution="aprenda_filtros"
def aprenda_filtros(X, alvo, f, hparameters, learning_rate, num_iter):
    """Aprende, por descida do gradiente, filtros cuja resposta a X imite alvo.

    Entradas:
    X -- lote de imagens, formato (m, n_H_prev, n_W_prev, n_C_prev)
    alvo -- a resposta desejada, formato (m, n_H, n_W, n_C)
    f -- lado dos filtros
    hparameters -- dicionário com "stride" e "pad"
    learning_rate -- taxa de aprendizado
    num_iter -- número de iterações

    Saídas:
    W -- filtros, formato (f, f, n_C_prev, n_C)
    b -- vieses, formato (1, 1, 1, n_C)
    custos -- lista com o custo de cada iteração, antes do passo dela
    """
    n_C_prev, n_C = X.shape[3], alvo.shape[3]
    custos = []

    ### Início do código ### (≈ 2 linhas antes do laço e 6 dentro)
    W, b = None, None  # ToDo: zeros, cada um no seu formato
    ### BEGIN SOLUTION
    W = np.zeros((f, f, n_C_prev, n_C))
    b = np.zeros((1, 1, 1, n_C))
    ### END SOLUTION

    for _ in range(num_iter):
        custo = None  # ToDo: ida, custo, volta e passo, nesta ordem
        ### BEGIN SOLUTION
        Z, cache = conv_forward(X, W, b, hparameters)
        custo = np.mean((Z - alvo) ** 2)
        dZ = 2 * (Z - alvo) / Z.size
        _, dW, db = conv_backward(dZ, cache)
        W = W - learning_rate * dW
        b = b - learning_rate * db
        ### END SOLUTION
        custos.append(custo)
    ### Fim do código ###

    return W, b, custos


# %% checks="aprenda_filtros"

# %% [markdown]
# **Valores esperados** para o exemplo da seção 9.1: depois de uma iteração, o `W` feito à mão e
# `b = 0`; com duas iterações, `custos = [1, 0.1]` e `b = 0.06`.

# %% [markdown]
# ### 9.2 A experiência
#
# A imagem é a da seção 5.4, agora com $24 \times 24$ pixels, e o alvo é a resposta da sua
# `conv_forward` ao filtro de Sobel. São 484 posições para ajustar 9 pesos e um viés, com taxa 0,2 e
# 300 iterações.
#
# **Palpite, antes de rodar.** A que filtro a descida do gradiente vai chegar?
#
# - **a.** Ao de Sobel, igual até a segunda casa decimal.
# - **b.** A um filtro do mesmo jeito, que subtrai a esquerda da direita, com pesos só parecidos.
# - **c.** A outro filtro, que não se parece com o de Sobel.
# - **d.** A nenhum: partindo de zeros, os pesos ficam em zero.

# %%
palpite_filtro = ""  # a letra, entre as aspas

# %% demo
sobel = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
pequena = cena(24)[np.newaxis, :, :, np.newaxis]
sem_borda = {"stride": 1, "pad": 0}
alvo, _ = conv_forward(pequena, sobel.reshape(3, 3, 1, 1), np.zeros((1, 1, 1, 1)), sem_borda)

aprendidos = {}
for num_iter in (10, 50, 300):
    W, b, custos = aprenda_filtros(pequena, alvo, 3, sem_borda, 0.2, num_iter)
    aprendidos[f"{num_iter} iterações"] = W[:, :, 0, 0]
print("custo:", virgula(custos[0], ".3f"), "na primeira iteração,", virgula(custos[-1], ".4f"), "na última")
aprendido = aprendidos["300 iterações"]
semelhanca = np.corrcoef(aprendido.ravel(), sobel.ravel())[0, 1]
houve = "a" if np.allclose(aprendido, sobel, atol=0.005) else "b" if semelhanca > 0.9 else "c"
palpites.compare(
    palpite_filtro, houve, a="igual", b="do mesmo jeito, pesos parecidos", c="outro", d="nenhum"
)
figuras.filtro_aprendido(aprendidos | {"Sobel, escondido": sobel}, custos)

# %% [markdown]
# Ninguém contou à rede o que é uma borda. Ela partiu de nove zeros e chegou, pelo mapa de respostas,
# a um filtro que subtrai o lado esquerdo da janela do direito. O eixo do custo é logarítmico: a
# queda é rápida no começo e depois cada vez mais lenta, porque algumas direções dos pesos quase não
# mudam a resposta a esta imagem. É por isso que o filtro aprendido não é idêntico ao escondido:
# onde a imagem é lisa, filtros diferentes respondem quase o mesmo, e o custo não os distingue.
#
# Um nome a mais: o que `conv_forward` faz chama-se **correlação cruzada**; a convolução da matemática
# vira o filtro, de cima para baixo e da esquerda para a direita, antes de multiplicar. Para quem
# **aprende** o filtro não há diferença: a descida chegaria aos mesmos nove números, virados.

# %% [markdown]
# ## 10. Sem laços (0,5 ponto, exercício aberto)
#
# A sua `conv_forward` é correta e clara, mas o Python interpreta cada volta dos quatro laços. As
# bibliotecas fazem a mesma conta de outro modo. O truque mais conhecido chama-se **im2col**: cada
# janela é esticada em uma **linha** de uma matriz, cada filtro em uma **coluna** de outra, e a
# convolução inteira vira um só produto de matrizes, que o NumPy faz em código compilado.
#
# **Palpite.** Em uma imagem de $64 \times 64$ com quatro filtros, quantas vezes mais rápida?
#
# - **a.** Menos de 3: as contas são as mesmas.
# - **b.** Entre 3 e 30.
# - **c.** Mais de 30.

# %%
palpite_tempo = ""  # a letra, entre as aspas

# %% [markdown]
# A matriz, nos números da seção 7.1:

# %%
figuras.janelas_em_linhas()

# %% [markdown]
# As janelas viram as linhas $(1, 2, 3, 1)$ e
# $(2, 0, 1, 4)$, o filtro vira a coluna $(1, -1, 2, 0)$, e o produto dá $1 - 2 + 6 + 0 = 5$ e
# $2 - 0 + 2 + 0 = 4$:

# %%
em_linhas = np.array([janela_1.ravel(), janela_2.ravel()])
print(em_linhas @ W_exemplo.ravel())


# %% [markdown]
# Com $n_{C,prev}$ canais, cada linha tem $f \cdot f \cdot n_{C,prev}$ números, e com $m$ exemplos há
# $m \cdot n_H \cdot n_W$ linhas:
#
# | | Formato |
# |:--|:--|
# | janelas em linhas | `(m * n_H * n_W, f * f * n_C_prev)` |
# | filtros em colunas | `(f * f * n_C_prev, n_C)` |
# | produto | `(m * n_H * n_W, n_C)`, que se redobra em `(m, n_H, n_W, n_C)` |
#
# **Exercício aberto.** Escreva `conv_vetorizada`: a mesma resposta de `conv_forward`, sem laços sobre
# exemplos, posições nem canais. O caminho é seu. Três que dão certo:
#
# - `np.lib.stride_tricks.sliding_window_view(a, (f, f), axis=(1, 2))` dá todas as janelas de stride 1,
#   sem copiar nada, no formato `(m, …, …, n_C_prev, f, f)`; escolha uma a cada `stride`, leve o eixo
#   dos canais para o fim (`np.moveaxis`) e estique com `reshape`;
# - as mesmas janelas e `np.einsum`, que soma sobre os índices que você disser;
# - um laço só sobre os $f^2$ pesos: cada peso multiplica a imagem inteira, deslocada.
#
# As verificações julgam a resposta. A **velocidade** quem julga é a célula de medida, depois delas:
# a meta é ser pelo menos 10 vezes mais rápida que os seus laços em uma imagem de $64 \times 64$. Ela
# não vale nota, porque o tempo depende da máquina.

# %% solution="conv_vetorizada"
def conv_vetorizada(A_prev, W, b, hparameters):
    """A resposta de conv_forward, sem laços sobre exemplos, posições nem canais.

    Entradas:
    A_prev -- saída da camada anterior, formato (m, n_H_prev, n_W_prev, n_C_prev)
    W -- filtros, formato (f, f, n_C_prev, n_C)
    b -- vieses, formato (1, 1, 1, n_C)
    hparameters -- dicionário com "stride" e "pad"

    Saída:
    Z -- resposta dos filtros, formato (m, n_H, n_W, n_C)
    """
    ### Início do código ### (o caminho é seu)
    Z = None  # ToDo
    ### BEGIN SOLUTION
    f, _, n_C_prev, n_C = W.shape
    stride = hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    janelas = np.moveaxis(janelas[:, ::stride, ::stride], 3, -1)
    m, n_H, n_W = janelas.shape[:3]
    linhas = janelas.reshape(m * n_H * n_W, f * f * n_C_prev)
    Z = (linhas @ W.reshape(f * f * n_C_prev, n_C)).reshape(m, n_H, n_W, n_C) + b
    ### END SOLUTION
    ### Fim do código ###

    return Z


# %% checks="conv_vetorizada"

# %% [markdown]
# **Valores esperados:** os da seção 5, de `conv_forward`.
#
# Agora a medida, com os quatro filtros da seção 5.4. Cada tempo é o menor de três execuções: o que
# atrasa uma conta são os outros programas, e o menor tempo é o que menos sofre com eles.

# %% demo
W_4 = np.stack(list(filtros.values()), axis=-1)[:, :, np.newaxis, :]
b_4 = np.zeros((1, 1, 1, 4))


def cronometre(funcao, lote):
    """O menor tempo, em segundos, de três execuções de uma convolução sem borda."""
    tempos = []
    for _ in range(3):
        inicio = time.perf_counter()
        funcao(lote, W_4, b_4, sem_borda)
        tempos.append(time.perf_counter() - inicio)
    return min(tempos)


lados = (16, 32, 64, 128)
segundos = {"laços": [], "vetorizada": []}
for lado in lados:
    lote = cena(lado)[np.newaxis, :, :, np.newaxis]
    segundos["laços"].append(cronometre(conv_forward, lote))
    segundos["vetorizada"].append(cronometre(conv_vetorizada, lote))
    razao = segundos["laços"][-1] / segundos["vetorizada"][-1]
    laços, vetorizada = (virgula(1000 * tempos[-1], "8.2f") for tempos in segundos.values())
    print(f"{lado:3} × {lado:3}: laços {laços} ms, vetorizada {vetorizada} ms, "
          f"{razao:4.0f} vezes mais rápida")
lote = cena(16)[np.newaxis, :, :, np.newaxis]
iguais = np.allclose(
    conv_forward(lote, W_4, b_4, sem_borda)[0], conv_vetorizada(lote, W_4, b_4, sem_borda)
)
print("as duas dão a mesma resposta:", "sim" if iguais else "não")
razao = segundos["laços"][2] / segundos["vetorizada"][2]
print("meta de 10 vezes, com 64 × 64:", "alcançada" if razao >= 10 else "ainda não")
palpites.compare(
    palpite_tempo, "a" if razao < 3 else "b" if razao <= 30 else "c",
    a="menos de 3", b="entre 3 e 30", c="mais de 30",
)
figuras.tempos(lados, segundos)


# %% [markdown]
# O gráfico tem escala logarítmica nos dois eixos. O tempo dos laços sobe em linha reta: é proporcional ao número
# de janelas. As duas fazem as mesmas contas, e a distância entre as linhas é o preço de interpretar os laços. A
# vetorizada começa quase plana: nas imagens pequenas, o que ela gasta é o custo fixo de chamar o NumPy. As
# bibliotecas vão além: dividem as contas entre os núcleos do
# processador ou da placa de vídeo. O preço do im2col é memória: cada pixel aparece na matriz em até
# $f^2$ linhas. Com $f = 1$ não há o que esticar: cada linha são os canais de um pixel, e a convolução de
# $1 \times 1$ é uma camada densa, a mesma em todas as posições. Um pixel de canais $(2, -1, 3)$, com os pesos
# $(1, 0, 2)$, dá $2 \cdot 1 - 1 \cdot 0 + 3 \cdot 2 = 8$, sejam quais forem os vizinhos: ela mistura canais, e só canais.

# %% [markdown]
# ## 11. A mesma coisa em PyTorch
#
# No PyTorch, as camadas deste lab são uma linha cada uma, e a volta ele faz sozinho. Muda a ordem dos
# eixos: as imagens são `(m, n_C, n_H, n_W)` e os filtros, `(n_C, n_C_prev, f, f)`. O Keras usa a nossa
# ordem. Nos dois, o stride e a borda podem ser diferentes na altura e na largura, e o stride do pooling,
# se você não o disser, é $f$. A célula compara as suas funções com as dele, gradientes incluídos.

# %% demo
def compare_com_pytorch(torch):
    """Convolução, gradientes e max pooling: os deste lab e os do PyTorch."""
    conv2d, max_pool2d = torch.nn.functional.conv2d, torch.nn.functional.max_pool2d

    def para_torch(array, *eixos):
        return torch.tensor(np.ascontiguousarray(array.transpose(eixos)), requires_grad=True)

    A_prev, W, b = sorteie(5, (2, 7, 6, 3), (3, 3, 3, 4), (1, 1, 1, 4))
    Z, cache = conv_forward(A_prev, W, b, {"stride": 2, "pad": 1})
    dZ, = sorteie(6, Z.shape)
    dA_prev, dW, db = conv_backward(dZ, cache)
    A, _ = pool_forward(A_prev, {"f": 3, "stride": 2})

    x, w = para_torch(A_prev, 0, 3, 1, 2), para_torch(W, 3, 2, 0, 1)
    v = torch.tensor(b.ravel(), requires_grad=True)
    z = conv2d(x, w, v, stride=2, padding=1)
    z.backward(para_torch(dZ, 0, 3, 1, 2))
    a = max_pool2d(x, kernel_size=3, stride=2)
    for nome, nosso, dele in (
        ("Z", Z.transpose(0, 3, 1, 2), z),
        ("dA_prev", dA_prev.transpose(0, 3, 1, 2), x.grad),
        ("dW", dW.transpose(3, 2, 0, 1), w.grad),
        ("db", db.ravel(), v.grad),
        ("max pooling", A.transpose(0, 3, 1, 2), a),
    ):
        print(f"{nome:12} {'igual' if np.allclose(nosso, dele.detach().numpy()) else 'diferente'}")


if importlib.util.find_spec("torch"):
    compare_com_pytorch(importlib.import_module("torch"))
else:
    print("O PyTorch não está instalado aqui, e nada foi comparado. No Colab ele já vem.")


# %% [markdown]
# **Uma rede inteira.** A LeNet-5, de Yann LeCun e outros (1998), lia os números escritos em cheques. São as suas
# duas camadas, duas vezes, e depois uma rede densa; aqui com ReLU e pooling de máximo. **Antes de rodar**, faça as
# contas: o formato depois de cada camada sai da seção 5.2, um filtro tem $f^2\, n_{C,prev}$ pesos e um viés, e uma
# camada densa, $n^{[l]} n^{[l-1]}$ pesos e $n^{[l]}$ vieses. Em que camada está a maior parte dos parâmetros?

# %% demo
def mostre_lenet(torch):
    """O formato depois de cada camada da LeNet, no PyTorch, e quantos números ela aprende."""
    nn = torch.nn
    lenet = nn.Sequential(
        nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, kernel_size=5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 5 * 5, 120), nn.ReLU(),
        nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10),
    )
    A = torch.zeros(1, 1, 28, 28)  # uma imagem de 28 × 28 com um canal
    for camada in lenet:
        A = camada(A)
        parametros = sum(p.numel() for p in camada.parameters())
        print(f"{type(camada).__name__:10} {tuple(A.shape)!s:16} {milhar(parametros):>6}")
    print(f"{'total':27} {milhar(sum(p.numel() for p in lenet.parameters())):>6}")


if importlib.util.find_spec("torch"):
    mostre_lenet(importlib.import_module("torch"))
else:
    print("O PyTorch não está instalado aqui. No Colab ele já vem.")

# %% [markdown]
# As duas convoluções têm 156 e 2416 parâmetros; a primeira camada densa, 48 120 dos 61 706: 78 %. Compartilhar os
# pesos deixa às convoluções poucos números para **aprender**, e não poucas contas: cada peso trabalha em todas as
# janelas. São $n_H\, n_W\, f^2\, n_{C,prev}\, n_C$ multiplicações, $28 \cdot 28 \cdot 25 \cdot 6 = 117\,600$ na
# primeira e $10 \cdot 10 \cdot 25 \cdot 6 \cdot 16 = 240\,000$ na segunda, contra
# $400 \cdot 120 + 120 \cdot 84 + 84 \cdot 10 = 58\,920$ nas três densas. Com 4 % dos parâmetros, as convoluções
# fazem 86 % das multiplicações. Na figura, os mapas encolhem e se multiplicam:

# %% demo
figuras.lenet()

# %% [markdown]
# Com os laços deste lab a LeNet seria lenta demais para treinar. Com uma biblioteca, uma CNN pequena aprende em
# segundos.
#
# **Uma CNN que aprende.** Nos 1797 dígitos manuscritos do scikit-learn, de $8 \times 8$: duas convoluções, cada uma
# com ReLU e pooling, e uma camada densa, $80 + 1168 + 650 = 1898$ parâmetros. Ao lado, uma rede só densa com quase
# tantos, $(64 + 1) \cdot 25 + (25 + 1) \cdot 10 = 1885$. Depois do treino, as duas leem os dígitos de teste como são,
# e com todos **um pixel à direita**.
#
# **Palpite, antes de rodar.** E a CNN, nos dígitos deslocados?
#
# - **a.** Acerta quase o mesmo: os pesos são compartilhados, e há dois poolings.
# - **b.** Perde bastante, mas menos do que a densa.
# - **c.** Perde tanto quanto a densa.

# %%
palpite_da_cnn = ""  # a letra, entre as aspas


# %% demo
def redes_de_digitos(nn):
    """Uma CNN e uma rede densa com quase os mesmos parâmetros, sem treino."""
    cnn = nn.Sequential(
        nn.Conv2d(1, 8, kernel_size=3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, kernel_size=3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(16 * 2 * 2, 10),
    )
    densa = nn.Sequential(nn.Flatten(), nn.Linear(64, 25), nn.ReLU(), nn.Linear(25, 10))
    return {"CNN": cnn, "densa": densa}


def treine_nos_digitos(torch, rede, X, y, passos=300):
    """Treina em minilotes de 64, com Adam; X tem formato (m, 1, 8, 8), e y, rótulos inteiros."""
    otimizador = torch.optim.Adam(rede.parameters(), lr=0.01)
    for _ in range(passos):
        lote = torch.randint(len(X), (64,))
        perda = torch.nn.functional.cross_entropy(rede(X[lote]), y[lote])
        otimizador.zero_grad()
        perda.backward()
        otimizador.step()


def acertos_nos_digitos(torch, semente):
    """O acerto de cada rede no teste: com os dígitos como são, e um pixel à direita."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digitos, acertos = load_digits(), {}
    imagens = (digitos.images[:, np.newaxis] / 16).astype("float32")
    partes = train_test_split(imagens, digitos.target, test_size=0.2, random_state=0)
    X, X_teste, y, y_teste = (torch.tensor(parte) for parte in partes)
    torch.manual_seed(semente)
    for nome, rede in redes_de_digitos(torch.nn).items():
        treine_nos_digitos(torch, rede, X, y)
        with torch.no_grad():
            acertos[nome] = [
                (rede(teste).argmax(dim=1) == y_teste).float().mean().item()
                for teste in (X_teste, X_teste.roll(1, dims=3))
            ]
    return acertos


if importlib.util.find_spec("torch") and importlib.util.find_spec("sklearn"):
    acertos = acertos_nos_digitos(importlib.import_module("torch"), semente=0)
    for nome, (parados, andados) in acertos.items():
        print(f"{nome:6}acerta {virgula(parados, '.3f')}; "
              f"um pixel à direita, {virgula(andados, '.3f')}")
    da_cnn, da_densa = acertos["CNN"][1], acertos["densa"][1]
    palpites.compare(
        palpite_da_cnn, "a" if da_cnn > 0.9 else "b" if da_cnn > da_densa + 0.02 else "c",
        a="quase o mesmo", b="perde menos do que a densa", c="perde tanto quanto a densa",
    )
else:
    print("Faltam aqui o PyTorch ou o scikit-learn, e nada foi treinado. No Colab eles já vêm.")

# %% [markdown]
# Em dez treinos de cada rede, as duas quase empataram nos dígitos como são: a CNN acertou de 0,961 a 0,978, e a
# densa, de 0,958 a 0,969. Deslocados, a CNN ficou entre 0,53 e 0,73, e a densa, entre 0,42 e 0,50. As convoluções dão
# o mesmo mapa, andado, e o pooling perdoa uma parte; mas a última camada é densa, e para ela cada posição é outra
# entrada. E um pixel em oito é muito. O que conserta isso são **exemplos**: ponha no treino também as imagens
# deslocadas para os dois lados (`X.roll(1, dims=3)` e `X.roll(-1, dims=3)`), e a CNN passa de 0,95.

# %% [markdown]
# ## O que levar daqui
#
# - Uma camada convolucional é uma soma de produtos que anda: **tamanhos, cantos, fatia, conta**.
# - Os pesos são **compartilhados** por todas as janelas. Por isso são poucos, e por isso os gradientes
#   deles se somam sobre todas as posições.
# - A volta passa **exatamente pelas janelas da ida**, com o mesmo stride e a mesma borda.
# - Um gradiente se confere com diferenças finitas, que não conhecem fórmula nenhuma, e só vale tanto
#   quanto a ida com que se compara.
# - Filtros **se aprendem**: com a ida e a volta, a descida do gradiente reencontra um detector de
#   bordas a partir de exemplos.
# - Laços explicam; produtos de matrizes fazem (**im2col**).
#
# **Para ir além**
#
# - [d2l: redes convolucionais](https://d2l.ai/chapter_convolutional-neural-networks/index.html), o
#   mesmo assunto com outras figuras, até a LeNet;
# - [CS231n: convolutional networks](https://cs231n.github.io/convolutional-networks/), com uma
#   convolução animada;
# - [Dumoulin e Visin, aritmética da convolução](https://arxiv.org/abs/1603.07285), todos os tamanhos
#   de saída, desenhados;
# - [Campos receptivos, no Distill](https://distill.pub/2019/computing-receptive-fields/), a conta da
#   seção 6 para redes inteiras;
# - [Conv2d, na documentação do PyTorch](https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html).
