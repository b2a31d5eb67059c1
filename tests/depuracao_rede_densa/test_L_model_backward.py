"""Verificações de L_model_backward."""

import numpy as np
from testCases_v4a import L_model_forward_test_case_2hidden

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
    points=0.25,
    visible=True,
    hint="Leia a última linha do erro. Se falta dW1, ela é das últimas a serem escritas: a função "
    "chega até lá?",
)
def test_primeira_camada_do_enunciado(L_model_backward):
    """dW1 e db1 conferem com os valores esperados do enunciado."""
    grads = _do_enunciado(L_model_backward)
    dW1 = [
        [0.00946348, 0.02385284, 0.03318126, 0.01243399, 0.00754528],
        [-0.00322939, -0.01670973, -0.03901109, -0.00164757, -0.00940296],
        [0.34946282, 0.55666322, -0.21069876, -0.05637771, -0.31841601],
        [-0.44744897, -0.71274645, 0.26977675, 0.0721855, 0.40769692],
    ]
    db1 = [[0.02283022], [-0.0148259], [-0.37808172], [0.48409235]]
    assert_close(grads["dW1"], dW1, name="dW1")
    assert_close(grads["db1"], db1, name="db1")


@check(points=0.1, visible=True, hint="Leia a última linha do erro: esse nome existe em um array?")
def test_ultima_camada_do_enunciado(L_model_backward):
    """dW3 e db3 conferem com os valores esperados do enunciado."""
    grads = _do_enunciado(L_model_backward)
    assert_close(grads["dW3"], [[-0.42578871, -1.0063003, -1.76554947]], name="dW3")
    assert_close(grads["db3"], [[-0.25279212]], name="db3")


@check(
    points=0.075,
    visible=True,
    hint="Linha menos coluna é uma matriz: uma das linhas que paravam o programa existe para isso.",
)
def test_Y_em_coluna(L_model_backward):
    """Com Y em coluna, dW3 e db3 são os mesmos do enunciado."""
    grads = _do_enunciado(L_model_backward, (4, 1))
    assert_close(grads["dW3"], [[-0.42578871, -1.0063003, -1.76554947]], name="dW3")
    assert_close(grads["db3"], [[-0.25279212]], name="db3")


@check(points=0.25, hint="Teste com três camadas de larguras diferentes: faltam chaves?")
def test_redes_profundas(L_model_backward):
    """Todos os dW e db batem com a variação do custo em redes de três camadas ou mais."""
    for dims in ([4, 3, 5, 1], [2, 6, 4, 3, 1]):
        _confira(L_model_backward, 81, dims)


@check(points=0.1, hint="Cada camada recebe o dA que grads guarda com o número dela.")
def test_larguras_iguais(L_model_backward):
    """Todos os dW e db estão certos com larguras iguais, em que nenhum formato denuncia o erro."""
    _confira(L_model_backward, 82, [3, 3, 3, 3, 1])


@check(points=0.1, hint="Com uma oculta o laço dá uma volta só.")
def test_uma_camada_oculta(L_model_backward):
    """Todos os dW e db batem com a variação do custo em redes de uma camada oculta."""
    for dims in ([3, 4, 1], [2, 1, 1]):
        _confira(L_model_backward, 83, dims)


@check(points=0.075, hint="Linha menos coluna é uma matriz: Y precisa ficar com o formato de AL.")
def test_formato_de_Y(L_model_backward):
    """Com Y em linha, em coluna ou em vetor, os gradientes são os mesmos."""
    for formato in ((6, 1), (6,)):
        _confira(L_model_backward, 84, [4, 5, 3, 1], formato)


@check(points=0.1, hint="Sem camadas ocultas o laço não dá volta: o que fica fora dele?")
def test_uma_camada(L_model_backward):
    """Uma rede de uma camada só tem os gradientes da regressão logística."""
    _confira(L_model_backward, 85, [4, 1])


@check(points=0.1, hint="A camada l recebe dA{l} e escreve dA{l-1}.")
def test_cadeia_das_camadas_ocultas(L_model_backward):
    """Cada camada oculta parte do dA guardado com o número dela."""
    parameters, ativacoes, caches, Y = _rede(86, [3, 5, 4, 1])
    with premise():
        grads = L_model_backward(ativacoes[-1].copy(), Y.copy(), _copia(caches))
        assert_shape(grads["dW3"], (1, 4), name="dW3")
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
            anterior = parameters[f"W{camada}"].T @ dZ
            assert_close(grads[f"dA{camada - 1}"], anterior, name=f"dA{camada - 1}")


@check(points=0.1, hint="Os gradientes vão para arrays novos; os da ida ainda serão usados.")
def test_entradas_intactas(L_model_backward):
    """AL, Y e os caches continuam como estavam depois da chamada."""
    parameters, ativacoes, caches, Y = _rede(87, [4, 5, 3, 1])
    AL = ativacoes[-1]
    certos = _gradientes(parameters, ativacoes[0], Y)
    with assert_unchanged(AL=AL, Y=Y, caches=caches):
        grads = L_model_backward(AL, Y, caches)
        algum = any(is_close(grads.get(nome), certo) for nome, certo in certos.items())
        assert_true(algum, "Nenhum gradiente está certo.")


def _do_enunciado(L_model_backward, formato=(1, 4)):
    X, parameters = L_model_forward_test_case_2hidden()
    ativacoes, caches = _ida(X, parameters)
    Y = np.array([0.0, 1.0, 0.0, 1.0]).reshape(formato)
    return L_model_backward(ativacoes[-1], Y, caches)


def _ida(X, parameters):
    """Ativações, da entrada à saída, e caches, sem usar as funções do lab."""
    ativacoes, caches, L = [X], [], len(parameters) // 2
    for camada in range(1, L + 1):
        W, b = parameters[f"W{camada}"], parameters[f"b{camada}"]
        Z = W @ ativacoes[-1] + b
        caches.append(((ativacoes[-1], W, b), Z))
        ativacoes.append(np.where(Z > 0, Z, 0) if camada < L else 1 / (1 + np.exp(-Z)))
    return ativacoes, caches


def _rede(semente, dims):
    """Parâmetros, ativações e caches de uma ida com seis exemplos, e rótulos dos dois tipos."""
    gerador = np.random.RandomState(semente)
    X, parameters = gerador.randn(dims[0], 6), {}
    for camada in range(1, len(dims)):
        W = gerador.randn(dims[camada], dims[camada - 1]) / np.sqrt(dims[camada - 1])
        parameters[f"W{camada}"], parameters[f"b{camada}"] = W, 0.3 * gerador.randn(dims[camada], 1)
    return parameters, *_ida(X, parameters), np.array([[1.0, 0, 0, 1, 1, 0]])


def _copia(caches):
    return [((A.copy(), W.copy(), b.copy()), Z.copy()) for (A, W, b), Z in caches]


@remembered
def _gradientes(parameters, X, Y):
    """Gradiente numérico do custo em relação a cada parâmetro."""

    def derive(nome):
        return numerical_gradient(
            lambda valor: _custo({**parameters, nome: valor}, X, Y), parameters[nome]
        )

    return {f"d{nome}": derive(nome) for nome in parameters}


def _confira(L_model_backward, semente, dims, formato=(1, 6)):
    parameters, ativacoes, caches, Y = _rede(semente, dims)
    certos = _gradientes(parameters, ativacoes[0], Y)
    grads = L_model_backward(ativacoes[-1], Y.reshape(formato), caches)
    for nome in sorted(certos):
        assert_close(grads[nome], certos[nome], name=nome)


def _custo(parameters, X, Y):
    AL = _ida(X, parameters)[0][-1]
    return -np.mean(np.log(np.where(Y == 1, AL, 1 - AL)))
