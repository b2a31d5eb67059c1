"""Verificações de forward_propagation_with_dropout."""

import numpy as np
from testCases import forward_propagation_with_dropout_test_case

from gabarito.checks import assert_close, assert_true, assert_unchanged, check


@check(
    points=0.5,
    visible=True,
    hint="Um neurônio fica quando o número sorteado para ele é menor que keep_prob.",
)
def test_mascaras_do_enunciado(forward_propagation_with_dropout):
    """D1 e D2, guardadas no cache, conferem com as máscaras do enunciado."""
    X, parameters = forward_propagation_with_dropout_test_case()
    _, cache = forward_propagation_with_dropout(X, parameters, keep_prob=0.7)
    assert_close(cache[1], [[1, 0, 1, 1, 1], [1, 1, 1, 1, 1]], name="D1")
    D2_esperada = [[1, 1, 1, 0, 1], [1, 1, 1, 1, 1], [0, 0, 1, 1, 0]]
    assert_close(cache[6], D2_esperada, name="D2")


@check(
    points=0.5,
    visible=True,
    hint="Se as máscaras estão certas, confira a escala dos neurônios que ficam.",
)
def test_saida_do_enunciado(forward_propagation_with_dropout):
    """A3 confere com o valor esperado do enunciado."""
    X, parameters = forward_propagation_with_dropout_test_case()
    A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob=0.7)
    A3_esperado = [[0.36974721, 0.00305176, 0.04565099, 0.49683389, 0.36974721]]
    assert_close(A3, A3_esperado, name="A3")


@check(points=0.6, hint="Nada na função pode depender do tamanho da rede ou do lote do exemplo.")
def test_outras_redes(forward_propagation_with_dropout):
    """A3 está certo em outras redes, com outros lotes e outros keep_prob."""
    casos = ((30, (2, 6, 4, 1), 8, 0.86), (31, (5, 3, 7, 1), 1, 0.6), (32, (1, 9, 2, 1), 12, 0.25))
    for semente, dims, m, keep_prob in casos:
        X, parameters = _sorteio(semente, dims, m)
        certo = _propague(X, parameters, keep_prob)[11]
        A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob)
        assert_close(A3, certo, name="A3")


@check(
    points=0.4,
    hint="Um sorteio por camada, na ordem das camadas, com um número para cada neurônio de cada "
    "exemplo.",
)
def test_mascaras_de_outras_redes(forward_propagation_with_dropout):
    """D1 e D2 têm o formato das ativações e seguem o sorteio da semente 1, nessa ordem."""
    for semente, dims, m, keep_prob in ((33, (3, 5, 6, 1), 7, 0.4), (34, (2, 8, 3, 1), 11, 0.75)):
        X, parameters = _sorteio(semente, dims, m)
        certo = _propague(X, parameters, keep_prob)
        _, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        assert_close(cache[1], certo[1], name="D1")
        assert_close(cache[6], certo[6], name="D2")


@check(points=0.4, hint="A1 e A2 vão para o cache depois de mascaradas e com a escala corrigida.")
def test_cache_para_a_volta(forward_propagation_with_dropout):
    """O cache traz os 14 elementos na ordem combinada, com A1 e A2 como seguiram adiante."""
    X, parameters = _sorteio(35, (3, 6, 5, 1), 9)
    certo = _propague(X, parameters, 0.65)
    _, cache = forward_propagation_with_dropout(X, parameters, 0.65)
    assert_true(len(cache) == 14, f"cache tem {len(cache)} elementos, mas o esperado são 14.")
    for nome, obtido, esperado in zip(NO_CACHE, cache, certo, strict=True):
        assert_close(obtido, esperado, name=nome)


@check(points=0.3, hint="Quando a probabilidade de manter é 1, quantos neurônios são apagados?")
def test_keep_prob_um(forward_propagation_with_dropout):
    """Com keep_prob igual a 1, nada é apagado e a saída é a da rede sem dropout."""
    X, parameters = _sorteio(36, (4, 5, 3, 1), 10)
    W1, b1, W2, b2, W3, b3 = (parameters[nome].copy() for nome in NOMES)
    Z3 = W3 @ np.clip(W2 @ np.clip(W1 @ X + b1, 0, None) + b2, 0, None) + b3
    A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob=1)
    assert_close(A3, 1 / (1 + np.exp(-Z3)), name="A3")


@check(points=0.15, hint="A semente e o valor padrão de keep_prob já vêm na função: deixe-os lá.")
def test_repete_o_sorteio(forward_propagation_with_dropout):
    """Sem keep_prob, usa 0,5, e toda chamada repete as mesmas máscaras."""
    X, parameters = _sorteio(37, (3, 7, 4, 1), 6)
    certo = _propague(X, parameters, 0.5)[11]
    for estado in (5, 6):
        np.random.seed(estado)
        A3, _ = forward_propagation_with_dropout(X.copy(), parameters)
        assert_close(A3, certo, name="A3")


@check(points=0.15, hint="Guarde as ativações apagadas em matrizes novas.")
def test_entradas_intactas(forward_propagation_with_dropout):
    """X e os parâmetros continuam como estavam depois da chamada."""
    X, parameters = _sorteio(38, (2, 5, 5, 1), 4)
    certo = _propague(X, parameters, 0.8)[11]
    with assert_unchanged(X=X, parameters=parameters):
        A3, _ = forward_propagation_with_dropout(X, parameters, 0.8)
    assert_close(A3, certo, name="A3")


NOMES = [f"{letra}{camada}" for camada in (1, 2, 3) for letra in "Wb"]
NO_CACHE = (
    *("Z1", "D1", "A1", "W1", "b1"),
    *("Z2", "D2", "A2", "W2", "b2"),
    *("Z3", "A3", "W3", "b3"),
)


def _sorteio(semente, dims, m):
    """Lote e parâmetros, com vieses positivos para que muitos neurônios estejam acesos."""
    gerador = np.random.RandomState(semente)
    parameters = {}
    for camada in (1, 2, 3):
        parameters[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
        parameters[f"b{camada}"] = 0.5 + gerador.rand(dims[camada], 1)
    return gerador.randn(dims[0], m), parameters


def _propague(X, parameters, keep_prob):
    """Os 14 elementos do cache, com as máscaras aplicadas neurônio a neurônio."""
    W1, b1, W2, b2, W3, b3 = (parameters[nome].copy() for nome in NOMES)
    sorteio = np.random.RandomState(1)
    Z1 = W1 @ X + b1
    D1, A1 = _apague(Z1, sorteio, keep_prob)
    Z2 = W2 @ A1 + b2
    D2, A2 = _apague(Z2, sorteio, keep_prob)
    Z3 = W3 @ A2 + b3
    return Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, 1 / (1 + np.exp(-Z3)), W3, b3


def _apague(Z, sorteio, keep_prob):
    """Máscara e ativações: o k-ésimo número sorteado é do k-ésimo elemento, linha por linha."""
    numeros = sorteio.uniform(size=Z.size)
    D, A = np.zeros(Z.shape), np.zeros(Z.shape)
    for k, posicao in enumerate(np.ndindex(Z.shape)):
        if numeros[k] < keep_prob:
            D[posicao], A[posicao] = 1, max(Z[posicao], 0) / keep_prob
    return D, A
