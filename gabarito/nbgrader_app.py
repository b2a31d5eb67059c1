"""Running nbgrader's own converters, in process, on a course of ours."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

Converter = type[Autograde] | type[GenerateAssignment] | type[GenerateFeedback]


class ConversionError(Exception):
    """A converter failed; ``str(error)`` is nbgrader's own log, in English."""

    @property
    def reason(self) -> str:
        """The exception that nbgrader logged, else the last thing it said; one line."""
        lines = [line.strip() for line in str(self).splitlines() if line.strip()]
        raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Entry): ", line)]
        told = [line for line in raised if "NbGraderException" not in line] or raised or lines
        return told[-1].rstrip(".")


def run(
    converter: Converter,
    config: Config,
    *,
    root: Path,
    lab: str,
    db_url: str,
    student: str | None = None,
    folders: dict[str, Path] | None = None,
    **options: Any,
) -> None:
    """Run one nbgrader converter on one lab.

    Args:
        converter: GenerateAssignment, Autograde or GenerateFeedback.
        config: the course's configuration; not changed.
        root: course folder that relative folders start from.
        lab: nbgrader's assignment id.
        db_url: SQLAlchemy URL of the gradebook.
        student: nbgrader's student id, where the converter takes one.
        folders: nbgrader step (source, release, …) → folder to use for it.
        options: further traits of the converter.
    Raises:
        ConversionError: nbgrader gave up.
    """
    ours = Config(config)
    ours.CourseDirectory.root = str(root)
    ours.CourseDirectory.db_url = db_url
    for step, folder in (folders or {}).items():
        ours.CourseDirectory[f"{step}_directory"] = str(folder)
    coursedir = CourseDirectory(config=ours, assignment_id=lab)
    if student is not None:
        coursedir.student_id = student
    app = converter(coursedir=coursedir, config=ours, force=True, **options)
    app.log.propagate = False
    with _own_commands(), quiet():
        result = capture_log(app)
    if not result["success"]:
        raise ConversionError(result.get("log", "") + result["error"])


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without the warnings that nbgrader 0.9 draws from SQLAlchemy 2.1."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


@contextlib.contextmanager
def _own_commands() -> Iterator[None]:
    """nbgrader runs ``alembic`` by name: find the one installed beside this Python."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before
