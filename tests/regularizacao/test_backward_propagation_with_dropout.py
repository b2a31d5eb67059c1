"""Verificações de backward_propagation_with_dropout."""

import numpy as np
from testCases import backward_propagation_with_dropout_test_case

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

NOMES = [f"{letra}{camada}" for camada in (1, 2, 3) for letra in "Wb"]


@check(
    points=0.4,
    visible=True,
    hint="São duas operações: aplicar a máscara do cache e corrigir a escala.",
)
def test_dA2_do_enunciado(backward_propagation_with_dropout):
    """dA2 confere com os valores esperados do enunciado."""
    X, Y, cache = backward_propagation_with_dropout_test_case()
    gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob=0.8)
    dA2_esperado = [
        [0.58180856, 0.0, -0.00299679, 0.0, -0.27715731],
        [0.0, 0.53159854, 0.0, 0.53159854, -0.34089673],
        [0.0, 0.0, -0.00292733, 0.0, 0.0],
    ]
    assert_close(gradients["dA2"], dA2_esperado, name="dA2")


@check(points=0.35, visible=True, hint="Na camada 1, as mesmas duas operações, com a máscara dela.")
def test_dA1_do_enunciado(backward_propagation_with_dropout):
    """dA1 confere com os valores esperados do enunciado."""
    X, Y, cache = backward_propagation_with_dropout_test_case()
    gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob=0.8)
    dA1_esperado = [
        [0.36544439, 0.0, -0.00188233, 0.0, -0.17408748],
        [0.65515713, 0.0, -0.00337459, 0.0, 0.0],
    ]
    assert_close(gradients["dA1"], dA1_esperado, name="dA1")


@check(points=0.05, visible=True, hint="Um segundo nome para uma matriz do cache não é uma cópia.")
def test_cache_do_enunciado_intacto(backward_propagation_with_dropout):
    """X, Y e as matrizes do cache do exemplo continuam como estavam depois da chamada."""
    X, Y, cache = backward_propagation_with_dropout_test_case()
    A2, A3 = cache[7], cache[11]
    dW3 = (A3 - Y) @ A2.T / 5
    with assert_unchanged(X=X, Y=Y, cache=cache):
        gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob=0.8)
        assert_close(gradients["dW3"], dW3, name="dW3")


@check(points=0.3, hint="Compare com a ida: por qual constante cada ativação foi multiplicada?")
def test_gradiente_numerico(backward_propagation_with_dropout):
    """Com as máscaras do cache fixas, os gradientes batem com diferenças finitas."""
    casos = ((40, (3, 6, 4, 1), 7, 0.6), (41, (2, 4, 5, 1), 5, 0.86), (42, (2, 3, 3, 1), 1, 0.5))
    for semente, dims, m, keep_prob in casos:
        X, Y, parameters, masks = _sorteio(semente, dims, m, keep_prob)
        certos = _gradientes(X, Y, parameters, masks, keep_prob)
        cache = _cache(X, parameters, masks, keep_prob)
        gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        for nome, certo in certos.items():
            assert_close(gradients["d" + nome], certo, name="d" + nome)


@check(points=0.15, hint="Por um neurônio apagado da camada 2 não passa gradiente.")
def test_apagados_da_camada_2(backward_propagation_with_dropout):
    """dA2 é zero onde a máscara da camada 2 apaga."""
    _confira_os_apagados(backward_propagation_with_dropout, 2)


@check(points=0.15, hint="Por um neurônio apagado da camada 1 não passa gradiente.")
def test_apagados_da_camada_1(backward_propagation_with_dropout):
    """dA1 é zero onde a máscara da camada 1 apaga."""
    _confira_os_apagados(backward_propagation_with_dropout, 1)


@check(points=0.15, hint="Na ida, quem ficou foi ampliado: o gradiente dele na camada 2 também é.")
def test_escala_da_camada_2(backward_propagation_with_dropout):
    """Onde a máscara da camada 2 mantém, dA2 tem a escala certa."""
    X, Y, parameters, masks = _sorteio(44, (4, 3, 6, 1), 9, 0.75)
    _, certo = _gradientes_das_ativacoes(X, Y, parameters, masks, 0.75)
    _, dA2 = _proprios(backward_propagation_with_dropout, X, Y, parameters, masks, 0.75)
    assert_close(dA2[masks[1]], certo[masks[1]], name="dA2")


@check(points=0.15, hint="Na ida, quem ficou foi ampliado: o gradiente dele na camada 1 também é.")
def test_escala_da_camada_1(backward_propagation_with_dropout):
    """Onde a máscara da camada 1 mantém, dA1 tem a escala certa para o dA2 da própria função."""
    X, Y, parameters, masks = _sorteio(44, (4, 3, 6, 1), 9, 0.75)
    A2 = _cache(X, parameters, masks, 0.75)[7]
    dA1, dA2 = _proprios(backward_propagation_with_dropout, X, Y, parameters, masks, 0.75)
    certo = parameters["W2"].T @ (dA2 * (A2 > 0)) / 0.75
    assert_close(dA1[masks[0]], certo[masks[0]], name="dA1")


@check(points=0.35, hint="dZ, dW e db de cada camada saem do dA dela, como na rede sem dropout.")
def test_cadeia(backward_propagation_with_dropout):
    """Os dW e db são os que correspondem aos dA1 e dA2 da própria função."""
    X, Y, parameters, masks = _sorteio(48, (3, 5, 4, 1), 7, 0.6)
    cache = _cache(X, parameters, masks, 0.6)
    A1, A2, A3 = cache[2], cache[7], cache[11]
    copia = tuple(valor.copy() for valor in cache)
    with premise():
        gradients = backward_propagation_with_dropout(X.copy(), Y.copy(), copia, 0.6)
        assert_shape(gradients["dA1"], A1.shape, name="dA1")
        dA1, dA2 = np.array(gradients["dA1"], dtype=float), _dA(gradients, 2, A2)
    for camada, dZ, entrada in ((3, A3 - Y, A2), (2, dA2 * (A2 > 0), A1), (1, dA1 * (A1 > 0), X)):
        assert_close(gradients[f"dW{camada}"], dZ @ entrada.T / 7, name=f"dW{camada}")
        media = dZ.mean(axis=1, keepdims=True)
        assert_close(gradients[f"db{camada}"], media, name=f"db{camada}")


@check(points=0.2, hint="Quando nada é apagado, o que a máscara e a divisão fazem?")
def test_keep_prob_um(backward_propagation_with_dropout):
    """Com keep_prob igual a 1, os gradientes são os da rede sem dropout."""
    X, Y, parameters, masks = _sorteio(45, (3, 4, 4, 1), 8, 1)
    certos = _gradientes(X, Y, parameters, masks, 1)
    gradients = backward_propagation_with_dropout(X, Y, _cache(X, parameters, masks, 1), 1)
    for nome, certo in certos.items():
        assert_close(gradients["d" + nome], certo, name="d" + nome)


@check(points=0.2, hint="As máscaras são as da ida: onde elas estão guardadas?")
def test_mascaras_do_cache(backward_propagation_with_dropout):
    """As máscaras usadas são as que estão no cache, e não um sorteio novo."""
    X, Y, parameters, _ = _sorteio(46, (2, 4, 3, 1), 6, 0.5)
    linhas, colunas = np.indices((4, 6))
    for masks in ((linhas % 2 == 1, colunas[:3] % 2 == 1), (colunas % 2 == 0, linhas[:3] > 0)):
        for dA, mask in zip(
            _proprios(backward_propagation_with_dropout, X, Y, parameters, masks, 0.5),
            masks,
            strict=True,
        ):
            assert_close(dA[~mask], np.zeros(int(np.sum(~mask))), name="gradiente dos apagados")


@check(points=0.05, hint="Um segundo nome para uma matriz do cache não é uma cópia dela.")
def test_cache_intacto(backward_propagation_with_dropout):
    """X, Y e as matrizes do cache continuam como estavam depois da chamada."""
    X, Y, parameters, masks = _sorteio(47, (3, 5, 3, 1), 6, 0.7)
    certos = _gradientes(X, Y, parameters, masks, 0.7)
    cache = _cache(X, parameters, masks, 0.7)
    with assert_unchanged(X=X, Y=Y, cache=cache):
        gradients = backward_propagation_with_dropout(X, Y, cache, 0.7)
        algum = any(is_close(gradients["d" + nome], certo) for nome, certo in certos.items())
        assert_true(algum, "Nenhum gradiente está certo.")


def _confira_os_apagados(backward_propagation_with_dropout, camada):
    for semente, dims, m, keep_prob in ((43, (2, 5, 3, 1), 6, 0.5), (44, (4, 3, 6, 1), 9, 0.75)):
        X, Y, parameters, masks = _sorteio(semente, dims, m, keep_prob)
        dA = _proprios(backward_propagation_with_dropout, X, Y, parameters, masks, keep_prob)
        mask = masks[camada - 1]
        zeros = np.zeros(int(np.sum(~mask)))
        assert_close(dA[camada - 1][~mask], zeros, name=f"dA{camada}")


def _proprios(backward_propagation_with_dropout, X, Y, parameters, masks, keep_prob):
    """dA1 e dA2 da própria função, certos ou errados."""
    cache = _cache(X, parameters, masks, keep_prob)
    gradients = backward_propagation_with_dropout(X.copy(), Y.copy(), cache, keep_prob)
    return [_dA(gradients, camada, mask) for camada, mask in enumerate(masks, 1)]


def _dA(gradients, camada, como):
    """Um dA no formato certo, que não é todo zero."""
    dA = gradients[f"dA{camada}"]
    assert_shape(dA, como.shape, name=f"dA{camada}")
    dA = np.array(dA, dtype=float)
    assert_true(np.any(dA), f"dA{camada} é todo zero.")
    return dA


def _sorteio(semente, dims, m, keep_prob):
    """Lote, rótulos, parâmetros e máscaras; nenhuma ReLU está na quina, onde não há derivada."""
    gerador = np.random.RandomState(semente)
    while True:
        parameters = {}
        for camada in (1, 2, 3):
            parameters[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
            parameters[f"b{camada}"] = 0.5 + gerador.rand(dims[camada], 1)
        X, Y = gerador.randn(dims[0], m), (gerador.rand(1, m) < 0.5).astype(float)
        masks = [gerador.rand(n, m) < keep_prob for n in dims[1:3]]
        Z1, _, _, _, _, Z2, *_ = _cache(X, parameters, masks, keep_prob)
        if min(np.abs(Z1).min(), np.abs(Z2).min()) > 1e-3:
            return X, Y, parameters, masks


def _camada_1(X, parameters):
    return np.clip(parameters["W1"] @ X + parameters["b1"], 0, None)


def _camada_2(A1, parameters, masks, keep_prob):
    """Ativações da camada 2, antes do dropout, a partir das da camada 1, antes do dropout."""
    seguiu = np.where(masks[0], A1 / keep_prob, 0)
    return np.clip(parameters["W2"] @ seguiu + parameters["b2"], 0, None)


def _custo(A2, Y, parameters, masks, keep_prob):
    """Entropia cruzada a partir das ativações da camada 2, antes do dropout."""
    seguiu = np.where(masks[1], A2 / keep_prob, 0)
    Z3 = parameters["W3"] @ seguiu + parameters["b3"]
    return np.mean(np.logaddexp(0, Z3) - Y * Z3)  # exata também onde A3 chega perto de 0 ou 1


def _cache(X, parameters, masks, keep_prob):
    """Os 14 elementos de uma propagação com as máscaras dadas, em arrays próprios."""
    W1, b1, W2, b2, W3, b3 = (parameters[nome].copy() for nome in NOMES)
    D1, D2 = (np.array(mask) for mask in masks)
    A1 = np.where(D1, _camada_1(X, parameters) / keep_prob, 0)
    A2 = _camada_2(_camada_1(X, parameters), parameters, masks, keep_prob)
    A2 = np.where(D2, A2 / keep_prob, 0)
    Z1, Z2, Z3 = W1 @ X + b1, W2 @ A1 + b2, W3 @ A2 + b3
    return Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, 1 / (1 + np.exp(-Z3)), W3, b3


@remembered
def _gradientes(X, Y, parameters, masks, keep_prob):
    """Gradiente numérico do custo em relação a cada parâmetro, com as máscaras fixas."""

    def custo(parameters):
        A2 = _camada_2(_camada_1(X, parameters), parameters, masks, keep_prob)
        return _custo(A2, Y, parameters, masks, keep_prob)

    def derive(nome):
        return numerical_gradient(
            lambda valor: custo({**parameters, nome: valor}), parameters[nome]
        )

    return {nome: derive(nome) for nome in NOMES}


@remembered
def _gradientes_das_ativacoes(X, Y, parameters, masks, keep_prob):
    """Gradientes numéricos da perda de cada exemplo em relação a A1 e a A2, antes do dropout."""
    m = X.shape[1]
    A1 = _camada_1(X, parameters)
    A2 = _camada_2(A1, parameters, masks, keep_prob)

    def custo_de_A2(valor):
        return _custo(valor, Y, parameters, masks, keep_prob)

    def custo_de_A1(valor):
        return custo_de_A2(_camada_2(valor, parameters, masks, keep_prob))

    return m * numerical_gradient(custo_de_A1, A1), m * numerical_gradient(custo_de_A2, A2)
