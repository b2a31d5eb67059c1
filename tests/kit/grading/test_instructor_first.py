"""Before a class is graded, the instructor's own notebook is."""

from __future__ import annotations

import shutil

import nbformat
import pooch
import pytest
from plain_courses import KERNEL, cell, plain

from gabarito.authoring import build
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class, instructor_first


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    """What is remembered of sources, here only."""
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache" / name)


def course(root, *cells, config=""):
    (root / "source/ps").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(f"c = get_config()\n{config}\n")
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": dict(KERNEL)})
    nbformat.write(notebook, root / "source/ps/p1.ipynb")
    shutil.copytree(root / "source/ps", root / "submitted/ana/ps")
    return Course.at(root)


TEST = cell("t", "assert dois == 2", points=2)
LACKING = plain("# dados\nimport biblioteca_que_falta\ndois = biblioteca_que_falta.dois()")


def test_a_source_that_loses_points_is_told_and_nobody_is_graded(tmp_path):
    made = course(tmp_path / "curso", LACKING, TEST)
    with pytest.raises(CourseError, match=r"t fica com 0 de 2.*célula 1 de p1.*# dados") as raised:
        grade_class.grade(made.gradable("ps"), workers=1)
    assert "O módulo biblioteca_que_falta não existe onde a correção roda" in str(raised.value)
    assert "importa e não existe ali: biblioteca_que_falta)" in str(raised.value)
    assert "c.Gabarito.check_source = False" in str(raised.value)
    assert not (made.root / "gradebook.db").exists()
    assert not made.of_students("autograded", made.gradable("ps"))


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_package_that_only_a_student_imports_costs_nothing_that_does_not_use_it(tmp_path):
    made = course(tmp_path / "curso", plain("dois = 2"), TEST)
    (entry,) = (made.root / "submitted").rglob("*.ipynb")
    notebook = nbformat.read(entry, as_version=4)
    notebook.cells[0].source = "import biblioteca_que_falta as b\nb.tema()\ndois = 2"
    nbformat.write(notebook, entry)
    record = grade_class.grade(made.gradable("ps"), workers=1).records["ana"]
    assert record.score == 2
    assert record.not_installed == ["biblioteca_que_falta"]
    assert any("biblioteca_que_falta não existe" in said for said in record.warnings)


def test_a_teacher_who_means_it_says_so_in_the_configuration(tmp_path):
    made = course(tmp_path / "curso", LACKING, TEST, config="c.Gabarito.check_source = False")
    assert grade_class.grade(made.gradable("ps"), workers=1).records["ana"].score == 0


@pytest.mark.slow(reason="grades a class, seconds each")
def test_a_source_with_full_marks_is_judged_once_until_it_changes(tmp_path, monkeypatch):
    made = course(tmp_path / "curso", plain("dois = 2"), TEST)
    judged = []
    true_judge = instructor_first._judged
    monkeypatch.setattr(
        instructor_first, "_judged", lambda *where: judged.append(where) or true_judge(*where)
    )
    grade_class.grade(made.gradable("ps"), workers=1)
    grade_class.grade(made.gradable("ps"), workers=1, force=True)
    assert len(judged) == 1
    (made.root / "source/ps/novo.txt").write_text("x")
    grade_class.grade(made.gradable("ps"), workers=1)
    assert len(judged) == 2


@pytest.mark.slow(reason="grades a class twice or more")
def test_hidden_tests_and_solutions_do_not_matter_to_where_answers_stand(tmp_path):
    answered = "### BEGIN SOLUTION\ndois = 2\n### END SOLUTION"
    hidden = "assert dois\n### BEGIN HIDDEN TESTS\nassert dois == 2\n### END HIDDEN TESTS"
    made = course(tmp_path / "curso", cell("r", answered, solution=True),
                  cell("t", hidden, points=1))  # fmt: skip
    cohort = grade_class.grade(made.gradable("ps"), workers=1)
    assert cohort.records["ana"].score == 1


@pytest.mark.slow(reason="grades a class twice or more")
def test_big_files_of_the_source_are_no_obstacle(tmp_path):
    made = course(tmp_path / "curso", plain("import os\ndois = os.path.getsize('d.bin') >> 24"),
                  cell("t", "assert dois == 2", points=1))  # fmt: skip
    for folder in ("source", "submitted/ana"):
        (made.root / folder / "ps/d.bin").write_bytes(bytes(2 << 24))
    assert grade_class.grade(made.gradable("ps"), workers=1).records["ana"].score == 1


def test_a_labs_own_reference_is_judged_too(mini):
    student = mini.course.submitted / "ana/mini"
    student.mkdir(parents=True)
    shutil.copy(mini.released / "mini.ipynb", student)
    text = mini.text.read_text()
    assert "np.multiply(2, x)" in text
    mini.text.write_text(text.replace("np.multiply(2, x)", "np.multiply(3, x)"))
    build.build(mini)
    with pytest.raises(CourseError, match="a questão dobro fica com"):
        grade_class.grade(mini, workers=1)


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_source_that_is_changed_while_it_is_judged_is_not_known_to_earn_all(
    tmp_path, monkeypatch
):
    made = course(tmp_path / "curso", plain("dois = 2"), TEST)
    judged = instructor_first._judged

    def change_and_judge(lab, *given):
        found = judged(lab, *given)
        (lab.folder / "dados.txt").write_text("outros")
        return found

    monkeypatch.setattr(instructor_first, "_judged", change_and_judge)
    with pytest.raises(CourseError, match="mudou durante a correção"):
        grade_class.grade(made.gradable("ps"), workers=1)
    (made.root / "source/ps/dados.txt").unlink()
    monkeypatch.setattr(instructor_first, "_judged", lambda *_: pytest.fail("judged again"))
    with pytest.raises(pytest.fail.Exception, match="judged again"):
        grade_class.grade(made.gradable("ps"), workers=1)
