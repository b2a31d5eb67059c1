"""Who shares what few others wrote: copies are found, what is common or given is not."""

from __future__ import annotations

import pytest

from gabarito.results import similar_pairs

GIVEN = [
    "# ## Camada densa\nUma camada faz Z = W A + b.",
    "def camada(W, A, b):\n    # Seu código entra acima.\n    Z = None\n    return Z",
    "def camada(W, A, b):\n    Z = np.dot(W, A) + b\n    return Z",
]
USUAL = "def camada(W, A, b):\n    Z = np.dot(W, A) + b\n    return Z"
OWN_WAY = """def camada(W, A, b):
    linhas, colunas = W.shape[0], A.shape[1]
    total = np.zeros((linhas, colunas))
    for linha in range(linhas):
        for coluna in range(colunas):
            soma = 0.0
            for meio in range(W.shape[1]):
                soma += W[linha, meio] * A[meio, coluna]
            total[linha, coluna] = soma + b[linha, 0]
    return total"""
RENAMED = OWN_WAY.replace("linha", "i").replace("coluna", "j").replace("total", "resposta")
ANOTHER = """def camada(W, A, b):
    partes = []
    while len(partes) < W.shape[0]:
        atual = len(partes)
        partes.append([sum(w * a for w, a in zip(W[atual], exemplo)) for exemplo in A.T])
    juntas = np.vstack(partes)
    deslocada = np.add(juntas, b)
    assert deslocada.shape == (W.shape[0], A.shape[1])
    return deslocada"""


def pairs(**written):
    return [
        (pair.one, pair.other)
        for pair in similar_pairs.of_class({k: [*GIVEN[:1], v] for k, v in written.items()}, GIVEN)
    ]


def test_a_copy_is_found_also_under_other_names():
    assert pairs(ana=OWN_WAY, bia=USUAL, caio=OWN_WAY, davi=ANOTHER) == [("ana", "caio")]
    assert pairs(ana=OWN_WAY, bia=USUAL, caio=RENAMED, davi=ANOTHER) == [("ana", "caio")]


def test_a_copied_text_is_found():
    text = "O gradiente some porque a sigmoide satura nas pontas, e cada camada multiplica por um "
    text += "número menor que um; com muitas camadas sobra quase nada para as primeiras aprenderem."
    text += " A ReLU não satura do lado positivo, e por isso aguenta mais camadas sem estagnar."
    assert pairs(ana=text, bia=USUAL, caio=text) == [("ana", "caio")]


def test_the_reference_and_the_empty_stub_are_no_copies():
    assert pairs(ana=USUAL, bia=USUAL, caio=GIVEN[1], davi=GIVEN[1]) == []


def test_what_many_wrote_alike_tells_nothing():
    many = {f"aluno{number:02}": OWN_WAY for number in range(10)}
    assert pairs(**many, bia=USUAL) == []


def test_two_ways_of_one_s_own_are_no_pair():
    assert pairs(ana=OWN_WAY, davi=ANOTHER, bia=USUAL) == []


def test_a_few_lines_in_common_are_no_pair():
    short = "def camada(W, A, b):\n    produto = np.matmul(W, A)\n    return np.add(produto, b)"
    assert pairs(ana=short, bia=short) == []


def test_the_lines_told_are_those_that_both_wrote_and_the_lab_did_not():
    (pair,) = similar_pairs.of_class({"ana": [OWN_WAY], "bia": [OWN_WAY]}, GIVEN)
    assert pair.share == 1.0
    assert pair.lines[0] == "linhas, colunas = W.shape[0], A.shape[1]"
    assert len(pair.lines) == similar_pairs.MOST_LINES
    assert "def camada(W, A, b):" not in pair.lines


@pytest.mark.parametrize("texts", [[], ["", "   "], ["\x00"], ["λ" * 100_000], ["((((" * 10_000]])
def test_odd_texts_are_compared_like_others(texts):
    assert similar_pairs.of_class({"ana": texts, "bia": [USUAL]}, GIVEN) == []
    assert similar_pairs.of_class({"ana": texts}, []) == []
