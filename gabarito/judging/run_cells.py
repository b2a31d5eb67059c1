"""The cells of one notebook on their way through the sandbox, those that matter, in order."""

from __future__ import annotations

import math
import re
import time

import nbformat
from nbformat import NotebookNode

from gabarito.judging.answers import JudgedNotebook
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.notebook import definitions, dependencies, lab_text, plain_outputs
from gabarito.sandbox.faults import Fault, OutOfTime
from gabarito.sandbox.session import CellResult, Session

REPLAYS = 6
"""Sessions that one notebook may kill before the rest of it is left unrun."""

AGAIN_S = 3.0
"""Time of a cell that was interrupted in an earlier run: enough for what comes before its loop."""

TOTAL_LIMIT_S = 300.0
"""Time of one notebook, all its runs and their judging together; the labs' take seconds."""

_LABEL = re.compile(r"<célula (\d+)>")
_TOO_LONG = "passou do tempo limite e foi deixada de lado"
_INTERRUPTED = "passou do tempo limite e foi interrompida: o que vinha depois nela não rodou"
_DIED = "encerrou o Python que a executava e foi deixada de lado"
_STOPPED = "Muitas células derrubaram o Python: o resto do notebook não foi executado."
_OVERTIME = "O notebook passou do tempo total da correção: o resto não foi executado."


class CellRunner:
    """Runs the cells of a matched notebook; a cell that kills or hangs its process is left out.

    Args:
        prepared: what is known of the lab.
        found: the notebook; what happens is noted there.
        aliases: cell index → line that runs after the cell.
    """

    def __init__(
        self, prepared: PreparedLab, found: JudgedNotebook, aliases: dict[int, str]
    ) -> None:
        self.prepared, self.found, self.aliases = prepared, found, aliases
        self.cells = found.notebook.cells
        self.left_out: set[int] = set()
        self.interrupted: set[int] = set()
        self.room = plain_outputs.Room()
        self.begun_s = self._spent_s()
        self.for_show, self.for_judging = self._live()
        self.live = self.for_show

    @property
    def left_s(self) -> float:
        """Time that the notebook still has."""
        return TOTAL_LIMIT_S - (self._spent_s() - self.begun_s)

    def _spent_s(self) -> float:
        """What the sandbox had so far, and this process for reading what comes of it."""
        return self.prepared.warm.spent_s + time.process_time()

    def begin(self, *, to_judge: bool) -> Session | None:
        """A new session before the first cell, for a walk to show outputs or only to judge."""
        self.live = self.for_judging if to_judge else self.for_show
        return self.replayed(0)

    def replayed(self, stop: int) -> Session | None:
        """A new session in which the cells before `stop` have run; None where too many died."""
        while len(self.left_out) <= REPLAYS and self.left_s > 0:
            session = self.prepared.warm.session()
            index = 0
            try:
                for index in range(stop):
                    self.run(session, index)
                return session
            except Fault as fault:
                session.close()
                self._leave_out(index, fault)
        warning = _STOPPED if self.left_s > 0 else _OVERTIME
        self._warn(warning)
        return None

    def advance(self, session: Session, index: int, *, render: bool) -> Session | None:
        """The session after the cell at `index`: a new one where that cell killed it.

        Args:
            render: whether the cell's outputs go into the notebook.
        """
        try:
            ran = self.run(session, index, render)
        except Fault as fault:
            session.close()
            self._leave_out(index, fault)
            return self.replayed(index + 1)
        if render and self._runs(index):
            self._keep(self.cells[index], ran)
        return session

    def run(self, session: Session, index: int, render: bool = False) -> CellResult:
        """What running a cell gives; nothing where nothing that matters depends on it.

        Raises:
            Fault: it killed its process, or there was no time for it.
        """
        prepared, cell = self.prepared, self.cells[index]
        if not self._runs(index) or index not in self.live:
            return CellResult([], None, failed=False)
        limit = self._limit_s(index)
        draw = render and not self._given(cell)
        ran = session.run(cell.source, str(index), prepared.questions, limit, draw)
        self._note_linked(ran)
        if ran.interrupted:
            self.interrupted.add(index)
            self._warn(f"A célula {index + 1} {_INTERRUPTED}.")
        if index in self.aliases:
            session.run(self.aliases[index], str(index), prepared.questions, limit, False)
        return ran

    def line(self, label: str, number: int) -> str:
        """The student's line of that number in a cell, as the end of a sentence, or nothing.

        Args:
            label: what tracebacks call the cell.
        """
        match = _LABEL.fullmatch(label)
        index = int(match[1]) if match else -1
        if not 0 <= index < len(self.cells) or not self._is_students(self.cells[index]):
            return ""
        lines = self.cells[index].source.splitlines()
        number += next((n for n, code in enumerate(lines) if code.strip()), 0)  # as IPython counts
        if not 0 < number <= len(lines):
            return ""
        return f" na linha {number} da sua célula ({lines[number - 1].strip()})"

    def _limit_s(self, index: int) -> float:
        """Time that a cell may take.

        Raises:
            Fault: the notebook has none left.
        """
        longest = AGAIN_S if index in self.interrupted else math.inf
        limit = min(self.prepared.cell_limit_s, self.left_s, longest)
        if limit <= 0:
            raise OutOfTime
        return limit

    def _runs(self, index: int) -> bool:
        return definitions.runs(self.cells[index]) and index not in self.left_out

    def _live(self) -> tuple[frozenset[int], frozenset[int]]:
        """Cells that run to be shown, and to be judged: what students wrote, and what it needs."""
        running = [index for index, cell in enumerate(self.cells) if definitions.runs(cell)]
        shown = [index for index in running if not self._given(self.cells[index])]
        written = [index for index in running if not self._is_instructors(self.cells[index])]
        for_show, for_judging = (
            dependencies.needed(self.cells, running, goals) for goals in (shown, written)
        )
        return for_show, for_judging

    def _is_instructors(self, cell: NotebookNode) -> bool:
        """Whether a cell is there as it was released, and asks for no answer."""
        return lab_text.marker(cell) is None and self.prepared.plain.get(cell.id) == cell.source

    def _given(self, cell: NotebookNode) -> bool:
        """Whether a cell shows the same for every student."""
        return self.prepared.given.get(cell.id) == cell.source

    def _is_students(self, cell: NotebookNode) -> bool:
        """Whether its lines may be quoted: a check cell holds what is hidden."""
        return definitions.runs(cell) and not self._given(cell)

    def _keep(self, cell: NotebookNode, ran: CellResult) -> None:
        outputs = self.prepared.shown[cell.id] if self._given(cell) else ran.outputs
        cell.outputs = self.room.keep(outputs)
        cell.execution_count = ran.count

    def _leave_out(self, index: int, fault: Fault) -> None:
        self.left_out.add(index)
        what = _TOO_LONG if isinstance(fault, OutOfTime) else _DIED
        notice = f"Esta célula {what}."
        self.cells[index].outputs = [nbformat.v4.new_output("stream", name="stderr", text=notice)]
        self._warn(f"A célula {index + 1} {what}.")

    def _warn(self, warning: str) -> None:
        if warning not in self.found.warnings:
            self.found.warnings.append(warning)

    def _note_linked(self, ran: CellResult) -> None:
        """A wrong path to a file of the lab was made to work."""
        if ran.linked in self.prepared.file_names:
            note = f"caminho errado do arquivo {ran.linked} corrigido"
            if note not in self.found.repairs:
                self.found.repairs.append(note)
