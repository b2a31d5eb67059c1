"""The journal of a lab, and what is made of it again when it is lost, moved or torn."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook
from running_grade import WAITS, hand_in, running, until

from gabarito.course.layout import Course
from gabarito.errors import BusyError, CourseError
from gabarito.grading import grade_class, lab_journal, projections, rebuild, workers
from gabarito.grading.stored import autograded_folder, stored_record
from gabarito.nbgrader_api import converters
from gabarito.pages.student import feedback_of_all
from gabarito.storage import lock

STUDENTS = ["ana", "bia", "caio"]


@pytest.fixture
def judged(monkeypatch):
    """Whoever is judged, in order."""
    found = []

    def recorded(self, jobs, *more):
        found.extend(job.student for job in jobs.values() if job.student)
        return judge(self, jobs, *more)

    judge = workers.Workers.judge
    monkeypatch.setattr(workers.Workers, "judge", recorded)
    return found


@pytest.fixture
def lab(mini):
    for student in STUDENTS:
        hand_in(mini, student)
    return mini


def grade(lab, **options):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=1, **options)


def scores(lab, url=None):
    with converters.quiet(), Gradebook(url or lab.course.default_db) as book:
        return {entry.student.id: entry.score for entry in book.assignment_submissions("mini")}


def journal(lab):
    return lab.course.grading_folder(lab) / lab_journal.FILE


def result(lab, student):
    return autograded_folder(lab, student) / "result.json"


@pytest.mark.slow(reason="grades a class twice or more")
def test_all_that_is_lost_but_the_journal_is_made_again_without_judging(lab, judged, tmp_path):
    first = grade(lab)
    assert judged == STUDENTS
    other = f"sqlite:///{tmp_path / 'outro.db'}"
    lost = {
        "another gradebook": lambda: {"db_url": other},
        "the gradebook was removed": lambda: (lab.course.root / "gradebook.db").unlink(),
        "an empty result": lambda: result(lab, "ana").write_bytes(b""),
        "half a result": lambda: os.truncate(result(lab, "bia"), 100),
        "no result": lambda: result(lab, "caio").unlink(),
    }
    for what, lose in lost.items():
        options = lose() or {}
        cohort = grade(lab, **(options if isinstance(options, dict) else {}))
        assert cohort.records == first.records, what
        assert len(cohort.unchanged) < 3, what
        assert stored_record(lab, "ana") == first.records["ana"], what
    assert judged == STUDENTS
    assert scores(lab) == scores(lab, other) == dict.fromkeys(STUDENTS, 1.0)
    assert grade(lab).unchanged == set(STUDENTS)


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_key_that_nobody_can_read_is_no_grade_and_costs_no_other(lab, judged):
    grade(lab)
    (autograded_folder(lab, "ana") / "result.key").write_bytes(b"\xff\xfe")
    assert grade(lab).unchanged == {"bia", "caio"}
    assert judged == [*STUDENTS, "ana"]


@pytest.mark.slow(reason="grades a class twice or more")
def test_a_result_that_nobody_can_read_costs_one_page(lab):
    grade(lab)
    result(lab, "ana").write_bytes(b"")
    result(lab, "bia").write_bytes(b"\xff\xfe{")
    pages = feedback_of_all(lab)
    assert set(pages.written) == {"caio"}
    for student in ("ana", "bia"):
        assert pages.failures[student] == (
            f"O nbgrader não gerou a devolutiva de {student} em mini: {result(lab, student)} falta "
            "ou não se lê; `gabarito grade mini` o faz de novo."
        )
    assert set(grade(lab).records) == set(STUDENTS)
    assert set(feedback_of_all(lab).written) == set(STUDENTS)


@pytest.mark.slow(reason="grades a class twice or more")
@pytest.mark.parametrize("left", [0, 100, -2])
def test_half_an_executed_notebook_costs_one_page_until_the_next_grading(lab, judged, left):
    """As a copy leaves it that was interrupted: its key is there, and says that all is well."""
    grade(lab)
    path = autograded_folder(lab, "ana") / "mini.ipynb"
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    pages = feedback_of_all(lab)
    assert set(pages.written) == {"bia", "caio"}
    assert f"{path} falta ou não se lê; `gabarito grade mini`" in pages.failures["ana"]
    assert grade(lab).unchanged == {"bia", "caio"}
    assert judged == [*STUDENTS, "ana"]
    assert path.read_bytes() == whole
    assert set(feedback_of_all(lab).written) == set(STUDENTS)


def test_a_torn_last_line_is_judged_again_and_nobody_else(lab, judged):
    grade(lab)
    whole = journal(lab).read_bytes()
    journal(lab).write_bytes(whole[:-20])
    cohort = grade(lab)
    assert len(cohort.unchanged) == 2
    assert len(judged) == 4
    assert scores(lab) == dict.fromkeys(STUDENTS, 1.0)
    assert grade(lab).unchanged == set(STUDENTS)


def test_gradebook_and_results_come_from_the_journal_alone(lab, tmp_path):
    first = grade(lab)
    shutil.rmtree(lab.course.submitted)
    (lab.course.root / "gradebook.db").unlink()
    for student in STUDENTS:
        result(lab, student).unlink()
    shutil.rmtree(autograded_folder(lab, "caio"))
    said = []
    again = rebuild.rebuild(lab, say=said.append)
    assert again.records == first.records
    assert scores(lab) == dict.fromkeys(STUDENTS, 1.0)
    assert stored_record(lab, "ana") == first.records["ana"]
    (sentence,) = said
    assert sentence.startswith("De 1 entrega(s) o diário tem a nota")


def test_points_by_hand_stay_when_it_is_made_again(lab):
    grade(lab)
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        line = book.find_grade("test_dobro", "mini", "mini", "ana")
        line.manual_score, line.auto_score, line.needs_manual_grade = 0.5, 0.125, False
        book.db.commit()
    assert rebuild.rebuild(lab, students=["ana"]).records["ana"].by_hand[0].score == 0.5
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        line = book.find_grade("test_dobro", "mini", "mini", "ana")
        assert (line.manual_score, line.auto_score) == (0.5, 1.0)


def test_nothing_in_the_journal_is_one_sentence(lab):
    with pytest.raises(CourseError, match="não tem nada: rode `gabarito grade mini` sem"):
        rebuild.rebuild(lab)


@pytest.mark.slow(reason="grades a class twice or more")
def test_the_command_takes_it_from_the_journal(lab):
    grade(lab)
    (lab.course.root / "gradebook.db").unlink()
    command = [sys.executable, "-m", "gabarito", "grade", "mini", "--from-journal"]
    done = subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "caio" in done.stdout
    assert scores(lab) == dict.fromkeys(STUDENTS, 1.0)


def test_after_the_first_a_batch_is_one_transaction(lab, monkeypatch):
    commits = []
    monkeypatch.setattr(projections, "BATCH_S", 600.0)
    original = projections.Book.save

    def save(book, batch):
        commits.append([graded.student for graded in batch])
        return original(book, batch)

    monkeypatch.setattr(projections.Book, "save", save)
    grade(lab)
    assert commits == [STUDENTS[:1], STUDENTS[1:]]


# --- who is at work ------------------------------------------------------------------


@pytest.mark.slow(reason="grades a class twice or more")
def test_the_second_grader_is_told_of_the_first(lab):
    hand_in(lab, "duda", WAITS)
    with running(lab, "--workers", "1") as first:
        until(lambda: stored_record(lab, "ana") is not None)
        with pytest.raises(
            BusyError, match=f"Já há uma correção de mini em andamento .*{first.pid}"
        ):
            grade(lab)
        command = [sys.executable, "-m", "gabarito", "grade", "mini"]
        second = subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)
        assert second.returncode == 2
        assert second.stderr.startswith("gabarito: Já há uma correção de mini em andamento")
        os.kill(first.pid, signal.SIGKILL)
        first.communicate()
    assert grade(lab).complete


@pytest.mark.slow(reason="grades a class twice or more")
def test_two_graders_at_once_on_a_new_course_grade_everybody_once(lab):
    (lab.course.root / "gradebook.db").unlink()
    with running(lab, "--workers", "1") as one, running(lab, "--workers", "1") as two:
        ends = [one.communicate(timeout=300), two.communicate(timeout=300)]
    codes = {one.returncode, two.returncode}
    assert codes in ({0}, {0, 2}), ends
    lines = journal(lab).read_text().splitlines()
    assert sorted(json.loads(line[9:])["student"] for line in lines) == STUDENTS
    assert scores(lab) == dict.fromkeys(STUDENTS, 1.0)


def test_the_journal_says_who_graded(lab):
    grade(lab)
    (entry,) = lab_journal.entries(lab, "ana")
    assert entry.who == lock.somebody()
    assert entry.record.score == 1.0
