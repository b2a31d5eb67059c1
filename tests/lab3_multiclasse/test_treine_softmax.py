"""Verificações de treine_softmax."""

import numpy as np

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    remembered,
)


@check(
    points=0.2,
    visible=True,
    hint="A cada iteração: logits, dZ, dW (com o 1/m) e o passo contra o gradiente.",
)
def test_W_de_dez_iteracoes(treine_softmax):
    """W depois de 10 iterações confere com os valores esperados."""
    W = [[0.24931517, 0.57516227, -0.82447744], [0.81558461, -0.68314179, -0.13244282]]
    assert_close(_dez_iteracoes(treine_softmax)["W"], W, name="W")


@check(points=0.1, visible=True, hint="db também leva o 1/m, e b também dá o passo.")
def test_b_de_dez_iteracoes(treine_softmax):
    """b depois de 10 iterações confere com os valores esperados."""
    b = [[0.15060848, -0.11138438, -0.0392241]]
    assert_close(_dez_iteracoes(treine_softmax)["b"], b, name="b")


def _dez_iteracoes(treine_softmax):
    X = np.array([[1.0, 2.0], [2.0, -1.0], [-1.5, 0.5], [0.0, 1.0]])
    Y = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]])
    return treine_softmax(X, Y, learning_rate=0.3, num_iter=10)


@check(
    points=0.2,
    visible=True,
    hint="Acrescente a custos o custo das iterações 0, 100, 200…, calculado antes do passo.",
)
def test_custos_do_exemplo(treine_softmax):
    """custos recebe o custo das iterações 0, 100 e 200."""
    X = np.array([[1.0, 2.0], [2.0, -1.0], [-1.5, 0.5], [0.0, 1.0]])
    Y, custos = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]), []
    treine_softmax(X, Y, learning_rate=0.3, num_iter=201, custos=custos)
    assert_true(len(custos) == 3, f"custos tem {len(custos)} valores, mas o esperado são 3.")
    feitos = all(custo is not None for custo in custos)
    assert_true(feitos, "custos ainda vale None: falta completar o código.")
    obtidos = [np.squeeze(custo) for custo in custos]
    assert_close(obtidos, [1.09861229, 0.04080409, 0.02125913], name="custos")


@check(points=0.2, hint="dW junta as entradas e dZ de todos os exemplos: que produto faz isso?")
def test_direcao_do_primeiro_passo(treine_softmax):
    """O primeiro passo de W tem a direção do gradiente, qualquer que seja o tamanho dele."""
    for semente, (m, n_x, n_classes) in enumerate([(9, 4, 2), (5, 3, 6)]):
        X, Y = _dados(283 + semente, m, n_x, n_classes)
        certo, _, _ = _treino(X, Y, 0.3, 1)
        W = treine_softmax(X, Y, learning_rate=0.3, num_iter=1)["W"]
        assert_shape(W, certo.shape, name="W")
        W = np.array(W, dtype=float)
        fator = np.vdot(W, certo) / np.vdot(certo, certo)
        assert_true(abs(fator) > 1e-6, "W não saiu do lugar.")
        assert_close(W / fator, certo, name="direção de W")


@check(points=0.15, hint="Tire de X e de Y os números de exemplos, de entradas e de classes.")
def test_outros_formatos(treine_softmax):
    """O treino chega aos mesmos W e b que uma conta à mão, com outros números de classes."""
    for semente, (m, n_x, n_classes) in enumerate([(9, 4, 2), (5, 3, 6), (12, 1, 3)]):
        X, Y = _dados(280 + semente, m, n_x, n_classes)
        _confira(treine_softmax, X, Y, 12)


@check(points=0.2, hint="A taxa chega como argumento e precisa seguir até a atualização.")
def test_taxa_de_aprendizado(treine_softmax):
    """O primeiro passo é proporcional à taxa de aprendizado pedida."""
    X, Y = _dados(290, 8, 3, 4)
    passos = []
    for taxa in (0.02, 0.3, 1.5):
        modelo = treine_softmax(X.copy(), Y.copy(), learning_rate=taxa, num_iter=1)
        assert_shape(modelo["W"], (3, 4), name="W")
        passos.append(np.array(modelo["W"], dtype=float) / taxa)
    assert_true(np.any(np.abs(passos[0]) > 1e-6), "W não saiu do lugar.")
    for passo in passos[1:]:
        assert_close(passo, passos[0], name="passo de W dividido pela taxa")


@check(points=0.1, hint="Quantas vezes W e b mudam ao longo do laço?")
def test_numero_de_iteracoes(treine_softmax):
    """Faz exatamente o número de iterações pedido: sem nenhuma, devolve zeros."""
    for iteracoes in (2, 1, 0):
        X, Y = _dados(291, 7, 4, 3)
        _confira(treine_softmax, X, Y, iteracoes)


@check(points=0.15, hint="b tem um número por classe e também é atualizado, com a média de dZ.")
def test_so_os_vieses(treine_softmax):
    """Com entradas nulas, só os vieses aprendem, e aprendem a proporção de cada classe."""
    for m, iteracoes in ((6, 5), (11, 15)):
        _, Y = _dados(292, m, 2, 3)
        _, b, _ = _treino(np.zeros((m, 2)), Y, 0.3, iteracoes)
        modelo = treine_softmax(np.zeros((m, 2)), Y, learning_rate=0.3, num_iter=iteracoes)
        assert_close(modelo["b"], b, name="b")


@check(points=0.05, hint="O custo de uma iteração é o dos parâmetros que entraram nela.")
def test_custo_inicial(treine_softmax):
    """custos começa pelo custo da iteração 0, antes de qualquer passo."""
    _confira_os_custos(treine_softmax, 40)


@check(points=0.1, hint="A lista custos não depende de print_custo: veja onde ela é preenchida.")
def test_custos_sem_impressao(treine_softmax):
    """custos recebe um custo a cada 100 iterações, mesmo sem impressão."""
    _confira_os_custos(treine_softmax, 210)


@check(points=0.05, hint="Centralizar ou normalizar X aqui dentro mudaria os dados de quem chamou.")
def test_dados_intactos(treine_softmax):
    """X e Y continuam como estavam."""
    X, Y = _dados(294, 6, 3, 3)
    with assert_unchanged(X=X, Y=Y):
        modelo = treine_softmax(X, Y, learning_rate=0.3, num_iter=20)
        assert_shape(modelo["W"], (3, 3), name="W")
        assert_true(np.any(np.array(modelo["W"], dtype=float)), "W não saiu do lugar.")


def _dados(semente, m, n_x, n_classes):
    """Exemplos em linhas e rótulos one-hot que dependem das entradas."""
    gerador = np.random.RandomState(semente)
    X = gerador.randn(m, n_x)
    classes = np.argmax(X @ gerador.randn(n_x, n_classes), axis=1)
    Y = np.zeros((m, n_classes))
    Y[np.arange(m), classes] = 1
    return X, Y


@remembered
def _treino(X, Y, taxa, iteracoes):
    """Descida de gradiente exemplo por exemplo: W, b e os custos a cada 100 iterações."""
    (m, n_x), n_classes = X.shape, Y.shape[1]
    W, b, custos = np.zeros((n_x, n_classes)), np.zeros(n_classes), []
    for iteracao in range(iteracoes):
        dW, db, perda = np.zeros_like(W), np.zeros_like(b), 0.0
        for x, y in zip(X, Y, strict=True):
            z = W.T @ x + b
            p = np.array([1 / np.sum(np.exp(z - logit)) for logit in z])
            perda -= np.log(p[np.argmax(y)])
            dW += np.outer(x, p - y)
            db += p - y
        if iteracao % 100 == 0:
            custos.append(perda / m)
        W, b = W - taxa * dW / m, b - taxa * db / m
    return W, b.reshape(1, -1), custos


def _confira(treine_softmax, X, Y, iteracoes):
    W, b, _ = _treino(X, Y, 0.3, iteracoes)
    modelo = treine_softmax(X, Y, learning_rate=0.3, num_iter=iteracoes)
    assert_close(modelo["W"], W, name="W")
    assert_close(modelo["b"], b, name="b")


def _confira_os_custos(treine_softmax, iteracoes):
    X, Y = _dados(293, 6, 3, 4)
    *_, certos = _treino(X, Y, 0.3, iteracoes)
    custos = []
    treine_softmax(X, Y, learning_rate=0.3, num_iter=iteracoes, custos=custos)
    assert_true(len(custos) == len(certos), "custos tem o tamanho errado.")
    for obtido, certo in zip(custos, certos, strict=True):
        assert_close(obtido, certo, name="custo")
