"""The sums that a text works out, read out of its formulas: both sides of each equality.

A formula is LaTeX between dollar signs. Where two sides next to each other are made of numbers
only, they are an equality; where one has a symbol (``w``, ``dW``), it says nothing here.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

_FORMULA = re.compile(r"(?<![\\$])\$\$?([^$]+)\$")
_PLAIN = re.compile(r"(?<![\w,/])(\d+/\d+) = (\d+,\d+)(?!\d)")
_SIDE = re.compile(r"((?<![<>!])=|\\approx)")
_NUMBER = re.compile(r"-?\d+(?:\{,\}\d+)?")
_EXACT = 9
"""Places of a side that is not a rounded number: the sum 2 + 1, the whole number 3."""

_KNOWN = {
    "log": math.log,
    "sqrt": math.sqrt,
    "comb": math.comb,
    "exp": math.exp,
    "max": max,
    "sigma": lambda z: 1 / (1 + math.exp(-z)),
}
_LATEX = [
    (r"\{,\}", "."),
    (r"\{-\}", "-"),  # of a number after a space, which MathJax would take for a subtraction
    (r"(?<=\d)\\[,;] ?(?=\d{3}(?!\d))", ""),  # a space at the thousands
    (r"\\d?frac ?(\d)(\d)", r"((\1)/(\2))"),
    (r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\binom\{([^{}]*)\}\{([^{}]*)\}", r"comb(\1,\2)"),
    (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
    (r"\^", "**"),
    (r"\\ln ?(\d[\d.]*(?:\*\*\([^()]*\))?)", r" log(\1)"),
    (r"e\*\*", "exp(1)**"),
    (r"\\(?:ln|log)\b", "log"),
    (r"\\(sigma|exp|max)\b", r"\1"),
    (r"\\cdot|\\times", "*"),
    (r"\\left|\\right|\\[bB]ig+[lr]?|\\!|\\,|\\;|\\ ", " "),
    (r"\[", "("),
    (r"\]", ")"),
    (r";", ","),
    (r"(?<=[\d)])\s+(?=log|exp|sqrt|\()", "*"),
]


class Equality(NamedTuple):
    """Two sides of a sum.

    Attributes:
        source: as the text has it.
        left, right: what each side is, a number for each of a tuple's.
        places: decimal places that the right side is told with.
        slack: how far the left side may be off because numbers in it are rounded themselves.
    """

    source: str
    left: list[float]
    right: list[float]
    places: int
    slack: float

    @property
    def holds(self) -> bool:
        """Whether the right side is the left one, rounded to its places."""
        allowed = 0.5000001 * 10.0**-self.places + self.slack
        return len(self.left) == len(self.right) and all(
            abs(one - other) <= allowed for one, other in zip(self.left, self.right, strict=True)
        )


def equalities(text: str) -> Iterator[Equality]:
    """Every equality between numbers in a text: in its formulas, and divisions outside them."""
    for formula in _FORMULA.findall(text):
        sides = _SIDE.split(formula)
        for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            yield from _equality(left, sign, right)
    for left, right in _PLAIN.findall(_FORMULA.sub("", text)):
        yield from _equality(left, "=", right.replace(",", "{,}"))


def _equality(left: str, sign: str, right: str) -> Iterator[Equality]:
    values = value(left), value(right.rstrip(" .,;"))
    if values[0] and values[1]:
        yield Equality(f"{left}{sign}{right}", *values, _places(sign, right), _slack(left))


def value(latex: str) -> list[float]:
    """What a piece of a formula is, one number or those of a tuple; empty where it has symbols."""
    code = " ".join(latex.split())
    for pattern, plain in _LATEX:
        code = re.sub(pattern, plain, code)
    try:
        tree = ast.parse(code.strip().lstrip("+"), mode="eval")
    except SyntaxError:
        return []
    if {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - _KNOWN.keys():
        return []
    try:
        found = eval(compile(tree, "", "eval"), {"__builtins__": {}}, _KNOWN)
        return [*map(float, found)] if isinstance(found, tuple) else [float(found)]
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return []


def _places(sign: str, latex: str) -> int:
    """How many decimal places the right side is told with; what is not rounded has them all."""
    told = max((len(one) for one in re.findall(r"\{,\}(\d+)", latex)), default=0)
    rounded = _NUMBER.fullmatch(latex.strip(" .,;")) and (told or sign != "=")
    return told if rounded else _EXACT


def _slack(latex: str) -> float:
    """By how much the value moves as each number of four places or more moves by half its last."""
    (plain,), moved = value(latex)[:1], 0.0
    for number in re.finditer(r"\d+\{,\}(\d{4,})", latex):
        digits = len(number[1])
        other = float(number[0].replace("{,}", ".")) + 0.5 * 10.0**-digits
        there = f"{other:.{digits + 1}f}".replace(".", "{,}")
        moved += abs(value(latex[: number.start()] + there + latex[number.end() :])[0] - plain)
    return moved
