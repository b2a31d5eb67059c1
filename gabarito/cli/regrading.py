"""What grading changed before, and what it would change now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gabarito.cli import messages, portuguese
from gabarito.cli.class_files import show_rows
from gabarito.course.layout import Course
from gabarito.course.people import sort_key
from gabarito.results.decimal_comma import decimal_comma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gabarito.grading.history import Change
    from gabarito.grading.preview import Preview

_BUNDLE = 12
"""Characters of a bundle's hash that are shown."""


@click.command(cls=portuguese.Command)
@click.argument("student", metavar="ALUNO")
@click.option("--lab", metavar="LAB", help="Só este lab; o padrão são todos.")
@click.pass_obj
def history(root: Path, student: str, lab: str | None) -> None:
    """Mostra o que já foi corrigido de um aluno: quando, por quem, e o que mudou.

    Vem do diário das correções, em que cada uma fica escrita. A versão é um resumo (hash) de tudo
    de que a nota depende além da entrega: o lab, as verificações, a configuração, os pacotes. São
    os pontos da correção automática; os dados à mão e os atrasos estão no caderno de notas.

    \b
    Exemplo:
      gabarito history ana --lab lab3_rede_densa
    """
    course = Course.at(root)
    from gabarito.grading import history as steps

    events = steps.of_student(course, student, [lab] if lab else course.task_names())
    show_rows(
        messages.HISTORY_COLUMNS,
        [
            (
                datetime.fromisoformat(one.when).astimezone().strftime("%d/%m/%Y %H:%M"),
                one.lab,
                one.who,
                one.bundle[:_BUNDLE],
                points(one.before, one.after),
                questions(one.changes),
            )
            for one in events
        ],
    )


def show_preview(found: Preview) -> None:
    """Print what grading would change, student by student."""
    names = {one: found.names.get(one) or one for one in {*found.graded, *found.failures}}
    rows: list[tuple[str, ...]] = []
    for student in sorted(names, key=lambda one: (sort_key(names[one]), one)):
        if student in found.failures:
            rows.append((names[student], messages.NO_GRADE, found.failures[student]))
            continue
        before = found.before[student].score if student in found.before else None
        after = found.graded[student].score
        rows.append((names[student], points(before, after), questions(found.changes(student))))
    if rows:
        show_rows(messages.PREVIEW_COLUMNS, rows)
    unchanged = len(found.unchanged)
    click.echo(messages.NOTHING_WRITTEN.format(judged=len(found.graded), unchanged=unchanged))


def points(before: float | None, after: float | None) -> str:
    """Points before and after, once where they are the same."""
    said = [messages.NONE if one is None else decimal_comma(one) for one in (before, after)]
    return said[1] if said[0] == said[1] else messages.FROM_TO.format(before=said[0], after=said[1])


def questions(changes: Sequence[Change]) -> str:
    """What changed in questions."""
    return ", ".join(
        messages.QUESTION_CHANGED.format(
            question=one.question, points=points(one.before, one.after)
        )
        for one in changes
    )


COMMANDS = (history,)
