"""What lateness costs, as the course's own step of ``nbgrader autograde`` says."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import nbformat
from nbgrader.api import InvalidEntry
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import object_session
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from gabarito.course.layout import CONFIG_FILE, Course
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, messages


class LatePenalties:
    """Sets and clears the penalties of submissions, notebook by notebook.

    nbgrader's own step does it, or the one that the course lists in its place, with the plugin
    that the configuration names. A course whose list has none has no penalties.

    Args:
        db_url: SQLAlchemy URL of the gradebook.
    Raises:
        CourseError: the step or its plugin cannot be loaded.
    """

    def __init__(self, course: Course, db_url: str) -> None:
        self.course, self.db_url = course, db_url
        config = copy.deepcopy(course.config)  # traitlets resolves a list's .insert() in place
        try:
            with self._importable():
                self.step = _configured(config)
        except (Exception, SystemExit) as error:  # whatever a course's own module raises
            file, reason = course.root / CONFIG_FILE, _one_line(error)
            raise CourseError(messages.NO_PENALTY_PLUGIN.format(file=file, reason=reason)) from None

    def apply(self, entry: Any) -> None:
        """Set or clear the penalty of each notebook of a submission, by the scores it has now.

        Args:
            entry: nbgrader's SubmittedAssignment, in an open session; changed, and committed where
                the plugin is asked.
        Raises:
            CourseError: the plugin failed.
        """
        if self.step is None:
            return
        for notebook in entry.notebooks:
            if seconds_late(entry) > 0:
                self._run(self.step, entry, notebook)
            elif notebook.late_submission_penalty is not None:
                notebook.late_submission_penalty = None

    def _run(self, step: AssignLatePenalties, entry: Any, notebook: Any) -> None:
        names = {"notebook": notebook.name, "assignment": entry.name, "student": entry.student.id}
        resources = {"nbgrader": {**names, "db_url": self.db_url}}
        session = object_session(entry)
        assert session is not None
        session.commit()  # the step has a session of its own
        try:
            with self._importable(), converters.quiet():
                step(nbformat.v4.new_notebook(), resources)
        except (SQLAlchemyError, InvalidEntry):
            raise  # the gradebook's own trouble, not the plugin's
        except (Exception, SystemExit) as error:  # whatever a course's own plugin raises
            plugin = getattr(step.plugin_class, "__name__", step.plugin_class)
            raise CourseError(
                messages.PENALTY_FAILED.format(
                    plugin=plugin, student=entry.student.id, reason=_one_line(error)
                )
            ) from None
        session.refresh(notebook, ["late_submission_penalty"])

    def _importable(self) -> contextlib.AbstractContextManager[None]:
        """The course's own modules, as nbgrader finds them when run in the course's folder."""
        return self.course.importable(self.course.root)


def _configured(config: Config) -> AssignLatePenalties | None:
    """The step that a course's configuration asks for, if any."""
    listed = Autograde(config=config).autograde_preprocessors
    steps = [import_item(step) if isinstance(step, str) else step for step in listed]
    for step in steps:
        if isinstance(step, type) and issubclass(step, AssignLatePenalties):
            made = step(config=config)
            return made if made.enabled else None
    return None


def seconds_late(entry: Any) -> float:
    """How long after its due date, extension included, a submission came; 0 where in time."""
    return float(entry.total_seconds_late) if entry.assignment.duedate is not None else 0.0


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
