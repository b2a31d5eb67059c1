"""Verificações de separe_X_y."""

import numpy as np
import pandas as pd

from gabarito.checks import assert_close, assert_true, check


@check(
    points=0.1,
    visible=True,
    hint="iloc escolhe linhas e colunas pela posição; to_numpy() transforma o resultado em array.",
)
def test_X_de_tres_clientes(separe_X_y):
    """X tem todas as colunas menos a última, em um array do NumPy."""
    X, _ = separe_X_y(_tres_clientes())
    assert_true(X is not None, "X ainda vale None: falta completar o código.")
    assert_true(
        not hasattr(X, "iloc"), f"X é {type(X).__name__}, mas o esperado é um array do NumPy."
    )
    assert_true(np.shape(X) == (3, 3), f"X tem formato {np.shape(X)}, mas o esperado é (3, 3).")
    paises = [linha[0] for linha in X]
    assert_true(paises == ["Chile", "Brazil", "Peru"], f"A primeira coluna de X é {paises}.")
    numeros = [[linha[1], linha[2]] for linha in X]
    assert_close(numeros, [[42, 68000], [27, 44000], [50, 78000]], name="idade e salário")


@check(
    points=0.05,
    visible=True,
    hint="Uma coluna só, sem dois pontos no lugar dela, é um vetor; to_numpy() o faz array.",
)
def test_y_de_tres_clientes(separe_X_y):
    """y é a última coluna, em um array do NumPy."""
    _, y = separe_X_y(_tres_clientes())
    assert_true(y is not None, "y ainda vale None: falta completar o código.")
    assert_true(
        not hasattr(y, "iloc"), f"y é {type(y).__name__}, mas o esperado é um array do NumPy."
    )
    assert_true(np.shape(y) == (3,), f"y tem formato {np.shape(y)}, mas o esperado é (3,).")
    assert_true(list(y) == ["No", "Yes", "Yes"], f"y vale {list(y)}.")


def _tres_clientes():
    return pd.DataFrame(
        {
            "Country": ["Chile", "Brazil", "Peru"],
            "Age": [42.0, 27.0, 50.0],
            "Salary": [68000.0, 44000.0, 78000.0],
            "Purchased": ["No", "Yes", "Yes"],
        }
    )


@check(
    points=0.05,
    visible=True,
    hint="A última coluna é a -1, quantas quer que sejam as outras, e nenhum cliente sai.",
)
def test_uma_coluna_a_mais(separe_X_y):
    """Com uma coluna a mais, em que falta um número, y é a última, e X, todas as outras."""
    dataset = _tres_clientes()
    dataset.insert(3, "Visits", [7, np.nan, 9])
    X, y = separe_X_y(dataset)
    assert_true(X is not None, "X ainda vale None: falta completar o código.")
    assert_true(np.shape(X) == (3, 4), f"X tem formato {np.shape(X)}, mas o esperado é (3, 4).")
    assert_true(list(y) == ["No", "Yes", "Yes"], f"y vale {list(y)}.")


@check(points=0.1, hint="Nenhum número de linhas precisa aparecer no código.")
def test_X_de_outra_tabela(separe_X_y):
    """X está certo com qualquer número de clientes, mesmo se faltam idades ou salários."""
    for semente, clientes in enumerate((2, 9, 30)):
        dataset, paises, numeros, _ = _tabela(300 + semente, clientes, 2, faltam=True)
        X, _ = separe_X_y(dataset)
        _confira_X(X, paises, numeros)


@check(points=0.1, hint="Nenhum número de linhas precisa aparecer no código.")
def test_y_de_outra_tabela(separe_X_y):
    """y está certo com qualquer número de clientes, mesmo se faltam idades ou salários."""
    for semente, clientes in enumerate((2, 9, 30)):
        dataset, _, _, rotulos = _tabela(300 + semente, clientes, 2, faltam=True)
        _, y = separe_X_y(dataset)
        _confira_y(y, rotulos)


@check(points=0.1, hint="A última coluna é a última, quantas quer que sejam as outras.")
def test_outro_numero_de_colunas(separe_X_y):
    """y é a última coluna, e X todas as anteriores, qualquer que seja o número delas."""
    for semente, colunas in enumerate((1, 3, 6)):
        dataset, paises, numeros, rotulos = _tabela(310 + semente, 5, colunas, faltam=False)
        X, y = separe_X_y(dataset)
        _confira_X(X, paises, numeros)
        _confira_y(y, rotulos)


def _tabela(semente, clientes, colunas, faltam):
    """Tabela com uma coluna de texto, `colunas` de números (um deles falta?) e a dos rótulos."""
    gerador = np.random.RandomState(semente)
    paises = gerador.choice(["Bolivia", "Cuba", "Uruguay"], clientes).tolist()
    numeros = gerador.randint(1, 90, (clientes, colunas)).astype(float)
    if faltam:
        numeros[gerador.randint(clientes), gerador.randint(colunas)] = np.nan
    rotulos = gerador.choice(["Sim", "Nao"], clientes).tolist()
    dataset = pd.DataFrame({f"n{j}": numeros[:, j] for j in range(colunas)})
    dataset.insert(0, "pais", paises)
    dataset["fim"] = rotulos
    return dataset, paises, numeros.copy(), rotulos


def _confira_X(X, paises, numeros):
    X = np.array(X, dtype=object)
    assert_true(X.shape == (len(paises), numeros.shape[1] + 1), "X tem o formato errado.")
    assert_true(list(X[:, 0]) == paises, "Há textos fora do lugar.")
    # assert_close never takes NaN for equal: any number that no client has will do.
    obtidos = np.nan_to_num(X[:, 1:].astype(float), nan=-1)
    assert_close(obtidos, np.nan_to_num(numeros, nan=-1), name="números de X")


def _confira_y(y, rotulos):
    assert_true(np.shape(y) == (len(rotulos),), "y tem o formato errado.")
    assert_true(list(y) == rotulos, "Há rótulos fora do lugar.")
