"""What an audit found, for a person and for a program."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gabarito.audit import messages
from gabarito.audit.audit import TARGET, Audited
from gabarito.results.decimal_comma import decimal_comma

MOST_SHOWN = 20
"""Survivors listed for each question; the JSON has all."""


def show(audited: Mapping[str, Audited], console: Console | None = None) -> None:
    """Print a line for each question, then what is left to do."""
    console = console or Console()
    first, *others = messages.COLUMNS
    table = Table(Column(first, overflow="fold"))  # a name that is cut names nothing
    for name in others:
        table.add_column(name, justify="right")
    for name, found in audited.items():
        table.add_row(name, *_cells(found), style=None if found.good else "red")
    console.print(table)
    for name, found in audited.items():
        _show_rest(console, name, found)


def as_markdown(labs: Mapping[str, Mapping[str, Audited]]) -> str:
    """A table with one line for each lab."""
    rows = (_markdown_row(name, audited) for name, audited in labs.items())
    return "\n".join([*messages.MARKDOWN_HEAD, *rows])


def _markdown_row(name: str, audited: Mapping[str, Audited]) -> str:
    questions = audited.values()
    tried = sum(found.mutants for found in questions)
    equivalent = sum(len(found.equivalent) for found in questions)
    alive = sum(len(found.survivors) for found in questions)
    caught = 100 * (tried - equivalent - alive) / max(tried - equivalent, 1)
    mistakes = sum(found.mistakes for found in questions)
    uncaught = sum(len(found.uncaught) for found in questions)
    right = sum(found.alternatives for found in questions)
    refused = sum(len(found.refused) for found in questions)
    return messages.MARKDOWN_ROW.format(
        lab=name,
        tried=tried,
        equivalent=equivalent,
        caught=decimal_comma(caught, ".1f"),
        mistakes_caught=mistakes - uncaught,
        mistakes=mistakes,
        right_taken=right - refused,
        right=right,
    )


def as_json(audited: Mapping[str, Audited]) -> dict[str, Any]:
    """The same as plain data, with every survivor."""
    return {
        name: {
            "points": found.points,
            "mutants": found.mutants,
            "equivalent": found.equivalent,
            "survivors": [
                {"operator": mutant.operator, "change": mutant.change} for mutant in found.survivors
            ],
            "score": round(found.score, 2),
            "mistakes": found.mistakes,
            "uncaught": found.uncaught,
            "alternatives": found.alternatives,
            "refused": found.refused,
            "margins": {
                check: {"right": margin.right, "wrong": min(margin.wrong, 1e300)}
                for check, margin in found.margins.items()
            },
        }
        for name, found in audited.items()
    }


def _cells(found: Audited) -> list[str]:
    return [
        decimal_comma(found.points),
        str(found.mutants),
        str(len(found.equivalent)),
        str(len(found.survivors)),
        f"{decimal_comma(found.score, '.1f')}%",
        f"{found.mistakes - len(found.uncaught)}/{found.mistakes}",
        f"{found.alternatives - len(found.refused)}/{found.alternatives}",
        _margin(found),
    ]


def _margin(found: Audited) -> str:
    """The worst right answer and the best mistake, in tolerances."""
    right = max((margin.right for margin in found.margins.values()), default=0.0)
    wrong = min((margin.wrong for margin in found.margins.values()), default=math.inf)
    return f"{right:.0e} < 1 < {wrong:.0e}"


def _show_rest(console: Console, name: str, found: Audited) -> None:
    for sentence in _left_to_do(name, found):
        console.print(Text(sentence, style="red"))
    if found.score < TARGET:
        console.print(Text(messages.SURVIVORS.format(question=name), style="red"))
        for mutant in found.survivors[:MOST_SHOWN]:
            console.print(Text(f"    {mutant.change}"))
        more = len(found.survivors) - MOST_SHOWN
        if more > 0:
            console.print(Text(messages.AND_MORE.format(count=more)))


def _left_to_do(name: str, found: Audited) -> Iterator[str]:
    for mistake in found.uncaught:
        yield messages.UNCAUGHT.format(question=name, mistake=mistake)
    for check in found.narrow:
        margin = found.margins[check]
        yield messages.NARROW.format(
            question=name, check=check, right=margin.right, wrong=margin.wrong
        )
    for alternative in found.refused:
        yield messages.REFUSED.format(question=name, alternative=alternative)
