"""Judge one submission: from the student's file to the result record.

The one way into the engine, and the file to start reading at: whatever schedules work hands
over a :class:`Job` and gets a :class:`Judged`. :mod:`~gabarito.judging.match_cells` makes a
notebook of the file, :mod:`~gabarito.judging.judge_questions` runs and judges it by what
:mod:`~gabarito.judging.prepared_lab` knows, and this module says what came of it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from gabarito.course.layout import Lab
from gabarito.judging import kept, match_cells, messages
from gabarito.judging.answers import Answer, JudgedNotebook
from gabarito.judging.judge_questions import QuestionJudge
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.notebook import lab_text, packages
from gabarito.results import executed_notebook
from gabarito.results.job import Job, Judged
from gabarito.results.record import (
    SCHEMA,
    Question,
    Record,
    judged_question,
    manual_question,
    total,
)
from gabarito.sandbox.warm_process import WarmProcess


def judge(prepared: PreparedLab, job: Job) -> Judged:
    """Execute and judge one submission of the lab.

    Raises:
        SubmissionError: it cannot be read.
    """
    start = time.perf_counter()
    entry = match_cells.read(job.notebook, prepared.source)
    prepared.rehearsals.before_another()
    holding = kept.holding(job.kept, prepared.needs)
    found = QuestionJudge(prepared, entry.notebook, show=job.executed, kept=holding).run()
    questions = _questions(prepared, found, holding.questions)
    missing = packages.not_installed(entry.notebook.cells, prepared.file_names)
    record = Record(
        schema=SCHEMA,
        lab=prepared.lab.name,
        student=job.student,
        submission_sha256=entry.sha256,
        isolation=prepared.warm.tier.name,
        **total(questions),
        questions=questions,
        repairs=entry.repairs + found.repairs,
        warnings=[
            *prepared.warm.tier.warnings(),
            *entry.warnings,
            *found.warnings,
            *packages.warnings(missing),
            *_not_imported(prepared),
        ],
        versions=prepared.versions,
        not_installed=missing,
        timings={"total_s": round(time.perf_counter() - start, 3)},
    )
    return _with_notebook(prepared, record, found) if job.executed else Judged(record)


def _not_imported(prepared: PreparedLab) -> list[str]:
    failed = prepared.warm.failed
    return [messages.NOT_IMPORTED.format(modules=", ".join(failed))] if failed else []


def _with_notebook(prepared: PreparedLab, record: Record, found: JudgedNotebook) -> Judged:
    name, notebook, released = prepared.lab.name, found.notebook, prepared.released
    executed_notebook.finish(notebook, released)
    marks = list(executed_notebook.marks(name, notebook, released, record.questions))
    return Judged(record, {name: executed_notebook.as_json(notebook)}, marks)


class LabJudge:
    """Judges submissions of one lab; keeps a process warm until closed.

    Args:
        warm: the lab's, begun already.
    Raises:
        CourseError, SandboxError: see :class:`~gabarito.judging.prepared_lab.PreparedLab`.
    """

    def __init__(self, lab: Lab, warm: WarmProcess) -> None:
        self.prepared = PreparedLab(lab, warm=warm)

    @property
    def accidents(self) -> int:
        """See :class:`~gabarito.sandbox.warm_process.WarmProcess`."""
        return self.prepared.warm.accidents

    def judge(self, job: Job) -> Judged:
        """See :func:`judge`."""
        return judge(self.prepared, job)

    def close(self) -> None:
        """End the warm process."""
        self.prepared.close()


def _questions(
    prepared: PreparedLab, found: JudgedNotebook, holding: Mapping[str, Question]
) -> list[Question]:
    questions = []
    for cell in prepared.source.cells:
        kind, name = lab_text.marker(cell) or ("", "")
        if kind == "checks":
            questions.append(holding.get(name) or _question(name, found.answers[name]))
        elif kind == "manual":
            questions.append(manual_question(name, cell.metadata["nbgrader"]["points"]))
    return questions


def _question(name: str, answer: Answer) -> Question:
    return judged_question(
        name,
        answer.results,
        answered=answer.answered,
        inherited_error=answer.inherited,
        mistake=answer.mistake.name if answer.mistake else None,
        mistake_from=answer.mistake.source if answer.mistake else None,
    )
