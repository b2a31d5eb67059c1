"""Where nbgrader itself would give the wrong grade, on its own machinery."""

from __future__ import annotations

import subprocess

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader_steps import nbgrader_command
from traitlets.config import Config

from gabarito.authoring import made_up_class
from gabarito.channels import nbgrader as channel
from gabarito.course import at_work
from gabarito.course.layout import Course
from gabarito.errors import BusyError
from gabarito.grading import grade_class
from gabarito.grading.stored import stored_record
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.nbgrader_api import converters
from gabarito.results.job import Job


@pytest.fixture(scope="module", autouse=True)
def nothing_kept():
    """nbgrader's own process keeps a lab warm until it ends; here it is this one."""
    yield
    channel.forget()


RIGHT = "def dobro(x):\n    return 2 * x"

NOISY = """
import logging, os, sys, warnings
def dobro(x):
    print("no stderr", file=sys.stderr)
    warnings.warn("aviso")
    logging.getLogger().error("registro")
    return 2 * x
"""


def handed_in(lab, answer, tags=()):
    """A submission of `lab` with `answer` to the first question, put where nbgrader looks."""
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["dobro"].source = answer
    cells["test_dobro"].metadata["tags"] = list(tags)
    path = lab.course.submitted / "ana" / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_up_class.as_json(notebook))
    return path


def autograde(lab, config):
    """Points of the first question under nbgrader's Autograde with that configuration."""
    converters.run(
        Autograde,
        config,
        root=lab.course.root,
        lab="mini",
        db_url=lab.course.default_db,
        student="ana",
    )
    with converters.quiet(), Gradebook(lab.course.default_db) as gradebook:
        return gradebook.find_grade("test_dobro", "mini", "mini", "ana").auto_score


def test_noise_on_stderr_costs_nothing(mini):
    handed_in(mini, NOISY)
    assert autograde(mini, mini.course.config) == 1.0


SILENCED = "import verificador\nverificador.run_checks = lambda *a: None"
SILENCES = {"skipped by a tag": ("", ["skip-execution"]), "silenced by code": (SILENCED, [])}


@pytest.mark.parametrize("how", SILENCES)
def test_a_check_cell_without_output_earns_nothing_in_this_course(mini, how):
    handed_in(mini, *SILENCES[how])
    assert autograde(mini, mini.course.config) == 0.0


@pytest.mark.parametrize("how", SILENCES)
def test_the_trap_is_real(mini, how):
    """Without our step nbgrader gives full marks: the test above can fail."""
    handed_in(mini, *SILENCES[how])
    bare = Config(mini.course.config)
    del bare.Autograde["autograde_preprocessors"]
    assert autograde(mini, bare) == 1.0


@pytest.mark.slow(reason="whole commands, seconds each")
def test_the_gradebook_takes_the_record_word_under_any_configuration(mini):
    (mini.course.root / "nbgrader_config.py").write_text("c = get_config()\n")
    handed_in(mini, SILENCED)
    record = grade_class.grade(Course.at(mini.course.root).lab("mini"), workers=1).records["ana"]
    assert (record.questions[0].state, record.questions[0].score) == ("failed", 0.0)
    with converters.quiet(), Gradebook(mini.course.default_db) as gradebook:
        assert gradebook.find_grade("test_dobro", "mini", "mini", "ana").auto_score == 0.0


def test_nbgrader_itself_leaves_the_record_beside_the_notebook(mini):
    handed_in(mini, RIGHT)
    assert autograde(mini, mini.course.config) == 1.0
    assert stored_record(mini, "ana").isolation == "namespaces"


def test_grades_go_where_the_configuration_says(mini, tmp_path):
    book = f"sqlite:///{tmp_path / 'outro.db'}"
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {book!r}\n")
    handed_in(mini, RIGHT)
    grade_class.grade(Course.at(mini.course.root).lab("mini"), workers=1)
    with converters.quiet(), Gradebook(book) as gradebook:
        assert gradebook.find_submission("mini", "ana").score == 1.0


def test_a_cell_that_kills_python_costs_itself_only(mini):
    path = handed_in(mini, "import os\nos._exit(1)")
    with PreparedLab(mini) as examiner:
        record = judge.judge(examiner, Job(path)).record
    assert record.questions[0].score == 0.0
    assert "encerrou o Python" in record.warnings[0]


def autograde_command(lab):
    """What Formgrader's button does, as the command."""
    command = [*nbgrader_command("autograde", lab.name), "--create", "--force"]
    return subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)


@pytest.mark.slow(reason="whole commands of nbgrader")
def test_nbgrader_says_who_grades_a_lab_already_and_grades_it_afterwards(mini):
    handed_in(mini, RIGHT)
    with at_work.grading(mini):
        refused = autograde_command(mini)
    assert refused.returncode != 0
    assert "Já há uma correção de mini em andamento (processo" in refused.stderr
    with at_work.grading(mini, beside_others=True):  # another of nbgrader's commands
        assert autograde_command(mini).returncode == 0
    assert stored_record(mini, "ana").questions[0].score == 1.0


def test_nobody_grades_a_lab_while_nbgrader_does(mini):
    handed_in(mini, RIGHT)
    with at_work.grading(mini, beside_others=True):
        with pytest.raises(BusyError, match="Já há uma correção de mini em andamento"):
            grade_class.grade(mini, workers=1)
