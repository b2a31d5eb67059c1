"""Verificações de pool_forward."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import (
    assert_close,
    assert_shape,
    assert_true,
    assert_unchanged,
    check,
    is_close,
    premise,
)


@check(points=0.125, visible=True, hint="Cada canal é resumido sozinho, pelo maior valor.")
def test_max_do_enunciado(pool_forward):
    """No modo max, A confere com os valores esperados do enunciado."""
    (A_prev,) = sorteie(1, (2, 4, 4, 3))
    A, _ = pool_forward(A_prev, {"stride": 2, "f": 3})
    certo = [[1.74481176, 0.86540763, 1.13376944], [1.13162939, 1.51981682, 2.18557541]]
    assert_close(A, np.reshape(certo, (2, 1, 1, 3)), name="A com max")


@check(points=0.125, visible=True, hint="No modo average, o resumo de cada canal é a média.")
def test_media_do_enunciado(pool_forward):
    """No modo average, A confere com os valores esperados do enunciado."""
    (A_prev,) = sorteie(1, (2, 4, 4, 3))
    A, _ = pool_forward(A_prev, {"stride": 2, "f": 3}, mode="average")
    certo = [[0.02105773, -0.20328806, -0.40389855], [-0.22154621, 0.51716526, 0.48155844]]
    assert_close(A, np.reshape(certo, (2, 1, 1, 3)), name="A com average")


@check(
    points=0.125,
    visible=True,
    hint="As quatro janelas da figura não se tocam: onde começa a segunda?",
)
def test_max_da_figura(pool_forward):
    """No modo max, a imagem de 4 por 4 da figura dá o resumo desenhado nela."""
    _confira_a_figura(pool_forward, "max", [[2, 3], [3, 2]])


@check(points=0.125, visible=True, hint="A média usa as mesmas quatro janelas que o máximo.")
def test_media_da_figura(pool_forward):
    """No modo average, a imagem de 4 por 4 da figura dá o resumo desenhado nela."""
    _confira_a_figura(pool_forward, "average", [[1, 1.5], [1.5, 1]])


@check(
    points=0.0625,
    visible=True,
    hint="São duas linhas de três janelas, que se sobrepõem: onde começa e termina cada uma?",
)
def test_janelas_que_se_sobrepoem(pool_forward):
    """Com stride 1, as três primeiras linhas da figura dão dois por três máximos."""
    _confira_a_figura(pool_forward, "max", [[2, 3, 3], [2, 3, 3]], linhas=3, stride=1)


def _confira_a_figura(pool_forward, modo, certo, linhas=4, stride=2):
    imagem = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])[:linhas]
    A, _ = pool_forward(imagem.reshape(1, linhas, 4, 1), {"f": 2, "stride": stride}, modo)

    def lado(posicao):
        return slice(stride * posicao, stride * posicao + 2)

    assert_shape(A, (1, *np.shape(certo), 1), name=f"A com {modo}")
    assert_close(
        np.reshape(A, np.shape(certo)),
        certo,
        name=f"A com {modo}",
        window=lambda h, w: (imagem, lado(h), lado(w), None),
    )


@check(points=0.0625, visible=True, hint="O cache guarda as entradas, na ordem da docstring.")
def test_cache_do_enunciado(pool_forward):
    """O cache guarda A_prev e hparameters, nessa ordem."""
    (A_prev,) = sorteie(1, (2, 4, 4, 3))
    _, cache = pool_forward(A_prev, {"stride": 2, "f": 3})
    assert_true(len(cache) == 2, "O cache deveria ter dois elementos.")
    assert_close(cache[0], sorteie(1, (2, 4, 4, 3))[0], name="A_prev do cache")
    assert_true(cache[1]["f"] == 3, "hparameters do cache deveria trazer f.")


@check(points=0.1875, hint="De quantas posições a janela anda quando h ou w aumenta de 1?")
def test_max_com_stride(pool_forward):
    """O máximo está certo com stride 2 e 3, em imagens que não são quadradas."""
    _confira(pool_forward, "max", ((2, 7, 9, 3), 3, 2), ((2, 8, 5, 2), 2, 3))


@check(points=0.25, hint="A média usa as mesmas janelas que o máximo.")
def test_media_com_stride(pool_forward):
    """A média está certa com stride 2 e 3, em imagens que não são quadradas."""
    _confira(pool_forward, "average", ((2, 9, 7, 3), 3, 2), ((2, 5, 8, 2), 2, 3))


@check(points=0.125, hint="Altura e largura têm contas separadas, e só janelas inteiras contam.")
def test_tamanho_da_saida(pool_forward):
    """O tamanho da saída está certo quando as janelas não cobrem as últimas linhas ou colunas."""
    for altura, largura, lado, stride in ((6, 8, 3, 2), (5, 9, 2, 3), (3, 7, 3, 4)):
        (A_prev,) = sorteie(50, (1, altura, largura, 2))
        esperado = _resumos(A_prev, lado, stride, np.max).shape
        A, _ = pool_forward(A_prev, {"f": lado, "stride": stride})
        assert_shape(A, esperado, name="A")


UM_DE_CADA = ((1, 4, 4, 1), 2, 1), ((1, 3, 3, 1), 3, 1), ((1, 2, 2, 1), 1, 1)


@check(points=0.0625, hint="A conta não muda com um exemplo ou um canal só, nem com stride 1.")
def test_max_de_um_canal_e_um_exemplo(pool_forward):
    """Com stride 1, o máximo está certo com um só exemplo e um só canal."""
    _confira(pool_forward, "max", *UM_DE_CADA)


@check(points=0.0625, hint="A conta não muda com um exemplo ou um canal só, nem com stride 1.")
def test_media_de_um_canal_e_um_exemplo(pool_forward):
    """Com stride 1, a média está certa com um só exemplo e um só canal."""
    _confira(pool_forward, "average", *UM_DE_CADA)


@check(points=0.0625, hint="O cache guarda as duas primeiras entradas, na ordem da docstring.")
def test_cache_para_o_backward(pool_forward):
    """O cache guarda A_prev e hparameters, nessa ordem, ao lado de A."""
    (A_prev,) = sorteie(51, (2, 4, 4, 2))
    copia = A_prev.copy()
    with premise():
        A, cache = pool_forward(A_prev, {"f": 2, "stride": 2})
        assert_shape(A, (2, 2, 2, 2), name="A")
    assert_true(len(cache) == 2, "O cache deveria ter dois elementos.")
    assert_close(cache[0], copia, name="A_prev do cache")
    assert_true(cache[1]["f"] == 2, "hparameters do cache deveria trazer f.")
    assert_true(cache[1]["stride"] == 2, "hparameters do cache deveria trazer o stride.")


@check(points=0.125, hint="Guarde os resultados em um array novo, não no que chegou.")
def test_entradas_intactas(pool_forward):
    """A_prev e hparameters continuam como estavam."""
    (A_prev,) = sorteie(52, (1, 3, 3, 1))
    A_prev, hparameters = np.abs(A_prev), {"f": 3, "stride": 3}
    maximos, medias = (_resumos(A_prev, 3, 3, resumo) for resumo in (np.max, np.mean))
    with assert_unchanged(A_prev=A_prev, hparameters=hparameters):
        A_max, _ = pool_forward(A_prev, hparameters)
        A_media, _ = pool_forward(A_prev, hparameters, "average")
        assert_true(is_close(A_max, maximos) or is_close(A_media, medias), "A está errado.")


def _confira(pool_forward, modo, *casos):
    """Compara cada caso (formato, f, stride) com os resumos das janelas."""
    for formato, lado, stride in casos:
        (A_prev,) = sorteie(53, formato)
        esperado = _resumos(A_prev, lado, stride, np.max if modo == "max" else np.mean)
        A, _ = pool_forward(A_prev, {"f": lado, "stride": stride}, modo)
        assert_close(A, esperado, name="A", atol=1e-5)


def _resumos(A_prev, lado, stride, resumo):
    """O resumo de cada janela, escolhidas de stride em stride entre todas as que existem."""
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev, (lado, lado), axis=(1, 2))
    return resumo(janelas[:, ::stride, ::stride], axis=(-2, -1))
