"""Running nbgrader's own converters, in process, on a course of ours."""

from __future__ import annotations

import contextlib
import copy
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbgrader
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbgrader.api import Base
from nbgrader.converters import (
    Autograde,
    GenerateAssignment,
    GenerateFeedback,
    NbGraderException,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import SAWarning, SQLAlchemyError
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
    structure: str | None = None,
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
        structure: how a step's folder is laid out; as configured when None.
        options: further traits of the converter.
    Raises:
        ConversionError: nbgrader gave up.
    """
    ensure_gradebook(db_url)
    with _plain_names(root, folders or {}) as (place, steps):
        ours = copy.deepcopy(config)  # traitlets resolves a list's .insert() in place
        ours.CourseDirectory.root = str(place)
        ours.CourseDirectory.db_url = db_url
        for step, folder in steps.items():
            ours.CourseDirectory[f"{step}_directory"] = str(folder)
        if structure is not None:
            ours.CourseDirectory.directory_structure = structure
        coursedir = CourseDirectory(config=ours, assignment_id=lab)
        if student is not None:
            coursedir.student_id = student
        named = type(converter.__name__, (_NamedFolder, converter), {})
        app = named(coursedir=coursedir, config=ours, force=True, **options)
        app.log.propagate = False
        with quiet():
            result = capture_log(app)
    if result.get("error", "").endswith("KeyboardInterrupt\n"):
        raise KeyboardInterrupt  # which nbgrader takes for one error of many
    if not result["success"]:
        raise ConversionError(
            (result.get("log", "") + result["error"]).replace(str(place), str(root))
        )


class _NamedFolder:
    """Goes before a converter: the folder it was told, not what matches its name as a pattern."""

    coursedir: CourseDirectory
    assignments: dict[str, list[str]]

    def init_notebooks(self) -> None:
        """nbgrader's own step: which notebooks there are to convert."""
        told = self.coursedir
        folder = self._format_source(told.assignment_id, told.student_id)  # type: ignore[attr-defined]
        found = sorted(os.path.join(folder, path.name) for path in Path(folder).glob("*.ipynb"))
        if not found:
            raise NbGraderException(f"No notebooks were matched by '{folder}'")
        self.assignments = {folder: found}


@contextlib.contextmanager
def _plain_names(root: Path, folders: dict[str, Path]) -> Iterator[tuple[Path, dict[str, Path]]]:
    """The course and its folders under names that nbgrader cannot misread.

    It takes a path for a glob, a regular expression and a format string, each at some place:
    ``/aulas [2026]/curso (1)`` would match nothing.
    """
    with tempfile.TemporaryDirectory(prefix="gabarito-") as scratch:
        links = {step: Path(scratch, step) for step in folders}
        for step, folder in folders.items():
            links[step].symlink_to(folder.absolute())
        place = Path(scratch, "curso")
        place.symlink_to(root.absolute())
        yield place, links


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without the warnings that nbgrader 0.9 draws from SQLAlchemy 2.1."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


def ensure_gradebook(db_url: str) -> None:
    """Create nbgrader's tables where there are none, marked with its schema's version.

    nbgrader does so too, but asks the version of an ``alembic`` command that it looks up in
    PATH and that takes seconds to start.

    Raises:
        ConversionError: the database does not answer.
    """
    try:
        engine = create_engine(db_url)
        with engine.begin() as connection:
            if inspect(connection).get_table_names():
                return
            Base.metadata.create_all(connection)
            scripts = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
            MigrationContext.configure(connection).stamp(scripts, "head")
    except SQLAlchemyError as error:
        raise ConversionError(f"{type(error).__name__}: {error}") from None
