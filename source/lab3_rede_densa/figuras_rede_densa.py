"""Figuras do lab da rede neural densa. Cada função devolve uma figura do Matplotlib."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from desenho import (
    AMBAR,
    CANAIS,
    CINZA,
    CLARO,
    ROXO,
    VERMELHO,
    caixa,
    celula,
    descrita,
    eixos_com_virgula,
    eixos_de_potencias,
    quadro,
    seta,
)
from desenho import galeria as galeria  # o notebook a chama por aqui
from matplotlib.patches import Rectangle

TRACOS = (
    {"color": VERMELHO, "marker": "v"},
    {"color": ROXO, "marker": "o"},
    {"color": CINZA, "marker": "D"},
    {"color": ROXO, "marker": "^", "linestyle": "--"},
    {"color": ROXO, "marker": "s", "linestyle": ":"},
)
"""De cada inicialização: vermelho, a ruim; roxo, as que contam a largura; cinza, a da rede rasa."""


@descrita
def fluxo_da_rede():
    """Propagação para a frente (roxo), retropropagação (vermelho) e os caches entre as duas."""
    fig, ax = quadro(11, 4.3, (0, 22), (0, 8.6))
    camadas = [
        (4.3, "LINEAR → RELU", "camada 1", "[1]"),
        (9.7, "LINEAR → RELU", "camada 2", "[2]"),
        (15.7, "LINEAR → SIGMOID", "camada L", "[L]"),
    ]
    for x, operacao, nome, indice in camadas:
        caixa(ax, x, 6.6, 3.5, 1.5, f"{operacao}\n{nome}", ROXO)
        inverso = " → ".join(reversed(operacao.split(" → ")))
        caixa(ax, x, 1.7, 3.5, 1.5, f"{inverso}\n{nome}", VERMELHO)
        seta(ax, (x, 5.8), (x, 2.5), AMBAR, tracejada=True)
        ax.text(x + 0.2, 4.5, f"cache {indice[1:-1]}", color=AMBAR, fontsize=9, va="center")
        ax.text(
            x + 0.2,
            3.9,
            f"$A^{{[{_anterior(indice)}]}}, W^{{{indice}}}, b^{{{indice}}}, Z^{{{indice}}}$",
            color=AMBAR,
            fontsize=9,
            va="center",
        )
        seta(ax, (x, 0.9), (x, 0.55), VERMELHO)
        ax.text(
            x,
            0.2,
            f"$dW^{{{indice}}},\\ db^{{{indice}}}$",
            color=VERMELHO,
            ha="center",
            va="center",
            fontsize=10,
        )
    caixa(ax, 20.4, 6.6, 2.2, 1.5, "custo", CINZA)
    caixa(ax, 20.4, 1.7, 2.2, 1.5, "gradiente\ndo custo", CINZA)
    seta(ax, (20.4, 5.8), (20.4, 2.5), CINZA)

    for origem, destino, rotulo in [
        (1.1, 2.5, "$X = A^{[0]}$"),
        (6.1, 7.9, "$A^{[1]}$"),
        (11.5, 13.9, r"$A^{[2]} \cdots A^{[L-1]}$"),
        (17.5, 19.25, "$A^{[L]}$"),
    ]:
        seta(ax, (origem, 6.6), (destino, 6.6), ROXO, rotulo)
    for origem, destino, rotulo in [
        (19.25, 17.5, "$dA^{[L]}$"),
        (13.9, 11.5, r"$dA^{[L-1]} \cdots dA^{[2]}$"),
        (7.9, 6.1, "$dA^{[1]}$"),
    ]:
        seta(ax, (origem, 1.7), (destino, 1.7), VERMELHO, rotulo)
    ax.text(0.1, 8.2, "para a frente (forward)", color=ROXO, fontsize=11, weight="bold")
    ax.text(0.1, 3.0, "para trás\n(backward)", color=VERMELHO, fontsize=11, weight="bold")
    return fig


@descrita
def camada_para_tras():
    """Regra da cadeia numa camada: de dA a dZ e, deste, a dW, db e dA da camada anterior."""
    fig, ax = quadro(9, 3.0, (0, 18), (0.4, 6.4))
    ax.add_patch(
        Rectangle((4.2, 2.6), 11.2, 3.3, facecolor=CLARO, edgecolor=CINZA, ls=(0, (4, 3)), lw=1)
    )
    nomes = {"ha": "center", "color": CINZA, "fontsize": 9, "family": "monospace"}
    ax.text(9.8, 6.05, "linear_ativacao_backward", **nomes)
    ax.text(6.6, 5.1, "linear_backward", **nomes)
    ax.text(13.0, 5.1, "relu_backward ou\nsigmoid_backward", va="center", **nomes)
    caixa(ax, 13.0, 3.8, 3.2, 1.6, "ATIVAÇÃO\nusa $Z^{[l]}$", VERMELHO)
    caixa(ax, 6.6, 3.8, 3.2, 1.6, "LINEAR\nusa $A^{[l-1]}, W^{[l]}$", VERMELHO)
    seta(ax, (17.6, 3.8), (14.7, 3.8), VERMELHO, "$dA^{[l]}$", 16.5)
    seta(ax, (11.3, 3.8), (8.3, 3.8), VERMELHO, "$dZ^{[l]}$")
    seta(ax, (4.9, 3.8), (1.2, 3.8), VERMELHO, "$dA^{[l-1]}$", 2.7)
    for x, gradiente in ((5.7, "$dW^{[l]}$"), (7.5, "$db^{[l]}$")):
        seta(ax, (x, 2.95), (x, 1.6), VERMELHO)
        ax.text(x, 1.0, gradiente, color=VERMELHO, ha="center", va="center", fontsize=12)
    return fig


@descrita
def derivadas():
    """A sigmoide e a ReLU, tracejadas, e as suas derivadas: um morro de 0,25 e um degrau."""
    fig, eixos = plt.subplots(1, 2, figsize=(9, 3.2), dpi=100, layout="constrained")
    z = np.linspace(-6, 6, 601)
    sigmoide = 1 / (1 + np.exp(-z))
    casos = (
        ("sigmoide", r"$\sigma$", sigmoide, sigmoide * (1 - sigmoide), (-0.05, 1.1)),
        ("ReLU", "ReLU", np.maximum(0, z), np.where(z > 0, 1, 0), (-0.2, 4.4)),
    )
    for ax, (nome, simbolo, valores, derivada, limites) in zip(eixos, casos, strict=True):
        ax.plot(z, valores, "--", color=ROXO, lw=1.6, label=f"{simbolo}(z)")
        ax.plot(z, derivada, color=VERMELHO, lw=2.4, label=f"{simbolo}′(z)")
        ax.set(title=nome, xlabel="z", ylim=limites)
        ax.legend(frameon=False, loc="upper left")
        ax.grid(alpha=0.25)
        ax.spines[["top", "right"]].set_visible(False)
        eixos_com_virgula(ax.yaxis)
    eixos[0].annotate(
        "no máximo 0,25", (0, 0.25), (1.2, 0.36), color=VERMELHO, fontsize=9, va="center",
        arrowprops={"arrowstyle": "-", "color": VERMELHO},
    )  # fmt: skip
    plt.close(fig)
    return fig


def _anterior(indice):
    """'[1]' vira '0', '[L]' vira 'L-1'."""
    camada = indice[1:-1]
    return "L-1" if camada == "L" else str(int(camada) - 1)


@descrita
def rede(camadas, titulo=""):
    """Os neurônios de uma rede, camada por camada; as largas, abreviadas com reticências.

    Entrada:
    camadas -- lista com o número de neurônios de cada camada, a entrada inclusive
    """
    fig, ax = quadro(1.7 * len(camadas) + 1, 3.6, (-0.6, len(camadas) - 0.4), (-3.9, 2.7))
    posicoes = [_alturas(n) for n in camadas]
    for coluna, (antes, depois) in enumerate(pairwise(posicoes)):
        for y0 in antes:
            for y1 in depois:
                ax.plot([coluna, coluna + 1], [y0, y1], color="#C9C5D3", lw=0.6, zorder=1)
    for coluna, (n, alturas) in enumerate(zip(camadas, posicoes, strict=True)):
        cor = CINZA if coluna == 0 else (AMBAR if coluna == len(camadas) - 1 else ROXO)
        ax.scatter([coluna] * len(alturas), alturas, s=150, color=cor, zorder=2)
        if n > len(alturas):
            ax.text(
                coluna,
                0,
                "⋮",
                ha="center",
                va="center",
                fontsize=16,
                color=cor,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
                zorder=3,
            )
        ax.text(
            coluna,
            -2.75,
            _nome_da_camada(coluna, len(camadas) - 1),
            ha="center",
            va="center",
            fontsize=9.5,
            color=CINZA,
        )
        ax.text(coluna, -3.6, f"$n^{{[{coluna}]}}={n}$", ha="center", va="center", color=CINZA)
    ax.set_title(titulo, fontsize=11)
    return fig


def _alturas(n, limite=6):
    """Alturas dos neurônios desenhados; com mais de `limite`, o meio fica vazio."""
    desenhados = min(n, limite)
    passo = 0.72
    alturas = [passo * (k - (desenhados - 1) / 2) for k in range(desenhados)]
    if n > limite:
        alturas = [y + (0.35 if y > 0 else -0.35) for y in alturas]
    return alturas


def _nome_da_camada(coluna, ultima):
    """Entrada, RELU ou SIGMOID."""
    if coluna == 0:
        return "entrada"
    return f"camada {coluna}\nSIGMOID" if coluna == ultima else f"camada {coluna}\nRELU"


@descrita
def vetorizacao():
    """Uma imagem 2×2, seus três canais e a coluna de 12 números que ela vira."""
    fig, ax = quadro(10, 5.2, (0, 20), (-0.3, 10.4))
    pixels = ((231, 42, 22), (12, 200, 8), (40, 51, 180), (90, 95, 99))
    for k, pixel in enumerate(pixels):
        linha, coluna = divmod(k, 2)
        cor = tuple(byte / 255 for byte in pixel)
        celula(ax, 0.6 + 1.7 * coluna, 4.9 - 1.7 * linha, 1.7, 1.7, "", cor)
        for j, canal in enumerate("RGB"):
            y = 7.9 - 3.3 * j - 1.3 * linha
            celula(ax, 6.6 + 1.6 * coluna, y, 1.6, 1.3, pixel[j], CANAIS[canal])
            celula(ax, 13.4, 9.0 - 0.8 * (3 * k + j), 1.8, 0.8, pixel[j], CANAIS[canal])
        nome = f"pixel (linha {linha}, coluna {coluna})"
        ax.text(15.6, 8.6 - 2.4 * k, nome, va="center", color=CINZA, fontsize=9.5)
    for j, (canal, cor) in enumerate(CANAIS.items()):
        ax.text(6.2, 7.9 - 3.3 * j, canal, color=cor, ha="right", va="center", fontsize=13)
    ax.text(2.3, 6.9, "imagem 2 × 2", ha="center", color=CINZA, fontsize=10)
    ax.text(8.2, 9.5, "três canais", ha="center", color=CINZA, fontsize=10)
    ax.text(14.3, 10.0, "uma coluna", ha="center", color=CINZA, fontsize=10)
    seta(ax, (4.4, 4.9), (5.4, 4.9), CINZA)
    seta(ax, (10.4, 4.9), (12.8, 4.9), CINZA, "vetorizar")
    return fig


@descrita
def sinais(variacoes, gradientes):
    """Variação das ativações entre exemplos e tamanho de dW em cada camada, em escala logarítmica.

    Entradas:
    variacoes -- dicionário {nome da inicialização: desvios-padrão, da camada 0 à camada L}
    gradientes -- dicionário {nome: raiz da média dos quadrados de dW, da camada 1 à camada L}
    """
    fig, eixos = plt.subplots(1, 2, figsize=(10.4, 3.8), dpi=100)
    for ax, medidas, primeira in zip(eixos, (variacoes, gradientes), (0, 1), strict=True):
        for (nome, valores), estilo in zip(medidas.items(), TRACOS, strict=False):
            ax.semilogy(range(primeira, primeira + len(valores)), valores, label=nome, **estilo)
        ax.set_xticks(range(primeira, primeira + max(map(len, medidas.values()))))
        eixos_de_potencias(ax.yaxis)
        ax.grid(alpha=0.25)
        ax.spines[["top", "right"]].set_visible(False)
    eixos[0].set(xlabel="camada (0 é a entrada)", ylabel="variação de $A^{[l]}$ entre fotos")
    eixos[1].set(xlabel="camada", ylabel="tamanho de $dW^{[l]}$")
    legenda = eixos[0].get_legend_handles_labels()
    fig.legend(*legenda, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False)
    fig.subplots_adjust(wspace=0.22)
    plt.close(fig)
    return fig


@descrita
def erro_por_epsilon(erros):
    """Erro relativo do gradiente numérico conforme o tamanho do passo, nos dois eixos logarítmicos.

    Entrada:
    erros -- dicionário {epsilon: diferença relativa}
    """
    fig, ax = plt.subplots(figsize=(6.4, 3.4), dpi=100, layout="constrained")
    ax.loglog([*erros], [*erros.values()], "o-", color=ROXO, markersize=5)
    ax.axvline(1e-6, color=AMBAR, linestyle="--", lw=1.2)
    ax.text(1.3e-6, max(erros.values()), "o da conferência", color=AMBAR, fontsize=9, va="top")
    eixos_de_potencias(ax.xaxis, ax.yaxis)
    ax.set(xlabel=r"$\varepsilon$", ylabel="diferença relativa em $W^{[1]}$")
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    plt.close(fig)
    return fig
