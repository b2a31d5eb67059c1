"""Running nbgrader's own converters, in process, on a course of ours."""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.converters import (
    Autograde,
    GenerateAssignment,
    GenerateFeedback,
    NbGraderException,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from gabarito.nbgrader_api import gradebook_file, messages, schema
from gabarito.nbgrader_api.gradebook_file import Say
from gabarito.storage import temporary

Converter = type[Autograde] | type[GenerateAssignment] | type[GenerateFeedback]


class ConversionError(Exception):
    """A converter failed; ``str(error)`` is nbgrader's own log, in English."""

    @property
    def reason(self) -> str:
        """The exception that nbgrader logged, else the last thing it said; one line.

        One of ours is a sentence for people already: its class is none of their business.
        """
        lines = [line.strip() for line in str(self).splitlines() if line.strip()]
        raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Entry): ", line)]
        told = [line for line in raised if "NbGraderException" not in line] or raised or lines
        return re.sub(r"^gabarito\.errors\.\w+: ", "", told[-1]).rstrip(".")


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
    say: Say = lambda sentence: None,
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
        say: called with what a person should know of the gradebook.
        options: further traits of the converter.
    Raises:
        ConversionError: nbgrader gave up.
        OutputError: the gradebook cannot be used.
    """
    schema.ensure(db_url, say)
    with _plain_names(root, folders or {}) as (place, steps):
        ours = _configured(config, place, steps, db_url, structure)
        coursedir = CourseDirectory(config=ours, assignment_id=lab)
        if student is not None:
            coursedir.student_id = student
        named = type(converter.__name__, (_NamedFolder, converter), {})
        log = logging.Logger(converter.__name__, logging.INFO)  # nobody else's to silence
        app = named(coursedir=coursedir, config=ours, force=True, log=log, **options)
        with quiet():
            result = capture_log(app)
    _require_success(result, {str(place): str(root)}, db_url)


def _configured(
    config: Config, root: Path, steps: dict[str, Path], db_url: str, structure: str | None
) -> Config:
    """The course's configuration, told where things are this time."""
    ours = copy.deepcopy(config)  # traitlets resolves a list's .insert() in place
    ours.CourseDirectory.root = str(root)
    ours.CourseDirectory.db_url = db_url
    for step, folder in steps.items():
        ours.CourseDirectory[f"{step}_directory"] = str(folder)
    if structure is not None:
        ours.CourseDirectory.directory_structure = structure
    return ours


def _require_success(result: dict[str, Any], names: dict[str, str], db_url: str) -> None:
    """Raise what nbgrader swallowed.

    Args:
        names: what to write in its log in the place of what.
    """
    if result.get("error", "").endswith("KeyboardInterrupt\n"):
        raise KeyboardInterrupt  # which nbgrader takes for one error of many
    if result["success"]:
        return
    log = result.get("log", "") + result["error"]
    if "database is locked" in log:
        path = gradebook_file.name_of(db_url)
        raise gradebook_file.GradebookBusyError(messages.STILL_BUSY.format(path=path))
    for ours, theirs in names.items():
        log = log.replace(ours, theirs)
    raise ConversionError(log)


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
    with temporary.folder() as scratch:
        links = {step: scratch / step for step in folders}
        for step, folder in folders.items():
            links[step].symlink_to(folder.absolute())
        place = scratch / "curso"
        place.symlink_to(root.absolute())
        yield place, links


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without what nbgrader writes to stderr besides: warnings, and tracebacks of what it raises.

    The warnings are those that nbgrader 0.9 draws from SQLAlchemy 2.1.
    """
    log = logging.getLogger("tornado.application")
    disabled, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        log.disabled = disabled
