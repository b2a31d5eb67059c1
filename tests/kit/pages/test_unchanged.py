"""A page that would come out as it is, is left as it is; whatever it is made of makes it anew."""

from __future__ import annotations

import shutil

import pytest
from minicourse import enroll_class
from nbgrader.api import Gradebook

from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters
from gabarito.pages import student as pages


@pytest.fixture(scope="module")
def template(mini_template, tmp_path_factory):
    """The small course, its class graded."""
    root = tmp_path_factory.mktemp("corrigida") / "curso"
    shutil.copytree(mini_template, root)
    grade_class.grade(enroll_class(Course.at(root).lab("mini")), workers=1)
    return root


@pytest.fixture
def made(template, monkeypatch, tmp_path):
    """A graded class with its pages; gives whose pages the next call makes, by its own work."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(template, tmp_path / "curso")
    lab = Course.at(tmp_path / "curso").lab("mini")
    original, done = pages.PageMaker.__call__, []

    def make(maker, student):
        done.append(student)
        return original(maker, student)

    monkeypatch.setattr(pages.PageMaker, "__call__", make)

    def again():
        done.clear()
        found = pages.feedback_of_all(Course.at(lab.course.root).lab("mini"), workers=1)
        assert not found.failures
        return lab, list(done), found.written

    again()
    return again


def test_nothing_is_made_twice(made):
    _, done, written = made()
    assert done == []
    assert len(written) > 1
    assert all(page.is_file() for page in written.values())


def comment(lab, student):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        book.find_comment("q_aberta", "mini", "mini", student).manual_comment = "Muito bem."
        book.db.commit()


def rename(lab, student):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        book.update_or_create_student(student, first_name="Íris", last_name="Sá")


def damage(lab, student):
    (lab.course.feedback / student / "mini.html").write_text("outra coisa")


def lose(lab, student):
    (lab.course.feedback / student / "mini.html").unlink()


def add_a_picture(lab, student):
    (lab.course.record_folder(lab, student) / "rede.png").write_bytes(b"x")


@pytest.mark.slow(reason="makes the pages of a class")
@pytest.mark.parametrize("change", [comment, rename, damage, lose, add_a_picture])
def test_what_changes_one_page_makes_that_one(made, change):
    lab, _, written = made()
    student = sorted(written)[0]
    change(lab, student)
    _, done, written = made()
    assert done == [student]
    assert "outra coisa" not in written[student].read_text("utf-8")
    assert made()[1] == []


def test_what_changes_all_pages_makes_all(made):
    lab, _, written = made()
    config = lab.course.root / CONFIG_FILE
    config.write_text(f"{config.read_text()}\nc.Gabarito.inherited_credit = 0.5\n")
    assert sorted(made()[1]) == sorted(written)
