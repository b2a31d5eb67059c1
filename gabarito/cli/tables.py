"""Records and classes, as a person at a terminal sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gabarito.nbgrader_api import in_words, messages
from gabarito.results.record import Question, Record, final_score

if TYPE_CHECKING:
    from gabarito.grading.grade_class import Cohort

_WORDS = {
    "passed": ("certa", "green"),
    "partial": ("em parte", "yellow"),
    "failed": ("errada", "red"),
    "missing": ("não respondida", "dim"),
    "broken": ("não executada", "red"),
    "manual": ("correção manual", "cyan"),
}
_SYMBOLS = {
    "passed": "✔", "partial": "◐", "failed": "✘", "missing": "·", "broken": "!", "manual": "✎",
}  # fmt: skip


def show_record(record: Record, console: Console | None = None) -> None:
    """Print one record: a line per question, the checks that failed, repairs, total."""
    console = console or Console()
    for question in record.questions:
        word, style = _WORDS[question.state]
        note = " (erro herdado)" if question.inherited_error else ""
        console.print(Text(f"{question.name}: {word}, {_points(question)}{note}", style=style))
        for check in question.checks:
            if check.state != "passed":
                _show_failed(console, check.message, check.hint)
    for repair in record.repairs:
        console.print(Text(f"conserto: {repair}", style="dim"))
    for warning in record.warnings:
        console.print(Text(f"aviso: {warning}", style="dim"))
    console.print(Text(f"Nota: {_decimal(record.score)} de {_decimal(record.max_score)}", "bold"))


def _show_failed(console: Console, message: str, hint: str) -> None:
    for number, line in enumerate(_printable(message).splitlines()):
        console.print(Text(f"    {line}" if number else f"  ✘ {line}"))
    if hint:
        console.print(Text(f"    Dica: {hint}", style="blue"))


def show_cohort(cohort: Cohort, console: Console | None = None) -> None:
    """Print the class table, what the symbols mean, and who could not be graded, and why."""
    console = console or Console()
    records = dict(sorted(cohort.records.items()))
    if records:
        console.print(_table(records))
        console.print(Text(_legend(next(iter(records.values())).questions), style="dim"))
    for line in _added(records):
        console.print(Text(_printable(line)))
    for student, reason in sorted(cohort.failures.items()):
        console.print(Text(f"Não corrigida: {student}. {_printable(reason)}", style="red"))
    if cohort.unchanged:
        console.print(f"{len(cohort.unchanged)} entrega(s) sem mudança desde a última correção.")


def _added(records: dict[str, Record]) -> Iterator[str]:
    """What counts besides the checks, a line for each student or question."""
    for student, record in records.items():
        if record.late:
            yield messages.OF_STUDENT.format(
                student=student, words=in_words.late_words(record.late)
            )
        for given in record.by_hand:
            words = messages.SEPARATOR.join(in_words.given_words(given))
            yield messages.OF_QUESTION.format(student=student, question=given.question, words=words)


def _table(records: dict[str, Record]) -> Table:
    first = next(iter(records.values()))
    table = Table()
    table.add_column("aluno")
    table.add_column("nota", justify="right")
    for number in range(1, len(first.questions) + 1):
        table.add_column(str(number), justify="center")
    for student, record in records.items():
        cells = [Text(_SYMBOLS[q.state], style=_WORDS[q.state][1]) for q in record.questions]
        table.add_row(Text(_printable(student)), Text(_decimal(final_score(record))), *cells)
    return table


def _legend(questions: Sequence[Question]) -> str:
    names = "\n".join(f"{n:>2} {q.name}" for n, q in enumerate(questions, start=1))
    states = "  ".join(f"{_SYMBOLS[state]} {word}" for state, (word, _) in _WORDS.items())
    return f"{states}\n{names}"


def _points(question: Question) -> str:
    return f"{_decimal(question.score)} de {_decimal(question.max_score)}"


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _printable(text: str) -> str:
    """Text without control characters: a student's words must not drive the terminal."""
    return "".join(c for c in text if c.isprintable() or c == "\n")
