"""The lines of a student's notebook that an exception came through, in words.

What a process says of them are numbers only; the words are those of the submission.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from nbformat import NotebookNode

from gabarito.checks.verificador import (
    MAGIC,
    SYNTAX_ERRORS,
    UNDEFINED,
    Place,
    cell_failed,
    cell_magic,
    in_source,
    located,
    unreadable_line,
)
from gabarito.guest import protocol
from gabarito.judging import messages, raised
from gabarito.judging.run_cells import Fate
from gabarito.judging.student_functions import without_addresses
from gabarito.notebook import definitions, lab_text, syntax

_INDEX = re.compile(r"[0-9]{1,6}")
_MOST_PLACES = 20


class StudentLines:
    """Finds lines of a matched notebook.

    Args:
        quotable: whether the lines of a cell are the student's; one with checks holds what is
            hidden.
        errors: what ended each cell that did not run to its end.
    """

    def __init__(
        self,
        cells: Sequence[NotebookNode],
        quotable: Callable[[NotebookNode], bool],
        errors: Mapping[int, protocol.Raised | Fate],
    ) -> None:
        self.cells, self.quotable, self.errors = cells, quotable, errors

    def located(self, places: Sequence[tuple[str, int]], name: str) -> tuple[str, str]:
        """Where it happened, see :func:`~gabarito.checks.verificador.located`.

        Args:
            places: labels and lines, as a process says; innermost last.
            name: the question; the cells that define it are its own.
        """
        known = [self.place(*place) for place in places[-_MOST_PLACES:]]
        return located([place for place in known if place], set(self._own(name)))

    def place(self, label: str, number: int) -> Place | None:
        """The line that a process says; None where there is none, or none to be quoted."""
        index = int(label) if _INDEX.fullmatch(label) else -1
        if not 0 <= index < len(self.cells) or not self.quotable(self.cells[index]):
            return None
        source = self.cells[index].source
        lines = source.splitlines()
        number = in_source(source, number)
        if not 0 < number <= len(lines):
            return None
        return Place(index, number, lines[number - 1], _function_at(source, number))

    def statements(self, name: str) -> raised.Statement:
        """Finds the statements that a process says, in the cells of a question."""
        own = set(self._own(name))

        def at(label: str, number: int) -> str:
            place = self.place(label, number)
            if place is None or place.cell not in own:
                return ""
            return raised.statement(self.cells[place.cell].source, place.number)

        return at

    def undefined(self, name: str) -> str:
        """Why there is no function of that name, in a sentence or more."""
        for index in self._own(name):
            magic = cell_magic(self.cells[index].source)
            if magic:
                return MAGIC.format(name=name, magic=magic)
            error = self.errors.get(index)
            if isinstance(error, Fate):
                return messages.OWN_CELL[error.name].format(name=name)
            if error:
                return self._failed(name, index, error)
        return UNDEFINED.format(name=name)

    def outdated(self, name: str) -> str:
        """What is wrong where the last cell that defines a function could not be read at all."""
        index = next(self._own(name), -1)
        error = self.errors.get(index)
        if isinstance(error, protocol.Raised) and error.error in SYNTAX_ERRORS:
            return self._failed(name, index, error)
        return ""

    def _own(self, name: str) -> Iterator[int]:
        """The cells of a question: last those that define it, then the one that is there for it."""
        last_first = [(index, self.cells[index]) for index in reversed(self._running)]
        yield from (index for index, cell in last_first if definitions.defines(cell, name))
        yield from (i for i, cell in last_first if lab_text.marker(cell) == ("solution", name))

    @functools.cached_property
    def _running(self) -> list[int]:
        return definitions.running(self.cells)

    def _failed(self, name: str, index: int, error: protocol.Raised) -> str:
        lines = [number for label, number in error.places if label == str(index)]
        if error.error in SYNTAX_ERRORS:
            lines += filter(None, [unreadable_line(self.cells[index].source)])
        place = self.place(str(index), lines[-1]) if lines else None
        return cell_failed(name, error.error[:80], without_addresses(error.message), place)


def _function_at(source: str, number: int) -> str:
    """Name of the outermost function whose code has that line; empty if there is none."""
    return next((name for first, last, name in _functions(source) if first <= number <= last), "")


@functools.lru_cache(64)
def _functions(source: str) -> list[tuple[int, int, str]]:
    """First and last line and name of each function of a cell, from outside in."""
    tree = syntax.tree(source)
    return [
        (node.lineno, node.end_lineno or 0, node.name)
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
