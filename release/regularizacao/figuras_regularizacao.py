"""Figuras do lab de regularização. Cada função devolve uma figura do Matplotlib."""

from itertools import cycle, pairwise

import matplotlib.pyplot as plt
import numpy as np
from campo_de_futebol import plot_decision_boundary
from desenho import AMBAR, CINZA, ROXO, VERMELHO, descrita, eixos_com_virgula, quadro
from matplotlib.colors import LinearSegmentedColormap, ListedColormap
from progresso import milhar
from rede_pronta import predict_dec

# Neurônios apagados (camada, posição) em cada um dos três desenhos de redes_apagadas.
APAGADOS = (
    {(1, 1), (1, 4), (2, 0)},
    {(1, 0), (1, 3)},
    {(1, 2), (1, 3), (2, 2)},
)
CAMADAS = (2, 5, 3, 1)
APAGADO = "#D5D8DE"
MUITAS = LinearSegmentedColormap.from_list("muitas", [CINZA, ROXO, VERMELHO, AMBAR])
"""De muitas curvas, em ordem: nem o azul nem o laranja, que são as cores das classes."""


@descrita
def redes_apagadas():
    """A mesma rede vista por três exemplos do lote: cada um tem os seus neurônios apagados."""
    fig, ax = quadro(10.5, 3.2, (-0.6, 13.6), (-3.5, 2.9))
    for exemplo, apagados in enumerate(APAGADOS, start=1):
        inicio = 5 * (exemplo - 1)
        _rede(ax, inicio, apagados)
        ax.text(inicio + 1.5, -3.2, f"exemplo {exemplo}", ha="center", color=CINZA, fontsize=11)
    return fig


def _rede(ax, inicio, apagados):
    """Uma rede a partir da abscissa `inicio`; das conexões, só as de neurônios acesos."""
    acesos = [
        [(camada, k) for k in range(n) if (camada, k) not in apagados]
        for camada, n in enumerate(CAMADAS)
    ]
    for antes, depois in pairwise(acesos):
        for a in antes:
            for b in depois:
                (x0, y0), (x1, y1) = _lugar(inicio, *a), _lugar(inicio, *b)
                ax.plot([x0, x1], [y0, y1], color="#B9B2C9", lw=0.8, zorder=1)
    for camada, n in enumerate(CAMADAS):
        cor = (CINZA, ROXO, ROXO, AMBAR)[camada]
        for k in range(n):
            x, y = _lugar(inicio, camada, k)
            aceso = (camada, k) not in apagados
            ax.scatter(x, y, s=170, color=cor if aceso else APAGADO, zorder=2)
            if not aceso:
                ax.scatter(x, y, s=70, color=CINZA, marker="x", zorder=3)


def _lugar(inicio, camada, k):
    return inicio + camada, 1.1 * (k - (CAMADAS[camada] - 1) / 2)


@descrita
def mascaras(por_nome):
    """Máscaras lado a lado: uma linha por neurônio, uma coluna por exemplo, claro = apagado.

    Entrada:
    por_nome -- dicionário {título: máscara de 0 e 1, formato (n, m)}
    """
    fig, eixos = plt.subplots(
        1, len(por_nome), figsize=(4.6 * len(por_nome), 2.9), squeeze=False, layout="constrained"
    )
    for ax, (nome, mascara) in zip(eixos.flat, por_nome.items(), strict=True):
        ax.pcolormesh(
            np.asarray(mascara, dtype=float)[::-1],
            cmap=ListedColormap([APAGADO, ROXO]),
            vmin=0,
            vmax=1,
            edgecolors="white",
            linewidth=0.4,
        )
        ax.set_title(nome, fontsize=11, color=CINZA)
        ax.set(xlabel="exemplo", ylabel="neurônio", xticks=[], yticks=[])
        ax.set_frame_on(False)
    plt.close(fig)
    return fig


@descrita
def fronteiras(modelos, X, Y):
    """A fronteira de decisão de cada modelo, lado a lado, com as mesmas jogadas.

    Entradas:
    modelos -- dicionário {nome: parâmetros aprendidos}
    X -- jogadas, formato (2, m)
    Y -- rótulos 0 ou 1, formato (1, m)
    """
    n = len(modelos)
    fig, eixos = plt.subplots(
        1, n, figsize=(max(6.5, 3.6 * n), 4.3 if n == 1 else 2.7), squeeze=False, dpi=110
    )
    for ax, (nome, parameters) in zip(eixos.flat, modelos.items(), strict=True):
        plot_decision_boundary(lambda x, p=parameters: predict_dec(p, x.T), X, Y, ax)
        ax.set_title(nome, fontsize=11, color=CINZA)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.01, top=0.9, wspace=0.02)
    plt.close(fig)
    return fig


@descrita
def pesos(modelos):
    """Soma dos quadrados dos pesos de cada camada, em escala logarítmica.

    Entrada:
    modelos -- dicionário {nome: parâmetros aprendidos}
    """
    fig, ax = plt.subplots(figsize=(6.4, 3.3), layout="constrained")
    largura = 0.8 / len(modelos)
    for k, ((nome, parameters), cor) in enumerate(
        zip(modelos.items(), (CINZA, ROXO, AMBAR), strict=False)
    ):
        somas = [float(np.sum(np.square(parameters[f"W{camada}"]))) for camada in (1, 2, 3)]
        x = np.arange(1, 4) + (k - (len(modelos) - 1) / 2) * largura
        barras = ax.bar(x, somas, 0.94 * largura, color=cor, label=nome)
        ax.bar_label(barras, [f"{soma:.0f}" for soma in somas], fontsize=9, padding=2)
    ax.set_yscale("log")
    ax.set(xticks=[1, 2, 3], xticklabels=[f"$W^{{[{camada}]}}$" for camada in (1, 2, 3)])
    ax.set(ylabel="soma dos quadrados", ylim=(1, 3 * ax.get_ylim()[1]))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, ncols=len(modelos), loc="upper center")
    plt.close(fig)
    return fig


@descrita
def curvas(redes, a_cada):
    """Entropia no treino (linha cheia) e na validação (tracejada) enquanto cada rede treina.

    Entradas:
    redes -- dicionário {nome: rede de treinos_juntos}
    a_cada -- iterações entre duas medidas
    """
    fig, ax = plt.subplots(figsize=(7.2, 3.6), layout="constrained")
    cores_e_marcas = zip(_cores(len(redes)), cycle("os^Dv"), strict=False)
    for (nome, rede), (cor, marca) in zip(redes.items(), cores_e_marcas, strict=True):
        iteracoes = a_cada * np.arange(len(rede.treino))
        traco = {"color": cor, "lw": 1.6, "marker": marca, "markersize": 4, "markevery": 2}
        ax.plot(iteracoes, rede.treino, label=nome, **traco)
        ax.plot(iteracoes[: len(rede.validacao)], rede.validacao, "--", **traco)
    ax.set(xlabel="iteração", ylabel="entropia cruzada")
    eixos_com_virgula(ax.yaxis)
    ax.xaxis.set_major_formatter(lambda iteracao, _: milhar(iteracao))
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize=9)
    plt.close(fig)
    return fig


def _cores(n):
    """De n curvas em ordem: cinza a de comparação, e a seguinte, quando são poucas, roxa."""
    return MUITAS(np.arange(n) / max(n - 1, 3))


@descrita
def por_lambda(redes):
    """Entropia no fim do treino conforme λ: linha cheia no treino, tracejada na validação.

    Entrada:
    redes -- lista de redes de treinos_juntos, com validação
    """
    redes = sorted(redes, key=lambda rede: rede.lambd)
    lambdas = [rede.lambd for rede in redes]
    fig, ax = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
    ax.plot(lambdas, [rede.treino[-1] for rede in redes], "o-", color=ROXO, label="treino")
    ax.plot(lambdas, [rede.validacao[-1] for rede in redes], "s--", color=ROXO, label="validação")
    ax.set_xscale("symlog", linthresh=0.01)
    ax.set(xlabel="λ", ylabel="entropia cruzada")
    eixos_com_virgula(ax.xaxis, ax.yaxis)
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False)
    plt.close(fig)
    return fig
