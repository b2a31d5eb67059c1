"""This course's labs in a Gradescope package: it has all that grading them needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from gradescope_layout import unpack
from labs import LABS

from gabarito.channels.gradescope.package import package
from gabarito.cli import in_gradescope
from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])


@pytest.mark.slow(reason="runs the whole reference notebook")
@pytest.mark.parametrize("name", LABS)
def test_the_reference_passes_from_the_package_alone(name, tmp_path):
    place = unpack(package(COURSE.lab(name)), tmp_path / "autograder")
    assert "tira 10 de 10" in in_gradescope.rehearse(place)
