"""What processes that are started inherit, and what they do not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

import hostile

from gabarito.sandbox import helper_processes

START_S = 30.0


def environment(pid):
    """That of a program just started: before that, the process is still a copy of this one."""
    deadline = time.monotonic() + START_S
    while b"multiprocessing" not in Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < deadline, "it never started"
    lines = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return dict(line.decode().split("=", 1) for line in lines if line)


def test_servers_import_nothing_from_where_they_are_started_and_nobody_else_is_told():
    code = f"import sys; sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}; "
    code += "import test_trusted_path as t; t.in_a_process_of_its_own()"
    plain = hostile.plain_environment()
    subprocess.run([sys.executable, "-c", code], env=plain, check=True)


def in_a_process_of_its_own():
    """So that no server runs yet."""
    helper_processes.prepare(["gabarito.grading.preloaded"])
    for server in (forkserver._forkserver._forkserver_pid, resource_tracker._resource_tracker._pid):
        assert environment(server)["PYTHONSAFEPATH"] == "1"
    assert "PYTHONSAFEPATH" not in os.environ
