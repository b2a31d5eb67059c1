"""How much the checks of this course's labs deserve trust."""

from __future__ import annotations

from pathlib import Path

import pytest
from labs import LABS

from gabarito.audit import audit as audits
from gabarito.audit import report
from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])


@pytest.mark.slow(reason="tries hundreds of mutants of each answer")
@pytest.mark.nightly
@pytest.mark.parametrize("name", LABS)
def test_the_checks_of_every_lab_deserve_trust(name):
    found = audits.audit(COURSE.lab(name))
    tried = sum(question.mutants for question in found.values())
    equivalent = sum(len(question.equivalent) for question in found.values())
    assert equivalent <= 0.05 * tried
    assert [question for question, audited in found.items() if not audited.good] == []
    *_, row = report.as_markdown({name: found}).splitlines()
    assert row in (COURSE.root / "README.md").read_text("utf-8")
