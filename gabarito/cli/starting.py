"""Commands that start something: a course, a lab.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from pathlib import Path

import click

from gabarito.cli import messages, portuguese
from gabarito.course.layout import Course


@click.command(cls=portuguese.Command)
@click.argument(
    "folder", type=click.Path(path_type=Path), metavar="[PASTA]", required=False, default=None
)
@click.pass_obj
def init(root: Path, folder: Path | None) -> None:
    """Faz de uma pasta vazia um curso, com um lab completo de exemplo.

    Sem PASTA, é a pasta atual. O lab tem duas questões, verificações, erros conhecidos, outras
    respostas certas e uma turma inventada: gabarito demo funciona logo em seguida, sem internet.

    \b
    Exemplo:
      gabarito init meu_curso
    """
    from gabarito.authoring import new_course

    lab = new_course.start(folder or root)
    click.echo(messages.COURSE_MADE.format(folder=folder or root, lab=lab.name))
    if folder and folder.resolve() != Path.cwd():
        click.echo(messages.ENTER.format(folder=folder))
    click.echo(messages.TRY_DEMO)


@click.command("new-lab", cls=portuguese.Command)
@click.argument("name", metavar="NOME")
@click.pass_obj
def new_lab(root: Path, name: str) -> None:
    """Começa um lab, a partir do mesmo modelo que gabarito init usa.

    Escreve source/NOME.py e tests/NOME/, prontos para montar; troque neles o que é do exemplo.

    \b
    Exemplo:
      gabarito new-lab lab2_regressao
    """
    from gabarito.authoring import new_course

    lab = new_course.add_lab(Course.at(root), name)
    for path in (lab.text, lab.checks):
        click.echo(f"{lab.name}: {path.relative_to(lab.course.root)}")
    click.echo(messages.EDIT_THEN_BUILD.format(lab=lab.name))


COMMANDS = (init, new_lab)
