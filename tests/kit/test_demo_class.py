"""The made-up class of Lab 3, graded by gabarito and by an nbgrader that knows nothing of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from gabarito import demo, engine, grade, nbgrader_app, text
from gabarito.course import Course

ROOT = Path(__file__).parents[2]
LAB = "lab3_rede_densa"

PLAIN_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "outro_curso"
c.Execute.timeout = 10
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Lab 3 in a course of its own, with its class enrolled."""
    return demo.prepare(Course.at(ROOT).lab(LAB), tmp_path_factory.mktemp("turma") / "curso")


@pytest.fixture(scope="module")
def plain(lab, tmp_path_factory):
    """The same source and submissions under plain nbgrader, started in the background."""
    root = tmp_path_factory.mktemp("puro")
    shutil.copytree(lab.folder, root / "source" / LAB)
    shutil.copytree(lab.course.submitted, root / "submitted")
    (root / "nbgrader_config.py").write_text(PLAIN_CONFIG)
    subprocess.run(_nbgrader("generate_assignment"), cwd=root, check=True, capture_output=True)
    process = subprocess.Popen(
        _nbgrader("autograde"), cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield root, process
    process.kill()


def _nbgrader(step):
    """Command of one nbgrader step; it looks for alembic in PATH, as an active venv has it."""
    folder = Path(sys.executable).parent
    return ["env", f"PATH={folder}:{os.environ['PATH']}", folder / "nbgrader", step, LAB]


@pytest.fixture(scope="module")
def cohort(lab, plain):
    return grade.grade(lab, workers=2)


@pytest.fixture(scope="module")
def plain_scores(plain, cohort):
    """What plain nbgrader gave: student → question → points."""
    root, process = plain
    process.wait(timeout=400)
    with nbgrader_app.quiet(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                g.name.removeprefix("test_"): g.auto_score for g in submission.notebooks[0].grades
            }
            for submission in gradebook.assignment_submissions(LAB)
        }


def scores(record):
    return {question.name: question.score for question in record.questions}


def states(record):
    return {question.name: question.state for question in record.questions}


def test_who_can_be_graded_and_who_cannot(lab, cohort):
    submitted = set(lab.course.submissions(lab))
    assert len(submitted) >= 8
    assert set(cohort.records) == submitted - {"iris_corrompida"}
    assert "o conteúdo não é JSON" in cohort.failures["iris_corrompida"]


def test_the_reference_gets_full_marks_and_the_release_none(cohort):
    perfect, blank = cohort.records["ana_perfeita"], cohort.records["bruno_em_branco"]
    assert (perfect.score, perfect.max_score) == (10.0, 10.0)
    assert set(states(perfect).values()) == {"passed", "manual"}
    assert (blank.score, blank.max_score) == (0.0, 10.0)
    assert set(states(blank).values()) == {"missing", "manual"}


def test_half_done_is_half_the_points(cohort):
    record = cohort.records["carla_metade"]
    assert record.score == 5.0
    assert set(states(record).values()) == {"passed", "missing", "manual"}


def test_an_endless_cell_costs_itself_only(cohort):
    assert cohort.records["gabriela_laco"].score == 10.0


def test_a_wrong_transpose_costs_its_question_only_even_from_colab(cohort):
    record = cohort.records["heitor_colab"]
    wrong = {name for name, state in states(record).items() if state not in ("passed", "manual")}
    assert wrong == {"vetorize_imagens"}
    assert record.repairs == ["formato 4.0 atualizado para 4.5 (células sem id)"]


def test_an_overwritten_cache_is_seen(cohort):
    questions = {q.name: q for q in cohort.records["diego_db_alias"].questions}
    failed = [c.name for c in questions["linear_backward"].checks if c.state != "passed"]
    assert failed == ["test_cache_intacto"]


def test_every_bug_of_the_messy_student_is_found(cohort):
    state = states(cohort.records["elisa_doc_001"])
    right = {name for name, one in state.items() if one == "passed"}
    assert right == {"linear_forward", "linear_backward", "vetorize_imagens"}


def test_without_its_imports_only_what_needs_none_works(cohort):
    state = states(cohort.records["fabio_import"])
    assert {name for name, one in state.items() if one == "passed"} == {
        "atualize_parametros",
        "vetorize_imagens",
    }


def test_plain_nbgrader_agrees_question_by_question(cohort, plain_scores):
    assert set(cohort.records) <= set(plain_scores)
    for student, record in cohort.records.items():
        judged = {q.name: q.score for q in record.questions if q.state != "manual"}
        plain = {name: plain_scores[student][name] for name in judged}
        assert plain == pytest.approx(judged), student


def test_plain_nbgrader_leaves_the_free_text_to_a_person(plain_scores):
    assert plain_scores["ana_perfeita"]["q_estagnacao"] is None  # answered: nobody read it yet


def test_the_gradebook_holds_the_same_grades(lab, cohort):
    with nbgrader_app.quiet(), Gradebook(lab.course.default_db) as gradebook:
        for student, record in cohort.records.items():
            assert gradebook.find_submission(LAB, student).score == pytest.approx(record.score)


def test_a_written_answer_waits_for_a_person(lab, cohort):
    with nbgrader_app.quiet(), Gradebook(lab.course.default_db) as gradebook:
        for student, waits in (("ana_perfeita", True), ("bruno_em_branco", False)):
            grade_of = gradebook.find_grade("q_estagnacao", LAB, LAB, student)
            assert grade_of.needs_manual_grade is waits


def test_stored_results_are_the_records(lab, cohort):
    for student, record in cohort.records.items():
        assert grade.stored_record(lab, student) == record
    assert not grade.autograded_folder(lab, "iris_corrompida").exists()


def test_grading_again_does_nothing_and_says_so(lab, cohort):
    started = []
    again = grade.grade(lab, on_start=started.append)
    assert started == [1]  # the one that cannot be graded is tried, and named, every time
    assert again.unchanged == set(cohort.records)
    assert again.records == cohort.records


def test_outputs_of_demo_cells_are_kept_and_marked(lab, cohort):
    path = grade.autograded_folder(lab, "ana_perfeita") / f"{LAB}.ipynb"
    demos = [cell for cell in nbformat.read(path, as_version=4).cells if text.is_demo(cell)]
    assert demos
    assert all(cell.metadata["gabarito"] == {"kept_outputs": True} for cell in demos)
    assert all(cell.execution_count is None for cell in demos)


def test_checking_one_file_gives_the_same_record(lab, cohort, tmp_path):
    path = lab.course.submitted / "diego_db_alias" / LAB / f"{LAB}.ipynb"
    judged = engine.judge(
        engine.Job(lab.course.root, LAB, engine.prepare(lab, tmp_path), path, "diego_db_alias")
    ).record
    stored = cohort.records["diego_db_alias"]
    assert json.dumps(scores(judged)) == json.dumps(scores(stored))
    assert judged.questions == stored.questions
