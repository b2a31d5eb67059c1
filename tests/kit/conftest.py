"""Fixtures of the kit's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from minicourse import write_course

from gabarito.authoring import build, release
from gabarito.course.layout import Course, Lab

LONGEST = ["test_reference_notebook.py", "test_runners.py", "test_colab_session.py"]
"""Files that one worker is busy with for minutes: first, or the others wait for them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the rest stays in order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else 99)


@pytest.fixture(scope="session")
def mini_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course, built and released once: a new gradebook takes nbgrader seconds."""
    lab = write_course(tmp_path_factory.mktemp("modelo") / "curso").lab("mini")
    build.build(lab)
    release.release(lab)
    return lab.course.root


@pytest.fixture
def mini(mini_template: Path, tmp_path: Path) -> Lab:
    """The small course's only lab, built and released, in a course of the test's own."""
    shutil.copytree(mini_template, tmp_path / "curso")
    return Course.at(tmp_path / "curso").lab("mini")
