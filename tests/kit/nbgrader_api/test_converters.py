"""Courses and students whose names nbgrader would take for patterns."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.converters import GenerateAssignment
from nbgrader_steps import nbgrader_command

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.grading.stored import stored_record
from gabarito.nbgrader_api import converters

BIN = Path(sys.executable).parent
MISREAD = "curso (1) + {x} 100% é"
"""A glob takes these characters for themselves; regular expressions and format strings do not."""

STUDENTS = ["[turma]", "ana (1)", "zé + {y} 5%"]
RIGHT = "def dobro(x):\n    return 2 * x"


def run(root, *command):
    program, *arguments = command
    words = nbgrader_command() if program == "nbgrader" else [BIN / program]
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*words, *arguments],
        cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture
def placed(mini_template, tmp_path):
    """Put the small course at a path, with submissions of students."""

    def place(*names, students=STUDENTS):
        root = tmp_path.joinpath(*names)
        shutil.copytree(mini_template, root)
        lab = Course.at(root).lab("mini")
        notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
        next(cell for cell in notebook.cells if cell.id == "dobro").source = RIGHT
        for student in students:
            folder = lab.course.submitted / student / "mini"
            folder.mkdir(parents=True)
            (folder / "mini.ipynb").write_bytes(made_up_class.as_json(notebook))
        return lab

    return place


def test_what_nbgrader_refuses_is_told_whatever_else_silences_its_log(mini, monkeypatch):
    monkeypatch.setattr(logging.getLogger("traitlets"), "disabled", True)
    mini.notebook.write_text("{")
    with pytest.raises(converters.ConversionError) as raised:
        converters.run(
            GenerateAssignment, mini.course.config, root=mini.course.root, lab="mini",
            db_url=mini.course.default_db,
        )  # fmt: skip
    assert "JSON" in raised.value.reason


@pytest.mark.slow(reason="whole commands of nbgrader")
def test_a_course_and_students_of_any_name_go_the_whole_way(placed):
    lab = placed("aulas [2026]", MISREAD)
    before = (lab.released / "mini.ipynb").read_bytes()
    for path in (lab.notebook, lab.released / "mini.ipynb"):
        path.unlink()
    run(lab.course.root, "gabarito", "build", "mini")
    (lab.folder / ".ipynb_checkpoints").mkdir()
    shutil.copy(lab.notebook, lab.folder / ".ipynb_checkpoints")  # is no part of the release
    run(lab.course.root, "gabarito", "release", "mini")
    assert (lab.released / "mini.ipynb").read_bytes() == before
    entry = lab.course.submitted / "[turma]" / "mini" / "mini.ipynb"
    assert "dobro: certa, 1 de 1" in run(lab.course.root, "gabarito", "check", "mini", entry).stdout
    run(lab.course.root, "gabarito", "grade", "mini", "--workers", "1")
    run(lab.course.root, "gabarito", "feedback", "mini")
    for student in STUDENTS:
        assert stored_record(lab, student).score == 1.0
        page = (lab.course.feedback / student / "mini.html").read_text("utf-8")
        assert "<strong>1</strong> de 2 pontos" in page
        assert "_SEGREDO" not in page


@pytest.mark.slow(reason="three of nbgrader's own commands, each with a start of seconds")
def test_nbgraders_own_commands_work_where_no_bracket_is_in_the_way(placed):
    lab = placed(MISREAD, students=["ana (1)", "zé + {y} 5%"])
    run(lab.course.root, "nbgrader", "generate_assignment", "mini", "--force")
    run(lab.course.root, "nbgrader", "autograde", "mini")
    run(lab.course.root, "nbgrader", "generate_feedback", "mini")
    for student in ("ana (1)", "zé + {y} 5%"):
        assert stored_record(lab, student).score == 1.0
        folder = lab.course.feedback / student / "mini"
        assert "<strong>1</strong> de 2 pontos" in (folder / "mini.html").read_text("utf-8")
        assert not list(folder.glob("result*"))
