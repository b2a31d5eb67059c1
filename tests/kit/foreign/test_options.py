"""What becomes of nbgrader's options: every one has a row, and what is refused is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.foreign import option_table, options
from gabarito.foreign.option_table import Treatment

DOCS = Path(__file__).parents[3] / "docs/nbgrader.md"

INHERITED = {"enabled", "default_language", "display_data_priority"}
"""Options of every step of nbgrader's: the last two are for pages, and `enabled` is like a step."""

ALL = [
    (section, name)
    for section, kind in options.SECTIONS.items()
    for name in kind.class_traits(config=True)
    if name not in INHERITED - {"enabled"}
]


def course(folder, line=""):
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n")
    return Course.at(folder)


@pytest.mark.parametrize(("section", "name"), ALL, ids=".".join)
def test_every_option_of_nbgrader_has_a_row(section, name):
    assert option_table.row(section, name).why


def test_every_row_is_of_an_option_that_nbgrader_has():
    named = {(o.section, name) for o in option_table.OPTIONS for name in o.names}
    assert {pair for pair in named if pair[1] != option_table.EVERY} <= set(ALL)


def test_the_documentation_shows_the_table():
    assert "\n".join(option_table.table()) in DOCS.read_text(encoding="utf-8")


def test_a_new_course_is_gradable(tmp_path):
    options.require_gradable(course(tmp_path))


REFUSED = {
    "notebook_id": "c.CourseDirectory.notebook_id = 'p*'",
    "root": "c.CourseDirectory.root = '/tmp'",
    "directory_structure": "c.CourseDirectory.directory_structure = "
    "'{nbgrader_step}/{student_id}/tarefa_{assignment_id}/x'",
    "autograde_preprocessors": "c.Autograde.autograde_preprocessors.insert(0, 'os.Path')",
    "sanitize_preprocessors": "c.Autograde.sanitize_preprocessors = []",
    "pre_convert_hook": "c.BaseConverter.pre_convert_hook = lambda **_: None",
    "post_convert_hook": "c.Autograde.post_convert_hook = lambda **_: None",
    "exporter_class": "c.Autograde.exporter_class = 'nbconvert.exporters.HTMLExporter'",
    "no_database": "c.GenerateAssignment.no_database = True",
    "ComputeChecksums.enabled": "c.ComputeChecksums.enabled = False",
    "SaveCells.enabled": "c.SaveCells.enabled = False",
    "Execute.enabled": "c.Execute.enabled = False",
    "interrupt_on_timeout": "c.ExecutePreprocessor.interrupt_on_timeout = False\n"
    "c.Execute.interrupt_on_timeout = False",
    "error_on_timeout": "c.Execute.error_on_timeout = {}",
    "force_raise_errors": "c.NotebookClient.force_raise_errors = True",
    "extra_arguments": "c.Execute.extra_arguments = ['--InteractiveShellApp.exec_lines=x = 1']",
    "kernel_name": "c.Execute.kernel_name = 'ir'",
    "on_notebook_start": "c.Execute.on_notebook_start = lambda **_: None",
    "on_notebook_complete": "c.Execute.on_notebook_complete = lambda **_: None",
    "on_notebook_error": "c.Execute.on_notebook_error = lambda **_: None",
    "on_cell_start": "c.Execute.on_cell_start = lambda **_: None",
    "on_cell_execute": "c.Execute.on_cell_execute = lambda **_: None",
    "on_cell_complete": "c.Execute.on_cell_complete = lambda **_: None",
    "on_cell_error": "c.Execute.on_cell_error = lambda **_: None",
    "OverwriteCells.enabled": "c.OverwriteCells.enabled = False",
    "SaveAutoGrades.enabled": "c.SaveAutoGrades.enabled = False",
}


def test_every_refused_option_is_tried_here():
    refused = [o for o in option_table.OPTIONS if o.treatment is Treatment.REFUSED]
    assert {name for o in refused for name in o.names} <= {n.split(".")[-1] for n in REFUSED}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_option_is_named_before_anything_is_graded(name, tmp_path):
    with pytest.raises(CourseError, match=name.replace(".", r"\.")) as raised:
        options.require_gradable(course(tmp_path, REFUSED[name]))
    assert "nbgrader_config.py" in str(raised.value)


@pytest.mark.parametrize(
    "line",
    [
        "c.Execute.kernel_name = 'python3'",
        "c.Execute.extra_arguments = ['--HistoryManager.hist_file=:memory:']",
        "c.Execute.error_on_timeout = {'ename': 'E', 'evalue': '', 'traceback': ['E']}",
        "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'",
        "c.Autograde.autograde_preprocessors = ['nbgrader.preprocessors.Execute', "
        "'nbgrader.preprocessors.IgnorePattern', "
        "'nbconvert.preprocessors.ClearMetadataPreprocessor', "
        "'nbgrader.preprocessors.LimitOutput', 'nbgrader.preprocessors.SaveAutoGrades', "
        "'nbgrader.preprocessors.AssignLatePenalties', "
        "'nbgrader.preprocessors.CheckCellMetadata']",
        "c.Exchange.root = '/tmp/troca'",
    ],
)
def test_values_that_say_the_same_are_accepted(line, tmp_path):
    options.require_gradable(course(tmp_path, line))


def test_the_course_may_name_its_own_folder(tmp_path):
    options.require_gradable(course(tmp_path, f"c.CourseDirectory.root = {str(tmp_path)!r}"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.NbGrader.submitted_directory = 'entregas'", r"escreva c\.CourseDirectory"),
        ("c.AutogradeApp.exclude_overwriting = {}", r"escreva c\.Autograde\b"),
        ("c.Execute.timeout = 'muito'", "não aceita um valor"),
    ],
)
def test_old_names_and_impossible_values_are_refused_with_the_right_ones(line, said, tmp_path):
    with pytest.raises(CourseError, match=said):
        options.require_gradable(course(tmp_path, line))
