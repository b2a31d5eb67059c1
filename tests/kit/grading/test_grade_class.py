"""A class is graded once and stored; how many work at it changes nothing."""

from __future__ import annotations

from typing import ClassVar

import pytest
from graded_class import GradedClass
from minicourse import UNGRADABLE

from gabarito.grading import grade_class, judge_for


class TestMini(GradedClass):
    """The small course's class."""

    name = "mini"
    ungradable = frozenset({UNGRADABLE})
    lost: ClassVar = {
        "ana_perfeita": {},
        "bia_em_branco": {"dobro": 1, "triplo": 1},
        "caio_sem_dobrar": {"dobro": 1},
        "davi_no_lugar": {"dobro": 0.25},
        "eva_colab": {"triplo": 1},
        "fabio_morre": {},
    }
    inherited: ClassVar = {"caio_sem_dobrar": {"triplo"}, "davi_no_lugar": {"triplo"}}
    told: ClassVar = {("caio_sem_dobrar", "dobro"): "Falta dobrar."}

    @pytest.fixture(scope="class")
    def lab(self, mini_class):
        return mini_class

    def test_what_colab_saved_is_read_and_said(self, cohort):
        repairs = cohort.records["eva_colab"].repairs
        assert repairs == ["formato 4.0 atualizado para 4.5 (células sem id)"]

    def test_a_broken_file_is_named_with_its_reason(self, cohort):
        assert "o conteúdo não é JSON" in cohort.failures[UNGRADABLE]

    def test_grading_again_does_nothing_and_says_so(self, lab, cohort):
        started = []
        again = grade_class.grade(lab, on_start=started.append)
        assert started == [1]  # the one that cannot be graded is tried, and named, every time
        assert again.unchanged == set(cohort.records)
        assert again.records == cohort.records

    def test_what_a_killed_run_left_of_a_folder_that_is_in_its_place_goes(self, lab, cohort):
        left = lab.course.grading_folder(lab) / "ready" / "aluno" / "tmp0"
        left.mkdir(parents=True)
        grade_class.grade(lab)
        assert not left.parent.exists()

    def test_so_does_a_file_that_it_was_writing(self, lab, cohort):
        folder = lab.course.grading_folder(lab)
        left = [folder / f".gabarito-{name}" for name in ("lista.json.x1", "pasta/um")]
        left.append(folder / "parts" / ".gabarito-parte.json.x2")
        for path in left:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        grade_class.grade(lab)
        assert not any(path.exists() for path in left)

    def test_checking_one_file_gives_the_same_record(self, lab, cohort):
        student = "caio_sem_dobrar"
        record = judge_for.check(lab, self.submission(lab, student))
        assert record.questions == cohort.records[student].questions
