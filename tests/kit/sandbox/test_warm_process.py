"""A warm process begins in the tier that is likely, and ends where another one grades."""

from __future__ import annotations

import os

import pytest

from gabarito.errors import SandboxError
from gabarito.guest import tree
from gabarito.sandbox import tiers, warm_process
from gabarito.sandbox.launch import Contents

STRONGEST, NEXT, _ = tiers.TIERS


def below():
    return {process.pid for process in tree.processes(os.getpid())}


def test_it_begins_in_the_tier_that_grades():
    with warm_process.started(Contents()) as warm:
        assert warm.tier is tiers.choose()
        assert warm.session().run("x = 1", "0", (), 10.0, False).error is None


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
