"""Figuras do lab de depuração. Cada função devolve uma figura do Matplotlib."""

import matplotlib.pyplot as plt
import numpy as np
from desenho import (
    AMBAR,
    CINZA,
    CLARO,
    CLASSES,
    CLASSES_CLARAS,
    ROXO,
    VERMELHO,
    caixa,
    descrita,
    quadro,
    seta,
)
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

METODOS = ("formatos", "custo no\ncomeço", "juiz, por\nparâmetro", "decora 8", "passo\nà mão")

# O que cada método disse de uma rede certa com um defeito só; vazio = não percebeu nada.
# A quarta coluna é o custo verdadeiro depois de 3000 passos em oito exemplos.
MEDIDAS = {
    "db sem 1/m": ("", "", "só db", "0,0001", ""),
    "dW sem 1/m": ("", "", "só dW", "0,5975", ""),
    "db sem keepdims": ("vê", "", "só db", "para", ""),
    "db somado no eixo 0": ("vê", "", "só db", "0,0007", ""),
    "db é a média de tudo": ("vê", "", "só db", "0,0008", ""),
    "m = número de neurônios": ("", "", "tudo", "0,0004", ""),
    "sigmoide sem s(1 − s)": ("", "", "tudo", "diverge", ""),
    "ReLU testa dA": ("", "", "menos a 3", "0,6931", ""),
    "ReLU corta em −1": ("", "", "menos a 3", "0,00003", ""),
    "ReLU escreve em dA": ("", "", "", "0,0008", ""),
    "dAL com o sinal trocado": ("", "", "tudo", "diverge", ""),
    "ocultas voltam como sigmoide": ("", "", "menos a 3", "0,0028", ""),
    "ocultas lineares na ida": ("", "", "menos a 3", "diverge", ""),
    "ida esquece b": ("", "", "só db", "0,0867", ""),
    "custo sem o termo (1 − y)": ("", "vê", "tudo", "0,0008", ""),
    "custo dividido por Y.shape[0]": ("", "vê", "tudo", "0,0008", ""),
    "atualização soma": ("", "", "", "diverge", "vê"),
    "atualização esquece b": ("", "", "", "0,0868", "vê"),
    "só a camada 1 aprende": ("", "", "", "0,1876", "vê"),
    "pesos sem o fator 0,01": ("", "vê", "", "–", ""),
    "vieses começam em 1": ("", "vê", "", "–", ""),
}
ENGANADOS = (
    "db sem 1/m",
    "db somado no eixo 0",
    "db é a média de tudo",
    "m = número de neurônios",
    "ReLU corta em −1",
    "ReLU escreve em dA",
    "ocultas voltam como sigmoide",
    "custo sem o termo (1 − y)",
    "custo dividido por Y.shape[0]",
)
"""Os que decoram os oito exemplos: acerto de 100 % e custo abaixo de 0,01."""

COLUNAS = (0, 1.5, 3, 5, 6.7, 8.1)
"""Onde começa cada coluna da tabela, e onde acaba a última."""


@descrita
def quem_ve_o_que():
    """Uma linha por defeito e uma coluna por método; cor cheia onde o método percebe."""
    linhas = len(MEDIDAS)
    fig, ax = quadro(9.6, 0.3 * linhas + 0.9, (-4.6, COLUNAS[-1]), (-0.2, linhas + 1.6))
    for coluna, metodo in enumerate(METODOS):
        meio = (COLUNAS[coluna] + COLUNAS[coluna + 1]) / 2
        ax.text(meio, linhas + 0.2, metodo, ha="center", va="bottom", color=CINZA, fontsize=10)
    for linha, (defeito, medidas) in enumerate(MEDIDAS.items()):
        y = linhas - 1 - linha
        ax.text(-0.15, y + 0.5, defeito, ha="right", va="center", color=CINZA, fontsize=10)
        for coluna, medida in enumerate(medidas):
            _medida(ax, coluna, y, medida, enganado=coluna == 3 and defeito in ENGANADOS)
    return fig


def _medida(ax, coluna, y, medida, enganado):
    """Uma casa da tabela: roxa se o método percebe, vermelha se ele se deixa enganar."""
    x, largura = COLUNAS[coluna], COLUNAS[coluna + 1] - COLUNAS[coluna]
    calado = medida in ("", "–")
    cor = VERMELHO if enganado else CLARO if calado else ROXO
    ax.add_patch(Rectangle((x, y), largura, 1, facecolor=cor, edgecolor="white", lw=2))
    ax.text(
        x + largura / 2,
        y + 0.5,
        medida,
        ha="center",
        va="center",
        fontsize=9.5,
        color=CINZA if calado else "white",
    )


# Função: lugar, cor e de quem ela precisa.
FUNCOES = {
    "initialize_parameters_deep": (1.6, 0, ROXO, ()),
    "L_model_forward": (5, 0, ROXO, ("linear_activation_forward",)),
    "compute_cost": (8.2, 0, ROXO, ()),
    "L_model_backward": (11.4, 0, VERMELHO, ("linear_activation_backward",)),
    "update_parameters": (14.8, 0, AMBAR, ()),
    "linear_activation_forward": (5, -2, ROXO, ("linear_forward", "relu", "sigmoid")),
    "linear_activation_backward": (
        11.4,
        -2,
        VERMELHO,
        ("sigmoid_backward", "relu_backward", "linear_backward"),
    ),
    "linear_forward": (2.2, -4, CINZA, ()),
    "relu": (4.4, -4, ROXO, ()),
    "sigmoid": (6.4, -4, CINZA, ()),
    "sigmoid_backward": (9.1, -4, CINZA, ()),
    "relu_backward": (11.8, -4, VERMELHO, ()),
    "linear_backward": (14.4, -4, VERMELHO, ()),
}


@descrita
def mapa():
    """As funções da rede: em cima as de um passo do treino, na ordem; embaixo quem elas chamam."""
    fig, ax = quadro(11, 4.2, (-0.6, 16.6), (-4.7, 0.8))
    for nome, (x, y, cor, precisa) in FUNCOES.items():
        for outra in precisa:
            x_outra, y_outra, _, _ = FUNCOES[outra]
            seta(ax, (x, y - 0.5), (x_outra, y_outra + 0.5), CINZA)
        linhas = nome.replace("_", "_\n", 1) if len(nome) > 17 else nome
        linhas = linhas.replace("activation_", "activation_\n")
        caixa(ax, x, y, 0.12 * max(map(len, linhas.split("\n"))) + 0.5, 1, linhas, cor)
    return fig


@descrita
def regioes(modelos, X, Y):
    """A probabilidade que cada rede dá a cada ponto do plano, com os exemplos por cima.

    Entradas:
    modelos -- dicionário {nome: função que recebe pontos (2, n) e devolve probabilidades (1, n)}
    X -- exemplos, formato (2, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    """
    fig, eixos = plt.subplots(
        1, len(modelos), figsize=(4 * len(modelos), 3.9), squeeze=False, layout="constrained"
    )
    lado = np.linspace(-2, 2, 121)
    pontos = np.stack(np.meshgrid(lado, lado)).reshape(2, -1)
    for ax, (nome, modelo) in zip(eixos.flat, modelos.items(), strict=True):
        P = np.asarray(modelo(pontos)).reshape(lado.size, lado.size)
        ax.contourf(lado, lado, P, [0, 0.5, 1], colors=CLASSES_CLARAS)
        ax.scatter(*X, c=Y[0], cmap=ListedColormap(CLASSES), s=14, vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[], aspect="equal")
        ax.set_title(nome, fontsize=11, color=CINZA)
    plt.close(fig)
    return fig
