"""The command that takes a lab to where it is worked on or graded elsewhere.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from pathlib import Path

import click

from gabarito.cli import messages, portuguese
from gabarito.cli.labs import LABS, chosen, short
from gabarito.cli.outcome import complain
from gabarito.course.layout import Lab


@click.command(cls=portuguese.Command)
@LABS
@click.option(
    "--target",
    type=click.Choice(["colab", "otter", "gradescope"]),
    help="colab: os links. otter: o zip dos alunos. gradescope: o zip do corretor, que o "
    "otter run -a também aceita.",
)
@click.option(
    "--engine",
    type=click.Choice(["otter", "gabarito"]),
    default="otter",
    help="Quem corrige no Gradescope; o padrão é o otter.",
)
@click.option(
    "--em",
    "folder",
    type=click.Path(path_type=Path),
    metavar="PASTA",
    help="Onde gravar; o padrão é bundles/ na raiz do curso.",
)
@click.pass_obj
def bundle(
    root: Path, lab: str | None, target: str | None, engine: str, folder: Path | None
) -> None:
    """Leva um lab ao Colab, ao otter-grader ou ao Gradescope.

    Sem LAB, leva todos. As verificações, os pontos e as mensagens são os de sempre; o lab tem de
    estar publicado (gabarito release). Para o Colab não há o que empacotar: o comando mostra o
    link de cada lab e o botão em Markdown, feitos de c.Gabarito.repository.

    No corretor do otter, o código do aluno roda no mesmo processo que as verificações, e quem
    quiser burlar consegue: se a nota importa, use --engine gabarito, que isola o aluno.

    \b
    Exemplos:
      gabarito bundle --target colab
      gabarito bundle lab3_rede_densa --target otter
      gabarito bundle lab3_rede_densa --target gradescope
      otter run -a bundles/lab3_rede_densa-gradescope.zip entrega.ipynb
      gabarito bundle --target gradescope --engine gabarito

    O otter precisa do extra otter: pip install "gabarito[otter]".
    """
    from gabarito.channels.packages import PACKAGES

    if target is None:
        raise click.UsageError(messages.NO_TARGET)
    if target == "colab" and (folder or engine != "otter"):
        raise click.UsageError(messages.NOTHING_TO_WRITE)
    if target == "colab":
        _show_links(chosen(root, lab))
        return
    package = PACKAGES.get((target, engine))
    if package is None:
        raise click.UsageError(messages.ENGINE_IS_FOR_GRADESCOPE.format(engine=engine))
    for one in chosen(root, lab):
        path = short(package.write(one, folder), root)
        click.echo(f"{one.name}: {path}\n  {package.next_step.format(path=path)}")


def _show_links(labs: list[Lab]) -> None:
    from gabarito.authoring import colab

    published = colab.Publication.required(labs[0].course)
    for one in labs:
        click.echo(f"{one.name}: {published.notebook_url(one.name)}\n  {published.badge(one.name)}")
    if published.pending:
        complain(colab.PENDING)


COMMANDS = (bundle,)
