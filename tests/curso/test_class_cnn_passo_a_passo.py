"""The made-up class of the CNN lab."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass

pytestmark = pytest.mark.slow(reason="a minute or more; the quickest lab's class is in every run")

EVERYTHING = {
    "zero_pad": 1,
    "conv_single_step": 1,
    "conv_forward": 2.5,
    "pool_forward": 1.5,
    "conv_backward": 2,
    "create_mask_from_window": 0.5,
    "distribute_value": 0.5,
    "pool_backward": 1,
}
# The example of the figure (visible), then the hidden checks of both modes, all with stride.
POOLING_STRIDE = {"pool_forward": 0.25 + 2 * 0.25, "pool_backward": 2 * 0.15 + 0.1}


class TestCNN(DemoClass):
    name = "cnn_passo_a_passo"
    lost: ClassVar = {
        "alice_perfeita": {},
        "bento_em_branco": EVERYTHING,
        # Document 002. The window starts at h and w in all four loops; a single step is an array
        # (1, 1, 1), which NumPy ≥ 2.4 refuses to store: conv_forward inherits that error only.
        "caio_doc_002": POOLING_STRIDE
        | {
            "conv_single_step": 0.2,
            "conv_forward": 0.25 + 0.5 + 0.5,  # both examples, stride
            "conv_backward": 0.5 + 0.375 + 0.125,  # example, stride, rows left over
        },
        "dora_pooling": POOLING_STRIDE,
        # [pad:-pad] is empty for pad 0, which one check asks for.
        "edu_colab_pad": {"conv_backward": 0.25},
        # The checks with a bias other than zero; the others give zero on purpose.
        "flora_sem_vies": {"conv_forward": 0.25 + 0.5 + 0.25 + 0.25},
    }
    inherited: ClassVar = {"caio_doc_002": {"conv_forward"}}
    told: ClassVar = {
        ("caio_doc_002", "conv_backward"): "falta o stride nos cantos",
        ("caio_doc_002", "conv_forward"): "com stride diferente de 1",
        ("edu_colab_pad", "conv_backward"): "fica vazia quando pad é zero",
    }
