"""`gabarito check --watch`: one file, judged each time that it is saved."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading

import pytest
from running_grade import hand_in

from gabarito.authoring import build

RIGHT = "def dobro(x):\n    return 2 * x"
WRONG = "def dobro(x):\n    return 3 * x"


def watching(lab, notebook):
    command = [sys.executable, "-m", "gabarito", "check", "--watch", "--json", "mini", notebook]
    return subprocess.Popen(
        command, cwd=lab.course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip


def said(running):
    """What it says until it waits again."""
    lines = []
    for line in running.stdout:
        if "À espera de que" in line:
            return "".join(lines)
        lines.append(line)
    pytest.fail("".join(lines))


@contextlib.contextmanager
def ended_after(seconds, running):
    """End what waits for ever: its output closes, and whoever reads it sees that."""
    timer = threading.Timer(seconds, os.killpg, (running.pid, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)
            running.wait(60)


def place(lab, student):
    return lab.course.submitted / student / lab.name / f"{lab.name}.ipynb"


@pytest.mark.slow(reason="waits for what is judged four times")
def test_what_is_saved_is_judged_as_the_lab_then_is(mini):
    hand_in(mini, "ana", answers={"dobro": WRONG})
    notebook = place(mini, "ana")
    running = watching(mini, notebook)
    try:
        assert json.loads(said(running))["score"] == 0.0
        hand_in(mini, "bia", answers={"dobro": RIGHT})
        os.replace(place(mini, "bia"), notebook)  # as editors do
        assert json.loads(said(running))["score"] == 1.0
        text = mini.course.source / "mini.py"
        text.write_text(text.read_text() + "\n# %% [markdown]\n# Mais um parágrafo.\n")
        assert "gabarito build mini" in said(running)
        build.build(mini)
        while "gabarito build mini" in (last := said(running)):
            pass  # it was seen between two of the files that a build writes
        assert json.loads(last)["score"] == 1.0
        notebook.write_text("nada")
        assert "não é JSON" in said(running)
    finally:
        os.killpg(running.pid, signal.SIGINT)
    assert running.wait(60) == 130


@pytest.mark.slow(reason="waits for what is judged three times")
def test_a_lab_that_cannot_judge_is_asked_again_at_the_next_save(mini, tmp_path):
    """What fails in the worker is mended by something that is no file of the lab."""
    there = tmp_path / "pronto"
    mistakes = mini.checks / "mistakes.py"
    guard = f"import os\nif not os.path.exists({str(there)!r}):\n    raise OSError('ainda não')\n"
    mistakes.write_text(guard)
    hand_in(mini, "ana", answers={"dobro": RIGHT})
    notebook = place(mini, "ana")
    running = watching(mini, notebook)
    with ended_after(300, running):
        assert "ainda não" in said(running)
        os.utime(notebook)
        assert "ainda não" in said(running)
        there.touch()
        os.utime(notebook)
        assert json.loads(said(running))["score"] == 1.0
