"""Figuras do lab de várias classes. Cada função devolve uma figura do Matplotlib."""

import matplotlib.pyplot as plt
import numpy as np
from desenho import (
    AMBAR,
    CINZA,
    CLARO,
    ROXO,
    TURQUESA,
    VERMELHO,
    caixa,
    descrita,
    eixos_com_virgula,
    galeria,
    quadro,
    seta,
    virgula,
)
from matplotlib.patches import Rectangle


@descrita
def rede_softmax(logits, probabilidades, rotulo):
    """Um neurônio de saída por classe, a softmax e a comparação com o rótulo one-hot.

    Entradas:
    logits -- logit de cada classe
    probabilidades -- probabilidade de cada classe
    rotulo -- o vetor one-hot da resposta certa
    """
    fig, ax = quadro(10.5, 3.9, (0, 21), (-0.2, 7.6))
    alturas = [5.6 - 2.1 * k for k in range(len(logits))]
    entradas = [6.2, 4.6, 3.0, 0.8]
    for x in entradas:
        for y in alturas:
            ax.plot([1.2, 5.4], [x, y], color="#C9C5D3", lw=0.8, zorder=1)
    for y, nome in zip(entradas, ("$x_1$", "$x_2$", "$x_3$", "$x_n$"), strict=True):
        _neuronio(ax, 1.2, y, nome, CINZA)
    ax.text(1.2, 1.9, "⋮", ha="center", va="center", fontsize=15, color=CINZA)
    caixa(ax, 10.4, alturas[1], 2.2, 5.8, "softmax", AMBAR)
    caixa(ax, 18.9, alturas[1], 2.6, 2.0, "entropia\ncruzada", CINZA)
    for k, (y, logit, p) in enumerate(zip(alturas, logits, probabilidades, strict=True)):
        _neuronio(ax, 5.4, y, f"$z_{k}$", ROXO)
        seta(ax, (6.0, y), (9.2, y), ROXO, _virgula(logit, 0))
        seta(ax, (11.6, y), (13.8, y), AMBAR, _virgula(p, 4))
        _neuronio(ax, 14.4, y, f"$p_{k}$", AMBAR)
        seta(ax, (15.0, y), (17.5, alturas[1] + 0.5 * (1 - k)), CINZA)
    seta(ax, (18.9, 6.2), (18.9, 4.6), CINZA)
    y_texto = "(" + ", ".join(str(valor) for valor in rotulo) + ")"
    ax.text(18.9, 6.5, f"$y$ = {y_texto}", ha="center", color=CINZA, fontsize=10)
    for x, nome in ((1.2, "entradas"), (5.4, "logits"), (14.4, "probabilidades")):
        ax.text(x, 7.2, nome, ha="center", va="center", color=CINZA, fontsize=10)
    return fig


def _neuronio(ax, x, y, nome, cor):
    """Círculo com o nome dentro."""
    ax.scatter([x], [y], s=520, color=cor, zorder=2)
    ax.text(x, y, nome, color="white", ha="center", va="center", fontsize=11, zorder=3)


@descrita
def barras_softmax(logits, probabilidades):
    """Os logits de cada classe e, ao lado, as probabilidades em que a softmax as transforma."""
    fig, eixos = plt.subplots(1, 2, figsize=(8, 3), dpi=100, layout="constrained")
    classes = [f"classe {k}" for k in range(len(logits))]
    lados = (
        ("logits $z$", logits, ROXO, 0),
        ("probabilidades softmax$(z)$, soma 1", probabilidades, AMBAR, 4),
    )
    for ax, (titulo, valores, cor, casas) in zip(eixos, lados, strict=True):
        barras = ax.bar(classes, valores, color=cor, width=0.6)
        ax.bar_label(barras, [_virgula(valor, casas) for valor in valores], padding=3)
        ax.set_title(titulo, fontsize=11)
        ax.margins(y=0.18)
        eixos_com_virgula(ax.yaxis)
        ax.axhline(0, color=CINZA, lw=0.8)
        ax.spines[["top", "right"]].set_visible(False)
    plt.close(fig)
    return fig


@descrita
def curva_da_perda(probabilidades):
    """A perda −ln p em função da probabilidade p dada à classe certa, com alguns pontos."""
    fig, ax = plt.subplots(figsize=(6.4, 3.4), dpi=100, layout="constrained")
    p = np.linspace(0.004, 1, 400)
    ax.plot(p, -np.log(p), color=ROXO)
    alturas = np.linspace(1.7, 4.9, len(probabilidades))
    # Da maior probabilidade à menor: as linhas que ligam os pontos aos números não se cruzam.
    for valor, altura in zip(probabilidades, alturas, strict=True):
        perda = -np.log(valor)
        ax.plot([valor], [perda], "o", color=VERMELHO, clip_on=False)
        ax.annotate(
            f"p = {_virgula(valor, 2)}: perda {_virgula(perda, 2)}",
            (valor, perda),
            xytext=(0.5 if valor < 0.5 else 0.75, altura),
            fontsize=9.5,
            color=CINZA,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": CINZA,
                "lw": 0.7,
                "relpos": (0, 0.5) if valor < 0.9 else (1, 0),
            },
        )
    ax.set(xlabel="probabilidade dada à classe certa", ylabel="perda", xlim=(0, 1))
    ax.set(xticks=np.linspace(0, 1, 6), ylim=(0, None))
    eixos_com_virgula(ax.xaxis)
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    plt.close(fig)
    return fig


@descrita
def perda_saturada():
    """A perda exata e a que passa pela probabilidade e pelo ε, com logits (z, 0) e a classe 1."""
    fig, ax = plt.subplots(figsize=(6.4, 3.4), dpi=100, layout="constrained")
    z = np.linspace(0, 40, 401)
    teto = -np.log(1e-8)
    ax.plot(z, np.logaddexp(z, 0), color=ROXO, label="dos logits: ln Σ eᶻ − z₁")
    ax.plot(
        z, -np.log(1 / (1 + np.exp(z)) + 1e-8), color=VERMELHO, label="da probabilidade: −ln(p + ε)"
    )
    ax.axhline(teto, color=CINZA, lw=0.8, ls=(0, (4, 3)))
    ax.text(0.5, teto + 0.6, _virgula(teto, 2), color=CINZA, fontsize=10)
    ax.set(xlabel="logit da classe errada", ylabel="perda", xlim=(0, 40), ylim=(0, 40))
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, loc="lower right")
    plt.close(fig)
    return fig


@descrita
def acuracias(medidas):
    """A acurácia no teste e a de verdade, lado a lado, para cada modo de preparar os dados.

    Entradas:
    medidas -- dicionário {nome do preparo: (acurácia no teste, acurácia em clientes novos)}
    """
    fig, ax = plt.subplots(figsize=(8, 2.6), dpi=100, layout="constrained")
    lugares = np.arange(len(medidas))
    for k, (nome, cor) in enumerate((("no teste", TURQUESA), ("de verdade", ROXO))):
        valores = [100 * medida[k] for medida in medidas.values()]
        barras = ax.barh(lugares + 0.38 * (k - 0.5), valores, 0.36, color=cor, label=nome)
        ax.bar_label(barras, [f"{_virgula(valor, 1)} %" for valor in valores], padding=3)
    ax.set(yticks=lugares, xlim=(50, 100), xlabel="acurácia (%), a partir do acaso")
    ax.set_yticklabels(medidas)
    ax.invert_yaxis()
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, loc="center right")
    plt.close(fig)
    return fig


@descrita
def preparo_sem_vazamento():
    """Os dados são divididos antes de tudo; o que se aprende no treino é só aplicado ao teste."""
    fig, ax = quadro(10.5, 3.9, (0, 21), (0, 7.6))
    ax.add_patch(
        Rectangle((7.9, 4.0), 7.9, 3.3, facecolor=CLARO, edgecolor=CINZA, ls=(0, (4, 3)), lw=1)
    )
    ax.text(11.85, 6.85, "fit_transform: só aqui se aprende", **_letra(CINZA))
    caixa(ax, 1.6, 3.6, 2.6, 1.5, "tabela\ncompleta", CINZA)
    caixa(ax, 5.7, 5.4, 2.6, 1.5, "treino\n80 %", ROXO)
    caixa(ax, 5.7, 1.6, 2.6, 1.5, "teste\n20 %", TURQUESA)
    seta(ax, (2.9, 4.0), (4.35, 5.2), ROXO)
    seta(ax, (2.9, 3.2), (4.35, 1.8), TURQUESA)
    for x, passo in ((9.5, "médias dos\nfaltantes"), (11.9, "categorias"), (14.3, "escala")):
        caixa(ax, x, 5.4, 2.2, 1.5, passo, ROXO)
        caixa(ax, x, 1.6, 2.2, 1.1, "aplica", TURQUESA)
        seta(ax, (x, 4.6), (x, 2.2), AMBAR, tracejada=True)
    ax.text(14.6, 3.2, "valores aprendidos", color=AMBAR, fontsize=9.5, va="center")
    ax.text(11.85, 0.55, "transform: nada se aprende", **_letra(CINZA))
    caixa(ax, 18.6, 5.4, 3.0, 1.5, "X_treino\ntreina o modelo", CINZA)
    caixa(ax, 18.6, 1.6, 3.0, 1.5, "X_teste\nmede o modelo", CINZA)
    for y, cor in ((5.4, ROXO), (1.6, TURQUESA)):
        seta(ax, (7.05, y), (8.35, y), cor)
        seta(ax, (15.45, y), (17.05, y), cor)
    return fig


def _letra(cor):
    """Aparência dos textos soltos do diagrama."""
    return {"color": cor, "ha": "center", "va": "center", "fontsize": 10}


@descrita
def confusao(matriz, classes):
    """Matriz de confusão: linhas são as classes verdadeiras, colunas as previstas.

    Entradas:
    matriz -- contagens, formato (n_classes, n_classes)
    classes -- nomes das classes
    """
    matriz = np.asarray(matriz)
    erros = np.where(np.eye(len(matriz), dtype=bool), 0, matriz)
    teto = max(2 * erros.max(), 1)
    fig, ax = plt.subplots(figsize=(5.2, 4.8), dpi=100, layout="constrained")
    # Com os acertos na escala de cores, os erros, que são poucos, não apareceriam.
    ax.imshow(np.ma.masked_equal(erros, 0), cmap="Reds", vmin=0, vmax=teto)
    for (linha, coluna), contagem in np.ndenumerate(matriz):
        if contagem:
            no_lugar = linha == coluna
            cor = ROXO if no_lugar else "black"
            peso = "bold" if no_lugar else "normal"
            ax.text(coluna, linha, contagem, ha="center", va="center", color=cor, weight=peso)
    ax.set(xticks=range(len(matriz)), yticks=range(len(matriz)))
    ax.set_xticklabels(classes)
    ax.set_yticklabels(classes)
    ax.set(xlabel="classe prevista", ylabel="classe verdadeira")
    ax.spines[:].set_color("#C9C5D3")
    plt.close(fig)
    return fig


@descrita
def digitos(X, legendas):
    """Dígitos de 8 × 8 pixels lado a lado, cada um com a sua legenda.

    Entradas:
    X -- um dígito por linha, formato (m, 64)
    """
    return galeria([x.reshape(8, 8) for x in X], legendas, cmap="gray_r", vmin=0, vmax=1)


@descrita
def pesos_por_classe(W, lado):
    """Os pesos de cada classe como uma imagem: vermelho soma ao logit da classe, azul subtrai.

    Entradas:
    W -- pesos, formato (lado * lado, n_classes)
    lado -- lado das imagens, em pixels
    """
    limite = np.abs(W).max()
    imagens = [coluna.reshape(lado, lado) for coluna in np.asarray(W).T]
    legendas = [f"classe {k}" for k in range(len(imagens))]
    return galeria(imagens, legendas, 5, cmap="RdBu_r", vmin=-limite, vmax=limite)


def _virgula(numero, casas):
    """O número com vírgula decimal e tantas casas."""
    return virgula(numero, f".{casas}f")
