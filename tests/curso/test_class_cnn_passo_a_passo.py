"""The made-up class of the CNN lab."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass

pytestmark = [
    pytest.mark.slow(reason="a minute or more; regularizacao's is in each slow run"),
    pytest.mark.nightly,
]

EVERYTHING = {
    "zero_pad": 0.5,
    "conv_single_step": 0.5,
    "conv_forward": 2.5,
    "pool_forward": 1.5,
    "conv_backward": 2,
    "create_mask_from_window": 0.5,
    "distribute_value": 0.5,
    "pool_backward": 1,
    "aprenda_filtros": 0.5,
    "conv_vetorizada": 0.5,
}
# In both modes: the image of the figure (visible) and the hidden check with stride; on the way
# back, the rows left over too.
POOLING_STRIDE = {
    "pool_forward": 2 * 0.125 + 0.1875 + 0.25,
    "pool_backward": 2 * (0.05 + 0.1 + 0.05),
}


class TestCNN(DemoClass):
    name = "cnn_passo_a_passo"
    lost: ClassVar = {
        "alice_perfeita": {},
        "bento_em_branco": EVERYTHING,
        # Document 002. The window starts at h and w in all four loops; a single step is an array
        # (1, 1, 1), which NumPy ≥ 2.4 refuses to store, and the checks on every version:
        # conv_forward inherits that error only.
        "caio_doc_002": POOLING_STRIDE
        | {
            "conv_single_step": 0.1,
            "conv_forward": 0.25 + 0.4 + 0.4 + 0.1,  # both examples, stride, all at once
            # dA_prev and dW of the example, each with stride, the rows left over; db is right.
            "conv_backward": 0.2 + 0.2 + 0.15 + 0.2 + 0.05,
        },
        "dora_pooling": POOLING_STRIDE,
        # [pad:-pad] is empty for pad 0, which one check asks for; dW and db do not depend on it.
        "edu_colab_pad": {"conv_backward": 0.25},
        # Both examples, the first with both strides, each filter's bias, all at once; the others
        # give a bias of zero.
        "flora_sem_vies": {"conv_forward": 0.25 + 0.1 + 0.4 + 0.25 + 0.1},
        # Too long a step: right without any. Channels before rows: right where there is one, which
        # no hidden check asks for alone.
        "gil_aprende_mal": {
            "aprenda_filtros": 0.45,
            "conv_vetorizada": 0.5,
        },
    }
    inherited: ClassVar = {
        "caio_doc_002": {"conv_forward", "aprenda_filtros"},
        "flora_sem_vies": {"aprenda_filtros"},
    }
    told: ClassVar = {
        ("caio_doc_002", "conv_backward"): "falta o stride nos cantos",
        ("caio_doc_002", "conv_forward"): "com stride diferente de 1",
        ("edu_colab_pad", "conv_backward"): "fica vazia quando pad é zero",
        ("gil_aprende_mal", "aprenda_filtros"): "pela quantidade de números de Z",
        ("gil_aprende_mal", "conv_vetorizada"): "leve o eixo dos canais para o fim",
    }
