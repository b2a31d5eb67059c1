"""The labs as a parameter of minutes-long tests: one in each slow run, the others by night."""

from __future__ import annotations

from pathlib import Path

import pytest

from gabarito.course.layout import Course

SAMPLE = "regularizacao"
"""The lab whose notebook takes least to run."""

NAMES = Course.at(Path(__file__).parents[2]).lab_names()

LABS = [pytest.param(name, marks=() if name == SAMPLE else pytest.mark.nightly) for name in NAMES]
