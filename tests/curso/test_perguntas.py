"""The questions that the labs ask in passing: each is whole, and in the text where it is asked."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gabarito.course import assembled
from gabarito.course.known_answers import load_mistakes
from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

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


def test_the_colleague_s_table_is_what_the_known_mistake_gives(capsys):
    """The table to debug, in the dense lab, is of a real mistake."""
    lab = COURSE.lab("lab3_rede_densa")
    names = reference_namespace(lab)
    exec(load_mistakes(lab)["da_prev_com_media"].source, names)
    rng = np.random.default_rng(7)
    shapes = {"W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
    network = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    names["confira_gradientes"](rng.normal(size=(4, 6)), np.array([[1, 0, 0, 1, 1, 0]]), network)
    found = re.findall(
        r"^([Wb]\d) .* (\S+)   (ok|confira!)$", capsys.readouterr().out, re.MULTILINE
    )
    text = "\n".join(cell.source for cell in lab.parse().cells)
    for name, number, verdict in found:
        (told,) = re.findall(rf"^{name}          (\S+)   {re.escape(verdict)}$", text, re.MULTILINE)
        if verdict == "confira!":
            assert told == number
    assert len(found) == 6
