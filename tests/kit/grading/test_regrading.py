"""The same bytes earn the same grade in one class, whatever changed between two runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde

from gabarito.authoring import build, made_up_class, release
from gabarito.channels import nbgrader as channel
from gabarito.channels.gradescope import package as gradescope
from gabarito.channels.otter import package as otter
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class, judge_for
from gabarito.grading.stored import autograded_folder, stored_record
from gabarito.nbgrader_api import converters

WRONG_FOR_NEGATIVES = "def dobro(x):\n    return 2 * abs(x)"
RIGHT = "def dobro(x):\n    return 2 * x"
TRIPLO = "def triplo(x):\n    return dobro(x) + x * UM"

MISTAKES = """
from gabarito.checks import mistake


@mistake("dobro", diagnosis="{diagnosis}")
def sem_sinal(x):
    return 2 * abs(x)
"""


@pytest.fixture(scope="module", autouse=True)
def _nothing_kept_warm():
    yield
    channel.forget()


def hand_in(lab, student, dobro=WRONG_FOR_NEGATIVES, triplo=TRIPLO):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    answers = {"dobro": dobro, "triplo": triplo}
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = lab.course.submitted / student / "mini" / "mini.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_up_class.as_json(notebook))
    return path


def grade(lab, **options):
    """Grade as a new run of the command does, the configuration read anew."""
    fresh = Course.at(lab.course.root).lab("mini")
    return grade_class.grade(fresh, **{"workers": 1, **options})


def anonymous(record):
    return msgspec.structs.replace(record, student=None, timings={})


def totals(lab, db_url=None):
    with converters.quiet(), Gradebook(db_url or lab.course.default_db) as book:
        found = book.assignment_submissions("mini")
        return {entry.student.id: (entry.score, entry.max_score) for entry in found}


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def append(path, line):
    path.write_text(f"{path.read_text()}\n{line}\n")


# --- what changes between two runs -----------------------------------------------------


def rebuilt(change):
    """The change, taken into the built notebook as the professor is told to."""

    def change_and_build(lab):
        change(lab)
        build.build(Course.at(lab.course.root).lab("mini"))

    return change_and_build


def check_body(lab):
    edit(lab.checks_file("dobro"), "2 * np.array([7.5, -3.25])", "2 * np.abs([7.5, -3.25])")


def points(lab):
    edit(lab.checks_file("dobro"), "points=0.25)", "points=0.75)")


def tolerance(lab):
    edit(lab.checks_file("dobro"), "2 * _SEGREDO, name", "2 * _SEGREDO, rtol=9, name")


def shipped_helper(lab):
    edit(lab.course.utils / "apoio.py", "UM = 1", "UM = -1")


def text(lab):
    edit(lab.text, "np.multiply(2, x)", "2 * np.abs(x)")


def diagnosis(lab):
    edit(lab.checks / "mistakes.py", "Falta o sinal.", "O sinal de x se perdeu.")


def helper_of_checks(lab):
    edit(lab.course.utils / "casos.py", "[1.0, 2.0]", "[1.0, -2.0]")


def credit(lab):
    append(lab.course.root / "nbgrader_config.py", "c.Gabarito.inherited_credit = 0.5")


def cell_limit(lab):
    append(lab.course.root / "nbgrader_config.py", "c.Execute.timeout = 19")


def configuration_elsewhere(lab):
    edit(lab.course.root / "base.py", "inherited_credit = 1.0", "inherited_credit = 0.25")


CHANGES = {
    "the body of a check": rebuilt(check_body),
    "the points of a check": rebuilt(points),
    "the tolerance of a check": rebuilt(tolerance),
    "a helper that students get": rebuilt(shipped_helper),
    "the reference answer": rebuilt(text),
    "the diagnosis of a known mistake": diagnosis,
    "a helper that only the checks use": helper_of_checks,
    "the credit for inherited errors": credit,
    "the time limit of a cell": cell_limit,
    "a configuration file that the configuration reads": configuration_elsewhere,
}


@pytest.fixture(scope="module")
def template(mini_template, tmp_path_factory):
    """A course whose grades depend on everything that :data:`CHANGES` changes; Ana handed in."""
    root = tmp_path_factory.mktemp("refaz") / "curso"
    shutil.copytree(mini_template, root)
    mini = Course.at(root).lab("mini")
    (mini.checks / "mistakes.py").write_text(MISTAKES.format(diagnosis="Falta o sinal."))
    (mini.course.utils / "casos.py").write_text("ENTRADA = [1.0, 2.0]\n")
    path = mini.checks_file("triplo")
    edit(path, "import numpy as np\n", "import numpy as np\nfrom casos import ENTRADA\n")
    edit(path, "triplo(np.array(_ENTRADA)), [3.0, 6.0]", "triplo(np.array(ENTRADA)), [3.0, 6.0]")
    (root / "base.py").write_text("c = get_config()\nc.Gabarito.inherited_credit = 1.0\n")
    append(root / "nbgrader_config.py", 'load_subconfig("base.py")')
    append(root / "nbgrader_config.py", "c.Gabarito.check_source = False")  # some changes break it
    lab = Course.at(root).lab("mini")
    build.build(lab)
    hand_in(lab, "ana")
    return root


@pytest.fixture(scope="module")
def graded_template(template, tmp_path_factory):
    """The same course after Ana was graded."""
    root = tmp_path_factory.mktemp("corrigida") / "curso"
    shutil.copytree(template, root)
    assert set(grade(Course.at(root).lab("mini")).records) == {"ana"}
    return root


@pytest.fixture
def course(template, tmp_path):
    shutil.copytree(template, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")


@pytest.fixture
def graded(graded_template, tmp_path):
    shutil.copytree(graded_template, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")


@pytest.mark.slow(reason="grades a class twice or more")
@pytest.mark.parametrize("what", CHANGES)
def test_the_same_bytes_earn_the_same_after_a_change_of(graded, what):
    before = stored_record(graded, "ana")
    CHANGES[what](graded)
    hand_in(graded, "bia")
    cohort = grade(graded)
    assert "ana" not in cohort.unchanged
    assert anonymous(cohort.records["ana"]) == anonymous(cohort.records["bia"])
    found = totals(graded)
    assert found["ana"] == found["bia"] == (cohort.records["ana"].score, before_max(what))
    if what != "the time limit of a cell":  # all others show in the record
        assert anonymous(before) != anonymous(cohort.records["ana"])


def before_max(what):
    return 2.5 if what == "the points of a check" else 2.0


STALE = {
    "the body of a check": check_body,
    "the points of a check": points,
    "the tolerance of a check": tolerance,
    "a helper that students get": shipped_helper,
    "the reference answer": text,
}


@pytest.mark.parametrize("what", STALE)
def test_a_build_older_than_what_it_is_made_from_is_refused(course, what):
    STALE[what](course)
    fresh = Course.at(course.course.root).lab("mini")
    notebook = hand_in(course, "bia")
    with pytest.raises(CourseError, match="rode `gabarito build mini`"):
        grade_class.grade(fresh, workers=1)
    with pytest.raises(CourseError, match="rode `gabarito build mini`"):
        judge_for.check(fresh, notebook)
    assert not course.course.autograded.exists()


def autograde(lab):
    """What Formgrader's button does, in the process of its server."""
    converters.run(
        Autograde,
        Course.at(lab.course.root).config,
        root=lab.course.root,
        lab="mini",
        db_url=lab.course.default_db,
        student="ana",
    )


CHANNELS = {
    "the package for Gradescope": gradescope.package,
    "the package for otter": otter.autograder,
    "nbgrader": autograde,
    "the release": release.release,
}


@pytest.mark.parametrize("channel", CHANNELS)
def test_so_it_is_by(course, channel):
    check_body(course)
    with pytest.raises(
        (CourseError, converters.ConversionError), match="rode `gabarito build mini`"
    ):
        CHANNELS[channel](Course.at(course.course.root).lab("mini"))


@pytest.mark.slow(reason="grades a class twice or more")
def test_formgrader_judges_by_the_build_of_now_however_long_it_runs(course):
    autograde(course)
    assert totals(course)["ana"] == (1.0, 2.0)  # no hidden check of dobro passes
    rebuilt(check_body)(course)
    autograde(course)
    assert totals(course)["ana"] == (1.75, 2.0)
    edit(course.course.utils / "casos.py", "[1.0, 2.0]", "[1.0, -2.0]")
    autograde(course)
    assert totals(course)["ana"] == (1.5, 2.0)


def test_a_notebook_that_was_only_run_and_saved_is_no_other_build(course):
    notebook = course.built()
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("stream", text="saída")]
        cell.metadata["execution"] = {"iopub.status.busy": "2026-03-01T12:00:00Z"}
    notebook.metadata["language_info"]["version"] = "3.13.1"
    course.notebook.write_text(nbformat.writes(notebook, indent=4))
    assert set(grade(course).records) == {"ana"}


# --- what is not in the course ---------------------------------------------------------


@pytest.mark.slow(reason="grades a class twice or more")
def test_another_version_of_a_library_grades_everyone_again(graded, monkeypatch):
    from gabarito.storage import versions

    assert grade(graded).unchanged == {"ana"}
    installed = versions.installed()
    monkeypatch.setattr(versions, "installed", lambda: {**installed, "numpy": "9.9.9"})
    assert grade(graded).unchanged == set()
    monkeypatch.setattr(versions, "installed", lambda: {**installed, "seaborn": "0.13"})
    assert grade(graded).unchanged == set()


@pytest.mark.slow(reason="grades a class twice or more")
def test_another_file_of_the_package_grades_everyone_again(graded, monkeypatch, tmp_path):
    from gabarito.course import fingerprint

    copy = tmp_path / "gabarito"
    shutil.copytree(fingerprint.PACKAGE, copy)
    monkeypatch.setattr(fingerprint, "PACKAGE", copy)
    assert grade(graded).unchanged == {"ana"}
    append(copy / "judging" / "judge.py", "# outra versão")
    assert grade(graded).unchanged == set()


@pytest.mark.slow(reason="grades a class twice or more")
def test_another_tier_grades_everyone_again(graded):
    assert grade(graded, isolation="limits").unchanged == set()
    assert grade(graded, isolation="limits").unchanged == {"ana"}


def test_another_submission_is_graded_and_the_others_are_not(graded):
    hand_in(graded, "bia")
    grade(graded)
    hand_in(graded, "bia", dobro=RIGHT)
    cohort = grade(graded)
    assert cohort.unchanged == {"ana"}
    assert cohort.records["bia"].score == 2.0


@pytest.mark.slow(reason="grades a class twice or more")
def test_what_no_grade_depends_on_grades_nobody_again(graded):
    for name in ("turma.py", "equivalent.toml", "diagnoses.toml"):
        (graded.checks / name).write_text("# nada disto julga\n")
    (graded.checks / "__pycache__").mkdir(exist_ok=True)
    (graded.checks / "__pycache__" / "test_dobro.pyc").write_bytes(b"x")
    assert grade(graded).unchanged == {"ana"}


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_check_that_changes_during_a_run_is_not_taken_for_the_one_before(course):
    def interrupt(student, outcome):
        diagnosis(course)

    with pytest.raises(CourseError, match="mudou durante a correção"):
        grade(course, on_done=interrupt)
    assert grade(course).unchanged == set()


# --- the gradebook ---------------------------------------------------------------------


@pytest.mark.slow(reason="grades a class twice or more")
def test_another_gradebook_gets_every_grade(graded, tmp_path):
    other = f"sqlite:///{tmp_path / 'outro.db'}"
    cohort = grade(graded, db_url=other)
    assert cohort.unchanged == set()
    assert totals(graded, other) == {"ana": (cohort.records["ana"].score, 2.0)}
    assert grade(graded, db_url=other).unchanged == {"ana"}


def forget_student(book):
    book.remove_student("ana")


def forget_submission(book):
    book.remove_submission("mini", "ana")


def change_points(book):
    book.find_grade("test_dobro", "mini", "mini", "ana").auto_score = 0.125
    book.db.commit()


@pytest.mark.slow(reason="grades a class twice or more")
@pytest.mark.parametrize("change", [forget_student, forget_submission, change_points])
def test_a_gradebook_that_lost_a_grade_gets_it_back(graded, change):
    kept = totals(graded)
    with converters.quiet(), Gradebook(graded.course.default_db) as book:
        change(book)
    assert totals(graded) != kept
    assert grade(graded).unchanged == set()
    assert totals(graded) == kept


def test_a_new_gradebook_file_gets_every_grade(graded):
    kept = totals(graded)
    (graded.course.root / "gradebook.db").unlink()
    assert grade(graded).unchanged == set()
    assert totals(graded) == kept


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_stored_result_nobody_can_read_is_made_again(graded):
    stored = Path(autograded_folder(graded, "ana"), "result.json")
    stored.write_text("{quebrado")
    assert grade(graded).unchanged == set()
    assert grade(graded).unchanged == {"ana"}
