"""What grading changed, and what it would change: told before anything is written."""

from __future__ import annotations

import shutil
import subprocess
import sys

import msgspec
import pytest
from nbgrader.api import Gradebook
from running_grade import hand_in

from gabarito.authoring import build
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class, history, lab_journal, preview, workers
from gabarito.grading.history import Change
from gabarito.nbgrader_api import converters
from gabarito.storage import lock

WRONG = {"dobro": "def dobro(x):\n    return 2 * abs(x)"}


@pytest.fixture(scope="module")
def template(mini_template, tmp_path_factory):
    """Ana is right, Bia wrong for negative numbers; both are graded."""
    root = tmp_path_factory.mktemp("corrigida") / "curso"
    shutil.copytree(mini_template, root)
    mini = Course.at(root).lab("mini")
    hand_in(mini, "ana")
    hand_in(mini, "bia", answers=WRONG)
    grade_class.grade(mini, workers=1)
    return root


@pytest.fixture
def lab(template, tmp_path):
    shutil.copytree(template, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")


def fresh(lab):
    return Course.at(lab.course.root).lab("mini")


def kinder(lab):
    """The hidden check of `dobro` takes what Bia wrote for right."""
    path = lab.checks_file("dobro")
    for number in ("2 * np.array([7.5, -3.25])", "2 * _SEGREDO"):
        path.write_text(path.read_text().replace(number, "np.array([15.0, 6.5])"))
    config = lab.course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Gabarito.check_source = False\n")
    build.build(fresh(lab))


def untimed(records):
    return {one: msgspec.structs.replace(record, timings={}) for one, record in records.items()}


def files(lab):
    """All of a course but what grading keeps for itself."""
    own = lab.course.grading_folder(lab)
    found = [path for path in lab.course.root.rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in found if own not in path.parents}


def given(lab, student):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        line = book.find_grade("test_dobro", "mini", "mini", student)
        return line.auto_score, line.manual_score


@pytest.mark.slow(reason="grades a class twice or more")
def test_what_would_change_is_told_and_nothing_is_written(lab):
    kinder(lab)
    before = files(lab)
    found = preview.preview(fresh(lab), workers=1)
    assert found.changes("bia") == [Change("dobro", 0.0, 1.0)]
    assert found.changes("ana") == [Change("dobro", 1.0, 0.0)]
    assert files(lab) == before
    assert len(list(lab_journal.entries(lab, "bia"))) == 1
    cohort = grade_class.grade(fresh(lab), workers=1)
    assert untimed(cohort.records) == untimed(found.graded)
    assert preview.preview(fresh(lab), workers=1).unchanged == {"ana", "bia"}


@pytest.mark.slow(reason="grades a class twice or more")
def test_nothing_is_written_either_where_the_lab_is_changed_meanwhile(lab):
    before = files(lab)
    checks = next(lab.checks.glob("test_*.py"))

    def change(total):
        checks.write_text(checks.read_text() + "\n# outra\n")

    with pytest.raises(CourseError, match="mudou durante a correção"):
        preview.preview(fresh(lab), workers=1, force=True, on_start=change)
    assert files(lab) == {**before, checks: checks.read_bytes()}


@pytest.mark.slow(reason="grades a class twice or more")
def test_what_would_change_is_not_told_by_who_may_know_the_lab_as_it_was(lab, monkeypatch):
    checks = next(lab.checks.glob("test_*.py"))
    enter = workers.Workers.__enter__

    def change_once_begun(judges):
        entered = enter(judges)
        checks.write_text(checks.read_text() + "\n# outra\n")
        return entered

    monkeypatch.setattr(workers.Workers, "__enter__", change_once_begun)
    with pytest.raises(CourseError, match="mudou durante a correção"):
        preview.preview(fresh(lab), workers=1, force=True)


def test_a_new_submission_would_be_a_first_one(lab):
    hand_in(lab, "caio")
    found = preview.preview(fresh(lab), workers=1)
    assert (set(found.graded), found.before, found.unchanged) == ({"caio"}, {}, {"ana", "bia"})
    assert found.changes("caio") == []


@pytest.mark.slow(reason="grades a class twice or more")
def test_grading_again_keeps_what_was_given_by_hand_and_the_history_tells_of_it(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        book.find_grade("test_dobro", "mini", "mini", "bia").manual_score = 0.75
        book.db.commit()
    kinder(lab)
    grade_class.grade(fresh(lab), workers=1)
    assert given(lab, "bia") == (1.0, 0.75)
    first, second = history.of_student(lab.course, "bia", ["mini"])
    assert (first.before, first.after, first.changes) == (None, 0.0, [])
    assert (second.before, second.after) == (0.0, 1.0)
    assert second.changes == [Change("dobro", 0.0, 1.0)]
    assert first.bundle != second.bundle
    assert {first.who, second.who} == {lock.somebody()}


def test_nobody_of_that_name_is_one_sentence(lab):
    with pytest.raises(CourseError, match="não tem nada de zeca"):
        history.of_student(lab.course, "zeca", ["mini"])


def gabarito(lab, *arguments):
    command = [sys.executable, "-m", "gabarito", *arguments]
    return subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)


@pytest.mark.slow(reason="grades a class twice or more")
def test_the_commands_show_both(lab):
    kinder(lab)
    done = gabarito(lab, "grade", "mini", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "dobro: 0 → 1" in done.stdout
    assert "Nada foi gravado: 2 entrega(s) seriam corrigidas, 0 ficariam" in done.stdout
    done = gabarito(lab, "history", "bia")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("mini") == 1
    assert gabarito(lab, "history", "zeca").returncode == 2
