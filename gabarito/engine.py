"""Judge one submission: from the student's file to the result record.

The door (:mod:`gabarito.submission`) lets a file in, the examiner (:mod:`gabarito.examiner`)
runs and judges it, and this module says what came of it. It is the seam of the engine:
whatever schedules work hands over a :class:`Job` and gets a :class:`Judged`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gabarito import promises, submission, text
from gabarito.examination import Answer, Findings
from gabarito.examiner import Examiner
from gabarito.record import SCHEMA, Question, Record, judged_question, manual_question, total


@dataclass(frozen=True)
class Job:
    """One submission to grade; a plain path, so that it can travel to a worker.

    Args:
        notebook: the student's file.
        student: who, for the record; None where nobody in particular.
    """

    notebook: Path
    student: str | None = None


@dataclass(frozen=True)
class Judged:
    """What came of a job: the record and the executed notebook (nbformat JSON)."""

    record: Record
    notebook: str


def judge(examiner: Examiner, job: Job) -> Judged:
    """Execute and judge one submission of the examiner's lab.

    Raises:
        SubmissionError: it cannot be read.
    """
    start = time.perf_counter()
    entry = submission.read(job.notebook, examiner.source)
    findings = examiner.examine(entry.notebook)
    _mark_kept_outputs(findings.notebook)
    questions = _questions(examiner, findings)
    record = Record(
        schema=SCHEMA,
        lab=examiner.lab.name,
        student=job.student,
        submission_sha256=entry.sha256,
        isolation=examiner.warm.tier,
        **total(questions),
        questions=questions,
        repairs=entry.repairs + findings.repairs,
        warnings=promises.warnings(examiner.warm.tier) + findings.warnings,
        timings={"total_s": round(time.perf_counter() - start, 3)},
    )
    return Judged(record, nbformat.writes(findings.notebook))


def _mark_kept_outputs(notebook: NotebookNode) -> None:
    """Demo cells are not run again: what the student saw stays, marked as such."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and text.is_demo(cell):
            cell.execution_count = None
            cell.metadata["gabarito"] = {"kept_outputs": True}


def _questions(examiner: Examiner, findings: Findings) -> list[Question]:
    questions = []
    for cell in examiner.source.cells:
        kind, name = text.marker(cell) or ("", "")
        if kind == "checks":
            questions.append(_question(name, findings.answers[name]))
        elif kind == "manual":
            questions.append(manual_question(name, cell.metadata["nbgrader"]["points"]))
    return questions


def _question(name: str, answer: Answer) -> Question:
    return judged_question(
        name, answer.results, answered=answer.answered, inherited_error=answer.inherited
    )
