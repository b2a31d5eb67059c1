"""Verificações de codifique_pais."""

import numpy as np

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
)


@check(
    points=0.15,
    visible=True,
    hint="Uma coluna por país, em ordem alfabética, e depois a idade e o salário como estavam.",
)
def test_quatro_clientes(codifique_pais):
    """Três países viram três colunas de zeros e uns, seguidas da idade e do salário."""
    X = np.array(
        [
            ["Chile", 44.0, 57000.0],
            ["Chile", 24.0, 41000.0],
            ["Peru", 32.0, 83000.0],
            ["Brazil", 28.0, 48000.0],
        ],
        dtype=object,
    )
    obtido = codifique_pais(X)
    assert_true(obtido is not None, "O resultado ainda vale None: falta completar o código.")
    assert_true(not hasattr(obtido, "nnz"), "O resultado é uma matriz esparsa; peça uma densa.")
    esperado = [
        [0, 1, 0, 44, 57000],
        [0, 1, 0, 24, 41000],
        [0, 0, 1, 32, 83000],
        [1, 0, 0, 28, 48000],
    ]
    assert_close(obtido, esperado, name="X codificado")


@check(
    points=0.025,
    visible=True,
    hint="Com muitos países o padrão do OneHotEncoder é outro tipo de matriz: sparse_output=False.",
)
def test_nove_paises(codifique_pais):
    """Com nove países quase tudo é zero, e o resultado continua a ser um array denso."""
    numeros = [[20.0 + k, 1000.0 * k] for k in range(1, 10)]
    X = np.array([[f"País {k}", *par] for k, par in enumerate(numeros)], dtype=object)
    obtido = codifique_pais(X)
    assert_true(obtido is not None, "O resultado ainda vale None: falta completar o código.")
    assert_true(not hasattr(obtido, "nnz"), "O resultado é uma matriz esparsa; peça uma densa.")
    assert_close(obtido, np.hstack([np.eye(9), numeros]), name="X codificado")


@check(points=0.025, visible=True, hint="O resultado é um array novo: não escreva em X.")
def test_tabela_do_exemplo_intacta(codifique_pais):
    """A tabela recebida continua com os nomes dos países."""
    X = np.array([["Chile", 44.0, 57000.0], ["Peru", 32.0, 83000.0]], dtype=object)
    numeros = [[44, 57000], [32, 83000]]
    with assert_unchanged(X=X):
        obtido = np.array(codifique_pais(X), dtype=float)
        certo = is_close(obtido[:, -2:], numeros) or is_close(obtido[:, :2], numeros)
        assert_true(certo, "X codificado errado.")


@check(points=0.05, hint="As categorias vêm dos dados: nenhum nome de país precisa ser escrito.")
def test_outros_paises(codifique_pais):
    """Funciona com outros países, repetidos e em qualquer ordem, e com outras escalas."""
    for semente, paises in enumerate(
        (["Uruguay", "Bolivia"], ["Zambia", "Kenya", "Angola", "Mali"], ["Fiji", "Cuba", "Fiji"])
    ):
        X = _clientes(340 + semente, paises * 3)
        esperado = _codificado(X)
        assert_close(codifique_pais(X), esperado, name="X codificado")


@check(points=0.05, hint="O que o codificador não transforma vai para o fim, sem mudar.")
def test_idade_e_salario_no_fim(codifique_pais):
    """As duas últimas colunas são a idade e o salário, como estavam."""
    for semente, paises in enumerate((["Chile", "Peru", "Brazil"], ["Peru", "Chile", "Brazil"])):
        X = _clientes(343 + semente, 2 * paises)
        numeros = X[:, 1:].astype(float)
        obtido = _numeros(codifique_pais(X), len(numeros))
        assert_close(obtido[:, -2:], numeros, name="idade e salário")


@check(points=0.075, hint="Cada país tem a sua coluna, com 1 nas linhas dele e 0 nas outras.")
def test_uma_coluna_por_pais(codifique_pais):
    """Cada país tem a sua coluna de zeros e uns, seja qual for a ordem das colunas."""
    X = _clientes(345, ["Togo", "Benin", "Togo", "Gabon", "Benin"])
    certas = sorted(_codificado(X)[:, :-2].T.tolist())
    obtido = _numeros(codifique_pais(X), 5)
    assert_shape(obtido, (5, 5), name="X codificado")
    marcas = [coluna for coluna in obtido.T.tolist() if set(coluna) <= {0, 1}]
    assert_true(sorted(marcas) == certas, "As colunas dos países estão erradas.")


@check(
    points=0.05,
    hint="Com muitos países quase tudo é zero, e o scikit-learn prefere devolver outro tipo de "
    "matriz: que opção do OneHotEncoder evita isso?",
)
def test_muitos_paises(codifique_pais):
    """Com muitos países o resultado continua sendo um array denso."""
    for quantos in (12, 25):
        X = _clientes(350, [f"Pais{k:02d}" for k in reversed(range(quantos))])
        esperado = _codificado(X)
        assert_close(codifique_pais(X), esperado, name="X codificado")


@check(points=0.025, hint="E se todos os clientes fossem do mesmo país?")
def test_poucos_paises(codifique_pais):
    """Com um ou dois países há uma ou duas colunas de zeros e uns."""
    for paises in (["Peru"] * 4, ["Peru", "Chile"], ["Togo"]):
        X = _clientes(351, paises)
        esperado = _codificado(X)
        assert_close(codifique_pais(X), esperado, name="X codificado")


@check(points=0.05, hint="O resultado é um array novo; X ainda tem os nomes dos países.")
def test_X_intacto(codifique_pais):
    """X continua com os nomes dos países."""
    X = _clientes(352, ["Peru", "Chile", "Brazil", "Chile", "Peru"])
    numeros = X[:, 1:].astype(float)
    with assert_unchanged(X=X):
        obtido = _numeros(codifique_pais(X), len(numeros))
        colunas = [obtido[:, -2:], obtido[:, :2]]
        assert_true(any(is_close(par, numeros) for par in colunas), "X codificado errado.")


def _numeros(obtido, linhas):
    obtido = np.array(obtido, dtype=float)
    assert_true(obtido.ndim == 2 and len(obtido) == linhas, "O resultado tem o formato errado.")
    return obtido


def _clientes(semente, paises):
    """Um cliente por nome da lista, com idade e salário em escalas diferentes."""
    gerador = np.random.RandomState(semente)
    X = np.empty((len(paises), 3), dtype=object)
    X[:, 0] = paises
    X[:, 1] = 10 * gerador.rand(len(paises))
    X[:, 2] = 1e4 * gerador.rand(len(paises))
    return X


def _codificado(X):
    """Linha por linha: um 1 na posição do país e, depois, os dois números."""
    paises = sorted({linha[0] for linha in X})
    return np.array([[*(float(linha[0] == pais) for pais in paises), *linha[1:]] for linha in X])
