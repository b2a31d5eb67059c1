"""Sentences of the labs' checks and mistakes that are written on several lines."""

from __future__ import annotations

import itertools
import re
import tokenize
from pathlib import Path

import pytest
from labs import NAMES

from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])
BREAKS = tokenize.NL, tokenize.COMMENT
QUOTES = re.compile(r"""^[a-zA-Z]*["']+|["']+$""")


@pytest.mark.parametrize("name", NAMES)
def test_a_line_that_goes_on_in_the_next_leaves_a_space_between_the_words(name):
    joined = {
        f"{path.name}: {left[-20:]}{right[:20]}"
        for path in COURSE.lab(name).checks.glob("*.py")
        for left, right in neighbours(path)
        if re.search(r"[\w,.;:]$", left) and re.match(r"[\w`]", right)
    }
    assert joined == set()


def neighbours(path):
    """Literals of a file that Python makes one text of, two by two."""
    with path.open(encoding="utf-8") as file:
        tokens = [one for one in tokenize.generate_tokens(file.readline) if one.type not in BREAKS]
    for one, other in itertools.pairwise(tokens):
        if one.type == other.type == tokenize.STRING:
            yield QUOTES.sub("", one.string), QUOTES.sub("", other.string)
