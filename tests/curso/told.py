"""Numbers that a lab's text tells: in a sentence, in a formula's matrices, as Python prints them.

All take the text with single spaces, as ``experiments.prose`` gives it.
"""

from __future__ import annotations

import ast
import re

import numpy as np

NUMBER = r"(-?\d+(?: \d{3})*(?:,\d+)?)"
"""For patterns: a number as Portuguese writes it, caught."""

_MATRIX = re.compile(r"\\begin\{bmatrix\}(.*?)\\end\{bmatrix\}")
_ARRAY = re.compile(r"\[+[^\[\]]*(?:\]+[\s,]*\[+[^\[\]]*)*\]+")


def plain(text: str) -> str:
    """The text with commas, minus signs and spaces of its formulas as its sentences have them."""
    return text.replace("{,}", ",").replace("{-}", "-").replace(r"\,", " ")


def told(text: str, pattern: str) -> list[float]:
    """The numbers that a pattern catches, of the plain text.

    Raises:
        AssertionError: the text has nothing like that.
    """
    found = re.search(pattern, plain(text))
    assert found, f"the text does not say {pattern}"
    return [float(number.replace(" ", "").replace(",", ".")) for number in found.groups()]


def matrices(text: str, begin: str, end: str) -> list[np.ndarray]:
    """The matrices of the formulas between two pieces of the text."""
    between = text.partition(begin)[2].partition(end)[0]
    return [
        np.array([row.split("&") for row in plain(body).replace(",", ".").split(r"\\")], float)
        for body in _MATRIX.findall(between)
    ]


def printed(text: str, label: str) -> np.ndarray:
    """The array that stands after ``label = `` as Python prints it; it may go over many lines.

    Raises:
        ValueError: the text has no such label before an array.
    """
    found = _ARRAY.search(text, text.index(f"{label} = [") + len(label))
    written = re.sub(r"[\s,]+(?=[-\d\[TF])", ",", found[0].replace("[ ", "["))
    return np.array(ast.literal_eval(written))
