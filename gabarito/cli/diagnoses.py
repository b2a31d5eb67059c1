"""`gabarito audit --diagnosis`: what mistakes are told that nobody listed."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from gabarito.audit import diagnosis_report as report
from gabarito.cli import progress
from gabarito.course.layout import Lab


def show(labs: Sequence[Lab], form: str | None) -> bool:
    """Measure and print; whether no right answer is told anything.

    Args:
        form: "json", "markdown" or None.
    """
    found = {lab.name: progress.diagnose_all(lab) for lab in labs}
    if form == "json":
        plain = {name: report.as_json(diagnosed) for name, diagnosed in found.items()}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        for diagnosed in found.values() if form is None else ():
            click.echo("\n".join(report.as_text(diagnosed)))
        click.echo(report.as_markdown(found))
    return not any(diagnosed.right for diagnosed in found.values())
