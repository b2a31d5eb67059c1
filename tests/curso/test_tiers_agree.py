"""Every student of a lab's class gets the same record in each tier that isolates."""

from __future__ import annotations

import in_each_tier
import pytest
from demo_class import COURSE
from labs import NAMES

from gabarito.authoring import demo


@pytest.mark.slow(reason="judges a class once in each tier; the small course's is in each slow run")
@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_tiers_judge_alike(name, tmp_path):
    in_each_tier.require_alike(demo.prepare(COURSE.lab(name), tmp_path / "curso"))
