"""Verificações de atualize_parametros."""

import numpy as np
from testCases_v4a import update_parameters_test_case

from gabarito.checks import assert_close, assert_shape, assert_true, assert_unchanged, check


@check(points=0.05, visible=True, hint="Cada W anda no sentido oposto ao do seu gradiente.")
def test_pesos_do_enunciado(atualize_parametros):
    """W1 e W2 atualizados conferem com os valores esperados do enunciado."""
    parametros, grads = update_parameters_test_case()
    novos = atualize_parametros(parametros, grads, 0.1)
    W1 = [
        [-0.59562069, -0.09991781, -2.14584584, 1.82662008],
        [-1.76569676, -0.80627147, 0.51115557, -1.18258802],
        [-1.0535704, -0.86128581, 0.68284052, 2.20374577],
    ]
    assert_close(novos["W1"], W1, name="W1")
    assert_close(novos["W2"], [[-0.55569196, 0.0354055, 1.32964895]], name="W2")


@check(points=0.05, visible=True, hint="Os vieses também andam, cada um contra o seu gradiente.")
def test_vieses_do_enunciado(atualize_parametros):
    """b1 e b2 atualizados conferem com os valores esperados do enunciado."""
    parametros, grads = update_parameters_test_case()
    novos = atualize_parametros(parametros, grads, 0.1)
    assert_close(novos["b1"], [[-0.04659241], [-1.28888275], [0.53405496]], name="b1")
    assert_close(novos["b2"], [[-0.84610769]], name="b2")


@check(
    points=0.0125,
    visible=True,
    hint="Só os parâmetros podem mudar no lugar: a taxa multiplica grads em um array novo.",
)
def test_grads_do_exemplo_intactos(atualize_parametros):
    """O grads do exemplo continua como estava depois da chamada."""
    parametros, grads = update_parameters_test_case()
    with assert_unchanged(grads=grads):
        novos = atualize_parametros(parametros, grads, 0.1)
        assert_close(novos["b2"], [[-0.84610769]], name="b2")


@check(points=0.025, hint="Quantas camadas há, se cada uma tem um W e um b no dicionário?")
def test_pesos_de_todas_as_camadas(atualize_parametros):
    """Atualiza os pesos de todas as camadas, sejam quantas forem."""
    _confira(atualize_parametros, "W")


@check(points=0.025, hint="Quantas camadas há, se cada uma tem um W e um b no dicionário?")
def test_vieses_de_todas_as_camadas(atualize_parametros):
    """Atualiza os vieses de todas as camadas, sejam quantas forem."""
    _confira(atualize_parametros, "b")


@check(points=0.05, hint="O tamanho do passo é o argumento da função, não um número fixo.")
def test_taxa_de_aprendizado(atualize_parametros):
    """O passo é proporcional à taxa de aprendizado recebida."""
    um = _passos(atualize_parametros, 1.0)
    for taxa in (0.0075, 2.5):
        for nome, passo in _passos(atualize_parametros, taxa).items():
            assert_close(passo, taxa * um[nome], name=nome)


@check(
    points=0.0375,
    hint="Depois de um passo, o próximo parte dos parâmetros novos e dos mesmos gradientes.",
)
def test_passos_seguidos(atualize_parametros):
    """O dicionário devolvido serve de partida para um passo seguinte igual ao primeiro."""
    um = _passos(atualize_parametros, 0.2)
    tres = _passos(atualize_parametros, 0.2, vezes=3)
    for nome, passo in um.items():
        assert_close(tres[nome], 3 * passo, name=nome)


def _sorteio(dims):
    """Parâmetros e gradientes sorteados de uma rede com essas camadas."""
    gerador = np.random.RandomState(80)
    parametros, grads = {}, {}
    for camada in range(1, len(dims)):
        for nome, formato in (("W", (dims[camada], dims[camada - 1])), ("b", (dims[camada], 1))):
            parametros[f"{nome}{camada}"] = gerador.randn(*formato)
            grads[f"d{nome}{camada}"] = gerador.randn(*formato)
    return parametros, grads


def _confira(atualize_parametros, letra):
    """Os valores certos são calculados antes: atualizar no próprio lugar é permitido."""
    for dims in ([3, 1], [2, 5, 1], [4, 3, 6, 2, 1]):
        parametros, grads = _sorteio(dims)
        certos = {
            nome: valor - 0.3 * grads["d" + nome]
            for nome, valor in parametros.items()
            if nome.startswith(letra)
        }
        novos = atualize_parametros(parametros, grads, 0.3)
        for nome, certo in certos.items():
            assert_close(novos[nome], certo, name=nome)


def _passos(atualize_parametros, taxa, vezes=1):
    """Quanto cada parâmetro andou; algum andou."""
    antes, _ = _sorteio([3, 4, 1])
    parametros, grads = _sorteio([3, 4, 1])
    for _ in range(vezes):
        parametros = atualize_parametros(parametros, grads, taxa)
    for nome, valor in antes.items():
        assert_shape(parametros[nome], valor.shape, name=nome)
    passos = {nome: np.array(parametros[nome], dtype=float) - antes[nome] for nome in antes}
    assert_true(any(np.any(passo) for passo in passos.values()), "Nenhum parâmetro mudou.")
    return passos
