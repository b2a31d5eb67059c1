"""The student's page as an exporter of nbgrader's: the same from our command and from nbgrader's.

nbgrader's own feedback shows the autograded notebook as it is. This exporter ignores the
preprocessors and the template that nbgrader brings: what the page hides depends on no
configuration.
"""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import msgspec
import nbgrader
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from gabarito.course.layout import RECORD_FILE, Course
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, gradebook_file, in_words, standing
from gabarito.notebook import lab_text
from gabarito.pages import messages
from gabarito.pages.sanitize import SafeOutputs, SafeTexts
from gabarito.results import for_the_student, record

_TEMPLATES = (
    Path(__file__).parent / "templates",
    Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates",
)
_OURS, _NBGRADERS = "gabarito_feedback", "feedback"
"""Templates for a lab, and for an assignment that has no checks of ours."""


class AttachRecord(NbGraderPreprocessor):
    """Put the result record beside the notebook where the template finds it."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add ``resources["gabarito"]``: record, warnings, questions and points by name,
        the student's name, title.

        Raises:
            CourseError: there is no record.
        """
        found = _settled(_record(Path(resources["metadata"]["path"])), resources["nbgrader"])
        by_name = {question.name: question for question in found.questions}
        cells = {**lab_text.named_cells(nb, "checks"), **lab_text.named_cells(nb, "manual")}
        scores = {n: c.metadata["nbgrader"].get("score", 0.0) for n, c in cells.items()}
        given = {one.question: one for one in found.by_hand}
        resources["gabarito"] = {
            "record": found,
            "final_score": record.final_score(found),
            "warnings": for_the_student.warnings(found),
            "questions": {c.metadata["nbgrader"]["grade_id"]: by_name[n] for n, c in cells.items()},
            "points": {n: _points(by_name[n], given.get(n), scores[n]) for n in cells},
            "student": _name(resources["nbgrader"]),
            "title": nb.metadata.get("gabarito", {}).get("title", found.lab),
        }
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


def _points(question: record.Question, given: record.ByHand | None, score: float) -> str:
    extra = (given and given.extra_credit) or 0.0
    return in_words.points_words(question, given, score - extra)


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
        place = parent.coursedir
        self.of_a_lab = place.assignment_id in Course(Path(place.root)).lab_names()
        ours = _overridden(config or Config(), _OURS if self.of_a_lab else _NBGRADERS)
        super().__init__(config=ours, parent=parent, **options)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of one notebook.

        Raises:
            CourseError: it is a lab's and was graded by other means: there is no record.
        """
        self._preprocessors: list[Any] = []
        for step in _steps(self.of_a_lab):
            self.register_preprocessor(step, enabled=True)
        return super().from_notebook_node(nb, resources, **options)


def _steps(of_a_lab: bool) -> list[Any]:
    """Hidden checks are graded by now; their code must not reach the page."""
    attach = [AttachRecord] if of_a_lab else []
    return [GetGrades, *attach, HideChecks, SafeTexts, SafeOutputs, CSSHTMLHeaderPreprocessor]


def _record(folder: Path) -> record.Record:
    path = folder / RECORD_FILE
    try:
        return record.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, msgspec.DecodeError):  # what nobody can read is not there
        raise CourseError(messages.NO_RECORD.format(path=path, lab=folder.name)) from None


def _overridden(config: Config, template: str) -> Config:
    config = copy.deepcopy(config)
    page = config.FeedbackPage
    page.template_name = template
    page.extra_template_basedirs = [os.fspath(folder) for folder in _TEMPLATES]
    page.sanitize_html = True
    page.filters = {"clean_html": "gabarito.pages.sanitize.clean_html"}
    page.language_code = "pt"
    return config
