"""The made-up class of the debugging lab."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass

pytestmark = [
    pytest.mark.slow(reason="a minute or more; regularizacao's is in each slow run"),
    pytest.mark.nightly,
]

BACKWARD = {
    "relu_backward": 0.75,
    "linear_backward": 1.25,
    "linear_activation_backward": 1,
    "L_model_backward": 1.25,
    "update_parameters": 1,
}
EVERYTHING = {
    "initialize_parameters_deep": 1.25,
    "relu": 0.5,
    "linear_activation_forward": 1,
    "L_model_forward": 1.25,
    "compute_cost": 0.75,
    **BACKWARD,
}


class TestDebugging(DemoClass):
    name = "depuracao_rede_densa"
    lost: ClassVar = {
        "ana_perfeita": {},
        "beto_em_branco": EVERYTHING,
        # What raises is mended, what is silent is not. Right are: where Z and dA are positive;
        # the cost of one example; dA_prev and dW, and that nothing is overwritten; of the
        # update nothing, since every check looks beyond the first layer.
        "caio_so_o_que_avisa": {
            "relu_backward": 0.75 - 0.1,
            "compute_cost": 0.75 - 0.1,
            "linear_backward": 1.25 - 4 * 0.1 - 2 * 0.15 + 0.1,
            "update_parameters": 1,
        },
        "dora_so_a_ida": BACKWARD,
        # A linear hidden layer: the printed activation_cache is right, and a visible check counts
        # for nothing where no hidden one passes.
        "enzo_linear": {"linear_activation_forward": 1},
        "flora_relu_como_veio": {"relu": 0.5},
        # Right are the printed last layer, with Y in a column too, one hidden layer, and that
        # nothing is overwritten; a network of one layer gets None.
        "gil_colab": {"L_model_backward": 1.25 - 3 * 0.1 - 0.075},
    }
    inherited: ClassVar = {
        "caio_so_o_que_avisa": {"linear_activation_backward", "L_model_backward"},
        "enzo_linear": {"L_model_forward"},
        "flora_relu_como_veio": {"linear_activation_forward", "L_model_forward"},
    }
    told: ClassVar = {
        ("caio_so_o_que_avisa", "linear_backward"): "O juiz por parâmetro aprova os dW",
        ("caio_so_o_que_avisa", "update_parameters"): "só a camada 1 aprende",
        ("enzo_linear", "linear_activation_forward"): "a camada ficou linear",
        ("gil_colab", "L_model_backward"): "o return continua dentro do laço",
    }
