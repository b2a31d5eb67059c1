"""What the warm process imports before anybody is judged: what cells that run need, no more."""

from __future__ import annotations

import subprocess
import sys

import pytest
from minicourse import write_course

from gabarito.authoring import build
from gabarito.judging import warm_lab

SHOWN = """
# %% demo
try:
    import colorsys
except ImportError:
    colorsys = None

# %%
import imaplib

# %% solution="triplo"
"""


@pytest.fixture
def modules(tmp_path):
    """What the small lab asks for, with a demo cell and another that import something."""
    lab = write_course(tmp_path / "curso").lab("mini")
    text = lab.text.read_text("utf-8").replace('\n# %% solution="triplo"\n', SHOWN)
    lab.text.write_text(text, "utf-8")
    build.build(lab)
    return warm_lab._wanted(lab).modules


def test_a_cell_that_never_runs_asks_for_nothing(modules):
    assert "colorsys" not in modules


def test_one_that_runs_asks_for_what_it_imports(modules):
    assert {"imaplib", "numpy", "apoio"} <= set(modules)


@pytest.mark.parametrize("module", ["gabarito.cli.commands", "gabarito.judging.warm_lab"])
def test_a_sandbox_need_not_wait_for_numpy_on_this_side(module):
    program = f"import sys, {module}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n"
