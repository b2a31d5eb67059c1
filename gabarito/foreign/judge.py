"""Grading an nbgrader assignment that has no checks of ours, in nbgrader's way.

Its test cells run in the sandbox, in the very process that ran the student's: nothing there
can keep hidden tests from a student's code, and the record says so. What the sandbox keeps
is the rest: no network, no files, limits, and one dead process costs one cell.

The record has one question for each graded cell, with its grade id for a name; with several
notebooks the name is ``notebook/grade_id``, since nbgrader's ids are unique in one only.
"""

from __future__ import annotations

import base64
import builtins
import time

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import IgnorePattern

from gabarito.checks.verificador import CheckResult, decimal_comma
from gabarito.course.layout import Assignment
from gabarito.foreign import match_cells, student_side
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
_PROLOGUE = """
def prologue():
    import base64, os, sys
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    sys.path.insert(0, "")
    for name, content in {files!r}.items():
        if not os.path.lexists(name):
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "wb") as file:
                file.write(base64.b64decode(content))
    shell = get_ipython()
    shell.execution_count = 1
    del shell.history_manager.input_hist_parsed[1:], shell.history_manager.input_hist_raw[1:]
prologue()
del prologue
"""
"""What nbgrader's kernel finds: a variable, and what was handed in beside the notebook."""


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
        limit = self.config.Execute.get("timeout", DEFAULT_LIMIT_S)
        self.limit_s = float(limit or DEFAULT_LIMIT_S)
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
        notebook, more = match_cells.match(parsed, source, self.judge.restore)
        run = _Run(self.judge, notebook, source, self.entry.files)
        run.run()
        self.repairs += [f"{name}: {repair}" for repair in [*repairs, *more, *run.repairs]]
        self.warnings += [f"{name}: {warning}" for warning in run.warnings]
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
            reason = _NO_CELL if notebook in self.entry.notebooks else _NO_NOTEBOOK
        else:
            score = automatic(cell) or 0.0
            state, reason = _outcome(cell, score, points, hidden)
        message = "\n".join(filter(None, [source.sentences.get(name) or name, reason]))
        result = CheckResult(name, state, score, points, hidden, message, "")
        self.questions.append(judged_question(full, [result], answered=cell is not None))


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
        coded = {name: base64.b64encode(content) for name, content in files.items()}
        self.prologue = _PROLOGUE.format(files=coded)
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
                session.run(self.prologue, "entrega", [], self.judge.limit_s, False)
                for index in filter(self._runs, range(stop)):
                    self._run_cell(session, index)
                return session
            except Fault as fault:
                session.close()
                self._leave_out(index, fault)
        return None

    def _run_cell(self, session: Session, index: int) -> CellResult:
        ran = session.run(self.cells[index].source, str(index), [], self.judge.limit_s)
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
