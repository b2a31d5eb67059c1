"""Records and classes, as a person at a terminal sees them."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gabarito.cli import messages
from gabarito.cli.printable import lines, printable
from gabarito.course.people import sort_key
from gabarito.nbgrader_api import in_words
from gabarito.notebook import packages
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.record import Question, Record, final_score

if TYPE_CHECKING:
    from gabarito.grading.cohort import Cohort
    from gabarito.pages.student import Pages

Value = TypeVar("Value")

_STYLES = {
    "passed": "green", "partial": "yellow", "failed": "red", "missing": "dim", "broken": "red",
    "manual": "cyan",
}  # fmt: skip
_SYMBOLS = {
    "passed": "✔", "partial": "◐", "failed": "✘", "missing": "·", "broken": "!", "manual": "✎",
}  # fmt: skip


_BELOW = "    │ "


def show_record(record: Record, console: Console | None = None) -> None:
    """Print one record: a line per question, the checks that failed, repairs, total."""
    console = console or Console()
    for question in record.questions:
        console.print(Text(_sentence(question), style=_STYLES[question.state]))
        for check in question.checks:
            if check.state != "passed":
                _show_failed(console, check.message, check.hint)
    for repair in record.repairs:
        _show_below(console, messages.REPAIR.format(repair=repair), "", "dim")
    for warning in record.warnings:
        _show_below(console, messages.WARNING.format(warning=warning), "", "dim")
    console.print(Text(messages.GRADE.format(points=_points(record)), "bold"))


def _sentence(question: Question) -> str:
    return messages.QUESTION.format(
        name=question.name,
        state=messages.STATES[question.state],
        points=_points(question),
        note=messages.INHERITED if question.inherited_error else "",
    )


def _show_failed(console: Console, message: str, hint: str) -> None:
    first, *more = lines(message)
    _show_below(console, first, "  ✘ ")
    for line in more:
        _show_below(console, line, _BELOW)
    if hint:
        _show_below(console, messages.HINT.format(hint=hint), _BELOW, "blue")


def _show_below(console: Console, text: str, start: str, style: str = "") -> None:
    """One line of a record; where it is too long, the rest stands behind a bar.

    So no line of the terminal begins with what a student wrote.
    """
    words = Text(" ".join(printable(text).split()), style)
    for line in words.wrap(console, console.width - len(_BELOW)):
        console.print(Text.assemble(start, line))
        start = _BELOW


def show_cohort(cohort: Cohort, console: Console | None = None) -> None:
    """Print the class table, what the symbols mean, and who could not be graded, and why."""
    console = console or Console()
    names = _Names(cohort.names)
    records = names.in_order(cohort.records)
    if records or cohort.failures or cohort.absent:
        console.print(_table(cohort, names))
    if records:
        console.print(Text(_legend(next(iter(records.values())).questions), style="dim"))
    for line in [*_found_by(cohort, names), *_added(records, names)]:
        _show_below(console, line, "")
    for line in _not_graded(cohort, names):
        _show_below(console, line, "", "red")
    for line in _missing_packages(records):
        _show_below(console, line, "", "yellow")
    if cohort.unchanged:
        console.print(messages.UNCHANGED.format(count=len(cohort.unchanged)))


def show_unwritten(pages: Pages, console: Console | None = None) -> None:
    """Print who has no page, and why."""
    console = console or Console()
    for student, reason in sorted(pages.failures.items()):
        said = messages.COULD_NOT_WRITE.format(student=student, reason=reason)
        _show_below(console, said, "", "red")


class _Names:
    """What the students of a class are called, with the id where another is called the same.

    Args:
        full: names by id, of those who have one.
    """

    def __init__(self, full: Mapping[str, str]) -> None:
        self.full, self.bearers = full, Counter(full.values())

    def of(self, student: str) -> str:
        """What one is called."""
        name = self.full.get(student)
        if not name:
            return student
        namesakes = self.bearers[name] > 1
        return messages.NAMESAKE.format(name=name, id=student) if namesakes else name

    def in_order(self, of_students: Mapping[str, Value]) -> dict[str, Value]:
        """The same in the order of a class list."""
        return dict(sorted(of_students.items(), key=lambda one: sort_key(self.of(one[0]))))


def _found_by(cohort: Cohort, names: _Names) -> Iterator[str]:
    """The repairs without which a submission would not have been seen."""
    for student, repairs in names.in_order(cohort.found_by).items():
        for repair in repairs if student in cohort.records else ():
            words = messages.REPAIR.format(repair=repair)
            yield messages.OF_STUDENT.format(student=names.of(student), words=words)


def _not_graded(cohort: Cohort, names: _Names) -> Iterator[str]:
    """Whatever was handed in and has no grade."""
    for student, reason in names.in_order(cohort.failures).items():
        yield messages.COULD_NOT_GRADE.format(student=names.of(student), reason=reason)
    for place, reason in sorted(cohort.unclear.items()):
        yield messages.NOT_UNDERSTOOD.format(place=place, reason=reason)


def _missing_packages(records: dict[str, Record]) -> Iterator[str]:
    """What students import and the grader lacks, and how to install what we know."""
    for package, count in packages.counted([one.not_installed for one in records.values()]):
        name = packages.distribution(package)
        sentence = messages.MISSING_PACKAGE if name else messages.MISSING_MODULE
        command = shlex.join([sys.executable, "-m", "pip", "install", name or package])
        yield sentence.format(package=package, count=count, command=command)


def _added(records: dict[str, Record], names: _Names) -> Iterator[str]:
    """What counts besides the checks, a line for each student or question."""
    for id_, record in records.items():
        student = names.of(id_)
        if record.late:
            words = in_words.late_words(record.late)
            yield messages.OF_STUDENT.format(student=student, words=words)
        for given in record.by_hand:
            words = in_words.together(in_words.given_words(given))
            yield messages.OF_QUESTION.format(student=student, question=given.question, words=words)


def _table(cohort: Cohort, names: _Names) -> Table:
    """A row for each student, those without a grade included."""
    table = Table()
    table.add_column(messages.STUDENT_COLUMN)
    table.add_column(messages.GRADE_COLUMN, justify="right")
    questions = max((len(record.questions) for record in cohort.records.values()), default=0)
    for number in range(1, questions + 1):
        table.add_column(str(number), justify="center")
    rows = {student: _row(record) for student, record in cohort.records.items()}
    rows |= {student: [Text(messages.NO_GRADE, style="red")] for student in cohort.failures}
    rows |= {student: [Text(messages.ABSENT, style="dim")] for student in cohort.absent}
    for student, cells in names.in_order(rows).items():
        table.add_row(Text(printable(names.of(student))), *cells)
    return table


def _row(record: Record) -> list[Text]:
    states = [Text(_SYMBOLS[q.state], style=_STYLES[q.state]) for q in record.questions]
    return [Text(decimal_comma(final_score(record))), *states]


def _legend(questions: Sequence[Question]) -> str:
    names = "\n".join(f"{n:>2} {q.name}" for n, q in enumerate(questions, start=1))
    states = "  ".join(f"{_SYMBOLS[state]} {word}" for state, word in messages.STATES.items())
    return f"{states}\n{names}"


def _points(what: Question | Record) -> str:
    return messages.POINTS.format(
        score=decimal_comma(what.score), max_score=decimal_comma(what.max_score)
    )
