"""Verificações de initialize_parametros."""

import numpy as np

from gabarito.checks import assert_close, assert_shape, assert_true, check


@check(
    points=0.3,
    visible=True,
    hint="Sorteie cada W com np.random.randn no formato certo, na ordem das camadas, vezes 0.01.",
)
def test_pesos_do_enunciado(initialize_parametros):
    """W1 e W2 conferem com os valores esperados do enunciado."""
    parametros = initialize_parametros([5, 4, 3])
    W1 = [
        [0.01788628, 0.0043651, 0.00096497, -0.01863493, -0.00277388],
        [-0.00354759, -0.00082741, -0.00627001, -0.00043818, -0.00477218],
        [-0.01313865, 0.00884622, 0.00881318, 0.01709573, 0.00050034],
        [-0.00404677, -0.0054536, -0.01546477, 0.00982367, -0.01101068],
    ]
    W2 = [
        [-0.01185047, -0.0020565, 0.01486148, 0.00236716],
        [-0.01023785, -0.00712993, 0.00625245, -0.00160513],
        [-0.00768836, -0.00230031, 0.00745056, 0.01976111],
    ]
    assert_close(parametros["W1"], W1, name="W1")
    assert_close(parametros["W2"], W2, name="W2")


@check(points=0.1, visible=True, hint="np.zeros recebe o formato: uma linha por neurônio.")
def test_vieses_do_enunciado(initialize_parametros):
    """b1 e b2 conferem com os valores esperados do enunciado."""
    parametros = initialize_parametros([5, 4, 3])
    assert_close(parametros["b1"], [[0], [0], [0], [0]], name="b1")
    assert_close(parametros["b2"], [[0], [0], [0]], name="b2")


@check(points=0.15, hint="Os pesos são os do sorteio do enunciado, uma camada depois da outra.")
def test_pesos_de_outras_redes(initialize_parametros):
    """Os pesos são os da semente 3, em ordem, em redes de outros tamanhos."""
    for dims in ([2, 6, 3, 4, 1], [6, 2, 5]):
        parametros = initialize_parametros([*dims])
        for nome, certo in _pesos(dims).items():
            assert_close(parametros[nome], certo, name=nome)


@check(points=0.05, hint="Quantas repetições o laço faz quando só há entrada e saída?")
def test_uma_camada(initialize_parametros):
    """Os pesos estão certos em uma rede de uma única camada."""
    assert_close(initialize_parametros([7, 1])["W1"], _pesos([7, 1])["W1"], name="W1")


@check(
    points=0.1,
    hint="Tire o formato de cada matriz de camadas_dims: quantos neurônios há na camada e na "
    "anterior?",
)
def test_formato_dos_pesos(initialize_parametros):
    """Cada W tem uma linha por neurônio e uma coluna por entrada."""
    dims = [3, 8, 2, 5]
    parametros = initialize_parametros([*dims])
    for camada in range(1, len(dims)):
        formato = (dims[camada], dims[camada - 1])
        assert_shape(parametros[f"W{camada}"], formato, name=f"W{camada}")


@check(points=0.1, hint="Um viés por neurônio, em coluna, começando em zero.")
def test_vieses_nulos_em_coluna(initialize_parametros):
    """Cada viés é uma coluna de zeros com uma linha por neurônio."""
    for dims in ([3, 8, 2, 5], [6, 1]):
        parametros = initialize_parametros([*dims])
        for camada in range(1, len(dims)):
            assert_close(parametros[f"b{camada}"], np.zeros((dims[camada], 1)), name=f"b{camada}")


@check(points=0.1, hint="Onde a semente precisa ser fixada para toda chamada sortear igual?")
def test_mesma_semente_em_cada_chamada(initialize_parametros):
    """Toda chamada repete os mesmos números, sejam eles quais forem."""
    dims = [6, 3, 7]
    antes, depois = (initialize_parametros([*dims]) for _ in range(2))
    for nome, certo in _pesos(dims).items():
        sorteado = _sorteado(antes[nome], certo.size)
        assert_close(_sorteado(depois[nome], certo.size), sorteado, name=nome)


@check(points=0.1, hint="Por quanto o enunciado multiplica o sorteio?")
def test_escala_dos_pesos(initialize_parametros):
    """O desvio-padrão dos pesos fica perto de 0,01, e a média, perto de zero."""
    numeros = _sorteado(initialize_parametros([30, 40])["W1"], 1200)
    assert_true(0.008 < np.std(numeros) < 0.012, "A escala dos pesos está errada.")
    assert_true(abs(np.mean(numeros)) < 0.002, "A média dos pesos está errada.")


def _pesos(dims):
    """Um sorteio próprio de semente 3, sem tocar no gerador global."""
    gerador = np.random.RandomState(3)
    return {f"W{k}": gerador.randn(dims[k], dims[k - 1]) * 0.01 for k in range(1, len(dims))}


def _sorteado(W, quantos):
    """Os números de W, em qualquer formato; nem todos iguais."""
    numeros = np.array(W, dtype=float).ravel()
    assert_shape(numeros, (quantos,), name="W")
    assert_true(np.ptp(numeros) > 0, "Os pesos são todos iguais.")
    return numeros
