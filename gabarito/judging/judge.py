"""Judge one submission: from the student's file to the result record.

The door (:mod:`gabarito.submission`) lets a file in, the examiner (:mod:`gabarito.examiner`)
runs and judges it, and this module says what came of it. It is the seam of the engine:
whatever schedules work hands over a :class:`Job` and gets a :class:`Judged`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gabarito import promises, submission, text
from gabarito.course import Lab
from gabarito.examiner import Examiner
from gabarito.findings import Answer, Findings
from gabarito.record import SCHEMA, Question, Record, judged_question, manual_question, total

if TYPE_CHECKING:
    from gabarito.marks import Mark


@dataclass(frozen=True)
class Job:
    """One submission to grade; a plain path, so that it can travel to a worker.

    Args:
        notebook: the student's file.
        student: who, for the record; None where nobody in particular.
        executed: whether the executed notebook is wanted, not only the record.
    """

    notebook: Path
    student: str | None = None
    executed: bool = True


@dataclass(frozen=True)
class Judged:
    """What came of a job.

    Attributes:
        record: the result.
        notebooks: the executed ones by nbgrader's id, as nbformat JSON; a lab has one.
        marks: what goes into nbgrader's gradebook.
    """

    record: Record
    notebooks: Mapping[str, str] = field(default_factory=dict)
    marks: Sequence[Mark] = ()

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
    findings = examiner.examine(entry.notebook, show=job.executed)
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
    return _with_notebook(examiner, record, findings) if job.executed else Judged(record)


def _with_notebook(examiner: Examiner, record: Record, findings: Findings) -> Judged:
    from gabarito import executed  # here: nbgrader takes a second to import

    name, notebook = examiner.lab.name, findings.notebook
    executed.finish(notebook, examiner.released)
    marks = list(executed.marks(name, notebook, record.questions))
    return Judged(record, {name: executed.as_json(notebook)}, marks)


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
        name,
        answer.results,
        answered=answer.answered,
        inherited_error=answer.inherited,
        mistake=answer.mistake,
    )
