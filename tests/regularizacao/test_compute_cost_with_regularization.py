"""Verificações de compute_cost_with_regularization."""

import numpy as np
from testCases import compute_cost_with_regularization_test_case

from gabarito.checks import assert_close, assert_true, assert_unchanged, check, is_close


@check(
    points=0.75,
    visible=True,
    hint="Confira o fator da frente da soma e se os pesos de todas as camadas entraram nela.",
)
def test_valor_do_enunciado(compute_cost_with_regularization):
    """O custo confere com o valor esperado do enunciado."""
    A3, Y, parameters = compute_cost_with_regularization_test_case()
    cost = compute_cost_with_regularization(A3, Y, parameters, lambd=0.1)
    assert_close(cost, 1.7864859451590758, name="cost")


@check(
    points=0.05,
    visible=True,
    hint="Quantas camadas a rede tem está em parameters: duas entradas por camada.",
)
def test_quatro_camadas(compute_cost_with_regularization):
    """A rede do enunciado com uma quarta camada paga 0,1825, além da entropia, que é ln 2."""
    A3, Y, parameters = _quatro_camadas()
    cost = compute_cost_with_regularization(A3, Y, parameters, lambd=0.1)
    assert_close(cost, 0.8756471806, name="cost")


@check(points=0.05, visible=True, hint="Eleve ao quadrado em outra matriz: *= escreve nos pesos.")
def test_pesos_do_enunciado_intactos(compute_cost_with_regularization):
    """Os pesos da rede de quatro camadas continuam como estavam depois da chamada."""
    A3, Y, parameters = _quatro_camadas()
    with assert_unchanged(parameters=parameters):
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.1)
        sem_penalidade = compute_cost_with_regularization(A3, Y, parameters, 0)
        certo = is_close(cost, 0.8756471806) or is_close(sem_penalidade, 0.6931471806)
        assert_true(certo, "cost errado.")


def _quatro_camadas():
    """As três camadas da conta do enunciado e mais uma; todas as probabilidades são 0,5."""
    pesos = {"W1": [[1.0, -2.0]], "W2": [[3.0]], "W3": [[0.5]], "W4": [[2.0]]}
    parameters = {nome: np.array(valor) for nome, valor in pesos.items()}
    vieses = {f"b{camada}": np.zeros((1, 1)) for camada in (1, 2, 3, 4)}
    return np.full((1, 5), 0.5), np.array([[1.0, 0.0, 1.0, 1.0, 0.0]]), parameters | vieses


@check(points=0.2, hint="Em outra rede, a penalidade é a mesma conta: o que mudou na sua?")
def test_outras_redes(compute_cost_with_regularization):
    """O custo está certo em redes de outros tamanhos e com outros lotes."""
    for semente, dims, m in ((10, (4, 6, 2, 1), 9), (11, (2, 1, 5, 1), 3), (12, (1, 1, 1, 1), 1)):
        A3, Y, parameters = _sorteio(semente, dims, m)
        certo = _entropia(A3, Y) + _penalidade(parameters, 0.6, m)
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.6)
        assert_close(cost, certo, name="cost")


@check(points=0.15, hint="Quantas camadas a rede tem está em parameters: duas entradas por camada.")
def test_outra_profundidade(compute_cost_with_regularization):
    """O custo está certo em redes com mais e com menos de três camadas."""
    for semente, dims, m in ((21, (3, 4, 2, 5, 1), 6), (22, (4, 3, 1), 5), (23, (2, 1), 4)):
        A3, Y, parameters = _sorteio(semente, dims, m)
        certo = _entropia(A3, Y) + _penalidade(parameters, 0.7, m)
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.7)
        assert_close(cost, certo, name="cost")


@check(points=0.2, hint="A soma dos quadrados percorre cada peso de cada uma das matrizes.")
def test_soma_dos_quadrados(compute_cost_with_regularization):
    """De uma rede para outra, a penalidade muda como a soma dos quadrados dos pesos."""
    A3, Y, _ = _sorteio(17, (3, 4, 2, 1), 6)
    redes = [_sorteio(18 + k, dims, 6)[2] for k, dims in enumerate(((3, 4, 2, 1), (5, 2, 3, 1)))]
    redes += [{**redes[0], nome: 3 * redes[0][nome]} for nome in ("W1", "W2", "W3")]
    certas = [_penalidade(rede, 0.8, 6) for rede in redes]
    obtidas = [_cobrado(compute_cost_with_regularization, A3, Y, rede, 0.8) for rede in redes]
    proporcao = np.divide(obtidas, obtidas[0])
    assert_close(proporcao, np.divide(certas, certas[0]), name="proporção entre penalidades")


@check(points=0.1, hint="Dobrar lambd dobra a penalidade.")
def test_proporcional_a_lambd(compute_cost_with_regularization):
    """A penalidade é proporcional a lambd."""
    A3, Y, parameters = _sorteio(13, (3, 4, 2, 1), 7)
    obtidas = [
        _cobrado(compute_cost_with_regularization, A3, Y, parameters, lambd)
        for lambd in (2, 0.05, 30.0)
    ]
    assert_close(np.divide(obtidas, obtidas[0]), [1, 0.025, 15], name="proporção com lambd")


@check(points=0.1, hint="Dobrar o número de exemplos divide a penalidade por dois.")
def test_dividida_pelo_numero_de_exemplos(compute_cost_with_regularization):
    """Com o dobro de exemplos, a mesma rede paga a metade da penalidade."""
    A3, Y, parameters = _sorteio(19, (3, 4, 2, 1), 5)
    obtidas = [
        _cobrado(
            compute_cost_with_regularization, np.tile(A3, vezes), np.tile(Y, vezes), parameters, 2
        )
        for vezes in (1, 2, 8)
    ]
    assert_close(np.divide(obtidas, obtidas[0]), [1, 0.5, 0.125], name="proporção com m")


@check(points=0.2, hint="Sem penalidade, o que sobra da fórmula?")
def test_lambd_zero(compute_cost_with_regularization):
    """Com lambd igual a zero, o custo é só a entropia cruzada."""
    for m in (4, 11):
        A3, Y, parameters = _sorteio(14, (5, 3, 3, 1), m)
        certo = _entropia(A3, Y)
        assert_close(compute_cost_with_regularization(A3, Y, parameters, 0), certo, name="cost")


@check(points=0.15, hint="Que parâmetros entram na soma da fórmula, e quais ficam de fora?")
def test_vieses_de_fora(compute_cost_with_regularization):
    """Vieses grandes não mudam o custo; pesos grandes, sim."""
    A3, Y, parameters = _sorteio(15, (3, 5, 4, 1), 6)
    vieses = {nome: 100 + valor for nome, valor in parameters.items() if nome.startswith("b")}
    custos = [
        compute_cost_with_regularization(A3.copy(), Y.copy(), _copia(valores), 1.5)
        for valores in (parameters, {**parameters, **vieses}, {**parameters, "W1": vieses["b1"]})
    ]
    sem, com_vieses, com_pesos = (_numero(custo) for custo in custos)
    assert_close(com_vieses, sem, name="cost")
    assert_true(not is_close(com_pesos, sem), "Os pesos não mudam o custo.")


@check(points=0.05, hint="Eleve ao quadrado em uma matriz nova, sem escrever nos pesos.")
def test_entradas_intactas(compute_cost_with_regularization):
    """A3, Y e os parâmetros continuam como estavam depois da chamada."""
    A3, Y, parameters = _sorteio(16, (2, 4, 3, 1), 5)
    entropia = _entropia(A3, Y)
    certo = entropia + _penalidade(parameters, 0.9, 5)
    with assert_unchanged(A3=A3, Y=Y, parameters=parameters):
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.9)
        sem_penalidade = compute_cost_with_regularization(A3, Y, parameters, 0)
        assert_true(is_close(cost, certo) or is_close(sem_penalidade, entropia), "cost errado.")


def _sorteio(semente, dims, m):
    """Probabilidades, rótulos e parâmetros de uma rede qualquer."""
    gerador = np.random.RandomState(semente)
    parameters = {}
    for camada in range(1, len(dims)):
        parameters[f"W{camada}"] = gerador.randn(dims[camada], dims[camada - 1])
        parameters[f"b{camada}"] = np.zeros((dims[camada], 1))  # cobrá-los é julgado à parte
    A3 = gerador.uniform(0.02, 0.98, (1, m))
    return A3, (gerador.rand(1, m) < 0.5).astype(float), parameters


def _entropia(A3, Y):
    return -np.mean(np.log(np.where(Y == 1, A3, 1 - A3)))


def _penalidade(parameters, lambd, m):
    """A penalidade, peso por peso."""
    quadrados = [w * w for nome, W in parameters.items() if nome[0] == "W" for w in W.flat]
    return lambd * sum(quadrados) / m / 2


def _cobrado(compute_cost_with_regularization, A3, Y, parameters, lambd):
    """Quanto a penalidade acrescenta ao custo da resposta, certo ou errado."""
    com, sem = (
        _numero(compute_cost_with_regularization(A3.copy(), Y.copy(), _copia(parameters), forca))
        for forca in (lambd, 0)
    )
    return com - sem


def _numero(cost):
    assert_true(np.size(cost) == 1 and cost is not None, "cost deveria ser um número.")
    return float(np.ravel(cost)[0])


def _copia(parameters):
    return {nome: valor.copy() for nome, valor in parameters.items()}
