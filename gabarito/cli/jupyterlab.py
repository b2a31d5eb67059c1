"""The command that opens JupyterLab.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from gabarito.cli import messages, portuguese
from gabarito.course.layout import Course


@click.command(cls=portuguese.Command)
@click.argument("options", nargs=-1, metavar=messages.JUPYTER_OPTIONS)
@click.pass_obj
def lab(root: Path, options: tuple[str, ...]) -> None:
    """Abre o JupyterLab em português, na pasta do curso, com o Formgrader pronto.

    Os botões do Formgrader (Autograde, Generate feedback) corrigem e devolvem como gabarito grade
    e gabarito feedback. Um lab em texto, source/LAB.py, abre como notebook. O que você escolher
    nas configurações do JupyterLab continua valendo. Para terminar, Ctrl-C.

    \b
    Exemplos:
      gabarito lab
      gabarito lab -- --no-browser --port 9999

    Precisa do extra lab: pip install "gabarito[lab]".
    """
    course = Course.at(root)
    from gabarito.channels import jupyterlab

    command = jupyterlab.command(course, options)
    os.chdir(course.root)  # where nbgrader looks for its configuration
    os.execve(command[0], command, jupyterlab.environment())


COMMANDS = (lab,)
