"""Verificações de divida_e_escale."""

import math

import numpy as np

from gabarito.checks import assert_close, assert_true, assert_unchanged, check


def _exemplo():
    X = np.array(
        [
            [0, 1, 0, 42, 68000],
            [1, 0, 0, 27, 44000],
            [0, 0, 1, 50, 78000],
            [0, 1, 0, 44, 60000],
            [0, 1, 0, 24, 41000],
            [1, 0, 0, 36, 64000],
            [0, 0, 1, 36, 83000],
            [1, 0, 0, 28, 48000],
            [1, 0, 0, 38, 55000],
            [0, 0, 1, 35, 56000],
        ],
        dtype=float,
    )
    return X, np.array([0, 1, 1, 0, 1, 1, 0, 0, 1, 0])


@check(
    points=0.25,
    visible=True,
    hint="train_test_split com test_size=0.2 e random_state=0; só as duas últimas colunas mudam.",
)
def test_divisao_do_exemplo(divida_e_escale):
    """As linhas, os rótulos e as colunas dos países do exemplo estão no lugar."""
    X_treino, X_teste, y_treino, y_teste = divida_e_escale(*_exemplo())
    assert_true(X_treino is not None, "X_treino ainda vale None: falta completar o código.")
    assert_true(
        (np.shape(X_treino), np.shape(X_teste)) == ((8, 5), (2, 5)),
        f"X_treino tem formato {np.shape(X_treino)} e X_teste {np.shape(X_teste)}, mas o "
        "esperado é (8, 5) e (2, 5).",
    )
    paises = [
        [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 0, 1],
        [1, 0, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0],
    ]  # fmt: skip
    assert_close(np.array(X_treino)[:, :3], paises, name="colunas dos países em X_treino")
    paises = [[0, 0, 1], [1, 0, 0]]
    assert_close(np.array(X_teste)[:, :3], paises, name="colunas dos países em X_teste")
    assert_close(y_treino, [1, 0, 1, 0, 0, 0, 0, 1], name="y_treino")
    assert_close(y_teste, [1, 1], name="y_teste")


@check(
    points=0.25,
    visible=True,
    hint="A média e o desvio-padrão saem do treino; a mesma conta é aplicada às duas partes.",
)
def test_escala_do_exemplo(divida_e_escale):
    """A idade e o salário do exemplo estão na escala do treino."""
    X_treino, X_teste, _, _ = divida_e_escale(*_exemplo())
    assert_true(X_treino is not None, "X_treino ainda vale None: falta completar o código.")
    treino = [
        [-1.49487019, -1.30672615],
        [0.14948702, -0.15373249],
        [-1.04640913, -1.07612742],
        [0.29897404, 1.92165611],
        [-0.89692211, -0.76866244],
        [1.49487019, 0.15373249],
        [1.19589615, 0.76866244],
        [0.29897404, 0.46119747],
    ]
    assert_close(np.array(X_treino)[:, -2:], treino, name="idade e salário em X_treino")
    teste = [[2.3917923, 1.53732488], [0.59794807, -0.23059873]]
    assert_close(np.array(X_teste)[:, -2:], teste, name="idade e salário em X_teste")


def _dois_paises():
    X = np.array(
        [[1, 0, 30, 2000], [0, 1, 30, 4000], [0, 1, 60, 5000], [1, 0, 50, 2000], [0, 1, 50, 4000]],
        dtype=float,
    )
    return X, np.array([0, 1, 1, 0, 1])


@check(points=0.1, visible=True, hint="Conte do fim: as duas últimas colunas são a -2 e a -1.")
def test_dois_paises(divida_e_escale):
    """Com dois países, são as colunas 2 e 3 que mudam de escala; no treino, viram -1 e 1."""
    X_treino, X_teste, *_ = divida_e_escale(*_dois_paises())
    assert_true(X_treino is not None, "X_treino ainda vale None: falta completar o código.")
    treino = [[1, 0, -1, -1], [0, 1, -1, 1], [1, 0, 1, -1], [0, 1, 1, 1]]
    assert_close(X_treino, treino, name="X_treino")
    assert_close(X_teste, [[0, 1, 2, 2]], name="X_teste")


@check(points=0.05, visible=True, hint="Escreva nas partes, que são arrays novos, e não em X.")
def test_tabela_do_exemplo_intacta(divida_e_escale):
    """X e y do exemplo continuam como estavam depois da chamada."""
    X, y = _dois_paises()
    with assert_unchanged(X=X, y=y):
        partes = divida_e_escale(X, y)
        rotulos = np.concatenate([np.ravel(parte) for parte in partes[-2:]])
        assert_close(np.sort(rotulos), [0, 0, 1, 1, 1], name="rótulos")


@check(points=0.25, hint="Depois da escala, que média e que desvio-padrão tem o treino?")
def test_treino_padronizado(divida_e_escale):
    """No treino, seja ele qual for, as colunas numéricas têm média 0 e desvio-padrão 1."""
    for semente, clientes in enumerate((7, 20, 33)):
        X, y = _clientes(360 + semente, clientes)
        X_treino, *_ = divida_e_escale(X.copy(), y)
        obtido, linhas = _parte(X_treino, clientes)
        assert_close(obtido[:, -2:], _escalado(X, linhas, linhas), name="números do treino")


@check(
    points=0.25,
    hint="Se o teste fosse um cliente só, que chega amanhã, de onde viriam a média e o desvio?",
)
def test_teste_na_escala_do_treino(divida_e_escale):
    """O teste, seja ele qual for, usa a média e o desvio-padrão do treino, sem vazamento."""
    for semente, clientes in enumerate((4, 12, 25)):
        X, y = _clientes(370 + semente, clientes)
        _, X_teste, *_ = divida_e_escale(X.copy(), y)
        obtido, linhas = _parte(X_teste, clientes)
        treino = np.setdiff1d(np.arange(clientes), linhas)
        assert_close(obtido[:, -2:], _escalado(X, linhas, treino), name="números do teste")


@check(points=0.2, hint="Um 0 ou 1 de país já está em boa escala: quais colunas são numéricas?")
def test_colunas_dos_paises_intocadas(divida_e_escale):
    """As colunas dos países continuam com zeros e uns, quantas quer que sejam."""
    for semente, clientes in enumerate((6, 15, 3)):
        X, y = _clientes(380 + semente, clientes)
        X_treino, X_teste, *_ = divida_e_escale(X.copy(), y)
        for nome, parte in (("treino", X_treino), ("teste", X_teste)):
            obtido, linhas = _parte(parte, clientes)
            assert_close(obtido[:, :-2], X[linhas, :-2], name=f"colunas dos países no {nome}")


@check(points=0.1, hint="A semente e o tamanho do teste do enunciado dizem quem vai para onde.")
def test_rotulos_da_divisao(divida_e_escale):
    """Cada rótulo vai para a parte que a semente e o tamanho pedidos dizem, na mesma ordem."""
    for clientes in (6, 19):
        X, _ = _clientes(390, clientes)
        treino, teste = _divisao(clientes)
        *_, y_treino, y_teste = divida_e_escale(X, 100 + np.arange(clientes))
        assert_close(y_treino, 100 + treino, name="y_treino")
        assert_close(y_teste, 100 + teste, name="y_teste")


@check(points=0.05, hint="Escreva os números escalados nas partes, que são novas, e não em X.")
def test_entradas_intactas(divida_e_escale):
    """X e y continuam como estavam."""
    X, y = _clientes(391, 11)
    with assert_unchanged(X=X, y=y):
        partes = divida_e_escale(X, y)
        assert_true(partes[0] is not None, "X_treino ainda vale None.")
        rotulos = np.concatenate([np.ravel(parte) for parte in partes[-2:]])
        assert_close(np.sort(rotulos), np.sort(y), name="rótulos")


def _parte(parte, clientes):
    """Uma parte de X na resposta, e que linhas do original estão nela.

    Cada cliente tem um país só dele: onde está o 1, ou o que a escala fez dele.
    """
    parte = np.array(parte, dtype=float)
    assert_true(parte.ndim == 2 and parte.shape[1] == clientes + 2, "Formato errado.")
    linhas = np.argmax(parte[:, :-2], axis=1)
    assert_true(0 < len(set(linhas.tolist())) == len(linhas) < clientes, "Clientes errados.")
    return parte, linhas


def _clientes(semente, clientes):
    """Um país por cliente em one-hot, dois números em escalas diferentes e rótulos 0 ou 1."""
    gerador = np.random.RandomState(semente)
    X = np.eye(clientes, clientes + 2)
    X[:, -2] = 5 + gerador.exponential(30, clientes)
    X[:, -1] = -400 + 5000 * gerador.exponential(1, clientes)
    return X, gerador.randint(0, 2, clientes)


def _divisao(clientes):
    """As linhas do treino e as do teste: um embaralhamento de semente 0, o teste na frente."""
    ordem = np.random.RandomState(0).permutation(clientes)
    no_teste = math.ceil(0.2 * clientes)
    return ordem[no_teste:], ordem[:no_teste]


def _escalado(X, linhas, treino):
    """As colunas numéricas de algumas linhas, na escala das de treino, número a número."""
    colunas = []
    for coluna in (X[:, -2], X[:, -1]):
        media = sum(coluna[treino]) / len(treino)
        desvio = math.sqrt(sum((v - media) ** 2 for v in coluna[treino]) / len(treino))
        colunas.append([(v - media) / desvio for v in coluna[linhas]])
    return np.array(colunas).T
