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
from nbgrader.api import Gradebook, Student, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from gabarito.course.layout import KEY_FILE, RECORD_FILE, Course, Lab
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, entries, standing
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
            MissingEntry: the gradebook has no such submission.
        """
        names, folder = resources["nbgrader"], Path(resources["metadata"]["path"])
        found = _record(folder)
        with converters.quiet(), self.parent.shared.gradebook(names["db_url"]) as book:
            entry = _entry(book, names["assignment"], names["student"])
            notebook = next(one for one in entry.notebooks if one.name == names["notebook"])
            resources["gabarito"] = student_view.page(
                standing.settled(found, entry, lambda _, cell: lab_text.question_name(cell)),
                nb,
                _name(entry.student),
                self.parent.shared.asked,
                {line.name: line.comment for line in notebook.comments if line.comment},
                notebook.max_score,
                RegradeLinks(self.parent.shared.regrade_url, found.lab, _key(folder, found)),
            )
        return nb, resources


def _entry(book: Gradebook, assignment: str, student: str) -> SubmittedAssignment:
    """What the gradebook holds by now: a person may have graded since."""
    found = entries.of_assignment(book, assignment, [student])
    return found[student] if found else book.find_submission(assignment, student)


def _name(student: Student) -> str:
    """What the student is called; the id where the gradebook has no name."""
    return " ".join(filter(None, (student.first_name, student.last_name))) or str(student.id)


class HideChecks(ClearHiddenTests):
    """Remove hidden tests from the instructor's cells; in a student's words the marks are words."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear a cell that students cannot edit, in place."""
        if utils.is_locked(cell):
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


class Shared:
    """What all pages of a lab have in common."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self._books: dict[str, Gradebook] = {}

    def gradebook(self, db_url: str) -> Gradebook:
        """The gradebook, to be opened for each page; the queries are compiled once for all."""
        if db_url not in self._books:
            self._books[db_url] = Gradebook(db_url)
        return self._books[db_url]

    @cached_property
    def asked(self) -> dict[str, str]:
        """What each question of the lab asks for."""
        return asked.in_a_line(self.lab.built())

    @cached_property
    def regrade_url(self) -> str:
        """Where a student asks for a second look; see :mod:`gabarito.pages.regrade`."""
        return regrade.template_of(self.lab.course)


def _shared(coursedir: CourseDirectory) -> Shared | None:
    """Of the lab that nbgrader was told; None of an assignment without checks of ours."""
    course, name = Course(Path(coursedir.root)), coursedir.assignment_id
    return Shared(course.lab(name)) if name in course.lab_names() else None


class FeedbackPage(HTMLExporter):
    """Makes the student's page of an autograded notebook; for ``GenerateFeedback.exporter_class``.

    A lab gets our page, made from its record. An assignment without checks of ours gets
    nbgrader's own page, without its hidden tests. The configuration of ``HTMLExporter`` that
    decides either is overridden: Formgrader brings its own.
    """

    shared: Shared | None = None
    """Of the lab, where it is known before; see :func:`of_lab`."""

    def __init__(self, config: Config | None = None, *, parent: Any, **options: Any) -> None:
        self.shared = self.shared or _shared(parent.coursedir)
        ours = _overridden(config or Config())
        super().__init__(config=ours, parent=parent, **options)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of one notebook.

        Raises:
            CourseError: it is a lab's and was graded by other means: there is no record.
        """
        self._preprocessors: list[Any] = []
        for step in _OF_A_LAB if self.shared else _OF_ANY_ASSIGNMENT:
            self.register_preprocessor(step, enabled=True)
        if not self.shared:
            return super().from_notebook_node(nb, resources, **options)
        _, found = Exporter.from_notebook_node(self, nb, resources, **options)
        return templating.rendered("student/page.html.j2", page=found["gabarito"]), found


def of_lab(lab: Lab) -> type[FeedbackPage]:
    """The exporter of a lab that stays as it is while pages are made: it is read once for all."""
    return type(FeedbackPage.__name__, (FeedbackPage,), {"shared": Shared(lab)})


_SAFE = [HideChecks, SafeTexts, SafeOutputs]
"""Hidden checks are graded by now; their code must not reach the page."""

_OF_A_LAB = [*_SAFE, AttachPage]
_OF_ANY_ASSIGNMENT = [GetGrades, *_SAFE, CSSHTMLHeaderPreprocessor]


def _record(folder: Path) -> record.Record:
    path = folder / RECORD_FILE
    try:
        return record.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, msgspec.DecodeError):  # what nobody can read is not there
        raise CourseError(messages.UNREADABLE.format(path=path, lab=folder.name)) from None


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
    page.optimistic_validation = True  # once, after all steps
    return config
