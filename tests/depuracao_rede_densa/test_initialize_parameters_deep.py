"""Verificações de initialize_parameters_deep."""

import numpy as np

from gabarito.checks import assert_close, assert_shape, assert_true, check, premise


@check(
    points=0.25,
    visible=True,
    hint="Leia a última linha do erro. Se falta uma chave, com que número ela foi escrita?",
)
def test_pesos_do_enunciado(initialize_parameters_deep):
    """W1, W2 e W3 conferem com os valores esperados do enunciado."""
    parameters = initialize_parameters_deep([3, 2, 2, 1])
    W1 = [[0.01788628, 0.0043651, 0.00096497], [-0.01863493, -0.00277388, -0.00354759]]
    W2 = [[-0.00082741, -0.00627001], [-0.00043818, -0.00477218]]
    assert_close(parameters["W1"], W1, name="W1")
    assert_close(parameters["W2"], W2, name="W2")
    assert_close(parameters["W3"], [[-0.01313865, 0.00884622]], name="W3")


@check(points=0.15, visible=True, hint="O formato que np.zeros recebe é um argumento só.")
def test_vieses_do_enunciado(initialize_parameters_deep):
    """b1, b2 e b3 conferem com os valores esperados do enunciado."""
    parameters = initialize_parameters_deep([3, 2, 2, 1])
    for nome, certo in (("b1", [[0], [0]]), ("b2", [[0], [0]]), ("b3", [[0]])):
        assert_close(parameters[nome], certo, name=nome)


@check(points=0.2, hint="Imprima as chaves do dicionário: há um W e um b para cada camada?")
def test_chaves(initialize_parameters_deep):
    """O dicionário tem exatamente W1, b1, …, WL e bL."""
    for dims in ([5, 4, 3, 1], [2, 3, 2, 3, 1]):
        certas = {f"{letra}{camada}" for letra in "Wb" for camada in range(1, len(dims))}
        assert_true(set(initialize_parameters_deep([*dims])) == certas, "As chaves são outras.")


@check(points=0.25, hint="Os pesos são os do sorteio da docstring, uma camada depois da outra.")
def test_pesos_de_outras_redes(initialize_parameters_deep):
    """Os pesos são os da semente 3, em ordem, em redes de outros tamanhos."""
    for dims in ([2, 6, 3, 4, 1], [6, 2, 5]):
        parameters = initialize_parameters_deep([*dims])
        for nome, certo in _pesos(dims).items():
            assert_close(parameters[nome], certo, name=nome)


@check(points=0.1, hint="Quantas voltas dá o laço quando só há entrada e saída?")
def test_uma_camada(initialize_parameters_deep):
    """Os pesos estão certos em uma rede de uma camada só."""
    assert_close(initialize_parameters_deep([7, 1])["W1"], _pesos([7, 1])["W1"], name="W1")


@check(points=0.15, hint="Um viés por neurônio, em coluna, começando em zero.")
def test_vieses_em_coluna(initialize_parameters_deep):
    """Cada viés é uma coluna de zeros, com uma linha por neurônio."""
    dims = [3, 8, 2, 5]
    parameters = initialize_parameters_deep([*dims])
    for camada in range(1, len(dims)):
        assert_close(parameters[f"b{camada}"], np.zeros((dims[camada], 1)), name=f"b{camada}")


@check(points=0.15, hint="A semente é fixada no começo de cada chamada: o que repete o sorteio?")
def test_mesma_semente_em_cada_chamada(initialize_parameters_deep):
    """Toda chamada repete os mesmos números, sejam eles quais forem."""
    dims = [6, 3, 7]
    antes, depois = (initialize_parameters_deep([*dims]) for _ in range(2))
    for nome, certo in _pesos(dims).items():
        with premise():
            sorteado = np.array(antes[nome], dtype=float).ravel()
            assert_shape(sorteado, (certo.size,), name=nome)
            assert_true(np.ptp(sorteado) > 0, "Os pesos são todos iguais.")
        assert_close(np.ravel(depois[nome]), sorteado, name=nome)


def _pesos(dims):
    """Um sorteio próprio de semente 3, sem tocar no gerador global."""
    gerador = np.random.RandomState(3)
    return {f"W{k}": gerador.randn(dims[k], dims[k - 1]) * 0.01 for k in range(1, len(dims))}
