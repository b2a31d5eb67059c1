"""The made-up class of the regularization lab."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass

DROPOUT = {
    "dropout": 1,
    "forward_propagation_with_dropout": 2,
    "backward_propagation_with_dropout": 2.5,
}
EVERYTHING = {
    "compute_cost_with_regularization": 2,
    "backward_propagation_with_regularization": 2.5,
    **DROPOUT,
}


@pytest.mark.slow(reason="grades a class twice or more")
class TestRegularization(DemoClass):
    name = "regularizacao"
    lost: ClassVar = {
        "alice_perfeita": {},
        "breno_em_branco": EVERYTHING,
        # Document 004. With the mask inverted even keep_prob 1 is wrong, it erases everything, and
        # nothing is known of the arguments; right are what the masks, such as they are, erase, the
        # scale of the others, the cache, the repetition and the default.
        # Thirteen names for the fourteen elements of the cache: no check gets an answer.
        # The function that applies a mask has the same one: wrong in everything that looks at
        # what was drawn, and at keep_prob 1; right are the scale and that examples differ.
        "cecilia_doc_004": {
            "dropout": 0.2 + 0.2 + 0.05 + 0.1 + 0.1 + 0.05,
            "forward_propagation_with_dropout": 2 - 0.15 - 0.35 - 0.1 - 0.1 - 0.05 - 0.05,
            "backward_propagation_with_dropout": 2.5,
        },
        # Right masks, and right for keep_prob 1. Wrong are A3 of the example and of other networks
        # and the scale; on the way back, both examples, the gradients and the scale of each layer.
        "davi_sem_divisao": {
            "forward_propagation_with_dropout": 0.3 + 0.2 + 0.35,
            "backward_propagation_with_dropout": 0.4 + 0.35 + 0.3 + 2 * 0.15,
        },
        "estela_so_l2": DROPOUT,
        # Half the penalty's gradient: wrong in the example and in other networks, also tiny ones;
        # it is proportional to weights, lambd and 1/m, leaves db alone and vanishes with lambd.
        "felipe_colab": {"backward_propagation_with_regularization": 0.75 + 0.35 + 0.2},
    }
