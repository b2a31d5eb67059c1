"""A warm process begins in the tier that is likely, and ends where another one grades."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gabarito.errors import SandboxError, SandboxLostError
from gabarito.guest import tree
from gabarito.sandbox import tiers, warm_process
from gabarito.sandbox.faults import Fault
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess

STRONGEST, NEXT, _ = tiers.TIERS


def below():
    return {process.pid for process in tree.processes(os.getpid())}


def test_it_begins_in_the_tier_that_grades():
    with warm_process.started(Contents()) as warm:
        assert warm.tier is tiers.choose()
        with warm.session() as session:
            assert session.run("x = 1", "0", (), 10.0, False).error is None


def test_where_that_tier_does_not_work_the_next_begins_and_the_first_is_gone(monkeypatch):
    if NEXT.obstacle:
        pytest.skip(NEXT.obstacle)
    before = below()
    monkeypatch.setitem(vars(STRONGEST), "obstacle", "não funciona")
    with warm_process.started(Contents()) as warm:
        assert warm.tier is NEXT
        assert below() - before == {process.pid for process in warm.running()}
    assert below() == before


def test_where_none_works_nothing_stays(monkeypatch):
    before = below()
    for tier in tiers.TIERS:
        monkeypatch.setitem(vars(tier), "obstacle", "não funciona")
    with pytest.raises(SandboxError):
        warm_process.started(Contents())
    assert below() == before


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def until_it_fails(ask):
    """Ask again and again: what was killed may answer once more."""
    while True:
        ask()


@pytest.fixture
def warm():
    with warm_process.started(Contents()) as process:
        yield process


def test_a_session_closes_what_it_has_opened(warm):
    before = descriptors()
    with warm.session() as session:
        held = [session.call_process([], []) for _ in range(2)]  # not closed by being forgotten
        assert descriptors() == before + 2
    assert descriptors() == before
    assert [channel.fileno() for channel in held] == [-1, -1]


def test_so_does_one_that_dies(warm):
    before = descriptors()
    with warm.session() as session:
        warm.signal(session.pid, signal.SIGKILL)
        with pytest.raises(Fault) as kept:
            until_it_fails(lambda: session.call_process([], []))
        assert descriptors() == before, kept


def test_so_does_a_warm_process_that_cannot_begin_one(warm):
    before = descriptors()
    os.kill(warm.process.pid, signal.SIGKILL)
    with pytest.raises(SandboxLostError) as kept:
        until_it_fails(lambda: warm.session().close())
    assert descriptors() == before, kept


def test_so_does_one_that_cannot_be_started(monkeypatch):
    before = descriptors()

    def no_room(self, descriptor):
        raise BlockingIOError("no room for another process")

    monkeypatch.setattr(WarmProcess, "_start", no_room)
    with pytest.raises(BlockingIOError) as kept:
        WarmProcess(Contents(), tiers.choose())
    assert descriptors() == before, kept


@pytest.mark.parametrize("tier", [one for one in tiers.TIERS if one.needs_sweeping], ids=str)
def test_where_there_is_no_room_for_the_copies_no_folder_stays(tier, tmp_path, monkeypatch):
    (tmp_path / "dados.csv").touch()
    made = []

    def make(**options):
        made.append(Path(mkdtemp(**options)))
        return str(made[-1])

    def no_room(*_):
        raise OSError(errno.ENOSPC, "no space left on device")

    mkdtemp = tempfile.mkdtemp
    monkeypatch.setattr("tempfile.mkdtemp", make)
    monkeypatch.setattr("shutil.copyfile", no_room)
    with pytest.raises(OSError, match="no space"):
        tier.launch(Contents(tmp_path), warm=False)
    assert [folder.exists() for folder in made] == [False]


BEGUN_AND_KILLED = """
import os, signal, sys
from gabarito.sandbox import tiers
from gabarito.sandbox.launch import Contents
print(tiers.named(sys.argv[1]).launch(Contents(), warm=False).private, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("tier", [one for one in tiers.TIERS if one.needs_sweeping], ids=str)
def test_the_folder_of_a_program_that_was_killed_goes_with_the_next_and_no_other(tier):
    alive = tier.launch(Contents(), warm=False)
    command = [sys.executable, "-c", BEGUN_AND_KILLED, tier.name]
    done = subprocess.run(command, cwd="/", stdout=subprocess.PIPE, text=True)
    left = Path(done.stdout.strip())
    assert done.returncode == -signal.SIGKILL
    assert left.is_dir()
    (left / "fechada" / "dentro").mkdir(parents=True)
    (left / "fechada").chmod(0)  # as a student may leave it
    before = descriptors()
    another = tier.launch(Contents(), warm=False)
    assert not left.exists()
    assert alive.private.is_dir()
    another.discard()
    assert descriptors() == before
    alive.discard()
    assert not alive.private.exists()


def test_more_files_than_a_sandbox_can_be_told_of_are_a_sentence(tmp_path):
    folder = tmp_path / "fotos"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number:04}_{'x' * 90}.png").touch()
    before = descriptors()
    with pytest.raises(SandboxError, match=r"Há 2000 arquivos em .*: junte-os") as kept:
        warm_process.started(Contents(tmp_path))
    assert descriptors() == before, kept


DRAWN = "import sys\nprint('PIL.JpegImagePlugin' in sys.modules)"
"""Saving a figure imports it; importing Matplotlib does not."""


def test_only_the_first_session_loads_itself_what_drawing_needs(warm):
    """It begins before that: few notebooks that are judged draw anything."""
    loaded = []
    for _ in range(2):
        with warm.session() as session:
            (shown,) = session.run(DRAWN, "0", [], 10.0).outputs
            loaded.append(shown["text"])
    assert loaded == ["False\n", "True\n"]


def test_where_there_is_no_room_for_a_socket_what_was_made_for_it_goes(monkeypatch):
    tier = next(one for one in tiers.TIERS if one.needs_sweeping)  # it makes a folder
    if tier.obstacle:
        pytest.skip(tier.obstacle)
    made = []
    launch = type(tier).launch

    def launched(*given, **options):
        made.append(launch(*given, **options))
        return made[-1]

    def no_room():
        raise OSError(errno.EMFILE, "no room for another socket")

    monkeypatch.setattr(type(tier), "launch", launched)
    monkeypatch.setattr(warm_process.socket, "socketpair", no_room)
    with pytest.raises(OSError, match="no room"):
        WarmProcess(Contents(), tier)
    assert [one.private.exists() for one in made] == [False]


COUNTED = """
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
drawn, draw = [], Figure.draw
def counted(figure, *args, **kwargs):
    drawn.append(figure)
    return draw(figure, *args, **kwargs)
Figure.draw = counted
"""


@pytest.mark.parametrize(("render", "times"), [(False, 0), (True, 2)])
def test_a_figure_is_drawn_for_its_picture_only(warm, render, times):
    """Twice: how far it reaches, then the picture (``bbox_inches="tight"``)."""
    with warm.session() as session:
        session.run(COUNTED, "0", (), 10.0, False)
        shown = session.run("plt.plot([1, 2]);", "1", (), 10.0, render).outputs
        assert ["image/png" in output["data"] for output in shown] == [render]
        said = session.run("plt.ioff(); plt.ion(); print(len(drawn))", "2", (), 10.0, True)
    assert [output["text"] for output in said.outputs] == [f"{times}\n"]
