"""Numbers as Portuguese writes them, and formulas as an export keeps them."""

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


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_count_of_five_digits_has_its_space(name):
    """What a print works out of plain numbers alone, as the parameters of a network."""
    sums = [one for source in cells(name, "code") for one in printed_sums(source)]
    assert [one for one in sums if eval(one) >= 10_000] == []


def printed_sums(source):
    """The arguments of the cell's prints in which there are only whole numbers, + and *."""
    for call in prints(source):
        for argument in call.args:
            parts = set(map(type, ast.walk(argument)))
            if parts <= {ast.BinOp, ast.Add, ast.Mult, ast.Constant} and ast.BinOp in parts:
                yield ast.unparse(argument)


def prints(source):
    """The calls of print in the cell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
            yield node


def rounded_with_a_point(source):
    """What a print of the cell shows by an f-string's own places, as ``{x:.2f}``."""
    for node in (inner for call in prints(source) for inner in ast.walk(call)):
        spec = getattr(node, "format_spec", None)
        if spec is not None and re.search(r"\.[1-6][fg%]", ast.unparse(spec)):
            yield ast.unparse(node)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_no_equation_that_an_export_would_break(name):
    """MathJax breaks lines at an equals sign, as nbconvert sets it up, and spoils the table."""
    rows = re.findall(r"^\|.*\|$", "\n".join(cells(name, "markdown")), re.MULTILINE)
    formulas = [formula for row in rows for formula in re.findall(r"\$[^$]+\$", row)]
    assert [one for one in formulas if "=" in one or r"\dots" in one] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_sign_of_a_number_after_a_space_is_no_subtraction(name):
    """In ``(1;\\ -2)`` MathJax spaces the sign as that of 1 − 2; in ``(1;\\ {-}2)`` it does not."""
    text = "\n".join(cells(name, "markdown"))
    assert re.findall(r"[;,]\\ -\d[^$]*", text) == []
