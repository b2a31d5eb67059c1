"""Verificações de custo."""

import numpy as np
from testCases_v4a import compute_cost_test_case

from gabarito.checks import assert_close, assert_true, assert_unchanged, check, is_close


@check(
    points=0.7,
    visible=True,
    hint="Siga a fórmula da entropia cruzada termo a termo: sinal, soma e divisão por m.",
)
def test_valor_do_enunciado(custo):
    """O custo confere com o valor esperado do enunciado."""
    Y, AL = compute_cost_test_case()
    assert_close(custo(AL, Y), 0.2797765635793422, name="custo")


@check(points=0.2, hint="Onde Y vale 1, só um dos dois termos da fórmula deixa de ser zero.")
def test_exemplos_positivos(custo):
    """Quando todos os rótulos são 1, o custo mede o logaritmo de AL."""
    AL = _probabilidades(40, 6)
    certo = -np.mean(np.log(AL))
    assert_close(_somado(custo(AL, np.ones((1, 6)))), certo, name="custo")


@check(points=0.2, hint="Onde Y vale 0, o outro termo da fórmula é que conta.")
def test_exemplos_negativos(custo):
    """Quando todos os rótulos são 0, o custo mede o logaritmo de 1 − AL."""
    AL = _probabilidades(41, 7)
    certo = -np.mean(np.log(1 - AL))
    assert_close(_somado(custo(AL, np.zeros((1, 7)))), certo, name="custo")


@check(points=0.2, hint="O custo é uma média: em qual dimensão estão os exemplos?")
def test_media_sobre_os_exemplos(custo):
    """Repetir todos os exemplos não muda o custo; trocá-los, sim."""
    for exemplos in (2, 9):
        AL, Y = _probabilidades(42, exemplos), _rotulos(43, exemplos)
        repetidos, outros = (np.tile(AL, 3), np.tile(Y, 3)), (_probabilidades(46, exemplos), 1 - Y)
        uma_vez = _somado(custo(AL, Y))
        assert_close(_somado(custo(*repetidos)), uma_vez, name="custo")
        assert_true(not is_close(_somado(custo(*outros)), uma_vez), "O custo não mudou.")


@check(
    points=0.5, hint="Refaça a conta de um exemplo no papel: o termo que conta é o do rótulo dele."
)
def test_proporcao_entre_lotes(custo):
    """De um lote para outro de mesmo tamanho, o custo muda na proporção certa."""
    lotes = [(_probabilidades(47 + k, 8), _rotulos(57 + k, 8)) for k in range(4)]
    certos = [_entropia_cruzada(AL, Y) for AL, Y in lotes]
    obtidos = [_somado(custo(AL, Y)) for AL, Y in lotes]
    proporcao = np.divide(obtidos, obtidos[0])
    assert_close(proporcao, np.divide(certos, certos[0]), name="proporção entre custos")


@check(points=0.1, hint="A fórmula com m = 1 ainda devolve um só número, maior que zero.")
def test_um_unico_exemplo(custo):
    """Com um único exemplo, o custo é um número positivo, maior quando a rede erra mais."""
    for AL, Y, certo in (
        (0.25, 1, 1.3862943611198906),
        (0.25, 0, 0.2876820724517809),
        (0.9, 1, 0.10536051565782628),
    ):
        assert_close(custo(np.array([[AL]]), np.array([[Y]])), certo, name="custo")


@check(points=0.1, hint="Guarde os resultados em variáveis novas, não nas que chegaram.")
def test_entradas_intactas(custo):
    """AL e Y continuam como estavam depois da chamada."""
    AL, Y = _probabilidades(44, 12), _rotulos(45, 12)
    certo = _entropia_cruzada(AL, Y)
    with assert_unchanged(AL=AL, Y=Y):
        assert_close(_somado(custo(AL, Y)), certo, name="custo")


def _somado(resultado):
    """O custo; o de quem esqueceu a soma também, porque ela é julgada no enunciado."""
    return np.sum(np.array(resultado, dtype=float))


def _probabilidades(semente, exemplos):
    """Longe de 0 e de 1: proteger o logaritmo com um epsilon é permitido."""
    return np.random.RandomState(semente).uniform(0.1, 0.9, (1, exemplos))


def _rotulos(semente, exemplos):
    return np.random.RandomState(semente).randint(0, 2, (1, exemplos)).astype(float)


def _entropia_cruzada(AL, Y):
    """Média de −log da probabilidade que a rede deu à classe certa."""
    return -np.mean(np.log(np.where(Y == 1, AL, 1 - AL)))
