"""From what Moodle hands out of a class of thirty to what it takes back."""

from __future__ import annotations

import zipfile

import moodle_class
import pytest
from moodle_class import BLANK, BROKEN, EMPTY, NAMES, NOTHING, RIGHT, TWICE, WRONG
from nbgrader.api import Gradebook

from gabarito.authoring import build, new_course, release
from gabarito.channels import csv_text, export, grades, roster
from gabarito.channels.collect import take
from gabarito.grading import grade_class
from gabarito.nbgrader_api import students
from gabarito.pages import student as pages


def in_words(notebook):
    cell = next(cell for cell in notebook.cells if cell.id == "q_exemplo_distante")
    cell.source = "A distância entra ao quadrado."


@pytest.mark.slow(reason="grades a class of thirty")
def test_thirty_come_from_moodle_and_their_grades_go_back(tmp_path):
    lab = new_course.start(tmp_path / "curso")
    build.build(lab)
    release.release(lab)
    db = lab.course.default_db
    handed = moodle_class.write(lab, tmp_path, "sem_vies", in_words)
    students.enroll(db, roster.read(handed.participants, students.enrolled(db)).students)
    lines = take.collect(lab, [handed.submissions], students.enrolled(db))
    assert sorted({line.state for line in lines}) == ["older", "renamed", "taken"]
    assert {line.student for line in lines} == {
        moodle_class.number(one) for one in range(len(NAMES)) if one not in NOTHING
    }
    grade_class.grade(lab, workers=2)
    by_hand(db, lab)
    for one in [*RIGHT, *WRONG]:
        pages.feedback(lab, moodle_class.number(one))
    done = export.moodle(lab, handed.worksheet, tmp_path, db)
    sheet = csv_text.read(tmp_path / f"{lab.name}-moodle.csv")
    told = {sheet.value(row, 1): sheet.rows[row][5] for row in range(1, len(sheet.rows))}
    assert told == {name: expected(one) for one, name in enumerate(NAMES)}
    with zipfile.ZipFile(done.paths[1]) as archive:
        owners = {name.partition("_")[0] for name in archive.namelist()}
    assert owners == {NAMES[one] for one in [*RIGHT, *WRONG]}
    assert len(grades.of_class(lab, db)) == len(NAMES)


def by_hand(db, lab):
    """The free text's two points, for who wrote it at once."""
    with Gradebook(db) as book:
        for one in RIGHT:
            question = ("q_exemplo_distante", lab.name, lab.name, moodle_class.number(one))
            book.find_grade(*question).manual_score = 2
        book.db.commit()


def expected(one):
    """Of ten: four each for the two functions, two for the text."""
    if one in RIGHT:
        return '"10,00"'
    if one in TWICE:
        return '"8,00"'
    if one in WRONG:
        return '"4,00"'
    return '"0,00"' if one in BLANK else ""


def test_the_class_has_everything_that_goes_wrong():
    kinds = [*RIGHT, *WRONG, *BLANK, *TWICE, EMPTY, BROKEN, *NOTHING]
    assert sorted(kinds) == list(range(len(set(NAMES)))) == list(range(30))
