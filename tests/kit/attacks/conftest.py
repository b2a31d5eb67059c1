"""Fixtures of the attack suite: one warm examiner for each module and tier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from arena import Arena, write_arena

from gabarito.checks import verificador
from gabarito.course.layout import Lab
from gabarito.judging import diagnosis, run_cells
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.sandbox import session, tiers

ISOLATING = [tier.name for tier in tiers.TIERS if tier.isolates]


WHERE_TIERS_DIFFER = ("test_escape", "test_persistence")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every tier in every run where tiers differ; elsewhere the second one is for the night."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        second = params.get("arena") in ISOLATING[1:]
        if second and item.path.stem not in WHERE_TIERS_DIFFER:
            item.add_marker(pytest.mark.slow(reason="says the same of another tier"))
            item.add_marker(pytest.mark.nightly)


@pytest.fixture(scope="session")
def arena_lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The course with canaries."""
    return write_arena(tmp_path_factory.mktemp("arena") / "curso")


@pytest.fixture(scope="module", params=ISOLATING)
def arena(
    request: pytest.FixtureRequest, arena_lab: Lab, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Arena]:
    """A warm examiner of that course, in each tier that isolates."""
    if tiers.named(request.param).obstacle:
        pytest.skip(f"{request.param}: {tiers.named(request.param).obstacle}")
    with PreparedLab(arena_lab, request.param) as examiner:
        yield Arena(examiner, tmp_path_factory.mktemp("entregas"))
    assert not Path(f"/proc/{examiner.warm.process.pid}").exists()


@pytest.fixture
def short_limits(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of time that a test can wait for; the machinery is the same."""
    monkeypatch.setattr(verificador, "CHECK_LIMIT_S", 0.6)
    monkeypatch.setattr(arena.examiner, "cell_limit_s", 1.5)
    monkeypatch.setattr(session, "INTERRUPT_S", 0.5)
    monkeypatch.setattr(diagnosis, "READING_S", 1.0)
    monkeypatch.setattr(run_cells, "TOTAL_LIMIT_S", 20.0)
