"""The gradebook as one run writes it."""

from __future__ import annotations

import pytest

from gabarito.grading.gradebook import Book, Graded
from gabarito.nbgrader_api import entries
from gabarito.results.gradebook_lines import GradebookLine


@pytest.fixture
def book(mini):
    with Book(mini, mini.course.default_db) as opened:
        yield opened


def graded(mini, book, *students):
    notebook, kind, cell = min(one for one in book.cells() if one[1] == "grade")
    marks = [GradebookLine(notebook, cell, kind, 0.5)]
    return [Graded(one, mini.course.submitted / one, marks, {}, {}) for one in students]


def test_known_and_new_students_of_a_batch_get_their_points(mini, book):
    book.save(graded(mini, book, "ana"))
    book.save(graded(mini, book, "bia", "ana", "caio"))
    found = entries.of_assignment(book.book, "mini")
    assert {name: entry.score for name, entry in found.items()} == dict.fromkeys(
        ("ana", "bia", "caio"), 0.5
    )
