"""A slider is an extra: where there are no widgets, or no notebook, nothing is shown or fails."""

from __future__ import annotations

import sys

import controles
import matplotlib.pyplot as plt
import nbformat
import pytest
from nbclient import NotebookClient

CELL = """
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import sys
sys.path.insert(0, {utils!r})
from controles import deslize
frames = {{}}
for name in "ab":
    frames[name], _ = plt.subplots()
    plt.close(frames[name])
shown = deslize("quadro", frames)
print(shown and shown.children[0].options)
"""


def frame():
    fig, _ = plt.subplots()
    plt.close(fig)
    return fig


def test_outside_a_notebook_there_is_no_slider(capsys):
    assert controles.deslize("quadro", {"a": frame()}) is None
    assert capsys.readouterr().out == ""


def test_without_widgets_there_is_no_slider(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert controles.deslize("quadro", {"a": frame()}) is None


@pytest.mark.slow(reason="starts a kernel")
def test_in_a_notebook_the_slider_offers_each_frame(tmp_path):
    pytest.importorskip("ipywidgets")
    source = CELL.format(utils=controles.__file__.rpartition("/")[0])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    outputs = notebook.cells[0].outputs
    assert any(controles.VISTA in output.get("data", {}) for output in outputs)
    assert "('a', 'b')" in "".join(output.get("text", "") for output in outputs)
