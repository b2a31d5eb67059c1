"""Points, extra credit and comments given by hand in Formgrader: they count, and they stay."""

from __future__ import annotations

import io
import json
import shutil

import nbformat
import pytest
from formgrader import running
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from page_words import words
from rich.console import Console

from gabarito.authoring import made_up_class
from gabarito.channels import nbgrader as channel
from gabarito.cli import tables
from gabarito.course.layout import Course
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters
from gabarito.pages import student as page_of
from gabarito.results.record import ByHand, final_score

RIGHT = {
    "dobro": "def dobro(x):\n    return 2 * x",
    "triplo": "def triplo(x):\n    return dobro(x) + x",
    "q_aberta": "Somar duas vezes.",
}


@pytest.fixture(scope="module", autouse=True)
def _nothing_kept_warm():
    yield
    channel.forget()


def hand_in(lab, student, **answers):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = lab.course.submitted / student / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_up_class.as_json(notebook))


def grade(lab, **options):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=1, **options)


def line(book, cell="q_aberta", student="ana"):
    return book.find_grade(cell, "mini", "mini", student)


def total(lab, student="ana"):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        return book.find_submission("mini", student).score


@pytest.fixture(scope="module")
def template(mini_template, tmp_path_factory):
    """The small course with one right submission, graded."""
    root = tmp_path_factory.mktemp("mao") / "curso"
    shutil.copytree(mini_template, root)
    lab = Course.at(root).lab("mini")
    hand_in(lab, "ana", **RIGHT)
    hand_in(lab, "bia")
    grade(lab)
    return root


@pytest.fixture
def lab(template, tmp_path):
    shutil.copytree(template, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")


@pytest.fixture
def formgrader(lab, tmp_path):
    (tmp_path / "jupyter").mkdir()
    with running(lab.course.root, tmp_path / "jupyter") as server:
        yield server


@pytest.mark.slow(reason="grades a class, seconds each")
def test_extra_credit_alone_given_in_formgrader_counts(lab, formgrader):
    assert total(lab) == 2.0
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        known = line(book)
        assert (known.auto_score, known.needs_manual_grade) == (0.0, True)
        comment = book.find_comment("q_aberta", "mini", "mini", "ana")
    told = formgrader.put(f"grade/{known.id}", manual_score=None, extra_credit=0.5)
    assert (told["extra_credit"], told["needs_manual_grade"]) == (0.5, False)
    formgrader.put(f"comment/{comment.id}", manual_comment="Muito bem!")
    listed = json.loads(formgrader.get("api/submissions/mini"))
    (mine,) = [one for one in listed if one["student"] == "ana"]
    assert mine["score"] == total(lab) == 2.5
    record = grade(lab).records["ana"]
    assert record.by_hand == [ByHand("q_aberta", extra_credit=0.5, comment="Muito bem!")]
    assert (record.score, final_score(record)) == (2.0, 2.5)


@pytest.mark.slow(reason="grades a class twice or more")
def test_so_it_does_after_nbgrader_autograde(lab):
    course = Course.at(lab.course.root)
    for student in ("ana", "bia"):
        converters.run(
            Autograde,
            course.config,
            root=course.root,
            lab="mini",
            db_url=course.default_db,
            student=student,
        )
    with converters.quiet(), Gradebook(course.default_db) as book:
        assert (line(book).auto_score, line(book).needs_manual_grade) == (0.0, True)
        assert book.find_comment("q_aberta", "mini", "mini", "ana").auto_comment is None
        assert not line(book, student="bia").needs_manual_grade
        line(book).extra_credit = 0.25
        book.db.commit()
    assert total(lab) == 2.25


def test_only_who_wrote_an_answer_is_to_be_read(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        assert line(book).needs_manual_grade
        assert not line(book, student="bia").needs_manual_grade
        assert not line(book, "test_dobro").needs_manual_grade


@pytest.fixture
def read(lab):
    """What a person gave: extra credit, a comment, and points in the place of a check's."""
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        line(book).extra_credit = 0.5
        book.find_comment("q_aberta", "mini", "mini", "ana").manual_comment = "Muito \x1b[2J<b>bem"
        line(book, "test_dobro").manual_score = 0.75
        line(book, "test_triplo", "bia").extra_credit = 0.25
        book.db.commit()
    return lab


GIVEN = [
    ByHand("dobro", score=0.75),
    ByHand("q_aberta", extra_credit=0.5, comment="Muito \x1b[2J<b>bem"),
]


@pytest.mark.slow(reason="grades a class twice or more")
def test_grading_again_keeps_what_was_given_and_judges_as_before(read):
    first = grade(read).records["ana"]
    assert first.by_hand == GIVEN
    hand_in(read, "ana", **{**RIGHT, "triplo": "def triplo(x):\n    return x"})
    again = grade(read).records["ana"]
    assert again.by_hand == GIVEN
    assert [(q.name, q.score) for q in again.questions] == [
        *(("dobro", 1.0), ("triplo", 0.0), ("q_aberta", 0.0)),
    ]
    assert final_score(again) == total(read) == 1.25
    forced = grade(read, force=True).records["ana"]
    assert (forced.by_hand, final_score(forced)) == (GIVEN, 1.25)


def test_what_was_given_since_is_a_change_once(read):
    assert grade(read).unchanged == set()
    assert grade(read).unchanged == {"ana", "bia"}


def test_the_class_table_says_what_was_given(read):
    shown = io.StringIO()
    tables.show_cohort(grade(read), Console(file=shown, width=100))
    said = shown.getvalue()
    assert "2,25" in said
    assert "ana, dobro: nota dada à mão: 0,75" in said
    assert "ana, q_aberta: ponto extra: 0,5, comentário: Muito <b>bem" in said
    assert "bia, triplo: ponto extra: 0,25" in said


def test_the_page_says_what_was_given_even_before_grading_again(read):
    page = words(page_of.feedback(read, "ana").read_text(encoding="utf-8"))
    assert "2,25 de 2 pontos" in page
    assert "dobro: certa, 0,75 de 1" in page
    assert "q_aberta: correção manual, ponto extra: 0,5" in page
    assert "Comentário da correção: Muito " in page
    page = words(page_of.feedback(read, "bia").read_text(encoding="utf-8"))
    assert "triplo: não respondida, 0 de 1 + ponto extra: 0,25" in page
    assert "bia: 0,25 de 2 pontos" in page


@pytest.mark.slow(reason="grades a class, seconds each")
def test_lateness_is_in_the_table_and_on_the_page(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        book.update_or_create_assignment("mini", duedate="2026-03-03 12:00:00 UTC")
    folder = lab.course.submitted / "ana" / "mini"
    (folder / "timestamp.txt").write_text("2026-03-05 15:00:00 UTC")
    config = lab.course.root / "nbgrader_config.py"
    config.write_text(f'{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    shown = io.StringIO()
    tables.show_cohort(grade(lab), Console(file=shown, width=100))
    assert "ana: entregue com atraso de 2 dias e 3 horas, desconto de 2" in shown.getvalue()
    page = words(page_of.feedback(lab, "ana").read_text(encoding="utf-8"))
    assert "Entregue com atraso de 2 dias e 3 horas, desconto de 2." in page
    assert "ana: 0 de 2 pontos" in page
    assert "atraso" not in page_of.feedback(lab, "bia").read_text(encoding="utf-8")


# --- grading again what a person has marked ---------------------------------------------


def flags(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        found = book.find_submission("mini", "ana").notebooks[0].grades
        return {one.name: (one.manual_score, one.needs_manual_grade) for one in found}


@pytest.fixture
def marked(lab):
    """A person gave points for ana's text and for one of her functions, in place of its tests'."""
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        for cell, points in {"q_aberta": 0.0, "test_dobro": 0.75}.items():
            marked = line(book, cell)
            marked.manual_score, marked.needs_manual_grade = points, False
        book.find_comment("q_aberta", "mini", "mini", "ana").manual_comment = "Bem dito."
        book.db.commit()
    return lab


MARKED = {"q_aberta": (0.0, False), "test_dobro": (0.75, False), "test_triplo": (None, False)}


def test_force_leaves_what_a_person_has_marked(marked):
    assert flags(marked) == MARKED
    record = grade(marked, force=True).records["ana"]
    assert flags(marked) == MARKED
    assert not [warning for warning in record.warnings if "à mão" in warning]
    assert total(marked) == 1.75


def test_an_answer_that_changed_is_to_be_marked_again_and_the_old_points_are_told(marked):
    hand_in(marked, "ana", **{**RIGHT, "q_aberta": "Outra coisa."})
    record = grade(marked).records["ana"]
    assert flags(marked) == {**MARKED, "q_aberta": (0.0, True), "test_dobro": (0.75, True)}
    told = [warning for warning in record.warnings if "dada à mão" in warning]
    assert [warning.partition(" é de antes")[0] for warning in told] == [
        "dobro: a nota dada à mão (0,75)",
        "q_aberta: a nota dada à mão (0)",
    ]
    with converters.quiet(), Gradebook(marked.course.default_db) as book:
        for cell in ("q_aberta", "test_dobro"):
            line(book, cell).needs_manual_grade = False
        book.db.commit()
    record = grade(marked).records["ana"]
    assert not [warning for warning in record.warnings if "dada à mão" in warning]


@pytest.mark.slow(reason="grades a class twice or more")
def test_points_by_hand_for_a_text_stay_where_only_code_changed(marked):
    hand_in(marked, "ana", **{**RIGHT, "triplo": "def triplo(x):\n    return x * 3"})
    grade(marked)
    assert flags(marked) == {**MARKED, "test_dobro": (0.75, True)}
