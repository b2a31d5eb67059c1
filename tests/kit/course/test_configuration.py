"""Where a course's configuration is read, and the folders and students that it names."""

from __future__ import annotations

import pytest

from gabarito.course.layout import Course
from gabarito.errors import CourseError


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The user's own folder of Jupyter's configuration."""
    folder = tmp_path / "jupyter"
    folder.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder))
    return folder


def course(root, *lines):
    root.mkdir(exist_ok=True)
    (root / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *lines]) + "\n")
    return Course.at(root)


def test_the_users_own_files_count_where_the_course_says_nothing(home, tmp_path):
    (home / "nbgrader_config.py").write_text(
        "c.Execute.timeout = 5\nc.CourseDirectory.submitted_directory = 'entregas'\n"
    )
    made = course(tmp_path / "curso", "c.Execute.timeout = 7")
    assert made.config.Execute.timeout == 7
    assert made.submitted == made.root / "entregas"


def test_json_goes_before_python_and_nbgraders_file_before_jupyters(home, tmp_path):
    (home / "jupyter_config.py").write_text("c.Execute.timeout = 3\nc.Execute.kernel_name = 'a'\n")
    (home / "nbgrader_config.json").write_text('{"Execute": {"kernel_name": "b"}}')
    made = course(tmp_path / "curso", "c.Execute.timeout = 7")
    (made.root / "nbgrader_config.json").write_text('{"Execute": {"timeout": 9}}')
    assert dict(made.config.Execute) == {"timeout": 9, "kernel_name": "b"}


def test_a_file_that_does_not_run_is_named(home, tmp_path):
    (home / "nbgrader_config.py").write_text("1 / 0")
    with pytest.raises(CourseError, match=r"jupyter/nbgrader_config\.py não pôde ser lido"):
        _ = course(tmp_path / "curso").config


BY_TASK = "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'"


@pytest.mark.usefixtures("home")
def test_folders_follow_the_configured_structure(tmp_path):
    made = course(tmp_path / "curso", BY_TASK, "c.CourseDirectory.source_directory = '/fonte'")
    assert str(made.place("source", ".", "t")) == "/fonte/t"
    assert made.place("autograded", "ana", "t") == made.root / "autograded/t/ana"


@pytest.mark.usefixtures("home")
def test_students_are_those_that_the_configuration_asks_for(tmp_path):
    made = course(
        tmp_path / "curso",
        BY_TASK,
        "c.CourseDirectory.student_id = '[ab]*'",
        "c.CourseDirectory.student_id_exclude = 'bia,x'",
    )
    (made.source / "t").mkdir(parents=True)
    (made.source / "t/p.ipynb").write_text("{}")
    for name in ("ana", "bia", "caio", "alba"):
        (made.submitted / "t" / name).mkdir(parents=True)
    task = made.gradable("t")
    assert list(made.submissions(task)) == ["alba", "ana"]
    assert list(made.submissions(task, ["caio", "bia"])) == ["caio"]
    assert made.submissions(task)["ana"] == made.submitted / "t/ana"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("structure", ["{nbgrader_step}/{aluno}", "{", "{0}"])
def test_a_structure_that_cannot_be_filled_is_refused(structure, tmp_path):
    made = course(tmp_path / "curso", f"c.CourseDirectory.directory_structure = {structure!r}")
    with pytest.raises(CourseError, match="directory_structure"):
        made.place("submitted", "ana", "t")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("sqlite:///notas.db", "sqlite:///{root}/notas.db"),
        ("sqlite:////dados/notas.db", "sqlite:////dados/notas.db"),
        ("postgresql://maquina/notas", "postgresql://maquina/notas"),
    ],
)
def test_a_gradebook_named_without_a_folder_is_in_the_courses(url, found, tmp_path):
    made = course(tmp_path / "curso", f"c.CourseDirectory.db_url = {url!r}")
    assert made.default_db == found.format(root=made.root)
