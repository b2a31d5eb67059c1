"""The last cell of a release, which makes the PDF where that can be done."""

from __future__ import annotations

import os
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

NAME = "Íris da Conceição"
NARROW = 80
"""Characters that a line has room for in an exported page, which breaks longer ones in a word."""


def last_cell(lab, name=NAME):
    """What the release's last cell holds once a student wrote a name in it."""
    released = nbformat.read(lab.released / f"{lab.name}.ipynb", as_version=4)
    source = released.cells[-1].source
    assert source.count('NOME = ""') == 1
    return source.replace('NOME = ""', f'NOME = "{name}"')


def run(source, folder, *options, **environment):
    done = subprocess.run(
        [sys.executable, *options, "-c", source],
        cwd=folder, env=os.environ | {"PYTHONUTF8": "1"} | environment, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_without_gabarito_a_sentence_says_how_to_print(mini, tmp_path):
    said = run(last_cell(mini), tmp_path, "-S")
    assert "No Colab: Arquivo → Imprimir" in said
    assert max(map(len, said.splitlines())) <= NARROW
    assert list(tmp_path.glob("*.pdf")) == []


def test_in_colab_it_is_colab_that_prints(mini, tmp_path):
    source = f"import sys; sys.modules['google.colab'] = sys\n{last_cell(mini)}"
    assert "No Colab: Arquivo → Imprimir" in run(source, tmp_path)


def test_without_a_name_it_asks_for_one(mini, tmp_path):
    said = run(last_cell(mini, " "), tmp_path)
    assert "escreva o seu nome" in said
    assert max(map(len, said.splitlines())) <= NARROW


@pytest.mark.slow(reason="a whole command")
def test_without_a_browser_it_says_what_is_missing(mini, tmp_path):
    assert "falta o Chromium" in run(last_cell(mini), mini.released, PATH=str(tmp_path))


@pytest.mark.slow(reason="a kernel, and a browser that prints")
def test_in_a_kernel_it_prints_the_executed_notebook(mini, tmp_path):
    notebook = nbformat.read(mini.released / "mini.ipynb", as_version=4)
    notebook.cells[-1].source = last_cell(mini)
    path = mini.released / "mini.ipynb"
    where = {"metadata": {"path": str(mini.released)}}
    NotebookClient(notebook, allow_errors=True, resources=where).execute()
    assert not notebook.cells[-1].get("outputs"), "who runs it without a screen skips it"
    nbformat.write(notebook, path)
    alone = nbformat.v4.new_notebook(cells=[notebook.cells[-1]], metadata=notebook.metadata)
    NotebookClient(alone, skip_cells_with_tag="", resources=where).execute()
    assert alone.cells[0].outputs[0].text.strip().endswith("IrisDaConceicao-mini.pdf")
    assert (mini.released / "IrisDaConceicao-mini.pdf").read_bytes().startswith(b"%PDF")
