"""Commands that a student may use too.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from pathlib import Path

import click

from gabarito.cli import portuguese


@click.command(cls=portuguese.Command)
@click.argument("notebook", type=click.Path(path_type=Path), metavar="NOTEBOOK")
@click.option(
    "--nome",
    "student",
    metavar="NOME",
    help="Nome e sobrenome de quem entrega: o arquivo fica NomeSobrenome-Lab3.pdf, com o final que "
    "o texto do lab pede. Sem ele, fica com o nome do notebook.",
)
def pdf(notebook: Path, student: str | None) -> None:
    """Faz o PDF de um notebook executado, ao lado dele, com fórmulas e figuras.

    Nada é executado: aparece o que está salvo. Quem imprime é o Chromium, o Chrome ou o Edge, o
    que houver, sem internet. Não é preciso estar na pasta de um curso.

    \b
    Exemplo:
      gabarito pdf lab3_rede_densa.ipynb --nome "Ana Souza"
    """
    from gabarito.pages import printed

    click.echo(printed.print_notebook(notebook, student))


COMMANDS = (pdf,)
