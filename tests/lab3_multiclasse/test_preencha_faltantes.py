"""Verificações de preencha_faltantes."""

import numpy as np

from gabarito.checks import (
    assert_close,
    assert_true,
    check,
    premise,
)


@check(
    points=0.35,
    visible=True,
    hint="SimpleImputer com strategy='mean', só nas colunas 1 e 2, em uma cópia de X.",
)
def test_quatro_clientes(preencha_faltantes):
    """A idade e o salário que faltam recebem a média da coluna."""
    X = np.array(
        [
            ["Chile", 44.0, np.nan],
            ["Chile", 24.0, 41000.0],
            ["Peru", np.nan, 83000.0],
            ["Brazil", 28.0, 48000.0],
        ],
        dtype=object,
    )
    obtido = preencha_faltantes(X)
    assert_true(obtido is not None, "O resultado ainda vale None: falta completar o código.")
    assert_true(
        np.shape(obtido) == (4, 3),
        f"O resultado tem formato {np.shape(obtido)}, mas o esperado é (4, 3).",
    )
    numeros = [[linha[1], linha[2]] for linha in obtido]
    esperado = [[44, 57333.3333333], [24, 41000], [32, 83000], [28, 48000]]
    assert_close(numeros, esperado, name="idade e salário")
    paises = [linha[0] for linha in obtido]
    assert_true(paises == ["Chile", "Chile", "Peru", "Brazil"], f"A coluna 0 virou {paises}.")


@check(points=0.05, visible=True, hint="X.copy() é outra tabela; X_cheio = X é a mesma.")
def test_X_do_exemplo_intacto(preencha_faltantes):
    """A tabela recebida continua com os buracos que tinha."""
    X = np.array([["Chile", 44.0, np.nan], ["Peru", 32.0, 83000.0]], dtype=object)
    with premise():
        assert_close(preencha_faltantes(X)[0][2], 83000, name="salário do primeiro cliente")
    assert_true(X[0, 2] != X[0, 2], "X foi alterado dentro da função.")


@check(points=0.1, hint="A coluna 1 tem a sua média, tirada só das idades que existem.")
def test_idades(preencha_faltantes):
    """As idades que faltam recebem a média das que existem, em qualquer escala."""
    _confira_a_coluna(preencha_faltantes, 1)


@check(points=0.1, hint="A coluna 2 tem a sua média, tirada só dos salários que existem.")
def test_salarios(preencha_faltantes):
    """Os salários que faltam recebem a média dos que existem, em qualquer escala."""
    _confira_a_coluna(preencha_faltantes, 2)


@check(points=0.15, hint="O enunciado pede para preencher buracos: o resto da tabela muda?")
def test_o_resto_da_tabela(preencha_faltantes):
    """O que não faltava fica como estava, sejam quais forem os números postos nos buracos."""
    for semente, (clientes, escalas) in enumerate([(8, (1, 1)), (15, (0.01, 1e5))]):
        X, paises = _clientes(323 + semente, clientes, escalas)
        X[::3, 1], X[1::4, 2] = np.nan, np.nan
        existe, certo = X[:, 1:] == X[:, 1:], X.copy()
        obtido = _tabela(preencha_faltantes(X), paises)
        assert_close(obtido[existe], certo[:, 1:][existe], name="idade e salário")


@check(points=0.1, hint="Sem buracos, o que muda em X?")
def test_sem_buracos(preencha_faltantes):
    """Uma tabela completa volta com os mesmos valores."""
    X, paises = _clientes(330, 6, (50, 7000))
    esperado = _com_medias(X)
    assert_close(_tabela(preencha_faltantes(X), paises), esperado, name="idade e salário")


@check(points=0.1, hint="A linha fica: o enunciado pede para preencher, não para descartar.")
def test_cliente_sem_idade_nem_salario(preencha_faltantes):
    """Um cliente sem idade e sem salário recebe as duas médias, na sua linha."""
    X, paises = _clientes(331, 5, (30, 2000))
    X[3, 1:] = np.nan
    esperado = _com_medias(X)
    assert_close(_tabela(preencha_faltantes(X), paises), esperado, name="idade e salário")


@check(points=0.05, hint="Trabalhe em uma cópia: quem chamou ainda pode querer ver os buracos.")
def test_X_intacto(preencha_faltantes):
    """X continua com os buracos que tinha."""
    X, paises = _clientes(332, 7, (40, 5000))
    X[2, 1], X[5, 2] = np.nan, np.nan
    certo, existe, antes = X.copy(), X[:, 1:] == X[:, 1:], repr(X.tolist())
    with premise():
        obtido = preencha_faltantes(X)
    # NaN != NaN: compare what is printed
    assert_true(repr(X.tolist()) == antes, "X foi alterado dentro da função.")
    with premise():
        assert_close(_tabela(obtido, paises)[existe], certo[:, 1:][existe], name="idade e salário")


def _clientes(semente, clientes, escalas):
    """Tabela completa, de objetos, e a lista dos países."""
    gerador = np.random.RandomState(semente)
    X = np.empty((clientes, 3), dtype=object)
    X[:, 0] = gerador.choice(["Bolivia", "Cuba", "Uruguay"], clientes)
    for coluna, escala in enumerate(escalas, start=1):
        X[:, coluna] = escala * (1 + gerador.exponential(size=clientes))
    return X, [str(pais) for pais in X[:, 0]]


def _com_medias(X):
    """As colunas numéricas, cada buraco trocado pela média do resto da coluna."""
    colunas = []
    for j in (1, 2):
        conhecidos = [float(v) for v in X[:, j] if v == v]
        media = sum(conhecidos) / len(conhecidos)
        colunas.append([float(v) if v == v else media for v in X[:, j]])
    return np.array(colunas).T


def _tabela(obtido, paises):
    """As colunas numéricas do resultado, que tem as mesmas linhas e os mesmos países."""
    obtido = np.array(obtido, dtype=object)
    assert_true(obtido.shape == (len(paises), 3), "O resultado tem o formato errado.")
    assert_true(list(obtido[:, 0]) == paises, "A coluna 0 mudou.")
    return obtido[:, 1:].astype(float)


def _confira_a_coluna(preencha_faltantes, coluna):
    for semente, (clientes, escalas) in enumerate([(8, (1, 1)), (15, (0.01, 1e5)), (40, (90, 3))]):
        X, paises = _clientes(320 + semente, clientes, escalas)
        X[::3, 1], X[1::4, 2] = np.nan, np.nan
        certa = _com_medias(X)[:, coluna - 1]
        obtida = _tabela(preencha_faltantes(X), paises)[:, coluna - 1]
        assert_close(obtida, certa, name=f"coluna {coluna}")
