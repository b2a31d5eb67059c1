"""Hidden checks in what people are given, by our commands, by nbgrader's and by Formgrader's buttons."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import command_names
import formgrader
import nbformat
import pytest
from minicourse import write_class, write_course
from nbgrader_steps import nbgrader_command

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course

BIN = Path(sys.executable).parent
PROGRAMS = {"gabarito": [BIN / "gabarito"], "nbgrader": nbgrader_command()}
HIDDEN_CHECKS = {
    "outros": "Outros números também conferem.",
    "intacta": "A entrada não é alterada.",
}
CANARIES = [f"CANARIO-{q}-{name}" for q in ("dobro", "triplo") for name in HIDDEN_CHECKS]

EXCEPTIONS = {
    "source/mini/mini.ipynb": "the instructor's notebook, built with the checks in it",
    "tests/mini/test_dobro.py": "the checks themselves",
    "tests/mini/test_triplo.py": "the checks themselves",
    "gradebook.db": "the instructor's: nbgrader keeps in it what it clears from a release",
    "bundles/mini-gradescope.zip": "the autograder: it grades with them, and the command says so",
    "bundles/mini-gradescope-gabarito.zip": "the same, of our own engine",
}
"""Whoever has these has the checks. Nothing else in the course may hold one."""

IN_AUTOGRADERS = {
    "mini-gradescope.zip": {"tests/dobro.py", "tests/triplo.py"},
    "mini-gradescope-gabarito.zip": {
        *(f"curso/tests/mini/test_{question}.py" for question in ("dobro", "triplo")),
        "curso/source/mini/mini.ipynb",
    },
}
"""And these in the two zips: what the student's part of them holds is as clean as a release."""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The small course with a canary in every hidden check, and two submissions."""
    root = tmp_path_factory.mktemp("dado") / "curso"
    write_course(root)
    for question in ("dobro", "triplo"):
        file = root / "tests" / "mini" / f"test_{question}.py"
        text = file.read_text()
        for name, sentence in HIDDEN_CHECKS.items():
            planted = f'{sentence}"""\n    canario = "CANARIO-{question}-{name}"'
            text = text.replace(f'{sentence}"""', planted)
        file.write_text(text)
    return Course.at(root)


@pytest.fixture(scope="module")
def said():
    """All that commands print, by command."""
    return {}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A person's own folders: the caches, and what is temporary."""
    home = tmp_path_factory.mktemp("pessoa")
    for folder in (".cache", "tmp"):
        (home / folder).mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.delenv(variable, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
        patch.setenv("TMPDIR", str(home / "tmp"))
        patch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
        yield home


@pytest.fixture(scope="module")
def run(course, said, home):
    """Run a command of the environment in the course's folder."""

    def run(*command, code=0):
        words = [*PROGRAMS[command[0]], *map(str, command[1:])]
        done = subprocess.run(words, cwd=course.root, capture_output=True, text=True)
        said[" ".join(map(str, command))] = done.stdout + done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    folder = tmp_path_factory.mktemp("troca")
    folder.chmod(0o777)
    return folder


@pytest.fixture(scope="module")
def graded(course, run):
    """The course, after our own commands on a class of two."""
    for command in ("build", "release"):
        run("gabarito", command, "mini")
    assert sorted(found_in(course.source / "mini")) == sorted(CANARIES)  # or nothing could leak
    notebook = nbformat.read(course.release / "mini" / "mini.ipynb", as_version=4)
    for student, answer in {"ana": "def dobro(x):\n    return 2 * x", "bia": "dobro = 3"}.items():
        next(cell for cell in notebook.cells if cell.id == "dobro").source = answer
        folder = course.submitted / student / "mini"
        folder.mkdir(parents=True)
        (folder / "mini.ipynb").write_bytes(made_up_class.as_json(notebook))
        (folder / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")
        (folder / "submission_secret.txt").write_text(f"segredo de {student}")
    for arguments, code in COMMANDS.items():
        run("gabarito", *arguments, code=code)
    return course


COMMANDS = {
    ("check", "mini", "submitted/bia/mini/mini.ipynb"): 0,
    ("check", "mini", "submitted/bia/mini/mini.ipynb", "--json"): 0,
    ("grade", "mini"): 0,
    ("grade", "mini", "--force"): 0,
    ("feedback", "mini"): 0,
    ("report", "mini", "--similarity"): 0,
    ("export", "mini", "--format", "csv"): 0,
    ("pdf", "submitted/bia/mini/mini.ipynb"): 2,  # nobody ran it
    ("grade", "mini", "--dry-run"): 0,
    ("grade", "mini", "--dask", "local:1", "--force"): 0,
    ("grade", "mini", "--from-journal"): 0,
    ("history", "ana"): 0,
    ("bundle", "mini", "--target", "colab"): 0,
    ("bundle", "mini", "--target", "otter"): 0,
    ("bundle", "mini", "--target", "gradescope"): 0,
    ("bundle", "mini", "--target", "gradescope", "--engine", "gabarito"): 0,
    ("data", "fetch"): 2,  # this course registers none
    ("data", "verify"): 2,
}
"""Arguments of the command, after `build` and `release`, and what it exits with."""


def holders(*places):
    """Files below that hold a canary, inside zips too: where → which."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    held = {p: {c for c in CANARIES if any(c.encode() in b for b in contents(p))} for p in files}
    return {path: canaries for path, canaries in held.items() if canaries}


def found_in(*places):
    return set().union(*holders(*places).values())


def contents(path):
    content = path.read_bytes()
    yield content
    with contextlib.suppress(zipfile.BadZipFile):
        archive = zipfile.ZipFile(io.BytesIO(content))
        yield from map(archive.read, archive.namelist())


def assert_nothing_given_away(course, exchange, said, home):
    held = {path.relative_to(course.root).as_posix() for path in holders(course.root)}
    assert held <= set(EXCEPTIONS)
    assert found_in(exchange, home / "tmp") == set()
    assert_caches_are_closed(home)
    assert not {command for command, words in said.items() if any(c in words for c in CANARIES)}


def assert_caches_are_closed(home):
    """What takes long to make is kept with its checks: for this account only."""
    root = home / ".cache" / "gabarito"
    for path in holders(home):
        assert root in path.parents
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for folder in {path.parent, root}:
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def pages(course, student):
    """Files of a student's feedback, with nbgrader's own: names, and the page's text."""
    folder = course.feedback / student / "mini"
    return sorted(p.name for p in folder.iterdir()), (folder / "mini.html").read_text("utf-8")


OURS = ["mini.html", "submission_secret.txt", "timestamp.txt"]


def test_every_command_of_ours_is_run_here():
    run_elsewhere = {
        "build",
        "release",
        "roster",
        "collect",
        "demo",
        "audit",
        "init",
        "new-lab",
        "lab",
    }
    assert {command_names.of(arguments) for arguments in COMMANDS} | run_elsewhere == (
        command_names.ours()
    )


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_our_own_commands_give_nothing_away(graded, exchange, said, home):
    assert_nothing_given_away(graded, exchange, said, home)


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_what_is_kept_for_later_runs_holds_no_hidden_check(graded, home):
    kept = home / ".cache" / "gabarito"
    assert list(kept.rglob("*.json"))
    assert found_in(kept) == set()


@pytest.mark.slow(reason="every command, ours and of nbgrader")
@pytest.mark.parametrize("name", IN_AUTOGRADERS)
def test_an_autograder_holds_hidden_checks_only_where_it_grades(graded, said, name, tmp_path):
    with zipfile.ZipFile(graded.bundles / name) as archive:
        archive.extractall(tmp_path)
    held = holders(tmp_path)
    assert {p.relative_to(tmp_path).as_posix() for p in held} <= IN_AUTOGRADERS[name]
    assert set().union(*held.values()) == set(CANARIES)
    (words,) = [words for words in said.values() if f"bundles/{name}" in words]
    assert "Não o mostre a alunos" in words


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_the_script_in_gradescope_shows_nothing(graded, tmp_path):
    with zipfile.ZipFile(graded.bundles / "mini-gradescope-gabarito.zip") as archive:
        archive.extractall(tmp_path / "source")
    (tmp_path / "venv").symlink_to(sys.prefix)
    shutil.copytree(graded.submitted / "bia" / "mini", tmp_path / "submission")
    shutil.copy(tmp_path / "source" / "run_autograder", tmp_path)
    done = subprocess.run(["bash", tmp_path / "run_autograder"], capture_output=True, check=True)
    assert json.loads((tmp_path / "results" / "results.json").read_text())["score"] == 0
    assert found_in(tmp_path / "results", tmp_path / "submission") == set()
    assert not [c for c in CANARIES if c.encode() in done.stdout + done.stderr]


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_demo_audit_and_the_class_files_give_nothing_away(
    graded, run, exchange, said, home, tmp_path
):
    """The course that `demo` makes is one, with what is the instructor's in the same places."""
    twin = tmp_path / "demo" / "mini"
    shutil.copytree(graded.root, tmp_path / "curso")
    write_class(Course.at(tmp_path / "curso").lab("mini"))
    there = ("--curso", tmp_path / "curso")
    (tmp_path / "turma.csv").write_text("nome;e-mail;matrícula\nCaio;caio@x.br;caio\n")
    (tmp_path / "entregas" / "caio").mkdir(parents=True)
    shutil.copy(graded.submitted / "bia" / "mini" / "mini.ipynb", tmp_path / "entregas" / "caio")
    run("gabarito", *there, "roster", tmp_path / "turma.csv")
    run("gabarito", *there, "collect", "mini", tmp_path / "entregas")
    run("gabarito", *there, "demo", "mini", "--em", twin.parent)
    run("gabarito", *there, "audit", "mini", code=1)  # some of its mutants survive
    run("gabarito", *there, "audit", "mini", "--json", code=1)
    assert (twin / "feedback" / "bia_em_branco" / "mini.html").is_file()
    assert f"Página da turma: {twin / 'reports' / 'mini.html'}" in "".join(said.values())
    assert (twin / "reports" / "mini.html").is_file()
    for root in (twin, tmp_path / "curso"):
        assert_nothing_given_away(Course.at(root), exchange, said, home)


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_nbgraders_feedback_and_what_the_exchange_gets_is_our_page_and_nothing_else(
    graded, run, exchange, said, home
):
    run("nbgrader", "generate_feedback", "mini", "--force")
    for student in ("ana", "bia"):
        names, page = pages(graded, student)
        assert names == OURS
        assert page == (graded.feedback / student / "mini.html").read_text("utf-8")
        assert "verificação oculta" in page
    run("nbgrader", "release_feedback", "mini", f"--Exchange.root={exchange}")
    released = sorted((exchange / "curso_minimo" / "feedback").iterdir())
    ours = [graded.feedback / student / "mini.html" for student in ("ana", "bia")]
    assert sorted(p.read_text("utf-8") for p in released) == sorted(
        p.read_text("utf-8") for p in ours
    )
    assert_nothing_given_away(graded, exchange, said, home)


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_nbgraders_other_commands_give_nothing_away(graded, run, exchange, said, home):
    run("nbgrader", "generate_assignment", "mini", "--force")
    run("nbgrader", "release_assignment", "mini", f"--Exchange.root={exchange}")
    run("nbgrader", "autograde", "mini", "--force")
    run("nbgrader", "generate_feedback", "mini", "--force")
    run("nbgrader", "export")
    assert [pages(graded, student)[0] for student in ("ana", "bia")] == [
        sorted(
            [*OURS, "apoio.py", "causas.py", "verificador.py"]
        )  # nbgrader copies what the lab gives out
    ] * 2
    assert "bia" in (graded.root / "grades.csv").read_text()
    assert_nothing_given_away(graded, exchange, said, home)


BUTTONS = [
    ("assignment", "mini", "assign"),
    ("assignment", "mini", "release"),
    ("submission", "mini", "bia", "autograde"),
    ("assignment", "mini", "ana", "generate_feedback"),
    ("assignment", "mini", "generate_feedback"),
    ("assignment", "mini", "bia", "release_feedback"),
    ("assignment", "mini", "release_feedback"),
]


@pytest.mark.slow(reason="every command, ours and of nbgrader")
def test_formgraders_buttons_give_nothing_away(graded, home, tmp_path, said):
    exchange = tmp_path / "troca"
    for student in ("ana", "bia"):
        (graded.feedback / student / "mini.html").unlink(missing_ok=True)
    with formgrader.running(graded.root, tmp_path, f"--Exchange.root={exchange}") as server:
        for button in BUTTONS:
            done = server.press(*button)
            assert done["success"], (button, done)
            said[" ".join(button)] = str(done)
        said["api/assignments"] = server.get("api/assignments")
        assert '"name": "mini"' in said["api/assignments"]
    for student in ("ana", "bia"):
        names, page = pages(graded, student)
        assert not {"result.json", "result.key", "mini.ipynb"} & set(names)
        assert "verificação oculta" in page
        assert '<html lang="pt-BR">' in page
    assert_nothing_given_away(graded, tmp_path, said, home)
