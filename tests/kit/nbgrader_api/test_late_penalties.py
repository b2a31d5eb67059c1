"""What lateness costs: the same as under ``nbgrader autograde``, in both directions.

What nbgrader gives is computed here, by it, on copies of the same files.
"""

from __future__ import annotations

import shutil
import subprocess

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader_steps import nbgrader_command

from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class
from gabarito.grading.stored import stored_record
from gabarito.nbgrader_api import converters
from gabarito.results.record import final_score

DUE = "2026-03-03 12:00:00 UTC"
EARLY, LATE = "2026-03-01 12:00:00 UTC", "2026-03-04 12:00:00 UTC"
DAY_S = 86_400.0

PLUGIN = '''
from nbgrader.plugins import BasePlugin


class PorDia(BasePlugin):
    """Half a point a day; and what else a plugin may answer."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        odd = {"davi": None, "eva": score + 10, "fabio": -1}
        return odd.get(student_id, 0.5 * total_seconds_late / 86400)
'''
STUDENTS = ["ana", "bia", "caio", "davi", "eva", "fabio", "gil"]


def cell(name, source, *, kind="code", **marks):
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    known = {"grade": False, "solution": False, "locked": False, "task": False, **marks}
    return make(source, metadata={"nbgrader": {**known, "grade_id": name, "schema_version": 3}})


def notebook(answer):
    cells = [
        cell("dobro", f"def dobro(x):\n    {answer}", solution=True),
        cell("t_dobro", "assert dobro(2) == 4", grade=True, locked=True, points=2),
        cell("texto", "=)", kind="markdown", grade=True, solution=True, points=4),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A plain nbgrader course: two notebooks, due, handed in by everyone a day late or in time."""
    root = tmp_path_factory.mktemp("atraso") / "curso"
    for name in ("p1", "p2"):
        path = root / "source" / "ps1" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook("return 2 * x"), path)
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    subprocess.run(
        nbgrader_command("generate_assignment", "ps1"), cwd=root, check=True, capture_output=True
    )
    with converters.quiet(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.update_or_create_assignment("ps1", duedate=DUE)
        book.update_or_create_student("caio")
        book.add_submission("ps1", "caio")
        book.grant_extension("ps1", "caio", days=2)
    for student in STUDENTS:
        hand_in(root, student)
    stamp(root, "ana", EARLY)
    (root / "submitted/gil/ps1/timestamp.txt").unlink()
    return root


def hand_in(root, student):
    folder = root / "submitted" / student / "ps1"
    folder.mkdir(parents=True)
    nbformat.write(notebook("return x + x"), folder / "p1.ipynb")
    if student in ("bia", "davi", "eva"):
        nbformat.write(notebook("return 2 * x"), folder / "p2.ipynb")
    stamp(root, student, LATE)


def stamp(root, student, when):
    (root / "submitted" / student / "ps1" / "timestamp.txt").write_text(when)


def configured(template, tmp_path, lines, only=STUDENTS):
    """Two copies of the course under those lines of configuration: nbgrader's, and ours."""
    found = []
    for name in ("deles", "nosso"):
        root = tmp_path / name
        shutil.copytree(template, root)
        (root / "late_days.py").write_text(PLUGIN)
        (root / "nbgrader_config.py").write_text(f"c = get_config()\n{lines}\n")
        for student in set(STUDENTS) - set(only):
            shutil.rmtree(root / "submitted" / student)
        found.append(root)
    return found


def autograded(root, who="*"):
    """The gradebook after ``nbgrader autograde`` of the students of that pattern."""
    command = nbgrader_command("autograde", "ps1", "--force", f"--student={who}")
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return held(root)


def graded(root):
    return grade_class.grade(Course.at(root).gradable("ps1"), workers=1)


def held(root):
    """Scores, penalties and times of a gradebook, by student and notebook."""
    found = {}
    with converters.quiet(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for entry in book.assignment_submissions("ps1"):
            penalty = entry.late_submission_penalty
            found[entry.student.id] = entry.score, penalty, entry.timestamp
            for one in entry.notebooks:
                penalty = one.late_submission_penalty or 0.0
                found[entry.student.id, one.name] = one.score, penalty
    return found


def by_hand(root, student, **fields):
    with converters.quiet(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        line = book.find_grade("texto", "p1", "ps1", student)
        for name, value in fields.items():
            setattr(line, name, value)
        book.db.commit()


CUSTOM = 'c.AssignLatePenalties.plugin_class = "late_days.PorDia"'
ZERO = 'c.LateSubmissionPlugin.penalty_method = "zero"'
OFF = f"{ZERO}\nc.AssignLatePenalties.enabled = False"


def by_night(value):
    """One more of a kind of which another is tried by day."""
    return pytest.param(value, marks=pytest.mark.nightly)


@pytest.mark.slow(reason="nbgrader grades a class twice; one student of it is in every run")
def test_a_plugin_of_the_course_counts_as_under_nbgrader_and_so_does_every_correction(
    template, tmp_path
):
    theirs, ours = configured(template, tmp_path, CUSTOM)
    expected, cohort = autograded(theirs), graded(ours)
    assert held(ours) == expected
    assert {s: final_score(r) for s, r in cohort.records.items()} == {
        **dict.fromkeys(["ana", "caio", "fabio", "gil"], 2.0),
        **{"bia": 3.0, "davi": 4.0, "eva": 0.0},  # bia: half a point in each notebook
    }
    for root in (theirs, ours):  # the other way round, and points given by hand
        stamp(root, "ana", LATE)
        stamp(root, "bia", EARLY)
        by_hand(root, "eva", manual_score=3, extra_credit=1)
        (root / "submitted/davi/ps1/timestamp.txt").unlink()
    expected, cohort = autograded(theirs, "[abde]*"), graded(ours)  # the others are as before
    assert held(ours) == expected
    assert cohort.unchanged == {"caio", "davi", "fabio", "gil"}
    assert {s: final_score(cohort.records[s]) for s in ("ana", "bia", "eva")} == {
        **{"ana": 1.5, "bia": 4.0, "eva": 0.0},
    }


@pytest.mark.slow(reason="nbgrader grades a class, seconds each")
@pytest.mark.parametrize("lines", [ZERO, *map(by_night, ["", OFF])])
def test_the_configuration_says_whether_lateness_costs(template, tmp_path, lines):
    theirs, ours = configured(template, tmp_path, lines, only=["bia"])
    expected, cohort = autograded(theirs), graded(ours)
    assert held(ours) == expected
    cost = 4.0 if lines == ZERO else 0.0
    assert expected["bia"][1] == cohort.records["bia"].late.penalty == cost


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_penalty_goes_where_its_cause_goes(template, tmp_path):
    _, root = configured(template, tmp_path, ZERO, only=["bia"])
    assert graded(root).records["bia"].late.penalty == 4.0
    with converters.quiet(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.grant_extension("ps1", "bia", days=2)
    cohort = graded(root)
    assert cohort.unchanged == set()
    assert cohort.records["bia"].late is None
    assert held(root)["bia"][:2] == (4.0, 0.0)
    assert stored_record(Course.at(root).gradable("ps1"), "bia").late is None


def test_the_record_says_how_late_and_what_it_cost_beside_the_checks(template, tmp_path):
    _, root = configured(template, tmp_path, ZERO, only=["ana", "bia"])
    records = graded(root).records
    assert (records["ana"].late, records["ana"].score) == (None, 2.0)
    assert (records["bia"].late.seconds, records["bia"].late.penalty) == (DAY_S, 4.0)
    assert (records["bia"].score, final_score(records["bia"])) == (4.0, 0.0)
    said = "Entregue com atraso de 1 dia, desconto de 4."
    assert said in records["bia"].warnings
    assert said not in records["ana"].warnings


BROKEN = {
    "raises": "raise ZeroDivisionError('ops')",
    "no number": "return 'muito'",
    "exits": "raise SystemExit(3)",
}


@pytest.mark.slow(reason="nbgrader grades a class, seconds each")
@pytest.mark.parametrize("how", ["raises", *map(by_night, ["no number", "exits"])])
def test_a_plugin_that_fails_is_one_sentence_and_costs_nobody_else(template, tmp_path, how):
    _, root = configured(template, tmp_path, CUSTOM, only=["ana", "bia"])
    head = PLUGIN[: PLUGIN.index("        odd")]
    (root / "late_days.py").write_text(f"{head}        {BROKEN[how]}\n")
    cohort = graded(root)
    assert set(cohort.records) == {"ana"}
    assert cohort.failures["bia"].startswith("O plugin de atraso PorDia não calculou o desconto")
    assert "\n" not in cohort.failures["bia"]
    assert graded(root).unchanged == {"ana"}


def test_a_plugin_that_is_not_there_is_one_sentence_before_anyone_is_graded(template, tmp_path):
    line = 'c.AssignLatePenalties.plugin_class = "nao_existe.Plugin"'
    _, root = configured(template, tmp_path, line, only=["bia"])
    with pytest.raises(CourseError, match=r"não pôde ser carregado .*nao_existe"):
        graded(root)
    assert "bia" not in held(root)


@pytest.mark.slow(reason="nbgrader grades a class, seconds each")
@pytest.mark.parametrize(
    "content", ["ontem", *map(by_night, ["9999999999999999999-01-01", "\xff"])]
)
def test_a_time_that_nobody_can_read_is_said_and_the_last_one_counts(template, tmp_path, content):
    _, root = configured(template, tmp_path, ZERO, only=["bia"])
    assert graded(root).records["bia"].late.penalty == 4.0
    (root / "submitted/bia/ps1/timestamp.txt").write_bytes(content.encode("latin-1"))
    record = graded(root).records["bia"]
    assert record.late.penalty == 4.0
    assert any("não traz uma data" in warning for warning in record.warnings)
    stamp(root, "bia", EARLY)
    record = graded(root).records["bia"]
    assert record.late is None
    assert not any("data" in warning or "atraso" in warning for warning in record.warnings)
