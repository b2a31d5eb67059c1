"""Numbers as Portuguese writes them: a decimal comma, and a space at the thousands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from experiments import prose
from labs import NAMES

from gabarito.course.layout import Course

COURSE = Course.at(Path(__file__).parents[2])
CODE = re.compile(r"```.*?```|`[^`]*`|https?://[^)\s]+|\[[^\]]*\]\(#[^)]*\)", re.DOTALL)


def cells(name, kind):
    return [cell.source for cell in COURSE.lab(name).parse().cells if cell.cell_type == kind]


@pytest.mark.parametrize("name", NAMES)
def test_five_digits_of_the_text_have_a_space_before_the_last_three(name):
    text = CODE.sub("", "\n".join(cells(name, "markdown"))).replace("{,}", ",")
    assert re.findall(r"(?<![\d,.])\d{5,}(?!\d)", text) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_measure_has_a_comma(name):
    """A number that a cell rounds for the reader goes through ``virgula``, where the lab says so.

    More than six places are for comparing with an array that Python writes.
    """
    if "nas figuras e nas medidas, depois de uma vírgula" not in prose(name):
        pytest.skip(f"{name} promises a point in all that its code prints")
    assert [text for source in cells(name, "code") for text in rounded_with_a_point(source)] == []


def rounded_with_a_point(source):
    """What a print of the cell shows by an f-string's own places, as ``{x:.2f}``."""
    prints = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]
    for node in (inner for call in prints for inner in ast.walk(call)):
        spec = getattr(node, "format_spec", None)
        if spec is not None and re.search(r"\.[1-6][fg%]", ast.unparse(spec)):
            yield ast.unparse(node)
