"""The pages of a class: one that fails costs one page, and pictures are part of the answer."""

from __future__ import annotations

import shutil
import subprocess
import sys

import formgrader
import nbformat
import pytest
from minicourse import DOBRO
from nbgrader.api import Gradebook
from pictures import huge, picture, pixels, text

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class
from gabarito.nbgrader_api import converters
from gabarito.notebook import images
from gabarito.pages import exporter
from gabarito.pages import student as pages

STUDENTS = ["[turma]", "ana (1)", "josé", "zoe"]

WRITTEN = """Desenhei a rede:

![a rede](attachment:minha%20rede%20é%20esta.png)

![de novo](data:image/png;base64,{data})

![ao lado](figuras/rede.png)

![bomba](attachment:bomba.png)

![programa](attachment:programa.svg)

![fora](attachment:../../segredo.png)
"""
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def attach(name, content, kind="image/png"):
    return {name: {kind: text(content)}}


def hand_in(lab, student):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["dobro"].source = DOBRO
    cells["q_aberta"].source = WRITTEN.format(data=text(picture(width=17)))
    cells["q_aberta"].attachments = {
        **attach("minha rede é esta.png", picture(width=23)),
        **attach("bomba.png", huge("png")),
        **attach("programa.svg", SVG, "image/svg+xml"),
        **attach("../../segredo.png", b"nada"),
    }
    folder = lab.course.submitted / student / "mini"
    (folder / "figuras").mkdir(parents=True)
    (folder / "figuras/rede.png").write_bytes(picture(width=31))
    (folder / "mini.ipynb").write_bytes(made_up_class.as_json(notebook))


@pytest.fixture(scope="module")
def template(mini_template, tmp_path_factory):
    """The small course, its class graded."""
    root = tmp_path_factory.mktemp("corrigida") / "curso"
    shutil.copytree(mini_template, root)
    mini = Course.at(root).lab("mini")
    for student in STUDENTS:
        hand_in(mini, student)
    grade_class.grade(mini, workers=1)
    return root


@pytest.fixture
def graded(template, tmp_path):
    shutil.copytree(template, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")


def feedback(lab, *options):
    command = [sys.executable, "-m", "gabarito", "feedback", "mini", *options]
    return subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)


def endless(*_):
    while True:
        pass


def page(lab, student):
    return lab.course.feedback / student / "mini.html"


def autograded(lab, student):
    return lab.course.autograded / student / "mini" / "mini.ipynb"


@pytest.mark.slow(reason="makes the pages of a class")
def test_one_page_that_fails_costs_one_page(graded):
    feedback(graded)
    before = page(graded, "josé").read_bytes()
    autograded(graded, "josé").write_text("{")
    for student in STUDENTS:
        if student != "josé":
            page(graded, student).unlink()
    done = feedback(graded)
    assert done.returncode == 1
    assert "Sem página: josé." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert all(page(graded, student).is_file() for student in STUDENTS)
    assert page(graded, "josé").read_bytes() == before, "a good page gave way to none"


@pytest.mark.slow(reason="makes the pages of a class")
def test_a_page_that_takes_too_long_is_one_of_them(graded, monkeypatch):
    monkeypatch.setattr(pages, "PAGE_CPU_S", 0.2)
    monkeypatch.setattr(exporter.student_view, "page", endless)
    made = pages.feedback_of_all(graded)
    assert set(made.failures) == set(STUDENTS)
    assert made.written == {}


@pytest.mark.slow(reason="makes the pages of a class")
def test_only_the_pages_that_were_asked_for(graded):
    done = feedback(graded, "--student", "zoe", "--student", "[turma]")
    assert done.returncode == 0
    made = [student for student in STUDENTS if page(graded, student).exists()]
    assert made == ["[turma]", "zoe"]
    done = feedback(graded, "--student", "ninguém")
    assert done.returncode == 2
    assert "ninguém" in done.stderr
    with pytest.raises(CourseError):
        pages.graded_students(graded, ["ninguém"])


@pytest.mark.slow(reason="makes the pages of a class")
def test_pictures_of_an_answer_are_on_the_page_and_hostile_ones_are_words(graded, tmp_path):
    feedback(graded, "--student", "zoe")
    shown = page(graded, "zoe").read_text("utf-8")
    found = [
        images.from_base64(part.partition('"')[0])
        for part in shown.split('src="data:image/png;base64,')[1:]
    ]
    widths = sorted(pixels(image.content).shape[1] for image in found if image)
    assert widths == [17, 23, 31]
    assert shown.count("imagem não mostrada") == 3
    assert "alert(1)" not in shown
    kept = nbformat.read(autograded(graded, "zoe"), as_version=4)
    (answer,) = (cell for cell in kept.cells if cell.get("attachments"))
    assert len(answer.attachments) == 3


@pytest.mark.slow(reason="makes the pages of a class")
def test_formgrader_shows_them(graded, tmp_path):
    with converters.quiet(), Gradebook(graded.course.default_db) as book:
        ids = [one.id for one in book.notebook_submissions("mini", "mini")]
    with formgrader.running(graded.course.root, tmp_path) as server:
        shown = [server.get(f"submissions/{one}/?index=0") for one in ids]
    assert len(shown) == len(STUDENTS)
    assert all("Desenhei a rede" in one and "data:image/png;base64," in one for one in shown)
