"""Figuras do lab de redes densas em Keras. Cada função devolve uma figura do Matplotlib."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
from desenho import AMBAR, CINZA, ROXO, VERMELHO, descrita, eixos_com_virgula, quadro

__all__ = [
    "antes_e_depois",
    "curvas_de_ativacao",
    "imagens_previstas",
    "rede",
    "treino_e_validacao",
    "tres_descidas",
]

CORES = (VERMELHO, AMBAR, ROXO)


@descrita
def rede(tamanhos, nomes):
    """As camadas de uma rede pequena, cada neurônio um círculo, com o nome da camada embaixo."""
    alto = max(tamanhos)
    fig, ax = quadro(6.4, 0.75 * alto + 1, (-0.7, len(tamanhos) - 0.3), (-0.4, alto + 0.2))
    ax.set_aspect("auto")
    lugares = [[(c, (alto - n) / 2 + i + 0.5) for i in range(n)] for c, n in enumerate(tamanhos)]
    for antes, depois in itertools.pairwise(lugares):
        for x0, y0 in antes:
            for x1, y1 in depois:
                ax.plot([x0, x1], [y0, y1], color=CINZA, lw=1, alpha=0.5, zorder=1)
    for camada, (pontos, nome) in enumerate(zip(lugares, nomes, strict=True)):
        cor = CINZA if camada == 0 else ROXO if camada < len(tamanhos) - 1 else AMBAR
        for x, y in pontos:
            ax.scatter([x], [y], s=520, color=cor, zorder=2)
        ax.text(camada, -0.15, nome, ha="center", fontsize=9.5, color=CINZA)
    return fig


@descrita
def tres_descidas(curvas):
    """A perda de cada época, em escala logarítmica: uma curva para cada tamanho de lote.

    Entradas:
    curvas -- dicionário {nome: lista de perdas}
    """
    estilos = [{"color": cor} for cor in CORES]
    return _perdas_por_epoca(curvas, estilos)


@descrita
def treino_e_validacao(no_treino, na_validacao):
    """A perda de cada época, em escala logarítmica: cheia no treino, tracejada na validação."""
    curvas = {"treino": no_treino, "validação": na_validacao}
    fig = _perdas_por_epoca(curvas, [{"color": ROXO}, {"color": ROXO, "linestyle": "--"}])
    (ax,) = fig.axes
    melhor = int(np.argmin(na_validacao))
    ax.plot(melhor + 1, na_validacao[melhor], "o", color=AMBAR, label="a menor na validação")
    ax.legend(frameon=False)
    return fig


def _perdas_por_epoca(curvas, estilos):
    """Uma curva por nome; cada estilo é o que `plot` recebe."""
    fig, ax = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
    for (nome, perdas), estilo in zip(curvas.items(), estilos, strict=False):
        ax.plot(range(1, len(perdas) + 1), perdas, label=nome, **estilo)
    ax.set(xlabel="época", ylabel="perda", yscale="log")
    eixos_com_virgula(ax.xaxis)
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False)
    plt.close(fig)
    return fig


@descrita
def imagens_previstas(imagens, certas, previstas=None, colunas=5):
    """Cada imagem com a classe certa, em roxo, e a prevista, embaixo: em vermelho onde erra."""
    linhas = -(-len(imagens) // colunas)
    fig, eixos = plt.subplots(
        linhas, colunas, figsize=(1.7 * colunas, 2.4 * linhas), squeeze=False, layout="constrained"
    )
    fig.get_layout_engine().set(h_pad=0.1)
    for ax in eixos.flat:
        ax.axis("off")
    for ax, imagem, certa in zip(eixos.flat, imagens, certas, strict=False):
        ax.imshow(imagem, cmap="gray_r")
        ax.set_title(certa, fontsize=10, color=ROXO)
    for ax, certa, prevista in zip(eixos.flat, certas, previstas or (), strict=False):
        cor = CINZA if certa == prevista else VERMELHO
        onde = {"transform": ax.transAxes, "ha": "center", "va": "top"}
        ax.text(0.5, -0.03, prevista, fontsize=9, color=cor, **onde)
    plt.close(fig)
    return fig


@descrita
def antes_e_depois(antes, depois):
    """Duas fileiras de imagens: cada uma em cima da que foi feita dela."""
    fig, eixos = plt.subplots(2, len(antes), figsize=(len(antes), 2.2), layout="constrained")
    for (cima, baixo), imagem, nova in zip(eixos.T, antes, depois, strict=True):
        for ax, mostrada in ((cima, imagem), (baixo, nova)):
            ax.imshow(mostrada, cmap="gray", vmin=0, vmax=255)
            ax.axis("off")
    plt.close(fig)
    return fig


@descrita
def curvas_de_ativacao():
    """Tanh, sigmoide e ReLU, e as derivadas delas tracejadas."""
    x = np.linspace(-5, 5, 401)
    s = 1 / (1 + np.exp(-x))
    curvas = {
        "tanh": (np.tanh(x), 1 - np.tanh(x) ** 2),
        "sigmoide": (s, s * (1 - s)),
        "ReLU": (np.maximum(x, 0), (x > 0).astype(float)),
    }
    fig, eixos = plt.subplots(1, 3, figsize=(9, 2.7), layout="constrained")
    for ax, (nome, (y, derivada)) in zip(eixos, curvas.items(), strict=True):
        ax.plot(x, y, color=ROXO, label="função")
        ax.plot(x, derivada, "--", color=VERMELHO, label="derivada")
        ax.set_title(nome, fontsize=10)
        ax.set(ylim=(-1.2, 2.2), xticks=range(-4, 5, 2), yticks=range(-1, 3))
        ax.grid(alpha=0.25)
        ax.spines[["top", "right"]].set_visible(False)
    eixos[0].legend(frameon=False, fontsize=8)
    plt.close(fig)
    return fig
