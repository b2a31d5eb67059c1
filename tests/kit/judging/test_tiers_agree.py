"""Every student of the small course's class gets the same record in each tier that isolates."""

from __future__ import annotations

import in_each_tier
import pytest


@pytest.mark.slow(reason="judges a class once in each tier")
def test_tiers_judge_alike(mini_class):
    in_each_tier.require_alike(mini_class)
