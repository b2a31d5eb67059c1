"""Commands for what comes from and goes to a learning platform: class list, submissions, grades.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gabarito.cli import messages, portuguese
from gabarito.cli.printable import printable
from gabarito.course.layout import Course

_path = click.Path(path_type=Path)
_db = click.option(
    "--db", "db_url", metavar="URL", help="Caderno de notas; o padrão é o gradebook.db do curso."
)


@click.command(cls=portuguese.Command)
@click.argument("file", type=_path, metavar="CSV")
@_db
@click.pass_obj
def roster(root: Path, file: Path, db_url: str | None) -> None:
    """Põe a lista da turma no caderno de notas: nomes, e-mails e matrículas.

    Serve a lista de participantes do Moodle, o CSV de notas do Google Classroom, a lista do
    Gradescope, ou um CSV seu com as colunas nome;e-mail;matrícula (vírgula, ponto e vírgula ou
    tabulação; UTF-8 ou o do Excel).

    O identificador do aluno, que é o nome da pasta em submitted/, é a matrícula; sem ela, o
    usuário, ou o que vem antes do @. Quem já está no caderno com o mesmo e-mail fica com o
    identificador que tem. Ninguém é apagado; se dois alunos teriam o mesmo identificador, nada é
    gravado.

    \b
    Exemplo:
      gabarito roster participantes.csv
    """
    from gabarito.channels import roster as lists
    from gabarito.course.people import sort_key
    from gabarito.nbgrader_api import students

    url = db_url or Course.at(root).default_db
    found = lists.read(file, students.enrolled(url))
    done = students.enroll(url, found.students)
    states = dict.fromkeys(done.added, messages.ADDED)
    states |= dict.fromkeys(done.changed, messages.CHANGED)
    show_rows(
        (messages.NAME_COLUMN, messages.ID_COLUMN, messages.EMAIL_COLUMN, ""),
        [
            (one.name, one.id, one.email, states.get(one.id, messages.AS_BEFORE))
            for one in sorted(found.students, key=lambda one: sort_key(one.name))
        ],
    )
    for sentence in found.refused:
        click.echo(messages.COMPLAINT.format(message=printable(sentence)), err=True)
    click.echo(
        messages.ENROLLED.format(
            total=len(found.students), added=len(done.added), changed=len(done.changed)
        )
    )


@click.command(cls=portuguese.Command)
@click.argument("lab", metavar="LAB")
@click.argument("paths", type=_path, metavar="CAMINHO...", nargs=-1, required=True)
@_db
@click.pass_obj
def collect(root: Path, lab: str, paths: tuple[Path, ...], db_url: str | None) -> int:
    """Recolhe as entregas de LAB para submitted/ALUNO/LAB/.

    CAMINHO é o zip que o Moodle baixa da tarefa (também o de versões antigas), o zip ou a pasta do
    Google Classroom no Drive, uma pasta com notebooks soltos, ou a pasta inbound da troca do
    nbgrader. De quem é cada arquivo se sabe pela lista da turma (gabarito roster): o nome, o
    e-mail, a matrícula ou o identificador. Sem lista, o nome da pasta é o identificador.

    De várias tentativas fica a última. A data de cada entrega vai para timestamp.txt, e com ela o
    atraso se calcula. Rodar de novo só traz o que é novo. Atalhos, zips dentro do zip e nomes que
    levam para fora da pasta são recusados. A saída é 1 se algo foi recusado.

    \b
    Exemplos:
      gabarito collect lab3_rede_densa "Turma A-Lab 3-1234.zip"
      gabarito collect lab3_rede_densa entregas/
    """
    course = Course.at(root)
    one = course.gradable(lab)
    from gabarito.channels.collect import places, take
    from gabarito.course.people import sort_key
    from gabarito.nbgrader_api import students

    known = students.enrolled(db_url or course.default_db)
    names = {student.id: student.name for student in known.values()}
    lines = take.collect(one, paths, known)
    show_rows(
        (messages.FILE_COLUMN, messages.NAME_COLUMN, messages.WHAT_COLUMN),
        sorted(
            [
                (
                    places.inside(line.origin) if line.student in names else line.origin,
                    names.get(line.student, line.student),
                    ": ".join(filter(None, (messages.COLLECTED[line.state], line.words))),
                )
                for line in lines
            ],
            key=lambda row: (sort_key(row[1]), row),
        ),
    )
    if absent := take.not_here(known, one):
        click.echo(messages.NOT_HANDED_IN.format(count=len(absent), names=", ".join(absent)))
    return 1 if any(line.state == "refused" for line in lines) else 0


@click.command(cls=portuguese.Command)
@click.argument("lab", metavar="LAB")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "moodle", "gradescope", "classroom"]),
    help="csv: uma planilha com tudo. moodle: a planilha de notas do Moodle preenchida e o zip das "
    "devolutivas. gradescope, classroom: as colunas que cada um usa.",
)
@click.option(
    "--worksheet",
    type=_path,
    metavar="ARQUIVO",
    help="A planilha de notas que você baixou da tarefa no Moodle; ela não é alterada.",
)
@click.option(
    "--em",
    "folder",
    type=_path,
    metavar="PASTA",
    help="Onde gravar; o padrão é exports/ na raiz do curso.",
)
@_db
@click.pass_obj
def export(
    root: Path,
    lab: str,
    form: str | None,
    worksheet: Path | None,
    folder: Path | None,
    db_url: str | None,
) -> int:
    """Leva as notas de LAB para uma planilha, o Moodle, o Gradescope ou o Classroom.

    As notas são as de agora, com o que foi dado à mão e o desconto por atraso. Quem não tem
    correção fica sem nota, e não com zero. Nada do que alunos escreveram vira fórmula.

    No Moodle, ative na tarefa os tipos de feedback "Planilha de notas offline", "Comentários" e
    "Arquivos de feedback", baixe a planilha, rode este comando e envie os dois arquivos. Só as
    células de nota e de comentário mudam; a nota vai na escala da planilha, com a vírgula ou o
    ponto dela. A saída é 1 se alguma linha pede atenção.

    \b
    Exemplos:
      gabarito export lab3_rede_densa --format csv
      gabarito export lab3_rede_densa --format moodle --worksheet Notas.csv
    """
    if form is None:
        raise click.UsageError(messages.NO_FORMAT)
    if (form == "moodle") != (worksheet is not None):
        raise click.UsageError(messages.WORKSHEET_IS_FOR_MOODLE)
    course = Course.at(root)
    one = course.gradable(lab)
    from gabarito.channels import export as steps

    place, url = folder or course.exports, db_url or course.default_db
    if worksheet:
        done = steps.moodle(one, worksheet, place, url)
    else:
        done = steps.table(one, form, place, url)
    for sentence in [*done.notes, *done.still_to_do]:
        click.echo(messages.COMPLAINT.format(message=printable(sentence)), err=True)
    for path in done.paths:
        click.echo(path.relative_to(course.root) if path.is_relative_to(course.root) else path)
    return 1 if done.notes else 0


def show_rows(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a table of texts that may come from anybody."""
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console().print(table)


COMMANDS = (roster, collect, export)
