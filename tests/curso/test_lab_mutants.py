"""What is known of each lab's changed references was seen in the calls that are asked now."""

from __future__ import annotations

from pathlib import Path

import pytest
from labs import LABS

from gabarito.course.layout import Course
from gabarito.judging import mutants
from gabarito.judging.prepared_lab import PreparedLab

COURSE = Course.at(Path(__file__).parents[2])
KNOWN = [lab for lab in LABS if (COURSE.lab(*lab.values).checks / mutants.FILE).is_file()]


@pytest.mark.slow(reason="asks the reference of a lab all that a diagnosis asks")
@pytest.mark.parametrize("name", KNOWN)
def test_the_file_of_mutants_is_of_these_checks(name):
    with PreparedLab(COURSE.lab(name)) as prepared:
        known, relations = prepared.diagnosis.mutants, prepared.diagnosis.relations
        for question in prepared.questions:
            relations.learn(question)
        asked = {question: relations.asked(question) for question in prepared.questions}
    stale = [question for question, calls in asked.items() if not known.current(question, calls)]
    assert stale == []


def test_the_labs_have_one():
    assert KNOWN
