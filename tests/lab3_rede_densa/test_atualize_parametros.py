"""Verificações de atualize_parametros."""

import numpy as np
from testCases_v4a import update_parameters_test_case

from gabarito.checks import assert_close, check


@check(
    points=0.1,
    visible=True,
    hint="Cada parâmetro anda no sentido oposto ao do seu gradiente; devolva o dicionário.",
)
def test_valores_do_enunciado(atualize_parametros):
    """Os parâmetros atualizados conferem com os valores esperados do enunciado."""
    parametros, grads = update_parameters_test_case()
    novos = atualize_parametros(parametros, grads, 0.1)
    W1 = [
        [-0.59562069, -0.09991781, -2.14584584, 1.82662008],
        [-1.76569676, -0.80627147, 0.51115557, -1.18258802],
        [-1.0535704, -0.86128581, 0.68284052, 2.20374577],
    ]
    assert_close(novos["W1"], W1, name="W1")
    assert_close(novos["b1"], [[-0.04659241], [-1.28888275], [0.53405496]], name="b1")
    assert_close(novos["W2"], [[-0.55569196, 0.0354055, 1.32964895]], name="W2")
    assert_close(novos["b2"], [[-0.84610769]], name="b2")


@check(points=0.05, hint="Quantas camadas há, se cada uma tem um W e um b no dicionário?")
def test_todas_as_camadas(atualize_parametros):
    """Atualiza os pesos e os vieses de todas as camadas, sejam quantas forem."""
    for dims in ([3, 1], [2, 5, 1], [4, 3, 6, 2, 1]):
        _confira(atualize_parametros, dims, 0.3)


@check(points=0.05, hint="O tamanho do passo é o argumento da função, não um número fixo.")
def test_taxa_de_aprendizado(atualize_parametros):
    """O passo é proporcional à taxa de aprendizado recebida."""
    for taxa in (0.0075, 1.0, 2.5):
        _confira(atualize_parametros, [3, 4, 1], taxa)


@check(
    points=0.05,
    hint="Depois de um passo, o próximo parte dos parâmetros novos e dos mesmos gradientes.",
)
def test_passos_seguidos(atualize_parametros):
    """O dicionário devolvido serve de partida para o passo seguinte."""
    parametros, grads = _sorteio([2, 3, 1])
    esperado = {nome: valor - 3 * 0.2 * grads["d" + nome] for nome, valor in parametros.items()}
    for _ in range(3):
        parametros = atualize_parametros(parametros, grads, 0.2)
    for nome, certo in esperado.items():
        assert_close(parametros[nome], certo, name=nome)


def _sorteio(dims):
    """Parâmetros e gradientes sorteados de uma rede com essas camadas."""
    gerador = np.random.RandomState(80)
    parametros, grads = {}, {}
    for camada in range(1, len(dims)):
        for nome, formato in (("W", (dims[camada], dims[camada - 1])), ("b", (dims[camada], 1))):
            parametros[f"{nome}{camada}"] = gerador.randn(*formato)
            grads[f"d{nome}{camada}"] = gerador.randn(*formato)
    return parametros, grads


def _confira(atualize_parametros, dims, taxa):
    """Os valores certos são calculados antes: atualizar no próprio lugar é permitido."""
    parametros, grads = _sorteio(dims)
    esperado = {nome: valor - taxa * grads["d" + nome] for nome, valor in parametros.items()}
    novos = atualize_parametros(parametros, grads, taxa)
    for nome, certo in esperado.items():
        assert_close(novos[nome], certo, name=nome)
