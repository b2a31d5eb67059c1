"""What the student reads: one HTML page, made by nbgrader from a Portuguese template."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from gabarito.course.layout import Lab
from gabarito.errors import CourseError
from gabarito.nbgrader_api import converters, in_words, standing
from gabarito.notebook import lab_text
from gabarito.pages.sanitize import SafeOutputs
from gabarito.results import for_the_student, record
from gabarito.storage import atomic

_TEMPLATES = Path(__file__).parent / "templates"


class AttachRecord(NbGraderPreprocessor):
    """Put the result record beside the notebook where the template finds it."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add ``resources["gabarito"]``: record, warnings, questions and points by name, title."""
        path = Path(resources["metadata"]["path"]) / "result.json"
        found = record.from_json(path.read_text(encoding="utf-8"))
        found = _settled(found, resources["nbgrader"])
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
            "title": nb.metadata.get("gabarito", {}).get("title", found.lab),
        }
        return nb, resources


def _settled(found: record.Record, names: dict[str, str]) -> record.Record:
    """The record with what the gradebook holds by now: a person may have graded since."""
    with converters.quiet(), Gradebook(names["db_url"]) as book:
        entry = book.find_submission(names["assignment"], names["student"])
        return standing.settled(found, entry, lambda _, cell: lab_text.question_name(cell))


def _points(question: record.Question, given: record.ByHand | None, score: float) -> str:
    extra = (given and given.extra_credit) or 0.0
    return in_words.points_words(question, given, score - extra)


class HideChecks(ClearHiddenTests):
    """Remove the hidden tests of check cells; in a student's words the same marks are words."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear a check cell in place."""
        if (lab_text.marker(cell) or ("", ""))[0] == "checks":
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def graded_students(lab: Lab) -> list[str]:
    """Students with a stored result of `lab`, sorted.

    Raises:
        CourseError: nothing is graded yet.
    """
    results = sorted(lab.course.autograded.glob(f"*/{lab.name}/result.json"))
    if not results:
        raise CourseError(f"Não há nada corrigido de {lab.name}: rode `gabarito grade {lab.name}`.")
    return [path.parent.parent.name for path in results]


def feedback(lab: Lab, student: str, db_url: str | None = None) -> Path:
    """Write ``feedback/<student>/<lab>.html`` and return its path.

    Scores and comments given by hand in Formgrader are taken from the gradebook.

    Raises:
        CourseError: nbgrader's own words on what it refuses.
        OutputError: ``feedback/`` cannot be written.
    """
    target = lab.course.feedback / student / f"{lab.name}.html"
    with atomic.scratch_folder(lab.course.feedback) as scratch:
        _generate(lab, student, scratch, db_url or lab.course.default_db)
        page = scratch / student / lab.name / f"{lab.name}.html"
        atomic.write_text(target, page.read_text(encoding="utf-8"))
    return target


def _generate(lab: Lab, student: str, target: Path, db_url: str) -> None:
    try:
        converters.run(
            GenerateFeedback,
            _config(lab.course.config),
            root=lab.course.root,
            lab=lab.name,
            db_url=db_url,
            student=student,
            folders={"feedback": target},
            preprocessors=_preprocessors(),
        )
    except converters.ConversionError as error:
        raise CourseError(
            f"O nbgrader não gerou a devolutiva de {student} em {lab.name}: {error.reason}."
        ) from None


def _preprocessors() -> list[Any]:
    """Hidden checks are graded by now; their code must not reach the page."""
    return [GetGrades, AttachRecord, HideChecks, SafeOutputs, CSSHTMLHeaderPreprocessor]


def _config(course: Config) -> Config:
    config = Config(course)
    config.HTMLExporter.template_name = "gabarito_feedback"
    config.HTMLExporter.extra_template_basedirs = [os.fspath(_TEMPLATES)]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"clean_html": "gabarito.pages.sanitize.clean_html"}
    config.HTMLExporter.language_code = "pt"
    return config
