"""The gradebook as a file that other programs hold, that is old, damaged, or may not be written."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbgrader.api import Gradebook

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course
from gabarito.errors import OutputError
from gabarito.grading import grade_class, projections, workers
from gabarito.nbgrader_api import converters, gradebook_file, schema

RIGHT = {"dobro": "def dobro(x):\n    return 2 * x"}

HOLD = """
import sqlite3, sys, time
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute(sys.argv[2])
book.execute("SELECT * FROM student").fetchone()
print("pronto", flush=True)
time.sleep(float(sys.argv[3]))
"""
LOCKS = {"a writer": "BEGIN IMMEDIATE", "a reader": "BEGIN", "the only user": "BEGIN EXCLUSIVE"}


@contextlib.contextmanager
def held(path, how="BEGIN IMMEDIATE", seconds=600):
    """Another program's transaction on the gradebook."""
    command = [sys.executable, "-c", HOLD, str(path), how, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "pronto\n"
        try:
            yield other
        finally:
            other.kill()


def hand_in(lab, *students):
    notebook = nbformat.read(lab.released / "mini.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = RIGHT.get(cell.id, cell.source)
    for student in students:
        path = lab.course.submitted / student / "mini/mini.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(made_up_class.as_json(notebook))


def book_of(lab):
    return lab.course.root / "gradebook.db"


def scores(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        return {entry.student.id: entry.score for entry in book.assignment_submissions("mini")}


def grade(lab, **options):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=1, **options)


@pytest.fixture
def impatient(monkeypatch):
    """Half a second of patience."""
    monkeypatch.setattr(gradebook_file, "PATIENCE_S", 0.5)


@pytest.mark.slow(reason="waits for locks, or grades a class")
@pytest.mark.parametrize("lock", LOCKS)
def test_another_programs_lock_is_waited_for_with_a_sentence(mini, lock):
    hand_in(mini, "ana")
    told = []
    with held(book_of(mini), LOCKS[lock], seconds=3):
        assert set(grade(mini, say=told.append).records) == {"ana"}
    assert len(told) == 1
    assert str(book_of(mini)) in told[0]
    assert "em uso por outro programa" in told[0]
    assert scores(mini) == {"ana": 1.0}


@pytest.mark.slow(reason="waits for locks, or grades a class")
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_that_stays_is_one_sentence(mini, lock, impatient):
    hand_in(mini, "ana")
    with held(book_of(mini), LOCKS[lock]):
        with pytest.raises(OutputError, match="continua em uso por outro programa") as raised:
            grade(mini)
    assert str(book_of(mini)) in str(raised.value)
    assert set(grade(mini).records) == {"ana"}


@pytest.mark.slow(reason="waits for locks, or grades a class")
def test_nothing_that_was_graded_is_lost_to_a_lock(mini, impatient, monkeypatch):
    monkeypatch.setattr(projections, "BATCH", 1)
    hand_in(mini, "ana", "bia", "caio")
    done = []
    with contextlib.ExitStack() as later:

        def hold_after_the_first(student, outcome):
            done.append(student)
            if len(done) == 1:
                later.enter_context(held(book_of(mini)))

        with pytest.raises(OutputError, match=r"2 correção\(ões\) desta vez estão em disco"):
            grade(mini, on_done=hold_after_the_first)
    assert sorted(done) == ["ana", "bia", "caio"]
    assert len(scores(mini)) == 1
    judged = []

    def recorded(self, jobs, *more):
        judged.extend(job.student for job in jobs.values() if job.student)
        return judge(self, jobs, *more)

    judge = workers.Workers.judge
    monkeypatch.setattr(workers.Workers, "judge", recorded)
    cohort = grade(mini)
    assert (judged, set(cohort.records)) == ([], {"ana", "bia", "caio"})
    assert scores(mini) == dict.fromkeys(["ana", "bia", "caio"], 1.0)
    assert grade(mini).unchanged == {"ana", "bia", "caio"}
    assert not list(mini.course.grading_folder(mini).glob("ready/*"))


@pytest.mark.slow(reason="waits for locks, or grades a class")
def test_who_interrupts_the_wait_for_a_lock_does_not_wait_again(mini, monkeypatch):
    hand_in(mini, "ana")
    told = []
    save = projections.Book.save

    def tired(sentence):
        told.append(sentence)
        raise KeyboardInterrupt

    with contextlib.ExitStack() as later:

        def held_and_saved(book, batch):
            if not told:
                later.enter_context(held(book_of(mini)))
            return save(book, batch)

        monkeypatch.setattr(projections.Book, "save", held_and_saved)
        with pytest.raises(KeyboardInterrupt):
            grade(mini, say=tired)
    monkeypatch.undo()
    assert len(told) == 1
    assert set(grade(mini).records) == {"ana"}
    assert scores(mini) == {"ana": 1.0}


def gabarito(root, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "gabarito", *arguments],
        cwd=root, capture_output=True, text=True, **options,
    )  # fmt: skip


def one_sentence(done, notices=0):
    """What stands on stderr after so many notices."""
    assert done.returncode == 2, done.stdout
    (line,) = done.stderr.splitlines()[notices:]
    assert "Traceback" not in line
    return line


@pytest.mark.slow(reason="waits for locks, or grades a class")
@pytest.mark.parametrize(("command", "notices"), [("grade", 0), ("release", 1)])
def test_a_file_that_is_no_gradebook_is_one_sentence(mini, command, notices):
    """Releasing says first what becomes of the written answer's text."""
    hand_in(mini, "ana")
    book_of(mini).write_bytes(b"isto nao e um banco de dados" * 100)
    said = one_sentence(gabarito(mini.course.root, command, "mini"), notices)
    assert f"{book_of(mini)} não é um caderno de notas" in said
    assert book_of(mini).read_bytes().startswith(b"isto nao e")


def test_a_damaged_gradebook_is_one_sentence(mini):
    hand_in(mini, "ana")
    with book_of(mini).open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4096)
    assert str(book_of(mini)) in one_sentence(gabarito(mini.course.root, "grade", "mini"))


def said_as_nobody(url):
    """What another account is told that wants to write the gradebook."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            gradebook_file.Patience(url).wait()
        except OutputError as error:
            os.write(writing, str(error).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading, encoding="utf-8") as said:
        return said.read()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_gradebook_that_may_not_be_written_is_one_sentence(what):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "gradebook.db")
        schema.ensure(f"sqlite:///{path}")
        os.chmod(path, 0o444 if what == "file" else 0o666)
        os.chmod(folder, 0o777 if what == "file" else 0o555)
        said = said_as_nobody(f"sqlite:///{path}")
        os.chmod(folder, 0o700)
    assert said.startswith(f"O caderno de notas {path} não pode ser escrito")
    assert len(said.splitlines()) == 1


def test_a_full_disk_is_one_sentence():
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    said = str(gradebook_file.explained(full, "sqlite:////x/notas.db"))
    assert "/x/notas.db não pôde ser gravado até o fim" in said


@pytest.mark.slow(reason="waits for locks, or grades a class")
@pytest.mark.parametrize("url", ["nada", "mysqll://a:senha@b/c", "sqlite:////nao/ha/pasta/x.db"])
def test_an_address_that_leads_nowhere_is_one_sentence(mini, url):
    hand_in(mini, "ana")
    said = one_sentence(gabarito(mini.course.root, "grade", "mini", "--db", url))
    assert "senha" not in said


# --- paths ---------------------------------------------------------------------------


@pytest.mark.slow(reason="waits for locks, or grades a class")
@pytest.mark.parametrize("name", ["curso? sim", "curso#1", "a?b#c%41&d"])
def test_a_course_at_any_path_has_its_own_gradebook(mini_template, tmp_path, name):
    root = tmp_path / name
    shutil.copytree(mini_template, root)
    lab = Course.at(root).lab("mini")
    hand_in(lab, "ana")
    assert set(grade(lab).records) == {"ana"}
    assert gabarito(root, "feedback", "mini").returncode == 0
    assert scores(lab) == {"ana": 1.0}
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as book:
        assert book.execute("SELECT id FROM student").fetchall() == [("ana",)]


def test_a_configured_gradebook_keeps_its_options(mini):
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(
        f'{config.read_text()}\nc.CourseDirectory.db_url = "sqlite:///notas.db?timeout=9"\n'
    )
    url = Course.at(mini.course.root).default_db
    assert url == f"sqlite:///{mini.course.root / 'notas.db'}?timeout=9"


# --- older and newer ones ------------------------------------------------------------


def set_back(path):
    """Make the gradebook one of the nbgrader before the last change of its tables."""
    with contextlib.closing(sqlite3.connect(path)) as book:
        book.executescript(
            """
            PRAGMA foreign_keys = OFF;
            DROP TABLE course;
            CREATE TABLE old AS SELECT * FROM assignment;
            DROP TABLE assignment;
            CREATE TABLE assignment (
                id VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL UNIQUE,
                duedate DATETIME
            );
            INSERT INTO assignment SELECT id, name, duedate FROM old;
            DROP TABLE old;
            UPDATE alembic_version SET version_num = '282d30a0218e';
            """
        )


def test_an_older_gradebook_is_migrated_and_a_copy_kept(mini):
    hand_in(mini, "ana")
    grade(mini)
    with converters.quiet(), Gradebook(mini.course.default_db) as book:
        book.find_grade("test_dobro", "mini", "mini", "ana").manual_score = 0.75
        book.db.commit()
    set_back(book_of(mini))
    before = book_of(mini).read_bytes()
    told = []
    grade(mini, say=told.append)
    (sentence,) = told
    copy = mini.course.root / "gradebook.db.1.antes"
    assert str(copy) in sentence
    assert "foi atualizado" in sentence
    assert scores(mini) == {"ana": 0.75}
    assert len(before) == copy.stat().st_size
    with contextlib.closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (
            "282d30a0218e",
        )


def test_a_gradebook_from_before_versions_is_migrated(tmp_path):
    path = tmp_path / "gradebook.db"
    shutil.copy(Path(nbgrader.__file__).parent / "tests/apps/files/gradebook.db", path)
    schema.ensure(f"sqlite:///{path}")
    with converters.quiet(), Gradebook(f"sqlite:///{path}") as book:
        book.add_student("ana", lms_user_id="7")
        assert [student.id for student in book.students] == ["ana"]


def test_a_gradebook_of_a_newer_nbgrader_is_left_alone(mini):
    hand_in(mini, "ana")
    with contextlib.closing(sqlite3.connect(book_of(mini))) as book:
        book.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
        book.commit()
    before = book_of(mini).read_bytes()
    said = one_sentence(gabarito(mini.course.root, "grade", "mini"))
    assert f"{book_of(mini)} é de um nbgrader mais novo" in said
    assert book_of(mini).read_bytes() == before


def test_a_missing_driver_is_one_sentence_with_the_command(mini, tmp_path):
    hand_in(mini, "ana")
    (tmp_path / "psycopg.py").write_text("raise ModuleNotFoundError(name='psycopg')")
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); sys.modules.pop('psycopg', None)\n"
        "from gabarito.cli.commands import main; main()"
    )
    url = "postgresql+psycopg://a:senha@b/c"
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path, "grade", "mini", "--db", url],
        cwd=mini.course.root, capture_output=True, text=True,
    )  # fmt: skip
    said = one_sentence(done)
    assert "Falta o driver psycopg" in said
    assert said.endswith('rode `pip install "gabarito[postgres]"`.')
    assert "senha" not in said


def test_two_programs_on_a_new_file_make_its_tables_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    code = "import sys; from gabarito.nbgrader_api import schema; schema.ensure(sys.argv[1])"
    both = [
        subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for one in both:
        _, said = one.communicate(timeout=60)
        assert one.returncode == 0, said
    with converters.quiet(), Gradebook(url) as book:
        assert book.students == []
