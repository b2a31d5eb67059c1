"""Zip files that never differ."""

from __future__ import annotations

import io
import time
import zipfile

from gabarito.storage import zips


def test_same_contents_same_bytes_in_any_order_at_any_time(monkeypatch):
    one = zips.zip_bytes({"b/c.py": b"x = 1\n", "a.txt": b"fim"})
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert zips.zip_bytes({"a.txt": b"fim", "b/c.py": b"x = 1\n"}) == one


def test_what_goes_in_comes_out():
    contents = {"b/c.py": b"x = 1\n", "a.txt": b"", "run": b"#!/bin/sh\n"}
    made = zips.zip_bytes(contents, programs=frozenset({"run"}))
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == contents
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in found.infolist()}
    assert modes == {"a.txt": 0o644, "b/c.py": 0o644, "run": 0o755}
