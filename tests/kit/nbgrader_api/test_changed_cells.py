"""A lab that gains or loses cells after submissions: the gradebook follows, and loses nothing."""

from __future__ import annotations

import contextlib
import sqlite3

import nbformat
import pytest
from nbgrader.api import Gradebook

from gabarito.authoring import build, made_up_class, release
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters

RIGHT = {"dobro": "def dobro(x):\n    return 2 * x", "triplo": "def triplo(x):\n    return 3 * x"}

NEW_QUESTION = """
# %% [markdown] manual="q_nova" points=1
# Ou um produto por dois.
"""
OPEN_QUESTION = """# %% [markdown] manual="q_aberta" points=0
# O dobro é uma soma de parcelas iguais.

"""


def hand_in(lab, student):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = RIGHT.get(cell.id, cell.source)
    path = lab.course.submitted / student / "mini/mini.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_up_class.as_json(notebook))


def fresh(lab):
    return Course.at(lab.course.root).lab("mini")


def change_text(lab, old, new):
    text = lab.text.read_text(encoding="utf-8")
    assert old in text
    lab.text.write_text(text.replace(old, new), encoding="utf-8")
    build.build(fresh(lab))


@contextlib.contextmanager
def gradebook(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        yield book


@pytest.fixture
def graded(mini):
    """Two submissions, one of them with points and a comment given by hand."""
    hand_in(mini, "ana")
    hand_in(mini, "bia")
    grade_class.grade(mini, workers=1)
    with gradebook(mini) as book:
        book.find_grade("test_dobro", "mini", "mini", "ana").manual_score = 0.5
        book.find_comment("dobro", "mini", "mini", "ana").manual_comment = "Quase."
        book.db.commit()
    return mini


@pytest.mark.slow(reason="whole commands of nbgrader")
def test_a_new_question_gets_its_lines_and_what_was_given_stays(graded):
    change_text(graded, "# %% demo", f"{NEW_QUESTION.lstrip()}\n# %% demo")
    told = []
    cohort = grade_class.grade(fresh(graded), workers=1, say=told.append)
    assert set(cohort.records) == {"ana", "bia"}
    with gradebook(graded) as book:
        assert book.find_submission("mini", "ana").score == 1.5
        assert book.find_submission("mini", "bia").score == 2.0
        assert book.find_comment("dobro", "mini", "mini", "ana").manual_comment == "Quase."
        line = book.find_grade("q_nova", "mini", "mini", "ana")
        assert (line.auto_score, line.needs_manual_grade, line.max_score) == (None, True, 1.0)
        book.find_comment("q_nova", "mini", "mini", "bia")
    (said,) = told
    copy = graded.course.root / "gradebook.db.1.antes"
    assert str(copy) in said
    with contextlib.closing(sqlite3.connect(copy)) as old:
        names = {name for (name,) in old.execute("SELECT name FROM base_cell")}
    assert "q_nova" not in names
    assert "q_aberta" in names


@pytest.mark.slow(reason="whole commands of nbgrader")
def test_a_question_that_is_gone_leaves_with_its_automatic_points(graded):
    change_text(graded, OPEN_QUESTION, "")
    release.release(fresh(graded))
    cohort = grade_class.grade(fresh(graded), workers=1)
    assert [q.name for q in cohort.records["ana"].questions] == ["dobro", "triplo"]
    with gradebook(graded) as book:
        (notebook,) = book.find_assignment("mini").notebooks
        assert "q_aberta" not in {cell.name for cell in notebook.grade_cells}
        assert len(book.find_submission("mini", "ana").notebooks[0].grades) == 2
        assert book.find_submission("mini", "ana").score == 1.5


def test_a_question_with_work_of_a_persons_is_not_thrown_away(graded):
    with gradebook(graded) as book:
        book.find_grade("q_aberta", "mini", "mini", "bia").extra_credit = 0.25
        book.db.commit()
    change_text(graded, OPEN_QUESTION, "")
    with pytest.raises(CourseError, match=r"nota ou comentário à mão \(q_aberta\)") as raised:
        grade_class.grade(fresh(graded), workers=1)
    assert str(graded.course.root / "gradebook.db") in str(raised.value)
    with gradebook(graded) as book:
        assert book.find_grade("q_aberta", "mini", "mini", "bia").extra_credit == 0.25
    assert not list(graded.course.root.glob("gradebook.db.*"))
