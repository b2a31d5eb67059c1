"""Verificações de L_modelo_backward."""

import numpy as np
from testCases_v4a import L_modelo_backward_teste

from gabarito.checks import assert_close, assert_unchanged, check, numerical_gradient


@check(
    points=0.15,
    visible=True,
    hint="Comece por dAL, com os sinais da fórmula, e atente ao número da camada em cada chave.",
)
def test_valores_do_enunciado(L_modelo_backward):
    """dW1, db1 e dA1 conferem com os valores esperados do enunciado."""
    AL, Y, caches = L_modelo_backward_teste()
    grads = L_modelo_backward(AL, Y, caches)
    dW1 = [
        [0.41010002, 0.07807203, 0.13798444, 0.10502167],
        [0.0, 0.0, 0.0, 0.0],
        [0.05283652, 0.01005865, 0.01777766, 0.0135308],
    ]
    dA1 = [[0.12913162, -0.44014127], [-0.14175655, 0.48317296], [0.01663708, -0.05670698]]
    assert_close(grads["dW1"], dW1, name="dW1")
    assert_close(grads["db1"], [[-0.22007063], [0.0], [-0.02835349]], name="db1")
    assert_close(grads["dA1"], dA1, name="dA1")


@check(
    points=0.1,
    hint="Percorra todas as camadas, da última à primeira: cada uma recebe o dA da seguinte.",
)
def test_redes_de_varios_tamanhos(L_modelo_backward):
    """grads traz dA, dW e db certos de todas as camadas, em redes rasas e profundas."""
    for dims in ([3, 4, 1], [4, 3, 5, 1], [2, 6, 4, 3, 1]):
        parametros, ativacoes, caches, Y = _rede(70, dims, exemplos=6)
        esperado = _gradientes(parametros, ativacoes, Y)
        _confira(L_modelo_backward(ativacoes[-1], Y, caches), esperado)


@check(points=0.05, hint="O gradiente da camada de saída é calculado fora do laço das ocultas.")
def test_uma_camada(L_modelo_backward):
    """Uma rede de uma única camada tem os gradientes da regressão logística."""
    parametros, ativacoes, caches, Y = _rede(71, [4, 1], exemplos=5)
    esperado = _gradientes(parametros, ativacoes, Y)
    _confira(L_modelo_backward(ativacoes[-1], Y, caches), esperado)


@check(
    points=0.1,
    hint="O gradiente diz quanto o custo sobe quando um parâmetro sobe: sinal, 1/m e ordem "
    "da cadeia.",
)
def test_gradiente_numerico(L_modelo_backward):
    """dW e db batem com a variação do custo medida por diferenças finitas."""
    parametros, ativacoes, caches, Y = _rede(72, [3, 4, 2, 1], exemplos=5)
    esperado = {}
    for nome in parametros:

        def custo_com(valor, nome=nome):
            return _custo({**parametros, nome: valor}, ativacoes[0], Y)

        esperado[f"d{nome}"] = numerical_gradient(custo_com, parametros[nome])
    _confira(L_modelo_backward(ativacoes[-1], Y, caches), esperado)


@check(
    points=0.1,
    hint="Os gradientes vão para matrizes novas; as do forward ainda serão usadas.",
)
def test_entradas_intactas(L_modelo_backward):
    """AL, Y e os caches continuam como estavam, também com um único exemplo."""
    for exemplos in (1, 6):
        parametros, ativacoes, caches, Y = _rede(73, [4, 5, 3, 1], exemplos)
        AL = ativacoes[-1]
        esperado = _gradientes(parametros, ativacoes, Y)
        with assert_unchanged(AL=AL, Y=Y, caches=caches):
            grads = L_modelo_backward(AL, Y, caches)
        _confira(grads, esperado)


def _rede(semente, dims, exemplos):
    """Parâmetros, ativações e caches de um forward de verdade, e rótulos sorteados."""
    gerador = np.random.RandomState(semente)
    ativacoes, caches, parametros = [gerador.randn(dims[0], exemplos)], [], {}
    for camada in range(1, len(dims)):
        W = gerador.randn(dims[camada], dims[camada - 1]) / np.sqrt(dims[camada - 1])
        b = gerador.randn(dims[camada], 1) * 0.3
        Z = W @ ativacoes[-1] + b
        caches.append(((ativacoes[-1], W, b), Z))
        ativacoes.append(_ative(Z, ultima=camada == len(dims) - 1))
        parametros[f"W{camada}"], parametros[f"b{camada}"] = W, b
    Y = gerador.randint(0, 2, (1, exemplos)).astype(float)
    return parametros, ativacoes, caches, Y


def _ative(Z, ultima):
    return 1 / (1 + np.exp(-Z)) if ultima else Z * (Z > 0)


def _gradientes(parametros, ativacoes, Y):
    """Gradientes da rede inteira, com dZ = AL − Y na saída: vale quando AL vem da sigmoide."""
    L, m = len(ativacoes) - 1, Y.shape[1]
    grads, dZ = {}, ativacoes[-1] - Y
    for camada in range(L, 0, -1):
        grads[f"dW{camada}"] = dZ @ ativacoes[camada - 1].T / m
        grads[f"db{camada}"] = dZ.sum(axis=1, keepdims=True) / m
        if camada > 1:
            grads[f"dA{camada - 1}"] = parametros[f"W{camada}"].T @ dZ
            dZ = grads[f"dA{camada - 1}"] * (ativacoes[camada - 1] > 0)
    return grads


def _confira(grads, certos):
    for nome, certo in certos.items():
        assert_close(grads[nome], certo, name=nome)


def _custo(parametros, X, Y):
    A, L = X, len(parametros) // 2
    for camada in range(1, L + 1):
        Z = parametros[f"W{camada}"] @ A + parametros[f"b{camada}"]
        A = _ative(Z, ultima=camada == L)
    return -np.mean(np.log(np.where(Y == 1, A, 1 - A)))
