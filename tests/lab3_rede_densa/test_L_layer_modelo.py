"""Verificações de L_layer_modelo."""

import numpy as np
from testCases_v4a import L_model_forward_test_case_2hidden

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    remembered,
)


@check(
    points=0.4,
    visible=True,
    hint="A cada iteração: forward, custo, backward e atualização, nessa ordem.",
)
def test_dez_iteracoes(L_layer_modelo):
    """Os parâmetros depois de 10 iterações conferem com os valores esperados."""
    X, _ = L_model_forward_test_case_2hidden()
    Y = np.array([[0, 1, 0, 1]])
    parametros = L_layer_modelo(X, Y, [5, 3, 1], learning_rate=0.5, num_iter=10)
    assert_true(parametros is not None, "parametros ainda vale None: falta completar o código.")
    W1 = [
        [0.01873149, 0.00786198, 0.01659893, -0.01838113, 0.00067435],
        [-0.00354759, -0.00082741, -0.00627001, -0.00043818, -0.00477218],
        [-0.00468737, 0.01870607, 0.06567789, 0.00468741, 0.00160963],
    ]
    assert_close(parametros["W1"], W1, name="W1")
    assert_close(parametros["b1"], [[0.00631984], [0.0], [0.00565877]], name="b1")
    assert_close(parametros["W2"], [[-0.01924196, -0.0054536, -0.06489852]], name="W2")
    assert_close(parametros["b2"], [[0.000925]], name="b2")


@check(
    points=0.3,
    visible=True,
    hint="Acrescente a custos o custo das iterações 0, 100, 200…, mesmo sem imprimir.",
)
def test_custos_do_exemplo(L_layer_modelo):
    """custos recebe o custo das iterações 0, 100 e 200."""
    X, parametros = L_model_forward_test_case_2hidden()
    Y, custos = np.array([[0, 1, 0, 1]]), []
    L_layer_modelo(
        X, Y, [5, 4, 3, 1], learning_rate=0.03, num_iter=201, parametros=parametros, custos=custos
    )
    assert_true(len(custos) == 3, f"custos tem {len(custos)} valores, mas o esperado são 3.")
    obtidos = [np.squeeze(custo) for custo in custos]
    assert_close(obtidos, [0.91525962, 0.08936832, 0.02714031], name="custos")


@check(points=0.25, hint="Compare a ordem das suas etapas com a da figura do modelo.")
def test_um_passo(L_layer_modelo):
    """Uma iteração, a partir de initialize_parametros, dá o passo certo em todas as camadas."""
    for dims, exemplos in (([4, 1], 8), ([3, 4, 1], 6), ([2, 5, 1], 1)):
        X, Y = _dados(100, dims, exemplos)
        certo, _ = _treino(X, Y, _inicio(dims), TAXA, 1)
        _confira(L_layer_modelo(X, Y, dims, num_iter=1), certo)


@check(points=0.2, hint="O que cada iteração aprende precisa chegar à seguinte.")
def test_treino_de_uma_rede_com_camada_oculta(L_layer_modelo):
    """Um treino mais longo chega aos mesmos parâmetros que uma conta à mão."""
    for dims, exemplos in (([3, 4, 1], 6), ([8, 2, 1], 15)):
        X, Y = _dados(110, dims, exemplos)
        certos = _por_volta_de(15, X, Y, _inicio(dims))
        _confira_o_treino(L_layer_modelo(X, Y, dims, num_iter=15), certos)


@check(points=0.2, hint="Quem chama pode dar o ponto de partida, no argumento parametros.")
def test_parte_dos_parametros_dados(L_layer_modelo):
    """Parte dos parâmetros dados e treina todas as camadas, sejam poucas ou muitas."""
    for dims in ([4, 1], [5, 4, 3, 2, 1]):
        X, Y = _dados(101, dims, 8, escala=2)
        certos = _por_volta_de(6, X, Y, _sorteio(102, dims))
        parametros = L_layer_modelo(X, Y, dims, num_iter=6, parametros=_sorteio(102, dims))
        _confira_o_treino(parametros, certos)


@check(points=0.15, hint="A taxa chega como argumento e precisa seguir até a atualização.")
def test_taxa_de_aprendizado(L_layer_modelo):
    """O primeiro passo é proporcional à taxa de aprendizado pedida; sem pedido, à padrão."""
    dims = [4, 3, 1]
    X, Y = _dados(103, dims, 7)
    inicio, padrao = _inicio(dims), L_layer_modelo(X, Y, dims, num_iter=1)
    for nome in inicio:
        assert_shape(padrao[nome], inicio[nome].shape, name=nome)
    passo = {nome: np.array(padrao[nome], dtype=float) - inicio[nome] for nome in inicio}
    assert_true(any(map(np.any, passo.values())), "Nenhum parâmetro mudou.")
    for vezes in (0.5, 20):
        parametros = L_layer_modelo(X, Y, dims, learning_rate=vezes * TAXA, num_iter=1)
        for nome in inicio:
            assert_close(parametros[nome], inicio[nome] + vezes * passo[nome], name=nome)


@check(points=0.15, hint="Quantas vezes os parâmetros são atualizados ao longo do laço?")
def test_numero_de_iteracoes(L_layer_modelo):
    """Faz exatamente o número de iterações pedido: sem nenhuma, devolve o ponto de partida."""
    dims = [3, 3, 1]
    X, Y = _dados(105, dims, 5)
    for iteracoes in (2, 1, 0):
        certo, _ = _treino(X, Y, _inicio(dims), TAXA, iteracoes)
        _confira(L_layer_modelo(X, Y, dims, num_iter=iteracoes), certo)


@check(
    points=0.15,
    hint="Quem passou os parâmetros iniciais pode querer usá-los de novo: atualize outro "
    "dicionário, com outras matrizes.",
)
def test_parametros_dados_intactos(L_layer_modelo):
    """Os parâmetros dados, X e Y continuam como estavam."""
    dims = [3, 4, 2, 1]
    X, Y = _dados(106, dims, 6, escala=2)
    iniciais = _sorteio(107, dims)
    certos = _por_volta_de(20, X, Y, iniciais)
    with assert_unchanged(X=X, Y=Y, parametros=iniciais):
        parametros = L_layer_modelo(X, Y, dims, num_iter=20, parametros=iniciais)
        _confira_o_treino(parametros, certos)


@check(points=0.1, hint="O custo de uma iteração é o dos parâmetros que entraram nela.")
def test_custo_inicial(L_layer_modelo):
    """custos começa pelo custo da iteração 0, antes de qualquer passo."""
    dims = [3, 4, 1]
    X, Y = _dados(108, dims, 10)
    _, certos = _treino(X, Y, _inicio(dims), TAXA, 1)
    _confira_os_custos(L_layer_modelo, X, Y, dims, 1, certos, impressoes=(False,))


@check(points=0.1, hint="A lista custos não depende de print_custo: veja onde ela é preenchida.")
def test_custos_com_e_sem_impressao(L_layer_modelo):
    """custos recebe um custo a cada 100 iterações, com ou sem impressão."""
    dims = [3, 4, 1]
    X, Y = _dados(108, dims, 10)
    _, certos = _treino(X, Y, _inicio(dims), TAXA, 101)
    _confira_os_custos(L_layer_modelo, X, Y, dims, 101, certos, impressoes=(False, True))


TAXA = 0.0075
"""A taxa padrão: as verificações usam essa, menos a que julga a taxa."""


def _dados(semente, dims, exemplos, escala=100):
    """Exemplos e rótulos; com entradas grandes, cada passo move bastante pesos pequenos."""
    gerador = np.random.RandomState(semente)
    X = escala * gerador.randn(dims[0], exemplos)
    return X, (X.sum(axis=0, keepdims=True) > 0.2 * escala).astype(float)


def _inicio(dims):
    """O ponto de partida do enunciado: semente 3, pesos pequenos e vieses nulos."""
    gerador = np.random.RandomState(3)
    parametros = {}
    for camada in range(1, len(dims)):
        parametros[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1]) * 0.01
        parametros[f"b{camada}"] = np.zeros((dims[camada], 1))
    return parametros


def _sorteio(semente, dims):
    """Um ponto de partida com pesos grandes o bastante para redes profundas aprenderem."""
    gerador = np.random.RandomState(semente)
    parametros = {}
    for camada in range(1, len(dims)):
        W = gerador.randn(dims[camada], dims[camada - 1]) / np.sqrt(dims[camada - 1])
        parametros[f"W{camada}"] = W
        parametros[f"b{camada}"] = 0.1 * gerador.randn(dims[camada], 1)
    return parametros


@remembered
def _treino(X, Y, parametros, taxa, iteracoes):
    """Descida de gradiente em NumPy puro: parâmetros finais e custos a cada 100 iterações."""
    parametros, custos = dict(parametros), []
    L, m = len(parametros) // 2, X.shape[1]
    for iteracao in range(iteracoes):
        A = [X]
        for camada in range(1, L + 1):
            Z = parametros[f"W{camada}"] @ A[-1] + parametros[f"b{camada}"]
            A.append(Z * (Z > 0) if camada < L else 1 / (1 + np.exp(-Z)))
        if iteracao % 100 == 0:
            custos.append(-np.mean(np.log(np.where(Y == 1, A[-1], 1 - A[-1]))))
        dZ = A[-1] - Y
        for camada in range(L, 0, -1):
            W = parametros[f"W{camada}"]
            parametros[f"W{camada}"] = W - taxa * dZ @ A[camada - 1].T / m
            media = dZ.mean(axis=1, keepdims=True)
            parametros[f"b{camada}"] = parametros[f"b{camada}"] - taxa * media
            dZ = W.T @ dZ * (A[camada - 1] > 0)
    return parametros, custos


def _confira(parametros, certos):
    for nome, certo in certos.items():
        assert_close(parametros[nome], certo, name=nome)


def _por_volta_de(iteracoes, X, Y, parametros):
    """Parâmetros depois desse número de iterações, de uma a menos e de uma a mais.

    Quantas são exatamente, outra verificação julga.
    """
    voltas = (iteracoes, iteracoes - 1, iteracoes + 1)
    return [_treino(X, Y, parametros, TAXA, vezes)[0] for vezes in voltas]


def _confira_o_treino(parametros, possiveis):
    for certos in possiveis:
        if all(is_close(parametros[nome], certo) for nome, certo in certos.items()):
            return
    _confira(parametros, possiveis[0])


def _confira_os_custos(L_layer_modelo, X, Y, dims, iteracoes, certos, impressoes):
    for print_custo in impressoes:
        custos = []
        L_layer_modelo(X, Y, dims, TAXA, iteracoes, print_custo, None, custos)
        assert_true(len(custos) == len(certos), "custos tem o tamanho errado.")
        for obtido, certo in zip(custos, certos, strict=True):
            assert_close(obtido, certo, name="custo")
