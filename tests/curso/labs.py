"""The labs as a parameter: of tests of half a minute each, and of those of minutes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from gabarito.course.layout import Course

NEEDS_KERAS = "rede_densa_keras"
"""The lab whose tests need the packages of requirements-keras.txt."""


def has_keras() -> bool:
    """Whether what requirements-keras.txt asks for is installed; it is not imported for that."""
    return all(importlib.util.find_spec(name) for name in ("torch", "keras"))


SAMPLE = "regularizacao"
"""The lab that stands for all of them by day."""

NAMES = Course.at(Path(__file__).parents[2]).lab_names()

LABS = [pytest.param(name, marks=() if name == SAMPLE else pytest.mark.nightly) for name in NAMES]
"""Of minutes-long tests, themselves slow: one lab in each slow run, the others by night."""

_BY_NIGHT = [
    pytest.mark.slow(reason="half a minute for each lab; one is in every run"),
    pytest.mark.nightly,
]
ONE_BY_DAY = [pytest.param(name, marks=() if name == SAMPLE else _BY_NIGHT) for name in NAMES]
"""Of tests that take half a minute: one lab in every run, the others by night."""
