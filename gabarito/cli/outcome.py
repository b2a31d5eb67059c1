"""How a command ends: its exit code, and what went wrong, on stderr."""

from __future__ import annotations

import click

from gabarito.cli import messages
from gabarito.cli.printable import lines

DONE, SOME_FAILED, WRONG = 0, 1, 2
"""Exit codes."""


def complain(message: str) -> None:
    """Say it where it does not mix with what a command prints."""
    click.echo("\n".join(lines(messages.COMPLAINT.format(message=message))), err=True)
