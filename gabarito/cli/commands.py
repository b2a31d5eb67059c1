"""The command line: each command parses, calls, prints and exits.

What a command says is in :mod:`gabarito.cli.messages`; what ``--help`` says of it is here, in
docstrings and ``help=``, where click looks for it: a translation has both places.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import gabarito
from gabarito.cli import (
    bundling,
    class_files,
    data_files,
    interruption,
    jupyterlab,
    making,
    messages,
    portuguese,
    regrading,
    reporting,
    starting,
    student_side,
)
from gabarito.cli.labs import LAB, short
from gabarito.cli.outcome import DONE, SOME_FAILED, WRONG, complain
from gabarito.cli.printable import printable
from gabarito.course.layout import Course
from gabarito.errors import GabaritoError
from gabarito.sandbox import tiers

if TYPE_CHECKING:
    from gabarito.results.record import Record

# Commands import what they run only when they run: nbgrader takes seconds to load.

_db = click.option(
    "--db", "db_url", metavar="URL", help="Caderno de notas; o padrão é o gradebook.db do curso."
)

LARGE = 5 << 20
"""Bytes of a notebook that takes a while to read."""

_students = click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ALUNO",
    help="Só este aluno; pode repetir a opção.",
)

_isolation = click.option(
    "--isolation",
    type=click.Choice(tiers.NAMES),
    help="Camada que isola o código dos alunos; o padrão é a mais forte que funciona aqui. "
    "namespaces: uma máquina à parte. landlock: esta máquina, com quase tudo proibido. "
    "limits: só limites de tempo e memória, sem proteção. Veja docs/isolamento.md.",
)


@click.group(cls=portuguese.Group)
@click.version_option(gabarito.__version__, help="Mostra a versão.", message="gabarito %(version)s")
@click.option(
    "--curso",
    type=click.Path(path_type=Path),
    default=Path("."),
    metavar="PASTA",
    help="Pasta raiz do curso; o padrão é a pasta atual.",
)
@click.pass_context
def cli(ctx: click.Context, curso: Path) -> None:
    """Labs de aprendizagem profunda que se corrigem sozinhos.

    O caminho de um lab: build (do texto ao notebook), release (a versão do aluno), collect
    (recolhe as entregas), grade (corrige), feedback (a página de cada aluno) e export (as notas
    para a plataforma).

    Para começar um curso em uma pasta vazia: gabarito init
    Para ver tudo funcionando com uma turma inventada: gabarito demo
    """
    ctx.obj = curso


def main() -> None:
    """Run the command line; expected errors are one sentence and exit code 2."""
    interruption.raise_later()
    try:
        code = cli.main(prog_name="gabarito", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        code = _failed(error)
    interruption.leave_at_once()
    if interruption.came():
        code = interruption.finish()
    sys.exit(code if isinstance(code, int) else DONE)


def _failed(error: BaseException) -> int:
    """Say what happened, if it is something that people are told of; the exit code."""
    if interruption.came() or isinstance(error, click.Abort):
        return interruption.exit_code()
    if isinstance(error, GabaritoError):
        complain(str(error))
        return WRONG
    if isinstance(error, click.ClickException):
        complain(portuguese.sentence(error))
        return WRONG
    raise error


def _say_if_large(notebook: Path) -> None:
    """Reading takes a while: said before it, beside what the command prints."""
    size = notebook.stat().st_size if notebook.is_file() else 0
    if size > LARGE:
        words = messages.READING.format(path=notebook, size_mb=size / 2**20)
        click.echo(printable(words), err=True)


@cli.command()
@LAB
@click.argument("notebook", type=click.Path(path_type=Path), metavar="NOTEBOOK")
@_isolation
@click.option(
    "--json", "as_json", is_flag=True, help="Imprime só o registro do resultado, em JSON."
)
@click.option(
    "--watch",
    is_flag=True,
    help="Corrige de novo, em um instante, cada vez que o arquivo é gravado; Ctrl-C termina.",
)
@click.pass_obj
def check(
    root: Path, lab: str, notebook: Path, isolation: str | None, as_json: bool, watch: bool
) -> None:
    """Corrige um arquivo e mostra o resultado, sem gravar nada.

    \b
    Exemplos:
      gabarito check lab3_rede_densa entrega.ipynb
      gabarito check --watch lab3_rede_densa entrega.ipynb
    """
    one = Course.at(root).gradable(lab)
    from gabarito.grading import judge_for

    _say_if_large(notebook)
    if watch:
        _watch(root, lab, notebook, isolation, as_json)
    else:
        record = judge_for.check(one, notebook, isolation)
        _say_if_weaker(isolation, record.isolation)
        _show(record, as_json)


def _watch(root: Path, lab: str, notebook: Path, isolation: str | None, as_json: bool) -> None:
    from gabarito.grading import watch

    for outcome in watch.records(root, lab, notebook, _tier(isolation)):
        if isinstance(outcome, str):
            complain(outcome)
        else:
            _show(outcome, as_json)
        click.echo(messages.WATCHING.format(path=notebook, now=datetime.now()), err=True)


def _show(result: Record, as_json: bool) -> None:
    from gabarito.cli import tables
    from gabarito.results import record

    if as_json:
        click.echo(record.to_json(result), nl=False)
    else:
        tables.show_record(result)


@cli.command()
@LAB
@_students
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Correções ao mesmo tempo; o padrão é o número de núcleos.",
)
@click.option(
    "--dask",
    "cluster",
    metavar="URL",
    help="Corrige em um cluster do Dask: tcp://MAQUINA:8786, tls://… ou, aqui mesmo, local:N. "
    "Precisa do extra cluster.",
)
@_isolation
@click.option("--force", is_flag=True, help="Corrige de novo também o que não mudou.")
@click.option(
    "--from-journal",
    is_flag=True,
    help="Nada corrige: refaz o caderno e os resultados a partir do diário das correções.",
)
@click.option(
    "--dry-run", is_flag=True, help="Corrige e mostra o que mudaria, aluno por aluno; nada grava."
)
@_db
@click.pass_obj
def grade(root: Path, /, lab: str, from_journal: bool, dry_run: bool, **options: Any) -> int:
    """Corrige as entregas de submitted/ALUNO/LAB/ que mudaram.

    Cada entrega vira autograded/ALUNO/LAB/ (notebook executado e result.json) e uma
    nota no caderno do nbgrader. Uma entrega fora do lugar conta quando só pode ser uma
    coisa. O que não pôde ser corrigido ou não se entende é listado com o motivo, e a
    saída é 1; quem não entregou também aparece.
    """
    one = Course.at(root).gradable(lab)
    judging = (*(options[name] for name in ("workers", "cluster", "isolation", "force")), dry_run)
    if from_journal and any(judging):
        raise click.UsageError(messages.NOTHING_IS_JUDGED)
    if options["workers"] and options["cluster"]:
        raise click.UsageError(messages.WORKERS_OR_CLUSTER)
    from gabarito.grading import workers

    if not from_journal and not options["cluster"]:
        workers.prepare(one)
    from gabarito.cli import progress, tables

    if from_journal:
        asked = {name: options[name] for name in ("students", "db_url")}
        cohort = progress.rebuild_all(one, **asked)
    else:
        options["isolation"] = _tier(options["isolation"])
        if dry_run:
            found = progress.preview(one, **options)
            regrading.show_preview(found)
            return SOME_FAILED if found.failures else DONE
        cohort = progress.grade_all(one, **options)
    tables.show_cohort(cohort)
    return DONE if cohort.complete else SOME_FAILED


@cli.command()
@LAB
@_students
@_db
@click.pass_obj
def feedback(root: Path, /, lab: str, **options: Any) -> int:
    """Escreve feedback/ALUNO/LAB.html para cada entrega corrigida.

    Uma página que não pôde ser escrita é citada no fim com o motivo, e a saída é 1;
    as outras são escritas.
    """
    one = Course.at(root).lab(lab)
    from gabarito.cli import progress, tables

    pages = progress.feedback_all(one, **options)
    folder = short(one.course.feedback, root)
    click.echo(messages.PAGES.format(count=len(pages.written), folder=folder, lab=lab))
    tables.show_unwritten(pages)
    return SOME_FAILED if pages.failures else DONE


def _tier(asked: str | None) -> str:
    """The sandbox tier to grade with; why not the strongest goes to stderr."""
    chosen = tiers.choose(asked).name
    _say_if_weaker(asked, chosen)
    return chosen


def _say_if_weaker(asked: str | None, chosen: str) -> None:
    if said := tiers.notice(asked, tiers.named(chosen)):
        complain(said)


for _one in (
    *starting.COMMANDS,
    *making.COMMANDS,
    *bundling.COMMANDS,
    *data_files.COMMANDS,
    *class_files.COMMANDS,
    *jupyterlab.COMMANDS,
    *regrading.COMMANDS,
    *reporting.COMMANDS,
    *student_side.COMMANDS,
):
    cli.add_command(_one)
