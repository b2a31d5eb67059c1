"""A notebook of one lab, handed in for another of this course."""

from __future__ import annotations

import contextlib
from itertools import permutations
from pathlib import Path

import pytest
from labs import NAMES

from gabarito.course.layout import Course
from gabarito.errors import SubmissionError
from gabarito.judging import match_cells

COURSE = Course.at(Path(__file__).parents[2])


@pytest.mark.parametrize(("handed_in", "asked"), permutations(NAMES, 2))
def test_it_is_refused_or_asked_about(handed_in, asked):
    notebook = COURSE.lab(handed_in).notebook
    with contextlib.suppress(SubmissionError):
        entry = match_cells.read(notebook, COURSE.lab(asked).built())
        assert any("é o notebook certo?" in warning for warning in entry.warnings)


@pytest.mark.parametrize("name", NAMES)
def test_its_own_is_not(name):
    lab = COURSE.lab(name)
    assert match_cells.read(lab.notebook, lab.built()).warnings == []
