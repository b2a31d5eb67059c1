"""Grades as CSV: our own table, Gradescope's and Google Classroom's."""

from __future__ import annotations

from collections.abc import Callable

from gabarito.channels import csv_text, messages
from gabarito.channels.grades import Graded, questions
from gabarito.nbgrader_api import in_words
from gabarito.results.decimal_comma import decimal_comma
from gabarito.results.record import final_score, points


def own(lab: str, graded: list[Graded]) -> bytes:
    """Name, id, e-mail, grade, maximum, lateness, penalty, then each question.

    With ``;`` and decimal commas, as a Brazilian spreadsheet opens it at a double click. Who has
    no record has no grade: empty, not 0.
    """
    names = [question.name for question in questions(graded)]
    rows = [[*messages.GRADE_COLUMNS, *names]]
    for one in graded:
        student, record = one.student, one.record
        row = [student.name, student.id, student.email]
        if record:
            late = record.late
            row += [decimal_comma(final_score(record)), decimal_comma(record.max_score)]
            row.append(in_words.how_long(late.seconds) if late and late.seconds else "")
            row.append(decimal_comma(late.penalty) if late and late.penalty else "")
            earned = points(record)
            row += [_number(earned.get(name), decimal_comma) for name in names]
        rows.append(row + [""] * (len(rows[0]) - len(row)))
    return csv_text.made(rows, ";")


def gradescope(lab: str, graded: list[Graded]) -> bytes:
    """The columns of Gradescope's own *Download Grades*.

    ``First Name, Last Name, SID, Email, Total Score, Max Points, Status, Lateness (H:M:S)``, then
    ``1: name (1.0 pts)`` for each question.
    """
    asked = questions(graded)
    heads = [f"{n}: {q.name} ({q.max_score} pts)" for n, q in enumerate(asked, start=1)]
    rows = [["First Name", "Last Name", "SID", "Email", "Total Score", "Max Points", "Status",
             "Lateness (H:M:S)", *heads]]  # fmt: skip
    for one in graded:
        student, record = one.student, one.record
        row = [student.first_name, student.last_name, student.id, student.email]
        if record:
            late = record.late.seconds if record.late else 0.0
            row += [f"{final_score(record):g}", f"{record.max_score:g}", "Graded", _clock(late)]
            earned = points(record)
            row += [_number(earned.get(q.name), "{:g}".format) for q in asked]
        else:
            row += ["", "", "Missing"]
        rows.append(row + [""] * (len(rows[0]) - len(row)))
    return csv_text.made(rows, ",")


def classroom(lab: str, graded: list[Graded]) -> bytes:
    """The columns of Google Classroom's own *Download these grades as CSV*.

    ``Last Name, First Name, Email Address`` and one column for the assignment, whose points stand
    in a line of their own above the students.
    """
    most = f"{max(one.record.max_score for one in graded if one.record):g}"
    rows = [["Last Name", "First Name", "Email Address", lab], ["Points", "", "", most]]
    for one in graded:
        score = f"{final_score(one.record):g}" if one.record else ""
        rows.append([one.student.last_name, one.student.first_name, one.student.email, score])
    return csv_text.made(rows, ",")


def _number(score: float | None, form: Callable[[float], str]) -> str:
    return "" if score is None else form(score)


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"
