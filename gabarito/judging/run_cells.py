"""The cells of one notebook on their way through the sandbox, top to bottom, errors included.

A cell that kills its process, or hangs and cannot be interrupted, is left out, and the cells
before it run again in a new one. Labs and assignments of other courses share this runner and
differ by their :class:`Cells`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Protocol

from gabarito.sandbox.faults import Fault, OutOfTime
from gabarito.sandbox.session import CellResult, Session
from gabarito.sandbox.warm_process import WarmProcess

CELL_LIMIT_S = 30.0
"""nbgrader's own wall limit of a cell, where the course sets none."""

REPLAYS = 6
"""Sessions that one notebook may kill before the rest of it is left unrun."""

AGAIN_S = 3.0
"""Time of a cell that was interrupted in an earlier run: enough for what comes before its loop."""

TOTAL_LIMIT_S = 300.0
"""Time of one notebook, all its runs and their judging together; the labs' take seconds.

Where the course gives a cell more than :data:`CELL_LIMIT_S`, the whole has more in proportion.
"""


class Fate(Enum):
    """What became of a cell that did not run to its end."""

    INTERRUPTED = auto()
    """Its time ran out; it stopped, and what followed in it did not run."""
    TOO_LONG = auto()
    """Its time ran out, and its process had to be ended."""
    DIED = auto()
    """It ended its process, by itself or by taking too much."""


class Stop(Enum):
    """Why the rest of a notebook is not run."""

    DEATHS = auto()
    OVERTIME = auto()


class NoTimeLeft(Exception):
    """The notebook has no time left for another cell."""


class Cells(Protocol):
    """A notebook as the runner sees it."""

    def begin(self, session: Session) -> None:
        """Do what a new session needs before the first cell.

        Raises:
            Fault: the session is over.
        """

    def run(self, session: Session, index: int, limit_s: float, draw: bool) -> CellResult:
        """Run a cell, as :meth:`gabarito.sandbox.session.Session.run`.

        Args:
            draw: whether its figures are wanted.
        Raises:
            Fault: the session is over.
        """

    def runs(self, index: int) -> bool:
        """Whether a cell runs at all."""

    def keep(self, index: int, ran: CellResult | None) -> None:
        """Put what a cell showed into the notebook; None where it did not run."""

    def note(self, index: int, fate: Fate) -> None:
        """Write down what became of a cell; the same may come again."""

    def stopped(self, why: Stop) -> None:
        """Write down that the rest is not run; the same may come again."""


def cell_limit_s(config: Mapping[str, Any]) -> float:
    """Wall time of one cell by a course's configuration.

    nbgrader takes none or a negative one for endless; here it means the default.
    """
    limit = config["Execute"].get("timeout") or 0
    return float(limit) if limit > 0 else CELL_LIMIT_S


class CellRunner:
    """Runs the cells of one notebook, in as many sessions as it takes.

    Args:
        cell_limit_s: time that one cell may take.
        total_limit_s: time of all runs together; by :data:`TOTAL_LIMIT_S` when None.
    Attributes:
        left_out: cells that do not run again.
    """

    def __init__(
        self,
        warm: WarmProcess,
        cells: Cells,
        cell_limit_s: float,
        total_limit_s: float | None = None,
    ) -> None:
        self.warm, self.cells, self.cell_limit_s = warm, cells, cell_limit_s
        usual_s = TOTAL_LIMIT_S * max(1.0, cell_limit_s / CELL_LIMIT_S)
        self.total_limit_s = usual_s if total_limit_s is None else total_limit_s
        self.left_out: set[int] = set()
        self._interrupted: set[int] = set()
        self._begun_s = self._spent_s()

    @property
    def left_s(self) -> float:
        """Time that the notebook still has."""
        return self.total_limit_s - (self._spent_s() - self._begun_s)

    def _spent_s(self) -> float:
        """What the sandbox had so far, and this process for reading what comes of it."""
        return self.warm.spent_s + time.process_time()

    def replayed(self, stop: int) -> Session | None:
        """A new session in which the cells before `stop` have run; None where none can be had."""
        while len(self.left_out) <= REPLAYS and self.left_s > 0:
            session = self.warm.session()
            index = 0
            try:
                self.cells.begin(session)
                for index in range(stop):
                    self.run(session, index)
                return session
            except Fault as fault:
                self._leave_out(session, index, fault)
            except NoTimeLeft:
                session.close()
        self.cells.stopped(Stop.DEATHS if self.left_s > 0 else Stop.OVERTIME)
        return None

    def advance(self, session: Session, index: int, *, keep: bool) -> Session | None:
        """The session after the cell at `index`: a new one where that cell ended it.

        Args:
            keep: whether the cell's outputs go into the notebook.
        """
        try:
            ran = self.run(session, index, draw=keep)
        except Fault as fault:
            self._leave_out(session, index, fault)
            return self.replayed(index + 1)
        except NoTimeLeft:
            session.close()
            self.cells.stopped(Stop.OVERTIME)
            return None
        if keep and index not in self.left_out:
            self.cells.keep(index, ran)
        return session

    def run(self, session: Session, index: int, draw: bool = False) -> CellResult | None:
        """What running a cell gives; None where it does not run.

        Raises:
            Fault: it ended its process.
            NoTimeLeft: the notebook has no time for it.
        """
        if index in self.left_out or not self.cells.runs(index):
            return None
        ran = self.cells.run(session, index, self._limit_s(index), draw)
        if ran.interrupted:
            self._interrupted.add(index)
            self.cells.note(index, Fate.INTERRUPTED)
        return ran

    def _limit_s(self, index: int) -> float:
        """Time that a cell may take.

        Raises:
            NoTimeLeft: the notebook has none left.
        """
        longest = AGAIN_S if index in self._interrupted else math.inf
        limit = min(self.cell_limit_s, self.left_s, longest)
        if limit <= 0:
            raise NoTimeLeft
        return limit

    def _leave_out(self, session: Session, index: int, fault: Fault) -> None:
        session.close()
        self.left_out.add(index)
        self.cells.note(index, Fate.TOO_LONG if isinstance(fault, OutOfTime) else Fate.DIED)
