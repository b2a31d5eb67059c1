"""Whoever dies while a class is graded: nothing is lost, and nobody stays behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import hostile
import pytest
from running_grade import WAITS, alive, everything, hand_in, named, running, until

from gabarito.grading import judge_for, sturdy_judge
from gabarito.grading.stored import stored_record
from gabarito.guest import tree
from gabarito.results.job import Job


@pytest.fixture
def course(mini):
    """Ana is graded at once, Bia takes a while."""
    hand_in(mini, "ana")
    hand_in(mini, "bia", WAITS)
    return mini


def at_work(lab, started):
    """Wait until Ana is stored and Bia's cell runs; all processes of it."""

    def judging():
        assert started.poll() is None, started.stderr.read()
        return stored_record(lab, "ana") is not None

    until(judging)
    return everything(started.pid)


@pytest.mark.slow(reason="kills processes of whole gradings")
@pytest.mark.parametrize("tier", ["namespaces", "landlock", "limits"])
def test_a_coordinator_that_is_killed_takes_everybody_along(course, tier):
    with running(course, "--workers", "1", "--isolation", tier) as started:
        below = at_work(course, started)
        assert len(below) > 3
        os.kill(started.pid, signal.SIGKILL)
        try:
            started.communicate(timeout=20)  # whoever holds its standard output is waited for
            until(lambda: not alive(below), 20)
        finally:
            left = alive(below)
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        assert left == {}
    assert stored_record(course, "ana").score == 1.0


@pytest.mark.slow(reason="kills processes of whole gradings")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_who_is_asked_to_end_ends_as_after_an_interruption(course, number, code):
    with running(course, "--workers", "1") as started:
        below = at_work(course, started)
        started.send_signal(number)
        try:
            _, said = started.communicate(timeout=60)
            until(lambda: not alive(below), 20)
        finally:
            left = alive(below)
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        assert left == {}
    assert started.returncode == code
    assert said.strip() == "gabarito: Interrompido: o que já estava pronto ficou gravado."
    assert stored_record(course, "ana").score == 1.0
    assert stored_record(course, "bia") is None


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_a_terminal_that_closes_ends_it_too(course):
    ours, theirs = os.openpty()
    with running(course, "--workers", "1", terminal=theirs) as started:
        os.close(theirs)
        below = at_work(course, started)
        os.close(ours)
        assert started.wait(60) == 129
        until(lambda: not alive(below), 20)


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_nohup_outlives_its_terminal(course):
    with running(course, "--workers", "1", through=["nohup"]) as started:
        at_work(course, started)
        started.send_signal(signal.SIGHUP)
        _, said = started.communicate(timeout=120)
    assert (started.returncode, "Interrompido" in said) == (0, False), said
    assert stored_record(course, "bia").score == 1.0


@pytest.mark.slow(reason="a whole grading")
def test_workers_are_ended_without_a_word_of_their_own(mini):
    """A worker imports the script that was called, which listens to signals from its first line."""
    hand_in(mini, "ana")
    script = Path(sys.executable).with_name("gabarito")
    done = subprocess.run(
        [script, "grade", "mini", "--workers", "2"], cwd=mini.course.root,
        env=hostile.plain_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


# --- sandboxes -----------------------------------------------------------------------


def sandboxes(started):
    """The first process of each living sandbox."""
    found = {one.pid: one.parent for one in tree.below(started.pid) if not one.over}
    inside = named(set(found), "zygote", "guest")
    return [pid for pid in inside if found[pid] not in inside and named({found[pid]}, "forkserver")]


def judging(sandbox):
    """Whether it has a session: bubblewrap is two processes, the warm one another."""
    return len(everything(sandbox)) > 3


@pytest.mark.slow(reason="kills processes of whole gradings")
@pytest.mark.parametrize("tier", ["namespaces", "landlock"])
def test_a_sandbox_that_is_killed_is_made_anew_and_costs_nobody_a_point(course, tier):
    with running(course, "--workers", "1", "--isolation", tier) as started:
        below = at_work(course, started)
        (sandbox,) = sandboxes(started)
        os.kill(sandbox, signal.SIGKILL)
        said = started.communicate(timeout=180)
        until(lambda: not alive(below), 20)
    assert started.returncode == 0, said
    for student in ("ana", "bia"):
        assert stored_record(course, student).score == 1.0


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_one_submission_over_which_every_sandbox_is_lost_is_named(course):
    hand_in(course, "caio")
    with running(course, "--workers", "1") as started:
        at_work(course, started)
        for _ in range(sturdy_judge.SANDBOXES):
            until(lambda: any(judging(sandbox) for sandbox in sandboxes(started)))
            (sandbox,) = sandboxes(started)
            os.kill(sandbox, signal.SIGKILL)
            until(lambda gone=sandbox: not alive([gone]))
        said, _ = started.communicate(timeout=120)
    assert started.returncode == 1
    assert "Não corrigida: bia. O processo isolado foi encerrado por fora" in " ".join(said.split())
    assert stored_record(course, "ana").score == 1.0
    assert stored_record(course, "caio").score == 1.0


def killed_once(judge, seen):
    """End the first session that the judge's sandbox has, as a machine without memory would."""
    outer = judge.own.prepared.warm.process.pid
    until(lambda: judging(outer))
    newest = max(everything(outer))
    seen.append(newest)
    os.kill(newest, signal.SIGKILL)


@pytest.mark.slow(reason="kills processes of whole gradings")
def test_a_session_that_dies_once_costs_nothing(course):
    seen = []
    with contextlib.closing(judge_for.judge_for(course, "namespaces")) as judge:
        judge.own.prepared.warm.wait()
        killer = threading.Thread(target=killed_once, args=[judge, seen])
        killer.start()
        path = course.course.submitted / "bia" / "mini" / "mini.ipynb"
        record = judge.judge(Job(path, "bia")).record
        killer.join()
        assert judge.own.accidents == 1
    assert len(seen) == 1
    assert (record.score, record.warnings) == (1.0, [])


def test_who_dies_again_pays(course):
    hand_in(course, "caio", answers={"dobro": "def dobro(x):\n    import os\n    os._exit(1)"})
    with contextlib.closing(judge_for.judge_for(course)) as judge:
        path = course.course.submitted / "caio" / "mini" / "mini.ipynb"
        record = judge.judge(Job(path, "caio")).record
        assert judge.own.accidents >= 2
    assert record.score == 0.0
