"""Peças de desenho que as figuras dos labs têm em comum: cores, quadro, caixa, galeria…"""

import functools
import inspect
import math

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.ticker import FuncFormatter, NullLocator

__all__ = [
    "AMBAR",
    "AZUL",
    "CANAIS",
    "CINZA",
    "CLARO",
    "CLASSES",
    "CLASSES_CLARAS",
    "LARANJA",
    "ROXO",
    "TURQUESA",
    "VERDE",
    "VERMELHO",
    "caixa",
    "celula",
    "descreva",
    "descrita",
    "eixos_com_virgula",
    "eixos_de_potencias",
    "galeria",
    "quadro",
    "seta",
    "virgula",
]

# As cores de todos os labs, e o que cada uma quer dizer em todos eles.
CINZA = "#4A5260"  # a entrada, os dados, o ponto de partida de uma comparação
ROXO = "#6A4C93"  # o que a rede calcula na ida; o treino; o modelo em estudo
AMBAR = "#B7791F"  # a saída da rede; o que se guarda (cache) ou se aponta
VERMELHO = "#C1343B"  # o erro, o custo e os seus gradientes; o que dá errado
TURQUESA = "#14808A"  # o teste
AZUL = "#2457A6"  # a classe 1
LARANJA = "#D9660B"  # a classe 0
VERDE = "#3F8F63"  # mais uma série, quando as outras não bastam
CLARO = "#F3F1F7"  # fundo

CLASSES = (LARANJA, AZUL)
"""As cores das classes 0 e 1, que também diferem para quem confunde vermelho e verde."""

CLASSES_CLARAS = ("#F9DCC4", "#C5D8F2")
"""As das regiões em que uma rede responde 0 e 1."""

CANAIS = {"R": "#D9534F", "G": "#4C9F70", "B": "#4A7FC1"}
"""As dos canais de uma imagem."""

EXPOENTE = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def descrita(funcao):
    """Dá à figura que `funcao` devolve um texto alternativo: o começo da docstring dela.

    Quem lê o notebook sem ver as imagens ouve esse texto; o Jupyter o guarda com a imagem.
    """
    texto = " ".join(inspect.getdoc(funcao).split("\n\n")[0].split())

    @functools.wraps(funcao)
    def com_texto(*args, **kwargs):
        return descreva(funcao(*args, **kwargs), texto)

    return com_texto


def descreva(fig, texto):
    """Dá à figura o texto alternativo `texto` e a devolve."""
    fig._repr_mimebundle_ = lambda include=None, exclude=None: ({}, {"image/png": {"alt": texto}})
    return fig


def virgula(numero, formato="g"):
    """O número com vírgula decimal e sinal de menos: virgula(-0.8751, ".2f") é "−0,88".

    O expoente fica como o Python o escreve: virgula(3e-10, ".0e") é "3e-10".
    """
    algarismos, e, expoente = f"{numero:{formato}}".partition("e")
    return algarismos.replace(".", ",").replace("-", "−") + e + expoente


def eixos_com_virgula(*eixos):
    """Escreve com vírgula os números de cada eixo dado, como ax.xaxis e ax.yaxis."""
    for eixo in eixos:
        eixo.set_major_formatter(FuncFormatter(lambda numero, _: virgula(numero)))


def eixos_de_potencias(*eixos):
    """Em cada eixo logarítmico dado, só as potências de dez, escritas 10⁻³.

    É para eixos de várias décadas. Com texto comum no lugar de fórmulas, e sem os traços do meio,
    a figura leva um terço do tempo.
    """
    for eixo in eixos:
        eixo.set_major_formatter(FuncFormatter(lambda numero, _: _potencia(numero)))
        eixo.set_minor_locator(NullLocator())


def _potencia(numero):
    """A potência de dez como se escreve: "10⁻³" para 0,001."""
    return "10" + str(round(math.log10(numero))).translate(EXPOENTE)


def quadro(largura, altura, xlim, ylim):
    """Figura sem eixos. Fica fechada no pyplot, para aparecer uma vez só no notebook."""
    fig, ax = plt.subplots(figsize=(largura, altura), dpi=100, layout="constrained")
    ax.set(xlim=xlim, ylim=ylim)
    ax.axis("off")
    plt.close(fig)
    return fig, ax


def caixa(ax, x, y, largura, altura, texto, cor):
    """Caixa de cantos redondos centrada em (x, y)."""
    ax.add_patch(
        FancyBboxPatch(
            (x - largura / 2, y - altura / 2),
            largura,
            altura,
            boxstyle="round,pad=0,rounding_size=0.25",
            facecolor=cor,
            edgecolor="none",
        )
    )
    ax.text(x, y, texto, color="white", ha="center", va="center", fontsize=9.5, linespacing=1.4)


def seta(ax, inicio, fim, cor, rotulo="", x_rotulo=None, tracejada=False):
    """Seta de `inicio` a `fim` com um rótulo acima do meio (ou de `x_rotulo`)."""
    ax.add_patch(
        FancyArrowPatch(
            inicio,
            fim,
            arrowstyle="-|>",
            mutation_scale=13,
            color=cor,
            lw=1.6,
            linestyle=(0, (4, 3)) if tracejada else "-",
            shrinkA=0,
            shrinkB=0,
        )
    )
    x = (inicio[0] + fim[0]) / 2 if x_rotulo is None else x_rotulo
    ax.text(
        x, (inicio[1] + fim[1]) / 2 + 0.25, rotulo, color=cor, ha="center", va="bottom", fontsize=10
    )


def celula(ax, x, y, largura, altura, valor, cor):
    """Retângulo colorido com um número dentro; (x, y) é o canto de baixo."""
    ax.add_patch(Rectangle((x, y), largura, altura, facecolor=cor, edgecolor="white", lw=1.5))
    ax.text(
        x + largura / 2,
        y + altura / 2,
        valor,
        color="white",
        ha="center",
        va="center",
        fontsize=9.5,
    )


def galeria(imagens, legendas, colunas=6, **opcoes):
    """Imagens pequenas lado a lado, cada uma com sua legenda; `opcoes` vão para o imshow."""
    linhas = max(1, -(-len(imagens) // colunas))
    fig, eixos = plt.subplots(
        linhas,
        colunas,
        figsize=(1.6 * colunas, 2.0 * linhas),
        squeeze=False,
        dpi=100,
        layout="constrained",
    )
    for ax in eixos.flat:
        ax.axis("off")
    for ax, imagem, legenda in zip(eixos.flat, imagens, legendas, strict=False):
        ax.imshow(imagem, **opcoes)
        ax.set_title(legenda, fontsize=9)
    plt.close(fig)
    lidas = "; ".join(" ".join(str(legenda).split()) for legenda in legendas)
    return descreva(fig, f"{len(imagens)} imagens lado a lado, com as legendas: {lidas}.")
