"""The reference notebooks, run as a student would; Lab 3 on the real photos too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from labs import WHOLE_NOTEBOOKS
from nbclient import NotebookClient

from gabarito.course.layout import Course

ROOT = Path(__file__).parents[2]

REAL = ROOT.parent / "shared" / "data"
PHOTOS = ("train_catvnoncat.h5", "test_catvnoncat.h5")
LAB = "lab3_rede_densa"

REPORT = """
import json
print("RELATO " + json.dumps({
    "custos": {"2": custos_2, "4": custos_4, "raiz": custos_raiz},
    "acuracias": {
        nome: [acuracia(preveja(X, p), Y) for X, Y in ((treino_x, treino_y), (teste_x, teste_y))]
        for nome, p in (("2", parametros_2), ("4", parametros_4), ("raiz", parametros_raiz))
    },
}))
"""


def run(notebook, folder):
    """Run a notebook in `folder` top to bottom, demo cells too."""
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return notebook


def quiet(notebook):
    """No cell failed or wrote to stderr."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text
    return True


@pytest.mark.slow(reason="runs whole notebooks, training included")
@pytest.mark.parametrize("name", WHOLE_NOTEBOOKS)
def test_every_reference_notebook_runs_to_its_end(name, tmp_path):
    lab = Course.at(ROOT).lab(name)
    shutil.copytree(lab.folder, tmp_path / name)
    assert quiet(run(lab.built(), tmp_path / name))


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Lab 3's reference notebook beside the real photos."""
    if not all((REAL / name).is_file() for name in PHOTOS):
        pytest.skip(f"needs the real files {', '.join(PHOTOS)} in {REAL}")
    folder = tmp_path_factory.mktemp("fotos") / LAB
    shutil.copytree(Course.at(ROOT).lab(LAB).folder, folder)
    for name in PHOTOS:
        shutil.copy(REAL / name, folder)
    notebook = nbformat.read(folder / f"{LAB}.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    return run(notebook, folder)


@pytest.fixture(scope="module")
def relato(executed):
    printed = "".join(output.text for output in executed.cells[-1].outputs)
    return json.loads(printed.removeprefix("RELATO "))


# First, last printed (iteration 2400) cost and accuracies on training and test photos.
EXPECTED = {
    "2": (0.6923799160908504, 0.041927817460429125, 1.0, 0.72),
    "4": (0.6931477726958, 0.6439853685643353, 0.6555023923444976, 0.34),
    "raiz": (0.7717493284237688, 0.09287821526472397, 0.9856459330143541, 0.8),
}


@pytest.mark.slow(reason="runs whole notebooks, training included")
@pytest.mark.nightly
@pytest.mark.parametrize("network", EXPECTED)
def test_training_on_the_photos_gives_the_known_figures(relato, network):
    first, last, train, test = EXPECTED[network]
    costs = relato["custos"][network]
    assert len(costs) == 25
    assert costs[0] == pytest.approx(first, abs=1e-9)
    assert costs[-1] == pytest.approx(last, abs=1e-6)
    assert relato["acuracias"][network] == pytest.approx([train, test], abs=1e-12)


@pytest.mark.slow(reason="runs whole notebooks, training included")
@pytest.mark.nightly
def test_no_cell_writes_to_stderr_or_fails(executed):
    assert quiet(executed)


@pytest.mark.slow(reason="runs whole notebooks, training included")
@pytest.mark.nightly
def test_the_photos_are_said_to_be_the_real_ones(executed):
    printed = "".join(
        output.text
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    )
    assert "sintétic" not in printed
