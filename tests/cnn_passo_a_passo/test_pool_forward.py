"""Verificações de pool_forward."""

import numpy as np
from sorteio import sorteie

from gabarito.checks import assert_close, assert_true, assert_unchanged, check


@check(
    points=0.25,
    visible=True,
    hint="Cada canal é resumido sozinho; em cada modo, o resumo é outro.",
)
def test_valores_do_enunciado(pool_forward):
    """Os dois modos conferem com os valores esperados do enunciado."""
    (A_prev,) = sorteie(1, (2, 4, 4, 3))
    hparameters = {"stride": 2, "f": 3}
    A_max, _ = pool_forward(A_prev, hparameters)
    A_media, _ = pool_forward(A_prev, hparameters, mode="average")
    max_certo = [[1.74481176, 0.86540763, 1.13376944], [1.13162939, 1.51981682, 2.18557541]]
    media_certa = [[0.02105773, -0.20328806, -0.40389855], [-0.22154621, 0.51716526, 0.48155844]]
    assert_close(A_max, np.reshape(max_certo, (2, 1, 1, 3)), name="A com max")
    assert_close(A_media, np.reshape(media_certa, (2, 1, 1, 3)), name="A com average")


@check(
    points=0.25,
    visible=True,
    hint="As quatro janelas da figura não se tocam: onde começa a segunda?",
)
def test_imagem_da_figura(pool_forward):
    """A imagem de 4 por 4 da figura dá os dois resumos desenhados nela."""
    imagem = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]])
    for modo, certo in (("max", [[2, 3], [3, 2]]), ("average", [[1, 1.5], [1.5, 1]])):
        A, _ = pool_forward(imagem.reshape(1, 4, 4, 1), {"f": 2, "stride": 2}, modo)
        assert_close(np.shape(A), (1, 2, 2, 1), name=f"Formato de A com {modo}")
        assert_close(np.reshape(A, (2, 2)), certo, name=f"A com {modo}")


@check(points=0.25, hint="De quantas posições a janela anda quando h ou w aumenta de 1?")
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
        assert_close(np.shape(A), esperado, name="Formato de A")


@check(points=0.125, hint="A conta não muda com um exemplo ou um canal só, nem com stride 1.")
def test_um_canal_e_um_exemplo(pool_forward):
    """Com stride 1, funciona com um só exemplo, um só canal e janelas de um pixel."""
    casos = ((1, 4, 5, 1), 2, 1), ((1, 3, 3, 2), 3, 1), ((2, 2, 4, 1), 1, 1)
    for modo in ("max", "average"):
        _confira(pool_forward, modo, *casos)


@check(points=0.125, hint="O cache guarda as duas primeiras entradas, na ordem da docstring.")
def test_cache_para_o_backward(pool_forward):
    """O cache guarda A_prev e hparameters, nessa ordem, ao lado de A."""
    (A_prev,) = sorteie(51, (2, 4, 3, 2))
    copia, esperado = A_prev.copy(), _resumos(A_prev, 2, 1, np.max)
    A, cache = pool_forward(A_prev, {"f": 2, "stride": 1})
    assert_close(A, esperado, name="A")
    assert_true(len(cache) == 2, "O cache deveria ter dois elementos.")
    assert_close(cache[0], copia, name="A_prev do cache")
    assert_true(cache[1]["f"] == 2, "hparameters do cache deveria trazer f.")
    assert_true(cache[1]["stride"] == 1, "hparameters do cache deveria trazer o stride.")


@check(points=0.125, hint="Guarde os resultados em um array novo, não no que chegou.")
def test_entradas_intactas(pool_forward):
    """A_prev e hparameters continuam como estavam."""
    for modo, resumo in (("max", np.max), ("average", np.mean)):
        (A_prev,) = sorteie(52, (2, 5, 4, 2))
        hparameters = {"f": 3, "stride": 1}
        esperado = _resumos(A_prev, 3, 1, resumo)
        with assert_unchanged(A_prev=A_prev, hparameters=hparameters):
            A, _ = pool_forward(A_prev, hparameters, modo)
        assert_close(A, esperado, name="A", atol=1e-5)


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
