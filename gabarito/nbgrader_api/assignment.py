"""A lab as an assignment of nbgrader's: generated, and known to a gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from traitlets.config import Config

from gabarito.course.layout import STRUCTURE, Course, Gradable
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, messages
from gabarito.storage import atomic


def register(lab: Gradable, db_url: str) -> None:
    """Record the lab's questions and points in a gradebook, releasing nothing."""
    with atomic.scratch_folder(lab.course.autograded) as scratch:
        generate(lab, scratch, db_url)


def generate(
    lab: Gradable, target: Path, db_url: str, config: Config | None = None, **options: Any
) -> None:
    """Run nbgrader's GenerateAssignment; the lab's folder is made in `target`.

    Args:
        config: in the place of the course's own.
        options: traits of GenerateAssignment that overrule the configuration.
    Raises:
        CourseError: the lab is not built, or nbgrader's own words on what it refuses.
    """
    lab.require_built()
    course: Course = lab.course
    try:
        converters.run(
            GenerateAssignment,
            config or course.config,
            root=course.root,
            lab=lab.name,
            db_url=db_url,
            folders={"source": lab.folder.parent, "release": target},
            structure=STRUCTURE,
            **options,
        )
    except converters.ConversionError as error:
        raise CourseError(_sentence(lab, error)) from None


def _sentence(lab: Gradable, error: converters.ConversionError) -> str:
    if "there are submissions associated" in str(error):
        return messages.CELLS_CHANGED.format(lab=lab.name)
    return messages.NOT_GENERATED.format(lab=lab.name, reason=error.reason)
