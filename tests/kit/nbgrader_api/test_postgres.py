"""A gradebook on a real PostgreSQL server, started for the tests on a socket of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import postgres_server
import pytest
from nbgrader.api import Gradebook
from running_grade import hand_in

from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.grading import grade_class, rebuild
from gabarito.nbgrader_api import converters, gradebook_file

pytestmark = pytest.mark.slow(reason="a server of its own")

STUDENTS = [f"aluno{number}" for number in range(5)]


@pytest.fixture(scope="module")
def server():
    """The folder of the server's socket."""
    if postgres_server.programs() is None:
        pytest.skip("no PostgreSQL server here")
    with postgres_server.running() as folder:
        yield folder


@pytest.fixture
def url(server):
    """A new, empty database."""
    return postgres_server.new_database(server)


@pytest.fixture
def lab(mini):
    for student in STUDENTS:
        hand_in(mini, student)
    return mini


def grade(lab, **options):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=1, **options)


def scores(url):
    with converters.quiet(), Gradebook(url) as book:
        return {one.student.id: one.score for one in book.assignment_submissions("mini")}


def test_grades_are_the_same_as_in_a_file_and_grading_again_does_nothing(lab, url):
    in_file = grade(lab)
    assert grade(lab, db_url=url).records == in_file.records  # from the journal
    assert scores(url) == scores(lab.course.default_db) == dict.fromkeys(STUDENTS, 1.0)
    assert grade(lab, db_url=url).unchanged == set(STUDENTS)


def test_the_configuration_may_name_it(lab, url):
    config = lab.course.root / CONFIG_FILE
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
    for command in (["grade", "mini"], ["feedback", "mini"], ["export", "mini", "--format", "csv"]):
        program = [sys.executable, "-m", "gabarito", *command]
        done = subprocess.run(program, cwd=lab.course.root, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert scores(url) == dict.fromkeys(STUDENTS, 1.0)


def test_points_by_hand_stay_and_a_lost_database_is_made_again(lab, url):
    grade(lab, db_url=url)
    with converters.quiet(), Gradebook(url) as book:
        book.find_grade("test_dobro", "mini", "mini", "aluno0").manual_score = 0.25
        book.remove_submission("mini", "aluno1")
        book.db.commit()
    grade(lab, db_url=url, force=True)
    assert scores(url) == {**dict.fromkeys(STUDENTS, 1.0), "aluno0": 0.25}
    with converters.quiet(), Gradebook(url) as book:
        for student in STUDENTS[2:]:
            book.remove_student(student)
    rebuild.rebuild(lab, db_url=url)
    assert scores(url) == {**dict.fromkeys(STUDENTS, 1.0), "aluno0": 0.25}


def test_two_programs_on_an_empty_database_make_its_tables_once(lab, url):
    code = "import sys; from gabarito.nbgrader_api import schema; schema.ensure(sys.argv[1])"
    both = [
        subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        _, said = one.communicate(timeout=60)
        assert one.returncode == 0, said
    assert set(grade(lab, db_url=url).records) == set(STUDENTS)


def test_a_name_too_long_for_the_database_costs_no_other_student(lab, url):
    longest = "x" * 200
    hand_in(lab, longest)
    with contextlib.suppress(gradebook_file.GradebookError):
        grade(lab, db_url=url)
    assert set(scores(url)) == set(STUDENTS)


def test_a_server_that_is_gone_is_one_sentence_without_the_password(lab):
    url = "postgresql+psycopg://turma:segredo@127.0.0.1:9/caderno"
    command = [sys.executable, "-m", "gabarito", "grade", "mini", "--db", url]
    done = subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "não responde" in line
    assert "segredo" not in line
