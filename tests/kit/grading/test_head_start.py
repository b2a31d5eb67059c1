"""What a worker judges before the gradebook is open, and what becomes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.grading import grade_class, head_start
from gabarito.grading.workers import Workers
from gabarito.nbgrader_api import assignment
from gabarito.results.job import Job


def hand_in(lab, *students):
    for student in students:
        folder = lab.course.submitted / student / lab.name
        folder.mkdir(parents=True)
        shutil.copy(lab.notebook, folder)


def test_the_first_who_have_no_grade_yet_are_begun_with(mini):
    hand_in(mini, "ana", "bia", "caio", "davi")
    mini.course.record_folder(mini, "ana").mkdir(parents=True)
    assert list(head_start.jobs(mini)) == ["bia", "caio"]
    assert list(head_start.jobs(mini, force=True)) == ["ana", "bia"]
    assert list(head_start.jobs(mini, ["ana", "davi"])) == ["davi"]


def test_what_has_to_be_found_first_is_not_begun_with(mini):
    hand_in(mini, "ana", "bia")
    handed_in = mini.course.submitted / "ana" / mini.name / mini.notebook.name
    handed_in.rename(handed_in.with_name("mini (1).ipynb"))
    (mini.course.submitted / "caio").mkdir()
    (mini.course.submitted / "caio" / mini.name).symlink_to(mini.course.submitted / "bia" / "mini")
    assert list(head_start.jobs(mini)) == ["bia"]


def test_who_may_not_be_looked_at_costs_nobody_else_anything(mini, monkeypatch):
    hand_in(mini, "ana", "bia")
    closed, stat = mini.course.submitted / "ana" / mini.name, os.stat

    def refused(path, *given, **options):
        if not isinstance(path, int) and Path(os.fsdecode(path)).parent == closed:
            raise PermissionError(13, "Permission denied")
        return stat(path, *given, **options)

    monkeypatch.setattr(os, "stat", refused)
    assert list(head_start.jobs(mini)) == ["bia"]


def test_what_was_begun_is_judged_once_and_what_is_not_asked_for_is_told_to_nobody(mini):
    own, other = mini.notebook, mini.released / mini.notebook.name
    begun = {"ana": Job(own), "bia": Job(own), "caio": Job(own)}
    asked = {"caio": Job(other), "davi": Job(own), "ana": Job(own)}
    with Workers(mini, 1) as workers:
        workers.begin(begun)
        outcomes = dict(workers.judge(asked))
        assert workers.todo.empty()
        assert set(outcomes) == set(asked)
        assert outcomes["ana"].record.score == outcomes["ana"].record.max_score
        assert outcomes["caio"].record.score < outcomes["caio"].record.max_score
        assert len(dict(workers.judge({"ana": Job(other)}))) == 1


@pytest.mark.slow(reason="grades a class, seconds each")
def test_a_run_asks_for_just_what_was_begun(mini, monkeypatch):
    hand_in(mini, "ana", "bia", "caio")
    grade_class.grade(mini, workers=1)  # the source's marks are known from now on
    calls = []
    begin, judge = Workers.begin, Workers.judge
    monkeypatch.setattr(Workers, "begin", lambda *a: calls.append(dict(a[1])) or begin(*a))
    monkeypatch.setattr(Workers, "judge", lambda *a: calls.append(dict(a[1])) or judge(*a))
    cohort = grade_class.grade(mini, workers=1, force=True)
    begun, asked = calls
    assert begun
    assert begun.items() <= asked.items()
    assert set(cohort.records) == {"ana", "bia", "caio"}


@pytest.mark.slow(reason="grades a class, seconds each")
def test_a_submission_that_is_changed_once_it_was_begun_with_is_graded_again(mini, monkeypatch):
    hand_in(mini, "ana")
    grade_class.grade(mini, workers=1)  # the source's marks are known from now on
    begin = Workers.begin

    def begin_and_hand_in_again(workers, jobs):
        begin(workers, jobs)
        workers.done.put(workers.done.get(timeout=60))  # it is judged by now
        shutil.copy(mini.released / mini.notebook.name, jobs["ana"].notebook)

    monkeypatch.setattr(Workers, "begin", begin_and_hand_in_again)
    first = grade_class.grade(mini, workers=1, force=True).records["ana"]
    monkeypatch.undo()
    again = grade_class.grade(mini, workers=1)
    assert again.unchanged == set()
    assert again.records["ana"].score < first.score == first.max_score
    assert again.records["ana"].submission_sha256 != first.submission_sha256


@pytest.mark.slow(reason="grades a class, seconds each")
def test_a_lab_that_is_changed_once_workers_know_it_grades_nobody(mini, monkeypatch):
    hand_in(mini, "ana")
    grade_class.grade(mini, workers=1)
    register = assignment.register

    def change_and_register(*given):
        checks = next(mini.checks.glob("test_*.py"))
        checks.write_text(checks.read_text() + "\n# outra\n")
        register(*given)

    monkeypatch.setattr(assignment, "register", change_and_register)
    with pytest.raises(CourseError, match="mudou durante a correção"):
        grade_class.grade(mini, workers=1, force=True)
    monkeypatch.undo()
    fresh = Course.at(mini.course.root).lab("mini")
    assert set(grade_class.grade(fresh, workers=1).records) == {"ana"}


def test_who_spreads_the_work_imports_nothing_that_judges():
    """A tenth of a second, for which the first result would wait."""
    program = "import sys, gabarito.grading.run; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    loaded = done.stdout.split()
    assert "gabarito.grading.run" in loaded
    assert [name for name in loaded if name.startswith("gabarito.judging.")] == []
