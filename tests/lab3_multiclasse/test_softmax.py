"""Verificações de softmax."""

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
    points=0.25,
    visible=True,
    hint="Exponencial de cada logit, dividida pela soma das exponenciais.",
)
def test_um_vetor(softmax):
    """As probabilidades de um vetor de logits conferem com as do enunciado."""
    esperado = [9.99662391e-01, 3.35349373e-04, 2.25956630e-06]
    assert_close(softmax([10, 2, -3]), esperado, name="softmax([10, 2, -3])")


@check(
    points=0.25,
    visible=True,
    hint="Em um lote, a soma é feita em cada linha; keepdims=True preserva o formato da divisão.",
)
def test_um_lote(softmax):
    """Em um lote, cada linha vira as probabilidades do seu exemplo."""
    X = np.array([[10.0, 2.0, -3.0], [-1.0, 5.0, -20.0]])
    esperado = [
        [9.99662391e-01, 3.35349373e-04, 2.25956630e-06],
        [2.47262316e-03, 9.97527377e-01, 1.38536042e-11],
    ]
    assert_close(softmax(X), esperado, name="softmax do lote")


@check(
    points=0.05,
    visible=True,
    hint="Subtraia antes o maior logit do exemplo: a maior exponencial passa a ser exp(0).",
)
def test_nota_mil(softmax):
    """Com os logits 1000 e 0, as probabilidades são 1 e 0, e não nan."""
    assert_close(softmax([1000, 0]), [1, 0], name="softmax([1000, 0])")


@check(
    points=0.05,
    visible=True,
    hint="Cada linha tem o seu maior logit: np.max com axis=-1 e keepdims=True.",
)
def test_cada_linha_com_o_seu_maximo(softmax):
    """Ao lado dos logits 1000 e 0, a linha -1000 e -1001 dá 0,7311 e 0,2689."""
    esperado = [[1, 0], [0.7310585786, 0.2689414214]]
    assert_close(softmax([[1000, 0], [-1000, -1001]]), esperado, name="softmax das duas linhas")


@check(
    points=0.05,
    visible=True,
    hint="Guarde a diferença em outra variável: X -= … escreve no array de quem chamou.",
)
def test_array_do_exemplo_intacto(softmax):
    """Um array com os logits 2, 1 e 0 continua como estava depois da chamada."""
    X = np.array([2.0, 1.0, 0.0])
    with assert_unchanged(X=X):
        assert_close(softmax(X), [0.66524096, 0.24472847, 0.09003057], name="softmax([2, 1, 0])")


@check(points=0.2, hint="As probabilidades de quê somam 1: de uma linha ou de uma coluna?")
def test_lotes_de_outros_formatos(softmax):
    """Cada linha soma 1, em lotes largos, altos, quadrados, de um exemplo ou de uma classe."""
    for semente, formato in enumerate([(4, 2), (3, 3), (1, 5), (6, 1), (2, 9)]):
        X = 2 * np.random.RandomState(210 + semente).randn(*formato)
        esperado = _probabilidades(X)
        assert_close(softmax(X), esperado, name="softmax do lote")


@check(points=0.1, hint="Com um vetor, o resultado é um vetor: a classe é o último eixo.")
def test_outros_vetores(softmax):
    """Um vetor de logits, em lista ou em array, vira um vetor do mesmo tamanho."""
    for logits in ([0.5, -1.5], [3, 1, 4, 1, 5, 9, 2], np.array([-0.25, 0.75, 0.0, 2.5])):
        esperado = _probabilidades(np.array(logits, dtype=float))
        assert_close(softmax(logits), esperado, name="softmax do vetor")


@check(points=0.1, hint="Um logit uma unidade maior vale quantas vezes mais?")
def test_proporcao_entre_classes(softmax):
    """Em um vetor, a proporção entre duas classes é a exponencial da diferença dos logits."""
    for logits in ([0.0, 1.0, 3.0], [-0.5, 2.0, 0.25, -1.0]):
        certa = np.exp(np.array(logits) - logits[1])
        P = np.array(softmax(np.array(logits)), dtype=float)
        assert_shape(P, certa.shape, name="softmax do vetor")
        assert_close(P / P[1], certa, name="proporção entre as classes")


@check(
    points=0.1,
    hint="exp(1000) não cabe em um float. Que constante se pode subtrair dos logits de um exemplo "
    "sem mudar as probabilidades dele?",
)
def test_notas_muito_grandes(softmax):
    """Logits muito grandes dão probabilidades, não inf nem nan."""
    for logits in ([1000.0, 0.0], [1000.0, 999.0, 998.5]):
        esperado = _probabilidades(np.array(logits))
        assert_close(softmax(np.array(logits)), esperado, name="softmax")


@check(
    points=0.15,
    hint="Se todas as exponenciais de um exemplo dão zero, o que sobra no denominador?",
)
def test_notas_muito_negativas(softmax):
    """Logits muito negativos dão probabilidades, não 0/0."""
    for logits in ([-1000.0, -1001.0], [-5000.0, -5000.0, -4999.0]):
        esperado = _probabilidades(np.array(logits))
        assert_close(softmax(np.array(logits)), esperado, name="softmax")


@check(points=0.1, hint="A constante que se subtrai é a mesma para todos os exemplos do lote?")
def test_escalas_diferentes_no_lote(softmax):
    """Em um lote, um exemplo de logits enormes não estraga os outros."""
    logits = np.array([[2000.0, 2001.0], [0.0, 1.0], [-3000.0, -3002.0]])
    esperado = _probabilidades(logits)
    assert_close(softmax(logits), esperado, name="softmax do lote")


@check(points=0.1, hint="Guarde os logits deslocados em uma variável nova.")
def test_notas_intactas(softmax):
    """Os logits recebidos continuam como estavam."""
    X, logits = np.random.RandomState(220).randn(5, 4), np.array([0.5, -2.0, 1.5])
    do_lote, do_vetor = _probabilidades(X), _probabilidades(logits)
    with assert_unchanged(X=X, logits=logits):
        P, p = softmax(X), softmax(logits)
        assert_true(is_close(P, do_lote) or is_close(p, do_vetor), "softmax errada.")


def _probabilidades(X):
    """p_i = 1 / soma em j de exp(x_j - x_i): a mesma conta, sem quociente de exponenciais."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(X[..., None, :] - X[..., :, None]).sum(axis=-1)
