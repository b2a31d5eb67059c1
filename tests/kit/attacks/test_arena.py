"""What the attack suite looks at: all that a sandbox could leave, and nothing of others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import leftovers
import pytest

from gabarito.sandbox import tiers
from gabarito.sandbox.launch import Contents

MOUNT = """
import subprocess, sys
from pathlib import Path
import leftovers
course, *command = sys.argv[1:]
before = leftovers.mounts(Path(course))
subprocess.run(command, check=True)
print(len(leftovers.mounts(Path(course))) - len(before))
"""


@pytest.fixture
def more_mounts(tmp_path):
    """How many mounts more are seen after a command, in a mount namespace of its own."""
    if shutil.which("unshare") is None:
        pytest.skip("sem o programa unshare nesta máquina")
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("esta máquina não deixa montar nada")
    course = tmp_path / "curso"
    (course / "source").mkdir(parents=True)

    def count(*command):
        line = [*alone, sys.executable, "-c", MOUNT, course, *command]
        path = os.pathsep.join(sys.path)
        done = subprocess.run(
            line, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=True
        )
        return int(done.stdout)

    return count


def test_what_others_mount_is_theirs(more_mounts, tmp_path):
    (tmp_path / "pendrive").mkdir()
    assert more_mounts("mount", "-t", "tmpfs", "outros", tmp_path / "pendrive") == 0


def test_a_mount_left_by_a_sandbox_is_seen(more_mounts, tmp_path):
    (tmp_path / "fora").mkdir()
    course = tmp_path / "curso"
    assert more_mounts("mount", "-t", "tmpfs", "aluno", course / "source") == 1
    assert more_mounts("mount", "--bind", course / "source", tmp_path / "fora") == 1
    assert more_mounts("mount", "-t", "tmpfs", "newroot", "/tmp") == 1


def test_a_process_left_running_is_seen():
    before = leftovers.processes()
    code = "import time; print(flush=True); time.sleep(600)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as left:
        try:
            assert left.stdout.readline() == b"\n"
            (found,) = leftovers.new_processes(before, patience_s=0).items()
            assert found == (left.pid, f"{sys.executable} -c {code} ")
        finally:
            left.kill()
    assert leftovers.new_processes(before) == {}


def test_the_places_of_sandboxes_are_those_looked_at():
    if tiers.named("namespaces").obstacle:
        pytest.skip(tiers.named("namespaces").obstacle)
    settings = tiers.named("namespaces").launch(Contents(), warm=False).settings
    places = {*settings["writable"], settings["guest"], settings["lab"]}
    assert places <= {*leftovers.WITHIN, *leftovers.ON}
