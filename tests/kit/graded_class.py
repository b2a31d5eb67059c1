"""What every made-up class must show, graded by gabarito.

A test module makes a subclass whose name starts with ``Test``, with the fixture ``lab``.
"""

from __future__ import annotations

import shutil
from typing import ClassVar

import msgspec
import nbformat
import pytest
from nbgrader.api import Gradebook

from gabarito.course.layout import Course
from gabarito.grading import grade_class
from gabarito.grading.stored import autograded_folder, stored_record
from gabarito.nbgrader_api import converters
from gabarito.notebook import lab_text


class GradedClass:
    """The class of one lab.

    Attributes:
        name: the lab.
        lost: points that each student loses, by question; None where the answer has several
            mistakes and only that it loses some is stated.
        inherited: questions that each student gets by way of inherited errors.
        told: words that a student reads at a question, since it is a known mistake.
        ungradable: the students whose file cannot be graded.
    """

    name: ClassVar[str]
    lost: ClassVar[dict[str, dict[str, float | None]]]
    inherited: ClassVar[dict[str, set[str]]] = {}
    told: ClassVar[dict[tuple[str, str], str]] = {}
    ungradable: ClassVar[frozenset[str]] = frozenset()

    @pytest.fixture(scope="class")
    def lab(self, tmp_path_factory):
        """The lab in a course of its own, with its class enrolled."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    def cohort(self, lab):
        return grade_class.grade(lab, workers=2)

    def kept(self, lab, cohort):
        """What is stored of each student, but for how long it took."""
        return {
            student: (
                msgspec.structs.replace(record, timings={}),
                (autograded_folder(lab, student) / f"{self.name}.ipynb").read_bytes(),
            )
            for student, record in cohort.records.items()
        }

    def submission(self, lab, student):
        return lab.course.submitted / student / self.name / f"{self.name}.ipynb"

    def test_who_can_be_graded_and_who_cannot(self, lab, cohort):
        submitted = set(lab.course.submissions(lab))
        assert set(cohort.records) == submitted - self.ungradable == set(self.lost)
        assert set(cohort.failures) == self.ungradable

    def test_one_worker_or_two_and_once_or_twice_give_the_same_bytes(self, lab, cohort, tmp_path):
        shutil.copytree(lab.course.root, tmp_path / "curso")
        twin = Course.at(tmp_path / "curso").lab(self.name)
        again = grade_class.grade(twin, workers=1, force=True, students=list(cohort.records))
        assert not again.unchanged
        assert self.kept(twin, again) == self.kept(lab, cohort)

    def test_who_makes_a_known_mistake_reads_what_it_is(self, cohort):
        for (student, name), words in self.told.items():
            question = next(q for q in cohort.records[student].questions if q.name == name)
            assert question.mistake is not None
            assert words in "\n".join(check.message for check in question.checks)

    def test_each_student_loses_exactly_the_points_stated(self, cohort):
        for student, record in cohort.records.items():
            stated = self.lost[student]
            lost = {
                q.name: q.max_score - q.score if stated.get(q.name) is not None else None
                for q in record.questions
                if q.state != "manual" and q.score != q.max_score
            }
            assert lost == pytest.approx(stated), student

    def test_the_reference_gets_full_marks_and_the_release_none(self, cohort):
        (perfect,) = [r for student, r in cohort.records.items() if "_perfeit" in student]
        (blank,) = [r for student, r in cohort.records.items() if "_em_branco" in student]
        assert perfect.score == perfect.max_score > 0
        assert set(states(perfect).values()) <= {"passed", "manual"}
        assert (blank.score, blank.max_score) == (0.0, perfect.max_score)
        assert set(states(blank).values()) <= {"missing", "manual"}

    def test_inherited_errors_are_granted_and_marked(self, cohort):
        marked = {
            student: {q.name for q in record.questions if q.inherited_error}
            for student, record in cohort.records.items()
        }
        assert {student: names for student, names in marked.items() if names} == self.inherited

    def test_the_gradebook_holds_the_same_grades(self, lab, cohort):
        with converters.quiet(), Gradebook(lab.course.default_db) as gradebook:
            for student, record in cohort.records.items():
                held = gradebook.find_submission(self.name, student).score
                assert held == pytest.approx(record.score)

    def test_stored_results_are_the_records(self, lab, cohort):
        for student, record in cohort.records.items():
            assert stored_record(lab, student) == record
        for student in self.ungradable:
            assert not autograded_folder(lab, student).exists()

    def test_outputs_of_demo_cells_are_kept_and_marked(self, lab, cohort):
        (student,) = [student for student in cohort.records if "_perfeit" in student]
        path = autograded_folder(lab, student) / f"{self.name}.ipynb"
        demos = [cell for cell in nbformat.read(path, as_version=4).cells if lab_text.is_demo(cell)]
        assert demos
        assert all(cell.metadata["gabarito"] == {"kept_outputs": True} for cell in demos)
        assert all(cell.execution_count is None for cell in demos)


def states(record):
    return {question.name: question.state for question in record.questions}
