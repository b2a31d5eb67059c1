"""The cells of a lab's notebook, as :mod:`gabarito.judging.run_cells` runs them."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from gabarito.guest import protocol
from gabarito.judging import messages
from gabarito.judging.answers import JudgedNotebook
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.run_cells import Fate, Stop
from gabarito.notebook import (
    definitions,
    dependencies,
    forgetful,
    lab_text,
    plain_definitions,
    plain_outputs,
    repeatable,
)
from gabarito.sandbox.session import CellResult, Session


class LabCells:
    """The cells of a matched notebook; only those that matter run.

    Args:
        prepared: what is known of the lab.
        found: the notebook; what happens is noted there.
        aliases: cell index → line that runs after the cell.
    Attributes:
        running: indices of the cells that may run.
        to_judge: whether only what judging needs runs, or also what the student is shown.
        errors: what ended each cell that did not run to its end, as it was the first time:
            before any function met a hidden input.
    """

    def __init__(
        self, prepared: PreparedLab, found: JudgedNotebook, aliases: dict[int, str]
    ) -> None:
        self.prepared, self.found, self.aliases = prepared, found, aliases
        self.cells = found.notebook.cells
        self.running = definitions.running(self.cells)
        self.to_judge = False
        self.errors: dict[int, protocol.Raised | Fate] = {}
        self._for_judging, self._for_show = self._needed()
        self._keep_handed_in()
        self.begin_showing()

    @property
    def judged_while_shown(self) -> bool:
        """Whether what runs to be shown is what runs to be judged."""
        return self._for_show == self._for_judging

    def settled(self, first: int) -> bool:
        """Whether all functions judged from the cell at `first` on are the same at the end."""
        modules = self.prepared.warm.contents.modules
        return not self.aliases and plain_definitions.settled(
            self.cells, self._for_judging, first, modules
        )

    def forgetful(self) -> frozenset[str]:
        """The questions for which one process can answer, whatever it was asked before."""
        questions, modules = frozenset(self.prepared.questions), self.prepared.forgetful_modules
        sure = forgetful.forgetful(self._sources(), modules, questions)
        return self._asking_for(sure | set(self.prepared.instruments))

    def repeatable(self, forgetful: frozenset[str]) -> frozenset[str]:
        """Those of the `forgetful` questions whose functions give the same for the same."""
        questions, modules = frozenset(self.prepared.questions), self.prepared.repeatable_modules
        sure = repeatable.repeatable(self._sources(), modules, questions)
        return forgetful & self._asking_for(sure)

    def _sources(self) -> list[str]:
        """What runs to be judged."""
        sources = [self.cells[index].source for index in sorted(self._for_judging)]
        return [*sources, *self.aliases.values()]

    def _asking_for(self, functions: frozenset[str]) -> frozenset[str]:
        """The questions whose checks ask for no others."""
        asks = self.prepared.asks
        return frozenset(name for name in self.prepared.questions if asks[name] <= functions)

    def closed(self, forgetful: frozenset[str]) -> bool:
        """Whether what any function is told goes no further than its own process.

        So it is where all are `forgetful`, and the student's cells do nothing but define them:
        whoever changes what ``print`` is could change what is read in a function's text.
        """
        modules = frozenset(self.prepared.warm.contents.modules)
        all_forget = forgetful >= set(self.prepared.questions) and not self.prepared.instruments
        return all_forget and all(
            self._is_as_released(self.cells[index])
            or plain_definitions.only_defines(self.cells[index].source, modules)
            for index in self._for_judging
        )

    def begin_showing(self) -> None:
        """What the cells show is kept from here on."""
        self._budget = plain_outputs.OutputBudget()

    def begin(self, session: Session) -> None:
        """Nothing: a lab's first cell finds what its student's found."""

    def run(self, session: Session, index: int, limit_s: float, draw: bool) -> CellResult:
        """Run a cell, then the line that gives its function the name that was asked for."""
        cell, questions = self.cells[index], self.prepared.questions
        draw = draw and not self._is_independent(cell)
        ran = session.run(cell.source, str(index), questions, limit_s, draw)
        self._note_linked(ran)
        if ran.error:
            self.errors.setdefault(index, ran.error)
        if index in self.aliases:
            session.run(self.aliases[index], str(index), questions, limit_s, False)
        return ran

    def runs(self, index: int) -> bool:
        """Whether something that matters depends on the cell."""
        return index in (self._for_judging if self.to_judge else self._for_show)

    def keep(self, index: int, ran: CellResult | None) -> None:
        """What the cell showed; of one that shows the same for everybody, what it always shows."""
        cell = self.cells[index]
        if index not in self.running or self._keeps_handed_in(index):
            return
        outputs = ran.outputs if ran else []
        if self._is_independent(cell):
            outputs = self.prepared.instructor_outputs[cell.id]
        cell.outputs = self._budget.within(outputs)
        cell.execution_count = ran.count if ran else None

    def note(self, index: int, fate: Fate) -> None:
        """As a warning, and in the cell itself where it shows nothing of its own."""
        if fate is not Fate.INTERRUPTED:
            text = messages.THIS_CELL[fate.name]
            output = nbformat.v4.new_output("stream", name="stderr", text=text)
            self.cells[index].outputs = [output]
        self.errors[index] = fate
        self._warn(messages.CELL[fate.name].format(number=index + 1))

    def stopped(self, why: Stop) -> None:
        """As a warning."""
        self._warn(messages.STOPPED[why.name])

    def _needed(self) -> tuple[frozenset[int], frozenset[int]]:
        """Cells that run to be judged, and to be shown: what students wrote, and what it needs."""
        running = self.running
        written = [index for index in running if not self._is_as_released(self.cells[index])]
        for_judging = dependencies.needed(self.cells, running, written)
        if not self.prepared.execute_all:
            return for_judging, for_judging
        dependent = [index for index in running if not self._is_independent(self.cells[index])]
        return for_judging, dependencies.needed(self.cells, running, dependent)

    def _keep_handed_in(self) -> None:
        """Of cells that do not run, keep what the student's file says they showed, and mark it."""
        budget = plain_outputs.OutputBudget()
        for index, cell in enumerate(self.cells):
            if cell.cell_type != "code":
                continue
            kept = self._keeps_handed_in(index)
            cell.outputs = budget.within(cell.outputs) if kept else []
            if kept:
                cell.metadata["gabarito"] = {"kept_outputs": True}

    def _keeps_handed_in(self, index: int) -> bool:
        cell = self.cells[index]
        if index not in self.running:
            return lab_text.is_demo(cell)
        return index not in self._for_show and not self._is_independent(cell)

    def _is_as_released(self, cell: NotebookNode) -> bool:
        """Whether a cell is there as it was released, and asks for no answer."""
        return lab_text.marker(cell) is None and self.prepared.unmarked.get(cell.id) == cell.source

    def _is_independent(self, cell: NotebookNode) -> bool:
        """Whether a cell shows the same for every student."""
        return self.prepared.instructor_cells.get(cell.id) == cell.source

    def may_be_quoted(self, cell: NotebookNode) -> bool:
        """Whether its lines are the student's: a check cell holds what is hidden."""
        return definitions.runs(cell) and not self._is_independent(cell)

    def _warn(self, warning: str) -> None:
        if warning not in self.found.warnings:
            self.found.warnings.append(warning)

    def _note_linked(self, ran: CellResult) -> None:
        """A wrong path to a file of the lab was made to work."""
        if ran.linked in self.prepared.file_names:
            note = messages.PATH_MENDED.format(name=ran.linked)
            if note not in self.found.repairs:
                self.found.repairs.append(note)
