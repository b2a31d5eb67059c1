"""Judge one submission: from the student's file to the result record.

The door (:mod:`gabarito.submission`) lets a file in, the examiner (:mod:`gabarito.examiner`)
runs and judges it, and this module says what came of it. It is the seam of the engine:
whatever schedules work hands over a :class:`Job` and gets a :class:`Judged`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import msgspec
from nbformat import NotebookNode
from nbformat.v4 import rwbase
from nbgrader.utils import compute_checksum

from gabarito import promises, submission, text
from gabarito.course import Lab
from gabarito.examination import Answer, Findings
from gabarito.examiner import Examiner
from gabarito.marks import Mark, automatic, mark
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
    """What came of a job.

    Attributes:
        record: the result.
        notebooks: the executed ones by nbgrader's id, as nbformat JSON; a lab has one.
        marks: what goes into nbgrader's gradebook.
    """

    record: Record
    notebooks: Mapping[str, str]
    marks: Sequence[Mark]

    @property
    def notebook(self) -> str:
        """The only executed notebook."""
        (content,) = self.notebooks.values()
        return content


def judge(examiner: Examiner, job: Job) -> Judged:
    """Execute and judge one submission of the examiner's lab.

    Raises:
        SubmissionError: it cannot be read.
    """
    start = time.perf_counter()
    entry = submission.read(job.notebook, examiner.source)
    findings = examiner.examine(entry.notebook)
    _mark_kept_outputs(findings.notebook)
    _mark_unanswered(findings.notebook, examiner.released)
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
    executed = {examiner.lab.name: _json(findings.notebook)}
    return Judged(record, executed, list(_marks(examiner, findings.notebook, questions)))


class LabJudge:
    """Judges submissions of one lab; keeps a process warm until closed.

    Raises:
        CourseError, SandboxError: see :class:`~gabarito.examiner.Examiner`.
    """

    def __init__(self, lab: Lab, isolation: str | None = None) -> None:
        self.examiner = Examiner(lab, isolation)

    def judge(self, job: Job) -> Judged:
        """See :func:`judge`."""
        return judge(self.examiner, job)

    def close(self) -> None:
        """End the warm process."""
        self.examiner.close()


def _json(notebook: NotebookNode) -> str:
    """The bytes that nbformat writes, without its check of what is right by construction."""
    plain = rwbase.split_lines(rwbase.strip_transient(deepcopy(notebook)))
    content = msgspec.json.encode(plain, order="sorted")
    return msgspec.json.format(content, indent=1).decode()


def _mark_kept_outputs(notebook: NotebookNode) -> None:
    """Demo cells are not run again: what the student saw stays, marked as such."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and text.is_demo(cell):
            cell.execution_count = None
            cell.metadata["gabarito"] = {"kept_outputs": True}


def _mark_unanswered(notebook: NotebookNode, released: NotebookNode) -> None:
    """nbgrader asks a person to read a written answer unless its checksum is the release's."""
    stubs = text.named_cells(released, "manual")
    for name, cell in text.named_cells(notebook, "manual").items():
        cell.metadata["nbgrader"]["checksum"] = compute_checksum(stubs[name])


def _questions(examiner: Examiner, findings: Findings) -> list[Question]:
    questions = []
    for cell in examiner.source.cells:
        kind, name = text.marker(cell) or ("", "")
        if kind == "checks":
            questions.append(_question(name, findings.answers[name]))
        elif kind == "manual":
            questions.append(manual_question(name, cell.metadata["nbgrader"]["points"]))
    return questions


def _marks(
    examiner: Examiner, notebook: NotebookNode, questions: Sequence[Question]
) -> Iterator[Mark]:
    """The record's word is final: nbgrader, left alone, reads points from the outputs."""
    scores = {text.CHECKS_PREFIX + q.name: q.score for q in questions if q.state != "manual"}
    for cell in notebook.cells:
        if text.marker(cell):
            name = cell.metadata["nbgrader"]["grade_id"]
            points = scores[name] if name in scores else automatic(cell)
            yield from mark(examiner.lab.name, cell, points)


def _question(name: str, answer: Answer) -> Question:
    return judged_question(
        name, answer.results, answered=answer.answered, inherited_error=answer.inherited
    )
