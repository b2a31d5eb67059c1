"""Verificações de L_modelo_backward."""

import numpy as np
from testCases_v4a import L_modelo_backward_teste

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    numerical_gradient,
    premise,
    remembered,
)


@check(
    points=0.1,
    visible=True,
    hint="Comece por dAL, com os sinais da fórmula, e percorra as camadas de trás para a frente.",
)
def test_dW1_e_db1_do_enunciado(L_modelo_backward):
    """dW1 e db1 conferem com os valores esperados do enunciado."""
    AL, Y, caches = L_modelo_backward_teste()
    grads = L_modelo_backward(AL, Y, caches)
    dW1 = [
        [0.41010002, 0.07807203, 0.13798444, 0.10502167],
        [0.0, 0.0, 0.0, 0.0],
        [0.05283652, 0.01005865, 0.01777766, 0.0135308],
    ]
    assert_close(grads["dW1"], dW1, name="dW1")
    assert_close(grads["db1"], [[-0.22007063], [0.0], [-0.02835349]], name="db1")


@check(points=0.05, visible=True, hint="Atente ao número da camada na chave de cada dA.")
def test_dA1_do_enunciado(L_modelo_backward):
    """dA1 confere com os valores esperados do enunciado."""
    AL, Y, caches = L_modelo_backward_teste()
    grads = L_modelo_backward(AL, Y, caches)
    dA1 = [[0.12913162, -0.44014127], [-0.14175655, 0.48317296], [0.01663708, -0.05670698]]
    assert_close(grads["dA1"], dA1, name="dA1")


@check(
    points=0.05,
    visible=True,
    hint="Com três camadas o laço dá duas voltas: cada uma lê o dA e o cache da sua camada.",
)
def test_tres_camadas_da_secao(L_modelo_backward):
    """Na rede de três camadas da seção 6.3, dA2, dA1 e dW1 são os feitos à mão."""
    entradas, pesos, vieses, Z = (2, 2, 6), (1, 3, 0.5), (0, 0, -3), (2, 6, 0)
    um = [[np.full((1, 1), float(v)) for v in valores] for valores in (entradas, pesos, vieses, Z)]
    caches = [((A, W, b), z) for A, W, b, z in zip(*um, strict=True)]
    grads = L_modelo_backward(np.array([[0.5]]), np.array([[1.0]]), caches)
    for nome, certo in (("dA2", -0.25), ("dA1", -0.75), ("dW1", -1.5)):
        assert_close(grads[nome], [[certo]], name=nome)


@check(points=0.05, hint="O gradiente da camada de saída é calculado fora do laço das ocultas.")
def test_camada_de_saida(L_modelo_backward):
    """dW e db da última camada estão certos, como os da regressão logística."""
    for dims in ([3, 4, 1], [2, 6, 4, 3, 1]):
        ultimos = {f"dW{len(dims) - 1}", f"db{len(dims) - 1}"}
        _confira(L_modelo_backward, 74, dims, ultimos)


@check(points=0.05, hint="Sem camadas ocultas, o laço não roda: o que fica fora dele?")
def test_uma_camada(L_modelo_backward):
    """Uma rede de uma única camada tem os gradientes da regressão logística."""
    _confira(L_modelo_backward, 71, [4, 1], {"dW1", "db1"})


@check(
    points=0.05,
    hint="O gradiente diz quanto o custo sobe quando um parâmetro sobe: sinal, 1/m e ordem "
    "da cadeia.",
)
def test_uma_camada_oculta(L_modelo_backward):
    """dW e db batem com a variação do custo em redes de uma camada oculta."""
    for dims in ([3, 4, 1], [2, 1, 1]):
        _confira(L_modelo_backward, 72, dims, {"dW1", "db1"})


@check(
    points=0.05,
    hint="Percorra todas as camadas, da última à primeira: cada uma recebe o dA da seguinte.",
)
def test_varias_camadas_ocultas(L_modelo_backward):
    """dW e db batem com a variação do custo em todas as camadas de redes profundas."""
    for dims in ([4, 3, 5, 1], [2, 6, 4, 3, 1]):
        nomes = {f"d{letra}{camada}" for letra in "Wb" for camada in range(1, len(dims))}
        _confira(L_modelo_backward, 70, dims, nomes)


@check(points=0.05, hint="A camada l recebe o dA que grads guarda com o número l.")
def test_cadeia_das_camadas_ocultas(L_modelo_backward):
    """Cada camada oculta parte do dA guardado com o número dela."""
    parametros, ativacoes, caches, Y = _rede(75, [3, 5, 4, 1], exemplos=6)
    with premise():
        grads = L_modelo_backward(ativacoes[-1].copy(), Y.copy(), _copia(caches))
    for camada in (1, 2):
        dA = grads[f"dA{camada}"]
        assert_shape(dA, ativacoes[camada].shape, name=f"dA{camada}")
        dA = np.array(dA, dtype=float)
        assert_true(np.any(dA), f"dA{camada} é todo zero.")
        dZ = dA * (ativacoes[camada] > 0)
        assert_close(grads[f"dW{camada}"], dZ @ ativacoes[camada - 1].T / 6, name=f"dW{camada}")
        media = dZ.mean(axis=1, keepdims=True)
        assert_close(grads[f"db{camada}"], media, name=f"db{camada}")
        if camada > 1:
            anterior = parametros[f"W{camada}"].T @ dZ
            assert_close(grads[f"dA{camada - 1}"], anterior, name=f"dA{camada - 1}")


@check(
    points=0.05,
    hint="Os gradientes vão para matrizes novas; as do forward ainda serão usadas.",
)
def test_entradas_intactas(L_modelo_backward):
    """AL, Y e os caches continuam como estavam, também com um único exemplo."""
    for exemplos in (1, 6):
        parametros, ativacoes, caches, Y = _rede(73, [4, 5, 3, 1], exemplos)
        AL = ativacoes[-1]
        certos = _gradientes(parametros, ativacoes, Y)
        with assert_unchanged(AL=AL, Y=Y, caches=caches):
            grads = L_modelo_backward(AL, Y, caches)
            algum = any(is_close(grads.get(nome), certo) for nome, certo in certos.items())
            assert_true(algum, "Nenhum gradiente está certo.")


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


def _copia(caches):
    return [((A.copy(), W.copy(), b.copy()), Z.copy()) for (A, W, b), Z in caches]


@remembered
def _gradientes(parametros, ativacoes, Y):
    """Gradiente numérico do custo em relação a cada parâmetro."""

    def derive(nome):
        return numerical_gradient(
            lambda valor: _custo({**parametros, nome: valor}, ativacoes[0], Y), parametros[nome]
        )

    return {f"d{nome}": derive(nome) for nome in parametros}


def _confira(L_modelo_backward, semente, dims, nomes):
    parametros, ativacoes, caches, Y = _rede(semente, dims, exemplos=6)
    certos = _gradientes(parametros, ativacoes, Y)
    grads = L_modelo_backward(ativacoes[-1], Y, caches)
    for nome in sorted(nomes):
        assert_close(grads[nome], certos[nome], name=nome)


def _custo(parametros, X, Y):
    A, L = X, len(parametros) // 2
    for camada in range(1, L + 1):
        Z = parametros[f"W{camada}"] @ A + parametros[f"b{camada}"]
        A = _ative(Z, ultima=camada == L)
    return -np.mean(np.log(np.where(Y == 1, A, 1 - A)))
