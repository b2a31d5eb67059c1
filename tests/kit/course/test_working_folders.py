"""Folders that a clone already has, each with a line that says what comes there."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from gabarito.authoring import made_up_class
from gabarito.pages.student import graded_students

GRADERS = {
    "gabarito": ["gabarito", "grade", "mini"],
    "nbgrader": ["nbgrader", "autograde", "mini"],
}


@pytest.fixture
def cloned(mini):
    """The small course with the notes of a clone, and one student's submission."""
    for folder in (mini.course.submitted, mini.course.autograded, mini.course.feedback):
        folder.mkdir(exist_ok=True)
        (folder / "LEIAME.md").write_text("Aqui entra alguma coisa.\n")
    path = mini.course.submitted / "ana" / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True)
    released = nbformat.read(mini.released / "mini.ipynb", as_version=4)
    path.write_bytes(made_up_class.as_json(released))
    return mini


@pytest.mark.slow(reason="whole commands, seconds each")
@pytest.mark.parametrize("command", GRADERS.values(), ids=GRADERS)
def test_a_note_in_a_working_folder_is_no_student(cloned, command):
    course = cloned.course
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=course.root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "LEIAME" not in done.stdout + done.stderr
    assert list(course.submissions(cloned)) == graded_students(cloned) == ["ana"]
    api = NbGraderAPI(CourseDirectory(root=str(course.root)))
    assert api.get_submitted_students("mini") == api.get_autograded_students("mini") == {"ana"}
