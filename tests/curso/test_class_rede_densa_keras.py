"""The made-up class of the Keras lab."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass

from gabarito.checks.verificador import DIFFERS

pytestmark = [
    pytest.mark.slow(reason="a minute or more; regularizacao's is in each slow run"),
    pytest.mark.nightly,
]

NUMPY_PART = {
    "prepare_pesos": 0.75,
    "padronize": 0.75,
    "entropia_de_logits": 1,
    "entropia_binaria": 0.75,
}
WITH_A_LIBRARY = {
    "crie_regressao": 1,
    "treine": 1.25,
    "classifique": 0.5,
    "treine_notas": 1.25,
    "crie_mlp": 1.25,
    "salve_e_carregue": 0.5,
    "treine_pytorch": 1,
}


class TestKeras(DemoClass):
    name = "rede_densa_keras"
    lost: ClassVar = {
        "ana_perfeita": {},
        "beto_em_branco": NUMPY_PART | WITH_A_LIBRARY,
        # Wrong are: what the network computes, with the weights of the text and with others, and
        # its steps from either, but neither the number of parameters nor the loss; the size of a
        # batch, in the example of single steps too; Adam's step; certainty, wrong on either side
        # and right, also where arguments should stay.
        "caio_receitas_trocadas": {
            "crie_regressao": 0.1 + 0.1 + 0.2 + 0.1,
            "treine": 0.1 + 0.15,
            "crie_mlp": 0.25,
            "entropia_binaria": 0.05 + 0.05 + 0.1 + 0.1 + 0.05,
        },
        "dora_so_numpy": WITH_A_LIBRARY,
        # The first step has no older gradients.
        "enzo_sem_zero_grad": {"treine_pytorch": 0.25 + 0.3 + 0.15 + 0.15},
        # The model itself is trained as it should.
        "gil_colab": {"treine": 0.3 + 0.1 + 0.25 + 0.2},
    }
    inherited: ClassVar = {}
    told: ClassVar = {
        ("caio_receitas_trocadas", "crie_regressao"): "A saída ficou com sigmoide",
        ("caio_receitas_trocadas", "crie_mlp"): "A taxa do Adam",
        ("enzo_sem_zero_grad", "treine_pytorch"): "Falta zero_grad",
        ("gil_colab", "treine"): "o objeto History",
    }

    @pytest.mark.slow(reason="grades the class a second time, with its trainings")
    @pytest.mark.nightly
    def test_one_worker_or_two_and_once_or_twice_give_the_same_bytes(self, lab, cohort, tmp_path):
        super().test_one_worker_or_two_and_once_or_twice_give_the_same_bytes(lab, cohort, tmp_path)

    def test_nobody_is_told_of_chance_whose_model_was_trained_twice(self, cohort):
        told = [c for r in cohort.records.values() for q in r.questions for c in q.checks]
        assert not [check for check in told if DIFFERS in check.message]
