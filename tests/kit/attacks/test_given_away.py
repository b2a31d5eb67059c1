"""Hidden checks in what people are given, by our commands, by nbgrader's and by Formgrader's buttons."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import formgrader
import nbformat
import pytest
from minicourse import write_course

from gabarito.authoring import made_up_class
from gabarito.course.layout import Course

BIN = Path(sys.executable).parent
HIDDEN_CHECKS = {
    "outros": "Outros números também conferem.",
    "intacta": "A entrada não é alterada.",
}
CANARIES = [f"CANARIO-{q}-{name}" for q in ("dobro", "triplo") for name in HIDDEN_CHECKS]

NEVER_GIVEN = ("source", "tests", "gradebook.db")
"""Whoever has these has the checks: nbgrader keeps what it clears from a release in its gradebook."""


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
    """All that commands print."""
    return []


@pytest.fixture(scope="module")
def run(course, said, tmp_path_factory):
    """Run a command of the environment in the course's folder."""

    def run(*command, fine=True):
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=course.root, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        said.append(done.stdout + done.stderr)
        assert (done.returncode == 0) == fine, done.stderr
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
    run("gabarito", "check", "mini", course.submitted / "bia" / "mini" / "mini.ipynb")
    run("gabarito", "grade", "mini")
    run("gabarito", "feedback", "mini")
    run("gabarito", "bundle", "mini", "--target", "otter")
    return course


def found_in(*places):
    """Canaries in any file below, inside zips too."""
    found = set()
    for place in places:
        for path in place.rglob("*"):
            if path.is_file():
                found |= {c for c in CANARIES if any(c.encode() in b for b in contents(path))}
    return found


def contents(path):
    content = path.read_bytes()
    yield content
    with contextlib.suppress(zipfile.BadZipFile):
        archive = zipfile.ZipFile(io.BytesIO(content))
        yield from map(archive.read, archive.namelist())


def given(course):
    return [p for p in course.root.iterdir() if p.name not in NEVER_GIVEN and p.is_dir()]


def assert_nothing_given_away(course, exchange, said):
    assert found_in(*given(course), exchange) == set()
    loose = [p.read_bytes() for p in course.root.iterdir() if p.is_file()]
    assert not [c for c in CANARIES for b in loose if c.encode() in b and b[:6] != b"SQLite"]
    assert not [c for c in CANARIES if c in "".join(said)]


def pages(course, student):
    """Files of a student's feedback, with nbgrader's own: names, and the page's text."""
    folder = course.feedback / student / "mini"
    return sorted(p.name for p in folder.iterdir()), (folder / "mini.html").read_text("utf-8")


OURS = ["mini.html", "submission_secret.txt", "timestamp.txt"]


def test_our_own_commands_give_nothing_away(graded, exchange, said):
    assert_nothing_given_away(graded, exchange, said)


def test_nbgraders_feedback_is_our_page_and_brings_nothing_else(graded, run, exchange, said):
    run("nbgrader", "generate_feedback", "mini", "--force")
    for student in ("ana", "bia"):
        names, page = pages(graded, student)
        assert names == OURS
        assert page == (graded.feedback / student / "mini.html").read_text("utf-8")
        assert "verificação oculta" in page
    assert_nothing_given_away(graded, exchange, said)


def test_the_exchange_gets_our_page(graded, run, exchange, said):
    run("nbgrader", "generate_feedback", "mini", "--force")
    run("nbgrader", "release_feedback", "mini", f"--Exchange.root={exchange}")
    released = sorted((exchange / "curso_minimo" / "feedback").iterdir())
    ours = [graded.feedback / student / "mini.html" for student in ("ana", "bia")]
    assert sorted(p.read_text("utf-8") for p in released) == sorted(
        p.read_text("utf-8") for p in ours
    )
    assert_nothing_given_away(graded, exchange, said)


def test_nbgraders_other_commands_give_nothing_away(graded, run, exchange, said):
    run("nbgrader", "generate_assignment", "mini", "--force")
    run("nbgrader", "release_assignment", "mini", f"--Exchange.root={exchange}")
    run("nbgrader", "autograde", "mini", "--force")
    run("nbgrader", "generate_feedback", "mini", "--force")
    run("nbgrader", "export")
    assert [pages(graded, student)[0] for student in ("ana", "bia")] == [
        sorted([*OURS, "apoio.py", "verificador.py"])  # nbgrader copies what the lab gives out
    ] * 2
    assert "bia" in (graded.root / "grades.csv").read_text()
    assert_nothing_given_away(graded, exchange, said)


BUTTONS = [
    ("assignment", "mini", "assign"),
    ("assignment", "mini", "release"),
    ("submission", "mini", "bia", "autograde"),
    ("assignment", "mini", "ana", "generate_feedback"),
    ("assignment", "mini", "generate_feedback"),
    ("assignment", "mini", "bia", "release_feedback"),
    ("assignment", "mini", "release_feedback"),
]


def test_formgraders_buttons_give_nothing_away(graded, tmp_path, said):
    exchange = tmp_path / "troca"
    for student in ("ana", "bia"):
        (graded.feedback / student / "mini.html").unlink(missing_ok=True)
    with formgrader.running(graded.root, tmp_path, f"--Exchange.root={exchange}") as server:
        for button in BUTTONS:
            done = server.press(*button)
            assert done["success"], (button, done)
            said.append(str(done))
        assert '"name": "mini"' in server.get("api/assignments")
    for student in ("ana", "bia"):
        names, page = pages(graded, student)
        assert not {"result.json", "result.key", "mini.ipynb"} & set(names)
        assert "verificação oculta" in page
        assert '<html lang="pt">' in page
    assert_nothing_given_away(graded, exchange, said)
