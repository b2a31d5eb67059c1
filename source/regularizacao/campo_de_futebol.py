"""O campo de futebol do lab de regularização: as linhas, as jogadas e a fronteira de decisão."""

import matplotlib.pyplot as plt
import numpy as np
from desenho import CINZA, CLASSES, CLASSES_CLARAS, descrita
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

__all__ = ["campo", "desenhe_jogadas", "plot_decision_boundary", "pontos"]

GRAMA = "#EAF3E6"
LINHA = "#9DBF93"
AREAS = ListedColormap(CLASSES_CLARAS)
ADVERSARIO, FRANCA = CLASSES

# O retângulo do campo, nas coordenadas dos dados; o gol da França fica à esquerda.
ESQUERDA, DIREITA, EMBAIXO, EM_CIMA = -0.86, 0.40, -0.74, 0.70
# As medidas oficiais, em metros, dizem onde ficam as outras linhas.
COMPRIMENTO, LARGURA = 105, 68


def campo(ax):
    """Desenha as linhas do campo em `ax`, na proporção de um campo de verdade."""
    ax.add_patch(_retangulo(0, COMPRIMENTO, LARGURA, facecolor=GRAMA, zorder=0))
    for profundidade, largura in ((16.5, 40.3), (5.5, 18.3), (-2, 7.3)):  # áreas e gol
        ax.add_patch(_retangulo(0, profundidade, largura))
        ax.add_patch(_retangulo(COMPRIMENTO, COMPRIMENTO - profundidade, largura))
    meio = COMPRIMENTO / 2
    ax.plot([_x(meio)] * 2, [EMBAIXO, EM_CIMA], color=LINHA, lw=1.2, zorder=2)
    _arco(ax, meio, 0, 360)
    _arco(ax, 11, -53, 53)  # a meia-lua: só o que passa da grande área
    _arco(ax, COMPRIMENTO - 11, 127, 233)
    ax.set(xlim=(_x(-8), _x(COMPRIMENTO + 3)), ylim=(_y(-37), _y(37)))
    ax.set_box_aspect(74 / (COMPRIMENTO + 11))
    ax.axis("off")
    lado = {"rotation": 90, "ha": "center", "va": "center", "color": FRANCA, "fontsize": 8.5}
    ax.text(_x(-4.5), _y(0), "goleiro da França", **lado)


def pontos(ax, X, Y):
    """Marca as jogadas: círculo azul se a França dominou a bola, triângulo laranja se não."""
    largura = ax.get_window_extent().width / ax.figure.dpi
    tamanho = 12 + 3 * largura  # cabem em painéis estreitos, e neles ainda se veem
    lados = ((1, FRANCA, "o", "França"), (0, ADVERSARIO, "^", "adversário"))
    for rotulo, cor, marca, nome in lados:
        x, y = X[:, np.ravel(Y) == rotulo]
        ax.scatter(x, y, s=tamanho, c=cor, marker=marca, ec="white", lw=0.5, label=nome, zorder=3)


@descrita
def desenhe_jogadas(X, Y):
    """O campo de futebol com as jogadas: círculo azul, a França dominou a bola; triângulo, não.

    A figura é nova, e o notebook a mostra no fim da célula.
    """
    fig, ax = plt.subplots(figsize=(7, 4.9), layout="constrained")
    campo(ax)
    pontos(ax, X, Y)
    ax.set_title("Quem dominou a bola depois do chute do goleiro", fontsize=11, color=CINZA)
    fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    return fig


def plot_decision_boundary(model, X, y, ax=None):
    """Pinta cada ponto do campo com a cor que o modelo escolhe e marca as jogadas por cima.

    Entradas:
    model -- função que recebe pontos, formato (k, 2), e devolve k respostas: 0 ou 1
    X -- jogadas, formato (2, m)
    y -- rótulos 0 ou 1, formato (1, m)
    ax -- eixos em que desenhar; sem eles, usa os atuais do pyplot
    """
    ax = plt.gca() if ax is None else ax
    campo(ax)
    colunas, linhas = np.meshgrid(
        np.linspace(ESQUERDA, DIREITA, 400), np.linspace(EMBAIXO, EM_CIMA, 300)
    )
    resposta = model(np.column_stack([colunas.ravel(), linhas.ravel()]))
    resposta = np.asarray(resposta, dtype=float).reshape(colunas.shape)
    ax.pcolormesh(colunas, linhas, resposta, cmap=AREAS, vmin=0, vmax=1, zorder=1)
    if 0 < resposta.mean() < 1:  # onde tudo tem a mesma cor não há fronteira a desenhar
        ax.contour(colunas, linhas, resposta, levels=[0.5], colors=CINZA, linewidths=1.3, zorder=2)
    pontos(ax, X, y)


def _x(metros):
    """Coordenada horizontal do ponto que está a `metros` da linha de fundo da esquerda."""
    return ESQUERDA + (DIREITA - ESQUERDA) * metros / COMPRIMENTO


def _y(metros):
    """Coordenada vertical do ponto que está `metros` acima do centro do campo."""
    return (EMBAIXO + EM_CIMA) / 2 + (EM_CIMA - EMBAIXO) * metros / LARGURA


def _arco(ax, centro, de, ate):
    """Arco de 9,15 m em torno do ponto que está a `centro` metros da linha de fundo."""
    angulos = np.radians(np.linspace(de, ate, 100))
    x, y = _x(centro + 9.15 * np.cos(angulos)), _y(9.15 * np.sin(angulos))
    ax.plot(x, y, color=LINHA, lw=1.2, zorder=2)


def _retangulo(inicio, fim, largura, facecolor="none", zorder=2):
    """Linhas de uma área: de `inicio` a `fim` metros da linha de fundo, centrada no campo."""
    canto = (_x(inicio), _y(-largura / 2))
    return Rectangle(
        canto,
        _x(fim) - _x(inicio),
        _y(largura) - _y(0),
        facecolor=facecolor,
        edgecolor=LINHA,
        lw=1.2,
        zorder=zorder,
    )
