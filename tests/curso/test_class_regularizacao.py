"""The made-up class of the regularization lab."""

from __future__ import annotations

from typing import ClassVar

from demo_class import DemoClass

DROPOUT = {"forward_propagation_with_dropout": 3, "backward_propagation_with_dropout": 2.5}
EVERYTHING = {
    "compute_cost_with_regularization": 2,
    "backward_propagation_with_regularization": 2.5,
    **DROPOUT,
}


class TestRegularization(DemoClass):
    name = "regularizacao"
    lost: ClassVar = {
        "alice_perfeita": {},
        "breno_em_branco": EVERYTHING,
        # Document 004. With the mask inverted even keep_prob 1 is wrong: it erases everything.
        # Thirteen names for the fourteen elements of the cache: no check gets an answer.
        "cecilia_doc_004": DROPOUT,
        # Right masks, and right for keep_prob 1; the scale of A3, of the cache and of every
        # gradient behind a mask is wrong.
        "davi_sem_divisao": {
            "forward_propagation_with_dropout": 3 - 0.5 - 0.4 - 0.3,
            "backward_propagation_with_dropout": 2.5 - 0.3,
        },
        "estela_so_l2": DROPOUT,
        # Half the penalty's gradient: right where lambd is zero, and only there.
        "felipe_colab": {"backward_propagation_with_regularization": 2.5 - 0.25},
    }
