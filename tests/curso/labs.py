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

_REST = pytest.mark.slow(reason="half a minute for each lab; one is in every run")
_BY_NIGHT = [_REST, pytest.mark.nightly]
_MARKS = {SAMPLE: (), NEEDS_KERAS: _BY_NIGHT}
ONE_FAST = [pytest.param(name, marks=_MARKS.get(name, _REST)) for name in NAMES]
"""Of tests that take half a minute: one lab in every run, the others in each slow run, and the one
that trains Keras's networks by night."""

ONE_BY_DAY = [pytest.param(name, marks=() if name == SAMPLE else _BY_NIGHT) for name in NAMES]
"""The same where the other labs take more than they are likely to show: those by night."""
