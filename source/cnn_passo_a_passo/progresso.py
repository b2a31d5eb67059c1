"""Acompanhamento do treino: barra de progresso e curva do custo."""

import math
import sys
import time

import numpy as np

LARGURA_DA_BARRA = 20
LARGURA_DA_LINHA = 88
ITERACOES_POR_CUSTO = 100


def acompanhe(
    passos, custos=None, mostrar=True, saida=None, intervalo=0.2, nomes=("iteração", "custo")
):
    """Percorre `passos` mostrando, numa linha só, quanto já andou o treino.

    Entradas:
    passos -- sequência com tamanho conhecido, como range(num_iter)
    custos -- lista em que o treino anota os custos; a barra mostra o último
    mostrar -- com False nada é impresso
    saida -- arquivo em que se escreve; o padrão é a saída da célula ou do terminal
    intervalo -- tempo mínimo, em segundos, entre duas atualizações da linha
    nomes -- como a linha chama um passo e o último número de `custos`

    Saída:
    iterador com os mesmos elementos de `passos`
    """
    if not mostrar:
        yield from passos
        return
    escreva = _escritor(saida)
    total, feitos = len(passos), 0
    inicio = ultima = time.monotonic()
    try:
        for passo in passos:
            yield passo
            feitos += 1
            agora = time.monotonic()
            if agora - ultima >= intervalo:
                ultima = agora
                escreva(_linha(feitos, total, custos, agora - inicio, nomes))
    finally:
        escreva(_linha(feitos, total, custos, time.monotonic() - inicio, nomes), fim="\n")


def milhar(numero):
    """O inteiro com um espaço a cada três algarismos, de 10 000 em diante."""
    return f"{numero:,.0f}".replace(",", " ") if abs(numero) >= 10_000 else f"{numero:.0f}"


def desenhe_custo(custos, learning_rate, a_cada=ITERACOES_POR_CUSTO):
    """Mostra a curva do custo anotado durante o treino; fora do notebook, nada desenha.

    Entradas:
    custos -- lista de números
    learning_rate -- taxa de aprendizado, para o título
    a_cada -- iterações entre um custo anotado e o seguinte
    """
    if not custos or _contem_none(custos):
        print("Ainda não há custos para desenhar.")
        return
    if _em_notebook():
        from IPython.display import display

        display(compare_custos({"custo": custos}, learning_rate, a_cada))  # no meio da célula


def compare_custos(curvas, learning_rate, a_cada=ITERACOES_POR_CUSTO):
    """Desenha várias curvas de custo no mesmo gráfico e devolve a figura.

    Entradas:
    curvas -- dicionário {nome: lista de custos anotados}
    learning_rate -- taxa de aprendizado, para o título: um número ou, com várias, um texto
    a_cada -- iterações entre um custo anotado e o seguinte
    """
    import matplotlib.pyplot as plt
    from desenho import CINZA, ROXO, VERMELHO, descreva, eixos_com_virgula, virgula

    fig, ax = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
    for (nome, custos), cor in zip(curvas.items(), (VERMELHO, ROXO, CINZA), strict=False):
        iteracoes = [a_cada * k for k in range(len(custos))]
        ax.plot(
            iteracoes,
            [_numero(custo) for custo in custos],
            "o-",
            markersize=4,
            color=cor,
            label=nome,
        )
    ax.update_datalim([(0, 0)])  # o eixo começa no zero, sem cortar o ponto mais alto
    ax.autoscale_view()
    ax.set(xlabel="iteração", ylabel="custo", ylim=(0, None))
    taxa = learning_rate if isinstance(learning_rate, str) else virgula(learning_rate)
    ax.set_title(f"Taxa de aprendizado = {taxa}", fontsize=11)
    eixos_com_virgula(ax.yaxis)
    ax.xaxis.set_major_formatter(lambda iteracao, _: milhar(iteracao))
    ax.grid(alpha=0.25)
    ax.spines[["top", "right"]].set_visible(False)
    legenda = f"O custo ao longo das iterações, taxa de aprendizado {taxa}"
    if len(curvas) > 1:
        ax.legend(frameon=False)
        legenda += f": {'; '.join(curvas)}"
    plt.close(fig)  # quem chama decide se a figura aparece
    return descreva(fig, f"{legenda}.")


def _em_notebook():
    """O código roda em um kernel (Jupyter, Colab), que sabe mostrar figuras?"""
    if "IPython" not in sys.modules:
        return False
    return hasattr(sys.modules["IPython"].get_ipython(), "kernel")


def _escritor(saida):
    """Função que troca a linha mostrada por outra: escreva(linha, fim="").

    No notebook a linha é uma saída só, atualizada no lugar, e é assim que fica no arquivo e no
    PDF; em outra parte, o retorno de carro leva o cursor ao começo da linha.
    """
    if saida is None and _em_notebook():
        from IPython.display import display

        alca = display({"text/plain": ""}, raw=True, display_id=True)
        return lambda linha, fim="": alca.update({"text/plain": linha}, raw=True)

    destino = saida or sys.stdout

    def escreva(linha, fim=""):
        destino.write(f"\r{linha:<{LARGURA_DA_LINHA}}{fim}")  # os espaços cobrem as sobras
        destino.flush()

    return escreva


def _linha(feitos, total, custos, decorrido, nomes):
    """Texto da barra: porcentagem, iteração, último custo e tempo que falta."""
    passo, custo = nomes
    fracao = feitos / total if total else 1.0
    cheios = int(LARGURA_DA_BARRA * fracao)
    partes = [
        f"[{'█' * cheios}{'·' * (LARGURA_DA_BARRA - cheios)}] {int(100 * fracao):3d} %",
        f"{passo} {milhar(feitos)}/{milhar(total)}",
    ]
    if custos and custos[-1] is not None:
        partes.append(f"{custo} {_numero(custos[-1]):.6f}".replace(".", ","))
    if 0 < feitos < total:
        partes.append(f"faltam {_duracao(decorrido * (total - feitos) / feitos)}")
    else:
        partes.append(f"tempo {_duracao(decorrido)}")
    return "  ".join(partes)


def _numero(custo):
    """O custo como float, mesmo em uma matriz 1×1; nan se ainda não há custo."""
    return math.nan if custo is None else float(np.ravel(custo)[0])


def _duracao(segundos):
    """83 segundos viram '1:23'."""
    minutos, resto = divmod(round(segundos), 60)
    return f"{minutos}:{resto:02d}"


def _contem_none(valor):
    """Há um `None` em `valor` ou, se ele é tupla, lista ou dicionário, dentro dele?"""
    if isinstance(valor, dict):
        valor = list(valor.values())
    if isinstance(valor, (tuple, list)):
        return any(_contem_none(item) for item in valor)
    return valor is None
