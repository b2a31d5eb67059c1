"""A class graded by a Dask cluster: real schedulers and workers, as processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading

import dask_cluster
import hostile
import plain_courses
import pytest
from msgspec import structs
from running_grade import alive, everything, hand_in, until

from gabarito.course.layout import Course
from gabarito.errors import ClusterError
from gabarito.grading import grade_class, lab_journal
from gabarito.grading.cluster import connection
from gabarito.grading.stored import stored_record

pytestmark = pytest.mark.slow(reason="schedulers and workers of a cluster")


class Cuttable(threading.Thread):
    """A port that passes everything on to another, until it is cut; then it does so again."""

    def __init__(self, address):
        super().__init__(daemon=True)
        host, port = address.removeprefix("tcp://").split(":")
        self.other, self.through = (host, int(port)), []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"
        self.start()

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                ends = self.door.accept()[0], socket.create_connection(self.other)
                self.through.extend(ends)
                for one, other in (ends, ends[::-1]):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one, other):
        with contextlib.suppress(OSError):
            while some := one.recv(1 << 16):
                other.sendall(some)
        self._close([one, other])

    def cut(self):
        ends, self.through = self.through, []
        self._close(ends)

    def _close(self, ends):
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def end(self):
        self.cut()
        self.door.close()


@pytest.fixture
def cluster(tmp_path):
    with dask_cluster.running(tmp_path / "cluster") as one:
        yield one


@pytest.fixture
def slow_class(mini):
    """A class whose submissions take a moment each, so that much is still to do after the first."""
    for number in range(12):
        hand_in(mini, f"aluno{number:02}", "import time\ntime.sleep(0.3)")
    return mini


def graded(lab, **options):
    """The records without their timings, the cohort, and what was said."""
    said = []
    own = Course.at(lab.course.root).lab(lab.name)
    found = grade_class.grade(own, say=said.append, **options)
    records = {who: structs.replace(one, timings={}) for who, one in found.records.items()}
    return records, found, said


def entries(lab):
    """How many entries the journal has of each student."""
    return {one: len([*lab_journal.entries(lab, one)]) for one in lab.course.submissions(lab)}


def test_two_workers_give_the_records_that_this_machine_gives(mini_class, cluster):
    here, cohort, _ = graded(mini_class, workers=1)
    cluster.scheduler()
    cluster.worker()
    cluster.worker()
    there, of_cluster, said = graded(mini_class, cluster=cluster.address, force=True)
    assert there == here
    assert of_cluster.failures == cohort.failures
    assert said == []
    assert not list(cluster.folder.glob("gabarito-*"))  # what the workers unpacked


def test_a_worker_that_is_killed_costs_nobody_a_grade(slow_class, cluster):
    cluster.scheduler()
    first, _ = [cluster.worker("--nthreads", 1, "--no-nanny") for _ in range(2)]
    below = set()

    def kill(*_):
        if not below:
            below.update(everything(first.pid))
            os.kill(first.pid, signal.SIGKILL)

    there, cohort, _ = graded(slow_class, cluster=cluster.address, on_done=kill)
    assert cohort.failures == {}
    assert entries(slow_class) == dict.fromkeys(there, 1)
    assert len(there) == 12
    assert len(below) > 1  # its judge, and the sandbox
    until(lambda: not alive(below))


def test_a_connection_that_is_cut_once_is_made_again_and_every_grade_comes_once(
    slow_class, cluster
):
    cluster.scheduler()
    cluster.worker()
    cable = Cuttable(cluster.address)
    done = []

    def cut(student, _):
        if not done:
            cable.cut()
        done.append(student)

    there, cohort, said = graded(slow_class, cluster=cable.address, on_done=cut)
    cable.end()
    assert cohort.failures == {}
    assert entries(slow_class) == dict.fromkeys(there, 1)
    assert sorted(done) == sorted(there) == [f"aluno{number:02}" for number in range(12)]
    assert len([sentence for sentence in said if "foi refeita" in sentence]) == 1


SUM = plain_courses.Case(
    totals={"ana": 2.0, "bia": 0.0},
    notebooks={
        "lista": [
            plain_courses.cell("soma", plain_courses.answer("s = 1 + 1"), solution=True),
            plain_courses.locked("le", "dados = open('dados/um.txt').read()"),
            plain_courses.cell("t", "assert s == 2 and dados == 'um'", points=2, locked=True),
        ]
    },
    files={"dados/um.txt": "um"},
    students={
        "ana": plain_courses.edited(soma="s = 2"),
        "bia": plain_courses.edited(soma="s = 3"),
    },
)


@pytest.mark.nightly
def test_an_assignment_of_any_nbgrader_course_is_graded_there_too(cluster, tmp_path):
    root = plain_courses.quickstart(tmp_path)
    SUM.write(root)
    cluster.scheduler()
    cluster.worker("--nthreads", 1, "--no-nanny")
    task = Course.at(root).gradable(plain_courses.TASK)
    there = grade_class.grade(task, cluster=cluster.address)
    here = grade_class.grade(task, workers=1, force=True)
    assert {who: one.score for who, one in there.records.items()} == SUM.totals
    for who, record in here.records.items():
        assert structs.replace(there.records[who], timings={}) == structs.replace(
            record, timings={}
        )


@pytest.mark.nightly
def test_a_cluster_that_is_gone_is_said_and_what_came_of_it_is_kept(
    slow_class, cluster, monkeypatch
):
    monkeypatch.setattr(connection, "PATIENCE_S", 10.0)
    scheduler = cluster.scheduler()
    cluster.worker()
    done = []

    def end(student, _):
        done.append(student)
        with contextlib.suppress(ProcessLookupError):
            os.kill(scheduler.pid, signal.SIGKILL)

    with pytest.raises(ClusterError, match="caiu e não voltou"):
        graded(slow_class, cluster=cluster.address, on_done=end)
    assert done
    records, cohort, _ = graded(slow_class, workers=1)
    assert set(done) <= cohort.unchanged
    assert len(records) == 12
    assert set(entries(slow_class).values()) == {1}


@pytest.fixture
def odd_package(tmp_path):
    """Environment of a worker with a package that is not installed here."""
    (tmp_path / "mais" / "zebra-1.0.dist-info").mkdir(parents=True)
    head = "Metadata-Version: 2.1\nName: zebra\nVersion: 1.0\n"
    (tmp_path / "mais" / "zebra-1.0.dist-info" / "METADATA").write_text(head)
    return {"PYTHONPATH": str(tmp_path / "mais")}


def test_workers_that_would_judge_otherwise_are_refused(
    mini_class, cluster, odd_package, monkeypatch
):
    monkeypatch.setattr(connection, "PATIENCE_S", 3.0)
    cluster.scheduler()
    with pytest.raises(ClusterError, match="não tem nenhum trabalhador"):
        graded(mini_class, cluster=cluster.address)
    monkeypatch.setattr(connection, "PATIENCE_S", 60.0)
    two_threads = cluster.worker("--nthreads", 2, "--no-nanny")
    with pytest.raises(ClusterError, match="--nthreads 1"):
        graded(mini_class, cluster=cluster.address)
    two_threads.terminate()
    two_threads.wait()
    own, cluster.environment = cluster.environment, cluster.environment | odd_package
    odd = cluster.worker("--nthreads", 1, "--no-nanny")
    with pytest.raises(ClusterError, match=r"zebra nenhum aqui e 1\.0 lá"):
        graded(mini_class, cluster=cluster.address)
    odd.terminate()
    odd.wait()
    (cluster.folder / "nbgrader_config.py").write_text("get_config().Execute.timeout = 1\n")
    cluster.environment = own | {"JUPYTER_CONFIG_DIR": str(cluster.folder)}
    cluster.worker("--nthreads", 1, "--no-nanny")
    with pytest.raises(ClusterError, match="não fica igual"):
        graded(mini_class, cluster=cluster.address)


# --- the command ---------------------------------------------------------------------------


def command(lab, *options, environment=None):
    return subprocess.Popen(
        [sys.executable, "-m", "gabarito", "grade", lab.name, *options], cwd=lab.course.root,
        env=hostile.plain_environment() | (environment or {}), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


@pytest.mark.nightly
def test_with_certificates_nobody_else_reaches_the_cluster(mini, cluster):
    hand_in(mini, "ana")
    tls = dask_cluster.certificate(cluster.folder)
    cluster.environment |= tls
    cluster.scheduler("--protocol", "tls")
    cluster.worker("--nthreads", 1, "--protocol", "tls")
    assert cluster.address.startswith("tls://")
    without = command(mini, "--dask", cluster.address)
    _, said = without.communicate(timeout=120)
    assert without.returncode == 2
    assert len(said.splitlines()) == 1
    assert "pede certificados" in said
    with_them = command(mini, "--dask", cluster.address, environment=tls)
    assert with_them.communicate(timeout=120)[1] == ""
    assert with_them.returncode == 0
    assert stored_record(mini, "ana").score == 1.0


def test_an_interruption_keeps_what_came_and_ends_the_cluster(slow_class):
    with command(slow_class, "--dask", "local:2") as running:
        below = set()
        until(lambda: below.update(everything(running.pid)) or entries_of_any(slow_class))
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert len(said.strip().splitlines()) == 1
    assert len(below) > 2
    until(lambda: not alive(below))
    before = entries_of_any(slow_class)
    assert 0 < before < 12
    _, cohort, _ = graded(slow_class, workers=1)
    assert len(cohort.unchanged) == before


def entries_of_any(lab):
    return sum(entries(lab).values())


@pytest.mark.parametrize(
    ("address", "words"), [("amanha", "local:N"), ("tcp://127.0.0.1:9", "agendador")]
)
def test_an_address_where_nobody_is_is_said(mini, address, words, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE_S", 1.0)
    hand_in(mini, "ana")
    with pytest.raises(ClusterError, match=words):
        graded(mini, cluster=address)


def test_a_cluster_that_is_interrupted_while_it_is_made_is_ended(monkeypatch):
    ended = []

    @contextlib.contextmanager
    def made(*given):
        try:
            yield
        finally:
            ended.append(True)

    def make(*given):
        signal.raise_signal(signal.SIGINT)  # heard once it is made
        return made()

    monkeypatch.setattr(connection, "_cluster", make)
    with pytest.raises(KeyboardInterrupt):
        with connection._made_here(None, 2):
            raise AssertionError("it goes on")
    assert ended == [True]
