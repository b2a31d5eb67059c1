"""Verificações de update_parameters."""

import numpy as np
from testCases_v4a import update_parameters_test_case

from gabarito.checks import assert_close, assert_true, assert_unchanged, check, premise


@check(points=0.2, visible=True, hint="Faça à mão um peso de cada camada: qual delas não andou?")
def test_pesos_do_enunciado(update_parameters):
    """W1 e W2 conferem com os valores esperados do enunciado."""
    parameters, grads = update_parameters_test_case()
    depois = update_parameters(parameters, grads, 0.1)
    W1 = [
        [-0.59562069, -0.09991781, -2.14584584, 1.82662008],
        [-1.76569676, -0.80627147, 0.51115557, -1.18258802],
        [-1.0535704, -0.86128581, 0.68284052, 2.20374577],
    ]
    assert_close(depois["W1"], W1, name="W1")
    assert_close(depois["W2"], [[-0.55569196, 0.0354055, 1.32964895]], name="W2")


@check(points=0.15, visible=True, hint="Os vieses também dão o seu passo, em todas as camadas.")
def test_vieses_do_enunciado(update_parameters):
    """b1 e b2 conferem com os valores esperados do enunciado."""
    parameters, grads = update_parameters_test_case()
    depois = update_parameters(parameters, grads, 0.1)
    assert_close(depois["b1"], [[-0.04659241], [-1.28888275], [0.53405496]], name="b1")
    assert_close(depois["b2"], [[-0.84610769]], name="b2")


@check(
    points=0.05,
    visible=True,
    hint="O dicionário devolvido é outro, e os arrays dele também: um -= escreve nos que chegaram.",
)
def test_params_do_exemplo_intacto(update_parameters):
    """O params do exemplo continua como estava depois da chamada."""
    parameters, grads = update_parameters_test_case()
    with assert_unchanged(params=parameters, grads=grads):
        depois = update_parameters(parameters, grads, 0.1)
        assert_close(depois["b2"], [[-0.84610769]], name="b2")


@check(points=0.25, hint="Confira um passo à mão na última camada de uma rede de três.")
def test_pesos_de_todas_as_camadas(update_parameters):
    """Todos os W dão o passo certo, em redes de várias camadas."""
    for dims in ([4, 3, 2, 1], [2, 3, 4, 3, 1]):
        _confira(update_parameters, 91, dims, "W")


@check(points=0.2, hint="Cada camada tem o seu viés, e cada viés o seu gradiente.")
def test_vieses_de_todas_as_camadas(update_parameters):
    """Todos os b dão o passo certo, em redes de várias camadas."""
    for dims in ([4, 3, 2, 1], [2, 3, 4, 3, 1]):
        _confira(update_parameters, 92, dims, "b")


@check(points=0.1, hint="O dicionário devolvido tem as chaves do recebido, nem mais nem menos.")
def test_mesmas_chaves(update_parameters):
    """O resultado tem as mesmas chaves, ainda que grads tenha outras."""
    parameters, grads = _sorteio(93, [3, 4, 2, 1])
    grads |= {"dA1": np.ones((4, 5)), "dA0": np.ones((3, 5))}
    with premise():
        depois = update_parameters(_copia(parameters), _copia(grads), 0.3)
        assert_close(depois["W3"], parameters["W3"] - 0.3 * grads["dW3"], name="W3")
    assert_true(set(depois) == set(parameters), "As chaves são outras.")


@check(points=0.05, hint="O passo cria arrays novos: -= escreve nos que já existem.")
def test_entradas_intactas(update_parameters):
    """params e grads continuam como estavam depois da chamada."""
    parameters, grads = _sorteio(94, [3, 5, 2, 1])
    certo = parameters["W3"] - 0.2 * grads["dW3"]
    with assert_unchanged(params=parameters, grads=grads):
        depois = update_parameters(parameters, grads, 0.2)
        assert_close(depois["W3"], certo, name="W3")


def _sorteio(semente, dims):
    """Parâmetros e gradientes de uma rede com camadas desses tamanhos."""
    gerador = np.random.RandomState(semente)
    parameters, grads = {}, {}
    for camada in range(1, len(dims)):
        for nome, formato in (
            (f"W{camada}", (dims[camada], dims[camada - 1])),
            (f"b{camada}", (dims[camada], 1)),
        ):
            parameters[nome], grads["d" + nome] = gerador.randn(*formato), gerador.randn(*formato)
    return parameters, grads


def _copia(arrays):
    return {nome: valor.copy() for nome, valor in arrays.items()}


def _confira(update_parameters, semente, dims, letra):
    parameters, grads = _sorteio(semente, dims)
    depois = update_parameters(_copia(parameters), _copia(grads), 0.05)
    for camada in range(1, len(dims)):
        nome = f"{letra}{camada}"
        certo = parameters[nome] - 0.05 * grads["d" + nome]
        assert_close(depois[nome], certo, name=nome)
