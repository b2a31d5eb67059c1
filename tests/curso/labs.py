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

SHORTEST = "depuracao_rede_densa"
"""Its whole notebook, trainings too, runs in ten seconds; those of others take up to a minute."""

LABS = [pytest.param(name, marks=() if name == SAMPLE else pytest.mark.nightly) for name in NAMES]
"""Of minutes-long tests, themselves slow: one lab in each slow run, the others by night."""

_BY_NIGHT = [
    pytest.mark.slow(reason="half a minute for each lab; one is in every run"),
    pytest.mark.nightly,
]
WHOLE_NOTEBOOKS = [
    pytest.param(name, marks=() if name == SHORTEST else pytest.mark.nightly) for name in NAMES
]
"""The same where all cells of a notebook are run: the shortest by day."""

ONE_BY_DAY = [pytest.param(name, marks=() if name == SAMPLE else _BY_NIGHT) for name in NAMES]
"""Of tests that take half a minute: one lab in every run, the others by night."""
