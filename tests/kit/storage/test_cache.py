"""What is kept between runs: it may hold hidden checks, so nobody else reads it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import gabarito
from gabarito.storage.cache import Cached


@pytest.fixture
def cached(tmp_path, monkeypatch):
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache" / name)
    return Cached("enunciados", [b"parte"], [])


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_reads_what_is_kept(cached):
    before = os.umask(0)
    try:
        cached.keep({"a": "verificação oculta"})
    finally:
        os.umask(before)
    assert cached.recall(dict) == {"a": "verificação oculta"}
    assert [mode(place) for place in (cached.path, cached.path.parent)] == [0o600, 0o700]
    assert mode(cached.path.parent.parent) == 0o700


def test_a_cache_that_others_could_read_is_closed_at_the_next_use(cached):
    cached.path.parent.mkdir(parents=True)
    for place in (cached.path.parent, cached.path.parent.parent):
        place.chmod(0o755)
    cached.path.write_text("{}")
    cached.path.chmod(0o644)
    assert cached.recall(dict) == {}
    assert mode(cached.path.parent.parent) == 0o700


@pytest.mark.parametrize("content", [b"", b"[", b'["\xff"]', b"\xff\xfe[", b'["a"', b"{}"])
def test_what_is_damaged_there_is_not_known(cached, content):
    cached.keep(["a"])
    cached.path.write_bytes(content)
    assert cached.recall(list[str]) is None


def test_where_there_is_no_room_what_was_not_used_for_longest_goes(cached):
    room = 2 * len(b'"dez bytes"') + 1
    kept = [Cached("licoes", [part], [], room) for part in (b"um", b"dois", b"tres")]
    for hours, one in enumerate(kept[:2], 1):
        one.keep("dez bytes")
        os.utime(one.path, (3600 * hours, 3600 * hours))
    assert kept[0].recall(str) == "dez bytes"  # older than the other, and used again
    kept[2].keep("dez bytes")
    assert [one.recall(str) for one in kept] == ["dez bytes", None, "dez bytes"]


ASKED = {
    "esquemas": """
from gabarito.nbgrader_api import schema
cached = schema._of_this_nbgrader("167914646830")
""",
    "listas_de_fontes": """
from gabarito.storage.cache import Cached
cached = Cached("listas_de_fontes", [b"/home/ana"], ["matplotlib"])
""",
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_other_code_of_the_same_version_left_is_not_believed(kind, tmp_path):
    shutil.copytree(Path(gabarito.__file__).parent, tmp_path / "gabarito")

    def run(last):
        places = {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "guardado")}
        environment = {**os.environ, **places}
        command = [sys.executable, "-c", f"{ASKED[kind]}\n{last}"]
        return subprocess.check_output(command, cwd=tmp_path, env=environment, text=True)

    run("cached.keep(['de outro código'])")
    assert run("print(cached.recall(list))") == "['de outro código']\n"
    changed = tmp_path / "gabarito" / "notebook" / "cells.py"
    changed.write_text(changed.read_text("utf-8") + "\n# outro código\n", "utf-8")
    assert run("print(cached.recall(list))") == "None\n"
