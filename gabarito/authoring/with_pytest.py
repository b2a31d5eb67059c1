"""Checks in pytest: each parameter is given the reference answer of that name.

A course's ``conftest.py`` imports :func:`pytest_generate_tests` from here.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from gabarito.authoring import messages
from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace


@functools.cache
def _reference(checks: Path) -> dict[str, Any]:
    """What a lab's answers define; its checks are in ``tests/<lab>/``."""
    return reference_namespace(Course.at(checks.parent.parent).lab(checks.name))


def pytest_generate_tests(metafunc: Any) -> None:
    """Give each parameter of a check the reference answer of that name.

    Args:
        metafunc: pytest's; what is no check is left alone.
    """
    if hasattr(metafunc.function, "check"):
        names = _reference(metafunc.definition.path.parent)
        for parameter in metafunc.fixturenames:
            metafunc.parametrize(parameter, [names.get(parameter)], ids=[messages.REFERENCE])
