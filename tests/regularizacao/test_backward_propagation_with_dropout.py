"""Verificações de backward_propagation_with_dropout."""

import numpy as np
from testCases import backward_propagation_with_dropout_test_case

from gabarito.checks import assert_close, assert_unchanged, check, numerical_gradient

NOMES = [f"{letra}{camada}" for camada in (1, 2, 3) for letra in "Wb"]


@check(
    points=0.75,
    visible=True,
    hint="Em cada camada são duas operações: aplicar a máscara do cache e corrigir a escala.",
)
def test_valores_do_enunciado(backward_propagation_with_dropout):
    """dA1 e dA2 conferem com os valores esperados do enunciado."""
    X, Y, cache = backward_propagation_with_dropout_test_case()
    gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob=0.8)
    dA2_esperado = [
        [0.58180856, 0.0, -0.00299679, 0.0, -0.27715731],
        [0.0, 0.53159854, 0.0, 0.53159854, -0.34089673],
        [0.0, 0.0, -0.00292733, 0.0, 0.0],
    ]
    dA1_esperado = [
        [0.36544439, 0.0, -0.00188233, 0.0, -0.17408748],
        [0.65515713, 0.0, -0.00337459, 0.0, 0.0],
    ]
    assert_close(gradients["dA2"], dA2_esperado, name="dA2")
    assert_close(gradients["dA1"], dA1_esperado, name="dA1")


@check(points=0.6, hint="Compare com a ida: por qual constante cada ativação foi multiplicada?")
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


@check(points=0.4, hint="Por um neurônio apagado não passa gradiente, em nenhuma das camadas.")
def test_gradientes_das_ativacoes(backward_propagation_with_dropout):
    """dA1 e dA2 são zero onde a máscara apaga e têm a escala certa onde ela mantém."""
    for semente, dims, m, keep_prob in ((43, (2, 5, 3, 1), 6, 0.5), (44, (4, 3, 6, 1), 9, 0.75)):
        X, Y, parameters, masks = _sorteio(semente, dims, m, keep_prob)
        dA1, dA2 = _gradientes_das_ativacoes(X, Y, parameters, masks, keep_prob)
        cache = _cache(X, parameters, masks, keep_prob)
        gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        assert_close(gradients["dA2"], dA2, name="dA2")
        assert_close(gradients["dA1"], dA1, name="dA1")


@check(points=0.3, hint="Quando nada é apagado, o que a máscara e a divisão fazem?")
def test_keep_prob_um(backward_propagation_with_dropout):
    """Com keep_prob igual a 1, os gradientes são os da rede sem dropout."""
    X, Y, parameters, masks = _sorteio(45, (3, 4, 4, 1), 8, 1)
    certos = _gradientes(X, Y, parameters, masks, 1)
    gradients = backward_propagation_with_dropout(X, Y, _cache(X, parameters, masks, 1), 1)
    for nome, certo in certos.items():
        assert_close(gradients["d" + nome], certo, name="d" + nome)


@check(points=0.25, hint="As máscaras são as da ida: onde elas estão guardadas?")
def test_mascaras_do_cache(backward_propagation_with_dropout):
    """As máscaras usadas são as que estão no cache, e não um sorteio novo."""
    X, Y, parameters, _ = _sorteio(46, (2, 4, 3, 1), 6, 0.5)
    linhas, colunas = np.indices((4, 6))
    for masks in ((linhas % 2 == 1, colunas[:3] % 2 == 1), (colunas % 2 == 0, linhas[:3] > 0)):
        certos = _gradientes(X, Y, parameters, masks, 0.5)
        dA1, dA2 = _gradientes_das_ativacoes(X, Y, parameters, masks, 0.5)
        cache = _cache(X, parameters, masks, 0.5)
        np.random.seed(1)
        gradients = backward_propagation_with_dropout(X, Y, cache, 0.5)
        assert_close(gradients["dA2"], dA2, name="dA2")
        assert_close(gradients["dA1"], dA1, name="dA1")
        assert_close(gradients["dW1"], certos["W1"], name="dW1")


@check(points=0.2, hint="Um segundo nome para uma matriz do cache não é uma cópia dela.")
def test_cache_intacto(backward_propagation_with_dropout):
    """X, Y e as matrizes do cache continuam como estavam depois da chamada."""
    X, Y, parameters, masks = _sorteio(47, (3, 5, 3, 1), 6, 0.7)
    dA1, dA2 = _gradientes_das_ativacoes(X, Y, parameters, masks, 0.7)
    cache = _cache(X, parameters, masks, 0.7)
    with assert_unchanged(X=X, Y=Y, cache=cache):
        gradients = backward_propagation_with_dropout(X, Y, cache, 0.7)
    assert_close(gradients["dA2"], dA2, name="dA2")
    assert_close(gradients["dA1"], dA1, name="dA1")


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
