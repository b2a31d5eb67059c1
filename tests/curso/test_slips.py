"""Typical slips, typed into the student's notebook: its visible check names the cause.

The check cell is the released one, with the released ``verificador.py``, ``causas.py`` and known
mistakes, in a process that has nothing else of the package; the other functions are right ones.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from labs import NEEDS_KERAS, has_keras
from slips import SLIPS

from gabarito.course.layout import Course
from gabarito.notebook import lab_text

COURSE = Course.at(Path(__file__).parents[2])
LEAST = 0.8
"""Share of the slips whose cause must be named."""

PROGRAM = """
import contextlib, io, json, linecache, sys
import matplotlib
matplotlib.use("agg")
given, answers, slips = json.load(sys.stdin)
sys.path.insert(0, ".")
right = {"__name__": "__main__"}
for source in [*given, *answers]:
    exec(source, right)
said = []


def run(source, name, namespace):
    linecache.cache[name] = len(source), None, source.splitlines(True), name  # as IPython does
    exec(compile(source, name, "exec"), namespace)


for number, (slip, cell) in enumerate(slips):
    namespace = dict(right)
    run(slip, f"<slip {number}>", namespace)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        run(cell, f"<check {number}>", namespace)
    said.append(out.getvalue())
assert not [name for name in sys.modules if name.startswith("gabarito")]
print(json.dumps(said))
"""


def imports(lab):
    """The first cell of the lab's own that imports."""
    cells = (c.source for c in lab.parse().cells if c.cell_type == "code")
    return next(source for source in cells if "import numpy" in source)


def typed(slip, answer):
    assert slip.right in answer, slip
    return answer.replace(slip.right, slip.typed)


def said(lab, sources):
    """What the released check cells print, one for each (question, source)."""
    answers = {n: c.source for n, c in lab_text.named_cells(lab.parse(), "solution").items()}
    released = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    cells = {n: c.source for n, c in lab_text.named_cells(released, "checks").items()}
    asked = [(source, cells[question]) for question, source in sources]
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM],
        input=json.dumps([[imports(lab)], list(answers.values()), asked]),
        capture_output=True,
        text=True,
        cwd=lab.released,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def told(lab_name):
    lab = COURSE.lab(lab_name)
    answers = {n: c.source for n, c in lab_text.named_cells(lab.parse(), "solution").items()}
    slips = [slip for slip in SLIPS if slip.lab == lab_name]
    sources = [(slip.question, typed(slip, answers[slip.question])) for slip in slips]
    return list(zip(slips, said(lab, sources), strict=True))


@pytest.fixture(scope="module")
def everything():
    labs = [*dict.fromkeys(slip.lab for slip in SLIPS)]
    here = [lab for lab in labs if lab != NEEDS_KERAS or has_keras()]
    return [pair for lab in here for pair in told(lab)]


def named(slip, printed):
    causes = re.findall(r".*(?:Causa provável|Repare|Em português|foi alterado dentro).*", printed)
    return any(re.search(slip.cause, cause) for cause in causes)


def test_the_visible_check_names_the_cause_of_most_slips(everything):
    assert len(everything) >= 47
    silent = [(slip, printed) for slip, printed in everything if not named(slip, printed)]
    assert len(silent) <= (1 - LEAST) * len(everything), silent


def test_no_cause_that_is_named_is_another_one(everything):
    for slip, printed in everything:
        if "Causa provável" in printed:
            assert named(slip, printed), (slip, printed)
