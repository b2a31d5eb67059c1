"""Temporary folders go, whatever ends the program that made them."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile

import pytest

from gabarito.storage import temporary

HOLDS = """
import sys, time
from gabarito.storage import temporary
with temporary.folder() as folder:
    (folder / "arquivo").touch()
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_one_is_there_inside_the_block_alone(place):
    with temporary.folder() as folder:
        assert folder.parent == place
        (folder / "arquivo").touch()
    assert list(place.iterdir()) == []


def test_that_of_a_program_that_runs_stays_and_that_of_a_killed_one_goes(place):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS], stdout=subprocess.PIPE, text=True
    ) as other:
        theirs = other.stdout.readline().strip()
        with temporary.folder() as ours:
            assert {str(path) for path in place.iterdir()} == {theirs, str(ours)}
        other.send_signal(signal.SIGKILL)
    assert [str(path) for path in place.iterdir()] == [theirs]
    with temporary.folder() as ours:
        assert list(place.iterdir()) == [ours]


def test_a_link_of_that_name_is_not_followed(place, tmp_path_factory):
    target = tmp_path_factory.mktemp("alvo")
    (target / "arquivo").touch()
    (place / f"{temporary._PREFIX}x").symlink_to(target)
    with temporary.folder():
        pass
    assert (target / "arquivo").exists()
