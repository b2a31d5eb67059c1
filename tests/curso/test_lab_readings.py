"""Every sentence that a person read of each lab's mistakes was found true."""

from __future__ import annotations

from pathlib import Path

import pytest
from labs import NAMES

from gabarito.audit import readings
from gabarito.course.known_answers import load_mistakes
from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])
READ = [name for name in NAMES if (COURSE.lab(name).checks / readings.FILE).is_file()]


@pytest.mark.parametrize("name", READ)
def test_no_sentence_that_was_read_is_wrong(name):
    lab = COURSE.lab(name)
    found = readings.load(lab)
    assert found.keys() <= load_mistakes(lab).keys()
    assert {mistake for mistake, read in found.items() if read.verdict == "errado"} == set()


def test_labs_were_read():
    assert READ
