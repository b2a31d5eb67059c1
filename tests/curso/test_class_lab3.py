"""The made-up class of Lab 3."""

from __future__ import annotations

from typing import ClassVar

import pytest
from demo_class import DemoClass
from nbgrader.api import Gradebook

from gabarito.grading import grade_class, judge_for
from gabarito.nbgrader_api import converters

INITIALIZATION_AND_FORWARD = {
    "initialize_parametros": 1,
    "linear_forward": 0.5,
    "linear_ativacao_forward": 0.75,
    "L_modelo_forward": 0.75,
    "custo": 2,
}
BACKWARD = {"linear_backward": 0.75, "linear_ativacao_backward": 0.5, "L_modelo_backward": 0.5}
SECOND_HALF = BACKWARD | {"atualize_parametros": 0.25, "L_layer_modelo": 2, "vetorize_imagens": 1}


pytestmark = [
    pytest.mark.slow(reason="a minute or more; the small course's class is in every run"),
    pytest.mark.nightly,
]


class TestLab3(DemoClass):
    name = "lab3_rede_densa"
    ungradable = frozenset({"iris_corrompida"})
    lost: ClassVar = {
        "ana_perfeita": {},
        "bruno_em_branco": INITIALIZATION_AND_FORWARD | SECOND_HALF,
        "carla_metade": SECOND_HALF,
        # The cached bias is overwritten: one check of linear_backward sees it. Those that call
        # linear_backward inherit the error.
        "diego_db_alias": {"linear_backward": 0.125},
        # Every bug of document 001: keys of one layer only, the relu branch with no activation and
        # with no return, loops that return too early, a cost that is not summed up, an update
        # that looks for layers there are not. What these did not spoil is right, and the
        # training too, with right functions to call.
        "elisa_doc_001": {
            "initialize_parametros": 1,
            "linear_ativacao_forward": 0.75 / 2,
            "L_modelo_forward": 0.75 - 0.075,  # right with one hidden layer
            "custo": 0.7,  # the example, for the sum
            "linear_ativacao_backward": 0.5 / 2,
            "L_modelo_backward": 0.05 + 0.05 + 0.1,  # one layer, several, the chain
            "atualize_parametros": 0.25,
        },
        # A package that the grader lacks, and that no answer uses.
        "fabio_import": {},
        "gabriela_laco": {},
        # Pixels of several images in each column: the example, the order, other sizes. The scale
        # is right, and so are the images afterwards.
        "heitor_colab": {"vetorize_imagens": 0.4 + 0.25 + 0.05},
    }
    told: ClassVar = {
        ("diego_db_alias", "linear_backward"): "apaga o viés da rede guardado no cache",
    }
    inherited: ClassVar = {
        "diego_db_alias": {"linear_ativacao_backward", "L_modelo_backward", "L_layer_modelo"},
        "elisa_doc_001": {"L_modelo_forward", "L_modelo_backward", "L_layer_modelo"},
    }

    def test_what_colab_saved_is_read_and_said(self, cohort):
        repairs = cohort.records["heitor_colab"].repairs
        assert repairs == ["formato 4.0 atualizado para 4.5 (células sem id)"]

    def test_a_broken_file_is_named_with_its_reason(self, cohort):
        assert "o conteúdo não é JSON" in cohort.failures["iris_corrompida"]

    def test_an_overwritten_cache_is_seen(self, cohort):
        questions = {q.name: q for q in cohort.records["diego_db_alias"].questions}
        failed = [c.name for c in questions["linear_backward"].checks if c.state != "passed"]
        assert failed == ["test_cache_do_exemplo_intacto", "test_cache_intacto"]

    def test_a_written_answer_waits_for_a_person(self, lab, cohort):
        with converters.quiet(), Gradebook(lab.course.default_db) as gradebook:
            for student, waits in (("ana_perfeita", True), ("bruno_em_branco", False)):
                grade_of = gradebook.find_grade("q_estagnacao", self.name, self.name, student)
                assert grade_of.needs_manual_grade is waits

    def test_grading_again_does_nothing_and_says_so(self, lab, cohort):
        started = []
        again = grade_class.grade(lab, on_start=started.append)
        assert started == [1]  # the one that cannot be graded is tried, and named, every time
        assert again.unchanged == set(cohort.records)
        assert again.records == cohort.records

    def test_checking_one_file_gives_the_same_record(self, lab, cohort):
        student = "diego_db_alias"
        record = judge_for.check(lab, self.submission(lab, student))
        assert record.questions == cohort.records[student].questions
