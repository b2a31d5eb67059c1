"""The cells of an assignment's notebook, test cells and all, as nbgrader runs them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import Execute

from gabarito.foreign import kernel, messages
from gabarito.foreign.instructor_side import Source, grade_id, is_test
from gabarito.judging.run_cells import CELL_LIMIT_S, TOTAL_LIMIT_S, CellRunner, Fate, Stop
from gabarito.notebook import plain_outputs
from gabarito.sandbox.session import CellResult, Session
from gabarito.sandbox.warm_process import WarmProcess

MOST_S = 3600.0
"""Time of one notebook, however many cells of it may take their whole time."""


class Trouble(Enum):
    """Why a cell has no result of its own: nbclient's name of the error, and our sentence."""

    TOO_LONG = ("CellTimeoutError", messages.TOO_LONG)
    DIED = ("DeadKernelError", messages.DIED)
    FAILED = ("Error", messages.FAILED)
    DEATHS = ("NotRun", messages.DEATHS)
    OVERTIME = ("NotRun", messages.OVERTIME)

    @property
    def unrun(self) -> bool:
        """Whether it is no fault of the cell's."""
        return self in (Trouble.DEATHS, Trouble.OVERTIME)

    def output(self) -> NotebookNode:
        """An error, as nbgrader wants one where a cell earns nothing."""
        kind, sentence = self.value
        return nbformat.v4.new_output("error", ename=kind, evalue=sentence, traceback=[sentence])


_TROUBLES = {
    Fate.INTERRUPTED: Trouble.TOO_LONG,
    Fate.TOO_LONG: Trouble.TOO_LONG,
    Fate.DIED: Trouble.DIED,
    Stop.DEATHS: Trouble.DEATHS,
    Stop.OVERTIME: Trouble.OVERTIME,
}


class TaskCells:
    """The cells of one notebook that was handed in, matched with its source.

    Args:
        files: what was handed in beside the notebook, by name.
        execute: nbgrader's own step, as configured, which says how long a cell may take.
    Attributes:
        troubles: cells that have no result of their own, by index.
    """

    def __init__(
        self, notebook: NotebookNode, source: Source, files: Mapping[str, bytes], execute: Execute
    ) -> None:
        self.cells, self.source = notebook.cells, source
        self.limits_s = [
            kernel.limit_s(execute, cell) if cell.cell_type == "code" else 0.0
            for cell in self.cells
        ]
        self.start = kernel.start(files)
        self.troubles: dict[int, Trouble] = {}
        self.repairs: list[str] = []
        self.warnings: list[str] = []
        self._budget = plain_outputs.OutputBudget()
        self._interrupted: set[int] = set()
        self._rest = Trouble.DEATHS

    def run_all(self, warm: WarmProcess) -> None:
        """Run every cell from top to bottom, errors included, as nbgrader does."""
        total_s = min(sum(self.limits_s, TOTAL_LIMIT_S), MOST_S)
        runner = CellRunner(warm, self, max(self.limits_s, default=CELL_LIMIT_S), total_s)
        session = runner.replayed(0)
        for index in range(len(self.cells)):
            if session:
                session = runner.advance(session, index, keep=True)
            if not session and index not in self.troubles and self.runs(index):
                self._put(index, self._rest)
        if session:
            session.close()

    def named_troubles(self) -> dict[str, Trouble]:
        """The same by grade id."""
        named = {grade_id(self.cells[index]): trouble for index, trouble in self.troubles.items()}
        return {name: trouble for name, trouble in named.items() if name}

    def begin(self, session: Session) -> None:
        """What nbgrader's kernel finds."""
        session.run(self.start, "entrega", [], CELL_LIMIT_S, False)

    def run(self, session: Session, index: int, limit_s: float, draw: bool) -> CellResult:
        """Run a cell; what earlier ones started goes on, as a pool of processes does."""
        if line := kernel.installation(self.cells[index].source):
            self._warn(index, messages.NOT_INSTALLED.format(line=line))
        limit_s = min(limit_s, self.limits_s[index])
        ran = session.run(self.cells[index].source, str(index), [], limit_s, draw, sweep=False)
        if ran.linked is not None and messages.PATH_MENDED not in self.repairs:
            self.repairs.append(messages.PATH_MENDED)
        return ran

    def runs(self, index: int) -> bool:
        """Whether nbgrader runs the cell: a test cell always, others as the instructor said."""
        cell = self.cells[index]
        if cell.cell_type != "code" or not cell.source.strip():
            return False
        return is_test(cell) or cell.source not in self.source.skipped

    def keep(self, index: int, ran: CellResult | None) -> None:
        """What the cell showed, and an error where nbgrader would have one."""
        if ran is None:
            return
        cell = self.cells[index]
        cell.outputs = self._budget.within(ran.outputs)
        cell.execution_count = ran.count
        if index in self._interrupted:
            self.troubles[index] = Trouble.TOO_LONG
        elif ran.failed and not utils.has_failed(cell):
            self.troubles[index] = Trouble.FAILED
        if index in self.troubles:
            cell.outputs.append(self.troubles[index].output())

    def note(self, index: int, fate: Fate) -> None:
        """As a warning; a cell that ended its process has nothing but the error to show."""
        if fate is Fate.INTERRUPTED:
            self._interrupted.add(index)
        elif self.cells[index].cell_type == "code":
            self._put(index, _TROUBLES[fate])
        self._warn(index, _TROUBLES[fate].value[1])

    def _warn(self, index: int, sentence: str) -> None:
        warning = messages.IN_CELL.format(number=index + 1, note=sentence)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def stopped(self, why: Stop) -> None:
        """What is left says why it has not run."""
        self._rest = _TROUBLES[why]

    def _put(self, index: int, trouble: Trouble) -> None:
        self.troubles[index] = trouble
        self.cells[index].outputs = [trouble.output()]
