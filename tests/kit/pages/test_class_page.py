"""The class's page: what it says of a class, that it keeps secrets, and stays one small file."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import time

import nbformat
import pytest
from nbgrader.api import Gradebook

from gabarito.course.layout import Course
from gabarito.course.people import Student
from gabarito.grading import grade_class
from gabarito.grading.stored import stored_record
from gabarito.nbgrader_api import converters
from gabarito.pages import class_page
from gabarito.pages import student as pages

COPIED = """restos, numero = [], 4096
while numero > 9:
    restos.append(numero % 10)
    numero = numero // 10 + restos[-1]
    if len(restos) > 50 and sum(restos) % 3 == 0:
        numero -= max(restos) - min(restos)
print("soma dos restos:", sum(restos), "<script>alert(1)</script>")
"""
EVIL = "<script>alert(1)</script>"


def report(lab, *options):
    command = [sys.executable, "-m", "gabarito", "report", *options]
    return subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)


@pytest.fixture(scope="class")
def written(mini_class):
    """The pages of a class in which one is called like an attack, and one has feedback."""
    grade_class.grade(mini_class, workers=1)
    with converters.quiet(), Gradebook(mini_class.course.default_db) as book:
        book.update_or_create_student("ana_perfeita", first_name=EVIL, last_name="=1+1")
        book.update_or_create_student("nunca_veio")
    pages.feedback(mini_class, "caio_sem_dobrar")
    done = report(mini_class, "mini")
    assert (done.returncode, done.stderr) == (0, "")
    return mini_class.course.reports


class TestThePageOfAClass:
    @pytest.fixture
    def page(self, written):
        return (written / "mini.html").read_text("utf-8")

    def test_it_says_whom_to_look_at_first(self, page):
        first = page[page.index("Quem olhar primeiro") : page.index("As questões")]
        assert re.search("gil_corrompida: entregou e não foi corrigida", first)
        assert re.search("bia_em_branco: nota zero", first)
        assert re.search(r"fabio_morre: 1 aviso\b(?!\()", first)
        assert "nunca_veio" not in first
        assert "não entregou" in page

    def test_mistakes_are_named_with_who_made_them_and_a_link(self, page):
        mistake = page[page.index("1 × sem_dobrar") :].partition("</details>")[0]
        assert "Falta dobrar." in mistake
        assert '<a href="../feedback/caio_sem_dobrar/mini.html">' in mistake

    def test_no_hidden_check_is_on_it(self, page, written):
        table = (written / "mini.csv").read_text("utf-8")
        for secret in ("_SEGREDO", "7.5", "-3.25", "HIDDEN TESTS", "test_outros_numeros"):
            assert secret not in page + table

    def test_a_name_is_text_on_the_page_and_in_the_table(self, page, written):
        assert EVIL not in page
        assert "&lt;script&gt;alert(1)" in page
        assert page.count("<script>") == 1

    def test_only_its_own_script_may_run(self, page):
        allowed = re.search(r"script-src 'sha256-([^']+)'", page)[1]
        script = page.partition("<script>")[2].partition("</script>")[0]
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert allowed == digest
        assert "default-src 'none'" in page

    def test_the_same_class_gives_the_same_bytes(self, mini_class, written, page):
        report(mini_class)
        assert (written / "mini.html").read_text("utf-8") == page
        assert '<a href="mini.html">Lab mínimo</a>' in (written / "index.html").read_text("utf-8")

    def test_a_zero_of_whoever_does_well_elsewhere_comes_first(self, mini_class, written, tmp_path):
        shutil.copytree(mini_class.course.root, tmp_path / "curso")
        lab = Course.at(tmp_path / "curso").lab("mini")
        text = lab.text.read_text("utf-8").replace("lab: mini", "lab: outro")
        lab.text.with_name("outro.py").write_text(text, "utf-8")
        right = lab.course.record_folder(lab, "ana_perfeita")
        shutil.copytree(right, right.parents[1] / "bia_em_branco" / "outro")
        assert report(lab, "mini").returncode == 0
        page = (lab.course.reports / "mini.html").read_text("utf-8")
        first = page[page.index("Quem olhar primeiro") : page.index("As questões")]
        graded = [one for one in first.split("<li>")[1:] if "não foi corrigida" not in one]
        assert re.match(r"bia_em_branco: nota zero, e \d+ % em média nos outros labs", graded[0])
        assert "bia_em_branco: nota zero, e" not in (written / "mini.html").read_text("utf-8")

    def test_answers_that_are_alike_are_told_only_when_asked_for(self, mini_class, page, tmp_path):
        shutil.copytree(mini_class.course.root, tmp_path / "curso")
        lab = Course.at(tmp_path / "curso").lab("mini")
        for student in ("ana_perfeita", "caio_sem_dobrar"):
            path = lab.course.graded_folder(lab, student) / "mini.ipynb"
            notebook = nbformat.read(path, as_version=4)
            notebook.cells.append(nbformat.v4.new_code_cell(COPIED))
            nbformat.write(notebook, path)
        assert report(lab, "mini", "--similarity").returncode == 0
        alike = (lab.course.reports / "mini.html").read_text("utf-8")
        alike = alike[alike.index("Respostas parecidas") : alike.index("Os alunos")]
        assert "caio_sem_dobrar" in alike
        assert "&lt;script&gt;alert(1)" in alike
        assert "bia_em_branco" not in alike
        assert "numero = numero // 10 + restos[-1]" in alike
        assert "Respostas parecidas" not in page


def test_a_course_without_grades_is_told_what_to_do(mini):
    for options in (["mini"], []):
        done = report(mini, *options)
        assert done.returncode == 2
        assert "gabarito grade" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow(reason="makes the page of two thousand students")
def test_two_thousand_students_fit_in_five_megabytes_and_a_minute(mini_class):
    grade_class.grade(mini_class, workers=1)
    found = stored_record(mini_class, "caio_sem_dobrar")
    everybody = [(Student(f"aluno_{n}", "Nome", f"Sobrenome {n}"), found) for n in range(2000)]
    begin = time.process_time()
    html, summary = class_page.lab_page(mini_class, "Lab", class_page.rows(mini_class, everybody))
    assert time.process_time() - begin < 60
    assert len(html.encode()) < 5 << 20
    assert summary.graded == 2000
