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
    class_files,
    interruption,
    jupyterlab,
    messages,
    portuguese,
    regrading,
    reporting,
    starting,
    student_side,
)
from gabarito.cli.printable import lines, printable
from gabarito.course.layout import Course, Lab
from gabarito.errors import GabaritoError
from gabarito.sandbox.tiers import NAMES

if TYPE_CHECKING:
    from gabarito.results.record import Record

# Commands import what they run only when they run: nbgrader takes seconds to load.

EXIT_DONE, EXIT_SOME_FAILED, EXIT_WRONG = 0, 1, 2

_lab = click.argument("lab", metavar="LAB")
_labs = click.argument("lab", metavar="[LAB]", required=False)
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
    type=click.Choice(NAMES),
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
    sys.exit(code if isinstance(code, int) else EXIT_DONE)


def _failed(error: BaseException) -> int:
    """Say what happened, if it is something that people are told of; the exit code."""
    if interruption.came() or isinstance(error, click.Abort):
        return interruption.exit_code()
    if isinstance(error, GabaritoError):
        _complain(str(error))
        return EXIT_WRONG
    if isinstance(error, click.ClickException):
        _complain(portuguese.sentence(error))
        return EXIT_WRONG
    raise error


def _complain(message: str) -> None:
    click.echo("\n".join(lines(messages.COMPLAINT.format(message=message))), err=True)


def _say_if_large(notebook: Path) -> None:
    """Reading takes a while: said before it, beside what the command prints."""
    size = notebook.stat().st_size if notebook.is_file() else 0
    if size > LARGE:
        words = messages.READING.format(path=notebook, size_mb=size / 2**20)
        click.echo(printable(words), err=True)


def _chosen(root: Path, name: str | None) -> list[Lab]:
    course = Course.at(root)
    return [course.lab(one) for one in ([name] if name else course.lab_names())]


@cli.command()
@_labs
@click.option(
    "--from-notebook",
    is_flag=True,
    help="Caminho inverso: leva o notebook editado no JupyterLab de volta ao texto.",
)
@click.pass_obj
def build(root: Path, lab: str | None, from_notebook: bool) -> None:
    """Monta source/LAB/LAB.ipynb a partir do texto source/LAB.py.

    Sem LAB, monta todos. O mesmo texto dá sempre os mesmos bytes.

    \b
    Exemplos:
      gabarito build lab3_rede_densa
      gabarito build --from-notebook lab3_rede_densa
    """
    from gabarito.authoring import build as steps

    if from_notebook and not lab:
        raise click.UsageError(messages.ONE_LAB_AT_A_TIME)
    for one in _chosen(root, lab):
        path = steps.from_notebook(one) if from_notebook else steps.build(one)
        click.echo(f"{one.name}: {_short(path, root)}")


@cli.command()
@_labs
@_db
@click.pass_obj
def release(root: Path, lab: str | None, db_url: str | None) -> None:
    """Gera a versão do aluno em release/LAB/ e confere que nada vazou.

    Sem LAB, gera todas. Se alguma linha de solução ou de verificação oculta fosse
    aparecer, nada é publicado.
    """
    from gabarito.authoring import colab
    from gabarito.authoring import release as steps

    for one in _chosen(root, lab):
        click.echo(f"{one.name}: {_short(steps.release(one, db_url, _complain), root)}")
    if colab.Publication.of(Course.at(root)).pending:
        _complain(colab.PENDING)


@cli.command()
@_lab
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
        _show(judge_for.check(one, notebook, _tier(isolation)), as_json)


def _watch(root: Path, lab: str, notebook: Path, isolation: str | None, as_json: bool) -> None:
    from gabarito.grading import watch

    for outcome in watch.records(root, lab, notebook, _tier(isolation)):
        if isinstance(outcome, str):
            _complain(outcome)
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
@_lab
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
        workers.prepare()
    from gabarito.cli import progress, tables

    if from_journal:
        asked = {name: options[name] for name in ("students", "db_url")}
        cohort = progress.rebuild_all(one, **asked)
    else:
        options["isolation"] = _tier(options["isolation"])
        if dry_run:
            found = progress.preview(one, **options)
            regrading.show_preview(found)
            return EXIT_SOME_FAILED if found.failures else EXIT_DONE
        cohort = progress.grade_all(one, **options)
    tables.show_cohort(cohort)
    return EXIT_DONE if cohort.complete else EXIT_SOME_FAILED


@cli.command()
@_lab
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
    folder = _short(one.course.feedback, root)
    click.echo(messages.PAGES.format(count=len(pages.written), folder=folder, lab=lab))
    tables.show_unwritten(pages)
    return EXIT_SOME_FAILED if pages.failures else EXIT_DONE


@cli.command()
@_labs
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Tentativas ao mesmo tempo; o padrão é o número de núcleos.",
)
@click.option("--json", "form", flag_value="json", help="Imprime só o resultado, em JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Imprime uma linha por lab.")
@click.option(
    "--diagnosis",
    is_flag=True,
    help="Em vez disso, mede o que se diz de um erro que ninguém listou; leva minutos.",
)
@click.pass_obj
def audit(
    root: Path, lab: str | None, workers: int | None, form: str | None, diagnosis: bool
) -> int:
    """Mede se as verificações de um lab merecem confiança.

    Muda a resposta de referência de centenas de jeitos, um por vez, e vê se alguma
    verificação percebe; confere que os erros conhecidos são pegos e que as respostas
    certas diferentes são aceitas. A saída é 1 se alguma questão fica abaixo da meta.

    \b
    Uma mudança que nada percebe pede uma verificação melhor. Se ela não é erro, diga
    por quê em tests/LAB/equivalent.toml:
      [[zero_pad]]
      change = "a linha como a tabela mostra"
      reason = "por que o resultado é o mesmo"

    Com --diagnosis, guarda em tests/LAB/mutants.json como cada mudança se comporta, para
    a correção reconhecê-la, e tira cada erro conhecido da lista para ver o que se diria
    dele. A saída é 1 se uma resposta certa recebe um diagnóstico.

    Precisa do extra audit: pip install "gabarito[audit]".
    """
    import json

    from gabarito.audit import report
    from gabarito.cli import diagnoses, progress

    if diagnosis:
        return EXIT_DONE if diagnoses.show(_chosen(root, lab), form) else EXIT_SOME_FAILED
    found = {one.name: progress.audit_all(one, workers) for one in _chosen(root, lab)}
    if form == "json":
        plain = {name: report.as_json(questions) for name, questions in found.items()}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    elif form == "markdown":
        click.echo(report.as_markdown(found))
    else:
        for name, questions in found.items():
            click.echo(name)
            report.show(questions)
    good = all(question.good for questions in found.values() for question in questions.values())
    return EXIT_DONE if good else EXIT_SOME_FAILED


@cli.command()
@_labs
@click.option(
    "--em",
    "folder",
    type=click.Path(path_type=Path),
    metavar="PASTA",
    help="Onde montar a turma; o padrão é demo/ na raiz do curso.",
)
@click.pass_obj
def demo(root: Path, lab: str | None, folder: Path | None) -> None:
    """Mostra o caminho inteiro com uma turma inventada, sem internet.

    Monta uma cópia do curso, gera a versão do aluno, inventa uma turma com os
    tropeços de sempre, corrige, escreve as devolutivas e mostra a tabela da turma.
    """
    from gabarito.authoring import demo as steps
    from gabarito.cli import progress, tables

    for one in _chosen(root, lab):
        place = (folder or one.course.root / "demo") / one.name
        twin = steps.prepare(one, place)
        cohort = progress.grade_all(twin)
        pages = progress.feedback_all(twin)
        tables.show_cohort(cohort)
        tables.show_unwritten(pages)
        click.echo(messages.DEMO_PAGES.format(folder=twin.course.feedback, lab=one.name))
        for place, name in reporting.write_pages(
            twin.course, [twin], twin.course.default_db, similarity=True
        ):
            click.echo(messages.DEMO_CLASS_PAGE.format(folder=place, lab=name))
        click.echo(messages.DEMO_RELEASE.format(folder=twin.released))


@cli.command()
@_labs
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
        _show_links(_chosen(root, lab))
        return
    package = PACKAGES.get((target, engine))
    if package is None:
        raise click.UsageError(messages.ENGINE_IS_FOR_GRADESCOPE.format(engine=engine))
    for one in _chosen(root, lab):
        path = _short(package.write(one, folder), root)
        click.echo(f"{one.name}: {path}\n  {package.next_step.format(path=path)}")


def _show_links(labs: list[Lab]) -> None:
    from gabarito.authoring import colab

    published = colab.Publication.required(labs[0].course)
    for one in labs:
        click.echo(f"{one.name}: {published.notebook_url(one.name)}\n  {published.badge(one.name)}")
    if published.pending:
        _complain(colab.PENDING)


@cli.group()
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
        click.echo(_short(path, root))


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
    return EXIT_SOME_FAILED if bad else EXIT_DONE


def _tier(asked: str | None) -> str:
    """The sandbox tier to grade with; why not the strongest goes to stderr."""
    from gabarito.sandbox import tiers

    chosen = tiers.choose(asked)
    if said := tiers.notice(asked, chosen):
        _complain(said)
    return chosen.name


def _short(path: Path, root: Path) -> Path:
    """`path` from the course's root, where it lies inside."""
    root = root.resolve()
    return path.relative_to(root) if path.is_relative_to(root) else path


for _one in (
    *starting.COMMANDS,
    *class_files.COMMANDS,
    *jupyterlab.COMMANDS,
    *regrading.COMMANDS,
    *reporting.COMMANDS,
    *student_side.COMMANDS,
):
    cli.add_command(_one)
