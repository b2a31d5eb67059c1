# ---
# jupyter:
#   gabarito:
#     lab: NOME_DO_LAB
#     title: "Um neurônio linear"
#     helpers: []
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Um neurônio linear
#
# Um neurônio sem ativação faz uma conta só: multiplica cada entrada por um peso, soma tudo e
# acrescenta um viés. Neste lab você escreve essa conta para muitos exemplos de uma vez, e a medida
# do quanto ela erra.
#
# Complete as células que têm `None` e rode a verificação que vem logo abaixo de cada uma.

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. A previsão
#
# Cada linha de $X$ é um exemplo. Para todos de uma vez,
#
# $$\hat{y} = Xw + b.$$
#
# Com $w = (2, -1)$ e $b = 0{,}5$, o exemplo $(3, 4)$ dá $2 \cdot 3 - 1 \cdot 4 + 0{,}5 = 2{,}5$.


# %% solution="preveja"
def preveja(X, w, b):
    """A previsão de um neurônio linear.

    X: exemplos, um por linha, (m, n).  w: pesos, (n,).  b: viés, um número.
    Retorna as previsões, (m,).
    """
    previsao = None  # ToDo: os pesos vezes as entradas, mais o viés
    ### BEGIN SOLUTION
    previsao = X @ w + b
    ### END SOLUTION
    return previsao


# %% checks="preveja"

# %% [markdown]
# ## 2. O erro
#
# O erro quadrático médio é a média, entre os $m$ exemplos, do quadrado do que faltou ou sobrou:
#
# $$E = \frac{1}{m} \sum_{i=1}^{m} \left(\hat{y}^{(i)} - y^{(i)}\right)^2.$$
#
# Use a sua `preveja`.


# %% solution="erro_medio"
def erro_medio(X, y, w, b):
    """O erro quadrático médio de um neurônio linear.

    X: exemplos, (m, n).  y: o que se queria, (m,).  w: pesos, (n,).  b: viés.
    Retorna um número.
    """
    erro = None  # ToDo: a média do quadrado da diferença entre a previsão e y
    ### BEGIN SOLUTION
    falta = preveja(X, w, b) - y
    erro = np.mean(falta**2)
    ### END SOLUTION
    return erro


# %% checks="erro_medio"

# %% [markdown]
# ## 3. Na figura
#
# Esta célula só desenha; ela não vale nota. As cruzes são os exemplos; a reta é o seu neurônio.

# %% demo
horas = np.array([[1.0], [2.0], [3.0], [4.0]])
nota = np.array([3.0, 5.5, 6.0, 9.0])
plt.plot(horas, nota, "x", label="exemplos")
plt.plot(horas, preveja(horas, np.array([1.85]), 1.25), label="neurônio")
plt.xlabel("horas de estudo")
plt.ylabel("nota")
plt.legend()
plt.show()

# %% [markdown]
# ## 4. Com as suas palavras

# %% [markdown] manual="q_exemplo_distante" points=2
# O que acontece com o erro quando um só exemplo está muito longe da reta? Por quê?
#
# ### BEGIN SOLUTION
# O erro cresce com o quadrado da distância: um exemplo longe pesa mais que muitos perto, e a melhor
# reta é puxada para ele.
# ### END SOLUTION
