"""The command that writes the class's pages, one a lab, and the page of all labs.

As in :mod:`gabarito.cli.commands`, what ``--help`` says is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gabarito.cli import messages, portuguese
from gabarito.course.layout import Course, Lab
from gabarito.errors import CourseError

if TYPE_CHECKING:
    from gabarito.pages.class_page import LabSummary


@click.command(cls=portuguese.Command)
@click.argument("lab", metavar="[LAB]", required=False)
@click.option(
    "--db", "db_url", metavar="URL", help="Caderno de notas; o padrão é o gradebook.db do curso."
)
@click.option(
    "--similarity",
    is_flag=True,
    help="Mostra também os pares de respostas parecidas, fora o que o lab dá.",
)
@click.pass_obj
def report(root: Path, lab: str | None, db_url: str | None, similarity: bool) -> None:
    """Escreve reports/LAB.html, a página da turma, e a tabela em reports/LAB.csv.

    Sem LAB, todos os que têm correção. A página diz como se distribuem as notas; a média, a
    dificuldade e a discriminação de cada questão, os erros mais comuns, com os nomes, e quem herdou
    erro de outra questão; que verificações nunca ou sempre falham; e quem olhar primeiro. É um
    arquivo só, que se abre sem rede. Os nomes levam às devolutivas que já existem: rode antes
    gabarito feedback. O reports/index.html junta os labs.

    \b
    Exemplo:
      gabarito report lab3_rede_densa
    """
    course = Course.at(root)
    asked = [course.lab(lab)] if lab else _graded(course)
    for folder, name in write_pages(course, asked, db_url or course.default_db, similarity):
        click.echo(messages.CLASS_PAGE.format(folder=folder.name, lab=name))


def write_pages(
    course: Course, asked: list[Lab], url: str, similarity: bool
) -> Iterator[tuple[Path, str]]:
    """Write the pages and tables of the labs `asked` for, and the page of all labs.

    Yields:
        The folder and the name of each, as soon as it is there.

    Raises:
        CourseError: of one nothing is graded.
        OutputError: the gradebook cannot be read, or ``reports/`` not be written.
    """
    from gabarito.pages import class_page
    from gabarito.storage import atomic

    labs = []
    for one in _with_a_page(course, asked):
        found = _made(one, url, similarity and one in asked)
        labs.append(found.summary)
        if one in asked:
            atomic.write_text(course.reports / f"{one.name}.html", found.page)
            atomic.write_bytes(course.reports / f"{one.name}.csv", found.table)
            yield course.reports, one.name
    atomic.write_text(course.reports / "index.html", class_page.index_page(labs))


def _graded(course: Course) -> list[Lab]:
    """The labs with something graded.

    Raises:
        CourseError: there is none.
    """
    labs = [course.lab(name) for name in course.lab_names()]
    graded = [lab for lab in labs if course.of_students("autograded", lab)]
    if not graded:
        raise CourseError(messages.NO_LAB_GRADED)
    return graded


def _with_a_page(course: Course, asked: list[Lab]) -> list[Lab]:
    """Those, and the others that have a page already: the page of all labs has them, too."""
    labs = [course.lab(name) for name in course.lab_names()]
    return [one for one in labs if one in asked or (course.reports / f"{one.name}.html").is_file()]


@dataclass(frozen=True)
class _Made:
    page: str
    table: bytes
    summary: LabSummary


def _made(lab: Lab, db_url: str, similarity: bool) -> _Made:
    from gabarito.channels import grade_tables, grades
    from gabarito.pages import class_page, written_texts
    from gabarito.results.record import final_score

    graded = grades.of_class(lab, db_url)
    found = {one.student.id: one.record for one in graded if one.record}
    zeros = {student for student, record in found.items() if final_score(record) == 0}
    elsewhere = grades.shares_elsewhere(lab, zeros, db_url) if zeros else {}
    rows = class_page.rows(lab, [(one.student, one.record) for one in graded], elsewhere)
    title = lab.built().metadata["gabarito"].get("title", lab.name)
    pairs = written_texts.similar(lab, list(found)) if similarity else None
    page, summary = class_page.lab_page(lab, title, rows, pairs)
    return _Made(page, grade_tables.own(lab.name, graded), summary)


COMMANDS = (report,)
