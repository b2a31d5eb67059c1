"""Ctrl-C at any moment: one sentence, exit code 130, what was ready is stored.

A moment is the k-th time that the program imports or opens something, once Python has come to it,
in itself or in the fork server that it starts; k is drawn from a seeded generator.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import hostile
import pytest
from minicourse import enroll_class

from gabarito.course.layout import Course
from gabarito.grading import grade_class
from gabarito.grading.stored import stored_record

SENTENCE = "gabarito: Interrompido: o que já estava pronto ficou gravado."
MOMENTS = [2, pytest.param(8, marks=pytest.mark.nightly)]
"""Of each command; most of its time goes into the same few steps."""

COUNTER = """
import os, sys

FIRST = ("gabarito.cli.commands", "gabarito.grading.preloaded")

def of_interest():
    line = " ".join(sys.orig_argv)
    return "forkserver" in line if os.environ["WHERE"] == "forkserver" else "bin/gabarito" in line

if of_interest():
    os.environ.pop("PYTHONPATH", None)
    left = int(os.environ["MOMENT"])
    pid = os.getpid()
    begun = False

    def look(event, arguments):
        global left, begun
        if event not in ("import", "open") or os.getpid() != pid:
            return
        begun = begun or event == "import" and arguments[0] in FIRST
        left -= begun
        if begun and left == 0:
            import signal
            os.killpg(0, signal.SIGINT)

    import atexit
    if os.environ["WHERE"] == "gabarito":
        atexit.register(lambda: os.write(9, str(-left).encode()))
    sys.addaudithook(look)
"""


@pytest.fixture(scope="module")
def template(mini_template, tmp_path_factory):
    """The small course, with a class of which two are graded."""
    root = tmp_path_factory.mktemp("interrompida") / "curso"
    shutil.copytree(mini_template, root)
    lab = enroll_class(Course.at(root).lab("mini"))
    grade_class.grade(lab, students=["ana_perfeita", "bia_em_branco"], workers=1)
    return root


@pytest.fixture
def course(template, tmp_path):
    """Such a course of the test's own, and what counts its moments."""
    shutil.copytree(template, tmp_path / "curso")
    (tmp_path / "contador").mkdir()
    (tmp_path / "contador" / "sitecustomize.py").write_text(COUNTER)
    return Course.at(tmp_path / "curso").lab("mini")


def start(lab, counter, where, moment, arguments):
    """Run a command in a process group of its own: its exit code, what it said, what it counted.

    The count is what it went beyond the moment, negative where it ended before it, and nothing
    where it left at once.
    """
    reading, writing = os.pipe()
    environment = {"PYTHONPATH": str(counter), "WHERE": where, "MOMENT": str(moment)}
    program = Path(sys.executable).parent / "gabarito"
    running = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 9>&{writing}', "-", program, *arguments],
        cwd=lab.course.root, env=hostile.plain_environment(**environment), pass_fds=[writing],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    os.close(writing)
    _, said = running.communicate(timeout=600)
    with os.fdopen(reading, "rb") as counted:
        return running.returncode, said, counted.read()


COMMANDS = {
    "build": ["build", "mini"],
    "release": ["release", "mini"],
    "check": ["check", "mini", "submitted/ana_perfeita/mini/mini.ipynb"],
    "grade": ["grade", "mini", "--workers", "2", "--force"],
    "feedback": ["feedback", "mini"],
    "report": ["report", "mini"],
    "audit": ["audit", "mini"],
    "demo": ["demo", "mini"],
}
BY_DAY_ALL_BUT_DEMO = [
    pytest.param(name, marks=pytest.mark.nightly if name == "demo" else ()) for name in COMMANDS
]
"""It does what the others do, one after the other."""


@pytest.mark.slow(reason="starts whole commands to interrupt them")
@pytest.mark.parametrize("moments", MOMENTS)
@pytest.mark.parametrize("command", BY_DAY_ALL_BUT_DEMO)
def test_an_interruption_is_one_sentence_and_130(course, tmp_path, command, moments):
    counter = tmp_path / "contador"
    code, said, counted = start(course, counter, "gabarito", 10**9, COMMANDS[command])
    assert code in (0, 1), said
    total = 10**9 + int(counted)
    drawn = random.Random(command)
    for moment in [1, *(drawn.randrange(2, total) for _ in range(moments))]:
        code, said, counted = start(course, counter, "gabarito", moment, COMMANDS[command])
        if counted and int(counted) < 0:
            continue  # caches were filled meanwhile: the program ended before that moment
        assert (code, said.splitlines()[-1:]) == (130, [SENTENCE]), (moment, total, said)
        assert "Traceback" not in said, (moment, total)
        assert "Exception ignored" not in said, (moment, total)
    assert stored_record(course, "ana_perfeita").score == 2.0


@pytest.mark.slow(reason="starts whole commands to interrupt them")
@pytest.mark.parametrize("moment", [1, 200, 400])
def test_the_fork_server_says_nothing_of_it(course, tmp_path, moment):
    grade = ["grade", "mini", "--workers", "2", "--force"]
    code, said, _ = start(course, tmp_path / "contador", "forkserver", moment, grade)
    assert (code, said.split()) == (130, SENTENCE.split()), said


def test_a_helper_that_is_ended_while_it_starts_says_nothing():
    """What multiprocessing's own start sets while it imports the program that started it."""
    code = "import multiprocessing as m, signal; m.current_process()._inheriting = True; "
    code += "import gabarito.__main__; signal.raise_signal(signal.SIGTERM)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGTERM, b"", b"")
