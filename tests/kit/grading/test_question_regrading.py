"""A change regrades the questions that it touches, and no other; what is kept equals what is new.

The checks of these courses write down that they ran, in a file of the test's own.
"""

from __future__ import annotations

import shutil

import nbformat
import pytest
from minicourse import MISTAKES
from msgspec import structs
from nbgrader.api import Gradebook
from running_grade import RIGHT, hand_in

from gabarito.authoring import build
from gabarito.course.layout import Course
from gabarito.grading import grade_class, lab_journal, preview
from gabarito.grading.history import Change
from gabarito.grading.stored import autograded_folder, stored_record
from gabarito.nbgrader_api import converters

REASON = "grades a submission, some of it again, and as a whole"

WRONG = {"dobro": "def dobro(x):\n    return 2 * x", "triplo": "def triplo(x):\n    return x"}
"""Of two questions the one that calls the other."""


@pytest.fixture(scope="module")
def course_log(tmp_path_factory):
    return tmp_path_factory.mktemp("julgadas") / "questoes"


@pytest.fixture(scope="module")
def graded(mini_template, tmp_path_factory, course_log):
    """A course whose checks write down which question they judge; Ana is wrong in one of two."""
    root = tmp_path_factory.mktemp("corrigida") / "curso"
    shutil.copytree(mini_template, root)
    lab = Course.at(root).lab("mini")
    for question in ("dobro", "triplo"):
        place = f"with io.open({str(course_log)!r}, 'a') as log"
        noted = f"import io\n    {place}:\n        log.write('{question} ')"
        edit(lab.checks_file(question), 'confere."""\n', f'confere."""\n    {noted}\n')
    (lab.checks / "mistakes.py").write_text(MISTAKES)
    append(root / "nbgrader_config.py", "c.Gabarito.check_source = False")
    build.build(lab)
    hand_in(lab, "ana", answers=WRONG)
    grade(lab)
    return lab


@pytest.fixture
def log(course_log):
    course_log.unlink(missing_ok=True)
    return course_log


@pytest.fixture
def lab(graded, log, tmp_path):
    """The course of the test's own, graded before."""
    shutil.copytree(graded.course.root, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def append(path, line):
    path.write_text(f"{path.read_text()}\n{line}\n")


def fresh(lab):
    return Course.at(lab.course.root).lab(lab.name)


def grade(lab, **options):
    return grade_class.grade(fresh(lab), workers=1, **options)


def judged(log):
    """The questions that were judged since."""
    return set(log.read_text().split()) if log.exists() else set()


def kept(lab):
    """All that is stored of a student, but for how long it took."""
    folder = autograded_folder(lab, "ana")
    record = structs.replace(stored_record(lab, "ana"), timings={})
    marks = [*lab_journal.entries(lab, "ana")][-1].marks
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        score = book.find_submission(lab.name, "ana").score
    return record, marks, score, (folder / f"{lab.name}.ipynb").read_bytes()


def stricter(question):
    def change(lab):
        edit(lab.checks_file(question), "_SEGREDO.copy()", "_SEGREDO[::-1].copy()")
        edit(lab.checks_file(question), "* _SEGREDO, name", "* _SEGREDO[::-1], name")

    return change


def helper(lab):
    (lab.course.utils / "casos.py").write_text("SEGREDO = [7.5, -3.25]\n")
    path = lab.checks_file("triplo")
    edit(path, "import numpy as np\n", "import numpy as np\nfrom casos import SEGREDO\n")


def points(lab):
    edit(lab.checks_file("triplo"), "points=0.5", "points=2.25")
    edit(lab.checks_file("dobro"), "points=0.25)", "points=0.5)")


def worth_nothing(lab):
    edit(lab.checks_file("triplo"), "points=0.25)", "points=0)")


def beside_the_checks(lab):
    """Points, those of a written answer, too, and a comment."""
    points(lab)
    edit(lab.text, 'manual="q_aberta" points=0', 'manual="q_aberta" points=1.5')
    edit(lab.checks_file("dobro"), "_SEGREDO = np", "# Um negativo também.\n_SEGREDO = np")


BOTH = {"dobro", "triplo"}
TOUCHES = {
    "a check of the question that calls": (stricter("triplo"), {"triplo"}),
    "a check of the question that is called": (stricter("dobro"), BOTH),
    "what the checks of one question import": (helper, {"triplo"}),
    "whether a check counts at all": (worth_nothing, {"triplo"}),
    "points and comments": (beside_the_checks, set()),
}


@pytest.mark.slow(reason=REASON)
@pytest.mark.parametrize("what", TOUCHES)
def test_what_is_touched_is_judged_and_all_is_as_if_everything_had_been(lab, log, tmp_path, what):
    change, touched = TOUCHES[what]
    change(lab)
    build.build(fresh(lab))
    shutil.copytree(lab.course.root, tmp_path / "outro")
    assert grade(lab).unchanged == set()
    assert judged(log) == touched
    twin = Course.at(tmp_path / "outro").lab("mini")
    grade(twin, force=True)
    assert judged(log) == BOTH
    assert kept(lab) == kept(twin)
    assert len([*lab_journal.entries(lab, "ana")]) == 2
    assert grade(lab).unchanged == {"ana"}


@pytest.mark.slow(reason=REASON)
def test_what_would_change_is_told_by_the_same_questions(lab, log):
    points(lab)
    build.build(fresh(lab))
    told = preview.preview(fresh(lab), workers=1)
    assert told.changes("ana") == [Change("dobro", 1.0, 1.25)]
    assert structs.replace(told.graded["ana"], timings={}) == structs.replace(
        grade(lab).records["ana"], timings={}
    )
    assert judged(log) == set()


@pytest.mark.slow(reason=REASON)
def test_points_that_change_twice_and_back_are_those_of_the_first_time(lab, log):
    first = kept(lab)
    for old, new in (("0.5", "2.25"), ("2.25", "0.5")):
        edit(lab.checks_file("triplo"), f"points={old},", f"points={new},")
        build.build(fresh(lab))
        grade(lab)
    assert kept(lab) == first
    assert judged(log) == set()


@pytest.mark.slow(reason=REASON)
@pytest.mark.parametrize("lost", ["notebook", "parts", "some bytes"])
def test_where_what_was_kept_is_lost_everything_is_judged(lab, log, lost):
    points(lab)
    build.build(fresh(lab))
    if lost == "notebook":
        path = autograded_folder(lab, "ana") / "mini.ipynb"
        path.write_text("{quebrado")
    elif lost == "parts":
        shutil.rmtree(lab.course.grading_folder(lab) / "parts")
    else:
        for path in (lab.course.grading_folder(lab) / "parts").iterdir():
            path.write_bytes(path.read_bytes().replace(b"dobro", b"d\xffbro"))
    cohort = grade(lab)
    assert judged(log) == BOTH
    assert cohort.records["ana"].max_score == 4.0
    assert nbformat.read(autograded_folder(lab, "ana") / "mini.ipynb", as_version=4)


@pytest.mark.slow(reason=REASON)
def test_another_submission_is_judged_whole(lab, log):
    points(lab)
    build.build(fresh(lab))
    hand_in(lab, "ana", answers=RIGHT)
    grade(lab)
    assert judged(log) == BOTH


@pytest.mark.slow(reason=REASON)
def test_what_a_person_gave_stays_where_only_points_change(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        book.find_grade("test_triplo", "mini", "mini", "ana").manual_score = 0.75
        book.find_comment("q_aberta", "mini", "mini", "ana").manual_comment = "Bem dito."
        book.db.commit()
    points(lab)
    build.build(fresh(lab))
    (given, written) = grade(lab).records["ana"].by_hand
    assert (given.question, given.score) == ("triplo", 0.75)
    assert (written.question, written.comment) == ("q_aberta", "Bem dito.")


@pytest.fixture
def late(lab):
    """Ana came two days late, which costs her all; a person gave points and words."""
    append(lab.course.root / "nbgrader_config.py", PENALTY)
    folder = lab.course.submitted / "ana" / "mini"
    (folder / "timestamp.txt").write_text("2026-03-05 15:00:00 UTC")
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        book.update_or_create_assignment("mini", duedate="2026-03-03 12:00:00 UTC")
        book.find_grade("q_aberta", "mini", "mini", "ana").extra_credit = 0.5
        book.find_comment("q_aberta", "mini", "mini", "ana").manual_comment = "Bem dito."
        book.db.commit()
    grade(lab)
    return lab


PENALTY = 'c.LateSubmissionPlugin.penalty_method = "zero"'


@pytest.mark.slow(reason=REASON)
@pytest.mark.parametrize(("change", "touched"), [(points, set()), (stricter("triplo"), {"triplo"})])
def test_lateness_costs_what_it_costs_where_a_part_is_graded_again(late, log, change, touched):
    log.unlink(missing_ok=True)
    change(late)
    build.build(fresh(late))
    record = grade(late).records["ana"]
    assert judged(log) == touched
    assert record.late.seconds == 2 * 86_400 + 3 * 3_600
    assert record.late.penalty == record.score + 0.5 > 0.5
    (given,) = record.by_hand
    assert (given.question, given.extra_credit, given.comment) == ("q_aberta", 0.5, "Bem dito.")
