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

from gabarito.checks.verificador import CheckResult, decimal_comma
from gabarito.course.layout import Assignment
from gabarito.foreign import instructor_side, kernel, match_cells, options, student_side
from gabarito.foreign.instructor_side import Source, grade_id, is_test, read_sources
from gabarito.notebook import definitions, handed_in, plain_outputs
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
from gabarito.sandbox import promises, tiers
from gabarito.sandbox.faults import Fault, OutOfTime
from gabarito.sandbox.launch import Contents
from gabarito.sandbox.session import CellResult, Session
from gabarito.sandbox.warm_process import WarmProcess

REPLAYS = 6
"""Sessions that one notebook may kill before the rest of it is left unrun."""

DEFAULT_LIMIT_S = 30.0
"""nbgrader's own wall limit of a cell, in seconds."""

_READABLE = (
    "Os testes desta tarefa rodaram no processo do aluno, como no nbgrader: "
    "os ocultos podiam ser lidos ali."
)
_NO_NOTEBOOK = "O notebook não foi entregue."
_NO_CELL = "A célula não está na entrega."
_TOO_LONG = "A célula passou do tempo limite."
_DIED = "A célula encerrou o Python que a executava."
_UNRUN = "Não executada: muitas células antes desta derrubaram o Python."
_NO_POINTS = "O valor da célula não serve de nota: deveria ir de 0 aos pontos dela."
_FAILED = "A célula terminou com erro."
_STDERR = "A célula escreveu em stderr, o que no nbgrader vale zero."
_OURS = (_TOO_LONG, _DIED, _UNRUN, _FAILED)

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
        self.warm = WarmProcess(self._contents(), tiers.choose(isolation))

    def _contents(self) -> Contents:
        """The instructor's files that count, and the libraries that the notebooks import.

        Modules among the files are the notebook's to import: the student's may be another.
        """
        folder = self.assignment.folder
        names = frozenset(Contents(folder).files())
        own = {Path(name).parts[0].removesuffix(".py") for name in names}
        code = (c.source for s in self.sources.values() for c in s.notebook.cells
                if c.cell_type == "code")  # fmt: skip
        wanted = dict.fromkeys(module for c in code for module in definitions.imports(c))
        libraries = tuple(module for module in wanted if module.partition(".")[0] not in own)
        return Contents(folder, libraries, names - self.expected.given)

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
            isolation=self.warm.tier,
            **total(marking.questions),
            questions=marking.questions,
            repairs=entry.repairs + marking.repairs,
            warnings=[*promises.warnings(self.warm.tier), _READABLE, *marking.warnings],
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
        notebook, more = match_cells.match(parsed, source, self.judge.overwrite)
        itself = {f"{name}.ipynb": _as_released(notebook, source)}
        run = _Run(self.judge, notebook, source, self.entry.files | itself)
        run.run()
        self.repairs += [f"{name}: {repair}" for repair in [*repairs, *more, *run.repairs]]
        self.warnings += [f"{name}: {warning}" for warning in run.warnings]
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
            reason = _NO_CELL if notebook in self.entry.notebooks else _NO_NOTEBOOK
        else:
            score = automatic(cell) or 0.0
            state, reason = _outcome(cell, score, points, hidden)
        message = "\n".join(filter(None, [source.sentences.get(name) or name, reason]))
        result = CheckResult(name, state, score, points, hidden, message, "")
        self.questions.append(judged_question(full, [result], answered=cell is not None))


def _as_released(notebook: NotebookNode, source: Source) -> bytes:
    """The notebook as a file that its own code may read, hidden tests left out."""
    copy = deepcopy(notebook)
    for cell in copy.cells:
        name = grade_id(cell)
        if name in source.hidden:
            cell.source = source.released[name]
    return nbformat.writes(copy).encode()


def _outcome(cell: NotebookNode, score: float, points: float, hidden: bool) -> tuple[str, str]:
    """State of a test cell that ran, and what the student may read of it."""
    for output in cell.outputs:
        if output.output_type == "error":
            return "broken" if output.evalue == _UNRUN else "failed", _error(output, hidden)
        if output.output_type == "stream" and output.name == "stderr":
            return "failed", _STDERR
    if score == points:
        return "passed", ""
    try:
        utils.determine_grade(cell)
    except Exception:
        return "broken", _NO_POINTS
    return "failed", f"Ganhou {decimal_comma(score)} de {decimal_comma(points)}."


def _error(output: NotebookNode, hidden: bool) -> str:
    if output.evalue in _OURS:
        return str(output.evalue)
    known = isinstance(getattr(builtins, str(output.ename), None), type)
    kind = output.ename if known or not hidden else "Exception"
    return f"{kind}." if hidden or not output.evalue else f"{kind}: {output.evalue[:300]}"


# --- running -------------------------------------------------------------------------


class _Run:
    """One notebook on its way through the sandbox, test cells and all."""

    def __init__(
        self, judge: Judge, notebook: NotebookNode, source: Source, files: dict[str, bytes]
    ) -> None:
        self.judge, self.cells, self.source = judge, notebook.cells, source
        self.start = kernel.start(files)
        self.room = plain_outputs.Room()
        self.left_out: set[int] = set()
        self.repairs: list[str] = []
        self.warnings: list[str] = []

    def run(self) -> None:
        """Run every cell from top to bottom, errors included, as nbgrader does."""
        session = self._replayed(0)
        for index, cell in enumerate(self.cells):
            if not self._runs(index):
                continue
            if session is None:
                cell.outputs = [_our_error("NotRun", _UNRUN)]
                continue
            try:
                self._keep(cell, self._run_cell(session, index))
            except Fault as fault:
                self._leave_out(index, fault)
                session = self._replayed(index + 1)
        if session:
            session.close()

    def _runs(self, index: int) -> bool:
        cell = self.cells[index]
        if cell.cell_type != "code" or not cell.source.strip() or index in self.left_out:
            return False
        return is_test(cell) or cell.source not in self.source.skipped

    def _replayed(self, stop: int) -> Session | None:
        """A new session in which the cells before `stop` have run; None where too many died."""
        while len(self.left_out) <= REPLAYS:
            session = self.judge.warm.session()
            index = 0
            try:
                session.run(self.start, "entrega", [], DEFAULT_LIMIT_S, False)
                for index in filter(self._runs, range(stop)):
                    self._run_cell(session, index)
                return session
            except Fault as fault:
                session.close()
                self._leave_out(index, fault)
        return None

    def _run_cell(self, session: Session, index: int) -> CellResult:
        cell = self.cells[index]
        limit_s = kernel.limit_s(self.judge.execute, cell)
        ran = session.run(cell.source, str(index), [], limit_s)
        if ran.linked is not None:
            self._note("caminho errado de um arquivo da tarefa corrigido")
        return ran

    def _note(self, repair: str) -> None:
        if repair not in self.repairs:
            self.repairs.append(repair)

    def _keep(self, cell: NotebookNode, ran: CellResult) -> None:
        cell.outputs = self.room.keep(ran.outputs)
        cell.execution_count = ran.count
        if ran.interrupted:
            cell.outputs.append(_our_error("CellTimeoutError", _TOO_LONG))
        elif ran.failed and not utils.has_failed(cell):
            cell.outputs.append(_our_error("Error", _FAILED))

    def _leave_out(self, index: int, fault: Fault) -> None:
        slow = isinstance(fault, OutOfTime)
        kind, notice = ("CellTimeoutError", _TOO_LONG) if slow else ("DeadKernelError", _DIED)
        self.left_out.add(index)
        if self.cells[index].cell_type == "code":
            self.cells[index].outputs = [_our_error(kind, notice)]
        self.warnings.append(f"célula {index + 1}: {notice}")


def _our_error(kind: str, notice: str) -> NotebookNode:
    return nbformat.v4.new_output("error", ename=kind, evalue=notice, traceback=[notice])
