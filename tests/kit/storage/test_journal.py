"""The journal's file: what is added stays, what is torn is no line, one process at a time adds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gabarito.errors import BusyError, OutputError
from gabarito.storage import lock
from gabarito.storage.journal import Journal, lines


def contents(path):
    return [line for _, line in lines(path)]


@pytest.fixture
def path(tmp_path):
    with Journal(tmp_path / "diario") as journal:
        for line in (b"um", b"dois", "três\u2028".encode()):
            journal.add(line)
    return tmp_path / "diario"


def test_lines_are_found_again_each_at_its_place(path):
    assert contents(path) == [b"um", b"dois", "três\u2028".encode()]
    places = [place for place, _ in lines(path)]
    with Journal(path) as journal:
        places.append(journal.add(b"quatro"))
    assert [next(lines(path, place))[1] for place in places] == contents(path)


def test_wherever_the_last_line_is_torn_all_others_stay_and_more_are_added(path):
    whole = path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for end in range(start, len(whole) - 1):
        path.write_bytes(whole[:end])
        assert contents(path) == [b"um", b"dois"], end
        with Journal(path) as journal:
            journal.add(b"mais")
        assert contents(path) == [b"um", b"dois", b"mais"], end


def test_a_line_without_its_break_is_whole(path):
    os.truncate(path, path.stat().st_size - 1)
    assert len(contents(path)) == 3
    with Journal(path) as journal:
        journal.add(b"mais")
    assert len(contents(path)) == 4


def test_a_damaged_line_in_the_middle_is_left_out(path):
    path.write_bytes(path.read_bytes().replace(b"dois", b"tres"))
    assert contents(path) == [b"um", "três\u2028".encode()]


def test_a_line_that_finds_no_room_leaves_nothing_behind(path, tmp_path):
    code = """
import resource, signal, sys
from pathlib import Path
from gabarito.errors import OutputError
from gabarito.storage.journal import Journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 30, resource.RLIM_INFINITY))
with Journal(path) as journal:
    try:
        journal.add(b"x" * 100)
    except OutputError as error:
        print(error)
    journal.add(b"cabe")
"""
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    assert "Não foi possível escrever" in done.stdout, done.stderr
    assert contents(path) == [b"um", b"dois", "três\u2028".encode(), b"cabe"]
    assert path.read_bytes().count(b"\n") == 4


def test_a_line_is_on_the_disk_within_a_second(path, monkeypatch):
    from threading import Event

    synced = Event()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.set())
    with Journal(path) as journal:
        journal.add(b"mais")
        assert synced.wait(30)  # nobody asks for it


def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path):
    (tmp_path / "pasta").write_text("um arquivo")
    with pytest.raises(OutputError, match="Não foi possível escrever em"):
        Journal(tmp_path / "pasta" / "diario")


# --- the lock ------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from gabarito.storage import lock
with lock.held(Path(sys.argv[1]), "uma correção"):
    print("pronto", flush=True)
    time.sleep(600)
"""


def test_who_comes_second_is_told_who_is_at_work_and_gets_it_when_that_one_dies(tmp_path):
    path = tmp_path / "trava"
    command = [sys.executable, "-c", HOLD, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout.readline() == "pronto\n"
            with pytest.raises(BusyError, match=f"Já há uma correção .*processo {other.pid}, de "):
                with lock.held(path, "uma correção"):
                    pass
        finally:
            other.kill()
    with lock.held(path, "uma correção"):
        assert f"processo {os.getpid()}," in path.read_text()
