"""What a lab's class gets in each tier that isolates."""

from __future__ import annotations

import msgspec
import pytest

from gabarito.course.layout import Lab
from gabarito.errors import GabaritoError
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job
from gabarito.results.record import Record
from gabarito.sandbox import tiers

ISOLATING = [tier for tier in tiers.TIERS if tier.isolates]


def require_alike(lab: Lab) -> None:
    """Every student of an enrolled class gets the same record in each of them."""
    for tier in ISOLATING:
        if tier.obstacle:
            pytest.skip(f"{tier.name}: {tier.obstacle}")
    first, *others = [_records(lab, tier.name) for tier in ISOLATING]
    assert any(record is not None and record.score > 0 for record in first.values())
    for other in others:
        assert other == first


def _records(lab: Lab, tier: str) -> dict[str, Record | None]:
    """The class's records but for what says the tier and how long it took; None for no record."""
    with PreparedLab(lab, tier) as prepared:
        found: dict[str, Record | None] = {}
        for student, folder in lab.course.submissions(lab).items():
            try:
                judged = judge.judge(prepared, Job(folder / f"{lab.name}.ipynb", executed=False))
            except GabaritoError:
                found[student] = None
                continue
            found[student] = msgspec.structs.replace(
                judged.record, isolation="", timings={}, warnings=[]
            )
    return found
