"""The minutes in the labs' tables are those of one rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from minutes import ONLY_READ, ROUNDED_TO, WITH_A_TABLE, readings, sections

from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])


@pytest.mark.parametrize("name", WITH_A_TABLE)
def test_the_table_tells_the_minutes_of_the_rule(name):
    """A word more or less may be what a number is rounded by."""
    found, total = sections(COURSE.lab(name))
    assert len(found) > 4
    for one in found:
        assert abs(one.told - one.minutes) <= ROUNDED_TO, one
    assert total == sum(one.told for one in found)


@pytest.mark.parametrize("name", ONLY_READ)
def test_a_table_of_reading_tells_the_minutes_of_the_words(name):
    found, total = readings(COURSE.lab(name))
    assert len(found) > 4
    for one in found:
        assert abs(one.told - one.minutes) <= 1, one
    assert total == sum(one.told for one in found)
