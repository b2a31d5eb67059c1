"""Verificações de backward_propagation_with_regularization."""

import numpy as np
from testCases import backward_propagation_with_regularization_test_case

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
    points=0.75,
    visible=True,
    hint="Cada dW tem duas parcelas: a dos dados e a da penalidade, com os pesos da camada.",
)
def test_valores_do_enunciado(backward_propagation_with_regularization):
    """dW1, dW2 e dW3 conferem com os valores esperados do enunciado."""
    X, Y, cache = backward_propagation_with_regularization_test_case()
    gradients = backward_propagation_with_regularization(X, Y, cache, lambd=0.7)
    dW3_esperado = [[-1.77691347, -0.11832879, -0.09397446]]
    dW2_esperado = [
        [0.79276486, 0.85133918],
        [-0.0957219, -0.01720463],
        [-0.13100772, -0.03750433],
    ]
    dW1_esperado = [
        [-0.25604646, 0.12298827, -0.28297129],
        [-0.17706303, 0.34536094, -0.4410571],
    ]
    assert_close(gradients["dW3"], dW3_esperado, name="dW3")
    assert_close(gradients["dW2"], dW2_esperado, name="dW2")
    assert_close(gradients["dW1"], dW1_esperado, name="dW1")


@check(points=0.05, visible=True, hint="A penalidade não depende dos vieses: db fica como estava.")
def test_db_do_enunciado(backward_propagation_with_regularization):
    """db1, db2 e db3 são os mesmos com lambd 0 e com lambd 0,7."""
    X, Y, cache = backward_propagation_with_regularization_test_case()
    sem, com = (
        backward_propagation_with_regularization(X, Y, cache, lambd=lambd) for lambd in (0, 0.7)
    )
    with premise():
        for nome, W in (("dW1", cache[2]), ("dW2", cache[6]), ("dW3", cache[10])):
            assert_shape(com[nome], W.shape, name=nome)
    for nome in ("db1", "db2", "db3"):
        assert_close(com[nome], sem[nome], name=nome)


@check(points=0.05, visible=True, hint="Some em uma matriz nova: W3 *= … escreve nos pesos.")
def test_cache_do_exemplo_intacto(backward_propagation_with_regularization):
    """As matrizes do cache continuam como estavam depois da chamada."""
    X, Y, cache = _um_neuronio_por_camada()
    with assert_unchanged(X=X, Y=Y, cache=cache):
        com, sem = (
            backward_propagation_with_regularization(X, Y, cache, lambd) for lambd in (0.7, 0)
        )
        certo = is_close(com["dW3"], [[-0.3]]) or is_close(sem["dW3"], [[-1]])
        assert_true(certo, "dW3 errado.")


def _um_neuronio_por_camada():
    """Um exemplo, x = 1 e y = 1, em uma rede de pesos 2, 1 e 1, que responde 0,5."""
    Z1 = A1 = W1 = Z2 = A2 = 2
    cache = Z1, A1, W1, 0, Z2, A2, 1, 0, 0, 0.5, 1, -2
    return np.ones((1, 1)), np.ones((1, 1)), tuple(np.array([[float(n)]]) for n in cache)


@check(points=0.35, hint="Derive o custo com penalidade em relação a um peso: o que acontece ao 2?")
def test_pesos(backward_propagation_with_regularization):
    """dW1, dW2 e dW3 batem com a variação do custo com penalidade medida por diferenças finitas."""
    for semente, dims, m in ((20, (3, 4, 2, 1), 6), (21, (2, 5, 3, 1), 9)):
        _confira(backward_propagation_with_regularization, semente, dims, m, 0.7, PESOS)


@check(points=0.2, hint="A penalidade depende de quais parâmetros? Só os gradientes deles mudam.")
def test_vieses_sem_penalidade(backward_propagation_with_regularization):
    """db1, db2 e db3 não recebem a penalidade, por maiores que sejam os vieses."""
    X, Y, parameters = _sorteio(23, (2, 4, 3, 1), 7, escala_b=4)
    certos = _gradientes(X, Y, parameters, 3.0, ("b1", "b2", "b3"))
    with premise():
        gradients = backward_propagation_with_regularization(X, Y, _cache(X, parameters), 3.0)
        for nome in PESOS:
            assert_shape(gradients["d" + nome], parameters[nome].shape, name="d" + nome)
    for nome, certo in certos.items():
        assert_close(gradients["d" + nome], certo, name="d" + nome)


@check(points=0.25, hint="Sem penalidade, o gradiente é o da entropia cruzada.")
def test_lambd_zero(backward_propagation_with_regularization):
    """Com lambd igual a zero, os gradientes são os da rede sem regularização."""
    for semente in (24, 25):
        _confira(backward_propagation_with_regularization, semente, (4, 3, 3, 1), 8, 0, NOMES)


@check(
    points=0.4, hint="A parcela de cada peso é ele mesmo vezes um fator, igual nas três camadas."
)
def test_parcela_proporcional_aos_pesos(backward_propagation_with_regularization):
    """A parcela da penalidade é proporcional aos pesos, com o mesmo fator nas três camadas."""
    X, Y, parameters = _sorteio(29, (3, 4, 2, 1), 6)
    parcelas = _parcelas(backward_propagation_with_regularization, X, Y, parameters, 1.4)
    pesos = np.concatenate([parameters[nome].ravel() for nome in PESOS])
    fator = parcelas @ pesos / (pesos @ pesos)
    assert_true(abs(fator) > 1e-3, "A penalidade não aparece.")
    assert_close(parcelas / fator, pesos, name="parcela da penalidade")


@check(points=0.1, hint="O fator da penalidade depende de lambd.")
def test_parcela_proporcional_a_lambd(backward_propagation_with_regularization):
    """A parcela da penalidade é proporcional a lambd."""
    X, Y, parameters = _sorteio(22, (3, 3, 2, 1), 5)
    uma, outra = (
        _parcelas(backward_propagation_with_regularization, X, Y, parameters, lambd)
        for lambd in (1, 12.5)
    )
    assert_true(np.any(np.abs(uma) > 1e-6), "A penalidade não aparece.")
    assert_close(outra, 12.5 * uma, name="parcela da penalidade")


@check(points=0.1, hint="O fator da penalidade depende do número de exemplos.")
def test_parcela_dividida_pelo_numero_de_exemplos(backward_propagation_with_regularization):
    """Com o triplo de exemplos, a parcela da penalidade cai a um terço."""
    X, Y, parameters = _sorteio(22, (3, 3, 2, 1), 5)
    uma, outra = (
        _parcelas(
            backward_propagation_with_regularization,
            np.tile(X, vezes), np.tile(Y, vezes), parameters, 2.0,
        )
        for vezes in (1, 3)
    )  # fmt: skip
    assert_true(np.any(np.abs(uma) > 1e-6), "A penalidade não aparece.")
    assert_close(3 * outra, uma, name="parcela da penalidade")


@check(points=0.2, hint="Confira os formatos com um exemplo só e com um neurônio só.")
def test_casos_extremos(backward_propagation_with_regularization):
    """Com um único exemplo e com camadas de um neurônio, os dW estão certos."""
    for dims, m in (((3, 2, 4, 1), 1), ((1, 1, 1, 1), 5), ((5, 1, 2, 1), 3)):
        _confira(backward_propagation_with_regularization, 27, dims, m, 0.4, PESOS)


@check(
    points=0.05,
    hint="Operadores como += e *= escrevem na matriz que está à esquerda: ela veio do cache?",
)
def test_cache_intacto(backward_propagation_with_regularization):
    """X, Y e as matrizes do cache continuam como estavam depois da chamada."""
    X, Y, parameters = _sorteio(28, (3, 4, 2, 1), 5)
    com, sem = (_gradientes(X, Y, parameters, lambd, PESOS) for lambd in (0.8, 0))
    cache = _cache(X, parameters)
    with assert_unchanged(X=X, Y=Y, cache=cache):
        gradients = backward_propagation_with_regularization(X, Y, cache, 0.8)
        sem_penalidade = backward_propagation_with_regularization(X, Y, cache, 0)
        pares = [(gradients["d" + nome], com[nome]) for nome in PESOS]
        pares += [(sem_penalidade["d" + nome], sem[nome]) for nome in PESOS]
        assert_true(any(is_close(*par) for par in pares), "Nenhum dW está certo.")


PESOS = ("W1", "W2", "W3")


def _confira(funcao, semente, dims, m, lambd, nomes):
    X, Y, parameters = _sorteio(semente, dims, m)
    certos = _gradientes(X, Y, parameters, lambd, nomes)
    gradients = funcao(X, Y, _cache(X, parameters), lambd)
    for nome, certo in certos.items():
        assert_close(gradients["d" + nome], certo, name="d" + nome)


def _parcelas(funcao, X, Y, parameters, lambd):
    """Quanto a penalidade acrescenta aos três dW da resposta, certos ou errados."""
    com, sem = (funcao(X.copy(), Y.copy(), _cache(X, parameters), forca) for forca in (lambd, 0))
    parcelas = []
    for nome in PESOS:
        for gradients in (com, sem):
            assert_shape(gradients["d" + nome], parameters[nome].shape, name="d" + nome)
        parcelas.append(np.subtract(com["d" + nome], sem["d" + nome]).ravel())
    return np.concatenate(parcelas)


def _sorteio(semente, dims, m, escala_b=1):
    """Lote, rótulos e parâmetros em que nenhuma ReLU está perto da quina, onde não há derivada."""
    gerador = np.random.RandomState(semente)
    while True:
        parameters = {}
        for camada in (1, 2, 3):
            parameters[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
            parameters[f"b{camada}"] = escala_b * gerador.randn(dims[camada], 1)
        X = gerador.randn(dims[0], m)
        Z1, _, _, _, Z2, *_ = _cache(X, parameters)
        if min(np.abs(Z1).min(), np.abs(Z2).min()) > 1e-3:
            return X, (gerador.rand(1, m) < 0.5).astype(float), parameters


def _cache(X, parameters):
    """Os 12 elementos de uma propagação para a frente, em arrays próprios."""
    W1, b1, W2, b2, W3, b3 = (parameters[nome].copy() for nome in NOMES)
    Z1 = W1 @ X + b1
    A1 = np.where(Z1 > 0, Z1, 0)
    Z2 = W2 @ A1 + b2
    A2 = np.where(Z2 > 0, Z2, 0)
    Z3 = W3 @ A2 + b3
    return Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, 1 / (1 + np.exp(-Z3)), W3, b3


def _custo(X, Y, parameters, lambd):
    Z3 = _cache(X, parameters)[8]
    quadrados = sum(np.vdot(parameters[nome], parameters[nome]) for nome in ("W1", "W2", "W3"))
    entropia = np.mean(np.logaddexp(0, Z3) - Y * Z3)  # exata também onde A3 chega perto de 0 ou 1
    return entropia + lambd * quadrados / (2 * X.shape[1])


@remembered
def _gradientes(X, Y, parameters, lambd, nomes):
    """Gradiente numérico do custo com penalidade em relação a cada um desses parâmetros."""

    def derive(nome):
        return numerical_gradient(
            lambda valor: _custo(X, Y, {**parameters, nome: valor}, lambd), parameters[nome]
        )

    return {nome: derive(nome) for nome in nomes}
