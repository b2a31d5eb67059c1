"""A reference notebook, run cell by cell in one process, demonstrations too, without checks."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from pathlib import Path

import matplotlib

from gabarito.authoring import colab
from gabarito.course.layout import Course
from gabarito.notebook import lab_text

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"
COURSE = Course.at(ROOT)


def run(name, folder, real=()):
    """The namespace that the lab's own cells leave behind; ``printed`` is all they printed.

    The lab runs in a copy of its folder, with the real files named beside the notebook.
    """
    matplotlib.use("agg")
    lab = COURSE.lab(name)
    place = folder / name
    shutil.copytree(lab.folder, place)
    for file in real:
        shutil.copy(REAL / file, place)
    namespace, printed = {"__name__": "__main__", "display": lambda *_: None}, io.StringIO()
    with within(place), contextlib.redirect_stdout(printed):
        for cell in lab.built().cells:
            checked = (lab_text.marker(cell) or [""])[0] == "checks"
            if cell.cell_type == "code" and not checked and not colab.is_made(cell):
                exec(compile(cell.source, cell.id, "exec"), namespace)
    return namespace | {"printed": printed.getvalue()}


@contextlib.contextmanager
def within(place):
    """That folder as the current one and first on the path; its modules are forgotten after."""
    before, path, modules = Path.cwd(), list(sys.path), set(sys.modules)
    sys.path.insert(0, str(place))
    os.chdir(place)
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        for module in set(sys.modules) - modules:
            if str(getattr(sys.modules[module], "__file__", "")).startswith(str(place)):
                del sys.modules[module]


def prose(name):
    """The lab's text, a space between words."""
    cells = (cell.source for cell in COURSE.lab(name).parse().cells if cell.cell_type == "markdown")
    return " ".join("\n".join(cells).split())


def tells(text, number, places):
    """Whether the text has the number, rounded to so many places, with its decimal comma."""
    said = f"{number:.{places}f}".replace(".", ",")
    return re.search(rf"(?<![\d,]){re.escape(said)}(?!\d)", text.replace("{,}", ",")) is not None
