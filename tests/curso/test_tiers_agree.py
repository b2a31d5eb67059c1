"""Every student of a lab's class gets the same record in each tier that isolates."""

from __future__ import annotations

import msgspec
import pytest
from demo_class import COURSE
from labs import LABS

from gabarito.authoring import demo
from gabarito.errors import GabaritoError
from gabarito.judging import judge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.results.job import Job
from gabarito.sandbox import tiers

ISOLATING = [tier for tier in tiers.TIERS if tier.isolates]


def records(lab, tier):
    """The class's records but for what says the tier and how long it took; None for no record."""
    with PreparedLab(lab, tier) as prepared:
        found = {}
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


@pytest.mark.slow(reason="judges a class once in each tier")
@pytest.mark.parametrize("name", LABS)
def test_tiers_judge_alike(name, tmp_path):
    for tier in ISOLATING:
        if tier.obstacle:
            pytest.skip(f"{tier.name}: {tier.obstacle}")
    lab = demo.prepare(COURSE.lab(name), tmp_path / "curso")
    first, *others = [records(lab, tier.name) for tier in ISOLATING]
    assert any(record is not None and record.score > 0 for record in first.values())
    for other in others:
        assert other == first
