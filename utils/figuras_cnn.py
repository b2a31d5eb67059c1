"""Figuras do lab da rede convolucional. Cada função devolve uma figura do Matplotlib."""

import matplotlib.pyplot as plt
import numpy as np
from desenho import (
    AMBAR,
    AZUL,
    CANAIS,
    CINZA,
    CLARO,
    ROXO,
    VERDE,
    VERMELHO,
    celula,
    descrita,
    eixos_com_virgula,
    galeria,
    quadro,
    seta,
    virgula,
)
from matplotlib.patches import Polygon, Rectangle

FUNDO = "#E4E0EC"
CORES = (ROXO, AZUL, AMBAR, VERDE)
"""Uma cor para cada janela das figuras de pooling."""

IMAGEM = np.array([[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])
"""A imagem 4×4 dos exemplos feitos à mão no lab."""


# --- peças -----------------------------------------------------------------------------


def _grade(ax, x, y, valores, cores=FUNDO, tamanho=10):
    """Matriz de células com o canto de cima em (x, y); o eixo vertical cresce para baixo.

    Entradas:
    valores -- matriz do que se escreve em cada célula
    cores -- uma cor para todas ou uma matriz de cores; nas escuras escreve-se em branco
    """
    valores = np.asarray(valores)
    cores = np.broadcast_to(np.asarray(cores), valores.shape)
    for (linha, coluna), valor in np.ndenumerate(valores):
        cor = str(cores[linha, coluna])
        celula(ax, x + coluna, y + linha, 1, 1, "", cor)
        texto = CINZA if cor in (FUNDO, CLARO) else "white"
        centro = (x + coluna + 0.5, y + linha + 0.5)
        ax.text(*centro, valor, color=texto, ha="center", va="center", fontsize=tamanho)


def _moldura(ax, x, y, largura, altura, cor, tracejada=False, zorder=4):
    """Contorno de uma janela."""
    estilo = (0, (3, 2)) if tracejada else "-"
    ax.add_patch(
        Rectangle(
            (x, y), largura, altura, fill=False, edgecolor=cor, lw=2.4, ls=estilo, zorder=zorder
        )
    )


def _titulo(ax, x, y, texto, cor=CINZA, **opcoes):
    opcoes = {"ha": "center", "va": "center", "fontsize": 10} | opcoes
    ax.text(x, y, texto, color=cor, **opcoes)


def _numeros(matriz):
    """Números como se escrevem em português: -1.5 vira '−1,5'."""
    # Somar zero troca −0 por 0.
    return np.vectorize(lambda v: virgula(v + 0.0))(matriz)


# --- a camada e o padding --------------------------------------------------------------


@descrita
def camadas():
    """Volumes de entrada e de saída de uma convolução seguida de um pooling."""
    fig, ax = quadro(10, 3.3, (0, 20), (6.6, 0))
    _volume(ax, 1.0, 1.7, 3.2, 0.9, CINZA)
    _volume(ax, 8.3, 1.7, 3.2, 2.0, ROXO)
    _volume(ax, 15.6, 2.5, 1.6, 2.0, AZUL)
    _volume(ax, 1.5, 2.7, 0.9, 0.9, VERMELHO)
    for antes, depois in ((2.7, 2.95), (3.6, 3.25)):
        ax.plot([2.4, 9.9], [antes, depois], color=VERMELHO, lw=1.2, ls=(0, (4, 3)), zorder=5)
    ax.add_patch(Rectangle((9.9, 2.95), 0.3, 0.3, facecolor=VERMELHO, edgecolor="none", zorder=5))
    seta(ax, (5.6, 4.5), (7.8, 4.5), ROXO)
    seta(ax, (13.8, 3.3), (15.2, 3.3), AZUL)
    _titulo(ax, 6.7, 5.0, "convolução\n8 filtros, com borda", ROXO, va="top")
    _titulo(ax, 14.5, 3.8, "pooling", AZUL, va="top")
    _titulo(ax, 2.8, 5.7, "imagem\n64 × 64 × 3")
    _titulo(ax, 10.2, 5.7, "8 mapas\n64 × 64 × 8", ROXO)
    _titulo(ax, 16.6, 5.7, "mapas menores\n32 × 32 × 8", AZUL)
    _titulo(ax, 6.2, 1.4, "uma janela\ndá um número", VERMELHO)
    return fig


def _volume(ax, x, y, lado, fundo, cor):
    """Caixa em perspectiva: a face da frente tem `lado`, a profundidade são os canais."""
    d = 0.5 * fundo
    faces = (
        ([(x, y), (x + d, y - d), (x + lado + d, y - d), (x + lado, y)], 0.45),
        (
            [
                (x + lado, y),
                (x + lado + d, y - d),
                (x + lado + d, y + lado - d),
                (x + lado, y + lado),
            ],
            0.65,
        ),
        ([(x, y), (x + lado, y), (x + lado, y + lado), (x, y + lado)], 0.85),
    )
    for cantos, opacidade in faces:
        ax.add_patch(Polygon(cantos, facecolor=cor, alpha=opacidade, edgecolor="white", lw=1))


@descrita
def lenet():
    """A LeNet: duas convoluções, cada uma com o seu pooling, e três camadas densas no fim."""
    fig, ax = quadro(11, 2.8, (0, 22), (6.0, 0.4))
    mapas = ((28, 1, CINZA), (28, 6, ROXO), (14, 6, AZUL), (10, 16, ROXO), (5, 16, AZUL))
    for x, (n, canais, cor) in zip((0.4, 4.5, 9.0, 12.2, 15.2), mapas, strict=True):
        lado = 2.8 * n / 28
        _volume(ax, x, 4.9 - lado, lado, 0.1 * canais, cor)
        _titulo(ax, x + lado / 2, 5.5, f"{n} × {n} × {canais}", cor, fontsize=9)
    for x, n in ((18.0, 120), (19.5, 84), (21.0, 10)):
        altura = 2.8 * n / 120
        ax.add_patch(Rectangle((x, 4.9 - altura), 0.3, altura, facecolor=VERDE))
        _titulo(ax, x + 0.15, 5.5, n, VERDE, fontsize=9)
    for x, nome, cor in (
        (5.9, "convolução", ROXO), (9.7, "pooling", AZUL), (12.7, "convolução", ROXO),
        (15.5, "pooling", AZUL), (19.65, "densas", VERDE),
    ):  # fmt: skip
        _titulo(ax, x, 0.9, nome, cor)
    return fig


@descrita
def padding():
    """Uma imagem 3×3 com três canais e a mesma imagem com uma borda de dois zeros."""
    fig, ax = quadro(9, 4.4, (0, 20), (9.4, 0))
    canais = tuple(CANAIS.values())
    dentro = np.arange(1, 10).reshape(3, 3)
    com_borda = np.pad(dentro, 2)
    for k in (2, 1, 0):  # o canal de trás primeiro
        dx, dy = 0.55 * k, 0.55 * (2 - k)
        cores = np.full((7, 7), FUNDO)
        cores[2:5, 2:5] = canais[k]
        # Só o canal da frente mostra os números: os dos outros apareceriam por baixo dele.
        _grade(ax, 1.0 + dx, 3.0 + dy, np.where(k == 0, dentro, ""), canais[k])
        _grade(ax, 9.6 + dx, 1.0 + dy, np.where(k == 0, com_borda, ""), cores)
        _moldura(ax, 9.6 + dx, 1.0 + dy, 7, 7, canais[k], zorder=1)
    seta(ax, (6.0, 5.1), (8.8, 5.1), CINZA)
    _titulo(ax, 7.4, 4.6, "pad = 2")
    _titulo(ax, 3.0, 8.0, "3 × 3, três canais")
    _titulo(ax, 13.6, 0.5, "7 × 7, os mesmos três canais")
    return fig


# --- a janela --------------------------------------------------------------------------


@descrita
def janela():
    """A janela (h, w) = (1, 2) de um filtro 3×3 com stride 2 e a posição da saída que ela dá."""
    fig, ax = quadro(10, 4.8, (-4.2, 15.2), (6.9, -2.4))
    cores = np.full((5, 7), FUNDO)
    cores[2:5, 4:7] = AZUL
    _grade(ax, 0, 0, np.full((5, 7), ""), cores)
    _moldura(ax, 0, 0, 3, 3, CINZA, tracejada=True)
    _moldura(ax, 2, 0, 3, 3, AMBAR, tracejada=True)
    for posicao in range(8):
        _titulo(ax, posicao, -0.35, posicao, AZUL if posicao in (4, 7) else CINZA)
    for posicao in range(6):
        _titulo(ax, -0.35, posicao, posicao, AZUL if posicao in (2, 5) else CINZA)
    for y, nome in ((2, "vert_start = 2"), (5, "vert_end = 5")):
        ax.plot([0, 4], [y, y], color=AZUL, lw=1.2, ls=(0, (4, 3)))
        ax.text(-0.8, y, nome, color=AZUL, ha="right", va="center", fontsize=10)
    for x, nome in ((4, "horiz_start = 4"), (7, "horiz_end = 7")):
        ax.plot([x, x], [0, 2], color=AZUL, lw=1.2, ls=(0, (4, 3)))
        _titulo(ax, x, -0.95, nome, AZUL)
    seta(ax, (0, -1.75), (2, -1.75), AMBAR)
    ax.text(2.2, -1.75, "stride = 2", color=AMBAR, va="center", fontsize=10)
    _titulo(ax, 1, 1.2, "(0, 0)", CINZA)
    _titulo(ax, 4.5, 0.7, "(0, 1)", AMBAR)
    _titulo(ax, 5.5, 3.5, "(1, 2)", "white", weight="bold")

    saida = np.full((2, 3), FUNDO)
    saida[0, 0], saida[0, 1], saida[1, 2] = CINZA, AMBAR, AZUL
    nomes = [["(0, 0)", "(0, 1)", "(0, 2)"], ["(1, 0)", "(1, 1)", "(1, 2)"]]
    _grade(ax, 11, 2.0, nomes, saida, tamanho=8)
    seta(ax, (7.6, 3.5), (10.3, 3.5), AZUL)
    for k in range(3):
        _titulo(ax, 11.5 + k, 1.6, f"w = {k}", fontsize=9)
    for k in range(2):
        ax.text(14.2, 2.5 + k, f"h = {k}", color=CINZA, va="center", fontsize=9)
    _titulo(ax, 3.5, 6.1, "entrada 5 × 7 (um canal)")
    _titulo(ax, 12.5, 6.1, "saída 2 × 3")
    return fig


# --- pooling ---------------------------------------------------------------------------


@descrita
def pooling():
    """Max e average pooling da imagem 4×4, com janelas 2×2 e stride 2."""
    fig, ax = quadro(8.6, 3.3, (-0.4, 17.4), (5.4, -1.1))
    cores = np.array(CORES).reshape(2, 2)
    janelas = IMAGEM.reshape(2, 2, 2, 2).swapaxes(1, 2)  # (linha, coluna) de janelas 2×2
    _grade(ax, 0, 0, IMAGEM, np.kron([[0, 1], [2, 3]], np.ones((2, 2), int)).choose(CORES))
    for x, resumo, nome in (
        (8, janelas.max(axis=(2, 3)), "max"),
        (14, janelas.mean(axis=(2, 3)), "average"),
    ):
        _grade(ax, x, 1, _numeros(resumo), cores)
        _titulo(ax, x + 1, 0.4, nome)
    seta(ax, (4.6, 2), (7.4, 2), CINZA)
    _titulo(ax, 6.0, 2.6, "f = 2\nstride = 2", va="top")
    _titulo(ax, 12, 2, "ou")
    _titulo(ax, 2, -0.5, "entrada 4 × 4 (um canal)")
    _titulo(ax, 12, 4.4, "saída 2 × 2: uma posição para cada janela")
    return fig


@descrita
def pooling_para_tras():
    """Para onde vai um gradiente que chega a uma janela 2×2: máximo em cima, média embaixo."""
    fig, ax = quadro(8.8, 4.2, (-0.6, 18.4), (7.6, -0.9))
    x, dz = np.array([[2, 5], [7, 1]]), 2
    mascara = x == x.max()
    onde_max = np.where(mascara, VERMELHO, FUNDO)
    _grade(ax, 0, 2.4, x, np.where(mascara, ROXO, FUNDO))
    _titulo(ax, 1, 1.9, "janela")
    for y, nome, fatores, cores in (
        (0.4, "max", mascara.astype(int), onde_max),
        (4.6, "average", np.full((2, 2), "1/4"), np.full((2, 2), VERMELHO)),
    ):
        partes = mascara * dz if nome == "max" else np.full((2, 2), dz / 4)
        seta(ax, (2.4, 3.4), (5.6, y + 1), CINZA)
        _grade(ax, 6, y, fatores, cores)
        _titulo(ax, 7, y - 0.5, "máscara" if nome == "max" else "partes iguais")
        _titulo(ax, 9, y + 1, "×", fontsize=13)
        _grade(ax, 10, y + 0.5, [[dz]], AMBAR)
        _titulo(ax, 10.5, y - 0.1, "dA", AMBAR)
        _titulo(ax, 12, y + 1, "=", fontsize=13)
        _grade(ax, 13, y, _numeros(partes), cores)
        _titulo(ax, 14, y - 0.5, "vai para dA_prev")
        ax.text(15.6, y + 1, nome, color=CINZA, va="center", fontsize=11, weight="bold")
    return fig


# --- convolução para trás --------------------------------------------------------------


@descrita
def convolucao_para_tras():
    """As contribuições de duas janelas vizinhas para dA_prev (em cima) e para dW (embaixo)."""
    fig, ax = quadro(10, 4.9, (-0.4, 19.4), (8.5, -0.9))
    entrada, filtro = np.array([[1, 2, 0], [3, 1, 4]]), np.array([[1, -1], [2, 0]])
    dz, cores = (0.5, -1.0), (AZUL, VERMELHO)
    _grade(ax, 0.5, 0.5, [_numeros(np.array(dz))], [cores])
    _titulo(ax, 1.5, -0.1, "dZ")
    _grade(ax, 0, 5.3, entrada)
    _titulo(ax, 1.5, 4.5, "A_prev e as duas janelas")
    dA, dW = np.zeros((2, 3)), np.zeros((2, 2))
    for k, x in enumerate((5, 10)):
        fatia = slice(k, k + 2)
        dA[:, fatia] += dz[k] * filtro
        dW += dz[k] * entrada[:, fatia]
        fator = _numeros(dz[k])
        fator = f"({fator})" if dz[k] < 0 else fator
        _grade(ax, x, 0, np.full((2, 3), ""))
        _grade(ax, x + k, 0, _numeros(dz[k] * filtro), cores[k])
        _titulo(ax, x + 1.5, -0.5, f"{fator} · W na janela {k + 1}", cores[k])
        _grade(ax, x + 0.5, 5.3, _numeros(dz[k] * entrada[:, fatia]), cores[k])
        _titulo(ax, x + 1.5, 4.8, f"{fator} · janela {k + 1}", cores[k])
        margem = 0.07 * k
        _moldura(ax, k + margem, 5.3 + margem, 2 - 2 * margem, 2 - 2 * margem, cores[k])
    for y in (1, 6.3):
        for x, sinal in ((9, "+"), (14, "=")):
            _titulo(ax, x, y, sinal, fontsize=14)
    _grade(ax, 15, 0, _numeros(dA), ROXO)
    _titulo(ax, 16.5, -0.5, "dA_prev", ROXO)
    _grade(ax, 15.5, 5.3, _numeros(dW), ROXO)
    _titulo(ax, 16.5, 4.8, "dW", ROXO)
    _titulo(ax, 16.5, 2.6, "a coluna do meio soma\nas duas contribuições")
    _titulo(ax, 16.5, 7.9, "db = 0,5 + (−1) = −0,5", ROXO)
    return fig


# --- janelas em linhas -----------------------------------------------------------------


@descrita
def janelas_em_linhas():
    """As duas janelas de uma imagem 2×3 como linhas de uma matriz, e o filtro como coluna."""
    fig, ax = quadro(10, 3.6, (-0.4, 19.4), (5.4, -1.0))
    entrada, filtro = np.array([[1, 2, 0], [3, 1, 4]]), np.array([[1, -1], [2, 0]])
    _grade(ax, 0, 1, entrada)
    _titulo(ax, 1.5, 0.4, "A_prev e as duas janelas")
    linhas = []
    for k, cor in enumerate((AZUL, VERMELHO)):
        margem = 0.07 * k
        _moldura(ax, k + margem, 1 + margem, 2 - 2 * margem, 2 - 2 * margem, cor)
        linhas.append(entrada[:, k : k + 2].ravel())
        _grade(ax, 5.5, 1 + k, [linhas[k]], cor)
        seta(ax, (3.2, 1.6 + 0.6 * k), (5.3, 1.5 + k), cor)
    _titulo(ax, 7.5, 0.4, "cada janela, uma linha")
    _titulo(ax, 10.2, 2, "·", fontsize=16)
    _grade(ax, 11, 0, _numeros(filtro.reshape(4, 1)), AMBAR)
    _titulo(ax, 11.5, -0.6, "o filtro, uma coluna", AMBAR)
    _titulo(ax, 13, 2, "=", fontsize=14)
    _grade(ax, 14, 1, np.array(linhas) @ filtro.reshape(4, 1), [[AZUL], [VERMELHO]])
    _titulo(ax, 14.5, 0.4, "Z")
    _titulo(ax, 11.5, 4.6, "com mais filtros, mais colunas")
    _titulo(ax, 7.5, 3.6, "com mais exemplos, mais linhas")
    return fig


# --- resultados ------------------------------------------------------------------------


@descrita
def filtro_aprendido(filtros, custos):
    """Filtros 3×3 lado a lado, na mesma escala de cores, e a curva do custo, em escala logarítmica.

    Entradas:
    filtros -- dicionário {título: matriz 3×3}
    custos -- custo de cada iteração
    """
    fig = plt.figure(figsize=(11, 5.4), dpi=100, layout="constrained")
    grade = fig.add_gridspec(2, len(filtros), height_ratios=(1.2, 1))
    filtros = {titulo: np.asarray(filtro) for titulo, filtro in filtros.items()}
    limite = max(float(np.abs(filtro).max()) for filtro in filtros.values())
    for coluna, (titulo, filtro) in enumerate(filtros.items()):
        ax = fig.add_subplot(grade[0, coluna])
        ax.imshow(filtro, cmap="RdBu_r", vmin=-limite, vmax=limite)
        for (linha, k), peso in np.ndenumerate(filtro):
            cor = "white" if abs(peso) > 0.6 * limite else "black"
            texto = virgula(round(peso, 2) + 0.0, ".2f")
            ax.text(k, linha, texto, ha="center", va="center", color=cor, fontsize=10)
        ax.set_title(titulo, fontsize=11)
        ax.axis("off")
    ax = fig.add_subplot(grade[1, :])
    ax.semilogy(range(len(custos)), custos, color=ROXO)
    ax.set(xlabel="iteração", ylabel="custo (escala logarítmica)", xlim=(0, len(custos)))
    eixos_com_virgula(ax.xaxis, ax.yaxis)
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    plt.close(fig)
    return fig


@descrita
def mapas(imagens, nomes, colunas=None):
    """Imagens e mapas lado a lado; onde há negativos, azul é negativo e vermelho é positivo.

    Entradas:
    imagens -- matrizes de números
    nomes -- um título para cada uma
    colunas -- quantas por linha; sem isso, todas em uma linha só
    """
    fig = galeria(imagens, nomes, colunas or len(imagens))
    fig.set_size_inches(1.3 * fig.get_size_inches())
    for ax, imagem in zip(fig.axes, imagens, strict=False):
        limite = float(np.max(np.abs(imagem))) or 1.0
        com_sinal = np.min(imagem) < 0
        ax.images[0].set(
            cmap="RdBu_r" if com_sinal else "gray",
            clim=(-limite if com_sinal else 0, limite),
        )
    return fig


@descrita
def contagens(matrizes):
    """Quantas janelas passam por cada pixel, o mais escuro onde passam mais.

    Entrada:
    matrizes -- dicionário {título: matriz de números inteiros}
    """
    fig = galeria(list(matrizes.values()), list(matrizes), len(matrizes), cmap="Purples", vmin=0)
    for ax, matriz in zip(fig.axes, matrizes.values(), strict=True):
        maior = np.max(matriz)
        for (linha, coluna), valor in np.ndenumerate(matriz):
            cor = "white" if valor > 0.6 * maior else CINZA
            ax.text(coluna, linha, f"{valor:g}", ha="center", va="center", color=cor, fontsize=9)
    return fig


@descrita
def tempos(lados, segundos):
    """Tempo de cada versão conforme o lado da imagem, nos dois eixos em escala logarítmica.

    Entradas:
    lados -- lados das imagens, em pixels
    segundos -- dicionário {nome da versão: lista de tempos, um para cada lado}
    """
    fig, ax = plt.subplots(figsize=(6.4, 3.6), dpi=100, layout="constrained")
    for (nome, valores), cor in zip(segundos.items(), (VERMELHO, ROXO, CINZA), strict=False):
        ax.loglog(lados, valores, "o-", color=cor, label=nome)
    ax.set_xticks(lados, [str(lado) for lado in lados])
    ax.set_xticks([], minor=True)
    ax.set(xlabel="lado da imagem (pixels)", ylabel="tempo (s)")
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False)
    plt.close(fig)
    return fig
