"""A course's configuration of nbgrader, asked of the table of what becomes of each option."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader import preprocessors
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import TraitError
from traitlets.config import Config, Configurable

from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.errors import CourseError
from gabarito.foreign import messages
from gabarito.foreign.option_table import OPTIONS, Option, Treatment

_CONVERTERS: tuple[type[Configurable], ...] = (Autograde, GenerateAssignment)
_OTHERS: tuple[type[Configurable], ...] = (
    *(getattr(preprocessors, name) for name in preprocessors.__all__ if name != "GetGrades"),
    ClearMetadataPreprocessor,
    LateSubmissionPlugin,
)
SECTIONS = {kind.__name__: kind for kind in (CourseDirectory, *_CONVERTERS, *_OTHERS)}
"""nbgrader's classes that take part in grading; GetGrades is for its feedback only."""

_OUTDATED = {
    "AssignApp": "GenerateAssignment",
    "Assign": "GenerateAssignment",
    "AutogradeApp": "Autograde",
    "BaseNbConvertApp": "BaseConverter",
    "BaseApp": "CourseDirectory",
    "BaseNbGraderApp": "CourseDirectory",
    "BasicConfig": "CourseDirectory",
    "NbGraderConfig": "CourseDirectory",
    "NbGrader": "CourseDirectory",
}
"""Sections that nbgrader still reads for another's: old name → the one of today."""


def configured(kind: type[Configurable], course: Course) -> Any:
    """nbgrader's own object of that class, as the course configures it.

    Raises:
        CourseError: an option has a value that nbgrader refuses.
    """
    try:
        return _made(kind, course.config, course)
    except (TraitError, ImportError, AttributeError, ValueError) as error:
        raise CourseError(messages.BAD_OPTION.format(file=CONFIG_FILE, error=error)) from None


def _made(kind: type[Configurable], config: Config, course: Course) -> Any:
    given = Config(config)
    if kind is CourseDirectory or kind in _CONVERTERS:
        root = {} if "root" in given.CourseDirectory else {"root": str(course.root)}
        folders = CourseDirectory(config=given, **root)
        return folders if kind is CourseDirectory else kind(coursedir=folders, config=given)
    return kind(config=given)


def require_gradable(course: Course) -> None:
    """Refuse a course whose configuration asks for grades that gabarito would not give.

    Raises:
        CourseError: naming the first such option, and what nbgrader would do.
    """
    for old, new in _OUTDATED.items():
        for name in course.config.get(old, {}):
            if name == "course_directory" or name in SECTIONS.get(new, Autograde).class_traits():
                raise CourseError(
                    messages.OUTDATED_OPTION.format(old=old, new=new, name=name, file=CONFIG_FILE)
                )
    for option in OPTIONS:
        for name in _refused_names(option, course):
            raise CourseError(
                messages.REFUSED_OPTION.format(
                    option=f"c.{option.section}.{name}", why=option.why, file=CONFIG_FILE
                )
            )


def _refused_names(option: Option, course: Course) -> Iterator[str]:
    """The options of a row whose value is not to be had."""
    if option.treatment is not Treatment.REFUSED and option.accepts is None:
        return
    kind = SECTIONS[option.section]
    ours, usual = configured(kind, course), _made(kind, Config(), course)
    for name in option.names:
        value = getattr(ours, name)
        accepted = option.accepts is not None and option.accepts(value, course)
        if value != getattr(usual, name) and not accepted:
            yield name
