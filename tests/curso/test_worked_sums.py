"""The sums that the labs work out by hand come out, and so do the cells and the checks below them.

What is compared is read out of the text: a changed sentence fails here, and so does changed code.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
import sums
from desenho import virgula
from labs import NAMES

from gabarito.course import check_cells
from gabarito.course.layout import Course
from gabarito.notebook import lab_text

COURSE = Course.at(Path(__file__).parents[2])
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.,])[-−]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?(?![\w])")
LEAST = {
    "lab3_rede_densa": 29, "regularizacao": 14, "depuracao_rede_densa": 13,
    "cnn_passo_a_passo": 12, "lab3_multiclasse": 23, "rede_densa_keras": 24,
}  # fmt: skip
"""Equalities that are read out of each lab's text: none gets lost because it is written anew."""

CELLS = {
    "lab3_rede_densa": 12, "regularizacao": 3, "depuracao_rede_densa": 11,
    "cnn_passo_a_passo": 5, "lab3_multiclasse": 2, "rede_densa_keras": 0,
}  # fmt: skip
"""Cells that are found in each lab, at least."""

ROUGHEST = 0.02
"""Of a rounded number, half of its last place, as a part of it."""

SHOWS_MORE = ("fator = 1.0", 'print("8 neurônios densos:')
"""Cells that print more than the text above them tells, by their first words."""

HEADING = r"^{level} .*\(([\d,]+) pontos?\)$"
WITH_EXPECTED_VALUES = ("lab3_rede_densa", "regularizacao", "depuracao_rede_densa")
PLAIN = {"math": math, "virgula": virgula, "milhar": round}
"""Names that small sums may read; thousands are printed without their space, to be read back."""


def cells(name):
    return COURSE.lab(name).parse().cells


def text_of(name):
    return "\n\n".join(cell.source for cell in cells(name) if cell.cell_type == "markdown")


# --- points ------------------------------------------------------------------------------


def points_told(name):
    """What the table of the lab's sections gives each function."""
    for what, points in re.findall(r"^\| \[[^|]*\| ([^|]*) \| ([\d,]+) \|", text_of(name), re.M):
        functions = re.findall(r"`(\w+)`(?: \(([\d,]+)\))?", what)
        for function, own in functions:
            yield function, float((own or points).replace(",", "."))
        if len(functions) > 1:
            parts = [float(own.replace(",", ".")) for _, own in functions]
            assert sum(parts) == float(points.replace(",", "."))


@pytest.mark.parametrize("name", WITH_EXPECTED_VALUES)
def test_points_of_the_table_are_those_of_the_checks(name):
    lab, told = COURSE.lab(name), dict(points_told(name))
    for question, points in told.items():
        path = lab.checks_file(question)
        specs = check_cells.question_checks(lab.load_module(path), path)
        assert round(sum(spec.points for spec in specs.values()), 9) == points, question
    assert told.keys() == lab_text.named_cells(lab.parse(), "solution").keys()
    assert sum(told.values()) == 10


@pytest.mark.parametrize("name", WITH_EXPECTED_VALUES)
def test_points_of_a_section_are_those_of_its_parts(name):
    told = {*dict(points_told(name)).values()}
    for section in re.split(r"^(?=## )", text_of(name), flags=re.MULTILINE):
        whole, parts = (
            [float(one.replace(",", ".")) for one in re.findall(pattern, section, re.MULTILINE)]
            for pattern in (HEADING.format(level="##"), HEADING.format(level="###"))
        )
        assert {*parts} <= told
        assert whole in ([], [sum(parts)]) if parts else {*whole} <= told


# --- formulas ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_of_every_sum_of_the_text_are_the_same(name):
    found = [*sums.equalities(CODE.sub(" ", text_of(name)))]
    assert [one.source for one in found if not one.holds] == []
    assert len(found) >= LEAST[name]


@pytest.mark.parametrize(
    ("formula", "holds"),
    [
        (r"$2 \cdot 3 - 1 = 5$", True), (r"$2 \cdot 3 - 1 = 6$", False),
        (r"$\frac{0{,}1}{2 \cdot 5} \cdot 14{,}25 = 0{,}1425$", True),
        (r"$5/7 = 0{,}71$", True), (r"$5/7 = 0{,}72$", False), ("72/209 = 0,3445", True),
        ("72/209 = 0,3446", False), (r"$8/3 = 3$", False), (r"$\ln 2 \approx 0{,}6931$", True),
        (r"$(2 \cdot 0{,}5;\ 2 \cdot (-1)) = (1;\ -2)$", True),
        (r"$-\ln 10^{-8} \approx 18{,}42$", True), (r"$-\ln 10^{-8} \approx 18{,}43$", False),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_come_out_is_found(formula, holds):
    (one,) = sums.equalities(formula)
    assert one.holds is holds


# --- the cell below ---------------------------------------------------------------------


def worked_out(name):
    """Each text, and the cell of small sums right below it."""
    for text, code in pairwise(cells(name)):
        shows_more = code.source.strip().startswith(SHOWS_MORE)
        if text.cell_type == "markdown" and _is_a_small_sum(code) and not shows_more:
            yield text.source, code.source


def _is_a_small_sum(cell):
    """Whether a given cell prints, and needs plain Python only."""
    given = cell.cell_type == "code" and lab_text.marker(cell) is None
    if not given or lab_text.is_demo(cell) or "print(" not in cell.source:
        return False
    nodes = [*ast.walk(ast.parse(cell.source))]
    if any(isinstance(node, (ast.FunctionDef, ast.Import, ast.ImportFrom)) for node in nodes):
        return False
    names = [node for node in nodes if isinstance(node, ast.Name)]
    kept = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    read = {node.id for node in names} - kept - {*dir(builtins)}
    return read <= PLAIN.keys()


def numbers(text):
    """Numbers of a text, half of the last place of each, and whether it has a power of ten.

    LaTeX and the spaces at the thousands are undone.
    """
    plain = re.sub(r"(\d+(?:\{,\}\d+)?) \\cdot 10\^\{?(-?\d+)\}?", r"\1e\2", text)
    plain = re.sub(r"(?<=\d)(?:\{,\}|,)(?=\d)", ".", plain)
    plain = re.sub(r"(?<=\d)(?:\\,| )(?=\d{3}(?!\d))", "", plain)
    for found in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", plain):
        base, _, power = found.partition("e")
        places = len(base.partition(".")[2]) - int(power or 0)
        yield float(found), 0.5001 * 10.0**-places, bool(power)


def told(number, text):
    """Whether the text has the number, the same or rounded to two digits at the least.

    Powers of ten may have one; signs are not looked at.
    """
    return any(
        math.isclose(abs(number), one)
        or (abs(abs(number) - one) <= half and (half <= ROUGHEST * one or power))
        for one, half, power in numbers(text)
    )


def printed(source):
    """The numbers that a cell prints, those in its own labels left out."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(source, dict(PLAIN))
    constants = [n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant)]
    labels = "".join(value for value in constants if isinstance(value, str))
    shown = [one for one in NUMBER.findall(out.getvalue()) if one not in labels]
    return [float(one.replace(",", ".").replace("−", "-")) for one in shown]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_cell_prints_is_what_the_text_above_works_out(name):
    found = [(source, number, text) for text, source in worked_out(name)
             for number in printed(source)]  # fmt: skip
    assert [(source, number) for source, number, text in found if not told(number, text)] == []
    assert len({source for source, *_ in found}) >= CELLS[name]


# --- the checks -------------------------------------------------------------------------


def visible_numbers(lab, question):
    """The numbers written in the question's visible checks, which the reference passes."""
    tree, found = ast.parse(lab.checks_file(question).read_text("utf-8")), []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(map(_is_visible, node.decorator_list)):
            found += [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return [abs(one) for one in found if isinstance(one, (int, float))]


def _is_visible(decorator):
    return any(word.arg == "visible" for word in getattr(decorator, "keywords", ()))


@pytest.mark.parametrize("name", WITH_EXPECTED_VALUES)
def test_expected_values_of_the_text_are_those_of_the_visible_checks(name):
    lab, count = COURSE.lab(name), 0
    for above, below in pairwise(cells(name)):
        kind, question, *_ = [*(lab_text.marker(above) or ("", ""))]
        if kind == "checks" and "esperado" in below.source:
            known = visible_numbers(lab, question)
            blocks = "\n".join(CODE.findall(below.source))
            values = re.findall(r"(?<![\w.])-?\d+\.\d*", blocks)
            count += len(values)
            for value in values:
                near = [one for one in known if abs(abs(float(value)) - one) < 5.1e-9]
                assert near, (question, value)
    assert count > 60
