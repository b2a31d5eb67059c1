"""Um passeio pela convolução: a janela, os produtos, a soma e a posição da saída, passo a passo."""

import importlib.util
import sys

import matplotlib.pyplot as plt
import numpy as np
from desenho import AMBAR, CINZA, ROXO, VERMELHO, descrita, virgula
from matplotlib.patches import Rectangle

__all__ = ["convolucao"]

QUADROS = 4
"""Quantas posições a tira parada mostra."""


def convolucao(conv_forward, imagem, filtro, vies=0.0, stride=1, pad=0):
    """Mostra a convolução de `imagem` com `filtro`, calculada pela função do estudante.

    Onde há controles (JupyterLab, Colab), três deles escolhem a posição, o stride e a borda. A tira
    parada, com algumas posições, fica no arquivo e no PDF.

    Entradas:
    conv_forward -- a função do lab
    imagem -- matriz, formato (n_H, n_W)
    filtro -- matriz, formato (f, f)
    vies -- um número
    stride, pad -- os da tira parada, e os primeiros dos controles

    Saída:
    figura do Matplotlib com a tira parada
    """
    caso = np.asarray(imagem, dtype=float), np.asarray(filtro, dtype=float), float(vies)
    if _ha_controles():
        _mostre_controles(conv_forward, caso, stride, pad)
    total = _resposta(conv_forward, caso, stride, pad).size
    posicoes = np.unique(np.linspace(0, total - 1, QUADROS).astype(int))
    return _tira(conv_forward, caso, stride, pad, posicoes)


def _resposta(conv_forward, caso, stride, pad):
    """A saída que a função do estudante dá, como matriz."""
    imagem, filtro, vies = caso
    lote, W = imagem[np.newaxis, :, :, np.newaxis], filtro[:, :, np.newaxis, np.newaxis]
    Z, _ = conv_forward(lote, W, np.full((1, 1, 1, 1), vies), {"stride": stride, "pad": pad})
    return np.asarray(Z)[0, :, :, 0]


@descrita
def _tira(conv_forward, caso, stride, pad, posicoes):
    """Uma linha para cada posição do filtro: a janela na imagem, os produtos e a saída."""
    imagem, filtro, vies = caso
    Z, maior, f = _resposta(conv_forward, caso, stride, pad), np.pad(imagem, pad), len(filtro)
    fig, eixos = plt.subplots(
        len(posicoes),
        3,
        figsize=(9.5, 2.6 * len(posicoes)),
        squeeze=False,
        dpi=90,
        layout="constrained",
    )
    for linha, posicao in zip(eixos, posicoes, strict=True):
        h, w = divmod(int(posicao), Z.shape[1])
        topo, esquerda = h * stride, w * stride
        janela = maior[topo : topo + f, esquerda : esquerda + f]
        _matriz(linha[0], maior, pad)
        _contorno(linha[0], esquerda, topo, f, VERMELHO)
        linha[0].set_title(f"linhas {topo}:{topo + f}, colunas {esquerda}:{esquerda + f}", size=10)
        _matriz(linha[1], janela * filtro, fatores=(janela, filtro))
        linha[1].set_title(_conta(np.sum(janela * filtro), vies), size=10, color=AMBAR)
        _matriz(linha[2], Z)
        _contorno(linha[2], w, h, 1, ROXO)
        linha[2].set_title(f"Z, posição ({h}, {w}): {_numero(Z[h, w])}", size=10, color=ROXO)
    plt.close(fig)
    return fig


def _conta(soma, vies):
    """A soma dos produtos mais o viés, por extenso."""
    sinal = "−" if vies < 0 else "+"
    return f"soma {_numero(soma)} {sinal} viés {_numero(abs(vies))} = {_numero(soma + vies)}"


def _matriz(ax, valores, borda=0, fatores=()):
    """Números em uma grade, os da borda mais escuros; com `fatores`, cada um como produto deles."""
    altura, largura = valores.shape
    for (y, x), valor in np.ndenumerate(valores):
        dentro = borda <= y < altura - borda and borda <= x < largura - borda
        fundo = "#F3F1F7" if dentro else "#D9D5E2"
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=fundo, edgecolor="white"))
        produto = " · ".join(_entre_parenteses(fator[y, x]) for fator in fatores)
        texto = f"{produto}\n= {_numero(valor)}" if produto else _numero(valor)
        ax.text(x + 0.5, y + 0.5, texto, ha="center", va="center", color=CINZA, size=9)
    ax.set(xlim=(-0.1, largura + 0.1), ylim=(altura + 0.1, -0.1), aspect="equal")
    ax.axis("off")


def _contorno(ax, x, y, lado, cor):
    ax.add_patch(Rectangle((x, y), lado, lado, fill=False, edgecolor=cor, lw=2.6))


def _entre_parenteses(valor):
    """Um fator: os negativos entre parênteses."""
    return f"({_numero(valor)})" if valor < 0 else _numero(valor)


def _numero(valor):
    """-1.5 vira '−1,5'."""
    return virgula(valor + 0.0, ".3g")


# --- controles -------------------------------------------------------------------------


def _ha_controles():
    """O código roda em um kernel, e o ipywidgets está instalado?"""
    if "IPython" not in sys.modules or importlib.util.find_spec("ipywidgets") is None:
        return False
    return hasattr(sys.modules["IPython"].get_ipython(), "kernel")


def _mostre_controles(conv_forward, caso, stride, pad):
    """Três controles e, abaixo deles, a posição escolhida."""
    import ipywidgets as widgets
    from IPython.display import display

    ao_soltar = {"continuous_update": False}  # um desenho por escolha, e não um por pixel arrastado
    posicao = widgets.IntSlider(0, 0, 0, description="posição", **ao_soltar)
    passo = widgets.IntSlider(stride, 1, 3, description="stride", **ao_soltar)
    borda = widgets.IntSlider(pad, 0, 2, description="pad", **ao_soltar)
    tela = widgets.Output()

    def redesenhe(_=None):
        Z = _resposta(conv_forward, caso, passo.value, borda.value)
        posicao.max = Z.size - 1
        tela.clear_output(wait=True)
        with tela:
            display(_tira(conv_forward, caso, passo.value, borda.value, [posicao.value]))

    for controle in (posicao, passo, borda):
        controle.observe(redesenhe, "value")
    redesenhe()
    display(widgets.VBox([widgets.HBox([posicao, passo, borda]), tela]))
