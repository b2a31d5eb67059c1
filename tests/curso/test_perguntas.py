"""The questions that the labs ask in passing: each is whole, and in the text where it is asked."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from gabarito.course import assembled
from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])
ASKING = [n for n in COURSE.lab_names() if assembled.questions_file(COURSE.lab(n)).is_file()]
CALL = re.compile(r'^palpites\.responda\("(\w+)", "(.*)"\)$', re.MULTILINE)
OPTION = re.compile(r"^- \*\*([a-z])\.\*\* ", re.MULTILINE)


def written(lab):
    return tomllib.loads(assembled.questions_file(lab).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ASKING)
def test_each_question_is_asked_once_below_its_options(name):
    lab = COURSE.lab(name)
    cells = lab.parse().cells
    asked = {}
    for above, cell in pairwise(cells):
        for question, answer in CALL.findall(cell.source) if cell.cell_type == "code" else ():
            assert question not in asked
            assert answer == "", "the text gives the answer away"
            assert above.cell_type == "markdown"
            asked[question] = OPTION.findall(above.source)
    letters = {q: sorted(set(said) - {"certa"}) for q, said in written(lab).items()}
    assert asked == letters


def test_the_right_letter_is_not_always_the_same():
    """Whoever answers all questions with one letter is wrong in half of them at least."""
    right = [said["certa"] for name in ASKING for said in written(COURSE.lab(name)).values()]
    assert all(right.count(letter) <= max(2, len(right) / 2) for letter in right)
