"""Fixtures of the kit's tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import leftovers
import pytest
from minicourse import enroll_class, write_course

from gabarito.authoring import build, release
from gabarito.course.layout import Course, Lab


@pytest.fixture(scope="module", autouse=True)
def no_process_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test module ends what it starts; what is left is named, and killed: others must not pay."""
    before = leftovers.processes()
    yield
    left = leftovers.new_processes(before)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert not left, f"left running by {request.path.name}"


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


@pytest.fixture(scope="class")
def mini_class(mini_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """The small course's lab with its made-up class, in a course of the test class's own."""
    folder = tmp_path_factory.mktemp("turma") / "curso"
    shutil.copytree(mini_template, folder)
    return enroll_class(Course.at(folder).lab("mini"))
