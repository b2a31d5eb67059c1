"""Grading an nbgrader assignment that has no checks of ours, in nbgrader's way.

Its test cells run in the sandbox, in the very process that ran the student's: nothing there
can keep hidden tests from a student's code, and the record says so. What the sandbox keeps
is the rest: no network, no files, limits, and one dead process costs one cell.

The record has one question for each graded cell, with its grade id for a name; with several
notebooks the name is ``notebook/grade_id``, since nbgrader's ids are unique in one only.
"""

from __future__ import annotations

import builtins
import time

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import IgnorePattern

from gabarito.checks.verificador import CheckResult, decimal_comma
from gabarito.course.layout import Assignment
from gabarito.foreign import match_cells, messages, student_side
from gabarito.foreign.instructor_side import Source, grade_id, is_test, read_sources
from gabarito.foreign.task_cells import TaskCells, Trouble
from gabarito.judging.run_cells import cell_limit_s
from gabarito.notebook import definitions, handed_in
from gabarito.results.gradebook_lines import GradebookLine, automatic, mark
from gabarito.results.job import Job, Judged
from gabarito.results.record import (
    SCHEMA,
    Question,
    Record,
    judged_question,
    manual_question,
    total,
)
from gabarito.sandbox import tiers
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.warm_process import WarmProcess


class Judge:
    """Judges submissions of one assignment; keeps a process warm until closed.

    Args:
        isolation: sandbox tier; the strongest that works here when None.
    Raises:
        CourseError: nbgrader refuses the assignment, or it is not in Python.
        SandboxError: this machine cannot isolate student code.
    """

    def __init__(self, assignment: Assignment, isolation: str | None = None) -> None:
        self.assignment, self.config = assignment, assignment.course.config
        self.sources = read_sources(assignment)
        self.limit_s = cell_limit_s(self.config)
        self.restore = bool(self.config.OverwriteCells.get("add_missing_cells", False))
        self.warm = WarmProcess(
            Contents(assignment.folder, self._modules()), tiers.choose(isolation)
        )

    def _modules(self) -> tuple[str, ...]:
        notebooks = [nbformat.read(p, as_version=4) for p in self.assignment.notebooks().values()]
        code = (c.source for nb in notebooks for c in nb.cells if c.cell_type == "code")
        return tuple(dict.fromkeys(module for c in code for module in definitions.imports(c)))

    def close(self) -> None:
        """End the warm process."""
        self.warm.close()

    def judge(self, job: Job) -> Judged:
        """Run and judge one submission: its folder, or one notebook of it.

        Raises:
            SubmissionError: it cannot be read, or no notebook of the assignment is in it.
        """
        start = time.perf_counter()
        entry = student_side.read(job.notebook, list(self.sources))
        whole = job.notebook.is_dir()
        marking = _Marking(self, entry)
        for name in self.sources if whole else entry.notebooks:
            marking.add(name)
        record = Record(
            schema=SCHEMA,
            lab=self.assignment.name,
            student=job.student,
            submission_sha256=entry.sha256,
            isolation=self.warm.tier.name,
            **total(marking.questions),
            questions=marking.questions,
            repairs=entry.repairs + marking.repairs,
            warnings=[*self.warm.tier.warnings(), messages.READABLE, *marking.warnings],
            timings={"total_s": round(time.perf_counter() - start, 3)},
        )
        return Judged(record, marking.notebooks, marking.marks)


class _Marking:
    """One submission, notebook by notebook."""

    def __init__(self, judge: Judge, entry: student_side.Entry) -> None:
        self.judge, self.entry = judge, entry
        self.questions: list[Question] = []
        self.marks: list[GradebookLine] = []
        self.notebooks: dict[str, str] = {}
        self.troubles: dict[tuple[str, str], Trouble] = {}
        self.repairs: list[str] = []
        self.warnings: list[str] = []

    def add(self, name: str) -> None:
        """Run, score and keep the notebook of that id, or note that it is missing."""
        source = self.judge.sources[name]
        cells: dict[str, NotebookNode] = {}
        if name in self.entry.notebooks:
            notebook = self._executed(name, source)
            cells = {known: cell for cell in notebook.cells if (known := grade_id(cell))}
            self.notebooks[name] = nbformat.writes(notebook)
        for cell_name, wanted in source.named().items():
            cell = cells.get(cell_name)
            if utils.is_grade(wanted) or utils.is_task(wanted):
                self._question(name, cell_name, wanted, cell)
            if cell:
                self.marks += mark(name, cell, automatic(cell))
            elif name not in self.entry.notebooks and utils.is_grade(wanted):
                self.marks.append(GradebookLine(name, cell_name, "grade", 0.0))

    def _executed(self, name: str, source: Source) -> NotebookNode:
        path = self.entry.notebooks[name]
        parsed, repairs = handed_in.parse(handed_in.read_bytes(path), path)
        notebook, more = match_cells.match(parsed, source, self.judge.restore)
        task = TaskCells(notebook, source, self.entry.files, self.judge.limit_s)
        task.run_all(self.judge.warm)
        self.troubles |= {(name, cell): found for cell, found in task.named_troubles().items()}
        self.repairs += _in_notebook(name, [*repairs, *more, *task.repairs])
        self.warnings += _in_notebook(name, task.warnings)
        notebook, _ = IgnorePattern(config=self.judge.config)(notebook, {})
        return notebook

    def _question(
        self, notebook: str, name: str, wanted: NotebookNode, cell: NotebookNode | None
    ) -> None:
        points = float(wanted.metadata.nbgrader["points"])
        full = f"{notebook}/{name}" if len(self.judge.sources) > 1 else name
        if not is_test(wanted):
            self.questions.append(manual_question(full, points))
            return
        source = self.judge.sources[notebook]
        hidden = name in source.hidden
        if cell is None:
            state, score = "failed", 0.0
            here = notebook in self.entry.notebooks
            reason = messages.CELL_MISSING if here else messages.NOTEBOOK_MISSING
        else:
            score = automatic(cell) or 0.0
            trouble = self.troubles.get((notebook, name))
            state, reason = _outcome(cell, score, points, hidden, trouble)
        message = "\n".join(filter(None, [source.sentences.get(name) or name, reason]))
        result = CheckResult(name, state, score, points, hidden, message, "")
        self.questions.append(judged_question(full, [result], answered=cell is not None))


def _in_notebook(name: str, notes: list[str]) -> list[str]:
    return [messages.IN_NOTEBOOK.format(notebook=name, note=note) for note in notes]


def _outcome(
    cell: NotebookNode, score: float, points: float, hidden: bool, trouble: Trouble | None
) -> tuple[str, str]:
    """State of a test cell, and what the student may read of it."""
    if trouble:
        return "broken" if trouble.unrun else "failed", trouble.value[1]
    for output in cell.outputs:
        if output.output_type == "error":
            return "failed", _error(output, hidden)
        if output.output_type == "stream" and output.name == "stderr":
            return "failed", messages.WROTE_TO_STDERR
    if score == points:
        return "passed", ""
    try:
        utils.determine_grade(cell)
    except Exception:
        return "broken", messages.NO_POINTS
    earned, most = decimal_comma(score), decimal_comma(points)
    return "failed", messages.PARTIAL.format(score=earned, points=most)


def _error(output: NotebookNode, hidden: bool) -> str:
    known = isinstance(getattr(builtins, str(output.ename), None), type)
    kind = output.ename if known or not hidden else "Exception"
    return f"{kind}." if hidden or not output.evalue else f"{kind}: {output.evalue[:300]}"
