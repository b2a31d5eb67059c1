"""The made-up class of Lab 3, Parte 2."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass

pytestmark = [
    pytest.mark.slow(reason="a minute or more; regularizacao's is in each slow run"),
    pytest.mark.nightly,
]

FIRST_HALF = {
    "one_hot": 0.5,
    "softmax": 1.5,
    "cross_entropy": 1.5,
    "custo_dos_logits": 0.5,
    "gradiente_softmax": 1,
    "treine_softmax": 1.5,
}
PREPROCESSING = {
    "separe_X_y": 0.5,
    "preencha_faltantes": 1,
    "codifique_pais": 0.5,
    "divida_e_escale": 1.5,
}


class TestLab3Multiclasse(DemoClass):
    name = "lab3_multiclasse"
    lost: ClassVar = {
        "alice_perfeita": {},
        "breno_em_branco": FIRST_HALF | PREPROCESSING,
        # The naive softmax overflows on large scores, divides by zero on very negative ones, and
        # does one or the other in a batch that has both, in the example's too.
        "cecilia_ingenua": {"softmax": 0.15 + 0.15 + 0.05 + 0.1},
        # The scaler sees the test part: the examples' numbers, the training part's, the test's.
        "davi_vazamento": {"divida_e_escale": 0.25 + 0.1 + 0.25 + 0.25},
        # A sum in the place of the mean: the batch of the example, other batches, a repeated one.
        # Single examples and the proportion between batches of one size are right. The costs that
        # training notes inherit it.
        "ester_colab": {"cross_entropy": 0.25 + 0.2 + 0.15},
        # All that goes through the probability saturates: the loss of 1000, alone and beside
        # another line, and very large scores.
        "gabi_satura": {"custo_dos_logits": 0.05 + 0.05 + 0.05},
        "felipe_metade": PREPROCESSING,
    }
    inherited: ClassVar = {"ester_colab": {"treine_softmax"}}
