"""What an audit found, for a person and for a program."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gabarito.audit.audit import TARGET, Audited
from gabarito.checks.verificador import decimal_comma

_COLUMNS = ("pontos", "mutantes", "equivalentes", "vivos", "pegos", "erros", "certas", "margem")

MOST_SHOWN = 20
"""Survivors listed for each question; the JSON has all."""


def show(audited: Mapping[str, Audited], console: Console | None = None) -> None:
    """Print a line for each question, then what is left to do."""
    console = console or Console()
    table = Table("questão")
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for name, found in audited.items():
        table.add_row(name, *_cells(found), style=None if found.good else "red")
    console.print(table)
    for name, found in audited.items():
        _show_rest(console, name, found)


MARKDOWN_HEAD = (
    "| lab | mutantes | equivalentes | pegos | erros pegos | respostas certas aceitas |",
    "|:--|--:|--:|--:|--:|--:|",
)


def markdown_row(name: str, audited: Mapping[str, Audited]) -> str:
    """One line for a lab, under :data:`MARKDOWN_HEAD`."""
    questions = audited.values()
    tried = sum(found.mutants for found in questions)
    equivalent = sum(len(found.equivalent) for found in questions)
    alive = sum(len(found.survivors) for found in questions)
    caught = 100 * (tried - equivalent - alive) / max(tried - equivalent, 1)
    mistakes = sum(found.mistakes for found in questions)
    uncaught = sum(len(found.uncaught) for found in questions)
    right = sum(found.alternatives for found in questions)
    refused = sum(len(found.refused) for found in questions)
    percent = f"{decimal_comma(caught, '.1f')} %"
    return (
        f"| `{name}` | {tried} | {equivalent} | {percent} | {mistakes - uncaught} de {mistakes} "
        f"| {right - refused} de {right} |"
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
    for mistake in found.uncaught:
        console.print(Text(f"{name}: o erro {mistake} passa em tudo.", style="red"))
    for check in found.narrow:
        margin = found.margins[check]
        console.print(
            Text(
                f"{name}: a tolerância de {check} não tem folga (certas até {margin.right:.1e}, "
                f"erros a partir de {margin.wrong:.1e}).",
                style="red",
            )
        )
    for alternative in found.refused:
        console.print(Text(f"{name}: a resposta certa {alternative} é recusada.", style="red"))
    if found.score < TARGET:
        console.print(Text(f"{name}: mudanças que nenhuma verificação percebe:", style="red"))
        for mutant in found.survivors[:MOST_SHOWN]:
            console.print(Text(f"    {mutant.change}"))
        if len(found.survivors) > MOST_SHOWN:
            console.print(Text(f"    e mais {len(found.survivors) - MOST_SHOWN} (veja --json)"))
