"""Verificações de separe_X_y."""

import numpy as np
import pandas as pd

from gabarito.checks import assert_close, assert_true, check


@check(
    points=0.2,
    visible=True,
    hint="iloc escolhe linhas e colunas pela posição; to_numpy() transforma o resultado em array.",
)
def test_tres_clientes(separe_X_y):
    """X tem todas as colunas menos a última, e y é a última, em arrays do NumPy."""
    dataset = pd.DataFrame(
        {
            "Country": ["Chile", "Brazil", "Peru"],
            "Age": [42.0, 27.0, 50.0],
            "Salary": [68000.0, 44000.0, 78000.0],
            "Purchased": ["No", "Yes", "Yes"],
        }
    )
    X, y = separe_X_y(dataset)
    assert_true(X is not None and y is not None, "X ou y ainda vale None.")
    assert_true(
        not hasattr(X, "iloc") and not hasattr(y, "iloc"),
        f"X é {type(X).__name__} e y é {type(y).__name__}, mas o esperado são arrays do NumPy.",
    )
    assert_true(np.shape(X) == (3, 3), f"X tem formato {np.shape(X)}, mas o esperado é (3, 3).")
    assert_true(np.shape(y) == (3,), f"y tem formato {np.shape(y)}, mas o esperado é (3,).")
    paises = [linha[0] for linha in X]
    assert_true(paises == ["Chile", "Brazil", "Peru"], f"A primeira coluna de X é {paises}.")
    numeros = [[linha[1], linha[2]] for linha in X]
    assert_close(numeros, [[42, 68000], [27, 44000], [50, 78000]], name="idade e salário")
    assert_true(list(y) == ["No", "Yes", "Yes"], f"y vale {list(y)}.")


@check(points=0.15, hint="Nenhum número de linhas precisa aparecer no código.")
def test_outra_tabela(separe_X_y):
    """Funciona com qualquer número de clientes, mesmo se faltam idades ou salários."""
    for semente, clientes in enumerate((2, 9, 30)):
        dataset, paises, numeros, rotulos = _tabela(300 + semente, clientes, 2)
        X, y = separe_X_y(dataset)
        _confira(X, y, paises, numeros, rotulos)


@check(points=0.15, hint="A última coluna é a última, quantas quer que sejam as outras.")
def test_outro_numero_de_colunas(separe_X_y):
    """y é a última coluna, e X todas as anteriores, qualquer que seja o número delas."""
    for semente, colunas in enumerate((1, 3, 6)):
        dataset, paises, numeros, rotulos = _tabela(310 + semente, 5, colunas)
        X, y = separe_X_y(dataset)
        _confira(X, y, paises, numeros, rotulos)


def _tabela(semente, clientes, colunas):
    """Tabela com uma coluna de texto, `colunas` de números (um deles ausente) e a dos rótulos."""
    gerador = np.random.RandomState(semente)
    paises = gerador.choice(["Bolivia", "Cuba", "Uruguay"], clientes).tolist()
    numeros = gerador.randint(1, 90, (clientes, colunas)).astype(float)
    numeros[gerador.randint(clientes), gerador.randint(colunas)] = np.nan
    rotulos = gerador.choice(["Sim", "Nao"], clientes).tolist()
    dataset = pd.DataFrame({f"n{j}": numeros[:, j] for j in range(colunas)})
    dataset.insert(0, "pais", paises)
    dataset["fim"] = rotulos
    return dataset, paises, numeros.copy(), rotulos


def _confira(X, y, paises, numeros, rotulos):
    X = np.array(X, dtype=object)
    assert_true(X.shape == (len(paises), numeros.shape[1] + 1), "X tem o formato errado.")
    assert_true(np.shape(y) == (len(paises),), "y tem o formato errado.")
    assert_true(list(X[:, 0]) == paises and list(y) == rotulos, "Há textos fora do lugar.")
    # assert_close never takes NaN for equal: any number that no client has will do.
    obtidos = np.nan_to_num(X[:, 1:].astype(float), nan=-1)
    assert_close(obtidos, np.nan_to_num(numeros, nan=-1), name="números de X")
