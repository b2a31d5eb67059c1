"""A lab as an assignment of nbgrader's: generated, and known to a gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from traitlets.config import Config

from gabarito.course import fingerprint, gradebook_url
from gabarito.course.layout import STRUCTURE, Course, Gradable
from gabarito.errors import CourseError
from gabarito.nbgrader_api import (
    changed_cells,
    converters,
    gradebook_file,
    messages,
    registered,
    schema,
)
from gabarito.nbgrader_api.gradebook_file import Say
from gabarito.storage import atomic
from gabarito.storage.cache import Cached


def register(lab: Gradable, scratch: Path, db_url: str, say: Say = lambda sentence: None) -> None:
    """Record the lab's questions and points in a gradebook, releasing nothing.

    Where they stand as the same lab left them there, nothing is done.

    Args:
        scratch: a folder that is thrown away.
    Raises:
        CourseError: see :func:`generate`.
        OutputError: the gradebook cannot be used.
    """
    now = fingerprint.fingerprint(lab)
    if _as_left(lab, now, db_url, say).recall(bool):
        return
    target = scratch / "release"
    target.mkdir()
    generate(lab, target, db_url, say=say)
    if fingerprint.fingerprint(lab) == now:  # nobody saved a file meanwhile
        _as_left(lab, now, db_url, say).keep(True)


def _as_left(lab: Gradable, recorded: str, db_url: str, say: Say) -> Cached:
    """That recording a lab of that fingerprint left the gradebook as it is now."""
    patience = gradebook_file.Patience(db_url, say)
    patience.wait()
    schema.ensure(db_url, say)
    left = patience.keep_trying(lambda: registered.digest(db_url, lab.name))
    return Cached("registrados", [lab.name.encode(), recorded.encode(), left.encode()], [])


def generate(
    lab: Gradable,
    target: Path,
    db_url: str,
    config: Config | None = None,
    say: Say = lambda sentence: None,
    **options: Any,
) -> None:
    """Run nbgrader's GenerateAssignment; the lab's folder is made in `target`.

    Args:
        config: in the place of the course's own.
        say: called with what a person should know of the gradebook.
        options: traits of GenerateAssignment that overrule the configuration.
    Raises:
        CourseError: the lab is not built, or nbgrader's own words on what it refuses.
        OutputError: the gradebook cannot be used.
    """
    lab.require_built()
    gradebook_file.Patience(db_url, say).wait()
    try:
        _run(lab, target, db_url, config, say, options)
    except converters.ConversionError as error:
        if "there are submissions associated" not in str(error):
            raise CourseError(_sentence(lab, error)) from None
        _follow(lab, target, db_url, config, say, options)


def _follow(
    lab: Gradable, target: Path, db_url: str, config: Config | None, say: Say, options: Any
) -> None:
    """Bring the gradebook's cells up to date, and generate once more."""
    try:
        with atomic.scratch_folder(target) as scratch:
            fresh = gradebook_url.of_file(scratch / "gradebook.db")
            _run(lab, scratch, fresh, config, say, {**options, "create_assignment": True})
            changed_cells.follow(lab.name, db_url, fresh, say)
        _run(lab, target, db_url, config, say, options)
    except converters.ConversionError as error:
        raise CourseError(_sentence(lab, error)) from None


def _run(
    lab: Gradable, target: Path, db_url: str, config: Config | None, say: Say, options: Any
) -> None:
    course: Course = lab.course
    converters.run(
        GenerateAssignment,
        config or course.config,
        root=course.root,
        lab=lab.name,
        db_url=db_url,
        folders={"source": lab.folder.parent, "release": target},
        structure=STRUCTURE,
        say=say,
        **options,
    )


def _sentence(lab: Gradable, error: converters.ConversionError) -> str:
    return messages.NOT_GENERATED.format(lab=lab.name, reason=error.reason)
