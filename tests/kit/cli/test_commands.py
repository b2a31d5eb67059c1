"""The command line: what it prints, what it exits with, what it leaves behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from gabarito.authoring import made_up_class


def gabarito(lab, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "gabarito", *map(str, arguments)],
        cwd=lab.course.root,
        capture_output=True,
        text=True,
    )


def tree(folder):
    return {p: p.stat().st_mtime_ns for p in folder.rglob("*")}


@pytest.fixture
def handed_in(mini):
    """A right answer to the first question, nothing to the second."""
    path = mini.course.root / "entrega.ipynb"
    material = made_up_class.Material(
        release=nbformat.read(mini.released / "mini.ipynb", as_version=4),
        answers={},
        mistakes={},
    )
    path.write_bytes(
        made_up_class.as_json(material.submission({"dobro": "def dobro(x):\n    return x + x"}))
    )
    return path


def test_check_prints_the_record_and_touches_nothing(mini, handed_in):
    before = tree(mini.course.root)
    done = gabarito(mini, "check", "mini", handed_in, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert list(record) == [
        "schema", "lab", "student", "submission_sha256", "isolation", "score", "max_score",
        "questions", "repairs", "warnings", "late", "by_hand", "versions", "not_installed",
        "timings",
    ]  # fmt: skip
    assert (record["late"], record["by_hand"]) == (None, [])
    assert set(record["versions"]) >= {"python", "ipython", "numpy"}
    assert (record["schema"], record["lab"], record["student"]) == (1, "mini", None)
    assert (record["score"], record["max_score"]) == (1.0, 2.0)
    assert [(q["name"], q["state"]) for q in record["questions"]] == [
        ("dobro", "passed"),
        ("triplo", "missing"),
        ("q_aberta", "manual"),
    ]
    assert tree(mini.course.root) == before


def test_check_says_that_it_reads_before_a_long_reading(mini, handed_in):
    notebook = json.loads(handed_in.read_bytes())
    notebook["cells"][-1]["attachments"] = {"a": {"image/png": "A" * (6 << 20)}}
    handed_in.write_text(json.dumps(notebook))
    done = gabarito(mini, "check", "mini", handed_in, "--json")
    assert done.stderr.startswith("Lendo ")
    assert done.stderr.endswith("(6 MB)…\n")
    assert json.loads(done.stdout)["score"] == 1.0


def test_check_shows_a_person_what_is_wrong(mini, handed_in):
    done = gabarito(mini, "check", "mini", handed_in)
    assert done.returncode == 0
    assert "dobro: certa, 1 de 1" in done.stdout
    assert "triplo: não respondida, 0 de 1" in done.stdout
    assert "resposta ainda vale None: falta completar o código." in done.stdout
    assert "Nota: 1 de 2" in done.stdout


@pytest.mark.slow(reason="whole commands, seconds each")
def test_grade_names_what_it_cannot_grade_and_exits_1(mini, handed_in):
    for student, content in {"ana": handed_in.read_bytes(), "bia": b"nada"}.items():
        path = mini.course.submitted / student / "mini" / "mini.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    (mini.course.submitted / "caio" / "mini").mkdir(parents=True)
    done = gabarito(mini, "grade", "mini", "--workers", 1)
    assert done.returncode == 1
    printed = " ".join(done.stdout.split())
    assert "ana" in printed
    assert "Não corrigida: bia. submitted/bia/mini/mini.ipynb não é um notebook" in printed
    assert "Não corrigida: caio. Em submitted/caio/mini não há notebook" in printed
    assert "Traceback" not in done.stderr
    page = gabarito(mini, "feedback", "mini")
    assert page.returncode == 0
    assert (mini.course.feedback / "ana" / "mini.html").is_file()


BUNDLES = {
    "otter": ([], "mini-otter.zip", "Entregue o zip aos alunos"),
    "gradescope": ([], "mini-gradescope.zip", "otter run -a bundles/mini-gradescope.zip"),
    "gradescope with gabarito": (
        ["--engine", "gabarito"], "mini-gradescope-gabarito.zip", "Configure Autograder"
    ),
}  # fmt: skip


@pytest.mark.slow(reason="whole commands, seconds each")
@pytest.mark.parametrize("kind", BUNDLES)
def test_bundle_writes_a_zip_and_says_what_to_do_with_it(mini, kind):
    options, name, advice = BUNDLES[kind]
    done = gabarito(mini, "bundle", "--target", kind.partition(" ")[0], *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"mini: bundles/{name}"
    assert advice in done.stdout
    assert [path.name for path in mini.course.bundles.iterdir()] == [name]


def test_bundle_shows_the_links_of_the_configured_repository(mini):
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(f'{config.read_text()}\nc.Gabarito.repository = "ana/curso"\n')
    done = gabarito(mini, "bundle", "--target", "colab")
    url = "https://colab.research.google.com/github/ana/curso/blob/main/release/mini/mini.ipynb"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"mini: {url}"
    assert done.stdout.splitlines()[1].strip().startswith("[![Abrir no Colab](https://")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "os links do Colab ainda dizem SEU_USUARIO"),
        ("c.Gabarito.repository = None", "não diz onde o curso está no GitHub"),
    ],
)
def test_links_to_nowhere_are_told(mini, line, told):
    config = mini.course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{line}\n")
    assert told in gabarito(mini, "bundle", "--target", "colab").stderr


def test_bundle_goes_where_it_is_told(mini, tmp_path):
    done = gabarito(mini, "bundle", "mini", "--target", "otter", "--em", tmp_path / "para ela")
    assert done.stdout.startswith(f"mini: {tmp_path}/para ela/mini-otter.zip\n")
    assert (tmp_path / "para ela" / "mini-otter.zip").is_file()
    assert not mini.course.bundles.exists()


def test_a_bundle_of_a_lab_not_released_is_refused(mini):
    shutil.rmtree(mini.released)
    done = gabarito(mini, "bundle", "mini", "--target", "otter")
    assert (done.returncode, done.stdout) == (2, "")
    assert "rode `gabarito release mini` antes" in done.stderr
    assert not mini.course.bundles.exists()


WRONG_USE = {
    "unknown lab": (["grade", "outro"], "O lab outro não existe em .*: os que há são mini."),
    "missing notebook": (["check", "mini", "nada.ipynb"], "nada.ipynb não existe"),
    "not JSON": (["check", "mini", "source/mini.py"], "o conteúdo não é JSON"),
    "another lab": (["check", "mini", "vazio.ipynb"], "não é deste lab"),
    "no submissions": (["grade", "mini"], "Não há entregas de mini"),
    "nothing graded": (["feedback", "mini"], "Não há nada corrigido de mini"),
    "unknown command": (["corrige"], "O comando corrige não existe"),
    "unknown data command": (["data", "apaga"], "O comando apaga não existe"),
    "unknown option": (["grade", "mini", "--rapido"], "A opção --rapido não existe"),
    "missing argument": (["grade"], "Falta LAB"),
    "wrong number": (["grade", "mini", "--workers", "zero"], "O valor dado em --workers não serve"),
    "option without value": (["grade", "mini", "--workers"], "--workers está sem o seu valor"),
    "no target": (["bundle", "mini"], "--target colab, otter ou gradescope"),
    "a folder for what is no file": (
        ["bundle", "--target", "colab", "--em", "x"],
        "--em não servem com --target colab",
    ),
    "unknown target": (["bundle", "--target", "moodle"], "O valor dado em --target não serve"),
    "engine without its target": (
        ["bundle", "mini", "--target", "otter", "--engine", "gabarito"],
        "--engine gabarito só serve com --target gradescope",
    ),
    "no course": (["--curso", "source", "build"], "Não há nbgrader_config.py em .*source"),
}


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_is_one_portuguese_sentence_and_exit_2(mini, case):
    arguments, message = WRONG_USE[case]
    (mini.course.root / "vazio.ipynb").write_text(
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    before = tree(mini.course.root)
    done = gabarito(mini, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gabarito: ")
    assert len(done.stderr.strip().splitlines()) == 1
    assert re.search(message, done.stderr), done.stderr
    assert tree(mini.course.root) == before


def test_a_broken_configuration_is_one_sentence(mini):
    (mini.course.root / "nbgrader_config.py").write_text("isto não é Python")
    done = gabarito(mini, "release", "mini")
    assert done.returncode == 2
    assert "nbgrader_config.py não pôde ser lido" in done.stderr
    assert "Traceback" not in done.stderr


COMMANDS = (
    "", "build", "release", "check", "grade", "feedback", "demo", "data", "data fetch",
    "data verify", "bundle",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_in_portuguese(mini, command):
    done = gabarito(mini, *command.split(), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Uso: gabarito")
    assert "Mostra esta ajuda." in done.stdout
    for english in ("Usage", "Options:", "Commands:", "Show this message", "[required]"):
        assert english not in done.stdout


def test_an_interruption_keeps_what_was_graded_and_stops_at_once(mini, handed_in):
    endless = nbformat.read(handed_in, as_version=4)
    endless.cells.insert(2, nbformat.v4.new_code_cell("while True:\n    pass"))
    for student, content in {
        "ana": handed_in.read_bytes(),
        "bia": made_up_class.as_json(endless),
    }.items():
        path = mini.course.submitted / student / "mini" / "mini.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    running = subprocess.Popen(
        [sys.executable, "-m", "gabarito", "grade", "mini", "--workers", "2"],
        cwd=mini.course.root, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    result = mini.course.autograded / "ana" / "mini" / "result.json"
    deadline = time.monotonic() + 240
    while not result.exists():
        assert running.poll() is None, running.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert said.splitlines()[-1] == (
        "gabarito: Interrompido: o que já estava pronto ficou gravado."
    )
    assert "Traceback" not in said
    assert not (mini.course.autograded / "bia").exists()


@pytest.mark.slow(reason="whole commands, seconds each")
def test_names_of_the_class_list_stand_in_the_table_and_on_the_page(mini, handed_in):
    for student in ("1", "2", "3"):
        path = mini.course.submitted / student / "mini" / "mini.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(handed_in.read_bytes())
    people = "Zé Sá;ze@a.br;1\níris Lima;iris@a.br;2\níris Lima;iris2@a.br;3\nAna Só;a@a.br;4\n"
    (mini.course.root / "turma.csv").write_text(f"nome;e-mail;matrícula\n{people}", "utf-8")
    assert gabarito(mini, "roster", "turma.csv").returncode == 0
    done = gabarito(mini, "grade", "mini", "--workers", 1)
    assert done.returncode == 0
    names = ("Ana Só", "íris Lima (2)", "íris Lima (3)", "Zé Sá")
    places = [done.stdout.index(name) for name in names]
    assert places == sorted(places)
    assert "Zé Sá (1)" not in done.stdout
    assert gabarito(mini, "feedback", "mini").returncode == 0
    page = (mini.course.feedback / "1" / "mini.html").read_text(encoding="utf-8")
    assert "Zé Sá:" in page
