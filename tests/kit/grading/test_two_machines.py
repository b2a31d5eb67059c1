"""A cluster over a network: two network namespaces stand for two machines, with a cable between."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys

import dask_cluster
import pytest
from msgspec import structs
from running_grade import alive, everything, hand_in, until

from gabarito.course.layout import Course
from gabarito.grading import grade_class, lab_journal
from gabarito.grading.stored import stored_record

pytestmark = [
    pytest.mark.slow(reason="schedulers and workers of a cluster"),
    pytest.mark.nightly,
]

CLASS = [f"aluno{number:02}" for number in range(10)]
OF_TEACHER, OF_WORKER = "10.213.7.1", "10.213.7.2"


class Machines:
    """Two network namespaces and the cable between them."""

    def __init__(self):
        self.teacher, self.worker = (f"gabarito{os.getpid()}{side}" for side in "ab")

    def ip(self, *words, of=None):
        command = ["ip", *(("-n", of) if of else ()), *words]
        return subprocess.run(command, check=True, capture_output=True)

    def connect(self):
        for name in (self.teacher, self.worker):
            self.ip("netns", "add", name)
        self.ip("link", "add", "cabo", "netns", self.teacher, "type", "veth",
                "peer", "name", "cabo", "netns", self.worker)  # fmt: skip
        for name, address in ((self.teacher, OF_TEACHER), (self.worker, OF_WORKER)):
            self.ip("address", "add", f"{address}/24", "dev", "cabo", of=name)
            self.ip("link", "set", "lo", "up", of=name)
            self.ip("link", "set", "cabo", "up", of=name)

    def cable(self, state):
        self.ip("link", "set", "cabo", state, of=self.teacher)

    def end(self):
        for name in (self.teacher, self.worker):
            with contextlib.suppress(subprocess.CalledProcessError):
                self.ip("netns", "delete", name)

    @staticmethod
    def on(name):
        return ("ip", "netns", "exec", name)


@pytest.fixture
def machines():
    if shutil.which("ip") is None:
        pytest.skip("no iproute2 here")
    both = Machines()
    try:
        both.connect()
    except subprocess.CalledProcessError as error:
        both.end()
        pytest.skip(f"no right to make network namespaces: {error.stderr.decode().strip()}")
    yield both
    both.end()


@pytest.fixture
def cluster(tmp_path):
    with dask_cluster.running(tmp_path / "cluster") as one:
        yield one


def records(lab):
    return {who: structs.replace(stored_record(lab, who), timings={}) for who in CLASS}


def entries(lab):
    return [len([*lab_journal.entries(lab, student)]) for student in CLASS]


def test_a_cable_that_is_out_for_a_while_costs_nobody_a_grade(mini, machines, cluster):
    for student in CLASS:
        hand_in(mini, student, "import time\ntime.sleep(0.5)")
    cluster.environment |= dask_cluster.certificate(cluster.folder)
    cluster.environment |= {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s"}
    here, there = machines.on(machines.teacher), machines.on(machines.worker)
    cluster.scheduler("--protocol", "tls", host=OF_TEACHER, through=here)

    def worker():
        options = ("--nthreads", 1, "--no-nanny", "--protocol", "tls")
        return cluster.worker(*options, host=OF_WORKER, through=there)

    first = worker()
    with subprocess.Popen(
        [*here, sys.executable, "-m", "gabarito", "grade", "mini", "--dask", cluster.address],
        cwd=mini.course.root, env=cluster.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as command:  # fmt: skip
        until(lambda: sum(entries(mini)) or command.poll() is not None)
        below = everything(first.pid)
        machines.cable("down")
        first.wait(timeout=120)  # it has no scheduler any more
        until(lambda: not alive(below))
        assert 0 < sum(entries(mini)) < len(CLASS)
        machines.cable("up")
        worker()
        _, said = command.communicate(timeout=120)
    assert command.returncode == 0
    (sentence,) = said.splitlines()
    assert "ficou sem trabalhadores" in sentence
    assert entries(mini) == [1] * len(CLASS)
    of_cluster = records(mini)
    lab = Course.at(mini.course.root).lab("mini")
    assert grade_class.grade(lab, workers=1, force=True).complete
    assert records(mini) == of_cluster
