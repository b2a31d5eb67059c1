"""Verificações de crie_mlp."""

import itertools

import numpy as np
from rede_numpy import sorteie_pesos

from gabarito.checks import assert_close, assert_true, check, premise


@check(points=0.25, visible=True, hint="Cada Dense tem (entradas + 1) · neurônios parâmetros.")
def test_parametros_do_enunciado(crie_mlp, descreva):
    """Imagens 28 × 28, ocultas 400 e 100: 355 110 parâmetros treináveis e dez saídas."""
    modelo = crie_mlp(_imagens(61, 30, 28, 28), [400, 100], 10)
    assert_true(modelo is not None, "O modelo ainda vale None: falta completar o código.")
    visto = descreva(modelo)
    assert_close(visto["parametros"], 355110, name="parâmetros treináveis")
    assert_close(visto["saida"], [10], name="formato da saída")


@check(points=0.1, visible=True, hint="Normalização adaptada, ReLU na oculta, softmax na saída.")
def test_imagens_de_um_pixel(crie_mlp, ponha_pesos, prediga):
    """Com as imagens de um pixel e os pesos do enunciado, as probabilidades conferem."""
    imagens, modelo = _de_um_pixel(crie_mlp, ponha_pesos)
    with premise():
        P = prediga(modelo, imagens)
    assert_close(P, [[0.5, 0.5], [0.75, 0.25]], name="saída", atol=1e-4)


@check(points=0.1, visible=True, hint="A perda esparsa recebe rótulos inteiros e probabilidades.")
def test_perda_de_um_pixel(crie_mlp, ponha_pesos, prediga, passos):
    """Com os rótulos inteiros do enunciado, a perda das imagens de um pixel é 0,4904."""
    imagens, modelo = _de_um_pixel(crie_mlp, ponha_pesos)
    with premise():
        assert_close(prediga(modelo, imagens), [[0.5, 0.5], [0.75, 0.25]], name="saída", atol=1e-4)
    perdas = passos(modelo, imagens, np.array([1, 0]), 1)
    assert_close(perdas[0], 0.49041463, name="perda", atol=1e-4)


@check(points=0.2, hint="Quantas ocultas, e de que tamanho, é a lista que diz.")
def test_formatos(crie_mlp, descreva):
    """Entrada, saída e parâmetros estão certos em outros tamanhos e números de camadas."""
    for (alto, largo), ocultas, classes in (((5, 4), [6], 3), ((3, 7), [5, 4, 3], 2)):
        visto = descreva(crie_mlp(_imagens(62, 20, alto, largo), ocultas, classes))
        tamanhos = [alto * largo, *ocultas, classes]
        certo = sum((a + 1) * b for a, b in itertools.pairwise(tamanhos))
        assert_close(visto["entrada"], [alto, largo], name="formato da entrada")
        assert_close(visto["parametros"], certo, name="parâmetros treináveis")


@check(points=0.25, hint="Normalização adaptada, ReLU nas ocultas, softmax na saída.")
def test_conta_da_rede(crie_mlp, pesos, ponha_pesos, prediga):
    """A saída é a da rede pedida, com a média e o desvio das imagens de treino."""
    imagens, novas = _imagens(63, 60, 4, 5), _imagens(64, 7, 4, 5)
    modelo = crie_mlp(imagens, [8, 6], 3)
    valores = _com_pesos(modelo, ponha_pesos, pesos, 75, [20, 8, 6, 3])
    with premise():
        P = prediga(modelo, novas)
    certas = [_rede(valores, x)[-1] for x in _normalizadas(imagens, novas)]
    perto = min(
        certas, key=lambda certa: np.max(np.abs(certa - P)) if P.shape == certa.shape else 9
    )
    assert_close(P, perto, name="saída", atol=2e-4)


@check(points=0.1, hint="A perda esparsa recebe rótulos inteiros e probabilidades.")
def test_perda_esparsa(crie_mlp, pesos, ponha_pesos, prediga, passos):
    """A perda é a média de -ln da probabilidade da classe certa, com rótulos inteiros."""
    imagens = _imagens(65, 24, 4, 4)
    y = np.random.default_rng(66).integers(0, 4, 24)
    modelo = crie_mlp(imagens, [7], 4)
    _com_pesos(modelo, ponha_pesos, pesos, 76, [16, 7, 4])
    with premise():
        P = prediga(modelo, imagens)
        assert_close(P.sum(axis=1), np.ones(24), name="soma", atol=1e-4)
    certa = -np.mean(np.log(P[np.arange(24), y]))
    assert_close(passos(modelo, imagens, y, 1)[0], certa, name="perda", atol=1e-3)


@check(points=0.25, hint="Adam, com taxa 0,0005: o primeiro passo de cada peso tem esse tamanho.")
def test_adam(crie_mlp, pesos, ponha_pesos, passos):
    """O primeiro passo de treino é o do Adam com a taxa pedida."""
    imagens = _imagens(67, 40, 4, 4)
    y = np.random.default_rng(68).integers(0, 3, 40)
    modelo = crie_mlp(imagens, [6], 3)
    antes = _com_pesos(modelo, ponha_pesos, pesos, 77, [16, 6, 3])
    with premise():
        passos(modelo, imagens, y, 1)
        passo = pesos(modelo)[2] - antes[2]
    # O primeiro passo do Adam anda a taxa inteira contra o sinal do gradiente, seja ele qual for.
    candidatos = [_gradiente(antes, x, y) for x in _normalizadas(imagens, imagens)]
    erros = [np.abs(passo + 5e-4 * np.sign(g))[np.abs(g) > 1e-3] for g in candidatos]
    assert_true(
        min(float(np.max(erro, initial=0)) for erro in erros) < 5e-5,
        "O passo não é o do Adam com taxa 0,0005.",
    )


def _de_um_pixel(crie_mlp, ponha_pesos):
    """As duas imagens do enunciado, e a rede de um neurônio oculto com os pesos dele."""
    imagens = np.array([[[0]], [[200]]], np.uint8)
    modelo = crie_mlp(imagens, [1], 2)
    with premise():
        ponha_pesos(modelo, [[[1]], [0], [[np.log(3), 0]], [0, 0]])
    return imagens, modelo


def _com_pesos(modelo, ponha_pesos, pesos, semente, tamanhos):
    """Pesos conhecidos no lugar dos sorteados, e quais são."""
    valores = sorteie_pesos(semente, tamanhos)
    with premise():
        ponha_pesos(modelo, valores)
        for obtido, certo in zip(pesos(modelo), valores, strict=True):
            assert_close(obtido, certo, name="pesos", atol=1e-5)
    return valores


def _imagens(semente, m, alto, largo):
    return np.random.default_rng(semente).integers(0, 256, (m, alto, largo)).astype(np.uint8)


def _normalizadas(imagens, novas):
    """Por coluna (o padrão da camada), por pixel e com uma régua só: as três são aceitas."""
    reguas = [(0, 1), (0,), (0, 1, 2)]
    imagens, novas = imagens.astype(float), novas.astype(float)
    return [
        (novas - imagens.mean(axis=r, keepdims=True)) / imagens.std(axis=r, keepdims=True)
        for r in reguas
    ]


def _rede(valores, x):
    A = [x.reshape(len(x), -1)]
    for W, b in zip(valores[:-2:2], valores[1:-2:2], strict=True):
        A.append(np.maximum(A[-1] @ W + b, 0))
    z = A[-1] @ valores[-2] + valores[-1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return [*A, e / e.sum(axis=1, keepdims=True)]


def _gradiente(valores, x, y):
    """De W da última camada."""
    *_, oculta, P = _rede(valores, x)
    return oculta.T @ (P - np.eye(P.shape[1])[y]) / len(y)
