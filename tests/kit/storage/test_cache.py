"""What is kept between runs: it may hold hidden checks, so nobody else reads it."""

from __future__ import annotations

import os
import stat

import pytest

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
