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
from copy import deepcopy
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import Execute, IgnorePattern, LimitOutput, OverwriteCells

from gabarito.checks.verificador import CheckResult
from gabarito.course.layout import Assignment
from gabarito.foreign import instructor_side, match_cells, messages, options, student_side
from gabarito.foreign.instructor_side import Source, grade_id, is_test, read_sources
from gabarito.foreign.task_cells import TaskCells, Trouble
from gabarito.notebook import attachments, definitions, handed_in, packages
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.gradebook_lines import GradebookLine, lines
from gabarito.results.job import Job, Judged
from gabarito.results.record import (
    SCHEMA,
    Question,
    Record,
    judged_question,
    manual_question,
    total,
)
from gabarito.sandbox import warm_process
from gabarito.sandbox.launch import Contents
from gabarito.storage import versions

_AFTER = (IgnorePattern, ClearMetadataPreprocessor, LimitOutput)
"""nbgrader's steps between the execution and the points, in its order."""


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
        options.require_gradable(assignment.course)
        self.expected = instructor_side.expected(assignment)
        self.sources = read_sources(assignment)
        self.execute = options.configured(Execute, assignment.course)
        self.overwrite = options.configured(OverwriteCells, assignment.course)
        self.after = [options.configured(step, assignment.course) for step in _AFTER]
        contents = self._contents()
        self.warm = warm_process.started(contents, isolation)
        self.versions = versions.of_a_grade(contents.modules)

    def _contents(self) -> Contents:
        """The instructor's files that count, and the libraries that the notebooks import.

        Modules among the files are the notebook's to import: the student's may be another.
        """
        folder = self.assignment.folder
        names = frozenset(Contents(folder).files())
        own = {Path(name).parts[0].removesuffix(".py") for name in names}
        code = (c.source for s in self.sources.values() for c in s.notebook.cells
                if c.cell_type == "code" and c.source not in s.skipped)  # fmt: skip
        wanted = dict.fromkeys(module for c in code for module in definitions.imports(c))
        libraries = tuple(module for module in wanted if module.partition(".")[0] not in own)
        return Contents(folder, libraries, names - self.expected.given, locks=True)

    @property
    def accidents(self) -> int:
        """See :class:`~gabarito.sandbox.warm_process.WarmProcess`."""
        return self.warm.accidents

    def close(self) -> None:
        """End the warm process."""
        self.warm.close()

    def judge(self, job: Job) -> Judged:
        """Run and judge one submission: its folder, or one notebook of it.

        Raises:
            SubmissionError: it cannot be read, or no notebook of the assignment is in it.
        """
        start = time.perf_counter()
        entry = student_side.read(job.notebook, self.expected)
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
            versions=self.versions,
            not_installed=marking.missing,
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
        self.missing: list[str] = []

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
                self.marks += lines(name, cell, _automatic(cell), _is_blank(cell))
            elif name not in self.entry.notebooks and utils.is_grade(wanted):
                self.marks.append(GradebookLine(name, cell_name, "grade", 0.0))

    def _executed(self, name: str, source: Source) -> NotebookNode:
        path = self.entry.notebooks[name]
        parsed, repairs = handed_in.parse(handed_in.read_bytes(path), path)
        notebook, more = match_cells.match(parsed, source, self.judge.overwrite)
        more += attachments.embed(notebook.cells, path.parent)
        itself = {f"{name}.ipynb": _as_released(notebook, source)}
        task = TaskCells(notebook, source, self.entry.files | itself, self.judge.execute)
        task.run_all(self.judge.warm)
        self.troubles |= {(name, cell): found for cell, found in task.named_troubles().items()}
        self.repairs += _in_notebook(name, [*repairs, *more, *task.repairs])
        missing = packages.not_installed(notebook.cells, self.entry.files)
        self.missing += [package for package in missing if package not in self.missing]
        self.warnings += _in_notebook(name, task.warnings + packages.warnings(missing))
        for step in self.judge.after:
            notebook, _ = step(notebook, {})
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
            score = _automatic(cell) or 0.0
            trouble = self.troubles.get((notebook, name))
            state, reason = _outcome(cell, score, points, hidden, trouble)
        message = "\n".join(filter(None, [source.sentences.get(name) or name, reason]))
        result = CheckResult(name, state, score, points, hidden, message, "")
        self.questions.append(judged_question(full, [result], answered=cell is not None))


def _automatic(cell: NotebookNode) -> float | None:
    """Points that nbgrader gives for a cell's outputs; None where a person must give them."""
    if not utils.is_grade(cell):
        return None
    try:
        score, _ = utils.determine_grade(cell)
    except Exception:  # partial credit beyond the points, or outputs of no known form
        return 0.0
    return None if score is None else float(score)


def _is_blank(cell: NotebookNode) -> bool:
    """Whether an answer is the release's, as nbgrader tells it."""
    as_released = cell.metadata["nbgrader"].get("checksum") == utils.compute_checksum(cell)
    return as_released and not utils.is_task(cell)


def _as_released(notebook: NotebookNode, source: Source) -> bytes:
    """The notebook as a file that its own code may read, hidden tests left out."""
    copy = deepcopy(notebook)
    for cell in copy.cells:
        name = grade_id(cell)
        if name in source.hidden:
            cell.source = source.released[name]
    return nbformat.writes(copy).encode()


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
