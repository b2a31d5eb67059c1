"""Checks are pytest functions too: their parameters are the reference's own functions."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

ROOT = Path(__file__).parent.parent
HELPERS = [
    path.stem
    for folder in ("kit", "curso")
    for path in (ROOT / "tests" / folder).glob("*.py")
    if not path.stem.startswith(("test_", "conftest"))
]
pytest.register_assert_rewrite(*HELPERS)  # so that their asserts say what differed


settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("nightly", max_examples=3000, deadline=None, database=None)
settings.load_profile("repeatable")


@functools.cache
def reference(lab: str) -> dict[str, Any]:
    return reference_namespace(Course.at(ROOT).lab(lab))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each parameter of a check the reference answer of that name."""
    if not hasattr(metafunc.function, "check"):
        return
    names = reference(metafunc.definition.path.parent.name)
    for parameter in metafunc.fixturenames:
        metafunc.parametrize(parameter, [names[parameter]], ids=["referência"])
