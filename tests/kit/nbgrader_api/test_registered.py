"""A lab that the gradebook has as it is now is not recorded there again; any other is."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from gabarito.authoring import build
from gabarito.course.layout import Course
from gabarito.nbgrader_api import assignment, registered
from gabarito.nbgrader_api.gradebook_file import path_of

CHANGES = {
    "points": "UPDATE grade_cells SET max_score = max_score + 1",
    "a source": "UPDATE source_cell SET source = 'outra'",
    "a cell that is gone": "DELETE FROM source_cell",
    "the assignment": "UPDATE assignment SET name = 'outro'",
}


@pytest.fixture
def record(mini, tmp_path):
    """Record the lab; whether it had to be generated, and the gradebook's state after that."""

    def recorded(lab=mini):
        scratch = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        scratch.mkdir()
        assignment.register(lab, scratch, lab.course.default_db)
        return any(scratch.iterdir()), registered.digest(lab.course.default_db, lab.name)

    return recorded


def test_what_stands_as_it_was_left_is_not_generated_again(record):
    _, left = record()
    assert record() == (False, left)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_somebody_changed_there_is_put_right(record, mini, change):
    _, left = record()
    with contextlib.closing(sqlite3.connect(path_of(mini.course.default_db))) as database:
        database.execute(change)
        database.commit()
    assert registered.digest(mini.course.default_db, "mini") != left
    assert record() == (True, left)


def test_a_lab_that_changed_is_recorded_as_it_is_now(record, mini):
    _, left = record()
    text = mini.text.read_text("utf-8")
    mini.text.write_text(text.replace("resposta = None  # ToDo: o dobro", "resposta = 0  # ToDo"))
    lab = Course.at(mini.course.root).lab("mini")
    build.build(lab)
    generated, now = record(lab)
    assert generated
    assert now != left
