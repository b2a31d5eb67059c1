"""Verificações de initialize_parametros."""

import numpy as np

from gabarito.checks import assert_close, check


@check(
    points=0.4,
    visible=True,
    hint="Sorteie cada W com np.random.randn no formato certo, na ordem das camadas, vezes 0.01.",
)
def test_valores_do_enunciado(initialize_parametros):
    """Os parâmetros conferem com os valores esperados do enunciado."""
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
    assert_close(parametros["b1"], [[0], [0], [0], [0]], name="b1")
    assert_close(parametros["W2"], W2, name="W2")
    assert_close(parametros["b2"], [[0], [0], [0]], name="b2")


@check(
    points=0.2,
    hint="Tire o formato de cada matriz de camadas_dims: quantos neurônios há na camada e na "
    "anterior?",
)
def test_outras_camadas(initialize_parametros):
    """Cria pesos e vieses de todas as camadas, quaisquer que sejam os tamanhos."""
    _confira(initialize_parametros([2, 6, 3, 4, 1]), [2, 6, 3, 4, 1])


@check(points=0.1, hint="Quantas repetições o laço faz quando só há entrada e saída?")
def test_uma_camada(initialize_parametros):
    """Funciona com uma rede de uma única camada."""
    _confira(initialize_parametros([7, 1]), [7, 1])


@check(points=0.15, hint="Um viés por neurônio, em coluna, começando em zero.")
def test_vieses_nulos_em_coluna(initialize_parametros):
    """Cada viés é uma coluna de zeros com uma linha por neurônio."""
    dims = [3, 8, 2, 5]
    parametros = initialize_parametros([*dims])
    for camada in range(1, len(dims)):
        formato = (dims[camada], dims[camada - 1])
        assert_close(np.shape(parametros[f"W{camada}"]), formato, name=f"formato de W{camada}")
        assert_close(parametros[f"b{camada}"], np.zeros((dims[camada], 1)), name=f"b{camada}")


@check(points=0.15, hint="Onde a semente precisa ser fixada para toda chamada sortear igual?")
def test_mesma_semente_em_cada_chamada(initialize_parametros):
    """Toda chamada repete os mesmos números."""
    for dims in ([4, 3, 1], [6, 2], [4, 3, 1]):
        _confira(initialize_parametros([*dims]), dims)


def _confira(parametros, dims):
    """Compara com um sorteio próprio de semente 3, sem tocar no gerador global."""
    gerador = np.random.RandomState(3)
    for camada in range(1, len(dims)):
        W = gerador.randn(dims[camada], dims[camada - 1]) * 0.01
        assert_close(parametros[f"W{camada}"], W, name=f"W{camada}")
        assert_close(parametros[f"b{camada}"], np.zeros((dims[camada], 1)), name=f"b{camada}")
