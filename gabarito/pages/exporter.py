"""The student's page as an exporter of nbgrader's: the same from our command and from nbgrader's.

nbgrader's own feedback shows the autograded notebook as it is. This exporter ignores the
preprocessors and the template that nbgrader brings: what the page hides depends on no
configuration.
"""

from __future__ import annotations

import copy
import os
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import nbgrader
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import Exporter, ResourcesDict
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from gabarito.course.layout import KEY_FILE, RECORD_FILE, Course
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, gradebook_file, standing
from gabarito.notebook import lab_text
from gabarito.pages import asked, messages, regrade, student_view, templating
from gabarito.pages.regrade import RegradeLinks
from gabarito.pages.sanitize import SafeOutputs, SafeTexts
from gabarito.results import record

_NBGRADERS = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"


class AttachPage(NbGraderPreprocessor):
    """Put what the page shows where the template finds it; the notebook is harmless by now."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add ``resources["gabarito"]``, a :class:`~gabarito.pages.student_view.PageView`.

        Raises:
            CourseError: there is no record.
        """
        names, folder = resources["nbgrader"], Path(resources["metadata"]["path"])
        found = _record(folder)
        resources["gabarito"] = student_view.page(
            _settled(found, names),
            nb,
            _name(names),
            self.parent.asked,
            names["max_score"],
            RegradeLinks(self.parent.regrade_url, found.lab, _key(folder, found)),
        )
        return nb, resources


def _settled(found: record.Record, names: dict[str, str]) -> record.Record:
    """The record with what the gradebook holds by now: a person may have graded since."""
    with converters.quiet(), Gradebook(names["db_url"]) as book:
        entry = book.find_submission(names["assignment"], names["student"])
        return standing.settled(found, entry, lambda _, cell: lab_text.question_name(cell))


def _name(names: dict[str, str]) -> str:
    """What the student is called; the id where the gradebook has no name."""
    known = gradebook_file.students(names["db_url"])
    return known.get(names["student"]) or names["student"]


class HideChecks(ClearHiddenTests):
    """Remove hidden tests from the instructor's cells; in a student's words the marks are words."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear a cell that students cannot edit, in place."""
        if utils.is_locked(cell):
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


class FeedbackPage(HTMLExporter):
    """Makes the student's page of an autograded notebook; for ``GenerateFeedback.exporter_class``.

    A lab gets our page, made from its record. An assignment without checks of ours gets
    nbgrader's own page, without its hidden tests. The configuration of ``HTMLExporter`` that
    decides either is overridden: Formgrader brings its own.
    """

    def __init__(self, config: Config | None = None, *, parent: Any, **options: Any) -> None:
        course = Course(Path(parent.coursedir.root))
        name = parent.coursedir.assignment_id
        self.lab = course.lab(name) if name in course.lab_names() else None
        ours = _overridden(config or Config())
        super().__init__(config=ours, parent=parent, **options)

    @cached_property
    def asked(self) -> dict[str, str]:
        """What each question of the lab asks for."""
        return asked.in_a_line(self.lab.built()) if self.lab else {}

    @cached_property
    def regrade_url(self) -> str:
        """Where a student asks for a second look; see :mod:`gabarito.pages.regrade`."""
        return regrade.template_of(self.lab.course) if self.lab else ""

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of one notebook.

        Raises:
            CourseError: it is a lab's and was graded by other means: there is no record.
        """
        self._preprocessors: list[Any] = []
        for step in _OF_A_LAB if self.lab else _OF_ANY_ASSIGNMENT:
            self.register_preprocessor(step, enabled=True)
        if not self.lab:
            return super().from_notebook_node(nb, resources, **options)
        _, found = Exporter.from_notebook_node(self, nb, resources, **options)
        return templating.rendered("student/page.html.j2", page=found["gabarito"]), found


_SAFE = [GetGrades, HideChecks, SafeTexts, SafeOutputs]
"""Hidden checks are graded by now; their code must not reach the page."""

_OF_A_LAB = [*_SAFE, AttachPage]
_OF_ANY_ASSIGNMENT = [*_SAFE, CSSHTMLHeaderPreprocessor]


def _record(folder: Path) -> record.Record:
    path = folder / RECORD_FILE
    try:
        return record.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, msgspec.DecodeError):  # what nobody can read is not there
        raise CourseError(messages.NO_RECORD.format(path=path, lab=folder.name)) from None


def _key(folder: Path, found: record.Record) -> str:
    """What tells this grading from all others; nbgrader's own command leaves no key."""
    path = folder / KEY_FILE
    return path.read_text(encoding="utf-8").strip() if path.is_file() else found.submission_sha256


def _overridden(config: Config) -> Config:
    config = copy.deepcopy(config)
    page = config.FeedbackPage
    page.template_name = "feedback"
    page.extra_template_basedirs = [os.fspath(_NBGRADERS)]
    page.sanitize_html = True
    page.filters = {"clean_html": "gabarito.pages.sanitize.clean_html"}
    page.language_code = "pt"
    return config
