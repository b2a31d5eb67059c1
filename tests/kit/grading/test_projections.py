"""When what was graded reaches the gradebook, and whoever waits for it."""

from __future__ import annotations

import shutil

import pytest

from gabarito.grading import grade_class, projections
from gabarito.grading.gradebook import Book
from gabarito.grading.lab_journal import LabJournal
from gabarito.grading.projections import Projections
from gabarito.grading.stored import Shelf


@pytest.mark.slow(reason="grades a class, seconds each")
def test_the_first_is_told_at_once_and_the_others_together(mini, tmp_path, monkeypatch):
    monkeypatch.setattr(projections, "BATCH_S", 3600.0)
    for student in ("ana", "bia", "caio"):
        folder = mini.course.submitted / student / mini.name
        folder.mkdir(parents=True)
        shutil.copy(mini.notebook, folder)
    grade_class.grade(mini, workers=1)
    told = []
    with Book(mini, mini.course.default_db) as book, LabJournal(mini) as journal:
        brought = Projections(book, journal, Shelf(mini, tmp_path))
        brought.flush()  # nobody's work came yet, while somebody waited
        for student in ("ana", "bia", "caio"):
            entry = journal.last(student)
            brought.add(entry, mini.course.submitted, lambda one, outcome: told.append(one))
            assert told == ["ana"]
        brought.flush()
    assert told == ["ana", "bia", "caio"]


@pytest.mark.slow(reason="grades a class, seconds each")
def test_a_batch_that_is_interrupted_is_brought_there_at_last(mini, monkeypatch):
    monkeypatch.setattr(projections, "BATCH_S", 3600.0)
    for student in ("ana", "bia", "caio"):
        folder = mini.course.submitted / student / mini.name
        folder.mkdir(parents=True)
        shutil.copy(mini.notebook, folder)
    save, batches = Book.save, []

    def interrupted(book, batch):
        batches.append([graded.student for graded in batch])
        if len(batches) == 2:
            raise KeyboardInterrupt
        return save(book, batch)

    monkeypatch.setattr(Book, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        grade_class.grade(mini, workers=1)
    first, cut_short, again = batches
    assert again == cut_short
    with Book(mini, mini.course.default_db) as book:
        assert all(map(book.has_grade, [*first, *again]))
