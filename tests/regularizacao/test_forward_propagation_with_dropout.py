"""Verificações de forward_propagation_with_dropout."""

import numpy as np
from testCases import forward_propagation_with_dropout_test_case

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    premise,
)


@check(
    points=0.3,
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
    points=0.3,
    visible=True,
    hint="Se as máscaras estão certas, confira a escala dos neurônios que ficam.",
)
def test_saida_do_enunciado(forward_propagation_with_dropout):
    """A3 confere com o valor esperado do enunciado."""
    X, parameters = forward_propagation_with_dropout_test_case()
    A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob=0.7)
    A3_esperado = [[0.36974721, 0.00305176, 0.04565099, 0.49683389, 0.36974721]]
    assert_close(A3, A3_esperado, name="A3")


@check(points=0.1, visible=True, hint="A1 e A2 vão para o cache depois de mascaradas e divididas.")
def test_cache_do_enunciado(forward_propagation_with_dropout):
    """A1 e A2 do cache são as que seguiram adiante: delas saem Z2 e Z3."""
    X, parameters = forward_propagation_with_dropout_test_case()
    _, cache = forward_propagation_with_dropout(X, parameters, keep_prob=0.7)
    for camada, A, Z in ((2, cache[2], cache[5]), (3, cache[7], cache[10])):
        certo = parameters[f"W{camada}"] @ np.array(A, dtype=float) + parameters[f"b{camada}"]
        assert_close(Z, certo, name=f"Z{camada}")


@check(points=0.2, hint="Nada na função pode depender do tamanho da rede ou do lote do exemplo.")
def test_outras_redes(forward_propagation_with_dropout):
    """A3 está certo em outras redes, com outros lotes e outros keep_prob."""
    casos = ((30, (2, 6, 4, 1), 8, 0.86), (31, (5, 3, 7, 1), 1, 0.6), (32, (1, 9, 2, 1), 12, 0.25))
    for semente, dims, m, keep_prob in casos:
        X, parameters = _sorteio(semente, dims, m)
        certo = _propague(X, parameters, keep_prob)[11]
        A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob)
        assert_close(A3, certo, name="A3")


@check(
    points=0.2,
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


@check(points=0.15, hint="Onde a máscara vale zero, a ativação que segue adiante também vale.")
def test_neuronios_apagados(forward_propagation_with_dropout):
    """A1 e A2 são zero onde as máscaras da própria função apagam, sejam elas quais forem."""
    _, _, cache, mascaras = _com_as_proprias_mascaras(forward_propagation_with_dropout, 39)
    for nome, onde, D in (("A1", 2, mascaras[0]), ("A2", 7, mascaras[1])):
        assert_shape(cache[onde], D.shape, name=nome)
        A = np.array(cache[onde], dtype=float)
        assert_true(np.any(A[D == 1]), f"{nome} é todo zero.")
        assert_close(A[D == 0], np.zeros(int(np.sum(D == 0))), name=f"{nome} apagada")


@check(points=0.35, hint="Quem fica compensa quem sai: por quanto se divide cada ativação?")
def test_escala_de_quem_fica(forward_propagation_with_dropout):
    """A3 está certo para as máscaras da própria função, sejam elas quais forem."""
    X, parameters, cache, mascaras = _com_as_proprias_mascaras(forward_propagation_with_dropout, 33)
    certo = _com_mascaras(X, parameters, *mascaras, KEEP_PROB)[11]
    assert_close(cache[11], certo, name="A3")


@check(points=0.1, hint="A1 e A2 vão para o cache depois de mascaradas e com a escala corrigida.")
def test_cache_para_a_volta(forward_propagation_with_dropout):
    """O cache traz os 14 elementos na ordem combinada, com A1 e A2 como seguiram adiante."""
    X, parameters = _sorteio(35, (3, 6, 5, 1), 9)
    with premise():
        A3, cache = forward_propagation_with_dropout(X.copy(), _copia(parameters), KEEP_PROB)
        assert_shape(A3, (1, 9), name="A3")
    assert_true(len(cache) == 14, f"cache tem {len(cache)} elementos, mas o esperado são 14.")
    nomes = dict(zip(NO_CACHE, cache, strict=True))
    for nome in NOMES:
        assert_close(nomes[nome], parameters[nome], name=nome)
    sorteados = np.concatenate([np.ravel(nomes[nome]) for nome in ("D1", "D2")])
    assert_true(set(sorteados.tolist()) == {0, 1}, "D1 e D2 deveriam ter zeros e uns.")
    entrada = X
    for camada in (1, 2, 3):
        Z = parameters[f"W{camada}"] @ entrada + parameters[f"b{camada}"]
        assert_close(nomes[f"Z{camada}"], Z, name=f"Z{camada}")
        assert_shape(nomes[f"A{camada}"], Z.shape, name=f"A{camada}")
        entrada = np.array(nomes[f"A{camada}"], dtype=float)
    assert_close(nomes["A3"], A3, name="A3")


@check(points=0.15, hint="Quando a probabilidade de manter é 1, quantos neurônios são apagados?")
def test_keep_prob_um(forward_propagation_with_dropout):
    """Com keep_prob igual a 1, nada é apagado e a saída é a da rede sem dropout."""
    X, parameters = _sorteio(36, (4, 5, 3, 1), 10)
    certo = _sem_dropout(X, parameters)
    A3, _ = forward_propagation_with_dropout(X, parameters, keep_prob=1)
    assert_close(A3, certo, name="A3")


@check(points=0.05, hint="A semente já vem na função: deixe-a lá.")
def test_repete_o_sorteio(forward_propagation_with_dropout):
    """Toda chamada repete as mesmas máscaras, sejam elas quais forem."""
    primeira, segunda = (
        _com_as_proprias_mascaras(forward_propagation_with_dropout, 37)[3] for _ in range(2)
    )
    for nome, uma, outra in zip(("D1", "D2"), primeira, segunda, strict=True):
        assert_close(outra, uma, name=nome)


@check(points=0.05, hint="O valor padrão de keep_prob já vem na função: deixe-o lá.")
def test_keep_prob_padrao(forward_propagation_with_dropout):
    """Sem keep_prob, a saída é a de keep_prob igual a 0,5."""
    X, parameters = _sorteio(37, (3, 7, 4, 1), 6)
    with premise():
        pedido, outro = (
            forward_propagation_with_dropout(X.copy(), _copia(parameters), keep_prob)[0]
            for keep_prob in (0.5, 0.9)
        )
        assert_shape(pedido, (1, 6), name="A3")
        assert_true(not is_close(outro, pedido), "keep_prob não muda A3.")
    A3, _ = forward_propagation_with_dropout(X.copy(), _copia(parameters))
    assert_close(A3, pedido, name="A3")


@check(points=0.05, hint="Guarde as ativações apagadas em matrizes novas.")
def test_entradas_intactas(forward_propagation_with_dropout):
    """X e os parâmetros continuam como estavam depois da chamada."""
    X, parameters = _sorteio(38, (2, 5, 5, 1), 4)
    certo, sem_dropout = _propague(X, parameters, 0.8)[11], _sem_dropout(X, parameters)
    with assert_unchanged(X=X, parameters=parameters):
        A3, _ = forward_propagation_with_dropout(X, parameters, 0.8)
        tudo, _ = forward_propagation_with_dropout(X, parameters, 1)
        assert_true(is_close(A3, certo) or is_close(tudo, sem_dropout), "A3 está errado.")


KEEP_PROB = 0.65
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


def _copia(parameters):
    return {nome: valor.copy() for nome, valor in parameters.items()}


def _propague(X, parameters, keep_prob):
    """Os 14 elementos do cache, com as máscaras da semente 1."""
    sorteio, m = np.random.RandomState(1), X.shape[1]
    mascaras = [
        np.reshape([sorteio.uniform() < keep_prob for _ in range(n * m)], (n, m))
        for n in (len(parameters["b1"]), len(parameters["b2"]))
    ]
    return _com_mascaras(X, parameters, *mascaras, keep_prob)


def _com_mascaras(X, parameters, D1, D2, keep_prob):
    """Os 14 elementos do cache, com as máscaras aplicadas neurônio a neurônio."""
    W1, b1, W2, b2, W3, b3 = (parameters[nome].copy() for nome in NOMES)
    Z1 = W1 @ X + b1
    A1 = _apague(Z1, D1, keep_prob)
    Z2 = W2 @ A1 + b2
    A2 = _apague(Z2, D2, keep_prob)
    Z3 = W3 @ A2 + b3
    return Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, 1 / (1 + np.exp(-Z3)), W3, b3


def _apague(Z, D, keep_prob):
    A = np.zeros(Z.shape)
    for posicao in np.ndindex(Z.shape):
        if D[posicao]:
            A[posicao] = max(Z[posicao], 0) / keep_prob
    return A


def _sem_dropout(X, parameters):
    W1, b1, W2, b2, W3, b3 = (parameters[nome] for nome in NOMES)
    Z3 = W3 @ np.clip(W2 @ np.clip(W1 @ X + b1, 0, None) + b2, 0, None) + b3
    return 1 / (1 + np.exp(-Z3))


def _com_as_proprias_mascaras(forward_propagation_with_dropout, semente):
    """Uma chamada e as máscaras que ela mesma usou, no formato das ativações.

    De quem guardou os números sorteados em vez das máscaras, vale a comparação deles.
    """
    X, parameters = _sorteio(semente, (3, 7, 6, 1), 8)
    with premise():
        _, cache = forward_propagation_with_dropout(X.copy(), _copia(parameters), KEEP_PROB)
        mascaras = []
        for onde, neuronios in ((1, 7), (6, 6)):
            D = np.broadcast_to(np.array(cache[onde], dtype=float), (neuronios, 8))
            D = D if set(np.unique(D)) <= {0, 1} else D < KEEP_PROB
            assert_true(np.any(D) and not np.all(D), "A máscara não escolhe ninguém.")
            mascaras.append(D)
    return X, parameters, cache, mascaras
