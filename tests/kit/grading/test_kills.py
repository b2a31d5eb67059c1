"""Killed at any moment, on a full disk, in a folder that may not be written: nothing is lost.

``GABARITO_SOAK`` is how many moments are tried; they are drawn from a seeded generator, and among
the first six there is one at least of each process.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import leftovers
import pytest
from nbgrader.api import Gradebook
from running_grade import alive, everything, hand_in, named, running, until

from gabarito.course.layout import Course
from gabarito.grading import grade_class, lab_journal
from gabarito.grading.stored import stored_record
from gabarito.nbgrader_api import converters
from gabarito.storage import temporary as provisional
from gabarito.storage.journal import lines

MOMENTS = int(os.environ.get("GABARITO_SOAK", "6"))
STUDENTS = [f"aluno{number}" for number in range(8)]
WHO = {"coordinator": (), "worker": ("forkserver",), "sandbox": ("zygote",)}
LONGEST_S = 4.0
"""After the first worker starts; a class of this size takes about as long."""


def grade(lab, **options):
    return grade_class.grade(Course.at(lab.course.root).lab("mini"), workers=2, **options)


def scores(lab):
    with converters.quiet(), Gradebook(lab.course.default_db) as book:
        return sorted((one.student.id, one.score) for one in book.assignment_submissions("mini"))


def stray(lab):
    """What a killed run may have left in ``autograded/``."""
    own = lab.course.grading_folder(lab)
    kept = {own, own.parent, own / "lock", own / lab_journal.FILE, own / "ready", own / "parts"}
    kept |= {*(own / "parts").glob("*.json")}
    found = lab.course.autograded.rglob("*")
    names = {"mini", "mini.ipynb", "result.json", "result.key", *STUDENTS}
    return [path for path in found if path not in kept and path.name not in names]


def require_whole(lab):
    """Everybody is graded, once, and nothing is left beside that."""
    assert grade(lab).complete
    assert scores(lab) == [(student, 1.0) for student in STUDENTS]
    for student in STUDENTS:
        assert stored_record(lab, student).score == 1.0
    assert grade(lab).unchanged == set(STUDENTS)
    assert stray(lab) == []


def kill(started, who, delay_s):
    """Kill one of them some time after the first worker has started; all who ran then."""
    until(lambda: started.poll() is not None or named(everything(started.pid), "zygote"))
    time.sleep(delay_s)
    below = everything(started.pid)
    chosen = named(below, *WHO[who])[-1:] if WHO[who] else [started.pid]
    for pid in chosen:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return below


@pytest.fixture
def lab(mini):
    for student in STUDENTS:
        hand_in(mini, student)
    return mini


@pytest.fixture
def temporary(monkeypatch):
    """Where this test's own runs put what is temporary, sockets too, whose paths are short."""
    with tempfile.TemporaryDirectory(prefix="k-", dir="/tmp") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.mark.slow(reason="a run and two more for each moment")
def test_whoever_is_killed_at_any_moment_running_again_goes_on(lab, temporary, monkeypatch):
    mounts = leftovers.mounts(lab.course.root)
    drawn = random.Random(16)
    for number in range(MOMENTS):
        who, delay_s = drawn.choice(sorted(WHO)), drawn.uniform(0, LONGEST_S)
        with running(lab, "--workers", "2", "--force") as started:
            below = kill(started, who, delay_s)
            _, said = started.communicate(timeout=300)
            case = f"{number}: {who} after {delay_s:.2f} s: {said}"
            until(lambda pids=below: not alive(pids), 30)
        assert "Traceback" not in said, case
        assert started.returncode == (-signal.SIGKILL if who == "coordinator" else 0) or (
            started.returncode == 0  # it was done before
        ), case
        require_whole(lab)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with provisional.folder():
        pass  # whoever makes one removes those of the killed
    assert list(temporary.glob("gabarito-*")) == []
    assert leftovers.mounts(lab.course.root) == mounts


# --- the disk ------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of that size at `folder`; skipped where nobody may mount one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def gabarito(lab, *arguments):
    command = [sys.executable, "-m", "gabarito", *arguments]
    return subprocess.run(command, cwd=lab.course.root, capture_output=True, text=True)


def one_sentence(done):
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def full(lab):
    """Take what room there is, but for a few blocks."""
    filler = lab.course.autograded / "cheio"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    os.truncate(filler, max(0, filler.stat().st_size - 96 * 1024))
    return filler


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(lab):
    lab.course.autograded.mkdir()
    with small_disk(lab.course.autograded, "4m"):
        assert grade(lab, students=["aluno0"]).records["aluno0"].score == 1.0
        filler = full(lab)
        said = one_sentence(gabarito(lab, "grade", "mini", "--workers", "2"))
        assert "Não foi possível escrever em" in said
        before = len(list(lines(lab.course.grading_folder(lab) / lab_journal.FILE)))
        assert before > 1  # those for whom there was room
        filler.unlink()
        require_whole(lab)
        after = len(list(lines(lab.course.grading_folder(lab) / lab_journal.FILE)))
        assert after == len(STUDENTS)


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_a_folder_that_may_only_be_read_is_one_sentence(lab):
    lab.course.autograded.mkdir()
    with small_disk(lab.course.autograded, "4m"):
        subprocess.run(["mount", "-o", "remount,ro", lab.course.autograded], check=True)
        said = one_sentence(gabarito(lab, "grade", "mini"))
        assert str(lab.course.autograded) in said
        subprocess.run(["mount", "-o", "remount,rw", lab.course.autograded], check=True)
        require_whole(lab)


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_an_interrupted_class_is_gone_on_with(lab):
    shutil.rmtree(lab.course.submitted / STUDENTS[-1])
    hand_in(lab, STUDENTS[-1], "import time\ntime.sleep(5)")
    with running(lab, "--workers", "1") as started:
        path = lab.course.grading_folder(lab) / lab_journal.FILE
        until(lambda: len(list(lines(path))) == len(STUDENTS) - 1)
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=60)
    assert started.returncode == 130
    assert len(scores(lab)) == len(STUDENTS) - 1
    require_whole(lab)
