"""A class graded by a Dask cluster: real schedulers and workers, as processes of their own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import hostile
import pytest
from msgspec import structs
from running_grade import alive, everything, hand_in, until

from gabarito.course.layout import Course
from gabarito.errors import ClusterError
from gabarito.grading import grade_class

pytestmark = pytest.mark.slow(reason="schedulers and workers of a cluster")

DASK = str(Path(sys.executable).with_name("dask"))


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment
        self.processes = []

    def start(self, *words):
        number = len(self.processes)
        with (self.folder / f"log{number}").open("w") as log:
            one = subprocess.Popen(
                [DASK, *map(str, words)], cwd=self.folder, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.processes.append(one)
        return one

    def scheduler(self, *options, port=0):
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        one = self.start(
            "scheduler", "--port", port, "--host", "127.0.0.1", "--no-dashboard",
            "--scheduler-file", file, *options,
        )  # fmt: skip
        until(lambda: file.is_file() and file.read_text().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        return one

    def worker(self, *options):
        return self.start(
            "worker", self.address, "--host", "127.0.0.1", "--no-dashboard",
            *(options or ("--nthreads", 1)), "--local-directory", self.folder,
        )  # fmt: skip

    def end(self):
        pids = [pid for one in self.processes for pid in everything(one.pid)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        for one in self.processes:
            one.wait()
        return pids


@pytest.fixture
def cluster(tmp_path):
    place = tmp_path / "cluster"
    place.mkdir()
    one = Cluster(place, hostile.plain_environment() | {"TMPDIR": str(place)})
    yield one
    until(lambda pids=one.end(): not alive(pids))


def students(count):
    return [f"aluno{number:02}" for number in range(count)]


def graded(lab, **options):
    said = []
    found = grade_class.grade(Course.at(lab.course.root).lab(lab.name), say=said.append, **options)
    return {who: structs.replace(one, timings={}) for who, one in found.records.items()}, found, said


def test_two_workers_give_the_records_that_this_machine_gives(mini_class, cluster):
    here, cohort, _ = graded(mini_class, workers=1)
    cluster.scheduler()
    cluster.worker()
    cluster.worker()
    there, of_cluster, said = graded(mini_class, cluster=cluster.address, force=True)
    assert there == here
    assert of_cluster.failures == cohort.failures
    assert said == []
