"""A half-written file never takes the place of a good one, and does not stay beside it either."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from gabarito.storage import atomic

WRITES = """
import os, sys, time
from pathlib import Path
from gabarito.storage import atomic

def half(file):
    print(flush=True)
    time.sleep(600)

atomic._to_disk = half
folder = Path(sys.argv[2])
if sys.argv[1] == "text":
    atomic.write_text(folder / "pagina.html", "metade")
elif sys.argv[1] == "copy":
    atomic.copy_file(Path(os.__file__), folder / "pagina.html")
else:
    with atomic.scratch_folder(folder) as scratch:
        half(scratch)
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "pagina.html"
    path.write_text("inteira")
    return path


@pytest.fixture
def writing(page):
    """Starts a program that is in the middle of its writing."""
    running = []

    def start(what):
        command = [sys.executable, "-c", WRITES, what, str(page.parent)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        running[-1].stdout.readline()
        return running[-1]

    yield start
    for one in running:
        one.kill()
        one.communicate()


def beside(page):
    return sorted(path.name for path in page.parent.iterdir() if path != page)


@pytest.fixture(autouse=True)
def as_in_a_new_program():
    atomic._sweep.cache_clear()


@pytest.mark.parametrize("what", ["text", "copy", "folder"])
def test_what_a_killed_program_was_writing_goes_with_the_next_one(page, writing, what):
    one = writing(what)
    assert len(beside(page)) == 1
    assert page.read_text() == "inteira"
    one.send_signal(signal.SIGKILL)
    one.wait()
    atomic.write_text(page.with_name("outra.html"), "outra")
    assert beside(page) == ["outra.html"]


@pytest.mark.parametrize("what", ["text", "copy", "folder"])
def test_what_a_program_still_writes_stays(page, writing, what):
    writing(what)
    (theirs,) = beside(page)
    atomic.write_text(page.with_name("outra.html"), "outra")
    assert beside(page) == [theirs, "outra.html"]


def test_what_others_called_alike_stays(page):
    alike = [page.with_name(f"{atomic.SCRATCH}{end}") for end in ("notas", "12345678.html")]
    for one in alike:
        one.write_text("de alguém")
    atomic.write_text(page, "nova")
    assert beside(page) == [one.name for one in sorted(alike)]


def test_where_there_are_no_locks_all_is_written_and_nothing_swept(page, monkeypatch):
    def refused(*_):
        raise OSError(37, "No locks available")

    left = page.with_name(f"{atomic.SCRATCH}abcd1234")
    left.write_text("metade")
    monkeypatch.setattr("fcntl.flock", refused)
    atomic.write_text(page, "nova")
    assert (page.read_text(), beside(page)) == ("nova", [left.name])
