"""Commands for the real data sets.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from pathlib import Path

import click

from gabarito.cli import messages, portuguese
from gabarito.cli.labs import short
from gabarito.cli.outcome import DONE, SOME_FAILED
from gabarito.course.layout import Course


@click.group(cls=portuguese.Group)
def data() -> None:
    """Conjuntos de dados reais: baixar e conferir."""


@data.command()
@click.argument("names", nargs=-1, metavar="[ARQUIVO]...")
@click.pass_obj
def fetch(root: Path, names: tuple[str, ...]) -> None:
    """Baixa os arquivos reais para datasets/real/, conferindo o sha256.

    Sem ARQUIVO, baixa todos os do registro (datasets/registry.toml). O fsf.npy, um pickle, é
    convertido logo em seguida para fsf.npz, sem que nada dele seja executado.
    """
    from gabarito.data import fetch

    for path in fetch.fetch(Course.at(root).root, names or None):
        click.echo(short(path, root))


@data.command()
@click.argument("names", nargs=-1, metavar="[ARQUIVO]...")
@click.pass_obj
def verify(root: Path, names: tuple[str, ...]) -> int:
    """Confere os arquivos reais que estão em datasets/real/.

    A saída é 1 se algum é diferente do registrado ou se falta um que você nomeou.
    """
    from gabarito.data import fetch

    found = fetch.verify(Course.at(root).root, names or None)
    for one in found:
        click.echo(f"{messages.DATA_STATES[one.state]:>10}  {one.name}")
    bad = [one for one in found if one.state == "different" or (names and one.state != "ok")]
    return SOME_FAILED if bad else DONE


COMMANDS = (data,)
