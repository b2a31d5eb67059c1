"""The commands that there are, so that a new one without a case of its own fails a test."""

from __future__ import annotations

import click

from gabarito.cli.commands import cli


def ours(group: click.Group = cli, before: str = "") -> set[str]:
    """Every command of `gabarito` that does something: ``data fetch``, and not ``data``."""
    found: set[str] = set()
    for name, command in group.commands.items():
        inner = isinstance(command, click.Group)
        found |= ours(command, f"{before}{name} ") if inner else {before + name}
    return found


def of(arguments: tuple[object, ...]) -> str:
    """Which of them these arguments call."""
    (name,) = {" ".join(map(str, arguments[:n])) for n in (1, 2)} & ours()
    return name
