"""What students hand in where nbgrader does not look: it counts, or it is named."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile

import hostile_zips
import nbformat
import pytest
from nbgrader.api import Gradebook

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.errors import SubmissionError
from gabarito.grading import grade_class, judge_for, staging, submissions
from gabarito.grading.stored import stored_record
from gabarito.grading.submissions import Submission
from gabarito.nbgrader_api import converters

RIGHT = {"dobro": "def dobro(x):\n    return 2 * x", "triplo": "def triplo(x):\n    return 3 * x"}


def gabarito(lab, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "gabarito", *map(str, arguments)],
        cwd=lab.course.root, capture_output=True, text=True,
        env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def right(mini_template):
    """A submission that earns all points, as bytes."""
    notebook = nbformat.read(mini_template / "release/mini/mini.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = RIGHT.get(cell.id, cell.source)
    return made_up_class.as_json(notebook)


@pytest.fixture
def put(mini, right):
    """Write a file under ``submitted/``."""

    def write(place, content=right):
        path = mini.course.submitted / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write


def enroll(lab, **names):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        for student, (first, last) in names.items():
            book.add_student(student, first_name=first, last_name=last)


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def grade(lab, **options):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=1, **options)


NEAR = {
    "the lab's folder in capitals": "Mini/mini.ipynb",
    "a version of the lab's folder": "mini_v2/mini.ipynb",
    "a copy of the lab's folder": "mini (1)/mini.ipynb",
    "a space after the lab's folder": "mini /mini.ipynb",
    "a loose notebook": "mini.ipynb",
    "a loose copy": "Mini (2).ipynb",
    "a copy in the folder": "mini/mini (1).ipynb",
    "another name in the folder": "mini/resposta.ipynb",
    "an ending of a browser's": "mini/mini.ipynb.txt",
    "another ending": "mini/resposta.ipynb.json",
    "a folder in the folder": "mini/entrega/final/mini.ipynb",
}


def test_a_name_that_can_only_mean_one_thing_counts_and_the_record_says_so(mini, put):
    enroll(mini, zed=("Zé", "Dias"))
    for number, place in enumerate(NEAR.values()):
        put(f"aluno{number:02}/{place}")
    put("zip/mini/entrega.zip", zipped({"pasta/mini.ipynb": put("x/mini/mini.ipynb").read_bytes()}))
    put("zip2/mini.zip", zipped({"mini.ipynb": put("x/mini/mini.ipynb").read_bytes()}))
    cohort = grade(mini)
    assert (cohort.failures, cohort.unclear) == ({}, {})
    assert {record.score for record in cohort.records.values()} == {2.0}
    assert len(cohort.records) == len(NEAR) + 3
    repaired = {student for student, record in cohort.records.items() if record.repairs}
    assert repaired == set(cohort.records) - {"x"} == set(cohort.found_by)
    assert cohort.absent == ["zed"]
    assert cohort.complete
    again = grade(mini)
    assert again.unchanged == set(cohort.records)
    assert again.records == cohort.records


@pytest.mark.slow(reason="grades a class, seconds each")
def test_the_whole_class_is_in_the_table_whatever_its_names(mini, put, tmp_path):
    enroll(mini, ana=("Ana", "Lima"), duda=("Duda", "Sá"), joana=("Joana", "Reis"))
    put("ana/MINI/mini.ipynb")
    put("bia/mini (1)/mini.ipynb")
    put("bia/mini_v2/mini.ipynb")
    put("caio/trabalho.ipynb")
    put("Duda Sá_123_assignsubmission_file_/mini.ipynb")
    put("Eva Luz_124_assignsubmission_file_/mini.ipynb")
    put("fabio/mini/mini.ipynb")
    put("fabio/mini_v2/mini.ipynb")
    put("gil/mini/mini (1).ipynb")
    put("gil/mini/mini (2).ipynb")
    put("hugo/mini/mini.rar")
    put("ivo/mini/bomba.zip", zipped({"../../fora.ipynb": b"{}"}))
    put("solta.ipynb")
    put("turma.zip", zipped({"mini.ipynb": b"{}"}))
    (mini.course.submitted / "atalho").symlink_to(tmp_path)
    os.mkfifo(mini.course.submitted / "cano.ipynb")
    put("nome\nde\x1b[2Jfora/mini/mini.ipynb")
    os.makedirs(os.fsencode(mini.course.submitted) + b"/Jos\xe9/mini")
    put("kai/mini_v2/leia.txt", b"nada")
    done = gabarito(mini, "grade", "mini", "--workers", 2)
    assert (done.returncode, done.stderr) == (1, "")
    assert "\x1b" not in done.stdout
    said = done.stdout
    for student in ("ana", "duda", "fabio"):
        assert stored_record(mini, student).score == 2.0
    rows = {
        **dict.fromkeys(["bia", "caio", "gil", "hugo", "ivo"], "não corrigida"),
        **dict.fromkeys(["Joana Reis", "kai"], "não entregou"),
        **dict.fromkeys(["Ana Lima", "Duda Sá", "fabio"], "2"),
    }
    for student, told in rows.items():
        assert any(
            line.split("│")[1].strip() == student and line.split("│")[2].strip() == told
            for line in said.splitlines() if line.startswith("│")
        ), student  # fmt: skip
    for words in (
        "bia. Em submitted/bia mais de uma coisa pode ser a entrega de mini (mini (1), mini_v2)",
        "caio. Em submitted/caio nada diz de que lab é trabalho.ipynb",
        "gil. Em submitted/gil/mini mais de um arquivo pode ser mini.ipynb",
        "hugo. submitted/hugo/mini/mini.rar não é um zip",
        "ivo. submitted/ivo/mini/bomba.zip não pôde ser aberto",
        "submitted/Eva Luz_124_assignsubmission_file_ não diz de que aluno é",
        "submitted/fabio/mini_v2 não contou: vale submitted/fabio/mini",
        "submitted/solta.ipynb não diz de que aluno é",
        "submitted/turma.zip não diz de que aluno é",
        "submitted/cano.ipynb não diz de que aluno é",
        "submitted/atalho é um atalho",
        "tem no nome um caractere que não se vê",
        "Ana Lima: conserto: MINI conta como mini/",
        "Duda Sá: conserto: a pasta Duda Sá_123_assignsubmission_file_ conta como a de duda",
    ):
        assert words in said, words
    assert said.count("tem no nome um caractere") == 2
    page = gabarito(mini, "feedback", "mini")
    assert page.returncode == 0, page.stderr
    pages = {path.parent.name for path in mini.course.feedback.glob("*/mini.html")}
    assert pages == {"ana", "duda", "fabio"}


def test_a_student_is_one_however_the_name_is_written(mini, put):
    enroll(mini, **{"josé": ("José", "Sá"), "ana": ("Ana", "Lima"), "bia": ("Bia", "Lima")})
    put(unicodedata.normalize("NFD", "josé") + "/mini/mini.ipynb")
    put("Ana /mini/mini.ipynb")
    put("bia/mini/mini.ipynb")
    put("BIA/mini/mini.ipynb", b"{}")
    put("novo /mini/mini.ipynb")
    cohort = grade(mini)
    assert set(cohort.records) == {"josé", "ana", "bia", "novo"}
    assert {record.score for record in cohort.records.values()} == {2.0}
    assert list(cohort.unclear) == [str(mini.course.submitted / "BIA/mini")]
    assert not cohort.records["bia"].repairs
    assert cohort.records["ana"].repairs == ["a pasta Ana  conta como a de ana"]
    with converters.quiet(), Gradebook(mini.course.default_db) as book:
        assert {s.id for s in book.students} == {"josé", "ana", "bia", "novo"}


def test_two_folders_that_may_be_one_student_are_nobodys(mini, put):
    put("Ana/mini/mini.ipynb")
    put("ana/mini/mini.ipynb")
    put("bia/mini/mini.ipynb")
    cohort = grade(mini)
    assert set(cohort.records) == {"bia"}
    assert set(cohort.failures) == {"Ana", "ana"}
    assert "parecem ser do mesmo aluno" in cohort.failures["ana"]


def test_two_students_of_one_name_get_nothing_from_moodles_folder(mini, put):
    enroll(mini, a1=("Ana", "Lima"), a2=("Ana", "Lima"))
    put("Ana Lima_9_assignsubmission_file_/mini.ipynb")
    put("bia/mini/mini.ipynb")
    cohort = grade(mini)
    assert set(cohort.records) == {"bia"}
    assert cohort.absent == ["a1", "a2"]
    assert len(cohort.unclear) == 1


@pytest.mark.slow(reason="grades a class, seconds each")
def test_only_those_who_are_asked_for_are_told_of(mini, put):
    enroll(mini, joana=("Joana", "Reis"))
    put("ana/mini/mini.ipynb")
    put("bia/outra.ipynb")
    put("solta.ipynb")
    cohort = grade(mini, students=["ana"])
    assert set(cohort.records) == {"ana"}
    assert (cohort.failures, cohort.unclear, cohort.absent) == ({}, {}, [])
    cohort = grade(mini, students=["bia"])
    assert set(cohort.failures) == {"bia"}


@pytest.mark.slow(reason="grades a class, seconds each")
def test_an_unreadable_resubmission_says_that_the_old_grade_is_still_there(mini, put):
    put("ana/mini/mini.ipynb")
    grade(mini)
    put("ana/mini/mini.ipynb", b"{")
    put("bia/mini/mini.ipynb", b"{")
    cohort = grade(mini)
    assert "continua a nota da entrega anterior" in cohort.failures["ana"]
    assert "anterior" not in cohort.failures["bia"]
    with converters.quiet(), Gradebook(mini.course.default_db) as book:
        assert book.find_submission("mini", "ana").score == 2.0


BOMBS = {
    "more than anybody writes": zipped({"mini.ipynb": b"0" * (60 << 20)}),
    "too many files": zipped({f"{n}.ipynb": b"" for n in range(1200)}),
    **hostile_zips.ARCHIVES,
    **{attack: content for attack, (content, _) in hostile_zips.MEMBERS.items()},
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_hostile_zip_is_refused_in_words_and_leaves_nothing_outside(mini, put, tmp_path, kind):
    one = Submission("ana", (put("ana/mini/mini.zip", BOMBS[kind]).parent,))
    before = set(tmp_path.rglob("*"))
    with pytest.raises(SubmissionError, match=r"mini\.zip não pôde ser aberto") as error:
        staging.staged(mini, one, tmp_path / "cena")
    assert hostile_zips.MEMBERS.get(kind, ("", "("))[1] in str(error.value)
    assert [path for path in set(tmp_path.rglob("*")) - before if path.is_file()] == []


def test_what_is_refused_of_a_zip_is_left_out_and_named(mini, put, right, tmp_path):
    content = {"mini.ipynb": right, "dados.zip": zipped({"x": b""}), "timestamp.txt": b"2020-01-01"}
    one = Submission("ana", (put("ana/mini.zip", zipped(content)),))
    staged = staging.staged(mini, one, tmp_path / "cena")
    assert staged.place.read_bytes() == right
    (said,) = staged.repairs
    assert "mini.zip ficou de fora: dados.zip: é um arquivo compactado" in said
    assert staged.home == mini.course.submitted / "ana", "no date out of a zip counts"


def test_a_long_list_of_what_is_left_out_is_cut(mini, put, right, tmp_path):
    content = {"mini.ipynb": right, **{f"{n}.rar": b"" for n in range(20)}}
    one = Submission("ana", (put("ana/mini.zip", zipped(content)),))
    (said,) = staging.staged(mini, one, tmp_path / "cena").repairs
    assert said.count("compactado") == 5
    assert said.endswith("e mais 15")


@pytest.mark.slow(reason="grades a class, seconds each")
def test_a_hostile_zip_costs_its_student_only(mini, put):
    put("ana/mini/mini.zip", BOMBS["up"])
    put("bia/mini/mini.ipynb")
    cohort = grade(mini)
    assert set(cohort.records) == {"bia"}
    assert "não pôde ser aberto" in cohort.failures["ana"]
    assert not list(mini.course.autograded.glob(".gabarito-*"))


def test_a_broken_notebook_in_a_zip_is_told_by_the_zips_name(mini, put):
    put("ana/mini/mini.zip", zipped({"mini.ipynb": json.dumps([]).encode()}))
    put("bia/mini/mini.ipynb")
    told = grade(mini).failures["ana"]
    assert str(mini.course.submitted / "ana/mini") in told
    assert ".gabarito-" not in told


def test_twice_as_many_students_are_looked_through_in_twice_the_steps(mini, monkeypatch):
    steps = []
    plain = submissions._folded
    monkeypatch.setattr(submissions, "_folded", lambda name: steps.append(name) or plain(name))

    def steps_for(count):
        for number in range(count):
            folder = mini.course.submitted / f"aluno{number:03}" / mini.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / mini.notebook.name).touch()
        steps.clear()
        found = submissions.find(mini, {f"outra{number}": "" for number in range(count)})
        assert len(found.submissions) == count
        return len(steps)

    few = steps_for(50)
    assert steps_for(100) <= 2.2 * few


def test_twice_as_many_of_moodles_folders_are_looked_through_in_twice_the_steps(mini, monkeypatch):
    steps = []
    normalize = unicodedata.normalize
    monkeypatch.setattr(
        unicodedata, "normalize", lambda form, text: steps.append(text) or normalize(form, text)
    )

    def steps_for(count):
        for number in range(count):
            folder = mini.course.submitted / f"Ana {number}_{number}_assignsubmission_file_"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / mini.notebook.name).touch()
        steps.clear()
        found = submissions.find(mini, {f"a{number}": f"Ana {number}" for number in range(count)})
        assert len(found.submissions) == count
        return len(steps)

    few = steps_for(20)
    assert steps_for(40) <= 2.2 * few


def test_a_link_to_where_nobody_may_look_costs_no_other(mini, put, monkeypatch):
    put("bia/mini/mini.ipynb")
    places = [mini.course.submitted / place for place in ("ana", "caio/mini", "davi/mini.ipynb")]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to("/fechada")
    stat = os.stat

    def refused(path, *given, follow_symlinks=True, **options):
        if follow_symlinks and not isinstance(path, int) and os.path.islink(path):
            raise PermissionError(13, "Permission denied")
        return stat(path, *given, follow_symlinks=follow_symlinks, **options)

    monkeypatch.setattr(os, "stat", refused)
    assert {"ana", "bia", "caio"} & set(submissions.find(mini, {}).submissions) == {"bia"}
    with pytest.raises(SubmissionError):
        judge_for.sha256(places[-1])


def test_a_class_may_be_larger_than_what_is_looked_at_of_a_students_folder(mini, put, monkeypatch):
    monkeypatch.setattr(submissions, "_MOST_ENTRIES", 3)
    students = [f"aluno{number}" for number in range(5)]
    for student in students:
        put(f"{student}/mini/mini.ipynb")
    assert list(submissions.find(mini, {}).submissions) == students
