"""Commands for who writes a lab: build it, measure its checks, try it, hand it out.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from pathlib import Path

import click

from gabarito.cli import messages, portuguese, reporting
from gabarito.cli.labs import LABS, chosen, short
from gabarito.cli.outcome import DONE, SOME_FAILED, complain
from gabarito.course.layout import Course

_db = click.option(
    "--db", "db_url", metavar="URL", help="Caderno de notas; o padrão é o gradebook.db do curso."
)


@click.command(cls=portuguese.Command)
@LABS
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
    for one in chosen(root, lab):
        path = steps.from_notebook(one) if from_notebook else steps.build(one)
        click.echo(f"{one.name}: {short(path, root)}")


@click.command(cls=portuguese.Command)
@LABS
@_db
@click.pass_obj
def release(root: Path, lab: str | None, db_url: str | None) -> None:
    """Gera a versão do aluno em release/LAB/ e confere que nada vazou.

    Sem LAB, gera todas. Se alguma linha de solução ou de verificação oculta fosse
    aparecer, nada é publicado.
    """
    from gabarito.authoring import colab
    from gabarito.authoring import release as steps

    for one in chosen(root, lab):
        click.echo(f"{one.name}: {short(steps.release(one, db_url, complain), root)}")
    if colab.Publication.of(Course.at(root)).pending:
        complain(colab.PENDING)


@click.command(cls=portuguese.Command)
@LABS
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
        return DONE if diagnoses.show(chosen(root, lab), form) else SOME_FAILED
    found = {one.name: progress.audit_all(one, workers) for one in chosen(root, lab)}
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
    return DONE if good else SOME_FAILED


@click.command(cls=portuguese.Command)
@LABS
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
    Sem LAB, faz isso com cada um dos que rodam com o que há nesta máquina.
    """
    from gabarito.authoring import demo as steps
    from gabarito.cli import progress, tables

    for one in chosen(root, lab):
        lacking = [] if lab else steps.lacking(one)
        if lacking:
            said = messages.DEMO_LEFT_OUT.format(lab=one.name, packages=", ".join(lacking))
            click.echo(said, err=True)
            continue
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


COMMANDS = (build, release, audit, demo)
