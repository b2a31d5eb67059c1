"""Submissions out of place in a course of plain nbgrader, of several notebooks."""

from __future__ import annotations

import io
import shutil
import zipfile

import nbformat
import pytest
from plain_courses import KERNEL, cell, locked, run_nbgrader

from gabarito.course.layout import Course
from gabarito.grading import grade_class

TASK = "lista"
SOLUTION = "def dobro(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEXT = "=== BEGIN MARK SCHEME ===\nexplica\n=== END MARK SCHEME ==="
"""nbgrader clears it with the answer that it stands in."""

NOTEBOOKS = ("parte 1", "parte_2")


def task():
    return nbformat.v4.new_notebook(
        cells=[
            locked("imports", "import math"),
            cell("dobro", SOLUTION, solution=True),
            cell("t_dobro", "assert dobro(2) == 4", points=2, locked=True),
            cell("texto", TEXT, solution=True, points=1, kind="markdown"),
        ],
        metadata={"kernelspec": dict(KERNEL)},
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """The course with two assignments, and answers to the first in a folder of their own."""
    root = tmp_path_factory.mktemp("simples")
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    for name, notebooks in {TASK: NOTEBOOKS, "outra": ("parte 9",)}.items():
        folder = root / "source" / name
        folder.mkdir(parents=True)
        for one in notebooks:
            nbformat.write(task(), folder / f"{one}.ipynb")
    run_nbgrader(root, "generate_assignment")
    answers = root / "respostas"
    shutil.copytree(root / "release" / TASK, answers)
    for path in answers.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for one in notebook.cells:
            if one.metadata.get("nbgrader", {}).get("grade_id") == "dobro":
                one.source = "def dobro(x):\n    return x + x"
        nbformat.write(notebook, path)
    return root


@pytest.fixture
def root(template, tmp_path):
    shutil.copytree(template, tmp_path / "curso")
    return tmp_path / "curso"


def put(root, place, *names):
    """Answers under the names given, one for each notebook."""
    folder = root / "submitted" / place
    folder.mkdir(parents=True)
    for notebook, name in zip(NOTEBOOKS, names, strict=False):
        shutil.copy(root / "respostas" / f"{notebook}.ipynb", folder / name)
    return folder


def grade(root):
    return grade_class.grade(Course.at(root).gradable(TASK), workers=1)


@pytest.mark.slow(reason="grades a class, seconds each")
def test_what_is_out_of_place_counts_or_is_named(root):
    right = [f"{name}.ipynb" for name in NOTEBOOKS]
    put(root, "ana/lista", *right)
    put(root, "bia/lista", right[0], "parte_2 (1).ipynb")
    put(root, "caio/Lista_v2", *right)
    put(root, "duda", *right)
    put(root, "eva/lista/entrega", *right)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in right:
            archive.write(root / "respostas" / name, f"eu/{name}")
    (put(root, "fabio/lista") / "tudo.zip").write_bytes(made.getvalue())
    put(root, "gil", "parte 9.ipynb")
    put(root, "hugo/lista (1)", *right)
    put(root, "hugo/lista (2)", *right)
    put(root, "ivo/lista", "parte 1 (1).ipynb")
    shutil.copy(root / "respostas/parte 1.ipynb", root / "submitted/ivo/lista/parte 1 (2).ipynb")
    cohort = grade(root)
    assert {student: record.score for student, record in cohort.records.items()} == dict.fromkeys(
        ["ana", "bia", "caio", "duda", "eva", "fabio"], 4.0
    )
    assert "parte_2 (1).ipynb conta como parte_2.ipynb" in cohort.records["bia"].repairs
    assert set(cohort.found_by) == {"caio", "duda", "eva", "fabio"}
    assert set(cohort.failures) == {"gil", "hugo", "ivo"}
    assert "parte 9.ipynb" in cohort.failures["gil"]
    assert not cohort.complete
    again = grade(root)
    assert again.unchanged == set(cohort.records)
    assert again.failures == cohort.failures


@pytest.mark.slow(reason="grades two assignments")
def test_a_notebook_that_two_assignments_have_says_nothing(root):
    shutil.copy(root / "source/lista/parte 1.ipynb", root / "source/outra/Parte 1.ipynb")
    put(root, "ana/lista", "parte 1.ipynb", "parte_2.ipynb")
    put(root, "bia", "parte 1.ipynb")
    cohort = grade(root)
    assert set(cohort.records) == {"ana"}
    assert "nada diz de que lab" in cohort.failures["bia"]
