"""The made-up class of one of this course's labs."""

from __future__ import annotations

from pathlib import Path

import pytest
from graded_class import GradedClass

from gabarito.authoring import demo
from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])


class DemoClass(GradedClass):
    """What ``gabarito demo`` enrolls of the lab called `name`."""

    @pytest.fixture(scope="class")
    def lab(self, tmp_path_factory):
        """The lab in a course of its own, with its class enrolled."""
        return demo.prepare(COURSE.lab(self.name), tmp_path_factory.mktemp("turma") / "curso")
