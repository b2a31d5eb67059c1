"""Which answers are given whole, with a fault, and not to be completed: their check cell says so.

Whether somebody changed one is told by the code that nbgrader really releases.
"""

from __future__ import annotations

import re

import nbformat
import pytest
from minicourse import write_course

from gabarito.authoring import build, release
from gabarito.checks.verificador import code_mark
from gabarito.course import assembled
from gabarito.course.layout import Course
from gabarito.errors import CourseError
from gabarito.notebook import lab_text

TO_WRITE = "    resposta = None  # ToDo: o dobro de x\n"
PUT_RIGHT = {
    "nothing else": ("    resposta = x + x + x\n", ""),
    "words of None": ('    """None onde x falta."""\n    resposta = x  # None não serve\n', ""),
    "a string of it": ('    resposta = x if x is not None else "None"\n', ""),
    "a default of it": ("    resposta = x\n", "def dobro(x, n=None) -> None:\n"),
    "a function inside": (
        "    def soma(a, b=None):\n        return a\n\n    resposta = soma(x)\n",
        "",
    ),
}
TO_COMPLETE = {
    "a value": "    resposta = None\n",
    "a bound": "    resposta = x\n    for i in range(None):\n        pass\n",
    "one of several": "    resposta, resto = x, None\n",
    "a limit": "    resposta = x\n    if x.size < None:\n        pass\n",
}


@pytest.fixture
def lab(tmp_path):
    return write_course(tmp_path / "curso").lab("mini")


def rewrite(lab, given, heading=""):
    """Give students that in the place of the None of `dobro`."""
    text = lab.text.read_text("utf-8")
    assert TO_WRITE in text
    text = text.replace(TO_WRITE, given)
    text = text.replace("def dobro(x):\n", heading or "def dobro(x):\n")
    lab.text.write_text(text, "utf-8")


def configure(lab, old, new):
    path = lab.course.root / "nbgrader_config.py"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return Course.at(lab.course.root).lab("mini")


def mark(lab):
    """The mark of `dobro` in its check cell; None where there is none."""
    source = lab_text.named_cells(assembled.notebook(lab), "checks")["dobro"].source
    found = re.search(r'as_given="(\w+)"', source)
    return found and found[1]


def released_code(lab):
    build.build(lab)
    path = release.release(lab) / "mini.ipynb"
    return lab_text.named_cells(nbformat.read(path, as_version=4), "solution")["dobro"].source


@pytest.mark.parametrize("case", PUT_RIGHT)
def test_the_mark_is_that_of_what_students_get(lab, case):
    rewrite(lab, *PUT_RIGHT[case])
    assert mark(lab) == code_mark("dobro", released_code(lab))


@pytest.mark.parametrize("case", TO_COMPLETE)
def test_what_is_to_be_completed_has_none(lab, case):
    rewrite(lab, TO_COMPLETE[case])
    assert mark(lab) is None


def test_nor_has_what_stops_at_what_nbgrader_puts_there(lab):
    rewrite(lab, "    resposta = x\n")
    lab = configure(lab, 'c.ClearSolutions.code_stub = {"python": "# ', "# {")
    assert "raise NotImplementedError()" in released_code(lab)
    assert mark(lab) is None


def test_what_nbgrader_cannot_release_is_one_sentence(lab):
    lab = configure(lab, '{"python": "', '{"R": "')
    with pytest.raises(CourseError, match=r"O nbgrader não faz a versão do aluno de mini .*python"):
        build.build(lab)
